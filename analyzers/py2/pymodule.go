package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// pyModule is what the file offers to others.
func (m *module) pyModule() *facts.PyModule {
	p := &facts.PyModule{Names: map[string]string{}, Classes: map[string]facts.PyClass{}, Stars: m.stars, Open: m.makesNames(), Taken: m.taking, Floats: m.floats()}
	for name, bound := range m.bindings()[0] {
		p.Names[name] = ""
		if class := m.Parent(bound[0]); len(bound) == 1 && m.Kind(class) == python.ClassDef {
			p.Classes[name] = m.pyClass(class)
		}
	}
	for name, b := range m.scopes[0] {
		if _, ok := p.Names[name]; !ok {
			p.Names[name] = b.module
		}
	}
	return p
}

// makesNames reports whether the module's names may be more than its text
// binds.
func (m *module) makesNames() bool {
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.ExecStatement:
			if m.scopeOf(n) == 0 {
				return true
			}
		case python.Call:
			switch callee := m.Child(n, 0); {
			case m.Kind(callee) != python.Identifier:
			case m.Text(callee) == "globals", m.Text(callee) == "setattr", m.Text(callee) == "exec":
				return true
			}
		case python.Subscript:
			if m.Text(m.Child(n, 0)) == "sys.modules" {
				return true
			}
		}
	}
	return false
}

// pyClass is what a class defines.
func (m *module) pyClass(class python.ID) facts.PyClass {
	c := facts.PyClass{Members: map[string]bool{}, Open: m.Kind(m.Parent(class)) == python.DecoratedDef}
	for base := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if m.Kind(base) != python.KeywordArgument {
			c.Bases = append(c.Bases, m.classNamed(base))
		}
	}
	for name := range m.bindings()[class] {
		c.Members[name] = true
	}
	for name := range m.selfMembers()[class] {
		c.Members[name] = true
	}
	c.Open = c.Open || c.Members["__getattr__"] || c.Members["__getattribute__"] || m.selfMembers()[class][anyMember] != nil
	return c
}

// anyMember stands among the members of a class whose methods make attributes
// of names that are known only when they run.
const anyMember = "<any>"

// selfMembers are the places that assign to an attribute of self, by class and
// attribute.
func (m *module) selfMembers() map[python.ID]map[string][]python.ID {
	if m.ofSelf != nil {
		return m.ofSelf
	}
	m.ofSelf = map[python.ID]map[string][]python.ID{}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Attribute:
			if m.Text(m.Child(n, 0)) == "self" && m.isTarget(n) {
				addTo(m.ofSelf, m.Ancestor(n, python.ClassDef), m.Text(m.Child(n, 1)), n)
			}
		case python.Call:
			callee := m.Text(m.Child(n, 0))
			if callee == "setattr" && m.Text(m.argument(n, 0)) == "self" || callee == "self.__dict__.update" {
				addTo(m.ofSelf, m.Ancestor(n, python.ClassDef), anyMember, n)
			}
		}
	}
	return m.ofSelf
}

// classNamed is the full name of the class that an expression names, "" if it
// is no name.
func (m *module) classNamed(n python.ID) string {
	if full := m.resolve(n); full != "" {
		return full
	}
	name := m.Dotted(n)
	if name == "" {
		return ""
	}
	if len(m.bindings()[0][rootOf(name)]) > 0 {
		return facts.Here + name
	}
	if _, bound := m.lookup(n, rootOf(name)); !bound && !strings.Contains(name, ".") {
		return facts.Builtins + name
	}
	return ""
}

// classOf is the full name of the class that an object is of: self is of the
// class around it, and a name that is assigned once is of the class that is
// called for it. It is "" where that cannot be told.
func (m *module) classOf(n python.ID) string {
	if text := m.Text(n); text == "self" || text == "cls" {
		class := m.Ancestor(n, python.ClassDef)
		if class < 0 || m.scopeOf(class) != 0 {
			return ""
		}
		return facts.Here + m.Text(m.ChildOf(class, python.Identifier))
	}
	made := m.valueOf(n)
	if m.Kind(made) != python.Call {
		return ""
	}
	full := m.classNamed(m.Child(made, 0))
	last := full[strings.LastIndexByte(full, '.')+1:]
	if last == "" || last[0] < 'A' || last[0] > 'Z' {
		return "" // a function: what it gives is another question
	}
	return full
}

// defines asks whether any of the classes that the nodes name defines a member,
// nil if one of them is no name.
func (m *module) defines(classes []python.ID, members ...string) *analysis.Condition {
	var names []string
	for _, n := range classes {
		full := m.classNamed(n)
		if full == "" {
			return nil
		}
		names = append(names, full)
	}
	return &analysis.Condition{Kind: analysis.ClassDefines, Names: names, Members: members}
}

// objectDefines asks whether the class of an object defines a member, nil if
// it is not known what class it is of.
func (m *module) objectDefines(object python.ID, member string) *analysis.Condition {
	full := m.classOf(object)
	if full == "" {
		return nil
	}
	return &analysis.Condition{Kind: analysis.ClassDefines, Names: []string{full}, Members: []string{member}}
}
