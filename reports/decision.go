package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// Decision is something that people settle once for many places: one of the
// program's own (rules/answers) that places wait for, or one of the team's.
type Decision struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	// Targets are the port targets that it is about, in the order of the report.
	Targets []string      `json:"targets"`
	State   DecisionState `json:"state"`
	// Outcome is what was decided, empty while it is open; Note says so in words.
	Outcome DecisionOutcome `json:"outcome,omitempty"`
	Note    string          `json:"note,omitempty"`
	Owner   string          `json:"owner,omitempty"`
	// Date is the day of the decision or, while it is open, the day by which it is
	// wanted, YYYY-MM-DD.
	Date string `json:"date,omitempty"`
	// By says where it is written: config:LINE, or empty for the program's own.
	By string `json:"by,omitempty"`
	// Findings counts the places that it governs, Blocking those of them that
	// stand in the way on at least one port target, or would without it.
	Findings int `json:"findings"`
	Blocking int `json:"blocking"`
	// Packages are those that the places stand in, as REPO/NAME.
	Packages []string `json:"packages"`
}

// InPackages counts the packages that its places stand in. What lies outside of
// every package is none.
func (d *Decision) InPackages() int { return withoutTrees(d.Packages) }

// DecisionState says whether something is decided.
type DecisionState string

// The states of decisions, a closed list.
const (
	DecisionOpen    DecisionState = "open"    // what it governs waits for it
	DecisionDecided DecisionState = "decided" // what it governs goes by its outcome
)

// DecisionStates lists every state.
var DecisionStates = []DecisionState{DecisionOpen, DecisionDecided}

// DecisionOutcome is what a decision says of the places that it governs.
type DecisionOutcome string

// The outcomes, a closed list.
const (
	// OutcomeKept says that the places stay and have to be ported, each as its
	// rule says.
	OutcomeKept DecisionOutcome = "kept"
	// OutcomeReplaced says that something else takes their place on the targets:
	// they stay in sight, and are no work there any more.
	OutcomeReplaced DecisionOutcome = "replaced"
)

// DecisionOutcomes lists every outcome.
var DecisionOutcomes = []DecisionOutcome{OutcomeKept, OutcomeReplaced}

// DecisionPrefix and the id of a team's decision are the id of its work item.
const DecisionPrefix = "decision:"

// Tracked is a concern that another team works on, with its stories. What is
// found of it stands in the way all the same, and is counted apart.
type Tracked struct {
	Concern finding.Concern `json:"concern"`
	// By is who works on it.
	By      string  `json:"by"`
	Stories []Story `json:"stories"`
	// Findings, Blocking, WorkItems and Minutes count what the report has of it.
	Findings  int `json:"findings"`
	Blocking  int `json:"blocking"`
	WorkItems int `json:"work_items"`
	Minutes   int `json:"minutes"`
}

// Story is a story in StoryBoard.
type Story struct {
	// ID is its number there.
	ID int `json:"id"`
	// Repo is the repo that it is about, empty if it is about several.
	Repo string `json:"repo,omitempty"`
	URL  string `json:"url"`
}

// TrackedBy returns the entry of a concern that another team works on, nil if
// none does.
func (r *Report) TrackedBy(c finding.Concern) *Tracked {
	for i := range r.Tracked {
		if r.Tracked[i].Concern == c {
			return &r.Tracked[i]
		}
	}
	return nil
}

// Decision returns the decision of an id, nil if there is none.
func (r *Report) Decision(id string) *Decision {
	i := slices.IndexFunc(r.Decisions, func(d Decision) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Decisions[i]
}
