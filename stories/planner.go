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

// PlanOptions say what a plan may hold.
type PlanOptions struct {
	// Adopt are the numbers of people's stories that get our marks, each with the
	// key of the story that it is, or "" if only one can be meant.
	Adopt map[int]string
	// Close lets tasks be set to merged that nobody works on and nothing is left of.
	Close bool
}

// maxCandidates is how many stories of others are named for one of ours.
const maxCandidates = 10

// planner makes a plan.
type planner struct {
	set     *Set
	survey  *survey
	options PlanOptions
	plan    *Plan
	adopted map[int]bool
}

// MakePlan says what has to be done on a server so that it has the stories of a
// set. Without a client everything is taken for new. Only reads are made.
func MakePlan(ctx context.Context, set *Set, client *storyboard.Client, o PlanOptions) (*Plan, error) {
	p := newPlanner(set, o)
	if client == nil {
		p.offline()
		return p.plan, nil
	}
	if err := p.run(ctx, client); err != nil {
		return nil, err
	}
	for id := range o.Adopt {
		if !p.adopted[id] {
			return nil, fmt.Errorf("--adopt %d: it is no candidate for a story that is not filed yet: 'stories show' lists the candidates of a plan", id)
		}
	}
	if p.survey.user == 0 {
		p.note("The plan was made without a token: it shows what is public.")
	}
	return p.plan, nil
}

func newPlanner(set *Set, o PlanOptions) *planner {
	return &planner{set: set, options: o, adopted: map[int]bool{}, plan: &Plan{
		Schema: Schema, Scan: scanOf(set), Stories: []PlannedStory{}, Tracked: slices.Clone(set.Tracked), Notes: []string{},
	}}
}

// run compares the set with what a server has.
func (p *planner) run(ctx context.Context, client *storyboard.Client) (err error) {
	if p.survey, err = look(ctx, client); err != nil {
		return err
	}
	p.plan.Server = client.Server()
	for i := range p.set.Stories {
		if err := p.story(ctx, &p.set.Stories[i]); err != nil {
			return err
		}
	}
	if err := p.gone(ctx); err != nil {
		return err
	}
	return p.link(ctx)
}

func scanOf(set *Set) Scan {
	s := Scan{Version: terminal.Clean(set.report.Tool.Version), Date: set.report.Run.Time.UTC().Format(time.DateOnly), Commits: map[string]string{}}
	for _, in := range set.report.Inputs {
		if in.Commit != "" {
			s.Commits[terminal.Clean(in.Repo)] = terminal.Clean(in.Commit)
		}
	}
	return s
}

func (p *planner) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.plan.Notes, text) {
		p.plan.Notes = append(p.plan.Notes, text)
	}
}

// offline takes every story for new.
func (p *planner) offline() {
	for i := range p.set.Stories {
		s := &p.set.Stories[i]
		planned := newPlanned(s)
		planned.Actions = p.create(s)
		p.plan.Stories = append(p.plan.Stories, planned)
		for _, t := range s.Tasks {
			if t.Repo != "" && !plainRepo(t.Repo) && len(p.set.options.Projects[t.Repo]) == 0 {
				p.note("%s is no repo of StarlingX: its tasks go to %s; map it with storyboard.projects.", terminal.Clean(t.Repo), t.Projects[0])
			}
		}
	}
	p.note("The plan was made without looking at a server: what is filed already is not known, nor which projects there are. Make it again with --server before it is carried out.")
}

func newPlanned(s *Story) PlannedStory {
	return PlannedStory{Key: s.Key, Title: s.Title, Findings: s.Findings, Packages: s.Packages}
}

// create are the actions that make a story: the story without its tags, which the
// server would not take, the tags, the tasks, and the numbers of both in the text.
func (p *planner) create(s *Story) []Action {
	actions := []Action{{Kind: ActCreate, After: s.Text}, {Kind: ActTag, Tags: s.Tags}}
	for i := range s.Tasks {
		actions = append(actions, taskAction(&s.Tasks[i]))
	}
	now := state{digest: s.Digest, scan: p.set.report.Run.Time, tasks: counts(s), tags: s.Tags}
	return append(actions, Action{Kind: ActUpdate, Why: "the numbers of story and tasks", After: s.Text + now.line() + "\n"})
}

func taskAction(t *Task) Action {
	return Action{Kind: ActTask, After: t.Title, TaskKey: t.Key, Notes: t.Notes, Projects: t.Projects}
}

// count is how many places the block remembers of a task: 0 is for what is done.
func (t *Task) count() int { return max(t.Findings, 1) }

func counts(s *Story) map[string]int {
	m := map[string]int{}
	for _, t := range s.Tasks {
		m[t.Key] = t.count()
	}
	return m
}

// story plans a story of the set.
func (p *planner) story(ctx context.Context, s *Story) error {
	planned := newPlanned(s)
	list := p.survey.held[s.Key]
	if len(list) == 0 {
		if err := p.missing(ctx, s, &planned); err != nil {
			return err
		}
	} else {
		p.place(&planned, &list[0].Story)
		if err := p.held(ctx, s, list[0], &planned); err != nil {
			return err
		}
		p.twice(list)
	}
	if err := p.resolve(ctx, s, &planned); err != nil {
		return err
	}
	p.plan.Stories = append(p.plan.Stories, planned)
	return nil
}

// place says where a story is on the server.
func (p *planner) place(planned *PlannedStory, story *storyboard.Story) {
	id := int(story.ID)
	planned.ID, planned.URL, planned.Title = &id, WebURL(p.plan.Server, id), story.Title
	if !story.UpdatedAt.IsZero() {
		at := story.UpdatedAt.Time
		planned.UpdatedAt = &at
	}
}

// missing plans a story that the server does not have: one of people's is adopted,
// or it is made, but never beside one of the same title.
func (p *planner) missing(ctx context.Context, s *Story, planned *PlannedStory) error {
	var projects []storyboard.ID
	for _, t := range s.Tasks {
		project, err := p.survey.project(ctx, t.Projects)
		if err != nil {
			return err
		}
		if project != nil && !slices.Contains(projects, project.ID) {
			projects = append(projects, project.ID)
		}
	}
	words := s.topic.words
	if s.answer != nil {
		words = []string{strings.ReplaceAll(s.answer.ID, "-", " ")}
	}
	found, err := p.survey.candidates(ctx, projects, words, s.Title)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(story storyboard.Story) bool { return p.meantFor(&story, s) })
	for i := range found {
		key, wanted := p.options.Adopt[int(found[i].ID)]
		if !wanted || key != "" && key != s.Key {
			continue
		}
		if p.adopted[int(found[i].ID)] {
			return fmt.Errorf("--adopt %d: it could be more than one of ours: write --adopt %d=KEY", found[i].ID, found[i].ID)
		}
		p.adopted[int(found[i].ID)] = true
		return p.adopt(ctx, s, found[i], planned)
	}
	for i, story := range found {
		if i < maxCandidates {
			planned.Candidates = append(planned.Candidates, p.candidate(&story))
		}
		if sameTitle(story.Title, s.Title) {
			planned.Actions = []Action{{Kind: ActSkip, Why: fmt.Sprintf("story %d has this title and not our mark: take it over with --adopt %d, or give it another title", story.ID, story.ID)}}
		}
	}
	if len(planned.Actions) == 0 {
		planned.Actions = p.create(s)
	}
	return nil
}

// meantFor reports whether a story has the title of another of the set.
func (p *planner) meantFor(story *storyboard.Story, s *Story) bool {
	return !sameTitle(story.Title, s.Title) && slices.ContainsFunc(p.set.Stories, func(other Story) bool { return sameTitle(story.Title, other.Title) })
}

func (p *planner) candidate(story *storyboard.Story) Candidate {
	done, all := story.Done()
	return Candidate{ID: int(story.ID), Title: terminal.Clean(story.Title), URL: WebURL(p.plan.Server, int(story.ID)), Done: done, Tasks: all}
}

// adopt gives a story of people's our marks; its text, title and tasks stay.
func (p *planner) adopt(ctx context.Context, s *Story, story storyboard.Story, planned *PlannedStory) error {
	h, err := p.survey.hold(ctx, story)
	if err != nil {
		return err
	}
	h.remembered = false
	p.place(planned, &story)
	if err := p.held(ctx, s, h, planned); err != nil {
		return err
	}
	planned.Actions = append([]Action{{Kind: ActAdopt, Why: "people made it", After: s.Text}}, planned.Actions...)
	return nil
}

// resolve says which project each new task belongs to. A project that somebody
// wrote down has to be there; where none was, the default takes the task.
func (p *planner) resolve(ctx context.Context, s *Story, planned *PlannedStory) error {
	repos := map[string]string{}
	for _, t := range s.Tasks {
		repos[t.Key] = t.Repo
	}
	for i := range planned.Actions {
		a := &planned.Actions[i]
		if a.Kind != ActTask {
			continue
		}
		project, err := p.survey.project(ctx, a.Projects)
		if err != nil {
			return err
		}
		repo := repos[a.TaskKey]
		if project == nil && (repo == "" || len(p.set.options.Projects[repo]) > 0) {
			return fmt.Errorf("the server has no project %s: write down another under storyboard.projects", oneOf(a.Projects))
		}
		if project == nil {
			p.note("The server has no project %s: the tasks of %s go to %s. Write down its project under storyboard.projects.", oneOf(a.Projects), terminal.Clean(repo), p.set.options.DefaultProject)
			if project, err = p.survey.project(ctx, []string{p.set.options.DefaultProject}); err != nil {
				return err
			}
			if project == nil {
				return fmt.Errorf("the server has no project %s, which takes what has no other: write down another under storyboard.default_project", p.set.options.DefaultProject)
			}
		}
		a.Project = project.Name
	}
	return nil
}

func oneOf(names []string) string { return strings.Join(names, " or ") }

// twice empties the younger of stories with the same key, if we made them: two
// runs at once may have, or one whose answer was lost.
func (p *planner) twice(list []*held) {
	for _, h := range list[1:] {
		planned := PlannedStory{Key: KeyOf(h.Description)}
		p.place(&planned, &h.Story)
		if h.CreatorID != p.survey.user {
			planned.Actions = []Action{{Kind: ActSkip, Why: fmt.Sprintf("it has the key of story %d, and somebody else made it: take the key out of one", list[0].ID)}}
		} else {
			planned.Actions = []Action{{Kind: ActRetire, Why: fmt.Sprintf("story %d is the same", list[0].ID), Before: h.Description, After: retiredText(h.Description, list[0].ID)}}
		}
		p.plan.Stories = append(p.plan.Stories, planned)
	}
}

// retiredText is the description of a story that was made twice: what people wrote
// stays.
func retiredText(description string, kept storyboard.ID) string {
	return strings.TrimSpace(fmt.Sprintf("Made twice by mistake: see story %d.\n\n%s", kept, withoutMarks(description)))
}

// link looks for what other teams have filed about the concerns that they track.
func (p *planner) link(ctx context.Context) error {
	for i := range p.plan.Tracked {
		t := &p.plan.Tracked[i]
		words := profile[topicOfConcern(t.Concern)].words
		var projects []storyboard.ID
		for _, repo := range slices.Sorted(maps.Keys(t.Repos)) {
			project, err := p.survey.project(ctx, projectsOf(p.set.options, repo))
			if err != nil {
				return err
			}
			if project != nil {
				projects = append(projects, project.ID)
			}
		}
		found, err := p.survey.candidates(ctx, projects, words, "")
		if err != nil {
			return err
		}
		if found, err = p.written(ctx, t.Stories, found); err != nil {
			return err
		}
		t.Stories = nil
		for j := range found {
			t.Stories = append(t.Stories, p.candidate(&found[j]))
		}
	}
	return nil
}

// written reads the stories that are written down, and puts them before those that
// were found.
func (p *planner) written(ctx context.Context, known []Candidate, found []storyboard.Story) ([]storyboard.Story, error) {
	var list []storyboard.Story
	for _, c := range known {
		story, err := p.survey.client.Story(ctx, storyboard.ID(c.ID))
		switch {
		case storyboard.IsNotFound(err):
			p.note("Story %d is written down under tracked, and the server does not have it.", c.ID)
			continue
		case err != nil:
			return nil, err
		}
		list = append(list, *story)
		found = slices.DeleteFunc(found, func(f storyboard.Story) bool { return f.ID == story.ID })
	}
	return append(list, found...), nil
}
