package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// protocol is a special method that Python 3 does not call any more, and what
// it calls in its place.
type protocol struct {
	code    string
	takes   int      // parameters, with self, where others may have the name; 0 for any
	instead []string // any of these in the class, and Python 3 is served
}

// protocols are the special methods that changed, by name.
var protocols = map[string]protocol{
	"__nonzero__":  {"nonzero-method", 1, []string{"__bool__"}},
	"__cmp__":      {"cmp-method", 0, []string{"__lt__", "__eq__", "__gt__"}},
	"__div__":      {"division-method", 0, []string{"__truediv__"}},
	"__idiv__":     {"division-method", 0, []string{"__itruediv__"}},
	"__rdiv__":     {"division-method", 0, []string{"__rtruediv__"}},
	"__getslice__": {"slice-method", 0, []string{"__getitem__"}},
	"__setslice__": {"slice-method", 0, []string{"__setitem__"}},
	"__delslice__": {"slice-method", 0, []string{"__delitem__"}},
	"__coerce__":   {"number-method", 0, nil},
	"__oct__":      {"number-method", 0, []string{"__index__"}},
	"__hex__":      {"number-method", 0, []string{"__index__"}},
	"__long__":     {"number-method", 0, []string{"__int__"}},
	"next":         {"next-method", 1, []string{"__next__"}},
	"__unicode__":  {"unicode-method", 0, nil},
}

// findClass applies the rules about what classes define.
func findClass(m *module, n python.ID) {
	body := m.ChildOf(n, python.Block)
	if body < 0 || m.python3Only() {
		return
	}
	defined := m.definedIn(body)
	if at, ok := defined["__metaclass__"]; ok && m.mayTake(at, 3) {
		d := analysis.Detail{Subject: "__metaclass__"}
		if given := m.Child(m.Parent(at), 1); strings.HasSuffix(m.Text(given), "ABCMeta") {
			// All that is lost is that a class which lacks a method cannot be made.
			severity := finding.Info
			d.Severity = &severity
		}
		m.report(m.codes["metaclass-attribute"], at, d, 0)
	}
	for name, p := range protocols {
		at, ok := defined[name]
		if !ok || !m.mayTake(at, p.takes) {
			continue
		}
		if m.isServed(n, name, p, defined) {
			if name == "next" {
				m.reportNextAlone(at, defined)
			}
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
		if _, ne := defined["__ne__"]; !ne && m.hasNoBase(n) {
			m.report(m.codes["ne-missing"], at, analysis.Detail{Subject: m.Text(m.ChildOf(n, python.Identifier))}, 0)
		}
		if _, hash := defined["__hash__"]; !hash {
			if f := m.Parent(at); m.Kind(f) == python.FunctionDef {
				at = f // __hash__ goes beside it
			}
			m.report(m.codes["eq-without-hash"], at, analysis.Detail{Subject: m.Text(m.ChildOf(n, python.Identifier))}, 0)
		}
	}
}

// hasNoBase reports whether a class inherits from nothing, or from object.
func (m *module) hasNoBase(class python.ID) bool {
	bases := m.ChildOf(class, python.ArgumentList)
	return m.Count(bases) == 0 || m.Count(bases) == 1 && m.Text(m.Child(bases, 0)) == "object"
}

// mayTake reports whether what binds a name may be called with a number of
// arguments: with others it is no method of the protocol.
func (m *module) mayTake(name python.ID, count int) bool {
	parameters := m.ChildOf(m.Parent(name), python.Parameters)
	if count == 0 || m.Kind(m.Parent(name)) != python.FunctionDef || parameters < 0 {
		return true
	}
	least, most := 0, 0
	for c := range m.Named(parameters) {
		switch m.Kind(c) {
		case python.ListSplatPattern, python.DictSplatPattern:
			most += count
			continue
		case python.DefaultParameter, python.TypedDefaultParameter:
		case python.Comment:
			continue
		default:
			least++
		}
		most++
	}
	return least <= count && count <= most
}

// reportNextAlone handles next(self) of a class that says in no other way that
// it is an iterator: somebody else's __iter__ may return it.
func (m *module) reportNextAlone(at python.ID, defined map[string]python.ID) {
	_, iter := defined["__iter__"]
	_, next := defined["__next__"]
	if iter || next || m.Kind(m.Parent(at)) != python.FunctionDef {
		return
	}
	d := analysis.Detail{
		Subject: "next", Use: "__next__", Severity: new(finding.Info), Confidence: new(finding.Low),
	}
	m.report(m.codes["next-method"], at, d, 0)
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
	if !m.raisesStop(n) || m.codes["stop-iteration-in-generator"] == nil {
		return
	}
	f := m.Ancestor(n, python.FunctionDef, python.Lambda)
	if m.Kind(f) != python.FunctionDef || !m.yields(f) || m.stopsHere(n) {
		return
	}
	m.report(m.codes["stop-iteration-in-generator"], n, analysis.Detail{Subject: "raise StopIteration"}, 0)
}

// findNextInGenerator handles next(self) in a generator where the class's own next
// ends by StopIteration: nothing catches it on the way.
func findNextInGenerator(m *module, n python.ID) {
	callee := m.Child(n, 0)
	switch {
	case m.Is(callee, python.Identifier, "next") && m.isBuiltin(callee), m.resolve(callee) == "six.next":
		if !m.Is(m.argument(n, 0), python.Identifier, "self") || m.argument(n, 1) >= 0 {
			return
		}
	case m.Kind(callee) == python.Attribute && m.Text(m.Child(callee, 0)) == "self":
		if name := m.Text(m.Child(callee, 1)); name != "next" && name != "__next__" {
			return
		}
	default:
		return
	}
	f := m.Ancestor(n, python.FunctionDef, python.Lambda)
	if m.Kind(f) != python.FunctionDef || !m.yields(f) || m.stopsHere(n) {
		return
	}
	class := m.Ancestor(n, python.ClassDef)
	for _, name := range []string{"next", "__next__"} {
		method := m.methodReached(class, name, false)
		if method < 0 || m.yields(method) {
			continue
		}
		for i := int(method); i < len(m.Nodes) && m.Nodes[i].Start < m.Nodes[method].End; i++ {
			raise := python.ID(i)
			if m.Kind(raise) == python.Raise && m.raisesStop(raise) && !m.stopsHere(raise) {
				m.report(m.codes["stop-iteration-in-generator"], n, analysis.Detail{
					Subject: m.firstLine(n),
					Steps:   []analysis.Step{{Name: name, Value: m.firstLine(raise), Span: m.span(raise)}},
				}, 0)
				return
			}
		}
	}
}

// raisesStop reports whether a statement raises StopIteration.
func (m *module) raisesStop(n python.ID) bool {
	what := m.Child(n, 0)
	if m.Kind(what) == python.Call {
		what = m.Child(what, 0)
	}
	return m.Is(what, python.Identifier, "StopIteration")
}

// stopsHere reports whether a statement around a node catches StopIteration in
// the function itself.
func (m *module) stopsHere(n python.ID) bool {
	for try := m.Ancestor(n, python.Try, python.FunctionDef); m.Kind(try) == python.Try; try = m.Ancestor(try, python.Try, python.FunctionDef) {
		for clause := range m.Named(try) {
			if m.Kind(clause) == python.Except && strings.Contains(m.Text(m.Child(clause, 0)), "StopIteration") &&
				m.Nodes[clause].Start > m.Nodes[n].End {
				return true
			}
		}
	}
	return false
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
