package workspace

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestForkRepo(t *testing.T) {
	for source, want := range map[string]string{
		"$CGCS_BASE/git/nova": "git/nova", "$CGCS_BASE/git/ceph/src": "git/ceph", "$CGCS_BASE/git/": "", "base/agent": "", "": "",
	} {
		if got := ForkRepo(source); got != want {
			t.Errorf("ForkRepo(%q) is %q, want %q", source, got, want)
		}
	}
}

func TestAddFork(t *testing.T) {
	root, fork := t.TempDir(), t.TempDir()
	write := func(dir, name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(root, ".gitreview", "[gerrit]\nproject=starlingx/agent.git\n")
	write(fork, "nova.py", "print 'nova'\n")
	ctx := context.Background()
	w, err := Open(ctx, Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.AddFork(ctx, "nova", fork); err != nil {
		t.Fatal(err)
	}
	f, err := w.Find("git/nova:nova.py")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := w.Load(ctx, f); err != nil || c.Language != Python {
		t.Errorf("%+v, %v", c, err)
	}
	if err := w.AddFork(ctx, "nova", fork); err == nil {
		t.Error("a fork was added twice")
	}
	if err := w.AddFork(ctx, "none", filepath.Join(fork, "none")); err == nil {
		t.Error("a folder that is not there was added")
	}
}
