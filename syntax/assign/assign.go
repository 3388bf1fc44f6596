// Package assign reads files of shell assignments, such as StarlingX's
// build_srpm.data, without running them.
package assign

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
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
}

// statement reads one assignment, comment or blank.
func (p *parser) statement() {
	switch c := p.src[p.at]; {
	case c == '#':
		p.skipLine()
	case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';':
		p.at++
	case p.continued():
		p.at = min(len(p.src), p.at+2)
	case p.word("export "), p.word("readonly "), p.word("declare "), p.word("local "):
	default:
		p.assignment()
	}
}

func (p *parser) continued() bool {
	return p.src[p.at] == '\\' && p.at+1 < len(p.src) && (p.src[p.at+1] == '\n' || p.src[p.at+1] == '\r')
}

// word passes over a keyword that may stand before assignments.
func (p *parser) word(text string) bool {
	if !bytes.HasPrefix(p.src[p.at:], []byte(text)) {
		return false
	}
	p.at += len(text)
	return true
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
		p.skipLine()
		return
	}
	p.at++
	a.ValueStart = p.at
	value, err := p.value()
	if err != "" {
		p.file.Errors = append(p.file.Errors, Error{a.ValueStart, err})
	}
	a.Value, a.Raw, a.End = value, string(p.src[a.ValueStart:p.at]), p.at
	p.file.Assignments = append(p.file.Assignments, a)
}

func isName(c byte, inner bool) bool {
	return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || inner && '0' <= c && c <= '9'
}

// value reads to the blank or line end that ends the word.
func (p *parser) value() (text, err string) {
	var b strings.Builder
	for p.at < len(p.src) {
		switch c := p.src[p.at]; c {
		case ' ', '\t', '\r', '\n', ';':
			return b.String(), ""
		case '\'', '"', '`':
			if err = p.quoted(&b, c); err != "" {
				return b.String(), err
			}
		case '\\':
			if !p.continued() && p.at+1 < len(p.src) {
				b.WriteByte(p.src[p.at+1])
			}
			p.at = min(len(p.src), p.at+2)
		case '$':
			if !p.bracketed(&b) {
				b.WriteByte(c)
				p.at++
			}
		default:
			b.WriteByte(c)
			p.at++
		}
	}
	return b.String(), ""
}

// bracketed copies ${...} and $(...), whose blanks do not end the word.
func (p *parser) bracketed(b *strings.Builder) bool {
	if p.at+1 >= len(p.src) || p.src[p.at+1] != '{' && p.src[p.at+1] != '(' {
		return false
	}
	opens, closes := p.src[p.at+1], byte('}')
	if opens == '(' {
		closes = ')'
	}
	depth := 0
	for i := p.at + 1; i < len(p.src) && p.src[i] != '\n'; i++ {
		switch p.src[i] {
		case opens:
			depth++
		case closes:
			if depth--; depth == 0 {
				b.Write(p.src[p.at : i+1])
				p.at = i + 1
				return true
			}
		}
	}
	return false
}

// quoted copies what stands between quotes. Backquotes stay, since what is
// between them is a command.
func (p *parser) quoted(b *strings.Builder, quote byte) string {
	start := p.at
	if quote == '`' {
		b.WriteByte(quote)
	}
	for p.at++; p.at < len(p.src); p.at++ {
		c := p.src[p.at]
		switch {
		case c == quote:
			if quote == '`' {
				b.WriteByte(quote)
			}
			p.at++
			return ""
		case c == '\\' && quote == '"' && p.at+1 < len(p.src):
			next := p.src[p.at+1]
			switch next {
			case '"', '\\', '$', '`':
				b.WriteByte(next)
				p.at++
			case '\n':
				p.at++
			case '\r':
				p.at++
				if p.at+1 < len(p.src) && p.src[p.at+1] == '\n' {
					p.at++
				}
			default:
				b.WriteByte(c)
			}
		default:
			b.WriteByte(c)
		}
	}
	line := 1 + bytes.Count(p.src[:start], []byte{'\n'})
	return fmt.Sprintf("the quote %c of line %d is never closed", quote, line)
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
