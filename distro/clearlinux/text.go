package clearlinux

import (
	"errors"
	"strings"
)

// maxName bounds names and versions.
const maxName = 256

// isName reports whether a text can name a package or a bundle.
func isName(s string) bool {
	if s == "" || len(s) > maxName || !isLetterOrDigit(s[0]) {
		return false
	}
	for i := range len(s) {
		if !isLetterOrDigit(s[i]) && strings.IndexByte("._+-", s[i]) < 0 {
			return false
		}
	}
	return true
}

func isLetterOrDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }

// errBinary is what data is refused with that is no text.
var errBinary = errors.New("a byte that no text has: this is no list, or a compressed one")

// withoutComment returns what a line says, without blanks around it.
func withoutComment(line string) (string, error) {
	line = strings.TrimRight(line, "\r\n")
	for i := range len(line) {
		if c := line[i]; c < ' ' && c != '\t' || c == 0x7f {
			return "", errBinary
		}
	}
	line, _, _ = strings.Cut(line, "#")
	return strings.TrimSpace(line), nil
}

// header returns what a line says of itself, as "# [TITLE]: it" does.
func header(line, name string) (string, bool) {
	line, ok := strings.CutPrefix(line, "#")
	if !ok {
		return "", false
	}
	value, ok := strings.CutPrefix(strings.TrimSpace(line), "["+name+"]:")
	return strings.TrimSpace(value), ok
}

// directive takes include(x), also-add(x) and content(x) apart; macro is "" for
// all else.
func directive(word string) (macro, inner string) {
	macro, inner, _ = strings.Cut(word, "(")
	inner, ok := strings.CutSuffix(inner, ")")
	macro = strings.TrimSpace(macro)
	if !ok || macro != "include" && macro != "also-add" && macro != "content" {
		return "", ""
	}
	return macro, strings.TrimSpace(inner)
}
