package portplan

import (
	"cmp"
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// newNeedsGraph gathers the packages that a build list names: an edge for each
// package of the workspace that another needs to be built or to run. The work of
// a package is the needs that the target does not meet, or all that blocks there
// if no concern is asked for. What is assumed is no work.
func newNeedsGraph(r *reports.Report, o *Options) *graph {
	g := &graph{at: map[string]int{}, unclear: map[string]*Unclear{}, modules: map[string][]string{}}
	home := homes(r)
	built := map[string]bool{}
	for _, p := range r.Packages {
		if id := home[p.Repo+"/"+p.Name]; p.Path != "" {
			built[id] = built[id] || p.Built
		}
	}
	needs := needsOf(r, o.Target, o.Met)
	for id, is := range built {
		if is {
			g.at[id] = 0
		}
	}
	for _, id := range slices.Sorted(maps.Keys(g.at)) {
		g.at[id] = len(g.nodes)
		g.nodes = append(g.nodes, &node{id: id, built: built[id], edges: map[int]*Edge{}})
	}
	for i := range needs {
		g.addNeed(&needs[i], o.Target, home)
	}
	if o.Concern == "" {
		g.addEverything(r, o, home)
	} else {
		g.addCost(r, o.Target, home)
	}
	for _, n := range g.nodes {
		n.imports = slices.Sorted(maps.Keys(n.edges))
	}
	return g
}

// needsOf are the needs that a package cannot do without, each name of a package
// once.
func needsOf(r *reports.Report, target string, assumed []string) []finding.Dependency {
	type key struct{ repo, pkg, name string }
	seen := map[key]bool{}
	var list []finding.Dependency
	for _, d := range r.Dependencies {
		k := key{d.Repo, d.Package, d.Name}
		if d.Need == finding.NeedPin || d.Need == finding.NeedImage || d.Condition != "" || seen[k] || slices.Contains(assumed, d.Name) {
			continue
		}
		if _, ok := d.Verdicts[target]; !ok {
			continue
		}
		seen[k] = true
		list = append(list, d)
	}
	return list
}

// isUnmet reports whether a target lacks what is needed.
func isUnmet(v finding.Presence) bool {
	return v == finding.Missing || v == finding.TooOld || v == finding.NotAllowed
}

// addNeed adds one need: an edge, work, or what is not known.
func (g *graph) addNeed(d *finding.Dependency, target string, home map[string]string) {
	from, ok := g.at[home[d.Repo+"/"+d.Package]]
	if !ok {
		return
	}
	v, n := d.Verdicts[target], g.nodes[from]
	switch {
	case v.Verdict == finding.OwnPackage:
		to, ok := g.at[home[v.Name]]
		if !ok || to == from {
			return
		}
		e := n.edges[to]
		if e == nil {
			e = &Edge{From: n.id, To: g.nodes[to].id, Path: d.Path, Line: d.Line}
			n.edges[to] = e
		}
		e.Modules = append(e.Modules, d.Name)
		e.Files++
	case isUnmet(v.Verdict):
		n.places++
	case v.Verdict == finding.PresenceUnknown:
		n.unknowns++
	}
	if isUnmet(v.Verdict) || v.Verdict == finding.PresenceUnknown {
		if list := g.modules[d.Name]; !slices.Contains(list, n.id) {
			g.modules[d.Name] = append(list, n.id)
		}
	}
}

// addCost counts what the unmet needs cost: of its work item, each place has its
// share.
func (g *graph) addCost(r *reports.Report, target string, home map[string]string) {
	share := shares(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		if at, ok := g.at[home[f.Repo+"/"+f.Package]]; ok && f.Concern == finding.Dependencies && f.Blocks(target) && g.nodes[at].places > 0 {
			g.nodes[at].cost += share[f.WorkItem]
		}
	}
}

// addEverything makes all places that block the work of their packages, and all
// that could not be read what is not known of them, as readiness has it. A need
// that the target does not meet is such a place, so it is not counted twice.
func (g *graph) addEverything(r *reports.Report, o *Options, home map[string]string) {
	for _, n := range g.nodes {
		n.places = 0
	}
	share := shares(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		at, ok := g.at[home[f.Repo+"/"+f.Package]]
		if !ok || !f.Blocks(o.Target) || slices.Contains(o.Decided, f.WorkItem) ||
			f.Concern == finding.Dependencies && slices.Contains(o.Met, f.Subject) {
			continue
		}
		g.nodes[at].add(f, share)
	}
	for i := range r.Unknowns {
		u := &r.Unknowns[i]
		if at, ok := g.at[home[u.Repo+"/"+u.Package]]; ok && u.Package != "" {
			g.nodes[at].unknowns++
		}
	}
}

// unmet lists the needs from outside that the target does not meet, or of which
// it is not known, those that are all that holds the most packages back first.
func (g *graph) unmet(r *reports.Report, target string, assumed []string) []Outside {
	verdicts := map[string]finding.DependencyVerdict{}
	needs := needsOf(r, target, assumed)
	for i := range needs {
		verdicts[needs[i].Name] = needs[i].Verdicts[target]
	}
	holding := map[string]int{} // how many unmet needs a package has
	for name, by := range g.modules {
		if isUnmet(verdicts[name].Verdict) {
			for _, id := range by {
				holding[id]++
			}
		}
	}
	list := []Outside{}
	for _, name := range slices.Sorted(maps.Keys(g.modules)) {
		v := verdicts[name]
		o := Outside{Module: name, Status: StatusUnknown, Need: name, Evidence: string(v.Verdict) + ": " + v.Evidence, By: g.modules[name]}
		slices.Sort(o.By)
		if isUnmet(v.Verdict) {
			o.Status = StatusMissing
			for _, id := range o.By {
				if holding[id] == 1 {
					o.Sole = append(o.Sole, id)
				}
			}
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b Outside) int {
		return cmp.Or(cmp.Compare(slices.Index(statusOrder, a.Status), slices.Index(statusOrder, b.Status)),
			cmp.Compare(len(b.Sole), len(a.Sole)), cmp.Compare(len(b.By), len(a.By)))
	})
	return list
}
