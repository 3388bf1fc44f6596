package stories

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/storyboard"
)

// difference is what one story that is filed has to become.
type difference struct {
	p *planner
	h *held
	// now is what the block will remember, changed what a comment has to say.
	now     state
	changed []string
	// stays says why the block cannot be written: part of what it speaks of was
	// not looked at.
	stays   []string
	skipped []string
	actions []Action
	// left are lines about tasks that nothing is left of.
	left []string
}

// held plans a story of the set that the server has.
func (p *planner) held(ctx context.Context, s *Story, h *held, planned *PlannedStory) error {
	if why := p.older(h); why != "" {
		planned.Actions = []Action{{Kind: ActSkip, Why: why}}
		return nil
	}
	d := &difference{p: p, h: h, now: state{scan: p.set.report.Run.Time, tasks: maps.Clone(h.state.tasks)}}
	if d.now.tasks == nil {
		d.now.tasks = map[string]int{}
	}
	d.tags(s.Tags)
	for i := range s.Tasks {
		d.task(&s.Tasks[i])
	}
	d.clean(func(key string) bool { return slices.ContainsFunc(s.Tasks, func(t Task) bool { return t.Key == key }) })
	text := s.Text
	d.now.digest = s.Digest
	if len(d.left) > 0 {
		text = strings.TrimRight(text, "\n") + "\n\n**Nothing is left of**\n\n" + strings.Join(d.left, "\n") + "\n"
		d.now.digest = Key(s.Digest, strings.Join(d.left, "\n"))[3:]
	}
	return d.finish(ctx, s.Key, text, planned)
}

// older says why nothing is done: a later scan is filed already.
func (p *planner) older(h *held) string {
	if at := p.set.report.Run.Time; h.remembered && at.UTC().Truncate(time.Second).Before(h.state.scan) {
		return fmt.Sprintf("a later scan, of %s, is filed: this report is of %s", h.state.scan.Format(time.DateTime), at.UTC().Format(time.DateTime))
	}
	return ""
}

// tags plans the tags that are lacking. What we gave once and somebody took off
// again stays off; without the first of them a story is not finished.
func (d *difference) tags(want []string) {
	d.now.tags = unique(append(slices.Clone(d.h.state.tags), want...))
	missing := storyboard.MissingTags(d.h.Tags, want)
	missing = slices.DeleteFunc(missing, func(tag string) bool {
		return d.h.remembered && tag != MultiOS && slices.Contains(d.h.state.tags, tag)
	})
	if len(missing) > 0 {
		d.actions = append(d.actions, Action{Kind: ActTag, Tags: missing})
	}
}

// task plans a task of the set.
func (d *difference) task(t *Task) {
	group := d.h.tasks[t.Key]
	before, known := d.h.state.tasks[t.Key]
	known = known && d.h.remembered
	d.now.tasks[t.Key] = t.count()
	open := openTasks(group)
	places := terminal.Count(t.Findings, "place", "places")
	switch {
	case len(group) == 0 && known:
		d.skipped = append(d.skipped, fmt.Sprintf("the task %q was taken away: it is not made again", t.Title))
	case len(group) == 0:
		d.actions = append(d.actions, taskAction(t))
		if d.h.remembered {
			d.changed = append(d.changed, "New: "+md(t.Title)+", "+places+".")
		}
	case slices.ContainsFunc(group, func(g storyboard.Task) bool { return g.Status == storyboard.Invalid }):
		d.skipped = append(d.skipped, fmt.Sprintf("the task %q is invalid: it is taken for what will not be done", t.Title))
	case len(open) == 0 && t.Findings == 0:
		// What is decided, and what is settled of a fork, no scan sees: people say so.
	case len(open) == 0:
		d.again(t, group, places)
	default:
		d.twice(open)
		if known && t.Findings > before && t.about.repo != "" {
			d.changed = append(d.changed, fmt.Sprintf("More: %s, from %d to %s (task %d).", md(t.Title), before, places, open[0].ID))
		}
	}
}

func openTasks(group []storyboard.Task) []storyboard.Task {
	return slices.DeleteFunc(slices.Clone(group), func(t storyboard.Task) bool {
		return t.Status == storyboard.Merged || t.Status == storyboard.Invalid
	})
}

// again plans a task for what was done and is there again. A scan from before it
// was done knows nothing of that.
func (d *difference) again(t *Task, group []storyboard.Task, places string) {
	last := group[len(group)-1]
	done := last.UpdatedAt.Time
	if done.After(d.p.set.report.Run.Time) {
		d.skipped = append(d.skipped, fmt.Sprintf("task %d (%s) was done after this scan: scan again", last.ID, t.Title))
		if before, known := d.h.state.tasks[t.Key]; known {
			d.now.tasks[t.Key] = before
		}
		return
	}
	a := taskAction(t)
	a.After, a.Again = clip("Regression: "+t.Title), true
	d.actions = append(d.actions, a)
	d.changed = append(d.changed, fmt.Sprintf("Back: %s, %s; task %d was done.", md(t.Title), places, last.ID))
}

// twice plans to take away all but the oldest of equal tasks that we made and
// nobody touched.
func (d *difference) twice(open []storyboard.Task) {
	for _, t := range open[1:] {
		if untouched(&t, d.p.survey.user) && t.Title == open[0].Title {
			d.actions = append(d.actions, Action{Kind: ActDropTask, Task: int(t.ID), Before: t.Title, Why: fmt.Sprintf("task %d is the same", open[0].ID)})
		}
	}
}

// untouched reports whether a task is as its maker left it, who is the given user.
func untouched(t *storyboard.Task, user storyboard.ID) bool {
	return t.Status == storyboard.Todo && t.AssigneeID == 0 && t.CreatorID == user && user != 0
}

// clean plans tasks that the set does not have any more: nothing is left of them,
// or they were not looked at.
func (d *difference) clean(wanted func(key string) bool) {
	covered := map[string]string{} // tasks, with why they are not covered or ""
	all := true
	for key, group := range d.h.tasks {
		if wanted(key) || len(openTasks(group)) == 0 {
			continue
		}
		_, a, _ := readTask(group[0].Link)
		if reason, quiet := d.p.set.quiet[key]; quiet {
			covered[key] = "accepted: " + reason
			continue
		}
		if ok, why := d.p.set.scope.covers(a); !ok {
			covered[key], all = why, false
			continue
		}
		covered[key] = ""
	}
	for _, key := range slices.Sorted(maps.Keys(covered)) {
		open := openTasks(d.h.tasks[key])
		_, a, _ := readTask(open[0].Link)
		switch why := covered[key]; {
		case strings.HasPrefix(why, "accepted: "):
			d.skipped = append(d.skipped, fmt.Sprintf("task %d (%s) is %s", open[0].ID, terminal.Clean(open[0].Title), terminal.Clean(why)))
		case why != "":
			d.stays = append(d.stays, why)
		case a.repo == "" && !all:
			d.stays = append(d.stays, "not all of its places were looked at")
		default:
			d.done(key, open)
		}
	}
}

// done plans tasks of which nothing is left.
func (d *difference) done(key string, open []storyboard.Task) {
	for _, t := range open {
		before, known := d.h.state.tasks[key]
		announced := known && before == 0
		d.now.tasks[key] = 0
		line := fmt.Sprintf("task %d: %s", t.ID, md(t.Title))
		free := t.Status == storyboard.Todo && t.AssigneeID == 0
		switch {
		case free && d.p.options.Close:
			d.actions = append(d.actions, Action{Kind: ActCloseTask, Task: int(t.ID), TaskKey: key, Before: t.Status, After: storyboard.Merged, Why: "nothing is left of " + terminal.Clean(t.Title)})
			line += "; it is set to merged"
		case free:
			line += "; it can be set to merged"
		default:
			line += "; whoever works on it can set it to merged"
		}
		if !free || !d.p.options.Close {
			d.left = append(d.left, "- "+line)
		}
		if !announced && d.h.remembered {
			d.changed = append(d.changed, "Done: "+line+".")
		}
	}
}

// finish adds the comment and the block, where either has something new.
func (d *difference) finish(ctx context.Context, key, text string, planned *PlannedStory) error {
	planned.Actions = append(planned.Actions, d.actions...)
	for _, why := range unique(slices.Clone(d.skipped)) {
		planned.Actions = append(planned.Actions, Action{Kind: ActSkip, Why: why})
	}
	if len(d.stays) > 0 {
		planned.Actions = append(planned.Actions, Action{Kind: ActSkip, Why: "the description stays: " + strings.Join(unique(d.stays), "; ")})
		return nil
	}
	if len(d.changed) > 0 {
		if err := d.comment(ctx, key, planned); err != nil {
			return err
		}
	}
	// A new task has a number that the block does not name yet.
	numbered := !slices.ContainsFunc(d.actions, func(a Action) bool { return a.Kind == ActTask })
	if d.h.remembered && numbered && sameState(&d.h.state, &d.now) {
		return nil
	}
	_, block, _, _ := splitBlock(d.h.Description)
	planned.Actions = append(planned.Actions, Action{Kind: ActUpdate, Before: block, After: d.numbers(text) + d.now.line() + "\n"})
	return nil
}

func sameState(a, b *state) bool {
	return a.digest == b.digest && maps.Equal(a.tasks, b.tasks) && slices.Equal(a.tags, b.tags)
}

// comment plans a comment on what has changed, unless it is there: a run may have
// been stopped behind it.
func (d *difference) comment(ctx context.Context, key string, planned *PlannedStory) error {
	report := d.p.set.report
	text, err := d.p.set.options.Templates.write("comment", Comment{Lines: d.changed, Source: sourceOf(report, nil)})
	if err != nil {
		return err
	}
	mark := noteLine(Key("note", key, report.Run.Time.UTC().Format(time.RFC3339), strings.Join(d.changed, "\n")))
	comments, err := d.p.survey.client.Comments(ctx, d.h.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(comments, func(c storyboard.Comment) bool { return strings.Contains(c.Content, mark) }) {
		return nil
	}
	planned.Actions = append(planned.Actions, Action{Kind: ActComment, After: strings.TrimSpace(text) + "\n\n" + mark})
	return nil
}

func noteLine(key string) string { return "<!-- stxscan note " + key + " -->" }

// numbers puts the numbers that are known in the place of their tokens: those of
// tasks that are still to be made are not.
func (d *difference) numbers(text string) string {
	known := maps.Clone(d.h.tasks)
	for _, a := range d.actions {
		if a.Kind == ActTask {
			delete(known, a.TaskKey)
		}
	}
	return withNumbers(text, int(d.h.ID), known, false)
}

// withNumbers puts numbers in the place of tokens. What has none is left, or said to
// be new if all is set.
func withNumbers(text string, story int, tasks map[string][]storyboard.Task, all bool) string {
	if story > 0 {
		text = strings.ReplaceAll(text, StoryToken, fmt.Sprint(story))
	}
	for key, group := range tasks {
		at := group[len(group)-1]
		if open := openTasks(group); len(open) > 0 {
			at = open[0]
		}
		text = strings.ReplaceAll(text, taskToken(key), at.ID.String())
	}
	if all {
		text = strings.ReplaceAll(text, StoryToken, "the number of this story")
		text = anyTaskToken.ReplaceAllString(text, "new")
	}
	return text
}

// goneText begins a block when nothing is left of its story.
const goneText = "**Nothing is left of this story.** What is open can be set to merged, or to invalid.\n"

// gone plans stories that the set does not have any more.
func (p *planner) gone(ctx context.Context) error {
	wanted := map[string]bool{}
	for i := range p.set.Stories {
		wanted[p.set.Stories[i].Key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(p.survey.held)) {
		list := p.survey.held[key]
		if wanted[key] {
			continue
		}
		planned := PlannedStory{Key: key}
		p.place(&planned, &list[0].Story)
		if err := p.goneStory(ctx, list[0], &planned); err != nil {
			return err
		}
		if len(planned.Actions) > 0 {
			p.plan.Stories = append(p.plan.Stories, planned)
		}
		p.twice(list)
	}
	return nil
}

func (p *planner) goneStory(ctx context.Context, h *held, planned *PlannedStory) error {
	d := &difference{p: p, h: h, now: h.state}
	d.now.tasks = maps.Clone(h.state.tasks)
	if d.now.tasks == nil {
		d.now.tasks = map[string]int{}
	}
	d.clean(func(string) bool { return false })
	if len(d.left)+len(d.actions)+len(d.skipped)+len(d.stays) == 0 {
		return nil
	}
	if why := p.older(h); why != "" {
		planned.Actions = []Action{{Kind: ActSkip, Why: why}}
		return nil
	}
	_, block, _, ok := splitBlock(h.Description)
	if len(d.skipped) > 0 || !ok {
		d.stays = append(d.stays, "something of it is still there, and accepted")
	}
	text := stateMark.ReplaceAllString(block, "")
	if !strings.Contains(text, goneText) {
		text = "\n" + goneText + "\n" + strings.TrimLeft(text, "\n")
	}
	d.now.digest, d.now.scan = "gone", p.set.report.Run.Time
	return d.finish(ctx, planned.Key, strings.TrimRight(text, "\n")+"\n", planned)
}
