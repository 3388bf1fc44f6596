package history

import (
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// measured is what a trend says of one report.
type measured struct {
	commits  map[string]string
	targets  map[string]reports.TrendTarget
	order    []string // of the targets
	origins  []string
	verdicts map[packageTarget]reports.Verdict
	// milestones are as the report has them.
	milestones []reports.Milestone
}

type packageTarget struct{ pkg, target string }

// measure counts what a trend is made of.
func measure(r *reports.Report) measured {
	m := measured{
		commits: map[string]string{}, targets: map[string]reports.TrendTarget{}, verdicts: map[packageTarget]reports.Verdict{},
		milestones: r.Milestones,
	}
	for _, in := range r.Inputs {
		m.commits[in.Repo] = in.Commit
	}
	built := map[string]bool{}
	for i := range r.Packages {
		if p := &r.Packages[i]; p.Built {
			id := p.Repo + "/" + p.Name
			built[id] = true
			for target, readiness := range p.Readiness {
				m.verdicts[packageTarget{id, target}] = readiness.Verdict
			}
		}
	}
	for i := range r.Targets {
		t := &r.Targets[i]
		m.order = append(m.order, t.ID)
		if t.Origin {
			m.origins = append(m.origins, t.ID)
		}
		m.targets[t.ID] = measureTarget(r, t, built)
	}
	return m
}

func measureTarget(r *reports.Report, t *reports.Target, built map[string]bool) reports.TrendTarget {
	out := reports.TrendTarget{Headline: t.Headline, Concerns: map[finding.Concern]reports.TrendConcern{}}
	type in struct {
		concern finding.Concern
		pkg     string
	}
	packages := map[in]bool{}
	items := map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Blocks(t.ID) {
			continue
		}
		c := out.Concerns[f.Concern]
		c.Blocking++
		at := in{f.Concern, f.Repo + "/" + f.Package}
		if built[at.pkg] && !packages[at] {
			packages[at] = true
			c.Packages++
		}
		out.Concerns[f.Concern] = c
		out.Blocking++
		items[f.WorkItem] = true
	}
	for i := range r.WorkItems {
		item := &r.WorkItems[i]
		if !items[item.ID] {
			continue
		}
		c := out.Concerns[item.Concern]
		c.WorkItems++
		c.Minutes += item.Minutes
		out.Concerns[item.Concern] = c
		out.WorkItems++
		out.Minutes += item.Minutes
	}
	return out
}
