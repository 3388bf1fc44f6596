package py2

import (
	"strings"
	"testing"
)

// TestPython3Only holds what tells that a file is for Python 3 alone against a
// line whose meaning changed.
func TestPython3Only(t *testing.T) {
	for _, c := range []struct {
		src  string
		only bool
	}{
		{"def f(a, *, b):\n    pass\n", true},
		{"def f(*a, b=1):\n    pass\n", true},
		{"a, *b = c\n", true},
		{"class A(metaclass=B):\n    pass\n", true},
		{"a = [*b, c]\n", true},
		{"a = {**b}\n", true},
		{"a: int = 1\n", true},
		{"def f() -> None:\n    pass\n", true},
		{"try:\n    pass\nexcept* ValueError:\n    pass\n", true},
		{"print(a, file=b)\n", true},
		{"from __future__ import print_function\nprint(a, file=b)\n", false},
		{"def f(a, *b, **c):\n    pass\n", false},
		{"f(*a, **b)\n", false},
		{"f = lambda *a, **b: a\n", false},
		{"class A(B):\n    pass\n", false},
		{"a, b = c\n", false},
	} {
		got := strings.Contains(strings.Join(found(t, c.src+"x = input()\n"), " "), "B007")
		if got == c.only {
			t.Errorf("%s\nfor Python 3 alone: %v", c.src, c.only)
		}
	}
}
