package config

import (
	"fmt"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Milestone is one entry of milestones: what the team wants to reach on a target.
type Milestone struct {
	ID     string `json:"id" jsonschema:"lower case with dashes"`
	Title  string `json:"title" jsonschema:"what is reached, in a line"`
	Target string `json:"target" jsonschema:"the target on which it is reached"`
	Owner  string `json:"owner,omitempty" jsonschema:"who sees to it, in a line"`
	Due    string `json:"due,omitempty" jsonschema:"the day by which it is wanted, YYYY-MM-DD"`

	After    []string `json:"after,omitempty" jsonschema:"ids of milestones that come first"`
	Groups   []string `json:"groups,omitempty" jsonschema:"ids of groups of packages; all packages if left out"`
	Needs    []string `json:"needs,omitempty" jsonschema:"kinds of needs that have to be met, such as build; all if left out"`
	Concerns []string `json:"concerns,omitempty" jsonschema:"concerns of which nothing may be left; all if left out"`
	Places   Places   `json:"-"`
}

func (m *Milestone) check(d *decoder) {
	p := m.Places
	if !groupID.MatchString(m.ID) {
		d.mistake(p.at("id"), "id: %.60q: want lower case letters, digits and dashes, such as flock-builds", m.ID)
	}
	p.line(d, "title", m.Title)
	p.line(d, "target", m.Target)
	if _, given := p["owner"]; given {
		p.line(d, "owner", m.Owner)
	}
	p.day(d, "due", m.Due)
	for i, need := range m.Needs {
		if !slices.Contains(finding.Needs, finding.Need(need)) {
			d.mistake(p[fmt.Sprintf("needs[%d]", i)], "needs: there is no %.60q: want one of %s", need, joined(finding.Needs))
		}
	}
	for i, concern := range m.Concerns {
		if !isConcern(concern) {
			d.mistake(p[fmt.Sprintf("concerns[%d]", i)], "concerns: there is no %.60q: want one of %s", concern, concernList())
		}
	}
}

// milestoneNames names the ids that the file's milestones refer to and that are
// none of milestones or groups.
func (c *Config) milestoneNames() []error {
	milestones, groups := map[string]bool{}, map[string]bool{}
	for _, m := range c.EffectiveMilestones() {
		milestones[m.ID] = true
	}
	for _, g := range c.EffectiveGroups() {
		groups[g.ID] = true
	}
	var list []error
	look := func(m *Milestone, key, what string, ids []string, known map[string]bool) {
		for i, id := range ids {
			if !known[id] {
				at := m.Places[fmt.Sprintf("%s[%d]", key, i)]
				list = append(list, &Mistake{c.File, at, fmt.Sprintf("%s: there is no %s %.60q", key, what, id)})
			}
		}
	}
	for i := range c.Milestones {
		m := &c.Milestones[i]
		look(m, "after", "milestone", m.After, milestones)
		look(m, "groups", "group", m.Groups, groups)
	}
	return list
}

// EffectiveMilestones returns the program's milestones with the file's put in the
// place of those of the same id, and the others behind.
func (c *Config) EffectiveMilestones() []Milestone {
	list := slices.Clone(callDefaults().Milestones)
	if c == nil {
		return list
	}
	for _, m := range c.Milestones {
		i := slices.IndexFunc(list, func(own Milestone) bool { return own.ID == m.ID })
		if i < 0 {
			list = append(list, m)
		} else {
			list[i] = m
		}
	}
	return list
}

// ListMilestones writes into the report what is to be reached on its targets;
// package readiness says how far that is.
func ListMilestones(r *reports.Report, list []Milestone) {
	r.Milestones = nil
	for _, m := range list {
		if !slices.ContainsFunc(r.Targets, func(t reports.Target) bool { return t.ID == m.Target }) {
			continue
		}
		out := reports.Milestone{
			ID: m.ID, Title: m.Title, Target: m.Target, Owner: m.Owner, Due: m.Due,
			After: slices.Clone(m.After), Groups: slices.Clone(m.Groups), Rest: []reports.MilestoneRest{},
		}
		for _, need := range m.Needs {
			out.Needs = append(out.Needs, finding.Need(need))
		}
		for _, concern := range m.Concerns {
			out.Concerns = append(out.Concerns, finding.Concern(concern))
		}
		r.Milestones = append(r.Milestones, out)
	}
}
