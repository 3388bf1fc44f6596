package upstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// TestShallow says what is cut off, and never that it is not there.
func TestShallow(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	w.unrelated(3)
	clone := &world{t: t, dir: filepath.Join(t.TempDir(), "clone"), day: 9}
	w.sh(`git clone -q --depth 2 file://"$PWD" ` + clone.dir)
	r := clone.match(Options{}, fix(t))
	a := only(t, r, Unknown)
	if len(r.Incomplete) != 1 || !strings.Contains(a.Why, "unshallow") {
		t.Errorf("%q, %+v", a.Why, r.Incomplete)
	}
	// What is found is found.
	w.sh(`git clone -q --depth 4 file://"$PWD" ` + clone.dir + `2`)
	clone.dir += "2"
	if a := clone.match(Options{}, fix(t)).Answers[0][0]; a.State != Upstreamed && a.State != Unknown && a.State != Review {
		t.Errorf("%+v", a)
	}
}

// lose takes an object of a loose repository away.
func (w *world) lose(name string) {
	w.t.Helper()
	w.sh(`id=$(git rev-parse ` + name + `); rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)`)
}

// TestMissing has snapshots that lack objects.
func TestMissing(t *testing.T) {
	for _, lost := range []string{"HEAD~3:src/x.py", "HEAD~3^{tree}", "HEAD~3"} {
		w := newWorld(t)
		w.commit("Begin", "src/x.py", base)
		w.commit("Something", "src/x.py", base+"# end of it all\n")
		w.unrelated(3)
		w.lose(lost)
		r := w.match(Options{}, fix(t))
		if a := only(t, r, Unknown); len(r.Incomplete) == 0 || !strings.Contains(a.Why, "git") {
			t.Errorf("%s: %q, %+v", lost, a.Why, r.Incomplete)
		}
	}
	// What was found before is upstreamed, but since when cannot be told.
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.unrelated(2)
	w.commit("Validate", "src/x.py", changed)
	w.sh(`git tag 1.0`)
	w.lose("HEAD~2")
	r := w.match(Options{Base: "1.0"}, fix(t))
	if a := only(t, r, Upstreamed); a.FirstRelease != "" || a.InBase != Untold || len(r.Incomplete) == 0 {
		t.Errorf("%+v, %q", a, r.Incomplete)
	}
	// A tag that leads nowhere is said too.
	w = newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.sh(`mkdir -p .git/refs/tags; echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa > .git/refs/tags/v3.0`)
	if a := only(t, w.match(Options{}, fix(t)), Unknown); !strings.Contains(a.Why, "1 release tags") {
		t.Errorf("%q", a.Why)
	}
}

// TestEmpty has no commit at all.
func TestEmpty(t *testing.T) {
	w := newWorld(t)
	only(t, w.match(Options{Base: "1.0"}, fix(t)), Unknown)
}

// TestAttributes has attributes that hide what changed.
func TestAttributes(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base, ".gitattributes", "*.py -diff\n")
	w.commit("Validate", "src/x.py", changed)
	only(t, w.match(Options{}, fix(t)), Upstreamed)
	w.sh(`mkdir -p .git/info; echo '*.py -diff' > .git/info/attributes`)
	if a := only(t, w.match(Options{}, fix(t)), Unknown); !strings.Contains(a.Why, "attributes") {
		t.Errorf("%q", a.Why)
	}
}

// TestOddNames has names that are patterns, options, not UTF-8 or quoted.
func TestOddNames(t *testing.T) {
	for _, name := range []string{"src/a*b?.py", "-x/--all.py", ":(glob)x/:!y.py", "caf\u00e9/\u65e5\u672c.py", "tab\there/new\nline.py", "br[a-z]/\"q\".py", "b\\s/\\x.py"} {
		w := newWorld(t)
		w.commit("Begin", name, base, "src/axbx.py", base)
		w.commit("Validate", name, changed)
		w.sh(`git update-ref refs/tags/-1.0 HEAD; git update-ref refs/tags/--1.1 HEAD; git update-ref "refs/heads/stable/\"é" HEAD`)
		w.sh(`git -c core.quotePath=true diff HEAD~1 > .git/p`)
		p, err := os.ReadFile(filepath.Join(w.dir, ".git", "p"))
		if err != nil {
			t.Fatal(err)
		}
		if a := only(t, w.match(Options{Base: "--1.1", Targets: []string{"--all", "-1.0"}}, string(p)), Upstreamed); len(a.Files) != 1 || a.Files[0].Upstream != name {
			t.Errorf("%q: %+v", name, a.Files)
		}
	}
}

// TestForgedIdentity has messages that claim to be anything.
func TestForgedIdentity(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate what comes second\x01\x02\n\nChange-Id: I0123456789012345678901234567890123456789\nThis reverts commit "+strings.Repeat("0", 40)+"\n"+strings.Repeat("long ", 50000),
		"src/z.py", base)
	only(t, w.match(Options{}, "Subject: Validate what comes second\n\nChange-Id: I0123456789012345678901234567890123456789\n---\n"+fix(t)), Review)
}

// TestStrange matches patches that are none, empty, or damaged.
func TestStrange(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	broken := strings.Replace(fix(t), "@@ -7", "@@ -7000", 1)
	r := w.match(Options{}, "", "no patch\n", "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
		"diff --git a/x.png b/x.png\nindex 1..2\nBinary files a/x.png and b/x.png differ\n", broken,
		diffOf(t, "a/src/x.py", "b/src/x.py", base, strings.ReplaceAll(base, "    ", "\t")), "\x00\xff@@ -1 +1 @@\n-\x00\n+\xff\n")
	for i, want := range []State{Unknown, Unknown, Unknown, Unknown, Upstreamed, Unknown, Unknown} {
		if a := r.Answers[0][i]; a.State != want {
			t.Errorf("patch %d is %s (%s), not %s", i, a.State, a.Why, want)
		}
	}
}

// shelf is a cache in memory.
type shelf struct {
	mu     sync.Mutex
	values map[string][]byte
	stored int
	fail   error
}

func (s *shelf) Load(key string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.values[key]
	return v, ok
}

func (s *shelf) Store(key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stored++
	s.values[key] = bytes.Clone(value)
	return s.fail
}

func TestCache(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	cache := &shelf{values: map[string][]byte{}, fail: errors.New("the disk is full")}
	first := w.match(Options{Cache: cache, Base: "HEAD"}, fix(t))
	again := w.match(Options{Cache: cache, Base: "HEAD"}, fix(t))
	if cache.stored != 1 || fmt.Sprintf("%+v", again.Answers) != fmt.Sprintf("%+v", first.Answers) {
		t.Errorf("stored %d times\n%+v\n%+v", cache.stored, first, again)
	}
	// A value that is damaged, or another's, is none.
	for key, value := range cache.values {
		for _, bad := range [][]byte{nil, []byte("{}"), value[:len(value)/2], bytes.Replace(value, []byte("upstreamed"), []byte("not-found "), 1),
			bytes.Replace(value, []byte(key[:8]), []byte("00000000"), 1)} {
			cache.values[key] = bad
			only(t, w.match(Options{Cache: cache, Base: "HEAD"}, fix(t)), Upstreamed)
		}
	}
	if cache.stored != 6 {
		t.Errorf("stored %d times", cache.stored)
	}
	// Whatever the answers depend on makes another key.
	w.match(Options{Cache: cache}, fix(t))
	w.match(Options{Cache: cache, Base: "HEAD", Targets: []string{"HEAD"}}, fix(t))
	w.match(Options{Cache: cache, Base: "HEAD"}, fix(t)+"\n")
	w.sh(`git tag 1.0`)
	w.match(Options{Cache: cache, Base: "HEAD"}, fix(t))
	if len(cache.values) != 5 {
		t.Errorf("%d values", len(cache.values))
	}
	// What was cut short is not kept.
	w.lose("HEAD~1:src/x.py")
	w.sh(`git tag 1.1`)
	w.match(Options{Cache: cache}, fix(t))
	if len(cache.values) != 5 {
		t.Error("a part of a history was kept")
	}
}

// TestConcurrent matches in one repository from several goroutines.
func TestConcurrent(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	repo := w.repo()
	p := fix(t)
	stack := [][]Patch{{{ID: "p", Parsed: patch.Parse([]byte(p)), Src: []byte(p)}}}
	cache := &shelf{values: map[string][]byte{}}
	var wait sync.WaitGroup
	answers := make([]string, 4)
	for i := range answers {
		wait.Go(func() {
			r, err := Match(t.Context(), repo, stack, Options{Cache: cache})
			answers[i] = fmt.Sprintf("%+v %v", r.Answers, err)
		})
	}
	wait.Wait()
	if len(slices.Compact(answers)) != 1 || !strings.Contains(answers[0], "upstreamed") {
		t.Errorf("%q", answers)
	}
}

// TestCanceled gives the error of the context.
func TestCanceled(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	if _, err := git.Open(filepath.Join(w.dir, "src")); err == nil {
		t.Error("a folder of a repository is opened")
	}
	ctx := t.Context()
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Match(canceled, w.repo(), nil, Options{}); err == nil {
		t.Error("no error after the context was canceled")
	}
}
