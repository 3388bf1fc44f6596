package py2

import (
	"bytes"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// python3Only reports whether the file uses what Python 2 does not compile, or
// says that Python 3 runs it: then rules about a changed meaning have nothing
// to say.
func (m *module) python3Only() bool {
	if m.only3 == nil {
		found := m.python3Syntax()
		for i := 0; i < len(m.Nodes) && !found; i++ {
			found = m.Nodes[i].Kind == python.KeywordArgument && m.isPrintKeyword(python.ID(i))
		}
		m.only3 = &found
	}
	return *m.only3
}

// python3Syntax is python3Only but for what print is given, which is a rule's
// own matter.
func (m *module) python3Syntax() bool {
	if m.syntax3 == nil {
		line, _, _ := bytes.Cut(m.Src, []byte{'\n'})
		found := bytes.HasPrefix(line, []byte("#!")) && bytes.Contains(line, []byte("python3"))
		for i := 0; i < len(m.Nodes) && !found; i++ {
			found = m.isPython3(python.ID(i))
		}
		m.syntax3 = &found
	}
	return *m.syntax3
}

// isPython3 reports whether Python 2 does not compile a node of this kind, so
// that the file is for Python 3 alone.
func (m *module) isPython3(n python.ID) bool {
	switch m.Kind(n) {
	case python.Await, python.Nonlocal, python.NamedExpression, python.Interpolation,
		python.TypedParameter, python.TypedDefaultParameter, python.Match, python.ExceptGroup:
		return true
	case python.Raise, python.Yield:
		return m.HasToken(n, "from")
	case python.FunctionDef:
		return m.HasToken(n, "async") || m.HasToken(n, "->")
	case python.Assignment:
		return m.HasToken(n, ":")
	case python.Parameters, python.LambdaParameters:
		return m.hasSeparator(n)
	case python.ListSplatPattern:
		return m.Kind(m.Parent(n)) != python.Parameters && m.Kind(m.Parent(n)) != python.LambdaParameters ||
			m.isFollowedByParameter(n)
	case python.ListSplat, python.DictSplat:
		switch m.Kind(m.Parent(n)) {
		case python.List, python.Set, python.Dict:
			return true
		}
	case python.KeywordArgument:
		return m.isClassKeyword(n)
	}
	return false
}

// hasSeparator reports whether a lone * or / parts the parameters.
func (m *module) hasSeparator(n python.ID) bool {
	for c := range m.Children(n) {
		if text := m.Text(c); text == "*" || text == "/" {
			return true
		}
	}
	return false
}

// isFollowedByParameter reports whether a plain parameter stands behind *args.
func (m *module) isFollowedByParameter(n python.ID) bool {
	for c := m.Nodes[n].Next; c >= 0; c = m.Nodes[c].Next {
		switch m.Kind(c) {
		case python.Identifier, python.DefaultParameter:
			return true
		}
	}
	return false
}

// isClassKeyword handles class A(metaclass=B).
func (m *module) isClassKeyword(n python.ID) bool {
	return m.Kind(m.Parent(m.Parent(n))) == python.ClassDef
}

// isPrintKeyword handles print(x, file=f) where print is a statement on 2.
func (m *module) isPrintKeyword(n python.ID) bool {
	call := m.Parent(m.Parent(n))
	return !m.futures["print_function"] && m.Kind(call) == python.Call && m.Is(m.Child(call, 0), python.Identifier, "print") &&
		m.isBuiltin(m.Child(call, 0))
}
