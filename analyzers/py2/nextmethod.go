package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// iterators are the built-ins whose result has next() on Python 2.
var iterators = setOf("iter", "open", "file", "enumerate", "reversed")

// findNextMethod handles the method next of an iterator that is not called on
// the spot but handed on: iter(lines).next. Of what may be a link in a list it
// says nothing.
func findNextMethod(m *module, n python.ID) {
	if m.Text(m.Child(n, 1)) != "next" || m.isTarget(n) || m.python3Only() {
		return
	}
	if call := m.Parent(n); m.Kind(call) == python.Call && m.Child(call, 0) == n {
		return
	}
	if m.isIterator(m.Child(n, 0)) {
		m.report(m.codes["next-call"], n, analysis.Detail{Subject: ".next"}, catchAttribute)
	}
}

// isIterator reports whether an expression is an iterator of the language for
// certain.
func (m *module) isIterator(n python.ID) bool {
	n = m.valueOf(n)
	switch m.Kind(n) {
	case python.Generator:
		return true
	case python.Call:
		callee := m.Child(n, 0)
		if m.Kind(callee) != python.Identifier {
			return false
		}
		if iterators[m.Text(callee)] && m.isBuiltin(callee) {
			return true
		}
		function := m.functionNamed(callee)
		return function >= 0 && m.yields(function)
	}
	return false
}

// findOtherDBM handles the import of dbm, a name that stands for another module
// on Python 3: the one that was anydbm and whichdb.
func findOtherDBM(m *module, n python.ID) {
	rule := m.codes["other-dbm"]
	if rule == nil || m.python3Only() {
		return
	}
	if m.Kind(n) == python.ImportFrom {
		if source := m.Child(n, 0); m.Kind(source) == python.DottedName && m.Text(source) == "dbm" && !m.takesNewDBM(n) {
			m.reportImport(rule, source, "dbm", "dbm.ndbm")
		}
		return
	}
	for item := range m.items(n) {
		if m.importName(item) == "dbm" {
			m.reportImport(rule, item, "dbm", "dbm.ndbm")
		}
	}
}

// newDBM are the names that only the dbm of Python 3 has.
var newDBM = setOf("ndbm", "gnu", "dumb", "whichdb", "sqlite3")

func (m *module) takesNewDBM(n python.ID) bool {
	for item := range m.items(n) {
		if newDBM[m.importName(item)] {
			return true
		}
	}
	return false
}
