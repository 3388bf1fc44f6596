package agenda_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/agenda"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// weeks are Sample and what it may be a week later: a place is fixed, one is new,
// one is decided about, a rule changed, and a package got ready.
func weeks() (old, new *reports.Report) {
	old, new = reporttest.Sample(), reporttest.Sample()
	new.Run.Time = old.Run.Time.AddDate(0, 0, 7)
	new.Inputs[0].Commit = strings.Repeat("9", 40)
	blocking := inTheWay(old)
	old.Findings = slices.Delete(old.Findings, blocking[3], blocking[3]+1)
	new.Findings = slices.Delete(new.Findings, blocking[0], blocking[0]+1)
	for i := range new.Rules {
		new.Rules[i].Digest = "d"
		old.Rules[i].Digest = "d"
	}
	for _, r := range []*reports.Report{old, new} {
		r.Decisions = []reports.Decision{
			{ID: "delivery", Question: "How are updates delivered?", State: reports.DecisionOpen, Blocking: 2, Packages: []string{"updates/(tree)", "updates/update-client"}, Owner: "Ann", Date: "2026-04-01"},
			{ID: "links", Question: "Who watches links?", State: reports.DecisionOpen, Blocking: 1, Packages: []string{"inventory/link-monitor"}},
		}
		r.Milestones = []reports.Milestone{
			{ID: "m", Title: "It builds", Target: "clear", Packages: 6, Done: 2, Unknown: 1, Due: "2026-06-30", Rest: []reports.MilestoneRest{{Package: "inventory/inventory-api"}, {Package: "x", Unknown: true}}},
			{ID: "n", Title: "It was easy", Target: "clear", Packages: 1, Done: 1},
		}
		r.Tracked = []reports.Tracked{{Concern: finding.Python2, By: "the Python team", Blocking: 7, Stories: []reports.Story{{ID: 1, Repo: "inventory", URL: "https://example.org/1"}}}}
	}
	old.Tracked[0].Blocking, old.Milestones[0].Done = 9, 1
	new.Decisions[1].State, new.Decisions[1].Outcome, new.Decisions[1].Note = reports.DecisionDecided, reports.OutcomeReplaced, "systemd-networkd does"
	p := &new.Packages[3]
	p.Readiness = map[string]reports.Readiness{}
	for _, t := range new.Targets {
		p.Readiness[t.ID] = reports.Readiness{Verdict: reports.Ready}
	}
	old.Packages[3].Readiness["clear"] = reports.Readiness{Verdict: reports.NeedsWork}
	return old, new
}

// inTheWay are the findings that block on Clear.
func inTheWay(r *reports.Report) []int {
	var list []int
	for i := range r.Findings {
		if r.Findings[i].Blocks("clear") {
			list = append(list, i)
		}
	}
	return list
}

func write(t *testing.T, old, new *reports.Report, o agenda.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := agenda.Write(&b, old, new, policy.Compare(old, new), o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	old, new := weeks()
	reporttest.Golden(t, "week.txt", []byte(write(t, old, new, agenda.Options{})))
	for i := range new.Packages {
		new.Packages[i].Owner = []string{"Ann", "Bob", "unowned"}[i%3]
	}
	for i := range new.WorkItems {
		new.WorkItems[i].Owner = []string{"Ann", "Ann", "Bob", "unowned"}[i%4]
	}
	new.Tracked = nil
	reporttest.Golden(t, "owned.txt", []byte(write(t, old, new, agenda.Options{Top: 2})))
	reporttest.Golden(t, "nothing.txt", []byte(write(t, old, old, agenda.Options{})))
}

// TestOwnersAreShort holds every owner to five lines.
func TestOwnersAreShort(t *testing.T) {
	old, new := weeks()
	new.Tracked = nil
	for i := range new.WorkItems {
		new.WorkItems[i].Owner = "Ann"
	}
	for range 20 {
		new.WorkItems = append(new.WorkItems, new.WorkItems[0])
	}
	for i := range new.Packages {
		new.Packages[i].Owner = "Ann"
	}
	_, after, ok := strings.Cut(write(t, old, new, agenda.Options{}), "\nBy owner\n")
	section, _, _ := strings.Cut(after, "\n\n")
	if lines := strings.Count(strings.TrimSpace(section), "\n") + 1; !ok || lines != 5 || !strings.Contains(section, "and ") {
		t.Errorf("%d lines:\n%s", lines, section)
	}
}

// TestOnlyOursIsProgress says of what a rule moved that it is no doing of the
// team's.
func TestOnlyOursIsProgress(t *testing.T) {
	old, new := reporttest.Sample(), reporttest.Sample()
	first := inTheWay(new)[0]
	gone := new.Findings[first].Rule
	new.Findings = slices.Delete(new.Findings, first, first+1)
	for i := range new.Rules {
		old.Rules[i].Digest, new.Rules[i].Digest = "d", "d"
		if new.Rules[i].ID == gone {
			new.Rules[i].Digest = "e"
		}
	}
	text := write(t, old, new, agenda.Options{})
	for _, want := range []string{"(-1: nothing of it ours)", "not our doing: rules -1", "1 place came or went by no doing of ours"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "fixed: ") {
		t.Errorf("it is called fixed:\n%s", text)
	}
}

// TestHostile shows nothing that a terminal would obey.
func TestHostile(t *testing.T) {
	new := reporttest.Hostile()
	old := *new
	old.Findings, old.Packages = old.Findings[:5], old.Packages[:5]
	new.Decisions = []reports.Decision{{ID: "\x1b[2J", Question: "two\nlines", State: reports.DecisionOpen, Blocking: 1, Owner: "\x07"}}
	new.Milestones = []reports.Milestone{{ID: "m", Title: "\x1b]0;owned\x07", Target: "clear", Packages: 1, Rest: []reports.MilestoneRest{{Package: "a\nb"}}}}
	new.Tracked = []reports.Tracked{{Concern: finding.Shell, By: "x\ry", Stories: []reports.Story{{URL: "\u202e"}}}}
	for i := range new.Packages {
		new.Packages[i].Owner = reporttest.HostileNames[i%len(reporttest.HostileNames)]
	}
	for _, r := range write(t, &old, new, agenda.Options{}) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%q is shown", r)
		}
	}
}

// TestOldReports are compared too, though they know nothing of decisions.
func TestOldReports(t *testing.T) {
	old, new := reporttest.Sample(), reporttest.Sample()
	new.Run.Time = old.Run.Time.Add(time.Hour)
	if text := write(t, old, new, agenda.Options{}); !strings.Contains(text, "nothing moved on any target") || strings.Contains(text, "Milestones") {
		t.Error(text)
	}
	new.Targets = nil
	if text := write(t, old, new, agenda.Options{}); !strings.Contains(text, "no target in common") {
		t.Error(text)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteFails(t *testing.T) {
	r := reporttest.Sample()
	var w io.Writer = failing{}
	if err := agenda.Write(w, r, r, policy.Compare(r, r), agenda.Options{}); err == nil {
		t.Error("no error")
	}
}
