package forks

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/workspace"
)

// run runs a script with git in a folder, with fixed names and dates.
func run(t *testing.T, dir, script string) string {
	t.Helper()
	oracle.Program(t, "git", "apt install git")
	c := exec.Command("sh", "-ec", script)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org",
		"GIT_AUTHOR_DATE=2018-10-25T00:00:00Z", "GIT_COMMITTER_DATE=2018-10-25T00:00:00Z", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

func open(t *testing.T, dir string) *git.Repo {
	t.Helper()
	r, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made makes an upstream with a base, and a fork with four commits after it: one that
// upstream has by its Change-Id, one by subject with the same lines, one that only
// says to be the same, and one of its own.
func made(t *testing.T) (fork, upstream, base string) {
	t.Helper()
	top := t.TempDir()
	upstream, fork = filepath.Join(top, "upstream"), filepath.Join(top, "fork")
	if err := os.Mkdir(upstream, 0o755); err != nil {
		t.Fatal(err)
	}
	base = run(t, upstream, `git init -q -b master >&2; printf 'one\n' > a.c; git add .; git commit -q -m 'the base'; git rev-parse HEAD`)
	run(t, top, "git clone -q upstream fork")
	const id = "I0123456789012345678901234567890123456789"
	run(t, upstream, `
printf 'one\nlock();\nunlock();\n' > a.c; printf 'test\n' > t.c; git add .
git commit -q -m 'Take the lock, with a test' -m 'Change-Id: `+id+`'
printf 'two\n' > b.c; git add .; git commit -q -m 'Add a second file to it'
printf 'other\n' > c.c; git add .; git commit -q -m 'Say what happens to the third'`)
	run(t, fork, `
printf 'one\nlock();\nunlock();\n' > a.c; git commit -q -a -m 'Take the lock' -m 'Change-Id: `+id+`'
printf 'two\n' > b.c; git add .; git commit -q -m 'Add a second file to it'
printf 'x\ny\nz\n' > c.c; git add .; git commit -q -m 'Say what happens to the third'
printf '\000\001' > d.bin; rm b.c; git add -A; git commit -q -m 'Our own change'`)
	return fork, upstream, base
}

func TestMeasure(t *testing.T) {
	fork, upstream, base := made(t)
	d, err := Measure(t.Context(), open(t, fork), base[:8], Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !d.Measured || d.Commits != 4 || d.Files != 4 || d.Added != 6 || d.Removed != 1 || d.Upstream != nil || len(d.List) != 4 || d.List[0].Subject != "Our own change" {
		t.Errorf("%+v", d)
	}
	d, err = Measure(t.Context(), open(t, fork), base, Options{Upstream: open(t, upstream)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range d.List {
		got = append(got, string(c.Upstreamed.State)+" "+c.Upstreamed.By)
	}
	want := "not-found |review subject|upstreamed patch-id|upstreamed change-id"
	if strings.Join(got, "|") != want || d.Upstream[finding.UpstreamHas] != 2 || d.Upstream[finding.UpstreamReview] != 1 {
		t.Errorf("%s, %v; want %s", strings.Join(got, "|"), d.Upstream, want)
	}
	if text := d.String(); text != "4 commits since "+base[:12]+": 4 files, +6 -1 lines; upstream has 2 of them, 1 are for review" {
		t.Errorf("%s", text)
	}
}

// TestMeasureNothing holds that a fork at its base has no divergence, which is not
// the same as one of unknown size.
func TestMeasureNothing(t *testing.T) {
	fork, _, _ := made(t)
	d, err := Measure(t.Context(), open(t, fork), "HEAD", Options{})
	if err != nil || !d.Measured || d.Commits != 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestMeasureCannot(t *testing.T) {
	fork, upstream, _ := made(t)
	if _, err := Measure(t.Context(), open(t, fork), strings.Repeat("0", 40), Options{}); err == nil {
		t.Error("a base that is not there gives no error")
	}
	run(t, fork, "git checkout -q --orphan other; git commit -q -m other")
	if _, err := Measure(t.Context(), open(t, fork), "master", Options{}); err == nil {
		t.Error("a base that is no ancestor gives no error")
	}
	shallow := filepath.Join(t.TempDir(), "shallow")
	run(t, upstream, "git clone -q --depth 1 'file://"+upstream+"' "+shallow)
	if _, err := Measure(t.Context(), open(t, shallow), "HEAD~2", Options{}); err == nil {
		t.Error("a shallow clone without the base gives no error")
	}
	if _, err := Measure(t.Context(), open(t, fork), "--output=x", Options{}); err == nil {
		t.Error("an option in the place of a revision gives no error")
	}
}

// TestHostile holds that nothing that a fork configures runs, and that neither names
// nor messages pass for records.
func TestHostile(t *testing.T) {
	fork, upstream, base := made(t)
	trap := filepath.Join(t.TempDir(), "ran")
	run(t, fork, `
git config diff.external 'touch `+trap+`'
git config diff.x.textconv 'touch `+trap+`; cat'
git config log.showSignature true
git config diff.noprefix true
printf '*.c diff=x\n' > .gitattributes
printf 'a\n' > "$(printf '\001a\tb\n1\t2\tc')"
git add -A
git commit -q -m "$(printf 'odd\n\n\0015\t5\tx\n\001\n')"`)
	d, err := Measure(t.Context(), open(t, fork), base, Options{Upstream: open(t, upstream)})
	if err != nil || d.Commits != 5 || d.List[0].Files != 2 || d.List[0].Added != 2 {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("something of the repository's configuration ran")
	}
}

// TestAll holds what is said of packages: with a repository, in a build root, without
// one, and without a base.
func TestAll(t *testing.T) {
	fork, _, base := made(t)
	root := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(".gitreview", "[gerrit]\nproject=starlingx/integ.git\n")
	for _, p := range []struct{ name, data string }{
		{"measured", "SRC_DIR=\"$CGCS_BASE/git/tool\"\nTIS_BASE_SRCREV=" + base + "\n"},
		{"absent", "SRC_DIR=\"$CGCS_BASE/git/absent\"\nTIS_BASE_SRCREV=" + base + "\n"},
		{"baseless", "SRC_DIR=\"$CGCS_BASE/git/tool\"\n"},
		{"wrong", "SRC_DIR=\"$CGCS_BASE/git/tool\"\nTIS_BASE_SRCREV=abcdef0123\n"},
		{"own", "SRC_DIR=\"own\"\n"},
	} {
		write(p.name+"/centos/build_srpm.data", p.data)
		write(p.name+"/centos/"+p.name+".spec", "Name: "+p.name+"\nVersion: 1\n")
	}
	w, err := workspace.Open(t.Context(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.AddFork(t.Context(), "tool", fork); err != nil {
		t.Fatal(err)
	}
	found, err := All(t.Context(), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"integ/measured": "4 commits since " + base[:12] + ": 4 files, +6 -1 lines",
		"integ/absent":   "divergence of unknown size: there is no git repository of the fork; to settle it: --fork absent=DIR, a git repository with the history of the fork",
		"integ/baseless": "divergence of unknown size: nothing says which revision of upstream it was made from; to settle it: TIS_BASE_SRCREV in build_srpm.data",
		"integ/wrong":    "divergence of unknown size: its history cannot be read: it has no such commit; to settle it: a repository of the fork that has abcdef0123, not a shallow clone",
	} {
		if d := found[name]; d == nil || d.String() != want {
			t.Errorf("%s: %v, want %s", name, d, want)
		}
	}
	if len(found) != 4 {
		t.Errorf("%d packages, want 4", len(found))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := All(ctx, w, nil); err == nil {
		t.Error("a canceled context gives no error")
	}
}
