package py2

import (
	"sort"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// apart merges regions so that they are in order and none touches another.
func apart(list []region) []region {
	sort.Slice(list, func(i, j int) bool { return list[i].start < list[j].start })
	out := list[:0]
	for _, r := range list {
		if last := len(out) - 1; last >= 0 && r.start <= out[last].end {
			out[last].end = max(out[last].end, r.end)
			continue
		}
		out = append(out, r)
	}
	return out
}

// lastBefore returns the last of regions in order that starts at a place or
// before it.
func lastBefore(list []region, at uint32) (region, bool) {
	i := sort.Search(len(list), func(i int) bool { return list[i].start > at }) - 1
	if i < 0 {
		return region{}, false
	}
	return list[i], true
}

// isComprehension reports whether a scope binds its names behind the place that
// reads them.
func isComprehension(k python.Kind) bool {
	switch k {
	case python.ListComprehension, python.SetComprehension, python.DictComprehension, python.Generator:
		return true
	}
	return false
}

// boundAs returns the identifiers that bind a name as it is seen from a place,
// and whether what binds it runs in the order of the text with the place: in
// the place's own scope, or in the one around the comprehensions that it is in.
func (m *module) boundAs(n python.ID) (list []python.ID, ordered bool) {
	name := m.Text(n)
	binds := m.boundIn(n, name)
	if binds < 0 {
		return nil, false
	}
	ordered = !isComprehension(m.Kind(binds))
	for scope := m.scopeOf(n); scope != binds; scope = m.scopeOf(scope) {
		ordered = ordered && isComprehension(m.Kind(scope))
	}
	return m.bindings()[binds][name], ordered
}

// nameValue joins what the assignments before a place may have given a name.
func (m *module) nameValue(n python.ID) value {
	if !m.isRead(n) {
		return anything
	}
	if v, ok := libraryAttributes[module2and3(m.resolve(n))]; ok {
		return known(v)
	}
	list, own := m.boundAs(n)
	if len(list) == 0 {
		return anything
	}
	return likelier(m.boundValue(n, list, own), m.Text(n))
}

// likely is what a name says of itself where nothing else is known.
func likely(name string) value {
	if strings.Contains(strings.ToLower(name), "sock") {
		return known(socketKind | otherKind)
	}
	return anything
}

// likelier is a value, or what its name says if nothing is known of it.
func likelier(v value, name string) value {
	if v.has(otherKind) && v.only(otherKind|noneKind) || v.isResult() {
		if named := likely(name); named.kinds != otherKind {
			return named
		}
	}
	return v
}

// boundValue joins what bindings of a name give it at a place: ordered, those
// before it up to one that nothing older comes through, and those after it in
// a loop around.
func (m *module) boundValue(n python.ID, list []python.ID, ordered bool) value {
	var v value
	seen, through := 0, uint32(0)
	var later []python.ID
	if ordered {
		after := sort.Search(len(list), func(i int) bool { return list[i] >= n })
		list, later = list[:after], list[after:]
	}
	for i := len(list) - 1; i >= 0; i-- {
		b := list[i]
		if ordered && m.readsBefore(b, n) || m.python2Only(b) {
			continue // x = f(x) reads what came before it
		}
		if seen++; seen > most {
			v = join(v, anything)
			break
		}
		if ordered && m.passedBy(b, n, list[max(0, i-most):i]) {
			continue
		}
		given := m.givenTo(b)
		if m.converts(b) && !given.has(processKind) || given.has(bytesKind|textKind) && m.isAsked(b) {
			return join(v, known(otherKind)) // under a condition: somebody has thought of it
		}
		v = join(v, given)
		if block := m.Ancestor(b, python.Block, python.Module); ordered && m.holds(block, n) {
			through = m.Nodes[b].Start
			break // nothing older comes through
		}
	}
	if v = join(v, m.laterInLoop(n, later, through)); v.kinds == 0 {
		return anything
	}
	return v
}

// readsBefore reports whether a place is read by the statement that binds the
// name: x = f(x).
func (m *module) readsBefore(b, n python.ID) bool {
	statement := m.Ancestor(b, python.Assignment, python.AugmentedAssignment, python.Block)
	return m.Kind(statement) != python.Block && m.holds(statement, n)
}

// laterInLoop joins what the rest of the loops around a place gives a name: the
// next turn finds it. Loops count that begin behind the binding that nothing
// older comes through.
func (m *module) laterInLoop(n python.ID, list []python.ID, through uint32) value {
	var v value
	if len(list) == 0 {
		return v
	}
	end := uint32(0)
	for at := m.Parent(n); at >= 0 && !isScope(m.Kind(at)); at = m.Parent(at) {
		if kind := m.Kind(at); (kind == python.For || kind == python.While) && m.Nodes[at].Start >= through {
			end = m.Nodes[at].End
		}
	}
	for i, b := range list {
		if m.Nodes[b].Start >= end {
			break
		}
		if i == most {
			return join(v, anything)
		}
		if m.readsBefore(b, n) || m.python2Only(b) || b == n {
			continue
		}
		v = join(v, m.givenTo(b))
	}
	return v
}

// converts reports whether a binding hands the name to a function of its own
// choice: x = x.decode(), x = to_text(x).
func (m *module) converts(b python.ID) bool {
	a := m.Parent(b)
	call := m.Child(a, 1)
	if m.Kind(a) != python.Assignment || m.Kind(call) != python.Call {
		return false
	}
	name, callee := m.Text(b), m.Child(call, 0)
	if m.Kind(callee) == python.Attribute && m.Text(m.Child(callee, 0)) == name {
		return m.Text(m.Child(callee, 1)) == "decode"
	}
	first := m.argument(call, 0)
	return m.Kind(first) == python.Identifier && m.Text(first) == name && !numbers[m.Text(callee)]
}

// numbers are the built-ins that give numbers whatever they are given.
var numbers = setOf("int", "long", "float", "len", "abs")

// holds reports whether a node's range contains another's.
func (m *module) holds(outer, inner python.ID) bool {
	return outer >= 0 && m.Nodes[outer].Start <= m.Nodes[inner].Start && m.Nodes[inner].End <= m.Nodes[outer].End
}

// isGiven reports whether an attribute stands where something is given to it.
func (m *module) isGiven(n python.ID) bool {
	child, at := n, m.Parent(n)
	for ; ; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.PatternList, python.TuplePattern:
			continue
		case python.Assignment, python.AugmentedAssignment, python.For:
			return m.Child(at, 0) == child
		case python.AsPatternTarget:
			return true
		}
		return false
	}
}

// givenTo returns what a binding gives its name, or an attribute of self.
func (m *module) givenTo(b python.ID) value {
	place, index := b, -1
	at := m.Parent(b)
	switch m.Kind(at) {
	case python.PatternList, python.TuplePattern:
		index = 0
		for c := range m.Named(at) {
			if c == b {
				break
			}
			index++
		}
		place, at = at, m.Parent(at)
	}
	switch m.Kind(at) {
	case python.Assignment:
		if m.Child(at, 0) == place {
			return m.part(m.value(m.assigned(at)), index)
		}
	case python.AugmentedAssignment:
		return m.augmented(b, at)
	case python.Parameters:
		return m.parameterValue(b)
	case python.DefaultParameter, python.TypedDefaultParameter:
		return m.defaultValue(m.Child(at, m.Count(at)-1))
	case python.For, python.ForIn:
		if m.Child(at, 0) == place {
			return m.turn(m.Child(at, 1), index)
		}
	case python.AsPatternTarget:
		if as := m.Parent(at); m.Kind(m.Parent(as)) == python.WithItem {
			return m.value(m.Child(as, 0))
		}
	}
	return anything
}

// assigned is what an assignment gives: the last of a = b = value.
func (m *module) assigned(a python.ID) python.ID {
	given := m.Child(a, m.Count(a)-1)
	for m.Kind(given) == python.Assignment {
		given = m.Child(given, m.Count(given)-1)
	}
	return given
}

// augmented is what x += y leaves in x.
func (m *module) augmented(b, statement python.ID) value {
	right := m.value(m.Child(statement, 1))
	if right.has(bytesKind | textKind) {
		return right
	}
	if m.Kind(b) != python.Identifier {
		// What the attribute held, its other assignments tell.
		if m.arithmetic(statement) == "/" {
			return m.quotient(statement, known(intKind), right.plain())
		}
		return number(m.arithmetic(statement), known(intKind), right)
	}
	return m.operatorValue(statement, m.before(b), right)
}

// defaultValue is what is known of a parameter by its default: what callers
// give is open.
func (m *module) defaultValue(n python.ID) value {
	switch v := m.value(n); {
	case v.only(numberKind):
		return join(v, anything)
	case v.kinds == noneKind:
		return known(omittedKind | otherKind)
	}
	return anything
}

// turn is what a loop over an expression gives its target, or the i-th part of
// it.
func (m *module) turn(over python.ID, i int) value {
	if m.Kind(over) == python.Call && m.Is(m.Child(over, 0), python.Identifier, "enumerate") && m.isBuiltin(m.Child(over, 0)) {
		switch i {
		case 0:
			return known(intKind)
		case 1:
			return itemOf(m.value(m.argument(over, 0)))
		}
		return anything
	}
	if i >= 0 {
		return anything
	}
	return itemOf(m.value(over))
}

// part is the i-th part of a value that is unpacked; i of -1 is the whole.
func (m *module) part(v value, i int) value {
	switch {
	case i < 0:
		return v
	case v.isResult():
		return v.partOfResult(i)
	case v.has(outputPair), v.has(bytesPair) && i == 0:
		return v.with(bytesKind)
	case v.has(socketPair) && i == 0:
		return known(socketKind)
	case v.has(temporaryPair) && i == 0:
		return known(temporaryHandle)
	case v.has(temporaryPair) && i == 1:
		return known(textKind)
	case v.has(bytesItems):
		return v.with(bytesKind)
	case v.only(textItems):
		return known(textKind)
	case v.only(tupleKind | noneKind):
		return m.value(m.Child(v.tuple, i))
	}
	return anything
}

// itemOf is what a loop over a value or an index of it gives.
func itemOf(v value) value {
	switch {
	case v.has(bytesItems | binaryFile):
		return v.with(bytesKind)
	case v.only(textItems | textFile), v.isText():
		return known(textKind)
	case v.kinds == bytesKind:
		return v.with(elementKind)
	case v.kinds == rangeKind:
		return known(intKind)
	}
	return anything
}

func (m *module) subscriptValue(n python.ID) value {
	v, index := m.value(m.Child(n, 0)), m.Child(n, 1)
	if m.Kind(index) == python.Slice {
		switch {
		case v.has(stillBytesKind):
			return v.with(v.kinds & stillBytesKind)
		case v.only(textKind | textItems | rangeKind):
			return v
		}
		return anything
	}
	if m.Kind(index) == python.Integer {
		switch m.Text(index) {
		case "0":
			return m.indexed(v, 0)
		case "1":
			return m.indexed(v, 1)
		}
	}
	return itemOf(v)
}

// indexed is the part of a value that a literal index takes out.
func (m *module) indexed(v value, i int) value {
	if v.has(outputPair | bytesPair | socketPair | temporaryPair | tupleKind) {
		return m.part(v, i)
	}
	return itemOf(v)
}
