package portplan

import (
	"cmp"
	"maps"
	"math"
	"path"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/scc"
)

// graph is the packages with Python code and what they import of each other.
type graph struct {
	nodes      []*node // by id
	at         map[string]int
	components []*component // those that are imported before those that import
	unclear    map[string]*Unclear
	// modules maps those from outside to the packages that need them.
	modules map[string][]string
}

type node struct {
	id       string
	built    bool
	places   int
	cost     float64
	unknowns int
	// items are the work items of its places, each with how many.
	items map[string]int
	// undecided are those of them that wait for a decision.
	undecided []string
	imports   []int // nodes, sorted
	edges     map[int]*Edge
	// component is the place of its component in the list.
	component int
}

func (n *node) minutes() int { return int(math.Ceil(n.cost - 1e-6)) }

func (n *node) state() State {
	switch {
	case n.places > 0:
		return Work
	case n.unknowns > 0:
		return Unknown
	}
	return Done
}

// newGraph gathers the packages that have Python code, or work of the concern.
func newGraph(r *reports.Report, c finding.Concern, target string) *graph {
	g := &graph{at: map[string]int{}, unclear: map[string]*Unclear{}, modules: map[string][]string{}}
	home := homes(r)
	built := map[string]bool{}
	for _, p := range r.Packages {
		id := home[p.Repo+"/"+p.Name]
		built[id] = built[id] || p.Built
		if p.Python != nil && p.Python.Files > 0 {
			g.at[id] = 0
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Concern == c && f.Blocks(target) {
			g.at[home[f.Repo+"/"+f.Package]] = 0
		}
	}
	for _, id := range slices.Sorted(maps.Keys(g.at)) {
		g.at[id] = len(g.nodes)
		g.nodes = append(g.nodes, &node{id: id, built: built[id], edges: map[int]*Edge{}})
	}
	g.addWork(r, c, target, home)
	g.addUnknowns(r, home)
	for _, p := range r.Packages {
		if p.Python != nil {
			for _, use := range p.Python.Imports {
				g.addImport(home[p.Repo+"/"+p.Name], &use, home)
			}
		}
	}
	for _, n := range g.nodes {
		n.imports = slices.Sorted(maps.Keys(n.edges))
	}
	return g
}

// homes maps the packages of the report, as REPO/NAME, to those of the plan:
// what lies in a fork is of the one package that is built from it.
func homes(r *reports.Report) map[string]string {
	builtFrom := map[string][]string{}
	for _, p := range r.Packages {
		if p.Fork != "" {
			builtFrom[p.Fork] = append(builtFrom[p.Fork], p.Repo+"/"+p.Name)
		}
	}
	home := map[string]string{}
	for _, p := range r.Packages {
		id := p.Repo + "/" + p.Name
		home[id] = id
		if list := builtFrom[p.Repo]; len(list) == 1 {
			home[id] = list[0]
		}
	}
	return home
}

// shares is what each place that blocks costs, in minutes, by work item.
func shares(r *reports.Report) map[string]float64 {
	share := map[string]float64{}
	for _, w := range r.WorkItems {
		if w.Blocking > 0 {
			share[w.ID] = float64(w.Minutes) / float64(w.Blocking)
		}
	}
	return share
}

// addWork counts the places that block, and what they cost: of its work item,
// each place has its share.
func (g *graph) addWork(r *reports.Report, c finding.Concern, target string, home map[string]string) {
	share := shares(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Concern == c && f.Blocks(target) {
			n := g.nodes[g.at[home[f.Repo+"/"+f.Package]]]
			n.add(f, share)
		}
	}
}

// add counts a place that blocks.
func (n *node) add(f *finding.Finding, share map[string]float64) {
	n.places++
	n.cost += share[f.WorkItem]
	if n.items == nil {
		n.items = map[string]int{}
	}
	n.items[f.WorkItem]++
}

// addUnknowns counts what was not read of the packages' Python code.
func (g *graph) addUnknowns(r *reports.Report, home map[string]string) {
	for i := range r.Unknowns {
		u := &r.Unknowns[i]
		if u.Package == "" {
			continue
		}
		isCode := u.Kind == finding.UnknownSource || u.Analyzer == "py2" ||
			(u.Kind == finding.UnknownUnparsed || u.Kind == finding.UnknownUnreadable) && path.Ext(u.Path) == ".py"
		if at, ok := g.at[home[u.Repo+"/"+u.Package]]; ok && isCode {
			g.nodes[at].unknowns++
		}
	}
}

// addImport adds what a package cannot do without.
func (g *graph) addImport(id string, use *finding.Import, home map[string]string) {
	from, ok := g.at[id]
	if !ok || use.Needed == 0 {
		return
	}
	switch len(use.Packages) {
	case 0:
		if list := g.modules[use.Module]; !slices.Contains(list, id) {
			g.modules[use.Module] = append(list, id)
		}
		return
	case 1:
	default:
		u := g.unclear[use.Module]
		if u == nil {
			u = &Unclear{Module: use.Module, From: slices.Clone(use.Packages)}
			g.unclear[use.Module] = u
		}
		if !slices.Contains(u.By, id) {
			u.By = append(u.By, id)
		}
		return
	}
	to, ok := g.at[home[use.Packages[0]]]
	if !ok || to == from {
		return
	}
	e := g.nodes[from].edges[to]
	if e == nil {
		e = &Edge{From: id, To: g.nodes[to].id, Path: use.Path, Line: use.Line}
		g.nodes[from].edges[to] = e
	}
	e.Modules = append(e.Modules, use.Module)
	e.Files += use.Needed
}

func (g *graph) unclearList() []Unclear {
	list := []Unclear{}
	for _, name := range slices.Sorted(maps.Keys(g.unclear)) {
		u := g.unclear[name]
		slices.Sort(u.By)
		list = append(list, *u)
	}
	return list
}

func (g *graph) ids(nodes []int) []string {
	list := make([]string, len(nodes))
	for i, n := range nodes {
		list[i] = g.nodes[n].id
	}
	return list
}

// component is packages that import each other; most are of one package.
type component struct {
	nodes   []int // sorted
	imports []int // components, sorted
	// waitsFor are the components that it imports, also through others, and
	// that are not done.
	waitsFor []int
	wave     int
	cycle    int // counted from 1, 0 if it is none
}

func (g *graph) isDone(c *component) bool {
	return g.state(c) == Done
}

// findComponents finds what imports each other, those that are imported first, and
// the wave of each.
func (g *graph) findComponents() {
	for i, nodes := range scc.Components(len(g.nodes), func(n int) []int { return g.nodes[n].imports }) {
		for _, n := range nodes {
			g.nodes[n].component = i
		}
		others := map[int]bool{}
		for _, n := range nodes {
			for _, to := range g.nodes[n].imports {
				if d := g.nodes[to].component; d != i {
					others[d] = true
				}
			}
		}
		g.components = append(g.components, &component{nodes: nodes, imports: slices.Sorted(maps.Keys(others))})
	}
	cycles := 0
	for _, c := range g.components {
		if len(c.nodes) > 1 {
			cycles++
			c.cycle = cycles
		}
		waits := map[int]bool{}
		for _, d := range c.imports {
			other := g.components[d]
			c.wave = max(c.wave, other.wave)
			for _, w := range other.waitsFor {
				waits[w] = true
			}
			if !g.isDone(other) {
				waits[d] = true
			}
		}
		c.waitsFor = slices.Sorted(maps.Keys(waits))
		if !g.isDone(c) {
			c.wave++
		}
	}
}

// cycles lists the components of several packages with the imports within.
func (g *graph) cycles() []Cycle {
	list := []Cycle{}
	for i, c := range g.components {
		if c.cycle == 0 {
			continue
		}
		cycle := Cycle{Number: c.cycle, Packages: g.ids(c.nodes)}
		for _, n := range c.nodes {
			for _, to := range g.nodes[n].imports {
				if g.nodes[to].component == i {
					cycle.Edges = append(cycle.Edges, *g.nodes[n].edges[to])
				}
			}
		}
		slices.SortStableFunc(cycle.Edges, func(a, b Edge) int {
			return cmp.Or(cmp.Compare(a.Files, b.Files), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
		})
		list = append(list, cycle)
	}
	return list
}

// blockers lists the components that others wait for.
func (g *graph) blockers() []Blocker {
	waiting := make([][]int, len(g.components))
	for i, c := range g.components {
		for _, d := range c.waitsFor {
			waiting[d] = append(waiting[d], i)
		}
	}
	list := []Blocker{}
	for i, c := range g.components {
		if len(waiting[i]) == 0 {
			continue
		}
		b := Blocker{Packages: g.ids(c.nodes), State: g.state(c), Minutes: g.minutes(c), Unknowns: g.unknowns(c), Waiting: []string{}, Frees: []string{}}
		for _, n := range c.nodes {
			b.Places += g.nodes[n].places
		}
		for _, w := range waiting[i] {
			other := g.components[w]
			b.Waiting = append(b.Waiting, g.ids(other.nodes)...)
			b.WaitingMinutes += g.minutes(other)
			b.WaitingUnknowns += g.unknowns(other)
			if len(other.waitsFor) == 1 {
				b.Frees = append(b.Frees, g.ids(other.nodes)...)
			}
		}
		slices.Sort(b.Waiting)
		slices.Sort(b.Frees)
		list = append(list, b)
	}
	slices.SortFunc(list, func(a, b Blocker) int {
		return cmp.Or(cmp.Compare(len(b.Waiting), len(a.Waiting)), cmp.Compare(b.WaitingMinutes, a.WaitingMinutes),
			cmp.Compare(a.Minutes, b.Minutes), slices.Compare(a.Packages, b.Packages))
	})
	return list
}
