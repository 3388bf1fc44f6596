package spec

import (
	"strings"
	"testing"
)

// TestDeepConditions nests 10,000 %if: all that is within is still read.
func TestDeepConditions(t *testing.T) {
	const n = 10000
	src := "Name: a\n" + strings.Repeat("%if 1\n", n) + "Requires: b\n" + strings.Repeat("%endif\n", n) + "Requires: c\n"
	f := Parse([]byte(src), Options{})
	if len(f.Dependencies) != 2 || len(f.Dependencies[0].Conditions) != maxConditions || len(f.Dependencies[1].Conditions) != 0 {
		t.Fatalf("%d dependencies", len(f.Dependencies))
	}
	if len(f.Errors) != 1 || !strings.Contains(f.Errors[0].Message, "in each other") {
		t.Errorf("errors %v", f.Errors)
	}
	f = Parse([]byte(src[:8+6*n]), Options{})
	if len(f.Errors) != 1+maxConditions+1 {
		t.Errorf("%d errors for %d open %%if", len(f.Errors), n)
	}
}

// TestHostile would take minutes if the time were not linear.
func TestHostile(t *testing.T) {
	for name, unit := range map[string]string{
		"letters": "x", "percent": "%", "open": "%{", "shell": "%(", "tests": "%{?a:", "defines": "%define ", "globals": "%{!?a:%global b}",
		"definitions": "%define a b\n", "patches": "%{PATCH1}", "parentheses": "(", "deps": "a ", "tags": "a:\n", "sections": "%post\n",
		"ifs": "%if 1\n", "elifs": "%if 1\n%elif 1\n", "ends": "%if 1\nRequires: a\n%endif\n", "continued": "\\\n", "continued tags": "a: \\\n",
		"not": "!", "nul": "\x00", "nul lines": "\x00\n", "uses": "%{nil}", "quotes": "\"", "lua": "%{lua:", "blanks": " ", "braces": "}",
	} {
		t.Run(name, func(*testing.T) {
			for _, prefix := range []string{"", "Requires: ", "%define x ", "%if ", "%prep\n", "%prep\n "} {
				size := 1 << 20
				if prefix == "Requires: " {
					size = 5 << 20
				}
				Parse([]byte(prefix+strings.Repeat(unit, size/len(unit))), Options{})
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	src := []byte(agent)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Parse(src, Options{Defines: agentDefines})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(agent))
	f.Add([]byte("%{!?x: %global x %(y)}\nRequires: (a or b) >= %x,c\n%if \"%x\" == \"\" && !0\n%bcond_with z\n%elif %{with z}\n%endif"))
	f.Add([]byte("\xef\xbb\xbfName:a\r\nPatch:\\\r\n b\r\n%prep\r\n%patch -P 0\r\n%{lua:\r\n}%{P:1}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		p := Parse(src, Options{Defines: agentDefines})
		inside := func(what string, start, end, from int) {
			if start < from || end < start || end > len(src) {
				t.Fatalf("%s at %d-%d after %d of %d", what, start, end, from, len(src))
			}
		}
		last := 0
		for _, x := range p.Tags {
			inside("tag "+x.Name, x.Start, x.End, last)
			inside("value of "+x.Name, x.ValueStart, x.End, x.Start)
			last = x.Start
		}
		last = 0
		for _, x := range p.Sections {
			inside("section "+x.Name, x.Start, x.End, last)
			inside("body of "+x.Name, x.BodyStart, x.BodyEnd, x.Start)
			for _, d := range x.Directives {
				inside("directive", d.Start, d.End, x.Start)
			}
			last = x.End
		}
		for _, x := range p.Dependencies {
			inside("dependency "+x.Name, x.Start, x.End, 0)
			if x.Raw == "" || x.Name == "" {
				t.Fatalf("%+v", x)
			}
		}
		for _, x := range p.Macros {
			inside("macro "+x.Name, x.Start, x.End, 0)
		}
		for _, x := range p.ShellCalls {
			inside("call", x.Start, x.End, 0)
			inside("text of the call", x.TextStart, x.TextStart+len(x.Text), x.Start)
		}
		for _, x := range p.PatchUses {
			inside("use of a patch", x.Start, x.End, 0)
		}
		for _, x := range p.Packages {
			inside("package", x.Start, x.End, 0)
		}
		for _, x := range append(p.Sources, p.Patches...) {
			inside("source", x.Start, x.End, 0)
		}
		for _, x := range p.Errors {
			inside("error", x.Offset, len(src), 0)
		}
	})
}
