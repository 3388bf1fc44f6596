package storyboard_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/storyboard"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

const secret = "good-token"

// connect starts the double and returns a client of it that does not wait.
func connect(t *testing.T, s *storyboardtest.Server) *storyboard.Client {
	t.Helper()
	address, stop := s.Start()
	t.Cleanup(stop)
	return clientOf(t, storyboard.Options{Server: address, Token: secret})
}

func clientOf(t *testing.T, o storyboard.Options) *storyboard.Client {
	t.Helper()
	o.Pause = -1
	if o.Sleep == nil {
		o.Sleep = func(context.Context, time.Duration) error { return nil }
	}
	c, err := storyboard.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestStoryOfAStory walks through all calls, on a server of either kind.
func TestStoryOfAStory(t *testing.T) {
	for _, lenient := range []bool{false, true} {
		s := storyboardtest.New()
		s.Lenient = lenient
		project := s.AddProject("starlingx/config")
		c, ctx := connect(t, s), t.Context()

		user, err := c.Self(ctx)
		check(t, err)
		found, err := c.Project(ctx, "starlingx/config")
		check(t, err)
		if user.ID != 2 || int(found.ID) != project {
			t.Errorf("user %d, project %d", user.ID, found.ID)
		}
		story, err := c.CreateStory(ctx, storyboard.NewStory{Title: "[MultiOS] A story", Description: "Text"})
		check(t, err)
		check(t, c.AddTags(ctx, story.ID, []string{"stx.multios", "stx.clear"}))
		check(t, c.AddTags(ctx, story.ID, []string{"STX.Clear", "stx.py3", "stx.py3"}))
		task, err := c.CreateTask(ctx, storyboard.NewTask{Title: "To do", StoryID: story.ID, ProjectID: found.ID, Link: "notes"})
		check(t, err)
		done := storyboard.Merged
		check(t, c.UpdateTask(ctx, task.ID, storyboard.TaskUpdate{Status: &done}))
		text := "Other text"
		check(t, c.UpdateStory(ctx, story.ID, storyboard.StoryUpdate{Description: &text}))
		check(t, c.AddComment(ctx, story.ID, "Seen."))
		check(t, c.RemoveTags(ctx, story.ID, []string{"stx.clear", "never"}))

		list, err := c.Stories(ctx, storyboard.Filter{Tags: []string{"stx.multios"}, Title: "[multios]", Statuses: []string{"merged"}, ProjectID: found.ID, Description: "other"})
		check(t, err)
		if len(list) != 1 || list[0].Description != text || list[0].IsBug || !slices.Equal(list[0].Tags, []string{"stx.multios", "stx.py3"}) {
			t.Errorf("got %+v", list)
		}
		if n, all := list[0].Done(); n != 1 || all != 1 {
			t.Errorf("%d of %d tasks are done", n, all)
		}
		tasks, err := c.Tasks(ctx, story.ID)
		check(t, err)
		comments, err := c.Comments(ctx, story.ID)
		check(t, err)
		if len(tasks) != 1 || tasks[0].Status != storyboard.Merged || tasks[0].Link != "notes" || len(comments) != 1 || comments[0].Content != "Seen." {
			t.Errorf("tasks %+v, comments %+v", tasks, comments)
		}
		check(t, c.DeleteTask(ctx, task.ID))
		check(t, c.DeleteTask(ctx, task.ID))
		if none, err := c.Stories(ctx, storyboard.Filter{Tags: []string{"never-seen"}}); err != nil || none != nil {
			t.Errorf("a tag that nobody used: %v, %v", none, err)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPages: lists of several pages come whole, whatever the server says of them.
func TestPages(t *testing.T) {
	s := storyboardtest.New()
	for i := range 305 {
		s.AddStory(storyboardtest.Story{Title: fmt.Sprintf("[MultiOS] Story %d", i), Tags: []string{"stx.multios"}})
	}
	list, err := connect(t, s).Stories(t.Context(), storyboard.Filter{Tags: []string{"stx.multios"}})
	check(t, err)
	if len(list) != 305 || len(s.Requests()) != 4 {
		t.Errorf("%d stories in %d requests", len(list), len(s.Requests()))
	}
}

// TestPagesGuard: a server that begins anew is not read for ever, and half a list is
// not taken for a whole one; one that gives less at once is read to its end.
func TestPagesGuard(t *testing.T) {
	for name, test := range map[string]struct {
		pages []string
		total string
		want  int
		err   string
	}{
		"begins anew": {[]string{page(1, 100), page(1, 100)}, "200", 0, "began anew behind number 100"},
		"goes back":   {[]string{"[{\"id\":7},{\"id\":6}]"}, "2", 0, "began anew"},
		"short pages": {[]string{page(1, 30), page(31, 60), page(61, 70)}, "70", 70, ""},
		"no total":    {[]string{page(1, 100), page(101, 120)}, "", 120, ""},
		"total lies":  {[]string{page(1, 100), page(101, 120), "[]"}, "500", 120, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Total", test.total)
				_, _ = w.Write([]byte(test.pages[min(n, len(test.pages)-1)]))
				n++
			}))
			defer web.Close()
			list, err := clientOf(t, storyboard.Options{Server: web.URL}).Stories(t.Context(), storyboard.Filter{})
			if len(list) != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("%d stories, %v", len(list), err)
			}
		})
	}
}

func page(from, to int) string {
	var parts []string
	for id := from; id <= to; id++ {
		parts = append(parts, fmt.Sprintf(`{"id":%d}`, id))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// TestRetries: what is tried again, and what is not.
func TestRetries(t *testing.T) {
	text := "text"
	get := func(c *storyboard.Client, ctx context.Context) error { _, err := c.Story(ctx, 2004001); return err }
	put := func(c *storyboard.Client, ctx context.Context) error {
		return c.UpdateStory(ctx, 2004001, storyboard.StoryUpdate{Description: &text})
	}
	post := func(c *storyboard.Client, ctx context.Context) error { return c.AddComment(ctx, 2004001, text) }
	for name, test := range map[string]struct {
		fault   storyboardtest.Fault
		call    func(*storyboard.Client, context.Context) error
		want    int // requests
		unsure  bool
		problem string
	}{
		"read, 502":       {storyboardtest.Bad502, get, 4, true, "try again later"},
		"read, 500":       {storyboardtest.Error500, get, 1, true, "deadlock found"},
		"read, lost":      {storyboardtest.LostBefore, get, 4, true, "EOF"},
		"read, cut":       {storyboardtest.Cut, get, 4, true, "EOF"},
		"change, 502":     {storyboardtest.Bad502, put, 4, true, "502"},
		"change, lost":    {storyboardtest.LostAfter, put, 1, true, "EOF"},
		"new, 502":        {storyboardtest.Bad502After, post, 1, true, "502"},
		"new, lost":       {storyboardtest.LostAfter, post, 1, true, "EOF"},
		"new, slow":       {storyboardtest.Slow, post, 1, true, "no answer from"},
		"new, cut":        {storyboardtest.Cut, post, 1, true, "EOF"},
		"new, no problem": {storyboardtest.None, post, 1, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := storyboardtest.New()
			s.Delay = 200 * time.Millisecond
			s.AddStory(storyboardtest.Story{Title: "A story"})
			var n atomic.Int32
			s.SetFault(func(*http.Request) storyboardtest.Fault { n.Add(1); return test.fault })
			address, stop := s.Start()
			defer stop()
			err := test.call(clientOf(t, storyboard.Options{Server: address, Token: secret, Timeout: 100 * time.Millisecond}), t.Context())
			if int(n.Load()) != test.want {
				t.Errorf("%d requests, want %d", n.Load(), test.want)
			}
			if storyboard.Unsure(err) != test.unsure || (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got %v, unsure: %v", err, storyboard.Unsure(err))
			}
		})
	}
}

// TestRefusedConnection: what never reached anybody is tried again, and is not unsure.
func TestRefusedConnection(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	address := web.URL
	web.Close()
	waits := 0
	c := clientOf(t, storyboard.Options{Server: address, Token: secret, Sleep: func(context.Context, time.Duration) error { waits++; return nil }})
	err := c.AddComment(t.Context(), 1, "text")
	if waits != 3 || storyboard.Unsure(err) || !strings.Contains(err.Error(), "nobody answers at") {
		t.Errorf("%d waits, %v", waits, err)
	}
}

// TestPause: writes keep their distance, reads do not wait.
func TestPause(t *testing.T) {
	s := storyboardtest.New()
	s.AddStory(storyboardtest.Story{Title: "A story"})
	address, stop := s.Start()
	defer stop()
	var waits []time.Duration
	c, err := storyboard.New(storyboard.Options{Server: address, Token: secret, Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }})
	check(t, err)
	for range 3 {
		_, err := c.Story(t.Context(), 2004001)
		check(t, err)
		check(t, c.AddComment(t.Context(), 2004001, "text"))
	}
	if len(waits) != 2 || waits[0] <= 0 || waits[0] > storyboard.DefaultPause || c.Writes() != 3 {
		t.Errorf("waits %v, %d writes", waits, c.Writes())
	}
}

// TestRedirects: the token goes to no other host, and no write is sent twice.
func TestRedirects(t *testing.T) {
	stolen := ""
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen += r.Header.Get("Authorization") + "!" }))
	defer thief.Close()
	moves := 0
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/1"):
			http.Redirect(w, r, thief.URL+"/stories/1?token="+secret, http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/2"):
			http.Redirect(w, r, "/stories/3", http.StatusTemporaryRedirect)
		case strings.HasSuffix(r.URL.Path, "/4"):
			moves++
			http.Redirect(w, r, "/stories/4", http.StatusFound)
		default:
			_, _ = w.Write([]byte(`{"id":3}`))
		}
	}))
	defer web.Close()
	c := clientOf(t, storyboard.Options{Server: web.URL, Token: secret})
	_, err := c.Story(t.Context(), 1)
	if err == nil || !strings.Contains(err.Error(), "the token is not for that one") || strings.Contains(err.Error(), secret) || stolen != "" {
		t.Errorf("to another host: %v, which got %q", err, stolen)
	}
	if s, err := c.Story(t.Context(), 2); err != nil || s.ID != 3 {
		t.Errorf("on the same host: %v, %v", s, err)
	}
	if _, err := c.Story(t.Context(), 4); err == nil || moves > 4*5 {
		t.Errorf("in circles: %v after %d", err, moves)
	}
	text := "text"
	if err := c.UpdateStory(t.Context(), 2, storyboard.StoryUpdate{Description: &text}); err == nil || !strings.Contains(err.Error(), "was not followed") {
		t.Errorf("a write: %v", err)
	}
}

// TestTokenStaysHidden: no error shows the token, whatever the server does with it.
func TestTokenStaysHidden(t *testing.T) {
	for _, body := range []string{`{"faultstring":"bad token good-token"}`, "bad token good-token", `{"message":"x","field":"good-token"}`, "<h1>good-token</h1>"} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(body))
		}))
		_, err := clientOf(t, storyboard.Options{Server: web.URL, Token: secret}).Self(t.Context())
		web.Close()
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), secret) || !strings.Contains(err.Error(), "has expired") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		server, token string
		insecure      bool
		want          string // "" if it is taken
	}{
		{storyboard.DefaultServer, "", false, ""},
		{"http://127.0.0.1:8080/v1", "", false, ""}, {"http://localhost/v1", "", false, ""}, {"http://[::1]/v1/", "", false, ""},
		{"http://storyboard.example.org/api/v1", "", false, "want https://"}, {"http://storyboard.example.org/api/v1", "", true, ""},
		{"http://127.0.0.1.example.org/v1", "", false, "want https://"},
		{"storyboard.example.org", "", false, "is no address"}, {"ftp://storyboard.example.org", "", false, "is no address"}, {"", "", false, "is no address"},
		{"https://me:hidden-word@storyboard.example.org/api", "", false, "holds a name or password"},
		{"https://storyboard.example.org/api?x=1", "", false, "leave out what follows"}, {"https://x\x7f:hidden-word", "", false, "cannot be read"},
		{storyboard.DefaultServer, "two words", false, "copy it again"}, {storyboard.DefaultServer, "line\nbreak", false, "copy it again"},
	} {
		_, err := storyboard.New(storyboard.Options{Server: test.server, Token: test.token, Insecure: test.insecure})
		if (err == nil) != (test.want == "") || err != nil && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hidden-word") || strings.Contains(err.Error(), "two words")) {
			t.Errorf("%s: %v, want %q", test.server, err, test.want)
		}
	}
}

// TestLargeAnswer: what has no end is not read for ever.
func TestLargeAnswer(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(" ", 1<<20))
		for range 80 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer web.Close()
	_, err := clientOf(t, storyboard.Options{Server: web.URL}).Self(t.Context())
	if err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("got %v", err)
	}
}

func TestTokens(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		name = filepath.Join(dir, name)
		check(t, os.WriteFile(name, []byte(text), mode))
		return name
	}
	read := func(name string) func() (string, error) {
		return func() (string, error) { return storyboard.ReadToken(name) }
	}
	run := func(command string) func() (string, error) {
		return func() (string, error) { return storyboard.CommandToken(t.Context(), command, os.Stderr) }
	}
	for name, test := range map[string]struct {
		get         func() (string, error)
		token, want string
	}{
		"file":              {read(file("a", "  abc-123 \nnotes\n", 0o600)), "abc-123", ""},
		"open to others":    {read(file("b", "abc", 0o644)), "", "chmod 600"},
		"empty":             {read(file("c", "\nabc\n", 0o600)), "", "put it on the first line"},
		"too large":         {read(file("d", strings.Repeat("x", 5000), 0o600)), "", "this is no token"},
		"no file":           {read(filepath.Join(dir, "none")), "", "cannot be read"},
		"folder":            {read(dir), "", "is a folder"},
		"command":           {run("printf 'abc-123\nmore\n'"), "abc-123", ""},
		"command fails":     {run("echo abc-123; exit 3"), "", "failed: exit status 3"},
		"command is silent": {run("true"), "", "put it on the first line"},
		"command floods":    {run("yes abc-123 | head -c 100000"), "", "this is no token"},
	} {
		token, err := test.get()
		if token != test.token || (err == nil) != (test.want == "") || err != nil && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "abc-123")) {
			t.Errorf("%s: %q, %v", name, token, err)
		}
	}
}

func TestLocalChecks(t *testing.T) {
	s := storyboardtest.New()
	c, ctx := connect(t, s), t.Context()
	for name, err := range map[string]error{
		"short title":   second(c.CreateStory(ctx, storyboard.NewStory{Title: "äöü"})),
		"long title":    second(c.CreateTask(ctx, storyboard.NewTask{Title: strings.Repeat("x", 256), StoryID: 1, ProjectID: 1})),
		"no project":    second(c.CreateTask(ctx, storyboard.NewTask{Title: "title", StoryID: 1})),
		"empty comment": c.AddComment(ctx, 1, " \n"),
		"project":       second(c.Project(ctx, "../users/self")),
	} {
		if err == nil || storyboard.Unsure(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were made", n)
	}
}

func second[T any](_ T, err error) error { return err }

// TestCanceled: nothing is tried again once nobody waits.
func TestCanceled(t *testing.T) {
	s := storyboardtest.New()
	s.SetFault(func(*http.Request) storyboardtest.Fault { return storyboardtest.Bad502 })
	ctx, cancel := context.WithCancel(t.Context())
	address, stop := s.Start()
	defer stop()
	c := clientOf(t, storyboard.Options{Server: address, Sleep: func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }})
	if _, err := c.Story(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
