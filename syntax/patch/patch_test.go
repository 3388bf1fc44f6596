package patch

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

const formatPatch = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: =?UTF-8?q?Zo=C3=AB?= Doe <zoe@example.com>
Date: Tue, 1 May 2018 10:00:00 +0000
Subject: [PATCH 2/3] agent: start
 later

The daemon has to be up first.

Change-Id: I0123
Signed-off-by: Zoe Doe <zoe@example.com>
---
 agent.py | 3 ++-
 1 file changed, 2 insertions(+), 1 deletion(-)

diff --git a/agent.py b/agent.py
index 1111111..2222222 100644
--- a/agent.py
+++ b/agent.py
@@ -10,4 +10,5 @@ class Agent(object):
     def start(self):
-        print "up"
+        self.wait()
+        print "up"

         return
@@ -30 +31 @@
-a
\ No newline at end of file
+b
\ No newline at end of file
-- 
2.7.4

`

// show renders a file the way the tables below write it.
func show(f *File, src string) string {
	var b strings.Builder
	for _, d := range f.Files {
		fmt.Fprintf(&b, "%s", d.Path())
		for _, flag := range []struct {
			name string
			on   bool
		}{{"new", d.New}, {"deleted", d.Deleted}, {"binary", d.Binary}} {
			if flag.on {
				b.WriteString(" " + flag.name)
			}
		}
		for _, h := range d.Hunks {
			fmt.Fprintf(&b, "|%d,%d %d,%d:", h.OldStart, h.OldCount, h.NewStart, h.NewCount)
			for _, l := range h.Lines {
				fmt.Fprintf(&b, " %c%s", l.Op, src[l.Start:l.End])
			}
		}
		b.WriteString("\n")
	}
	for _, e := range f.Malformed {
		fmt.Fprintf(&b, "! %v\n", e)
	}
	return b.String()
}

func TestParse(t *testing.T) {
	const head = "--- a/f\n+++ b/f\n"
	for name, c := range map[string]struct{ src, want string }{
		"unified":               {head + "@@ -1,2 +1,2 @@\n a\n-b\n+c\n", "f|1,2 1,2:  a -b +c\n"},
		"crlf":                  {"--- a/f\r\n+++ b/f\r\n@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+c\r\n", "f|1,2 1,2:  a -b +c\n"},
		"crlf in the text only": {head + "@@ -1 +1 @@\n-b\r\n+c\r\n", "f|1,1 1,1: -b\r +c\r\n"},
		"context lost its blank": {
			head + "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n", "f|1,3 1,3:  a   -b +c\n"},
		"last context lost its blank": {
			head + "@@ -1,3 +1,3 @@\n a\n-b\n+c\n\n", "f|1,3 1,3:  a -b +c  \n"},
		"too few lines promised": {
			head + "@@ -1,2 +1,2 @@\n a\n-b\n+c\n+d\n e\n@@ -9 +9 @@\n-x\n+y\n",
			"f|1,2 1,2:  a -b +c +d  e|9,1 9,1: -x +y\n! line 7: the hunk of line 3 says 2 old and 2 new lines, but more follow\n"},
		"a change after promised context": {
			head + "@@ -1,1 +1,1 @@\n-b\n+c\n d\n+e\n", "f|1,1 1,1: -b +c  d +e\n! line 6: the hunk of line 3 says 1 old and 1 new lines, but more follow\n"},
		"too many lines promised": {
			head + "@@ -1,9 +1,9 @@\n a\n-b\n+c\n--- a/g\n+++ b/g\n@@ -1 +1 @@\n-x\n+y\n",
			"f|1,9 1,9:  a -b +c\ng|1,1 1,1: -x +y\n! line 7: the hunk of line 3 says 9 old and 9 new lines, but the next diff comes before its end\n"},
		"cut off": {
			head + "@@ -1,9 +1,9 @@\n a\n", "f|1,9 1,9:  a\n! line 5: the hunk of line 3 says 9 old and 9 new lines, but the file ends before\n"},
		"lost blank before a tab": {
			head + "@@ -1,2 +1,3 @@\n\ta\n+b\n c\n", "f|1,2 1,3:  \ta +b  c\n! line 4: the hunk of line 3 says 2 old and 3 new lines, but a line of it lost its leading blank\n"},
		"text that looks like a diff": {
			head + "@@ -1,2 +1,2 @@\n c\n--- x\n+++ y\n@@ -9 +9 @@\n-x\n+y\n", "f|1,2 1,2:  c --- x +++ y|9,1 9,1: -x +y\n"},
		"a patch that adds a patch": {
			"--- /dev/null\n+++ b/p.patch\n@@ -0,0 +1,3 @@\n+--- a/q\n++++ b/q\n+@@ -1 +1 @@\n", "p.patch new|0,0 1,3: +--- a/q ++++ b/q +@@ -1 +1 @@\n"},
		"quilt": {
			"Index: x-1/f\n=====\n--- x-1.orig/f\t2010-01-01 10:00:00.000 +0000\n+++ x-1/f\n@@ -1 +1 @@\n-a\n+b\nIndex: x-1/g\n====\n--- x-1.orig/g\n+++ x-1/g\n@@ -1 +1 @@\n-a\n+b\n",
			"f|1,1 1,1: -a +b\ng|1,1 1,1: -a +b\n"},
		"diff -N": {
			"diff -Nru old/f new/f\n--- old/f\t1970-01-01 00:00:00.000000000 +0000\n+++ new/f\t2018-01-01 00:00:00.0 +0000\n@@ -0,0 +1 @@\n+a\n", "f new|0,0 1,1: +a\n"},
		"git without hunks": {
			"diff --git a/x y b/x y\nold mode 100644\nnew mode 100755\ndiff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n", "x y\nn\n"},
		"git binary": {
			"diff --git a/i.png b/i.png\nnew file mode 100644\nindex 000..111\nGIT binary patch\nliteral 3\nKcmZ=<QedR\n\nliteral 0\nHcmV?d00001\n\ndiff --git a/g b/g\n--- a/g\n+++ b/g\n@@ -1 +1 @@\n-a\n+b\n",
			"i.png new binary\ng|1,1 1,1: -a +b\n"},
		"binary": {"diff --git a/i b/i\nindex 1..2\nBinary files a/i and b/i differ\n", "i binary\n"},
		"quoted": {
			"diff --git \"a/\\303\\274\" \"b/\\303\\274\"\n--- \"a/\\303\\274\"\n+++ \"b/\\303\\274\"\n@@ -1 +0,0 @@\n-a\n", "ü|1,1 0,0: -a\n"},
		"deleted":      {"--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "f deleted|1,1 0,0: -a\n"},
		"no diff":      {"BEGIN;\n--- a comment\nCOMMIT;\n", "! line 1: there is no diff in the file\n"},
		"empty":        {"", "! line 1: there is no diff in the file\n"},
		"bad header":   {head + "@@ -1,2x +1 @@\n a\n@@ -1 +1 @@\n-a\n+b\n", "f|1,1 1,1: -a +b\n! line 3: \"@@ -1,2x +1 @@\" is no hunk header\n"},
		"huge numbers": {head + "@@ -1,99999999999 +1 @@\n a\n", "f\n! line 3: \"@@ -1,99999999999 +1 @@\" is no hunk header\n"},
		"no path":      {"@@ -1 +1 @@\n-a\n+b\n", "|1,1 1,1: -a +b\n! line 1: a hunk without the path of a file before it\n"},
		"merge":        {"diff --cc f\n@@@ -1,1 -1,1 +1,1 @@@\n", "! line 1: a combined diff of a merge cannot be applied\n! line 1: there is no diff in the file\n"},
		"context diff": {"*** a/f\n--- b/f\n***************\n*** 1 ****\n! a\n", "! line 1: a context diff: only unified diffs are read\n! line 1: there is no diff in the file\n"},
		"wrapped paths": {
			"--- x/f.orig\n2011-05-25\n+++ x/f\n2011-05-25\n@@ -1 +1 @@\n-a\n+b\n", "x/f|1,1 1,1: -a +b\n! line 1: the --- and +++ lines are broken over several lines\n"},
		"byte order mark": {"\xef\xbb\xbf" + head + "@@ -1 +1 @@\n-a\n+b\n", "f|1,1 1,1: -a +b\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(Parse([]byte(c.src)), c.src); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	f := Parse([]byte(formatPatch))
	h := f.Header
	got := strings.Join([]string{h.Commit[:4], h.Author, h.Email, h.Date, h.Subject, h.Body, h.ChangeID, h.Get("signed-off-by")}, "|")
	want := "0123|Zoë Doe|zoe@example.com|Tue, 1 May 2018 10:00:00 +0000|agent: start later|" +
		"The daemon has to be up first.\n\nChange-Id: I0123\nSigned-off-by: Zoe Doe <zoe@example.com>|I0123|Zoe Doe <zoe@example.com>"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if f.Format != Git || len(f.Malformed) > 0 || formatPatch[h.End:h.End+10] != "diff --git" {
		t.Errorf("%s %v, header ends at %d", f.Format, f.Malformed, h.End)
	}
	if s := f.Files[0].Hunks[0].Section; s != "class Agent(object):" {
		t.Errorf("section %q", s)
	}
	if l := f.Files[0].Hunks[0].Lines[3]; l.NewLine != 12 || formatPatch[l.Start:l.End] != `        print "up"` {
		t.Errorf("line %+v", l)
	}
}

func TestHeaderForms(t *testing.T) {
	const diff = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"
	for name, c := range map[string]struct {
		src, subject, author, body, trailer string
		format                              Format
	}{
		"mail":     {"From: A B <a@b>\nSubject: Re: [RFC PATCH v2] x [y]\n\ntext\n---\n f | 2 +-\n", "x [y]", "A B", "text", "", Mail},
		"dep-3":    {"Description: fix\n it\nOrigin: upstream, 123\nAuthor: A\n\n", "", "A", "", "upstream, 123", Unified},
		"plain":    {"This fixes it.\nOrigin: me\n", "", "", "This fixes it.\nOrigin: me", "me", Unified},
		"git show": {"commit 1234\nAuthor: A <a@b>\nDate:   now\n\n    the subject\n\n    the body\n", "the subject", "A", "the body", "", Git},
		"latin-1":  {"From: Andr\xe9 <a@b>\nSubject: s\n\n", "s", "André", "", "", Mail},
		"index":    {"a word\nIndex: f\n====\n", "", "", "a word", "", Quilt},
		"nothing":  {"", "", "", "", "", Unified},
	} {
		f := Parse([]byte(c.src + diff))
		h := f.Header
		if h.Subject != c.subject || h.Author != c.author || h.Body != c.body || h.Get("Origin") != c.trailer || f.Format != c.format {
			t.Errorf("%s: %s %+v", name, f.Format, h)
		}
		if len(f.Malformed) > 0 || len(f.Files) != 1 {
			t.Errorf("%s: %d files, %v", name, len(f.Files), f.Malformed)
		}
	}
}

func TestSeveralMails(t *testing.T) {
	second := strings.ReplaceAll(formatPatch, "agent", "server")
	cover := "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 0/2] cover\n\nBlurb.\n\n"
	f := Parse([]byte(cover + formatPatch + second))
	if len(f.Malformed) > 0 || len(f.Files) != 2 || f.Files[0].Message != 1 || f.Files[1].Message != 2 {
		t.Fatalf("%+v", f.Files)
	}
	if f.Header.Subject != "cover" || len(f.Later) != 2 || f.Later[0].Subject != "agent: start later" || f.Later[1].Subject != "server: start later" {
		t.Errorf("%q then %+v", f.Header.Subject, f.Later)
	}
}

func TestAdded(t *testing.T) {
	f := Parse([]byte(formatPatch))
	var got []string
	for _, a := range f.Added() {
		got = append(got, fmt.Sprintf("%s:%d %q", a.Diff.Path(), a.NewLine, a.Text))
		for i, c := range a.Text {
			if formatPatch[a.Offset(i)] != c {
				t.Errorf("byte %d of %q is said to stand at %d", i, a.Text, a.Offset(i))
			}
		}
		if a.Offset(-1) != a.Offset(0) || a.Offset(len(a.Text)+1) != a.Offset(len(a.Text)) {
			t.Errorf("offsets outside of %q are not brought back", a.Text)
		}
	}
	want := `agent.py:11 "        self.wait()\n        print \"up\"\n"|agent.py:31 "b\n"`
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestLooksLike(t *testing.T) {
	for src, want := range map[string]bool{
		formatPatch:                                      true,
		"text\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n":          true,
		"diff --git a/f b/f\nold mode 1\n":               true,
		"diff --git a/f b/f\nis what git writes\n":       false,
		"#!/bin/sh\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n":     false,
		"  --- a/f\n  +++ b/f\n  @@ -1 +1 @@\n":          false,
		"--- a yaml document\n+++ nothing\nkey: value\n": false,
		"": false,
		"--- a/f\r\n+++ b/f\r\n@@ -1 +1 @@\r\n-a\r\n+b\r": true,
	} {
		if got := LooksLike([]byte(src)); got != want {
			t.Errorf("%v for %q", got, src)
		}
	}
}

// TestHostile would take minutes if the time were not linear.
func TestHostile(t *testing.T) {
	const n = 1 << 20
	for name, src := range map[string]string{
		"one line":         strings.Repeat("x", 5*n),
		"long hunk line":   "--- a\n+++ b\n@@ -1,2 +1,2 @@\n " + strings.Repeat("\t", 5*n),
		"removed path":     strings.Repeat("--- \n", n),
		"added path":       strings.Repeat("+++ \n", n),
		"hunk headers":     strings.Repeat("@@ -1 +1 @@\n", n/8),
		"context overruns": strings.Repeat("@@ -0,0 +0,0 @@\n a\n b\n", n/16),
		"messages":         strings.Repeat("From 0123456789abcdef0123456789abcdef01234567 x\n", n/16),
		"fields":           "Subject: x\n" + strings.Repeat(" folded\n", n/4),
		"git headers":      strings.Repeat("diff --git a/x b/x\n", n/8),
		"NULs":             strings.Repeat("\x00\n", n),
	} {
		t.Run(name, func(*testing.T) { Parse([]byte(src)); LooksLike([]byte(src)) })
	}
}

// TestOracle compares with go-gitdiff what both can read.
func TestOracle(t *testing.T) {
	src := formatPatch + strings.ReplaceAll(formatPatch, "agent", "server")
	f := Parse([]byte(src))
	theirs, _, err := gitdiff.Parse(strings.NewReader(src))
	if err != nil || len(theirs) != len(f.Files) {
		t.Fatalf("%v: %d files, ours are %d", err, len(theirs), len(f.Files))
	}
	for i, d := range f.Files {
		if theirs[i].NewName != d.Path() || len(theirs[i].TextFragments) != len(d.Hunks) {
			t.Errorf("%+v and %+v", theirs[i], d)
		}
	}
}

func big() []byte {
	var b bytes.Buffer
	b.WriteString("--- a/f\n+++ b/f\n@@ -0,0 +1,20000 @@\n")
	for i := range 20000 {
		fmt.Fprintf(&b, "+line %d of a file that is long enough to be a real one\n", i)
	}
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	src := big()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(src)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(formatPatch))
	f.Add([]byte("Index: f\n====\n--- a\n2011\n+++ b\n2012\n@@ -1,3 +1 @@\n\ta\n\n-- \n"))
	f.Add([]byte("diff --git \"a/x\" \"b/x\"\nGIT binary patch\n@@@\n*** a\n--- b\n***************\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		LooksLike(src)
		p := Parse(src)
		at := 0
		for _, d := range p.Files {
			if d.Start < at || d.End < d.Start || d.End > len(src) || d.Message > len(p.Later) {
				t.Fatalf("diff %+v after %d", d, at)
			}
			at = d.Start
			for _, h := range d.Hunks {
				if h.Start < at || h.End < h.Start || h.End > d.End {
					t.Fatalf("hunk %+v after %d in %d-%d", h, at, d.Start, d.End)
				}
				at = h.Start
				for _, l := range h.Lines {
					if l.Start < at || l.End < l.Start || l.End > h.End {
						t.Fatalf("line %+v after %d", l, at)
					}
					at = l.End
				}
			}
			at = d.End
		}
		for _, a := range p.Added() {
			for i := range len(a.Text) {
				if o := a.Offset(i); o < 0 || a.Text[i] != '\n' && src[o] != a.Text[i] {
					t.Fatalf("byte %d of %q at %d", i, a.Text, o)
				}
			}
		}
		for _, e := range p.Malformed {
			if e.Offset < 0 || e.Offset > len(src) || e.Line < 1 {
				t.Fatalf("%+v", e)
			}
		}
	})
}

// TestNames holds what a program that applies a diff goes by.
func TestNames(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"unified":     {"--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", `"a/f" "b/f" "" git false copied false epoch false false ids "" ""`},
		"git rename":  {"diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n", `"a/o" "b/n" "" git true copied false epoch false false ids "" ""`},
		"git copy":    {"diff --git a/o b/n\ncopy from o\ncopy to n\nindex 1234..5678 100644\n--- a/o\n+++ b/n\n@@ -1 +1 @@\n-a\n+b\n", `"a/o" "b/n" "" git true copied true epoch false false ids "1234" "5678"`},
		"quilt":       {"Index: x/f\n===\n--- x.orig/f\n+++ x/f\n@@ -1 +1 @@\n-a\n+b\n", `"x.orig/f" "x/f" "x/f" git false copied false epoch false false ids "" ""`},
		"Index alone": {"Index: x/f\n===\n--- \n@@ -1 +1 @@\n-a\n+b\n", `"" "" "x/f" git false copied false epoch false false ids "" ""`},
		"new":         {"--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+b\n", `"/dev/null" "b/f" "" git false copied false epoch true false ids "" ""`},
		"gone":        {"--- a/f\n+++ b/f\tThu Jan  1 00:00:00 1970\n@@ -1 +0,0 @@\n-b\n", `"a/f" "b/f" "" git false copied false epoch false true ids "" ""`},
		"range alone": {"--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+b\n", `"a/f" "b/f" "" git false copied false epoch false false ids "" ""`},
	} {
		d := &Parse([]byte(c.src)).Files[0]
		old, own, index := d.Names()
		got := fmt.Sprintf("%q %q %q git %v copied %v epoch %v %v ids %q %q", old, own, index, d.Git(), d.Copied, d.OldEpoch, d.NewEpoch, d.OldID, d.NewID)
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// TestEndsInLine: git refuses a file that ends within a line of a hunk, patch
// does not; what stands after the hunk may end as it likes.
func TestEndsInLine(t *testing.T) {
	const head = "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n same\n+more\n"
	for src, malformed := range map[string]bool{
		head + " last": true, head + " ": true, head + " last\n": false, head + " last\n-- \n2.7": false,
		head + " last\n\\ No newline at end of file": false,
	} {
		f := Parse([]byte(src))
		if (len(f.Malformed) > 0) != malformed {
			t.Errorf("%q: %v", src[len(head):], f.Malformed)
		}
		if len(f.Files) != 1 || len(f.Files[0].Hunks[0].Lines) < 3 {
			t.Errorf("%q: the hunk is not read", src[len(head):])
		}
	}
}
