package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// fixSpecialMethod gives a method the name that Python 3 calls as well.
func fixSpecialMethod(m *module, p site) *analysis.Fix {
	if p.use == "" {
		return without("Python 3 calls no method for it")
	}
	return m.behindMethod(p.node, p.use+" = "+p.subject)
}

// fixNotEqual gives a class that says what is equal its opposite.
func fixNotEqual(m *module, p site) *analysis.Fix {
	if m.Kind(m.Parent(p.node)) != python.FunctionDef {
		return without("__eq__ is no method of the class itself")
	}
	return m.behindMethod(p.node, "def __ne__(self, other):", "return not self == other")
}

// behindMethod adds a line behind the method of a name, and what stands one
// level deeper.
func (m *module) behindMethod(name python.ID, line string, body ...string) *analysis.Fix {
	statement := m.Parent(name)
	if m.Kind(statement) == python.Assignment {
		statement = m.Parent(statement)
	}
	header := statement
	if m.Kind(m.Parent(statement)) == python.DecoratedDef {
		header = m.Parent(statement)
	}
	indent, deeper, ok := m.indentAt(m.start(header))
	if !ok {
		return without("the method does not stand in lines of its own")
	}
	nl := m.newline()
	text := nl + indent + line
	if m.Kind(statement) == python.FunctionDef {
		text = nl + text
	}
	for _, line := range body {
		text += nl + deeper + line
	}
	return edits(insert(m.lineEnd(m.end(statement)), text))
}

// fixMetaclass handles __metaclass__ in a class, where the file has six
// already: the standard library has no form for both Pythons.
func fixMetaclass(m *module, p site) *analysis.Fix {
	b, ok := m.scopes[0]["six"]
	assignment := m.Parent(p.node)
	statement := m.Parent(assignment)
	class := m.Ancestor(p.node, python.ClassDef)
	value, movable := m.movable(m.Child(assignment, 1))
	if !ok || b.module != "six" {
		return without("the standard library has no form for both Pythons, and the file does not import six")
	}
	header := class
	if m.Kind(m.Parent(class)) == python.DecoratedDef {
		header = m.Parent(class)
	}
	indent, _, alone := m.indentAt(m.start(header))
	if !movable || !alone || m.Kind(assignment) != python.Assignment || m.Kind(statement) != python.ExpressionStatement ||
		m.Parent(statement) != m.ChildOf(class, python.Block) || !m.isAlone(statement) {
		return without("the metaclass is not given in a line of its own")
	}
	decorator := insert(m.start(header), "@six.add_metaclass("+value+")"+m.newline()+indent)
	if m.Count(m.Parent(statement)) == 1 {
		return edits(decorator, m.put(statement, "pass"))
	}
	end := m.lineEnd(m.end(statement))
	if end < len(m.pass.File.Src) {
		end += len(m.newline())
	}
	return edits(decorator, replace(m.lineStart(m.start(statement)), end, ""))
}
