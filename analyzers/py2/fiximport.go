package py2

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// either is a block that imports what is there.
func either(first, second string) []string {
	return []string{"try:", "    " + first, "except ImportError:", "    " + second}
}

// onPython3 finds the name on Python 3 in what a rule says to use.
var onPython3 = regexp.MustCompile(`([\w.]*\w) on Python 3`)

// modules3 are the modules that rules say more about than a name.
var modules3 = map[string]string{"StringIO": "io", "cStringIO": "io"}

// fixRenamedModule handles import ConfigParser and from ConfigParser import x.
// Python 2 is asked first, so that a backport that is installed there changes
// nothing.
func fixRenamedModule(m *module, p site) *analysis.Fix {
	statement := m.Parent(p.node)
	old := m.importName(p.node)
	now := m.nameOn3(old, p.subject, p.use)
	if now == "" {
		return without("Python 3 has no module that does the same")
	}
	if m.Kind(statement) == python.ImportFrom {
		names, ok := m.movableRange(m.end(m.TokenOf(statement, "import")), m.end(statement))
		if !ok {
			return without("the names go over several lines")
		}
		return m.eitherImport(statement, "from "+now+" import"+names)
	}
	if m.isOnly(p.node) {
		return m.eitherImport(statement, m.importAs(p.node, now))
	}
	return m.splitImport(statement)
}

// nameOn3 returns the module's name on Python 3, "" if it has none.
func (m *module) nameOn3(name, subject, use string) string {
	now := modules3[subject]
	if found := onPython3.FindStringSubmatch(use); now == "" && found != nil {
		now = found[1]
	}
	if now == "" || subject != name {
		return ""
	}
	return now
}

// importAs is an import of a module under the name that an item of an import
// has already.
func (m *module) importAs(item python.ID, now string) string {
	name := m.importName(item)
	if m.Kind(item) == python.AliasedImport {
		name = m.Text(m.Child(item, 1))
	}
	if name == now {
		return "import " + now
	}
	return "import " + now + " as " + name
}

// eitherImport puts an import statement into a try, with another for where it
// fails.
func (m *module) eitherImport(statement python.ID, other string) *analysis.Fix {
	indent, deeper, ok := m.indentAt(m.start(statement))
	if !ok || !m.isAlone(statement) {
		return without("the import does not stand in a line of its own")
	}
	nl := m.newline()
	return m.wrapped(statement, "try:"+nl+deeper, nl+indent+"except ImportError:"+nl+deeper+other)
}

// splitImport rewrites an import of several modules, of which some have other
// names. All its findings have the same fix.
func (m *module) splitImport(statement python.ID) *analysis.Fix {
	indent, deeper, ok := m.indentAt(m.start(statement))
	_, oneLine := m.movable(statement)
	if !ok || !oneLine || !m.isAlone(statement) {
		return without("the import does not stand in a line of its own")
	}
	nl := m.newline()
	var kept []string
	blocks := ""
	for item := range m.items(statement) {
		found, full, ok := m.importMatch(m.importName(item))
		if !ok {
			kept = append(kept, m.Text(item))
			continue
		}
		now := m.nameOn3(m.importName(item), full, found.use)
		if now == "" || found.rule.ID != "PY2-I001" {
			return without("another module of the statement has no replacement")
		}
		blocks += nl + indent + "try:" + nl + deeper + "import " + m.Text(item) +
			nl + indent + "except ImportError:" + nl + deeper + m.importAs(item, now)
	}
	if len(kept) == 0 {
		return edits(m.put(statement, strings.TrimPrefix(blocks, nl+indent)))
	}
	return edits(m.put(statement, "import "+strings.Join(kept, ", ")+blocks))
}

// placeOn3 finds where a name of urllib is on Python 3.
var placeOn3 = regexp.MustCompile(`(?:six\.moves\.)?(urllib\.\w+)\.(\w+)`)

// fixUrllibName handles urllib.quote: the name is imported from where it is.
func fixUrllibName(m *module, p site) *analysis.Fix {
	name := m.Text(m.Child(p.node, 1))
	found := placeOn3.FindStringSubmatch(p.use)
	if found == nil || m.Kind(p.node) != python.Attribute {
		return without("Python 3 has nothing of the kind")
	}
	if !m.isFree(name, "urllib."+name, found[1]+"."+name) {
		return without("the file has another " + name)
	}
	other := "from " + found[1] + " import " + found[2]
	if found[2] != name {
		other += " as " + name
	}
	return m.needLines(edits(m.put(p.node, name)), either("from urllib import "+name, other)...)
}

// fixFromUrllib handles from urllib import quote, urlopen: on Python 3 they
// come from several modules.
func fixFromUrllib(m *module, p site) *analysis.Fix {
	statement := m.Parent(p.node)
	if m.end(statement)-m.start(statement) > mostMoved {
		return without("the statement is too long")
	}
	var order []string
	names := map[string][]string{}
	for item := range m.items(statement) {
		found := placeOn3.FindStringSubmatch(m.attributes["urllib."+m.importName(item)].use)
		if found == nil {
			return without("Python 3 has no " + m.importName(item))
		}
		if names[found[1]] == nil {
			order = append(order, found[1])
		}
		names[found[1]] = append(names[found[1]], m.itemAs(item, found[2]))
	}
	_, deeper, _ := m.indentAt(m.start(statement))
	var lines []string
	for _, module := range order {
		lines = append(lines, "from "+module+" import "+strings.Join(names[module], ", "))
	}
	return m.eitherImport(statement, strings.Join(lines, m.newline()+deeper))
}

// itemAs is an item of a from-import that takes another name and binds the one
// that it bound.
func (m *module) itemAs(item python.ID, now string) string {
	name := m.importName(item)
	if m.Kind(item) == python.AliasedImport {
		name = m.Text(m.Child(item, 1))
	}
	if name == now {
		return now
	}
	return now + " as " + name
}

// lazyTools are what itertools has lost: a built-in, or a name of its own.
var lazyTools = map[string]string{
	"ifilter": "filter", "imap": "map", "izip": "zip",
	"ifilterfalse": "itertools.filterfalse", "izip_longest": "itertools.zip_longest",
}

// fixItertools handles itertools.izip and from itertools import izip.
func fixItertools(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) == python.Attribute {
		name := m.Text(m.Child(p.node, 1))
		if !m.isFree(name, "itertools."+name) || !m.isFree(lazyTools[name]) {
			return without("the file has another " + name)
		}
		return m.needLines(edits(m.put(p.node, name)), either("from itertools import "+name, otherTool(name, name))...)
	}
	statement := m.Parent(p.node)
	if m.end(statement)-m.start(statement) > mostMoved {
		return without("the statement is too long")
	}
	var kept, others []string
	for item := range m.items(statement) {
		name, bound := m.importName(item), m.importName(item)
		if m.Kind(item) == python.AliasedImport {
			bound = m.Text(m.Child(item, 1))
		}
		switch {
		case lazyTools[name] == "":
			kept = append(kept, m.Text(item))
		case !m.isFree(lazyTools[name]):
			return without("the file has another " + lazyTools[name])
		default:
			others = append(others, otherTool(name, bound))
		}
	}
	if len(kept) > 0 {
		others = append([]string{"from itertools import " + strings.Join(kept, ", ")}, others...)
	}
	_, deeper, _ := m.indentAt(m.start(statement))
	return m.eitherImport(statement, strings.Join(others, m.newline()+deeper))
}

// otherTool binds a name to what Python 3 has for one of lazyTools.
func otherTool(tool, bound string) string {
	if name, ok := strings.CutPrefix(lazyTools[tool], "itertools."); ok {
		return "from itertools import " + name + " as " + bound
	}
	return bound + " = " + lazyTools[tool]
}

// fixCollections handles collections.Mapping: Python 3 is asked first, since
// up to 3.9 it has the old place too, with a warning.
func fixCollections(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) == python.Attribute {
		name := m.Text(m.Child(p.node, 1))
		if !m.isFree(name, "collections."+name, "collections.abc."+name) {
			return without("the file has another " + name)
		}
		return m.needLines(edits(m.put(p.node, name)),
			either("from collections.abc import "+name, "from collections import "+name)...)
	}
	statement := m.Parent(p.node)
	_, oneLine := m.movable(statement)
	indent, deeper, ok := m.indentAt(m.start(statement))
	if !oneLine || !ok || !m.isAlone(statement) {
		return without("the import does not stand in a line of its own")
	}
	var kept, moved []string
	for item := range m.items(statement) {
		if _, ok := m.attributes["collections."+m.importName(item)]; ok {
			moved = append(moved, m.Text(item))
		} else {
			kept = append(kept, m.Text(item))
		}
	}
	nl := m.newline()
	text := "try:" + nl + deeper + "from collections.abc import " + strings.Join(moved, ", ") +
		nl + indent + "except ImportError:" + nl + deeper + "from collections import " + strings.Join(moved, ", ")
	if len(kept) > 0 {
		text = "from collections import " + strings.Join(kept, ", ") + nl + indent + text
	}
	return edits(m.put(statement, text))
}

// fixRelative handles imports of modules beside the file.
func fixRelative(m *module, p site) *analysis.Fix {
	statement := m.Parent(p.node)
	if m.Kind(statement) == python.ImportFrom {
		return edits(insert(m.start(p.node), "."))
	}
	if !m.isOnly(p.node) {
		return without("the statement imports other modules as well")
	}
	return edits(replace(m.start(statement), m.start(p.node), "from . import "))
}

// fixModuleName handles modules that had another name on either Python.
func fixModuleName(m *module, p site) *analysis.Fix {
	statement := m.Parent(p.node)
	switch {
	case m.Kind(p.node) == python.Attribute:
		return without("the module of the new name has to be imported as well")
	case m.Kind(statement) == python.ImportFrom && m.Child(statement, 0) == p.node:
		if m.Dotted(p.node) == p.subject {
			return edits(m.put(p.node, p.use))
		}
	case m.Kind(statement) == python.ImportFrom:
		if parentOf(p.subject) == parentOf(p.use) {
			return edits(m.put(p.node, m.itemAs(p.node, p.use[strings.LastIndexByte(p.use, '.')+1:])))
		}
	case m.Kind(p.node) == python.AliasedImport && m.importName(p.node) == p.subject:
		return edits(m.put(m.Child(p.node, 0), p.use))
	}
	return without("the name that the import binds is used with its parts")
}
