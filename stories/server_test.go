package stories_test

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// TestNothingBeforeTheFirstWrite: what would stop a run halfway stops it before it
// begins.
func TestNothingBeforeTheFirstWrite(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*desk, *stories.Plan)
		want  string
	}{
		"expired token":   {func(d *desk, _ *stories.Plan) { d.server.Expire("good-token") }, "has expired"},
		"unknown project": {func(_ *desk, p *stories.Plan) { lastTask(p).Project = "starlingx/none" }, "no project starlingx/none: nothing was written"},
		"no such project, offline": {func(d *desk, p *stories.Plan) {
			offline, err := stories.MakePlan(d.t.Context(), compose(d.t, reportOf(when, sample()...), stories.Options{Projects: map[string][]string{"metal": {"starlingx/iron", "openstack/iron"}}}), nil, stories.PlanOptions{})
			if err != nil {
				d.t.Fatal(err)
			}
			*p = *offline
		}, "no project starlingx/iron or openstack/iron"},
		"another server": {func(_ *desk, p *stories.Plan) { p.Server = "https://storyboard.example.org/api/v1" }, "was made against https://storyboard.example.org"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			p := d.plan(reportOf(when, sample()...), stories.PlanOptions{})
			test.spoil(d, p)
			_, err := stories.Apply(t.Context(), p, d.client, unbound)
			if err == nil || !strings.Contains(err.Error(), test.want) || d.server.Writes() != 0 {
				t.Errorf("%d writes, %v", d.server.Writes(), err)
			}
		})
	}
}

func lastTask(p *stories.Plan) *stories.Action {
	list := p.Stories[len(p.Stories)-1].Actions
	return &list[len(list)-2]
}

// TestConfiguredProjectHasToBeThere: what somebody wrote down is not replaced by
// the default; what nobody did is, and that is said.
func TestConfiguredProjectHasToBeThere(t *testing.T) {
	d := newDesk(t)
	r := reportOf(when, place{"metal", "mtce", "OS-003", 1}, place{"gui", "dashboard", "OS-003", 2})
	_, err := stories.MakePlan(t.Context(), compose(t, r, stories.Options{Projects: map[string][]string{"metal": {"starlingx/iron"}}}), d.client, stories.PlanOptions{})
	if err == nil || !strings.Contains(err.Error(), "the server has no project starlingx/iron") {
		t.Errorf("got %v", err)
	}
	p := d.plan(r, stories.PlanOptions{})
	if a := planned(t, p, "starlingx/gui")[2]; a.Project != "starlingx/integ" || !strings.Contains(strings.Join(p.Notes, "\n"), "the tasks of gui go to starlingx/integ") {
		t.Errorf("%+v, notes %q", a, p.Notes)
	}
}

// TestMovedStory: a story that changed since the plan is refused, and with it all.
func TestMovedStory(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	p := d.plan(later(7, without("OS-012")...), stories.PlanOptions{Close: true})
	d.server.EditStory(d.titled("starlingx/metal").ID, func(s *storyboardtest.Story) { s.Description += "\nlate" })
	before := d.server.Writes()
	_, err := stories.Apply(t.Context(), p, d.client, unbound)
	if err == nil || !strings.Contains(err.Error(), "changed since the plan was made: story 200") || d.server.Writes() != before {
		t.Errorf("%d writes, %v", d.server.Writes()-before, err)
	}
	d.file(later(7, without("OS-012")...), stories.PlanOptions{Close: true})
	if s := d.titled("starlingx/metal"); !strings.Contains(s.Description, "\nlate") || d.task(s.ID, "OS-012").Status != "merged" {
		t.Errorf("%+v", s)
	}
}

// TestCaps: so many stories and no more, those that block the most first.
func TestCaps(t *testing.T) {
	d := newDesk(t)
	p := d.plan(reportOf(when, sample()...), stories.PlanOptions{})
	result := d.apply(p, stories.ApplyOptions{MaxNew: 2, MaxUpdates: 50})
	if len(result.Left) != 4 || result.Created != 2 || len(d.server.Stories()) != 2 || !strings.Contains(d.server.Stories()[0].Title, "starlingx/metal") {
		t.Errorf("%+v, %d stories", result, len(d.server.Stories()))
	}
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	more := append(sample(), sample()...)
	result = d.apply(d.plan(later(1, more...), stories.PlanOptions{}), stories.ApplyOptions{MaxNew: 0, MaxUpdates: 1})
	if result.Updated != 1 || len(result.Left) != 5 {
		t.Errorf("%+v", result)
	}
}

// TestManyStories: ours are found among hundreds, on whatever page.
func TestManyStories(t *testing.T) {
	d := newDesk(t)
	for i := range 300 {
		d.server.AddStory(storyboardtest.Story{Title: fmt.Sprintf("[MultiOS] Other work %d", i), Tags: []string{"stx.multios"}}, storyboardtest.Task{Title: "work", Project: 701})
	}
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	if n := len(d.server.Stories()); n != 306 {
		t.Errorf("%d stories", n)
	}
}

// TestTagInCapitals: the server folds tags; ours is there, whoever wrote it how.
func TestTagInCapitals(t *testing.T) {
	d := newDesk(t)
	d.server.AddStory(storyboardtest.Story{Title: "Older work", Tags: []string{"STX.MultiOS"}})
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	for _, s := range d.server.Stories()[1:] {
		if s.Tags[0] != "STX.MultiOS" || len(s.Tags) < 2 {
			t.Errorf("%s: %v", s.Title, s.Tags)
		}
	}
}

// TestTwoRunsAtOnce: whatever another run does between two of our writes, there is
// one story and one task of each.
func TestTwoRunsAtOnce(t *testing.T) {
	r := reportOf(when, sample()...)
	for n := range 30 {
		d := newDesk(t)
		mine, other := d.plan(r, stories.PlanOptions{}), d.plan(r, stories.PlanOptions{})
		writes := 0
		var hook func()
		hook = func() {
			if writes++; writes <= n {
				d.server.BeforeNextWrite(hook)
				return
			}
			if _, err := stories.Apply(t.Context(), other, d.client, unbound); err != nil {
				t.Errorf("the other run: %v", err)
			}
		}
		d.server.BeforeNextWrite(hook)
		d.apply(mine, unbound)
		d.file(r, stories.PlanOptions{})
		once(t, d.server, 6)
	}
}

// once wants so many stories with keys, none twice, and no task twice.
func once(t *testing.T, s *storyboardtest.Server, want int) {
	t.Helper()
	keys := map[string]bool{}
	for _, story := range s.Stories() {
		key := stories.KeyOf(story.Description)
		if key == "" {
			if n := len(s.Tasks(story.ID)); n > 0 && strings.Contains(story.Description, "Made twice") {
				t.Errorf("story %d was emptied and has %d tasks", story.ID, n)
			}
			continue
		}
		if keys[key] {
			t.Errorf("%s is there twice", story.Title)
		}
		keys[key] = true
		titles := map[string]bool{}
		for _, task := range s.Tasks(story.ID) {
			if titles[task.Title] && task.Creator == 2 {
				t.Errorf("%s: the task %q is there twice", story.Title, task.Title)
			}
			titles[task.Title] = true
		}
	}
	if len(keys) != want {
		t.Errorf("%d stories, want %d", len(keys), want)
	}
}

// TestAdopt: stories of others are listed before one is made, never doubled by
// title, and taken over when asked: their text and tasks stay.
func TestAdopt(t *testing.T) {
	d := newDesk(t)
	other := d.server.AddStory(storyboardtest.Story{Title: "Get rid of CentOS in mtce", Description: "Please.", Creator: 3}, storyboardtest.Task{Title: "by hand", Project: 702})
	same := d.server.AddStory(storyboardtest.Story{Title: "[multios] Scripts for /bin/sh that need Bash: starlingx/config", Creator: 3}, storyboardtest.Task{Title: "by hand", Project: 701})
	python := d.server.AddStory(storyboardtest.Story{Title: "Move sysinv to Python 3", Creator: 3}, storyboardtest.Task{Title: "a", Project: 701}, storyboardtest.Task{Title: "b", Project: 701, Status: "merged"})
	r := reportOf(when, sample()...)
	p := d.plan(r, stories.PlanOptions{})
	if got := kinds(planned(t, p, "Bash: starlingx/config")); got != "skip" {
		t.Errorf("a story of the same title: %s", got)
	}
	for _, s := range p.Stories {
		if strings.Contains(s.Title, "starlingx/metal") && (len(s.Candidates) != 1 || s.Candidates[0].ID != other) {
			t.Errorf("candidates %+v", s.Candidates)
		}
	}
	if len(p.Tracked) != 1 || len(p.Tracked[0].Stories) != 1 || p.Tracked[0].Stories[0].ID != python || p.Tracked[0].Stories[0].Done != 1 || p.Tracked[0].Stories[0].Tasks != 2 {
		t.Errorf("tracked %+v", p.Tracked)
	}
	d.file(r, stories.PlanOptions{Adopt: map[int]string{other: "", same: ""}})
	s := d.titled("Get rid of CentOS in mtce")
	if !strings.HasPrefix(s.Description, "Please.\n\n<!-- stxscan:begin -->") || len(d.server.Tasks(s.ID)) != 3 || s.Tags[0] != "stx.multios" {
		t.Errorf("%+v with %d tasks", s, len(d.server.Tasks(s.ID)))
	}
	once(t, d.server, 6)
	_, err := stories.MakePlan(t.Context(), compose(t, r, stories.Options{}), d.client, stories.PlanOptions{Adopt: map[int]string{python: ""}})
	if err == nil || !strings.Contains(err.Error(), "it is no candidate") {
		t.Errorf("got %v", err)
	}
}

// TestPartOfTheTree: a scan of one repo says nothing of the others, nor a scan that
// does not apply a rule or judge by a target.
func TestPartOfTheTree(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	before := d.server.Writes()
	for name, narrow := range map[string]func(*reports.Report){
		"repo":   func(r *reports.Report) { r.Inputs = r.Inputs[:0] },
		"rules":  func(r *reports.Report) { r.Rules = r.Rules[:0] },
		"target": func(r *reports.Report) { r.Targets, r.Inputs = r.Targets[:1], r.Inputs[:0] },
		"unread": func(r *reports.Report) { r.Inputs, r.Rules = nil, nil },
	} {
		r := later(7)
		narrow(r)
		d.apply(d.plan(r, stories.PlanOptions{Close: true}), unbound)
		if n := d.server.Writes() - before; n != 0 {
			t.Errorf("%s: %d writes", name, n)
		}
	}
}

// TestTakenAway: a task that somebody deleted is not made again.
func TestTakenAway(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	s := d.titled("starlingx/metal")
	task := d.task(s.ID, "OS-012")
	if err := d.client.DeleteTask(t.Context(), storyboard.ID(task.ID)); err != nil {
		t.Fatal(err)
	}
	d.file(later(7, sample()...), stories.PlanOptions{})
	if n := len(d.server.Tasks(s.ID)); n != 1 {
		t.Errorf("%d tasks", n)
	}
}

// TestAccepted: what somebody accepted in the configuration is not filed, and what
// is filed stays as it is.
func TestAccepted(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	r := later(7, sample()...)
	for i := range r.Findings {
		if r.Findings[i].Rule == "OS-012" || r.Findings[i].Rule == "SH-001" {
			r.Findings[i].Suppressed = accepted
		}
	}
	p := d.plan(r, stories.PlanOptions{Close: true})
	if got := kinds(planned(t, p, "Bash: starlingx/config")); got != "skip skip" {
		t.Errorf("planned: %s", got)
	}
	d.file(r, stories.PlanOptions{Close: true})
	if got := d.task(d.titled("starlingx/metal").ID, "OS-012").Status; got != "todo" {
		t.Errorf("the accepted task is %s", got)
	}
}

// TestGuest: a plan for a server without a token is made, and not carried out.
func TestGuest(t *testing.T) {
	d := newDesk(t)
	guest := clientOf(t, d.client.Server(), "")
	p, err := stories.MakePlan(t.Context(), compose(t, reportOf(when, sample()...), stories.Options{}), guest, stories.PlanOptions{})
	if err != nil || !strings.Contains(strings.Join(p.Notes, ""), "without a token") {
		t.Fatalf("%v, %v", p, err)
	}
	if _, err := stories.Apply(t.Context(), p, guest, unbound); err == nil || !strings.Contains(err.Error(), "a token is needed") {
		t.Errorf("got %v", err)
	}
}

// TestLook: what is filed, and what of it is stale, regressed or not filed yet.
func TestLook(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, without("SH-001")...), stories.PlanOptions{})
	s := d.titled("CentOS assumptions: starlingx/metal")
	d.server.EditTask(d.task(s.ID, "OS-003").ID, func(t *storyboardtest.Task) { t.Status = "merged" })
	d.server.EditTask(d.task(d.titled("Clear Linux").ID, "Package, replace or drop").ID, func(t *storyboardtest.Task) { t.Status = "invalid" })
	writes := d.server.Writes()
	st, err := stories.Look(t.Context(), d.client, compose(t, later(7, without("OS-012")...), stories.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := stories.WriteStatus(&out, st); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"5 stories on http", ": 4 open, 1 done or invalid", "active, 1 of 2 tasks done", "invalid, 0 of 0 tasks done, 1 will not be done",
		"  stale: nothing is left, and open: task 24", "  regressed: was done, and is there again: Fix in mtce: a path of /etc/rc.d is named (OS-003)",
		"Not filed yet:\n  [MultiOS] Scripts for /bin/sh that need Bash: starlingx/config\n", "python2 is tracked by others, and not filed: 1 place left: config 1",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the status lacks %q:\n%s", want, out.String())
		}
	}
	if st, err = stories.Look(t.Context(), d.client, nil); err != nil || st.Compared || len(st.Stories) != 5 || d.server.Writes() != writes {
		t.Errorf("%+v, %v, %d writes", st, err, d.server.Writes()-writes)
	}
}

// TestTrackedStories: the stories of others that a report or a team names are listed
// with how far they are; one that is gone is said to be.
func TestTrackedStories(t *testing.T) {
	d := newDesk(t)
	followed := d.server.AddStory(storyboardtest.Story{Title: "By another name", Creator: 3}, storyboardtest.Task{Title: "a", Project: 701, Status: "merged"})
	r := reportOf(when, sample()...)
	r.Tracked = []reports.Tracked{{Concern: "python2", By: "the Python team", Stories: []reports.Story{{ID: followed}, {ID: 7}}}}
	set := compose(t, r, stories.Options{})
	offline, err := stories.MakePlan(t.Context(), set, nil, stories.PlanOptions{})
	if err != nil || len(offline.Tracked) != 1 || len(offline.Tracked[0].Stories) != 2 || offline.Tracked[0].Stories[1].URL != "https://storyboard.openstack.org/#!/story/7" {
		t.Errorf("offline: %+v, %v", offline.Tracked, err)
	}
	p := d.plan(r, stories.PlanOptions{})
	if len(p.Tracked) != 1 || len(p.Tracked[0].Stories) != 1 || p.Tracked[0].Stories[0].Title != "By another name" || p.Tracked[0].Stories[0].Done != 1 ||
		!strings.Contains(strings.Join(p.Notes, "\n"), "Story 7 is written down under tracked, and the server does not have it.") {
		t.Errorf("%+v, notes %q", p.Tracked, p.Notes)
	}
	// What a report leaves to others beats the default, and a team's own word both.
	r.Tracked[0].Concern = "shell"
	if set := compose(t, r, stories.Options{}); len(set.Tracked) != 1 || set.Tracked[0].Concern != "shell" {
		t.Errorf("%+v", set.Tracked)
	}
	if set := compose(t, r, stories.Options{Tracked: []finding.Concern{}}); len(set.Tracked) != 0 {
		t.Errorf("%+v", set.Tracked)
	}
}
