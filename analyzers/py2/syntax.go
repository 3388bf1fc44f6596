package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

func findDiamond(m *module, n python.ID) {
	if t := m.TokenOf(n, "<>"); t >= 0 {
		m.refuse("diamond-operator", t, "<>")
	}
}

func findBackticks(m *module, n python.ID) { m.refuse("backticks", n, "`...`") }

// findExceptComma handles "except E, e:", which the grammar shows as a second
// expression after a comma.
func findExceptComma(m *module, n python.ID) {
	if as := m.ChildOf(m.ChildOf(n, python.AsPattern), python.AsPatternTarget); as >= 0 {
		// Python 2 takes any target after "as", Python 3 a name alone.
		if target := m.Child(as, 0); target >= 0 && m.Kind(target) != python.Identifier {
			m.refuse("except-comma-target", as, "except ... as "+m.Text(target))
		}
		return
	}
	target := m.Child(n, 1)
	if !m.HasToken(n, ",") || m.Kind(target) == python.Block {
		return
	}
	code := "except-comma-target"
	if m.Kind(target) == python.Identifier {
		code = "except-comma"
	}
	at := analysis.Span{Start: int(m.Nodes[n].Start), End: int(m.Nodes[target].End)}
	m.syntaxError(code, at, analysis.Detail{Subject: "except " + m.Text(m.Child(n, 0)) + ", " + m.Text(target)})
}

func findRaise(m *module, n python.ID) {
	what := m.Child(n, 0)
	switch m.Kind(what) {
	case python.String, python.ConcatenatedString:
		m.emit("raise-string", n, "raise")
	case python.BinaryOperator:
		if m.HasToken(what, "%") && m.Kind(m.Child(what, 0)) == python.String {
			m.emit("raise-string", n, "raise")
		}
	case python.Tuple:
		m.emit("raise-of-tuple", n, m.Text(m.Child(what, 0)))
	case python.ExpressionList:
		subject := "raise " + m.Text(m.Child(what, 0))
		switch {
		case m.Kind(m.Child(what, 0)) == python.Tuple:
			m.refuse("raise-tuple", n, subject)
		case m.Count(what) == 2:
			m.refuse("raise-comma", n, subject)
		default:
			m.refuse("raise-traceback", n, subject)
		}
	}
}

// findTupleParameter handles parameters that unpack a tuple, and those that
// only look like it.
func findTupleParameter(m *module, n python.ID) {
	lambda := m.Kind(n) == python.LambdaParameters
	for c := range m.Named(n) {
		pattern := c
		if text := m.Text(c); text == "True" || text == "False" || text == "None" {
			m.refuse("constant-assignment", c, text)
			continue
		}
		if m.Kind(c) == python.DefaultParameter {
			pattern = m.Child(c, 0)
		}
		if m.Kind(pattern) != python.TuplePattern {
			continue
		}
		switch {
		case m.isParenthesised(pattern):
			m.refuse("parenthesised-parameter", pattern, m.Text(pattern))
		case lambda:
			m.refuse("lambda-tuple-parameter", pattern, m.Text(pattern))
		default:
			m.refuse("tuple-parameter", pattern, m.Text(pattern))
		}
	}
}

// isParenthesised reports whether a pattern is one name in brackets.
func (m *module) isParenthesised(pattern python.ID) bool {
	return m.Count(pattern) == 1 && !m.HasToken(pattern, ",") &&
		(m.Kind(m.Child(pattern, 0)) == python.Identifier || m.isParenthesised(m.Child(pattern, 0)))
}

// findLostGenerator handles a generator that shares a call with other arguments
// after a condition, where the grammar gives up at the comma.
func findLostGenerator(m *module, n python.ID) {
	if e := m.ChildOf(n, python.Error); e >= 0 && m.HasToken(e, ",") && m.Kind(m.Parent(n)) == python.Call {
		m.refuse("bare-generator-argument", n, "a generator")
	}
}

// findBareTuple handles a comprehension over a tuple without brackets, and a
// generator that shares a call with other arguments, which the grammar reads
// alike.
func findBareTuple(m *module, n python.ID) {
	in := m.TokenOf(n, "in")
	if in < 0 {
		return
	}
	comma := python.NoNode
	for c := m.Nodes[in].Next; c >= 0; c = m.Nodes[c].Next {
		if m.Is(c, python.Token, ",") {
			comma = c
		}
	}
	if comma < 0 {
		return
	}
	comprehension := m.Parent(n)
	if m.Kind(comprehension) == python.Generator {
		if m.Kind(m.Parent(comprehension)) != python.Call {
			return // brackets around a tuple without brackets: no Python takes that
		}
		m.refuse("bare-generator-argument", comprehension, "a generator")
		return
	}
	m.refuse("bare-tuple-comprehension", n, m.Text(n))
}

func findStarImport(m *module, n python.ID) {
	if m.Ancestor(n, python.FunctionDef, python.ClassDef) >= 0 {
		m.refuse("star-import-in-function", m.Parent(n), m.Text(m.Child(m.Parent(n), 0)))
	}
}

func findYieldInComprehension(m *module, n python.ID) {
	first := python.NoNode // the loop whose iterable holds the yield
	for child, at := n, m.Parent(n); at >= 0; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.Lambda, python.FunctionDef:
			return
		case python.ForIn:
			if m.Child(at, 0) != child {
				first = at
			}
		case python.ListComprehension, python.SetComprehension, python.DictComprehension, python.Generator:
			// The outermost iterable is evaluated outside.
			if first < 0 || m.ChildOf(at, python.ForIn) != first {
				m.refuse("yield-in-comprehension", n, "yield")
				return
			}
		}
	}
}

// findAsyncName handles async and await as names: the grammar has both as
// keywords too and tells them apart.
func findAsyncName(m *module, n python.ID) {
	node := m.Nodes[n]
	if node.End-node.Start != 5 {
		return
	}
	if text := m.Text(n); text == "async" || text == "await" {
		m.refuse("async-name", n, text)
	}
}

// futureNames are the features of every Python that __future__ has.
var futureNames = setOf(
	"nested_scopes", "generators", "division", "absolute_import", "with_statement",
	"print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations",
)

// findFutureImport handles features that do not exist, and imports that come
// too late to count.
func findFutureImport(m *module, n python.ID) {
	for item := range m.Named(n) {
		if name := m.importName(item); !futureNames[name] {
			m.refuse("future-import", item, name)
		}
	}
	if m.Parent(n) != 0 {
		m.refuse("future-import", n, "__future__")
		return
	}
	docstring := true
	for c := range m.Named(0) {
		if c == n {
			return
		}
		isString := m.Kind(c) == python.ExpressionStatement && m.isText(m.Child(c, 0))
		if m.Kind(c) != python.FutureImport && !(docstring && isString) {
			m.refuse("future-import", n, "__future__")
			return
		}
		docstring = false
	}
}

// isText reports whether a literal is a string that is no bytes.
func (m *module) isText(n python.ID) bool {
	if m.Kind(n) == python.ConcatenatedString {
		n = m.Child(n, 0)
	}
	prefix, _ := splitString(m.Text(n))
	return m.Kind(n) == python.String && !strings.ContainsAny(prefix, "bB")
}

// findSourceEncoding handles source that Python 3 cannot decode.
func findSourceEncoding(m *module) {
	if m.ValidUTF8 || m.Encoding != "" && m.Encoding != "utf-8" && m.Encoding != "utf8" {
		return
	}
	src := m.pass.File.Src
	for i := range src {
		if m.Src[i] != src[i] && src[i] >= 0x80 && !(m.Encoding != "" && m.inComment(i)) {
			m.syntaxError("source-encoding", analysis.Span{Start: i, End: i + 1}, analysis.Detail{Subject: "encoding"})
			return
		}
	}
}

// inComment reports whether an offset lies in a comment, where Python 3 does
// not look at bytes as long as a cookie says that they are UTF-8.
func (m *module) inComment(offset int) bool {
	for _, node := range m.Nodes {
		if node.Kind == python.Comment && int(node.Start) <= offset && offset < int(node.End) {
			return true
		}
	}
	return false
}

func findMissingAbsoluteImport(m *module) {
	rule := m.codes["missing-absolute-import"]
	if rule == nil || m.futures["absolute_import"] || m.python3Only() {
		return
	}
	for n := range m.Named(0) {
		kind := m.Kind(n)
		if kind == python.ImportStatement || kind == python.ImportFrom && m.Kind(m.Child(n, 0)) != python.RelativeImport {
			m.report(rule, n, analysis.Detail{
				Subject: "absolute_import",
				When:    []analysis.Condition{{Kind: analysis.InPackage}},
			}, 0)
			return
		}
	}
}
