package deploy_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/oracle"
)

// weekly is a workspace and what the weekly run writes.
type weekly struct {
	workspace, state string
	env              []string
}

func newWeekly(t *testing.T) *weekly {
	t.Helper()
	oracle.Program(t, "flock", "apt install util-linux")
	file, _ := program(t)
	dir := t.TempDir()
	// A name with a blank in it is one argument all the way.
	w := &weekly{filepath.Join(dir, "the workspace"), filepath.Join(dir, "the state"), []string{"STXSCAN=" + file}}
	if err := os.CopyFS(w.workspace, os.DirFS("../testdata/starlingx")); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *weekly) run(t *testing.T, env ...string) (string, int) {
	t.Helper()
	return call{env: append(w.env, env...), args: []string{"sh", "weekly.sh", w.workspace, w.state}}.run(t)
}

func (w *weekly) weeks(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.state, "weeks"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWeekly(t *testing.T) {
	w := newWeekly(t)
	today := func() string { return time.Now().UTC().Format(time.DateOnly) }
	latest := filepath.Join(w.state, "weeks/latest")
	for i, says := range []string{"This is the first", "what moved since"} {
		if i > 0 {
			write(t, filepath.Join(w.workspace, "stx-config", source+"added.py"), changes["fails"])
		}
		// Two runs within a second would have no order.
		out, code := w.run(t, fmt.Sprintf("SOURCE_DATE_EPOCH=%d", 1538352000+i*7*24*3600))
		// The workspace has packages without their sources.
		if code != 3 || !strings.Contains(out, "weekly: something could not be told") {
			t.Fatalf("exit code %d, want 3\n%s", code, out)
		}
		for _, name := range []string{"report.html", "report.json", "trend.csv", "log.txt"} {
			read(t, filepath.Join(latest, name))
		}
		if text := read(t, filepath.Join(latest, "agenda.txt")); !strings.Contains(text, says) {
			t.Errorf("run %d: the agenda does not say %q:\n%s", i+1, says, text)
		}
	}
	if names := w.weeks(t); len(names) != 2 || names[1] != "latest" || names[0] != today() {
		t.Errorf("the weeks are %q", names)
	}
	runs, _ := filepath.Glob(filepath.Join(w.state, "history/runs/*.jsonl"))
	if len(runs) != 2 {
		t.Errorf("the history has %q, want two runs", runs)
	}
}

// TestWeeklyKeeps: of the folders of weeks so many are kept, the newest, and what
// is not one of them is not touched.
func TestWeeklyKeeps(t *testing.T) {
	w := newWeekly(t)
	for _, name := range []string{"2018-10-01", "2018-10-08", "2018-10-15", "notes", "2018-10"} {
		write(t, filepath.Join(w.state, "weeks", name, "agenda.txt"), "x")
	}
	if out, code := w.run(t, "STXSCAN_KEEP=2"); code != 3 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	names := w.weeks(t)
	if len(names) != 5 || !slices.Equal(names[:2], []string{"2018-10", "2018-10-15"}) || !slices.Equal(names[3:], []string{"latest", "notes"}) {
		t.Errorf("the weeks are %q", names)
	}
}

// TestWeeklyExits: each way to fail has its code and says what to do, and leaves
// what was there.
func TestWeeklyExits(t *testing.T) {
	w := newWeekly(t)
	script := func(text string) string {
		name := filepath.Join(t.TempDir(), "stxscan")
		write(t, name, "#!/bin/sh\n"+text+"\n")
		if err := os.Chmod(name, 0o755); err != nil {
			t.Fatal(err)
		}
		return name
	}
	empty := t.TempDir()
	for _, c := range []struct {
		name, workspace string
		env             []string
		code            int
		says            string
	}{
		{"no workspace", filepath.Join(empty, "gone"), nil, 2, "there is no workspace"},
		{"nothing to scan", empty, nil, 4, "the scan ended with 4: nothing was kept"},
		{"no program", w.workspace, []string{"STXSCAN=/nowhere/stxscan"}, 2, "set STXSCAN to its path"},
		{"bad number", w.workspace, []string{"STXSCAN_KEEP=0"}, 2, "want a number of weeks"},
		{"no number", w.workspace, []string{"STXSCAN_KEEP=-1"}, 2, "want a number of weeks"},
		{"program fails", w.workspace, []string{"STXSCAN=" + script("echo broken >&2; exit 2")}, 2, "broken"},
		{"program is killed", w.workspace, []string{"STXSCAN=" + script("kill -9 $$")}, 137, "the scan ended with 137"},
		{"writes nothing", w.workspace, []string{"STXSCAN=" + script("exit 0")}, 2, "the scan did not write report.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			state := t.TempDir()
			write(t, filepath.Join(state, "weeks/2018-10-01/agenda.txt"), "x")
			out, code := call{env: append(w.env, c.env...), args: []string{"sh", "weekly.sh", c.workspace, state}}.run(t)
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %d and %q\n%s", code, c.code, c.says, out)
			}
			if names, _ := filepath.Glob(filepath.Join(state, "weeks", "*")); len(names) != 1 {
				t.Errorf("what was left: %q", names)
			}
			if names, _ := filepath.Glob(filepath.Join(state, "weeks", ".new")); len(names) != 0 {
				t.Error("a half week was left")
			}
		})
	}
	if out, code := (call{args: []string{"sh", "weekly.sh"}}).run(t); code != 2 || !strings.Contains(out, "usage: weekly.sh WORKSPACE STATE") {
		t.Errorf("without arguments: exit code %d\n%s", code, out)
	}
}

// TestWeeklyLock: while one run is under way another does nothing, and the lock
// is gone with the run that held it.
func TestWeeklyLock(t *testing.T) {
	w := newWeekly(t)
	write(t, filepath.Join(w.state, "keep"), "")
	holder := exec.Command("flock", filepath.Join(w.state, "lock"), "sh", "-c", "echo held; exec sleep 600")
	holder.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fscanln(out, new(string)); err != nil {
		t.Fatal(err)
	}
	text, code := w.run(t)
	if code != 75 || !strings.Contains(text, "another run holds") {
		t.Errorf("exit code %d, want 75\n%s", code, text)
	}
	if names := w.weeks(t); len(names) != 0 {
		t.Errorf("it wrote %q", names)
	}
	// What flock started has the lock too.
	if err := syscall.Kill(-holder.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // it was killed
	if text, code := w.run(t); code != 3 {
		t.Errorf("after that: exit code %d\n%s", code, text)
	}
}
