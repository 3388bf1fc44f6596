package py2

import (
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findExceptList handles "except [A, B]:": Python 3 asks for classes or a tuple
// of them as soon as an exception arrives.
func findExceptList(m *module, n python.ID) {
	caught := m.caughtNode(n)
	value := m.onlyValue(caught)
	if m.Kind(caught) == python.Attribute && m.Text(m.Child(caught, 0)) == "self" {
		list := m.bindings()[m.Ancestor(n, python.ClassDef)][m.Text(m.Child(caught, 1))]
		if len(list) == 1 {
			value = m.Child(m.Parent(list[0]), 1)
		}
	}
	switch m.Kind(value) {
	case python.List, python.ListComprehension:
		m.report(m.codes["except-list"], caught, analysis.Detail{Subject: m.firstLine(caught)}, 0)
		return
	}
	parts := m.parts(caught)
	for _, e := range parts {
		switch {
		case m.isOldStyle(e, mostSteps):
			m.report(m.codes["old-style-exception"], e, analysis.Detail{Subject: m.Text(e)}, 0)
		case m.isUsedAsModule(e):
			m.report(m.codes["except-no-class"], e, analysis.Detail{Subject: m.Text(e), Use: "a module"}, 0)
		case m.Kind(caught) == python.Tuple:
			m.nestedClasses(e)
		}
	}
}

// nestedClasses handles "except (A, (B, C)):". What has the name of several
// classes is taken for a tuple of them: a class is called by one.
func (m *module) nestedClasses(e python.ID) {
	d := analysis.Detail{Subject: m.firstLine(e), Use: "several classes within a tuple"}
	switch m.Kind(m.onlyValue(e)) {
	case python.Tuple, python.List:
		m.report(m.codes["except-no-class"], e, d, 0)
		return
	}
	name := m.Dotted(e)
	name = strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	if strings.HasSuffix(name, "errors") || strings.HasSuffix(name, "exceptions") {
		medium := finding.Medium
		d.Confidence = &medium
		m.report(m.codes["except-no-class"], e, d, 0)
	}
}

// isUsedAsModule reports whether a name is imported and the file takes classes
// out of it elsewhere: exception, beside exception.NotFound.
func (m *module) isUsedAsModule(n python.ID) bool {
	if m.Kind(n) != python.Identifier || strings.ToLower(m.Text(n)) != m.Text(n) {
		return false
	}
	if b, ok := m.lookup(n, m.Text(n)); !ok || b.module == "" {
		return false
	}
	reads := m.allReads().names[m.Text(n)]
	for _, read := range reads[:min(len(reads), mostReads)] {
		if at := m.Parent(read); m.Kind(at) == python.Attribute && m.Child(at, 0) == read {
			if member := m.Text(m.Child(at, 1)); strings.ToLower(member[:1]) != member[:1] {
				return true
			}
		}
	}
	return false
}

// onlyValue is valueOf for names of any scope of the file: what the one
// assignment to it gives.
func (m *module) onlyValue(n python.ID) python.ID {
	if m.Kind(n) != python.Identifier {
		return n
	}
	list := m.bindings()[m.boundIn(n, m.Text(n))][m.Text(n)]
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.Assignment {
		return n
	}
	return m.Child(m.Parent(list[0]), 1)
}

// findOldStyleRaise handles the raise of a class that has no base.
func findOldStyleRaise(m *module, n python.ID) {
	what := m.Child(n, 0)
	if m.Kind(what) == python.ExpressionList {
		what = m.Child(what, 0)
	}
	if m.Kind(what) == python.Call {
		what = m.Child(what, 0)
	}
	if m.isOldStyle(what, mostSteps) {
		m.report(m.codes["old-style-exception"], n, analysis.Detail{Subject: m.Text(what)}, 0)
	}
}

// isOldStyle reports whether a name is a class of the file that has no base, or
// only such bases: Python 2 raises and catches those, Python 3 does not.
func (m *module) isOldStyle(n python.ID, depth int) bool {
	if m.Kind(n) != python.Identifier || depth == 0 {
		return false
	}
	scope := m.boundIn(n, m.Text(n))
	list := m.bindings()[scope][m.Text(n)]
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.ClassDef {
		return false
	}
	class := m.Parent(list[0])
	if m.Kind(m.Parent(class)) == python.DecoratedDef || m.Ancestor(n, python.ClassDef) == class {
		return false
	}
	for base := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if !m.isOldStyle(base, depth-1) {
			return false
		}
	}
	for c := range m.Named(m.ChildOf(class, python.Block)) {
		if a := m.Child(c, 0); m.Kind(a) == python.Assignment && m.Text(m.Child(a, 0)) == "__metaclass__" {
			return false
		}
	}
	return true
}

// findExecOfLocals handles exec inside a function whose names come from what it
// runs: on Python 3 it cannot bind the function's own.
func findExecOfLocals(m *module, n python.ID) {
	function := m.Ancestor(n, python.FunctionDef, python.Lambda, python.ClassDef)
	if m.Kind(function) != python.FunctionDef || m.HasToken(n, "in") || m.python3Only() {
		return
	}
	list := m.unboundIn(function)
	i := sort.Search(len(list), func(i int) bool { return m.Nodes[list[i]].Start >= m.Nodes[n].End })
	if i < len(list) {
		m.report(m.codes["exec-of-locals"], n, analysis.Detail{Subject: m.Text(list[i])}, 0)
	}
}

// unboundIn returns the names in a function that nothing of the file binds and
// that are no built-ins, in source order.
func (m *module) unboundIn(function python.ID) []python.ID {
	if list, ok := m.unbound[function]; ok {
		return list
	}
	var list []python.ID
	for i := int(function); i < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[function].End; i++ {
		n := python.ID(i)
		if m.Nodes[i].Kind == python.Identifier && !builtinNames[m.Text(n)] && m.isUnbound(n) {
			list = append(list, n)
		}
	}
	if m.unbound == nil {
		m.unbound = map[python.ID][]python.ID{}
	}
	m.unbound[function] = list
	return list
}
