// Package control reads control files of Debian's form, deb822: paragraphs of
// fields, in which a value may go on over lines. It keeps where everything
// stands, for people are shown the place.
//
// The form is that of deb822(5) and of chapter 5 of Debian's Policy.
package control

import (
	"bytes"
	"fmt"
	"strings"
)

// File is a control file.
type File struct {
	Paragraphs []Paragraph
	// Errors are the lines that are of no field, by offset.
	Errors []Error
}

// Paragraph is fields without an empty line between them.
type Paragraph struct{ Fields []Field }

// Field is a named value. Start is the byte offset of its name.
type Field struct {
	Name  string
	Start int
	// Lines are the value's, without comments. Blanks around a line's text are
	// not in it.
	Lines []Line
}

// Line is a line of a value, and its byte offset in the file.
type Line struct {
	Text  string
	Start int
}

// Error is a line that is of no field.
type Error struct {
	Offset  int
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }

// MaxSize is the size in bytes beyond which a file is refused.
const MaxSize = 4 << 20

// Parse reads a file. It never fails as a whole: what is of no field becomes an
// Error and the next line is read.
func Parse(src []byte) *File {
	f := &File{}
	if len(src) > MaxSize {
		f.Errors = append(f.Errors, Error{0, fmt.Sprintf("%d bytes: larger than the %d that are read", len(src), MaxSize)})
		return f
	}
	at, inside := 0, false
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		text := strings.TrimRight(string(line), "\r\n \t")
		switch {
		case text == "":
			inside = false
		case text[0] == '#':
		case text[0] == ' ' || text[0] == '\t':
			if p := f.last(); inside && len(p.Fields) > 0 {
				p.Fields[len(p.Fields)-1].add(text, start)
			} else {
				f.Errors = append(f.Errors, Error{start, "a line that goes on, and nothing before it"})
			}
		default:
			name, value, ok := strings.Cut(text, ":")
			if !ok || !isFieldName(name) {
				f.Errors = append(f.Errors, Error{start, "no field: a name and a colon are missing"})
				continue
			}
			if !inside {
				f.Paragraphs = append(f.Paragraphs, Paragraph{})
				inside = true
			}
			field := Field{Name: name, Start: start}
			field.add(value, start+len(name)+1)
			p := f.last()
			p.Fields = append(p.Fields, field)
		}
	}
	return f
}

func (f *File) last() *Paragraph {
	if len(f.Paragraphs) == 0 {
		return &Paragraph{}
	}
	return &f.Paragraphs[len(f.Paragraphs)-1]
}

// add takes a line up, if there is anything on it.
func (f *Field) add(text string, start int) {
	rest := strings.TrimLeft(text, " \t")
	if rest != "" {
		f.Lines = append(f.Lines, Line{rest, start + len(text) - len(rest)})
	}
}

// isFieldName holds a name against Policy 5.1: printing ASCII without colon,
// and neither # nor - at its start.
func isFieldName(name string) bool {
	if name == "" || name[0] == '#' || name[0] == '-' {
		return false
	}
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// Field returns the field of a name, in whatever case it is written; nil if
// there is none.
func (p *Paragraph) Field(name string) *Field {
	for i := range p.Fields {
		if strings.EqualFold(p.Fields[i].Name, name) {
			return &p.Fields[i]
		}
	}
	return nil
}

// Value returns the value of a field with blanks between its lines, "" if there
// is no such field.
func (p *Paragraph) Value(name string) string {
	f := p.Field(name)
	if f == nil {
		return ""
	}
	lines := make([]string, len(f.Lines))
	for i, l := range f.Lines {
		lines[i] = l.Text
	}
	return strings.Join(lines, " ")
}

// Item is one part of a list: its text, with the blanks in it made one, and the
// byte offsets of its first and behind its last character.
type Item struct {
	Text       string
	Start, End int
}

// MaxItem is the size in bytes of the longest part of a list that is taken. A
// dependency with all its alternatives has some hundred bytes.
const MaxItem = 4 << 10

// List parts a value at its commas, as dependencies are written. What is empty
// is left out, and so is what TooLong returns.
func (f *Field) List() []Item {
	list, _ := f.parts()
	return list
}

// TooLong returns the parts of a list that have more than MaxItem bytes, without
// their text.
func (f *Field) TooLong() []Item {
	_, long := f.parts()
	return long
}

func (f *Field) parts() (list, long []Item) {
	var words []string
	var item Item
	size := 0
	end := func() {
		switch {
		case size > MaxItem:
			long = append(long, item)
		case size > 0:
			item.Text = strings.Join(words, " ")
			list = append(list, item)
		}
		words, item, size = words[:0], Item{}, 0
	}
	for _, line := range f.Lines {
		at := 0
		for part := range strings.SplitAfterSeq(line.Text, ",") {
			text, whole := strings.CutSuffix(part, ",")
			if trimmed := strings.TrimSpace(text); trimmed != "" {
				start := line.Start + at + strings.Index(text, trimmed)
				if size == 0 {
					item.Start = start
				}
				item.End = start + len(trimmed)
				size += len(trimmed) + 1
				if size <= MaxItem {
					words = append(words, strings.Fields(trimmed)...)
				}
			}
			if whole {
				end()
			}
			at += len(part)
		}
	}
	end()
	return list, long
}
