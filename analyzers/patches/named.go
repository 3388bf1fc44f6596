package patches

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// Bounds of what one file, and one package, may name. No package of StarlingX
// names 200 patches; a file of a million names is no list of patches.
const (
	mostNames = 10000 // of one file
	mostGlobs = 200   // of one package, names that hold a macro
)

// named is a patch that a spec, a list or a patch of a spec names.
type named struct {
	number int
	// pattern is the file's name; what only a build would know is a "*".
	pattern string
	// removed says that a patch of a spec takes the name out.
	removed bool
	path    string // of the file that names it
	line    int
	text    string // that line
	strip   strip  // with which it is applied
}

// listsPatches reports whether Patch tags of a file reach a spec: it is one,
// or a list that specs include, as grub2 has it in SOURCES/grub.patches.
func listsPatches(file string) bool {
	return strings.HasSuffix(file, ".spec") || strings.HasSuffix(file, ".patches")
}

// editedNames returns the patches that a patch of a spec adds to it and takes
// out of it, in the order of its lines.
func editedNames(f *analysis.File, parsed *patch.File) []named {
	var list []named
	for i := range parsed.Files {
		d := &parsed.Files[i]
		if !listsPatches(d.Path()) {
			continue
		}
		for _, h := range d.Hunks {
			for _, l := range h.Lines {
				if l.Op != '+' && l.Op != '-' {
					continue
				}
				number, name, ok := patchTag(string(f.Src[l.Start:l.End]))
				if !ok {
					continue
				}
				if len(list) == mostNames {
					return list
				}
				at, _ := f.Position(l.Start)
				list = append(list, named{number: number, pattern: pattern(name), removed: l.Op == '-', path: f.Path, line: at, text: bounded(f.Line(at))})
			}
		}
	}
	return list
}

// tags are the patches that a spec names, while meta patches edit it.
type tags struct {
	names []named
	gone  []bool           // by the places of names
	at    map[string][]int // the places that are not gone, by pattern
	// shipped are the names that were not there to be taken out: they are of
	// the source RPM, and their files lie in it.
	shipped map[string]bool
	places  places // where meta patches have them applied
	strips  strips // and with which level
}

func newTags() *tags {
	return &tags{at: map[string][]int{}, shipped: map[string]bool{}, places: places{}, strips: strips{of: map[int]strip{}}}
}

// add names patches; beyond a bound that no package comes near, it does not.
func (t *tags) add(names []named) {
	for _, n := range names {
		if n.removed || len(t.names) == 10*mostNames {
			continue
		}
		t.at[n.pattern] = append(t.at[n.pattern], len(t.names))
		t.names, t.gone = append(t.names, n), append(t.gone, false)
	}
}

// edit applies what one patch of a spec does. It takes names out before it
// adds any, so that a name that only moves is still there.
func (t *tags) edit(edits []named) {
	for _, e := range edits {
		if !e.removed {
			continue
		}
		places, had := t.at[e.pattern]
		if !had {
			t.shipped[e.pattern] = true
		}
		for _, at := range places {
			t.gone[at] = true
		}
		if had {
			t.at[e.pattern] = nil // it was named once, so it is not the RPM's own
		}
	}
	t.add(edits)
}

// left returns the names that are still there as they are applied: by the lines
// of their %patch, where the patches of a spec show these of all, else by the
// numbers of their tags. inSpec is the number of those that a spec in the tree
// named in its order, which are the first.
func (t *tags) left(inSpec int) []named {
	var own, list []named
	placed := true
	for i, n := range t.names {
		switch {
		case t.gone[i]:
		case i < inSpec:
			own = append(own, n)
		default:
			n.strip = t.strips.get(n.number)
			list = append(list, n)
			placed = placed && t.places[n.number] > 0
		}
	}
	slices.SortStableFunc(list, func(a, b named) int {
		if placed {
			return cmp.Or(cmp.Compare(t.places[a.number], t.places[b.number]), cmp.Compare(a.number, b.number))
		}
		return cmp.Compare(a.number, b.number)
	})
	return append(own, list...)
}

// matcher finds the first of many names that fits a file. Names without a
// macro, nearly all, cost one look-up, so that long lists stay cheap.
type matcher struct {
	literal map[string]int
	globs   []int
	names   []named
}

func newMatcher(names []named) *matcher {
	m := &matcher{literal: map[string]int{}, names: names}
	for i, n := range names {
		name, isLiteral := literal(n.pattern)
		if !isLiteral {
			if len(m.globs) < mostGlobs {
				m.globs = append(m.globs, i)
			}
			continue
		}
		if _, is := m.literal[name]; !is {
			m.literal[name] = i
		}
	}
	return m
}

// find returns the place of the first name that fits a file, -1 if none does.
func (m *matcher) find(file string) int {
	base, found := path.Base(file), -1
	if at, is := m.literal[base]; is {
		found = at
	}
	for _, at := range m.globs {
		if found >= 0 && at > found {
			break
		}
		if ok, err := path.Match(m.names[at].pattern, base); ok && err == nil {
			return at
		}
	}
	return found
}

// literal returns the name that a pattern stands for, if it holds no macro.
func literal(pattern string) (name string, ok bool) {
	if !strings.ContainsAny(pattern, `\*`) {
		return pattern, true
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '*':
			return "", false
		case '\\':
			if i++; i < len(pattern) {
				b.WriteByte(pattern[i])
			}
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String(), true
}
