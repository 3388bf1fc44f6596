package shell

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
)

// source is a script as the parser gets it: without the byte order mark and
// the carriage returns, and with the way back to the offsets of the original.
type source struct {
	text []byte
	base int
	// removed are the offsets in text before which a carriage return stood.
	removed []int
}

func newSource(src []byte) *source {
	s := &source{text: src}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		s.base, s.text = 3, src[3:]
	}
	if !bytes.Contains(s.text, []byte("\r\n")) {
		return s
	}
	from := s.text
	s.text = make([]byte, 0, len(from))
	for i, c := range from {
		if c == '\r' && i+1 < len(from) && from[i+1] == '\n' {
			s.removed = append(s.removed, len(s.text))
			continue
		}
		s.text = append(s.text, c)
	}
	return s
}

// offset returns the original's offset of an offset in text.
func (s *source) offset(at int) int {
	return s.base + at + sort.SearchInts(s.removed, at+1)
}

// line returns the line of an offset in text.
func (s *source) line(at int) int {
	return 1 + bytes.Count(s.text[:min(at, len(s.text))], []byte{'\n'})
}

// refuse returns why the text must not be given to the parser.
func refuse(text []byte) error {
	if len(text) > MaxSize {
		return fmt.Errorf("%d bytes: larger than the %d that are parsed", len(text), MaxSize)
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return fmt.Errorf("a NUL byte in line %d: not a shell script", 1+bytes.Count(text[:i], []byte{'\n'}))
	}
	brackets, compounds, line := 0, 0, 1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '(' || c == '{':
			brackets++
		case c == ')' || c == '}':
			brackets = max(0, brackets-1)
		case c == '\n':
			line++
		case isLetter(c) && (i == 0 || !isWordByte(text[i-1])):
			end := i
			for end < len(text) && isWordByte(text[end]) {
				end++
			}
			compounds = max(0, compounds+nests(string(text[i:end])))
			i = end - 1
		}
		if brackets > MaxNesting || compounds > MaxNesting {
			return fmt.Errorf("nested deeper than %d in line %d", MaxNesting, line)
		}
	}
	return nil
}

// nests says by how much a keyword deepens the nesting.
func nests(word string) int {
	switch {
	case len(word) > 6:
	case slices.Contains([]string{"if", "case", "do", "select"}, word):
		return 1
	case slices.Contains([]string{"fi", "esac", "done"}, word):
		return -1
	}
	return 0
}

func isLetter(c byte) bool   { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isWordByte(c byte) bool { return isLetter(c) || c == '_' || c == '-' || '0' <= c && c <= '9' }
