package git

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

func shell(t *testing.T, dir, script string) {
	t.Helper()
	cmd := exec.Command("sh", "-e", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2018-10-25T00:00:00Z",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_COMMITTER_DATE=2018-10-25T00:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// sample makes a repository with two commits, the first tagged 1.0.
func sample(t *testing.T) (*Repo, string) {
	t.Helper()
	oracle.Program(t, "git", "apt install git")
	dir := t.TempDir()
	shell(t, dir, `
git init -q -b master
mkdir -p "a b"
printf 'one\n' > "a b/caf`+"\xc3\xa9"+`.txt"
printf '#!/bin/sh\n' > run
chmod 755 run
ln -s run link
printf 'a line that is long enough to be found again\n' > old
git add -A
git commit -q -m one
git tag 1.0
git mv old new
printf 'two\n' > run
git commit -q -am two
git remote add origin https://user:secret@example.org/starlingx/config.git`)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r, dir
}

func TestOpen(t *testing.T) {
	r, dir := sample(t)
	if r.Bare() || r.Dir() != dir {
		t.Errorf("bare %v, dir %s", r.Bare(), r.Dir())
	}
	// A folder inside a work tree is no repository of its own.
	if _, err := Open(filepath.Join(dir, "a b")); !errors.Is(err, ErrNotRepository) {
		t.Errorf("a folder of a repository: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, ErrNotRepository) {
		t.Errorf("no folder: %v", err)
	}
}

func TestFacts(t *testing.T) {
	r, dir := sample(t)
	ctx := t.Context()
	commit, err := r.Commit(ctx, "HEAD")
	if err != nil || len(commit) != 40 {
		t.Fatalf("commit %q, %v", commit, err)
	}
	if _, err := r.Commit(ctx, "--all"); err == nil {
		t.Error("an option passes for a revision")
	}
	if _, err := r.Commit(ctx, "nope"); err == nil || !strings.Contains(err.Error(), "nope") {
		t.Errorf("an unknown revision: %v", err)
	}
	if name, err := r.Describe(ctx, "1.0"); name != "1.0" || err != nil {
		t.Errorf("describe %q, %v", name, err)
	}
	if url, err := r.RemoteURL(ctx, "origin"); url != "https://example.org/starlingx/config.git" || err != nil {
		t.Errorf("url %q, %v", url, err)
	}
	if url, err := r.RemoteURL(ctx, "other"); url != "" || err != nil {
		t.Errorf("no remote: %q, %v", url, err)
	}
	first, _ := r.Commit(ctx, "1.0")
	if base, err := r.MergeBase(ctx, "1.0", "HEAD"); base != first || err != nil {
		t.Errorf("merge base %q, %v", base, err)
	}
	if dirty, err := r.Dirty(ctx); dirty || err != nil {
		t.Errorf("clean: %v, %v", dirty, err)
	}
	shell(t, dir, "touch untracked")
	if dirty, err := r.Dirty(ctx); dirty || err != nil {
		t.Errorf("with an untracked file: %v, %v", dirty, err)
	}
	shell(t, dir, "echo x >> run")
	if dirty, err := r.Dirty(ctx); !dirty || err != nil {
		t.Errorf("changed: %v, %v", dirty, err)
	}
}

func TestListTree(t *testing.T) {
	r, _ := sample(t)
	entries, err := r.ListTree(t.Context(), "1.0")
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{
		{"a b/caf\u00e9.txt", 0o644, BlobID([]byte("one\n")), 4},
		{"link", fs.ModeSymlink | 0o777, BlobID([]byte("run")), 3},
		{"old", 0o644, BlobID([]byte("a line that is long enough to be found again\n")), 45},
		{"run", 0o755, BlobID([]byte("#!/bin/sh\n")), 10},
	}
	if !slices.Equal(entries, want) {
		t.Errorf("got %v, want %v", entries, want)
	}
	if _, err := r.ListTree(t.Context(), "nope"); err == nil {
		t.Error("an unknown revision gives no error")
	}
}

func TestParseEntry(t *testing.T) {
	const id = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
	for record, want := range map[string]Entry{
		"160000 commit " + id + "       -\tsub": {"sub", fs.ModeIrregular, id, 0},
		"100644 blob " + id + "     BAD\tgone":  {"gone", 0o644, id, -1},
		"100644 blob " + id + "       0\ta\tb":  {"a\tb", 0o644, id, 0},
	} {
		if got, err := parseEntry(record); got != want || err != nil {
			t.Errorf("%q: %v, %v; want %v", record, got, err, want)
		}
	}
	for _, record := range []string{"", "x", "100644 blob\ta", "100644 blob " + id + " x\ta"} {
		if got, err := parseEntry(record); err == nil {
			t.Errorf("%q: %v, want an error", record, got)
		}
	}
}

func TestChanges(t *testing.T) {
	r, dir := sample(t)
	changes, err := r.Changes(t.Context(), "1.0", "HEAD")
	want := []Change{{'R', "new", "old"}, {'M', "run", ""}}
	if !slices.Equal(changes, want) || err != nil {
		t.Errorf("got %v, %v; want %v", changes, err, want)
	}
	if changes, err := r.Changes(t.Context(), "HEAD", "HEAD"); len(changes) != 0 || err != nil {
		t.Errorf("no difference: %v, %v", changes, err)
	}
	if _, err := r.WorkTreeChanges(t.Context(), "no-such"); err == nil {
		t.Error("a revision that is not there gives no error")
	}
	shell(t, dir, "git mv new newer; printf 'three\n' > run; printf 'untracked\n' > extra")
	changes, err = r.WorkTreeChanges(t.Context(), "HEAD")
	want = []Change{{'R', "newer", "new"}, {'M', "run", ""}}
	if !slices.Equal(changes, want) || err != nil {
		t.Errorf("in the work tree %v, %v; want %v", changes, err, want)
	}
	if changes, err = r.WorkTreeChanges(t.Context(), "1.0"); err != nil || !slices.Contains(changes, Change{'R', "newer", "old"}) {
		t.Errorf("over a commit and the work tree: %v, %v", changes, err)
	}
	if _, err := parseChanges("R100\x00a\x00"); err == nil {
		t.Error("a rename without a new name gives no error")
	}
}

func TestBatch(t *testing.T) {
	r, _ := sample(t)
	b, err := r.NewBatch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Read("1.0:run", 0); string(got) != "#!/bin/sh\n" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	// What fails leaves the reader in step.
	if _, err := b.Read(strings.Repeat("0", 40), 0); !errors.Is(err, ErrMissing) {
		t.Errorf("missing: %v", err)
	}
	if _, err := b.Read("1.0:run", 9); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if _, err := b.Read("a\nb", 0); err == nil {
		t.Error("a name with a line break gives no error")
	}
	if got, err := b.Read(BlobID([]byte("two\n")), 4); string(got) != "two\n" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				if got, err := b.Read("HEAD:run", 0); string(got) != "two\n" || err != nil {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
	for range 2 {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Read("HEAD:run", 0); err == nil {
		t.Error("reading after Close gives no error")
	}
}

func TestBatchCancelled(t *testing.T) {
	r, _ := sample(t)
	ctx, cancel := context.WithCancel(t.Context())
	b, err := r.NewBatch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_ = b.cmd.Wait()
	if _, err := b.Read("HEAD:run", 0); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestBare(t *testing.T) {
	_, dir := sample(t)
	bare := filepath.Join(t.TempDir(), "x.git")
	shell(t, dir, "git clone -q --bare . "+bare)
	if err := os.Remove(filepath.Join(bare, "config")); err != nil {
		t.Fatal(err)
	}
	r, err := Open(bare)
	if err != nil || !r.Bare() {
		t.Fatalf("bare %v, %v", r, err)
	}
	if entries, err := r.ListTree(t.Context(), "1.0"); len(entries) != 4 || err != nil {
		t.Errorf("%v, %v", entries, err)
	}
	if dirty, err := r.Dirty(t.Context()); dirty || err != nil {
		t.Errorf("dirty %v, %v", dirty, err)
	}
	if url, err := r.RemoteURL(t.Context(), "origin"); url != "" || err != nil {
		t.Errorf("url %q, %v", url, err)
	}
}

// Nothing that a repository configures may run: hooks, monitors, filters,
// helpers, aliases.
func TestRunsNothing(t *testing.T) {
	r, dir := sample(t)
	trap := filepath.Join(t.TempDir(), "ran")
	shell(t, dir, `
git config core.fsmonitor 'touch `+trap+`;false'
git config diff.external 'touch `+trap+`'
git config core.pager 'touch `+trap+`'
git config core.hooksPath hooks
git config filter.evil.clean 'touch `+trap+`; cat'
git config filter.evil.process 'touch `+trap+`'
git config filter.evil.required true
mkdir hooks
printf '#!/bin/sh\ntouch `+trap+`\n' > hooks/post-index-change
chmod 755 hooks/post-index-change
printf '* filter=evil\n' > .gitattributes
touch run`)
	t.Setenv("GIT_DIR", "/nonexistent")
	t.Setenv("GIT_EXTERNAL_DIFF", "touch "+trap)
	t.Setenv("GIT_CONFIG_PARAMETERS", "'core.fsmonitor=touch "+trap+"'")
	if _, err := r.Dirty(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := r.Changes(t.Context(), "1.0", "HEAD"); err != nil {
		t.Error(err)
	}
	if _, err := r.ListTree(t.Context(), "HEAD"); err != nil {
		t.Error(err)
	}
	if _, err := r.WorkTreeChanges(t.Context(), "1.0"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("something of the repository's configuration ran")
	}
}

func TestStripCredentials(t *testing.T) {
	for raw, want := range map[string]string{
		"https://u:p@example.org/a.git": "https://example.org/a.git",
		"https://token@example.org/a":   "https://example.org/a",
		"https://example.org/a":         "https://example.org/a",
		"ssh://git@example.org:29418/a": "ssh://git@example.org:29418/a",
		"ssh://git:pw@example.org/a":    "ssh://example.org/a",
		"git@example.org:starlingx/a":   "git@example.org:starlingx/a",
		"/srv/git/a b":                  "/srv/git/a b",
		"":                              "",
	} {
		if got := stripCredentials(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestErrorNamesCause(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.ListTree(t.Context(), "HEAD")
	var failed *Error
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Commit(ctx, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
