package rpmdeps

import (
	"cmp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// resolution is the look at the needs of the whole workspace.
type resolution struct {
	*analysis.Reduction
	own        *ownPackages
	packagings packagings
	indexes    map[string]distro.Resolver // by target
	known      map[string]map[string]finding.DependencyVerdict
	floats     *floats
	// mirror are the names in the lists of a mirror.
	mirror map[string]bool
	// had are those and what specs need, folded as names of Python are.
	had map[string]bool
	// reported are the findings, in order of their first place.
	reported []*report
	bySubject,
	byPackage map[string]*report
}

// reduce resolves all needs of the workspace.
func reduce(r *analysis.Reduction) error {
	w := &resolution{
		Reduction: r, own: findOwn(r.Workspace, r.Kept), packagings: findPackagings(r.Kept), indexes: map[string]distro.Resolver{},
		known:     map[string]map[string]finding.DependencyVerdict{},
		bySubject: map[string]*report{}, byPackage: map[string]*report{},
	}
	embedded, err := builtin.Indexes()
	if err != nil {
		return err
	}
	r.Indexes = map[string]finding.Index{}
	store := indexes.Store{Dir: r.IndexDir}
	for _, t := range r.Targets {
		if t.Origin {
			continue
		}
		index, err := store.Resolver(embedded, t.ID, t.Build)
		if err != nil {
			r.Unknown(finding.Unknown{Kind: finding.UnknownInput, Message: err.Error(), Settle: "bring the index of " + t.ID + " anew"})
		}
		if index != nil {
			w.indexes[t.ID] = index
			r.Indexes[t.ID] = index.Describe()
		}
	}
	w.floats = newFloats(r, w.indexes)
	w.mirror = w.mirrored()
	w.had = had(r.Kept, w.mirror)
	foreign := foreignSpecs(r.Workspace)
	for i := range r.Kept {
		k := &r.Kept[i]
		if data, ok := k.Data.(fileNeeds); ok && !foreign[k.Repo+":"+k.Path] {
			w.file(k, data.Needs)
		}
	}
	w.lists()
	w.finish()
	return nil
}

// file resolves the needs of one file.
func (r *resolution) file(k *analysis.Kept, needs []need) {
	if isConstraints(k) {
		r.constraints(k, needs) // it needs nothing
		return
	}
	seen := map[string]bool{}
	for _, n := range inEveryCase(needs) {
		n.Condition = r.condition(k, n)
		if n.Kind == facts.NeedPuppet {
			// A module's classes are many, the module is one.
			if seen[n.Name] {
				continue
			}
			seen[n.Name] = true
		}
		if n.Kind == facts.NeedDebian {
			r.relation(k, k.Place(n.Mark), n)
			continue
		}
		r.add(k.Place(n.Mark), needOf(n), n)
	}
}

// inEveryCase takes the last condition from needs that stand in both arms of it: they hold
// whatever it says.
func inEveryCase(needs []need) []need {
	type arm struct {
		build           bool
		name, condition string
	}
	arms := map[arm]bool{}
	for _, n := range needs {
		if n.Kind == facts.NeedRPM && n.Condition != "" {
			arms[arm{n.Build, n.Name, n.Condition}] = true
		}
	}
	settled := slices.Clone(needs)
	for i, n := range needs {
		outer, last := "", n.Condition
		if cut := strings.LastIndex(n.Condition, "; "); cut >= 0 {
			outer, last = n.Condition[:cut], n.Condition[cut+2:]
		}
		other, negated := strings.CutPrefix(last, "not: ")
		if !negated {
			other = "not: " + last
		}
		if outer != "" {
			other = outer + "; " + other
		}
		if arms[arm{n.Build, n.Name, other}] && arms[arm{n.Build, n.Name, n.Condition}] {
			settled[i].Condition = outer
		}
	}
	return settled
}

// foreignSpecs are the specs for other distributions than the one whose names
// they would be taken for.
func foreignSpecs(w *workspace.Workspace) map[string]bool {
	list := map[string]bool{}
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if strings.Contains("/"+f.Path, "/opensuse/") && strings.HasSuffix(f.Path, ".spec") {
				list[f.ID()] = true
			}
		}
	}
	return list
}

// needOf says what kind of need the report calls it.
func needOf(n need) finding.Need {
	switch n.Kind {
	case facts.NeedPython:
		return finding.NeedPython
	case facts.NeedPuppet:
		return finding.NeedPuppet
	case facts.NeedPackage:
		return finding.NeedImage
	}
	if n.Build {
		return finding.NeedBuild
	}
	return finding.NeedRun
}

// add resolves one need and keeps it, once for each place.
func (r *resolution) add(at analysis.Place, kind finding.Need, n need) {
	d := finding.Dependency{
		Package: at.Package, Name: n.Name, Need: kind, Constraint: n.constraint(), Condition: n.Condition,
		Repo: at.Repo, Path: at.Path, Line: at.Line, Verdicts: r.verdicts(n),
	}
	r.Dependencies = append(r.Dependencies, d)
	r.note(at, n, &r.Dependencies[len(r.Dependencies)-1])
}

// constraint writes what versions are asked for: ">= 1.2, < 2".
func (n need) constraint() string {
	var parts []string
	for _, w := range n.Wants {
		parts = append(parts, w.Op+" "+w.Version)
	}
	return strings.Join(parts, ", ")
}

// verdicts resolves a need on every target but the one StarlingX comes from. A
// target without an index has none but what the workspace itself has.
func (r *resolution) verdicts(n need) map[string]finding.DependencyVerdict {
	key := string(n.Kind) + "\x00" + n.Name + "\x00" + n.constraint()
	if v, ok := r.known[key]; ok {
		return v
	}
	list := map[string]finding.DependencyVerdict{}
	for _, t := range r.Targets {
		if t.Origin {
			continue
		}
		if distro.IsRich(n.Name) && r.indexes[t.ID] != nil {
			list[t.ID] = distro.ResolveRich(n.Name, func(part distro.Need) finding.DependencyVerdict {
				v, _ := r.verdict(t, n.Kind, part)
				return v
			})
		} else if v, ok := r.verdict(t, n.Kind, distroNeed(n)); ok {
			list[t.ID] = v
		}
	}
	r.known[key] = list
	return list
}

// verdict resolves a need on a target: by the workspace's own packages, by the
// target's index, by what StarlingX rebuilds.
func (r *resolution) verdict(t *rules.Target, kind facts.NeedKind, n distro.Need) (v finding.DependencyVerdict, ok bool) {
	if v, ok := r.own.resolve(kind, n.Name); ok {
		return v, true
	}
	index := r.indexes[t.ID]
	if index == nil {
		return v, false
	}
	v = index.Resolve(n)
	if v.Verdict == finding.Missing || v.Verdict == finding.PresenceUnknown {
		if rebuilt, ok := r.own.rebuild(kind, n.Name); ok {
			v = rebuilt
		}
	}
	return allowed(v, t), true
}

// allowed holds a package against the components that may be used on a target.
func allowed(v finding.DependencyVerdict, t *rules.Target) finding.DependencyVerdict {
	if len(t.Components) == 0 || v.Component == "" || slices.Contains(t.Components, v.Component) {
		return v
	}
	switch v.Verdict {
	case finding.Present, finding.Differs, finding.Renamed, finding.Split, finding.ProvidedBy, finding.Python3Only:
		v.Evidence = string(v.Verdict) + ": " + v.Evidence + "; it is in " + v.Component
		v.Verdict = finding.NotAllowed
	}
	return v
}

func distroNeed(n need) distro.Need {
	d := distro.Need{Kind: distro.RPM, Name: n.Name}
	switch n.Kind {
	case facts.NeedPython:
		d.Kind = distro.Python
	case facts.NeedPuppet:
		d.Kind = distro.Puppet
	case facts.NeedDebian:
		d.Kind = distro.Debian
	}
	for _, w := range n.Wants {
		d.Constraints = append(d.Constraints, distro.Constraint{Op: w.Op, Version: w.Version})
	}
	return d
}

// finish puts everything in order and reports. Of several needs alike in one
// place, one stays.
func (r *resolution) finish() {
	slices.SortStableFunc(r.Dependencies, compareDependencies)
	r.Dependencies = slices.CompactFunc(r.Dependencies, func(a, b finding.Dependency) bool {
		return compareDependencies(a, b) == 0
	})
	for _, report := range r.reported {
		r.write(report)
	}
}

func compareDependencies(a, b finding.Dependency) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Package, b.Package), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Need, b.Need),
		cmp.Compare(a.Constraint, b.Constraint), cmp.Compare(a.Condition, b.Condition))
}
