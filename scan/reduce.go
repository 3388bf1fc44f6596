package scan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// Merge unites the results of shards. A file that two of them hold counts once
// if both hold the same content; otherwise the workspace changed between them
// and nothing that follows would be true.
func Merge(partials ...*Partial) (*Partial, error) {
	all := &Partial{}
	for _, p := range partials {
		all.Files = append(all.Files, p.Files...)
	}
	slices.SortStableFunc(all.Files, func(a, b FileResult) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path))
	})
	for i := 1; i < len(all.Files); i++ {
		a, b := &all.Files[i-1], &all.Files[i]
		if a.Repo == b.Repo && a.Path == b.Path && a.Digest != b.Digest {
			return nil, fmt.Errorf("%s:%s has different content in two shards: scan the same revision in both", a.Repo, a.Path)
		}
	}
	all.Files = slices.CompactFunc(all.Files, func(a, b FileResult) bool {
		return a.Repo == b.Repo && a.Path == b.Path
	})
	return all, nil
}

// settle returns the findings whose conditions hold, judged on every target.
func settle(p *Partial, set *rules.Set, targets []*rules.Target) []finding.Finding {
	modules := analysis.NewModules()
	for _, f := range p.Files {
		if f.Skip == "" {
			modules.Add(f.Repo, f.Path)
		}
		if f.Script {
			modules.AddScript(f.Repo, f.Path)
		}
		modules.AddMacros(f.Macros)
		if f.Module != nil {
			modules.Describe(f.Repo, f.Path, f.Module)
		}
	}
	judge := judge{set: set, targets: targets, known: map[verdictKey]map[string]finding.TargetEffect{}}
	list := []finding.Finding{}
	for _, f := range p.Files {
		for _, c := range f.Candidates {
			holds := !slices.ContainsFunc(c.When, func(w analysis.Condition) bool {
				return !modules.Holds(w, f.Repo, f.Path)
			})
			if !holds || !settleUnless(&c, modules, f) || !settleResult(&c, modules, f) {
				continue
			}
			if isSibling(c) && modules.BesideScript(f.Repo, f.Path) {
				c.Severity, c.Confidence = min(c.Severity, finding.Warning), finding.Low
			}
			c.Finding.Targets = judge.effects(c)
			list = append(list, c.Finding)
		}
	}
	return list
}

// settleUnless asks the workspace what the candidate leaves to it, and reports
// whether it is still a finding.
func settleUnless(c *analysis.Candidate, modules *analysis.Modules, f FileResult) bool {
	if c.Unless == nil {
		return true
	}
	switch modules.Ask(*c.Unless, f.Repo, f.Path) {
	case analysis.Yes:
		return false
	case analysis.No:
		c.Confidence = finding.High
		if c.Guard == "" {
			c.Severity = c.Sure
		}
	}
	return true
}

// settleResult looks for files that take for text what the candidate's functions
// return, and reports whether it is a finding.
func settleResult(c *analysis.Candidate, modules *analysis.Modules, f FileResult) bool {
	if len(c.Results) == 0 {
		return !c.Idle
	}
	use, ok := modules.UseOf(f.Repo, f.Path, c.Results)
	if !ok {
		return !c.Idle
	}
	if use.Fails && c.Guard == "" {
		c.Severity = c.Sure
	}
	// The trace is shared with whoever remembers the candidate.
	c.Trace = append(slices.Clip(c.Trace), finding.Step{
		Name:  fmt.Sprintf("taken for text in %s:%s:%d", use.Repo, use.Path, use.Line),
		Value: use.Text, Line: c.Line, Column: c.Column,
	})
	return true
}

// isSibling reports whether the finding is about a module beside the file.
func isSibling(c analysis.Candidate) bool {
	return slices.ContainsFunc(c.When, func(w analysis.Condition) bool { return w.Kind == analysis.SiblingExists })
}

// judge says what findings mean on the targets. Few combinations occur, so the
// maps are shared between findings: they must not be changed.
type judge struct {
	set     *rules.Set
	targets []*rules.Target
	known   map[verdictKey]map[string]finding.TargetEffect
}

type verdictKey struct {
	rule     string
	reach    rules.Pythons
	severity finding.Severity
	guard    bool
	branch   rules.Branch
	told     string
	subject  string // of rules that look theirs up
	line     string // of those that look at it
	unrun    bool   // a scriptlet runs it
}

func (j *judge) effects(c analysis.Candidate) map[string]finding.TargetEffect {
	rule := j.set.Rule(c.Rule)
	key := verdictKey{rule: c.Rule, reach: c.Reach, severity: c.Severity, guard: c.Guard != "", branch: c.Branch, told: c.Told}
	if rule.BySubject() {
		key.subject = c.Subject
	}
	if rule.ByLine() {
		key.line = c.Snippet + "\n" + c.Call
	}
	key.unrun = c.Scriptlet
	if effects, ok := j.known[key]; ok {
		return effects
	}
	effects := make(map[string]finding.TargetEffect, len(j.targets))
	for _, t := range j.targets {
		if key.guard {
			effects[t.ID] = finding.TargetEffect{Effect: finding.Works, Note: "guarded"}
			continue
		}
		if c.Scriptlet && t.Scriptless {
			effects[t.ID] = finding.TargetEffect{Effect: finding.Works, Note: "no scriptlet of a package runs there"}
			continue
		}
		effects[t.ID] = inBranch(rule.OnSubject(t, c.Reach, c.Severity, key.subject, key.line), c, t)
	}
	j.known[key] = effects
	return effects
}

// inBranch is what an effect becomes by the conditions around the place.
func inBranch(e finding.TargetEffect, c analysis.Candidate, t *rules.Target) finding.TargetEffect {
	switch system := t.System(); {
	case c.Branch.Not&system != 0:
		return finding.TargetEffect{Effect: finding.Works, Note: "not reached there: " + c.Told}
	case c.Branch.Not != 0 && system != 0 && (e.Effect == finding.Breaks || e.Effect == finding.Changes):
		note := "wrong branch: it is the one taken there, by " + c.Told
		if e.Note != "" {
			note = e.Note + "; " + note
		}
		e.Note = note
	}
	return e
}

// unknowns gathers what could not be told, by place.
func unknowns(p *Partial) []finding.Unknown {
	list := []finding.Unknown{}
	for _, f := range p.Files {
		list = append(list, f.Unknowns...)
	}
	slices.SortStableFunc(list, func(a, b finding.Unknown) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Message, b.Message))
	})
	return list
}

// family returns a rule's letters: "PY2-S" of "PY2-S001".
func family(id string) string {
	return strings.TrimSuffix(strings.TrimRight(id, "0123456789"), "-")
}
