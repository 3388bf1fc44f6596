package py2

import (
	"maps"
	"slices"
	"sort"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findLeaks handles names that a list comprehension bound and that are read
// after it: on Python 2 they are left over, on Python 3 they are not.
func findLeaks(m *module) {
	rule := m.codes["comprehension-leak"]
	if rule == nil || m.python3Only() {
		return
	}
	leaks := m.leakedNames()
	for _, name := range slices.Sorted(maps.Keys(leaks)) {
		for _, n := range m.allReads().names[name] {
			if d := m.leakAt(n, name, leaks[name]); d != nil {
				m.report(rule, n, *d, catchName)
			}
		}
	}
}

// leakedNames returns the names that list comprehensions bind, in source order.
func (m *module) leakedNames() map[string][]python.ID {
	leaks := map[string][]python.ID{}
	for i := range m.Nodes {
		n := python.ID(i)
		if m.Nodes[i].Kind != python.Identifier {
			continue
		}
		if scope, ok := m.boundBy(n); ok && m.Kind(scope) == python.ListComprehension {
			name := m.Text(n)
			leaks[name] = append(leaks[name], n)
		}
	}
	return leaks
}

// leakAt says what is wrong with a read of a name that comprehensions bind, nil
// if nothing is. leaks is in source order.
func (m *module) leakAt(n python.ID, name string, leaks []python.ID) *analysis.Detail {
	bound := m.boundIn(n, name)
	before := sort.Search(len(leaks), func(i int) bool { return leaks[i] > n })
	for i := before - 1; i >= max(0, before-most); i-- {
		leak := leaks[i]
		scope := m.scopeAround(leak)
		if m.scopeAround(n) != scope || m.holds(m.scopeOf(leak), n) || !m.sameBlock(leak, n) {
			continue
		}
		switch _, imported := m.lookup(n, name); {
		case bound < 0 && !imported && !builtinNames[name]:
			d := analysis.Detail{Subject: name}
			if len(m.stars) > 0 {
				d.Confidence = new(finding.Medium)
				d.Unless = &analysis.Condition{Kind: analysis.ModuleBinds, Names: m.stars, Members: []string{name}}
			}
			return &d
		case bound == scope && !m.boundAgain(m.bindings()[scope][name], n, leak):
			return &analysis.Detail{Subject: name, Severity: new(finding.Warning), Confidence: new(finding.Medium)}
		}
		return nil
	}
	return nil
}

// scopeAround is scopeOf as Python 2 has it: list comprehensions have none.
func (m *module) scopeAround(n python.ID) python.ID {
	scope := m.scopeOf(n)
	for m.Kind(scope) == python.ListComprehension {
		scope = m.scopeOf(scope)
	}
	return scope
}

// sameBlock reports whether a read stands in the block of the comprehension or
// in one inside it, so that the comprehension has run.
func (m *module) sameBlock(leak, n python.ID) bool {
	return m.holds(m.Ancestor(leak, python.Block, python.Module), n)
}

// boundAgain reports whether the name is bound anew between the comprehension
// and the read: by the statement that the comprehension is a part of, or in a
// block around the read.
func (m *module) boundAgain(bound []python.ID, n, leak python.ID) bool {
	first := sort.Search(len(bound), func(i int) bool { return bound[i] > leak })
	for i := max(0, first-most); i < min(len(bound), first+most) && bound[i] < n; i++ {
		b := bound[i]
		if b > leak {
			if m.holds(m.Ancestor(b, python.Block, python.Module), n) {
				return true
			}
			continue
		}
		statement := m.Ancestor(b, python.For, python.Assignment, python.AugmentedAssignment, python.Block, python.Module)
		if kind := m.Kind(statement); kind == python.Block || kind == python.Module || !m.holds(statement, leak) {
			continue
		}
		if body := m.ChildOf(statement, python.Block); body < 0 || !m.holds(body, leak) {
			return true
		}
	}
	return false
}
