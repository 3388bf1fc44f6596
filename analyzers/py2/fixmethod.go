package py2

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// stringMethods are the functions of string that are methods of the text
// which is their first argument, with the same other arguments.
var stringMethods = map[string]string{
	"capitalize": "capitalize", "center": "center", "count": "count", "expandtabs": "expandtabs", "find": "find",
	"index": "index", "ljust": "ljust", "lower": "lower", "lstrip": "lstrip", "replace": "replace", "rfind": "rfind",
	"rindex": "rindex", "rjust": "rjust", "rsplit": "rsplit", "rstrip": "rstrip", "split": "split",
	"splitfields": "split", "strip": "strip", "swapcase": "swapcase", "upper": "upper",
}

// stringCalls are those that something else does for: a built-in.
var stringCalls = map[string]string{"atoi": "int", "atol": "int", "atof": "float"}

// fixStringFunction handles string.upper(s) and string.join(words, " ").
func fixStringFunction(m *module, p site) *analysis.Fix {
	call := m.Parent(p.node)
	name := p.subject[strings.LastIndexByte(p.subject, '.')+1:]
	if m.Kind(p.node) != python.Attribute {
		return without("what the import binds is used elsewhere")
	}
	if strings.HasSuffix(name, "_error") {
		return fixBuiltin("ValueError")(m, p)
	}
	list := m.ChildOf(call, python.ArgumentList)
	given := slices.Collect(m.Named(list))
	if m.Kind(call) != python.Call || m.Child(call, 0) != p.node || len(given) == 0 || m.hasSplat(list) ||
		m.ChildOf(list, python.KeywordArgument) >= 0 || m.ChildOf(list, python.DictSplat) >= 0 || m.ChildOf(list, python.Comment) >= 0 {
		return without("it is not called with plain arguments")
	}
	switch {
	case stringCalls[name] != "":
		return fixBuiltin(stringCalls[name])(m, p)
	case name == "join" || name == "joinfields":
		return m.fixJoin(call, given)
	case stringMethods[name] == "":
		return without("the method takes other arguments")
	}
	before, behind := "", "."+stringMethods[name]+"("
	if !m.isPrimary(given[0]) {
		before, behind = "(", ")"+behind
	}
	first := replace(m.start(call), m.start(given[0]), before)
	if len(given) == 1 {
		return edits(first, replace(m.end(given[0]), m.end(call), behind+")"))
	}
	return edits(first, replace(m.end(given[0]), m.start(given[1]), behind))
}

// fixJoin handles string.join(words, separator).
func (m *module) fixJoin(call python.ID, given []python.ID) *analysis.Fix {
	separator := `" "`
	if len(given) == 2 {
		text, ok := m.movable(given[1])
		if kind := m.Kind(given[1]); !ok || kind != python.String && kind != python.Identifier && kind != python.Attribute {
			return without("the separator is computed after the words")
		}
		separator = text
	}
	if len(given) > 2 {
		return without("the method takes other arguments")
	}
	return edits(replace(m.start(call), m.start(given[0]), separator+".join("),
		replace(m.end(given[0]), m.end(call), ")"))
}

// plainCall returns the call that an attribute is the callee of, if it has
// exactly the number of plain arguments.
func (m *module) plainCall(n python.ID, arguments int) (call python.ID, ok bool) {
	call = m.Parent(n)
	list := m.ChildOf(call, python.ArgumentList)
	return call, m.Kind(call) == python.Call && m.Child(call, 0) == n && list >= 0 && m.Count(list) == arguments &&
		!m.hasSplat(list) && m.ChildOf(list, python.KeywordArgument) < 0 && m.ChildOf(list, python.DictSplat) < 0 &&
		m.ChildOf(list, python.Comment) < 0
}

const notCalled = "the method is not called with plain arguments"

// isLoose reports whether an expression is one that "in" does not take beside it without
// brackets.
func (m *module) isLoose(n python.ID) bool {
	switch m.Kind(n) {
	case python.Lambda, python.Conditional, python.BooleanOperator, python.NotOperator, python.Comparison,
		python.Generator, python.NamedExpression, python.Yield:
		return true
	}
	return false
}

// fixHasKey handles d.has_key(k) and not d.has_key(k).
func fixHasKey(m *module, p site) *analysis.Fix {
	call, ok := m.plainCall(p.node, 1)
	if !ok {
		return without(notCalled)
	}
	object, ok := m.movable(m.Child(p.node, 0))
	if !ok {
		return without("the object goes over several lines")
	}
	key := m.Child(m.ChildOf(call, python.ArgumentList), 0)
	whole, in := call, " in "
	if parent := m.Parent(call); m.Kind(parent) == python.NotOperator {
		whole, in = parent, " not in "
	}
	before, behind := "", in+object
	if m.isLoose(key) {
		before, behind = "(", ")"+behind
	}
	if !m.takesComparison(whole) {
		before, behind = "("+before, behind+")"
	}
	return edits(replace(m.start(whole), m.start(key), before), replace(m.end(key), m.end(whole), behind))
}

// takesComparison reports whether a comparison may stand in the place of a
// node without brackets.
func (m *module) takesComparison(n python.ID) bool {
	parent := m.Parent(n)
	switch m.Kind(parent) {
	case python.If, python.Elif, python.While, python.BooleanOperator, python.NotOperator, python.Return,
		python.Assignment, python.ArgumentList, python.Parenthesized, python.ExpressionStatement, python.Assert,
		python.IfClause, python.KeywordArgument, python.Conditional, python.Lambda, python.Tuple, python.List,
		python.ExpressionList, python.PrintStatement, python.Pair:
		return true
	}
	return false
}

// throughs are the built-ins that go through what they are given at once.
var throughs = setOf("list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "min", "max", "any", "all", "enumerate", "zip", "map", "filter")

// isGoneThrough reports whether a node is gone through where it stands.
func (m *module) isGoneThrough(n python.ID) bool {
	parent := m.Parent(n)
	switch m.Kind(parent) {
	case python.For, python.ForIn:
		return m.Child(parent, 1) == n
	case python.ArgumentList:
		callee := m.Child(m.Parent(parent), 0)
		switch m.Kind(callee) {
		case python.Identifier:
			return throughs[m.Text(callee)] && m.isFree(m.Text(callee))
		case python.Attribute:
			name := m.Text(m.Child(callee, 1))
			return name == "join" || name == "extend" || name == "update"
		}
	}
	return false
}

// fixIteritems handles d.iteritems(). Where the result is not gone through at
// once it stays an iterator.
func fixIteritems(m *module, p site) *analysis.Fix {
	call, ok := m.plainCall(p.node, 0)
	if !ok {
		return without(notCalled)
	}
	name := m.Child(p.node, 1)
	rename := m.put(name, strings.TrimPrefix(m.Text(name), "iter"))
	if m.isGoneThrough(call) {
		return edits(rename)
	}
	if !m.isFree("iter") {
		return without("the file has another iter")
	}
	return edits(insert(m.start(call), "iter("), rename, insert(m.end(call), ")"))
}

// fixViewMethod handles d.viewkeys(), which is a set on both Pythons.
func fixViewMethod(m *module, p site) *analysis.Fix {
	call, ok := m.plainCall(p.node, 0)
	name := m.Child(p.node, 1)
	rename := m.put(name, strings.TrimPrefix(m.Text(name), "view"))
	switch {
	case !ok:
		return without(notCalled)
	case m.isGoneThrough(call):
		return edits(rename)
	case m.Text(name) != "viewkeys" || m.Kind(m.Parent(call)) != python.BinaryOperator || !m.isFree("set"):
		return without("what is kept follows the dictionary, and a list does not")
	}
	return edits(insert(m.start(call), "set("), rename, insert(m.end(call), ")"))
}

// fixNext handles i.next().
func fixNext(m *module, p site) *analysis.Fix {
	callee := m.Child(p.node, 0)
	if m.Kind(p.node) != python.Call {
		return without("the method is handed on, and not called")
	}
	if !m.isFree("next") {
		return without("the file has another next")
	}
	return edits(insert(m.start(p.node), "next("), replace(m.end(m.Child(callee, 0)), m.end(p.node), ")"))
}

// fixXreadlines handles f.xreadlines().
func fixXreadlines(m *module, p site) *analysis.Fix {
	call, ok := m.plainCall(p.node, 0)
	if !ok {
		return without(notCalled)
	}
	return edits(replace(m.end(m.Child(p.node, 0)), m.end(call), ""))
}

// fixMethodOwner handles m.im_self and m.im_func.
func fixMethodOwner(m *module, p site) *analysis.Fix {
	if !strings.HasPrefix(p.use, "__") {
		return without("what im_class is differs from the class of the object")
	}
	return m.rename(p.node, p.use)
}

// fixMessage handles e.message: on both Pythons str() gives it.
func fixMessage(m *module, p site) *analysis.Fix {
	name, ok := m.movable(m.Child(p.node, 0))
	if !ok || !m.isFree("str") {
		return without("the file has another str")
	}
	return edits(m.put(p.node, "str("+name+")"))
}

// fixExceptionIndex handles e[0] and number, text = e.
func fixExceptionIndex(m *module, p site) *analysis.Fix {
	if kind := m.Kind(p.node); kind == python.Assignment || kind == python.Comparison {
		return edits(m.put(m.Child(p.node, 1), m.Text(m.Child(p.node, 1))+".args"))
	}
	object := m.Child(p.node, 0)
	return edits(m.put(object, m.Text(object)+".args"))
}

// listed puts list() around expressions, a name's where it got its value.
func (m *module) listed(operands ...python.ID) *analysis.Fix {
	if !m.isFree("list") {
		return without("the file has another list")
	}
	fix := &analysis.Fix{}
	for _, n := range operands {
		fix.Edits = append(fix.Edits, m.wrap(m.valueOf(n), "list(", ")")...)
	}
	if len(operands) == 0 {
		return without("what is used as a list stands elsewhere")
	}
	if len(operands) == 2 && m.valueOf(operands[0]) == m.valueOf(operands[1]) {
		fix.Edits = fix.Edits[:2]
	}
	return fix
}

// fixListOfView handles what gives no list on Python 3 and is used as one.
func fixListOfView(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) == python.Call && m.Kind(m.argument(p.node, 0)) == python.None && m.Is(m.Child(p.node, 0), python.Identifier, "map") {
		return without("map(None, ...) is mended as a whole")
	}
	isList := func(n python.ID) bool {
		return m.viewOf(n) != "" || m.lazyOf(n, lazy) != "" || m.lazyOf(n, rangeOnly) != ""
	}
	switch m.Kind(p.node) {
	case python.Subscript:
		return m.listed(m.Child(p.node, 0))
	case python.Assignment:
		return m.listed(m.Child(p.node, 1))
	case python.BinaryOperator:
		var operands []python.ID
		for i := range 2 {
			if side := m.Child(p.node, i); isList(side) {
				operands = append(operands, side)
			}
		}
		return m.listed(operands...)
	case python.Call:
		callee := m.Child(p.node, 0)
		switch {
		case isList(p.node):
			return m.listed(p.node)
		case m.Kind(callee) != python.Attribute:
			return m.listed(m.argument(p.node, 0))
		}
		// d.keys().sort() sorts what nobody keeps.
		if object := m.Child(callee, 0); m.Kind(object) == python.Identifier {
			return m.listed(object)
		}
	}
	return without("what is sorted is kept nowhere")
}

// fixInKeys handles x in d.keys().
func fixInKeys(m *module, p site) *analysis.Fix {
	call := m.Child(p.node, 1)
	return edits(replace(m.end(m.Child(m.Child(call, 0), 0)), m.end(call), ""))
}

// fixFilteredText handles filter(str.isdigit, text).
func fixFilteredText(m *module, p site) *analysis.Fix { return m.wrapped(p.node, `"".join(`, ")") }

// fixLoopOverView handles for k in d.keys(): del d[k].
func fixLoopOverView(m *module, p site) *analysis.Fix { return m.listed(p.node) }

// fixCallForEffect handles map(f, x) as a statement.
func fixCallForEffect(m *module, p site) *analysis.Fix { return m.listed(p.node) }

// fixMapOfNone handles map(None, a, b).
func fixMapOfNone(m *module, p site) *analysis.Fix {
	list := m.ChildOf(p.node, python.ArgumentList)
	given := slices.Collect(m.Named(list))
	if len(given) < 2 || m.hasSplat(list) || !m.isFree("list") {
		return without("it is not called with plain arguments")
	}
	if len(given) == 2 {
		return edits(replace(m.start(p.node), m.start(given[1]), "list("))
	}
	if !m.isFree("zip_longest", "itertools.zip_longest", "itertools.izip_longest", "six.moves.zip_longest") {
		return without("the file has another zip_longest")
	}
	fix := edits(replace(m.start(p.node), m.start(given[1]), "list(zip_longest("), insert(m.end(p.node), ")"))
	return m.needLines(fix, either("from itertools import zip_longest", "from itertools import izip_longest as zip_longest")...)
}

// fixDivision handles the division of two integers: // is the same on 2.7.
func fixDivision(m *module, p site) *analysis.Fix {
	return edits(m.put(m.TokenOf(p.node, "/"), "//"))
}
