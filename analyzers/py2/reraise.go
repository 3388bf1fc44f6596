package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// current are the functions that ask for the exception that is being handled.
var current = setOf("sys.exc_info", "traceback.format_exc", "traceback.print_exc")

// findBareRaise handles raise without an exception where none is being handled
// any more: after the clause that handled it, Python 2 still remembers it.
func findBareRaise(m *module, n python.ID) {
	if m.Child(n, 0) >= 0 || m.python3Only() {
		return
	}
	if clause := m.handledBefore(n); clause >= 0 {
		m.report(m.codes["late-reraise"], n, analysis.Detail{Subject: "raise"}, catchType)
	}
}

// findLateException handles sys.exc_info() and its like after the clause.
func findLateException(m *module, n python.ID) {
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Attribute && m.Kind(callee) != python.Identifier {
		return
	}
	full := m.resolve(callee)
	if !current[full] || m.python3Only() {
		return
	}
	if m.handledBefore(n) >= 0 {
		d := analysis.Detail{Subject: full, Severity: new(finding.Warning), Confidence: new(finding.Medium)}
		m.report(m.codes["late-reraise"], n, d, 0)
	}
}

// handledBefore returns the except clause that has handled an exception before
// a node that itself stands in none, NoNode if there is none: a function that
// has no handler of its own may be called from one.
func (m *module) handledBefore(n python.ID) python.ID {
	for child, at := n, m.Parent(n); at >= 0; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.Except, python.ExceptGroup, python.Finally, python.FunctionDef, python.Lambda, python.ClassDef:
			return python.NoNode
		case python.Block, python.Module:
			if clause := m.handledIn(at); clause >= 0 && clause < child {
				return clause
			}
		}
	}
	return python.NoNode
}

// handledIn returns the first except clause of the block's own try statements
// whose end is reached, NoNode if there is none.
func (m *module) handledIn(block python.ID) python.ID {
	if clause, ok := m.handled[block]; ok {
		return clause
	}
	if m.handled == nil {
		m.handled = map[python.ID]python.ID{}
	}
	m.handled[block] = m.firstHandled(block)
	return m.handled[block]
}

func (m *module) firstHandled(block python.ID) python.ID {
	for c := range m.Named(block) {
		if m.Kind(c) != python.Try {
			continue
		}
		for clause := range m.Named(c) {
			if m.Kind(clause) == python.Except && !m.endsBlock(m.ChildOf(clause, python.Block)) {
				return clause
			}
		}
	}
	return python.NoNode
}
