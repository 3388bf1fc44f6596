package portplan

import (
	"cmp"
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/reports"
)

// Decision is something to decide or to build once, with what it holds up.
type Decision struct {
	ID    string           `json:"id"` // of its work item
	Kind  reports.ItemKind `json:"kind"`
	Title string           `json:"title"`
	// Packages are those with places that wait for it, Sole those of them that
	// wait for nothing else: neither other work of their own nor other packages'.
	Packages []string `json:"packages"`
	Sole     []string `json:"sole"`
	Places   int      `json:"places"`
	Minutes  int      `json:"minutes"`
}

// isDecision reports whether a work item is done once for all packages, before
// they are.
func isDecision(w *reports.WorkItem) bool {
	return w.Kind == reports.ItemDecision || w.Kind == reports.ItemSeam
}

// Decisions lists the ids of the report's decisions and seams, in order.
func Decisions(r *reports.Report) []string {
	var list []string
	for i := range r.WorkItems {
		if isDecision(&r.WorkItems[i]) {
			list = append(list, r.WorkItems[i].ID)
		}
	}
	slices.Sort(list)
	return list
}

// decisions lists what is to be decided or built once, that which alone holds up
// the most packages first, and marks the packages that wait for a decision.
func (g *graph) decisions(r *reports.Report, decided []string) []Decision {
	items := map[string]*reports.WorkItem{}
	for i := range r.WorkItems {
		items[r.WorkItems[i].ID] = &r.WorkItems[i]
	}
	found := map[string]*Decision{}
	for _, n := range g.nodes {
		for id, places := range n.items {
			w := items[id]
			if w == nil || !isDecision(w) || slices.Contains(decided, id) {
				continue
			}
			if w.Kind == reports.ItemDecision {
				n.undecided = append(n.undecided, id)
			}
			d := found[id]
			if d == nil {
				d = &Decision{ID: id, Kind: w.Kind, Title: w.Title, Minutes: w.Minutes, Packages: []string{}, Sole: []string{}}
				found[id] = d
			}
			d.Packages = append(d.Packages, n.id)
			d.Places += places
			if len(n.items) == 1 && len(g.components[n.component].waitsFor) == 0 {
				d.Sole = append(d.Sole, n.id)
			}
		}
		slices.Sort(n.undecided)
	}
	list := []Decision{}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		slices.Sort(found[id].Packages)
		slices.Sort(found[id].Sole)
		list = append(list, *found[id])
	}
	slices.SortStableFunc(list, func(a, b Decision) int {
		return cmp.Or(cmp.Compare(len(b.Sole), len(a.Sole)), cmp.Compare(len(b.Packages), len(a.Packages)), cmp.Compare(b.Places, a.Places))
	})
	return list
}
