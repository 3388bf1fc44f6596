package workspace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"opendev.org/starlingx/stxscan/git"
)

// errVanished says that a file is no longer what the walk found.
var errVanished = errors.New("the file changed while it was scanned")

// source is where the content of a repo's files comes from.
type source interface {
	// read gives the content of a regular file of at most limit bytes; the
	// error wraps git.ErrTooLarge when it has more.
	read(ctx context.Context, f *File, limit int64) ([]byte, error)
	close() error
}

// folder reads a work tree or an export.
type folder struct{ dir string }

func (s folder) read(ctx context.Context, f *File, limit int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	name := filepath.Join(s.dir, filepath.FromSlash(f.Path))
	// A FIFO that took the file's place would block a plain open for ever,
	// a symlink would lead out of the repo.
	in, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if errors.Is(err, syscall.ELOOP) || errors.Is(err, syscall.ENXIO) || errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", errVanished, err)
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: it is no regular file", errVanished)
	}
	if info.Size() > limit {
		return nil, tooLarge(info.Size())
	}
	// One byte more than the size tells end of file without growing; one more
	// than the limit tells a file that grew.
	content := make([]byte, 0, info.Size()+1)
	for {
		n, err := in.Read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		if int64(len(content)) > limit {
			return nil, tooLarge(int64(len(content)))
		}
		if err == io.EOF {
			return content[:len(content):len(content)], nil
		}
		if err != nil {
			return nil, err
		}
		if len(content) == cap(content) {
			content = append(content, 0)[:len(content)]
		}
	}
}

func (folder) close() error { return nil }

func tooLarge(size int64) error {
	return fmt.Errorf("%d bytes: %w", size, git.ErrTooLarge)
}

// revision reads the blobs of a revision; its process starts with the first
// read.
type revision struct {
	repo  *git.Repo
	start sync.Once
	batch *git.BatchReader
	err   error
}

func (s *revision) read(ctx context.Context, f *File, limit int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.start.Do(func() {
		// The process serves every later read too, so it outlives this one.
		s.batch, s.err = s.repo.NewBatch(context.WithoutCancel(ctx))
	})
	if s.err != nil {
		return nil, s.err
	}
	return s.batch.Read(f.blob, limit)
}

func (s *revision) close() error {
	s.start.Do(func() { s.err = errors.New("the workspace is closed") })
	if s.batch == nil {
		return nil
	}
	return s.batch.Close()
}
