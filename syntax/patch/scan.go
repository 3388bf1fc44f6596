package patch

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// scanner goes through the lines of a patch file.
type scanner struct {
	src       []byte
	pos, line int
	file      *File
	message   int // index of the current message
	// pending is where the header of the current message starts, -1 once its
	// first diff is there.
	pending int
}

// at returns the line that starts at pos, without its newline, and where the
// next one starts.
func (s *scanner) at(pos int) (text []byte, next int) {
	if i := bytes.IndexByte(s.src[pos:], '\n'); i >= 0 {
		return s.src[pos : pos+i], pos + i + 1
	}
	return s.src[pos:], len(s.src)
}

// current returns the line at the scanner's place without its end of line.
func (s *scanner) current() []byte {
	text, _ := s.at(s.pos)
	return bytes.TrimSuffix(text, []byte("\r"))
}

// ahead returns the n-th line after the current one, nil after the last.
func (s *scanner) ahead(n int) []byte {
	pos := s.pos
	for range n {
		if pos >= len(s.src) {
			return nil
		}
		_, pos = s.at(pos)
	}
	text, _ := s.at(pos)
	return bytes.TrimSuffix(text, []byte("\r"))
}

func (s *scanner) skip() {
	_, s.pos = s.at(s.pos)
	s.line++
}

func (s *scanner) fail(offset, line int, format string, args ...any) {
	s.file.Malformed = append(s.file.Malformed, Error{Offset: offset, Line: line, Message: fmt.Sprintf(format, args...)})
}

// diff returns the file diff that lines belong to, nil before the first one
// of a message.
func (s *scanner) diff() *FileDiff {
	if n := len(s.file.Files); n > 0 && s.file.Files[n-1].Message == s.message {
		return &s.file.Files[n-1]
	}
	return nil
}

func (s *scanner) run() {
	s.pending = s.pos
	index := false
	for s.pos < len(s.src) {
		line := s.current()
		if isMessageStart(line) {
			s.beginMessage()
			continue
		}
		index = index || s.isIndex(line)
		s.statement(line)
	}
	if s.pending >= 0 {
		s.header(len(s.src))
	}
	if len(s.file.Files) == 0 {
		s.fail(0, 1, "there is no diff in the file")
	}
	s.format(index)
	slices.SortStableFunc(s.file.Malformed, func(a, b Error) int { return a.Offset - b.Offset })
}

// beginMessage ends the message before the current line, if there is one.
func (s *scanner) beginMessage() {
	if s.pending < 0 || len(bytes.TrimSpace(s.src[s.pending:s.pos])) > 0 {
		if s.pending >= 0 {
			s.header(s.pos)
		}
		s.message++
	}
	s.pending = s.pos
	s.skip()
}

// header stores the header of the current message, which ends at end.
func (s *scanner) header(end int) {
	h := parseHeader(s.src[s.pending:end])
	h.Start, h.End = s.pending, end
	s.pending = -1
	if s.message == 0 {
		s.file.Header = h
		return
	}
	s.file.Later = append(s.file.Later, h)
}

func (s *scanner) format(index bool) {
	s.file.Format = Unified
	h := s.file.Header
	switch git := slices.ContainsFunc(s.file.Files, func(d FileDiff) bool { return d.git }); {
	case git || h.Commit != "":
		s.file.Format = Git
	case index:
		s.file.Format = Quilt
	case h.From != "" && h.Subject != "":
		s.file.Format = Mail
	}
}

// isMessageStart tells the first line that git format-patch writes.
func isMessageStart(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("From "))
	if !ok || len(rest) < 41 || rest[40] != ' ' {
		return false
	}
	for _, c := range rest[:40] {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// isIndex tells whether the line is the Index: line of a diff.
func (s *scanner) isIndex(line []byte) bool {
	if !hasPrefix(line, "Index: ") {
		return false
	}
	next := s.ahead(1)
	return hasPrefix(next, "===") || hasPrefix(next, "--- ") || hasPrefix(next, "diff ")
}

// statement reads one line outside of hunks, or a whole hunk.
func (s *scanner) statement(line []byte) {
	d := s.diff()
	switch {
	case hasPrefix(line, "diff --git "):
		s.open().gitPaths(line[len("diff --git "):])
	case hasPrefix(line, "diff --cc "), hasPrefix(line, "diff --combined "):
		s.fail(s.pos, s.line, "a combined diff of a merge cannot be applied")
	case s.isIndex(line):
		d := s.open()
		d.index = strings.TrimSpace(text(line[len("Index: "):]))
		d.OldPath, d.NewPath = d.index, d.index
	case hasPrefix(line, "diff -") && (hasPrefix(s.ahead(1), "--- ") || hasPrefix(s.ahead(1), "Binary files ")):
		// An Index: line may have opened the diff already.
		if d == nil || d.paths || len(d.Hunks) > 0 || d.Binary || d.git {
			s.open()
		}
	case hasPrefix(line, "--- ") && s.pathsAhead():
		s.paths()
		return
	case hasPrefix(line, "--- ") && s.wrappedPaths():
		s.fail(s.pos, s.line, "the --- and +++ lines are broken over several lines")
		s.paths()
		return
	case hasPrefix(line, "--- ") && d != nil && d.git && !d.paths:
		s.fail(s.pos, s.line, "a --- line without the +++ line after it")
	case hasPrefix(line, "*** ") && hasPrefix(s.ahead(1), "--- ") && hasPrefix(s.ahead(2), "*****"):
		s.fail(s.pos, s.line, "a context diff: only unified diffs are read")
	case hasPrefix(line, "@@ -"):
		s.hunk()
		return
	case hasPrefix(line, "@@") && d != nil:
		s.fail(s.pos, s.line, "%q is no hunk header", clip(line))
	case d != nil && (hasPrefix(line, "Binary files ") || string(line) == "GIT binary patch"):
		d.Binary = true
		_, d.End = s.at(s.pos)
	case d != nil && d.git && !d.paths && len(d.Hunks) == 0 && d.extended(line):
		_, d.End = s.at(s.pos)
	}
	s.skip()
}

// open begins a file diff at the current line.
func (s *scanner) open() *FileDiff {
	if s.pending >= 0 {
		s.header(s.pos)
	}
	_, end := s.at(s.pos)
	s.file.Files = append(s.file.Files, FileDiff{Start: s.pos, End: end, Message: s.message})
	return &s.file.Files[len(s.file.Files)-1]
}

func (s *scanner) pathsAhead() bool { return hasPrefix(s.ahead(1), "+++ ") }

// wrappedPaths tells path lines that a mail program broke before the timestamps.
func (s *scanner) wrappedPaths() bool {
	return (hasPrefix(s.ahead(2), "+++ ") || hasPrefix(s.ahead(3), "+++ ")) &&
		(hasPrefix(s.ahead(4), "@@ -") || hasPrefix(s.ahead(6), "@@ -"))
}

// paths reads the --- and the +++ line.
func (s *scanner) paths() {
	d := s.diff()
	if d == nil || d.paths || len(d.Hunks) > 0 || d.Binary && !d.git {
		d = s.open()
	}
	d.paths = true
	var oldTime, newTime string
	d.OldPath, oldTime = fileName(s.current()[4:])
	s.skip()
	for !hasPrefix(s.current(), "+++ ") {
		s.skip()
	}
	d.NewPath, newTime = fileName(s.current()[4:])
	d.OldEpoch = d.OldPath == devNull || isEpoch(oldTime)
	d.NewEpoch = d.NewPath == devNull || isEpoch(newTime)
	d.New, d.Deleted = d.New || d.OldEpoch, d.Deleted || d.NewEpoch
	_, d.End = s.at(s.pos)
	s.skip()
}

// fileName parts a path from the timestamp after it.
func fileName(line []byte) (name, timestamp string) {
	value := text(line)
	if strings.HasPrefix(value, `"`) {
		if name, rest, ok := unquote(value); ok {
			return name, strings.TrimSpace(rest)
		}
	}
	name, timestamp, ok := strings.Cut(value, "\t")
	if !ok {
		// Some tools put blanks before the timestamp.
		if i := strings.Index(value, "  "); i > 0 {
			name, timestamp = value[:i], value[i:]
		}
	}
	return strings.TrimRight(name, " "), strings.TrimSpace(timestamp)
}

// isEpoch tells the timestamp that diff -N writes for a file that is not there.
func isEpoch(timestamp string) bool {
	return strings.HasPrefix(timestamp, "1970-01-01 ") || strings.HasPrefix(timestamp, "1969-12-31 ") ||
		strings.HasSuffix(timestamp, " 1970") && strings.HasPrefix(timestamp, "Thu Jan  1 ")
}

// gitPaths takes the paths of a "diff --git a/x b/x" line. Where they are not
// clear, other lines of the diff say them again.
func (d *FileDiff) gitPaths(line []byte) {
	d.git = true
	defer func() { d.gitOld, d.gitNew = d.OldPath, d.NewPath }()
	value := text(line)
	if strings.HasPrefix(value, `"`) {
		if old, rest, ok := unquote(value); ok {
			d.OldPath = old
			d.NewPath, _ = fileName([]byte(strings.TrimSpace(rest)))
			return
		}
	}
	// "a/P b/P": both halves are equally long unless the file is renamed.
	half := len(value) / 2
	if len(value)%2 == 1 && value[half] == ' ' && strings.TrimPrefix(value[:half], "a/") == strings.TrimPrefix(value[half+1:], "b/") {
		d.OldPath, d.NewPath = value[:half], value[half+1:]
		return
	}
	old, own, ok := strings.Cut(value, " b/")
	if ok {
		d.OldPath, d.NewPath = old, "b/"+own
		return
	}
	d.OldPath, d.NewPath, _ = strings.Cut(value, " ")
}

// extendedHeaders are the lines that git writes between "diff --git" and "---".
var extendedHeaders = []string{"old mode ", "new mode ", "new file mode ", "deleted file mode ", "rename from ", "rename to ",
	"copy from ", "copy to ", "similarity index ", "dissimilarity index ", "index "}

func isExtended(line []byte) bool {
	return slices.ContainsFunc(extendedHeaders, func(prefix string) bool { return hasPrefix(line, prefix) }) ||
		hasPrefix(line, "--- ") || hasPrefix(line, "Binary files ")
}

// extended takes one of git's extended header lines and tells whether it was one.
func (d *FileDiff) extended(line []byte) bool {
	for _, prefix := range extendedHeaders {
		if !hasPrefix(line, prefix) {
			continue
		}
		value := text(line[len(prefix):])
		switch prefix {
		case "old mode ":
			d.OldMode = value
		case "new mode ":
			d.NewMode = value
		case "new file mode ":
			d.New, d.NewMode = true, value
		case "deleted file mode ":
			d.Deleted, d.OldMode = true, value
		case "rename from ", "copy from ":
			d.OldPath, _ = fileName([]byte(value))
			d.Renamed = d.Renamed || prefix == "rename from "
			d.Copied = d.Copied || prefix == "copy from "
		case "rename to ", "copy to ":
			d.NewPath, _ = fileName([]byte(value))
		case "index ":
			ids, mode, ok := strings.Cut(value, " ")
			if ok {
				d.OldMode, d.NewMode = mode, mode
			}
			d.OldID, d.NewID, _ = strings.Cut(ids, "..")
		}
		return true
	}
	return false
}

// unquote reads a path that git wrote in quotes, with C escapes.
func unquote(value string) (name, rest string, ok bool) {
	prefix, err := strconv.QuotedPrefix(value)
	if err != nil {
		return "", "", false
	}
	name, err = strconv.Unquote(prefix)
	if err != nil {
		return "", "", false
	}
	return name, value[len(prefix):], true
}

func hasPrefix(line []byte, prefix string) bool {
	return len(line) >= len(prefix) && string(line[:len(prefix)]) == prefix
}

// clip shortens a line for a message.
func clip(line []byte) []byte { return line[:min(len(line), 40)] }
