package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findLazyUses handles what is lazy on Python 3 and gone through twice, and what
// gives something else than a list there.
func findLazyUses(m *module) {
	if m.python3Only() {
		return
	}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Call:
			m.lazyCall(n)
		case python.Assignment:
			m.keptLazy(n)
		case python.Comparison:
			m.inKeys(n)
		}
	}
}

func (m *module) lazyCall(n python.ID) {
	callee, first := m.Child(n, 0), m.argument(n, 0)
	if m.Kind(callee) == python.Attribute {
		if m.Text(m.Child(callee, 1)) == "popitem" && m.value(m.Child(callee, 0)).kinds == dictKind &&
			m.Count(m.ChildOf(n, python.ArgumentList)) == 0 {
			m.report(m.codes["dict-order"], n, analysis.Detail{Subject: m.firstLine(n)}, 0)
		}
		return
	}
	if m.Kind(callee) != python.Identifier || !m.isBuiltin(callee) {
		return
	}
	switch m.Text(callee) {
	case "map":
		// Two lists of one length give the same on both.
		if m.argument(n, 2) >= 0 && m.Kind(m.argument(n, 0)) != python.None {
			m.report(m.codes["map-of-several"], n, analysis.Detail{Subject: m.firstLine(n)}, 0)
		}
	case "filter":
		m.filteredText(n, first)
	}
}

// filteredText handles filter(str.isdigit, text), which gives a text on
// Python 2, unless something takes its characters one by one.
func (m *module) filteredText(n, f python.ID) {
	over := m.argument(n, 1)
	if over < 0 || m.isConsumed(n) {
		return
	}
	ofText := m.Kind(f) == python.Attribute && textTypes[m.Text(m.Child(f, 0))] && m.isBuiltin(m.Child(f, 0))
	if ofText && m.value(over).only(otherKind|textKind) && m.isTextTaken(n) || m.value(over).isText() {
		m.report(m.codes["filter-of-text"], n, analysis.Detail{Subject: m.firstLine(n)}, catchType)
	}
}

// isTextTaken reports whether what a call gives is used as one text.
func (m *module) isTextTaken(n python.ID) bool {
	switch at := m.Parent(n); m.Kind(at) {
	case python.ArgumentList:
		name := m.Text(m.Child(m.Parent(at), 0))
		return name == "int" || name == "float" || name == "str" || name == "long"
	case python.Attribute:
		return true
	case python.BinaryOperator:
		return m.value(m.Child(at, 0)).isText() || m.value(m.Child(at, 1)).isText()
	}
	return false
}

// isConsumed reports whether a node stands where something goes through it at
// once.
func (m *module) isConsumed(n python.ID) bool {
	child, at := n, m.Parent(n)
	for m.Kind(at) == python.Parenthesized {
		child, at = at, m.Parent(at)
	}
	switch m.Kind(at) {
	case python.For, python.ForIn:
		return m.Child(at, 1) == child
	case python.ListSplat, python.Yield:
		return true
	case python.ArgumentList:
		name := m.Text(m.Child(m.Parent(at), 0))
		name = name[strings.LastIndexByte(name, '.')+1:]
		return consumers[name] || consumeMethods[name]
	case python.Assignment:
		return m.Kind(m.Child(at, 0)) == python.PatternList
	case python.Comparison:
		operator := m.operator(at)
		return operator == "in" || operator == "not in"
	}
	return false
}

// inKeys handles x in d.keys().
func (m *module) inKeys(n python.ID) {
	if operator := m.operator(n); m.Count(n) != 2 || operator != "in" && operator != "not in" {
		return
	}
	right := m.Child(n, 1)
	if view := m.viewOf(right); m.Kind(right) == python.Call && strings.HasSuffix(view, ".keys()") {
		m.report(m.codes["in-keys"], n, analysis.Detail{Subject: view}, 0)
	}
}

// keptLazy handles x = map(f, y) where x is gone through twice.
func (m *module) keptLazy(n python.ID) {
	name := m.Child(n, 0)
	if m.Kind(name) != python.Identifier || m.lazyOf(m.Child(n, 1), lazy) == "" {
		return
	}
	scope := m.scopeOf(name)
	if len(m.bindings()[scope][m.Text(name)]) != 1 || m.Kind(scope) == python.ClassDef {
		return
	}
	reads := m.readsOf(name)
	if len(reads) > most {
		reads = reads[:most]
	}
	consumed := 0
	for _, at := range reads {
		if !m.isConsumed(at) {
			continue
		}
		if consumed++; consumed > 1 && !m.exclusive(reads, at) || m.loopsBetween(n, at) {
			m.reportOnce(n, at)
			return
		}
	}
}

// exclusive reports whether a place and one of those before it are in different
// arms of one statement, so that only one of them is reached.
func (m *module) exclusive(reads []python.ID, n python.ID) bool {
	for _, r := range reads {
		if r >= n {
			return false
		}
		branch := m.Ancestor(r, python.If, python.Elif, python.Else, python.Except)
		if branch >= 0 && (!m.holds(branch, n) || m.Kind(branch) == python.If) {
			if block := m.Ancestor(r, python.Block); !m.holds(block, n) {
				return true
			}
		}
	}
	return false
}

// loopsBetween reports whether a loop goes through a place again and again that
// does not make the value anew.
func (m *module) loopsBetween(made, n python.ID) bool {
	for child, at := n, m.Parent(n); at >= 0 && !m.holds(at, made); child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.For:
			if m.Child(at, 1) != child {
				return true
			}
		case python.While:
			return true
		}
	}
	return false
}

func (m *module) reportOnce(n, at python.ID) {
	const what = "is gone through again"
	m.report(m.codes["iterator-used-twice"], n, analysis.Detail{
		Subject: m.lazyOf(m.Child(n, 1), lazy), Use: m.Text(m.Child(n, 0)) + " " + what,
		Steps: []analysis.Step{{Name: what, Value: analysis.Snippet(m.firstLine(at)), Span: m.span(at)}},
	}, 0)
}
