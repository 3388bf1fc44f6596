package facts

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// programs lists "INTERPRETER@LINE:COLUMN CODE" for every piece of Python, of
// its code the first line. It also checks that each byte of the piece that the
// file has is where the piece says.
func programs(t testing.TB, src string, f *File) string {
	t.Helper()
	var out []string
	for i := range f.Programs {
		p := &f.Programs[i]
		at := p.At(0)
		if at < 0 || at > len(src) {
			t.Fatalf("a piece at %d of %d bytes", at, len(src))
		}
		before := src[:at]
		code, _, _ := strings.Cut(strings.TrimLeft(string(p.Src), "\n"), "\n")
		out = append(out, fmt.Sprintf("%s@%d:%d %s", p.Interpreter, 1+strings.Count(before, "\n"), at-strings.LastIndex(before, "\n"), strings.TrimSpace(code)))
	}
	return strings.Join(out, " | ")
}

func TestPrograms(t *testing.T) {
	for _, c := range []struct {
		language  Language
		src, want string
	}{
		{Shell, "x\npython -c 'print 1'\n", "python@2:12 print 1"},
		{Shell, "python2.7 -u -W ignore -c \"print $X\"\n", "python2.7@1:28 print XX"},
		{Shell, "python -cprint\n", "python@1:10 print"},
		{Shell, "python3 -c 'print(1)'\n", "python3@1:13 print(1)"},
		{Shell, "$PYTHON -c 'print 1'\n", "python@1:13 print 1"},
		{Shell, "python -m json.tool -c 'print 1'\npython x.py -c 'print 1'\npython --version -c x\n", ""},
		{Shell, "python <<EOF\nprint 1\nEOF\n", "python@2:1 print 1"},
		{Shell, "python - \"$1\" <<-'EOF'\n\tprint 1\n\tEOF\n", "python@2:2 print 1"},
		{Shell, "cat <<EOF | sudo python\nprint 1\nEOF\n", "python@2:1 print 1"},
		{Shell, "cat > /usr/bin/x <<EOF\n#!/usr/bin/env python2\nprint 1\nEOF\n", "python2@2:1 #!/usr/bin/env python2"},
		{Shell, "cat > x.py <<EOF\nprint 1\nEOF\ncat > x.txt <<EOF\nprint 1\nEOF\npython x.py <<EOF\nprint 1\nEOF\n", "python@2:1 print 1"},
		{Shell, "S=$(cat <<EOF\nprint 1\nEOF\n)\npython -c \"$S\"\npython -c \"$S\"\n", "python@2:1 print 1"},
		{Shell, "echo python -c 'print 1'\n# python -c 'print 1'\n", ""},
		{Shell, "bash -c \"python -c 'print 1'\"\n", "python@1:21 print 1"},
		{Spec, "Name: a\nVersion: 1\nRelease: 1\n%post -p /usr/bin/python\nprint '%%s'\n", "python@5:1 print ' %s'"},
		{Spec, "Name: a\nVersion: 1\nRelease: 1\n%define s %(%{__python} -c \"print 1\")\n", "python@4:29 print 1"},
		{Spec, "Name: a\nVersion: 1\nRelease: 1\n%post\n%{__python3} -c 'print(1)'\n", "python3@5:18 print(1)"},
		{Makefile, "x:\n\t@$(PYTHON) -c 'print 1'\n", "python@2:17 print 1"},
		{Dockerfile, "FROM x\nRUN python -c 'print 1'\nRUN python <<EOF\nprint 2\nEOF\nRUN x\n", "python@2:16 print 1 | python@4:1 print 2"},
		{Kickstart, "%post --interpreter=/usr/bin/python\nprint 1\n%end\n", "python@2:1 print 1"},
		{Unit, "[Service]\nExecStart=/usr/bin/python -c 'print 1'\n", "python@2:31 print 1"},
		{Puppet, "exec { 'a': command => \"python -c 'print 1'\" }\n", "python@1:36 print 1"},
		{Puppet, "file { '/a': content => '#!/usr/bin/python\nprint 1\n' }\n", "python@1:26 #!/usr/bin/python"},
		{Config, "<%# x %>\n#!/usr/bin/python\nprint <%= @x %>\n", "python@2:1 #!/usr/bin/python"},
		{Config, "key = python -c 'print 1'\n", ""},
		{YAML, "- shell: |\n    python -c 'print {{ x }}'\n- name: |\n    python -c 'print 1'\n", "python@2:16 print XXXXXXX"},
		{Python, "import os\nos.system(\"python -c 'print 1'\")\n", "python@2:23 print 1"},
		{Python, "import subprocess, sys\nsubprocess.call([sys.executable, '-c', 'print 1'])\n", "python@2:41 print 1"},
		{Patch, "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n+print 1\n", "python@4:2 a"},
		{Patch, "--- a/x.c\n+++ b/x.c\n@@ -1,1 +1,1 @@\n-b\n+print 1\n", ""},
		{Patch, "--- a/x.sh\n+++ b/x.sh\n@@ -1,1 +1,2 @@\n a\n+python -c 'print 1'\n", "python@5:13 print 1"},
	} {
		f := extract(t, c.language, c.src)
		if got := programs(t, c.src, f); got != c.want {
			t.Errorf("%s %q\n got %s\nwant %s", c.language, c.src, got, c.want)
		}
	}
}

// TestHostilePrograms: input that is meant to hurt is read in time that grows
// with its size, and nothing is found outside of it.
func TestHostilePrograms(t *testing.T) {
	const size = 1 << 18
	for name, unit := range map[string]string{
		"documents without end":  "python <<EOF\n",
		"one line":               "python -c 'x' ",
		"one command":            "cat <<E ",
		"NUL":                    "python -c '\x00'\n",
		"carriage returns":       "python -c 'print 1'\r",
		"templates":              "{{ <%= python ",
		"one value, many runs":   "python -c \"$X\"\n",
		"hunks":                  "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n+(\n",
		"run":                    "RUN python <<E\n",
		"scalars":                "  - shell: |\n      python\n",
		"sequences":              "- command:\n  - a\n",
		"here-documents":         "x = <<E, <<\"F\"\n",
		"quotes":                 "system(\"a \\\" b\" . 'c'); qx{ {a} }; %x{b}\n",
		"open brackets":          "system(\"a\", [ {",
		"expressions":            "=~ /a/; s{a}{b}; y/a/b/; m(a\n",
		"names":                  "X=\"$X rpm\"\n$X a.rpm *.src.rpm /repodata/repomd.xml\n",
		"functions":              "f() { shift; \"$@\"; }\nf f f rpm -qa\n",
		"aliases":                "alias f='f f'\ntrap 'eval \"$X\"' EXIT\n",
		"arithmetic":             "x=$((a; b) | c)\n",
		"buffers":                "char a[9]; sprintf(a, \"rpm %s\"); system(a); execl(\"a\", \"b\", \"c\");\n",
		"tables":                 "* * * * * root a\nRUN+=\"a\"\npostrotate\nendscript\ncommands =\n  a\n[testenv]\n",
		"a megabyte of one line": "a ",
	} {
		src := strings.Repeat(unit, size/len(unit))
		if name == "one value, many runs" {
			src = "X='" + strings.Repeat("x = 1\n", size/6) + "'\n" + src
		}
		for _, language := range []Language{Shell, Spec, Makefile, Dockerfile, Kickstart, Unit, Puppet, Config, YAML, Patch, C, Ruby, Perl, Tcl, Cron, Udev} {
			start := time.Now()
			programs(t, src, Extract(language, []byte(src), nil))
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%s as %s: %v", name, language, took)
			}
		}
	}
}

// TestFlags holds that a variable which another condition sets stands for that
// condition, and only where it is the one way to its value.
func TestFlags(t *testing.T) {
	const find = "YUM=$(which yum)\nAPT=`command -v apt-get 2>/dev/null`\nUSE_APT=false\nif [[ ! -z $YUM ]]; then\n  a\nelif [ -n \"$APT\" ]; then\n  USE_APT=true\nelse\n  echo none\n  exit 0\nfi\n"
	const set = "! (command -v yum) && (command -v apt-get)"
	tests := []struct{ src, want string }{
		{find + "if $USE_APT; then\n  b\nfi\n", "(" + set + ")"},
		{find + "if [ \"$USE_APT\" = true ]; then\n  :\nelse\n  b\nfi\n", "!(" + set + ")"},
		{find + "if [ -z \"$APT\" ]; then b; fi\n", "(! (command -v apt-get))"},
		{find + "for USE_APT in x y; do :; done\nif $USE_APT; then b; fi\n", "()"},
		{find + "USE_APT=true\nif $USE_APT; then b; fi\n", "()"},
		{find + "USE_APT=$(x)\nif $USE_APT; then b; fi\n", "()"},
		{find + "if [ $OTHER = true ]; then b; fi\n", "()"},
	}
	for _, tt := range tests {
		f := extract(t, Shell, tt.src)
		guards := f.Commands[len(f.Commands)-1].Guards
		if f.Commands[len(f.Commands)-1].Program != "b" || len(guards) != 2 {
			t.Errorf("%q: %+v", tt.src, guards)
			continue
		}
		if guards[0].Means != "(command -v yum) || (command -v apt-get)" {
			t.Errorf("%q: after the arms: %q", tt.src, guards[0].Means)
		}
		if guards[0].Text != "([[ ! -z $YUM ]]) || ([ -n \"$APT\" ])" {
			t.Errorf("%q: after the arms: %q", tt.src, guards[0].Text)
		}
		if got := map[bool]string{true: "!"}[guards[1].Negated] + "(" + guards[1].Means + ")"; got != tt.want {
			t.Errorf("%q: %s, want %s", tt.src, got, tt.want)
		}
	}
}

// TestSpecBranches holds that what a scriptlet runs stands under the conditions
// of its spec, those of its body included.
func TestSpecBranches(t *testing.T) {
	f := extract(t, Spec, "Name: a\n%if 0%{?rhel}\n%post\na\n%if %{with_systemd}\nb\n%else\nif [ -x c ]; then\nc /etc/agent\nfi\n%endif\n%endif\nd\n")
	want := map[string]string{
		"a": "%if 0%{?rhel}", "b": "%if 0%{?rhel}, %if %{with_systemd}", "c": "%if 0%{?rhel}, !%if %{with_systemd}, [ -x c ]", "d": "",
	}
	text := func(guards []Guard) string {
		var list []string
		for _, g := range guards {
			list = append(list, map[bool]string{true: "!"}[g.Negated]+g.Text)
		}
		return strings.Join(list, ", ")
	}
	for _, c := range f.Commands {
		if w, ok := want[c.Program]; ok && text(c.Guards) != w {
			t.Errorf("%s stands under %s, want %s", c.Program, text(c.Guards), w)
		}
	}
	for _, p := range f.Paths {
		if p.Text == "/etc/agent" && text(p.Guards) != want["c"] {
			t.Errorf("%s stands under %s", p.Text, text(p.Guards))
		}
	}
}
