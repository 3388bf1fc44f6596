package upstream

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// world is an upstream that a test makes with git itself.
type world struct {
	t   *testing.T
	dir string
	day int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	oracle.Program(t, "git", "apt install git")
	w := &world{t: t, dir: t.TempDir()}
	w.sh(`git init -q -b master`)
	return w
}

// sh runs a script in the upstream; each call is a day later.
func (w *world) sh(script string) {
	w.t.Helper()
	w.day++
	date := fmt.Sprintf("2018-01-%02dT00:00:00Z", w.day)
	cmd := exec.Command("sh", "-e", "-c", "commit() { git add -A; git commit -q -m \"$1\"; }\n"+script)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// write writes a file of the upstream.
func (w *world) write(name, text string) {
	w.t.Helper()
	name = filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// commit writes files, "name", "text", ..., and commits them.
func (w *world) commit(message string, files ...string) {
	w.t.Helper()
	for i := 0; i < len(files); i += 2 {
		w.write(files[i], files[i+1])
	}
	w.write(".message", message)
	w.sh(`mv .message .git/message; git add -A; git commit -q --allow-empty -F .git/message`)
}

func (w *world) repo() *git.Repo {
	w.t.Helper()
	r, err := git.Open(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// match asks for one stack.
func (w *world) match(o Options, patches ...string) Result {
	w.t.Helper()
	return matchIn(w.t, w.repo(), o, patches...)
}

func matchIn(t *testing.T, repo *git.Repo, o Options, patches ...string) Result {
	t.Helper()
	var stack []Patch
	for i, p := range patches {
		stack = append(stack, Patch{ID: fmt.Sprint("p", i+1), Parsed: patch.Parse([]byte(p)), Src: []byte(p)})
	}
	r, err := Match(t.Context(), repo, [][]Patch{stack}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// base is a program of many lines, each of which says something.
const base = `import logging

def first_thing(value):
    logging.info("first %s", value)
    return value + 1

def second_thing(value):
    logging.info("second %s", value)
    return value + 2

def third_thing(value):
    logging.info("third %s", value)
    return value + 3
`

const (
	oldBody = "    logging.info(\"second %s\", value)\n    return value + 2\n"
	newBody = "    checked = validate_second(value)\n    logging.debug(\"second %s\", checked)\n    if checked is None:\n        raise ValueError(\"second\")\n    return checked + 2\n"
)

// changed is base with the change of fix.
var changed = strings.Replace(base, oldBody, newBody, 1)

// diffOf is a plain diff of one file with three lines around, without header.
func diffOf(t *testing.T, oldName, newName, before, after string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"before": before, "after": after} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("git", "diff", "--no-index", "--no-color", "before", "after")
	cmd.Dir = dir
	out, _ := cmd.Output() // 1 says that they differ
	_, hunks, ok := strings.Cut(string(out), "+++ b/after\n")
	if !ok {
		t.Fatalf("no difference: %q", out)
	}
	return "--- " + oldName + "\n+++ " + newName + "\n" + hunks
}

func fix(t *testing.T) string { return diffOf(t, "a/src/x.py", "b/src/x.py", base, changed) }

// unrelated commits make some lines common and the history longer.
func (w *world) unrelated(n int) {
	for i := range n {
		w.commit(fmt.Sprint("Say more of thing ", i), "src/other.py", fmt.Sprintf("%s\ndef other_%d():\n    pass\n", base, i))
	}
}

// only is the single answer, checked for its state.
func only(t *testing.T, r Result, want State) Answer {
	t.Helper()
	if len(r.Answers) != 1 || len(r.Answers[0]) != 1 {
		t.Fatalf("answers %+v", r.Answers)
	}
	return checked(t, r.Answers[0][0], want)
}

func checked(t *testing.T, a Answer, want State) Answer {
	t.Helper()
	if a.State != want {
		t.Errorf("%s is %s (by %s, %s; %+v), not %s", a.ID, a.State, a.By, a.Why, a.Coverage, want)
	}
	if a.State != Upstreamed && a.Why == "" {
		t.Errorf("%s is %s without a reason", a.ID, a.State)
	}
	return a
}

func subjects(list []Commit) []string {
	var s []string
	for _, c := range list {
		s = append(s, c.Subject)
	}
	return s
}

func TestUpstreamed(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`git tag v1.0`)
	w.commit("Validate what comes second", "src/x.py", changed, "tests/test_x.py", "a test of it\n")
	w.sh(`git tag v1.1.0rc1`)
	w.unrelated(2)
	w.sh(`git tag v1.1.0; git tag v1.10.0; git tag nonsense`)
	a := only(t, w.match(Options{Base: "1.0", Targets: []string{"1.1.0", "1.10", "HEAD", "9.9"}}, fix(t)), Upstreamed)
	if a.By != ByPatchID || a.FirstRelease != "v1.1.0" || a.InBase != No ||
		!slices.Equal(subjects(a.Commits), []string{"Validate what comes second"}) || a.Coverage.Head != 1 ||
		!slices.Equal(a.Droppable, []string{"1.1.0", "1.10", "HEAD"}) {
		t.Errorf("%+v", a)
	}
	if len(a.Files) != 1 || a.Files[0].Upstream != "src/x.py" || a.Files[0].State != Upstreamed {
		t.Errorf("files %+v", a.Files)
	}
}

// TestInBase is a change that the base already has: it is carried twice.
func TestInBase(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag pkg-1.2`)
	a := only(t, w.match(Options{Base: "1.2"}, fix(t)), Upstreamed)
	if a.InBase != Yes || !slices.Equal(a.Droppable, []string{"1.2"}) || a.FirstRelease != "pkg-1.2" {
		t.Errorf("%+v", a)
	}
	a = only(t, w.match(Options{Base: "7.7"}, fix(t)), Upstreamed)
	if a.InBase != Untold || len(a.Droppable) != 0 {
		t.Errorf("a base that is not there: %+v", a)
	}
}

// TestNotMerged has the commit on a pull request and on somebody's branch only.
func TestNotMerged(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`git checkout -q -b feature`)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`for ref in pull/1/head changes/01/1/1 keep-around/x merge-requests/1/head; do git update-ref refs/$ref HEAD; done
git tag unrelated-tag; git checkout -q master`)
	only(t, w.match(Options{}, fix(t)), NotFound)
	w.sh(`git branch stable/2.0 feature`)
	only(t, w.match(Options{}, fix(t)), Upstreamed)
}

// TestRebuilt has the commit in a distribution's build of a release only.
func TestRebuilt(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`git tag v1; git checkout -q -b builds`)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag v1-45; git tag v1-45.3; git checkout -q master`)
	only(t, w.match(Options{}, fix(t)), NotFound)
}

// TestClone reads origin's branches of a clone, not those of its owner.
func TestClone(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	clone := &world{t: t, dir: filepath.Join(t.TempDir(), "clone"), day: 1}
	w.sh(`git clone -q . ` + clone.dir)
	clone.commit("Validate", "src/x.py", changed)
	clone.sh(`git branch stable/local`)
	only(t, clone.match(Options{}, fix(t)), NotFound)
	w.sh(`git checkout -q -b stable/1`)
	w.commit("Validate", "src/x.py", changed)
	clone.sh(`git fetch -q origin`)
	only(t, clone.match(Options{}, fix(t)), Upstreamed)
}

func TestRelanded(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`git tag 1.0`)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag 1.1`)
	w.sh(`git revert --no-edit HEAD; git tag 1.2`)
	a := only(t, w.match(Options{Base: "1.1", Targets: []string{"1.2"}}, fix(t)), Reverted)
	if a.FirstRelease != "" || a.InBase != Yes || len(a.Droppable) != 0 || len(a.Reverts) != 1 {
		t.Errorf("reverted: %+v", a)
	}
	w.unrelated(1)
	w.sh(`git revert --no-edit HEAD~1; git tag 1.3`)
	a = only(t, w.match(Options{Base: "1.2", Targets: []string{"1.0", "1.1", "1.3"}}, fix(t)), Upstreamed)
	if a.FirstRelease != "1.3" || a.InBase != No || !slices.Equal(a.Droppable, []string{"1.1", "1.3"}) || len(a.Again) != 1 {
		t.Errorf("landed again: %+v", a)
	}
}

// TestRelandedOtherwise takes the revert back with more than was there.
func TestRelandedOtherwise(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git revert --no-edit HEAD; git tag 1.2; git rev-parse HEAD > .git/id`)
	id, err := os.ReadFile(filepath.Join(w.dir, ".git", "id"))
	if err != nil {
		t.Fatal(err)
	}
	again := strings.Replace(strings.Replace(changed, "logging.debug(", "LOG.debug(", 1), "raise ValueError(\"second\")", "raise TypeError(\"no second\")", 1)
	w.commit("Revert \"Revert it\"\n\nThis reverts commit "+strings.TrimSpace(string(id))+".\n", "src/x.py", again)
	w.sh(`git tag 1.3`)
	if a := only(t, w.match(Options{}, fix(t)), Upstreamed); a.FirstRelease != "1.3" {
		t.Errorf("%+v", a)
	}
}

// TestTakenOut takes the lines out again in favour of other ones.
func TestTakenOut(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag 1.0`)
	w.commit("Go another way", "src/x.py", strings.Replace(changed, newBody, "    with second_guard() as guard:\n        guard.run(value)\n    return guard.outcome\n", 1))
	w.sh(`git tag 1.1`)
	a := w.match(Options{Targets: []string{"1.1"}}, fix(t)).Answers[0][0]
	if a.State != Review && a.State != Reverted || a.Coverage.Head != 0 || len(a.Droppable) != 0 {
		t.Errorf("%+v", a)
	}
}

// TestWentAway removes the file around the lines: nobody took them back.
func TestWentAway(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag 1.0; git rm -q src/x.py; commit 'Drop the old program'; git tag 2.0`)
	a := only(t, w.match(Options{Targets: []string{"2.0"}}, fix(t)), Upstreamed)
	if a.FirstRelease != "1.0" || a.Coverage.Head != -1 {
		t.Errorf("%+v", a)
	}
}

// TestRestored: commits each too small to be a revert bring the old lines back.
func TestRestored(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag 1.0`)
	text := changed
	for i, line := range strings.SplitAfter(strings.TrimSuffix(newBody, "\n"), "\n") {
		text = strings.Replace(text, line, fmt.Sprintf("    step_%d(value)\n", i), 1)
		w.commit(fmt.Sprint("Step ", i), "src/x.py", text)
	}
	for i, line := range strings.SplitAfter(strings.TrimSuffix(oldBody, "\n"), "\n") {
		text = strings.Replace(text, fmt.Sprintf("    step_%d(value)\n", i), strings.TrimSuffix(line, "\n")+"\n", 1)
		w.commit(fmt.Sprint("Back ", i), "src/x.py", text)
	}
	a := w.match(Options{}, fix(t)).Answers[0][0]
	if a.State != Review && a.State != Reverted || a.Coverage.Head != 0 {
		t.Errorf("%+v", a)
	}
}

// TestSpoken: upstream has the few lines that count, and not what looks like
// comments, which is most of the patch. It may be a text that is written out.
func TestSpoken(t *testing.T) {
	code := "HEADER = <<-EOF\n# Rules that were there stay as they are\nEOF\n\ndef write_rules(options)\n  @rules.each_value(&:flush)\nend\n"
	feature := "  validate_provider_options(options)\n  merge_provider_options(options)\n  report_provider_options(options)\n"
	added := strings.Replace(code, "def write_rules(options)\n", "def write_rules(options)\n"+feature, 1)
	header := "# Rules that were there do not stay\n# but are written anew by the next run\n# which also sorts them\n# and says so in its log\n"
	patched := strings.Replace(added, "# Rules that were there stay as they are\n", header, 1)
	w := newWorld(t)
	w.commit("Begin", "lib/rules.rb", code)
	w.unrelated(3)
	w.commit("Take options", "lib/rules.rb", added, "lib/more.rb", "class More\n  attr_reader :more\nend\n")
	only(t, w.match(Options{}, diffOf(t, "a/lib/rules.rb", "b/lib/rules.rb", code, patched)), Review)
	w.commit("Say so in the header", "lib/rules.rb", patched)
}

// TestNamed: a patch says which commit it was picked from, which has little of it;
// the main branch has all of it today. A subject alone would not do.
func TestNamed(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	lines := strings.SplitAfter(newBody, "\n")
	text := strings.Replace(base, oldBody, lines[0]+oldBody, 1)
	w.commit("Validate what comes second", "src/x.py", text)
	picked, err := w.repo().Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < 4; i++ { // the rest comes bit by bit, among other changes
		text = strings.Replace(text, oldBody, lines[i]+oldBody, 1)
		w.commit(fmt.Sprint("Tidy up ", i), "src/x.py", text, "src/more.py", strings.Repeat(fmt.Sprintf("more_%d()\n", i), 60))
	}
	w.commit("Finish", "src/x.py", changed)
	head := "From: a@example.org\nSubject: [PATCH] Validate what comes second\n\n"
	only(t, w.match(Options{}, head+"(cherry picked from commit "+picked+")\n\n"+fix(t)), Upstreamed)
	if a := w.match(Options{}, head+fix(t)).Answers[0][0]; a.State == Upstreamed && a.By == BySubject {
		t.Errorf("by its subject alone: %+v", a)
	}
}
