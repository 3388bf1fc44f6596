package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// DiffSchema names the form of the JSON of a comparison.
const DiffSchema = "stxscan-diff/1.0"

// Diff is what moved between two reports.
type Diff struct {
	Schema string `json:"schema"`
	Old    Side   `json:"old"`
	New    Side   `json:"new"`
	// NotComparable says why the numbers do not tell of the source alone.
	NotComparable []string `json:"not_comparable"`
	// Targets says what moved on each port target of both reports, and why.
	Targets  []TargetChange  `json:"targets"`
	Concerns []ConcernChange `json:"concerns"`
	Packages []PackageChange `json:"packages"`
	Verdicts []VerdictChange `json:"verdicts"`
	// PackagesNew and PackagesGone are in one report only, as REPO/NAME.
	// PackagesMoved are in another repo now; their verdicts are compared.
	PackagesNew   []string      `json:"packages_new"`
	PackagesGone  []string      `json:"packages_gone"`
	PackagesMoved []PackageMove `json:"packages_moved"`
	// Came and Gone are findings of one report only, Moved those of both that
	// are in another file now.
	Came  []FindingRef `json:"findings_new"`
	Gone  []FindingRef `json:"findings_gone"`
	Moved []Move       `json:"findings_moved"`
	// Turned are findings of both reports that block a target in one of them alone.
	Turned []Turn `json:"findings_turned"`
	// Unknowns and work items of one report only.
	UnknownsNew  []finding.Unknown  `json:"unknowns_new"`
	UnknownsGone []finding.Unknown  `json:"unknowns_gone"`
	ItemsNew     []reports.WorkItem `json:"work_items_new"`
	ItemsCleared []reports.WorkItem `json:"work_items_cleared"`
}

// Side is one of the two reports.
type Side struct {
	Time     time.Time         `json:"time"`
	Tool     string            `json:"tool"`
	Rules    string            `json:"rules"`
	Commits  map[string]string `json:"commits"`
	Findings int               `json:"findings"`
	Unknowns int               `json:"unknowns"`
}

// Tally counts what moved.
type Tally struct {
	New   int `json:"new"`
	Gone  int `json:"gone"`
	Moved int `json:"moved"`
}

// ConcernChange is what moved in a concern; Before and After count findings.
type ConcernChange struct {
	Concern finding.Concern `json:"concern"`
	Before  int             `json:"before"`
	After   int             `json:"after"`
	Tally
}

// PackageChange is what moved of a concern in a package.
type PackageChange struct {
	Repo    string          `json:"repo"`
	Package string          `json:"package"`
	Concern finding.Concern `json:"concern"`
	Tally
}

// VerdictChange is a package of both reports whose verdict on a target is
// another one.
type VerdictChange struct {
	Target  string          `json:"target"`
	Repo    string          `json:"repo"`
	Package string          `json:"package"`
	Before  reports.Verdict `json:"before"`
	After   reports.Verdict `json:"after"`
	// Causes are what changed it, those that are progress first.
	Causes []Cause `json:"causes"`

	was, is *reports.Package
}

// FindingRef is as much of a finding as a reader needs.
type FindingRef struct {
	Rule    string          `json:"rule"`
	Concern finding.Concern `json:"concern"`
	Repo    string          `json:"repo"`
	Package string          `json:"package"`
	Path    string          `json:"path"`
	Line    int             `json:"line"`
	Column  int             `json:"column"`
	Message string          `json:"message"`
	// Targets are the port targets of its report that it blocks.
	Targets []string `json:"targets,omitempty"`
	// Cause says of a finding of one report only why the other does not have it.
	Cause Cause `json:"cause,omitempty"`
}

// Move is a finding that is in another file now.
type Move struct {
	FindingRef
	FromRepo string `json:"from_repo"`
	FromPath string `json:"from_path"`
}

func refOf(f *finding.Finding, r *reports.Report) FindingRef {
	return FindingRef{
		Rule: f.Rule, Concern: f.Concern, Repo: f.Repo, Package: f.Package,
		Path: f.Path, Line: f.Line, Column: f.Column, Message: f.Message, Targets: r.BlockedTargets(f),
	}
}

func sideOf(r *reports.Report) Side {
	s := Side{Time: r.Run.Time, Tool: r.Tool.Version, Rules: r.Tool.Rules, Commits: map[string]string{}, Findings: len(r.Findings), Unknowns: len(r.Unknowns)}
	for _, in := range r.Inputs {
		s.Commits[in.Repo] = in.Commit
	}
	return s
}

// Compare says what moved from one report to another, and why.
func Compare(old, new *reports.Report) *Diff {
	d := &Diff{
		Schema: DiffSchema, Old: sideOf(old), New: sideOf(new), NotComparable: differences(old, new),
		Came: []FindingRef{}, Gone: []FindingRef{}, Moved: []Move{}, Turned: []Turn{}, Targets: []TargetChange{},
		UnknownsNew:  newUnknowns(old.Unknowns, new.Unknowns, nil),
		UnknownsGone: newUnknowns(new.Unknowns, old.Unknowns, nil),
		ItemsNew:     itemsOnlyIn(new, old), ItemsCleared: itemsOnlyIn(old, new),
	}
	why := newAttribution(old, new)
	m := match(old.Findings, new.Findings, func(f *finding.Finding) (FileRef, bool) {
		to, ok := why.to[fileOf(f)]
		return to, ok
	})
	for _, i := range m.New {
		d.Came = append(d.Came, refOf(&new.Findings[i], new))
	}
	for _, i := range m.Absent {
		d.Gone = append(d.Gone, refOf(&old.Findings[i], old))
	}
	for _, p := range m.Updated {
		from := &old.Findings[p.Old]
		d.Moved = append(d.Moved, Move{refOf(&new.Findings[p.New], new), from.Repo, from.Path})
	}
	d.tally(old, new)
	d.verdicts(old, new)
	d.attribute(old, new, m, why)
	return d
}

// tally counts what moved, by concern and by package.
func (d *Diff) tally(old, new *reports.Report) {
	concerns := map[finding.Concern]*ConcernChange{}
	for _, c := range finding.Concerns {
		concerns[c] = &ConcernChange{Concern: c, Before: old.Totals.Findings[c], After: new.Totals.Findings[c]}
	}
	packages := map[PackageChange]*Tally{}
	count := func(f FindingRef, add func(*Tally)) {
		key := PackageChange{Repo: f.Repo, Package: f.Package, Concern: f.Concern}
		if packages[key] == nil {
			packages[key] = &Tally{}
		}
		add(packages[key])
		if c := concerns[f.Concern]; c != nil {
			add(&c.Tally)
		}
	}
	for _, f := range d.Came {
		count(f, func(t *Tally) { t.New++ })
	}
	for _, f := range d.Gone {
		count(f, func(t *Tally) { t.Gone++ })
	}
	for _, f := range d.Moved {
		count(f.FindingRef, func(t *Tally) { t.Moved++ })
	}
	d.Concerns, d.Packages = []ConcernChange{}, []PackageChange{}
	for _, c := range finding.Concerns {
		d.Concerns = append(d.Concerns, *concerns[c])
	}
	for key, t := range packages {
		key.Tally = *t
		d.Packages = append(d.Packages, key)
	}
	slices.SortFunc(d.Packages, func(a, b PackageChange) int {
		return cmp.Or(cmp.Compare(b.New+b.Gone, a.New+a.Gone), cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Concern, b.Concern))
	})
}

// PackageMove is a package that is in another repo, both as REPO/NAME.
type PackageMove struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// verdicts lists the packages of one report, those that moved to another repo, and
// those of both whose verdict changed on a target of both.
func (d *Diff) verdicts(old, new *reports.Report) {
	before, after := packagesOf(old), packagesOf(new)
	moved := movedPackages(before, after)
	gone := map[string]bool{}
	for ref := range before {
		if after[ref] == nil {
			gone[ref[0]+"/"+ref[1]] = true
		}
	}
	targets := targetIDs(old)
	d.Verdicts, d.PackagesNew, d.PackagesGone, d.PackagesMoved = []VerdictChange{}, []string{}, []string{}, []PackageMove{}
	for i := range new.Packages {
		p := &new.Packages[i]
		ref := [2]string{p.Repo, p.Name}
		was := before[ref]
		if from := moved[ref]; was == nil && from != nil {
			was = from
			delete(gone, from.Repo+"/"+from.Name)
			d.PackagesMoved = append(d.PackagesMoved, PackageMove{from.Repo + "/" + from.Name, p.Repo + "/" + p.Name})
		}
		if was == nil {
			d.PackagesNew = append(d.PackagesNew, p.Repo+"/"+p.Name)
			continue
		}
		for _, t := range new.Targets {
			a, b := was.Readiness[t.ID].Verdict, p.Readiness[t.ID].Verdict
			if slices.Contains(targets, t.ID) && a != b {
				d.Verdicts = append(d.Verdicts, VerdictChange{Target: t.ID, Repo: p.Repo, Package: p.Name, Before: a, After: b, was: was, is: p})
			}
		}
	}
	for i := range old.Packages {
		if name := old.Packages[i].Repo + "/" + old.Packages[i].Name; gone[name] {
			d.PackagesGone = append(d.PackagesGone, name)
		}
	}
}

// movedPackages says of packages of one name that one report has in one repo and
// the other in another where they were.
func movedPackages(before, after map[[2]string]*reports.Package) map[[2]string]*reports.Package {
	from, to := map[string][]*reports.Package{}, map[string][]*reports.Package{}
	for ref, p := range before {
		if after[ref] == nil {
			from[p.Name] = append(from[p.Name], p)
		}
	}
	for ref, p := range after {
		if before[ref] == nil {
			to[p.Name] = append(to[p.Name], p)
		}
	}
	moved := map[[2]string]*reports.Package{}
	for name, list := range to {
		if len(list) == 1 && len(from[name]) == 1 {
			moved[[2]string{list[0].Repo, name}] = from[name][0]
		}
	}
	return moved
}

func itemsOnlyIn(a, b *reports.Report) []reports.WorkItem {
	there := map[string]bool{}
	for _, item := range b.WorkItems {
		there[item.ID] = true
	}
	list := []reports.WorkItem{}
	for _, item := range a.WorkItems {
		if !there[item.ID] {
			list = append(list, item)
		}
	}
	return list
}

// differences says in sentences why the numbers of two reports cannot be
// compared as they stand.
func differences(old, new *reports.Report) []string {
	list := []string{}
	if old.Tool.Rules != new.Tool.Rules {
		list = append(list, fmt.Sprintf("the rules differ (%s, %s): what is new or gone may be so because a rule is", old.Tool.Rules, new.Tool.Rules))
	}
	if !maps.Equal(old.Tool.Analyzers, new.Tool.Analyzers) {
		list = append(list, "the analyzers have other versions: they may see more or less in the same source")
	}
	names := func(what string, a, b []string) {
		only := func(x, y []string) []string {
			return slices.DeleteFunc(slices.Sorted(slices.Values(x)), func(s string) bool { return slices.Contains(y, s) })
		}
		if lost := only(a, b); len(lost) > 0 {
			list = append(list, fmt.Sprintf("%s only in the old report: %s", what, strings.Join(lost, ", ")))
		}
		if came := only(b, a); len(came) > 0 {
			list = append(list, fmt.Sprintf("%s only in the new report: %s", what, strings.Join(came, ", ")))
		}
	}
	names("targets", targetIDs(old), targetIDs(new))
	names("concerns that were looked at", concernNames(old), concernNames(new))
	names("repos", repoIDs(old), repoIDs(new))
	names("versions of Python that --python named", old.Run.Pythons, new.Run.Pythons)
	return list
}

func targetIDs(r *reports.Report) (ids []string) {
	for _, t := range r.Targets {
		ids = append(ids, t.ID)
	}
	return ids
}

func concernNames(r *reports.Report) (names []string) {
	for _, c := range r.Run.Concerns {
		names = append(names, string(c))
	}
	return names
}

func repoIDs(r *reports.Report) (ids []string) {
	for _, in := range r.Inputs {
		ids = append(ids, in.Repo)
	}
	return ids
}
