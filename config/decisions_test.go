package config

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

// answered is a report whose rules RPM-001 and OS-001 are settled by answers of
// the program's own: a decision and a seam.
func answered() *reports.Report {
	r := report(
		breaking("RPM-001", "config", "agent", "agent/a.py"),
		breaking("OS-001", "config", "agent", "agent/b.py"),
		breaking("PY2-S001", "config", "agent", "agent/c.py"),
		breaking("PY2-S001", "nfv", "vim", "vim/d.py"))
	r.Rules = []reports.Rule{
		{ID: "OS-001", Answer: &reports.Answer{ID: "services", Kind: "seam", Title: "Go through one module"}},
		{ID: "PY2-S001"},
		{ID: "RPM-001", Answer: &reports.Answer{ID: "installer", Kind: "decision", Title: "Decide which installer"}},
	}
	r.Packages = []reports.Package{{Name: "agent", Repo: "config"}, {Name: "vim", Repo: "nfv"}}
	return r
}

// TestDecisions tells for every place of answered() which decision governs it,
// and where it blocks.
func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		name, entries string
		// want lists "DECISION blocked targets" for each finding, "-" for none.
		want   []string
		notice string
	}{
		{"the program's own", "", []string{"installer clear ubuntu", "- clear ubuntu", "- clear ubuntu", "- clear ubuntu"}, ""},
		{"an open one", "{id: d, question: q, state: open, rules: [PY2-*]}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "d clear ubuntu", "d clear ubuntu"}, ""},
		{"replaced on one target", "{id: d, state: decided, outcome: replaced, targets: [clear], rules: ['py2-*'], repos: [nfv]}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "- clear ubuntu", "d ubuntu"}, ""},
		{"kept", "{id: d, state: decided, outcome: kept, paths: [/vim/]}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "- clear ubuntu", "d clear ubuntu"}, ""},
		{"the program's own, replaced", "{id: installer, state: decided, outcome: replaced}",
			[]string{"installer ", "- clear ubuntu", "- clear ubuntu", "- clear ubuntu"}, ""},
		{"a seam of the program's own, replaced", "{id: services, state: decided, outcome: replaced}",
			[]string{"installer clear ubuntu", "services ", "- clear ubuntu", "- clear ubuntu"}, ""},
		{"the program's own, for another folder alone", "{id: installer, state: decided, outcome: replaced, paths: [/vim/]}",
			[]string{"- clear ubuntu", "- clear ubuntu", "- clear ubuntu", "- clear ubuntu"}, "governs nothing"},
		{"the last that fits", "{id: a, state: open, rules: ['PY2-*']}, {id: b, state: decided, outcome: replaced, packages: [vim], rules: ['*']}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "a clear ubuntu", "b "}, ""},
		{"governs nothing", "{id: d, state: open, rules: ['SH-*']}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "- clear ubuntu", "- clear ubuntu"}, "governs nothing"},
		{"without a word of what it governs", "{id: d, state: open}",
			[]string{"installer clear ubuntu", "- clear ubuntu", "- clear ubuntu", "- clear ubuntu"}, "governs nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := answered()
			var notices strings.Builder
			for _, n := range read(t, "decisions: ["+c.entries+"]").ApplyDecisions(r) {
				fmt.Fprintln(&notices, n.Message)
			}
			for i, want := range c.want {
				f := &r.Findings[i]
				var on []string
				for _, target := range []string{"clear", "ubuntu"} {
					if f.Blocks(target) {
						on = append(on, target)
					}
				}
				id := f.Decision
				if id == "" {
					id = "-"
				}
				if got := id + " " + strings.Join(on, " "); got != want {
					t.Errorf("finding %d: %q, want %q", i, got, want)
				}
			}
			if c.notice == "" != (notices.Len() == 0) || !strings.Contains(notices.String(), c.notice) {
				t.Errorf("notices %q, want %q", notices.String(), c.notice)
			}
			if shared["clear"].Replaced != "" {
				t.Error("the effects of other findings changed")
			}
		})
	}
}

// TestReplacedPackages puts something else in the place of whole packages, and of
// their places too.
func TestReplacedPackages(t *testing.T) {
	r := answered()
	read(t, "decisions: [{id: no-vim, question: 'Is there a VIM?', state: decided, outcome: replaced, note: Nova does it, owner: lead, date: 2018-10-22, packages: [vim], targets: [clear]}]").ApplyDecisions(r)
	if got := r.Packages[1].Replaced; len(got) != 1 || got["clear"] != "no-vim" {
		t.Errorf("vim is replaced by %v", got)
	}
	if r.Packages[0].Replaced != nil {
		t.Error("agent is replaced")
	}
	d := r.Decision("no-vim")
	if d == nil || d.Note != "Nova does it" || d.Owner != "lead" || d.Date != "2018-10-22" || d.By != "config:2" || d.Findings != 1 || d.Blocking != 1 ||
		len(d.Packages) != 1 || d.Packages[0] != "nfv/vim" {
		t.Errorf("the decision is %+v", d)
	}
	if r.Decisions[0].State != reports.DecisionOpen {
		t.Error("an open decision does not come first")
	}
}

// TestEffectiveCall puts entries of a file in the place of the program's own.
func TestEffectiveCall(t *testing.T) {
	c := read(t, `milestones:
  - {id: flock-builds, title: All of it builds on Ubuntu, target: ubuntu, groups: [flock]}
  - {id: demo, title: The demo, target: clear, after: [flock-builds], concerns: [python2], needs: [run], due: 2019-01-31}
tracked:
  - {concern: python2, ours: true}
  - {concern: puppet, by: the puppet team, stories: [{id: 2001234}]}
`)
	r := report()
	ListMilestones(r, c.EffectiveMilestones())
	ListTracked(r, c.EffectiveTracked())
	// One of the program's own is of a target that the report does not have.
	own, last := len(callDefaults().Milestones)-1, r.Milestones[len(r.Milestones)-1]
	if len(r.Milestones) != own+1 || last.ID != "demo" || last.Due != "2019-01-31" || last.After[0] != "flock-builds" {
		t.Errorf("%d milestones, the last %+v", len(r.Milestones), last)
	}
	if r.Milestones[1].ID != "flock-builds" || r.Milestones[1].Target != "ubuntu" {
		t.Errorf("the file's milestone is not in its place: %+v", r.Milestones[1])
	}
	var got []string
	for _, tracked := range r.Tracked {
		got = append(got, string(tracked.Concern))
	}
	if strings.Join(got, " ") != "openstack-patches puppet" || r.TrackedBy("puppet").Stories[0].URL != "https://storyboard.openstack.org/#!/story/2001234" {
		t.Errorf("tracked are %v", r.Tracked)
	}
	if r.TrackedBy("python2") != nil {
		t.Error("python2 is tracked, though the team took it back")
	}
}

// TestCallMistakes names what makes no sense in decisions, milestones and tracked.
func TestCallMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"decisions: [{id: D 1, state: open}]":                                              "id: \"D 1\": want lower case",
		"decisions: [{id: d, state: maybe}]":                                               "want one of open, decided",
		"decisions: [{id: d, state: decided}]":                                             "want one of kept, replaced",
		"decisions: [{id: d, state: open, outcome: kept}]":                                 "an open decision has none",
		"decisions: [{id: d, state: open, date: soon}]":                                    "want a day",
		"decisions: [{id: d, state: open, rules: ['[x]']}]":                                "rules: ",
		"decisions: [{id: d, state: open, paths: ['']}]":                                   "paths: an empty glob",
		"decisions: [{id: d, state: open}, {id: d, state: open}]":                          "there is a decision \"d\" already",
		"milestones: [{id: m, title: t, target: clear, needs: [food]}]":                    "there is no \"food\"",
		"milestones: [{id: m, title: t, target: clear, concerns: [taste]}]":                "there is no \"taste\"",
		"milestones: [{id: m, title: t, target: clear, groups: [gone]}]":                   "there is no group \"gone\"",
		"milestones: [{id: m, title: t, target: clear, after: [gone]}]":                    "there is no milestone \"gone\"",
		"milestones: [{id: m, title: t, target: clear, due: 2018-13-01}]":                  "want a day",
		"milestones: [{id: m, title: \"\", target: clear}]":                                "title: want one line",
		"tracked: [{concern: taste, by: x}]":                                               "there is no \"taste\"",
		"tracked: [{concern: python2}]":                                                    "by: want one line",
		"tracked: [{concern: python2, by: x, stories: [{id: 0}]}]":                         "is no story",
		"tracked: [{concern: python2, by: x}, {concern: python2, by: y}]":                  "there is an entry of python2 already",
		"milestones: [{id: m, title: t, target: clear}, {id: m, title: t, target: clear}]": "there is a milestone \"m\" already",
	} {
		_, err := Load([]byte("version: 1\n"+text), "f")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "f:2:") {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

// TestDecisionsAreOwned gives a decision that names nobody to who owns its work.
func TestDecisionsAreOwned(t *testing.T) {
	r := answered()
	for i, id := range []string{reports.AnswerPrefix + "installer", "x", reports.DecisionPrefix + "d", reports.DecisionPrefix + "d"} {
		r.Findings[i].WorkItem = id
	}
	r.WorkItems = []reports.WorkItem{{ID: reports.AnswerPrefix + "installer"}, {ID: reports.DecisionPrefix + "d"}}
	c := read(t, "owners: [{owner: Ann, repo: config}, {owner: Bob, repo: nfv}]\ndecisions: [{id: d, question: q, state: open, owner: Eve, rules: [PY2-*]}]")
	c.ApplyDecisions(r)
	ApplyOwners(r, c, nil)
	if d, i := r.Decision("d"), r.Decision("installer"); d.Owner != "Eve" || i.Owner != "Ann" {
		t.Errorf("owned by %q and %q", d.Owner, i.Owner)
	}
}
