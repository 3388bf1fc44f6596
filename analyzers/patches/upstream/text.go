package upstream

import (
	"bytes"
	"slices"
	"strings"
)

// text is a file of a revision, line by line.
type text struct {
	lines []textLine
	at    map[uint64][]int32 // where the lines of a hash are
	heads map[string]bool    // the names of what begins in it
}

type textLine struct {
	raw  []byte
	hash uint64
	says bool
	in   spot
}

// spot is what a line stands in: what began at the margin, and what began with a
// word for a function at whatever indent. Empty if that has no name.
type spot struct{ outer, inner string }

// newText takes a file apart; nil gives a text without lines.
func newText(src []byte) *text {
	t := &text{at: map[uint64][]int32{}, heads: map[string]bool{}}
	var in spot
	for line := range bytes.Lines(src) {
		line = bytes.TrimRight(line, "\r\n")
		in.enter(line)
		t.heads[in.outer], t.heads[in.inner] = true, true
		h, says := lineHash(line)
		t.at[h] = append(t.at[h], int32(len(t.lines))) //nolint:gosec // bounded by mostBlob
		t.lines = append(t.lines, textLine{line, h, says, in})
	}
	delete(t.heads, "")
	return t
}

// mostPlenty is how often a line may stand in a text for its places to be looked at:
// one that is there more often says nothing of where.
const mostPlenty = 1000

// count is how often a line stands at a spot, and whether the text has that spot;
// if it has not, the count is of the whole text.
func (t *text) count(hash uint64, in spot) (n int, known bool) {
	if len(t.at[hash]) > mostPlenty {
		return len(t.at[hash]), false
	}
	all, known := t.within(hash, in)
	return len(all), known
}

// within are the places of a line at a spot, all of them if the text has not that spot.
func (t *text) within(hash uint64, in spot) (places []int32, known bool) {
	inner := t.heads[in.inner]
	outer := !inner && t.heads[in.outer]
	for _, at := range t.at[hash] {
		own := t.lines[at].in
		if inner && own.inner == in.inner || outer && own.outer == in.outer || !inner && !outer {
			places = append(places, at)
		}
	}
	return places, inner || outer
}

// mostApart is how many lines apart a line and one around it may be. Upstream may
// have put a good deal in between since.
const mostApart = 30

// beside says whether a line stands anywhere near one of those around it in a
// patch, and whether the text has any of these.
func (t *text) beside(hash uint64, around []uint64) (near, known bool) {
	if len(t.at[hash]) > mostPlenty {
		return true, true
	}
	for _, other := range around {
		list := t.at[other]
		known = known || len(list) > 0
		for _, a := range t.at[hash] {
			if i, _ := slices.BinarySearch(list, a-mostApart); i < len(list) && list[i] <= a+mostApart {
				return true, true
			}
		}
	}
	return false, known
}

// neighbour is a line that stands so many lines above (below 0) or below another.
type neighbour struct {
	line  uint64
	apart int32
}

// mostShift is how many lines further away a neighbour may be than in a patch.
const mostShift = 3

// among is how often a line stands at a spot with one of its neighbours on the side
// that it is on, not much further away.
func (t *text) among(hash uint64, in spot, beside []neighbour) int {
	if len(t.at[hash]) > mostPlenty {
		return len(t.at[hash])
	}
	n := 0
	places, _ := t.within(hash, in)
	for _, at := range places {
		if slices.ContainsFunc(beside, func(b neighbour) bool {
			first, last := at+1, at+b.apart+mostShift
			if b.apart < 0 {
				first, last = at+b.apart-mostShift, at-1
			}
			i, _ := slices.BinarySearch(t.at[b.line], first)
			return i < len(t.at[b.line]) && t.at[b.line][i] <= last
		}) {
			n++
		}
	}
	return n
}

// enter goes on to the next line. As git does, it takes a line that begins with a
// letter for the head of a function, labels and closing words aside; and the title
// of a section of settings.
func (s *spot) enter(line []byte) {
	trimmed := bytes.TrimSpace(line)
	if len(trimmed) == 0 {
		return
	}
	if functionWords[firstWord(trimmed)] {
		s.inner = headName(trimmed)
	}
	switch c := line[0]; {
	case c == '[' && trimmed[len(trimmed)-1] == ']':
		s.outer, s.inner = string(trimmed), ""
	case (isLetter(c) || c == '$') && !isLabel(line):
		name := headName(line)
		if name == "" && strings.HasPrefix(s.outer, "[") {
			return // a setting of the section
		}
		s.outer = name
		if !functionWords[firstWord(line)] {
			s.inner = ""
		}
	}
}

// functionWords begin a function at whatever indent, typeWords what has functions
// in it; otherWords begin lines with brackets that are neither.
var (
	functionWords = words("def func function sub fn")
	typeWords     = words("class struct enum union interface module namespace define")
	otherWords    = words("if for while switch return elif else import from with typedef case until unless")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

func firstWord(line []byte) string {
	word, _, _ := bytes.Cut(line, []byte(" "))
	return string(word)
}

// typeMark begins the name of what has functions in it: it says little of where
// in it a line is.
const typeMark = "type "

// headName is the name of what a line begins, empty if it seems to begin nothing.
func headName(line []byte) string {
	first := firstWord(line)
	if rest, ok := bytes.CutPrefix(line, []byte("func (")); ok { // a method of Go: its receiver comes first
		_, line, _ = bytes.Cut(rest, []byte(")"))
	}
	open := bytes.IndexByte(line, '(')
	mark := ""
	if typeWords[first] {
		mark = typeMark
	}
	switch {
	case otherWords[first] || bytes.HasSuffix(line, []byte(";")):
		return ""
	case open > 0 && bytes.IndexByte(line[:open], '=') < 0:
		if names := bytes.FieldsFunc(line[:open], notOfName); len(names) > 0 {
			return mark + string(names[len(names)-1])
		}
	case open < 0 && (mark != "" || functionWords[first]):
		if names := bytes.FieldsFunc(line, notOfName); len(names) > 1 {
			return mark + strings.TrimRight(string(names[1]), ":")
		}
	}
	return ""
}

func notOfName(r rune) bool {
	return !(r < 0x80 && isLetter(byte(r)) || r >= '0' && r <= '9' || strings.ContainsRune("_:$~.-", r))
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }

// isLabel says whether a line is a label of C, which stands at the margin too.
func isLabel(line []byte) bool {
	name, rest, ok := bytes.Cut(line, []byte(":"))
	return ok && len(bytes.TrimSpace(rest)) == 0 && bytes.IndexFunc(name, notOfName) < 0
}
