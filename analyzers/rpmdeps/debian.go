package rpmdeps

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/control"
	"opendev.org/starlingx/stxscan/workspace"
)

// formatDeb is the package format that debian/control is for.
const formatDeb = "deb"

// isControl reports whether a file is a debian/control.
func isControl(f *analysis.File) bool {
	return f.Language == workspace.DebControl && f.HasFacts()
}

// controlProvides lists the packages that a debian/control makes and what they
// provide.
func controlProvides(src []byte) []string {
	var list []string
	parsed := control.Parse(src)
	for i := range parsed.Paragraphs {
		p := &parsed.Paragraphs[i]
		if name := p.Value("Package"); name != "" {
			list = append(list, name)
		}
		if provides := p.Field("Provides"); provides != nil {
			for _, item := range provides.List() {
				name, _, _ := strings.Cut(item.Text, " ")
				list = append(list, name)
			}
		}
	}
	slices.Sort(list)
	list = slices.DeleteFunc(slices.Compact(list), func(name string) bool { return len(name) > maxName || strings.Contains(name, "$") })
	return list[:min(len(list), maxNeeds)]
}

// pybuildName is the line of a debian/rules that says which distribution of
// Python is built: dh_python installs PYBUILD_NAME into python3-NAME.
var pybuildName = regexp.MustCompile(`(?m)^\s*(?:export\s+)?PYBUILD_NAME\s*[:?]?=\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*$`)

// distributionOf returns the distribution that a debian/rules names, if it does.
func distributionOf(f *analysis.File) string {
	if f.Language != workspace.Makefile || path.Base(f.Path) != "rules" {
		return ""
	}
	if m := pybuildName.FindSubmatch(f.Src); m != nil && len(m[1]) <= maxName {
		return string(m[1])
	}
	return ""
}

// moduleOfPackage takes the module out of a package's name: puppet-drbd,
// puppet-module-asciiduck-sssd, puppetlabs-stdlib. Makers stand before modules.
func moduleOfPackage(name string) (module string, ok bool) {
	if !strings.HasPrefix(name, "puppet") || !strings.Contains(name, "-") {
		return "", false
	}
	return name[strings.LastIndexByte(name, '-')+1:], true
}

// relationOf resolves a relation of Debian's by what the workspace makes.
func (o *ownPackages) relationOf(text string) (finding.DependencyVerdict, bool) {
	clauses, err := distro.ParseDepends(text, "amd64")
	if err != nil || len(clauses) == 0 {
		return finding.DependencyVerdict{}, false
	}
	for _, r := range clauses[0].Alternatives {
		if id := o.debs[r.Name]; id != "" {
			return own(id, "a debian/control of the workspace makes "+r.Name, finding.High), true
		}
	}
	return finding.DependencyVerdict{}, false
}

func own(id, evidence string, confidence finding.Confidence) finding.DependencyVerdict {
	return finding.DependencyVerdict{Verdict: finding.OwnPackage, Name: id, Confidence: confidence, Evidence: evidence}
}

// packagings are the releases of Debian that a package has packaging of its own
// for, in folders debian/CODENAME, by REPO/PACKAGE and in order.
type packagings map[string][]int

func findPackagings(kept []analysis.Kept) packagings {
	p := packagings{}
	for i := range kept {
		if n, ok := rules.DebianFolder(kept[i].Path); ok && kept[i].Language == workspace.DebControl {
			id := kept[i].Repo + "/" + kept[i].Package
			p[id] = append(p[id], n)
		}
	}
	for id, list := range p {
		slices.Sort(list)
		p[id] = slices.Compact(list)
	}
	return p
}

// serves reports whether a debian/control is what a target would be built with:
// of several folders that of the target's release, or the newest that is older,
// or the oldest of all.
func (p packagings) serves(k *analysis.Kept, t *rules.Target) bool {
	if t.PackageFormat != formatDeb {
		return false
	}
	n, is := rules.DebianFolder(k.Path)
	list := p[k.Repo+"/"+k.Package]
	if !is || len(list) == 0 {
		return true
	}
	return n == t.DebianServing(list)
}

// relation adds a relation of a debian/control, on the targets that it is for.
func (r *resolution) relation(k *analysis.Kept, at analysis.Place, n need) {
	name, constraint := partsOf(n.Name)
	d := finding.Dependency{
		Package: at.Package, Name: name, Need: needOf(n), Naming: finding.NamedByDebian, Constraint: constraint, Condition: n.Condition,
		Repo: at.Repo, Path: at.Path, Line: at.Line, Verdicts: map[string]finding.DependencyVerdict{},
	}
	all := r.verdicts(n)
	for _, t := range r.Targets {
		if v, ok := all[t.ID]; ok && r.packagings.serves(k, t) {
			d.Verdicts[t.ID] = v
		}
	}
	if len(d.Verdicts) == 0 {
		return
	}
	r.Dependencies = append(r.Dependencies, d)
	n.Name = name
	r.note(at, n, &r.Dependencies[len(r.Dependencies)-1])
}

// single is a relation of one name, with a version or without.
var single = regexp.MustCompile(`^([a-z0-9][a-z0-9+.-]*)(?: \(([<>=]+) ?(\S+)\))?$`)

// partsOf parts a relation into its name and the version that is asked for.
// One with alternatives, architectures or profiles is its own name.
func partsOf(relation string) (name, constraint string) {
	m := single.FindStringSubmatch(relation)
	switch {
	case m == nil:
		return relation, ""
	case m[2] == "":
		return m[1], ""
	}
	return m[1], m[2] + " " + m[3]
}

// nameOfDistribution is a name of a Python distribution as pip compares it.
func nameOfDistribution(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "-", ".", "-").Replace(name))
}
