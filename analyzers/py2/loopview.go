package py2

import (
	"sort"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// removals are the methods that take entries out of a dictionary.
var removals = setOf("pop", "popitem", "clear")

// findChangedInLoop handles "for k in d.keys(): del d[k]", and the same where a
// name holds d.keys() between the two.
func findChangedInLoop(m *module, n python.ID) {
	if m.python3Only() {
		return
	}
	over := m.reachingValue(m.Child(n, 1))
	if m.Kind(over) != python.Call || m.viewOf(over) == "" {
		return
	}
	object := m.Child(m.Child(over, 0), 0)
	dict, body := m.Dotted(object), m.ChildOf(n, python.Block)
	if dict == "" || body < 0 || m.boundBetween(object, over, n) {
		return
	}
	for i := int(body); i < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[body].End; i++ {
		at := python.ID(i)
		if !m.removesFrom(at, dict) || m.leavesLoop(m.Ancestor(at, python.Block), n) {
			continue
		}
		d := analysis.Detail{Subject: m.firstLine(over)}
		if name := m.Child(n, 1); name != over {
			d.Steps = []analysis.Step{{Name: m.Text(name), Value: m.firstLine(over), Span: m.span(name)}}
		}
		m.report(m.codes["dict-changed-in-loop"], over, d, 0)
		return
	}
}

// reachingValue returns what a name holds at a place if one assignment alone
// gives it: it always runs before the place, and nothing binds the name anew in
// between or in a loop that leads back. Other expressions stand for themselves.
func (m *module) reachingValue(n python.ID) python.ID {
	if m.Kind(n) != python.Identifier {
		return n
	}
	list, ordered := m.boundAs(n)
	last := sort.Search(len(list), func(i int) bool { return list[i] >= n }) - 1
	if !ordered || last < 0 {
		return n
	}
	a := m.Parent(list[last])
	value := m.Child(a, 1)
	if m.Kind(a) != python.Assignment || m.Child(a, 0) != list[last] || value < 0 {
		return n
	}
	block := m.Ancestor(a, python.Block, python.Module)
	if !m.holds(block, n) {
		return n
	}
	within := n
	for m.Parent(within) != block {
		within = m.Parent(within)
	}
	if last+1 < len(list) && m.Nodes[list[last+1]].Start < m.Nodes[within].End {
		return n
	}
	return value
}

// mostBetween bounds how many nodes are looked at for an attribute that is bound anew,
// so that many loops over one name cost no more than their length.
const mostBetween = 4096

// boundBetween reports whether an object, or the one that it is an attribute of,
// is bound anew after one place and before another.
func (m *module) boundBetween(object, from, to python.ID) bool {
	list, _ := m.boundAs(m.chainRoot(object))
	for _, b := range list {
		if from < b && b < to {
			return true
		}
	}
	if m.Kind(object) == python.Attribute && int(to-from) > mostBetween {
		return true // it may be
	}
	for part := object; m.Kind(part) == python.Attribute; part = m.Child(part, 0) {
		whole := m.Dotted(part)
		for i := from; i < to; i++ {
			if m.Kind(i) == python.Attribute && m.isTarget(i) && m.Dotted(i) == whole {
				return true
			}
		}
	}
	return false
}

// leavesLoop reports whether a loop ends with a block of its body.
func (m *module) leavesLoop(block, loop python.ID) bool {
	last := m.lastNamed(block)
	switch m.Kind(last) {
	case python.Continue:
		return false
	case python.Break:
		return m.Ancestor(last, python.For, python.While) == loop
	}
	return m.endsBlock(block)
}

// removesFrom reports whether a node takes an entry out of a dictionary.
func (m *module) removesFrom(n python.ID, dict string) bool {
	switch m.Kind(n) {
	case python.Delete:
		for c := range m.Named(n) {
			if m.Kind(c) == python.Subscript && m.Dotted(m.Child(c, 0)) == dict {
				return true
			}
		}
	case python.Call:
		callee := m.Child(n, 0)
		return m.Kind(callee) == python.Attribute && removals[m.Text(m.Child(callee, 1))] && m.Dotted(m.Child(callee, 0)) == dict
	}
	return false
}
