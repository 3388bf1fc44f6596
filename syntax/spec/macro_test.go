package spec

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	m := newMacros(map[string]string{"a": "1", "b": "%{a}2", "empty": "", "with_x": "1"}, func(_ int, format string, args ...any) { t.Errorf(format, args...) })
	m.set("f", macro{body: "%1", parametric: true})
	for text, want := range map[string]string{
		"%a %{a} %{b}":                 "1 1 12",
		"%%a %%%a":                     "%a %1",
		"%{?a}%{?none}%?a%{?empty}":    "11",
		"%{?a:yes %b}%{?none:no}":      "yes 12",
		"%{!?a:no}%{!?none:yes %a}":    "yes 1",
		"%{?!none:yes}%{!?none}%!?a":   "yes",
		"%none %{none} %{none:x} %(%a": "%none %{none} %{none:x} %(%a",
		"%{a":                          "%{a",
		"%":                            "%",
		"100% of %a%":                  "100% of 1%",
		"%f %{f x}":                    "x",
		"%{with x}%{without x}":        "10",
		"%{defined a}%{undefined a}":   "10",
		"%{expand:%%{a}}":              "1",
		"%(echo %a) %[1 + %a]":         "%(echo %a) %[1 + %a]",
		"%{?none:%{a}}%{?a:{%{a}}}":    "{1}",
		"%{_bindir} %{_libdir}":        "/usr/bin /usr/lib64",
		"%{a}%{nil}b":                  "1b",
		"%* %1 %# %-x %{-x*}":          "%* %1 %# %-x %{-x*}",
	} {
		if got := m.expand(text, 0); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestEvaluate(t *testing.T) {
	for text, want := range map[string]string{
		"1": "yes", "0": "no", "07": "yes", "07 >= 7": "yes", "0 && x": "no", "1 || x": "yes", "1 && x": "?", "x || 0": "?",
		`"a" == "a"`: "yes", `"a" != "a"`: "no", `"a" < "b"`: "yes", `"" == "rt"`: "no", `""`: "no", `"%{x}" == "a"`: "?",
		"!0": "yes", "! 1": "no", "!!1": "yes", "!(0 || 0) && 1": "yes", "(1": "?", "1)": "?", "": "?", "production == debug": "?",
		"2 - 1": "yes", "1 + 1 == 2": "yes", "2 * 3": "?", `1 == "1"`: "?", "%{with_x}": "?", "0%{x} >= 1": "?", "%{x} && 0": "no",
		"%(uname | grep x) == 1": "?", "3 > 2 && 2 < 1 || 1": "yes", strings.Repeat("(", 200) + "1" + strings.Repeat(")", 200): "?",
		"1 2": "?", "!": "?", `"open`: "?", "99999999999999999999": "?",
	} {
		got := "?"
		if value, known := evaluate(text); known {
			got = map[bool]string{true: "yes", false: "no"}[value]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", clip(text), got, want)
		}
	}
}

// TestBounds holds macros to their bounds: each would else not end or take all
// memory.
func TestBounds(t *testing.T) {
	double := "Name: a\n%define a0 xxxxxxxxxx\n"
	empty := "Name: a\n%define e0 %{nil}\n"
	for i := 1; i < 60; i++ {
		n, last := strconv.Itoa(i), strconv.Itoa(i-1)
		double += "%define a" + n + " %{a" + last + "}%{a" + last + "}\n"
		empty += "%define e" + n + " %{e" + last + "}%{e" + last + "}\n"
	}
	for name, c := range map[string]struct{ src, want string }{
		"recursion":        {"Name: a\n%define x %{x}\nRequires: %x\n", "64 levels"},
		"mutual recursion": {"Name: a\n%define x %{y}%{y}\n%define y %{x}%{x}\nRequires: %x\n", "left as written"},
		"doubling":         {double + "Requires: %a59\n", "1 MiB"},
		"doubling nothing": {empty + "Requires: %e59\n", "too long"},
		"nested tests":     {"Name: a\nRequires: " + strings.Repeat("%{!?n:", 10000) + "b" + strings.Repeat("}", 10000) + "\n", "64 levels"},
	} {
		f := Parse([]byte(c.src+"Requires: z\n"), Options{})
		if len(f.Errors) == 0 || !strings.Contains(f.Errors[0].Message, c.want) {
			t.Errorf("%s: errors %v", name, f.Errors)
		}
		if last := f.Dependencies[len(f.Dependencies)-1]; last.Name != "z" {
			t.Errorf("%s: what follows was not read: %q", name, clip(last.Name))
		}
	}
}

// TestParametric: arguments and options come where the body asks for them, and
// a macro that calls itself ends.
func TestParametric(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"%define f() [%0 %1 %2 %# %*]\nSummary: %f a b", "[f a b 2 a b]"},
		{"%define f() [%{1}%{?2:-%{2}}%{!?3:.}]\nSummary: %{f a b} c", "[a-b.] c"},
		{"%define f(n:q) [%{-n}|%{-n*}|%{-q:quiet}|%{!-q:loud}|%*]\nSummary: %f -n x y z", "[-n x|x||loud|y z]"},
		{"%define f(n:q) [%{-n*}%{-q:quiet}]\nSummary: %{f -nx -q}", "[xquiet]"},
		{"%define f(-) [%1 %2]\nSummary: %f -n x", "[-n x]"},
		{"%define g() <%1>\n%define f() %{g %1}%{g b}\nSummary: %f a", "<a><b>"},
		{"%define f() %f %1\nSummary: %f a", ""},
		{"Summary: %1 %{1} %* %{-x}", "%1 %{1} %* %{-x}"},
		{"%define f() [%9]\nSummary: %f", "[]"},
	} {
		f := Parse([]byte(c.src+"\n"), Options{})
		got := ""
		for _, tag := range f.Tags {
			got = tag.Expanded
		}
		if c.want == "" {
			if len(f.Errors) == 0 || len(got) > maxOutput {
				t.Errorf("%s: %d bytes, %d errors", c.src, len(got), len(f.Errors))
			}
		} else if got != c.want {
			t.Errorf("%s: %q, want %q", c.src, got, c.want)
		}
	}
}

// TestParametricTags: what a macro expands to is read as if it stood there,
// its conditions too.
func TestParametricTags(t *testing.T) {
	src := "%define x 1\n%define both()   \\\n%if 0%{?x}  \\\nProvides: %1-x = %{epoch}:%{version}  \\\n%endif \\\n%if 0%{?none} \\\nProvides: no \\\n%endif \\\nConflicts: %1\n\n" +
		"Name: qemu\nVersion: 1\nEpoch: 10\n%both qemu-kvm\nRequires: after\n"
	f := Parse([]byte(src), Options{})
	var got []string
	for _, d := range f.Dependencies {
		if taken, _ := Taken(d.Conditions); taken {
			got = append(got, d.Kind+" "+render(d))
		}
	}
	want := []string{"Provides qemu-kvm-x = 10:1", "Conflicts qemu-kvm", "Requires after"}
	if !slices.Equal(got, want) || len(f.Errors) > 0 {
		t.Errorf("%q, %v", got, f.Errors)
	}
}
