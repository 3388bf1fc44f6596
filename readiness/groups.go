package readiness

import "opendev.org/starlingx/stxscan/reports"

// groupHeadlines counts the verdicts of each group: by its id, then by target.
type groupHeadlines map[string]map[string]*reports.Headline

func newGroupHeadlines(r *reports.Report) groupHeadlines {
	all := groupHeadlines{}
	for _, g := range r.Groups {
		all[g.ID] = map[string]*reports.Headline{}
		for _, t := range r.Targets {
			all[g.ID][t.ID] = &reports.Headline{}
		}
	}
	return all
}

// add counts a package in all groups that it names.
func (all groupHeadlines) add(p *reports.Package, target string, v reports.Verdict, n pending) {
	for _, id := range p.Groups {
		if h := all[id][target]; h != nil {
			addHeadline(h, p, v, n)
		}
	}
}

// write puts the counts into the report.
func (all groupHeadlines) write(r *reports.Report) {
	for i := range r.Groups {
		g := &r.Groups[i]
		g.Packages, g.Headlines = 0, map[string]reports.Headline{}
		for id, h := range all[g.ID] {
			g.Headlines[id] = *h
			g.Packages = h.Packages // the same on every target
		}
	}
}
