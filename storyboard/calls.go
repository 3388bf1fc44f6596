package storyboard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of what the server takes, in characters.
const (
	MinStoryTitle, MinTaskTitle, MaxTitle = 5, 3, 255
)

// projectName is what the server takes for a project's name.
var projectName = regexp.MustCompile(`\A[a-zA-Z0-9]+([_./-]?[a-zA-Z0-9]+)*\z`)

// ValidProject reports whether a project can have the name.
func ValidProject(name string) bool { return len(name) >= 3 && projectName.MatchString(name) }

// Self says who the token belongs to.
func (c *Client) Self(ctx context.Context) (*User, error) {
	var u User
	_, err := c.do(ctx, call{method: http.MethodGet, path: []string{"users", "self"}, into: &u})
	return &u, err
}

// Project looks a project up by its exact name.
func (c *Client) Project(ctx context.Context, name string) (*Project, error) {
	if !projectName.MatchString(name) {
		return nil, fmt.Errorf("%.60q is no name of a project: want something like starlingx/config", name)
	}
	var p Project
	// The slash goes as it is: some web servers refuse one that is escaped.
	path := append([]string{"projects"}, strings.Split(name, "/")...)
	if _, err := c.do(ctx, call{method: http.MethodGet, path: path, into: &p}); err != nil {
		return nil, err
	}
	// A name of digits would be looked up as a number.
	if p.ID == 0 || !strings.EqualFold(p.Name, name) {
		return nil, &Error{Status: http.StatusNotFound, Request: "GET /projects/" + name, Message: "another project was found: " + oneLine(p.Name)}
	}
	return &p, nil
}

// Filter says which stories are listed; what is zero does not narrow.
type Filter struct {
	// Tags have all to be there. The server folds case and accents.
	Tags []string
	// Title and Description are looked for anywhere, without regard to case; % and
	// _ are wildcards there, so hits have to be looked at.
	Title, Description string
	ProjectID          ID
	Statuses           []string
}

func (f *Filter) query() url.Values {
	q := url.Values{"sort_field": {"id"}}
	for _, tag := range f.Tags {
		q.Add("tags", tag)
	}
	for _, status := range f.Statuses {
		q.Add("status", status)
	}
	if f.Title != "" {
		q.Set("title", f.Title)
	}
	if f.Description != "" {
		q.Set("description", f.Description)
	}
	if f.ProjectID != 0 {
		q.Set("project_id", strconv.Itoa(int(f.ProjectID)))
	}
	return q
}

// Stories lists stories by their numbers. A tag that nobody ever used, which the
// server calls an error, is no story.
func (c *Client) Stories(ctx context.Context, f Filter) ([]Story, error) {
	list, err := pages(ctx, c, []string{"stories"}, f.query(), func(s *Story) ID { return s.ID })
	if len(f.Tags) > 0 && IsStatus(err, http.StatusNotFound) {
		return nil, nil
	}
	return list, err
}

// Story returns a story.
func (c *Client) Story(ctx context.Context, id ID) (*Story, error) {
	var s Story
	_, err := c.do(ctx, call{method: http.MethodGet, path: []string{"stories", id.String()}, into: &s})
	return &s, err
}

// String returns the number as text.
func (id ID) String() string { return strconv.Itoa(int(id)) }

// CreateStory makes a story without tags and tasks. If the error is Unsure, it may
// be there: look before trying again.
func (c *Client) CreateStory(ctx context.Context, n NewStory) (*Story, error) {
	if err := checkTitle("story", n.Title, MinStoryTitle); err != nil {
		return nil, err
	}
	var s Story
	_, err := c.do(ctx, call{method: http.MethodPost, path: []string{"stories"}, body: n, into: &s})
	return &s, err
}

func checkTitle(what, title string, least int) error {
	if n := utf8.RuneCountInString(title); n < least || n > MaxTitle {
		return fmt.Errorf("the title of a %s has %d characters: the server takes %d to %d", what, n, least, MaxTitle)
	}
	return nil
}

// UpdateStory changes a story.
func (c *Client) UpdateStory(ctx context.Context, id ID, u StoryUpdate) error {
	_, err := c.do(ctx, call{method: http.MethodPut, path: []string{"stories", id.String()}, body: u, repeatable: true})
	return err
}

// AddTags adds the tags that a story lacks, told by what it has now: one that is
// there already would make the whole call fail. It makes no write if none is
// lacking.
func (c *Client) AddTags(ctx context.Context, id ID, tags []string) error {
	var last []string
	for {
		s, err := c.Story(ctx, id)
		if err != nil {
			return err
		}
		missing := MissingTags(s.Tags, tags)
		if len(missing) == 0 {
			return nil
		}
		_, err = c.do(ctx, call{method: http.MethodPut, path: []string{"stories", id.String(), "tags"}, body: missing})
		// Somebody else may have added one meanwhile, or the answer was lost: what
		// the story has now tells. If that is what it had, it is no use.
		if err == nil || ctx.Err() != nil || !IsStatus(err, http.StatusBadRequest) && !Unsure(err) {
			return err
		}
		if slices.Equal(missing, last) {
			return err
		}
		last = missing
	}
}

// MissingTags returns those of want that a story does not have, without regard to
// case, each once.
func MissingTags(has, want []string) []string {
	var missing []string
	for _, tag := range want {
		same := func(other string) bool { return strings.EqualFold(tag, other) }
		if !slices.ContainsFunc(has, same) && !slices.ContainsFunc(missing, same) {
			missing = append(missing, tag)
		}
	}
	return missing
}

// RemoveTags takes tags off a story; those that it does not have are left out.
func (c *Client) RemoveTags(ctx context.Context, id ID, tags []string) error {
	s, err := c.Story(ctx, id)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if !slices.ContainsFunc(s.Tags, func(has string) bool { return strings.EqualFold(has, tag) }) {
			continue
		}
		_, err := c.do(ctx, call{method: http.MethodDelete, path: []string{"stories", id.String(), "tags"}, query: url.Values{"tags": {tag}}, repeatable: true})
		if err != nil && !IsStatus(err, http.StatusNotFound) {
			return err
		}
	}
	return nil
}

// Tasks lists the tasks of a story by their numbers.
func (c *Client) Tasks(ctx context.Context, story ID) ([]Task, error) {
	return pages(ctx, c, []string{"stories", story.String(), "tasks"}, url.Values{"sort_field": {"id"}}, func(t *Task) ID { return t.ID })
}

// CreateTask makes a task. If the error is Unsure, it may be there: look before
// trying again.
func (c *Client) CreateTask(ctx context.Context, n NewTask) (*Task, error) {
	if err := checkTitle("task", n.Title, MinTaskTitle); err != nil {
		return nil, err
	}
	if n.StoryID == 0 || n.ProjectID == 0 {
		return nil, errors.New("a task belongs to a story and a project")
	}
	var t Task
	_, err := c.do(ctx, call{method: http.MethodPost, path: []string{"tasks"}, body: n, into: &t})
	return &t, err
}

// UpdateTask changes a task.
func (c *Client) UpdateTask(ctx context.Context, id ID, u TaskUpdate) error {
	_, err := c.do(ctx, call{method: http.MethodPut, path: []string{"tasks", id.String()}, body: u, repeatable: true})
	return err
}

// DeleteTask takes a task away; one that is gone is no error.
func (c *Client) DeleteTask(ctx context.Context, id ID) error {
	_, err := c.do(ctx, call{method: http.MethodDelete, path: []string{"tasks", id.String()}, repeatable: true})
	if IsStatus(err, http.StatusNotFound) {
		return nil
	}
	return err
}

// event is an event of a story's timeline.
type event struct {
	ID      ID       `json:"id"`
	Comment *Comment `json:"comment"`
}

// Comments lists the comments on a story by the numbers of their events.
func (c *Client) Comments(ctx context.Context, story ID) ([]Comment, error) {
	list, err := pages(ctx, c, []string{"stories", story.String(), "events"}, url.Values{"event_type": {"user_comment"}}, func(e *event) ID { return e.ID })
	var comments []Comment
	for _, e := range list {
		if e.Comment != nil {
			comments = append(comments, *e.Comment)
		}
	}
	return comments, err
}

// AddComment adds a comment, which nobody can change or take away later. If the
// error is Unsure, it may be there: look before trying again.
func (c *Client) AddComment(ctx context.Context, story ID, content string) error {
	if strings.TrimSpace(content) == "" {
		return errors.New("a comment without text is not sent")
	}
	body := struct {
		Content string `json:"content"`
	}{content}
	_, err := c.do(ctx, call{method: http.MethodPost, path: []string{"stories", story.String(), "comments"}, body: body})
	return err
}

// pages reads a list page by page. Each page begins behind the last number of the
// one before; a server that does not know that number begins anew, so numbers that
// do not grow end the reading with an error.
func pages[T any](ctx context.Context, c *Client, path []string, query url.Values, id func(*T) ID) ([]T, error) {
	var list []T
	query.Set("limit", strconv.Itoa(pageSize))
	query.Set("sort_dir", "asc")
	total := -1
	var last ID
	for range maxPages {
		var page []T
		header, err := c.do(ctx, call{method: http.MethodGet, path: path, query: query, into: &page})
		if err != nil {
			return nil, err
		}
		if n, err := strconv.Atoi(header.Get("X-Total")); err == nil && total < 0 {
			total = n
		}
		for i := range page {
			if id(&page[i]) <= last {
				return nil, fmt.Errorf("GET /%s: the list began anew behind number %d: it changed while it was read, run again", strings.Join(path, "/"), last)
			}
			last = id(&page[i])
		}
		list = append(list, page...)
		// A server may give less at once than was asked for: what it says of the
		// whole decides.
		if len(page) == 0 || len(page) < pageSize && len(list) >= total {
			return list, nil
		}
		query.Set("marker", last.String())
	}
	return nil, fmt.Errorf("GET /%s: more than %d pages: this is no list that can be read", strings.Join(path, "/"), maxPages)
}
