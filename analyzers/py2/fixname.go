package py2

import (
	"slices"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// fixName is for names of modules that have another name on Python 3.
func fixName(now string) fixer {
	return func(m *module, p site) *analysis.Fix { return m.rename(p.node, now) }
}

// fixNameAsTold takes the name that the rule says to use.
func fixNameAsTold(m *module, p site) *analysis.Fix {
	return m.rename(p.node, p.use[strings.LastIndexByte(p.use, '.')+1:])
}

// rename gives an attribute, or what is imported from a module, another name.
func (m *module) rename(n python.ID, now string) *analysis.Fix {
	switch {
	case m.Kind(n) == python.Attribute:
		return edits(m.put(m.Child(n, 1), now))
	case m.Kind(m.Parent(n)) == python.ImportFrom:
		return edits(m.put(n, m.itemAs(n, now)))
	}
	return without("the name is not used in a way that can be rewritten")
}

// fixExceptionInfo handles sys.exc_type and its like.
func fixExceptionInfo(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Attribute {
		return without("the name is imported: it is of the exception at that time")
	}
	return edits(m.put(m.Child(p.node, 1), strings.TrimPrefix(p.use, "sys.")))
}

// types2 are the types that have a name without the module types. Those of
// text are written so that they hold on both Pythons.
var types2 = map[string]string{
	"BooleanType": "bool", "ComplexType": "complex", "DictType": "dict", "DictionaryType": "dict",
	"EllipsisType": "type(Ellipsis)", "FloatType": "float", "IntType": "int", "ListType": "list",
	"NoneType": "type(None)", "NotImplementedType": "type(NotImplemented)", "ObjectType": "object",
	"SliceType": "slice", "StringType": "str", "TupleType": "tuple", "TypeType": "type",
	"UnicodeType": `type(u"")`, "StringTypes": `(str, type(u""))`,
}

// fixTypeName handles types.ListType.
func fixTypeName(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Attribute {
		return without("what the import binds is used elsewhere")
	}
	now := types2[m.Text(m.Child(p.node, 1))]
	if now == "" {
		return without("no name without the module is the same on both Pythons")
	}
	for _, name := range strings.FieldsFunc(now, func(c rune) bool { return strings.ContainsRune(`(), u"`, c) }) {
		if !m.isFree(name) {
			return without("the file has another " + name)
		}
	}
	return edits(m.put(p.node, now))
}

// fixOsErrno handles os.errno.ENOENT.
func fixOsErrno(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Attribute || !m.isFree("errno", "errno") {
		return without("the file has another errno")
	}
	fix := edits(m.put(p.node, "errno"))
	if b, ok := m.scopes[0]["errno"]; ok && b.module == "errno" {
		return fix
	}
	return m.needLines(fix, "import errno")
}

// fixBase64 handles decodestring; what encodestring gives has line ends in it.
func fixBase64(m *module, p site) *analysis.Fix {
	if !strings.HasSuffix(p.subject, "decodestring") {
		return without("it breaks the lines of what it gives, and b64encode does not")
	}
	return m.rename(p.node, "b64decode")
}

// fixShim is for built-ins that Python 3 has under another name and that the
// same name may stand for there.
func fixShim(name, now string) fixer {
	return func(m *module, p site) *analysis.Fix { return m.shim(name, now) }
}

func (m *module) shim(name, now string) *analysis.Fix {
	if !m.isFree(now) {
		return without("the file has another " + now)
	}
	return m.needLines(&analysis.Fix{}, "try:", "    "+name, "except NameError:", "    "+name+" = "+now)
}

// fixXrange takes range for it, unless the list that it makes on 2.7 may be
// large.
func fixXrange(m *module, p site) *analysis.Fix {
	if !m.isFree("range", "six.moves.range") {
		return without("the file has another range")
	}
	call := m.Parent(p.node)
	if m.Kind(call) != python.Call || m.Child(call, 0) != p.node || m.isLarge(m.ChildOf(call, python.ArgumentList)) {
		return m.shim("xrange", "range")
	}
	return edits(m.put(p.node, "range"))
}

// isLarge reports whether the arguments of a range look as if a list of them
// were too large.
func (m *module) isLarge(arguments python.ID) bool {
	const most = 1000000
	if m.end(arguments)-m.start(arguments) > 200 {
		return true
	}
	for c := range m.Named(arguments) {
		text := m.Text(c)
		for _, sign := range []string{"maxint", "maxsize", "**", "<<", "1e"} {
			if strings.Contains(text, sign) {
				return true
			}
		}
		if n, err := strconv.ParseInt(text, 0, 64); err == nil && (n > most || n < -most) {
			return true
		}
	}
	return false
}

// fixFile handles file(...).
func fixFile(m *module, p site) *analysis.Fix {
	call := m.Parent(p.node)
	if m.Kind(call) != python.Call || m.Child(call, 0) != p.node {
		return without("open is no class")
	}
	return fixBuiltin("open")(m, p)
}

// fixBuiltin is for built-ins that another one does for on both Pythons.
func fixBuiltin(now string) fixer {
	return func(m *module, p site) *analysis.Fix {
		if !m.isFree(now) {
			return without("the file has another " + now)
		}
		return edits(m.put(p.node, now))
	}
}

func fixReduce(m *module, p site) *analysis.Fix {
	return m.needLines(&analysis.Fix{}, "from functools import reduce")
}

// fixMoved is for built-ins that a module has on Python 3.
func fixMoved(from, name string) fixer {
	return func(m *module, p site) *analysis.Fix {
		return m.needLines(&analysis.Fix{}, "try:", "    from "+from+" import "+name, "except ImportError:", "    pass  # a built-in")
	}
}

// fixTypeTuple handles (int, long): long stands for int on Python 3.
func fixTypeTuple(m *module, p site) *analysis.Fix {
	for c := range m.Named(p.node) {
		if m.Is(c, python.Identifier, "long") {
			return m.shim("long", "int")
		}
	}
	return without("unicode is named, and which text is meant on Python 3 is for the reader to say")
}

// fixApply handles apply(f, args, kwargs).
func fixApply(m *module, p site) *analysis.Fix {
	call := m.Parent(p.node)
	list := m.ChildOf(call, python.ArgumentList)
	if m.Kind(call) != python.Call || m.Child(call, 0) != p.node || m.hasSplat(list) ||
		m.ChildOf(list, python.KeywordArgument) >= 0 || m.ChildOf(list, python.DictSplat) >= 0 || m.ChildOf(list, python.Comment) >= 0 {
		return without("it is not called with a function, arguments and names alone")
	}
	given := slices.Collect(m.Named(list))
	if len(given) == 0 || len(given) > 3 {
		return without("it is not called with a function, arguments and names alone")
	}
	first, behind := replace(m.start(call), m.start(given[0]), ""), ""
	if !m.isPrimary(given[0]) {
		first.Text, behind = "(", ")"
	}
	fix := edits(first)
	at := m.end(given[0])
	for i, star := range []string{"*", "**"}[:len(given)-1] {
		open := "("
		if i > 0 {
			open = ", "
		}
		fix.Edits = append(fix.Edits, replace(at, m.start(given[i+1]), behind+open+star))
		at, behind = m.end(given[i+1]), ""
	}
	closing := ")"
	if len(given) == 1 {
		closing = behind + "()"
	}
	fix.Edits = append(fix.Edits, replace(at, m.end(call), closing))
	return fix
}

// fixExecfile handles execfile(path) as a statement.
func fixExecfile(m *module, p site) *analysis.Fix {
	call := m.Parent(p.node)
	list := m.ChildOf(call, python.ArgumentList)
	given := slices.Collect(m.Named(list))
	if m.Kind(call) != python.Call || m.Child(call, 0) != p.node || m.Kind(m.Parent(call)) != python.ExpressionStatement ||
		len(given) == 0 || len(given) > 3 || m.hasSplat(list) || !m.isFree("open") || !m.isFree("compile") {
		return without("it is not called as a statement of its own")
	}
	if len(given) == 1 && m.Ancestor(p.node, python.FunctionDef, python.Lambda) >= 0 {
		return without("in a function, exec() on Python 3 binds no names that the function sees")
	}
	path, ok := m.movable(given[0])
	switch m.Kind(given[0]) {
	case python.Identifier, python.Attribute, python.String:
	default:
		ok = false
	}
	if !ok {
		return without("the path would be computed twice")
	}
	return edits(replace(m.start(call), m.end(given[0]), `exec(compile(open(`+path+`).read(), `+path+`, "exec")`))
}
