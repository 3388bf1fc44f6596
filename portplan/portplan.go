// Package portplan says in which order the packages of a workspace are ported:
// leaves of the import graph first, what may start now, and which package the
// most others wait for. It reads a report and nothing else.
package portplan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Schema names the form of the plan's JSON. Within a major version fields are
// only added.
const Schema = "stxscan-plan/1.0"

// Concerns are those whose work has an order that a plan can tell: that of
// Python's imports, and that of what packages need to be built and to run.
var Concerns = []finding.Concern{finding.Python2, finding.Dependencies}

// maxPackages bounds what each may wait for all others: many times StarlingX.
const maxPackages = 5000

// Plan is the order in which packages are ported.
type Plan struct {
	Schema string `json:"schema"`
	// Concern is the one whose work is planned, "" for that of all of them.
	Concern finding.Concern `json:"concern"`
	Target  string          `json:"target"`
	// Met and Decided are what the plan takes for settled.
	Met     []string `json:"met,omitempty"`
	Decided []string `json:"decided,omitempty"`
	Totals  Totals   `json:"totals"`
	// Waves are in order: what a package of a wave imports is in the same wave
	// or an earlier one.
	Waves  []Wave  `json:"waves"`
	Cycles []Cycle `json:"cycles"`
	// Blockers are what others wait for, those with the most first.
	Blockers []Blocker `json:"blockers"`
	Critical Critical  `json:"critical"`
	// Decisions are what is decided or built once, where all work is planned.
	Decisions []Decision `json:"decisions,omitempty"`
	// Outside are the modules that no package of the workspace has, Unclear
	// those that several have.
	Outside []Outside `json:"outside"`
	Unclear []Unclear `json:"unclear"`
}

// Totals counts the packages of the plan. What lies outside of every package
// counts as one for each repo.
type Totals struct {
	Packages int `json:"packages"`
	Done     int `json:"done"`
	Work     int `json:"work"`
	Unknown  int `json:"unknown"`
	// Now counts those with work that may start now, Undecided those that may as
	// soon as what they wait for is decided.
	Now       int `json:"now"`
	Undecided int `json:"undecided"`
	Places    int `json:"places"`
	Minutes   int `json:"minutes"`
}

// Wave is what can be ported at the same time. Wave 0 is what needs no work and
// waits for nothing.
type Wave struct {
	Number   int       `json:"number"`
	Minutes  int       `json:"minutes"`
	Packages []Package `json:"packages"`
}

// State says whether a package has work left of its own.
type State string

// The states. What could not be read may hide work.
const (
	Done    State = "done"
	Work    State = "work"
	Unknown State = "unknown"
)

// Package is a package of the plan.
type Package struct {
	ID    string `json:"id"` // REPO/NAME
	Built bool   `json:"built"`
	State State  `json:"state"`
	// Now is set where there is work, all that it imports is done, and nothing of
	// it waits for a decision: it may start now. In a cycle one that waits for a
	// decision holds back all.
	Now bool `json:"now"`
	// Undecided are the work items of decisions that it waits for, which the plan
	// does not take for settled.
	Undecided []string `json:"undecided,omitempty"`
	// Places count the findings that block on the target, Minutes what they
	// cost; of work that is shared with other packages, by places.
	Places  int `json:"places"`
	Minutes int `json:"minutes"`
	// Unknowns counts what could not be read in it.
	Unknowns int `json:"unknowns"`
	// Imports are the packages that it imports. First are those of them that are
	// not done or wait themselves, WaitsFor all that are not done, of what these
	// import in turn too. Its own cycle is in neither.
	Imports  []string `json:"imports"`
	First    []string `json:"first"`
	WaitsFor []string `json:"waits_for"`
	// Cycle is the number of its cycle, counted from 1; 0 if it is in none.
	Cycle int `json:"cycle,omitempty"`
}

// Cycle is packages that import each other, so that they are ported together
// or an import is cut first.
type Cycle struct {
	Number   int      `json:"number"`
	Packages []string `json:"packages"`
	// Edges are the imports that make it, those with the fewest files first:
	// they are the easiest to cut.
	Edges []Edge `json:"edges"`
}

// Edge is the imports of one package by another. Path and Line are the first.
type Edge struct {
	From    string   `json:"from"`
	To      string   `json:"to"`
	Modules []string `json:"modules"`
	Files   int      `json:"files"`
	Path    string   `json:"path"`
	Line    int      `json:"line"`
}

// Blocker is a package, or a cycle, that others wait for.
type Blocker struct {
	Packages []string `json:"packages"`
	State    State    `json:"state"`
	Places   int      `json:"places"`
	Minutes  int      `json:"minutes"`
	Unknowns int      `json:"unknowns"`
	// Waiting are the packages that import it, also through others;
	// WaitingMinutes is their own work, which cannot be finished before, and
	// WaitingUnknowns counts what could not be read in them.
	Waiting         []string `json:"waiting"`
	WaitingMinutes  int      `json:"waiting_minutes"`
	WaitingUnknowns int      `json:"waiting_unknowns"`
	// Frees are those of them that wait for nothing else.
	Frees []string `json:"frees"`
}

// Unclear is a module that several packages have.
type Unclear struct {
	Module string   `json:"module"`
	By     []string `json:"by"`
	From   []string `json:"from"`
}

// Options say what is planned.
type Options struct {
	// Concern is one of Concerns, or "" for all work in the order of what
	// packages need of each other.
	Concern finding.Concern
	Target  string
	// Met are needs, and Decided the work items of decisions and seams, that the
	// plan takes for settled.
	Met, Decided []string
}

// Make plans work for a target. The error says what the report lacks for it.
func Make(r *reports.Report, o Options) (*Plan, error) {
	if err := checkOptions(r, &o); err != nil {
		return nil, err
	}
	byNeeds := o.Concern == finding.Dependencies || o.Concern == ""
	var g *graph
	if byNeeds {
		g = newNeedsGraph(r, &o)
	} else {
		g = newGraph(r, o.Concern, o.Target)
	}
	if n := len(g.nodes); n > maxPackages {
		which := "with Python code"
		if byNeeds {
			which = "in build lists"
		}
		return nil, fmt.Errorf("the report has %d packages %s: there is no plan for more than %d", n, which, maxPackages)
	}
	g.findComponents()
	p := &Plan{Schema: Schema, Concern: o.Concern, Target: o.Target, Met: o.Met, Decided: o.Decided,
		Cycles: g.cycles(), Blockers: g.blockers(), Critical: g.critical(), Waves: []Wave{}, Unclear: g.unclearList()}
	if byNeeds {
		p.Outside = g.unmet(r, o.Target, o.Met)
	} else {
		p.Outside = g.outside(r, o.Target)
	}
	if o.Concern == "" {
		p.Decisions = g.decisions(r, o.Decided)
	}
	g.waves(p)
	return p, nil
}

// checkOptions says what is wrong with what is asked for, or what the report lacks.
func checkOptions(r *reports.Report, o *Options) error {
	at := slices.IndexFunc(r.Targets, func(t reports.Target) bool { return t.ID == o.Target })
	switch {
	case o.Concern != "" && !slices.Contains(Concerns, o.Concern):
		return fmt.Errorf("there is no plan for %q: there is one for %s", o.Concern, joined(Concerns))
	case o.Concern != "" && !slices.Contains(r.Run.Concerns, o.Concern):
		return fmt.Errorf("the report did not look at %s: scan with its rules", o.Concern)
	case r.Tool.Analyzers["imports"] == 0:
		return fmt.Errorf("the report does not say what packages import: scan again with this version")
	case at < 0:
		return fmt.Errorf("the report has no target %q", o.Target)
	case o.Concern != finding.Dependencies && o.Concern != "":
		return nil
	case r.Targets[at].Origin:
		return fmt.Errorf("%s is where the port comes from: name a target to port to", o.Target)
	case r.Targets[at].Index == nil:
		return fmt.Errorf("nothing was looked up on %s: it needs an index, see 'stxscan index status'", o.Target)
	}
	return nil
}

func joined(list []finding.Concern) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = string(c)
	}
	return strings.Join(words, ", ")
}

// waves puts every package into its wave and counts.
func (g *graph) waves(p *Plan) {
	for _, n := range g.nodes {
		c := g.components[n.component]
		for len(p.Waves) <= c.wave {
			p.Waves = append(p.Waves, Wave{Number: len(p.Waves), Packages: []Package{}})
		}
		w := &p.Waves[c.wave]
		pkg := Package{
			ID: n.id, Built: n.built, State: n.state(), Places: n.places, Minutes: n.minutes(), Unknowns: n.unknowns,
			Imports: g.ids(n.imports), First: []string{}, WaitsFor: []string{}, Cycle: c.cycle, Undecided: n.undecided,
		}
		for _, to := range n.imports {
			if g.nodes[to].component != n.component && g.components[g.nodes[to].component].wave > 0 {
				pkg.First = append(pkg.First, g.nodes[to].id)
			}
		}
		for _, d := range c.waitsFor {
			pkg.WaitsFor = append(pkg.WaitsFor, g.ids(g.components[d].nodes)...)
		}
		pkg.WaitsFor = slices.DeleteFunc(pkg.WaitsFor, func(id string) bool { return g.nodes[g.at[id]].state() == Done })
		slices.Sort(pkg.WaitsFor)
		mayStart := pkg.State == Work && len(c.waitsFor) == 0
		waits := slices.ContainsFunc(c.nodes, func(i int) bool { return len(g.nodes[i].undecided) > 0 })
		if pkg.Now = mayStart && !waits; mayStart && waits {
			p.Totals.Undecided++
		}
		w.Packages = append(w.Packages, pkg)
		w.Minutes += pkg.Minutes
		p.Totals.add(&pkg)
	}
	for i := range p.Waves {
		slices.SortFunc(p.Waves[i].Packages, func(a, b Package) int {
			return cmp.Or(-compareBool(a.Now, b.Now), cmp.Compare(b.Minutes, a.Minutes), cmp.Compare(a.ID, b.ID))
		})
	}
}

func (t *Totals) add(p *Package) {
	t.Packages++
	t.Places += p.Places
	t.Minutes += p.Minutes
	switch p.State {
	case Done:
		t.Done++
	case Unknown:
		t.Unknown++
	default:
		t.Work++
	}
	if p.Now {
		t.Now++
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
