package upstream

import (
	"bytes"
	"iter"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// cleanPath is a path of a patch without "." and "..".
func cleanPath(name string) string { return strings.TrimPrefix(path.Clean("/"+name), "/") }

// hunks are those that change a file of the patch.
func (c *carried) hunks(f int) iter.Seq[*patch.Hunk] {
	return func(yield func(*patch.Hunk) bool) {
		for i := range c.parsed.Files {
			d := &c.parsed.Files[i]
			if cleanPath(d.Path()) != c.files[f].path {
				continue
			}
			for j := range d.Hunks {
				if !yield(&d.Hunks[j]) {
					return
				}
			}
		}
	}
}

// leastAround is how many lines around a hunk have to say something.
const leastAround = 2

// fits says whether the old lines of every hunk are in one text and the new ones in the
// other, as blocks. With near, only the nearest lines that say something have to be
// there above and below what is changed, but both.
func (v *verdict) fits(hunks []patch.Hunk, before, after []byte, near bool) bool {
	for _, h := range hunks {
		lines := h.Lines
		if near {
			lines = v.trimmed(lines)
		}
		old, added := []byte{'\n'}, []byte{'\n'}
		around := 0
		for _, l := range lines {
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

// trimmed are the lines of a hunk from the last above what it changes that says
// something to the first below; none if one of them is missing.
func (v *verdict) trimmed(lines []patch.Line) []patch.Line {
	says := func(l patch.Line) bool {
		_, ok := lineHash(v.src[l.Start:l.End])
		return ok && l.Op == ' '
	}
	first := slices.IndexFunc(lines, func(l patch.Line) bool { return l.Op == '+' || l.Op == '-' })
	last := len(lines) - 1
	for last >= 0 && lines[last].Op != '+' && lines[last].Op != '-' {
		last--
	}
	if first < 0 {
		return nil
	}
	from := first - 1
	for from >= 0 && !says(lines[from]) {
		from--
	}
	to := slices.IndexFunc(lines[last+1:], says)
	if from < 0 || to < 0 {
		return nil
	}
	return lines[from : last+1+to+1]
}
