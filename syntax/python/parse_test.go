package python

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

func parse(t testing.TB, src string) *Tree {
	t.Helper()
	p := NewParser()
	defer p.Close()
	tree, err := p.Parse(context.Background(), []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// kindsOf lists the kinds of a tree's nodes by name, tokens left out.
func kindsOf(t *Tree) string {
	names := map[Kind]string{Error: "ERROR", Missing: "MISSING", Backticks: "backticks"}
	for name, kind := range kindNames {
		if kind != StringPart {
			names[kind] = name
		}
	}
	var out []string
	for _, n := range t.Nodes {
		if name := names[n.Kind]; name != "" && n.Kind != Token {
			out = append(out, name)
		}
	}
	return strings.Join(out, " ")
}

// TestPython2Shapes pins how the grammar shows what only Python 2 has: the
// detectors rely on it, and another version of the grammar may differ.
func TestPython2Shapes(t *testing.T) {
	for src, want := range map[string]string{
		"print 'x',\n":              "module print_statement string",
		"print >>f, x\n":            "module print_statement chevron identifier identifier",
		"print [1]\n":               "module expression_statement subscript identifier integer",
		"print -x\n":                "module expression_statement binary_operator identifier identifier",
		"print (a), b\n":            "module expression_statement call identifier argument_list identifier identifier",
		"exec c in g\n":             "module exec_statement identifier identifier",
		"raise E, v\n":              "module raise_statement expression_list identifier identifier",
		"a <> b\n":                  "module expression_statement comparison_operator identifier identifier",
		"y = `x`\n":                 "module expression_statement assignment identifier backticks module expression_statement identifier",
		"lambda (k, v): k\n":        "module expression_statement lambda lambda_parameters tuple_pattern identifier identifier identifier",
		"async = 1\n":               "module expression_statement assignment identifier integer",
		"try: pass\nexcept X, e: 1": "module try_statement block pass_statement except_clause identifier identifier block expression_statement integer",
		"exec f(x)\n":               "module expression_statement call identifier ERROR identifier argument_list identifier",
	} {
		if got := kindsOf(parse(t, src)); got != want {
			t.Errorf("%q\n got %s\nwant %s", src, got, want)
		}
	}
}

func TestPositionsOfOddSources(t *testing.T) {
	for name, c := range map[string]struct {
		src          string
		line, column int
	}{
		"latin-1":      {"# -*- coding: latin-1 -*-\ns = 'caf\xe9'; MARK\n", 2, 13},
		"byte order":   {"\xef\xbb\xbfMARK\n", 1, 4},
		"CRLF":         {"a\r\nb\r\n MARK\r\n", 3, 2},
		"CR":           {"a\rb\rMARK\r", 3, 1},
		"form feed":    {"a\n\fMARK\n", 2, 2},
		"continuation": {"a = 1 + \\\n  MARK\n", 2, 3},
		"backticks":    {"x = 1\ny = `f(MARK)`\n", 2, 8},
		"f-string":     {"y = f'{MARK}'\n", 1, 8},
	} {
		tree := parse(t, c.src)
		found := false
		for i, n := range tree.Nodes {
			if tree.Is(ID(i), Identifier, "MARK") {
				line, column := tree.Position(int(n.Start))
				found = true
				if line != c.line || column != c.column {
					t.Errorf("%s: at %d:%d, want %d:%d", name, line, column, c.line, c.column)
				}
			}
		}
		if !found {
			t.Errorf("%s: MARK not found in %s", name, kindsOf(tree))
		}
	}
}

func TestEncoding(t *testing.T) {
	tree := parse(t, "#!/usr/bin/python\n# vim: set fileencoding=Latin-1 :\ns = '\xe9'\n")
	if tree.Encoding != "latin-1" || tree.ValidUTF8 {
		t.Errorf("encoding %q, valid %v", tree.Encoding, tree.ValidUTF8)
	}
	if tree := parse(t, "\n\n# coding: utf-8\n"); tree.Encoding != "" {
		t.Errorf("a cookie in line 3 counts: %q", tree.Encoding)
	}
}

func TestRefused(t *testing.T) {
	deep := func(line string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", i), line)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ src, want string }{
		"NUL":      {"a\nb\x00\n", "a NUL byte in line 2"},
		"brackets": {strings.Repeat("(", 10000), "brackets nested deeper than 1000 in line 1"},
		"blocks":   {deep("if x:", 2000), "blocks nested deeper than 1000 in line 1001"},
		"size":     {strings.Repeat("x", MaxSize+1), "larger than"},
		"unary":    {"x = " + strings.Repeat("not ", 30000) + "y\n", "nested deeper than"},
		"sum":      {"x = 1" + strings.Repeat(" + 1", 30000) + "\n", "nested deeper than"},
	} {
		p := NewParser()
		_, err := p.Parse(context.Background(), []byte(c.src))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		// What is refused must not spoil the parser for the next file.
		if tree, err := p.Parse(context.Background(), []byte("a = 1\n")); err != nil || len(tree.Errors) > 0 {
			t.Errorf("%s: the next file: %v", name, err)
		}
		p.Close()
	}
}

func TestBlocksBelowTheLimit(t *testing.T) {
	// Many blocks beside each other, and continuation lines far to the right,
	// are no nesting.
	src := strings.Repeat("def f(a,\n          b):\n    if a:\n        return b\n", 3000)
	if tree := parse(t, src); len(tree.Errors) > 0 {
		t.Error("errors in a plain file")
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := NewParser()
	defer p.Close()
	if _, err := p.Parse(ctx, bytes.Repeat([]byte("a = (1, 2)\n"), 100000)); err == nil {
		t.Error("a canceled context parsed a file")
	}
}

// FuzzParse checks that whatever comes in gives an error or a sound arena.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"print 'x'\n", "exec c in g", "y = `a` + `b`\n", "def f((a, b)): pass\n", "\xef\xbb\xbf#", "f'{a!r:{w}}'",
		"if x:\n\ty\n        z\n", "class A:\r  pass\r", "s = '\xff'", "``", "x = ```", "match x:\n case 1: pass",
	} {
		f.Add([]byte(seed))
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, src []byte) {
		tree, err := p.Parse(context.Background(), src)
		if err != nil {
			return
		}
		if len(tree.Src) != len(src) {
			t.Fatalf("source of %d bytes became %d", len(src), len(tree.Src))
		}
		for i, n := range tree.Nodes {
			if n.Start > n.End || int(n.End) > len(src) {
				t.Fatalf("node %d at %d-%d of %d", i, n.Start, n.End, len(src))
			}
			if i > 0 && (n.Parent < 0 || n.Parent >= ID(i)) || n.Next >= 0 && n.Next <= ID(i) {
				t.Fatalf("node %d: parent %d, next %d", i, n.Parent, n.Next)
			}
			if n.Parent >= 0 && (n.Start < tree.Nodes[n.Parent].Start || n.End > tree.Nodes[n.Parent].End) {
				t.Fatalf("node %d at %d-%d leaves its parent", i, n.Start, n.End)
			}
		}
	})
}
