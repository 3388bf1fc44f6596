package workspace

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

func runGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2018-10-25T00:00:00Z",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_COMMITTER_DATE=2018-10-25T00:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// commitTree makes a repository of packagesTree with a tag, and a broken link.
func commitTree(t *testing.T, dir string) {
	t.Helper()
	write(t, dir, packagesTree)
	symlink(t, "../../../../git/ceph/ceph.spec", filepath.Join(dir, "ceph/ceph/centos/ceph.spec"))
	runGit(t, dir, "init", "-q")
	runGit(t, dir, "add", "-A")
	runGit(t, dir, "commit", "-q", "-m", "one")
	runGit(t, dir, "tag", "1.0")
}

// summary is all that a scan sees of a workspace.
func summary(t *testing.T, w *Workspace) string {
	t.Helper()
	var b strings.Builder
	for _, repo := range w.Repos {
		for _, p := range repo.Packages {
			b.WriteString(p.ID() + " " + string(p.Origin) + " " + p.Spec + " " + strings.Join(p.Lists, ",") + "\n")
		}
		for _, f := range repo.Files {
			b.WriteString(f.ID() + " " + f.Package.ID() + " " + string(f.Language) + " " + string(f.Role) + " " + f.Skip + f.Link)
			if f.Skip == "" {
				c, err := w.Load(t.Context(), f)
				if err != nil {
					t.Fatal(err)
				}
				b.WriteString(" " + c.Digest)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestRevision(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	root := t.TempDir()
	dir := filepath.Join(root, "stx-x")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	commitTree(t, dir)
	clean := summary(t, open(t, Options{Root: root}))
	before := open(t, Options{Root: root, Rev: "1.0"})
	if got := summary(t, before); got != clean {
		t.Errorf("the revision differs from its clean work tree:\n%s\n%s", got, clean)
	}

	// Nothing of a dirty work tree shows at the revision.
	write(t, dir, map[string]string{"sysinv/sysinv/sysinv/app.py": "print 1\n", "new/centos/build_srpm.data": ""})
	if err := os.Remove(filepath.Join(dir, "centos_pkg_dirs")); err != nil {
		t.Fatal(err)
	}
	w := open(t, Options{Root: root, Rev: "1.0"})
	if got := summary(t, w); got != clean {
		t.Errorf("the work tree shows at the revision:\n%s\n%s", got, clean)
	}
	if repo := w.Repos[0]; repo.Dirty || len(repo.Commit) != 40 {
		t.Errorf("dirty %v, commit %q", repo.Dirty, repo.Commit)
	}
	if repo := open(t, Options{Root: root}).Repos[0]; !repo.Dirty || len(repo.Commit) != 40 {
		t.Errorf("in the work tree: dirty %v, commit %q", repo.Dirty, repo.Commit)
	}
}

func TestBareRepository(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	dir, root := t.TempDir(), t.TempDir()
	commitTree(t, dir)
	bare := filepath.Join(root, "x.git")
	runGit(t, root, "clone", "-q", "--bare", dir, bare)
	want := summary(t, open(t, Options{Root: dir}))
	for _, at := range []string{bare, root} {
		if got := summary(t, open(t, Options{Root: at, Rev: "1.0"})); got != want {
			t.Errorf("%s differs from the work tree:\n%s\n%s", at, got, want)
		}
	}
	if _, err := Open(t.Context(), Options{Root: bare}); err == nil || !strings.Contains(err.Error(), "revision") {
		t.Errorf("without a revision: %v", err)
	}
	if _, err := Open(t.Context(), Options{Root: bare, Rev: "nope"}); err == nil || !strings.Contains(err.Error(), "nope") {
		t.Errorf("a revision that is not there: %v", err)
	}
}

// One repo without the revision is a problem, not the end.
func TestRevisionMissingInOneRepo(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	root := t.TempDir()
	for _, name := range []string{"stx-a", "stx-b", "stx-c"} {
		dir := filepath.Join(root, name)
		write(t, dir, map[string]string{"x.py": ""})
		if name == "stx-c" {
			continue // an export without git
		}
		runGit(t, dir, "init", "-q")
		runGit(t, dir, "add", "-A")
		runGit(t, dir, "commit", "-q", "-m", "one")
	}
	runGit(t, filepath.Join(root, "stx-a"), "tag", "1.0")
	w := open(t, Options{Root: root, Rev: "1.0"})
	if ids := repoIDs(w); len(ids) != 1 || ids[0] != "a" {
		t.Errorf("repos %v", ids)
	}
	if len(w.Problems) != 2 {
		t.Errorf("problems %v; want one for each of the other repos", w.Problems)
	}
}

// TestRevs reads one repo at a revision and leaves the other as it is.
func TestRevs(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	root := t.TempDir()
	for _, name := range []string{"stx-a", "stx-b"} {
		dir := filepath.Join(root, name)
		write(t, dir, map[string]string{"x.py": "", ".gitreview": "project=starlingx/old-" + name + ".git\n"})
		runGit(t, dir, "init", "-q")
		runGit(t, dir, "add", "-A")
		runGit(t, dir, "commit", "-q", "-m", "one")
		write(t, dir, map[string]string{"y.py": "", ".gitreview": "project=starlingx/" + name + ".git\n"})
	}
	w := open(t, Options{Root: root, Revs: map[string]string{"stx-a": "HEAD"}, Aliases: map[string]string{"stx-a": "a"}})
	if ids := repoIDs(w); strings.Join(ids, " ") != "a b" {
		t.Fatalf("repos %v; an alias for a folder comes before what the revision says", ids)
	}
	a, b := w.Repos[0], w.Repos[1]
	if a.byPath["y.py"] != nil || a.Dirty || a.byPath["x.py"].Blob() == "" || a.Git() == nil {
		t.Error("the work tree of a shows at its revision")
	}
	if b.byPath["y.py"] == nil || !b.Dirty || b.byPath["x.py"].Blob() != "" {
		t.Error("b is not read from its work tree")
	}
}

// TestOwnRecords: the records of stxscan itself are no source, neither in a
// folder nor at a revision; the folder's name elsewhere is.
func TestOwnRecords(t *testing.T) {
	oracle.Program(t, "git", "apt install git")
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a/.gitreview": "project=starlingx/a", "a/x.py": "x", "a/" + HistoryDir + "/runs/1.jsonl": "{}",
		"a/y/" + HistoryDir + "/runs/1.jsonl": "{}", HistoryDir + "/runs/2.jsonl": "{}", "a/z" + HistoryDir + "/x.py": "x",
	})
	runGit(t, filepath.Join(dir, "a"), "init", "-q")
	runGit(t, filepath.Join(dir, "a"), "add", "-A")
	runGit(t, filepath.Join(dir, "a"), "commit", "-q", "-m", "one")
	for _, rev := range []string{"", "HEAD"} {
		w, err := Open(t.Context(), Options{Root: dir, Rev: rev})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		var names []string
		for _, f := range w.Repos[0].Files {
			names = append(names, f.Path)
		}
		if got, want := strings.Join(names, " "), ".gitreview x.py z"+HistoryDir+"/x.py"; got != want || len(w.Problems) > 0 {
			t.Errorf("revision %q: %s, want %s; %v", rev, got, want, w.Problems)
		}
	}
}

// TestWithout: a repo that is left out is as if it were not there.
func TestWithout(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a/.gitreview": "project=starlingx/a", "b/.gitreview": "project=starlingx/b"})
	w, err := Open(t.Context(), Options{Root: dir, Without: map[string]bool{"a": true}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if len(w.Repos) != 1 || w.Repos[0].ID != "b" || len(w.Problems) > 0 {
		t.Errorf("%d repos, %v", len(w.Repos), w.Problems)
	}
}
