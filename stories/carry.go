package stories

import (
	"context"
	"errors"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/storyboard"
)

// ours reads the tasks of the story that we made.
func (w *work) ours(ctx context.Context) error {
	tasks, err := w.client.Tasks(ctx, w.id)
	if err != nil {
		return err
	}
	w.tasks = map[string][]storyboard.Task{}
	for _, t := range tasks {
		if key, _, ok := readTask(t.Link); ok {
			w.tasks[key] = append(w.tasks[key], t)
		}
	}
	return nil
}

// has reports whether a task need not be made: it is there, or for one that is
// back it is open again, or will not be done.
func (w *work) has(a *Action) bool {
	group := w.tasks[a.TaskKey]
	if !a.Again {
		return len(group) > 0
	}
	return slices.ContainsFunc(group, func(t storyboard.Task) bool { return t.Status != storyboard.Merged })
}

// task makes a task, unless it is there. Where the answer is lost it is looked up.
func (w *work) task(ctx context.Context, a *Action) error {
	if w.tasks == nil {
		if err := w.ours(ctx); err != nil {
			return err
		}
	}
	var last error
	for range tries {
		if w.has(a) {
			return nil
		}
		n := storyboard.NewTask{Title: a.After, StoryID: w.id, ProjectID: w.projects[a.Project], Link: a.Notes}
		made, err := w.client.CreateTask(ctx, n)
		if err == nil {
			w.tasks[a.TaskKey] = append(w.tasks[a.TaskKey], *made)
			w.added = true
			w.log("task %d: %s", made.ID, a.After)
			return nil
		}
		if !storyboard.Unsure(err) {
			return err
		}
		last = err
		w.added = true
		if err := w.ours(ctx); err != nil {
			return err
		}
	}
	if w.has(a) {
		return nil
	}
	return last
}

// onceOnly takes away tasks that another run made at the same time: all but the
// oldest of those that are equal and that nobody touched.
func (w *work) onceOnly(ctx context.Context) error {
	if !w.added {
		return nil
	}
	if err := w.ours(ctx); err != nil {
		return err
	}
	for _, group := range w.tasks {
		for i, t := range group {
			same := func(o storyboard.Task) bool { return o.Title == t.Title && o.Status != storyboard.Merged }
			if !untouched(&t, w.user) || !slices.ContainsFunc(group[:i], same) {
				continue
			}
			if err := w.client.DeleteTask(ctx, t.ID); err != nil {
				return err
			}
			w.log("task %d was there twice", t.ID)
		}
	}
	return nil
}

// find returns a task as it is now, nil if it is gone.
func (w *work) find(ctx context.Context, id int) (*storyboard.Task, error) {
	if err := w.ours(ctx); err != nil {
		return nil, err
	}
	for _, group := range w.tasks {
		for i := range group {
			if group[i].ID == storyboard.ID(id) {
				return &group[i], nil
			}
		}
	}
	return nil, nil
}

// closeTask sets a task to merged, if nobody took it meanwhile.
func (w *work) closeTask(ctx context.Context, a *Action) error {
	var last error
	for range tries {
		t, err := w.find(ctx, a.Task)
		switch {
		case err != nil:
			return err
		case t == nil || t.Status != storyboard.Todo || t.AssigneeID != 0:
			return nil
		}
		status := storyboard.Merged
		if last = w.client.UpdateTask(ctx, t.ID, storyboard.TaskUpdate{Status: &status}); last == nil {
			w.log("task %d: merged, %s", t.ID, a.Why)
			return w.ours(ctx)
		}
		if !storyboard.Unsure(last) {
			break
		}
	}
	return last
}

// dropTask takes a task away that is there twice, if nobody took it meanwhile.
func (w *work) dropTask(ctx context.Context, a *Action) error {
	var last error
	for range tries {
		t, err := w.find(ctx, a.Task)
		if err != nil || t == nil || !untouched(t, w.user) {
			return err
		}
		key, _, _ := readTask(t.Link)
		if w.tasks[key][0].ID == t.ID {
			return nil // the other has gone: this one is needed
		}
		if last = w.client.DeleteTask(ctx, t.ID); last == nil {
			w.log("task %d was there twice", t.ID)
			return w.ours(ctx)
		}
		if !storyboard.Unsure(last) {
			break
		}
	}
	return last
}

// comment adds a comment, unless it is there.
func (w *work) comment(ctx context.Context, text string) error {
	mark := noteMark.FindString(text)
	var last error
	for range tries {
		list, err := w.client.Comments(ctx, w.id)
		if err != nil {
			return err
		}
		if mark != "" && slices.ContainsFunc(list, func(c storyboard.Comment) bool { return strings.Contains(c.Content, mark) }) {
			return nil
		}
		if last = w.client.AddComment(ctx, w.id, text); last == nil {
			w.log("commented")
			return nil
		}
		if !storyboard.Unsure(last) || mark == "" {
			break
		}
	}
	return last
}

// update writes our block into the description as it is now, so that what people
// write at the same time stays. It writes nothing that is there.
func (w *work) update(ctx context.Context, block string) error {
	if w.tasks == nil || w.added {
		if err := w.ours(ctx); err != nil {
			return err
		}
	}
	block = withNumbers(block, int(w.id), w.tasks, true)
	var last error
	for range tries {
		story, err := w.client.Story(ctx, w.id)
		if err != nil {
			return err
		}
		if key := KeyOf(story.Description); key != "" && key != w.key {
			return errors.New("its description bears another key by now: plan again")
		}
		text := withBlock(story.Description, block, w.key)
		if text == story.Description {
			return nil
		}
		if last = w.client.UpdateStory(ctx, w.id, storyboard.StoryUpdate{Description: &text}); last == nil {
			w.log("description")
			return nil
		}
		if !storyboard.Unsure(last) {
			break
		}
	}
	return last
}
