package storyboardtest

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// request is a request that has been let in.
type request struct {
	w     http.ResponseWriter
	r     *http.Request
	user  int // 0 for a guest
	query url.Values
	body  map[string]any
	list  []string // a body that is a list of texts
}

// serve carries a request out.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
	if r.Method != http.MethodGet {
		s.writes++
	}
	q := &request{w: w, r: r, query: r.URL.Query()}
	path := r.URL.Path
	for _, above := range []string{"/api/v1", "/v1"} {
		if rest, ok := strings.CutPrefix(path, above+"/"); ok {
			path = rest
			break
		}
	}
	if path == r.URL.Path {
		abort(w, r, http.StatusNotFound)
		return
	}
	if !s.letIn(q) || !q.readBody() {
		return
	}
	s.route(q, strings.Split(strings.TrimSuffix(path, "/"), "/"))
}

// letIn looks at the token. The scheme of the header is not looked at; a token that
// is wrong is refused even where none is asked for.
func (s *Server) letIn(q *request) bool {
	header := q.r.Header.Get("Authorization")
	if header == "" {
		if q.r.Method != http.MethodGet {
			abort(q.w, q.r, http.StatusUnauthorized)
			return false
		}
		return true
	}
	_, token, _ := strings.Cut(header, " ")
	user, known := s.tokens[token]
	if !known || s.expired[token] {
		abort(q.w, q.r, http.StatusUnauthorized)
		return false
	}
	q.user = user
	return true
}

// readBody reads what is written.
func (q *request) readBody() bool {
	if q.r.Method != http.MethodPost && q.r.Method != http.MethodPut && q.r.Method != http.MethodDelete {
		return true
	}
	text, err := io.ReadAll(q.r.Body)
	if err != nil {
		crash(q.w)
		return false
	}
	if len(text) == 0 && (q.r.Method == http.MethodDelete || strings.Contains(q.r.URL.Path, "/tags")) {
		return true
	}
	if kind, _, _ := mime.ParseMediaType(q.r.Header.Get("Content-Type")); kind != "application/json" {
		fault(q.w, http.StatusUnsupportedMediaType, "Unknown mimetype: "+q.r.Header.Get("Content-Type"))
		return false
	}
	if json.Unmarshal(text, &q.list) == nil {
		return true
	}
	if json.Unmarshal(text, &q.body) != nil || q.body == nil {
		crash(q.w)
		return false
	}
	return true
}

// known holds the fields of a body against those that are declared.
func (s *Server) known(q *request, fields ...string) bool {
	for name := range q.body {
		if !slices.Contains(fields, name) && !s.Lenient {
			fault(q.w, http.StatusBadRequest, fmt.Sprintf("Unknown attribute: %s: Invalid input for field/attribute", name))
			return false
		}
	}
	return true
}

// asked holds the arguments of a query against those that are known.
func (q *request) asked(names ...string) bool {
	for name := range q.query {
		if !slices.Contains(names, name) {
			fault(q.w, http.StatusBadRequest, "Unknown argument: \""+name+"\"")
			return false
		}
	}
	return true
}

// member serves the list of a kind and its making, where the path ends there, and
// else returns the number of the one that is named.
func (q *request) member(path []string, list, create func(*request)) (int, bool) {
	if len(path) > 0 {
		return q.number(path[0])
	}
	switch q.r.Method {
	case http.MethodGet:
		list(q)
	case http.MethodPost:
		create(q)
	default:
		abort(q.w, q.r, http.StatusMethodNotAllowed)
	}
	return 0, false
}

// number reads a number of the path; what is none is not there.
func (q *request) number(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	if err != nil {
		fault(q.w, http.StatusBadRequest, fmt.Sprintf("Invalid input for field/attribute id. Value: '%s'. unable to convert to int", text))
		return 0, false
	}
	return n, true
}

func (s *Server) route(q *request, path []string) {
	switch path[0] {
	case "users":
		s.serveUsers(q, path[1:])
	case "stories":
		s.serveStories(q, path[1:])
	case "tasks":
		s.serveTasks(q, path[1:])
	case "projects":
		s.serveProjects(q, path[1:])
	case "tags":
		// An alias of /stories/ID/tags.
		if len(path) == 2 && q.r.Method == http.MethodPut {
			s.serveStories(q, []string{path[1], "tags"})
			return
		}
		abort(q.w, q.r, http.StatusNotFound)
	default:
		abort(q.w, q.r, http.StatusNotFound)
	}
}

func (s *Server) serveUsers(q *request, path []string) {
	if len(path) != 1 || path[0] != "self" || q.r.Method != http.MethodGet {
		abort(q.w, q.r, http.StatusNotFound)
		return
	}
	if q.user == 0 {
		abort(q.w, q.r, http.StatusUnauthorized)
		return
	}
	write(q.w, http.StatusOK, map[string]any{
		"id": q.user, "full_name": s.users[q.user], "email": nil, "openid": nil, "is_superuser": false,
		"enable_login": true, "last_login": nil, "created_at": "2018-01-01T00:00:00+00:00", "updated_at": nil,
	})
}

// serveProjects looks a project up: by its number, or by its name, which may hold
// slashes.
func (s *Server) serveProjects(q *request, path []string) {
	if q.r.Method != http.MethodGet {
		abort(q.w, q.r, http.StatusMethodNotAllowed)
		return
	}
	name := strings.Join(path, "/")
	if name == "" {
		if !q.asked("name", "limit", "marker", "sort_field", "sort_dir", "offset") {
			return
		}
		var list []map[string]any
		for _, id := range sortedKeys(s.projects) {
			if like(s.projects[id], q.query.Get("name")) {
				list = append(list, map[string]any{"id": id, "name": s.projects[id]})
			}
		}
		page(q, list)
		return
	}
	for id, known := range s.projects {
		if strings.EqualFold(known, name) || strconv.Itoa(id) == name {
			write(q.w, http.StatusOK, map[string]any{"id": id, "name": known, "description": nil, "is_active": true})
			return
		}
	}
	fault(q.w, http.StatusNotFound, fmt.Sprintf("Project %s not found", name))
}

// page cuts a list to what was asked for, and says in headers what it is a part of.
func page(q *request, list []map[string]any) {
	header := q.w.Header()
	header.Set("X-Total", strconv.Itoa(len(list)))
	header.Set("X-Limit", "None")
	if text := q.query.Get("offset"); text != "" && q.query.Get("limit") == "" {
		fault(q.w, http.StatusInternalServerError, "offset without limit")
		return
	}
	switch field := q.query.Get("sort_field"); field {
	case "", "id":
	default:
		fault(q.w, http.StatusBadRequest, "Invalid sort_field "+field)
		return
	}
	if q.query.Get("sort_dir") == "desc" {
		slices.Reverse(list)
	}
	// A marker that is not known is ignored: the first page again.
	if marker := q.query.Get("marker"); marker != "" {
		at := slices.IndexFunc(list, func(v map[string]any) bool { return fmt.Sprint(v["id"]) == marker })
		list = list[at+1:]
		header.Set("X-Marker", marker)
	}
	if n, err := strconv.Atoi(q.query.Get("offset")); err == nil {
		list = list[min(max(n, 0), len(list)):]
		header.Set("X-Offset", strconv.Itoa(n))
	}
	if text := q.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			fault(q.w, http.StatusBadRequest, "Invalid input for field/attribute limit")
			return
		}
		list = list[:min(max(n, 0), len(list))]
		header.Set("X-Limit", text)
	}
	if list == nil {
		list = []map[string]any{}
	}
	write(q.w, http.StatusOK, list)
}

// like is SQL's LIKE '%pattern%': without case, and with % and _ as wildcards.
func like(text, pattern string) bool {
	return likeFrom([]rune(fold(text)), []rune("%"+fold(pattern)+"%"))
}

func likeFrom(text, pattern []rune) bool {
	at, star, mark := 0, -1, 0
	for i := 0; i < len(text); {
		switch {
		case at < len(pattern) && pattern[at] == '%':
			star, mark = at, i
			at++
		case at < len(pattern) && (pattern[at] == '_' || pattern[at] == text[i]):
			at++
			i++
		case star >= 0:
			mark++
			at, i = star+1, mark
		default:
			return false
		}
	}
	for at < len(pattern) && pattern[at] == '%' {
		at++
	}
	return at == len(pattern)
}
