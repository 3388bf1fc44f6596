package upstream

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestHalf has identical lines in two files, one of them upstream.
func TestHalf(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "a/conf.py", base, "b/conf.py", base)
	w.commit("Validate in one", "a/conf.py", changed)
	w.sh(`git tag 1.0`)
	both := diffOf(t, "a/a/conf.py", "b/a/conf.py", base, changed) + diffOf(t, "a/b/conf.py", "b/b/conf.py", base, changed)
	a := only(t, w.match(Options{}, both), Partially)
	if len(a.Files) != 2 || a.Files[0].State != Upstreamed || a.Files[1].State != NotFound {
		t.Errorf("%+v", a.Files)
	}
	only(t, w.match(Options{}, diffOf(t, "a/b/conf.py", "b/b/conf.py", base, changed)), NotFound)
}

// TestAppearances are commits that have the lines without the change.
func TestAppearances(t *testing.T) {
	indented := func(text string) string {
		return "class Things:\n    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
	}
	moved := func(text string) string {
		head, tail, _ := strings.Cut(text, "def second_thing")
		second, third, _ := strings.Cut("def second_thing"+tail, "def third_thing")
		return head + "def third_thing" + third + second
	}
	for name, do := range map[string]func(*world){
		"a copied file": func(w *world) {
			w.commit("Import a program of others", "vendor/x.py", changed)
		},
		"a mass deletion": func(w *world) {
			w.sh(`git rm -q src/x.py; commit 'Remove all'`)
		},
		"moved lines": func(w *world) {
			w.commit("Have it from the start", "lib/x.py", changed)
			w.commit("Sort functions", "lib/x.py", moved(changed), "src/x.py", moved(base))
		},
		"a new indent": func(w *world) {
			w.commit("Make a class", "src/x.py", indented(base))
		},
		"a rename": func(w *world) {
			w.sh(`git mv src/x.py src/y.py; commit 'Rename'`)
		},
		"other words": func(w *world) {
			w.commit("Check the second", "src/x.py", strings.Replace(base, oldBody, "    value = sane(value)\n    LOG.debug(value)\n    return value + 2\n", 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.commit("Begin", "src/x.py", base)
			do(w)
			for i, p := range []string{fix(t), diffOf(t, "a/src/x.py", "b/src/x.py", base, strings.Replace(base, oldBody, "    return None\n", 1))} {
				a := w.match(Options{}, p).Answers[0][0]
				if a.State != NotFound && a.State != Review {
					t.Errorf("patch %d is %s by %s: %+v", i, a.State, a.By, a.Coverage)
				}
			}
		})
	}
}

// TestMoved finds a change in a file that moved or was renamed before.
func TestMoved(t *testing.T) {
	for _, to := range []string{"lib/deep/x.py", "src/y.py"} {
		w := newWorld(t)
		w.commit("Begin", "src/x.py", base)
		w.sh(`mkdir -p ` + filepath.Dir(to) + `; git mv src/x.py ` + to + `; commit 'Move'`)
		w.commit("Validate", to, changed)
		if a := only(t, w.match(Options{}, fix(t)), Upstreamed); a.Files[0].Upstream != to {
			t.Errorf("%s: %+v", to, a.Files)
		}
	}
}

// TestSuffix maps paths that only end alike.
func TestSuffix(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base, "old/src/x.py", base)
	w.commit("Validate", "src/x.py", changed)
	for _, names := range [][2]string{{"x-1.2.orig/src/x.py", "x-1.2/src/x.py"}, {"git.orig/src/x.py", "git/src/x.py"},
		{"a/packstack/modules/src/x.py", "b/packstack/modules/src/x.py"}, {"x.py.orig", "x.py"}} {
		only(t, w.match(Options{}, diffOf(t, names[0], names[1], base, changed)), Upstreamed)
	}
	quilt := "Index: x-1.2/src/x.py\n===================================================================\n" +
		diffOf(t, "x-1.2.orig/src/x.py\t2011-01-01 00:00:00.000000000 +0000", "x-1.2/src/x.py\t2011-01-02 00:00:00.000000000 +0000", base, changed)
	only(t, w.match(Options{}, quilt), Upstreamed)
}

// TestStack has a patch that edits what an earlier one added.
func TestStack(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	later := strings.Replace(changed, "    checked = validate_second(value)\n", "    checked = validate_second(value, strict=True)\n    audit_second(checked)\n    count_second(checked)\n    store_second(checked)\n", 1)
	w.commit("Validate", "src/x.py", later)
	r := w.match(Options{}, fix(t), diffOf(t, "a/src/x.py", "b/src/x.py", changed, later),
		diffOf(t, "a/src/x.py", "b/src/x.py", changed, base))
	second := checked(t, r.Answers[0][1], Upstreamed)
	if second.Coverage.Lines != 4 {
		t.Errorf("the removal of what the first patch added counts: %+v", second.Coverage)
	}
	third := checked(t, r.Answers[0][2], NotFound)
	if !strings.Contains(third.Why, "earlier patches") {
		t.Errorf("%+v", third)
	}
}

// TestSeveral covers a roll-up by commits that have a part each.
func TestSeveral(t *testing.T) {
	w := newWorld(t)
	parts := []string{base}
	for i, name := range []string{"first", "second", "third"} {
		line := fmt.Sprintf("    logging.info(\"%s %%s\", value)\n", name)
		var more strings.Builder
		for j := range 5 {
			fmt.Fprintf(&more, "    %s_step_%d(value, %d)\n", name, j, i)
		}
		parts = append(parts, strings.Replace(parts[i], line, more.String(), 1))
	}
	w.commit("Begin", "src/x.py", parts[0])
	w.sh(`git tag 1.0`)
	w.commit("First steps", "src/x.py", parts[1])
	w.sh(`git tag 1.1`)
	w.commit("Second steps", "src/x.py", parts[2])
	w.sh(`git tag 1.2`)
	rollup := diffOf(t, "a/src/x.py", "b/src/x.py", parts[0], parts[3])
	only(t, w.match(Options{}, rollup), Partially)
	w.commit("Third steps", "src/x.py", parts[3])
	w.sh(`git tag 1.3`)
	a := only(t, w.match(Options{Base: "1.2", Targets: []string{"1.3"}}, rollup), Upstreamed)
	if a.By != BySeveral || len(a.Commits) != 3 || a.FirstRelease != "1.3" || a.InBase != No || len(a.Droppable) != 1 {
		t.Errorf("%+v", a)
	}
}

// TestTiny has patches that are too small to prove anything by themselves.
func TestTiny(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	small := strings.Replace(base, "return value + 2\n", "return value + 2000\n", 1)
	w.commit("Return far more from the second thing\n\nChange-Id: I0123456789012345678901234567890123456789", "src/x.py", strings.Replace(small, "third %s", "the third %s", 1))
	tiny := diffOf(t, "a/src/x.py", "b/src/x.py", base, small)
	only(t, w.match(Options{}, tiny), Review)
	a := only(t, w.match(Options{}, "From: a\nSubject: [PATCH 1/2] Return far more, from the SECOND thing\n\n---\n"+tiny), Upstreamed)
	if a.By != BySubject {
		t.Errorf("by %s", a.By)
	}
	a = only(t, w.match(Options{}, "Make it more\n\nChange-Id: I0123456789012345678901234567890123456789\n---\n"+tiny), Upstreamed)
	if a.By != ByChangeID {
		t.Errorf("by %s", a.By)
	}
	// The very lines among the very neighbours are a patch-id.
	v := newWorld(t)
	v.commit("Begin", "src/x.py", base)
	v.commit("More", "src/x.py", small)
	if a := only(t, v.match(Options{}, tiny), Upstreamed); a.By != ByPatchID {
		t.Errorf("by %s", a.By)
	}
	u := newWorld(t)
	u.commit("Begin", "src/x.py", strings.ReplaceAll(base, "def third_thing(value)", "def other(value)"))
	u.commit("More", "src/x.py", strings.ReplaceAll(small, "def third_thing(value)", "def other(value)"))
	only(t, u.match(Options{}, tiny), Review)
}

func TestIdentity(t *testing.T) {
	w := newWorld(t)
	w.commit("Begin", "src/x.py", base)
	w.commit("Validate what comes second", "src/x.py", strings.Replace(changed, "raise ValueError(\"second\")", "raise TypeError(\"no second\")", 1))
	head, err := w.repo().Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{
		"From " + head + " Mon Sep 17 00:00:00 2001\nFrom: a <a@b>\nSubject: x\n\n---\n",
		"Something\n\n(cherry picked from commit " + head + ")\n---\n",
		"Something\n\n[ Upstream commit " + head + " ]\n---\n",
		"Something\n\ncommit " + head + " upstream.\n---\n",
		"Description: Something\nOrigin: upstream, https://example.org/x/commit/" + head + "\n---\n",
	} {
		if a := only(t, w.match(Options{}, header+fix(t)), Upstreamed); a.By != ByCherryPick {
			t.Errorf("%s: by %s", header, a.By)
		}
	}
	for _, header := range []string{
		// One may name a commit for being like it, and the other forms may matter.
		"Do what commit " + head + " does\n---\n",
		"Subject: validate what comes second\n\n---\n",
	} {
		only(t, w.match(Options{}, header+fix(t)), Review)
	}
	// The subject alone, with other lines, is for a person.
	only(t, w.match(Options{}, "Subject: validate what comes second\n\n---\n"+
		diffOf(t, "a/src/x.py", "b/src/x.py", base, strings.ReplaceAll(base, "logging", "LOGGER"))), Review)
	v := newWorld(t)
	v.commit("Begin", "src/x.py", base)
	v.commit("Validate what comes second", "src/x.py", changed+"\ndef fourth_thing(value):\n    return value + 4\n")
	if a := only(t, v.match(Options{}, "Subject: validate what comes second\n\n---\n"+fix(t)), Upstreamed); a.By != BySubject {
		t.Errorf("by %s", a.By)
	}
}

// TestDeletion has patches that only remove.
func TestDeletion(t *testing.T) {
	w := newWorld(t)
	long := base
	for i := range 200 {
		long += fmt.Sprintf("def filler_%d():\n    return \"filler %d\"\n", i, i)
	}
	gone := strings.Replace(long, "def second_thing(value):\n"+oldBody+"\n", "", 1)
	w.commit("Begin", "src/x.py", long)
	p := diffOf(t, "a/src/x.py", "b/src/x.py", long, gone)
	w.commit("Drop most", "src/x.py", "import logging\n")
	if a := w.match(Options{}, p).Answers[0][0]; a.State == Upstreamed {
		t.Errorf("a mass deletion: %+v", a)
	}
	w.commit("Begin again", "src/x.py", long)
	w.commit("Drop the second", "src/x.py", gone)
	if a := only(t, w.match(Options{}, p), Upstreamed); a.Commits[0].Subject != "Drop the second" {
		t.Errorf("%+v", a.Commits)
	}
}
