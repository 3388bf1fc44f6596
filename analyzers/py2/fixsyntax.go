package py2

import (
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// fixDiamond handles a <> b <> c, which is one finding.
func fixDiamond(m *module, p site) *analysis.Fix {
	fix := &analysis.Fix{}
	for c := range m.Children(m.Parent(p.node)) {
		if m.Is(c, python.Token, "<>") {
			fix.Edits = append(fix.Edits, m.put(c, "!="))
		}
	}
	return fix
}

// fixBackticks handles `x`; `1, 2` is of a tuple.
func fixBackticks(m *module, p site) *analysis.Fix {
	if !m.isFree("repr") {
		return without("the file has another repr")
	}
	open, closing := "repr(", ")"
	inner := m.Child(m.ChildOf(p.node, python.Module), 0)
	if m.Kind(inner) != python.ExpressionStatement {
		return without("what stands between the backticks is no expression")
	}
	if m.HasToken(inner, ",") || m.Kind(m.Child(inner, 0)) == python.ExpressionList {
		open, closing = "repr((", "))"
	}
	return edits(replace(p.at.Start, p.at.Start+1, open), replace(p.at.End-1, p.at.End, closing))
}

// fixExcept handles except E, e: the range ends with the name.
func fixExcept(m *module, p site) *analysis.Fix {
	text := string(m.Src[p.at.Start:p.at.End])
	comma := strings.LastIndexByte(text, ',')
	name := strings.TrimSpace(text[comma+1:])
	if comma < 0 || strings.ContainsAny(name, "\\\n#") {
		return without("the clause goes over several lines")
	}
	from := len(strings.TrimRight(text[:comma], " \t"))
	return edits(replace(p.at.Start+from, p.at.Start+len(text)-len(name), " as "))
}

// callWith turns what stands before and behind a comma into a call: a tuple is
// the arguments already.
func (m *module) callWith(class, comma, given python.ID) []analysis.Edit {
	if m.Kind(given) == python.Tuple && !m.hasSplat(given) {
		return []analysis.Edit{replace(m.end(class), m.start(given), "")}
	}
	if m.Kind(given) == python.None {
		return []analysis.Edit{replace(m.end(class), m.end(given), "()")}
	}
	to := m.end(comma)
	for to < len(m.Src) && (m.Src[to] == ' ' || m.Src[to] == '\t') {
		to++
	}
	return []analysis.Edit{replace(m.end(class), to, "("), insert(m.end(given), ")")}
}

func (m *module) hasSplat(n python.ID) bool { return m.ChildOf(n, python.ListSplat) >= 0 }

// fixRaise handles raise E, v.
func fixRaise(m *module, p site) *analysis.Fix {
	list := m.Child(p.node, 0)
	class, given := m.Child(list, 0), m.Child(list, 1)
	switch m.Kind(class) {
	case python.Identifier, python.Attribute, python.Subscript:
	default:
		return without("what is raised is no class by its name")
	}
	if m.mayBeArguments(class, given) {
		return without("whether the value is a tuple or an exception already is not known")
	}
	return edits(m.callWith(class, m.TokenOf(list, ","), given)...)
}

// mayBeArguments reports whether the value of a raise may be more than the one
// argument of the exception: a tuple, which is spread, or an exception of the
// class, which is raised itself. A tuple that stands there is neither.
func (m *module) mayBeArguments(class, given python.ID) bool {
	if clause := m.exceptionOf(given); clause >= 0 {
		caught := m.Child(clause, 0)
		return m.end(caught)-m.start(caught) > mostMoved || strings.Contains(m.Text(caught), m.Text(class))
	}
	switch m.Kind(m.valueOf(given)) {
	case python.Tuple:
		return m.Kind(given) != python.Tuple
	case python.Subscript, python.Conditional, python.BooleanOperator, python.ExpressionList:
		return true
	}
	return false
}

// fixThrow handles generator.throw(E, v).
func fixThrow(m *module, p site) *analysis.Fix {
	list := m.ChildOf(p.node, python.ArgumentList)
	if m.Count(list) != 2 || m.hasSplat(list) || m.ChildOf(list, python.KeywordArgument) >= 0 {
		return without("a traceback is thrown as well")
	}
	if m.mayBeArguments(m.Child(list, 0), m.Child(list, 1)) {
		return without("whether the value is a tuple or an exception already is not known")
	}
	return edits(m.callWith(m.Child(list, 0), m.TokenOf(list, ","), m.Child(list, 1))...)
}

// fixParameter handles def f((x)) and lambda (x).
func fixParameter(m *module, p site) *analysis.Fix {
	name := p.node
	for m.Kind(name) == python.TuplePattern {
		name = m.Child(name, 0)
	}
	text := m.Text(name)
	if before := m.Src[p.at.Start-1]; before != ' ' && before != '(' && before != ',' && before != '\t' && before != '*' {
		text = " " + text
	}
	return edits(replace(p.at.Start, p.at.End, text))
}

func fixOctal(m *module, p site) *analysis.Fix {
	return edits(replace(p.at.Start, p.at.Start+1, "0o"))
}

// fixLong handles 10L and 0777L.
func fixLong(m *module, p site) *analysis.Fix {
	if p.at.End < len(m.Src) && m.Src[p.at.End] == '.' {
		return without("the dot behind the number would become a part of it")
	}
	digits := m.Text(p.node)
	digits = digits[:len(digits)-1]
	list := []analysis.Edit{replace(p.at.End-1, p.at.End, "")}
	if len(digits) > 1 && digits[0] == '0' && isDigits(digits) {
		if strings.Trim(digits, "0") == "" {
			return edits(list...)
		}
		list = append(list, replace(p.at.Start, p.at.Start+1, "0o"))
	}
	return edits(list...)
}

// fixBareTuple handles [x for x in 1, 2].
func fixBareTuple(m *module, p site) *analysis.Fix {
	first := python.NoNode
	for c := m.Nodes[m.TokenOf(p.node, "in")].Next; c >= 0; c = m.Nodes[c].Next {
		if first < 0 && m.Kind(c) != python.Comment {
			first = c
		}
	}
	if first < 0 || m.ChildOf(p.node, python.Comment) >= 0 {
		return without("a comment stands between the items")
	}
	return edits(insert(m.start(first), "("), insert(m.end(m.Last(p.node)), ")"))
}

// fixBareGenerator handles sum(x for x in y,).
func fixBareGenerator(m *module, p site) *analysis.Fix {
	open := m.TokenOf(p.node, "(")
	loop := m.ChildOf(p.node, python.ForIn)
	comma := m.TokenOf(loop, ",")
	if open < 0 || comma < 0 || m.ChildOf(p.node, python.IfClause) >= 0 || m.start(m.TokenOf(loop, "in")) > m.start(comma) {
		return without("where the generator ends cannot be told")
	}
	before := python.NoNode
	for c := range m.Children(loop) {
		if c == comma {
			break
		}
		before = c
	}
	return edits(insert(m.end(open), "("), insert(m.end(before), ")"))
}

// fixBytesLiteral writes the bytes of b"..." that are not ASCII as escapes:
// the same bytes on both Pythons, whatever the file's encoding.
func fixBytesLiteral(m *module, p site) *analysis.Fix {
	prefix, _ := splitString(m.Text(p.node))
	if strings.ContainsAny(prefix, "rR") {
		return without("a raw string has no escapes")
	}
	var list []analysis.Edit
	src := m.pass.File.Src
	for i := p.at.Start; i < p.at.End; i++ {
		text, from := "", i
		for ; i < p.at.End && src[i] >= 0x80; i++ {
			text += fmt.Sprintf(`\x%02x`, src[i])
		}
		if text == "" {
			continue
		}
		if src[from-1] == '\\' {
			return without("a backslash stands before the character")
		}
		list = append(list, replace(from, i, text))
	}
	return edits(list...)
}

// hasTabTrouble reports whether the indentation of the file depends on the
// width of a tab.
func (m *module) hasTabTrouble() bool {
	if m.tabTrouble == nil {
		_, found := m.inconsistentTab()
		m.tabTrouble = &found
	}
	return *m.tabTrouble
}

// fixTabs expands the tabs that indent statements, at eight columns as Python
// 2 does.
func fixTabs(m *module, p site) *analysis.Fix {
	var list []analysis.Edit
	for _, t := range m.lexed() {
		if !t.Line {
			continue
		}
		start := m.lineStart(t.Start)
		blanks := string(m.Src[start:t.Start])
		if !strings.Contains(blanks, "\t") {
			continue
		}
		if strings.Trim(blanks, " \t") != "" {
			return without("something else than blanks indents a line")
		}
		list = append(list, replace(start, t.Start, strings.Repeat(" ", m.indentOf(t.Start).column)))
	}
	return edits(list...)
}

// fixStopIteration handles raise StopIteration in a generator.
func fixStopIteration(m *module, p site) *analysis.Fix {
	what := m.Child(p.node, 0)
	if m.Count(p.node) != 1 || m.Kind(what) == python.Call && m.Count(m.ChildOf(what, python.ArgumentList)) > 0 {
		return without("the exception carries a value")
	}
	return edits(m.put(p.node, "return"))
}
