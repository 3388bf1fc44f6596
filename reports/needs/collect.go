package needs

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// flock is the origin of packages whose spec is StarlingX's own.
const flock = "flock"

// need is a need of a package, once, whatever the places.
type need struct {
	label   string // the name, and its kind where that is not RPM's
	verdict finding.DependencyVerdict
	place   string // the first
	// condition is what it depends on, "" if any place is without one.
	condition string
}

// packageNeeds is what one package needs from outside.
type packageNeeds struct {
	id string
	// missing, wrong and unknown are what the target lacks, has in a version or a
	// component that does not do, and what is not known; there is what it has.
	missing, wrong, unknown, there []need
	// computed counts the names that a variable or a macro is part of.
	computed int
}

// kindOf is what is said of the kinds of names that are not RPM's.
var kindOf = map[finding.Need]string{finding.NeedPython: " (Python)", finding.NeedPuppet: " (puppet module)"}

// collect gathers the needs of the packages whose spec is StarlingX's own, in
// order of their names.
func collect(r *reports.Report, target string) []*packageNeeds {
	own := map[string]bool{}
	for i := range r.Packages {
		p := &r.Packages[i]
		own[p.Repo+"/"+p.Name] = p.Origin == flock && p.Built
	}
	found := map[string]map[string]*need{}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		id := d.Repo + "/" + d.Package
		v, ok := d.Verdicts[target]
		if !ok || !own[id] || d.Need == finding.NeedPin {
			continue
		}
		if found[id] == nil {
			found[id] = map[string]*need{}
		}
		label := d.Name + kindOf[d.Need]
		n := found[id][label]
		if n == nil {
			n = &need{label: label, verdict: v, condition: d.Condition, place: fmt.Sprintf("%s:%d", d.Path, d.Line)}
			found[id][label] = n
		}
		if d.Condition == "" {
			n.condition = ""
		}
		// The one that says most of what is asked for: a version that is too old.
		if v.Verdict == finding.TooOld || v.Verdict == finding.NotAllowed {
			n.verdict = v
		}
	}
	var list []*packageNeeds
	for _, id := range slices.Sorted(maps.Keys(found)) {
		p := &packageNeeds{id: id}
		for _, label := range slices.Sorted(maps.Keys(found[id])) {
			// A module of puppet is in the RPM that is named after it.
			if module, ok := strings.CutSuffix(label, kindOf[finding.NeedPuppet]); !ok || found[id]["puppet-"+module] == nil {
				p.add(found[id][label])
			}
		}
		if len(p.missing)+len(p.wrong)+len(p.unknown)+len(p.there)+p.computed > 0 {
			list = append(list, p)
		}
	}
	return list
}

// add puts a need where its verdict belongs. What StarlingX builds itself, what
// Python brings and what means nothing there is left out.
func (p *packageNeeds) add(n *need) {
	switch n.verdict.Verdict {
	case finding.OwnPackage, finding.InStdlib, finding.NotNeeded:
	case finding.Missing:
		p.missing = append(p.missing, *n)
	case finding.TooOld, finding.NotAllowed, finding.ABIChanged:
		p.wrong = append(p.wrong, *n)
	case finding.PresenceUnknown:
		if strings.ContainsAny(n.label, "$%") {
			p.computed++
			return
		}
		p.unknown = append(p.unknown, *n)
	default:
		p.there = append(p.there, *n)
	}
}

// bundle is a bundle with the packages that it brings.
type bundle struct {
	name     string
	packages []string
}

// always is the bundle that every Clear Linux has.
const always = "os-core"

// choose takes as few bundles as it can find that bring all of a package's needs:
// what every system has, and then always the one that brings the most of those
// that are left; of several, the one that is named first for them. loose are
// packages that no bundle is known to bring.
func choose(there []need) (bundles []bundle, loose []string) {
	left := map[string][]string{} // package -> bundles
	for i := range there {
		v := &there[i].verdict
		switch {
		case v.Name == "":
		case len(v.Bundles) == 0:
			loose = append(loose, v.Name)
		default:
			left[v.Name] = v.Bundles
		}
	}
	for len(left) > 0 {
		brings, late := map[string][]string{}, map[string]int{}
		for _, pkg := range slices.Sorted(maps.Keys(left)) {
			for at, name := range left[pkg] {
				brings[name] = append(brings[name], pkg)
				late[name] += at
			}
		}
		best := slices.MinFunc(slices.Sorted(maps.Keys(brings)), func(a, b string) int {
			switch always {
			case a:
				return -1
			case b:
				return 1
			}
			return cmp.Or(cmp.Compare(len(brings[b]), len(brings[a])), cmp.Compare(late[a], late[b]), cmp.Compare(a, b))
		})
		bundles = append(bundles, bundle{best, brings[best]})
		for _, pkg := range brings[best] {
			delete(left, pkg)
		}
	}
	slices.Sort(loose)
	return bundles, slices.Compact(loose)
}
