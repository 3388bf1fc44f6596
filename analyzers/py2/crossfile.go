package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// resultCode stands for a rule where bytes would come from a function of
// another file: whether they do is settled when all files have been seen. Then
// the finding is where they come from, in that other file.
const resultCode = "result"

// isResult reports whether the value is bytes only if another file's function
// returns them.
func (v value) isResult() bool { return v.origin.code == resultCode }

// partOfResult is the i-th part of what another file's function returns.
func (v value) partOfResult(i int) value {
	if v.part == facts.Whole {
		v.part = i
	}
	return v
}

// result is what a call of a function of another file gives: anything, and
// perhaps bytes.
func (m *module) result(call python.ID, full string) value {
	if full == "" {
		return anything
	}
	return value{kinds: otherKind | bytesKind, origin: origin{node: call, code: resultCode}, part: facts.Whole}
}

// methodOf is the full name of the method that a callee names, "" if the class
// of its object is not known.
func (m *module) methodOf(callee python.ID) string {
	class := m.classOf(m.Child(callee, 0))
	if class == "" {
		return ""
	}
	return class + "." + m.Text(m.Child(callee, 1))
}

// takenResult notes that what another file's function returns is taken for
// text.
func (m *module) takenResult(v value, at python.ID, how use) {
	if how < compares {
		return
	}
	full := m.resultName(v.origin.node)
	line, _ := m.pass.File.Position(int(m.Nodes[at].Start))
	m.taking = append(m.taking, facts.PyTaken{
		PyResult: facts.PyResult{Function: full, Part: v.part},
		Fails:    how == fails, Line: line, Text: analysis.Snippet(m.firstLine(at)),
	})
}

// leaves notes that bytes are returned to other files, as the i-th of so many
// parts.
func (m *module) leaves(v value, at python.ID, i, parts int) {
	f := m.Ancestor(at, python.FunctionDef, python.Lambda)
	if m.Kind(m.Ancestor(at, python.Return, python.Block)) != python.Return || m.Kind(f) != python.FunctionDef || v.isResult() {
		return
	}
	if m.Kind(m.scopeOf(f)) == python.FunctionDef {
		return // nobody outside calls it by name
	}
	r := facts.PyResult{Function: m.functionName(f), Part: i}
	if parts == 1 {
		r.Part = facts.Whole
	}
	m.leaving[v.origin] = append(m.leaving[v.origin], r)
}

// resultName is the full name of the function of another file that a call
// calls, "" if it is none.
func (m *module) resultName(call python.ID) string {
	callee := m.Child(call, 0)
	if full := m.resolve(callee); full != "" {
		return full
	}
	return m.methodOf(callee)
}

// floats are the functions and the methods of the file that return floats.
func (m *module) floats() map[string]bool {
	if m.values == nil {
		m.fillValues()
	}
	var names map[string]bool
	for i := range m.Nodes {
		f := python.ID(i)
		if m.Kind(f) != python.FunctionDef || m.Kind(m.scopeOf(f)) == python.FunctionDef || !m.returned(f).isFloat() {
			continue
		}
		if names == nil {
			names = map[string]bool{}
		}
		names[m.functionName(f)] = true
	}
	return names
}

func (v value) isFloat() bool { return v.kinds == floatKind }

// functionName is a function's name at the top of the file, behind that of its
// class if it is a method.
func (m *module) functionName(f python.ID) string {
	name := m.Text(m.ChildOf(f, python.Identifier))
	if class := m.scopeOf(f); m.Kind(class) == python.ClassDef {
		return m.Text(m.ChildOf(class, python.Identifier)) + "." + name
	}
	return name
}

// mostLeaves bounds how many nodes of expressions are looked at for the functions
// that one of them rests on.
const mostLeaves = 64

// resultsIn returns the names of the functions of other files whose results
// expressions of numbers are made of, those behind names included.
func (m *module) resultsIn(queue ...python.ID) (names []string) {
	for i := 0; i < len(queue) && i < mostLeaves; i++ {
		switch n := queue[i]; m.Kind(n) {
		case python.Parenthesized:
			queue = append(queue, m.Child(n, 0))
		case python.BinaryOperator:
			queue = append(queue, m.Child(n, 0), m.Child(n, 1))
		case python.Identifier:
			bound := m.bindings()[m.scopeOf(n)][m.Text(n)]
			for _, b := range bound[:min(len(bound), most)] {
				if a := m.Parent(b); m.Kind(a) == python.Assignment && m.Child(a, 0) == b {
					queue = append(queue, m.Child(a, 1))
				}
			}
		case python.Call:
			if full := m.resultName(n); full != "" {
				names = append(names, full)
			}
		}
	}
	return names
}
