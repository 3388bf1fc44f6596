package policy

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// Ranked are the failures, the most important first: what breaks that must not
// regress, then by severity, confidence and how many targets they block. Equals
// stay in the order of the report.
func (r *Result) Ranked() []Failure {
	worst := func(f *Failure) (s finding.Severity) {
		for _, id := range slices.Concat(f.Targets, f.Origins) {
			s = max(s, r.Report.Findings[f.Finding].Targets[id].Severity)
		}
		return s
	}
	list := slices.Clone(r.Failures)
	slices.SortStableFunc(list, func(a, b Failure) int {
		x, y := &r.Report.Findings[a.Finding], &r.Report.Findings[b.Finding]
		return cmp.Or(
			cmp.Compare(len(b.Origins), len(a.Origins)), cmp.Compare(worst(&b), worst(&a)),
			cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(len(b.Targets), len(a.Targets)),
		)
	})
	return list
}
