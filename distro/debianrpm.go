package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// verdictOf is the form of a rule: it says what a name stands for, or that it
// says nothing.
type verdictOf func(d *debian, name string) (finding.DependencyVerdict, bool)

// rpmRules are tried in this order.
var rpmRules = []verdictOf{
	(*debian).pythonRPM, (*debian).puppetRPM, (*debian).sameName, (*debian).virtual, (*debian).headers,
	(*debian).perlRPM, (*debian).gemRPM, (*debian).openstackRPM, (*debian).runtimeLibrary, (*debian).libs,
	(*debian).otherCase, (*debian).documents, (*debian).golangRPM, (*debian).byProgram, (*debian).umbrella,
}

// binaryRPM resolves the name of a binary RPM.
func (d *debian) binaryRPM(name string) finding.DependencyVerdict {
	for _, rule := range rpmRules {
		if v, ok := rule(d, name); ok {
			return v
		}
	}
	return d.nowhere(name)
}

// pythonRPM takes python-x, python2-x and python3-x, and names such as
// pyOpenSSL that are the distribution's own.
func (d *debian) pythonRPM(name string) (finding.DependencyVerdict, bool) {
	for _, p := range pythonPrefixes {
		rest, ok := strings.CutPrefix(name, p.prefix)
		if !ok || rest == "" || rest == "devel" || rest == "libs" {
			continue
		}
		for _, part := range []string{"-doc", "-docs", "-lang"} {
			if stem, ok := strings.CutSuffix(rest, part); ok {
				return d.pythonDocs(stem, part)
			}
		}
		for _, part := range []string{"-tests", "-test", "-unit-tests"} {
			if stem, ok := strings.CutSuffix(rest, part); ok {
				return d.pythonPart(stem, p.python)
			}
		}
		for _, part := range []string{"-sdk", "-wheels"} {
			if strings.HasSuffix(rest, part) {
				return found(finding.Missing, "", finding.High, "a package of sources or wheels that only StarlingX makes"), true
			}
		}
		if stem, ok := strings.CutSuffix(rest, "-devel"); ok {
			rest = stem
		}
		return d.python(rest, p.python), true
	}
	if len(name) > 3 && strings.EqualFold(name[:2], "py") {
		if owners := d.Owners(Fact(Dist3, pythonKey(name))); len(owners) > 0 {
			return d.for3(best(owners, name), askedAs2, finding.High, "it has the distribution "+pythonKey(name)), true
		}
	}
	return finding.DependencyVerdict{}, false
}

func (d *debian) pythonDocs(stem, part string) (finding.DependencyVerdict, bool) {
	for _, candidate := range []string{"python-" + stem + "-doc", "python3-" + stem + "-doc", stem + "-doc"} {
		if v, ok := d.packageNamed(candidate, finding.Renamed, finding.High, "Debian's name for its documents"); ok && part != "-lang" {
			return v, true
		}
	}
	if v := d.python(stem, askedAs3); v.Verdict == finding.Renamed {
		return found(finding.ProvidedBy, v.Name, finding.Medium, "Debian keeps such a part with the package, or leaves it out"), true
	}
	return found(finding.Missing, "", finding.Medium, "neither the package nor a part of that name is there"), d.complete(Files)
}

// pythonPart is for tests, which RDO makes packages of.
func (d *debian) pythonPart(stem string, asked asked) (finding.DependencyVerdict, bool) {
	v := d.python(stem, asked)
	switch v.Verdict {
	case finding.Python3Only, finding.Renamed:
		return found(finding.ProvidedBy, v.Name, finding.Medium, "Debian keeps tests with the package, where it has them"), true
	}
	return v, true
}

func (d *debian) puppetRPM(name string) (finding.DependencyVerdict, bool) {
	module, ok := strings.CutPrefix(name, "puppet-")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	if _, ok := d.Package(name); ok && len(d.Owners(Fact(PuppetMod, strings.ReplaceAll(module, "-", "_")))) == 0 {
		return finding.DependencyVerdict{}, false
	}
	return d.puppet(module), true
}

func (d *debian) sameName(name string) (finding.DependencyVerdict, bool) {
	return d.packageNamed(name, finding.Present, finding.High, "a package of that name")
}

func (d *debian) virtual(name string) (finding.DependencyVerdict, bool) {
	list := d.Providers(name)
	if len(list) == 0 {
		return finding.DependencyVerdict{}, false
	}
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Package
	}
	return found(finding.ProvidedBy, best(names, name), finding.Medium, "it provides the name"), true
}

// headers takes x-devel and x-static: what has x.pc, libx.so or is called so.
func (d *debian) headers(name string) (finding.DependencyVerdict, bool) {
	stem, ok := strings.CutSuffix(name, "-devel")
	if !ok {
		if stem, ok = strings.CutSuffix(name, "-static"); !ok {
			return finding.DependencyVerdict{}, false
		}
	}
	bare := strings.TrimPrefix(stem, "lib")
	for _, candidate := range []string{"lib" + bare + "-dev", stem + "-dev", strings.ToLower("lib" + bare + "-dev"), strings.ToLower(stem) + "-dev"} {
		if v, ok := d.packageNamed(candidate, finding.Renamed, finding.High, "Debian's name for -devel"); ok {
			return v, true
		}
	}
	for _, pc := range []string{stem, "lib" + bare, bare, strings.ToLower(stem)} {
		if owner := d.devOwner(Fact(PkgConfig, pc)); owner != "" {
			return found(finding.Renamed, owner, finding.High, "it has "+pc+".pc"), true
		}
	}
	for _, so := range []string{"lib" + bare, stem, strings.ToLower("lib" + bare)} {
		if owner := d.devOwner(Fact(LinkName, so+".so")); owner != "" {
			return found(finding.Renamed, owner, finding.High, "it has "+so+".so"), true
		}
	}
	if list := d.buildsOf(strings.TrimSuffix(stem, "-libs")); len(list) > 0 {
		for _, pkg := range list {
			if strings.HasSuffix(pkg, "-dev") {
				return found(finding.Renamed, pkg, finding.Medium, "the -dev package of the source "+stem), true
			}
		}
	}
	return finding.DependencyVerdict{}, false
}

// buildsOf are the packages that the source of a name builds, or that which a
// package of the name comes from.
func (d *debian) buildsOf(stem string) []string {
	if list := d.builds()[stem]; list != nil {
		return list
	}
	if list := d.builds()[strings.ToLower(stem)]; list != nil {
		return list
	}
	if p, ok := d.Package(stem); ok && p.Source != "" {
		return d.builds()[p.Source]
	}
	return nil
}

func (d *debian) perlRPM(name string) (finding.DependencyVerdict, bool) {
	stem, ok := strings.CutPrefix(name, "perl-")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	if v := d.perl(strings.ReplaceAll(stem, "-", "::")); v.Verdict == finding.ProvidedBy {
		v.Verdict = finding.Renamed
		return v, true
	}
	return d.packageNamed("lib"+strings.ToLower(stem)+"-perl", finding.Renamed, finding.High, "Debian's name for a module of Perl")
}

func (d *debian) gemRPM(name string) (finding.DependencyVerdict, bool) {
	stem, ok := strings.CutPrefix(name, "rubygem-")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	v := d.fact(Gem, stem, "it has the gem")
	if v.Verdict == finding.ProvidedBy {
		v.Verdict = finding.Renamed
	}
	return v, true
}

// openstackRPM takes openstack-nova-api for nova-api, and openstack-nova for
// what the source nova builds.
func (d *debian) openstackRPM(name string) (finding.DependencyVerdict, bool) {
	stem, ok := strings.CutPrefix(name, "openstack-")
	if !ok {
		return finding.DependencyVerdict{}, false
	}
	if v, ok := d.packageNamed(stem, finding.Renamed, finding.High, "Debian's name for the part of OpenStack"); ok {
		return v, true
	}
	return d.umbrella(stem)
}

// runtimeLibrary takes libx, the library itself: the package that has it under
// its newest number.
func (d *debian) runtimeLibrary(name string) (finding.DependencyVerdict, bool) {
	if !strings.HasPrefix(name, "lib") {
		return finding.DependencyVerdict{}, false
	}
	if owner, file := d.anyLibrary(name); owner != "" {
		return found(finding.Renamed, owner, finding.High, "it has "+file), true
	}
	return finding.DependencyVerdict{}, false
}

// libs takes x-libs: the library of x.
func (d *debian) libs(name string) (finding.DependencyVerdict, bool) {
	for _, suffix := range []string{"-libs", "-lib"} {
		stem, ok := strings.CutSuffix(name, suffix)
		if !ok {
			continue
		}
		if owner, file := d.anyLibrary("lib" + strings.TrimPrefix(stem, "lib")); owner != "" {
			return found(finding.Renamed, owner, finding.High, "it has "+file), true
		}
		var list []string
		for _, pkg := range d.buildsOf(stem) {
			if strings.HasPrefix(pkg, "lib") && !strings.HasSuffix(pkg, "-dev") && !strings.HasSuffix(pkg, "-doc") && !strings.HasSuffix(pkg, "-dbg") {
				list = append(list, pkg)
			}
		}
		if len(list) > 0 {
			return found(finding.Split, list[0], finding.Medium, "the libraries of the source "+stem+": "+few(list)), true
		}
	}
	return finding.DependencyVerdict{}, false
}

// few lists names, the first five of many.
func few(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + " and more"
	}
	return strings.Join(names, ", ")
}

func (d *debian) otherCase(name string) (finding.DependencyVerdict, bool) {
	lower := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	if lower == name {
		return finding.DependencyVerdict{}, false
	}
	return d.packageNamed(lower, finding.Renamed, finding.High, "Debian writes names in small letters")
}

func (d *debian) documents(name string) (finding.DependencyVerdict, bool) {
	if stem, ok := strings.CutSuffix(name, "-docs"); ok {
		return d.packageNamed(stem+"-doc", finding.Renamed, finding.High, "Debian's name for -docs")
	}
	return finding.DependencyVerdict{}, false
}

// golangRPM takes golang-github-x-y-devel.
func (d *debian) golangRPM(name string) (finding.DependencyVerdict, bool) {
	stem, ok := strings.CutSuffix(name, "-devel")
	if !ok || !strings.HasPrefix(name, "golang-") {
		return finding.DependencyVerdict{}, false
	}
	return d.packageNamed(stem+"-dev", finding.Renamed, finding.High, "Debian's name for code of Go")
}

// byProgram takes the name of a program for its package.
func (d *debian) byProgram(name string) (finding.DependencyVerdict, bool) {
	if owner, where := d.program(name); owner != "" {
		return found(finding.Renamed, owner, finding.Medium, "it has "+where), true
	}
	return finding.DependencyVerdict{}, false
}

// umbrella takes the name of a source for the packages that it builds.
func (d *debian) umbrella(name string) (finding.DependencyVerdict, bool) {
	list := d.builds()[name]
	if _, ok := d.SourceVersion(name); !ok || len(list) == 0 {
		return finding.DependencyVerdict{}, false
	}
	return found(finding.Split, best(list, name), finding.Medium, "the source of that name builds "+few(list)), true
}

// nowhere is the answer for a name that no rule maps. RPMs and Debian's packages
// are named too differently for a name that is not there to be missing: a person
// has to say what stands for it.
func (d *debian) nowhere(name string) finding.DependencyVerdict {
	for line := range d.binary.from(name) {
		alike, _, _ := cut(line)
		return unknown("no package of that name; alike: " + alike)
	}
	return unknown("no package of that name; another may hold it")
}

// maxLetters bounds the names that others may be alike to: the longest of Debian
// that a name of ours is part of has half as many.
const maxLetters = 40
