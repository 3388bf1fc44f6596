package table_test

import (
	"bytes"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports/table"
)

// TestPlan holds that a plan is readable whatever its names: every line fits,
// nothing of the tree reaches the terminal, and what has no work is told from
// what is not known.
func TestPlan(t *testing.T) {
	bad := "r/\x1b[31mred\u202e|\nname"
	p := &portplan.Plan{
		Concern: finding.Python2, Target: "clear", Totals: portplan.Totals{Packages: 3, Work: 1, Unknown: 1, Done: 1, Now: 1, Undecided: 1, Places: 2, Minutes: 90},
		Waves: []portplan.Wave{
			{Packages: []portplan.Package{{ID: "r/done", Built: true, State: portplan.Done}}},
			{Number: 1, Minutes: 90, Packages: []portplan.Package{
				{ID: bad, State: portplan.Work, Now: true, Places: 2, Minutes: 90, Unknowns: 1, Cycle: 1},
				{ID: "r/" + strings.Repeat("long-", 40), Built: true, State: portplan.Unknown, First: []string{bad}},
			}},
		},
		Cycles:    []portplan.Cycle{{Number: 1, Packages: []string{bad, "r/b"}, Edges: []portplan.Edge{{From: bad, To: bad, Modules: []string{bad}, Files: 1, Path: bad, Line: 3}}}},
		Blockers:  []portplan.Blocker{{Packages: []string{bad}, State: portplan.Work, Minutes: 90, Waiting: []string{bad}, Frees: []string{bad}}},
		Critical:  portplan.Critical{Minutes: 90, Unknowns: 1, Steps: []portplan.Step{{Packages: []string{bad}, State: portplan.Work, Minutes: 90}, {Packages: []string{"r/c"}, State: portplan.Unknown, Unknowns: 1}}},
		Decisions: []portplan.Decision{{ID: "answer:where-files-lie-and-who", Title: strings.Repeat("word ", 20), Packages: []string{bad}, Sole: []string{bad, "r/b", "r/c", "r/d"}}},
		Outside: []portplan.Outside{{Module: bad, Status: portplan.StatusMissing, Need: bad, Evidence: bad, By: []string{"a", "b", "c", "d", "e"}},
			{Module: "six", Status: portplan.StatusThere}},
		Unclear: []portplan.Unclear{{Module: bad, By: []string{bad}, From: []string{"r/x", "r/y"}}},
	}
	var b bytes.Buffer
	if err := table.WritePlan(&b, p, table.Options{Width: 90}); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if strings.ContainsAny(out, "\x1b\u202e") {
		t.Errorf("it holds control characters:\n%q", out)
	}
	for _, want := range []string{"2 hours or more", "not known", "a, b, c and 2 more", "1 missing on clear, 0 not known, 1 there", "in no build list", "(cycle 1)",
		"2 hours or more one after the other", "1 more waits for a decision alone", "answer:where-files-lie-and-who "} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if len(line) > 110 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
	b.Reset()
	if err := table.WritePlan(&b, p, table.Options{Width: 90, Top: 1}); err != nil || !strings.Contains(b.String(), "1 of 2 shown") || strings.Contains(b.String(), "long-") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
