package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// decisions checks what is to be decided, and that what names a decision names one
// that is listed.
func (v *validator) decisions() {
	known := map[string]bool{}
	for i := range v.report.Decisions {
		d := &v.report.Decisions[i]
		if known[d.ID] {
			v.problem("decision %q is listed twice", d.ID)
		}
		known[d.ID] = true
		if !slices.Contains(DecisionStates, d.State) {
			v.problem("decision %q: state %q is not known", d.ID, d.State)
		}
		if decided := d.State == DecisionDecided; decided != slices.Contains(DecisionOutcomes, d.Outcome) {
			v.problem("decision %q is %s with the outcome %q", d.ID, d.State, d.Outcome)
		}
		for _, id := range d.Targets {
			v.target("decision "+d.ID, id)
		}
	}
	governed := map[string]int{}
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		if f.Decision != "" {
			governed[f.Decision]++
		}
		for id, e := range f.Targets {
			if e.Replaced != "" && e.Replaced != f.Decision {
				v.problem("%s: replaced on %s by %q, governed by %q", place(f), id, e.Replaced, f.Decision)
			}
		}
	}
	for id, n := range governed {
		if d := v.report.Decision(id); d == nil {
			v.problem("decision %q governs findings and is not listed", id)
		} else if d.Findings != n {
			v.problem("decision %q: %d findings are said, %d name it", id, d.Findings, n)
		}
	}
	for _, p := range v.report.Packages {
		for target, id := range p.Replaced {
			v.target("package "+p.Repo+"/"+p.Name, target)
			if !known[id] {
				v.problem("package %s/%s: decision %q is not listed", p.Repo, p.Name, id)
			}
		}
	}
}

func (v *validator) target(of, id string) {
	if !v.targets[id] {
		v.problem("%s: target %q is not listed", of, id)
	}
}

// milestones checks that every package of a milestone is in one count.
func (v *validator) milestones() {
	known := map[string]bool{}
	for i := range v.report.Milestones {
		m := &v.report.Milestones[i]
		if known[m.ID] {
			v.problem("milestone %q is listed twice", m.ID)
		}
		known[m.ID] = true
		v.target("milestone "+m.ID, m.Target)
		unknown := 0
		for _, rest := range m.Rest {
			if rest.Unknown {
				unknown++
			}
			for _, id := range rest.Items {
				if _, ok := v.items[id]; !ok {
					v.problem("milestone %q: work item %q is not listed", m.ID, id)
				}
			}
		}
		if m.Done+len(m.Rest) != m.Packages || unknown != m.Unknown || m.Likely > m.Done {
			v.problem("milestone %q: of %d packages %d are done (%d likely) and %d listed as not done, %d of them unknown, not %d",
				m.ID, m.Packages, m.Done, m.Likely, len(m.Rest), unknown, m.Unknown)
		}
	}
}

// tracked checks the concerns of other teams.
func (v *validator) tracked() {
	for i, t := range v.report.Tracked {
		if !slices.Contains(finding.Concerns, t.Concern) {
			v.problem("tracked: concern %q is not known", t.Concern)
		}
		if slices.ContainsFunc(v.report.Tracked[:i], func(other Tracked) bool { return other.Concern == t.Concern }) {
			v.problem("tracked: concern %q is listed twice", t.Concern)
		}
	}
}
