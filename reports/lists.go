package reports

import (
	"fmt"

	"opendev.org/starlingx/stxscan/finding"
)

// Verdicts lists every verdict, the worst first.
var Verdicts = []Verdict{Blocked, NeedsWork, NotAssessable, Likely, Ready, NotApplicable}

// Effects lists every effect, the worst first.
var Effects = []finding.Effect{finding.Breaks, finding.Changes, finding.EffectUnknown, finding.Works}

// Add counts a package of the verdict.
func (h *Headline) Add(verdict Verdict) {
	switch verdict {
	case Blocked:
		h.Blocked++
	case NeedsWork:
		h.NeedsWork++
	case NotAssessable:
		h.NotAssessable++
	case Likely:
		h.Likely++
	case Ready:
		h.Ready++
	case NotApplicable:
		h.NotApplicable++
	}
}

// Quiet says how many findings are suppressed, and by what: "5 suppressed, 3 of
// them by linter comments". It is empty if none is.
func (t *Totals) Quiet() string {
	all := total(t.Suppressed)
	comments := t.Suppressed[finding.LinterComment]
	switch {
	case all == 0:
		return ""
	case comments == all:
		return fmt.Sprintf("%d suppressed by linter comments", all)
	case comments > 0:
		return fmt.Sprintf("%d suppressed, %d of them by linter comments", all, comments)
	}
	return fmt.Sprintf("%d suppressed", all)
}
