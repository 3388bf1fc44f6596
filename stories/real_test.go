package stories_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
)

// realReport scans a workspace beside the one that STXSCAN_WORKSPACE names.
func realReport(t *testing.T, name, date string) *reports.Report {
	t.Helper()
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set")
	}
	root = filepath.Join(filepath.Dir(filepath.Clean(root)), name)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("there is no %s beside the workspace", name)
	}
	file := filepath.Join(t.TempDir(), "report.json")
	command := exec.Command("go", "run", "./cmd/stxscan", "scan", "-q", "-o", "json="+file, root)
	command.Dir = ".."
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+date)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, err := reports.Decode(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRealStories: StarlingX of 2018.10 makes no more stories than a team reads, all
// of which the server takes; filed once they are filed; and after 2.0.0 the tasks of
// which nothing is left are closed, and no other.
func TestRealStories(t *testing.T) {
	before := realReport(t, "2018.10.0", "1539561600")
	set := compose(t, before, stories.Options{})
	if n := len(set.Stories); n > 60 || n < 40 {
		t.Errorf("%d stories", n)
	}
	for _, s := range set.Stories {
		checkStory(t, "2018.10.0", &s)
	}
	d := newDesk(t)
	d.server.AddProject("starlingx/fault", "starlingx/ha", "starlingx/nfv", "starlingx/update", "starlingx/upstream", "starlingx/clients", "starlingx/gui", "starlingx/root", "starlingx/tools", "starlingx/distcloud")
	d.file(before, stories.PlanOptions{})
	filed := len(d.server.Tasks(0))
	t.Logf("%d stories with %d tasks, %d writes", len(d.server.Stories()), filed, d.server.Writes())
	writes := d.server.Writes()

	after := realReport(t, "2.0.0", "1567296000")
	left := map[string]bool{}
	for _, s := range compose(t, after, stories.Options{}).Stories {
		for _, task := range s.Tasks {
			left[task.Key] = true
		}
	}
	d.file(after, stories.PlanOptions{Close: true})
	closed, comments := 0, 0
	for _, task := range d.server.Tasks(0) {
		key := task.Link[strings.LastIndex(task.Link, "v1:"):][:19]
		if task.Status == "merged" {
			closed++
		}
		if wanted := "todo"; left[key] && task.Status != wanted {
			t.Errorf("%s is %s, and there is more to do", task.Title, task.Status)
		}
	}
	for _, s := range d.server.Stories() {
		if len(s.Description) > 16<<10 {
			t.Errorf("%s has %d bytes", s.Title, len(s.Description))
		}
		comments += len(d.server.Comments(s.ID))
	}
	t.Logf("2.0.0: %d tasks closed, %d tasks new, %d comments, %d writes", closed, len(d.server.Tasks(0))-filed, comments, d.server.Writes()-writes)
	if closed == 0 || comments == 0 {
		t.Error("nothing was closed or said")
	}
}
