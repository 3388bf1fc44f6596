package distro

import "strings"

// lastOfClear is the index of the last lists of Clear Linux: names alone.
const lastOfClear = "clear-2025.idx"

// laterLists are the names of a later day, to tell what has gone since.
type laterLists struct {
	date     string
	binaries map[string]bool
	// letters are the names of source packages in letters and digits, without the
	// pypi- that those of Python got in 2022.
	letters map[string]bool
}

// newLaterLists takes what the program carries.
func newLaterLists(content []byte) *laterLists {
	x, err := Decode(content)
	if err != nil {
		panic(err) // it is in the program
	}
	l := &laterLists{date: x.Date, binaries: map[string]bool{}, letters: map[string]bool{}}
	for i := range x.source.len() {
		name, _, _ := cut(x.source.line(i))
		l.letters[lettersOf(strings.TrimPrefix(name, "pypi-"))] = true
	}
	for p := range x.Packages() {
		l.binaries[p.Name] = true
	}
	return l
}

// legacyPython is what Clear called the parts of packages for Python 2.
const legacyPython = "-legacypython"

// came reports whether a package that was not there is listed by now: its source is,
// by the name that RPMs have.
func (l *laterLists) came(name string) bool {
	if l.binaries[name] {
		return true
	}
	for _, s := range suffixes {
		if stem, ok := strings.CutSuffix(name, s.rpm); ok {
			name = stem
			break
		}
	}
	stem := strings.TrimPrefix(strings.TrimPrefix(name, "python-"), "python2-")
	return l.letters[lettersOf(name)] || stem != name && l.haveStem(stem)
}

// haveStem reports whether a source is listed by what distributions of Python have in
// common, with or without python before it.
func (l *laterLists) haveStem(stem string) bool {
	return l.letters[lettersOf(stem)] || l.letters["python"+lettersOf(stem)]
}

// have reports whether a package may still be there: it is listed, or its source
// is, under its own name, or one that a distribution of Python got since. What
// was for Python 2 has to be listed itself.
func (l *laterLists) have(binary, source string) bool {
	if l.binaries[binary] {
		return true
	}
	if strings.HasSuffix(binary, legacyPython) {
		return false
	}
	if source == "" {
		source = binary
	}
	stem := strings.TrimPrefix(strings.TrimSuffix(source, "-python"), "python-")
	return l.letters[lettersOf(source)] || l.haveStem(stem)
}
