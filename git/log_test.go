package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tips are the commits of a revision, for LogOptions.
func tips(t *testing.T, r *Repo, revs ...string) []string {
	t.Helper()
	var ids []string
	for _, rev := range revs {
		id, err := r.Commit(t.Context(), rev)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// told is what a log says, one line a thing.
func told(t *testing.T, r *Repo, o LogOptions) ([]string, error) {
	t.Helper()
	log, err := r.Log(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var list []string
	for log.Next() {
		switch log.Kind {
		case LogCommit:
			list = append(list, "commit "+log.Commit.Subject())
		case LogFile:
			f := log.File
			list = append(list, strings.TrimSpace(fmt.Sprintf("file %q %s%s%s", f.Path, when(f.Added, "added"), when(f.Deleted, "deleted"), when(f.Binary, "binary"))))
		case LogLine:
			list = append(list, string(log.Op)+string(log.Text))
		}
	}
	return list, log.Err()
}

func when(yes bool, word string) string {
	if yes {
		return word
	}
	return ""
}

func open(t *testing.T, dir string) *Repo {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLog(t *testing.T) {
	_, dir := sample(t)
	shell(t, dir, `
printf -- '-- a/new\n++ b/new\ndiff --git a/x b/x\n' > new
git add new
git commit -q -m three
printf 'x\000y' > bin
printf 'no end' > "$(printf 'tab\tname')"
: > empty
git add -A
git commit -q -m four
git rm -q new
git commit -q -m five`)
	r := open(t, dir)
	got, err := told(t, r, LogOptions{Tips: tips(t, r, "HEAD"), Lines: true})
	want := []string{
		"commit five", `file "new" deleted`, "--- a/new", "-++ b/new", "-diff --git a/x b/x",
		"commit four", `file "bin" addedbinary`, `file "empty" added`, `file "tab\tname" added`, "+no end",
		"commit three", `file "new"`, "-a line that is long enough to be found again", "+-- a/new", "+++ b/new", "+diff --git a/x b/x",
		"commit two", `file "new" added`, "+a line that is long enough to be found again",
		`file "old" deleted`, "-a line that is long enough to be found again", `file "run"`, "-#!/bin/sh", "+two",
		"commit one", `file "a b/café.txt" added`, "+one", `file "link" added`, "+run",
		`file "old" added`, "+a line that is long enough to be found again", `file "run" added`, "+#!/bin/sh",
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\ngot  %q\nwant %q", err, got, want)
	}
	got, err = told(t, r, LogOptions{Tips: tips(t, r, "HEAD")})
	want = []string{
		"commit five", `file "new" deleted`, "commit four", `file "bin" added`, `file "empty" added`, `file "tab\tname" added`,
		"commit three", `file "new"`, "commit two", `file "new" added`, `file "old" deleted`, `file "run"`,
		"commit one", `file "a b/café.txt" added`, `file "link" added`, `file "old" added`, `file "run" added`,
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("names: %v\ngot  %q\nwant %q", err, got, want)
	}
	got, err = told(t, r, LogOptions{Only: tips(t, r, "HEAD~3", "HEAD~1"), Paths: []string{"run", "tab\tname"}, Lines: true})
	want = []string{"commit two", `file "run"`, "-#!/bin/sh", "+two", "commit four", `file "tab\tname" added`, "+no end"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("some paths: %v\ngot  %q\nwant %q", err, got, want)
	}
}

// TestLogPaths takes paths for names: neither patterns nor options.
func TestLogPaths(t *testing.T) {
	_, dir := sample(t)
	shell(t, dir, `
mkdir -- '-d' ':(top)'
echo 1 > 'a*'; echo 2 > ab; echo 3 > '-d/--all'; echo 4 > ':(top)/x'
git add -A
git commit -q -m odd`)
	r := open(t, dir)
	for name, line := range map[string]string{"a*": "+1", "ab": "+2", "-d/--all": "+3", ":(top)/x": "+4"} {
		got, err := told(t, r, LogOptions{Only: tips(t, r, "HEAD"), Paths: []string{name}, Lines: true})
		if err != nil || len(got) != 3 || got[2] != line {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	for _, o := range []LogOptions{
		{}, {Tips: []string{"HEAD"}}, {Only: []string{"--all"}}, {Tips: tips(t, r, "HEAD"), Paths: []string{"run"}},
	} {
		if _, err := r.Log(t.Context(), o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// TestLogForged writes messages and files that look like records.
func TestLogForged(t *testing.T) {
	_, dir := sample(t)
	id := strings.Repeat("a", 40)
	shell(t, dir, `
tree=$(git rev-parse HEAD^{tree}); head=$(git rev-parse HEAD)
commit() { printf 'tree %s\nparent %s\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n%b' $tree $head "$1" > c; head=$(git hash-object -t commit -w --stdin --literally < c); }
commit '\nnul\n\000`+id+`\000\0001\000forged\000\n\ndiff --git a/x b/x\n'
commit 'encoding UTF-7\n\nseven +AAA-`+id+`+AAA-\n'
commit '\none \001two \002\n\nThis reverts commit `+id+`.\n\nM\tforged\n'
commit "\n$(head -c 300000 /dev/zero | tr '\000' m)\n"
git update-ref HEAD $head
head -c 9000 /dev/zero | tr '\000' 'x' > late
printf '\n\000`+id+`\000\0001\000forged\000\n' >> late
head -c 200000 /dev/zero | tr '\000' y > long
rm c
git add late long
git commit -q -m 'NUL in a file'`)
	r := open(t, dir)
	log, err := r.Log(t.Context(), LogOptions{Tips: tips(t, r, "HEAD"), Lines: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	commits, longest := 0, 0
	for log.Next() {
		if log.Kind == LogCommit {
			commits++
			longest = max(longest, len(log.Commit.Message))
		}
		longest = max(longest, len(log.Text))
		if log.Commit.ID == id || log.File.Path == "forged" || log.File.Path == "x" {
			t.Errorf("a forged record passes: %+v %+v", log.Commit, log.File)
		}
	}
	if log.Err() != nil || commits != 7 || longest != mostMessage {
		t.Errorf("%d commits, longest %d, %v", commits, longest, log.Err())
	}
}

// TestLogHostile has everything in the repository that makes git run programs
// or hide what it should show.
func TestLogHostile(t *testing.T) {
	_, dir := sample(t)
	mark := filepath.Join(t.TempDir(), "ran")
	shell(t, dir, `
printf '#!/bin/sh\ntouch `+mark+`\ncat\n' > .git/evil
chmod 755 .git/evil
evil=$PWD/.git/evil
for hook in post-index-change reference-transaction pre-auto-gc fsmonitor-watchman; do cp .git/evil .git/hooks/$hook; done
for key in core.fsmonitor core.pager core.hooksPath core.sshCommand diff.external diff.evil.textconv diff.evil.command \
    filter.evil.smudge filter.evil.clean filter.evil.process gpg.program pager.log; do git config $key "$evil"; done
git config log.showSignature true
git config log.follow true
git config log.showRoot false
git config log.date 'format:%%x00'
git config diff.noprefix true
git config diff.mnemonicPrefix true
git config diff.context 9
git config diff.interHunkContext 9
git config diff.renames copies
git config diff.algorithm patience
git config diff.submodule log
git config diff.orderFile `+mark+`.none
git config color.ui always
git config color.diff always
git config format.pretty 'evil %H'
git config core.attributesFile "$PWD/attributes"
git config core.quotePath true
git config i18n.logOutputEncoding UTF-16
git config alias.log '!touch `+mark+`'
printf '* diff=evil filter=evil\n' > .gitattributes
printf '* -diff\n' > attributes
mkdir -p .git/info
echo "$(git rev-parse HEAD)" > .git/info/grafts
git replace HEAD $(git commit-tree -m replaced HEAD^{tree})
echo /nowhere/objects > .git/objects/info/alternates`)
	r := open(t, dir)
	got, err := told(t, r, LogOptions{Tips: tips(t, r, "HEAD"), Lines: true})
	if err != nil || len(got) != 17 || got[0] != "commit two" || got[8] != "commit one" {
		t.Errorf("%v\n%q", err, got)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program of the repository ran")
	}
}

// TestLogDamaged takes an object away: what was read is given, and an error.
func TestLogDamaged(t *testing.T) {
	_, dir := sample(t)
	shell(t, dir, `id=$(git rev-parse HEAD~1:run); rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)`)
	r := open(t, dir)
	got, err := told(t, r, LogOptions{Tips: tips(t, r, "HEAD"), Lines: true})
	var failed *Error
	if !errors.As(err, &failed) || failed.Command != "log" || !strings.Contains(err.Error(), "unable to read") || len(got) == 0 {
		t.Errorf("%v after %q", err, got)
	}
}

// TestLogStops ends git when nobody reads on, and with its context.
func TestLogStops(t *testing.T) {
	_, dir := sample(t)
	shell(t, dir, `seq 400000 > big; git add big; git commit -q -m big`)
	r := open(t, dir)
	o := LogOptions{Tips: tips(t, r, "HEAD"), Lines: true}
	log, err := r.Log(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if !log.Next() || log.Close() != nil || log.Next() || log.Err() != nil {
		t.Errorf("after Close: %v", log.Err())
	}
	if log.cmd.ProcessState == nil {
		t.Error("git still runs")
	}
	ctx, cancel := context.WithCancel(t.Context())
	if log, err = r.Log(ctx, o); err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	log.Next()
	cancel()
	for log.Next() {
	}
	if !errors.Is(log.Err(), context.Canceled) {
		t.Errorf("after cancel: %v", log.Err())
	}
}

func TestRefs(t *testing.T) {
	_, dir := sample(t)
	shell(t, dir, `
git tag -a -m annotated 2.0
git tag blob HEAD:run
git update-ref refs/tags/--all HEAD
git update-ref "refs/tags/v1.0-é" HEAD
mkdir -p .git/refs/tags
echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa > .git/refs/tags/3.0
git update-ref refs/pull/1/head HEAD`)
	r := open(t, dir)
	refs, err := r.Refs(t.Context(), "refs/tags")
	if err != nil {
		t.Fatal(err)
	}
	head := tips(t, r, "HEAD")[0]
	var got []string
	for _, ref := range refs {
		got = append(got, fmt.Sprint(ref.Name, " ", ref.Commit == head, " ", ref.Missing))
	}
	want := []string{"refs/tags/--all true false", "refs/tags/1.0 false false", "refs/tags/2.0 true false", "refs/tags/3.0 false true",
		"refs/tags/blob false true", "refs/tags/v1.0-é true false"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if shallow, err := r.Shallow(t.Context()); err != nil || shallow {
		t.Errorf("shallow: %v, %v", shallow, err)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	shell(t, dir, "git clone -q --depth 1 file://"+dir+" "+clone)
	if shallow, err := open(t, clone).Shallow(t.Context()); err != nil || !shallow {
		t.Errorf("a clone of depth 1: shallow %v, %v", shallow, err)
	}
}

func TestAncestry(t *testing.T) {
	r, _ := sample(t)
	ids := tips(t, r, "HEAD", "HEAD~1")
	var got []string
	err := r.Ancestry(t.Context(), ids[:1], func(id string, parents []string) error {
		got = append(got, id+" "+strings.Join(parents, ","))
		return nil
	})
	if err != nil || !slices.Equal(got, []string{ids[1] + " ", ids[0] + " " + ids[1]}) {
		t.Errorf("%v: %q", err, got)
	}
	stop := errors.New("enough")
	if err := r.Ancestry(t.Context(), ids[:1], func(string, []string) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if err := r.Ancestry(t.Context(), []string{"--all"}, nil); err == nil {
		t.Error("an option is taken for a tip")
	}
}
