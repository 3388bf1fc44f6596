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
	// Hidden are the files whose known findings can no longer be seen, which
	// does not mean that they are gone.
	Hidden []HiddenFile `json:"hidden,omitempty"`
	// Changed lists by repo the files that git says differ from the base, those
	// that are gone left out, sorted. Repos of which git was not asked are
	// missing: of those it is not known.
	Changed map[string][]string `json:"changed,omitempty"`
}

// HiddenFile is a file with known findings that can no longer be looked at.
type HiddenFile struct {
	Repo string `json:"repo"`
	Path string `json:"path"`
	// Findings counts the known ones.
	Findings int `json:"findings"`
	// Why is what keeps the file from being looked at.
	Why string `json:"why"`
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
	failing := 0
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		if f.BaselineState != "" {
			counted[f.BaselineState]++
		}
		for _, id := range f.Fails {
			if !v.targets[id] {
				v.problem("%s: the gate fails on target %q, which is not listed", place(f), id)
			}
		}
		if len(f.Fails) > 0 {
			failing++
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
	// Older reports do not say of findings that the gate fails for them.
	if d := v.report.Delta; failing > 0 && (d == nil || d.Failing != failing) {
		v.problem("delta: the gate fails for %d findings, which is not what is counted", failing)
	}
	checkCounts(v, "findings by their state to the base", said, counted)
}
