package reports

import "opendev.org/starlingx/stxscan/finding"

// Milestone is a point that the team wants to reach on one target, and how far
// the packages that it is about are.
type Milestone struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Target string `json:"target"`
	Owner  string `json:"owner,omitempty"`
	// Due is the day by which it is wanted, YYYY-MM-DD.
	Due string `json:"due,omitempty"`
	// After are the ids of milestones that come first.
	After []string `json:"after"`
	// Groups are the groups of packages that it is about; none for all.
	Groups []string `json:"groups"`
	// Needs are the kinds of needs that have to be met, Concerns those of which
	// nothing may be left; none for all.
	Needs    []finding.Need    `json:"needs"`
	Concerns []finding.Concern `json:"concerns"`
	// Packages counts those that a build list names, Done those in whose way
	// nothing of it stands, Likely those of them where the index does not know all
	// needs, Unknown those of which it cannot be told. Rest lists all that are not
	// done.
	Packages int             `json:"packages"`
	Done     int             `json:"done"`
	Likely   int             `json:"likely"`
	Unknown  int             `json:"unknown"`
	Rest     []MilestoneRest `json:"rest"`
}

// Reached reports whether nothing is left of the milestone and of those that come
// first.
func (m *Milestone) Reached(all []Milestone) bool { return m.reached(all, map[string]bool{}) }

func (m *Milestone) reached(all []Milestone, seen map[string]bool) bool {
	if m.Done < m.Packages || m.Likely > 0 || seen[m.ID] {
		return false
	}
	seen[m.ID] = true
	defer delete(seen, m.ID)
	for _, id := range m.After {
		found := false
		for i := range all {
			if all[i].ID == id {
				found = all[i].reached(all, seen)
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// MilestoneRest is a package that a milestone still lacks.
type MilestoneRest struct {
	Package string `json:"package"` // REPO/NAME
	// Unknown is set where nothing is known to be left, and something could not be
	// told.
	Unknown bool `json:"unknown,omitempty"`
	// Places counts what stands in the way of the milestone's concerns, Items are
	// the ids of their work items.
	Places int      `json:"places"`
	Items  []string `json:"work_items"`
	// Missing names needs that the target lacks.
	Missing []string `json:"missing"`
}
