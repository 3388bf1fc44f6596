package emit

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// isDebName is what Debian's policy says of the names of packages.
var isDebName = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]+$`)

// debianized makes any text a name that Debian's policy allows.
func debianized(name string) string {
	name = strings.ToLower(clipName(name))
	name = strings.Map(func(r rune) rune {
		switch {
		case r < 0x80 && isWord(byte(r)) && r != '_' || r == '+' || r == '.' || r == '-':
			return r
		}
		return '-'
	}, name)
	name = strings.TrimLeft(name, "+.-")
	if len(name) < 2 {
		return "unnamed" + name
	}
	return name
}

// debNames are the names that the packages of the workspace's specs have on Debian.
type debNames struct {
	// byRPM maps the name of an RPM, or what it provides, to its package.
	byRPM map[string]debName
}

// debName is the name of a package on Debian.
type debName struct {
	name, source string
	// unsure says why somebody has to look at it, "" if not.
	unsure string
	// twin says that another package of the spec has the name: the same modules for
	// another Python.
	twin bool
}

func newDebNames(r *reports.Report, n *needs) *debNames {
	names := &debNames{byRPM: map[string]debName{}}
	provided := map[string]debName{}
	for _, built := range []bool{true, false} {
		for i := range r.Packages {
			p := &r.Packages[i]
			if p.Built != built || p.SpecContent == nil {
				continue
			}
			for rpm, name := range namesOf(p, n) {
				if _, known := names.byRPM[rpm]; !known {
					names.byRPM[rpm] = name
				}
			}
			for i := range p.SpecContent.RPMs {
				rpm := &p.SpecContent.RPMs[i]
				for _, rel := range rpm.Relations {
					if _, known := provided[rel.Name]; rel.Kind == "Provides" && !known {
						provided[rel.Name] = names.byRPM[rpm.Name]
					}
				}
			}
		}
	}
	for name, to := range provided {
		if _, known := names.byRPM[name]; !known && to.name != "" {
			names.byRPM[name] = to
		}
	}
	return names
}

// of returns the name of an RPM that the workspace makes.
func (d *debNames) of(rpm string) (debName, bool) {
	name, ok := d.byRPM[strings.TrimSuffix(strings.TrimSuffix(rpm, "%{?_isa}"), "(x86-64)")]
	return name, ok
}

// namesOf returns the names of a spec's packages on Debian by those of the RPMs.
func namesOf(p *reports.Package, n *needs) map[string]debName {
	c := p.SpecContent
	names, taken := map[string]debName{}, map[string]bool{}
	for _, rpm := range byRank(c.RPMs) {
		name := debName{source: debianized(c.Name)}
		name.name, name.unsure = nameOf(p, rpm, n)
		if taken[name.name] {
			if strings.HasPrefix(name.name, "python3-") {
				name.twin = true
				names[rpm.Name] = name
				continue
			}
			name.name = debianized(rpm.Name)
			name.unsure = "another package of the spec would have the same name"
		}
		for taken[name.name] {
			name.name += "-2"
		}
		taken[name.name] = true
		names[rpm.Name] = name
	}
	return names
}

// byRank returns the packages in the order in which they get their names: those
// that are made before the others, and of these, Python 3 before Python 2.
func byRank(rpms []finding.SpecRPM) []*finding.SpecRPM {
	list := make([]*finding.SpecRPM, len(rpms))
	for i := range rpms {
		list[i] = &rpms[i]
	}
	rank := func(rpm *finding.SpecRPM) int {
		switch {
		case !rpm.HasFiles:
			return 2
		case strings.HasSuffix(rpm.Name, "-libs"):
			return -1 // before the package of programs, which may be named after the library
		case strings.HasPrefix(rpm.Name, "python-") || strings.HasPrefix(rpm.Name, "python2-"):
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b *finding.SpecRPM) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// nameOf returns the name of one package: that which the target has for it, if it
// packages the same program, else what Debian's conventions make of it.
func nameOf(p *reports.Package, rpm *finding.SpecRPM, n *needs) (name, unsure string) {
	if p.Origin != "flock" && p.Origin != "config" {
		switch v, _ := n.target(rpm.Name); v.Verdict {
		case finding.Present, finding.Differs, finding.Renamed, finding.Python3Only, finding.TooOld, finding.LikelyPresent:
			if isDebName.MatchString(v.Name) {
				return v.Name, ""
			}
		}
	}
	for _, prefix := range []string{"python3-", "python2-", "python-"} {
		if rest, ok := strings.CutPrefix(rpm.Name, prefix); ok && rest != "" {
			return debianized("python3-" + strings.TrimSuffix(rest, "-devel")), ""
		}
	}
	stem, isDevel := strings.CutSuffix(rpm.Name, "-devel")
	switch {
	case isDevel:
		if libraryIn(rpm, "lib"+stem, ".so") {
			return debianized("lib" + stem + "-dev"), ""
		}
		return debianized(stem + "-dev"), ""
	case strings.HasSuffix(rpm.Name, "-docs"):
		return debianized(strings.TrimSuffix(rpm.Name, "s")), ""
	case strings.HasSuffix(rpm.Name, "-libs"):
		stem := strings.TrimPrefix(strings.TrimSuffix(rpm.Name, "-libs"), "lib")
		if number := soname(rpm, "lib"+stem); number != "" {
			return debianized("lib" + stem + number), ""
		}
		return debianized(rpm.Name), "Debian names packages of libraries after their sonames, such as lib" + stem + "1"
	}
	if isModules(rpm) {
		return debianized("python3-" + strings.TrimPrefix(rpm.Name, "py")), "nothing but modules of Python: Debian names such packages python3-MODULE"
	}
	return debianized(rpm.Name), ""
}

// isModules reports whether a package has modules of Python and nothing else that
// anybody would call it for.
func isModules(rpm *finding.SpecRPM) bool {
	found := false
	for _, line := range rpm.Files {
		for _, e := range parseFile(line) {
			switch {
			case strings.Contains(e.path, "/site-packages/"):
				found = true
			case e.doc || e.license || e.dir || !path.IsAbs(e.path):
			default:
				return false
			}
		}
	}
	return found
}

// libraryIn reports whether a package lists a file of that stem and suffix.
func libraryIn(rpm *finding.SpecRPM, stem, suffix string) bool {
	for _, line := range rpm.Files {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		base := path.Base(words[len(words)-1])
		if base == stem+suffix {
			return true
		}
	}
	return false
}

// soname returns the number of a library that a package lists, "" if it has none.
func soname(rpm *finding.SpecRPM, stem string) string {
	for _, line := range rpm.Files {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if number, ok := strings.CutPrefix(path.Base(words[len(words)-1]), stem+".so."); ok {
			if end := strings.IndexFunc(number+".", func(r rune) bool { return r < '0' || r > '9' }); end > 0 {
				return number[:end]
			}
		}
	}
	return ""
}
