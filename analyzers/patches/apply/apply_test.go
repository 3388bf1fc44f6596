package apply

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// show writes a result in one line, and what it changed.
func show(r Result, tree *Tree) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", r.State)
	for _, f := range r.Files {
		fmt.Fprintf(&b, " | %s", f.Path)
		if f.From != "" {
			fmt.Fprintf(&b, " from %s", f.From)
		}
		fmt.Fprintf(&b, " %s", f.State)
		for _, h := range f.Hunks {
			fmt.Fprintf(&b, " %s@%d", h.Outcome, h.At)
			if h.Offset != 0 {
				fmt.Fprintf(&b, "%+d", h.Offset)
			}
			if h.Fuzz != 0 {
				fmt.Fprintf(&b, "~%d", h.Fuzz)
			}
		}
	}
	changed := tree.Changed()
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		switch {
		case changed[name] == nil:
			fmt.Fprintf(&b, " ; no %s", name)
		case tree.Executable(name):
			fmt.Fprintf(&b, " ; %s* %q", name, changed[name])
		default:
			fmt.Fprintf(&b, " ; %s %q", name, changed[name])
		}
	}
	return b.String()
}

func files(pairs ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1]), Mode: 0o644}
	}
	return all
}

const (
	head  = "--- a/f\n+++ b/f\n"
	five  = "1\n2\n3\n4\n5\n"
	three = "@@ -3,3 +3,3 @@\n 3\n-4\n+four\n 5\n"
)

// rules are what patch does in the cases that it makes a difference in.
var ruleTests = []struct {
	name  string
	files fstest.MapFS
	fuzz  int
	strip int // 1 if it is 0 here; use -10 for 0
	patch string
	want  string
}{
	{name: "in place", files: files("f", five), patch: head + three, want: `clean | f clean applied@3 ; f "1\n2\n3\nfour\n5\n"`},
	{name: "further down", files: files("f", "a\nb\n"+five), patch: head + three, want: `offset | f offset applied@5+2 ; f "a\nb\n1\n2\n3\nfour\n5\n"`},
	{name: "further up", files: files("f", "3\n4\n5\n6\n"), patch: head + three, want: `offset | f offset applied@1-2 ; f "3\nfour\n5\n6\n"`},
	{name: "of two at the same distance the later", files: files("f", "3\n4\n5\n-\n3\n4\n5\n"), patch: head + three, want: `offset | f offset applied@5+2 ; f "3\n4\n5\n-\n3\nfour\n5\n"`},
	{name: "the nearer of two", files: files("f", "0\n3\n4\n5\n-\n3\n4\n5\n"), patch: head + three, want: `offset | f offset applied@2-1 ; f "0\n3\nfour\n5\n-\n3\n4\n5\n"`},
	{
		name: "the offset is carried to the next hunk", files: files("f", "x\n"+five+"-\n3\n4\n5\n3\n4\n5\n"),
		patch: head + "@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n@@ -8,3 +8,3 @@\n 4\n-5\n+five\n 3\n",
		want:  `offset | f offset applied@2+1 applied@9+1 ; f "x\n1\ntwo\n3\n4\n5\n-\n3\n4\nfive\n3\n4\n5\n"`,
	},
	{name: "no fuzz", files: files("f", "1\n2\nX\n4\n5\n"), patch: head + three, want: `conflict | f conflict failed@3`},
	{name: "fuzz", fuzz: 2, files: files("f", "1\n2\nX\n4\n5\n"), patch: head + three, want: `fuzz | f fuzz applied@3~1 ; f "1\n2\nX\nfour\n5\n"`},
	{
		name: "more fuzz than asked for", fuzz: 1, files: files("f", "1\nX\nX\n4\nX\nX\n"),
		patch: head + "@@ -2,5 +2,5 @@\n 2\n 3\n-4\n+four\n 5\n 6\n", want: `conflict | f conflict failed@2`,
	},
	{
		name: "fuzz is taken from the longer context first", fuzz: 1, files: files("f", "1\n2\n3\n4\nX\n7\n"),
		patch: head + "@@ -3,4 +3,4 @@\n 3\n-4\n+four\n 5\n 6\n", want: `conflict | f conflict failed@3`,
	},
	{name: "the beginning of the file", files: files("f", "0\n1\n2\n3\n"), patch: head + "@@ -1,2 +1,3 @@\n+new\n 1\n 2\n", want: `conflict | f conflict failed@1`},
	{name: "the end of the file", files: files("f", "1\n2\n3\n"), patch: head + "@@ -1,2 +1,3 @@\n 1\n 2\n+new\n", want: `conflict | f conflict failed@1`},
	{name: "the end of a longer file", files: files("f", "0\n0\n1\n2\n"), patch: head + "@@ -1,2 +1,3 @@\n 1\n 2\n+new\n", want: `offset | f offset applied@3+2 ; f "0\n0\n1\n2\nnew\n"`},
	{
		name: "hunks in the wrong order", files: files("f", five),
		patch: head + three + "@@ -1,2 +1,2 @@\n-1\n+one\n 2\n", want: `conflict | f conflict applied@3 failed@1 ; f "1\n2\n3\nfour\n5\n"`,
	},
	{name: "already there", files: files("f", "1\n2\n3\nfour\n5\n"), patch: head + three, want: `already-applied | f already-applied ignored@3`},
	{
		name: "a part is there", files: files("f", "1\n2\n3\nfour\n5\n", "g", five),
		patch: head + three + "--- a/g\n+++ b/g\n" + three, want: `conflict | f already-applied ignored@3 | g clean applied@3 ; g "1\n2\n3\nfour\n5\n"`,
	},
	{name: "missing file", files: files("g", five), patch: head + three + "--- a/g\n+++ b/g\n" + three, want: `missing-file | f missing-file ignored@3 | g clean applied@3 ; g "1\n2\n3\nfour\n5\n"`},
	{name: "new file", files: files(), patch: "--- /dev/null\n+++ b/d/f\n@@ -0,0 +1 @@\n+a\n", want: `clean | d/f clean applied@1 ; d/f "a\n"`},
	{name: "new file that is there", files: files("f", "a\n"), patch: "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n", want: `already-applied | f already-applied ignored@1`},
	{name: "new file that is another", files: files("f", "b\n"), patch: "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n", want: `conflict | f conflict ignored@1`},
	{name: "new file by its time", files: files("f", "b\n"), patch: "--- a/f\t1970-01-01 00:00:00 +0000\n+++ b/f\n@@ -0,0 +1 @@\n+a\n", want: `conflict | f conflict ignored@1`},
	{name: "lines at the beginning of what was empty", files: files("f", "b\n"), patch: head + "@@ -0,0 +1 @@\n+a\n", want: `clean | f clean applied@1 ; f "a\nb\n"`},
	{name: "empty new file", files: files(), patch: "diff --git a/f b/f\nnew file mode 100644\nindex 0000000..e69de29\n", want: `clean | f clean ; f ""`},
	{name: "removed file", files: files("f", "a\n"), patch: "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", want: `clean | f clean applied@1 ; no f`},
	{name: "removed file that is gone", files: files(), patch: "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", want: `already-applied | f already-applied ignored@1`},
	{name: "removed file that has more", files: files("f", "a\nb\n"), patch: "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", want: `conflict | f conflict applied@1 ; f "b\n"`},
	{name: "emptied file", files: files("f", "a\n"), patch: head + "@@ -1 +0,0 @@\n-a\n", want: `clean | f clean applied@1 ; f ""`},
	{name: "no newline at the end", files: files("f", "1\n2"), patch: head + "@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+two\n", want: `clean | f clean applied@1 ; f "1\ntwo\n"`},
	{name: "a newline that is not there", files: files("f", "1\n2"), patch: head + "@@ -1,2 +1,2 @@\n 1\n-2\n+two\n", want: `conflict | f conflict failed@1`},
	{name: "lines after one that does not end", files: files("f", "1\n2"), patch: head + "@@ -2,0 +3 @@\n+3\n", want: `clean | f clean applied@3 ; f "1\n2\n3\n"`},
	{name: "a patch with CRLF", files: files("f", five), patch: strings.ReplaceAll(head+three, "\n", "\r\n"), want: `clean | f clean applied@3 ; f "1\n2\n3\nfour\n5\n"`},
	{name: "a file with CRLF", files: files("f", strings.ReplaceAll(five, "\n", "\r\n")), patch: head + three, want: `conflict | f conflict failed@3`},
	{
		name: "rename", files: files("f", five), patch: "diff --git a/f b/g\nsimilarity index 90%\nrename from f\nrename to g\n--- a/f\n+++ b/g\n" + three,
		want: `clean | g from f clean applied@3 ; no f ; g "1\n2\n3\nfour\n5\n"`,
	},
	{
		name: "a copy is of what was there before the patch", files: files("f", five),
		patch: "diff --git a/f b/f\n" + head + three + "diff --git a/f b/g\nsimilarity index 100%\ncopy from f\ncopy to g\n",
		want:  `clean | f clean applied@3 | g from f clean ; f "1\n2\n3\nfour\n5\n" ; g "1\n2\n3\n4\n5\n"`,
	},
	{name: "rename of nothing", files: files(), patch: "diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n", want: `missing-file | g missing-file`},
	{name: "mode", files: files("f", "a\n"), patch: "diff --git a/f b/f\nold mode 100644\nnew mode 100755\n", want: `clean | f clean ; f* "a\n"`},
	{name: "strip 0", strip: -10, files: files("x/f", five), patch: "--- x/f\n+++ x/f\n" + three, want: `clean | x/f clean applied@3 ; x/f "1\n2\n3\nfour\n5\n"`},
	{name: "too few folders", files: files("f", five), patch: "--- f\n+++ f\n" + three, want: `missing-file | f missing-file ignored@3`},
	{name: "out of the source", files: files("f", five), patch: "--- a/../f\n+++ b/../f\n" + three, want: `missing-file | b/../f missing-file ignored@3`},
	{name: "the Index line, as the others have too few folders", files: files("f", five), patch: "Index: x/f\n====\n--- f.orig\n+++ f\n" + three, want: `clean | f clean applied@3 ; f "1\n2\n3\nfour\n5\n"`},
	{name: "the shorter name", files: files("f.c", five, "f.c.orig", five), patch: "--- a/f.c.orig\n+++ b/f.c\n" + three, want: `clean | f.c clean applied@3 ; f.c "1\n2\n3\nfour\n5\n"`},
	{name: "the name that is there", files: files("f.c.orig", five), patch: "--- a/f.c.orig\n+++ b/f.c\n" + three, want: `clean | f.c.orig clean applied@3 ; f.c.orig "1\n2\n3\nfour\n5\n"`},
	{name: "the new name that needs fewer folders", files: files("e/x", ""), patch: "--- a/e/f\t1970-01-01 00:00:00 +0000\n+++ b/new/f\n@@ -0,0 +1 @@\n+a\n", want: `clean | e/f clean applied@1 ; e/f "a\n"`},
	{name: "a folder", files: files("f/g", ""), patch: head + three, want: `conflict | f conflict ignored@3`},
	{name: "a lost blank at the end", files: files("f", "1\n2\n\n"), patch: head + "@@ -1,3 +1,3 @@\n 1\n-2\n+two\n", want: `clean | f clean applied@1 ; f "1\ntwo\n\n"`},
	{name: "a line that lost its blank", files: files("f", "\t1\n2\n3\n"), patch: head + "@@ -1,3 +1,3 @@\n\t1\n-2\n+two\n 3\n", want: `clean | f clean applied@1 ; f "\t1\ntwo\n3\n"`},
	{name: "too many lines promised", files: files("f", five), patch: head + "@@ -3,9 +3,9 @@\n 3\n-4\n+four\n 5\ntext\n", want: `malformed | f malformed`},
	{
		name: "what stands before a broken hunk", files: files("f", five, "d", "a\n", "g", five),
		patch: head + three + "--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n--- a/g\n+++ b/g\n" + three + "@@ -9,9 +9 @@\n x\ntext\n",
		want:  `malformed | f clean applied@3 | d clean applied@1 | g malformed ignored@3 ; f "1\n2\n3\nfour\n5\n"`,
	},
	{name: "a hunk that changes nothing", files: files("f", five), patch: head + "@@ -1,2 +1,2 @@\n 1\n 2\n", want: `malformed | f malformed`},
}

func TestRules(t *testing.T) {
	for _, c := range ruleTests {
		t.Run(c.name, func(t *testing.T) {
			level := 1
			if c.strip != 0 {
				level = c.strip + 10
			}
			stack := []Patch{{Name: c.name, Text: []byte(c.patch), Strip: level}}
			tree := NewTree(NewFolder(c.files))
			r := Apply(tree, stack, Options{Fuzz: c.fuzz})[0]
			if got := show(r, tree); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if r.Applies() != (r.First == nil) && r.State != Already {
				t.Errorf("%s with %+v", r.State, r.First)
			}
		})
	}
}

// TestOracleRules holds what TestRules expects to what GNU patch does.
func TestOracleRules(t *testing.T) {
	for _, c := range ruleTests {
		t.Run(c.name, func(t *testing.T) {
			level := 1
			if c.strip != 0 {
				level = c.strip + 10
			}
			g := newGNU(t, c.fuzz)
			for name, file := range c.files {
				target := filepath.Join(g.dir, name)
				if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(target, file.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			stack := []Patch{{Name: c.name, Text: []byte(c.patch), Strip: level}}
			if got := agree(t, g, NewTree(NewFolder(c.files)), stack); got.difference != "" || got.patches != 1 {
				t.Errorf("%d compared: %s", got.patches, got.difference)
			}
		})
	}
}

// TestRefused holds what is not applied at all, and says why.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		patch string
		state State
		why   string
	}{
		"context diff":             {"*** a/f\n--- b/f\n***************\n*** 1 ****\n! 1\n--- 1 ----\n! 2\n", Malformed, "a context diff"},
		"ed script":                {"3c\nfour\n.\n", Malformed, "an ed script"},
		"merge":                    {"diff --cc f\n@@@ -1,1 -1,1 +1,1 @@@\n", Malformed, "combined diff"},
		"no diff":                  {"hello\n", Malformed, "no diff"},
		"empty":                    {"", Malformed, "no diff"},
		"no names":                 {three, Malformed, "passes over"},
		"git's binary":             {"diff --git a/f b/f\nindex 1234567..2345678 100644\nGIT binary patch\nliteral 3\nKcmZ=<QedR\n\nliteral 0\nHcmV?d00001\n\n", Unknown, "binary"},
		"binary":                   {"diff --git a/f b/f\nindex 1234567..2345678 100644\nBinary files a/f and b/f differ\n", Unknown, "binary"},
		"bad header":               {head + "@@ -1,2x +1 @@\n 1\n", Malformed, "no hunk header"},
		"more lines":               {head + three + "+more\n", Malformed, "more lines than it says"},
		"a gap":                    {head + three + "\n@@ -9 +9 @@\n-9\n+nine\n", Malformed, "passes over 1 hunks"},
		"too large":                {strings.Repeat("x", MostPatch+1), Unknown, "larger than"},
		"a hunk that fits nowhere": {head + "@@ -1,2 +1,2 @@\n-x\n+y\n z\n", Conflict, "not there"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := NewTree(NewFolder(files("f", five)))
			r := Apply(tree, []Patch{{Text: []byte(c.patch), Strip: 1}}, Options{})[0]
			if r.State != c.state || r.First == nil || !strings.Contains(r.First.Why, c.why) {
				t.Errorf("%s: %+v, want %s: ...%s...", r.State, r.First, c.state, c.why)
			}
		})
	}
}

func TestStack(t *testing.T) {
	tree := NewTree(NewFolder(files("f", five)))
	stack := []Patch{
		{Name: "one", Text: []byte(head + three), Strip: 1},
		{Name: "two", Text: []byte(head + "@@ -3,3 +3,3 @@\n 3\n-four\n+vier\n 5\n"), Strip: 1},
		{Name: "three", Text: []byte(head + "@@ -3,3 +3,3 @@\n 3\n-4\n+quatre\n 5\n"), Strip: 1},
		{Name: "four", Text: []byte("--- g\n+++ g\n" + three), Strip: 0},
	}
	results := Apply(tree, stack, Options{})
	var got []State
	for _, r := range results {
		got = append(got, r.State)
	}
	if want := []State{Clean, Clean, Conflict, Missing}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if f := results[2].First; f.Path != "f" || f.Hunk != 1 || f.Line != 3 || f.At != 3 {
		t.Errorf("%+v", f)
	}
	s := Summarize(results)
	if s.Patches != 4 || s.By[Clean] != 2 || s.First != 2 {
		t.Errorf("%+v", s)
	}
}

func TestCompare(t *testing.T) {
	of := func(states ...State) []Result {
		var all []Result
		for _, s := range states {
			all = append(all, Result{State: s})
		}
		return all
	}
	for _, c := range []struct {
		base, target []Result
		unknown      bool
		doubt        int
		broken       []int
	}{
		{of(Clean, Offset, Fuzz), of(Clean, Conflict, Missing), false, -1, []int{1, 2}},
		{of(Clean, Conflict), of(Conflict, Clean), true, 1, []int{0}},
		{of(Missing, Conflict), of(Missing, Conflict), true, 0, nil},
		{of(Malformed, Already, Unknown), of(Malformed, Already, Unknown), false, -1, nil},
		{nil, nil, false, -1, nil},
	} {
		v := Compare(c.base, c.target)
		if v.BaseUnknown != c.unknown || v.Doubt != c.doubt || !slices.Equal(v.Broken, c.broken) {
			t.Errorf("%v: %+v", c, v)
		}
	}
}

func TestFarOffset(t *testing.T) {
	for before, far := range map[int]bool{0: false, Far: false, Far + 1: true} {
		tree := NewTree(NewFolder(files("f", strings.Repeat("-\n", before)+five)))
		r := Apply(tree, []Patch{{Text: []byte(head + three), Strip: 1}}, Options{})[0]
		if r.LargestOffset != before || r.FarOffset() != far {
			t.Errorf("%d lines before: offset %d, far %v", before, r.LargestOffset, r.FarOffset())
		}
	}
}

func TestDetectStrip(t *testing.T) {
	for name, c := range map[string]struct {
		diff  string
		level int
	}{
		"git":         {"--- a/d/f\n+++ b/d/f\n", 1},
		"no prefix":   {"--- d/f\n+++ d/f\n", 0},
		"two folders": {"--- x/y/d/f\n+++ x/y/d/f\n", 2},
		"three":       {"--- x/y/z/d/f\n+++ x/y/z/d/f\n", 3},
		"nowhere":     {"--- x/y/z/q\n+++ x/y/z/q\n", 1},
	} {
		tree := NewTree(NewFolder(files("d/f", five)))
		r := Apply(tree, []Patch{{Text: []byte(c.diff + three), Strip: Detect}}, Options{})[0]
		if r.Strip != c.level || !r.Detected || (name != "nowhere") != r.Applies() {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
