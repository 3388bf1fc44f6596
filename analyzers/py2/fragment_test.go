package py2

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
)

// TestFragments holds what is said of code whose imports are not in sight, and
// of code that no Python takes.
func TestFragments(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"with mock.patch('__builtin__.open'):\n    pass\n", "I020:1"},
		{"@patch('__builtin__.open')\ndef f(o):\n    pass\n", "I020:1"},
		{"def f(patch):\n    patch('__builtin__.open')\n", ""},
		{"patch('urllib2')\n", ""},
		{"x = 089\n", ""},
		{"x = 077\n", "S019:1"},
		{"x = (i for i in 1, 2)\n", ""},
		{"x = sum(i for i in y,)\n", "S029:1"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestSeverities holds findings to what is known of them: nothing says that
// what str is mapped over is bytes, and int(round(x)) differs on ties alone.
func TestSeverities(t *testing.T) {
	for src, want := range map[string]finding.Severity{
		"x = list(map(str, y))\n":   finding.Info,
		"x = list(map(bytes, y))\n": finding.Warning,
		"x = round(y)\n":            finding.Warning,
		"x = int(round(y))\n":       finding.Info,
		"x = round\n":               finding.Info,
	} {
		pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, src)}
		if err := mapper(t)(pass); err != nil {
			t.Fatal(err)
		}
		if c := pass.Candidates(); len(c) != 1 || c[0].Severity != want {
			t.Errorf("%s: got %+v, want one of severity %v", src, c, want)
		}
	}
}
