package readiness

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// TestMilestones tells for one package of one place, need and unknown how far
// milestones of several kinds are.
func TestMilestones(t *testing.T) {
	py := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	py.Concern, py.WorkItem = finding.Python2, "py"
	unread := finding.Unknown{Kind: finding.UnknownSource, Repo: "config", Package: "agent", Message: "m", Settle: "s"}
	for _, c := range []struct {
		name      string
		findings  []finding.Finding
		needs     []finding.Dependency
		unknowns  []finding.Unknown
		milestone reports.Milestone
		want      string // done likely unknown, and what is left
	}{
		{"nothing is left", nil, nil, nil, reports.Milestone{}, "1 0 0"},
		{"a place", []finding.Finding{py}, nil, nil, reports.Milestone{}, "0 0 0 1 [py] []"},
		{"a place of another concern", []finding.Finding{py}, nil, nil, reports.Milestone{Concerns: []finding.Concern{finding.Shell}}, "1 0 0"},
		{"a place of the concern", []finding.Finding{py}, nil, nil, reports.Milestone{Concerns: []finding.Concern{finding.Python2}}, "0 0 0 1 [py] []"},
		{"a need is missing", nil, []finding.Dependency{need("x", finding.Missing)}, nil, reports.Milestone{}, "0 0 0 0 [] [x]"},
		{"a need of another kind is missing", nil, []finding.Dependency{need("x", finding.Missing)}, nil,
			reports.Milestone{Needs: []finding.Need{finding.NeedBuild}}, "1 0 0"},
		{"it could not be read", nil, nil, []finding.Unknown{unread}, reports.Milestone{}, "0 0 1 0 [] []"},
		{"it could not be read, and something is left", []finding.Finding{py}, nil, []finding.Unknown{unread}, reports.Milestone{}, "0 0 0 1 [py] []"},
		{"the index does not know a need", nil, []finding.Dependency{need("x", finding.PresenceUnknown)}, nil, reports.Milestone{}, "1 1 0"},
		{"of another group", []finding.Finding{py}, nil, nil, reports.Milestone{Groups: []string{"kernel"}}, "0 0 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := sample(reports.Package{Built: true}, c.findings, c.unknowns)
			r.Dependencies = c.needs
			r.Targets[0].Index = &finding.Index{}
			r.WorkItems = []reports.WorkItem{{ID: "py", Kind: reports.ItemRule}}
			c.milestone.ID, c.milestone.Target = "m", "clear"
			r.Milestones = []reports.Milestone{c.milestone}
			Assess(r)
			m := r.Milestones[0]
			got := fmt.Sprint(m.Done, m.Likely, m.Unknown)
			for _, rest := range m.Rest {
				got += fmt.Sprintf(" %d %v %v", rest.Places, rest.Items, rest.Missing)
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if want := strings.HasPrefix(c.want, "1 0"); m.Reached(r.Milestones) != want && m.Packages > 0 {
				t.Errorf("reached is %t", !want)
			}
		})
	}
}

// TestMilestonesInOrder reaches none whose earlier ones are not, and ends on
// circles.
func TestMilestonesInOrder(t *testing.T) {
	done := func(id string, after ...string) reports.Milestone {
		return reports.Milestone{ID: id, Packages: 1, Done: 1, After: after}
	}
	open := reports.Milestone{ID: "open", Packages: 1}
	all := []reports.Milestone{done("a"), done("b", "a"), open, done("c", "open"), done("d", "gone"), done("x", "y"), done("y", "x"), {ID: "elsewhere", Packages: 1}}
	want := []bool{true, true, false, false, false, false, false, false}
	for i := range all {
		if got := all[i].Reached(all); got != want[i] {
			t.Errorf("%s: reached is %t", all[i].ID, got)
		}
	}
}

// TestDecidedItems gives places to the work item of their decision.
func TestDecidedItems(t *testing.T) {
	set := embedded(t)
	for _, c := range []struct {
		name     string
		decision reports.Decision
		replaced string
		want     string // kind, id and blocking places of the item
	}{
		{"open", reports.Decision{State: reports.DecisionOpen}, "", "decision decision:d 1"},
		{"kept", reports.Decision{State: reports.DecisionDecided, Outcome: reports.OutcomeKept}, "", "rule config/agent:PY2-S001 1"},
		{"replaced", reports.Decision{State: reports.DecisionDecided, Outcome: reports.OutcomeReplaced}, "d", "decision decision:d 0"},
		{"replaced elsewhere", reports.Decision{State: reports.DecisionDecided, Outcome: reports.OutcomeReplaced}, "", "rule config/agent:PY2-S001 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
			f.Decision, f.Concern = "d", finding.Python2
			e := f.Targets["clear"]
			e.Replaced = c.replaced
			f.Targets["clear"] = e
			r := sample(reports.Package{Built: true}, []finding.Finding{f}, nil)
			c.decision.ID, c.decision.Question = "d", "What becomes of it?"
			r.Decisions = []reports.Decision{c.decision}
			WorkItems(r, set, 0)
			w := r.WorkItems[0]
			if got := fmt.Sprintf("%s %s %d", w.Kind, w.ID, w.Blocking); got != c.want || len(r.WorkItems) != 1 {
				t.Errorf("%q, want %q", got, c.want)
			}
			if w.Kind == reports.ItemDecision && !strings.Contains(w.Title, "What becomes of it?") {
				t.Errorf("its title is %q", w.Title)
			}
		})
	}
}

// TestKeptAnswer leaves a decision of the program's own once it is decided: each
// place is work as its rule says.
func TestKeptAnswer(t *testing.T) {
	set := embedded(t)
	rule := ""
	for _, r := range set.Rules {
		if a := set.Answer(r.Answer); a != nil && string(a.Kind) == string(reports.ItemDecision) {
			rule = r.ID
		}
	}
	for outcome, want := range map[reports.DecisionOutcome]reports.ItemKind{"": reports.ItemDecision, reports.OutcomeKept: reports.ItemRule} {
		f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
		f.Rule, f.Decision = rule, set.Rule(rule).Answer
		r := sample(reports.Package{Built: true}, []finding.Finding{f}, nil)
		d := reports.Decision{ID: f.Decision, State: reports.DecisionOpen, Outcome: outcome}
		if outcome != "" {
			d.State = reports.DecisionDecided
		}
		r.Decisions = []reports.Decision{d}
		WorkItems(r, set, 0)
		if got := r.WorkItems[0].Kind; got != want {
			t.Errorf("outcome %q: a work item of kind %s, want %s", outcome, got, want)
		}
	}
}

// TestReplacedPackage has no counterpart on the target, whatever is found in it.
func TestReplacedPackage(t *testing.T) {
	f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	r := sample(reports.Package{Built: true, Replaced: map[string]string{"clear": "d"}}, []finding.Finding{f}, nil)
	Assess(r)
	got := r.Packages[0].Readiness["clear"]
	if got.Verdict != reports.NotApplicable || len(got.Reasons) != 1 || !strings.Contains(got.Reasons[0].Text, "the decision d") {
		t.Errorf("it is %+v", got)
	}
}

// TestTracked counts what is found of the concerns that other teams work on.
func TestTracked(t *testing.T) {
	f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	f.Concern = finding.Python2
	info := found(finding.RoleDoc, finding.Breaks, finding.Error)
	info.Concern = finding.Python2
	r := sample(reports.Package{Built: true}, []finding.Finding{f, info}, nil)
	r.WorkItems = []reports.WorkItem{{Concern: finding.Python2, Minutes: 30}, {Concern: finding.Shell, Minutes: 5}}
	r.Tracked = []reports.Tracked{{Concern: finding.Python2}}
	Assess(r)
	if got := r.Tracked[0]; got.Findings != 2 || got.Blocking != 1 || got.WorkItems != 1 || got.Minutes != 30 {
		t.Errorf("counted %+v", got)
	}
}
