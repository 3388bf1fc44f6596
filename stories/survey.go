package stories

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/storyboard"
)

// held is a story that the server has, with its tasks by key.
type held struct {
	storyboard.Story
	tasks map[string][]storyboard.Task // ours, by their numbers
	// remembered says that the block has a state.
	remembered bool
	state      state
}

// survey is what a server has that matters for a set.
type survey struct {
	client *storyboard.Client
	// user is who the token belongs to, 0 without one.
	user storyboard.ID
	// held are the stories with our mark by key, the oldest first; others are those
	// that a title says are of this team.
	held   map[string][]*held
	others []storyboard.Story
	// projects are those that were looked up, nil for what does not exist; open
	// are their active stories.
	projects map[string]*storyboard.Project
	open     map[storyboard.ID][]storyboard.Story
}

// look reads the stories that bear our tag, and those whose titles say that they
// are ours: one that was made and never tagged is among them. Only reads are made.
func look(ctx context.Context, client *storyboard.Client) (*survey, error) {
	s := &survey{client: client, held: map[string][]*held{}, projects: map[string]*storyboard.Project{}, open: map[storyboard.ID][]storyboard.Story{}}
	if client.HasToken() {
		user, err := client.Self(ctx)
		if err != nil {
			return nil, err
		}
		s.user = user.ID
	}
	seen := map[storyboard.ID]bool{}
	for _, filter := range []storyboard.Filter{{Tags: []string{MultiOS}}, {Title: strings.TrimSpace(Prefix)}} {
		list, err := client.Stories(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, story := range list {
			if seen[story.ID] {
				continue
			}
			seen[story.ID] = true
			if err := s.keep(ctx, story); err != nil {
				return nil, err
			}
		}
	}
	for _, list := range s.held {
		slices.SortFunc(list, func(a, b *held) int { return cmp.Compare(a.ID, b.ID) })
	}
	return s, nil
}

// keep reads the tasks of a story that bears our mark.
func (s *survey) keep(ctx context.Context, story storyboard.Story) error {
	key := KeyOf(story.Description)
	if key == "" {
		s.others = append(s.others, story)
		return nil
	}
	h, err := s.hold(ctx, story)
	s.held[key] = append(s.held[key], h)
	return err
}

// hold reads the tasks of a story.
func (s *survey) hold(ctx context.Context, story storyboard.Story) (*held, error) {
	h := &held{Story: story, tasks: map[string][]storyboard.Task{}}
	_, block, _, _ := splitBlock(story.Description)
	h.state, h.remembered = readState(block)
	tasks, err := s.client.Tasks(ctx, story.ID)
	for _, t := range tasks {
		if key, _, ok := readTask(t.Link); ok {
			h.tasks[key] = append(h.tasks[key], t)
		}
	}
	return h, err
}

// project finds the first of some names that there is a project of, nil for none.
func (s *survey) project(ctx context.Context, names []string) (*storyboard.Project, error) {
	for _, name := range names {
		p, known := s.projects[name]
		if !known {
			found, err := s.client.Project(ctx, name)
			switch {
			case err == nil:
				p = found
			case !storyboard.IsNotFound(err):
				return nil, err
			}
			s.projects[name] = p
		}
		if p != nil {
			return p, nil
		}
	}
	return nil, nil
}

// candidates are open stories of a project that are not ours and have one of some
// words in their titles, or the very title.
func (s *survey) candidates(ctx context.Context, projects []storyboard.ID, words []string, title string) ([]storyboard.Story, error) {
	var found []storyboard.Story
	add := func(story storyboard.Story) {
		if !slices.ContainsFunc(found, func(f storyboard.Story) bool { return f.ID == story.ID }) {
			found = append(found, story)
		}
	}
	for _, story := range s.others {
		if sameTitle(story.Title, title) {
			add(story)
		}
	}
	for _, id := range projects {
		list, known := s.open[id]
		if !known {
			var err error
			list, err = s.client.Stories(ctx, storyboard.Filter{ProjectID: id, Statuses: []string{storyboard.Active}})
			if err != nil {
				return nil, err
			}
			s.open[id] = list
		}
		for _, story := range list {
			lower := strings.ToLower(story.Title)
			fits := slices.ContainsFunc(words, func(word string) bool { return strings.Contains(lower, word) })
			// What bears our tag or mark is ours, and is found by it.
			if KeyOf(story.Description) == "" && (sameTitle(story.Title, title) || fits && len(storyboard.MissingTags(story.Tags, []string{MultiOS})) > 0) {
				add(story)
			}
		}
	}
	return found, nil
}

func sameTitle(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// WebURL is where people see a story of a server.
func WebURL(server string, id int) string {
	return fmt.Sprintf("%s/#!/story/%d", webBase(server), id)
}

// webBase is where the web client of a server is: beside the API.
func webBase(server string) string {
	base := strings.TrimSuffix(strings.TrimSuffix(server, "/"), "/v1")
	return strings.TrimSuffix(base, "/api")
}
