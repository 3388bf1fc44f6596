package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// carriedKinds are what is followed from the calls of a function to its
// parameters: bytes, text, and what carries either.
const carriedKinds = stillBytesKind | textKind | textItems | binaryFile | textFile | socketKind | processKind | hashKind

// parameterValue is what the calls in the file give a parameter of one of its
// functions. Whether other files call it too cannot be seen, but for names that
// say that they do not.
func (m *module) parameterValue(parameter python.ID) value {
	function := m.Ancestor(parameter, python.FunctionDef, python.Lambda)
	if m.Kind(function) != python.FunctionDef {
		return anything
	}
	name := m.Text(m.ChildOf(function, python.Identifier))
	skip := 0
	if m.Kind(m.scopeOf(function)) == python.ClassDef && m.decoratedAs(function) != "staticmethod" {
		skip = 1
	}
	var v value
	for _, call := range m.callsOf(function, name) {
		given := m.givenByCall(function, parameter, call, skip)
		if given < 0 {
			return anything // the default, or what is not in sight
		}
		v = join(v, m.value(given))
	}
	switch {
	case !v.has(carriedKinds) || v.isResult():
		return anything
	case !isPrivate(name):
		return join(v, anything)
	}
	return v
}

func isPrivate(name string) bool {
	return strings.HasPrefix(name, "_") && !strings.HasSuffix(name, "__")
}

// givenByCall is the argument that a call gives a parameter, NoNode if none is
// in sight.
func (m *module) givenByCall(function, parameter, call python.ID, skip int) python.ID {
	place := -skip
	for c := range m.Named(m.ChildOf(function, python.Parameters)) {
		if m.Kind(c) == python.DefaultParameter {
			c = m.Child(c, 0)
		}
		if m.Kind(c) != python.Identifier {
			return python.NoNode
		}
		if c == parameter {
			if place < 0 {
				return python.NoNode
			}
			return m.parameter(call, place, m.Text(c))
		}
		place++
	}
	return python.NoNode
}

// isGivenFromOutside reports whether a name is a parameter that nothing else is
// given to, and no call in the file says what it is. What Python 2 code hashes
// at once, rather than piece by piece, is a native string.
func (m *module) isGivenFromOutside(n python.ID) bool {
	if m.Kind(n) != python.Identifier || !m.value(n).only(unknownKind) || m.isAsked(n) {
		return false
	}
	list, _ := m.boundAs(n)
	return len(list) == 1 && m.Kind(m.Parent(list[0])) == python.Parameters
}

// takesTextOptions reports whether a dictionary that a call passes on with **
// may hold what makes a process speak text: of the options that a function of
// the file takes with **, what its calls in the file give it is in sight.
func (m *module) takesTextOptions(splat python.ID) bool {
	name := m.Child(splat, 0)
	if m.Kind(name) != python.Identifier {
		return true
	}
	list, _ := m.boundAs(name)
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.DictSplatPattern {
		return true
	}
	function := m.Ancestor(list[0], python.FunctionDef, python.Lambda)
	if m.Kind(function) != python.FunctionDef {
		return true
	}
	calls := m.callsOf(function, m.Text(m.ChildOf(function, python.Identifier)))
	for _, call := range calls {
		if m.isTextMode(call) {
			return true
		}
	}
	return len(calls) == 0
}

// isConstant reports whether a name is written as those of constants are, of
// this module or another: what is compared with it in Python 2 code is a native
// string or a number, never what was read from somewhere.
func (m *module) isConstant(n python.ID) bool {
	switch m.Kind(n) {
	case python.Attribute:
		n = m.Child(n, 1)
	case python.Identifier:
	default:
		return false
	}
	name := m.Text(n)
	return len(name) > 1 && strings.ToUpper(name) == name && strings.ToLower(name) != name
}
