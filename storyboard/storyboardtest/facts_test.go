package storyboardtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// request is one request of a fact, and what the real server was seen to answer.
type request struct {
	method, path, body string
	status             int
	// has are pieces of the answer, hasNot pieces that it lacks.
	has, hasNot []string
	// header is NAME: VALUE of the answer.
	header string
	// accept and token are sent if not empty; guest sends no token.
	accept, token string
	guest         bool
}

// factTable holds every observed fact that the double copies, by the section of the
// reference that tells it. Story 2004001 has the tag stx.multios and two tasks, 2004002
// has neither; project 701 is starlingx/config.
var factTable = []struct {
	name     string
	requests []request
}{
	{"1.1 an expired token is refused where a guest is not", []request{
		{method: "GET", path: "stories/2004001", guest: true, status: 200},
		{method: "GET", path: "stories/2004001", token: "old-token", status: 401},
		{method: "GET", path: "stories/2004001", token: "no-token", status: 401},
		{method: "GET", path: "users/self", guest: true, status: 401},
		{method: "GET", path: "users/self", status: 200, has: []string{`"id":2`, `"full_name"`}},
	}},
	{"1.1 writing needs a token", []request{{method: "POST", path: "stories", body: `{"title":"A story"}`, guest: true, status: 401}}},
	{"1.1 what PATCH, HEAD and OPTIONS are answered", []request{
		{method: "PATCH", path: "stories/2004001", body: `{}`, status: 405}, {method: "PATCH", path: "stories", body: `{}`, status: 405},
		{method: "OPTIONS", path: "stories/2004001", status: 405},
	}},
	{"1.1 the first shape of errors", []request{{method: "GET", path: "stories/1", accept: "*/*", status: 404, has: []string{`"faultcode":"Client"`, `"faultstring":"Story 1 not found"`, `"debuginfo":null`}}}},
	{"1.1 the second shape", []request{
		{method: "GET", path: "users/self", guest: true, accept: "application/json", status: 401, has: []string{`"code":401`, `"title":"Unauthorized"`, `"description":null`}},
		{method: "POST", path: "stories", body: `{"title":"abcd"}`, accept: "application/json", status: 400, has: []string{`"description":""`}, hasNot: []string{"too short"}},
	}},
	{"1.1 the third shape", []request{
		{method: "POST", path: "stories", body: `{"title":"abcd"}`, status: 400, has: []string{`"message":"'abcd' is too short"`, `"field":"title"`}},
		{method: "POST", path: "stories", body: `{"title":"abcd"}`, accept: "*/*", status: 400, has: []string{`"field":"title"`}},
	}},
	{"1.1 the fourth shape", []request{
		{method: "GET", path: "users/self", guest: true, accept: "*/*", status: 401, has: []string{"<title>Unauthorized</title>"}},
		{method: "GET", path: "users/self", guest: true, status: 401, has: []string{"Unauthorized"}, hasNot: []string{"<", "{"}},
		{method: "POST", path: "stories", body: `{"title":`, status: 500, has: []string{"A server error occurred"}},
	}},
	{"1.1 the type of a body is asked for", []request{{method: "POST", path: "stories", body: "title=A story", status: 415}}},
	{"1.2 POST succeeds with 200, and its times have microseconds", []request{
		{method: "POST", path: "stories", body: `{"title":"A story"}`, status: 200, has: []string{`"is_bug":true`, `.123456+00:00"`, `"updated_at":null`}, hasNot: []string{"task_statuses"}},
		{method: "GET", path: "stories/2004003", status: 200, has: []string{`"status":"invalid"`, `"task_statuses":null`}, hasNot: []string{".123456"}},
	}},
	{"1.2 titles have 5 to 255 code points", []request{
		{method: "POST", path: "stories", body: `{"title":"äöüé"}`, status: 400},
		{method: "POST", path: "stories", body: `{"title":"äöüéß"}`, status: 200},
		{method: "POST", path: "stories", body: `{"title":"` + strings.Repeat("ü", 255) + `"}`, status: 200},
		{method: "POST", path: "stories", body: `{"title":"` + strings.Repeat("ü", 256) + `"}`, status: 400, has: []string{"too long"}},
		{method: "POST", path: "stories", body: `{"title":null}`, status: 400}, {method: "POST", path: "stories", body: `{"is_bug":false}`, status: 400},
	}},
	{"1.2 tags make a new story fail, an empty list does not", []request{
		{method: "POST", path: "stories", body: `{"title":"A story","tags":["a1"]}`, status: 500, has: []string{"_sa_instance_state"}},
		{method: "GET", path: "stories/2004003", status: 404},
		{method: "POST", path: "stories", body: `{"title":"A story","tags":[]}`, status: 200},
	}},
	{"1.2 tags and status of a PUT are ignored", []request{{method: "PUT", path: "stories/2004001", body: `{"tags":["other"],"status":"merged"}`, status: 200, has: []string{`"tags":["stx.multios"]`, `"status":"active"`}}}},
	{"1.2 an empty PUT changes nothing and is an event", []request{
		{method: "PUT", path: "stories/2004001", body: `{}`, status: 200, has: []string{`"title":"[MultiOS] One"`}},
		{method: "GET", path: "stories/2004001/events?event_type=story_details_changed", status: 200, header: "X-Total: 1"},
	}},
	{"1.2 unknown fields are refused", []request{{method: "POST", path: "stories", body: `{"title":"A story","colour":"red"}`, status: 400, has: []string{"Unknown attribute: colour"}}}},
	{"1.2 a story without tasks is invalid, and none can be deleted", []request{
		{method: "GET", path: "stories/2004002", status: 200, has: []string{`"status":"invalid"`}},
		{method: "DELETE", path: "stories/2004002", status: 403},
	}},
	{"1.2 filters look anywhere, without case, and with wildcards", []request{
		{method: "GET", path: "stories?title=multios]%20one", status: 200, header: "X-Total: 1"},
		{method: "GET", path: "stories?title=%25]%20T_o", status: 200, header: "X-Total: 1"},
		{method: "GET", path: "stories?title=_ultiOS", status: 200, header: "X-Total: 2"},
		{method: "GET", path: "stories?description=v1:0123", status: 200, header: "X-Total: 1"},
		{method: "GET", path: "stories?status=invalid&status=merged", status: 200, header: "X-Total: 1"},
		{method: "GET", path: "stories?project_id=701", status: 200, header: "X-Total: 1"},
	}},
	{"1.2 tags of a filter are folded, have all to be there, and to be known", []request{
		{method: "GET", path: "stories?tags=STX.MULTIOS", status: 200, header: "X-Total: 1"},
		{method: "GET", path: "stories?tags=stx.multios&tags=other", status: 200, header: "X-Total: 0"},
		{method: "GET", path: "stories?tags=stx.multios&tags=other&tags_filter_type=any", status: 200, header: "X-Total: 2"},
		{method: "GET", path: "stories?tags=never-seen", status: 404},
		{method: "GET", path: "stories?tags=stx.multios,other", status: 404},
		{method: "GET", path: "stories?tags[]=stx.multios", status: 400}, {method: "GET", path: "stories?colour=red", status: 400},
	}},
	{"1.2 paging", []request{
		{method: "GET", path: "stories", status: 200, header: "X-Total: 2"},
		{method: "GET", path: "stories?limit=1", status: 200, header: "X-Total: 2", hasNot: []string{"2004002"}},
		{method: "GET", path: "stories?limit=1&marker=2004001", status: 200, header: "X-Marker: 2004001", has: []string{"2004002"}},
		{method: "GET", path: "stories?limit=1&marker=77", status: 200, has: []string{"2004001"}},
		{method: "GET", path: "stories?limit=0", status: 200, has: []string{"[]"}}, {method: "GET", path: "stories?limit=-1", status: 200, has: []string{"[]"}},
		{method: "GET", path: "stories?offset=1", status: 500}, {method: "GET", path: "stories?sort_field=colour", status: 400},
		{method: "GET", path: "stories/2004001/tasks", status: 200, header: "X-Limit: None"},
	}},
	{"1.3 a tag that is there makes the call fail as a whole", []request{
		{method: "PUT", path: "stories/2004001/tags", body: `["new1","stx.multios"]`, status: 400, has: []string{"The Story 2004001 already has a tag stx.multios"}},
		{method: "GET", path: "stories/2004001", status: 200, hasNot: []string{"new1"}},
		{method: "PUT", path: "stories/2004001/tags", body: `["new1","new1"]`, status: 400},
		{method: "PUT", path: "stories/2004001/tags", body: `["new1"]`, status: 200, has: []string{`"new1"`, `"task_statuses":null`}},
		{method: "PUT", path: "stories/2004001/tags?tags=new2&tags=new3", status: 200, has: []string{`"new2","new3"`}},
		{method: "PUT", path: "tags/2004001?tags=new4", status: 200},
	}},
	{"1.3 a tag in capitals is the tag", []request{{method: "PUT", path: "stories/2004001/tags", body: `["STX.MultiOS"]`, status: 200, has: []string{`"tags":["stx.multios"]`}}}},
	{"1.3 a tag is taken off", []request{
		{method: "DELETE", path: "stories/2004001/tags?tags=stx.multios", status: 204},
		{method: "DELETE", path: "stories/2004001/tags", body: `["stx.multios"]`, status: 404},
	}},
	{"1.3 a tag has at most 50 characters", []request{{method: "PUT", path: "stories/2004001/tags", body: `["` + strings.Repeat("a", 51) + `"]`, status: 500}}},
	{"1.4 tasks", []request{
		{method: "POST", path: "tasks", body: `{"title":"To do","project_id":701}`, status: 404, has: []string{"Story Unset not found"}},
		{method: "POST", path: "tasks", body: `{"title":"To do","story_id":2004002}`, status: 400},
		{method: "POST", path: "tasks", body: `{"title":"To","story_id":2004002,"project_id":701}`, status: 400},
		{method: "POST", path: "tasks", body: `{"title":"To do","story_id":2004002,"project_id":701,"status":"done"}`, status: 400},
		{method: "POST", path: "tasks", body: `{"title":"To do","story_id":2004002,"project_id":701,"priority":"urgent"}`, status: 500},
		{method: "POST", path: "tasks", body: `{"title":"To do","story_id":2004002,"project_id":701}`, status: 200, has: []string{`"status":"todo"`, `"priority":"medium"`}},
		{method: "GET", path: "stories/2004002", status: 200, has: []string{`"status":"active"`, `"updated_at":"2018-`}},
		{method: "PUT", path: "tasks/24003", body: `{"status":"merged"}`, status: 200},
		{method: "GET", path: "stories/2004002", status: 200, has: []string{`"status":"merged"`}},
		{method: "DELETE", path: "tasks/24003", status: 204}, {method: "DELETE", path: "tasks/24003", status: 404},
		{method: "POST", path: "stories/2004002/tasks", body: `{"title":"To do","project_id":701}`, status: 200},
	}},
	{"1.5 projects by name, with the slash as it is or escaped", []request{
		{method: "GET", path: "projects/starlingx/config", status: 200, has: []string{`"id":701`}},
		{method: "GET", path: "projects/starlingx%2Fconfig", status: 200, has: []string{`"id":701`}},
		{method: "GET", path: "projects/starlingx/none", status: 404, has: []string{"Project starlingx/none not found"}},
		{method: "GET", path: "projects?name=conf", status: 200, header: "X-Total: 1"},
	}},
	{"1.5 comments are events, and an empty one is taken", []request{
		{method: "POST", path: "stories/2004002/comments", body: `{"content":"Seen."}`, status: 200, has: []string{`"event_type":"user_comment"`, `"content":"Seen."`}},
		{method: "POST", path: "stories/2004002/comments", body: `{"content":""}`, status: 200},
		{method: "GET", path: "stories/2004002/events?event_type=user_comment&sort_dir=desc&limit=1", status: 200, header: "X-Total: 2"},
		{method: "PUT", path: "stories/2004002/comments", body: `{"content":"Other."}`, status: 405},
		{method: "GET", path: "stories/2004002", status: 200, hasNot: []string{`"updated_at":null`}},
	}},
}

func TestFacts(t *testing.T) {
	for _, fact := range factTable {
		t.Run(fact.name, func(t *testing.T) {
			server := prepared()
			address, stop := server.Start()
			defer stop()
			for _, r := range fact.requests {
				check(t, address, r)
			}
		})
	}
}

// TestLenient: the production server ignores what it does not know.
func TestLenient(t *testing.T) {
	server := prepared()
	server.Lenient = true
	address, stop := server.Start()
	defer stop()
	check(t, address, request{method: "POST", path: "stories", body: `{"title":"A story","colour":"red"}`, status: 200})
	check(t, address, request{method: "PUT", path: "tasks/24001", body: `{"colour":"red"}`, status: 200})
}

func prepared() *storyboardtest.Server {
	s := storyboardtest.New()
	config := s.AddProject("starlingx/config")
	s.AddStory(storyboardtest.Story{Title: "[MultiOS] One", Description: "text <!-- stxscan key=v1:0123 -->", Tags: []string{"stx.multios"}},
		storyboardtest.Task{Title: "First", Project: config}, storyboardtest.Task{Title: "Second", Project: config, Status: "merged"})
	s.AddStory(storyboardtest.Story{Title: "[MultiOS] Two", Tags: []string{"other"}})
	s.AddToken("old-token", 3)
	s.Expire("old-token")
	return s
}

func check(t *testing.T, address string, want request) {
	t.Helper()
	r, err := http.NewRequest(want.method, address+"/"+want.path, strings.NewReader(want.body))
	if err != nil {
		t.Fatal(err)
	}
	if !want.guest {
		token := want.token
		if token == "" {
			token = "good-token"
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if want.body != "" && !strings.HasPrefix(want.body, "title=") {
		r.Header.Set("Content-Type", "application/json")
	}
	if want.accept != "" {
		r.Header.Set("Accept", want.accept)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	where := want.method + " /" + want.path + " " + want.body
	if response.StatusCode != want.status {
		t.Fatalf("%s: %d, want %d: %s", where, response.StatusCode, want.status, body)
	}
	for _, piece := range want.has {
		if !strings.Contains(string(body), piece) {
			t.Errorf("%s: the answer lacks %q: %s", where, piece, body)
		}
	}
	for _, piece := range want.hasNot {
		if strings.Contains(string(body), piece) {
			t.Errorf("%s: the answer has %q: %s", where, piece, body)
		}
	}
	if name, value, ok := strings.Cut(want.header, ": "); ok && response.Header.Get(name) != value {
		t.Errorf("%s: %s is %q, want %q", where, name, response.Header.Get(name), value)
	}
}

// TestFaults: what goes wrong, and whether the request was carried out all the same.
func TestFaults(t *testing.T) {
	for fault, want := range map[storyboardtest.Fault]struct {
		done   bool
		status int // 0 for no answer
	}{
		storyboardtest.None: {true, 200}, storyboardtest.LostBefore: {false, 0}, storyboardtest.LostAfter: {true, 0},
		storyboardtest.Error500: {false, 500}, storyboardtest.Bad502: {false, 502}, storyboardtest.Bad502After: {true, 502},
		storyboardtest.Slow: {true, 200}, storyboardtest.Cut: {true, 200},
	} {
		server := prepared()
		server.Delay = 0
		server.SetFault(func(*http.Request) storyboardtest.Fault { return fault })
		address, stop := server.Start()
		r, err := http.NewRequest("POST", address+"/stories", strings.NewReader(`{"title":"A story"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer good-token")
		r.Header.Set("Content-Type", "application/json")
		status, whole := 0, false
		if response, err := http.DefaultClient.Do(r); err == nil {
			status = response.StatusCode
			body, err := io.ReadAll(response.Body)
			whole = err == nil && json.Valid(body)
			response.Body.Close()
		}
		if done := len(server.Stories()) == 3; status != want.status || done != want.done {
			t.Errorf("fault %d: status %d, carried out: %v; want %v", fault, status, done, want)
		}
		if fault == storyboardtest.Cut && whole {
			t.Error("the answer that is cut is whole")
		}
		stop()
	}
}
