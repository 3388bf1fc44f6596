package rpmmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// ErrFormat is what a file is refused with that holds no rpm-md metadata, or
// such as is damaged.
var ErrFormat = errors.New("no rpm-md metadata, or damaged")

// maxToken bounds a tag and a text that is kept, in bytes: the longest of
// Fedora has 5,000.
const maxToken = 4 << 20

// kind is what a step through a document ends at.
type kind int

const (
	startTag kind = iota
	endTag
)

// scanner goes through the elements of an XML document. It reads what rpm-md
// is written in: UTF-8, the entities that XML has itself and those with
// numbers. Names are told apart without their prefix. It takes every document
// that encoding/xml takes and gets the same out of it, and some more, as it
// does not look at what it passes over: the checksums do that.
type scanner struct {
	in  io.Reader
	err error // of in
	// What is read and not yet used is buf[from:to]; done counts the bytes
	// before buf.
	buf      []byte
	from, to int
	done     int64

	// name is that of the last start tag as it is written, attrs what follows
	// it. Both are good until the next step.
	name, attrs []byte
	// ended is set behind a tag that ends its element itself.
	ended bool
	// open are the names of the elements that the reader is in, marks where
	// each of them begins.
	open  []byte
	marks []int

	text, value []byte // of the last text and attribute that had to be decoded
}

func newScanner(in io.Reader) *scanner { return &scanner{in: in, buf: make([]byte, 1<<18)} }

// window is what is read and not yet used.
func (s *scanner) window() []byte { return s.buf[s.from:s.to] }

// fill reads more behind what is there, which may move.
func (s *scanner) fill() error {
	if errors.Is(s.err, io.EOF) {
		return s.refuse("it is cut off")
	}
	if s.err != nil {
		return s.err
	}
	if s.to-s.from > maxToken {
		return s.refuse("something in it is over %d MB long", maxToken>>20)
	}
	if len(s.buf)-s.to < 1<<15 {
		buf := s.buf
		if s.to-s.from > len(buf)/2 {
			buf = make([]byte, 2*len(buf))
		}
		s.done += int64(s.from)
		s.to = copy(buf, s.window())
		s.buf, s.from = buf, 0
	}
	for range 100 {
		n, err := s.in.Read(s.buf[s.to:])
		s.to += n
		if s.err = err; n > 0 {
			return nil
		}
		if err != nil {
			return s.fill()
		}
	}
	s.err = io.ErrNoProgress
	return s.err
}

// refuse returns an error that says where in the document it is.
func (s *scanner) refuse(format string, args ...any) error {
	return fmt.Errorf("%w: byte %d: %s", ErrFormat, s.done+int64(s.from), fmt.Sprintf(format, args...))
}

// find returns where a byte is in the window, at a place or behind it.
func (s *scanner) find(c byte, at int) (int, error) {
	for {
		w := s.window()
		if i := bytes.IndexByte(w[at:], c); i >= 0 {
			return at + i, nil
		}
		at = len(w)
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// findText is find for several bytes.
func (s *scanner) findText(text string, at int) (int, error) {
	for {
		w := s.window()
		if i := bytes.Index(w[at:], []byte(text)); i >= 0 {
			return at + i, nil
		}
		at = max(at, len(w)-len(text)+1)
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// past goes behind the next occurrence of a text and keeps nothing.
func (s *scanner) past(text string) error {
	for {
		if i := bytes.Index(s.window(), []byte(text)); i >= 0 {
			s.from += i + len(text)
			return nil
		}
		s.from = max(s.from, s.to-len(text)+1)
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// need reads until the window has so many bytes.
func (s *scanner) need(n int) error {
	for s.to-s.from < n {
		if err := s.fill(); err != nil {
			return err
		}
	}
	return nil
}

// step goes behind the next tag. Text on the way is added to keep, decoded, or
// passed over where that is nil.
func (s *scanner) step(keep *[]byte) (kind, error) {
	if s.ended {
		s.ended = false
		return endTag, nil
	}
	for {
		if err := s.toTag(keep); err != nil {
			return 0, err
		}
		if err := s.need(2); err != nil {
			return 0, err
		}
		var err error
		switch s.buf[s.from+1] {
		case '/':
			return endTag, s.end()
		case '?':
			s.from += 2
			err = s.past("?>")
		case '!':
			err = s.declaration(keep)
		default:
			return startTag, s.start()
		}
		if err != nil {
			return 0, err
		}
	}
}

// toTag goes to the next <.
func (s *scanner) toTag(keep *[]byte) error {
	for keep == nil {
		if i := bytes.IndexByte(s.window(), '<'); i >= 0 {
			s.from += i
			return nil
		}
		s.from = s.to
		if err := s.fill(); err != nil {
			return err
		}
	}
	i, err := s.find('<', 0)
	if err == nil && i > 0 {
		*keep, err = s.decode(*keep, s.window()[:i], true)
		s.from += i
	}
	return err
}

// start takes a start tag apart.
func (s *scanner) start() error {
	i, err := s.tagEnd()
	if err != nil {
		return err
	}
	tag := s.window()[1:i]
	s.from += i + 1
	if n := len(tag) - 1; n >= 0 && tag[n] == '/' {
		tag, s.ended = tag[:n], true
	}
	n := 0
	for n < len(tag) && !isSpace(tag[n]) {
		n++
	}
	if s.name, s.attrs = tag[:n], tag[n:]; n == 0 {
		return s.refuse("a tag without a name")
	}
	return nil
}

// tagEnd finds the > that ends a tag, which may stand in attributes as well.
func (s *scanner) tagEnd() (int, error) {
	i, err := s.find('>', 1)
	if err != nil {
		return 0, err
	}
	// Most tags have no such thing, which counting tells faster than looking
	// at each byte does.
	tag := s.window()[:i]
	if bytes.IndexByte(tag, '\'') < 0 && bytes.Count(tag, []byte{'"'})%2 == 0 {
		return i, nil
	}
	for i = 1; ; i++ {
		if err = s.need(i + 1); err != nil {
			return 0, err
		}
		switch c := s.buf[s.from+i]; c {
		case '>':
			return i, nil
		case '"', '\'':
			if i, err = s.find(c, i+1); err != nil {
				return 0, err
			}
		}
	}
}

// end takes an end tag; its name is left in name.
func (s *scanner) end() error {
	i, err := s.find('>', 2)
	if err != nil {
		return err
	}
	name := s.window()[2:i]
	for n := len(name); n > 0 && isSpace(name[n-1]); n-- {
		name = name[:n-1]
	}
	s.name = name
	s.from += i + 1
	return nil
}

// declaration takes what begins with <!: comments, literal text and others,
// which are passed over.
func (s *scanner) declaration(keep *[]byte) error {
	if err := s.need(4); err != nil {
		return err
	}
	const literal = "<![CDATA["
	switch {
	case bytes.HasPrefix(s.window(), []byte("<!--")):
		s.from += 4
		return s.past("-->")
	case s.buf[s.from+2] != '[':
		s.from += 3 // one more byte counts for nothing, whatever it is
		return s.doctype()
	}
	if err := s.need(len(literal)); err != nil {
		return err
	}
	if !bytes.HasPrefix(s.window(), []byte(literal)) {
		return s.refuse("no text, no comment and no tag")
	}
	s.from += len(literal)
	if keep == nil {
		return s.past("]]>")
	}
	i, err := s.findText("]]>", 0)
	if err == nil {
		*keep, err = s.decode(*keep, s.window()[:i], false)
		s.from += i + 3
	}
	return err
}

// doctype goes behind a <!DOCTYPE, in which tags may be nested and > may stand
// in quotes and comments.
func (s *scanner) doctype() error {
	var quote byte
	for depth := 0; ; {
		if err := s.need(1); err != nil {
			return err
		}
		c := s.buf[s.from]
		s.from++
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			if depth == 0 {
				return nil
			}
			depth--
		case c == '<':
			if err := s.need(3); err != nil {
				return err
			}
			if !bytes.HasPrefix(s.window(), []byte("!--")) {
				depth++
				continue
			}
			s.from += 3
			if err := s.past("-->"); err != nil {
				return err
			}
		}
	}
}
