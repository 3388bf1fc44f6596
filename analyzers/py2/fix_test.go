package py2

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/suggest"
)

// arranged is what theMapper returns.
var arranged struct {
	sync.Once
	run analysis.Map
}

// theMapper is mapper, arranged once for all tests.
func theMapper(t testing.TB) analysis.Map {
	arranged.Do(func() { arranged.run = mapper(t) })
	return arranged.run
}

// mended is a source with the fixes of all its findings made, conditions taken
// to hold.
func mended(t testing.TB, src string) string {
	t.Helper()
	pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, src)}
	if err := theMapper(t)(pass); err != nil {
		t.Fatal(err)
	}
	var list []*finding.Finding
	for _, c := range pass.Candidates() {
		if f := c.Finding; f.Rule != "PY2-I010" && f.Rule != "PY2-I011" {
			list = append(list, &f)
		}
	}
	return string(suggest.Make([]byte(src), list).Result([]byte(src)))
}

// TestMechanicalRulesHaveFixes holds the rules' word against the tables: what
// says "fix: mechanical" has a fixer or a reason, and the other way round.
func TestMechanicalRulesHaveFixes(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.For("py2") {
		_, reason := unfixed[r.ID]
		switch has := fixers[r.ID] != nil; {
		case r.Fix == rules.FixMechanical && has == reason:
			t.Errorf("%s says fix: mechanical: it needs an entry in fixers or in unfixed, and not in both", r.ID)
		case r.Fix != rules.FixMechanical && (has || reason):
			t.Errorf("%s has a fix, and says fix: %s", r.ID, r.Fix)
		}
	}
	for _, table := range []map[string]bool{keysOf(fixers), keysOf(unfixed)} {
		for id := range table {
			if set.Rule(id) == nil {
				t.Errorf("there is no rule %s", id)
			}
		}
	}
}

func keysOf[V any](m map[string]V) map[string]bool {
	keys := map[string]bool{}
	for k := range m {
		keys[k] = true
	}
	return keys
}

// TestFixturesAreMended wants at least one edit from the fixture of every rule
// that has a fixer.
func TestFixturesAreMended(t *testing.T) {
	run := mapper(t)
	for id := range fixers {
		files, err := filepath.Glob(filepath.Join("..", "..", "rules", "python2", id+".[pt]*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no fixture: %v", id, err)
		}
		var parts [][]byte
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, data)
			for _, part := range txtar.Parse(data).Files {
				parts = append(parts, part.Data)
			}
		}
		found := false
		for _, src := range parts {
			pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, string(src))}
			if err := run(pass); err != nil {
				t.Fatal(err)
			}
			for _, c := range pass.Candidates() {
				found = found || c.Rule == id && c.Fix.Mends()
			}
		}
		if !found {
			t.Errorf("%s: nothing in its fixture is mended", id)
		}
	}
}

const future = "from __future__ import print_function\n"

// TestFixes holds replacements letter by letter: what is nested, what goes
// over lines, and what is left alone.
func TestFixes(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"print", "print 'a', b\n", future + "\nprint('a', b)\n"},
		{"print alone", "if x: print\nelse: print;print\n", future + "\nif x: print()\nelse: print();print()\n"},
		{"print without a blank", "print'a'\n", future + "\nprint('a')\n"},
		{"print over lines", "print 'a %s' % \\\n    b,\n", future + "\nprint('a %s' % \\\n    b, end=\" \")\n"},
		{"print begins with a backslash", "print \\\n  'a'\n", future + "\nprint( \\\n  'a')\n"},
		{"print that ends its line", "print 'a\\n',\n", future + "\nprint('a\\n', end=\"\")\n"},
		{"print to a file", "print >>f, 'a', `b`,\nprint >>f\n", future + "\nprint('a', repr(b), end=\" \", file=f)\nprint(file=f)\n"},
		{"print of a tuple", "print ('a', b)\nprint ('a')\nprint ('a'), b\nprint ('a') % b\n",
			future + "\nprint (('a', b))\nprint ('a')\nprint(('a'), b)\nprint(('a') % b)\n"},
		{"print of a list", "print [1][0]\nprint -x\n", future + "\nprint([1][0])\nprint(-x)\n"},
		{"prints of both Pythons", "print 'a'\nprint('b', file=f)\nprint()\n", future + "\nprint('a')\nprint('b', file=f)\nprint()\n"},
		{"one print that cannot be rewritten", "print 'a'\nprint >>f,\nprint 'b'\n", "print 'a'\nprint >>f,\nprint 'b'\n"},
		{"print in print's items", "print d.keys()[0], u.iteritems().next()\n",
			future + "\nprint(list(d.keys())[0], next(iter(u.items())))\n"},
		{"a comment behind", "print 'a', # why\nprint # so\n", future + "\nprint('a', end=\" \") # why\nprint() # so\n"},
		{"behind a docstring", "#!/usr/bin/env x\n# -*- coding: utf-8 -*-\n\"\"\"Doc.\"\"\"\n\nimport os\nprint 1\n",
			"#!/usr/bin/env x\n# -*- coding: utf-8 -*-\n\"\"\"Doc.\"\"\"\n\n" + future + "\nimport os\nprint(1)\n"},
		{"behind comments", "# License\n\nimport os\nprint 1\n", "# License\n\n" + future + "\nimport os\nprint(1)\n"},
		{"behind others from __future__", "from __future__ import division\nprint 1\n", "from __future__ import division\n" + future + "print(1)\n"},
		{"an import from __future__ that comes late", "import os\nfrom __future__ import division\nprint 1\n",
			"import os\nfrom __future__ import division\nprint 1\n"},
		{"lines that end with CR and LF", "\"\"\"D\"\"\"\r\nprint 1\r\n", "\"\"\"D\"\"\"\r\n\r\nfrom __future__ import print_function\r\nprint(1)\r\n"},
		{"no newline at the end", "print 1", future + "\nprint(1)"},
		{"Latin-1", "# -*- coding: latin-1 -*-\nprint '\xe9', x\n", "# -*- coding: latin-1 -*-\n" + future + "\nprint('\xe9', x)\n"},
		{"a byte order mark", "\ufeffprint 1\n", "\ufeff" + future + "\nprint(1)\n"},
		{"exec", "exec code in a, b\nexec 'x=%s' % y\nexec code\n", "exec(code, a, b)\nexec('x=%s' % y)\nexec(code)\n"},
		{"exec that the grammar does not read", "exec self.code in self.ns\n", "exec(self.code, self.ns)\n"},
		{"except", "try:\n    x\nexcept A, e:\n    y\nexcept (B, C) ,e:\n    z\n", "try:\n    x\nexcept A as e:\n    y\nexcept (B, C) as e:\n    z\n"},
		{"raise", "raise A, 'b'\n", "raise A('b')\n"},
		{"raise with arguments", "raise a.B, ('c', \\\n  d)\n", "raise a.B('c', \\\n  d)\n"},
		{"raise of what may be a tuple", "raise A, b[0]\n", "raise A, b[0]\n"},
		{"raise of what is caught", "try:\n    x\nexcept A, e:\n    raise A, e\nexcept B, e:\n    raise A, e\n",
			"try:\n    x\nexcept A as e:\n    raise A, e\nexcept B as e:\n    raise A(e)\n"},
		{"a string that is executed", "print 1\nexec 'print 2'\n", "print 1\nexec('print 2')\n"},
		{"raise of an instance", "raise A(), 'b'\n", "raise A(), 'b'\n"},
		{"numbers", "x = 0777 + 10L + 0777L + 0L + 0xFFl\n", "x = 0o777 + 10 + 0o777 + 0 + 0xFF\n"},
		{"a number with a method", "x = 7L.__index__()\n", "x = 7L.__index__()\n"},
		{"parameters", "x = lambda(y): y\ndef f((z), ((a))=1): pass\n", "x = lambda y: y\ndef f(z, a=1): pass\n"},
		{"<>", "x = a <> b <> c\n", "x = a != b != c\n"},
		{"backticks", "x = `a, 1` + `b`\n", "x = repr((a, 1)) + repr(b)\n"},
		{"a tuple without brackets", "x = [y for y in 1, 2, if y]\n", "x = [y for y in (1, 2,) if y]\n"},
		{"has_key", "x = not d.has_key(a or b)\nif d.has_key(k): y\nz = d.has_key(k) + 1\nd.has_key(k) == 1\n",
			"x = (a or b) not in d\nif k in d: y\nz = (k in d) + 1\n(k in d) == 1\n"},
		{"iteritems", "for k, v in d.iteritems(): x\ny = d.itervalues()\nz = list(d.iterkeys())\nf(d.iteritems)\n",
			"for k, v in d.items(): x\ny = iter(d.values())\nz = list(d.keys())\nf(d.iteritems)\n"},
		{"views kept in a name", "def f():\n    k = d.keys()\n    k.sort()\n    return k[0]\n", "def f():\n    k = list(d.keys())\n    k.sort()\n    return k[0]\n"},
		{"a sum of views", "x = d.items() + e.items()\n", "x = list(d.items()) + list(e.items())\n"},
		{"a list of its own", "list = 1\nx = d.keys()[0]\n", "list = 1\nx = d.keys()[0]\n"},
		{"map(None)", "x = map(None, a)\n", "x = list(a)\n"},
		{"reduce", "import os\nx = reduce(f, y)\n", "import os\nfrom functools import reduce\nx = reduce(f, y)\n"},
		{"two names of one kind", "import os\nx = long(1)\ny = long(2)\n",
			"import os\n\ntry:\n    long\nexcept NameError:\n    long = int\nx = long(1)\ny = long(2)\n"},
		{"xrange", "for i in xrange(10): x\nfor i in xrange(10 ** 9): x\n",
			"try:\n    xrange\nexcept NameError:\n    xrange = range\n\nfor i in range(10): x\nfor i in xrange(10 ** 9): x\n"},
		{"apply", "x = apply(f, a, k)\ny = apply(lambda: 1)\n", "x = f(*a, **k)\ny = (lambda: 1)()\n"},
		{"import", "import Queue\n", "try:\n    import Queue\nexcept ImportError:\n    import queue as Queue\n"},
		{"several imports", "def f():\n\timport os, Queue, ConfigParser as c # x\n",
			"def f():\n\timport os\n\ttry:\n\t\timport Queue\n\texcept ImportError:\n\t\timport queue as Queue\n\ttry:\n\t\timport ConfigParser as c\n\texcept ImportError:\n\t\timport configparser as c # x\n"},
		{"from-import", "from Queue import (Queue,\n    Empty)\n", "from Queue import (Queue,\n    Empty)\n"},
		{"an import in a line with others", "if x: import Queue\n", "if x: import Queue\n"},
		{"urllib", "import urllib\nx = urllib.quote(urllib.unquote(y))\n",
			"import urllib\n\ntry:\n    from urllib import quote\nexcept ImportError:\n    from urllib.parse import quote\n\n" +
				"try:\n    from urllib import unquote\nexcept ImportError:\n    from urllib.parse import unquote\nx = quote(unquote(y))\n"},
		{"urllib with a name of its own", "import urllib\ndef quote(): pass\nx = urllib.quote(y)\n", "import urllib\ndef quote(): pass\nx = urllib.quote(y)\n"},
		{"string", "import string\nx = string.join(y) + string.join(y, ', ') + string.upper(a + b) + string.split(c, ':', 1)\n",
			"import string\nx = \" \".join(y) + ', '.join(y) + (a + b).upper() + c.split(':', 1)\n"},
		{"types", "import types\nx = isinstance(y, (types.ListType, types.StringTypes))\n", "import types\nx = isinstance(y, (list, (str, type(u\"\"))))\n"},
		{"methods of a class", "class A(object):\n    def __nonzero__(self):\n        return 1\n    x = 1\n",
			"class A(object):\n    def __nonzero__(self):\n        return 1\n\n    __bool__ = __nonzero__\n    x = 1\n"},
		{"metaclass without six", "class A(object):\n    __metaclass__ = M\n", "class A(object):\n    __metaclass__ = M\n"},
		{"metaclass with six", "import six\n\n\nclass A(object):\n    \"\"\"D\"\"\"\n    __metaclass__ = M\n    x = 1\n",
			"import six\n\n\n@six.add_metaclass(M)\nclass A(object):\n    \"\"\"D\"\"\"\n    x = 1\n"},
		{"bytes", "# -*- coding: utf-8 -*-\nx = b'\u00b0C'\n", "# -*- coding: utf-8 -*-\nx = b'\\xc2\\xb0C'\n"},
		{"tabs", "if x:\n        y\n\tz\n", "if x:\n        y\n        z\n"},
		{"what a guard keeps for Python 2", "import sys\nif sys.version_info[0] == 2:\n    x = unichr(1)\n    y = d.has_key(1)\n",
			"import sys\nif sys.version_info[0] == 2:\n    x = unichr(1)\n    y = d.has_key(1)\n"},
		{"output of a process", "import subprocess\ndef f():\n    return subprocess.check_output(['a'],\n        ).split('\\n')\n",
			"import subprocess\ndef f():\n    return subprocess.check_output(['a'],\n        universal_newlines=True).split('\\n')\n"},
		{"output that is decoded as well", "import subprocess\ndef f():\n    x = subprocess.check_output(['a'])\n    x.decode('utf-8')\n    return x.split('\\n')\n",
			"import subprocess\ndef f():\n    x = subprocess.check_output(['a'])\n    x.decode('utf-8')\n    return x.split('\\n')\n"},
	} {
		if got := mended(t, c.src); got != c.want {
			t.Errorf("%s:\n%s\n got %q\nwant %q", c.name, c.src, got, c.want)
		}
	}
}

// behaviour runs a program and prints what it wrote.
const behaviour = `
import sys, io
try:
    from cStringIO import StringIO
except ImportError:
    from io import StringIO
for name in sys.argv[1:]:
    out, sys.stdout = sys.stdout, StringIO()
    try:
        with io.open(name, encoding="utf-8") as f:
            exec(compile(f.read().encode("utf-8"), name, "exec"), {"__name__": "x"})
        text = sys.stdout.getvalue()
    except Exception as e:
        text = "%s %s" % (type(e).__name__, e)
    finally:
        sys.stdout = out
    # print x, leaves the line open without a blank, end=" " with one.
    print(repr(text.replace(" \n", "\n").rstrip(" ")))
`

// TestFixesKeepBehaviour runs programs as they were on 2.7, and mended on 2.7
// and 3.6: all must print the same.
func TestFixesKeepBehaviour(t *testing.T) {
	python2, python3 := oracle.CPython(t, "2.7"), oracle.CPython(t, "3.6")
	dir := t.TempDir()
	script := filepath.Join(dir, "behaviour.py")
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("behaviour.py", behaviour)
	old, now, programs := []string{script}, []string{script}, generatedPrograms()
	for i, src := range programs {
		name := "p" + string(rune('a'+i/26/26)) + string(rune('a'+i/26%26)) + string(rune('a'+i%26))
		old = append(old, write(name+"_old.py", src))
		now = append(now, write(name+"_now.py", mended(t, src)))
	}
	run := func(python string, files []string) []string {
		out, err := exec.Command(python, files...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	was, on2, on3 := run(python2, old), run(python2, now), run(python3, now)
	for i, src := range programs {
		if was[i] != on2[i] || was[i] != on3[i] {
			t.Errorf("%s\nmended:\n%s\n2.7 before %s\n2.7 after  %s\n3.6 after  %s", src, mended(t, src), was[i], on2[i], on3[i])
		}
		if strings.Contains(was[i], "Error") {
			t.Errorf("2.7 does not run the program as it was: %s\n%s", was[i], src)
		}
	}
	t.Logf("%d programs", len(programs))
}
