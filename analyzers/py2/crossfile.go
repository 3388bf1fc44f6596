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
	callee := m.Child(v.origin.node, 0)
	full := m.resolve(callee)
	if full == "" {
		full = m.methodOf(callee)
	}
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
	r := facts.PyResult{Function: m.Text(m.ChildOf(f, python.Identifier)), Part: i}
	if parts == 1 {
		r.Part = facts.Whole
	}
	switch scope := m.scopeOf(f); m.Kind(scope) {
	case python.ClassDef:
		r.Function = m.Text(m.ChildOf(scope, python.Identifier)) + "." + r.Function
	case python.FunctionDef:
		return // nobody outside calls it by name
	}
	m.leaving[v.origin] = append(m.leaving[v.origin], r)
}
