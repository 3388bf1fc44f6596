package shell

import (
	"bytes"
	"strings"
)

// maxSubshells is how many substitutions that begin with a subshell are told
// from arithmetic in one script. Each costs a reading of the script.
const maxSubshells = 20

// arithmetic is what opens an arithmetic expression, and a command substitution
// whose first command is a subshell as well: $((a; b) | c). Bash tries the
// former, and takes the latter where that fails; the parser does not.
var arithmetic = []byte("$((")

// openSubshell puts blanks in the place of a subshell's own brackets in the last
// substitution ahead of an error that began as arithmetic does, so that its
// commands are read. Offsets stay. It reports whether anything was changed.
func (s *source) openSubshell(err error) bool {
	at, message := position(err)
	if !strings.Contains(message, "arithmetic") && !strings.Contains(message, "))") || at > len(s.text) {
		return false
	}
	start := bytes.LastIndex(s.text[:min(len(s.text), at+len(arithmetic))], arithmetic)
	if start < 0 {
		return false
	}
	open := start + len("$(")
	shut := matching(s.text, open)
	if shut < 0 || shut+1 < len(s.text) && s.text[shut+1] == ')' && !bytes.ContainsAny(s.text[open:shut], ";|\n") {
		return false // "))" ends it: arithmetic after all
	}
	text := bytes.Clone(s.text)
	text[open], text[shut] = ' ', ' '
	s.text = text
	return true
}

// matching returns the offset of the bracket that closes the one at open, -1 for
// none. What quotes hide is passed over.
func matching(text []byte, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\'', '"', '`':
			end := closingQuote(text, i)
			if end < 0 {
				return -1
			}
			i = end
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// closingQuote returns the offset of the quote that closes the one at start.
func closingQuote(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[start] != '\'':
			i++
		case text[i] == text[start]:
			return i
		}
	}
	return -1
}
