package py2

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// mostOfFunction bounds how much of a function is looked at for one place.
const mostOfFunction = 1 << 15

// fixProcessOutput asks for text where a process is started. The whole output
// has to be text then, so nothing near may decode it, and whatever else gives
// the same name a value has to give text as well.
func fixProcessOutput(m *module, p site) *analysis.Fix {
	calls := m.startedAs(p.node)
	if len(calls) > most {
		return without("too many processes have one name")
	}
	f := m.Ancestor(p.node, python.FunctionDef)
	if m.end(max(f, 0))-m.start(max(f, 0)) > mostOfFunction && f >= 0 {
		return without("the function is too long to see what else is done to the output")
	}
	for _, call := range calls {
		if len(m.leaving[origin{call, processCode}]) > 0 {
			f = python.NoNode // whoever calls the function has the output too
		}
	}
	if m.hasBytes(max(f, 0)) {
		return without("bytes are worked with beside it")
	}
	fix := &analysis.Fix{}
	for _, call := range calls {
		e, ok := m.textOutput(call)
		if !ok {
			return without("a process is not started with plain arguments")
		}
		fix.Edits = append(fix.Edits, e)
	}
	return fix
}

// withBytes is what code that works with bytes looks like.
var withBytes = regexp.MustCompile(`\.(?:decode|encode|tobytes)\(|\bunpack\(|\b[bB]['"]|['"][wra]b['"]`)

// hasBytes reports whether the code of a node looks as if it worked with
// bytes, found out once.
func (m *module) hasBytes(n python.ID) bool {
	found, ok := m.withBytes[n]
	if !ok {
		found = withBytes.Match(m.Src[m.Nodes[n].Start:m.Nodes[n].End])
		if m.withBytes == nil {
			m.withBytes = map[python.ID]bool{}
		}
		m.withBytes[n] = found
	}
	return found
}

// startedAs returns what gives a value to the name that a call gives one to,
// the call alone if that is no name.
func (m *module) startedAs(call python.ID) []python.ID {
	assignment := m.Parent(call)
	name := m.Child(assignment, 0)
	if m.Kind(assignment) != python.Assignment || m.Kind(name) != python.Identifier {
		return []python.ID{call}
	}
	var list []python.ID
	for _, bound := range m.bindings()[m.scopeOf(name)][m.Text(name)] {
		list = append(list, m.Child(m.Parent(bound), 1))
	}
	return list
}

// textOutput adds the keyword that asks for text to the start of a process; ok
// is false for anything else.
func (m *module) textOutput(call python.ID) (e analysis.Edit, ok bool) {
	list := m.ChildOf(call, python.ArgumentList)
	last := m.Last(list)
	if m.Kind(call) != python.Call || m.value(call).origin != (origin{call, processCode}) ||
		!m.Is(last, python.Token, ")") || m.Count(list) == 0 || m.ChildOf(list, python.DictSplat) >= 0 {
		return e, false
	}
	for _, name := range []string{"universal_newlines", "text", "encoding"} {
		if m.keyword(call, name) >= 0 {
			return e, false
		}
	}
	text := ", universal_newlines=True)"
	if m.Is(m.beforeLast(list), python.Token, ",") {
		text = " universal_newlines=True)"
		if before := m.Src[m.start(last)-1]; before == ' ' || before == '\n' || before == '\t' {
			text = text[1:]
		}
	}
	return m.put(last, text), true
}

// beforeLast returns the child before the last one, comments aside.
func (m *module) beforeLast(n python.ID) python.ID {
	before, last := python.NoNode, python.NoNode
	for c := range m.Children(n) {
		if m.Kind(c) != python.Comment {
			before, last = last, c
		}
	}
	return before
}

// asBytes turns a plain string into bytes: b"" is the same as "" on 2.7.
func (m *module) asBytes(n python.ID) *analysis.Fix {
	const reason = "only a plain string of ASCII can be written as bytes"
	if m.Kind(n) != python.String || m.futures["unicode_literals"] || !isASCII(m.original(n)) {
		return without(reason)
	}
	prefix, body := splitString(m.Text(n))
	if prefix != "" && !strings.EqualFold(prefix, "r") ||
		strings.Contains(body, `\u`) || strings.Contains(body, `\U`) || strings.Contains(body, `\N`) {
		return without(reason)
	}
	// The first byte is replaced so that what other fixes put before it stays
	// before it.
	return edits(replace(m.start(n), m.start(n)+1, "b"+m.Text(n)[:1]))
}

// fixTextArgument handles a text that is given to what takes bytes.
func fixTextArgument(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Call {
		return without("what is done to the bytes stands elsewhere")
	}
	given := python.NoNode
	for c := range m.Named(m.ChildOf(p.node, python.ArgumentList)) {
		if m.Kind(c) == python.KeywordArgument {
			continue
		}
		if kind := m.Kind(c); kind == python.String {
			if given >= 0 {
				return without("which of the texts has to be bytes cannot be told")
			}
			given = c
		}
	}
	callee := m.Child(p.node, 0)
	if name := m.Text(callee); given < 0 || name == "open" || strings.HasSuffix(name, "TemporaryFile") || strings.HasSuffix(name, ".open") {
		return without("whether all that goes through the file is text is not known")
	}
	return m.asBytes(given)
}

// fixComparedText handles bytes == "text".
func fixComparedText(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Comparison || m.Count(p.node) != 2 {
		return without("the comparison has more than two sides")
	}
	for i := range 2 {
		if side := m.Child(p.node, i); m.Kind(side) == python.String {
			return m.asBytes(side)
		}
	}
	return without("only a plain string of ASCII can be written as bytes")
}

// fixPickleFile opens the file of a pickle with b, where it is opened in the
// call itself.
func fixPickleFile(m *module, p site) *analysis.Fix {
	place := takesFile[module2and3(m.resolve(m.Child(p.node, 0)))].place
	opened := m.argument(p.node, place)
	if m.Kind(opened) != python.Call {
		return without("what else goes through the file is not known")
	}
	list := m.ChildOf(opened, python.ArgumentList)
	if m.Count(list) == 1 && m.argument(opened, 0) >= 0 && !m.HasToken(list, ",") {
		return edits(m.put(m.Last(list), `, "rb")`))
	}
	mode := m.argument(opened, 1)
	text, ok := m.literal(mode)
	if !ok || m.Kind(mode) != python.String || strings.ContainsAny(text, `b\U`) {
		return without("the mode is computed")
	}
	return edits(replace(m.end(mode)-1, m.end(mode), "b"+m.Text(mode)[len(m.Text(mode))-1:]))
}
