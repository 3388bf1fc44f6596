package reports

import "opendev.org/starlingx/stxscan/finding"

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
