package reports

import "opendev.org/starlingx/stxscan/finding"

// Verdicts lists every verdict, the worst first.
var Verdicts = []Verdict{Blocked, NeedsWork, NotAssessable, Likely, Ready, NotApplicable}

// Effects lists every effect, the worst first.
var Effects = []finding.Effect{finding.Breaks, finding.Changes, finding.EffectUnknown, finding.Works}
