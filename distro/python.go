package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// pythonPackage is a source package with Python modules in it.
type pythonPackage struct {
	source string
	// py2 and py3 are its binary packages for each Python, "" if not known.
	py2, py3 string
	// whole is set where all binary packages of the source are known.
	whole bool
}

// pythonKey is a distribution's name as pip compares it.
func pythonKey(name string) string {
	var b strings.Builder
	gap := false
	for i := range len(name) {
		switch c := name[i]; c {
		case '-', '_', '.':
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			b.WriteByte(c)
		}
	}
	return b.String()
}

// lettersOf is a name without what separates its words.
func lettersOf(name string) string { return strings.ReplaceAll(pythonKey(name), "-", "") }

// addPython finds the sources with Python modules: those with binary packages
// that Clear names after a Python.
func (x *clear) addPython() {
	x.python = map[string]pythonPackage{}
	bySource := map[string]pythonPackage{}
	for _, name := range sorted(x.binaries) {
		for _, suffix := range []string{"-legacypython", "-python3", "-python"} {
			stem, ok := strings.CutSuffix(name, suffix)
			if !ok || x.sources[name] { // such as libvirt-python
				continue
			}
			p := bySource[stem]
			p.source = stem
			_, p.whole = x.versions[stem]
			switch suffix {
			case "-legacypython":
				p.py2 = name
			case "-python3":
				p.py3 = name
			}
			bySource[stem] = p
			break
		}
	}
	for source := range x.sources {
		if _, ok := bySource[source]; !ok && x.maybePython(source) {
			bySource[source] = pythonPackage{source: source}
		}
	}
	// Its own name comes before one with python- taken off.
	for _, exact := range []bool{true, false} {
		for _, source := range sorted(bySource) {
			p := bySource[source]
			key := pythonKey(source)
			if !exact {
				key = strings.TrimPrefix(key, "python-")
			}
			if old, taken := x.python[key]; !taken || exact && old.py2+old.py3 == "" && p.py2+p.py3 != "" {
				x.python[key] = p
			}
		}
	}
}

// maybePython reports whether a source without binary packages for a Python may
// hold a distribution of its name all the same: not if all its packages are
// known, nor if it has headers or libraries.
func (x *clear) maybePython(source string) bool {
	if _, whole := x.versions[source]; whole {
		return false
	}
	for _, part := range []string{"-dev", "-lib", "-lib32"} {
		if _, ok := x.binaries[source+part]; ok {
			return false
		}
	}
	return true
}

// pythonPrefixes are those of RPMs of Python distributions; the prefix says
// which Python is meant.
var pythonPrefixes = []struct {
	prefix string
	python asked
}{
	{"python2-", askedAs2}, {"python3-", askedAs3}, {"python34-", askedAs3}, {"python36-", askedAs3},
	{"python27-", askedAs2}, {"python-", askedAs2},
}

// asked is the Python that a distribution is asked for.
type asked int

const (
	askedAs2 asked = iota // for Python 2, under a name of RPM's
	askedAs3              // for Python 3, under a name of RPM's
	askedPip              // by pip's name, which says nothing of the Python
)

// pythonRPM resolves python-x, python2-x and python3-x. It reports whether the
// name has such a form.
func (x *clear) pythonRPM(name string) (finding.DependencyVerdict, bool) {
	for _, p := range pythonPrefixes {
		rest, ok := strings.CutPrefix(name, p.prefix)
		if !ok || rest == "" || rest == "devel" || rest == "libs" {
			continue
		}
		// What RPMs call a part of a distribution is no name of one.
		for _, part := range []string{"-devel", "-doc", "-tests", "-lang", "-sdk"} {
			if strings.HasSuffix(rest, part) {
				return x.unmapped(name), true
			}
		}
		return x.pythonDistribution(rest, p.python), true
	}
	// Names such as pyOpenSSL are the distribution's own, for Python 2.
	if p, ok := x.python[pythonKey(name)]; ok && p.source == name && p.whole && lettersOf(name[:min(2, len(name))]) == "py" {
		return p.verdict(askedAs2), true
	}
	return finding.DependencyVerdict{}, false
}

// pythonAlone returns the package of a source that is named after it and brings
// modules of Python 3, and neither those of Python 2, nor headers or libraries:
// on CentOS a package of that name is for Python 2.
func (x *clear) pythonAlone(name string) (pythonPackage, bool) {
	p, ok := x.python[pythonKey(name)]
	if !ok || p.source != name || !p.whole || p.py2 != "" || p.py3 == "" {
		return p, false
	}
	for _, part := range []string{"-dev", "-lib", "-data"} {
		if x.binaries[name+part] == name {
			return p, false
		}
	}
	return p, true
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range list {
		set[name] = true
	}
	return set
}

// inStdlib are distributions that brought a module to Python 2 which Python
// 3.7 has itself.
var inStdlib = setOf([]string{
	"argparse", "configparser", "enum34", "functools32", "futures", "importlib", "ipaddress",
	"ordereddict", "pathlib", "singledispatch", "statistics", "typing", "wsgiref", "subprocess32",
})

// pythonDistribution resolves a distribution by pip's name of it, or by what
// RPM makes of that name.
func (x *clear) pythonDistribution(name string, python asked) finding.DependencyVerdict {
	key := pythonKey(name)
	if inStdlib[key] {
		return found(finding.InStdlib, "", finding.High, "Python 3.7 has it in its standard library")
	}
	if r, ok := x.reviewed["python3dist("+key+")"]; ok {
		return found(r.verdict, r.name, finding.High, r.evidence)
	}
	names := []string{key, "python-" + key, key + "-python", "python-" + strings.TrimSuffix(key, "-python")}
	if python != askedPip { // RPM's prefix may be a part of the name
		names[0], names[1] = names[1], names[0]
	}
	for _, other := range names {
		if p, ok := x.python[other]; ok {
			return p.verdict(python)
		}
	}
	for _, other := range []string{strings.TrimPrefix(key, "python-"), "py" + key, strings.TrimPrefix(key, "py")} {
		if p, ok := x.python[other]; ok && len(other) > 3 {
			return unknown("no package of that name; there is " + p.source)
		}
	}
	return x.absent(strings.TrimSuffix(strings.TrimPrefix(key, "python-"), "-python"), python == askedPip)
}

func (p pythonPackage) verdict(python asked) finding.DependencyVerdict {
	confidence, evidence := finding.High, "its spec builds it for "
	if !p.whole {
		confidence, evidence = finding.Medium, "bundles list it for "
	}
	switch {
	case p.py2+p.py3 == "":
		presence := finding.Renamed
		if python == askedPip {
			presence = finding.Present
		}
		return found(presence, p.source, finding.Medium, "a source package of that name; for which Python is not known")
	case python == askedAs3 && p.py3 != "":
		return found(finding.Renamed, p.py3, confidence, evidence+"Python 3")
	case p.py2 == "":
		return found(finding.Python3Only, p.py3, confidence, evidence+"Python 3 alone")
	case python == askedPip:
		return found(finding.Present, p.py2, confidence, evidence+"Python 2 too, which Clear does not support")
	}
	return found(finding.Renamed, p.py2, confidence, evidence+"Python 2, which Clear does not support")
}

// maxWords bounds the words of a name that are looked at one by one.
const maxWords = 8

// absent is the answer for a distribution that no package is named after. It
// is missing only if no name even contains its own, by the complete list of
// sources. RPMs are not always named as pip names them, and may be parts of
// another project: of theirs, no word may be in another name either.
func (x *clear) absent(key string, pip bool) finding.DependencyVerdict {
	letters := lettersOf(key)
	if len(letters) < 4 || len(letters) > 64 || strings.Contains(x.letters, letters) || x.Completeness[Sources] != Complete {
		return unknown("no Python package of that name; others are named alike")
	}
	if !pip {
		for _, word := range strings.SplitN(key, "-", maxWords) {
			if len(word) >= 4 && strings.Contains(x.letters, word) {
				return unknown("no Python package of that name; others are named alike: " + word)
			}
		}
		for i := 4; i < len(letters); i++ {
			if x.stems[letters[:i]] {
				return unknown("no Python package of that name; " + letters[:i] + " may hold it")
			}
		}
	}
	return found(finding.Missing, "", finding.Medium, "no source package has the name in its own, by the complete list")
}
