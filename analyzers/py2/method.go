package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// compatibility are the packages whose functions are named like the methods
// that they stand in for: six.iteritems(d).
var compatibility = setOf("six", "future", "past", "builtins", "moves", "utils")

// findMethod applies the rules about methods and attributes that objects of
// Python 2 have and those of Python 3 lack. What the object is, the name alone
// tells: a class of the file that has the name keeps its own.
func findMethod(m *module, n python.ID) {
	name := m.Child(n, 1)
	found, ok := m.methods[m.Text(name)]
	if !ok || m.isTarget(n) || m.python3Only() || m.takesMore(n) {
		return
	}
	receiver := m.Child(n, 0)
	if m.isModule(receiver) || m.isDisplay(receiver) {
		return
	}
	d := analysis.Detail{Subject: "." + m.Text(name), Use: found.use}
	if m.classMembers()[m.Text(name)] {
		if text := m.Text(receiver); text == "self" || text == "cls" {
			return
		}
		low := finding.Low
		d.Confidence = &low
	}
	d.Unless = m.objectDefines(receiver, m.Text(name))
	m.report(found.rule, n, d, catchAttribute)
}

// withoutArguments are methods that objects of Python 2 take no arguments for:
// with some it is another's.
var withoutArguments = setOf("xreadlines", "viewkeys", "viewvalues", "viewitems")

// takesMore reports whether an attribute is called with arguments that the
// method of its name does not take.
func (m *module) takesMore(n python.ID) bool {
	call := m.Parent(n)
	return withoutArguments[m.Text(m.Child(n, 1))] && m.Kind(call) == python.Call && m.Child(call, 0) == n &&
		m.Count(m.ChildOf(call, python.ArgumentList)) > 0
}

// isModule reports whether an expression is a module or a name out of a
// package for compatibility, rather than an object.
func (m *module) isModule(n python.ID) bool {
	if full := m.resolve(n); full != "" && compatibility[rootOf(strings.TrimLeft(full, "."))] {
		return true
	}
	if m.Kind(n) != python.Identifier {
		return false
	}
	b, ok := m.lookup(n, m.Text(n))
	return ok && b.module != ""
}

// isDisplay reports whether an expression is a list, a tuple or a literal: none
// has a method that Python 3 took away.
func (m *module) isDisplay(n python.ID) bool {
	switch m.Kind(m.valueOf(n)) {
	case python.List, python.ListComprehension, python.Tuple, python.String, python.ConcatenatedString, python.Integer:
		return true
	}
	return false
}

// isTarget reports whether a value is assigned to the attribute or it is
// deleted: then the object is the program's own.
func (m *module) isTarget(n python.ID) bool {
	child, at := n, m.Parent(n)
	for ; ; child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.PatternList, python.TuplePattern, python.Tuple:
			continue
		case python.Assignment, python.AugmentedAssignment:
			return m.Child(at, 0) == child
		case python.Delete:
			return true
		}
		return false
	}
}

// classMembers returns the names that the file's classes define, methods and
// attributes of self alike.
func (m *module) classMembers() map[string]bool {
	if m.members != nil {
		return m.members
	}
	m.members = map[string]bool{}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.FunctionDef:
			if c := m.Ancestor(n, python.ClassDef, python.FunctionDef); m.Kind(c) == python.ClassDef {
				m.members[m.Text(m.ChildOf(n, python.Identifier))] = true
			}
		case python.Assignment:
			left := m.Child(n, 0)
			switch {
			case m.Kind(left) == python.Attribute && m.Text(m.Child(left, 0)) == "self":
				m.members[m.Text(m.Child(left, 1))] = true
			case m.Kind(left) == python.Identifier && m.Kind(m.scopeOf(n)) == python.ClassDef:
				m.members[m.Text(left)] = true
			}
		}
	}
	return m.members
}

// findMethodCall handles methods that changed in what they take.
func findMethodCall(m *module, n python.ID) {
	callee := m.Child(n, 0)
	if m.Kind(callee) != python.Attribute {
		if m.Is(callee, python.Identifier, "sorted") && m.isBuiltin(callee) {
			findSortFunction(m, n, 1)
		}
		return
	}
	if detect := methodCalls[m.Text(m.Child(callee, 1))]; detect != nil && !m.python3Only() {
		detect(m, n)
	}
}

// methodCalls are the methods whose calls are looked at, by name.
var methodCalls = map[string]detector{
	"next": findNextCall, "decode": findDecode, "encode": findCodec,
	"translate": findTranslate, "sort": findSort,
}

// findNextCall handles i.next(). Queues, workflows and the nodes of a parse
// tree have methods of that name, so a file with a class that defines one
// says nothing of others'.
func findNextCall(m *module, n python.ID) {
	callee := m.Child(n, 0)
	receiver := m.Child(callee, 0)
	if m.Count(m.ChildOf(n, python.ArgumentList)) > 0 || m.isModule(receiver) ||
		m.classMembers()["next"] || m.Text(receiver) == "self" {
		return
	}
	d := analysis.Detail{Subject: ".next()", Unless: m.objectDefines(receiver, "next")}
	m.report(m.codes["next-call"], n, d, catchAttribute)
}

// codecs are those that Python 3 does not let str.encode and bytes.decode use.
var codecs = setOf("hex", "base64", "zlib", "zip", "bz2", "rot13", "quopri", "uu",
	"hexcodec", "base64codec", "zlibcodec", "bz2codec", "stringescape", "quopricodec", "uucodec")

// isByteCodec reports whether a name is that of a codec from bytes to bytes.
func (m *module) isByteCodec(n python.ID) bool {
	name, ok := m.literal(n)
	return ok && codecs[strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))]
}

// findCodec handles text.encode("hex") and its like.
func findCodec(m *module, n python.ID) {
	if first := m.argument(n, 0); m.isByteCodec(first) {
		name, _ := m.literal(first)
		m.report(m.codes["byte-codec"], n, analysis.Detail{Subject: name}, 0)
	}
}

// findDecode handles "text".decode(...), which text does not have, and byte
// codecs in decode.
func findDecode(m *module, n python.ID) {
	findCodec(m, n)
	receiver := m.Child(m.Child(n, 0), 0)
	switch m.Kind(receiver) {
	case python.String, python.ConcatenatedString:
		prefix, _ := splitString(m.Text(receiver))
		if strings.ContainsAny(prefix, "bB") {
			return
		}
	case python.Call:
		callee := m.Child(receiver, 0)
		if !m.Is(callee, python.Identifier, "str") || !m.isBuiltin(callee) {
			return
		}
	default:
		return
	}
	m.report(m.codes["decode-of-text"], n, analysis.Detail{Subject: m.firstLine(receiver) + ".decode"}, catchAttribute)
}

// firstLine is what a node begins with, bounded.
func (m *module) firstLine(n python.ID) string {
	text, _, _ := strings.Cut(m.Text(n), "\n")
	const most = 40
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// findTranslate handles text.translate(table, deleted).
func findTranslate(m *module, n python.ID) {
	receiver := m.Child(m.Child(n, 0), 0)
	if m.isModule(receiver) || textTypes[m.Text(receiver)] {
		return // str.translate(text, table) has the text for its first argument
	}
	if m.Kind(m.valueOf(receiver)) == python.Dict || m.Kind(m.argument(n, 1)) == python.Integer ||
		m.ChildOf(m.ChildOf(n, python.ArgumentList), python.KeywordArgument) >= 0 {
		return // no text, or what its method does not take
	}
	if m.Kind(m.argument(n, 0)) == python.None || m.argument(n, 1) >= 0 {
		m.report(m.codes["translate-deletions"], n, analysis.Detail{Subject: ".translate"}, catchType)
	}
}

// findSort handles list.sort(f), and d.keys().sort().
func findSort(m *module, n python.ID) {
	receiver := m.Child(m.Child(n, 0), 0)
	if m.isModule(receiver) {
		return
	}
	if view := m.viewOf(receiver); view != "" {
		m.report(m.codes["sort-of-view"], n, analysis.Detail{Subject: view}, catchAttribute)
		return
	}
	findSortFunction(m, n, 0)
}

// findSortFunction handles a comparing function, given as the i-th argument or
// by name.
func findSortFunction(m *module, n python.ID, i int) {
	f := m.keyword(n, "cmp")
	if f < 0 && m.keyword(n, "key") < 0 {
		f = m.argument(n, i)
	}
	if f < 0 || m.python3Only() {
		return
	}
	// sort("name") and sort([...]) are queries to a database.
	switch m.Kind(f) {
	case python.Identifier, python.Attribute, python.Lambda, python.Call:
		m.report(m.codes["sort-function"], n, analysis.Detail{Subject: m.firstLine(f)}, catchType)
	}
}
