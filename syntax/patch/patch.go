// Package patch reads patch files: git format-patch, git diff, plain unified
// diffs, quilt patches and mails, also damaged ones.
//
// It follows the counts of the hunk headers, so that text that only looks like
// a header inside a hunk stays text. Where the counts are wrong it goes on by
// the first byte of the lines and says so in File.Malformed.
package patch

import (
	"bytes"
	"fmt"
	"strings"
)

// Format is the kind of a patch file.
type Format string

// The formats of patch files.
const (
	Git     Format = "git"     // git format-patch or git diff
	Unified Format = "unified" // diff -u
	Quilt   Format = "quilt"   // with Index: lines
	Mail    Format = "mail"    // mail headers before a plain unified diff
)

// File is a parsed patch file. Offsets are bytes from 0 into the source,
// half-open; lines are counted from 1.
type File struct {
	// Header is the header of the first message, Later those of further
	// messages in the same file.
	Header Header
	Later  []Header
	Files  []FileDiff
	// Malformed is empty for a well-formed patch, else what is wrong, by offset.
	Malformed []Error
	Format    Format

	src []byte
}

// Header is what stands before the first diff of a message.
type Header struct {
	Commit string // the hash of the "From HASH DATE" line
	From   string // as written, decoded
	Author string // the name in From
	Email  string // the address in From
	Date   string
	// Subject is without [PATCH n/m], its folded lines joined.
	Subject string
	// Body is the text after the headers, up to the "---" of a format-patch.
	Body     string
	ChangeID string
	// Trailers are the header fields not named above and the "Key: value"
	// lines of the body, in file order.
	Trailers   []Trailer
	Start, End int
}

// Trailer is a line like "Signed-off-by: somebody".
type Trailer struct {
	Key, Value string
}

// Get returns the value of the first trailer of that name, whatever its case.
func (h *Header) Get(key string) string {
	for _, t := range h.Trailers {
		if strings.EqualFold(t.Key, key) {
			return t.Value
		}
	}
	return ""
}

// FileDiff is the change of one file.
type FileDiff struct {
	// OldPath and NewPath are as written, unquoted and without timestamp;
	// /dev/null for a file that is not there.
	OldPath, NewPath      string
	New, Deleted, Renamed bool
	Binary                bool
	OldMode, NewMode      string // octal digits; empty where unknown
	Hunks                 []Hunk
	// Message is the index of the message that the diff belongs to: 0 is
	// File.Header, n is File.Later[n-1].
	Message    int
	Start, End int

	// Copied says that git took a copy of OldPath for the new file.
	Copied bool
	// OldEpoch and NewEpoch say that the --- or the +++ line is of a file that
	// is not there: /dev/null, or a file of the first day of Unix time.
	OldEpoch, NewEpoch bool
	// OldID and NewID are what git's index line says of the content, as written,
	// so mostly shortened; empty where there is none.
	OldID, NewID string

	git, paths     bool
	index          string
	gitOld, gitNew string
}

// Git reports whether a "diff --git" line begins the diff.
func (d *FileDiff) Git() bool { return d.git }

// Names returns the three names that a program which applies the diff chooses
// from, with their first component: those of the --- and the +++ line, else
// those of the "diff --git" line, and that of the Index: line. Each may be empty.
func (d *FileDiff) Names() (old, own, index string) {
	switch {
	case d.paths:
		return d.OldPath, d.NewPath, d.index
	case d.git:
		return d.gitOld, d.gitNew, d.index
	}
	return "", "", d.index
}

// Path returns the path of the changed file without the first component that
// diff tools add: a/ and b/, or two tree names that differ, such as x-1.2.orig/
// and x-1.2/. Of a deleted file it is the old path.
func (d *FileDiff) Path() string {
	own, other := d.NewPath, d.OldPath
	if own == devNull || own == "" {
		own, other = other, own
	}
	for _, prefix := range []string{"a/", "b/"} {
		if rest, ok := strings.CutPrefix(own, prefix); ok {
			return rest
		}
	}
	tree, rest, ok := strings.Cut(own, "/")
	otherTree, otherRest, otherOK := strings.Cut(other, "/")
	if ok && otherOK && rest == otherRest && tree != otherTree {
		return rest
	}
	return own
}

const devNull = "/dev/null"

// Hunk is one block of changes. Its counts are those of its header, which a
// malformed hunk does not keep to.
type Hunk struct {
	OldStart, OldCount, NewStart, NewCount int
	Section                                string // the text after the second @@
	Lines                                  []Line
	Start, End                             int
}

// Line is a line of a hunk.
type Line struct {
	Op byte // ' ', '+', '-' or '\\'
	// Start and End enclose the text after Op, without the end of line.
	Start, End int
	// NewLine is the line number in the new file, 0 for '-' and '\\'.
	NewLine int
}

// Error is a place where the file is no well-formed patch.
type Error struct {
	Offset, Line int
	Message      string
	// Whole is set if all lines of the hunk are there all the same: the file ends before
	// the end of the last one, which git refuses and patch takes.
	Whole bool
}

func (e Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Parse reads a patch file. It never fails as a whole: what is wrong is in
// File.Malformed and the rest is still read.
func Parse(src []byte) *File {
	s := scanner{src: src, line: 1, file: &File{src: src}}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
	s.run()
	return s.file
}

// LooksLike tells whether the text is a patch, whatever its file is called.
func LooksLike(src []byte) bool {
	if bytes.HasPrefix(src, []byte("#!")) {
		return false
	}
	s := scanner{src: src, line: 1}
	for ; s.pos < len(src); s.skip() {
		line := s.current()
		switch {
		case hasPrefix(line, "--- ") && s.pathsAhead() && hasPrefix(s.ahead(2), "@@ -"):
			return true
		case hasPrefix(line, "diff --git ") && isExtended(s.ahead(1)):
			return true
		}
	}
	return false
}

// Stat returns the number of added and of removed lines.
func (f *File) Stat() (added, removed int) {
	for _, d := range f.Files {
		for _, h := range d.Hunks {
			for _, l := range h.Lines {
				switch l.Op {
				case '+':
					added++
				case '-':
					removed++
				}
			}
		}
	}
	return added, removed
}
