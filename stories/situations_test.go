package stories_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// later is a report of some places, days after the first.
func later(days int, places ...place) *reports.Report {
	return reportOf(when.AddDate(0, 0, days), places...)
}

// without leaves the places of a rule out.
func without(rule string) []place {
	return slices.DeleteFunc(sample(), func(p place) bool { return p.rule == rule })
}

// TestUntaggedStoryIsRepaired: a run was stopped behind the first write, or behind
// any other: the next finishes what is there.
func TestUntaggedStoryIsRepaired(t *testing.T) {
	for stop := 1; ; stop++ {
		d := newDesk(t)
		writes := 0
		d.server.SetFault(func(r *http.Request) storyboardtest.Fault {
			if r.Method != http.MethodGet {
				writes++
			}
			if writes > stop {
				return storyboardtest.Error500
			}
			return storyboardtest.None
		})
		r := reportOf(when, place{"metal", "mtce", "OS-003", 1}, place{"metal", "mtce", "OS-012", 2})
		_, err := stories.Apply(t.Context(), d.plan(r, stories.PlanOptions{}), d.client, unbound)
		if err == nil {
			if stop != 5 {
				t.Errorf("the story took %d writes", stop)
			}
			return
		}
		if !strings.Contains(err.Error(), "plan again to go on from there") {
			t.Errorf("got %v", err)
		}
		d.server.SetFault(nil)
		if stop == 1 {
			if s := d.titled("CentOS"); len(s.Tags) != 0 || d.server.Status(s.ID) != "invalid" {
				t.Errorf("the half-made story is %+v", s)
			}
		}
		d.file(r, stories.PlanOptions{})
		s := d.titled("CentOS")
		if !slices.Equal(s.Tags, []string{"stx.multios", "stx.clear", "stx.debian"}) || len(d.server.Tasks(s.ID)) != 2 || !strings.Contains(s.Description, fmt.Sprintf("Story: %d", s.ID)) {
			t.Errorf("stopped behind write %d, the story is %+v with %d tasks", stop, s, len(d.server.Tasks(s.ID)))
		}
	}
}

// TestSamePlanAgain: the plan that was stopped between the story and its tags can
// be carried out again as it is.
func TestSamePlanAgain(t *testing.T) {
	d := newDesk(t)
	plan := d.plan(reportOf(when, sample()...), stories.PlanOptions{})
	d.server.SetFault(func(r *http.Request) storyboardtest.Fault {
		if strings.HasSuffix(r.URL.Path, "/tags") {
			return storyboardtest.Error500
		}
		return storyboardtest.None
	})
	if _, err := stories.Apply(t.Context(), plan, d.client, unbound); err == nil {
		t.Fatal("no error")
	}
	d.server.SetFault(nil)
	d.apply(plan, unbound)
	d.settled(reportOf(when, sample()...), stories.PlanOptions{})
	if n := len(d.server.Stories()); n != 6 {
		t.Errorf("%d stories", n)
	}
}

// TestEditsStay: titles, texts around the block, assignees, priorities, notes and
// foreign tags are people's.
func TestEditsStay(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	s := d.titled("CentOS assumptions: starlingx/metal")
	mtce := d.task(s.ID, "OS-003")
	d.server.EditStory(s.ID, func(s *storyboardtest.Story) {
		s.Title = "Make mtce portable"
		s.Description = "The lead's words.\n\n" + s.Description + "\n\nAnd below: <b>more</b>."
		s.Tags = append(s.Tags, "stx.2019.03")
		s.Tags = slices.DeleteFunc(s.Tags, func(tag string) bool { return tag == "stx.clear" })
	})
	d.server.EditTask(mtce.ID, func(t *storyboardtest.Task) {
		t.Title, t.Priority, t.Assignee, t.Link = "mtce: init", "high", 3, t.Link+"\n\nsee the call of Monday"
	})
	d.settled(reportOf(when, sample()...), stories.PlanOptions{})
	d.file(later(7, append(sample(), place{"metal", "mtce", "OS-003", 9})...), stories.PlanOptions{Close: true})
	s = d.titled("Make mtce portable")
	if !strings.HasPrefix(s.Description, "The lead's words.\n\n<!-- stxscan:begin -->") || !strings.HasSuffix(s.Description, "\n\nAnd below: <b>more</b>.") {
		t.Errorf("the description is\n%s", s.Description)
	}
	if !strings.Contains(s.Description, "| 3 |") || !slices.Equal(s.Tags, []string{"stx.multios", "stx.debian", "stx.2019.03"}) {
		t.Errorf("tags %v, description\n%s", s.Tags, s.Description)
	}
	if got := d.task(s.ID, "mtce: init"); got.Priority != "high" || got.Assignee != 3 || !strings.Contains(got.Link, "Monday") || got.Status != "todo" {
		t.Errorf("the task is %+v", got)
	}
	if c := d.server.Comments(s.ID); len(c) != 1 || !strings.Contains(c[0], "from 2 to 3 places") {
		t.Errorf("comments %q", c)
	}
}

// TestInvalidStays: a task that a person set to invalid will not be done.
func TestInvalidStays(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	s := d.titled("Bash: starlingx/config")
	task := d.task(s.ID, "every shell")
	d.server.EditTask(task.ID, func(t *storyboardtest.Task) { t.Status = "invalid" })
	r := later(7, append(sample(), place{"config", "sysinv", "SH-001", 70})...)
	if got := kinds(planned(t, d.plan(r, stories.PlanOptions{Close: true}), "Bash: starlingx/config")); got != "skip update" {
		t.Errorf("planned: %s", got)
	}
	d.file(r, stories.PlanOptions{Close: true})
	if got := d.server.Tasks(s.ID); len(got) != 1 || got[0].Status != "invalid" || len(d.server.Comments(s.ID)) != 0 {
		t.Errorf("tasks %+v, comments %q", got, d.server.Comments(s.ID))
	}
}

// TestFixedTasks: what is fixed is closed only when asked, and only where nobody
// works on it; the rest is said once.
func TestFixedTasks(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	s := d.titled("CentOS assumptions: starlingx/metal")
	first, second := d.task(s.ID, "OS-003"), d.task(s.ID, "OS-012")
	d.server.EditTask(second.ID, func(t *storyboardtest.Task) { t.Status, t.Assignee = "review", 3 })
	fixed := later(7, slices.DeleteFunc(sample(), func(p place) bool { return p.pkg == "mtce" })...)

	d.file(fixed, stories.PlanOptions{})
	if a, b := d.task(s.ID, "OS-003").Status, d.task(s.ID, "OS-012").Status; a != "todo" || b != "review" {
		t.Errorf("the tasks are %s and %s", a, b)
	}
	comments := d.server.Comments(s.ID)
	if len(comments) != 1 || !strings.Contains(comments[0], fmt.Sprintf("task %d: Fix in mtce", first.ID)) || !strings.Contains(comments[0], "it can be set to merged") || !strings.Contains(comments[0], "whoever works on it") {
		t.Errorf("comments %q", comments)
	}
	if got := d.titled("starlingx/metal").Description; !strings.Contains(got, "Nothing is left of this story") {
		t.Errorf("the description is\n%s", got)
	}
	d.file(later(8, fixedPlaces(fixed)...), stories.PlanOptions{Close: true})
	if a, b := d.task(s.ID, "OS-003").Status, d.task(s.ID, "OS-012").Status; a != "merged" || b != "review" {
		t.Errorf("with --close the tasks are %s and %s", a, b)
	}
	if n := len(d.server.Comments(s.ID)); n != 1 {
		t.Errorf("%d comments", n)
	}
	if c := d.server.Comments(d.titled("CentOS assumptions: starlingx/config").ID); len(c) != 0 {
		t.Errorf("comments on what did not change: %q", c)
	}
}

func fixedPlaces(r *reports.Report) []place {
	var list []place
	for _, f := range r.Findings {
		list = append(list, place{f.Repo, f.Package, f.Rule, f.Line})
	}
	return list
}

// TestRegression: what was done and is back gets a task and a comment, once; a scan
// from before it was done says nothing.
func TestRegression(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, sample()...), stories.PlanOptions{})
	s := d.titled("CentOS assumptions: starlingx/metal")
	d.server.SetNow(when.AddDate(0, 0, 5))
	d.server.EditTask(d.task(s.ID, "OS-012").ID, func(t *storyboardtest.Task) { t.Status = "merged" })

	before := later(3, sample()...)
	if got := kinds(planned(t, d.plan(before, stories.PlanOptions{}), "starlingx/metal")); got != "skip" {
		t.Errorf("an older scan: %s", got)
	}
	d.file(before, stories.PlanOptions{})
	d.file(later(9, sample()...), stories.PlanOptions{})
	tasks := d.server.Tasks(s.ID)
	if len(tasks) != 3 || !strings.HasPrefix(tasks[2].Title, "Regression: Fix in mtce: libraries") || tasks[1].Status+tasks[0].Status != "mergedtodo" && tasks[0].Status+tasks[1].Status != "mergedtodo" {
		t.Errorf("tasks %+v", tasks)
	}
	if c := d.server.Comments(s.ID); len(c) != 1 || !strings.Contains(c[0], "Back: Fix in mtce") {
		t.Errorf("comments %q", c)
	}
	if text := d.titled("starlingx/metal").Description; !strings.Contains(text, fmt.Sprintf("| %d |", tasks[2].ID)) {
		t.Errorf("the new task is not in the text:\n%s", text)
	}
}

// TestNewPlaces: a new kind of place is a new task, and a comment; fewer places are
// no news.
func TestNewPlaces(t *testing.T) {
	d := newDesk(t)
	d.file(reportOf(when, without("OS-012")...), stories.PlanOptions{})
	d.file(later(1, sample()...), stories.PlanOptions{})
	s := d.titled("CentOS assumptions: starlingx/metal")
	if c := d.server.Comments(s.ID); len(c) != 1 || !strings.Contains(c[0], "New: Fix in mtce: libraries are looked for in /usr/lib64 (OS-012), 1 place.") {
		t.Errorf("comments %q", c)
	}
	d.file(later(2, sample()[1:]...), stories.PlanOptions{})
	if c := d.server.Comments(s.ID); len(c) != 1 {
		t.Errorf("comments %q", c)
	}
	if got := kinds(planned(t, d.plan(later(1, sample()...), stories.PlanOptions{}), "starlingx/metal")); got != "skip" {
		t.Errorf("a report from before the last: %s", got)
	}
}

// TestDecidedStays: a decision that was taken is not asked for again, though places
// that wait for it are left.
func TestDecidedStays(t *testing.T) {
	d := newDesk(t)
	r := reportOf(when, sample()...)
	d.file(r, stories.PlanOptions{})
	s := d.titled("Decide which installer")
	first := d.task(s.ID, "write the decision down")
	d.server.EditTask(first.ID, func(t *storyboardtest.Task) { t.Status = "merged" })
	d.file(later(7, sample()...), stories.PlanOptions{Close: true})
	if tasks := d.server.Tasks(s.ID); len(tasks) != 2 || len(d.server.Comments(s.ID)) != 0 {
		t.Errorf("the tasks are %v", tasks)
	}
}
