package readiness

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// milestones counts how far the packages of every milestone of the report are.
// The report must have its verdicts. A package is done when none of its places of
// the milestone's concerns blocks on the target and none of its needs of the
// milestone's kinds is missing there; what could not be told is never done.
func milestones(a *assessment) {
	kinds := needKinds(a.report)
	left := map[*reports.Milestone]map[packageKey]*reports.MilestoneRest{}
	for i := range a.report.Milestones {
		m := &a.report.Milestones[i]
		m.Packages, m.Done, m.Likely, m.Unknown, m.Rest = 0, 0, 0, 0, []reports.MilestoneRest{}
		left[m] = map[packageKey]*reports.MilestoneRest{}
	}
	builtFrom := forkUsers(a.report)
	for i := range a.report.Findings {
		f := &a.report.Findings[i]
		for j := range a.report.Milestones {
			m := &a.report.Milestones[j]
			if !f.Blocks(m.Target) || !concernsOf(m, f, kinds) {
				continue
			}
			for _, p := range append(builtFrom[f.Repo], packageKey{f.Repo, f.Package}) {
				rest := left[m][p]
				if rest == nil {
					rest = &reports.MilestoneRest{Items: []string{}}
					left[m][p] = rest
				}
				rest.Places++
				if !slices.Contains(rest.Items, f.WorkItem) {
					rest.Items = append(rest.Items, f.WorkItem)
				}
			}
		}
	}
	for m, rest := range left {
		a.countMilestone(m, rest)
	}
}

// countMilestone puts every package of a milestone into one of its counts.
func (a *assessment) countMilestone(m *reports.Milestone, left map[packageKey]*reports.MilestoneRest) {
	for i := range a.report.Packages {
		p := &a.report.Packages[i]
		if !p.Built || len(m.Groups) > 0 && !slices.ContainsFunc(p.Groups, func(id string) bool { return slices.Contains(m.Groups, id) }) {
			continue
		}
		m.Packages++
		key := packageKey{p.Repo, p.Name}
		verdict := p.Readiness[m.Target].Verdict
		rest := left[key]
		if rest == nil {
			rest = &reports.MilestoneRest{Items: []string{}}
		}
		rest.Package, rest.Missing = p.Repo+"/"+p.Name, a.missingOf(m, key)
		slices.Sort(rest.Items)
		switch {
		case verdict == reports.NotApplicable:
			m.Done++
		case rest.Places > 0 || len(rest.Missing) > 0:
			m.Rest = append(m.Rest, *rest)
		case a.untold(p, m.Target):
			m.Unknown++
			rest.Unknown = true
			m.Rest = append(m.Rest, *rest)
		default:
			m.Done++
			if verdict == reports.Likely {
				m.Likely++
			}
		}
	}
	// What is nearest to being done comes first, what is unknown last.
	things := func(r reports.MilestoneRest) int { return len(r.Items) + len(r.Missing) }
	slices.SortStableFunc(m.Rest, func(x, y reports.MilestoneRest) int {
		if x.Unknown != y.Unknown {
			if x.Unknown {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(things(x), things(y)), cmp.Compare(x.Places, y.Places))
	})
}

// untold reports whether something of a package could not be read or looked up.
func (a *assessment) untold(p *reports.Package, target string) bool {
	return slices.ContainsFunc(p.Readiness[target].Reasons, func(r reports.Reason) bool { return r.Kind == reports.ReasonInput }) &&
		p.Readiness[target].Verdict != reports.Likely
}

// missingOf names the needs of a milestone's kinds that the target lacks.
func (a *assessment) missingOf(m *reports.Milestone, key packageKey) []string {
	names := []string{}
	for _, d := range a.needs[key] {
		if !blockingNeed(d) || d.Verdicts[m.Target].Verdict != finding.Missing || slices.Contains(names, d.Name) {
			continue
		}
		if len(m.Needs) == 0 || slices.Contains(m.Needs, d.Need) {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return names
}

// needPlace is where a need is written.
type needPlace struct{ repo, path, name string }

// needKinds says of which kinds the needs are that findings are about.
func needKinds(r *reports.Report) map[needPlace][]finding.Need {
	kinds := map[needPlace][]finding.Need{}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		at := needPlace{d.Repo, d.Path, d.Name}
		if !slices.Contains(kinds[at], d.Need) {
			kinds[at] = append(kinds[at], d.Need)
		}
	}
	return kinds
}

// concernsOf reports whether a finding is of what a milestone asks for.
func concernsOf(m *reports.Milestone, f *finding.Finding, kinds map[needPlace][]finding.Need) bool {
	if len(m.Concerns) > 0 && !slices.Contains(m.Concerns, f.Concern) {
		return false
	}
	of := kinds[needPlace{f.Repo, f.Path, f.Subject}]
	if f.Concern != finding.Dependencies || len(m.Needs) == 0 || len(of) == 0 {
		return true
	}
	return slices.ContainsFunc(of, func(n finding.Need) bool { return slices.Contains(m.Needs, n) })
}

// countTracked counts what the report has of the concerns that other teams work
// on.
func countTracked(r *reports.Report) {
	for i := range r.Tracked {
		t := &r.Tracked[i]
		t.Findings, t.Blocking, t.WorkItems, t.Minutes = 0, 0, 0, 0
		for j := range r.Findings {
			if f := &r.Findings[j]; f.Concern == t.Concern {
				t.Findings++
				if r.Blocks(f) {
					t.Blocking++
				}
			}
		}
		for j := range r.WorkItems {
			if w := &r.WorkItems[j]; w.Concern == t.Concern {
				t.WorkItems++
				t.Minutes += w.Minutes
			}
		}
	}
}
