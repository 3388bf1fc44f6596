package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// views are the methods of dictionaries that give lists on Python 2 and views
// on Python 3.
var views = setOf("keys", "values", "items")

// lazy are the built-ins that give lists on Python 2 and iterators on 3; range
// gives something that can be indexed but not changed.
var lazy = setOf("map", "filter", "zip")

// valueOf follows a name to the one expression that is assigned to it in its
// scope; other expressions stand for themselves.
func (m *module) valueOf(n python.ID) python.ID {
	for m.Kind(n) == python.Parenthesized {
		n = m.Child(n, 0)
	}
	if m.Kind(n) != python.Identifier {
		return n
	}
	bound := m.bindings()[m.scopeOf(n)][m.Text(n)]
	if len(bound) != 1 {
		return n
	}
	a := m.Parent(bound[0])
	if value := m.Child(a, 1); m.Kind(a) == python.Assignment && m.Child(a, 0) == bound[0] && value >= 0 {
		return value
	}
	return n
}

// viewOf returns "d.keys()" if an expression is that on a dictionary, directly
// or through a name, "" otherwise.
func (m *module) viewOf(n python.ID) string {
	n = m.valueOf(n)
	if m.Kind(n) != python.Call || m.Count(m.ChildOf(n, python.ArgumentList)) > 0 {
		return ""
	}
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Attribute || !views[m.Text(m.Child(callee, 1))] || m.isModule(m.Child(callee, 0)) ||
		m.classMembers()[m.Text(m.Child(callee, 1))] {
		return ""
	}
	return m.firstLine(n)
}

// viewDefined asks whether the class of the object that "d.keys()" is called on
// defines that itself.
func (m *module) viewDefined(n python.ID) *analysis.Condition {
	callee := m.Child(m.valueOf(n), 0)
	return m.objectDefines(m.Child(callee, 0), m.Text(m.Child(callee, 1)))
}

// lazyOf returns "map(...)" if an expression is a call of one of the built-ins
// that are lazy on Python 3, directly or through a name, "" otherwise.
func (m *module) lazyOf(n python.ID, which map[string]bool) string {
	n = m.valueOf(n)
	if m.Kind(n) != python.Call {
		return ""
	}
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Identifier || !which[m.Text(callee)] || !m.isBuiltin(callee) {
		return ""
	}
	return m.Text(callee) + "(...)"
}

// reportLazy reports a use of a view or an iterator that only a list takes.
func (m *module) reportLazy(n, operand python.ID) {
	if m.python3Only() {
		return
	}
	if view := m.viewOf(operand); view != "" {
		m.report(m.codes["view-as-list"], n, analysis.Detail{Subject: view, Unless: m.viewDefined(operand)}, catchType)
		return
	}
	value := m.valueOf(operand)
	if name := m.lazyOf(value, lazy); name != "" {
		code := "map-as-list"
		if name == "zip(...)" {
			code = "zip-as-list"
		}
		m.report(m.codes[code], n, analysis.Detail{Subject: name}, catchType)
	}
}

// findSubscriptOfLazy handles d.keys()[0] and map(f, x)[0].
func findSubscriptOfLazy(m *module, n python.ID) { m.reportLazy(n, m.Child(n, 0)) }

// rangeOnly is what lazyOf looks for in sums of ranges.
var rangeOnly = setOf("range")

// findSumOfLazy handles d.items() + x, map(f, x) + y and range(3) + [4].
func findSumOfLazy(m *module, n python.ID) {
	if !m.HasToken(n, "+") || m.python3Only() {
		return
	}
	left, right := m.Child(n, 0), m.Child(n, 1)
	if a, b := m.viewOf(left), m.viewOf(right); a != "" && b != "" {
		m.report(m.codes["sum-of-views"], n, analysis.Detail{Subject: a + " + " + b}, catchType)
		return
	}
	for _, side := range []python.ID{left, right} {
		if name := m.lazyOf(side, rangeOnly); name != "" {
			m.report(m.codes["range-as-list"], n, analysis.Detail{Subject: name}, catchType)
			return
		}
	}
	m.reportLazy(n, left)
	m.reportLazy(n, right)
}

// findLazyCall handles len(map(f, x)), map(None, ...) and map() for its side
// effects.
func findLazyCall(m *module, n python.ID) {
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Identifier || !m.isBuiltin(callee) || m.python3Only() {
		return
	}
	switch name := m.Text(callee); name {
	case "len":
		// len takes views; of iterators it has nothing to say.
		if operand := m.argument(n, 0); m.lazyOf(operand, lazy) != "" {
			m.reportLazy(n, operand)
		}
	case "map", "filter":
		if m.Kind(m.Parent(n)) == python.ExpressionStatement {
			m.report(m.codes["map-for-effect"], n, analysis.Detail{Subject: name + "(...)"}, 0)
		}
		if name == "map" && m.Kind(m.argument(n, 0)) == python.None {
			m.report(m.codes["map-none"], n, analysis.Detail{Subject: "map(None, ...)"}, catchType)
		}
	}
}
