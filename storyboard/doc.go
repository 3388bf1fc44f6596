// Package storyboard is a client of StoryBoard's REST API: stories, their tags,
// tasks and comments, projects, and who a token belongs to.
//
// It knows the server's traps, as they were observed on the server's source of
// 2019-04: tags cannot be given to a story as it is made; a tag that is there
// already makes the whole call fail; lists have no default size of a page and
// start over where the marker is not known; errors have four shapes. Only fields
// that the server declares are sent, since some servers refuse others.
//
// What failed is tried again only where that can do no harm: reads, writes that
// may be carried out twice, and what never reached the server. A POST whose answer
// was lost is for the caller to look up.
package storyboard

import (
	"encoding/json"
	"fmt"
	"time"
)

// ID is the number of a story, a task, a project or a user.
type ID int

// Story is a story as the server shows it. Status is derived from the tasks: it is
// "invalid" for a story without any.
type Story struct {
	ID          ID          `json:"id"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	IsBug       bool        `json:"is_bug"`
	Private     bool        `json:"private"`
	CreatorID   ID          `json:"creator_id"`
	Status      string      `json:"status"`
	Tags        []string    `json:"tags"`
	Counts      []TaskCount `json:"task_statuses"`
	CreatedAt   Time        `json:"created_at"`
	// UpdatedAt is zero until the first change.
	UpdatedAt Time `json:"updated_at"`
}

// TaskCount is how many tasks of a story have a status.
type TaskCount struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

// Done returns how many tasks of the story are merged, and how many count: those
// that are invalid do not.
func (s *Story) Done() (done, all int) {
	for _, c := range s.Counts {
		if c.Key == Merged {
			done += c.Count
		}
		if c.Key != Invalid {
			all += c.Count
		}
	}
	return done, all
}

// The states of a task, and those of a story.
const (
	Todo       = "todo"
	InProgress = "inprogress"
	Review     = "review"
	Merged     = "merged"
	Invalid    = "invalid"
	Active     = "active"
)

// Task is a task as the server shows it. Link is shown as notes, in Markdown.
type Task struct {
	ID         ID     `json:"id"`
	StoryID    ID     `json:"story_id"`
	ProjectID  ID     `json:"project_id"`
	Title      string `json:"title"`
	Status     string `json:"status"`
	Link       string `json:"link"`
	AssigneeID ID     `json:"assignee_id"`
	CreatorID  ID     `json:"creator_id"`
	Priority   string `json:"priority"`
	CreatedAt  Time   `json:"created_at"`
	UpdatedAt  Time   `json:"updated_at"`
}

// Project is a project that tasks belong to.
type Project struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// User is who a token belongs to.
type User struct {
	ID       ID     `json:"id"`
	FullName string `json:"full_name"`
}

// Comment is a comment on a story.
type Comment struct {
	ID      ID     `json:"id"`
	Content string `json:"content"`
}

// NewStory is what a story is made of. There are no tags: see AddTags.
type NewStory struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	// IsBug is sent always: the server's own default is true.
	IsBug bool `json:"is_bug"`
}

// StoryUpdate is what is changed of a story; nil fields stay.
type StoryUpdate struct {
	Description *string `json:"description,omitempty"`
}

// NewTask is what a task is made of.
type NewTask struct {
	Title     string `json:"title"`
	StoryID   ID     `json:"story_id"`
	ProjectID ID     `json:"project_id"`
	Link      string `json:"link,omitempty"`
}

// TaskUpdate is what is changed of a task; nil fields stay.
type TaskUpdate struct {
	Status *string `json:"status,omitempty"`
}

// Time is a time of the server, to the second: answers to POST have microseconds
// that later reads do not. A null is the zero time.
type Time struct{ time.Time }

// UnmarshalJSON reads ISO 8601 with or without a zone; none is UTC.
func (t *Time) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if text == nil || *text == "" {
		t.Time = time.Time{}
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if parsed, err := time.Parse(layout, *text); err == nil {
			t.Time = parsed.UTC().Truncate(time.Second)
			return nil
		}
	}
	return fmt.Errorf("%.60q is no time", *text)
}

// MarshalJSON writes the form that the server has, null for the zero time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.UTC().Format("2006-01-02T15:04:05+00:00"))
}
