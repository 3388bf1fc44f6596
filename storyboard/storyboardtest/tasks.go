package storyboardtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"
)

var taskFields = []string{"title", "status", "story_id", "project_id", "branch_id", "milestone_id", "priority", "assignee_id", "link", "id", "creator_id", "created_at", "updated_at"}

func (s *Server) serveTasks(q *request, path []string) {
	id, ok := q.member(path, s.listTasks, s.createTask)
	if !ok {
		return
	}
	t := s.tasks[id]
	if t == nil {
		fault(q.w, http.StatusNotFound, fmt.Sprintf("Task %d not found", id))
		return
	}
	switch q.r.Method {
	case http.MethodGet:
		write(q.w, http.StatusOK, taskJSON(t, false))
	case http.MethodPut:
		s.updateTask(q, t)
	case http.MethodDelete:
		delete(s.tasks, id)
		s.touch(t.Story, "task_deleted")
		q.w.WriteHeader(http.StatusNoContent)
	default:
		abort(q.w, q.r, http.StatusMethodNotAllowed)
	}
}

// touch moves a story's time of change: what happens to its tasks does.
func (s *Server) touch(story int, event string) {
	known := s.stories[story]
	s.event(known, event, "")
	known.Updated = s.tick()
}

func taskJSON(t *Task, posted bool) map[string]any {
	var assignee any
	if t.Assignee != 0 {
		assignee = t.Assignee
	}
	return map[string]any{
		"id": t.ID, "story_id": t.Story, "project_id": t.Project, "title": t.Title, "status": t.Status, "link": t.Link, "priority": t.Priority,
		"assignee_id": assignee, "creator_id": t.Creator, "branch_id": t.Project, "milestone_id": nil,
		"created_at": stamp(t.Created, posted), "updated_at": stamp(t.Updated, posted),
	}
}

func (s *Server) listTasks(q *request) {
	if !q.asked("title", "status", "assignee_id", "project_id", "project_group_id", "story_id", "branch_id", "milestone_id", "priority", "link",
		"marker", "limit", "offset", "sort_field", "sort_dir") {
		return
	}
	var list []map[string]any
	for _, id := range sortedKeys(s.tasks) {
		t := s.tasks[id]
		switch {
		case q.query.Has("story_id") && q.query.Get("story_id") != strconv.Itoa(t.Story),
			q.query.Has("project_id") && q.query.Get("project_id") != strconv.Itoa(t.Project),
			q.query.Has("status") && !slices.Contains(q.query["status"], t.Status),
			q.query.Has("title") && !like(t.Title, q.query.Get("title")),
			q.query.Has("link") && !like(t.Link, q.query.Get("link")):
			continue
		}
		list = append(list, taskJSON(t, false))
	}
	page(q, list)
}

// taskTitle checks the title of a body; it has to be there for a new task.
func taskTitle(q *request, needed bool) (string, bool) {
	value, given := q.body["title"]
	if !given && !needed {
		return "", true
	}
	title, _ := value.(string)
	switch n := utf8.RuneCountInString(title); {
	case !given:
		invalid(q.w, q.r, "", "'title' is a required property")
	case n < 3:
		invalid(q.w, q.r, "title", fmt.Sprintf("'%s' is too short", title))
	case n > 255:
		invalid(q.w, q.r, "title", fmt.Sprintf("'%s' is too long", title))
	default:
		return title, true
	}
	return "", false
}

func (s *Server) createTask(q *request) {
	if !s.known(q, taskFields...) {
		return
	}
	title, ok := taskTitle(q, true)
	if !ok {
		return
	}
	story, isNumber := q.body["story_id"].(float64)
	if !isNumber || s.stories[int(story)] == nil {
		name := "Unset"
		if isNumber {
			name = strconv.Itoa(int(story))
		}
		fault(q.w, http.StatusNotFound, "Story "+name+" not found")
		return
	}
	project, _ := q.body["project_id"].(float64)
	if s.projects[int(project)] == "" {
		fault(q.w, http.StatusBadRequest, "project_id is required")
		return
	}
	t := &Task{Story: int(story), Project: int(project), Title: title, Status: "todo", Priority: "medium", Creator: q.user}
	if !s.fillTask(q, t) {
		return
	}
	t.ID, t.Created = s.id("task"), s.tick()
	s.tasks[t.ID] = t
	s.touch(t.Story, "task_created")
	write(q.w, http.StatusOK, taskJSON(t, true))
}

// fillTask takes what a body gives of a task.
func (s *Server) fillTask(q *request, t *Task) bool {
	if status, given := q.body["status"].(string); given {
		if !oneOf(status, "todo inprogress review merged invalid") {
			fault(q.w, http.StatusBadRequest, "Invalid input for field/attribute status")
			return false
		}
		t.Status = status
	}
	if priority, given := q.body["priority"].(string); given {
		if !oneOf(priority, "low medium high") {
			fault(q.w, http.StatusInternalServerError, "Data truncated for column 'priority'")
			return false
		}
		t.Priority = priority
	}
	if link, given := q.body["link"].(string); given {
		t.Link = link
	}
	if assignee, given := q.body["assignee_id"].(float64); given {
		t.Assignee = int(assignee)
	}
	return true
}

func (s *Server) updateTask(q *request, t *Task) {
	if !s.known(q, taskFields...) {
		return
	}
	title, ok := taskTitle(q, false)
	if !ok {
		return
	}
	changed := *t
	if title != "" {
		changed.Title = title
	}
	if !s.fillTask(q, &changed) {
		return
	}
	kind := "task_details_changed"
	if changed.Status != t.Status {
		kind = "task_status_changed"
	}
	*t = changed
	t.Updated = s.tick()
	s.touch(t.Story, kind)
	write(q.w, http.StatusOK, taskJSON(t, false))
}
