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
func (x *Index) addPython() {
	x.python = map[string]pythonPackage{}
	bySource := map[string]pythonPackage{}
	for _, name := range sorted(x.binaries) {
		for _, suffix := range []string{"-legacypython", "-python3", "-python"} {
			stem, ok := strings.CutSuffix(name, suffix)
			if !ok {
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
	for _, source := range sorted(x.sources) {
		p, ok := bySource[source]
		if !ok && strings.HasPrefix(source, "python-") {
			p.source = source
		}
		bySource[source] = p
	}
	// Its own name comes before one with python- taken off.
	for _, exact := range []bool{true, false} {
		for _, source := range sorted(bySource) {
			p := bySource[source]
			key := pythonKey(source)
			if !exact {
				key = strings.TrimPrefix(key, "python-")
			}
			if old, taken := x.python[key]; p.source != "" && (!taken || exact && old.py3 == "") {
				x.python[key] = p
			}
		}
	}
}

// pythonPrefixes are those of RPMs of Python distributions; the prefix says
// which Python is meant.
var pythonPrefixes = []struct {
	prefix string
	three  bool
}{
	{"python2-", false}, {"python3-", true}, {"python34-", true}, {"python36-", true}, {"python27-", false}, {"python-", false},
}

// pythonRPM resolves python-x, python2-x and python3-x. It reports whether the
// name has such a form.
func (x *Index) pythonRPM(name string) (finding.DependencyVerdict, bool) {
	for _, p := range pythonPrefixes {
		rest, ok := strings.CutPrefix(name, p.prefix)
		if !ok || rest == "" || rest == "devel" || rest == "libs" {
			continue
		}
		// What RPMs call a part of a distribution is no name of one.
		for _, part := range []string{"-devel", "-doc", "-tests", "-lang"} {
			if strings.HasSuffix(rest, part) {
				return x.unmapped(name), true
			}
		}
		v := x.pythonDistribution(rest)
		if p.three {
			v = asPython3(v)
		}
		return v, true
	}
	return finding.DependencyVerdict{}, false
}

// asPython3 is the answer where Python 3 is what is asked for.
func asPython3(v finding.DependencyVerdict) finding.DependencyVerdict {
	if v.Verdict == finding.Python3Only {
		v.Verdict = finding.Renamed
	}
	return v
}

// inStdlib are distributions that brought a module to Python 2 which Python
// 3.7 has itself.
var inStdlib = setOf([]string{
	"argparse", "configparser", "enum34", "functools32", "futures", "importlib", "ipaddress",
	"ordereddict", "pathlib", "singledispatch", "statistics", "typing", "wsgiref", "subprocess32",
})

// pythonDistribution resolves a distribution by pip's name of it, or by what
// RPM makes of that name.
func (x *Index) pythonDistribution(name string) finding.DependencyVerdict {
	key := pythonKey(name)
	if inStdlib[key] {
		return found(finding.InStdlib, "", finding.High, "Python 3.7 has it in its standard library")
	}
	if r, ok := x.reviewed["python3dist("+key+")"]; ok {
		return found(r.verdict, r.name, finding.High, r.evidence)
	}
	if p, ok := x.python[key]; ok {
		return p.verdict()
	}
	for _, other := range []string{"python-" + key, strings.TrimPrefix(key, "python-"), "py" + key, strings.TrimPrefix(key, "py")} {
		if p, ok := x.python[other]; ok && len(other) > 3 {
			return unknown("no package of that name; there is " + p.source)
		}
	}
	return x.absent(key)
}

func (p pythonPackage) verdict() finding.DependencyVerdict {
	switch {
	case p.py2 != "":
		return found(finding.Renamed, p.py2, finding.High, "built for Python 2, which Clear does not support")
	case p.py3 != "" && p.whole:
		return found(finding.Python3Only, p.py3, finding.High, "its spec builds it for Python 3 alone")
	case p.py3 != "":
		return found(finding.Python3Only, p.py3, finding.Medium, "bundles list it for Python 3 alone")
	}
	return found(finding.Renamed, p.source, finding.Medium, "a source package of that name; for which Python is not known")
}

// absent is the answer for a distribution that no package is named after. It
// is missing only if no name even contains its own, by the complete list of
// sources, and it is no part of a distribution that is there.
func (x *Index) absent(key string) finding.DependencyVerdict {
	for stem := key; ; {
		letters := lettersOf(stem)
		if len(letters) < 4 || strings.Contains(x.letters, letters) {
			return unknown("no Python package of that name; others are named alike")
		}
		cut := strings.LastIndexByte(stem, '-')
		if cut < 0 {
			break
		}
		stem = stem[:cut]
	}
	if x.Completeness[Sources] != Complete {
		return unknown("no package of that name")
	}
	return found(finding.Missing, "", finding.Medium, "no source package has the name in its own, by the complete list")
}
