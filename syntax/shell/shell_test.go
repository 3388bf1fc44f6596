package shell

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// show writes a file's commands so that a test can compare them.
func show(f *File) string {
	var lines []string
	for _, c := range f.Commands {
		var words []string
		for _, w := range c.Words {
			text := w.Text
			if !w.Static {
				text = "~" + text
			}
			words = append(words, text)
		}
		line := strings.Join(words, " ")
		if c.Parent >= 0 {
			line += fmt.Sprintf(" ^%d", c.Parent)
		}
		for _, cond := range c.Conds {
			not := ""
			if cond.Negated {
				not = "!"
			}
			line += " {" + not + cond.Text + "}"
		}
		if c.Function != "" {
			line += " @" + c.Function
		}
		if c.Pipe > 0 {
			line += fmt.Sprintf(" |%d", c.Pipe)
		}
		if c.Recovered {
			line += " recovered"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"rpm -q 'a b' \"c $d\" e\\ f\n", "rpm -q a b ~c $d e f"},
		{"v=$(rpm -q x | sort)\n", "rpm -q x |1\nsort |2"},
		{"echo `rpm -q x` \"$(yum y)\"\n", "echo ~`rpm -q x` ~$(yum y)\nrpm -q x ^0\nyum y ^0"},
		{"if [ -f /etc/centos-release ]; then yum x; elif a; then b; else apt x; fi\n",
			"[ -f /etc/centos-release ]\nyum x {[ -f /etc/centos-release ]}\na {![ -f /etc/centos-release ]}\n" +
				"b {![ -f /etc/centos-release ]} {a}\napt x {![ -f /etc/centos-release ]} {!a}"},
		{"a && b || c\n", "a\nb {a}\nc {!a && b}"},
		{"f() { rpm -q x; }\nfunction g { f; }\n", "rpm -q x @f\nf @g"},
		{"case $x in a|b) rpm;; *) dpkg;; esac\n", "rpm {case $x in a|b}\ndpkg {!case $x in a|b}"},
		{"[ -f a ] || exit 0\nrpm\n", "[ -f a ]\nexit 0 {![ -f a ]}\nrpm {[ -f a ]}"},
		{"if ! test -f a; then log; exit 1; fi\nrpm\n", "test -f a\nlog {! test -f a}\nexit 1 {! test -f a}\nrpm {!! test -f a}"},
		{"f() { test -f a && return; rpm; }\nyum\n", "test -f a @f\nreturn {test -f a} @f\nrpm {!test -f a} @f\nyum"},
		{"test -f a || { log; exit; }\nrpm | wc\n", "test -f a\nlog {!test -f a}\nexit {!test -f a}\nrpm {test -f a} |1\nwc {test -f a} |2"},
		{"if a; then exit; else b; fi; rpm\n", "a\nexit {a}\nb {!a}\nrpm {!a}"},
		{"x=$((cat a; rpm -q b) | sort)\n", "cat a\nrpm -q b |1\nsort |2"},
		{"for d in $((for b in $x; do rpm $b; done) | sort -u); do yum $d; done\n", "rpm ~$b |1\nsort -u |2\nyum ~$d"},
		{"x=$((1 + 2)); rpm\n", "rpm"},
		{"for i in $(ls); do (cd $i; rpm) ; done\n", "ls\ncd ~$i\nrpm"},
		{"while read l; do rpm $l; done < <(yum list)\n", "read l\nrpm ~$l {read l}\nyum list"},
		{"sudo A=1 rpm \\\r\n  -q x\r\n", "sudo A=1 rpm -q x"},
		{"\xef\xbb\xbfrpm\n", "rpm"},
		{"export A=$(rpm)\nlocal b=1\n", "rpm"},
		{"[[ $(rpm) == x ]] && (( $(yum) ))\n", "rpm\nyum {[[ $(rpm) == x ]]}"},
		{"cat <<EOF\nrpm $(yum)\nEOF\nx\n", "cat\nyum\nx"},
		{"! rpm & time yum\n", "rpm\nyum"},
	} {
		f := Parse([]byte(c.src))
		if got := show(f); got != c.want || len(f.Errors) > 0 {
			t.Errorf("%s\n got %s\nwant %s\nerrors %v", c.src, got, c.want, f.Errors)
		}
	}
}

// TestOffsets checks that every byte of a word's text comes from where it says.
func TestOffsets(t *testing.T) {
	for _, src := range []string{
		"a 'b c' \"d\" e\\ f g\"h'i\"j\n", "\xef\xbb\xbfa \\\r\n b\r\n 'c\r\nd' e\r\n", "ssh x \"rpm \\\"-q\\\" y\"\n",
		"bash <<EOF\r\nrpm -q x\r\nEOF\r\nyum\r\n",
	} {
		for _, c := range Parse([]byte(src)).Commands {
			words := c.Words
			for _, h := range c.Heredocs {
				words = append(words, h.Body)
			}
			for _, w := range words {
				for i := range len(w.Text) {
					if at := w.Offset(i); src[at] != w.Text[i] {
						t.Errorf("%q: byte %d of %q is %q at %d", src, i, w.Text, src[at], at)
					}
				}
			}
		}
	}
}

func TestHeredocs(t *testing.T) {
	f := Parse([]byte("cat > x <<-'EOF'\n\trpm $x\n\tEOF\ngrep a <<< \"$b c\"\nbash <<EOF\nls\nEOF\n"))
	if len(f.Commands) != 3 || len(f.Errors) > 0 {
		t.Fatalf("%s %v", show(f), f.Errors)
	}
	h := f.Commands[0].Heredocs[0]
	if h.Delimiter != "EOF" || !h.Quoted || !h.StripTabs || !strings.Contains(h.Body.Text, "rpm $x") {
		t.Errorf("%+v", h)
	}
	if r := f.Commands[0].Redirects; len(r) != 1 || r[0].Op != ">" || r[0].Target.Text != "x" {
		t.Errorf("%+v", r)
	}
	if h := f.Commands[1].Heredocs[0]; h.Delimiter != "" || h.Body.Text != "$b c" || h.Body.Static {
		t.Errorf("%+v", h)
	}
	if h := f.Commands[2].Heredocs[0]; h.Quoted || h.Body.Text != "ls\n" {
		t.Errorf("%+v", h)
	}
}

func TestLookup(t *testing.T) {
	f := Parse([]byte("A=/usr/bin/rpm\nB=1\nB=2\nC=$(which yum)\nD+=x\nE=1 cmd\n"))
	for name, want := range map[string]string{"A": "/usr/bin/rpm", "C": "$(which yum)", "B": "", "D": "", "F": "", "E": ""} {
		got, ok := f.Lookup(name)
		if ok != (want != "") || got.Text != want {
			t.Errorf("%s is %q, %v", name, got.Text, ok)
		}
	}
}

func TestRecovery(t *testing.T) {
	src := "rpm -q a\nif true; then\n  yum b\nfi\nx=$(( $a b c ))\nif dnf c; then\n  # smart\n  apt 'd e' | wc\n" +
		"cat <<E\nnot this\nE\ncase $x in\n y) swupd f ;;\nesac\nfi\n"
	f := Parse([]byte(src))
	if len(f.Errors) != 1 || f.Errors[0].Line != 5 {
		t.Fatalf("errors %v", f.Errors)
	}
	got := show(f)
	for _, want := range []string{"rpm -q a", "yum b {true}", "dnf c recovered", "apt d e |1 recovered", "wc |2 recovered", "swupd f recovered"} {
		if !strings.Contains("\n"+got+"\n", "\n"+want+"\n") {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, noise := range []string{"not this", "smart", "\ny "} {
		if strings.Contains(got, noise) {
			t.Errorf("%q is in\n%s", noise, got)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, src := range map[string]string{
		"brackets":      strings.Repeat("(", 10000),
		"braces":        strings.Repeat("{ ", 10000),
		"substitutions": strings.Repeat("$(", 10000),
		"conditions":    strings.Repeat("if a; then\n", 10000),
		"hidden":        strings.Repeat("(#)\n", 1<<20), // each bracket looks closed
		"parameters":    "echo " + strings.Repeat("${a:-", 10000),
		"arithmetic":    "echo " + strings.Repeat("$((", 10000),
		"NUL":           "rpm\x00\n",
		"size":          strings.Repeat("a", MaxSize+1),
	} {
		if f := Parse([]byte(src)); len(f.Errors) != 1 || len(f.Commands) > 0 {
			t.Errorf("%s: %d commands, errors %v", name, len(f.Commands), f.Errors)
		}
	}
	// Prose that reads like keywords, and brackets in comments, nest nothing.
	if f := Parse([]byte(strings.Repeat("# if you do {\n", 1000) + "rpm\n")); len(f.Errors) > 0 || len(f.Commands) != 1 {
		t.Errorf("prose: %v", f.Errors)
	}
	// One long line is no trouble.
	if f := Parse([]byte("echo " + strings.Repeat("word ", 200000))); len(f.Errors) > 0 || len(f.Commands[0].Words) != 200001 {
		t.Errorf("a line of 1 MB: %v", f.Errors)
	}
}

var shebang = regexp.MustCompile(`^#! ?/\S*(sh|bash|dash|ksh)\b|^#! ?/\S*env (ba)?sh\b`)

// realScripts returns the shell scripts of the workspace, by name or shebang.
func realScripts(t testing.TB) map[string][]byte {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	scripts := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		src, err := os.ReadFile(path)
		if strings.HasSuffix(path, ".sh") || shebang.Match(src) {
			scripts[path] = src
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return scripts
}

// TestRealScripts checks that a script with an error still gives commands, and
// that few have one.
func TestRealScripts(t *testing.T) {
	scripts, wrong := realScripts(t), 0
	for path, src := range scripts {
		f := Parse(src)
		if len(f.Errors) == 0 {
			continue
		}
		wrong++
		before, after, recovered := 0, 0, 0
		for _, c := range f.Commands {
			switch line := 1 + bytes.Count(src[:c.Start], []byte{'\n'}); {
			case line < f.Errors[0].Line:
				before++
			case line > f.Errors[0].Line:
				after++
			}
			if c.Recovered {
				recovered++
			}
		}
		t.Logf("%s: %v; %d commands before, %d behind it; %d recovered", path, f.Errors[0], before, after, recovered)
		if before == 0 || after == 0 {
			t.Errorf("%s: %d commands before the error, %d behind it", path, before, after)
		}
	}
	if len(scripts) < 400 || wrong > 10 {
		t.Errorf("%d of %d scripts have errors", wrong, len(scripts))
	}
}

func BenchmarkParse(b *testing.B) {
	scripts := realScripts(b)
	for b.Loop() {
		for _, src := range scripts {
			Parse(src)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a 'b' \"$c\" `d`", "cat <<E\nx\nE\n", "if a; then b; fi", "x=$((1", "f() { a; }", "case a in b) c;; esac",
		"a \\\r\n b\r\n", "<<-E\n\tx\n\tE", "${a:-$(b)}", "\xef\xbb\xbfa", "$(( $a b ))\na | b # c\n'd\ne",
		"x=$((a b))\nf() {\n A=(1 2) export B=\"$(c \"d\")\" 2>&1 <<-E | g\n\th\n\tE\n}\ncase $i in\n j|k) [[ l && m ]];;\nesac",
		"A[1]=2 B+=(3) c $'\\n' && declare -rx D= || e 2>f", "cat <<\\E\r\nx\r\nE\r\ny\r",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file := Parse(src)
		for i, c := range file.Commands {
			if c.Start < 0 || c.End < c.Start || c.End > len(src) || c.Parent >= i || len(c.Words) == 0 {
				t.Fatalf("command %d: %+v of %d bytes", i, c, len(src))
			}
			for _, w := range c.Words {
				checkWord(t, w, src)
			}
			for _, h := range c.Heredocs {
				checkWord(t, h.Body, src)
			}
			for _, cond := range c.Conds {
				if cond.Start < 0 || cond.End < cond.Start || cond.End > len(src) {
					t.Fatalf("condition %+v of %d bytes", cond, len(src))
				}
			}
		}
		for _, a := range file.Assigns {
			if a.Start < 0 || a.End < a.Start || a.End > len(src) || a.Command >= len(file.Commands) {
				t.Fatalf("assignment %+v of %d bytes", a, len(src))
			}
			checkWord(t, a.Value, src)
		}
		for _, e := range file.Errors {
			if e.Offset < 0 || e.Offset > len(src) || e.Line < 1 {
				t.Fatalf("error %v at %d of %d bytes", e, e.Offset, len(src))
			}
		}
	})
}

// checkWord checks that all offsets of a word are in range and ordered.
func checkWord(t *testing.T, w Word, src []byte) {
	t.Helper()
	if w.Start < 0 || w.End < w.Start || w.End > len(src) || w.Static != (len(w.Dynamic) == 0) {
		t.Fatalf("word %+v of %d bytes", w, len(src))
	}
	last := w.Start
	for n := range len(w.Text) {
		at := w.Offset(n)
		if at < last || at > w.End {
			t.Fatalf("%q: offset %d of %d is not between %d and %d", w.Text, at, n, last, w.End)
		}
		last = at
	}
	end := 0
	for _, d := range w.Dynamic {
		if d.Start < end || d.End < d.Start || d.End > len(w.Text) {
			t.Fatalf("%q: dynamic %+v", w.Text, w.Dynamic)
		}
		end = d.End
	}
}
