package policy

import (
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Cause is why something is otherwise in the second of two reports.
type Cause string

// The causes, a closed list. Where two can be the cause, the one that is no
// progress is said: the numbers of a team must not rise with its tools.
const (
	CauseScope         Cause = "scope"         // other repos, targets, rules or inputs were looked at
	CauseRules         Cause = "rules"         // a rule, or what is known of a target, says something else
	CauseTool          Cause = "tool"          // an analyzer sees more or less in the same source
	CauseIndex         Cause = "index"         // the target's repositories provide something else
	CauseConfiguration Cause = "configuration" // somebody quieted it, or took that back
	CauseDecision      Cause = "decision"      // the team decided about it
	CauseCode          Cause = "code"          // the source changed
)

// Causes lists every cause in the order in which reports show them.
var Causes = []Cause{CauseCode, CauseDecision, CauseConfiguration, CauseIndex, CauseRules, CauseTool, CauseScope}

// Progress reports whether what a cause moved is the team's doing: only then does
// it count as progress, or as a step back.
func (c Cause) Progress() bool { return c == CauseCode || c == CauseDecision }

// attribution holds what tells of two reports why something is in one alone.
type attribution struct {
	old, new side
	// to leads from files of the old report to where they are, from back.
	to, from map[FileRef]FileRef
	// anyFile is set if some file of the workspace changed.
	anyFile bool
}

// side is one report, looked up.
type side struct {
	report  *reports.Report
	rules   map[string]*reports.Rule
	targets map[string]*reports.Target
	repos   map[string]*reports.Input
	files   map[FileRef]string
}

func sideFor(r *reports.Report) side {
	s := side{report: r, rules: map[string]*reports.Rule{}, targets: map[string]*reports.Target{}, repos: map[string]*reports.Input{}, files: map[FileRef]string{}}
	for i := range r.Rules {
		s.rules[r.Rules[i].ID] = &r.Rules[i]
	}
	for i := range r.Targets {
		s.targets[r.Targets[i].ID] = &r.Targets[i]
	}
	for i := range r.Inputs {
		s.repos[r.Inputs[i].Repo] = &r.Inputs[i]
	}
	for repo, paths := range r.Files {
		for p, digest := range paths {
			s.files[FileRef{repo, validText(p)}] = digest
		}
	}
	return s
}

func newAttribution(old, new *reports.Report) *attribution {
	a := &attribution{old: sideFor(old), new: sideFor(new), from: map[FileRef]FileRef{}}
	a.to = moves(&a.old, &a.new)
	for from, to := range a.to {
		a.from[to] = from
	}
	a.anyFile = len(a.to) > 0 || !maps.Equal(a.old.files, a.new.files)
	for repo, in := range a.new.repos {
		was := a.old.repos[repo]
		a.anyFile = a.anyFile || was != nil && len(a.old.files) == 0 && changedInput(was, in)
	}
	return a
}

// changedInput reports whether a repo may hold something else: all that is known
// of it where the report lists no files.
func changedInput(a, b *reports.Input) bool { return a.Commit != b.Commit || a.Dirty || b.Dirty }

// fileState says how a file of one report stands to the other.
type fileState int

const (
	sameFile    fileState = iota
	changedFile           // it holds something else there
	onlyHere              // its repo was looked at there, without it
	otherRepo             // its repo was not looked at there
)

// file tells how a file of here stands to there; back leads from a file of here
// to where it is there, if it moved.
func (a *attribution) file(ref FileRef, here, there *side, back map[FileRef]FileRef) fileState {
	at, moved := back[ref]
	if !moved {
		at = ref
	}
	was := there.repos[at.Repo]
	switch {
	case was == nil:
		return otherRepo
	case len(here.files) == 0 || len(there.files) == 0: // older reports
		if now := here.repos[ref.Repo]; now != nil && !changedInput(was, now) {
			return sameFile
		}
		return changedFile
	}
	digest, ok := there.files[at]
	switch {
	case !ok:
		return onlyHere
	case digest != here.files[ref] || digest == "":
		return changedFile
	}
	return sameFile
}

// ofCame says why a finding is in the new report alone.
func (a *attribution) ofCame(f *finding.Finding) Cause { return a.of(f, &a.new, &a.old, a.from) }

// ofGone says why a finding is in the old report alone.
func (a *attribution) ofGone(f *finding.Finding) Cause { return a.of(f, &a.old, &a.new, a.to) }

func (a *attribution) of(f *finding.Finding, here, there *side, back map[FileRef]FileRef) Cause {
	state := a.file(fileOf(f), here, there, back)
	switch {
	case state == otherRepo, !slices.Contains(there.report.Run.Concerns, f.Concern):
		return CauseScope
	case state == onlyHere:
		return CauseCode // whatever the rule says: the file came, or went
	}
	if cause, ok := a.ofRule(f.Rule, here, there); ok {
		return cause
	}
	switch {
	case state == changedFile:
		return CauseCode
	case isLookedUp(f.Concern) && a.otherIndex(""):
		return CauseIndex
	case a.otherFacts(""):
		return CauseRules
	}
	return a.elsewhere()
}

// elsewhere is the cause of what moved though its own file and rule are the same:
// another file, or an input beside the workspace.
func (a *attribution) elsewhere() Cause {
	switch {
	case a.anyFile:
		return CauseCode
	case a.old.report.Tool.Version != a.new.report.Tool.Version:
		return CauseTool
	}
	return CauseScope
}

// ofRule tells whether the two reports have the same rule, applied by the same
// analyzer; if not, which of them is the cause.
func (a *attribution) ofRule(id string, here, there *side) (Cause, bool) {
	rule, other := here.rules[id], there.rules[id]
	switch {
	case rule == nil || len(there.rules) == 0: // reports of older versions list none
		return CauseRules, a.old.report.Tool.Rules != a.new.report.Tool.Rules
	case other == nil && a.old.report.Tool.Version == a.new.report.Tool.Version && len(here.rules) != len(there.rules):
		return CauseScope, true // other rules were chosen
	case other == nil, rule.Digest != other.Digest:
		return CauseRules, true
	}
	analyzer := rule.Analyzer
	return CauseTool, a.old.report.Tool.Analyzers[analyzer] != a.new.report.Tool.Analyzers[analyzer]
}

// ofTurn says why a finding of both reports blocks a target in one alone.
func (a *attribution) ofTurn(was, is *finding.Finding, target string) Cause {
	before, after := was.Targets[target], is.Targets[target]
	switch {
	case before.Replaced != after.Replaced:
		return CauseDecision
	case falsePositive(was) != falsePositive(is):
		return CauseConfiguration
	}
	if cause, ok := a.ofRule(is.Rule, &a.new, &a.old); ok {
		return cause
	}
	switch {
	case a.otherFacts(target):
		return CauseRules
	case isLookedUp(is.Concern) && a.otherIndex(target):
		return CauseIndex
	case was.Role != is.Role, was.Guard != is.Guard, was.Severity != is.Severity:
		return CauseCode
	case before.Effect != after.Effect && a.old.report.Run.Config != a.new.report.Run.Config && before.Note != after.Note:
		return CauseConfiguration // a suppression for one target
	}
	return a.elsewhere()
}

func falsePositive(f *finding.Finding) bool {
	return f.Suppressed != nil && f.Suppressed.Kind == finding.FalsePositive
}

// isLookedUp reports whether findings of a concern rest on what targets'
// repositories provide.
func isLookedUp(c finding.Concern) bool {
	return c == finding.Dependencies || c == finding.VersionPins || c == finding.OpenStackRelease ||
		c == finding.CentOSPatches || c == finding.OpenStackPatches
}

// otherIndex reports whether the index of a target, or of any target of both
// reports if none is named, holds something else.
func (a *attribution) otherIndex(target string) bool {
	return a.otherTarget(target, func(x, y *reports.Target) bool {
		return (x.Index == nil) != (y.Index == nil) || x.Index != nil && x.Index.Digest != y.Index.Digest
	})
}

// otherFacts reports whether something else is known of a target.
func (a *attribution) otherFacts(target string) bool {
	return a.otherTarget(target, func(x, y *reports.Target) bool { return x.Facts != y.Facts })
}

func (a *attribution) otherTarget(target string, differ func(x, y *reports.Target) bool) bool {
	for id, x := range a.old.targets {
		if y := a.new.targets[id]; y != nil && (target == "" || id == target) && differ(x, y) {
			return true
		}
	}
	return false
}
