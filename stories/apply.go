package stories

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/storyboard"
)

// ApplyOptions bound what one run may do.
type ApplyOptions struct {
	// MaxNew is how many stories may be made, MaxUpdates how many that are there
	// may be changed; negative for no bound.
	MaxNew, MaxUpdates int
	// Log is told of each thing that was done; nil for nobody.
	Log func(string)
}

// The bounds of a run, if nobody says otherwise.
const (
	DefaultMaxNew     = 10
	DefaultMaxUpdates = 50
)

// Result says what was done.
type Result struct {
	Created, Updated int
	// Left are stories that the bounds left for another time.
	Left []Left
}

// tries is how often something whose answer was lost is looked up and done again.
const tries = 3

// applier carries a plan out.
type applier struct {
	client   *storyboard.Client
	user     storyboard.ID
	projects map[string]storyboard.ID
	options  ApplyOptions
	result   Result
}

// Apply carries a plan out. Before the first write it looks whether the token is
// good, every project is there, and no story has changed since the plan was made;
// if not, nothing is written. What is done already is not done again, so a plan
// that was stopped halfway can be made anew and carried out.
func Apply(ctx context.Context, plan *Plan, client *storyboard.Client, o ApplyOptions) (*Result, error) {
	a := &applier{client: client, projects: map[string]storyboard.ID{}, options: o}
	if o.Log == nil {
		a.options.Log = func(string) {}
	}
	if plan.Server != "" && strings.TrimSuffix(plan.Server, "/") != client.Server() {
		return nil, fmt.Errorf("the plan was made against %s, not %s: give that as --server, or plan again", plan.Server, client.Server())
	}
	todo := a.bounded(plan)
	if len(todo) == 0 {
		return &a.result, nil
	}
	if err := a.ready(ctx, todo); err != nil {
		return nil, err
	}
	for _, s := range todo {
		if err := a.story(ctx, s); err != nil {
			return &a.result, fmt.Errorf("%s: %w\nwhat was done before stays; plan again to go on from there", titleOf(s), err)
		}
		if s.New() {
			a.result.Created++
		} else {
			a.result.Updated++
		}
	}
	return &a.result, nil
}

func titleOf(s *PlannedStory) string {
	if s.ID != nil {
		return fmt.Sprintf("story %d", *s.ID)
	}
	return fmt.Sprintf("%q", s.Title)
}

// bounded lists what the bounds allow, in the plan's order, and keeps what is left.
func (a *applier) bounded(plan *Plan) []*PlannedStory {
	var todo []*PlannedStory
	created, updated := 0, 0
	for i := range plan.Stories {
		s := &plan.Stories[i]
		count, limit := &updated, a.options.MaxUpdates
		if s.New() {
			count, limit = &created, a.options.MaxNew
		}
		switch {
		case !s.Writes():
		case limit >= 0 && *count >= limit:
			a.result.Left = append(a.result.Left, Left{s.Key, s.Title})
		default:
			*count++
			todo = append(todo, s)
		}
	}
	return todo
}

// ready looks at all that would stop the run halfway. It only reads.
func (a *applier) ready(ctx context.Context, todo []*PlannedStory) error {
	if !a.client.HasToken() {
		return errors.New("a token is needed: make one under Profile, Authentication Tokens, and give it in " + storyboard.TokenVariable + ", a file or a command")
	}
	user, err := a.client.Self(ctx)
	if err != nil {
		return err
	}
	a.user = user.ID
	var moved []string
	for _, s := range todo {
		for i := range s.Actions {
			if err := a.findProject(ctx, &s.Actions[i]); err != nil {
				return err
			}
		}
		if s.ID == nil {
			continue
		}
		now, err := a.client.Story(ctx, storyboard.ID(*s.ID))
		if err != nil {
			return err
		}
		if !sameTime(now.UpdatedAt, s.UpdatedAt) {
			moved = append(moved, fmt.Sprint(*s.ID))
		}
	}
	if len(moved) > 0 {
		return fmt.Errorf("changed since the plan was made: story %s: nothing was written, plan again", strings.Join(moved, ", "))
	}
	return nil
}

func sameTime(now storyboard.Time, then *time.Time) bool {
	if then == nil {
		return now.IsZero()
	}
	return now.Equal(then.Truncate(time.Second))
}

// findProject looks up the project of a new task.
func (a *applier) findProject(ctx context.Context, action *Action) error {
	if action.Kind != ActTask {
		return nil
	}
	names := action.Projects
	if action.Project != "" {
		names = []string{action.Project}
	}
	for _, name := range names {
		if a.projects[name] == 0 {
			p, err := a.client.Project(ctx, name)
			if err != nil && !storyboard.IsNotFound(err) {
				return err
			}
			if err != nil {
				continue
			}
			a.projects[name] = p.ID
		}
		action.Project = name
		return nil
	}
	return fmt.Errorf("the server has no project %s: nothing was written; plan with --server, or write down its project under storyboard.projects", oneOf(names))
}

// story carries out what is planned for a story.
func (a *applier) story(ctx context.Context, s *PlannedStory) error {
	w := &work{applier: a, key: s.Key}
	if s.ID != nil {
		w.id = storyboard.ID(*s.ID)
	}
	for i := range s.Actions {
		if err := w.do(ctx, s, &s.Actions[i]); err != nil {
			return err
		}
	}
	return w.onceOnly(ctx)
}

// work is a story in the making.
type work struct {
	*applier
	id  storyboard.ID
	key string
	// tasks are ours by key, as the server had them last; nil before it was asked.
	tasks map[string][]storyboard.Task
	added bool
}

func (w *work) log(format string, args ...any) {
	w.options.Log(fmt.Sprintf("story %d: ", w.id) + fmt.Sprintf(format, args...))
}

func (w *work) do(ctx context.Context, s *PlannedStory, a *Action) error {
	switch a.Kind {
	case ActCreate:
		return w.create(ctx, s.Title, a.After)
	case ActTag:
		if err := w.client.AddTags(ctx, w.id, a.Tags); err != nil {
			return err
		}
		w.log("tagged %s", strings.Join(a.Tags, ", "))
		return nil
	case ActTask:
		return w.task(ctx, a)
	case ActCloseTask:
		return w.closeTask(ctx, a)
	case ActDropTask:
		return w.dropTask(ctx, a)
	case ActComment:
		return w.comment(ctx, a.After)
	case ActAdopt, ActUpdate:
		return w.update(ctx, a.After)
	case ActRetire:
		return w.retire(ctx, w.id, a.After)
	}
	return nil
}

// byKey finds the stories with a key, the oldest first, wherever they are and
// whatever their titles and tags.
func (w *work) byKey(ctx context.Context) ([]storyboard.Story, error) {
	list, err := w.client.Stories(ctx, storyboard.Filter{Description: w.key})
	return slices.DeleteFunc(list, func(s storyboard.Story) bool { return KeyOf(s.Description) != w.key }), err
}

// create makes a story, unless it is there. Where the answer is lost it is looked
// up before it is made again.
func (w *work) create(ctx context.Context, title, text string) error {
	n := storyboard.NewStory{Title: title, Description: withBlock("", withNumbers(text, 0, nil, true), w.key)}
	var failed error
	for range tries {
		found, err := w.byKey(ctx)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return w.settle(ctx, found)
		}
		made, err := w.client.CreateStory(ctx, n)
		if err == nil {
			w.options.Log(fmt.Sprintf("story %d: made %s", made.ID, title))
			if found, err = w.byKey(ctx); err == nil && len(found) == 0 {
				found = []storyboard.Story{*made}
			}
			if err != nil {
				return err
			}
			return w.settle(ctx, found)
		}
		if failed = err; !storyboard.Unsure(err) {
			return err
		}
	}
	found, err := w.byKey(ctx)
	if err == nil && len(found) > 0 {
		return w.settle(ctx, found)
	}
	return cmp.Or(err, failed)
}

// settle takes the oldest of the stories with the key, and empties others that we
// made: two runs at once may both have made one.
func (w *work) settle(ctx context.Context, found []storyboard.Story) error {
	w.id = found[0].ID
	for _, other := range found[1:] {
		if other.CreatorID != w.user {
			continue
		}
		if err := w.retire(ctx, other.ID, retiredText(other.Description, w.id)); err != nil {
			return err
		}
	}
	return nil
}

// retire empties a story that is there twice: without our key, tags and tasks
// nobody sees it any more.
func (w *work) retire(ctx context.Context, id storyboard.ID, text string) error {
	tasks, err := w.client.Tasks(ctx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if _, _, ours := readTask(t.Link); ours && untouched(&t, w.user) {
			if err := w.client.DeleteTask(ctx, t.ID); err != nil {
				return err
			}
		}
	}
	if err := w.client.RemoveTags(ctx, id, []string{MultiOS}); err != nil {
		return err
	}
	if err := w.client.UpdateStory(ctx, id, storyboard.StoryUpdate{Description: &text}); err != nil {
		return err
	}
	w.options.Log(fmt.Sprintf("story %d: emptied, it was made twice", id))
	return nil
}
