package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findTextOfBytes follows bytes to where they are taken for text, and text to
// where bytes are asked for.
func findTextOfBytes(m *module) {
	if m.python3Only() {
		return
	}
	if m.values == nil {
		m.fillValues()
	}
	m.uses, m.leaving = map[origin]textUse{}, map[origin][]facts.PyResult{}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Comparison:
			m.comparisonOfBytes(n)
		case python.BinaryOperator, python.AugmentedAssignment:
			m.sumOfBytes(n)
		case python.Raise:
			m.outputRaised(n)
		case python.Pair:
			if v := m.value(m.Child(n, 1)); v.has(stillBytesKind) {
				m.taken(v, n, leaves)
			}
		case python.Return, python.Assignment:
			m.bytesLeave(n)
			m.environmentOfBytes(n)
			m.dataOfRequest(n)
		case python.If, python.Elif:
			m.decodeOfAskedText(n)
		case python.Call:
			m.callWithBytes(n)
			m.callForBytes(n)
			m.callOfText(n)
		}
	}
	m.reportUses()
}

// isAsked reports whether a condition around a place asks whether something is
// text or bytes: whoever wrote it has thought of both.
func (m *module) isAsked(n python.ID) bool {
	for at := m.Parent(n); at >= 0; at = m.Parent(at) {
		condition := python.NoNode
		switch m.Kind(at) {
		case python.If, python.Elif, python.BooleanOperator:
			condition = m.Child(at, 0)
		case python.Conditional:
			condition = m.Child(at, 1)
		case python.FunctionDef, python.ClassDef:
			return false
		default:
			continue
		}
		if m.asked == nil {
			m.asked = map[python.ID]bool{}
		}
		asks, ok := m.asked[condition]
		if !ok {
			asks = strings.Contains(m.Text(condition), "isinstance(")
			m.asked[condition] = asks
		}
		if asks {
			return true
		}
	}
	return false
}

// comparisonOfBytes handles "up" in out and out == "up".
func (m *module) comparisonOfBytes(n python.ID) {
	if m.Count(n) != 2 {
		return
	}
	a, b := m.Child(n, 0), m.Child(n, 1)
	left, right := m.value(a), m.value(b)
	m.comparedWithConstant(n, a, left, right)
	m.comparedWithConstant(n, b, right, left)
	switch m.operator(n) {
	case "in", "not in":
		switch {
		case left.isText() && right.has(bytesKind):
			m.taken(right, n, fails)
		case left.has(bytesKind) && right.isText():
			m.taken(left, n, fails)
		case left.isText() && right.has(bytesItems):
			m.taken(right, n, compares)
		case left.has(bytesKind|elementKind) && m.holdsText(b):
			m.taken(left, n, compares)
		}
	case "==", "!=":
		for _, pair := range [][2]value{{left, right}, {right, left}} {
			if pair[0].has(bytesKind|elementKind) && pair[1].isText() {
				m.taken(pair[0], n, compares)
			}
		}
	}
}

// comparedWithConstant handles constants.NAME in out and out == constants.NAME, and
// parameters that calls in the file give a text.
func (m *module) comparedWithConstant(n, constant python.ID, own, other value) {
	isGiven := own.kinds == textKind|otherKind // by calls in the file, if not by all
	if !other.has(bytesKind) || !isGiven && (own.kinds != otherKind || !m.isConstant(constant)) {
		return
	}
	other.kinds |= otherKind // a constant of bytes may be meant
	switch m.operator(n) {
	case "in", "not in":
		if constant == m.Child(n, 0) {
			m.taken(other, n, fails)
		}
	case "==", "!=":
		m.taken(other, n, compares)
	}
}

// outputRaised handles raise Failed(reason=err): the exception keeps the output of a
// process, and shows b"..." to whoever reads it.
func (m *module) outputRaised(n python.ID) {
	for c := range m.Named(m.ChildOf(m.Child(n, 0), python.ArgumentList)) {
		if m.Kind(c) != python.KeywordArgument {
			continue
		}
		if v := m.value(m.Child(c, 1)); v.has(bytesKind) && v.origin.code == processCode {
			m.taken(v, c, leaves)
		}
	}
}

// holdsText reports whether a display has texts in it and nothing else.
func (m *module) holdsText(n python.ID) bool {
	switch m.Kind(n) {
	case python.Tuple, python.List, python.Set:
		for c := range m.Named(n) {
			if m.Kind(c) != python.String || !m.value(c).isText() {
				return false
			}
		}
		return m.Count(n) > 0
	}
	return false
}

// sumOfBytes handles out + "x", data += sock.recv(1) and "%s" % out.
func (m *module) sumOfBytes(n python.ID) {
	a, b := m.Child(n, 0), m.Child(n, 1)
	switch {
	case m.HasToken(n, "+") || m.HasToken(n, "+="):
		left, right := m.value(a), m.value(b)
		if m.Kind(n) == python.AugmentedAssignment && m.Kind(a) == python.Identifier {
			left = m.before(a)
		}
		switch {
		case left.has(bytesKind) && right.isText():
			m.taken(left, n, fails)
		case right.has(bytesKind) && (left.isText() || m.beginsAsText(n, left)):
			m.taken(right, n, fails)
		case left.has(elementKind) && right.isText():
			m.taken(left, n, fails)
		case right.has(elementKind) && left.isText():
			m.taken(right, n, fails)
		}
	case m.HasToken(n, "%") && m.value(a).isText() && !m.showsForms(a):
		m.formatted(b, n)
	case m.HasToken(n, "%") && m.value(a).only(bytesKind):
		for _, part := range m.parts(b) {
			if m.value(part).isText() {
				m.taken(m.value(a), n, fails)
			}
		}
	}
}

// beginsAsText reports whether x += y adds to what is a text at first, and bytes
// only if the sum were: x = "" ahead of a loop.
func (m *module) beginsAsText(n python.ID, left value) bool {
	return m.Kind(n) == python.AugmentedAssignment && left.has(textKind) && !left.has(unknownKind)
}

// before is what a name holds ahead of the statement that changes it.
func (m *module) before(n python.ID) value {
	return m.values.once(m.values.before, n, func(n python.ID) value {
		return m.boundValue(n, m.bindings()[m.scopeOf(n)][m.Text(n)], true)
	})
}

// showsForms reports whether a format asks for the form of values in source,
// %r, which is for people to read.
func (m *module) showsForms(format python.ID) bool {
	text, ok := m.literal(format)
	return ok && !strings.Contains(text, "%s") && (strings.Contains(text, "%r") || strings.Contains(text, "!r}"))
}

// formatted notes what a format is given.
func (m *module) formatted(given, at python.ID) {
	if m.isLogged(at) {
		return // a log that shows b'...' is no obstacle
	}
	for _, n := range m.parts(given) {
		if v := m.value(n); v.has(bytesKind) {
			m.taken(v, at, formats)
		}
	}
}

// logs are the last names of functions whose text only people read.
var logs = setOf("debug", "info", "warn", "warning", "error", "exception", "critical", "log", "print", "Exception")

// isLogged reports whether a text goes to a log, a screen or an exception.
func (m *module) isLogged(n python.ID) bool {
	for at := m.Parent(n); at >= 0; at = m.Parent(at) {
		switch m.Kind(at) {
		case python.PrintStatement, python.Raise:
			return true
		case python.Call:
			name := m.Text(m.Child(at, 0))
			if name = name[strings.LastIndexByte(name, '.')+1:]; logs[name] || strings.HasSuffix(name, "Error") {
				return true
			}
		case python.Block:
			return false
		}
	}
	return false
}

// bytesLeave handles what a function returns and what is kept in an attribute
// or under a key.
func (m *module) bytesLeave(n python.ID) {
	given := m.Child(n, 0)
	if m.Kind(n) == python.Assignment {
		if kind := m.Kind(given); kind != python.Attribute && kind != python.Subscript {
			return
		}
		given = m.Child(n, 1)
	}
	if given < 0 {
		return
	}
	parts := m.parts(given)
	for i, n := range parts {
		if v := m.value(n); v.has(stillBytesKind) {
			m.taken(v, n, leaves)
			m.leaves(v, n, i, len(parts))
		}
	}
}

// wantsLike are the methods of bytes whose first argument must be bytes too.
var wantsLike = setOf("split", "rsplit", "strip", "lstrip", "rstrip", "startswith", "endswith", "find", "rfind",
	"index", "rindex", "count", "replace", "partition", "rpartition")

// callWithBytes handles out.split("\n"), "".join(lines), re.match("x", out),
// str(out) and their like.
func (m *module) callWithBytes(n python.ID) {
	callee := m.Child(n, 0)
	first := m.argument(n, 0)
	switch m.Kind(callee) {
	case python.Identifier:
		if (m.Text(callee) == "str" || m.Text(callee) == "unicode") && m.isBuiltin(callee) && first >= 0 && m.argument(n, 1) < 0 && !m.isLogged(n) {
			if v := m.value(first); v.has(bytesKind) {
				m.taken(v, n, formats)
			}
		}
		return
	case python.Attribute:
	default:
		return
	}
	name, receiver := m.Text(m.Child(callee, 1)), m.Child(callee, 0)
	full := m.resolve(callee)
	if full == "shlex.split" {
		if v := m.value(first); v.has(bytesKind) {
			m.taken(v, n, fails)
		}
	}
	if strings.HasPrefix(full, "re.") {
		if v := m.value(m.argument(n, subjectOf(name))); v.has(bytesKind) && m.value(first).isText() {
			m.taken(v, n, fails)
		}
		return
	}
	v := m.value(receiver)
	switch {
	case v.has(bytesKind) && wantsLike[name] && first >= 0 && m.value(first).isText():
		m.taken(v, n, fails)
	case v.has(bytesKind) && (name == "format" || name == "encode"):
		m.taken(v, n, fails)
	case v.isText() && wantsLike[name] && first >= 0 && m.value(first).has(bytesKind):
		m.taken(m.value(first), n, fails)
	case v.isText() && name == "join" && m.value(first).has(bytesItems):
		m.taken(m.value(first), n, fails)
	case v.isText() && name == "join" && m.Kind(first) == python.List:
		for c := range m.Named(first) {
			if given := m.value(c); given.has(bytesKind) {
				m.taken(given, n, fails)
			}
		}
	case v.only(bytesKind) && name == "join" && (m.holdsText(first) || m.value(first).only(textItems)):
		m.taken(v, n, fails)
	case v.isText() && name == "format" && !m.showsForms(receiver):
		for c := range m.Named(m.ChildOf(n, python.ArgumentList)) {
			m.formatted(c, n)
		}
	case v.has(patternKind) && (name == "sub" || name == "subn"):
		if given := m.value(m.argument(n, 1)); given.has(bytesKind) {
			m.taken(given, n, fails)
		}
	case v.has(patternKind) && m.value(first).has(bytesKind):
		m.taken(m.value(first), n, fails)
	}
}

// subjectOf is which argument a function of re searches.
func subjectOf(name string) int {
	if name == "sub" || name == "subn" {
		return 2
	}
	return 1
}
