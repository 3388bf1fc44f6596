package py2

import (
	"strings"
	"testing"
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
