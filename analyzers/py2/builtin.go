package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findCall handles calls of built-ins that changed.
func findCall(m *module, n python.ID) {
	callee := m.Child(n, 0)
	if m.Kind(callee) == python.Attribute {
		findThrow(m, n, callee)
		switch m.resolve(callee) {
		case "io.open", "codecs.open", "os.fdopen":
			findOpen(m, n)
		}
		return
	}
	if m.Kind(callee) != python.Identifier {
		return
	}
	detect := calls[m.Text(callee)]
	if detect == nil || !m.isBuiltin(callee) || m.python3Only() {
		return
	}
	detect(m, n)
}

// calls are the built-ins whose calls are looked at, by name.
var calls = map[string]detector{
	"input":      findInput,
	"round":      findRound,
	"hash":       findHash,
	"isinstance": findTypeTuple,
	"issubclass": findTypeTuple,
	"map":        findMapOfType,
	"ord":        findOrd,
	"open":       findOpen,
	"file":       findOpen,
	"max":        findNoneInList,
	"min":        findNoneInList,
	"sorted":     findNoneInList,
}

// findInput handles input(), but for eval(input()), which is what it means.
func findInput(m *module, n python.ID) {
	outer := m.Parent(m.Parent(n))
	if m.Kind(outer) == python.Call && m.Text(m.Child(outer, 0)) == "eval" {
		return
	}
	m.emit("input-call", n, "input")
}

// changedValues are built-ins that changed, where they are handed on rather than
// called: who calls them, and with what, is not in sight.
var changedValues = map[string]string{"input": "input-call", "round": "round-call"}

func findChangedValue(m *module, n python.ID) {
	code, ok := changedValues[m.Text(n)]
	if parent := m.Parent(n); !ok || m.Kind(parent) == python.Call && m.Child(parent, 0) == n || !m.isBuiltin(n) || m.python3Only() {
		return
	}
	m.emitAs(finding.Info, code, n, m.Text(n))
}

// findRound handles round(x), which gives an integer on Python 3. With a number
// of digits it gives a float on both and differs on exact ties alone.
func findRound(m *module, n python.ID) {
	switch {
	case m.argument(n, 1) >= 0:
	case m.isTruncated(n):
		m.emitAs(finding.Info, "round-call", n, "round") // an integer on both: ties alone differ
	default:
		m.emit("round-call", n, "round")
	}
}

// isTruncated reports whether int() or round() takes the result at once.
func (m *module) isTruncated(n python.ID) bool {
	callee := m.takenBy(n)
	name := m.Text(callee)
	return (name == "int" || name == "long" || name == "round") && m.isBuiltin(callee)
}

// takenBy is the callee of the call that takes a node as it is for an argument,
// NoNode if none does.
func (m *module) takenBy(n python.ID) python.ID {
	for n = m.Parent(n); m.Kind(n) == python.Parenthesized; n = m.Parent(n) {
	}
	if m.Kind(n) != python.ArgumentList {
		return python.NoNode
	}
	return m.Child(m.Parent(n), 0)
}

// findHash handles hash(x) where its value may outlive the process: not for
// __hash__, nor for numbers, whose hash is the same everywhere.
func findHash(m *module, n python.ID) {
	if m.Kind(m.argument(n, 0)) == python.Integer {
		return
	}
	if f := m.Ancestor(n, python.FunctionDef); f >= 0 && m.Text(m.ChildOf(f, python.Identifier)) == "__hash__" {
		return
	}
	m.emit("hash-call", n, "hash")
}

// findThrow handles generator.throw(type, value).
func findThrow(m *module, n, callee python.ID) {
	if m.Text(m.Child(callee, 1)) != "throw" || m.argument(n, 1) < 0 {
		return
	}
	// Its first argument is an exception; other methods of that name, of
	// promises and of simulations, are given other things.
	first := m.Dotted(m.argument(n, 0))
	name := first[strings.LastIndexByte(first, '.')+1:]
	if name != "" && name[0] >= 'A' && name[0] <= 'Z' {
		m.emit("throw-arguments", n, m.Text(callee))
	}
}

// duplicates are the pairs of types that are one on Python 3.
var duplicates = [][2]string{{"int", "long"}, {"str", "unicode"}}

// findTypeTuple handles isinstance(x, (int, long)).
func findTypeTuple(m *module, n python.ID) {
	tuple := m.argument(n, 1)
	if m.Kind(tuple) != python.Tuple {
		return
	}
	has := map[string]bool{}
	for c := range m.Named(tuple) {
		if m.isBuiltin(c) {
			has[m.Text(c)] = true
		}
	}
	for _, pair := range duplicates {
		if has[pair[0]] && has[pair[1]] {
			m.emit("duplicate-type-tuple", tuple, m.Text(tuple))
		}
	}
}

// textTypes are the types of text and bytes on either Python, mergedTypes also
// those of numbers that Python 3 has made one.
var (
	textTypes   = setOf("str", "unicode", "bytes")
	mergedTypes = setOf("str", "unicode", "bytes", "int", "long")
)

// findTypeComparison handles type(x) == str and its like.
func findTypeComparison(m *module, n python.ID) {
	if m.Count(n) != 2 || m.python3Only() {
		return
	}
	left, right := m.Child(n, 0), m.Child(n, 1)
	if m.isTypeCall(right) {
		left, right = right, left
	}
	if !m.isTypeCall(left) || !m.namesType(right, mergedTypes) {
		return
	}
	m.emit("type-comparison", n, m.Text(right))
}

func (m *module) isTypeCall(n python.ID) bool {
	return m.Kind(n) == python.Call && m.Text(m.Child(n, 0)) == "type" &&
		m.isBuiltin(m.Child(n, 0)) && m.argument(n, 0) >= 0 && m.argument(n, 1) < 0
}

// namesType reports whether an expression is one of the built-in types, or a
// tuple or list with one in it.
func (m *module) namesType(n python.ID, types map[string]bool) bool {
	switch m.Kind(n) {
	case python.Identifier:
		return types[m.Text(n)] && m.isBuiltin(n)
	case python.Tuple, python.List, python.Parenthesized:
		for c := range m.Named(n) {
			if m.namesType(c, types) {
				return true
			}
		}
	}
	return false
}

// findMapOfType handles map(str, ...), map(unicode, ...) and map(bytes, ...).
func findMapOfType(m *module, n python.ID) {
	f, over := m.argument(n, 0), m.argument(n, 1)
	if m.Kind(f) == python.Identifier && m.namesType(f, textTypes) && over >= 0 && !m.isNumbers(over) {
		severity := finding.Warning
		detail := analysis.Detail{Subject: "map(" + m.Text(f) + ", ...)", Severity: &severity}
		switch m.Text(f) {
		case "str":
			severity = finding.Info // nothing says that any of them is bytes
		case "bytes":
			detail.Message = "map(bytes, ...) fails on Python 3 where a value is text, and makes a number so many zeros: encode texts"
		}
		m.report(m.codes["map-of-text-type"], n, detail, catchName|catchType)
	}
}

// isNumbers reports whether an expression is plainly a list of numbers.
func (m *module) isNumbers(n python.ID) bool {
	switch m.Kind(n) {
	case python.Call:
		name := m.Text(m.Child(n, 0))
		return name == "range" || name == "xrange"
	case python.List, python.Tuple:
		for c := range m.Named(n) {
			if k := m.Kind(c); k != python.Integer && k != python.Float {
				return false
			}
		}
		return true
	}
	return false
}

// findOrd handles ord(x[i]): an error if x holds bytes, fine if it holds text.
func findOrd(m *module, n python.ID) {
	a := m.argument(n, 0)
	switch v := m.value(a); {
	case v.has(elementKind):
		severity, confidence := finding.Error, finding.High
		if !v.only(elementKind) {
			severity, confidence = finding.Warning, finding.Medium
		}
		d := analysis.Detail{Subject: m.firstLine(v.origin.node), Severity: &severity, Confidence: &confidence}
		m.report(m.codes["ord-of-subscript"], n, d, catchType)
	case v.isText():
	case m.Kind(a) == python.Subscript && !strings.Contains(m.Text(m.Child(a, 1)), ":"):
		m.emit("ord-of-subscript", n, m.Text(a))
	}
}

// findOpen handles modes with a U.
func findOpen(m *module, n python.ID) {
	if text, ok := m.literal(m.parameter(n, 1, "mode")); ok && strings.Contains(text, "U") {
		m.emit("open-mode-universal", n, text)
	}
	if codec := m.keyword(n, "encoding"); m.isByteCodec(codec) && m.Text(m.Child(n, 0)) != "codecs.open" {
		name, _ := m.literal(codec)
		m.emit("byte-codec", n, name)
	}
}

// findNoneComparison handles None in an ordering comparison.
func findNoneComparison(m *module, n python.ID) {
	if m.python3Only() {
		return
	}
	left := m.Child(n, 0)
	right := m.Child(n, 1)
	switch m.operator(n) {
	case "<", ">", "<=", ">=":
	default:
		return
	}
	if m.Kind(left) == python.None || m.Kind(right) == python.None {
		m.emit("none-comparison", n, "None")
	}
}

// findNoneInList handles max(a, None), sorted([1, None]).
func findNoneInList(m *module, n python.ID) {
	if m.keyword(n, "key") >= 0 || m.keyword(n, "cmp") >= 0 {
		return // the order is somebody else's
	}
	list := m.ChildOf(n, python.ArgumentList)
	if first := m.argument(n, 0); m.argument(n, 1) < 0 {
		switch m.Kind(first) {
		case python.List, python.Tuple, python.Set:
			list = first
		default:
			return
		}
	}
	count, none := 0, false
	for c := range m.Named(list) {
		if m.Kind(c) == python.KeywordArgument {
			continue
		}
		count++
		none = none || m.Kind(c) == python.None
	}
	if none && count > 1 {
		severity := finding.Warning
		m.report(m.codes["none-comparison"], n, analysis.Detail{Subject: "None", Severity: &severity}, catchType)
	}
}
