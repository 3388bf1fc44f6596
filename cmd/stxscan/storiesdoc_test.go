package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// storyExamples are the stories that docs/stories.md shows.
var storyExamples = []string{
	"Remove CentOS assumptions: starlingx/config", "Packages missing or different on Debian 12", "Decide which installer makes a node",
}

// TestStoriesDoc holds the examples in the docs to what the program writes. With
// -update they are written anew.
func TestStoriesDoc(t *testing.T) {
	dir := t.TempDir()
	report := filepath.Join(dir, "report.json")
	at := time.Date(2018, 10, 15, 0, 0, 0, 0, time.UTC)
	run := func(args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		w := &world{stdout: &out, stderr: &problems, now: func() time.Time { return at }, width: 100}
		if code := runWith(t, w, args); code != codeOK {
			t.Fatalf("%v: %d: %s", args, code, problems.String())
		}
		return out.String()
	}
	run("scan", "-q", "--no-config", "--index-dir", dir, "-o", "json="+report, filepath.Join("..", "..", "testdata", "starlingx"))
	text := run("stories", "export", "--no-config", report, "-o", "markdown")
	var examples strings.Builder
	for _, title := range storyExamples {
		examples.WriteString("\n````markdown\n" + strings.TrimSpace(storyOf(t, text, title)) + "\n````\n")
	}
	name := filepath.Join("..", "..", "docs", "stories.md")
	doc, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok := strings.Cut(string(doc), "\n````markdown\n")
	if !ok {
		head = string(doc)
	}
	want := head + examples.String()
	if string(doc) == want {
		return
	}
	if !*update {
		t.Fatal("docs/stories.md shows other stories than the program writes: read what 'go test ./cmd/stxscan -run TestStoriesDoc -update' makes of it")
	}
	if err := os.WriteFile(name, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

func runWith(t *testing.T, w *world, args []string) int {
	t.Helper()
	return run(args, w)
}

// storyOf cuts a story out of all, without the version of the program.
func storyOf(t *testing.T, text, title string) string {
	t.Helper()
	for _, part := range strings.Split("\n"+text, "\n# ") {
		if strings.HasPrefix(part, `\[MultiOS\] `+title) {
			return "# " + strings.ReplaceAll(part, toolVersion(), "VERSION")
		}
	}
	t.Fatalf("there is no story %q", title)
	return ""
}
