package py2

import (
	"math/rand/v2"
	"strings"
)

// programHead is what the expressions of generated programs are made of.
const programHead = `# -*- coding: utf-8 -*-
"""A program of Python 2."""
import string
import sys
import types
import itertools
import urllib
import StringIO

d = {"a": 1}
e = {"b": [2, 3]}
n, s, l = 7, "text", [3, 1, 2]


def gen():
    yield 1
    raise StopIteration
    yield 2


`

// programBag is a class of an iterator. A file that has one says nothing of
// the next() of others.
const programBag = `class Bag(object):
    def __init__(self, items):
        self.held = items

    def __nonzero__(self):
        return len(self.held) > 0

    def __iter__(self):
        return self

    def next(self):
        if not self.held:
            raise StopIteration
        return self.held.pop()


`

// expressions give the same text on both Pythons once they are mended; %s is
// another expression.
var expressions = []string{
	"`n`", "`%s, 1`", "d.keys()[0]", "d.items() + e.items()", "d.has_key('a')", "not d.has_key(%s == 1)", "(not d.has_key('x'))",
	"d.has_key('a') + 1", "[d.has_key(x) for x in ('a', 'b')]", "0777", "10L == 10", "0xffL == 255", "map(str, l)[0]", "filter(None, l)[1:]",
	"zip(l, l)[0]", "len(map(abs, l))", "range(2) + [4]", "7 / 2", "len(s) / 2", "s[:len(s) / 2]",
	"reduce(lambda a, b: a + b, l)", "reduce(lambda (a), b: a + b, l)", "string.join(['x', 'y'])", "string.join(['x', 'y'], ', ')",
	"string.upper(s)", "string.split('a:b', ':')", "string.replace(s + 'x', 't', 'u')", "string.atoi('12')", "string.letters[:0]",
	"isinstance(%s, types.StringTypes)", "isinstance(l, types.ListType)", "isinstance(n, (int, long))", "isinstance(s, basestring)",
	"list(itertools.izip(l, l))", "list(itertools.imap(abs, l))", "urllib.quote('a b')", "urllib.urlencode({'a': 'b'})",
	"iter(l).next()", "d.iteritems().next()", "sorted(d.iterkeys())", "[x for x in d.itervalues()]", "[x for x in 1, 2]",
	"[x for x in xrange(3)]", "list(xrange(2))", "bool(Bag([]))", "sorted(Bag([1, 2]))", "list(gen())", "apply(max, (1, 2))",
	"apply(dict, (), {'a': 1})", "StringIO.StringIO('q').read()", "sys.maxint > 1", "(lambda (x): x)(%s)", "1 <> 2", "n <> 7 <> 8",
	"map(None, [1])", "map(None, [1], [2, 3])", "sorted(d.viewkeys() & d.viewkeys())", "(%s, %s)", "[%s]", "(%s)", "%s if n else %s", "%s == %s",
	"not %s", "'%%s' %% (%s,)", "str(%s)", "unichr(65) == u'A'", "sum(x for x in l)", "open.__name__ == 'x'", "(lambda: 1).func_name == '<lambda>'",
}

// statements are of expressions, too.
var statements = []string{
	"print %s\n", "print %s,\nprint\n", "print %s, %s\n", "print (%s), %s\n", "print (%s, %s)\n", "print(%s)\n", "print ((%s), (%s))\n",
	"print 'line\\n',\nprint %s\n", "print >>sys.stdout, %s\n", "print >>sys.stdout, %s,\nprint >>sys.stdout\n", "print [%s][0]\n", "print -1, %s\n",
	"print \"%%s %%s\" %% \\\n    (%s, %s)\n", "if %s: print 'yes'\nelse: print 'no'; print\n", "print; print %s # said\n",
	"exec 'x = 1' in d2\nprint d2['x']\n", "exec 'n + 1'\n",
	"try:\n    raise ValueError, str(%s)\nexcept ValueError, err:\n    print err[0]\n",
	"try:\n    raise ValueError, ('a', %s)\nexcept (ValueError, LookupError), err:\n    print err.args\n",
	"try:\n    raise KeyError, None\nexcept KeyError as err:\n    print err.args\n",
	"try:\n    raise ValueError('m')\nexcept ValueError as err:\n    print err.message\n",
	"for k in d.keys():\n    if %s and 0: del d[k]\n", "def g():\n    keys = e.keys()\n    keys.sort()\n    print keys, keys[0]\ng()\n", "map(sys.stdout.write, ['a', 'b'])\nprint\n",
	"def f((a), b=%s):\n    print a, b\nf(1)\n", "for i in xrange(2): print i, %s\n", "x = y = %s\nprint x, y\n",
}

// generatedPrograms are programs of random statements and expressions, the
// same at every run.
func generatedPrograms() []string {
	random := rand.New(rand.NewPCG(3, 5))
	head := func(bag bool) string {
		if bag {
			return programHead + programBag
		}
		return programHead
	}
	bag := false
	choose := func() string {
		for {
			form := expressions[random.IntN(len(expressions))]
			if !strings.Contains(form, "Bag(") && !strings.Contains(form, ".next()") || strings.Contains(form, "Bag(") == bag {
				return form
			}
		}
	}
	var expression func(depth int) string
	fill := func(form string, depth int) string {
		for strings.Contains(strings.ReplaceAll(form, "%%s", ""), "%s") {
			form = strings.Replace(strings.ReplaceAll(form, "%%s", "\x00"), "%s", strings.ReplaceAll(expression(depth), "%", "\x01"), 1)
			form = strings.ReplaceAll(form, "\x00", "%%s")
		}
		return strings.ReplaceAll(strings.ReplaceAll(form, "%%", "%"), "\x01", "%")
	}
	expression = func(depth int) string {
		if depth > 3 {
			return "n"
		}
		text := fill(choose(), depth+1)
		if depth > 0 && !strings.HasPrefix(text, "`") {
			return "(" + text + ")"
		}
		return text
	}
	var programs []string
	for _, form := range expressions {
		programs = append(programs, head(strings.Contains(form, "Bag("))+"print "+fill(form, 3)+"\n")
	}
	for i := range 300 {
		bag = i%2 == 0
		var b strings.Builder
		b.WriteString(head(bag) + "d2 = {}\n")
		for range 1 + random.IntN(6) {
			b.WriteString(fill(statements[random.IntN(len(statements))], 0))
		}
		text := b.String()
		if i%5 == 0 {
			text = strings.TrimSuffix(text, "\n")
		}
		programs = append(programs, text)
	}
	return programs
}
