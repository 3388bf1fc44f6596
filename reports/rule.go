package reports

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// Rule is what an applied rule says, so that a report explains its findings
// without the program that made it. Reports of older versions list none.
type Rule struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Work is what a change does that mends a place, as the title of a task says it;
	// "" in older reports and in rules that say nothing.
	Work       string             `json:"work,omitempty"`
	Concern    finding.Concern    `json:"concern"`
	Severity   finding.Severity   `json:"severity"`
	Confidence finding.Confidence `json:"confidence"`
	// Means says how the construct fails: does-not-compile, fails, changes or
	// review.
	Means string `json:"means"`
	Why   string `json:"why"`
	// Before and After are code: as it is found, and as it works on the origin
	// and on the targets.
	Before string `json:"before"`
	After  string `json:"after"`
	// Fix says how it is mended: mechanical, guarded, redesign or contract.
	Fix string `json:"fix"`
	// Alternatives says by target what to use there instead.
	Alternatives map[string]string `json:"alternatives,omitempty"`
	// Whole says that the file of a finding is replaced as a whole.
	Whole bool `json:"whole,omitempty"`
	// Answer is what settles all places of the rule at once, null if nothing.
	Answer *Answer `json:"answer,omitempty"`
	// Sources are what the rule's facts were verified against.
	Sources []string `json:"sources,omitempty"`
	// Analyzer is the analyzer that applies it, by its name in Tool.Analyzers.
	Analyzer string `json:"analyzer,omitempty"`
	// Digest identifies the rule by what it finds and means; wording and prices are
	// left out.
	Digest string `json:"digest,omitempty"`
	// Docs is the rule's page, relative to the root of stxscan's own repo;
	// empty if the rule is none of its own.
	Docs string `json:"docs,omitempty"`
}

// AnswerPrefix and the id of an answer are the id of its work item.
const AnswerPrefix = "answer:"

// Answer is one thing to build or to decide that settles many findings.
type Answer struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Title string `json:"title"`
	Why   string `json:"why"`
	// First is what is done once, Then what is done at the places of a package, whose
	// name takes the place of {package}, Done how to see that the first is done; "" in
	// older reports.
	First string `json:"first,omitempty"`
	Then  string `json:"then,omitempty"`
	Done  string `json:"done,omitempty"`
	// Packages are those, by name, whose own fate rests on the answer.
	Packages []string `json:"packages,omitempty"`
}

// rules checks that what the findings name is listed, if rules are.
func (v *validator) rules() {
	if len(v.report.Rules) == 0 {
		return
	}
	known := map[string]bool{}
	for _, r := range v.report.Rules {
		if known[r.ID] {
			v.problem("rule %s is listed twice", r.ID)
		}
		known[r.ID] = true
		if !slices.Contains(finding.Concerns, r.Concern) {
			v.problem("rule %s: concern %q is not known", r.ID, r.Concern)
		}
		for id := range r.Alternatives {
			if !v.targets[id] {
				v.problem("rule %s: target %q is not listed", r.ID, id)
			}
		}
	}
	for i := range v.report.Findings {
		if f := &v.report.Findings[i]; !known[f.Rule] {
			v.problem("%s: the rule is not listed", place(f))
		}
	}
	for _, w := range v.report.WorkItems {
		if w.Rule != "" && !known[w.Rule] {
			v.problem("work item %q: rule %s is not listed", w.ID, w.Rule)
		}
	}
}
