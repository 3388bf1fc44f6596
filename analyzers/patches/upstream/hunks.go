package upstream

import (
	"bytes"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// cleanPath is a path of a patch without "." and "..".
func cleanPath(name string) string { return strings.TrimPrefix(path.Clean("/"+name), "/") }

// leastAround is how many lines around a hunk have to say something.
const leastAround = 2

// fits says whether the old lines of every hunk are in one text and the new
// ones in the other, as blocks.
func (v *verdict) fits(hunks []patch.Hunk, before, after []byte) bool {
	for _, h := range hunks {
		old, added := []byte{'\n'}, []byte{'\n'}
		around := 0
		for _, l := range h.Lines {
			if l.Op == '\\' {
				continue
			}
			line := stripped(v.src[l.Start:l.End])
			if l.Op != '+' {
				old = append(append(old, line...), '\n')
			}
			if l.Op != '-' {
				added = append(append(added, line...), '\n')
			}
			if _, says := lineHash(line); l.Op == ' ' && says {
				around++
			}
		}
		if around < leastAround || !bytes.Contains(before, old) || !bytes.Contains(after, added) {
			return false
		}
	}
	return true
}
