package py2

import "opendev.org/starlingx/stxscan/syntax/python"

// passedBy reports whether what a binding gives a name never comes to a place: the
// place is in another branch of an if, and before a loop leads back to it, one of the
// bindings before the if has given the name anew.
func (m *module) passedBy(b, n python.ID, before []python.ID) bool {
	if len(before) == 0 {
		return false
	}
	branch, choice := n, m.Parent(n)
	for m.Kind(choice) != python.If || !m.holds(choice, b) {
		if choice < 0 || isScope(m.Kind(choice)) {
			return false
		}
		branch, choice = choice, m.Parent(choice)
	}
	if m.holds(branch, b) || branch == m.Child(choice, 0) || m.holds(m.Child(choice, 0), b) {
		return false
	}
	around := m.Ancestor(choice, python.For, python.While, python.FunctionDef, python.Module)
	for _, first := range before {
		if first > around && first < choice && m.holds(m.Ancestor(first, python.Block, python.Module), n) {
			return true
		}
	}
	return false
}
