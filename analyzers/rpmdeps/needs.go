package rpmdeps

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// fileNeeds is what Map keeps of a file: what it needs, and what packages it
// makes.
type fileNeeds struct {
	Needs []need
	// Provides are the names under which others can need it.
	Provides []string
	// Distribution is that of Python which a debian/rules builds.
	Distribution string
	// Version is that of a spec, "" where a macro hides it.
	Version string
}

// need is a need of a file, where it stands.
type need struct {
	Kind      facts.NeedKind
	Build     bool
	Name      string
	Wants     []wants
	Condition string

	analysis.Mark
}

// wants is a version that is asked for.
type wants struct{ Op, Version string }

// maxNeeds bounds what is kept of one file: far more than any real spec has.
const maxNeeds = 5000

// keepNeeds keeps what the file needs for Reduce.
func keepNeeds(pass *analysis.Pass, f *facts.File) {
	if pass.File.Language == workspace.Spec && path.Ext(pass.File.Path) != ".spec" {
		return // a copy that is kept for comparison is not built
	}
	kept := fileNeeds{}
	var last facts.Span
	for _, n := range f.Needs {
		if !looked(n) || len(n.Name) > maxName || len(kept.Needs) == maxNeeds {
			continue
		}
		if i := len(kept.Needs) - 1; i >= 0 && n.Span == last && n.Op != "" && sameNeed(kept.Needs[i], n) {
			if len(kept.Needs[i].Wants) < maxWants && len(n.Version) <= maxName {
				kept.Needs[i].Wants = append(kept.Needs[i].Wants, wants{n.Op, n.Version})
			}
			continue
		}
		last = n.Span
		kept.Needs = append(kept.Needs, placed(pass.File, n))
	}
	if pass.File.Language == workspace.Spec {
		kept.Provides, kept.Version = provides(pass.File.Src)
	}
	if isControl(pass.File) {
		kept.Provides = controlProvides(pass.File.Src)
	}
	kept.Distribution = distributionOf(pass.File)
	if len(kept.Needs)+len(kept.Provides)+len(kept.Distribution) > 0 {
		pass.Keep(kept)
	}
}

// maxName bounds names and versions; the index refuses what is longer too.
// maxWants bounds the versions that one need asks for.
const (
	maxName  = 256
	maxWants = 8
)

// looked reports whether a need is one that distributions meet by packages.
func looked(n facts.Need) bool {
	switch n.Kind {
	case facts.NeedRPM, facts.NeedPython, facts.NeedPuppet, facts.NeedDebian:
		return n.Name != ""
	case facts.NeedPackage: // of puppet, with a state; groups are no packages
		return n.Name != "" && n.Op != "absent" && n.Op != "purged" && !strings.HasPrefix(n.Name, "@") && !strings.HasPrefix(n.Name, "-")
	}
	return false
}

func sameNeed(a need, b facts.Need) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Kind == facts.NeedPython
}

func placed(f *analysis.File, n facts.Need) need {
	start := min(n.Span.Start, len(f.Src))
	out := need{
		Kind: n.Kind, Build: n.When == "build", Name: n.Name, Condition: analysis.Snippet(n.Condition),
		Mark: f.Mark(start, min(n.Span.End, len(f.Src))),
	}
	if n.Kind == facts.NeedPuppet {
		// The first part of a class is the module that defines it.
		out.Name, _, _ = strings.Cut(n.Name, "::")
	}
	if n.Op != "" && n.Version != "" && len(n.Version) <= maxName {
		out.Wants = []wants{{n.Op, n.Version}}
	}
	return out
}

// buildType is the macro that StarlingX's build sets to "rt" as it builds a package a
// second time for the real-time kernel, with names of its own.
const buildType = "_tis_build_type"

// provides lists the packages that a spec makes and what they provide, in each type
// of build, and gives its version.
func provides(src []byte) (list []string, version string) {
	builds := []map[string]string{spec.CentOS7}
	if bytes.Contains(src, []byte(buildType)) {
		rt := maps.Clone(spec.CentOS7)
		rt[buildType] = "rt"
		builds = append(builds, rt)
	}
	names := map[string]bool{}
	for _, defines := range builds {
		s := spec.Parse(src, spec.Options{Defines: defines})
		if version == "" && !strings.Contains(s.Version, "%") && len(s.Version) <= maxName {
			version = s.Version
		}
		for _, p := range s.Packages {
			names[p.Name] = true
		}
		for _, d := range s.Dependencies {
			if d.Kind == "Provides" && !d.Rich {
				names[d.Name] = true
			}
		}
	}
	for name := range names {
		if name != "" && len(name) <= maxName && !strings.Contains(name, "%") {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list[:min(len(list), maxNeeds)], version
}

// condition is what a need of a file depends on. What only tests, documents or
// build tools need, the package can do without.
func (n need) condition(k *analysis.Kept) string {
	only := ""
	switch {
	case k.Language == workspace.Requirements && isBeside(k.Path, "test"):
		only = "for tests only"
	case k.Language == workspace.Requirements && isBeside(k.Path, "doc"):
		only = "for documents only"
	case !k.Role.Blocks():
		only = "in a file of role " + string(k.Role)
	}
	if n.Condition == "" || only == "" {
		return n.Condition + only
	}
	return n.Condition + "; " + only
}

// isBeside reports whether a requirements file says by its name, or its
// folder's, that it is for tests or documents.
func isBeside(file, what string) bool {
	folder := path.Base(path.Dir(file))
	return strings.Contains(path.Base(file), what) || folder == what || folder == what+"s"
}

// isConstraints reports whether a requirements file only says which versions
// are taken of what others need.
func isConstraints(k *analysis.Kept) bool {
	name := path.Base(k.Path)
	return k.Language == workspace.Requirements &&
		(strings.Contains(name, "constraints") || strings.HasPrefix(name, "global-requirements"))
}
