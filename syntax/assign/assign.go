// Package assign reads files of shell assignments, such as StarlingX's
// build_srpm.data, without running them.
package assign

import (
	"bytes"
	"fmt"
	"slices"
)

// Assignment is one NAME=VALUE. Start and End are byte offsets of the whole,
// ValueStart of the value as written.
type Assignment struct {
	Name string
	// Value has its quotes removed; references to variables are kept.
	Value string
	// Raw is the value as written.
	Raw                    string
	Append                 bool // NAME+=VALUE
	Start, End, ValueStart int

	// active are the offsets in Value of every $ and ` that is not quoted as
	// text.
	active []int
}

// File is a parsed file.
type File struct {
	Assignments []Assignment
	// Errors are the statements that are no assignments, by offset.
	Errors []Error
}

// Error is a place that is no assignment.
type Error struct {
	Offset  int
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }

// maxMisses is the number of quotes around a "$(" without end that are looked
// for behind it.
const maxMisses = 100

// MaxSize is the size in bytes beyond which a file is refused.
const MaxSize = 4 << 20

// Parse reads every assignment of the file. It never fails as a whole: what is
// no assignment becomes an Error and the next line is read.
func Parse(src []byte) *File {
	f := &File{}
	if len(src) > MaxSize {
		f.Errors = append(f.Errors, Error{0, fmt.Sprintf("%d bytes: larger than the %d that are read", len(src), MaxSize)})
		return f
	}
	p := parser{src: src, file: f}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		p.at = 3
	}
	for p.at < len(src) {
		p.statement()
	}
	return f
}

type parser struct {
	src  []byte
	at   int
	file *File
	// misses counts the quotes that were looked for in vain, each through the
	// rest of the file.
	misses int
}

// statement reads one assignment, comment or blank.
func (p *parser) statement() {
	switch c := p.src[p.at]; {
	case c == '#':
		p.skipLine()
	case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';':
		p.at++
	case p.continued():
		p.continuation()
	case p.declaring():
	default:
		p.assignment()
	}
}

// declaring passes over a builtin that stands before assignments, its options
// and the names that it is given without a value.
func (p *parser) declaring() bool {
	end := p.at
	for end < len(p.src) && isName(p.src[end], end > p.at) {
		end++
	}
	if end == len(p.src) || p.src[end] != ' ' && p.src[end] != '\t' {
		return false
	}
	switch string(p.src[p.at:end]) {
	case "export", "readonly", "declare", "typeset", "local":
	default:
		return false
	}
	for p.at = end; p.at < len(p.src); {
		for p.at < len(p.src) && (p.src[p.at] == ' ' || p.src[p.at] == '\t') {
			p.at++
		}
		end = p.at
		for end < len(p.src) && (isName(p.src[end], true) || p.src[end] == '-') {
			end++
		}
		if end == p.at || end < len(p.src) && bytes.IndexByte([]byte(" \t\r\n;"), p.src[end]) < 0 {
			return true
		}
		p.at = end
	}
	return true
}

func (p *parser) continued() bool {
	return p.src[p.at] == '\\' && p.at+1 < len(p.src) && (p.src[p.at+1] == '\n' || p.src[p.at+1] == '\r')
}

func (p *parser) skipLine() {
	if i := bytes.IndexByte(p.src[p.at:], '\n'); i >= 0 {
		p.at += i + 1
		return
	}
	p.at = len(p.src)
}

func (p *parser) assignment() {
	a := Assignment{Start: p.at}
	for p.at < len(p.src) && isName(p.src[p.at], p.at > a.Start) {
		p.at++
	}
	a.Name = string(p.src[a.Start:p.at])
	if a.Name != "" && bytes.HasPrefix(p.src[p.at:], []byte("+=")) {
		a.Append = true
		p.at++
	}
	if a.Name == "" || p.at >= len(p.src) || p.src[p.at] != '=' {
		p.file.Errors = append(p.file.Errors, Error{a.Start, "not an assignment: only NAME=VALUE is read"})
		p.skipCommand()
		return
	}
	p.at++
	a.ValueStart = p.at
	if p.at < len(p.src) && p.src[p.at] == '(' {
		p.file.Errors = append(p.file.Errors, Error{a.Start, "an array: only NAME=VALUE is read"})
		p.skipCommand()
		return
	}
	v := value{parser: p}
	if err := v.read(); err != "" {
		p.file.Errors = append(p.file.Errors, Error{a.ValueStart, err})
	}
	a.Value, a.active = v.text.String(), v.active
	a.Raw, a.End = string(p.src[a.ValueStart:p.at]), p.at
	p.file.Assignments = append(p.file.Assignments, a)
}

// skipCommand passes over the rest of a line, and of those that a quote or a
// backslash joins to it.
func (p *parser) skipCommand() {
	start := p.at
	v := value{parser: p}
	for p.at < len(p.src) && p.src[p.at] != '\n' {
		switch c := p.src[p.at]; {
		case c == '#' && p.at > 0 && bytes.IndexByte([]byte(" \t;"), p.src[p.at-1]) >= 0:
			p.skipLine()
			return
		case c == '\'' || c == '"':
			if v.quoted(c) != "" {
				p.at = start
				p.skipLine()
				return
			}
		case p.continued():
			p.continuation()
		default:
			p.at++
		}
	}
}

// continuation passes over a backslash and the line end behind it.
func (p *parser) continuation() {
	p.at++
	if p.src[p.at] == '\r' {
		p.at++
	}
	if p.at < len(p.src) && p.src[p.at] == '\n' {
		p.at++
	}
}

func isName(c byte, inner bool) bool {
	return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || inner && '0' <= c && c <= '9'
}

// Value returns what the variable holds at the end of the file, references
// unexpanded; ok is false if the file does not assign it.
func (f *File) Value(name string) (value string, ok bool) {
	for _, a := range f.Assignments {
		switch {
		case a.Name != name:
		case a.Append:
			value, ok = value+a.Value, true
		default:
			value, ok = a.Value, true
		}
	}
	return value, ok
}

// Names returns the variables that the file assigns, each once, in order.
func (f *File) Names() []string {
	var names []string
	for _, a := range f.Assignments {
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}
