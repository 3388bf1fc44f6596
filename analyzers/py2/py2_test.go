package py2

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/suggest"
	"opendev.org/starlingx/stxscan/workspace"
)

// mapper is the analyzer with all embedded rules.
func mapper(t testing.TB) analysis.Map {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	run, err := Analyzer.New(set.For("py2"))
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// growth times what is written for each length, so that how cost grows is seen.
func growth(b *testing.B, write func(n int) string) {
	run := mapper(b)
	for _, n := range []int{1000, 2000, 4000} {
		src := write(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			f := file(b, src)
			f.Python() // parsing is not what is timed
			for b.Loop() {
				if err := run(&analysis.Pass{Analyzer: Analyzer, File: f}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// found runs the analyzer over one source and returns "RULE:LINE" for every
// match that some workspace could make a finding, with a ? behind guarded
// ones. Rules about siblings and libraries are left out.
func found(t *testing.T, src string) []string {
	t.Helper()
	pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, src)}
	if err := mapper(t)(pass); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range pass.Candidates() {
		if slices.Contains([]string{"PY2-I010", "PY2-I011", "PY2-I012", "PY2-K006"}, c.Rule) {
			continue
		}
		text := fmt.Sprintf("%s:%d", strings.TrimPrefix(c.Rule, "PY2-"), c.Line)
		if c.Guard != "" {
			text += "?"
		}
		out = append(out, text)
	}
	return out
}

func file(t testing.TB, src string) *analysis.File {
	parsers := analysis.NewParsers()
	t.Cleanup(parsers.Close)
	repo := &workspace.Repo{ID: "agent"}
	f := &workspace.File{Repo: repo, Package: &workspace.Package{Name: "agent", Repo: repo}, Path: "agent.py"}
	content := &workspace.Content{Bytes: []byte(src), Language: workspace.Python, Role: finding.RoleRuntime}
	return analysis.NewFile(context.Background(), f, content, parsers)
}

// TestGuards holds guards in every form against what they leave of a line that
// Python 3 cannot run.
func TestGuards(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"import six\nif six.PY2:\n    unicode(1)\n", "B001:3?"},
		{"import six\nif six.PY3:\n    unicode(1)\n", "B001:3"},
		{"import six\nif not six.PY3:\n    unicode(1)\nelse:\n    unicode(2)\n", "B001:3? B001:5"},
		{"from six import PY2\nx = unicode if PY2 else str\n", "B001:2?"},
		{"import six\nx = six.PY2 and unicode(1)\ny = six.PY3 and unicode(1)\n", "B001:2? B001:3"},
		{"import six\nx = six.PY3 or unicode(1)\n", "B001:2?"},
		{"import sys\nif sys.version_info[0] < 3:\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info[0] == 2 and True:\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info >= (3,):\n    pass\nelse:\n    unicode(1)\n", "B001:5?"},
		{"import sys\nif sys.version_info >= (3, 0, 0):\n    pass\nelif x:\n    unicode(1)\n", "B001:5?"},
		{"import sys\nif sys.version_info <= (2, 7):\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif (3, 0) > sys.version_info:\n    unicode(1)\n", "B001:3?"},
		{"from sys import version_info as v\nif v.major == 2:\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info[:2] < (3, 0):\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version < '3':\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version[0] == '2':\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version.startswith('2.'):\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.hexversion < 0x03000000:\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info[0] in (2,):\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info[0] not in (3, 4):\n    unicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info in supported:\n    unicode(1)\n", "B001:3"},
		{"import platform\nif platform.python_version_tuple()[0] == '2':\n    unicode(1)\n", "B001:3?"},
		{"if str is bytes:\n    unicode(1)\n", "B001:2?"},
		{"import sys\nIS_OLD = sys.version_info[0] == 2\nif IS_OLD:\n    unicode(1)\n", "B001:4?"},
		{"import sys\ndef f():\n    if sys.version_info[0] >= 3:\n        return 1\n    return unicode(1)\ndef g():\n    return unicode(1)\n", "B001:5? B001:7"},
		{"import sys\ndef f():\n    if sys.version_info[0] == 2:\n        return 1\n    return unicode(1)\n", "B001:5"},
		{"import sys\nif sys.version_info[0] > 2:\n    sys.exit(1)\nunicode(1)\n", "B001:4?"},
		{"import sys\nif sys.version_info[0] > 2:\n    pass\nunicode(1)\n", "B001:4"},
		{"import sys\nassert sys.version_info[0] == 2\nunicode(1)\n", "B001:3?"},
		{"import sys\nif sys.version_info < (3, 5):\n    unicode(1)\n", "B001:3"},
		{"try:\n    unicode(1)\nexcept NameError:\n    pass\n", "B001:2?"},
		{"try:\n    unicode(1)\nexcept Exception:\n    pass\n", "B001:2"},
		{"try:\n    unicode(1)\nexcept:\n    pass\n", "B001:2"},
		{"import urllib2\ntry:\n    urllib2.urlopen(x)\nexcept Exception:\n    pass\n", "I006:1 I006:3"},
		{"try:\n    import urllib2\n    urllib2.urlopen(x)\nexcept ImportError:\n    pass\n", "I006:2? I006:3?"},
		{"import itertools\nif hasattr(itertools, 'imap'):\n    itertools.imap(f, x)\n", "I009:3?"},
		{"import itertools\nif hasattr(d, 'uuid'):\n    itertools.imap(f, x)\n    unicode(1)\n", "I009:3 B001:4"},
		{"import __builtin__\nif hasattr(__builtin__, 'unicode'):\n    unicode(1)\n", "I001:1 B001:3?"},
		{"try:\n    unicode(1)\nexcept ValueError:\n    pass\n", "B001:2"},
		{"try:\n    import ConfigParser\nexcept ImportError:\n    import configparser\n", "I001:2?"},
		{"try:\n    import configparser\nexcept (ImportError, ValueError):\n    import ConfigParser\n", "I001:4?"},
		{"try:\n    import configparser\nexcept ImportError as e:\n    import ConfigParser\n", "I001:4?"},
		{"try:\n    import configparser\nexcept:\n    import ConfigParser\n", "I001:4?"},
		{"try:\n    import ConfigParser\nexcept IOError:\n    pass\n", "I001:2"},
		{"try:\n    import ConfigParser\nfinally:\n    pass\n", "I001:2"},
		{"import sys\nif sys.version_info[0] >= 3:\n    x = input()\nelse:\n    x = input()\n", "B007:5?"},
		{"#!/usr/bin/env python3\nx = input()\nprint(x, file=y)\nunicode(x)\n", "B001:4"},
		{"if False:\n    unicode(1)\n", "B001:2?"},
		{"import os\nif os.name == 'nt':\n    unicode(1)\nelse:\n    unicode(2)\n", "B001:3? B001:5"},
		{"import sys\nif sys.platform != 'win32':\n    unicode(1)\nelif sys.platform == 'linux2':\n    unicode(2)\n", "B001:3 B001:5?"},
		{"import platform\nif platform.system() == \"Windows\":\n    unicode(1)\n", "B001:3?"},
		{"import os\nif os.name in ('nt', 'posix') or name == 'nt':\n    unicode(1)\n", "B001:3"},
		{"import six\nif six.PY2:\n    print 'a'\n", "S001:3"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestScopes holds the binding of names against what Python would look up.
func TestScopes(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"def f(unicode):\n    return unicode(1)\nunicode(2)\n", "B001:3"},
		{"def f(x=unicode):\n    return x\n", "B001:1"},
		{"def f(unicode=unicode):\n    return unicode\n", "B001:1"},
		{"def f():\n    unicode = str\n    def g():\n        return unicode(1)\n    return g\n", ""},
		{"def f():\n    unicode = str\ndef g():\n    return unicode(1)\n", "B001:4"},
		{"def f():\n    global unicode\n    unicode = str\ndef g():\n    return unicode(1)\n", ""},
		{"class A(object):\n    unicode = str\n    x = unicode(1)\n    def f(self):\n        return unicode(2)\n", "B001:5"},
		{"class long(object):\n    pass\nx = long(1)\n", ""},
		{"class A(file):\n    def file(self):\n        return self.file(1)\n", "B008:1"},
		{"x = [unicode for unicode in y]\nunicode(1)\n", "B001:2"},
		{"x = lambda unicode: unicode(1)\ny = lambda z: unicode(z)\n", "B001:2"},
		{"for unicode in x:\n    pass\nunicode(1)\n", ""},
		{"with open(x) as file:\n    file.read()\n", ""},
		{"from six.moves import xrange, input\nxrange(1)\ninput()\n", ""},
		{"from functools import reduce\nreduce(f, x)\n", ""},
		{"import agent as unicode\nunicode(1)\n", ""},
		{"try:\n    unicode\nexcept NameError:\n    unicode = str\nunicode(1)\n", ""},
		{"x.unicode(1)\nf(long=True)\nfrom a import unicode as u\n", ""},
		{"f(unicode=unicode)\n", "B001:1"},
		{"import string as s\ndef f(os):\n    return os.getcwdu()\n", ""},
		{"import urllib2\ndef f(urllib2):\n    return urllib2.urlopen()\n", "I006:1"},
		{"try:\n    import urllib.request as urllib2\nexcept ImportError:\n    import urllib2\nurllib2.urlopen(x)\n", "I006:4?"},
		{"import six.moves.urllib.request as urllib2\nurllib2.urlopen(x)\n", ""},
		{"import itertools as it\nit.izip(a, b)\n", "I009:2"},
		{"@unicode\ndef f():\n    pass\n", "B001:1"},
		{"x = `unicode(1)`\n", "S008:1 B001:1"},
		{"except_ = unicode\n", "B001:1"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestUnreadableStatements holds what the grammar cannot read.
func TestUnreadableStatements(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"exec self.code in self.ns\n", "S006:1"},
		{"x = 1\nexec open(f).read()\nexec 'x=%s' % y\n", "S006:2 S006:3"},
		{"exec(code, ns)\nobject.exec\n", ""},
		{"True, False = 1, 0\n", "S025:1 S025:1"},
		{"f(True=1)\n", "S025:1"},
		{"for True in y:\n    pass\ndef False():\n    x.True = 1\n    False += 1\n", "S025:1 S025:3 S025:4 S025:5"},
		{"for x in True, False:\n    return x if x is True else False\n", ""},
		{"x == True\ny = True\nz: None = 1\n", ""},
		{"def f(a=True):\n    return a == None\n", ""},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

func TestRefusedRules(t *testing.T) {
	rule := func(match rules.Match) []*rules.Rule {
		return []*rules.Rule{{ID: "PY2-X001", File: "x.yaml", Match: match}}
	}
	for want, list := range map[string][]*rules.Rule{
		`x.yaml: rule PY2-X001: py2 has no detector "nothing"`: rule(rules.Match{Code: "nothing"}),
		"py2 matches no commands":                              rule(rules.Match{Command: []rules.CommandMatch{{Program: "rpm"}}}),
		`"unicode" is matched by PY2-X001 already`: append(rule(rules.Match{Name: rules.Names{"unicode": ""}}),
			&rules.Rule{ID: "PY2-X002", Match: rules.Match{Name: rules.Names{"unicode": ""}}}),
	} {
		if _, err := Analyzer.New(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func editsOf(fix *finding.Fix) []finding.Edit {
	if fix == nil {
		return nil
	}
	return fix.Edits
}

// FuzzMap checks that no source makes the analyzer panic or leave the file.
func FuzzMap(f *testing.F) {
	for _, seed := range []string{
		"print 'x',\n", "exec a in b", "try:\n x\nexcept A, b: c", "import sys\nif sys.version_info[", "True=", "\t\n x",
		"'\\u12'", "[x for x in 1,]", "from __future__ import", "lambda (x): x", "urllib2.x\nimport urllib2",
		"import subprocess\nx = x + subprocess.check_output(x)\nfor a, b in x:\n 'y' in b", "import socket\nclass A:\n def f(self): self.s = socket.socket(); return self.s.recv(self.f())",
		"x = y = d.keys()\ndef f(x, z=map(f, x)): x[:] = zip(x); return f(x), -f(*x)\nself.x = x\nself.x[0] = range(x)",
		"from types import *\n[x for x in y]\nx\ntry: pass\nexcept [A]: pass\nraise\nclass A: pass\nraise A\ndef f(): exec x; y",
		"print >>a, `b`,\nraise A, (b)\nnot d.has_key(apply(a, b))", "import os, Queue\nlambda (x): x <> 0777L\nfor i in x.iteritems(): i.next()",
		"import json\nwith open(x, 'wb') as f: json.dump(f, f)\nx, (y, z) = f.read().split(',')",
		"import urllib2\nfor r in [urllib2.Request(x)]: r.get_host(r)\nclass A(urllib2.Request):\n x = [x for y in x]\n def f(self): self.x = self.x.get_type()",
	} {
		f.Add([]byte(seed))
	}
	run := mapper(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		parsed := file(t, string(src))
		pass := &analysis.Pass{Analyzer: Analyzer, File: parsed}
		if err := run(pass); err != nil {
			t.Fatal(err)
		}
		tree := parsed.Python()
		var list []*finding.Finding
		for _, c := range pass.Candidates() {
			list = append(list, &c.Finding)
			for i, e := range editsOf(c.Fix) {
				if i > 0 && (e.Line < c.Fix.Edits[i-1].EndLine || e.Line == c.Fix.Edits[i-1].EndLine && e.Column < c.Fix.Edits[i-1].EndColumn) {
					t.Fatalf("%s: edits overlap: %v", c.Rule, c.Fix.Edits)
				}
			}
			if tree == nil || c.Line < 1 || c.Line > tree.Lines() || c.Column < 1 || c.EndLine < c.Line {
				t.Fatalf("%s at %d:%d-%d", c.Rule, c.Line, c.Column, c.EndLine)
			}
		}
		suggest.Make(src, list).Result(src)
	})
}
