package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Kind says how a need is named.
type Kind string

// The kinds of needs.
const (
	RPM    Kind = "rpm"    // a package, capability or file, as RPM names it
	SRPM   Kind = "srpm"   // a source package
	Python Kind = "python" // a distribution, as pip names it
	Puppet Kind = "puppet" // a puppet module
	Debian Kind = "debian" // a relation of Debian's: a name, its version, alternatives
)

// KindOf is how a dependency of a report is looked up.
func KindOf(d *finding.Dependency) Kind {
	switch {
	case d.Naming == finding.NamedByDebian:
		return Debian
	case d.Need == finding.NeedPython || d.Pins == finding.PinPython:
		return Python
	case d.Pins == finding.PinSource:
		return SRPM
	case d.Need == finding.NeedPuppet:
		return Puppet
	}
	return RPM
}

// Need is what is looked for.
type Need struct {
	Kind        Kind
	Name        string
	Constraints []Constraint
}

// Resolve says what the target has for a need, how sure that is and what it
// rests on. Names that no rule maps safely are unknown.
func (x *clear) Resolve(n Need) finding.DependencyVerdict {
	if n.Kind == Debian {
		return unknown("a name of Debian's")
	}
	if IsRich(n.Name) && n.Kind == RPM {
		return ResolveRich(n.Name, x.Resolve)
	}
	name := strings.TrimSuffix(strings.TrimSuffix(n.Name, "%{?_isa}"), "(x86-64)")
	switch {
	case strings.Contains(name, "%"):
		return unknown("a macro in the name is not known")
	case strings.Contains(name, "$"):
		return unknown("a variable in the name is not known")
	case !isName(name):
		return unknown("not a name that packages have")
	}
	if v, ok := x.byHand(name, n.Kind); ok {
		return x.checked(v, n)
	}
	switch n.Kind {
	case SRPM:
		if x.sources[name] {
			return x.checked(found(finding.Present, name, finding.High, "in the complete list of source packages"), n)
		}
		return unknown("no source package of that name; another may hold it")
	case Python:
		return x.checked(x.pythonDistribution(name, askedPip), n)
	case Puppet:
		return x.puppetModule(name)
	}
	if v, ok := x.capability(name); ok {
		return x.checked(v, n)
	}
	return x.checked(x.rpmPackage(name), n)
}

// byHand looks a name up among those settled by hand. Those of python
// distributions are marked.
func (x *clear) byHand(name string, kind Kind) (finding.DependencyVerdict, bool) {
	if kind == Python {
		name = "python3dist(" + pythonKey(name) + ")"
	}
	r, ok := x.reviewed[name]
	if !ok || kind == SRPM || kind == Puppet {
		return finding.DependencyVerdict{}, false
	}
	return found(r.verdict, r.name, finding.High, r.evidence), true
}

// suffixes are what RPM and Clear call the parts of a package.
var suffixes = []struct{ rpm, clear, what string }{
	{"-devel", "-dev", "Clear's name for -devel"},
	{"-libs", "-lib", "Clear's name for -libs"},
	{"-doc", "-doc", "Clear's name for -doc"},
	{"-docs", "-doc", "Clear's name for -docs"},
}

// rpmPackage resolves the name of a binary RPM.
func (x *clear) rpmPackage(name string) finding.DependencyVerdict {
	if v, ok := x.pythonRPM(name); ok {
		return v
	}
	if module, ok := strings.CutPrefix(name, "puppet-"); ok && !x.has(name) {
		return x.puppetModule(module)
	}
	if _, ok := x.binaries[name]; ok {
		if p, ok := x.pythonAlone(name); ok {
			return p.verdict(askedAs2)
		}
		return found(finding.Present, name, finding.High, "a binary package of that name")
	}
	for _, s := range suffixes {
		if stem, ok := strings.CutSuffix(name, s.rpm); ok {
			if v, ok := x.part(name, stem, stem+s.clear, s.what); ok {
				return v
			}
		}
	}
	if source, ok := x.provides[name]; ok {
		return found(finding.ProvidedBy, source, finding.High, "its spec provides the name")
	}
	if x.sources[name] {
		return found(finding.Present, name, finding.Medium, "in the complete list of source packages; its binary packages are not known")
	}
	return x.unmapped(name)
}

// part resolves a part of a package, such as its headers.
func (x *clear) part(name, stem, wanted, what string) (finding.DependencyVerdict, bool) {
	if _, ok := x.binaries[wanted]; ok {
		return found(finding.Renamed, wanted, finding.High, what), true
	}
	if source, ok := x.provides[name]; ok {
		if _, ok := x.binaries[source+strings.TrimPrefix(wanted, stem)]; ok {
			return found(finding.Renamed, source+strings.TrimPrefix(wanted, stem), finding.High, "its spec provides "+name), true
		}
	}
	if _, known := x.versions[stem]; !known && x.sources[stem] {
		return found(finding.Renamed, wanted, finding.Medium, what+"; "+stem+" is a source package, its binary packages are not known"), true
	}
	return finding.DependencyVerdict{}, false
}

// unmapped is the answer for a name that no rule maps, with the nearest that
// is known, for whoever settles it.
func (x *clear) unmapped(name string) finding.DependencyVerdict {
	if source := x.sourceOf(name); source != "" {
		return unknown("no package of that name; there is a source package " + source)
	}
	return unknown("no package of that name; another may hold it")
}

// puppetModule: module packages are named after what they are, in every
// distribution, and no source package of Clear is one.
func (x *clear) puppetModule(module string) finding.DependencyVerdict {
	if !strings.Contains(x.letters, "puppet") && x.Completeness[Sources] == Complete {
		return found(finding.Missing, "", finding.High, "no source package has puppet in its name, by the complete list")
	}
	return unknown("no rule maps puppet modules")
}

// has reports whether a binary or source package has the name.
func (x *clear) has(name string) bool {
	_, ok := x.binaries[name]
	return ok || x.sources[name]
}

// checked adds the version and holds it against what is asked for.
func (x *clear) checked(v finding.DependencyVerdict, n Need) finding.DependencyVerdict {
	if v.Verdict == finding.Renamed && v.Name == strings.TrimSuffix(n.Name, "(x86-64)") {
		v.Verdict = finding.Present
	}
	switch v.Verdict {
	case finding.Present, finding.Renamed, finding.ProvidedBy, finding.Python3Only:
	case finding.Missing:
		if x.later != nil && x.later.came(n.Name) {
			v.Later = x.later.date
			v.Evidence += "; the last lists, of " + x.later.date + ", have it"
		}
		return v
	default:
		return v
	}
	source := x.binaries[v.Name]
	if source == "" && x.sources[v.Name] {
		source = v.Name
	}
	v.Version = x.versions[source]
	if v.Bundles == nil {
		v.Bundles = x.bundlesOf(v.Name, source)
	}
	if x.later != nil && x.has(v.Name) && !x.later.have(v.Name, source) {
		v.Gone = x.later.date
		v.Evidence += "; " + v.Name + " is gone from the last lists of " + x.later.date
	}
	if len(n.Constraints) == 0 {
		return v
	}
	if v.Version == "" {
		v.Confidence = min(v.Confidence, finding.Medium)
		v.Evidence += "; its version is not known"
		return v
	}
	if want, is := older(v.Version, n.Constraints); is && v.Verdict != finding.ProvidedBy {
		v.Verdict = finding.TooOld
		v.Evidence += "; " + v.Version + " is older than " + want
		return v
	}
	if v.Verdict == finding.ProvidedBy {
		return v // the version is of the package, and not of what it provides
	}
	if v.Unmet = unmet(v.Version, n.Constraints); len(v.Unmet) > 0 {
		v.Evidence += "; " + v.Version + " breaks " + strings.Join(v.Unmet, ", ")
	}
	return v
}

func found(p finding.Presence, name string, c finding.Confidence, evidence string) finding.DependencyVerdict {
	return finding.DependencyVerdict{Verdict: p, Name: name, Confidence: c, Evidence: evidence}
}

func unknown(why string) finding.DependencyVerdict {
	return found(finding.PresenceUnknown, "", finding.Low, why)
}
