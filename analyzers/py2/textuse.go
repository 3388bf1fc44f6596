package py2

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// use is a place that takes bytes for text, from the mildest to the worst.
type use uint8

const (
	leaves   use = iota // it is returned or kept: whoever gets it takes it for text
	formats             // "b'...'" comes out
	compares            // it is never equal
	fails               // TypeError
)

// textUse is a use of bytes.
type textUse struct {
	use  use
	node python.ID
	sure bool
	from python.ID // where the bytes came from
	// mixed says that a text is kept there otherwise.
	mixed bool
	// others are more uses of the same bytes, none as bad as this one.
	others []python.ID
}

// mostShown bounds how many more uses of the same bytes a finding names.
const mostShown = 15

// reportUses reports every place that bytes came from once, with the worst
// that is done to them.
func (m *module) reportUses() {
	list := make([]origin, 0, len(m.uses))
	for o := range m.uses {
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b origin) int { return int(a.node - b.node) })
	for _, o := range list {
		u := m.uses[o]
		isForText := u.mixed || m.isForText(o)
		if u.use == leaves && !isForText && len(m.leaving[o]) == 0 {
			continue // bytes may be just what is wanted
		}
		severity, confidence := finding.Warning, finding.Medium
		if u.use == fails {
			severity = finding.Error
		}
		if u.sure && u.use >= compares {
			confidence = finding.High
		}
		d := analysis.Detail{
			Subject: m.calleeName(u.from), Severity: &severity, Confidence: &confidence,
			Steps: m.stepsOf(u),
		}
		if u.use == leaves {
			d.Results, d.Idle = m.leaving[o], !isForText
		}
		code, at := o.code, o.node
		switch {
		case u.use == leaves:
		case u.use == compares && o.code != processCode:
			code, at = comparisonCode, u.node
		case u.use == formats && o.code == mixtureCode:
			code, at = formatCode, u.node
		case o.code == mixtureCode:
			at = u.node
		}
		if code == mixtureCode || code == formatCode {
			d.Subject = m.firstLine(u.node)
		}
		m.report(m.codes[code], at, d, 0)
	}
}

// isForText reports whether what comes from a place is text by its nature: what
// a process writes, and what base64 makes of bytes so that they can go where only
// text can. Who writes b"..." there has thought of bytes.
func (m *module) isForText(o origin) bool {
	if o.code == processCode {
		return true
	}
	if o.code != base64Code || m.Kind(o.node) != python.Call || !strings.Contains(m.resolve(m.Child(o.node, 0)), "encode") {
		return false
	}
	given := m.argument(o.node, 0)
	return m.Kind(given) != python.String || m.value(given).isText()
}

// stepsOf names the places that take bytes for text, the worst first and the
// others as they stand in the file: each is to be changed unless the bytes are
// decoded where they come from.
func (m *module) stepsOf(u textUse) []analysis.Step {
	slices.Sort(u.others)
	steps := make([]analysis.Step, 0, 1+len(u.others))
	for _, n := range append([]python.ID{u.node}, slices.Compact(u.others)...) {
		if n != u.node || len(steps) == 0 {
			steps = append(steps, analysis.Step{Name: "used as text", Value: analysis.Snippet(m.firstLine(n)), Span: m.span(n)})
		}
	}
	return steps
}

// calleeName is what a call calls, without what is handed to it.
func (m *module) calleeName(n python.ID) string {
	if m.Kind(n) != python.Call {
		return m.firstLine(n)
	}
	callee := m.Child(n, 0)
	if name := m.Dotted(callee); name != "" {
		return name
	}
	return m.Text(m.Child(callee, 1))
}

// taken notes that a value which may be bytes is taken for text.
func (m *module) taken(v value, at python.ID, how use) {
	m.takenFrom(v.origin, v, at, how)
	for o := v.also; o != nil; o = o.more {
		m.takenFrom(o.origin, v, at, how)
	}
}

// takenFrom is taken for one of the places that the value may come from.
func (m *module) takenFrom(o origin, v value, at python.ID, how use) {
	switch {
	case o.code == "" || o.node < 0 || m.python2Only(at) || m.isAsked(at):
		return
	case o.code == resultCode:
		m.takenResult(v, at, how)
		return
	}
	sure := v.kinds&(otherKind|textKind) == 0
	if o.code == mixtureCode && how > leaves {
		if !sure {
			return // encode is how bytes are made: on another way it may not be taken
		}
		o.node = at // what is wrong is the use
	}
	u := textUse{use: how, node: at, from: o.node, sure: sure, mixed: o.code == base64Code && v.has(textKind) && !v.has(otherKind)}
	old, ok := m.uses[o]
	if ok && (u.use < old.use || u.use == old.use && (old.sure || !u.sure)) {
		u, old = old, u
	}
	u.mixed = u.mixed || ok && old.mixed
	if u.others = append(u.others, old.others...); ok && old.use > leaves && len(u.others) < mostShown {
		u.others = append(u.others, old.node)
	}
	m.uses[o] = u
}
