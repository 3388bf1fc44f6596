// Package storyboardtest is a double of StoryBoard's server for tests: a handler of
// HTTP with a state in memory, which does what the real one was observed to do,
// with its traps. It shares no code with the client, so that a mistake of one is
// not a mistake of both.
package storyboardtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// Story is a story of the double.
type Story struct {
	ID                 int
	Title, Description string
	IsBug, Private     bool
	Creator            int
	Tags               []string
	Created, Updated   time.Time // Updated is zero until the first change
	Events             []Event
}

// Task is a task of the double. Assignee is 0 for nobody.
type Task struct {
	ID, Story, Project, Assignee, Creator int
	Title, Status, Link, Priority         string
	Created, Updated                      time.Time
}

// Event is an event of a story's timeline. Comment is the text of a user_comment.
type Event struct {
	ID            int
	Type, Comment string
}

// Server is the state of the double.
type Server struct {
	// Lenient ignores fields that it does not know, as the production server does;
	// otherwise they are refused.
	Lenient bool
	// Delay is how long a Slow request takes.
	Delay time.Duration

	mu       sync.Mutex
	now      time.Time
	next     map[string]int
	stories  map[int]*Story
	tasks    map[int]*Task
	projects map[int]string
	tokens   map[string]int // to the user
	expired  map[string]bool
	users    map[int]string
	tags     map[string]string // folded to as it was first written
	requests []string
	writes   int
	hook     func()
	fault    func(r *http.Request) Fault
}

// SetFault lets f say what goes wrong with each request from now on; nil for
// nothing. It may be asked by several requests at once.
func (s *Server) SetFault(f func(r *http.Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// faultOf asks what goes wrong with a request.
func (s *Server) faultOf(r *http.Request) Fault {
	s.mu.Lock()
	f := s.fault
	s.mu.Unlock()
	if f == nil {
		return None
	}
	return f(r)
}

// New returns a double with a user 2, "Story Bot", and its token "good-token".
func New() *Server {
	return &Server{
		Delay: 100 * time.Millisecond,
		now:   time.Date(2018, 10, 1, 0, 0, 0, 0, time.UTC),
		next:  map[string]int{}, stories: map[int]*Story{}, tasks: map[int]*Task{},
		projects: map[int]string{}, tags: map[string]string{}, expired: map[string]bool{},
		tokens: map[string]int{"good-token": 2}, users: map[int]string{2: "Story Bot", 3: "Cesar"},
	}
}

// Start serves the double on this machine and returns its address, which ends in
// /api/v1, and what stops it.
func (s *Server) Start() (address string, stop func()) {
	web := httptest.NewServer(s)
	return web.URL + "/api/v1", web.Close
}

// id returns the next number of a kind: numbers grow by one, and begin high enough
// to be told apart.
func (s *Server) id(kind string) int {
	if s.next[kind] == 0 {
		s.next[kind] = map[string]int{"story": 2004000, "task": 24000, "project": 700, "event": 9000, "comment": 5000}[kind]
	}
	s.next[kind]++
	return s.next[kind]
}

// tick is the time of a change: each is a second after the last.
func (s *Server) tick() time.Time {
	s.now = s.now.Add(time.Second)
	return s.now
}

// SetNow sets the time of the next change.
func (s *Server) SetNow(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = t.UTC()
}

// Now is the time of the last change.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// AddProject makes a project and returns its number.
func (s *Server) AddProject(names ...string) (id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		id = s.id("project")
		s.projects[id] = name
	}
	return id
}

// AddToken makes a token of a user, made if there is none of that number.
func (s *Server) AddToken(token string, user int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[token] = user
	if s.users[user] == "" {
		s.users[user] = fmt.Sprintf("User %d", user)
	}
}

// Expire lets a token run out.
func (s *Server) Expire(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expired[token] = true
}

// AddStory makes a story with tags and tasks, as a person does in the web client.
func (s *Server) AddStory(story Story, tasks ...Task) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	story.ID, story.Created = s.id("story"), s.tick()
	for _, tag := range story.Tags {
		s.tagName(tag)
	}
	s.stories[story.ID] = &story
	for _, t := range tasks {
		t.ID, t.Story, t.Created = s.id("task"), story.ID, s.tick()
		if t.Status == "" {
			t.Status = "todo"
		}
		if t.Priority == "" {
			t.Priority = "medium"
		}
		s.tasks[t.ID] = &t
	}
	return story.ID
}

// EditStory changes a story, as a person does: its time of change moves.
func (s *Server) EditStory(id int, edit func(*Story)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit(s.stories[id])
	s.stories[id].Updated = s.tick()
}

// EditTask changes a task, as a person does: the story's time of change moves.
func (s *Server) EditTask(id int, edit func(*Task)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tasks[id]
	edit(t)
	t.Updated = s.tick()
	s.stories[t.Story].Updated = t.Updated
}

// Stories returns copies of all stories by their numbers.
func (s *Server) Stories() []Story {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Story
	for _, id := range sortedKeys(s.stories) {
		story := *s.stories[id]
		story.Tags, story.Events = slices.Clone(story.Tags), slices.Clone(story.Events)
		list = append(list, story)
	}
	return list
}

// Tasks returns copies of a story's tasks by their numbers, of all if story is 0.
func (s *Server) Tasks(story int) []Task {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Task
	for _, id := range sortedKeys(s.tasks) {
		if t := s.tasks[id]; story == 0 || t.Story == story {
			list = append(list, *t)
		}
	}
	return list
}

// Status is the derived status of a story.
func (s *Server) Status(story int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status(story)
}

// Comments returns the texts of a story's comments.
func (s *Server) Comments(story int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.stories[story].Events {
		if e.Type == "user_comment" {
			list = append(list, e.Comment)
		}
	}
	return list
}

// Writes counts the requests since the start that were no GET; Requests lists all,
// as METHOD /PATH?QUERY.
func (s *Server) Writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writes
}

// Requests lists the requests since the start.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// BeforeNextWrite runs f before the next write, once and without the state locked:
// what somebody else does at the same time.
func (s *Server) BeforeNextWrite(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = f
}

func (s *Server) takeHook() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.hook
	s.hook = nil
	return f
}

// status derives a story's status from its tasks: any that is open makes it
// active, else any that is merged makes it merged; without either it is invalid.
func (s *Server) status(story int) string {
	status := "invalid"
	for _, t := range s.tasks {
		switch {
		case t.Story != story:
		case t.Status == "todo", t.Status == "inprogress", t.Status == "review":
			return "active"
		case t.Status == "merged":
			status = "merged"
		}
	}
	return status
}

// fold is what the database compares: without case, and without the accents that
// tests use.
func fold(text string) string {
	return strings.NewReplacer("ü", "u", "ï", "i", "ä", "a", "ö", "o", "é", "e").Replace(strings.ToLower(text))
}

// tagName returns a tag as it is stored: as somebody wrote it first.
func (s *Server) tagName(tag string) string {
	if known, ok := s.tags[fold(tag)]; ok {
		return known
	}
	s.tags[fold(tag)] = tag
	return tag
}

func sortedKeys[V any](m map[int]V) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
