package upstream

import (
	"bytes"
	"slices"
	"strings"
)

const (
	// enoughAlike is the share of the longer of two lines that both begin and end
	// with, from which one is the other in another form.
	enoughAlike = .6
	// mostFresh bounds the lines of a commit among which another form is looked for.
	mostFresh = 4000
)

// freshLine is a line that a commit adds, as it is and without white space.
type freshLine struct{ raw, dense []byte }

// nearest is one of the lines that is another form of the given one, nil if there is
// none. With part, one that has it as a part is such too.
func nearest(line []byte, fresh []freshLine, part bool) []byte {
	own := stripped(line)
	for _, l := range fresh {
		if alike(own, l.dense) >= enoughAlike || part && bytes.Contains(l.dense, own) || bytes.Equal(uncommented(own), uncommented(l.dense)) {
			return l.raw
		}
	}
	return nil
}

// alike is the share of the longer text that both begin and end with.
func alike(a, b []byte) float64 {
	short, long := min(len(a), len(b)), max(len(a), len(b))
	if long == 0 || float64(short) < enoughAlike*float64(long) {
		return 0
	}
	i, j := 0, 0
	for i < short && a[i] == b[i] {
		i++
	}
	for j < short-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	return float64(i+j) / float64(long)
}

// uncommented is a line without the signs that make it a comment.
func uncommented(line []byte) []byte { return bytes.TrimLeft(bytes.TrimSpace(line), "#/*; \t") }

// tokens takes a line apart into names, numbers, texts in quotes and single signs.
func tokens(line []byte) [][]byte {
	var list [][]byte
	for i := 0; i < len(line); {
		end := i + 1
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			i++
			continue
		case isLetter(c):
			for end < len(line) && (isLetter(line[end]) || isDigit(line[end])) {
				end++
			}
		case isDigit(c):
			for end < len(line) && (isLetter(line[end]) || isDigit(line[end])) {
				end++
			}
		case c == '"' || c == '\'':
			for end < len(line) && line[end] != c {
				end++
			}
			end = min(end+1, len(line))
		}
		list = append(list, line[i:end])
		i = end
	}
	return list
}

// renaming is what upstream calls the names of a patch.
type renaming map[string]string

// explains says whether two lines differ in names alone, each always for the same
// other one, and goes on with these. A name that the patch has not made itself,
// or that stands in quotes, is no name of its own.
func (r renaming) explains(line, other []byte, own func(name string) bool) bool {
	a, b := tokens(line), tokens(other)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if bytes.Equal(a[i], b[i]) {
			continue
		}
		from, to := string(a[i]), string(b[i])
		if r[from] == to {
			continue
		}
		if !isLetter(from[0]) || !isLetter(to[0]) || r[from] != "" || !own(from) {
			return false
		}
		r[from] = to
	}
	return true
}

// settings are words that are values, as numbers are.
var settings = words("true false yes no on off enabled disabled enable disable none null nil always never")

// revalued says whether two lines differ, and in values alone: numbers, and words such
// as true and off, in quotes or not.
func revalued(line, other []byte) bool {
	a, b := tokens(line), tokens(other)
	if len(a) != len(b) {
		return false
	}
	some := false
	for i := range a {
		if bytes.EqualFold(a[i], b[i]) {
			continue // TRUE is true
		}
		if !isValue(a[i]) || !isValue(b[i]) {
			return false
		}
		some = true
	}
	return some
}

func isValue(token []byte) bool {
	token = bytes.Trim(token, "\"'")
	return len(token) > 0 && (isDigit(token[0]) || settings[strings.ToLower(string(token))])
}

// mentions says whether a line has a name.
func mentions(line []byte, name string) bool {
	return bytes.Contains(line, []byte(name)) && slices.ContainsFunc(tokens(line), func(t []byte) bool { return string(t) == name })
}
