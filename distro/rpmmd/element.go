package rpmmd

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// root goes into the outermost element, which has to be of a name.
func (s *scanner) root(name string) error {
	k, err := s.step(nil)
	if err != nil {
		return err
	}
	if k != startTag || string(local(s.name)) != name {
		return s.refuse("it begins with %.40q, not with <%s>", s.name, name)
	}
	s.enter()
	return nil
}

// enter notes that the reader goes into the element of the last start tag.
func (s *scanner) enter() {
	s.marks = append(s.marks, len(s.open))
	s.open = append(s.open, s.name...)
}

// leave notes that the element has ended, with the tag of its own name unless
// its start tag ended it.
func (s *scanner) leave(itself bool) error {
	mark := s.marks[len(s.marks)-1]
	if !itself && !bytes.Equal(s.open[mark:], s.name) {
		return s.refuse("%.40q ends as %.40q", s.open[mark:], s.name)
	}
	s.open, s.marks = s.open[:mark], s.marks[:len(s.marks)-1]
	return nil
}

// child goes into the next element below the one that the reader is in, and
// returns its name without prefix. ok is false when there is none: the reader
// has left the element.
func (s *scanner) child() (name []byte, ok bool, err error) {
	itself := s.ended
	k, err := s.step(nil)
	if err != nil {
		return nil, false, err
	}
	if k == endTag {
		return nil, false, s.leave(itself)
	}
	s.enter()
	return local(s.name), true, nil
}

// skip leaves the element that the reader is in, whatever is in it.
func (s *scanner) skip() error {
	for depth := 1; ; {
		itself := s.ended
		k, err := s.step(nil)
		if err != nil {
			return err
		}
		if k == startTag {
			depth++
		} else if depth--; depth == 0 {
			return s.leave(itself)
		}
	}
}

// content leaves the element that the reader is in and returns its text, which
// is good until the next call. Elements in it are passed over.
func (s *scanner) content() ([]byte, error) {
	s.text = s.text[:0]
	for {
		itself := s.ended
		k, err := s.step(&s.text)
		if err != nil {
			return nil, err
		}
		if k == endTag {
			return s.text, s.leave(itself)
		}
		s.enter()
		if err := s.skip(); err != nil {
			return nil, err
		}
	}
}

// attribute returns the next attribute of the last start tag, its name without
// prefix. Both are good until the next call.
func (s *scanner) attribute() (name, value []byte, ok bool, err error) {
	rest := trimSpace(s.attrs)
	if len(rest) == 0 {
		return nil, nil, false, nil
	}
	n := 0
	for n < len(rest) && rest[n] != '=' && !isSpace(rest[n]) {
		n++
	}
	name = local(rest[:n])
	if rest = trimSpace(rest[n:]); len(rest) > 0 && rest[0] == '=' {
		rest = trimSpace(rest[1:])
		if len(rest) > 1 && (rest[0] == '"' || rest[0] == '\'') {
			if end := bytes.IndexByte(rest[1:], rest[0]); end >= 0 {
				value, s.attrs = rest[1:1+end], rest[end+2:]
				if !isPlain(value) {
					s.value, err = s.decode(s.value[:0], value, true)
					value = s.value
				}
				return name, value, true, err
			}
		}
	}
	return nil, nil, false, s.refuse("%.40q has an attribute that is none", s.name)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// local returns a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}

// isPlain reports whether a text stands for itself.
func isPlain(b []byte) bool {
	for _, c := range b {
		if c == '&' || c == '\r' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decode adds a text to another: ends of lines become newlines and entities,
// where there are such, what they stand for.
func (s *scanner) decode(to, text []byte, entities bool) ([]byte, error) {
	if isPlain(text) {
		return append(to, text...), nil
	}
	if !utf8.Valid(text) {
		return to, s.refuse("a text is no UTF-8")
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\r':
			to = append(to, '\n')
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
		case c == '&' && entities:
			end := bytes.IndexByte(text[i:], ';')
			if end < 0 {
				return to, s.refuse("an entity without an end")
			}
			r, ok := entity(string(text[i+1 : i+end]))
			if !ok {
				return to, s.refuse("the entity %.40q, which nothing declares", text[i:i+end+1])
			}
			to = utf8.AppendRune(to, r)
			i += end
		default:
			to = append(to, c)
		}
	}
	return to, nil
}

// entity returns what an entity stands for.
func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if inner, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = inner, 16
	}
	n, err := strconv.ParseUint(digits, base, 64)
	return rune(min(n, unicode.MaxRune)), err == nil && n <= unicode.MaxRune //nolint:gosec // it is in bounds
}
