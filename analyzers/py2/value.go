package py2

import (
	"sort"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// kinds is a set of what a value may be on Python 3.
type kinds uint16

const (
	bytesKind      kinds = 1 << iota
	textKind             // what native strings and their kin are on Python 3
	bytesItems           // yields bytes: what split gives, or the lines of a file
	bytesPair            // the first is bytes, the second is too or is no matter
	outputPair           // what communicate gives: the second is bytes as well
	binaryFile           // read and written in bytes
	textFile             // opened without b
	processKind          // a subprocess.Popen whose pipes carry bytes
	socketKind           //
	socketPair           // what accept gives
	hashKind             // has update
	patternKind          // a compiled expression over text
	tupleKind            // a display whose parts are in the tree
	noneKind             //
	otherKind            // anything else, and what could not be told
	stillBytesKind = bytesKind | bytesItems
)

// origin says where bytes came from: the node to mend, and the code of the
// detector whose rule tells how.
type origin struct {
	node python.ID
	code string
}

// value is what is known of an expression.
type value struct {
	kinds  kinds
	origin origin
	tuple  python.ID // the display, where kinds has tupleKind
	part   int       // of what another file's function returns: see crossfile.go
}

var anything = value{kinds: otherKind, origin: origin{node: python.NoNode}}

func known(k kinds) value { return value{kinds: k, origin: origin{node: python.NoNode}} }

// with returns the value as another kind of the same origin.
func (v value) with(k kinds) value { return value{kinds: k, origin: v.origin, part: v.part} }

// has reports whether the value may be one of the kinds.
func (v value) has(k kinds) bool { return v.kinds&k != 0 }

// isText reports whether the value is text for certain.
func (v value) isText() bool { return v.kinds == textKind }

// join is a value that is either.
func join(a, b value) value {
	if a.kinds == 0 {
		return b
	}
	joined := value{kinds: a.kinds | b.kinds, origin: a.origin, part: a.part, tuple: a.tuple}
	if !a.has(tupleKind) {
		joined.tuple = b.tuple
	}
	if a.origin.code == "" || a.isResult() && b.origin.code != "" {
		joined.origin, joined.part = b.origin, b.part
	}
	return joined
}

// values is what a file's names and functions hold. It is a model of one pass:
// a name holds what the assignments before a place gave it, an attribute what
// any method of the class gave it, a call of a function of the file what its
// returns give.
type values struct {
	of      map[python.ID]value
	members map[python.ID]map[string][]python.ID // by class and attribute of self, what is assigned
	returns map[python.ID][]python.ID            // by function, what is returned
}

// most bounds how many assignments or returns are looked at for one value, so
// that generated code costs no more than its length.
const most = 16

// fillValues gathers what value looks up: it is called before any value is
// asked for.
func (m *module) fillValues() {
	v := &values{
		of:      map[python.ID]value{},
		members: map[python.ID]map[string][]python.ID{}, returns: map[python.ID][]python.ID{},
	}
	m.values = v
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Assignment:
			left := m.Child(n, 0)
			if m.Kind(left) == python.Attribute && m.Text(m.Child(left, 0)) == "self" {
				addTo(v.members, m.Ancestor(n, python.ClassDef), m.Text(m.Child(left, 1)), m.Child(n, 1))
			}
		case python.Return:
			if f := m.Ancestor(n, python.FunctionDef, python.Lambda); m.Kind(f) == python.FunctionDef {
				v.returns[f] = append(v.returns[f], m.Child(n, 0))
			}
		}
	}
}

// value returns what an expression is on Python 3.
func (m *module) value(n python.ID) value {
	if n < 0 {
		return known(noneKind)
	}
	if v, ok := m.values.of[n]; ok {
		return v
	}
	m.values.of[n] = anything // what refers to itself is open
	v := m.evaluateValue(n)
	m.values.of[n] = v
	return v
}

func (m *module) evaluateValue(n python.ID) value {
	switch m.Kind(n) {
	case python.String, python.ConcatenatedString:
		return m.literalValue(n)
	case python.None:
		return known(noneKind)
	case python.Parenthesized:
		return m.value(m.Child(n, 0))
	case python.Tuple, python.ExpressionList:
		return value{kinds: tupleKind, tuple: n, origin: origin{node: python.NoNode}}
	case python.Identifier:
		return m.nameValue(n)
	case python.Attribute:
		return m.attributeValue(n)
	case python.Subscript:
		return m.subscriptValue(n)
	case python.Conditional:
		return join(m.value(m.Child(n, 0)), m.value(m.Child(n, 2)))
	case python.BooleanOperator:
		return join(m.value(m.Child(n, 0)), m.value(m.Child(n, 1)))
	case python.BinaryOperator:
		return m.operatorValue(n)
	case python.Call:
		return m.callValue(n)
	case python.ListComprehension, python.Generator:
		if v := m.value(m.Child(n, 0)); v.has(bytesKind) {
			return v.with(bytesItems)
		}
	}
	return anything
}

func (m *module) literalValue(n python.ID) value {
	if m.Kind(n) == python.ConcatenatedString {
		n = m.Child(n, 0)
	}
	prefix, _ := splitString(m.Text(n))
	for _, c := range prefix {
		if c == 'b' || c == 'B' {
			return known(bytesKind)
		}
	}
	return known(textKind)
}

// operatorValue handles + and %.
func (m *module) operatorValue(n python.ID) value {
	left := m.value(m.Child(n, 0))
	switch {
	case m.HasToken(n, "%") && left.isText():
		return known(textKind)
	case m.HasToken(n, "+"):
		right := m.value(m.Child(n, 1))
		switch {
		case left.has(bytesKind):
			return left.with(bytesKind)
		case right.has(bytesKind):
			return right.with(bytesKind)
		case left.isText() || right.isText():
			return known(textKind)
		}
	}
	return anything
}

// nameValue joins what the assignments before a place may have given a name.
func (m *module) nameValue(n python.ID) value {
	if !m.isRead(n) {
		return anything
	}
	name := m.Text(n)
	own := m.scopeOf(n)
	for scope := own; ; scope = m.scopeOf(scope) {
		if list := m.bindings()[scope][name]; len(list) > 0 && (scope == own || m.Kind(scope) != python.ClassDef) {
			return m.boundValue(n, list, scope == own)
		}
		if scope <= 0 {
			return anything
		}
	}
}

func (m *module) boundValue(n python.ID, list []python.ID, ordered bool) value {
	if ordered {
		list = list[:sort.Search(len(list), func(i int) bool { return list[i] >= n })]
	}
	var v value
	for i, seen := len(list)-1, 0; i >= 0 && seen < most; i-- {
		b := list[i]
		if statement := m.Ancestor(b, python.Assignment, python.AugmentedAssignment, python.Block); ordered &&
			m.Kind(statement) != python.Block && m.holds(statement, n) {
			continue // x = f(x) reads what came before it
		}
		seen++
		given := m.givenTo(b)
		if m.converts(b) {
			return join(v, known(otherKind)) // under a condition: somebody has thought of it
		}
		v = join(v, given)
		if block := m.Ancestor(b, python.Block, python.Module); ordered && m.holds(block, n) {
			break // nothing older comes through
		}
	}
	if v.kinds == 0 {
		return anything
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
	return m.Kind(first) == python.Identifier && m.Text(first) == name
}

// holds reports whether a node's range contains another's.
func (m *module) holds(outer, inner python.ID) bool {
	return outer >= 0 && m.Nodes[outer].Start <= m.Nodes[inner].Start && m.Nodes[inner].End <= m.Nodes[outer].End
}

// givenTo returns what a binding gives its name.
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
		if m.Child(at, 0) != place {
			return anything
		}
		return m.part(m.value(m.Child(at, 1)), index)
	case python.AugmentedAssignment:
		if v := m.value(m.Child(at, 1)); v.has(bytesKind | textKind) {
			return v
		}
	case python.For, python.ForIn:
		if m.Child(at, 0) == place && index < 0 {
			return itemOf(m.value(m.Child(at, 1)))
		}
	case python.AsPatternTarget:
		if as := m.Parent(at); m.Kind(m.Parent(as)) == python.WithItem {
			return m.value(m.Child(as, 0))
		}
	}
	return anything
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
	case v.has(bytesItems):
		return v.with(bytesKind)
	case v.kinds&(tupleKind|noneKind) == v.kinds && v.has(tupleKind):
		return m.value(m.Child(v.tuple, i))
	}
	return anything
}

// itemOf is what a loop over a value gives.
func itemOf(v value) value {
	if v.has(bytesItems | binaryFile) {
		return v.with(bytesKind)
	}
	return anything
}

func (m *module) subscriptValue(n python.ID) value {
	v, index := m.value(m.Child(n, 0)), m.Child(n, 1)
	if m.Kind(index) == python.Slice {
		if v.has(stillBytesKind) {
			return v.with(v.kinds & stillBytesKind)
		}
		return v
	}
	if m.Kind(index) == python.Integer {
		switch m.Text(index) {
		case "0":
			return m.part(v, 0)
		case "1":
			return m.part(v, 1)
		}
	}
	return itemOf(v)
}

// attributeValue handles the pipes of processes and attributes of self.
func (m *module) attributeValue(n python.ID) value {
	receiver, name := m.Child(n, 0), m.Text(m.Child(n, 1))
	if m.Text(receiver) == "self" {
		var v value
		for i, given := range m.values.members[m.Ancestor(n, python.ClassDef)][name] {
			if i == most {
				break
			}
			v = join(v, m.value(given))
		}
		if v.kinds != 0 {
			return v
		}
		return anything
	}
	switch name {
	case "stdout", "stderr", "stdin":
		if v := m.value(receiver); v.has(processKind) {
			return v.with(binaryFile)
		}
	}
	return anything
}
