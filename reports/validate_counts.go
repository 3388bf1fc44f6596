package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// workItems checks that the items are those of the findings and count them.
func (v *validator) workItems() {
	type count struct {
		findings int
		files    map[string]bool
	}
	counts := make([]count, len(v.report.WorkItems))
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		item, ok := v.items[f.WorkItem]
		if !ok {
			v.problem("%s: it is in work item %q, which is not listed", place(f), f.WorkItem)
			continue
		}
		c := &counts[item]
		c.findings++
		if c.files == nil {
			c.files = map[string]bool{}
		}
		c.files[f.Repo+"/"+f.Path] = true
	}
	for i, w := range v.report.WorkItems {
		switch {
		case w.Findings != counts[i].findings:
			v.problem("work item %q counts %d findings, %d name it", w.ID, w.Findings, counts[i].findings)
		case w.Files != len(counts[i].files):
			v.problem("work item %q counts %d files, its findings are in %d", w.ID, w.Files, len(counts[i].files))
		case w.Blocking > w.Findings:
			v.problem("work item %q has %d findings, but %d that block", w.ID, w.Findings, w.Blocking)
		case !slices.Contains(finding.Concerns, w.Concern):
			v.problem("work item %q: concern %q is not known", w.ID, w.Concern)
		}
		for _, id := range w.Targets {
			if !v.targets[id] {
				v.problem("work item %q: target %q is not listed", w.ID, id)
			}
		}
	}
}

func (v *validator) unknowns() {
	for _, u := range v.report.Unknowns {
		if _, ok := v.packages[packageKey{u.Repo, u.Package}]; u.Package != "" && !ok {
			v.problem("unknown %q: package %s/%s is not listed", u.Message, u.Repo, u.Package)
		}
		if u.Settle == "" {
			v.problem("unknown %q of %s/%s does not say what would settle it", u.Message, u.Repo, u.Path)
		}
	}
}

func (v *validator) dependencies() {
	for _, d := range v.report.Dependencies {
		if d.Pins != "" && (d.Need != finding.NeedPin || !slices.Contains(finding.PinKinds, d.Pins)) {
			v.problem("dependency %s of %s: a need %q that pins %q", d.Name, d.Package, d.Need, d.Pins)
		}
		for id, verdict := range d.Verdicts {
			if !v.targets[id] {
				v.problem("dependency %s of %s: target %q is not listed", d.Name, d.Package, id)
			}
			if f := verdict.Float; f != nil && (d.Need != finding.NeedPin || !slices.Contains(finding.FloatClasses, f.Class)) {
				v.problem("dependency %s of %s: on %s a need %q floats %q", d.Name, d.Package, id, d.Need, f.Class)
			}
		}
	}
}

// totals counts findings and unknowns again.
func (v *validator) totals() {
	concerns, roles := map[finding.Concern]int{}, map[finding.Role]int{}
	severities, unknowns, suppressed := map[string]int{}, map[string]int{}, map[string]int{}
	guarded := 0
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		concerns[f.Concern]++
		roles[f.Role]++
		severities[f.Severity.String()]++
		if f.Guard != "" {
			guarded++
		}
		if f.Suppressed != nil {
			suppressed[f.Suppressed.Kind]++
		}
	}
	for _, u := range v.report.Unknowns {
		unknowns[u.Kind]++
	}
	t := v.report.Totals
	checkCounts(v, "findings by concern", t.Findings, concerns)
	checkCounts(v, "findings by role", t.Roles, roles)
	checkCounts(v, "findings by severity", t.Severities, severities)
	checkCounts(v, "unknowns by kind", t.Unknowns, unknowns)
	checkCounts(v, "suppressed findings by kind", t.Suppressed, suppressed)
	if total(t.Families) != len(v.report.Findings) {
		v.problem("totals: the families of rules count %d findings, listed are %d", total(t.Families), len(v.report.Findings))
	}
	if t.Guarded != guarded {
		v.problem("totals: %d findings are guarded, listed are %d", t.Guarded, guarded)
	}
}

func checkCounts[K comparable](v *validator, what string, said, counted map[K]int) {
	if !equalCounts(said, counted) {
		v.problem("totals: %s are %v, listed are %v", what, said, counted)
	}
}

// groups checks that packages name groups that are listed, and that every group
// counts the verdicts of its built packages.
func (v *validator) groups() {
	listed := map[string]bool{}
	for _, g := range v.report.Groups {
		if listed[g.ID] {
			v.problem("group %q is listed twice", g.ID)
		}
		listed[g.ID] = true
		for _, t := range v.report.Targets {
			var counted Headline
			for _, p := range v.report.Packages {
				if p.Built && slices.Contains(p.Groups, g.ID) {
					counted.Packages++
					counted.Add(p.Readiness[t.ID].Verdict)
				}
			}
			said := g.Headlines[t.ID]
			said.Breaks, said.Changes = 0, 0
			if said != counted || g.Packages != counted.Packages {
				v.problem("group %q counts %d packages and on %s %+v, the packages make %+v", g.ID, g.Packages, t.ID, said, counted)
			}
		}
	}
	for _, p := range v.report.Packages {
		for _, id := range p.Groups {
			if !listed[id] {
				v.problem("package %s/%s is in group %q, which is not listed", p.Repo, p.Name, id)
			}
		}
	}
}

// headlines checks that every built package has one verdict on each target.
func (v *validator) headlines() {
	for _, t := range v.report.Targets {
		var counted Headline
		for _, p := range v.report.Packages {
			if p.Built {
				counted.Packages++
				counted.Add(p.Readiness[t.ID].Verdict)
			}
		}
		said := t.Headline
		said.Breaks, said.Changes = 0, 0
		if said != counted {
			v.problem("headline of %s is %+v, the packages make %+v", t.ID, said, counted)
		}
	}
}
