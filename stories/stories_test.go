package stories_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// when the first report of the tests is made: long after the double began.
var when = time.Date(2018, 10, 15, 12, 0, 0, 0, time.UTC)

// place is a finding of the tests: REPO, PACKAGE, RULE and LINE.
type place struct {
	repo, pkg, rule string
	line            int
}

// reportOf makes a report of some places, on the targets clear and debian-12.
func reportOf(at time.Time, places ...place) *reports.Report {
	r := &reports.Report{
		Schema: reports.Schema, Tool: reports.Tool{Name: "stxscan", Version: "0.9.0"}, Run: reports.Run{Time: at},
		Inputs:  []reports.Input{{Repo: "config"}, {Repo: "metal"}},
		Targets: []reports.Target{{ID: "centos-7", Name: "CentOS 7", Origin: true}, {ID: "clear", Name: "Clear Linux"}, {ID: "debian-12", Name: "Debian 12"}},
		Rules: []reports.Rule{
			{ID: "DEP-001", Title: "something needed is missing on a target", Concern: finding.Dependencies, Docs: "docs/rules/DEP-001.md"},
			{ID: "OS-003", Title: "a path of /etc/rc.d is named", Concern: finding.InitAndPaths, Docs: "docs/rules/OS-003.md", Alternatives: map[string]string{"debian-12": "/etc/init.d", "clear": "a systemd unit"}},
			{ID: "OS-012", Title: "libraries are looked for in /usr/lib64", Concern: finding.InitAndPaths},
			{ID: "OS-106", Title: "the installation is described by a kickstart", Concern: finding.Installer,
				Answer: &reports.Answer{ID: "installer", Kind: "decision", Title: "Decide which installer makes a node", Why: "Another installer needs all of it again."}},
			{ID: "PY2-S001", Title: "print is a function now", Concern: finding.Python2},
			{ID: "SH-001", Title: "[[ is used in a script for /bin/sh", Concern: finding.Shell},
		},
	}
	concerns := map[string]finding.Concern{}
	for _, rule := range r.Rules {
		concerns[rule.ID] = rule.Concern
	}
	for _, p := range places {
		broken := finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}
		f := finding.Finding{
			Rule: p.rule, Concern: concerns[p.rule], Role: finding.RoleRuntime, Package: p.pkg, Message: "a place of " + p.rule, Subject: "subject-of-" + p.rule,
			Location: finding.Location{Repo: p.repo, Path: p.pkg + "/file.sh", Line: p.line},
			Targets:  map[string]finding.TargetEffect{"debian-12": broken, "clear": broken},
		}
		if p.rule == "SH-001" {
			f.Targets["clear"] = finding.TargetEffect{Effect: finding.Works}
		}
		r.Findings = append(r.Findings, f)
		if !slices.ContainsFunc(r.Packages, func(known reports.Package) bool { return known.Name == p.pkg }) {
			r.Packages = append(r.Packages, reports.Package{Name: p.pkg, Repo: p.repo, Path: p.pkg, Built: true})
		}
	}
	return r
}

// sample are places that make a story of each kind.
func sample() []place {
	return []place{
		{"metal", "mtce", "OS-003", 1}, {"metal", "mtce", "OS-003", 2}, {"metal", "mtce", "OS-012", 3}, {"metal", "kickstart", "OS-106", 4},
		{"config", "sysinv", "OS-003", 5}, {"config", "sysinv", "DEP-001", 6}, {"config", "sysinv", "SH-001", 7}, {"config", "sysinv", "PY2-S001", 8},
	}
}

// desk is a double with its client.
type desk struct {
	t      *testing.T
	server *storyboardtest.Server
	client *storyboard.Client
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s := storyboardtest.New()
	s.AddProject("starlingx/config", "starlingx/metal", "starlingx/integ")
	address, stop := s.Start()
	t.Cleanup(stop)
	return &desk{t, s, clientOf(t, address, "good-token")}
}

// clientOf is a client that does not wait.
func clientOf(t *testing.T, address, token string) *storyboard.Client {
	t.Helper()
	c, err := storyboard.New(storyboard.Options{Server: address, Token: token, Pause: -1, Timeout: time.Minute,
		Sleep: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// accepted is a suppression that quiets stories.
var accepted = &finding.Suppression{Kind: finding.Accepted, Reason: "only CentOS has it"}

func compose(t *testing.T, r *reports.Report, o stories.Options) *stories.Set {
	t.Helper()
	set, err := stories.Compose(r, o)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// plan makes a plan, and sends it through its file.
func (d *desk) plan(r *reports.Report, o stories.PlanOptions) *stories.Plan {
	d.t.Helper()
	p, err := stories.MakePlan(d.t.Context(), compose(d.t, r, stories.Options{}), d.client, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return reread(d.t, p)
}

func reread(t *testing.T, p *stories.Plan) *stories.Plan {
	t.Helper()
	var text bytes.Buffer
	if err := p.Encode(&text); err != nil {
		t.Fatal(err)
	}
	again, err := stories.DecodePlan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

var unbound = stories.ApplyOptions{MaxNew: -1, MaxUpdates: -1}

func (d *desk) apply(p *stories.Plan, o stories.ApplyOptions) *stories.Result {
	d.t.Helper()
	result, err := stories.Apply(d.t.Context(), p, d.client, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return result
}

// file plans and applies, and then once more, which must write nothing.
func (d *desk) file(r *reports.Report, o stories.PlanOptions) {
	d.t.Helper()
	d.apply(d.plan(r, o), unbound)
	d.settled(r, o)
}

// settled wants a second run to write nothing.
func (d *desk) settled(r *reports.Report, o stories.PlanOptions) {
	d.t.Helper()
	o.Adopt = nil
	before := d.server.Writes()
	plan := d.plan(r, o)
	d.apply(plan, unbound)
	if n := d.server.Writes() - before; n != 0 {
		for _, s := range plan.Stories {
			for _, a := range s.Actions {
				d.t.Logf("%s: %s %s\nbefore: %s\nafter: %s", s.Title, a.Kind, a.Why, a.Before, a.After)
			}
		}
		d.t.Fatalf("the second run made %d writes", n)
	}
}

// titled finds a story by a part of its title.
func (d *desk) titled(part string) storyboardtest.Story {
	d.t.Helper()
	var found []storyboardtest.Story
	for _, s := range d.server.Stories() {
		if strings.Contains(s.Title, part) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		d.t.Fatalf("%d stories have %q in the title", len(found), part)
	}
	return found[0]
}

// task finds a task of a story by a part of its title.
func (d *desk) task(story int, part string) storyboardtest.Task {
	d.t.Helper()
	for _, t := range d.server.Tasks(story) {
		if strings.Contains(t.Title, part) {
			return t
		}
	}
	d.t.Fatalf("story %d has no task %q: %v", story, part, d.server.Tasks(story))
	return storyboardtest.Task{}
}

// planned finds the actions for a story by a part of its title.
func planned(t *testing.T, p *stories.Plan, part string) []stories.Action {
	t.Helper()
	for _, s := range p.Stories {
		if strings.Contains(s.Title, part) {
			return s.Actions
		}
	}
	t.Fatalf("the plan has no story %q", part)
	return nil
}

func kinds(list []stories.Action) string {
	var words []string
	for _, a := range list {
		words = append(words, string(a.Kind))
	}
	return strings.Join(words, " ")
}

// TestFile: all stories are made, each with its tags and tasks, and once.
func TestFile(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	var got []string
	for _, s := range d.server.Stories() {
		got = append(got, fmt.Sprintf("%s %v %d", s.Title, s.Tags, len(d.server.Tasks(s.ID))))
		if s.IsBug || d.server.Status(s.ID) != "active" {
			t.Errorf("%s: a bug: %v, %s", s.Title, s.IsBug, d.server.Status(s.ID))
		}
		if strings.Contains(s.Description, "@") || !strings.Contains(s.Description, fmt.Sprintf("Story: %d", s.ID)) {
			t.Errorf("%s: numbers are lacking:\n%s", s.Title, s.Description)
		}
		for _, task := range d.server.Tasks(s.ID) {
			if !strings.Contains(s.Description, fmt.Sprintf("| %d | ", task.ID)) {
				t.Errorf("%s: task %d is not in the text:\n%s", s.Title, task.ID, s.Description)
			}
		}
	}
	slices.Sort(got)
	want := []string{
		"[MultiOS] Decide which installer makes a node [stx.multios stx.clear stx.debian] 2",
		"[MultiOS] Packages missing or different on Clear Linux [stx.multios stx.clear] 1",
		"[MultiOS] Packages missing or different on Debian 12 [stx.multios stx.debian] 1",
		"[MultiOS] Remove CentOS assumptions: starlingx/config [stx.multios stx.clear stx.debian] 1",
		"[MultiOS] Remove CentOS assumptions: starlingx/metal [stx.multios stx.clear stx.debian] 2",
		"[MultiOS] Scripts for /bin/sh that need Bash: starlingx/config [stx.multios stx.debian] 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
