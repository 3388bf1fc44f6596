package py2

import (
	"bytes"
	"sort"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findNoneOrder handles names and attributes that may hold None where values
// are put in order.
func findNoneOrder(m *module) {
	if m.python3Only() || !bytes.Contains(m.Src, []byte("None")) && !bytes.Contains(m.Src, []byte(".get(")) {
		return
	}
	done := map[python.ID]map[string]bool{}
	var tests map[python.ID]map[string][]python.ID
	for i := range m.Nodes {
		n := python.ID(i)
		for _, operand := range m.ordered(n) {
			v := m.value(operand)
			if !v.has(noneKind | missingKind | omittedKind) {
				continue
			}
			if tests == nil {
				tests = m.noneTests()
			}
			function, name := m.functionOf(operand), m.Dotted(operand)
			if name == "" || done[function][name] || m.isTestedBefore(tests[function][name], n) {
				continue
			}
			if done[function] == nil {
				done[function] = map[string]bool{}
			}
			done[function][name] = true
			m.reportNone(n, operand, v)
		}
	}
}

// ordered returns what a comparison, or max, min and sorted put in order.
func (m *module) ordered(n python.ID) []python.ID {
	switch m.Kind(n) {
	case python.Comparison:
		switch m.operator(n) {
		case "<", ">", "<=", ">=":
			if m.Count(n) == 2 {
				return []python.ID{m.Child(n, 0), m.Child(n, 1)}
			}
		}
	case python.Call:
		callee := m.Child(n, 0)
		if name := m.Text(callee); name != "max" && name != "min" || !m.isBuiltin(callee) {
			return nil
		}
		if first, second := m.argument(n, 0), m.argument(n, 1); second >= 0 && m.keyword(n, "key") < 0 {
			return []python.ID{first, second}
		}
	}
	return nil
}

// functionOf is the function that a node stands in, 0 outside of all.
func (m *module) functionOf(n python.ID) python.ID {
	return max(0, m.Ancestor(n, python.FunctionDef))
}

// noneTests returns, by function and name, the places where the name stands in
// a condition other than an order, or is given a value of its own.
func (m *module) noneTests() map[python.ID]map[string][]python.ID {
	tests := map[python.ID]map[string][]python.ID{}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Identifier, python.Attribute:
			if m.isTested(n) {
				if name := m.Dotted(n); name != "" {
					addTo(tests, m.functionOf(n), name, n)
				}
			}
		}
	}
	return tests
}

// isTested reports whether a condition asks something else of a value than its
// place in an order.
func (m *module) isTested(n python.ID) bool {
	const far = 24
	child, at := n, m.Parent(n)
	for range far {
		switch m.Kind(at) {
		case python.Comparison:
			switch m.operator(at) {
			case "<", ">", "<=", ">=":
				return false
			}
			return true
		case python.NotOperator, python.BooleanOperator, python.Assert:
			return true
		case python.If, python.Elif, python.While, python.IfClause:
			return m.Child(at, 0) == child
		case python.Conditional:
			return m.Child(at, 1) == child
		case python.Block, python.Module, python.FunctionDef, python.Invalid:
			return false
		}
		child, at = at, m.Parent(at)
	}
	return true
}

// isTestedBefore reports whether one of the places stands before the end of a
// node.
func (m *module) isTestedBefore(places []python.ID, n python.ID) bool {
	return len(places) > 0 && m.Nodes[places[0]].Start < m.Nodes[n].End
}

// isGivenBefore reports whether the function itself gives an attribute a value
// ahead of a place.
func (m *module) isGivenBefore(function, n python.ID, class python.ID, name string) bool {
	list := m.values.members[class][name]
	i := sort.Search(len(list), func(i int) bool { return list[i] >= function })
	return i < len(list) && list[i] < n
}

// reportNone reports a value that may be None where an order is asked for. What
// is None for certain fails; a parameter that a caller may leave out does when
// one has; of the rest the way that leads there may be closed.
func (m *module) reportNone(n, operand python.ID, v value) {
	severity, confidence := finding.Info, finding.Low
	switch {
	case m.Kind(operand) == python.Attribute:
		class := m.ownerOf(m.Child(operand, 0))
		if class < 0 || m.isGivenBefore(m.functionOf(operand), operand, class, m.Text(m.Child(operand, 1))) {
			return
		}
	case m.Kind(operand) != python.Identifier:
		return
	case v.only(noneKind):
		severity, confidence = finding.Error, finding.High
	case v.has(omittedKind) && m.isOmitted(operand):
		severity, confidence = finding.Warning, finding.Medium
	case v.has(missingKind):
		severity = finding.Warning
	}
	m.report(m.codes["none-comparison"], n, analysis.Detail{
		Subject: m.firstLine(operand) + ", which may be None,", Severity: &severity, Confidence: &confidence,
	}, catchType)
}

// isOmitted reports whether a name is a parameter that is None where a caller
// leaves it out.
func (m *module) isOmitted(n python.ID) bool {
	list, own := m.boundAs(n)
	if len(list) == 0 || !own {
		return false
	}
	at := m.Parent(list[0])
	return m.Kind(at) == python.DefaultParameter && m.Kind(m.Child(at, 1)) == python.None
}
