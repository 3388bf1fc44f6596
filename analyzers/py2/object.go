package py2

import "opendev.org/starlingx/stxscan/syntax/python"

// basesOf are the bases of a class that are classes of the file.
func (m *module) basesOf(class python.ID) []python.ID {
	var list []python.ID
	seen := 0
	for c := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if seen++; seen > most {
			break
		}
		if base := m.classBound(c); base >= 0 && base != class {
			list = append(list, base)
		}
	}
	return list
}

// lineage is a class and those of its bases that the file has, the nearest
// first, bounded.
func (m *module) lineage(class python.ID) []python.ID {
	list := []python.ID{class}
	for i := 0; i < len(list) && len(list) < most; i++ {
		for _, base := range m.basesOf(list[i]) {
			if base < list[i] { // what comes later cannot be a base
				list = append(list, base)
			}
		}
	}
	return list
}

// classBound is the one class of the file that a name stands for, NoNode if it
// is bound otherwise.
func (m *module) classBound(n python.ID) python.ID {
	if m.Kind(n) != python.Identifier {
		return python.NoNode
	}
	list, _ := m.boundAs(n)
	if len(list) != 1 || m.Kind(m.Parent(list[0])) != python.ClassDef {
		return python.NoNode
	}
	return m.Parent(list[0])
}

// ownerOf is the class of the file that an expression is or is an instance of,
// NoNode if that cannot be told.
func (m *module) ownerOf(n python.ID) python.ID {
	if name := m.Text(n); m.Kind(n) == python.Identifier && (name == "self" || name == "cls") {
		return m.Ancestor(n, python.ClassDef)
	}
	if class := m.classBound(n); class >= 0 {
		return class
	}
	if v := m.value(n); v.only(instanceKind|noneKind) && v.has(instanceKind) {
		return v.class
	}
	return python.NoNode
}

// memberValue joins what an attribute of a class's objects may hold: what its
// methods and those of its bases give it, what the class's own body does, and
// what a property returns. The value has no kinds if nothing is known of it.
func (m *module) memberValue(class python.ID, name string) value {
	var v value
	seen, changed := 0, 0
	for _, c := range m.lineage(class) {
		for _, target := range m.values.members[c][name] {
			if m.python2Only(target) {
				continue
			}
			if seen++; seen > most {
				return anything
			}
			if m.Kind(m.Parent(target)) == python.AugmentedAssignment {
				changed++
				if !m.value(m.Child(m.Parent(target), 1)).only(numberKind) {
					return anything // a float may have been added
				}
			}
			v = join(v, m.givenTo(target))
		}
		for _, b := range m.bindings()[c][name] {
			if seen++; seen > most {
				return anything
			}
			switch f := m.Parent(b); {
			case m.Kind(f) != python.FunctionDef:
				v = join(v, m.givenTo(b))
			case m.decoratedAs(f) == "property":
				v = join(v, m.returned(f))
			default:
				v = join(v, anything)
			}
		}
	}
	if seen > 0 && changed == seen {
		return anything // what it began with is elsewhere
	}
	return v
}

// methodReached is the method of a class, or of its bases in the file, that a call
// on an object reaches: NoNode if there are several or a class derived from it
// may have its own.
func (m *module) methodReached(class python.ID, name string, exact bool) python.ID {
	if class < 0 {
		return python.NoNode
	}
	if m.values == nil {
		m.fillValues()
	}
	derived := m.values.derived[class]
	if !exact && len(derived) > most {
		return python.NoNode
	}
	for _, d := range derived {
		if !exact && len(m.bindings()[d][name]) > 0 {
			return python.NoNode
		}
	}
	for _, c := range m.lineage(class) {
		switch list := m.bindings()[c][name]; {
		case len(list) == 1 && m.Kind(m.Parent(list[0])) == python.FunctionDef:
			return m.Parent(list[0])
		case len(list) > 0:
			return python.NoNode
		}
	}
	return python.NoNode
}

// functionNamed is the one function or lambda that a name stands for, NoNode if
// it is bound otherwise.
func (m *module) functionNamed(n python.ID) python.ID {
	list, _ := m.boundAs(n)
	if len(list) != 1 {
		return python.NoNode
	}
	switch at := m.Parent(list[0]); m.Kind(at) {
	case python.FunctionDef:
		return at
	case python.Assignment:
		if f := m.Child(at, 1); m.Child(at, 0) == list[0] && m.Kind(f) == python.Lambda {
			return f
		}
	}
	return python.NoNode
}

// returned joins what a function's returns give.
func (m *module) returned(function python.ID) value {
	if m.Kind(function) == python.Lambda {
		return m.value(m.Last(function))
	}
	list := m.values.returns[function]
	if function < 0 || len(list) == 0 || len(list) > most || m.yields(function) || m.HasToken(function, "async") {
		return anything
	}
	var v value
	for _, n := range list {
		v = join(v, m.value(n))
	}
	if by := m.decoratedAs(function); by != "" && !transparent[by] {
		v = join(v, anything) // it may give something else
	}
	return v
}

// transparent are the decorators that leave alone what a function returns.
var transparent = setOf("property", "staticmethod", "classmethod", "abstractmethod", "abc.abstractmethod")

// decoratedAs names the decorator of a function, "" if it has none.
func (m *module) decoratedAs(function python.ID) string {
	d := m.ChildOf(m.Parent(function), python.Decorator)
	if m.Kind(m.Parent(function)) != python.DecoratedDef || d < 0 {
		return ""
	}
	if name := m.Dotted(m.Child(d, 0)); name != "" {
		return name
	}
	return m.firstLine(d)
}
