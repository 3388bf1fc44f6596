package stories

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/storyboard"
)

// Status is what a server has of a team's stories.
type Status struct {
	Server  string        `json:"server"`
	Stories []StoryStatus `json:"stories"`
	// Missing are stories of the report that are not filed; null without a report.
	Missing []string  `json:"missing"`
	Tracked []Tracked `json:"tracked"`
	// Compared says that a report was given, so that what is stale is known.
	Compared bool `json:"compared"`
}

// StoryStatus is a story that is filed.
type StoryStatus struct {
	ID     int    `json:"id"`
	URL    string `json:"url"`
	Title  string `json:"title"`
	Status string `json:"status"`
	// Done counts the tasks that are merged, Tasks all that are not invalid, WontDo
	// those that are.
	Done   int `json:"done"`
	Tasks  int `json:"tasks"`
	WontDo int `json:"wont_do"`
	// Stale are open tasks that nothing is left of, Regressed are those that were
	// merged and are there again; each with its title.
	Stale     []string `json:"stale"`
	Regressed []string `json:"regressed"`
}

// Look says how the stories of a server stand, and how to a report where set is
// not nil. Only reads are made.
func Look(ctx context.Context, client *storyboard.Client, set *Set) (*Status, error) {
	st := &Status{Server: client.Server(), Stories: []StoryStatus{}}
	if set == nil {
		survey, err := look(ctx, client)
		if err != nil {
			return nil, err
		}
		st.fill(survey)
		return st, nil
	}
	p := newPlanner(set, PlanOptions{Close: true})
	if err := p.run(ctx, client); err != nil {
		return nil, err
	}
	st.Compared, st.Missing, st.Tracked = true, []string{}, p.plan.Tracked
	st.fill(p.survey)
	for i := range p.plan.Stories {
		st.compare(&p.plan.Stories[i])
	}
	return st, nil
}

// fill lists what is filed.
func (st *Status) fill(s *survey) {
	for _, key := range slices.Sorted(maps.Keys(s.held)) {
		for _, h := range s.held[key] {
			one := StoryStatus{ID: int(h.ID), URL: WebURL(st.Server, int(h.ID)), Title: terminal.Clean(h.Title), Status: h.Status, Stale: []string{}, Regressed: []string{}}
			one.Done, one.Tasks = h.Done()
			for _, c := range h.Counts {
				if c.Key == storyboard.Invalid {
					one.WontDo = c.Count
				}
			}
			st.Stories = append(st.Stories, one)
		}
	}
	slices.SortFunc(st.Stories, func(a, b StoryStatus) int { return a.ID - b.ID })
}

// compare adds what a plan says about a story.
func (st *Status) compare(s *PlannedStory) {
	if s.ID == nil {
		st.Missing = append(st.Missing, s.Title)
		return
	}
	at := slices.IndexFunc(st.Stories, func(one StoryStatus) bool { return one.ID == *s.ID })
	if at < 0 {
		st.Missing = append(st.Missing, s.Title)
		return
	}
	for _, a := range s.Actions {
		switch {
		case a.Kind == ActCloseTask:
			st.Stories[at].Stale = append(st.Stories[at].Stale, fmt.Sprintf("task %d: %s", a.Task, strings.TrimPrefix(a.Why, "nothing is left of ")))
		case a.Kind == ActTask && a.Again:
			st.Stories[at].Regressed = append(st.Stories[at].Regressed, strings.TrimPrefix(a.After, "Regression: "))
		}
	}
}

// WriteStatus writes a status for people.
func WriteStatus(w io.Writer, st *Status) error {
	out := &textWriter{w: w}
	open, done := 0, 0
	for _, s := range st.Stories {
		if s.Status == storyboard.Active {
			open++
		} else {
			done++
		}
	}
	out.line("%s on %s: %d open, %d done or invalid", terminal.Count(len(st.Stories), "story", "stories"), st.Server, open, done)
	for _, s := range st.Stories {
		extra := ""
		if s.WontDo > 0 {
			extra = fmt.Sprintf(", %d will not be done", s.WontDo)
		}
		out.line("")
		out.line("%d  %s, %d of %s done%s", s.ID, s.Status, s.Done, terminal.Count(s.Tasks, "task", "tasks"), extra)
		out.line("  %s", s.Title)
		out.line("  %s", s.URL)
		for _, text := range s.Stale {
			out.line("  stale: nothing is left, and open: %s", text)
		}
		for _, text := range s.Regressed {
			out.line("  regressed: was done, and is there again: %s", text)
		}
	}
	out.list("Not filed yet", st.Missing)
	out.tracked(st.Tracked)
	if !st.Compared {
		out.line("")
		out.line("Give a report to see what is stale, regressed and not filed yet.")
	}
	return out.err
}
