package shell

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		src, text string
		refs      []string
		dynamic   string // the dynamic parts of the text
	}{
		{`a /etc/$X/"${Y:-$Z}"'$W'`, `/etc/$X/${Y:-$Z}$W`, []string{"X", "Y", "Z"}, "$X ${Y:-$Z}"},
		{`a x$(b $c)`, `x$(b $c)`, nil, "$(b $c)"},
		{`a $'x\ny\'z\x41'`, "x\ny'z\\x41", nil, ""},
		{`a "x\$y\z"`, `x$y\z`, nil, ""},
		{`a $((1 + $b))`, `$((1 + $b))`, []string{"b"}, "$((1 + $b))"},
	} {
		words := Parse([]byte(c.src)).Commands[0].Words
		var dynamic []string
		for _, d := range words[1].Dynamic {
			dynamic = append(dynamic, words[1].Text[d.Start:d.End])
		}
		if w := words[1]; w.Text != c.text || !reflect.DeepEqual(w.Refs, c.refs) || strings.Join(dynamic, " ") != c.dynamic {
			t.Errorf("%s: %q, refers to %v, dynamic %q", c.src, w.Text, w.Refs, dynamic)
		}
	}
}

func TestWordEndsBeforeCarriageReturn(t *testing.T) {
	src := "rpm -q\r\nA=1\r\nls x\r"
	f := Parse([]byte(src))
	for i, want := range []string{"rpm -q", "ls x"} {
		if c := f.Commands[i]; src[c.Start:c.End] != want {
			t.Errorf("%q, want %q", src[c.Start:c.End], want)
		}
	}
	if a := f.Assigns[0]; src[a.Start:a.End] != "A=1" {
		t.Errorf("%q", src[a.Start:a.End])
	}
}

func TestAssigns(t *testing.T) {
	f := Parse([]byte("A=1 cmd\nexport B=2 C\nlocal D=$x\ndeclare -rx E=\nF+=(a $b)\nG[i]=3\nreadonly H='h h'\n"))
	var got []string
	for _, a := range f.Assigns {
		text := fmt.Sprintf("%s=%s", a.Name, a.Value.Text)
		for name, set := range map[string]bool{"append": a.Append, "array": a.Array, "[" + a.Index: a.Index != "", "command": a.Command >= 0} {
			if set {
				text += " " + name
			}
		}
		for i, set := range []bool{a.Local, a.Export, a.Readonly} {
			if set {
				text += " " + []string{"local", "export", "readonly"}[i]
			}
		}
		got = append(got, text)
	}
	want := "A=1 command|B=2 export|D=$x local|E= export readonly|F=(a $b)|G=3 [i|H=h h readonly"
	if text := strings.NewReplacer(" append array", "", " array append", "").Replace(strings.Join(got, "|")); text != want {
		t.Errorf("got %s\nwant %s", text, want)
	}
	if a := f.Commands[0].Assigns; len(a) != 1 || a[0].Name != "A" {
		t.Errorf("before the command: %+v", a)
	}
	if v := f.Assigns[4]; !v.Append || !v.Array || v.Value.Static || v.Value.Refs[0] != "b" {
		t.Errorf("array %+v", v)
	}
}

func TestLookupOfVariablesSetOtherwise(t *testing.T) {
	for _, src := range []string{
		"A=1\nfor A in x; do b; done\n", "A=1\nread -r A\n", "A=1\n: ${A:=2}\n", "A=1\nA=\n", "A=(1)\n", "A=1\nA[0]=2\n",
		"A=1\nprintf -v A x\n", "A=1\nx=$(( $a b c ))\nA=2\n", "A=1\nx=$(( $a b c ))\nwhile read A; do b; done\n",
	} {
		if v, ok := Parse([]byte(src)).Lookup("A"); ok {
			t.Errorf("%q: A is %q", src, v.Text)
		}
	}
	if v, ok := Parse([]byte("A=rpm\nA=x make\nprintf A\n")).Lookup("A"); !ok || v.Text != "rpm" {
		t.Errorf("A is %q, %v", v.Text, ok)
	}
}

func TestHeredocBodies(t *testing.T) {
	for _, c := range []struct{ src, text string }{
		{"a <<-E\n\t\tx \\$y\n\tz\tz\n\tE\n", "x $y\nz\tz\n"},
		{"a <<'E'\nx \\$y\nE\n", "x \\$y\n"},
		{"a <<\\E\nx $y\nE\n", "x $y\n"},
		{"a <<E\nx \\\ny \"\\\"\"\nE\n", "x y \"\\\"\"\n"},
		{"a <<E\nE\nb\n", ""},
		{"a <<E\r\nx\r\nE\r\nb\r\n", "x\n"},
	} {
		for _, before := range []string{"", "x=$(( $a b c ))\n"} { // the tree, and the recovery
			f := Parse([]byte(before + c.src))
			h := f.Commands[0].Heredocs
			if len(h) != 1 || h[0].Delimiter != "E" || h[0].Body.Text != c.text || !h[0].Body.Static {
				t.Errorf("%q: %+v, want %q", before+c.src, h, c.text)
			}
			if len(f.Commands[0].Redirects) > 0 {
				t.Errorf("%q: redirections %+v", c.src, f.Commands[0].Redirects)
			}
		}
	}
}

func TestRedirects(t *testing.T) {
	f := Parse([]byte("a >b 2>&1 <c\n> /etc/yum.conf\nA=1 3>d\n{ e; f; } >>g\n"))
	show := func(list []Redirect) (text string) {
		for _, r := range list {
			text += r.Fd + r.Op + r.Target.Text + " "
		}
		return text
	}
	if got := show(f.Commands[0].Redirects); got != ">b 2>&1 <c " {
		t.Errorf("of a: %s", got)
	}
	if got := show(f.Commands[1].Redirects); got != ">>g " {
		t.Errorf("of the block: %s", got)
	}
	if got := show(f.Redirects); got != ">/etc/yum.conf 3>d " {
		t.Errorf("of no command: %s", got)
	}
}

func TestCondOffsets(t *testing.T) {
	src := "\xef\xbb\xbfif [ -f /etc/x ] ; then\r\n a && b\r\nelse case $y in (c|d) e;; esac; fi\r\n"
	for _, c := range Parse([]byte(src)).Commands {
		for _, cond := range c.Conds {
			if text := src[cond.Start:cond.End]; !strings.HasSuffix(cond.Text, text) || text == "" {
				t.Errorf("%q is %q", cond.Text, text)
			}
		}
	}
}
