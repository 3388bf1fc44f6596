package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findClassBodyNames handles a list comprehension in the body of a class that
// reads a name of the class. Python 3 gives it a scope of its own, which does
// not see the class; what its first "in" goes over is still outside of it.
func findClassBodyNames(m *module, n python.ID) {
	rule := m.codes["class-name-in-comprehension"]
	class := m.scopeOf(n)
	if rule == nil || m.Kind(class) != python.ClassDef || m.python3Only() {
		return
	}
	outside := m.Child(m.ChildOf(n, python.ForIn), 1)
	for i := int(n) + 1; i < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[n].End; i++ {
		name := python.ID(i)
		if m.Kind(name) != python.Identifier || m.holds(outside, name) || !m.isRead(name) || !m.seesOnly(name, n, class) {
			continue
		}
		m.report(rule, name, analysis.Detail{Subject: m.Text(name)}, catchName)
	}
}

// seesOnly reports whether a name within a list comprehension is one of the
// class around it and of nothing between them or further out.
func (m *module) seesOnly(name, comprehension, class python.ID) bool {
	text := m.Text(name)
	for scope := m.scopeOf(name); ; scope = m.scopeOf(scope) {
		// A generator or a lambda does not see the class on Python 2 either.
		if m.Kind(scope) != python.ListComprehension || len(m.bindings()[scope][text]) > 0 {
			return false
		}
		if scope == comprehension {
			break
		}
	}
	// A built-in of the name is what Python 3 takes: it does not fail.
	if len(m.bindings()[class][text]) == 0 || builtinNames[text] {
		return false
	}
	for scope := m.scopeOf(class); ; scope = m.scopeOf(scope) {
		if len(m.bindings()[scope][text]) > 0 {
			return false
		}
		if scope <= 0 {
			_, imported := m.lookup(class, text)
			return !imported
		}
	}
}

// findOldStyleClass handles classes without bases, which are of the old style
// on Python 2 unless the module has a metaclass for them.
func findOldStyleClass(m *module, n python.ID) {
	rule := m.codes["old-style-class"]
	if rule == nil || m.Count(m.ChildOf(n, python.ArgumentList)) > 0 || m.python3Only() || len(m.bindings()[0]["__metaclass__"]) > 0 {
		return
	}
	name := m.ChildOf(n, python.Identifier)
	if len(m.bindings()[n]["__metaclass__"]) == 0 {
		m.report(rule, name, analysis.Detail{Subject: m.Text(name)}, 0)
	}
}
