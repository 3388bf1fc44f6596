package patch

import (
	"bytes"
	"strconv"
)

// hunkReader reads the lines of one hunk.
type hunkReader struct {
	*scanner
	hunk     Hunk
	old, new int // lines that the header still promises
	newLine  int
	crlf     bool // the patch itself has CRLF, so a CR is no part of the text
	wrong    bool // the counts do not hold: go by the first byte of the lines
	endless  int  // the number of a line that the file ends in, 0 if none
	failAt   int  // where the hunk went wrong
	failLine int
	why      string
}

// hunk reads a hunk header and its lines.
func (s *scanner) hunk() {
	raw, next := s.at(s.pos)
	start, startLine := s.pos, s.line
	hunk, ok := parseHunkHeader(bytes.TrimSuffix(raw, []byte("\r")))
	if !ok {
		s.fail(start, startLine, "%q is no hunk header", clip(raw))
		s.skip()
		return
	}
	d := s.diff()
	if d == nil {
		s.fail(start, startLine, "a hunk without the path of a file before it")
		d = s.open()
	}
	hunk.Start, hunk.End = start, next
	r := &hunkReader{scanner: s, hunk: hunk, old: hunk.OldCount, new: hunk.NewCount, newLine: hunk.NewStart, crlf: bytes.HasSuffix(raw, []byte("\r"))}
	s.skip()
	r.read()
	if r.wrong || r.old != 0 || r.new != 0 {
		if r.why == "" {
			r.failAt, r.failLine, r.why = s.pos, s.line, "the file ends before"
		}
		s.fail(r.failAt, r.failLine, "the hunk of line %d says %d old and %d new lines, but %s", startLine, hunk.OldCount, hunk.NewCount, r.why)
	} else if r.endless > 0 {
		s.fail(len(s.src), r.endless, "the file ends within the last line of the hunk of line %d: git refuses that", startLine)
		s.file.Malformed[len(s.file.Malformed)-1].Whole = true
	}
	if len(d.Hunks) == 0 && !d.git && hunk.OldStart == 0 && hunk.OldCount == 0 {
		d.New = true
	}
	d.Hunks = append(d.Hunks, r.hunk)
	d.End = r.hunk.End
}

// parseHunkHeader reads "@@ -1,2 +3,4 @@ section".
func parseHunkHeader(line []byte) (Hunk, bool) {
	var h Hunk
	rest, ok := bytes.CutPrefix(line, []byte("@@ -"))
	if !ok {
		return h, false
	}
	old, rest, ok := bytes.Cut(rest, []byte(" +"))
	if !ok {
		return h, false
	}
	own, section, ok := bytes.Cut(rest, []byte(" @@"))
	if !ok {
		return h, false
	}
	h.OldStart, h.OldCount, ok = parseRange(old)
	if !ok {
		return h, false
	}
	h.NewStart, h.NewCount, ok = parseRange(own)
	h.Section = text(bytes.TrimSpace(section))
	return h, ok
}

// parseRange reads "start,count" or "start" alone, which means one line.
func parseRange(value []byte) (start, count int, ok bool) {
	first, second, both := bytes.Cut(value, []byte(","))
	count = 1
	if both {
		if count, ok = parseNumber(second); !ok {
			return 0, 0, false
		}
	}
	start, ok = parseNumber(first)
	return start, count, ok
}

// parseNumber reads up to nine digits: no real line number has more.
func parseNumber(value []byte) (int, bool) {
	if len(value) == 0 || len(value) > 9 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(value), 10, 31)
	return int(n), err == nil
}

// read takes lines as long as they belong to the hunk.
func (r *hunkReader) read() {
	for r.pos < len(r.src) {
		line, _ := r.at(r.pos)
		if r.crlf {
			line = bytes.TrimSuffix(line, []byte("\r"))
		}
		if !r.wrong && r.old == 0 && r.new == 0 {
			if !r.more(line) {
				return
			}
			if line[0] != '\\' {
				r.blame("more follow")
			}
		}
		if !r.take(line) {
			return
		}
		if len(line) > 0 && line[0] != '\\' && r.pos+len(line) == len(r.src) {
			r.endless = r.line
		}
		r.skip()
	}
}

// more tells whether the hunk goes on although its header promises no more
// lines.
func (r *hunkReader) more(line []byte) bool {
	if len(line) == 0 || line[0] == '\\' {
		return len(line) > 0
	}
	if line[0] != ' ' {
		return r.isChange(line)
	}
	// Context alone after the end changes nothing and is often mail text.
	pos := r.pos
	for pos < len(r.src) {
		line, next := r.at(pos)
		if len(line) == 0 || line[0] != ' ' {
			return r.isChange(line)
		}
		pos = next
	}
	return false
}

// isChange tells whether a line adds or removes, rather than starting
// a diff or the signature of a mail.
func (r *hunkReader) isChange(line []byte) bool {
	switch {
	case hasPrefix(line, "+"):
		return !hasPrefix(line, "+++ ")
	case hasPrefix(line, "-"):
		return !hasPrefix(line, "--- ") && !isSignature(line)
	}
	return false
}

// isSignature tells the line that parts a mail from its signature, or a
// message from its diff.
func isSignature(line []byte) bool {
	trimmed := string(bytes.TrimSpace(line))
	return trimmed == "--" || trimmed == "---"
}

// blame notes where the counts stopped to hold.
func (r *hunkReader) blame(why string) {
	if !r.wrong {
		r.wrong, r.failAt, r.failLine, r.why = true, r.pos, r.line, why
	}
}

// take adds one line to the hunk, or tells that it belongs to it no more.
func (r *hunkReader) take(line []byte) bool {
	if len(line) == 0 {
		// A context line that lost its only blank.
		if r.wrong || r.old == 0 || r.new == 0 {
			r.blame("an empty line comes before its end")
			return false
		}
		r.add(' ', r.pos, r.pos)
		return true
	}
	start, end := r.pos+1, r.pos+len(line)
	switch op := line[0]; {
	case op == '\\':
		r.hunk.Lines = append(r.hunk.Lines, Line{Op: op, Start: start, End: end})
		_, r.hunk.End = r.at(r.pos)
	case r.startsDiff(line):
		r.blame("the next diff comes before its end")
		return false
	case r.wrong && op == '-' && isSignature(line):
		return false
	case op == ' ' || op == '+' || op == '-':
		if op != '+' && r.old == 0 || op != '-' && r.new == 0 {
			r.blame("its lines do not add up to that")
		}
		r.add(op, start, end)
	case op == '\t' && r.old > 0 && r.new > 0:
		r.blame("a line of it lost its leading blank")
		r.add(' ', r.pos, end)
	default:
		r.blame("other text comes before its end")
		return false
	}
	return true
}

// startsDiff tells whether the paths of the next diff stand here rather than a
// removed and an added line that begin with -- and ++.
func (r *hunkReader) startsDiff(line []byte) bool {
	if !hasPrefix(line, "--- ") || !r.pathsAhead() || !hasPrefix(r.ahead(2), "@@ -") {
		return false
	}
	return r.wrong || r.old != 1 || r.new != 1
}

func (r *hunkReader) add(op byte, start, end int) {
	line := Line{Op: op, Start: start, End: end}
	if op != '+' {
		r.old = max(0, r.old-1)
	}
	if op != '-' {
		r.new = max(0, r.new-1)
		line.NewLine = r.newLine
		r.newLine++
	}
	r.hunk.Lines = append(r.hunk.Lines, line)
	_, r.hunk.End = r.at(r.pos)
}
