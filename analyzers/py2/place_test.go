package py2

import (
	"strings"
	"testing"
)

// TestPlaces holds where views and iterators are followed to against what is
// said of them: ? behind a guard aside, the rule and the line of the call.
func TestPlaces(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"def f(d):\n    return g(d.keys())\ndef g(k):\n    return sorted(k)\n", ""},
		{"def f(d):\n    g(x, names=d.keys())\ndef g(a, names=None):\n    names.append(1)\n", "T001:2"},
		{"def f(d):\n    a = b = d.keys()\n    b.remove(1)\n    return sorted(a)\n", "T001:2"},
		{"def f(d):\n    a, b = d.keys(), 1\n    a.remove(b)\n", "T001:2"},
		{"def f(d):\n    a = d.keys()\n    a = list(a)\n    a.remove(1)\n", ""},
		{"def f(d):\n    a = d.keys()\n    def g():\n        a.remove(1)\n    return g\n", "T001:2"},
		{"def f(d):\n    if d:\n        a = d.keys()\n    else:\n        a = []\n    a.remove(1)\n", "T001:3"},
		{"class A(object):\n    def f(self, d):\n        self.x = d.keys()\n    def g(self):\n        self.x.append(1)\n", "T001:3"},
		{"class A(object):\n    def _f(self, d):\n        return d.keys()\n    def g(self):\n        return self._f(1).pop()\n", "T001:3"},
		{"def f():\n    return f(map(g, x))\n", "T016:2"},
		{"def f(x):\n    return f(x)\nf(map(g, y))\n", "T016:3"},
		{"def f(d):\n    x = d.keys()\n    return x[0]\n", "T001:3"},
		{"def f(d):\n    x = d.keys()\n    x.sort()\n    x.remove(1)\n", "M014:3"},
		{"def f(d):\n    x = []\n    if d:\n        x = d.keys()\n    return x[0], x\n", "T001:4"},
		{"def f(d):\n    g(filter(h, d))\ndef g(x):\n    return len(x), x[0]\n", "T003:2"},
		{"def f(d):\n    return len(g(d)) + g(d)[0]\ndef g(x):\n    return x.values()\n", "T001:4"},
		{"def f(d):\n    g(d.keys())\ndef g(x):\n    return x + [1], x - d.keys()\n", "T001:2"},
		{"def f(d):\n    g(range(d))\ndef g(x):\n    return len(x), x[0]\n", ""},
		{"x = filter(f, y) if z else []\nif x:\n    pass\n", "T016:1"},
		{"x = (a if map(f, y) else b)\n", "T016:1"},
		{"def f(d):\n    assert d.keys() == ['a'], d.values()\n", "T015:2 T015:2"},
		{"assertEqual(map(f, x), [1])\n", "T016:1"},
		{"self.assertEqual([1], d.keys())\n", "T015:1"},
		{"self.assertEqual(d.keys(), e.keys())\n", ""},
		{"x = '%s' % d.keys()\n", "T015:1"},
		{"x = '%s %s' % (d.keys(), 1)\n", "T015:1"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// BenchmarkPlaces is for how cost grows with length where everything may reach
// everything: one name bound and read again and again, one function called.
func BenchmarkPlaces(b *testing.B) {
	growth(b, func(n int) string {
		src := "def f(x):\n    return map(g, x)\n" + strings.Repeat("x = d.keys()\nf(x)\n[x for x in y]\n", n) +
			"def h():\n" + strings.Repeat("    try:\n        pass\n    except E:\n        pass\n    exec 'x'\n    raise\n", n)
		return src
	})
}
