package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// BlockedTargets returns the port targets on which a finding stands in the way, in
// the order of the report.
func (r *Report) BlockedTargets(f *finding.Finding) []string {
	var list []string
	for _, t := range r.Targets {
		if !t.Origin && f.Blocks(t.ID) {
			list = append(list, t.ID)
		}
	}
	return list
}

// Blocks reports whether a finding stands in the way of some port target.
func (r *Report) Blocks(f *finding.Finding) bool {
	return slices.ContainsFunc(r.Targets, func(t Target) bool { return !t.Origin && f.Blocks(t.ID) })
}
