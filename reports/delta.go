package reports

import "opendev.org/starlingx/stxscan/finding"

// Delta is how a report stands to a base. The findings of the report say each
// in baseline_state what they are; the absent ones stand here, since they are
// no findings of this scan.
type Delta struct {
	Base DeltaBase `json:"base"`
	// New, Unchanged and Updated count the report's findings, Failing those
	// for which the gate fails.
	New       int `json:"new"`
	Unchanged int `json:"unchanged"`
	Updated   int `json:"updated"`
	Failing   int `json:"failing"`
	// Absent are the base's findings that are gone.
	Absent []AbsentFinding `json:"absent"`
	// NewUnknowns are the unknowns that the base did not have.
	NewUnknowns []finding.Unknown `json:"new_unknowns"`
}

// DeltaBase names what a report was compared with.
type DeltaBase struct {
	// Kind is "baseline", "revision" or "report".
	Kind string `json:"kind"`
	// Name is the file or the revision.
	Name string `json:"name"`
	// Commits maps the repos of the base to their commits.
	Commits map[string]string `json:"commits,omitempty"`
	// Rules is the digest of the base's rules and targets.
	Rules string `json:"rules,omitempty"`
}

// AbsentFinding is a finding that only the base has: as much of it as every
// kind of base knows.
type AbsentFinding struct {
	Rule          string                `json:"rule"`
	Subject       string                `json:"subject"`
	Repo          string                `json:"repo"`
	Path          string                `json:"path"`
	Fingerprint   string                `json:"fingerprint"`
	MatchKey      string                `json:"match_key"`
	BaselineState finding.BaselineState `json:"baseline_state"`
}

// delta checks that the states of the findings are what the delta counts.
func (v *validator) delta() {
	counted := map[finding.BaselineState]int{}
	for i := range v.report.Findings {
		if state := v.report.Findings[i].BaselineState; state != "" {
			counted[state]++
		}
	}
	said := map[finding.BaselineState]int{}
	if d := v.report.Delta; d != nil {
		said = map[finding.BaselineState]int{
			finding.BaselineNew: d.New, finding.BaselineUnchanged: d.Unchanged, finding.BaselineUpdated: d.Updated,
		}
		for _, f := range d.Absent {
			if f.BaselineState != finding.BaselineAbsent {
				v.problem("delta: the absent finding %q has the state %q", f.Fingerprint, f.BaselineState)
			}
		}
	}
	checkCounts(v, "findings by their state to the base", said, counted)
}
