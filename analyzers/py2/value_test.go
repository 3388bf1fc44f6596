package py2

import (
	"fmt"
	"slices"
	"strings"
	"testing"
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
		{"a function's return, added to", "def run():\n    return 1, b64encode(c)\nrc, x = run()\nx + 'a'\n", ""},
		{"a function's number", "def size():\n    return 7\nx = size() / 2\n", "N003:5"},
		{"functions that call each other", "def f():\n    return g()\ndef g():\n    return f()\n'a' in f()\n", ""},
		{"a name of another scope", "x = sp.check_output(c)\ndef f():\n    return 'a' in x\n", "X001:3"},
		{"a parameter hides it", "x = sp.check_output(c)\ndef f(x):\n    return 'a' in x\n", ""},
		{"a log shows it", "x = sp.check_output(c)\nLOG.info('%s' % x)\n", ""},
		{"an exception shows it", "x = sp.check_output(c)\nraise ValueError('%s' % x)\n", ""},
		{"formatted", "x = sp.check_output(c)\ny = '%s' % x\n", "X001:3"},
		{"looked for among parts", "'a' in sp.check_output(c).split()\n", "X001:3"},
		{"numbers of bytes", "x = sp.check_output(c)\nint(x) + len(x) + x.count(b'a')\n", ""},
		{"under Python 2 alone", "import six\nx = get()\nif six.PY2:\n    x = sp.check_output(c)\n'a' in x\n", ""},
		{"an arm of Python 2", "import six\nx = sp.check_output(c) if six.PY2 else run(c)\n'a' in x\n", ""},
		{"asked for its type", "x = sp.check_output(c)\nif isinstance(x, str):\n    'a' in x\n", ""},
		{"given again in a loop", "x = ''\nwhile c:\n    'a' in x\n    x = sp.check_output(c)\n", "X001:6"},
		{"given in each turn first", "while c:\n    x = get()\n    'a' in x\n    x = sp.check_output(c)\n", ""},
		{"a lambda", "f = lambda: sp.check_output(c)\n'a' in f()\n", "X001:3"},
		{"a function within", "def f():\n    def g():\n        return sp.check_output(c)\n    return 'a' in g()\n", "X001:5"},
		{"a method of an object", "class A(object):\n    def run(self):\n        return sp.check_output(c)\na = A()\n'a' in a.run()\n", "X001:5"},
		{"an inherited method", "class A(object):\n    def run(self):\n        return sp.check_output(c)\nclass B(A):\n    def f(self):\n        return 'a' in self.run()\n", "X001:5"},
		{"a property", "class A(object):\n    @property\n    def out(self):\n        return sp.check_output(c)\n    def f(self):\n        return 'a' in self.out\n", "X001:6"},
		{"a static method", "class A(object):\n    @staticmethod\n    def run():\n        return sp.check_output(c)\n'a' in A.run()\n", "X001:6"},
		{"an attribute of the class", "class A(object):\n    out = sp.check_output(c)\n    def f(self):\n        return 'a' in self.out\n", "X001:4"},
		{"an attribute that is unpacked into", "class A(object):\n    def f(self):\n        self.out, self.rc = sp.check_output(c), 0\n        return 'a' in self.out\n", "X001:5"},
		{"an attribute of a base", "class A(object):\n    def __init__(self):\n        self.out = sp.check_output(c)\nclass B(A):\n    def f(self):\n        return 'a' in self.out\n", "X001:5"},
		{"an attribute of another class", "class A(object):\n    def __init__(self):\n        self.out = sp.check_output(c)\nclass B(object):\n    def f(self):\n        return 'a' in self.out\n", "X001:5"},
		{"classes that derive from each other", "class A(B):\n    def f(self):\n        return 'a' in self.x\nclass B(A):\n    def f(self):\n        return 'a' in self.g()\n", ""},
		{"encoded one by one", "def f(body):\n    body = [x.encode('utf8') for x in body]\n    return ''\n", ""},
		{"gone through by a comprehension", "x = sp.check_output(c).split()\ny = [a + 'b' for a in x]\n", "X001:3"},
		{"shown in its form", "x = 'a'.encode('ascii')\ny = '%r' % x\n", ""},
		{"two statements in one", "x = y = sp.check_output(c)\n'a' in x\n", "X001:3"},
		{"Python 3 alone", "x = sp.check_output(c)\n'a' in x\nprint(f'{x}')\n", ""},
	} {
		if got := strings.Join(found(t, head+c.src), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestNumbers follows numbers to where their quotient is taken.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"names", "a = 7\nb = len(x)\nc = b / a\n", "N003:3"},
		{"changed by assignments", "a = 7\na += 1\na *= 2\nb = a / 2\n", "N003:4"},
		{"changed to a float", "a = 7\na += 0.5\nb = a / 2\n", ""},
		{"a float on one way", "a = 7\nif x:\n    a = 0.5\nb = a / 2\n", ""},
		{"a quotient divided", "a = 7 / 2\nb = a / 2\n", "N003:1 N003:2"},
		{"a quotient as an index, later", "a = len(x) / 2\ny = x[a]\n", "N002:1"},
		{"what is unknown as an index", "y = x[n / 2:]\n", "N002:1"},
		{"what is unknown as a key", "y = {}\nz = y[n / 2]\n", ""},
		{"a number of turns", "for i in range(n / 2):\n    pass\n", "N002:1"},
		{"a width", "x = '-' * (n / 2)\n", "N002:1"},
		{"made an integer on the way", "a = len(x) / 2\ny = x[int(a)]\n", "N003:1"},
		{"made an integer at once", "y = x[int(len(x) / 2)]\n", ""},
		{"rounded down", "import math\ny = x[int(math.floor(len(x) / 2))]\n", ""},
		{"shown as an integer", "y = '%d' % (len(x) / 2)\n", ""},
		{"shown", "y = '%s' % (len(x) / 2)\n", "N003:1"},
		{"a counter", "i = 0\nfor x in y:\n    i += 1\nz = 100 / i\n", "N003:4"},
		{"a turn of a range", "for i in range(9):\n    x = i / 2\n", "N003:2"},
		{"a number of a turn", "for i, x in enumerate(y):\n    z = i / 2\n", "N003:2"},
		{"time", "import time\nx = time.time()\ny = (time.time() - x) / 2\n", ""},
		{"by nothing", "1 / 0\n", ""},
		{"attributes", "class A(object):\n    def __init__(self):\n        self.n = 0\n    def f(self):\n        self.n += 1\n        return self.n / 2\n", "N003:6"},
		{"an attribute that is a float elsewhere", "class A(object):\n    def __init__(self):\n        self.n = 0\n    def f(self):\n        self.n += 1.5\n    def g(self):\n        return self.n / 2\n", ""},
		{"a method", "class A(object):\n    def n(self):\n        return 1\n    def f(self):\n        return self.n() / 2\n", "N003:5"},
		{"a method that a class below has too", "class A(object):\n    def n(self):\n        return 1\n    def f(self):\n        return self.n() / 2\nclass B(A):\n    def n(self):\n        return 0.5\n", ""},
		{"divided in place", "n = len(x)\nn /= 2\n", "N003:2"},
		{"complex", "x = 1 / 1j\n", ""},
		{"in the manner of Python 3", "from __future__ import division\nx = 1 / 2\n", ""},
	} {
		var got []string
		for _, f := range found(t, c.src) {
			if !strings.HasPrefix(f, "N001") {
				got = append(got, f)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestNoneInOrder looks for None where values are put in order.
func TestNoneInOrder(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a parameter that is left out", "def f(limit=None):\n    return limit < 3\n", "B026:2"},
		{"one that is asked for", "def f(limit=None):\n    return limit and limit < 3\n", ""},
		{"one that is asked for before", "def f(limit=None):\n    if limit is None:\n        limit = 3\n    return limit < 3\n", ""},
		{"one that is given a value", "def f(limit=None):\n    limit = 3\n    return limit < 3\n", ""},
		{"once a function", "def f(limit=None):\n    return limit < 3 or limit > 5\n", "B026:2"},
		{"the largest", "def f(limit=None):\n    return max(limit, 3)\n", "B026:2"},
		{"by a key", "def f(limit=None):\n    return max(limit, 3, key=g)\n", ""},
		{"equal is no order", "def f(limit=None):\n    return limit == 3\n", ""},
		{"None for certain", "x = None\nx < 3\n", "B026:2"},
		{"a key that may be missing", "def f(d):\n    x = d.get('k')\n    return x < 3\n", "B026:3"},
		{"a key with a default", "def f(d):\n    x = d.get('k', 0)\n    return x < 3\n", ""},
		{"where TypeError is caught", "def f(limit=None):\n    try:\n        return limit < 3\n    except TypeError:\n        pass\n", "B026:3?"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
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
	growth(b, func(n int) string {
		var src strings.Builder
		src.WriteString("import subprocess\ndef f(c):\n    x = ''\n")
		for range n {
			src.WriteString("    if c:\n        x = x + subprocess.check_output(c)\n")
		}
		for i := range n {
			fmt.Fprintf(&src, "def g%d(c):\n    return g%d(c)\n", i, i+1)
		}
		return src.String()
	})
}

// BenchmarkChanged is for how cost grows with length where a name is changed
// again and again, under conditions and in loops.
func BenchmarkChanged(b *testing.B) {
	growth(b, func(n int) string {
		var src strings.Builder
		src.WriteString("def f(c, d):\n    x = 0\n    while c:\n")
		for range n {
			src.WriteString("        if c:\n            x += 1 / c\n        if x < d.get(c):\n            x = x / 2\n")
		}
		src.WriteString("class A(object):\n    def f(self):\n")
		for i := range n {
			fmt.Fprintf(&src, "        self.a%d += self.a%d\n        self.x = self.x / self.y\n", i, i+1)
		}
		return src.String()
	})
}

// BenchmarkBranches is for how cost grows with length where one branch of an if binds
// what the other uses, and where many loops go over one held view.
func BenchmarkBranches(b *testing.B) {
	growth(b, func(n int) string {
		var src strings.Builder
		src.WriteString("def f(c, s):\n    x = ''\n    if c:\n" + strings.Repeat("        x = s.recv(9)\n", n) + "    else:\n" + strings.Repeat("        x += s.recv(9)\n", n))
		src.WriteString("class A(object):\n    def g(self):\n        names = self.hosts.keys()\n" + strings.Repeat("        for k in names:\n            del self.hosts[k]\n", n))
		return src.String()
	})
}

// TestLongChains holds that what is followed through many assignments, calls
// and bases ends.
func TestLongChains(t *testing.T) {
	const n = 20000
	for name, src := range map[string]string{
		"changes":  "x = 0\n" + strings.Repeat("x += 1\n", n) + "y = x / 2\n",
		"sums":     "x = ''\n" + strings.Repeat("x = x + b'a'\n", n) + "'a' in x\n",
		"a sum":    "x = " + strings.Repeat("1 + ", n) + "1\ny = x / 2\n",
		"branches": "x = 0\n" + strings.Repeat("if x: x = x + 1\n", n/2) + "y = x / 2\n",
	} {
		t.Run(name, func(t *testing.T) { found(t, src) })
	}
}
