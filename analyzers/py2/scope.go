package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// binding is what a scope knows of a name.
type binding struct {
	// module is the full name of what an import bound, "" for anything else
	// and for names that are bound in several ways.
	module string
	// node is the item of the import, for those that have a module.
	node python.ID
}

// scopeKinds are the nodes that open a scope.
func isScope(k python.Kind) bool {
	switch k {
	case python.Module, python.FunctionDef, python.Lambda, python.ClassDef,
		python.ListComprehension, python.SetComprehension,
		python.DictComprehension, python.Generator:
		return true
	}
	return false
}

// bind fills the scopes. Only names that some rule may ask about are kept:
// those of built-ins and those that imports bind.
func (m *module) bind() {
	m.scopes = map[python.ID]map[string]binding{}
	m.futures = map[string]bool{}
	wanted := map[string]bool{}
	for name := range builtinsOfDetectors {
		wanted[name] = true
	}
	var imports []boundName
	for n := range m.Nodes {
		id := python.ID(n)
		switch m.Nodes[n].Kind {
		case python.ImportStatement, python.ImportFrom:
			imports = m.importedNames(id, imports)
		case python.FutureImport:
			for name := range m.Named(id) {
				m.futures[m.importName(name)] = true
			}
		}
	}
	for _, b := range imports {
		wanted[b.name] = true
		m.define(m.scopeOf(b.node), b.name, binding{module: b.module, node: b.node})
	}
	for n := range m.Nodes {
		if m.Nodes[n].Kind != python.Identifier {
			continue
		}
		text := m.Src[m.Nodes[n].Start:m.Nodes[n].End]
		if _, builtin := m.names[string(text)]; !builtin && !wanted[string(text)] {
			continue
		}
		if scope, ok := m.boundBy(python.ID(n)); ok {
			m.define(scope, string(text), binding{})
		}
	}
}

// define records a binding; two of a name in one scope leave its module open,
// unless both are of the same.
func (m *module) define(scope python.ID, name string, b binding) {
	names := m.scopes[scope]
	if names == nil {
		names = map[string]binding{}
		m.scopes[scope] = names
	}
	if old, ok := names[name]; ok && old.module != b.module {
		// Two modules under one name are a fallback for one another.
		b = binding{}
	}
	names[name] = b
}

// scopeOf returns the scope that a node stands in. What a function's header
// holds, its name, decorators, defaults and annotations, belongs to the scope
// around it; so do a class's name and bases.
func (m *module) scopeOf(n python.ID) python.ID {
	child, at := n, m.Parent(n)
	for ; at >= 0; child, at = at, m.Parent(at) {
		switch kind := m.Kind(at); {
		case kind == python.FunctionDef || kind == python.ClassDef:
			if m.Kind(child) == python.Block {
				return at
			}
			// Parameters are the function's own; their defaults are not.
			if m.Kind(child) == python.Parameters && m.isParameterName(n) {
				return at
			}
		case kind == python.Lambda:
			if m.Kind(child) != python.LambdaParameters || m.isParameterName(n) {
				return at
			}
		case kind == python.Module && m.Parent(at) >= 0:
			// What stands between backticks is in the scope around them.
		case isScope(kind):
			return at
		}
	}
	return 0
}

// isParameterName reports whether the identifier names a parameter rather than
// standing in a default or an annotation.
func (m *module) isParameterName(n python.ID) bool {
	for child, at := n, m.Parent(n); at >= 0; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.Parameters, python.LambdaParameters:
			return true
		case python.DefaultParameter, python.TypedDefaultParameter, python.TypedParameter:
			if m.Child(at, 0) != child {
				return false
			}
		case python.TuplePattern, python.ListPattern, python.ListSplatPattern, python.DictSplatPattern:
		default:
			return false
		}
	}
	return false
}

// boundBy returns the scope in which an identifier's place binds it.
func (m *module) boundBy(n python.ID) (scope python.ID, ok bool) {
	child, at := n, m.Parent(n)
	for ; at >= 0; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.TuplePattern, python.ListPattern, python.PatternList,
			python.ListSplatPattern, python.DictSplatPattern, python.TypedParameter,
			python.Parenthesized, python.Tuple, python.List:
			continue // the target of something further up, perhaps
		case python.Parameters, python.LambdaParameters:
			return m.scopeOf(n), true
		case python.DefaultParameter, python.TypedDefaultParameter:
			return m.scopeOf(n), m.Child(at, 0) == child
		case python.FunctionDef, python.ClassDef:
			// The first name is its own; bases and decorators only read.
			return m.scopeOf(at), m.ChildOf(at, python.Identifier) == child
		case python.Assignment, python.AugmentedAssignment, python.NamedExpression, python.For, python.ForIn:
			return m.scopeOf(n), m.Child(at, 0) == child
		case python.AsPatternTarget:
			return m.scopeOf(n), true
		case python.Except:
			return m.scopeOf(n), m.Child(at, 1) == child && m.HasToken(at, ",")
		case python.Global:
			// Declared global: whatever is assigned binds the module's name.
			return 0, true
		}
		return 0, false
	}
	return 0, false
}

// bindings returns, by scope and name, the identifiers that bind the name
// there, in source order.
func (m *module) bindings() map[python.ID]map[string][]python.ID {
	if m.bound != nil {
		return m.bound
	}
	m.bound = map[python.ID]map[string][]python.ID{}
	for i := range m.Nodes {
		n := python.ID(i)
		if m.Nodes[i].Kind != python.Identifier {
			continue
		}
		if scope, ok := m.boundBy(n); ok {
			addTo(m.bound, scope, m.Text(n), n)
		}
	}
	return m.bound
}

// addTo puts a node under a place and a name.
func addTo(index map[python.ID]map[string][]python.ID, at python.ID, name string, n python.ID) {
	if index[at] == nil {
		index[at] = map[string][]python.ID{}
	}
	index[at][name] = append(index[at][name], n)
}

// lookup returns the binding of a name as seen from a node; ok is false for
// names that nothing in the file binds.
func (m *module) lookup(n python.ID, name string) (b binding, ok bool) {
	for at, inner := m.scopeOf(n), true; ; inner = false {
		// A class's names are not seen from the functions in it.
		if inner || m.Kind(at) != python.ClassDef {
			if b, ok = m.scopes[at][name]; ok {
				return b, true
			}
		}
		if at <= 0 {
			return binding{}, false
		}
		at = m.scopeOf(at)
	}
}

// isBuiltin reports whether the identifier is read as a built-in name: it
// stands as a name of its own and nothing binds it.
func (m *module) isBuiltin(n python.ID) bool {
	if m.Kind(n) != python.Identifier || !m.isRead(n) {
		return false
	}
	_, bound := m.lookup(n, m.Text(n))
	return !bound
}

// isRead reports whether an identifier stands where its value is read, rather
// than as an attribute, a keyword, a part of an import or a target.
func (m *module) isRead(n python.ID) bool {
	parent := m.Parent(n)
	switch m.Kind(parent) {
	case python.Attribute:
		return m.Child(parent, 0) == n
	case python.KeywordArgument:
		return m.Child(parent, 0) != n
	case python.DottedName, python.AliasedImport, python.ImportFrom, python.ImportStatement,
		python.Global, python.Nonlocal, python.Error:
		return false
	}
	_, binds := m.boundBy(n)
	return !binds
}

// chainRoot returns what an attribute chain begins with; other nodes are it themselves.
func (m *module) chainRoot(n python.ID) python.ID {
	for m.Kind(n) == python.Attribute {
		n = m.Child(n, 0)
	}
	return n
}

// bindingSteps says what import bound the first name of a chain, if the name
// itself does not show it.
func (m *module) bindingSteps(n python.ID) []analysis.Step {
	n = m.chainRoot(n)
	name := m.Text(n)
	b, ok := m.lookup(n, name)
	if !ok || b.module == "" || b.module == name {
		return nil
	}
	return []analysis.Step{{Name: name, Value: b.module, Span: m.span(b.node)}}
}

// resolve returns the full dotted name of a name or attribute chain, with the
// alias that an import gave its first part put back; "" if it is no chain or
// its first part was not imported.
func (m *module) resolve(n python.ID) string {
	root := m.chainRoot(n)
	if m.Kind(root) != python.Identifier || !m.isRead(root) {
		return ""
	}
	b, ok := m.lookup(root, m.Text(root))
	if !ok || b.module == "" {
		return ""
	}
	if root == n {
		return b.module
	}
	return b.module + m.Dotted(n)[len(m.Text(root)):]
}
