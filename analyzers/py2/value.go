package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// kinds is a set of what a value may be on Python 3.
type kinds uint32

const (
	bytesKind       kinds = 1 << iota
	textKind              // what native strings and their kin are on Python 3
	bytesItems            // yields bytes: what split gives, or the lines of a file
	textItems             // yields text
	bytesPair             // the first is bytes, the second is too or is no matter
	outputPair            // what communicate gives: the second is bytes as well
	binaryFile            // read and written in bytes
	textFile              // opened without b
	processKind           // a subprocess.Popen whose pipes carry bytes
	textProcess           // one whose pipes carry text
	socketKind            //
	socketPair            // what accept gives
	hashKind              // has update
	patternKind           // a compiled expression over text
	answerKind            // what requests gives: content is bytes
	temporaryPair         // what mkstemp gives
	temporaryHandle       // the first of it
	foreignKind           // a library of C that ctypes has loaded
	tupleKind             // a display whose parts are in the tree
	instanceKind          // of a class of the file
	intKind               // an integer on both
	quotientKind          // what / of integers gives: an integer on Python 2, a float on 3
	floatKind             // a float on both
	elementKind           // what an index of bytes gives: an integer, and one character on Python 2
	lazyKind              // what map, filter, zip and the views of dictionaries give: lists on Python 2
	rangeKind             // a list on Python 2
	dictKind              //
	noneKind              //
	missingKind           // None where get finds no such key
	omittedKind           // None where a caller leaves a parameter out
	otherKind             // anything else, and what could not be told
	stillBytesKind  = bytesKind | bytesItems
	unknownKind     = otherKind | noneKind | missingKind | omittedKind
	numberKind      = intKind | quotientKind | floatKind
)

// origin says where bytes came from: the node to mend, and the code of the
// detector whose rule tells how. For a quotient it is the division.
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
	class  python.ID // the class, where kinds has instanceKind
	also   *origins  // where else the bytes may have come from
}

// origins is a list of places that bytes came from, the last that was found
// first. It is never changed, so that values share it.
type origins struct {
	origin
	more *origins
	n    int // how many there are
}

// mostOrigins bounds from how many places a value is said to come.
const mostOrigins = 8

// from returns the value with another's origins beside its own.
func (v value) from(other value) value {
	v.add(other.origin)
	for o := other.also; o != nil; o = o.more {
		v.add(o.origin)
	}
	return v
}

func (v *value) add(o origin) {
	n := 1
	if v.also != nil {
		n += v.also.n
	}
	if o.code == "" || o.code == resultCode || o == v.origin || v.origin.code == "" || v.isResult() || n > mostOrigins {
		return
	}
	for known := v.also; known != nil; known = known.more {
		if known.origin == o {
			return
		}
	}
	v.also = &origins{o, v.also, n}
}

var anything = value{kinds: otherKind, origin: origin{node: python.NoNode}}

func known(k kinds) value { return value{kinds: k, origin: origin{node: python.NoNode}} }

// with returns the value as another kind of the same origin.
func (v value) with(k kinds) value {
	if v.isResult() {
		k |= otherKind // it may be as well what has nothing to do with bytes
	}
	return value{kinds: k, origin: v.origin, part: v.part, also: v.also}
}

// plain is the value without the guess that another file's function may return
// bytes.
func (v value) plain() value {
	if v.isResult() {
		return anything
	}
	return v
}

// has reports whether the value may be one of the kinds.
func (v value) has(k kinds) bool { return v.kinds&k != 0 }

// only reports whether the value is one of the kinds for certain.
func (v value) only(k kinds) bool { return v.kinds != 0 && v.kinds&^k == 0 }

// isText reports whether the value is text for certain.
func (v value) isText() bool { return v.kinds == textKind }

// join is a value that is either.
func join(a, b value) value {
	switch {
	case a.kinds == 0:
		return b
	case b.kinds == 0:
		return a
	}
	joined := value{kinds: a.kinds | b.kinds, origin: a.origin, part: a.part, tuple: a.tuple, class: a.class, also: a.also}
	if !a.has(tupleKind) {
		joined.tuple = b.tuple
	}
	if !a.has(instanceKind) {
		joined.class = b.class
	}
	if a.origin.code == "" || a.isResult() && b.origin.code != "" {
		joined.origin, joined.part, joined.also = b.origin, b.part, b.also
		return joined
	}
	return joined.from(b)
}

// values is what a file's names and functions hold. It is a model of one pass:
// a name holds what the assignments before a place gave it, an attribute what
// any method of the class and of its bases gave it, a call of a function of the
// file what its returns give.
type values struct {
	of      map[python.ID]value
	before  map[python.ID]value // by the target of x += y, what x held
	depth   int
	members map[python.ID]map[string][]python.ID // by class and attribute of self, the targets that stand for it
	returns map[python.ID][]python.ID            // by function, what is returned
	derived map[python.ID][]python.ID            // by class, those of the file that have it for a base
	only2   []region                             // what Python 3 never runs, in order and apart
}

// most bounds how many assignments or returns are looked at for one value, so
// that generated code costs no more than its length; mostDepth bounds through how
// many of them a value is followed.
const (
	most      = 16
	mostDepth = 200
)

// value returns what an expression is on Python 3.
func (m *module) value(n python.ID) value {
	if n < 0 {
		return known(noneKind)
	}
	if m.values == nil {
		m.fillValues()
	}
	return m.values.once(m.values.of, n, m.evaluateValue)
}

// once is what a function makes of a node, as it is kept from the first time on.
func (v *values) once(kept map[python.ID]value, n python.ID, of func(python.ID) value) value {
	if known, ok := kept[n]; ok {
		return known
	}
	if v.depth >= mostDepth {
		return anything
	}
	kept[n] = anything // what refers to itself is open
	v.depth++
	made := of(n)
	v.depth--
	kept[n] = made
	return made
}

func (m *module) evaluateValue(n python.ID) value {
	switch m.Kind(n) {
	case python.String, python.ConcatenatedString:
		return m.literalValue(n)
	case python.None:
		return known(noneKind)
	case python.Integer:
		if strings.HasSuffix(strings.ToLower(m.Text(n)), "j") {
			return known(floatKind) // no integer, which is all that is asked
		}
		return known(intKind)
	case python.Float:
		return known(floatKind)
	case python.Parenthesized:
		return m.value(m.Child(n, 0))
	case python.Tuple, python.ExpressionList:
		return value{kinds: tupleKind, tuple: n, origin: origin{node: python.NoNode}}
	case python.Dict, python.DictComprehension:
		return known(dictKind)
	case python.Identifier:
		return m.nameValue(n)
	case python.Attribute:
		return m.attributeValue(n)
	case python.Subscript:
		return m.subscriptValue(n)
	case python.Conditional:
		return m.eitherValue(m.Child(n, 0), m.Child(n, 2))
	case python.BooleanOperator:
		return m.eitherValue(m.Child(n, 0), m.Child(n, 1))
	case python.UnaryOperator:
		if v := m.value(m.Child(n, 0)); v.only(numberKind) {
			return v
		}
	case python.BinaryOperator:
		return m.operatorValue(n, m.value(m.Child(n, 0)), m.value(m.Child(n, 1)))
	case python.Call:
		return m.callValue(n)
	case python.ListComprehension, python.Generator:
		switch v := m.value(m.Child(n, 0)); {
		case v.has(bytesKind):
			return v.with(bytesItems)
		case v.isText():
			return known(textItems)
		}
	}
	return anything
}

// eitherValue joins the arms of an expression, without those that Python 3 does
// not take.
func (m *module) eitherValue(arms ...python.ID) value {
	var v value
	for _, arm := range arms {
		if !m.python2Only(arm) {
			v = join(v, m.value(arm))
		}
	}
	if v.kinds == 0 {
		return anything
	}
	return v
}

// python2Only reports whether Python 3 never runs a node.
func (m *module) python2Only(n python.ID) bool {
	if n < 0 {
		return false
	}
	if m.values == nil {
		m.fillValues()
	}
	r, ok := lastBefore(m.values.only2, m.Nodes[n].Start)
	return ok && m.Nodes[n].End <= r.end
}

// fillValues gathers what value looks up: it is called before any value is
// asked for.
func (m *module) fillValues() {
	v := &values{
		of: map[python.ID]value{}, before: map[python.ID]value{}, members: map[python.ID]map[string][]python.ID{},
		returns: map[python.ID][]python.ID{}, derived: map[python.ID][]python.ID{},
	}
	m.values = v
	var only2 []region
	for _, r := range m.regions {
		if r.reach&rules.AnyPython3 == 0 {
			only2 = append(only2, r)
		}
	}
	v.only2 = apart(only2)
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Attribute:
			if name := m.Text(m.Child(n, 0)); (name == "self" || name == "cls") && m.isGiven(n) {
				addTo(v.members, m.Ancestor(n, python.ClassDef), m.Text(m.Child(n, 1)), n)
			}
		case python.Return:
			if f := m.Ancestor(n, python.FunctionDef, python.Lambda); m.Kind(f) == python.FunctionDef && !m.python2Only(n) {
				v.returns[f] = append(v.returns[f], m.Child(n, 0))
			}
		case python.ClassDef:
			for _, base := range m.basesOf(n) {
				v.derived[base] = append(v.derived[base], n)
			}
		}
	}
}

func (m *module) literalValue(n python.ID) value {
	first := n
	if m.Kind(n) == python.ConcatenatedString {
		first = m.Child(n, 0)
	}
	prefix, _ := splitString(m.Text(first))
	for _, c := range prefix {
		if c == 'b' || c == 'B' {
			return value{kinds: bytesKind, origin: origin{n, mixtureCode}}
		}
	}
	return known(textKind)
}

// operatorValue is what a binary operator gives, or the assignment that has it.
func (m *module) operatorValue(n python.ID, left, right value) value {
	switch operator := m.arithmetic(n); operator {
	case "%":
		switch {
		case left.isText():
			return known(textKind)
		case left.kinds == bytesKind:
			return left
		}
		return number(operator, left, right)
	case "+":
		switch {
		case left.has(bytesKind) && right.has(bytesKind):
			return left.with(bytesKind).from(right)
		case left.has(bytesKind):
			return left.with(bytesKind)
		case right.has(bytesKind):
			return right.with(bytesKind)
		case left.isText() || right.isText():
			return known(textKind)
		}
		return number(operator, left, right)
	case "*":
		switch {
		case left.isText() || right.isText():
			return known(textKind)
		case left.has(bytesKind):
			return left.with(bytesKind)
		}
		return number(operator, left, right)
	case "/":
		return m.quotient(n, left.plain(), right.plain())
	default:
		return number(operator, left, right)
	}
}

// attributeValue handles attributes of self and of other objects of the file's
// classes, the pipes of processes, and names that say what they are.
func (m *module) attributeValue(n python.ID) value {
	receiver, name := m.Child(n, 0), m.Text(m.Child(n, 1))
	if v, ok := libraryAttributes[module2and3(m.resolve(n))]; ok {
		return known(v)
	}
	if class := m.ownerOf(receiver); class >= 0 {
		if v := m.memberValue(class, name); v.kinds != 0 {
			return likelier(v, name)
		}
		return likely(name)
	}
	switch v := m.value(receiver); {
	case v.has(processKind) && (name == "stdout" || name == "stderr" || name == "stdin"):
		return v.with(binaryFile)
	case v.only(textProcess) && (name == "stdout" || name == "stderr" || name == "stdin"):
		return known(textFile)
	case v.has(answerKind) && name == "content":
		return value{kinds: bytesKind, origin: origin{v.origin.node, responseCode}}
	case v.has(answerKind) && name == "text":
		return known(textKind)
	}
	return likely(name)
}
