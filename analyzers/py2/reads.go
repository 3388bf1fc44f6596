package py2

import (
	"sort"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// mostReads bounds how many reads of a name are looked at for one binding, so
// that generated code costs no more than its length.
const mostReads = 256

// reads is where a file reads names and attributes of self and calls its
// methods, by name.
type reads struct{ names, attributes, methods map[string][]python.ID }

func (m *module) allReads() *reads {
	if m.read != nil {
		return m.read
	}
	m.read = &reads{map[string][]python.ID{}, map[string][]python.ID{}, map[string][]python.ID{}}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Identifier:
			if m.isRead(n) {
				m.read.names[m.Text(n)] = append(m.read.names[m.Text(n)], n)
			}
		case python.Attribute:
			if m.Text(m.Child(n, 0)) == "self" && !m.isTarget(n) {
				name := m.Text(m.Child(n, 1))
				m.read.attributes[name] = append(m.read.attributes[name], n)
			}
		case python.Call:
			callee := m.Child(n, 0)
			if m.Kind(callee) == python.Attribute && m.Text(m.Child(callee, 0)) == "self" {
				name := m.Text(m.Child(callee, 1))
				m.read.methods[name] = append(m.read.methods[name], n)
			}
		}
	}
	return m.read
}

// readsOf returns where a name is read as the given binding left it: in its
// scope or one inside, with no other binding certainly in between.
func (m *module) readsOf(binding python.ID) []python.ID {
	name, scope := m.Text(binding), m.scopeOf(binding)
	bound := m.bindings()[scope][name]
	all := m.allReads().names[name]
	first := sort.Search(len(all), func(i int) bool { return all[i] > binding })
	var list []python.ID
	for i := range min(len(all), mostReads) {
		n := all[(first+i)%len(all)]
		if m.boundIn(n, name) == scope && (m.scopeOf(n) != scope || m.reaches(binding, bound, n)) {
			list = append(list, n)
		}
	}
	return list
}

// boundIn returns the scope that binds a name as seen from a node, NoNode if
// none of the file does.
func (m *module) boundIn(n python.ID, name string) python.ID {
	own := m.scopeOf(n)
	for scope := own; ; scope = m.scopeOf(scope) {
		if (scope == own || m.Kind(scope) != python.ClassDef) && len(m.bindings()[scope][name]) > 0 {
			return scope
		}
		if scope <= 0 {
			return python.NoNode
		}
	}
}

// reaches reports whether what a binding gave its name is read at n: it stands
// before, and no binding between them is in a block around n.
func (m *module) reaches(binding python.ID, bound []python.ID, n python.ID) bool {
	if n < binding || m.holds(m.Ancestor(binding, python.Assignment, python.Block), n) &&
		m.Kind(m.Ancestor(binding, python.Assignment, python.Block)) == python.Assignment {
		return false
	}
	first := sort.Search(len(bound), func(i int) bool { return bound[i] > binding })
	for _, other := range bound[first:min(len(bound), first+most)] {
		if other >= n {
			break
		}
		statement := m.Ancestor(other, python.Assignment, python.Block)
		if m.Kind(statement) == python.Assignment && m.holds(statement, n) {
			continue // x = f(x) still reads the old one
		}
		if m.holds(m.Ancestor(other, python.Block, python.Module), n) {
			return false
		}
	}
	return true
}

// callsOf returns the first calls in the file of one of its functions: by name, or of
// a method by self.
func (m *module) callsOf(function python.ID, name string) (calls []python.ID) {
	if m.Kind(m.scopeOf(function)) == python.ClassDef {
		calls = m.allReads().methods[name]
		return calls[:min(len(calls), mostUses)]
	}
	list := m.allReads().names[name]
	for _, n := range list[:min(len(list), mostUses)] {
		if call := m.Parent(n); m.Kind(call) == python.Call && m.Child(call, 0) == n {
			calls = append(calls, call)
		}
	}
	return calls
}
