package policy

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// TargetChange is what moved on one port target of both reports.
type TargetChange struct {
	Target string           `json:"target"`
	Before reports.Headline `json:"before"`
	After  reports.Headline `json:"after"`
	// PlacesBefore and PlacesAfter count the findings that block there, in packages
	// and outside of them; Places says what moved between, by cause and concern.
	PlacesBefore int           `json:"places_before"`
	PlacesAfter  int           `json:"places_after"`
	Places       []PlaceChange `json:"places"`
}

// PlaceChange counts places of a concern that one cause moved: Came block now and
// did not, Gone did and do not.
type PlaceChange struct {
	Cause   Cause           `json:"cause"`
	Concern finding.Concern `json:"concern"`
	Came    int             `json:"came"`
	Gone    int             `json:"gone"`
}

// ByCause adds the changes of all concerns up, for a cause.
func (t *TargetChange) ByCause(c Cause) (came, gone int) {
	for _, p := range t.Places {
		if p.Cause == c {
			came += p.Came
			gone += p.Gone
		}
	}
	return came, gone
}

// CauseChange counts the places of all concerns that one cause moved.
type CauseChange struct {
	Cause      Cause
	Came, Gone int
}

// ByCauses lists the causes that moved places, in the order of Causes.
func (t *TargetChange) ByCauses() []CauseChange {
	var list []CauseChange
	for _, c := range Causes {
		if came, gone := t.ByCause(c); came+gone > 0 {
			list = append(list, CauseChange{c, came, gone})
		}
	}
	return list
}

// Turn is a finding of both reports that blocks targets in one of them alone.
type Turn struct {
	FindingRef
	Target string `json:"target"`
	Cause  Cause  `json:"cause"`
	// Blocks says whether it blocks now.
	Blocks bool `json:"blocks"`
}

// burn counts what blocks on each port target of both reports, and why that is
// more or less than before.
type burn struct {
	diff   *Diff
	why    *attribution
	counts map[burnKey]*PlaceChange
	causes map[packageOn][]Cause
}

type burnKey struct {
	target  string
	cause   Cause
	concern finding.Concern
}

type packageOn struct{ repo, name, target string }

func (b *burn) add(f *finding.Finding, target string, cause Cause, came bool) {
	key := burnKey{target, cause, f.Concern}
	p := b.counts[key]
	if p == nil {
		p = &PlaceChange{Cause: cause, Concern: f.Concern}
		b.counts[key] = p
	}
	if came {
		p.Came++
	} else {
		p.Gone++
	}
	at := packageOn{f.Repo, f.Package, target}
	if !slices.Contains(b.causes[at], cause) {
		b.causes[at] = append(b.causes[at], cause)
	}
}

// attribute fills in what moved on the targets of both reports, and the causes of
// everything that is listed.
func (d *Diff) attribute(old, new *reports.Report, m Matching, why *attribution) {
	b := &burn{diff: d, why: why, counts: map[burnKey]*PlaceChange{}, causes: map[packageOn][]Cause{}}
	targets := portTargets(old, new)
	for n, i := range m.New {
		f := &new.Findings[i]
		d.Came[n].Cause = why.ofCame(f)
		for _, t := range targets {
			if f.Blocks(t) {
				b.add(f, t, d.Came[n].Cause, true)
			}
		}
	}
	for n, i := range m.Absent {
		f := &old.Findings[i]
		d.Gone[n].Cause = why.ofGone(f)
		for _, t := range targets {
			if f.Blocks(t) {
				b.add(f, t, d.Gone[n].Cause, false)
			}
		}
	}
	for _, p := range slices.Concat(m.Unchanged, m.Updated) {
		b.turns(&old.Findings[p.Old], &new.Findings[p.New], targets)
	}
	slices.SortStableFunc(d.Turned, func(x, y Turn) int {
		return cmp.Or(cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Target, y.Target))
	})
	for _, t := range targets {
		d.Targets = append(d.Targets, b.target(t, old, new))
	}
	b.verdicts()
}

// turns notes where a finding of both reports blocks in one of them alone.
func (b *burn) turns(was, is *finding.Finding, targets []string) {
	for _, t := range targets {
		blocks := is.Blocks(t)
		if blocks == was.Blocks(t) {
			continue
		}
		cause := b.why.ofTurn(was, is, t)
		b.add(is, t, cause, blocks)
		b.diff.Turned = append(b.diff.Turned, Turn{refOf(is, b.why.new.report), t, cause, blocks})
	}
}

// portTargets are the port targets of both reports, in the order of the new one.
func portTargets(old, new *reports.Report) []string {
	known := targetIDs(old)
	var list []string
	for _, t := range new.Targets {
		if !t.Origin && slices.Contains(known, t.ID) {
			list = append(list, t.ID)
		}
	}
	return list
}

func (b *burn) target(id string, old, new *reports.Report) TargetChange {
	c := TargetChange{
		Target: id, Before: b.why.old.targets[id].Headline, After: b.why.new.targets[id].Headline, Places: []PlaceChange{},
		PlacesBefore: blocking(old, id), PlacesAfter: blocking(new, id),
	}
	for key, p := range b.counts {
		if key.target == id {
			c.Places = append(c.Places, *p)
		}
	}
	slices.SortFunc(c.Places, func(x, y PlaceChange) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Causes, x.Cause), slices.Index(Causes, y.Cause)),
			cmp.Compare(slices.Index(finding.Concerns, x.Concern), slices.Index(finding.Concerns, y.Concern)),
			cmp.Compare(x.Concern, y.Concern))
	})
	return c
}

// blocking counts the findings that block on a target.
func blocking(r *reports.Report, target string) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Blocks(target) {
			n++
		}
	}
	return n
}

// verdicts says of every verdict that changed what changed it.
func (b *burn) verdicts() {
	for i := range b.diff.Verdicts {
		v := &b.diff.Verdicts[i]
		before, after := v.was, v.is
		causes := slices.Clone(b.causes[packageOn{v.Repo, v.Package, v.Target}])
		if before.Repo != after.Repo {
			causes = append(causes, b.causes[packageOn{before.Repo, before.Name, v.Target}]...)
		}
		if after.Fork != "" {
			causes = append(causes, b.causesOfRepo(after.Fork, v.Target)...)
		}
		if before.Replaced[v.Target] != after.Replaced[v.Target] {
			causes = []Cause{CauseDecision}
		}
		if before.Built != after.Built {
			causes = []Cause{CauseCode}
		}
		if len(causes) == 0 {
			causes = []Cause{b.ofVerdict(v)}
		}
		slices.SortFunc(causes, func(x, y Cause) int { return cmp.Compare(slices.Index(Causes, x), slices.Index(Causes, y)) })
		v.Causes = slices.Compact(causes)
	}
}

// causesOfRepo are the causes of what moved on a target in a fork.
func (b *burn) causesOfRepo(repo, target string) []Cause {
	var list []Cause
	for at, causes := range b.causes {
		if at.repo == repo && at.target == target {
			list = append(list, causes...)
		}
	}
	return list
}

// ofVerdict is the cause of a verdict that changed though no place did: what the
// target provides, or what could be read.
func (b *burn) ofVerdict(v *VerdictChange) Cause {
	input := func(p *reports.Package) bool {
		return slices.ContainsFunc(p.Readiness[v.Target].Reasons, func(r reports.Reason) bool { return r.Kind == reports.ReasonInput })
	}
	switch {
	case b.why.otherIndex(v.Target):
		return CauseIndex
	case b.why.old.report.Tool.Version != b.why.new.report.Tool.Version && !b.why.anyFile:
		return CauseTool
	case input(v.was) != input(v.is) && !b.why.anyFile:
		return CauseScope
	}
	return b.why.elsewhere()
}

func packagesOf(r *reports.Report) map[[2]string]*reports.Package {
	all := map[[2]string]*reports.Package{}
	for i := range r.Packages {
		all[[2]string{r.Packages[i].Repo, r.Packages[i].Name}] = &r.Packages[i]
	}
	return all
}
