package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// boundName is a name that an import binds, and the full name it stands for.
type boundName struct {
	node         python.ID
	name, module string
}

// importName returns the dotted name of an import's item, its alias aside.
func (m *module) importName(n python.ID) string {
	if m.Kind(n) == python.AliasedImport {
		n = m.Child(n, 0)
	}
	return m.Dotted(n)
}

// importedNames appends what an import statement binds.
func (m *module) importedNames(n python.ID, list []boundName) []boundName {
	prefix := ""
	if m.Kind(n) == python.ImportFrom {
		from := m.sourceOf(n)
		if m.ChildOf(n, python.WildcardImport) >= 0 {
			return m.starredNames(n, from, list)
		}
		if prefix = from; !strings.HasSuffix(from, ".") {
			prefix += "."
		}
	}
	for item := range m.items(n) {
		name := m.importName(item)
		b := boundName{node: item, name: rootOf(name), module: prefix + rootOf(name)}
		if m.Kind(item) == python.AliasedImport {
			b.name = m.Text(m.Child(item, 1))
			b.module = prefix + name
		}
		list = append(list, b)
	}
	return list
}

// sourceOf is the module that "from" names, with its dots where it is relative.
func (m *module) sourceOf(n python.ID) string {
	source := m.Child(n, 0)
	if m.Kind(source) == python.RelativeImport {
		return strings.Join(strings.Fields(m.Text(source)), "")
	}
	return m.Dotted(source)
}

// items yields what an import statement names: modules, or what it takes from
// one.
func (m *module) items(n python.ID) func(yield func(python.ID) bool) {
	return func(yield func(python.ID) bool) {
		first := m.Kind(n) == python.ImportFrom
		for c := range m.Named(n) {
			if first { // the module that it imports from
				first = false
				continue
			}
			if kind := m.Kind(c); (kind == python.DottedName || kind == python.AliasedImport) && !yield(c) {
				return
			}
		}
	}
}

// findImport applies the import rules to an import statement.
func findImport(m *module, n python.ID) {
	if m.Kind(n) == python.ImportFrom {
		m.fromImport(n)
		return
	}
	mixed := m.urllibMixed(n)
	for item := range m.items(n) {
		name := m.importName(item)
		m.relativeCandidate(item, name)
		found, full, ok := m.importMatch(name)
		if !ok {
			continue
		}
		if mixed && full == "urllib2" {
			m.reportImport(m.codes["urllib-mixed-import"], n, full, found.use)
			continue
		}
		m.reportImport(found.rule, item, full, found.use)
	}
}

// fromImport applies them to "from x import y, z".
func (m *module) fromImport(n python.ID) {
	source := m.Child(n, 0)
	if m.Kind(source) == python.RelativeImport {
		return
	}
	name := m.Dotted(source)
	m.relativeCandidate(source, name)
	if found, full, ok := m.importMatch(name); ok {
		m.reportImport(found.rule, source, full, found.use)
		if found.rule.Since == "" {
			m.lostWithNewName(n, name)
			return // what else it is asked for is gone with it
		}
	}
	for item := range m.items(n) {
		full := name + "." + m.importName(item)
		if found, ok := m.imports[full]; ok {
			m.reportImport(found.rule, item, full, found.use)
		} else if found, ok := m.attributeOf(full); ok {
			rule := found.rule
			if name == "urllib" {
				if from := m.codes["from-urllib-import"]; from != nil {
					rule = from
				}
			}
			m.reportImport(rule, item, full, found.use)
		}
	}
}

// importMatch returns the rule for a module or the nearest of its parents.
func (m *module) importMatch(name string) (found match, full string, ok bool) {
	for full = name; full != ""; full = parentOf(full) {
		if found, ok = m.imports[full]; ok {
			return found, full, true
		}
	}
	return match{}, "", false
}

// urllibMixed reports whether urllib2 is imported by another name or along
// with others, which no one-line rewrite mends.
func (m *module) urllibMixed(n python.ID) bool {
	count, urllib2, alias := 0, false, false
	for item := range m.items(n) {
		count++
		if m.importName(item) == "urllib2" {
			urllib2 = true
			alias = m.Kind(item) == python.AliasedImport
		}
	}
	return urllib2 && (count > 1 || alias) && m.codes["urllib-mixed-import"] != nil
}

// findAttribute applies the attribute rules to MODULE.NAME.
func findAttribute(m *module, n python.ID) {
	if m.Text(m.Child(n, 0)) == "__builtins__" {
		full := "__builtins__." + m.Text(m.Child(n, 1))
		if found, ok := m.attributes[full]; ok {
			m.report(found.rule, n, analysis.Detail{Subject: full, Use: found.use}, catchAttribute)
		}
		return
	}
	full, confidence := m.resolve(n), (*finding.Confidence)(nil)
	if full == "" {
		// A fragment, or code that a star brought the module to.
		if full = m.Dotted(n); m.attributes[full].rule == nil || !m.isUnbound(n) {
			return
		}
		confidence = new(finding.Medium)
	}
	if found, ok := m.attributeOf(full); ok {
		d := analysis.Detail{
			Subject: full, Use: found.use, When: stdlib(full), Steps: m.bindingSteps(n), Confidence: confidence,
		}
		m.report(found.rule, n, d, catchAttribute|catchImport)
	}
}

// stdlib is the condition that the name's module is not one of the workspace.
func stdlib(name string) []analysis.Condition {
	return []analysis.Condition{{Kind: analysis.ModuleIsStdlib, Module: rootOf(name)}}
}

// findDynamicImport finds modules that are named in strings.
func findDynamicImport(m *module, n python.ID) {
	rule := m.codes["dynamic-import"]
	if rule == nil {
		return
	}
	argument := m.argument(n, 0)
	text, ok := m.literal(argument)
	if !ok || !m.takesModuleName(m.Child(n, 0), text) {
		return
	}
	found, full, ok := m.importMatch(text)
	if !ok {
		// What is patched is often a name of a module that stays.
		found, ok = m.attributeOf(text)
		full = text
	}
	if !ok {
		return
	}
	if found.rule.Since != "" {
		rule = found.rule // its release is another one
	}
	d := analysis.Detail{Subject: full, Use: found.use, When: stdlib(full)}
	m.report(rule, argument, d, importFails|catchAttribute)
}

// takesModuleName reports whether the callee imports what its first argument
// names, or the module of the dotted path that it is.
func (m *module) takesModuleName(callee python.ID, text string) bool {
	if m.Is(callee, python.Identifier, "__import__") {
		return m.isBuiltin(callee)
	}
	full := m.resolve(callee)
	if full == "" && m.isUnbound(callee) {
		full = m.Dotted(callee) // a fragment
	}
	switch full[strings.LastIndexByte(full, '.')+1:] {
	case "import_module", "try_import", "import_class", "import_object":
		return strings.HasPrefix(full, "importlib.") || strings.Contains(full, "importutils.")
	case "patch":
		// Only a dotted path names a module: "__builtin__.open".
		return (full == "patch" || strings.Contains(full, "mock")) && strings.Contains(text, ".")
	}
	return false
}

// relativeCandidate reports an absolute import that Python 2 would satisfy
// with a module beside the file, if the workspace has one.
func (m *module) relativeCandidate(n python.ID, name string) {
	if m.futures["absolute_import"] || name == "" || name == "__main__" || m.python3Only() {
		return
	}
	code, module := "implicit-relative-import", name
	if strings.Contains(name, ".") {
		code = "implicit-relative-dotted"
	}
	d := analysis.Detail{
		Subject: name, Use: "from . import " + rootOf(name),
		When: []analysis.Condition{{Kind: analysis.SiblingExists, Module: module}},
	}
	m.report(m.codes[code], n, d, importFails)
}

func (m *module) reportImport(r *rules.Rule, n python.ID, subject, use string) {
	d := analysis.Detail{Subject: subject, Use: use, When: stdlib(subject), Steps: m.usesOfModule(n)}
	m.report(r, n, d, importFails)
}

// usesOfModule are the first places that name a module which "import NAME" brought:
// under another name each of them changes too.
func (m *module) usesOfModule(item python.ID) (steps []analysis.Step) {
	if m.Kind(m.Parent(item)) != python.ImportStatement || m.Kind(item) != python.DottedName {
		return nil
	}
	name := m.Text(item)
	b, ok := m.lookup(item, name)
	if !ok || b.module != name {
		return nil
	}
	line := -1
	for _, n := range m.allReads().names[name] {
		if at, _ := m.pass.File.Position(int(m.Nodes[n].Start)); at != line && len(steps) < mostShown && n > item {
			line = at
			steps = append(steps, analysis.Step{Name: "used", Value: analysis.Snippet(m.firstLine(m.Parent(n))), Span: m.span(n)})
		}
	}
	return steps
}
