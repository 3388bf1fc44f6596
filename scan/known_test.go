package scan_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// atRevision scans a revision, with a memory or without, and returns the
// report's bytes and the bytes of files that were parsed.
func atRevision(t *testing.T, dir, rev string, known *scan.Known) []byte {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(context.Background(), workspace.Options{Root: dir, Rev: rev})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p, err := scan.Map(context.Background(), w, scan.Options{Rules: set.Rules, Analyzers: analyzers.All(), Known: known})
	if err != nil {
		t.Fatal(err)
	}
	report := scan.Reduce(w, p, scan.ReduceOptions{
		Set: set, Rules: set.Rules, Analyzers: analyzers.All(), Targets: set.Targets, Version: "test", Time: time.Unix(0, 0),
	})
	var b bytes.Buffer
	if err := reports.Encode(&b, report); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestKnownChangesNothing: a scan that remembers other revisions says what a
// scan says that starts anew, also where a file stays and what surrounds it
// changes: its package, its role, its neighbours.
func TestKnownChangesNothing(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	dir := t.TempDir()
	commit := func(tag string, files map[string]string) {
		for name, text := range files {
			name = filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", tag}, {"tag", tag}} {
			command := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
			command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null")
			if out, err := command.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
		}
	}
	commit("1", map[string]string{
		"agent/agent/main.py": "import helper\nprint helper\n", "agent/agent/bad.py": "def )(:\n", "agent/run.sh": "rpm -qa\n",
	})
	commit("2", map[string]string{
		"agent/agent/helper.py": "x = 1\n", "agent/centos/build_srpm.data": "SRC_DIR=agent\n",
		"agent/centos/agent.spec": "Name: agent\nVersion: 1\n", "centos_pkg_dirs": "agent\n",
	})
	commit("3", map[string]string{"agent/agent/main.py": "print 1\n"})
	known := scan.NewKnown()
	for _, rev := range []string{"1", "2", "3", "2", "1"} {
		want := atRevision(t, dir, rev, nil)
		if got := atRevision(t, dir, rev, known); !bytes.Equal(got, want) {
			t.Errorf("revision %s differs with a memory:\n%s\nnot\n%s", rev, got, want)
		}
	}
	if bytes.Equal(atRevision(t, dir, "1", known), atRevision(t, dir, "2", known)) {
		t.Error("the revisions are too alike to tell anything")
	}
}
