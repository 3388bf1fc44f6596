package py2

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// quieted runs the analyzer over one source and returns "LINE<COMMENT" for the
// findings that comments quiet, "LINE" for those of the same rules that they
// do not.
func quieted(t testing.TB, src string) string {
	t.Helper()
	pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, src)}
	if err := mapper(t)(pass); err != nil {
		t.Fatal(err)
	}
	list := slices.Clone(pass.Candidates())
	slices.SortStableFunc(list, func(a, b analysis.Candidate) int { return cmp.Compare(a.Line, b.Line) })
	var out []string
	for _, c := range list {
		text := fmt.Sprint(c.Line)
		if s := c.Suppressed; s != nil {
			text += "<" + strings.TrimPrefix(s.By, "comment:")
			if s.Kind != finding.LinterComment || !strings.HasPrefix(s.Reason, "#") {
				t.Errorf("%q: %+v", src, s)
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// TestLintComments holds which comments quiet which lines, after pylint 1.9.5
// and flake8.
func TestLintComments(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"code behind a line", "unicode  # pylint: disable=W1612\nunicode\n", "1<1 2"},
		{"name behind a line", "unicode  # pylint: disable=unicode-builtin\nunicode\n", "1<1 2"},
		{"code in small letters", "unicode  # pylint: disable=w1612\n", "1<1"},
		{"names are exact", "unicode  # pylint: disable=Unicode-Builtin\n", "1"},
		{"another check", "unicode  # pylint: disable=W1613,no-member\n", "1"},
		{"one of several", "unicode  # pylint: disable=no-member, W1612 ,W1613\n", "1<1"},
		{"behind noqa", "unicode  # noqa: F401 pylint: disable=W1612\n", "1<1"},
		{"before a remark", "unicode  # pylint: disable=W1612; it is bound\nunicode  # pylint: disable=W1612  # x\n", "1<1 2<2"},
		{"the old spelling", "unicode  # pylint: disable-msg=W1612\n", "1<1"},
		{"the whole checker", "unicode  # pylint: disable=python3\nfoo.has_key(1)  # pylint: disable=python3\n", "1<1 2"},
		{"all names nothing", "# pylint: disable=all\nunicode\n", "2"},
		{"nor does a class of checks", "unicode  # pylint: disable=W,E\n", "1"},
		{"nor a file that is skipped", "# pylint: skip-file\nunicode\n", "2"},
		{"no pragma", "unicode  # pylint W1612\nunicode  # pylint: W1612\n", "1 2"},
		{"in a string", "s = '# pylint: disable=W1612'; unicode\n", "1"},
		{"undefined is gone", "unicode  # pylint: disable=undefined-variable\n", "1<1"},
		{"top of the file", "# -*- x -*-\n# pylint: disable=W1612\n\nunicode\ndef f():\n    unicode\n", "4<2 6<2"},
		{"after the docstring", "'''d'''\n# pylint: disable=W1612\nunicode\n", "3<2"},
		{"later in the file", "unicode\n# pylint: disable=W1612\nunicode\n", "1 3<2"},
		{"enabled again", "unicode\n# pylint: disable=W1612\nunicode\n# pylint: enable=W1612\nunicode\n", "1 3<2 5"},
		{"enabled for a line", "# pylint: disable=W1612\nunicode\nunicode  # pylint: enable=W1612\nunicode\n", "2<1 3 4<1"},
		{"top of a function", "def f(a=unicode):\n    'd'\n    # pylint: disable=W1612\n    unicode\n\nunicode\n", "1<3 4<3 6"},
		{"within a function", "def f():\n    unicode\n    # pylint: disable=W1612\n    unicode\nunicode\n", "2 4<3 5"},
		{"within a block", "def f():\n    if x:\n        # pylint: disable=W1612\n        unicode\n    else:\n        unicode\n    unicode\n", "4<3 6 7"},
		{"behind a head", "def f(a=unicode):  # pylint: disable=W1612\n    unicode\n", "1<1 2"},
		{"a function in one that is off", "# pylint: disable=W1612\ndef f():\n    # pylint: enable=W1612\n    unicode\nunicode\n", "4 5<1"},
		{"two before the first statement", "def f(a=unicode):\n    # pylint: disable=W1612\n    # pylint: enable=W1612\n    unicode\n", "1<2 4"},
		{"after the last of a block", "def f():\n    unicode\n    # pylint: disable=W1612\n\ndef g():\n    unicode\n", "2 6<3"},
		{"within brackets", "x = [\n    unicode,\n    # pylint: disable=W1612\n    unicode,\n]\nunicode\n", "2 4<3 6"},
		{"the next line", "# pylint: disable-next=W1612\nunicode\nunicode\n", "2<1 3"},
		{"only the first line of a statement", "x = (unicode,\n     1)  # pylint: disable=W1612\n", "1"},
		{"a class", "class A(object):\n    # pylint: disable=W1612\n    a = unicode\n    def f(self):\n        return unicode\nunicode\n", "3<2 5<2 6"},
		{"by subject", "class A(object):\n    def __getslice__(self, a, b):  # pylint: disable=delslice-method\n        pass\n" +
			"    def __delslice__(self, a, b):  # pylint: disable=delslice-method\n        pass\n", "2 4<4"},
		{"what does not compile", "print 1  # pylint: disable=E1601\nprint 1\n", "1<1 2"},
		{"noqa alone", "unicode  # noqa\n", "1"},
		{"noqa without a colon", "unicode  # noqa F821\n", "1"},
		{"noqa of a check", "unicode  # noqa: F821\nunicode  # NOQA:E501,f821\nunicode  # noqa: E501 F821\n", "1<1 2<2 3<3"},
		{"noqa of another check", "unicode  # noqa: F401\nunicode  # noqa: E999\n", "1 2"},
		{"noqa of hacking", "print 1  # noqa: H233\nfoo.has_key(1)  # noqa: W601\n", "1<1 2<2"},
		{"noqa where it ends", "print 1, (\n    2)  # noqa: H233\n", "1<2"},
		{"noqa for the file", "# flake8: noqa: H233\nprint 1\n", "2<1"},
		{"bare noqa for the file", "# flake8: noqa\nprint 1\n", "2"},
		{"a type checker", "unicode  # type: ignore\n", "1"},
	} {
		if got := quieted(t, c.src); got != c.want {
			t.Errorf("%s:\n%s%s, want %s", c.name, c.src, got, c.want)
		}
	}
}

// TestLintCheckTable holds the table of checks to rules that there are, but
// for those that are named for when they come.
func TestLintCheckTable(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	coming := setOf("PY2-N001", "PY2-D002")
	seen := map[string]bool{}
	for _, c := range lintChecks {
		for _, name := range []string{c.code, c.name} {
			if name != "" && seen[name] {
				t.Errorf("%s is there twice", name)
			}
			seen[name] = true
		}
		for _, rule := range strings.Fields(c.rules) {
			id, _, _ := strings.Cut(rule, "=")
			if set.Rule(id) == nil && !coming[id] {
				t.Errorf("%s: there is no rule %s", c.code, id)
			}
		}
	}
}

// TestManyLintComments holds that many comments are no matter.
func TestManyLintComments(t *testing.T) {
	const n, run = 5000, 500 // the grammar's cost of comments in a row is not ours
	src := strings.Repeat("# pylint: disable=W1612,W1613\nunicode\n", n) + "def f():\n" +
		strings.Repeat("    # pylint: disable=W1612\n", run) + "    unicode\nunicode # noqa: F821\n"
	if got := strings.Count(quieted(t, src), "<"); got != n+2 {
		t.Errorf("%d findings are quiet, want %d", got, n+2)
	}
}
