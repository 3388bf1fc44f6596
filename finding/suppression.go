package finding

import "slices"

// Suppression is somebody's decision about a finding, or their comment beside it. Suppressed findings stay
// in the report: they quiet the gate and the stories.
type Suppression struct {
	// Kind is one of SuppressionKinds.
	Kind string `json:"kind"`
	// Reason says why, in the words of who decided it.
	Reason string `json:"reason"`
	// Until is the last day on which it applies, YYYY-MM-DD; empty for no end.
	Until string `json:"until,omitempty"`
	// By says where it is written: config:LINE for the configuration file,
	// comment:LINE for the finding's own.
	By string `json:"by,omitempty"`
}

// The kinds of suppressions. Only a false positive counts for readiness.
const (
	FalsePositive = "false-positive" // the rule is wrong about this place
	WontFix       = "wont-fix"       // it stays as it is
	Accepted      = "accepted"       // the risk is known and taken
	Later         = "later"          // it will be done, not now
	// LinterComment is a comment in the code that turns off the check of a
	// linter which says the same. Nobody decides it for stxscan.
	LinterComment = "linter-comment"
)

// Decisions are the kinds that people may decide, SuppressionKinds is every
// kind.
var (
	Decisions        = []string{FalsePositive, WontFix, Accepted, Later}
	SuppressionKinds = append(slices.Clip(Decisions), LinterComment)
)

// SuppressionEntry returns the lines of .stxscan.yaml that suppress the finding,
// for a person to complete. until is the last day on which they apply, empty
// for no end. The fingerprint is quoted, since YAML takes some for numbers.
func (f *Finding) SuppressionEntry(kind, until string) string {
	entry := "suppress:\n" +
		"  - fingerprint: \"" + f.Fingerprint + "\"\n" +
		"    kind: " + kind + "\n" +
		"    reason: " + f.Rule + " does not matter here because ..."
	if until != "" {
		entry += "\n    until: " + until
	}
	return entry
}
