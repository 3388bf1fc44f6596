package readiness

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Way is what it takes to make a package ready on a target. Since every
// finding is in exactly one work item, no smaller set of items would do.
type Way struct {
	Package   *reports.Package
	Target    *reports.Target
	Readiness reports.Readiness
	// First are the packages that it needs, directly or through others, and
	// that are not ready themselves: each after those that it needs in turn.
	First []*reports.Package
	// Work is what there is to do, decisions first and the package's own last.
	Work []Task
	// Inputs are what the scan was not given, for the package and for those
	// that come first; until then more work may come to light.
	Inputs []reports.Reason
	// Patches are the package's, nil if it has none.
	Patches *finding.PatchStack
}

// Task is one work item as far as a package waits for it.
type Task struct {
	Item *reports.WorkItem
	// Places counts the places in the packages of the way that block on the target, out
	// of All that the item has there.
	Places, All int
	// For names the packages of the way that wait for it, as REPO/NAME.
	For []string
}

// WayOf returns what it takes to make a package of the report ready on a
// target. Both must be the report's own.
func WayOf(r *reports.Report, p *reports.Package, t *reports.Target) *Way {
	w := &Way{Package: p, Target: t, Readiness: p.Readiness[t.ID], Patches: stackOf(r, p.Repo, p.Name)}
	if w.Readiness.Verdict == reports.NotApplicable {
		return w
	}
	finder := &wayFinder{report: r, target: t.ID, at: map[string]*reports.Package{}, needs: map[string][]string{}, seen: map[string]bool{}}
	finder.index()
	finder.visit(id(p))
	for _, name := range finder.order {
		if other := finder.at[name]; other != p {
			w.First = append(w.First, other)
		}
	}
	w.Work = finder.tasks(r, p)
	w.Inputs = finder.inputs()
	return w
}

// stackOf returns the patches of a package, nil if it has none.
func stackOf(r *reports.Report, repo, pkg string) *finding.PatchStack {
	for i := range r.PatchStacks {
		if s := &r.PatchStacks[i]; s.Repo == repo && s.Package == pkg {
			return s
		}
	}
	return nil
}

func id(p *reports.Package) string { return p.Repo + "/" + p.Name }

// wayFinder follows needs among the packages of StarlingX.
type wayFinder struct {
	report *reports.Report
	target string
	at     map[string]*reports.Package
	needs  map[string][]string // by package, those of StarlingX that it needs
	seen   map[string]bool
	order  []string // what was visited and is not ready, needs before needers
}

func (f *wayFinder) index() {
	for i := range f.report.Packages {
		p := &f.report.Packages[i]
		f.at[id(p)] = p
	}
	for i := range f.report.Dependencies {
		d := &f.report.Dependencies[i]
		v := d.Verdicts[f.target]
		from := d.Repo + "/" + d.Package
		if v.Verdict == finding.OwnPackage && d.Condition == "" && v.Name != from && f.at[v.Name] != nil {
			f.needs[from] = append(f.needs[from], v.Name)
		}
	}
}

// visit adds a package after those that it needs. Needs that go in a circle
// are cut where the circle closes. The stack is the workspace's own needs,
// which are as deep as its packages are many at most.
func (f *wayFinder) visit(name string) {
	if f.seen[name] {
		return
	}
	f.seen[name] = true
	needs := slices.Clone(f.needs[name])
	slices.Sort(needs)
	for _, need := range slices.Compact(needs) {
		f.visit(need)
	}
	switch f.at[name].Readiness[f.target].Verdict {
	case reports.Ready, reports.Likely, reports.NotApplicable:
	default:
		f.order = append(f.order, name)
	}
}

// tasks gathers the work items that the visited packages wait for.
func (f *wayFinder) tasks(r *reports.Report, own *reports.Package) []Task {
	items := map[string]*reports.WorkItem{}
	for i := range r.WorkItems {
		items[r.WorkItems[i].ID] = &r.WorkItems[i]
	}
	all := pendingItems(r)
	byItem := map[string]*Task{}
	for _, name := range f.order {
		p := f.at[name]
		for item, places := range all[packageTarget{p.Repo, p.Name, f.target}].items {
			if items[item] == nil {
				continue
			}
			if byItem[item] == nil {
				byItem[item] = &Task{Item: items[item]}
			}
			byItem[item].Places += places
			byItem[item].For = append(byItem[item].For, name)
		}
	}
	for i := range r.Findings {
		if at := &r.Findings[i]; byItem[at.WorkItem] != nil && at.Blocks(f.target) {
			byItem[at.WorkItem].All++
		}
	}
	var list []Task
	for _, task := range byItem {
		slices.Sort(task.For)
		list = append(list, *task)
	}
	mine := func(t Task) int {
		if slices.Contains(t.For, id(own)) && len(t.For) == 1 {
			return 1
		}
		return 0
	}
	slices.SortFunc(list, func(a, b Task) int {
		return cmp.Or(cmp.Compare(kindOrder(a.Item.Kind), kindOrder(b.Item.Kind)), cmp.Compare(mine(a), mine(b)),
			cmp.Compare(b.Places, a.Places), cmp.Compare(a.Item.ID, b.Item.ID))
	})
	return list
}

// kindOrder is the order in which work is done: what is decided first shapes
// the rest.
func kindOrder(k reports.ItemKind) int { return slices.Index(reports.ItemKinds, k) }

// inputs gathers what the scan was not given, each once.
func (f *wayFinder) inputs() []reports.Reason {
	var list []reports.Reason
	for _, name := range f.order {
		for _, reason := range f.at[name].Readiness[f.target].Reasons {
			if reason.Kind == reports.ReasonInput {
				reason.Text = name + ": " + reason.Text
				list = append(list, reason)
			}
		}
	}
	return list
}
