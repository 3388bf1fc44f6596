package shell

import (
	"bytes"
	"fmt"
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
	if !bytes.Contains(s.text, []byte("\r\n")) && !bytes.HasSuffix(s.text, []byte{'\r'}) {
		return s
	}
	from := s.text
	s.text = make([]byte, 0, len(from))
	for i, c := range from {
		if c == '\r' && (i+1 == len(from) || from[i+1] == '\n') {
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

// end is offset for where something ends, which is not behind a carriage return
// that follows it.
func (s *source) end(at int) int {
	if at == 0 {
		return s.base
	}
	return s.offset(at-1) + 1
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
	return nil
}

func isLetter(c byte) bool   { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isWordByte(c byte) bool { return isLetter(c) || c == '_' || c == '-' || '0' <= c && c <= '9' }
