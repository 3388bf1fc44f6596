package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// double is the double of StoryBoard that a script speaks to, and how many writes it
// had seen when it was asked last.
type double struct {
	server *storyboardtest.Server
	stop   func()
	writes int
}

type doubleKey struct{}

// storyBoard drives a double of StoryBoard, whose address is $BOARD:
//
//	board start [strict|lenient] PROJECT...   makes one with projects
//	board writes N                            wants N writes since it was asked last
//	board expire                              lets the token good-token run out
//	board story TITLE PROJECT [TAG...]        files a story as a person does, with a task
//	board edit PART TEXT                      writes a text above the description of a story
//	board task PART STATUS [assigned]         sets the tasks whose titles have PART
//	board fail METHOD N                       lets the Nth request of a method from now on, and all after it, fail
//	board heal                                lets none fail any more
//	board dump FILE                           writes all there is to a file
func storyBoard(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: board COMMAND [ARG ...]")
	}
	b, _ := ts.Value(doubleKey{}).(*double)
	if args[0] == "start" {
		b.server = storyboardtest.New()
		b.server.Lenient = args[1] == "lenient"
		b.server.AddToken("good-token-2", 2)
		b.server.AddProject(args[2:]...)
		address, stop := b.server.Start()
		b.stop = stop
		ts.Setenv("BOARD", address)
		return
	}
	if b.server == nil {
		ts.Fatalf("board start first")
	}
	switch command, rest := args[0], args[1:]; command {
	case "writes":
		got := b.server.Writes() - b.writes
		b.writes += got
		if fmt.Sprint(got) != rest[0] {
			ts.Fatalf("%d writes, want %s", got, rest[0])
		}
	case "expire":
		b.server.Expire("good-token")
	case "story":
		project := b.server.AddProject(rest[1])
		b.server.AddStory(storyboardtest.Story{Title: rest[0], Tags: rest[2:], Creator: 3}, storyboardtest.Task{Title: "what people want", Project: project})
	case "edit":
		b.story(ts, rest[0], func(s *storyboardtest.Story) { s.Description = rest[1] + "\n\n" + s.Description })
	case "task":
		b.tasks(ts, rest)
	case "fail":
		b.fail(ts, rest[0], rest[1])
	case "heal":
		b.server.SetFault(nil)
	case "dump":
		ts.Check(os.WriteFile(ts.MkAbs(rest[0]), []byte(b.dump()), 0o666))
	default:
		ts.Fatalf("board %s: there is no such command", command)
	}
}

func (b *double) story(ts *testscript.TestScript, part string, edit func(*storyboardtest.Story)) {
	for _, s := range b.server.Stories() {
		if strings.Contains(s.Title, part) {
			b.server.EditStory(s.ID, edit)
			return
		}
	}
	ts.Fatalf("no story has %q in its title", part)
}

func (b *double) tasks(ts *testscript.TestScript, args []string) {
	n := 0
	for _, t := range b.server.Tasks(0) {
		if strings.Contains(t.Title, args[0]) {
			n++
			b.server.EditTask(t.ID, func(t *storyboardtest.Task) {
				t.Status = args[1]
				if slices.Contains(args, "assigned") {
					t.Assignee = 3
				}
			})
		}
	}
	if n == 0 {
		ts.Fatalf("no task has %q in its title", args[0])
	}
}

func (b *double) fail(ts *testscript.TestScript, method, count string) {
	left, err := strconv.Atoi(count)
	ts.Check(err)
	b.server.SetFault(func(r *http.Request) storyboardtest.Fault {
		if r.Method == method {
			left--
		}
		if left < 0 || r.Method == method && left == 0 {
			left = -1
			return storyboardtest.Error500
		}
		return storyboardtest.None
	})
}

func (b *double) dump() string {
	var out strings.Builder
	for _, s := range b.server.Stories() {
		fmt.Fprintf(&out, "STORY %d %s\nstatus %s, tags %s\n%s\n", s.ID, s.Title, b.server.Status(s.ID), strings.Join(s.Tags, ","), s.Description)
		for _, t := range b.server.Tasks(s.ID) {
			fmt.Fprintf(&out, "TASK %d %s %d %s\n%s\n", t.ID, t.Status, t.Project, t.Title, t.Link)
		}
		for _, c := range b.server.Comments(s.ID) {
			fmt.Fprintf(&out, "COMMENT\n%s\n", c)
		}
	}
	return out.String()
}
