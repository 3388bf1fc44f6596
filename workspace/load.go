package workspace

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/go-enry/go-enry/v2"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
)

// Content is a file as read, with what its content settled.
type Content struct {
	// Bytes are the file's, unchanged: CRLF, BOM and bad UTF-8 included.
	Bytes    []byte
	Language Language
	Role     finding.Role
	// Binary is set for content with NULs near its start; Language is then
	// Binary and analyzers leave the file alone.
	Binary bool
	// Digest is git's id of the blob, in hex.
	Digest string
	// Problem is a sentence about content that is read only with doubt, such
	// as bytes that are no UTF-8; empty when there is nothing to say.
	Problem string

	languageReason, roleReason string
}

// SkipError says that a file is not scanned; Reason is what File.Skip says, or
// would have said had it been known when the workspace was opened.
type SkipError struct {
	File   *File
	Reason string
	Err    error // what the system said, or nil
}

func (e *SkipError) Error() string { return e.File.ID() + ": " + e.Reason }

// Unwrap gives the system's error.
func (e *SkipError) Unwrap() error { return e.Err }

// Load reads a file and settles what only its content can tell. It is safe
// for use from many goroutines, and leaves f as it is. The error is a
// *SkipError for a file that is skipped, that vanished or changed its kind
// since Open, that cannot be read or that grew over the limit; any other error
// is the context's.
func (w *Workspace) Load(ctx context.Context, f *File) (*Content, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if f.Skip != "" {
		return nil, &SkipError{File: f, Reason: f.Skip}
	}
	if f.inside != nil {
		if f.Size > w.maxFileSize {
			return nil, &SkipError{File: f, Reason: SkipTooLarge, Err: git.ErrTooLarge}
		}
		return examine(f, f.inside), nil
	}
	content, err := f.Repo.source.read(ctx, f, w.maxFileSize)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, git.ErrTooLarge):
		return nil, &SkipError{File: f, Reason: SkipTooLarge, Err: err}
	default:
		return nil, &SkipError{File: f, Reason: SkipUnreadable + reason(err), Err: err}
	}
	return examine(f, content), nil
}

func examine(f *File, content []byte) *Content {
	c := &Content{Bytes: content, Role: f.Role, roleReason: f.role, Digest: git.BlobID(content)}
	if isBinary(content) {
		c.Binary, c.Language, c.languageReason = true, Binary, "NULs near its start"
		if f.settled {
			c.Problem = fmt.Sprintf("it holds NULs, so it is not read as %s", f.Language)
		}
		return c
	}
	c.Language, c.languageReason = settle(f, content)
	if c.Language == Patch && f.Language != Patch && f.Role != finding.RoleVendored {
		c.Role, c.roleReason = finding.RolePatch, "it reads like a patch"
	}
	if c.Role.Blocks() && couldBeGenerated(f) && enry.IsGenerated(f.Path, content) {
		c.Role, c.roleReason = finding.RoleGenerated, "go-enry knows it as generated"
	}
	if at := firstInvalid(content); at >= 0 {
		c.Problem = fmt.Sprintf("it is not UTF-8 at byte %d", at)
	}
	return c
}

// firstInvalid is the offset of the first byte that is no UTF-8, or -1.
func firstInvalid(content []byte) int {
	if utf8.Valid(content) {
		return -1
	}
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRune(content[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// maxSmall bounds the files that define packages and lists.
const maxSmall = 8 << 20

// small reads one of the files that Open itself needs.
func (w *Workspace) small(ctx context.Context, f *File) ([]byte, error) {
	if f.Skip != "" {
		return nil, &SkipError{File: f, Reason: f.Skip}
	}
	return f.Repo.source.read(ctx, f, min(maxSmall, w.maxFileSize))
}
