package stories

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// textWriter writes lines and keeps the first error.
type textWriter struct {
	w   io.Writer
	err error
}

func (t *textWriter) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (t *textWriter) list(head string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.line("")
	t.line("%s:", head)
	for _, text := range lines {
		t.line("  %s", terminal.Clean(text))
	}
}

// tracked lists what other teams file.
func (t *textWriter) tracked(list []Tracked) {
	for _, one := range list {
		var repos []string
		for _, repo := range slices.Sorted(maps.Keys(one.Repos)) {
			repos = append(repos, fmt.Sprintf("%s %d", terminal.Clean(repo), one.Repos[repo]))
		}
		t.line("")
		by := "others"
		if one.By != "" {
			by = terminal.Clean(one.By)
		}
		t.line("%s is tracked by %s, and not filed: %s left: %s", one.Concern, by, terminal.Count(one.Findings, "place", "places"), strings.Join(repos, ", "))
		for _, c := range one.Stories {
			t.candidate(c)
		}
	}
}

func (t *textWriter) candidate(c Candidate) {
	if c.Title == "" {
		t.line("  %s", c.URL)
		return
	}
	t.line("  %s  %s, %d of %s done", c.URL, terminal.Clean(c.Title), c.Done, terminal.Count(c.Tasks, "task", "tasks"))
}

// ShowOptions say how much of a plan is shown.
type ShowOptions struct {
	// Text shows descriptions, notes and comments too.
	Text bool
}

// Show writes a plan for people: for each story what is done, in order.
func Show(w io.Writer, p *Plan, o ShowOptions) error {
	t := &textWriter{w: w}
	made, changed, tasks := 0, 0, 0
	for i := range p.Stories {
		s := &p.Stories[i]
		for _, a := range s.Actions {
			tasks += min(1, strings.Count(string(a.Kind), string(ActTask)))
		}
		switch {
		case s.New():
			made++
		case s.Writes():
			changed++
		}
	}
	where := "no server: made without looking"
	if p.Server != "" {
		where = p.Server
	}
	t.line("Plan for %s, from the scan of %s", where, terminal.Clean(p.Scan.Date))
	t.line("%s to make, %d to change, %s to add", terminal.Count(made, "story", "stories"), changed, terminal.Count(tasks, "task", "tasks"))
	for i := range p.Stories {
		t.story(&p.Stories[i], o)
	}
	t.tracked(p.Tracked)
	t.list("Notes", p.Notes)
	return t.err
}

func (t *textWriter) story(s *PlannedStory, o ShowOptions) {
	if len(s.Actions)+len(s.Candidates) == 0 {
		return
	}
	t.line("")
	t.line("%s", terminal.Clean(s.Title))
	if s.URL != "" {
		t.line("  %s", terminal.Clean(s.URL))
	}
	if s.Findings > 0 {
		t.line("  %s in %s, key %s", terminal.Count(s.Findings, "place", "places"), terminal.Count(s.Packages, "package", "packages"), s.Key)
	}
	for i := range s.Actions {
		t.action(&s.Actions[i], o)
	}
	if len(s.Candidates) > 0 {
		t.line("  open stories of others that may be about the same, for --adopt:")
	}
	for _, c := range s.Candidates {
		t.candidate(c)
	}
}

func (t *textWriter) action(a *Action, o ShowOptions) {
	what, text := string(a.Kind), ""
	switch a.Kind {
	case ActTag:
		what += " " + strings.Join(a.Tags, ", ")
	case ActTask:
		project := a.Project
		if project == "" {
			project = strings.Join(a.Projects, " or ")
		}
		what += fmt.Sprintf(" [%s] %s", project, a.After)
		text = a.Notes
	case ActCloseTask, ActDropTask:
		what += fmt.Sprintf(" %d", a.Task)
	case ActCreate, ActAdopt, ActUpdate, ActComment, ActRetire:
		text = a.After
	}
	if a.Why != "" {
		what += ": " + a.Why
	}
	t.line("  %s", terminal.Clean(what))
	if !o.Text {
		return
	}
	if a.Kind == ActUpdate && a.Before != "" {
		t.quoted("- ", a.Before)
	}
	t.quoted("+ ", text)
}

// quoted shows a text line by line.
func (t *textWriter) quoted(mark, text string) {
	text = strings.Trim(text, "\n")
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		t.line("    %s%s", mark, terminal.Clean(line))
	}
}
