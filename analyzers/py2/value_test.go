package py2

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
)

// TestValues follows bytes through what lies between where they come from and
// where they are taken for text.
func TestValues(t *testing.T) {
	const head = "import subprocess as sp\nfrom eventlet.green import subprocess\n"
	for _, c := range []struct{ name, src, want string }{
		{"module under another name", "sp.check_output(c).split('a')\n", "X001:3"},
		{"green module", "subprocess.check_output(c).split('a')\n", "X001:3"},
		{"text mode refused", "sp.check_output(c, universal_newlines=False).split('a')\n", "X001:3"},
		{"text mode by encoding", "sp.check_output(c, encoding='utf-8').split('a')\n", ""},
		{"strip keeps bytes", "x = sp.check_output(c)\nx = x.strip()\nx = x[1:]\n'a' in x\n", "X001:3"},
		{"overwritten", "x = sp.check_output(c)\nx = get()\n'a' in x\n", ""},
		{"overwritten under a condition", "x = sp.check_output(c)\nif c:\n    x = get()\n'a' in x\n", "X001:3"},
		{"converted by a function", "x = sp.check_output(c)\nif c:\n    x = to_text(x)\n'a' in x\n", ""},
		{"parts of a split", "for x in sp.check_output(c).split():\n    x.startswith('a')\n", "X001:3"},
		{"unpacked", "a, b = sp.check_output(c).split()\na + 'x'\n", "X001:3"},
		{"no pipe, no output", "a = sp.Popen(c).communicate()[0]\n'a' in a\n", ""},
		{"second of the pair", "a, b = sp.Popen(c, stdout=1).communicate()\n'a' in b\n", "X001:3"},
		{"a function's return", "def run():\n    return 0, sp.check_output(c)\nrc, x = run()\n'a' in x\n", "X001:4"},
		{"a function that is two", "def run():\n    return sp.check_output(c).decode()\ndef run():\n    return 1\n'a' in run()\n", ""},
		{"functions that call each other", "def f():\n    return g()\ndef g():\n    return f()\n'a' in f()\n", ""},
		{"a name of another scope", "x = sp.check_output(c)\ndef f():\n    return 'a' in x\n", "X001:3"},
		{"a parameter hides it", "x = sp.check_output(c)\ndef f(x):\n    return 'a' in x\n", ""},
		{"a log shows it", "x = sp.check_output(c)\nLOG.info('%s' % x)\n", ""},
		{"an exception shows it", "x = sp.check_output(c)\nraise ValueError('%s' % x)\n", ""},
		{"formatted", "x = sp.check_output(c)\ny = '%s' % x\n", "X001:3"},
		{"looked for among parts", "'a' in sp.check_output(c).split()\n", "X001:3"},
		{"numbers of bytes", "x = sp.check_output(c)\nint(x) + len(x) + x.count(b'a')\n", ""},
		{"Python 3 alone", "x = sp.check_output(c)\n'a' in x\nprint(f'{x}')\n", ""},
	} {
		if got := strings.Join(found(t, head+c.src), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestUseIsWorst reports a place once, however often what it gives is used.
func TestUseIsWorst(t *testing.T) {
	got := found(t, "import subprocess\ndef f(c):\n    x = subprocess.check_output(c)\n    '%s' % x\n    x == 'a'\n    x + 'a'\n    return x\n")
	if want := []string{"X001:3"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// BenchmarkValues is for how cost grows with length where every name has many
// assignments and every function calls the next.
func BenchmarkValues(b *testing.B) {
	run := mapper(b)
	for _, n := range []int{1000, 2000, 4000} {
		var src strings.Builder
		src.WriteString("import subprocess\ndef f(c):\n    x = ''\n")
		for range n {
			src.WriteString("    if c:\n        x = x + subprocess.check_output(c)\n")
		}
		for i := range n {
			fmt.Fprintf(&src, "def g%d(c):\n    return g%d(c)\n", i, i+1)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(src.Len()))
			f := file(b, src.String())
			f.Python() // parsing is not what is timed
			for b.Loop() {
				if err := run(&analysis.Pass{Analyzer: Analyzer, File: f}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
