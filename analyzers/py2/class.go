package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// protocol is a special method that Python 3 does not call any more, and what
// it calls in its place.
type protocol struct {
	code    string
	instead []string // any of these in the class, and Python 3 is served
}

// protocols are the special methods that changed, by name.
var protocols = map[string]protocol{
	"__nonzero__":  {"nonzero-method", []string{"__bool__"}},
	"__cmp__":      {"cmp-method", []string{"__lt__", "__eq__", "__gt__"}},
	"__div__":      {"division-method", []string{"__truediv__"}},
	"__idiv__":     {"division-method", []string{"__itruediv__"}},
	"__rdiv__":     {"division-method", []string{"__rtruediv__"}},
	"__getslice__": {"slice-method", []string{"__getitem__"}},
	"__setslice__": {"slice-method", []string{"__setitem__"}},
	"__delslice__": {"slice-method", []string{"__delitem__"}},
	"__coerce__":   {"number-method", nil},
	"__oct__":      {"number-method", []string{"__index__"}},
	"__hex__":      {"number-method", []string{"__index__"}},
	"__long__":     {"number-method", []string{"__int__"}},
	"next":         {"next-method", []string{"__next__"}},
	"__unicode__":  {"unicode-method", nil},
}

// findClass applies the rules about what classes define.
func findClass(m *module, n python.ID) {
	body := m.ChildOf(n, python.Block)
	if body < 0 || m.python3Only() {
		return
	}
	defined := m.definedIn(body)
	if at, ok := defined["__metaclass__"]; ok {
		m.report(m.codes["metaclass-attribute"], at, analysis.Detail{Subject: "__metaclass__"}, 0)
	}
	for name, p := range protocols {
		at, ok := defined[name]
		if !ok || m.isServed(n, name, p, defined) {
			continue
		}
		use := ""
		if len(p.instead) > 0 {
			use = p.instead[0]
		}
		d := analysis.Detail{Subject: name, Use: use}
		if len(p.instead) > 0 && m.Count(m.ChildOf(n, python.ArgumentList)) > 0 {
			d.Unless = m.defines([]python.ID{m.ChildOf(n, python.Identifier)}, p.instead...)
		}
		m.report(m.codes[p.code], at, d, 0)
	}
	if at, ok := defined["__eq__"]; ok {
		if _, hash := defined["__hash__"]; !hash {
			m.report(m.codes["eq-without-hash"], at, analysis.Detail{Subject: m.Text(m.ChildOf(n, python.Identifier))}, 0)
		}
	}
}

// isServed reports whether a class has what Python 3 calls, itself, by a base
// of six or by a decorator.
func (m *module) isServed(class python.ID, name string, p protocol, defined map[string]python.ID) bool {
	for _, other := range p.instead {
		if _, ok := defined[other]; ok {
			return true
		}
	}
	switch name {
	case "next":
		// A class is an iterator by its __iter__; a next alone is anything, and
		// where __iter__ is a generator, that is what is iterated over.
		iter, ok := defined["__iter__"]
		if !ok || m.Kind(m.Parent(iter)) == python.FunctionDef && m.yields(m.Parent(iter)) {
			return true
		}
		return strings.Contains(m.Text(m.ChildOf(class, python.ArgumentList)), "Iterator")
	case "__unicode__":
		return m.Kind(m.Parent(class)) == python.DecoratedDef &&
			strings.Contains(m.Text(m.ChildOf(m.Parent(class), python.Decorator)), "python_2_unicode_compatible")
	}
	return false
}

// definedIn returns what a class body binds by itself: methods and attributes,
// those under an if as well.
func (m *module) definedIn(body python.ID) map[string]python.ID {
	defined := map[string]python.ID{}
	add := func(name python.ID) {
		if text := m.Text(name); m.Kind(name) == python.Identifier && text != "" {
			if _, ok := defined[text]; !ok {
				defined[text] = name
			}
		}
	}
	for c := range m.Named(body) {
		if m.Kind(c) == python.DecoratedDef {
			c = m.ChildOf(c, python.FunctionDef)
		}
		switch m.Kind(c) {
		case python.FunctionDef:
			add(m.ChildOf(c, python.Identifier))
		case python.ExpressionStatement:
			for a := m.Child(c, 0); m.Kind(a) == python.Assignment; a = m.Child(a, 1) {
				add(m.Child(a, 0))
			}
		case python.If:
			for block := range m.Named(c) {
				if m.Kind(block) == python.Block {
					for name, at := range m.definedIn(block) {
						if _, ok := defined[name]; !ok {
							defined[name] = at
						}
					}
				}
			}
		}
	}
	return defined
}

// findModuleMetaclass handles __metaclass__ = type at the top of a module.
func findModuleMetaclass(m *module) {
	for c := range m.Named(0) {
		a := m.Child(c, 0)
		if m.Kind(c) == python.ExpressionStatement && m.Kind(a) == python.Assignment && m.Text(m.Child(a, 0)) == "__metaclass__" {
			m.report(m.codes["module-metaclass"], a, analysis.Detail{Subject: "__metaclass__"}, 0)
		}
	}
}

// findStopIteration handles "raise StopIteration" inside a generator.
func findStopIteration(m *module, n python.ID) {
	what := m.Child(n, 0)
	if m.Kind(what) == python.Call {
		what = m.Child(what, 0)
	}
	if !m.Is(what, python.Identifier, "StopIteration") || m.codes["stop-iteration-in-generator"] == nil {
		return
	}
	f := m.Ancestor(n, python.FunctionDef, python.Lambda)
	if m.Kind(f) != python.FunctionDef || !m.yields(f) {
		return
	}
	for try := m.Ancestor(n, python.Try, python.FunctionDef); m.Kind(try) == python.Try; try = m.Ancestor(try, python.Try, python.FunctionDef) {
		for clause := range m.Named(try) {
			if m.Kind(clause) == python.Except && strings.Contains(m.Text(m.Child(clause, 0)), "StopIteration") &&
				m.Nodes[clause].Start > m.Nodes[n].End {
				return // it is caught in the function itself
			}
		}
	}
	m.report(m.codes["stop-iteration-in-generator"], n, analysis.Detail{Subject: "raise StopIteration"}, 0)
}

// yields reports whether a function is a generator.
func (m *module) yields(f python.ID) bool {
	if m.generators == nil {
		m.generators = map[python.ID]bool{}
		for i := range m.Nodes {
			if m.Nodes[i].Kind == python.Yield {
				m.generators[m.Ancestor(python.ID(i), python.FunctionDef, python.Lambda)] = true
			}
		}
	}
	return m.generators[f]
}
