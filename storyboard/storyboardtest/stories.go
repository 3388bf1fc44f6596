package storyboardtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// storyFields are those that a story's body may have.
var storyFields = []string{"title", "description", "is_bug", "story_type_id", "private", "creator_id", "tags", "status", "task_statuses", "due_dates", "users", "teams", "id", "created_at", "updated_at"}

func (s *Server) serveStories(q *request, path []string) {
	id, ok := q.member(path, s.listStories, s.createStory)
	if !ok {
		return
	}
	method := q.r.Method
	story := s.stories[id]
	if story == nil || story.Private && story.Creator != q.user {
		fault(q.w, http.StatusNotFound, fmt.Sprintf("Story %d not found", id))
		return
	}
	switch {
	case len(path) == 1 && method == http.MethodGet:
		write(q.w, http.StatusOK, s.storyJSON(story, false))
	case len(path) == 1 && method == http.MethodPut:
		s.updateStory(q, story)
	case len(path) == 1 && method == http.MethodDelete:
		abort(q.w, q.r, http.StatusForbidden) // only superusers
	case len(path) == 2 && path[1] == "tags":
		s.serveTags(q, story)
	case len(path) >= 2 && path[1] == "tasks":
		s.serveStoryTasks(q, story, path[2:])
	case len(path) == 2 && path[1] == "comments" && method == http.MethodPost:
		s.comment(q, story)
	case len(path) == 2 && path[1] == "events" && method == http.MethodGet:
		s.listEvents(q, story)
	default:
		abort(q.w, q.r, http.StatusMethodNotAllowed)
	}
}

// stamp is a time as the server writes it: with microseconds in answers to POST.
func stamp(t time.Time, posted bool) any {
	switch {
	case t.IsZero():
		return nil
	case posted:
		return t.Add(123456 * time.Microsecond).Format("2006-01-02T15:04:05.000000+00:00")
	}
	return t.Format("2006-01-02T15:04:05+00:00")
}

func (s *Server) storyJSON(story *Story, posted bool) map[string]any {
	tags := slices.Clone(story.Tags)
	if tags == nil {
		tags = []string{}
	}
	out := map[string]any{
		"id": story.ID, "title": story.Title, "description": story.Description, "is_bug": story.IsBug, "private": story.Private,
		"creator_id": story.Creator, "tags": tags, "status": s.status(story.ID), "story_type_id": 1,
		"created_at": stamp(story.Created, posted), "updated_at": stamp(story.Updated, posted),
	}
	if posted {
		return out // an answer to POST has no counts
	}
	counts := map[string]int{}
	for _, t := range s.tasks {
		if t.Story == story.ID {
			counts[t.Status]++
		}
	}
	if len(counts) == 0 {
		out["task_statuses"] = nil
		return out
	}
	var list []map[string]any
	for _, key := range []string{"inprogress", "invalid", "merged", "review", "todo"} {
		list = append(list, map[string]any{"key": key, "count": counts[key]})
	}
	out["task_statuses"] = list
	return out
}

func (s *Server) listStories(q *request) {
	if !q.asked("title", "description", "status", "tags", "tags_filter_type", "project_id", "project_group_id", "assignee_id", "creator_id",
		"subscriber_id", "updated_since", "marker", "limit", "offset", "sort_field", "sort_dir") {
		return
	}
	wanted := q.query["tags"]
	for _, tag := range wanted {
		if _, known := s.tags[fold(tag)]; !known {
			fault(q.w, http.StatusNotFound, fmt.Sprintf("Tag %s not found", tag))
			return
		}
	}
	var list []map[string]any
	for _, id := range sortedKeys(s.stories) {
		if story := s.stories[id]; s.fits(q, story, wanted) {
			list = append(list, s.storyJSON(story, false))
		}
	}
	page(q, list)
}

// fits says whether a story is one of those that were asked for.
func (s *Server) fits(q *request, story *Story, wanted []string) bool {
	has := func(tag string) bool {
		return slices.ContainsFunc(story.Tags, func(own string) bool { return fold(own) == fold(tag) })
	}
	switch {
	case story.Private && story.Creator != q.user:
		return false
	case q.query.Has("title") && !like(story.Title, q.query.Get("title")),
		q.query.Has("description") && !like(story.Description, q.query.Get("description")),
		q.query.Has("creator_id") && q.query.Get("creator_id") != strconv.Itoa(story.Creator),
		q.query.Has("status") && !slices.Contains(q.query["status"], s.status(story.ID)):
		return false
	}
	if q.query.Has("project_id") {
		project := q.query.Get("project_id")
		found := false
		for _, t := range s.tasks {
			found = found || t.Story == story.ID && strconv.Itoa(t.Project) == project
		}
		if !found {
			return false
		}
	}
	if len(wanted) > 0 && q.query.Get("tags_filter_type") == "any" {
		return slices.ContainsFunc(wanted, has)
	}
	return !slices.ContainsFunc(wanted, func(tag string) bool { return !has(tag) })
}

// storyTitle checks the title of a body; it has to be there for a new story.
func storyTitle(q *request, needed bool) (string, bool) {
	value, given := q.body["title"]
	if !given && !needed {
		return "", true
	}
	title, isText := value.(string)
	switch n := utf8.RuneCountInString(title); {
	case !given:
		invalid(q.w, q.r, "", "'title' is a required property")
	case !isText:
		invalid(q.w, q.r, "title", fmt.Sprintf("%v is not of type 'string'", value))
	case n < 5:
		invalid(q.w, q.r, "title", fmt.Sprintf("'%s' is too short", title))
	case n > 255:
		invalid(q.w, q.r, "title", fmt.Sprintf("'%s' is too long", title))
	default:
		return title, true
	}
	return "", false
}

func (s *Server) createStory(q *request) {
	if !s.known(q, storyFields...) {
		return
	}
	title, ok := storyTitle(q, true)
	if !ok {
		return
	}
	if tags, _ := q.body["tags"].([]any); len(tags) > 0 {
		fault(q.w, http.StatusInternalServerError, "'str' object has no attribute '_sa_instance_state'")
		return
	}
	bug, given := q.body["is_bug"].(bool)
	description, _ := q.body["description"].(string)
	private, _ := q.body["private"].(bool)
	story := &Story{ID: s.id("story"), Title: title, Description: description, IsBug: bug || !given, Private: private, Creator: q.user, Created: s.tick()}
	s.stories[story.ID] = story
	s.event(story, "story_created", "")
	write(q.w, http.StatusOK, s.storyJSON(story, true))
}

// updateStory changes what is given. Tags and status are ignored; even an empty
// body is an event.
func (s *Server) updateStory(q *request, story *Story) {
	if !s.known(q, storyFields...) {
		return
	}
	title, ok := storyTitle(q, false)
	if !ok {
		return
	}
	if title != "" {
		story.Title = title
	}
	if text, given := q.body["description"].(string); given {
		story.Description = text
	}
	if bug, given := q.body["is_bug"].(bool); given {
		story.IsBug = bug
	}
	s.event(story, "story_details_changed", "")
	story.Updated = s.tick()
	write(q.w, http.StatusOK, s.storyJSON(story, false))
}

func (s *Server) event(story *Story, kind, comment string) {
	story.Events = append(story.Events, Event{ID: s.id("event"), Type: kind, Comment: comment})
}

func (s *Server) serveTags(q *request, story *Story) {
	tags := append(slices.Clone(q.list), q.query["tags"]...)
	at := func(tag string) int {
		return slices.IndexFunc(story.Tags, func(own string) bool { return fold(own) == fold(tag) })
	}
	switch q.r.Method {
	case http.MethodGet:
		list := []map[string]any{}
		for i, tag := range story.Tags {
			list = append(list, map[string]any{"id": i + 1, "name": tag, "popularity": 1})
		}
		write(q.w, http.StatusOK, list)
	case http.MethodPut:
		s.addTags(q, story, tags)
	case http.MethodDelete:
		for _, tag := range tags {
			if at(tag) < 0 {
				fault(q.w, http.StatusNotFound, fmt.Sprintf("The Story %d has no tag %s", story.ID, tag))
				return
			}
		}
		for _, tag := range tags {
			story.Tags = slices.Delete(story.Tags, at(tag), at(tag)+1)
		}
		s.event(story, "tags_deleted", "")
		story.Updated = s.tick()
		q.w.WriteHeader(http.StatusNoContent)
	default:
		abort(q.w, q.r, http.StatusMethodNotAllowed)
	}
}

// addTags adds all tags or none. One that the story has by these very letters is
// refused; one that it has in other letters is the same, and nothing changes.
func (s *Server) addTags(q *request, story *Story, tags []string) {
	added := slices.Clone(story.Tags)
	for _, tag := range tags {
		if utf8.RuneCountInString(tag) > 50 {
			fault(q.w, http.StatusInternalServerError, "Data too long for column 'name'")
			return
		}
		if slices.Contains(added, tag) {
			fault(q.w, http.StatusBadRequest, fmt.Sprintf("The Story %d already has a tag %s", story.ID, tag))
			return
		}
		if !slices.ContainsFunc(added, func(own string) bool { return fold(own) == fold(tag) }) {
			added = append(added, s.tagName(tag))
		}
	}
	story.Tags = added
	s.event(story, "tags_added", "")
	story.Updated = s.tick()
	out := s.storyJSON(story, false)
	out["task_statuses"] = nil
	write(q.w, http.StatusOK, out)
}

func (s *Server) comment(q *request, story *Story) {
	if !s.known(q, "content", "in_reply_to", "id", "is_active", "created_at", "updated_at") {
		return
	}
	text, _ := q.body["content"].(string)
	s.event(story, "user_comment", text)
	story.Updated = s.tick()
	write(q.w, http.StatusOK, eventJSON(&story.Events[len(story.Events)-1]))
}

func eventJSON(e *Event) map[string]any {
	out := map[string]any{"id": e.ID, "event_type": e.Type, "event_info": "{}", "comment": nil}
	if e.Type == "user_comment" {
		out["comment"] = map[string]any{"id": e.ID + 100000, "content": e.Comment, "is_active": true}
	}
	return out
}

func (s *Server) listEvents(q *request, story *Story) {
	if !q.asked("event_type", "marker", "limit", "offset", "sort_field", "sort_dir") {
		return
	}
	var list []map[string]any
	for i := range story.Events {
		e := &story.Events[i]
		if kinds := q.query["event_type"]; len(kinds) == 0 || slices.Contains(kinds, e.Type) {
			list = append(list, eventJSON(e))
		}
	}
	page(q, list)
}

// serveStoryTasks serves what is below /stories/ID/tasks.
func (s *Server) serveStoryTasks(q *request, story *Story, path []string) {
	if len(path) > 0 {
		s.serveTasks(q, path)
		return
	}
	if q.r.Method == http.MethodPost {
		if q.body != nil {
			q.body["story_id"] = float64(story.ID)
		}
		s.createTask(q)
		return
	}
	q.query.Set("story_id", strconv.Itoa(story.ID))
	s.listTasks(q)
}

func oneOf(text string, list string) bool {
	return slices.Contains(strings.Fields(list), text)
}
