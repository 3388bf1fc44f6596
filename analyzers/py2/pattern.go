package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// patternFunctions are the functions of re whose first argument is a pattern.
var patternFunctions = setOf("re.compile", "re.search", "re.match", "re.split", "re.findall", "re.finditer", "re.sub",
	"re.subn")

// The letters that may stand behind a backslash in a pattern, and in a class of
// characters in one. u, U and N are special on Python 3 and need more behind them.
const (
	patternEscapes = "AbBdDsSwWZafnrtvxuUN"
	classEscapes   = "bdDsSwWafnrtvxuUN"
)

// findPatternEscape handles escapes of letters that mean nothing in a pattern:
// Python 2 takes them for the letter, Python 3 refuses the pattern when it is
// compiled.
func findPatternEscape(m *module, n python.ID) {
	if m.codes["pattern-escape"] == nil || !patternFunctions[m.resolve(m.Child(n, 0))] {
		return
	}
	for _, part := range m.stringsOf(m.onlyValue(m.argument(n, 0))) {
		prefix, body := splitString(m.Text(part))
		prefix = strings.ToLower(prefix)
		if strings.Contains(prefix, "f") {
			return
		}
		if !strings.Contains(prefix, "r") {
			body = unescaped(body)
		}
		if escape := wrongEscape(body); escape != "" {
			m.report(m.codes["pattern-escape"], n, analysis.Detail{Subject: escape}, 0)
			return
		}
	}
}

// stringsOf returns the literals that a string is made of side by side.
func (m *module) stringsOf(n python.ID) []python.ID {
	switch m.Kind(n) {
	case python.String:
		return []python.ID{n}
	case python.ConcatenatedString:
		var list []python.ID
		for c := range m.Named(n) {
			list = append(list, c)
		}
		return list
	}
	return nil
}

// unescaped turns the escapes of a string that make a character into something
// that is none to a pattern, two backslashes into one, and keeps the others.
func unescaped(body string) string {
	var b strings.Builder
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' || i+1 == len(body) {
			b.WriteByte(body[i])
			continue
		}
		i++
		switch c := body[i]; {
		case c == '\\':
			b.WriteByte('\\')
		case strings.IndexByte("abfnrtvxuUN01234567'\"\n", c) >= 0:
			b.WriteByte(' ')
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// wrongEscape returns the first escape of a letter that a pattern may not have.
func wrongEscape(pattern string) string {
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			i++
			allowed := patternEscapes
			if inClass {
				allowed = classEscapes
			}
			c = pattern[i]
			if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') && strings.IndexByte(allowed, c) < 0 {
				return pattern[i-1 : i+1]
			}
		case c == '[' && !inClass:
			inClass = true
			if strings.HasPrefix(pattern[i+1:], "^") {
				i++
			}
			if strings.HasPrefix(pattern[i+1:], "]") {
				i++
			}
		case c == ']':
			inClass = false
		}
	}
	return ""
}
