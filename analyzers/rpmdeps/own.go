package rpmdeps

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// ownPackages are the packages that the workspace itself builds, by what they
// are needed as. The values are REPO/PACKAGE.
type ownPackages struct {
	// rpms are by name of what specs of the workspace make.
	rpms map[string]string
	// letters are those names in letters and digits alone, for libraries.
	letters map[string]string
	// rebuilt are by name of the source RPM that StarlingX rebuilds. Their
	// specs are not in the workspace, so it is not known what else they make.
	rebuilt map[string]string
	// modules are puppet's, by the folder that holds their manifests.
	modules map[string]string
	// debs are by name of what a debian/control makes, and distributions those of
	// Python that a debian/rules builds.
	debs, distributions map[string]string
	// versions are those of the specs, by REPO/PACKAGE.
	versions map[string]string
}

func findOwn(w *workspace.Workspace, kept []analysis.Kept) *ownPackages {
	o := &ownPackages{
		rpms: map[string]string{}, letters: map[string]string{}, rebuilt: map[string]string{}, modules: map[string]string{},
		debs: map[string]string{}, distributions: map[string]string{}, versions: map[string]string{},
	}
	made, debs := map[string][]string{}, map[string][]string{}
	for _, k := range kept {
		data, ok := k.Data.(fileNeeds)
		if !ok {
			continue
		}
		id := k.Repo + "/" + k.Package
		if k.Language == workspace.DebControl {
			debs[id] = append(debs[id], data.Provides...)
		} else {
			made[id] = append(made[id], data.Provides...)
			first(o.versions, id, data.Version)
		}
		first(o.distributions, nameOfDistribution(data.Distribution), id)
	}
	for _, p := range packagesByWeight(w) {
		for _, name := range made[p.ID()] {
			first(o.rpms, name, p.ID())
			first(o.letters, lettersOf(name), p.ID())
		}
		if name, _, ok := splitNVR(path.Base(p.SRPM)); ok {
			first(o.rebuilt, name, p.ID())
		}
		for _, name := range debs[p.ID()] {
			first(o.debs, name, p.ID())
		}
	}
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if dir, _, ok := strings.Cut(f.Path, "/manifests/"); ok && path.Ext(f.Path) == ".pp" {
				first(o.modules, path.Base(dir), f.Package.ID())
			}
		}
	}
	o.packagedModules(w)
	return o
}

// packagedModules adds the modules of puppet that are fetched and packaged, so
// that no manifest of theirs is in the workspace. What has one comes first.
func (o *ownPackages) packagedModules(w *workspace.Workspace) {
	for _, p := range packagesByWeight(w) {
		for _, name := range []string{p.Data["debname"], path.Base(p.Path)} {
			if module, ok := moduleOfPackage(name); ok && p.Data["debname"] != "" {
				first(o.modules, module, p.ID())
			}
		}
	}
}

// packagesByWeight orders those first that the build makes of StarlingX's own
// code, so that a name which two packages have is the likelier one's.
func packagesByWeight(w *workspace.Workspace) []*workspace.Package {
	var list []*workspace.Package
	for _, repo := range w.Repos {
		for _, p := range repo.Packages {
			if p.Origin != workspace.OriginTest {
				list = append(list, p)
			}
		}
	}
	weight := func(p *workspace.Package) int {
		if p.Built {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *workspace.Package) int { return cmp.Compare(weight(a), weight(b)) })
	return list
}

func first(m map[string]string, key, value string) {
	if key != "" && m[key] == "" {
		m[key] = value
	}
}

// resolve says whether the workspace itself makes what is needed.
func (o *ownPackages) resolve(kind facts.NeedKind, name string) (finding.DependencyVerdict, bool) {
	const bySpec, byControl = "a spec of the workspace makes it", "a debian/control of the workspace makes its package"
	name = plain(name)
	switch kind {
	case facts.NeedDebian:
		return o.relationOf(name)
	case facts.NeedPuppet:
		if id := o.modules[name]; id != "" {
			return own(id, "the workspace has its manifests or packages it", finding.High), true
		}
		return o.among(finding.High, "a spec of the workspace makes its package", o.rpms, "puppet-"+name)
	case facts.NeedPython:
		if v, ok := o.among(finding.High, bySpec, o.rpms, name, "python-"+name, "python2-"+name); ok {
			return v, true
		}
		folded := nameOfDistribution(name)
		if id := o.distributions[folded]; id != "" {
			return own(id, "a debian/rules of the workspace builds the distribution", finding.High), true
		}
		return o.among(finding.High, byControl, o.debs, "python3-"+folded, folded, "python-"+folded)
	}
	if v, ok := o.among(finding.High, bySpec, o.rpms, name); ok {
		return v, true
	}
	if v, ok := o.among(finding.High, byControl, o.debs, name); ok {
		return v, true
	}
	if stem, ok := library(name); ok {
		return o.among(finding.Medium, "a package of the workspace is named after the library", o.letters, stem)
	}
	return finding.DependencyVerdict{}, false
}

// among returns the package that makes the first of the names that any makes.
func (o *ownPackages) among(c finding.Confidence, evidence string, made map[string]string, names ...string) (finding.DependencyVerdict, bool) {
	for _, name := range names {
		if id := made[name]; id != "" {
			return own(id, evidence, c), true
		}
	}
	return finding.DependencyVerdict{}, false
}

// plain is a name without the architecture that RPM may add.
func plain(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, "%{?_isa}"), "(x86-64)")
}

// library returns the letters of a library's name: fmcommon of
// libfmcommon.so.1()(64bit).
func library(name string) (string, bool) {
	stem, _, ok := strings.Cut(name, ".so")
	if !ok || !strings.HasPrefix(stem, "lib") || strings.ContainsAny(stem, "(/") {
		return "", false
	}
	return lettersOf(strings.TrimPrefix(stem, "lib")), true
}

func lettersOf(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

// rebuild says whether StarlingX rebuilds a source RPM of the name. That is
// asked last: the target's own package is the better answer.
func (o *ownPackages) rebuild(kind facts.NeedKind, name string) (finding.DependencyVerdict, bool) {
	id := ""
	name = plain(name)
	switch kind {
	case facts.NeedPuppet:
		id = o.rebuilt["puppet-"+name]
	case facts.NeedPython:
		id = o.rebuilt["python-"+name]
	default:
		id = o.rebuilt[name]
		for _, prefix := range []string{"python2-", "python3-", "python-"} {
			if rest, ok := strings.CutPrefix(name, prefix); ok {
				id = cmp.Or(id, o.rebuilt["python-"+rest], o.rebuilt["openstack-"+rest])
			}
		}
		for _, part := range []string{"-devel", "-libs", "-doc", "-sdk", "-tests"} {
			if stem, ok := strings.CutSuffix(name, part); ok {
				id = cmp.Or(id, o.rebuilt[stem])
			}
		}
	}
	if id == "" {
		return finding.DependencyVerdict{}, false
	}
	return finding.DependencyVerdict{
		Verdict: finding.OwnPackage, Name: id, Confidence: finding.Medium,
		Evidence: "StarlingX rebuilds its source RPM",
	}, true
}

var nvr = regexp.MustCompile(`^([A-Za-z0-9_.][A-Za-z0-9._+-]*)-([^-]+)-([^-]+)\.(noarch|x86_64|i686|src|nosrc)\.rpm$`)

// splitNVR parts the file name of an RPM: its name, and its version without
// the release. ok is unset for what is no such name.
func splitNVR(file string) (name, version string, ok bool) {
	if len(file) > 2*maxName {
		return "", "", false
	}
	m := nvr.FindStringSubmatch(file)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
