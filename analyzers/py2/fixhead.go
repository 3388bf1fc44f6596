package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// head is where a file takes new imports.
type head struct {
	future, imports analysis.Edit // without their texts
	// before and behind go around an import from __future__, gap before a
	// block; all are blank lines or newlines.
	futureBefore, futureBehind, importBefore, importBehind, gap string
	ok                                                          bool
}

// headOf finds, once, where imports go: those from __future__ behind others of
// their kind or the docstring, the rest behind the imports at the top. Comments
// at the top stay there.
func (m *module) headOf() *head {
	if m.top != nil {
		return m.top
	}
	h := &head{}
	m.top = h
	docstring, future, last, first := python.NoNode, python.NoNode, python.NoNode, python.NoNode
	for c := range m.Named(0) {
		switch kind := m.Kind(c); {
		case kind == python.ExpressionStatement && docstring < 0 && future < 0 && last < 0 && m.isDocstring(c):
			docstring = c
			continue
		case kind == python.FutureImport:
			future = c
			continue
		case kind == python.ImportStatement || kind == python.ImportFrom:
			last = c
			continue
		}
		first = c
		break
	}
	m.placeHead(h, docstring, future, last, first)
	return h
}

// isDocstring reports whether a statement is one string. A b"..." is the
// docstring of Python 2 alone, which an import from __future__ may follow
// there and not on Python 3.
func (m *module) isDocstring(n python.ID) bool {
	return m.Count(n) == 1 && m.isText(m.Child(n, 0))
}

// placeHead fills in the places.
func (m *module) placeHead(h *head, docstring, future, last, first python.ID) {
	nl := m.newline()
	if first < 0 {
		first = m.Child(0, 0) // imports and a docstring are all there is
	}
	if first < 0 {
		return
	}
	behind := func(n python.ID) (analysis.Edit, bool) {
		return insert(m.lineEnd(m.end(n)), ""), m.isAlone(n)
	}
	front, frontOK := insert(m.start(m.Child(0, 0)), ""), m.isAtLineStart(m.Child(0, 0))
	var futureOK, importsOK bool
	switch {
	case future >= 0:
		h.future, futureOK = behind(future)
		h.futureBefore = nl
	case docstring >= 0:
		h.future, futureOK = behind(docstring)
		h.futureBefore = nl + nl
	default:
		h.future, futureOK = front, frontOK
		h.futureBehind = nl + nl
	}
	anchor := last
	if anchor < 0 {
		anchor = future
	}
	switch {
	case anchor >= 0:
		h.imports, importsOK = behind(anchor)
		h.importBefore, h.gap = nl, nl
	case docstring >= 0:
		h.imports, importsOK = behind(docstring)
		h.importBefore = nl + nl
	default:
		h.imports, importsOK = front, frontOK
		h.importBehind = nl
	}
	if anchor == last && last >= 0 && future > last {
		importsOK = false // an import from __future__ that comes too late
	}
	h.ok = futureOK && importsOK
}

func (m *module) isAtLineStart(n python.ID) bool {
	indent, _, ok := m.indentAt(m.start(n))
	return ok && indent == ""
}

const noHead = "the file has no plain place for an import"

// needFuture adds an import from __future__ to a fix.
func (m *module) needFuture(fix *analysis.Fix, feature string) *analysis.Fix {
	h := m.headOf()
	if !h.ok {
		return without(noHead)
	}
	if !m.futures[feature] {
		e := h.future
		e.Text = h.futureBefore + "from __future__ import " + feature + h.futureBehind
		fix.Shared = append(fix.Shared, e)
	}
	return fix
}

// needLines adds lines behind the imports to a fix: one is an import, several
// are a block with a blank line before it.
func (m *module) needLines(fix *analysis.Fix, lines ...string) *analysis.Fix {
	h := m.headOf()
	if !h.ok {
		return without(noHead)
	}
	nl := m.newline()
	e := h.imports
	gap := ""
	if len(lines) > 1 {
		gap = h.gap
	}
	e.Text = h.importBefore + gap + strings.Join(lines, nl) + h.importBehind
	if h.importBehind != "" && len(lines) > 1 {
		e.Text += nl
	}
	fix.Shared = append(fix.Shared, e)
	return fix
}
