package distro

import (
	"regexp"
	"strings"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
)

// debian resolves needs on Debian and what is made like it. Rules are tried in
// an order: what was read by a person, then what the kind of the name tells for
// certain, then what evidence tells, and names that merely look alike last, with
// the confidence that each deserves.
type debian struct {
	*Index
	names Names
	// builds are the binary packages of each source, and letters the names of all
	// packages in letters and digits, a line each: made where a rule first asks for
	// them, as most needs are settled by looking single names up.
	builds  func() map[string][]string
	letters func() string
	// sonames are the libraries of each package, made in the same way.
	sonames func() map[string][]string
}

func newDebian(x *Index, names Names) *debian {
	return &debian{Index: x, names: names, builds: sync.OnceValue(x.buildsBySource), letters: sync.OnceValue(x.lettersOfAll), sonames: sync.OnceValue(x.Sonames)}
}

func (x *Index) buildsBySource() map[string][]string {
	builds := make(map[string][]string, x.source.len())
	for p := range x.Packages() {
		source := p.Source
		if source == "" {
			source = p.Name
		}
		builds[source] = append(builds[source], p.Name)
	}
	return builds
}

func (x *Index) lettersOfAll() string {
	var b strings.Builder
	b.Grow(len(x.binary.text) / 2)
	for p := range x.Packages() {
		b.WriteString(lettersOf(p.Name) + "\n")
	}
	return b.String()
}

// complete reports whether the index has all of a kind.
func (d *debian) complete(kind string) bool { return d.Completeness[kind] == Complete }

// Resolve says what the target has for a need, how sure that is and what it
// rests on.
func (d *debian) Resolve(n Need) finding.DependencyVerdict {
	if n.Kind == Debian {
		return d.relation(n.Name)
	}
	if IsRich(n.Name) && n.Kind == RPM {
		return ResolveRich(n.Name, d.Resolve)
	}
	name, bad := plainName(n.Name)
	if bad != "" {
		return unknown(bad)
	}
	if v, ok := d.names.verdict(d.Target, name, n.Kind); ok {
		return d.checked(d.stillThere(v), n)
	}
	switch n.Kind {
	case SRPM:
		return d.checked(d.sourcePackage(name), n)
	case Python:
		return d.checked(d.python(name, askedPip), n)
	case Puppet:
		return d.checked(d.puppet(name), n)
	}
	if v, ok := d.capability(name); ok {
		return d.checked(v, n)
	}
	return d.checked(d.binaryRPM(name), n)
}

// plainName takes off what RPM writes behind a name, and says what is wrong with
// names that cannot be looked up.
func plainName(name string) (plain, bad string) {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "%{?_isa}"), "(x86-64)")
	switch {
	case strings.Contains(name, "%"):
		return "", "a macro in the name is not known"
	case strings.Contains(name, "$"):
		return "", "a variable in the name is not known"
	case !isName(name):
		return "", "not a name that packages have"
	}
	return name, ""
}

// stillThere holds what a person said against the index: a package that is not
// in it is no answer.
func (d *debian) stillThere(v finding.DependencyVerdict) finding.DependencyVerdict {
	if v.Name == "" {
		return v
	}
	if _, ok := d.Package(v.Name); ok {
		return v
	}
	if list := d.Providers(v.Name); len(list) > 0 {
		v.Evidence += "; " + v.Name + " is what " + list[0].Package + " provides"
		v.Name = list[0].Package
		return v
	}
	return unknown(v.Name + " is what stands for it elsewhere, and no package here")
}

// sourcePackage resolves the name of a source RPM.
func (d *debian) sourcePackage(name string) finding.DependencyVerdict {
	if version, ok := d.SourceVersion(name); ok {
		v := found(finding.Present, name, finding.High, "a source package of that name")
		v.Version = version
		return v
	}
	v := d.binaryRPM(name)
	if p, ok := d.Package(v.Name); ok && v.Confidence != finding.Low {
		source := p.Source
		if source == "" {
			source = p.Name
		}
		if strings.HasPrefix(source, "what-is-") {
			return unknown("no source package of that name; " + v.Name + " only links to a program of another")
		}
		version, _ := d.SourceVersion(source)
		return finding.DependencyVerdict{
			Verdict: finding.Renamed, Name: source, Version: version, Confidence: finding.Medium,
			Evidence: "the source of " + v.Name + ": " + v.Evidence,
		}
	}
	return v
}

// puppet resolves a module by the folder that it is in.
func (d *debian) puppet(name string) finding.DependencyVerdict {
	module := strings.ReplaceAll(name[strings.LastIndexAny(name, "/")+1:], "-", "_")
	for _, m := range []string{module, module[strings.IndexByte(module, '_')+1:]} {
		if owners := d.Owners(Fact(PuppetMod, m)); len(owners) > 0 {
			return found(finding.Renamed, owners[0], finding.High, "it has the module "+m)
		}
	}
	if d.complete(Files) {
		return found(finding.Missing, "", finding.High, "no package has a module of that name, by the complete list of files")
	}
	return unknown("the modules of most packages are not known")
}

// packageNamed returns the verdict for a package that is there.
func (d *debian) packageNamed(name string, p finding.Presence, c finding.Confidence, evidence string) (finding.DependencyVerdict, bool) {
	if _, ok := d.Package(name); !ok {
		return finding.DependencyVerdict{}, false
	}
	return found(p, name, c, evidence), true
}

// devOwner returns the first owner of a fact whose name is one of a package
// for building.
func (d *debian) devOwner(fact string) string {
	for _, owner := range d.Owners(fact) {
		if strings.HasSuffix(owner, "-dev") {
			return owner
		}
	}
	return ""
}

// checked adds version and component, and holds the version against what is
// asked for.
func (d *debian) checked(v finding.DependencyVerdict, n Need) finding.DependencyVerdict {
	if p, ok := d.Package(v.Name); ok {
		if v.Version == "" {
			v.Version = p.Version
		}
		v.Component = p.Component
	}
	if v.Verdict == finding.Renamed && v.Name == n.Name {
		v.Verdict = finding.Present
	}
	switch v.Verdict {
	case finding.Present, finding.Differs, finding.Renamed, finding.Split, finding.ProvidedBy, finding.Python3Only:
	default:
		return v
	}
	if len(n.Constraints) == 0 || v.Version == "" {
		return v
	}
	version := upstreamOf(v.Version)
	if want, is := older(version, n.Constraints); is && v.Verdict != finding.ProvidedBy {
		v.Verdict = finding.TooOld
		v.Evidence += "; " + v.Version + " is older than " + want
		return v
	}
	if v.Verdict == finding.ProvidedBy {
		return v // the version is of the package, and not of what it provides
	}
	if v.Unmet = unmet(version, n.Constraints); len(v.Unmet) > 0 {
		v.Evidence += "; " + v.Version + " breaks " + strings.Join(v.Unmet, ", ")
	}
	return v
}

// repacked are the marks that Debian puts behind a version of a source that it
// has packed anew.
var repacked = regexp.MustCompile(`[+~.](?:dfsg|ds|debian|repack|git|really|deb\d+u|nmu|b)[.\d]*.*$`)

// UpstreamVersion is a version of a family's packages as upstream numbers it.
func UpstreamVersion(family, version string) string {
	if family == FamilyDebian {
		return upstreamOf(version)
	}
	return version
}

// upstreamOf is a version without epoch, revision and Debian's marks. A version
// that was taken back, 2+really1, is the one behind the mark.
func upstreamOf(version string) string {
	if _, rest, ok := strings.Cut(version, ":"); ok {
		version = rest
	}
	if i := strings.LastIndexByte(version, '-'); i > 0 {
		version = version[:i]
	}
	if _, rest, ok := strings.Cut(version, "+really"); ok {
		version = rest
	}
	if short := repacked.ReplaceAllString(version, ""); short != "" {
		return short
	}
	return version
}
