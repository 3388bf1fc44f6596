package analysis

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/workspace"
)

// hidden finds the letters that facts put in the place of macros of a spec, one for
// each byte.
var hidden = regexp.MustCompile(`X{4,}`)

// maxShown bounds the lines and the names that are looked through for macros.
const maxShown = 20

// shown is a name of a spec with the macros as the file has them: the letters that
// stand for them while code is read say nothing to people.
func (f *File) shown(name string, line, endLine int) string {
	if f.Language != workspace.Spec || f.host != nil || len(name) > maxSnippet || !hidden.MatchString(name) {
		return name
	}
	for n := line; n <= min(endLine, line+maxShown); n++ {
		text := f.Line(n)
		for at := 0; at+len(name) <= len(text); at++ {
			if found := text[at : at+len(name)]; strings.ContainsRune(found, '%') && same(found, name) {
				return found
			}
		}
	}
	return name
}

// same reports whether a text is a name but for what letters hide in it.
func same(text, name string) bool {
	for i := range len(name) {
		if name[i] != 'X' && name[i] != text[i] {
			return false
		}
	}
	return true
}
