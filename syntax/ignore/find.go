package ignore

import (
	"bytes"
	"strings"
)

// Style is how comments of a language are written.
type Style struct {
	marks []mark
	// patch says that the file is a patch: a line's first character is not its
	// own, and what it takes away says nothing.
	patch bool
}

// mark is how a comment begins, and ends if not with its line.
type mark struct {
	open, close string
	// free marks count only at the beginning of a line or behind a blank.
	free bool
}

var (
	hash      = mark{"#", "", true}
	slashes   = mark{"//", "", false}
	slashStar = mark{"/*", "*/", false}
	star      = mark{"*", "*/", true} // the lines of a comment that begins with /*
	semicolon = mark{";", "", true}
	dashes    = mark{"--", "", true}
	angle     = mark{"<!--", "-->", false}
	erb       = mark{"<%#", "%>", false}
	jinja     = mark{"{#", "#}", false}
	dnl       = mark{"dnl", "", true}
	percent   = mark{"%", "", true}
	dots      = mark{"..", "", true}
)

// The styles. Any is for files of no known language, of templates and of others
// whose lines may be of several.
var (
	// Python is for those who parsed the file: any # that they call a comment is one.
	Python = Style{marks: []mark{{"#", "", false}}}
	Hash   = Style{marks: []mark{hash}}
	C      = Style{marks: []mark{slashes, slashStar, star}}
	INI    = Style{marks: []mark{semicolon, hash}}
	SQL    = Style{marks: []mark{dashes, slashStar, star, hash}}
	XML    = Style{marks: []mark{angle}}
	M4     = Style{marks: []mark{dnl, hash}}
	Any    = Style{marks: []mark{erb, jinja, hash, slashes, slashStar, star, semicolon, dashes, angle, dnl, percent, dots}}
	Patch  = Style{marks: Any.marks, patch: true}
)

// Comment is a directive at its place.
type Comment struct {
	Directive
	// Start and End are the bytes of the directive, half-open.
	Start, End int
	// Line is where it stands, For the line that it is about: its own, or that of
	// the next code if nothing but the comment stands on it. Both count from 1; For
	// is 0 if there is no code behind it.
	Line, For int
}

// maxComments bounds how many comments of one file are read.
const maxComments = 2000

// Find reads the directives of a file whose comments are of a style. starts are the
// offsets at which its lines begin. isComment, if set, is asked of the offset of
// every one whether it stands in a comment, by those who parsed the file. What is
// behind the 2,000th is left out.
func Find(src []byte, starts []int, style Style, isComment func(offset int) (end int, ok bool)) []Comment {
	if !bytes.Contains(src, []byte(Marker)) {
		return nil
	}
	var list []Comment
	code := 0 // the next line of code below
	for line := len(starts); line >= 1; line-- {
		from, to := starts[line-1], len(src)
		if line < len(starts) {
			to = starts[line]
		}
		text := bytes.TrimRight(src[from:to], "\r\n")
		shown, removed := style.content(text)
		if c, ok := style.comment(text, from, isComment); ok && !removed {
			c.Line, c.For = line, line
			if style.isComment(shown) {
				c.For = code
			}
			list = append(list, c)
		}
		if !removed && len(bytes.TrimSpace(shown)) > 0 && !style.isComment(shown) {
			code = line
		}
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list[:min(len(list), maxComments)]
}

// content is a line as its language has it, and whether a patch takes it away.
func (s Style) content(text []byte) (shown []byte, removed bool) {
	if !s.patch || len(text) == 0 {
		return text, false
	}
	switch text[0] {
	case '+', ' ':
		return text[1:], false
	}
	return text, true
}

// isComment reports whether a line is a comment and nothing else.
func (s Style) isComment(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\f\v\ufeff")
	for _, m := range s.marks {
		rest, ok := bytes.CutPrefix(text, []byte(m.open))
		switch {
		case !ok:
		case m.open == "*":
			// *p = 1 is code, * text goes on with a comment.
			if len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '/' {
				return true
			}
		case m.close == "":
			return true
		default:
			// Code may come behind what is closed on its line.
			_, behind, closed := bytes.Cut(rest, []byte(m.close))
			return !closed || len(bytes.TrimSpace(behind)) == 0
		}
	}
	return false
}

// comment reads the directive of a line that begins at an offset of the file.
func (s Style) comment(text []byte, from int, isComment func(int) (int, bool)) (Comment, bool) {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(Marker))
		if i < 0 {
			return Comment{}, false
		}
		at += i
		m, ok := s.opener(text[:at])
		end := len(text)
		if ok && isComment != nil {
			var last int
			last, ok = isComment(from + at)
			end = min(end, last-from)
		}
		if ok && end > at {
			body := text[at:end]
			if m.close != "" {
				body, _, _ = bytes.Cut(body, []byte(m.close))
			}
			if d, ok := Parse(strings.ToValidUTF8(string(body), "\uFFFD")); ok {
				return Comment{Directive: d, Start: from + at, End: from + at + len(bytes.TrimRight(body, " \t"))}, true
			}
		}
		at += len(Marker)
	}
}

// opener returns the mark that stands right before a directive.
func (s Style) opener(before []byte) (mark, bool) {
	before = bytes.TrimRight(before, " \t")
	for _, m := range s.marks {
		rest, ok := bytes.CutSuffix(before, []byte(m.open))
		if !ok {
			continue
		}
		if m.open == "#" {
			rest = bytes.TrimRight(rest, "#")
		}
		if m.free && len(rest) > 0 && !bytes.ContainsAny(rest[len(rest)-1:], " \t\f\v+\ufeff") && m.open != "*" {
			continue
		}
		if m.open == "*" && len(bytes.TrimLeft(rest, " \t+/*")) > 0 {
			continue
		}
		return m, true
	}
	return mark{}, false
}
