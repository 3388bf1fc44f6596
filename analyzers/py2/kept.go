package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// keptCodes are, for what was a list on Python 2, the code of the detector for
// what only a list can do, and of the one for where the difference may show.
type keptCodes struct{ fails, kept string }

var (
	keptView     = keptCodes{"view-as-list", "view-kept"}
	keptIterator = keptCodes{"map-as-list", "iterator-kept"}
	keptPairs    = keptCodes{"zip-as-list", "iterator-kept"}
	keptRange    = keptCodes{"range-as-list", "range-kept"}
)

// findKept handles a view, an iterator or a range that goes where a list was
// wanted, or where what takes it cannot be seen.
func findKept(m *module, n python.ID) {
	callee := m.Child(n, 0)
	var codes keptCodes
	subject := ""
	switch m.Kind(callee) {
	case python.Attribute:
		codes, subject = keptView, m.viewOf(n)
	case python.Identifier:
		switch m.Text(callee) {
		case "map", "filter":
			codes = keptIterator
		case "zip":
			codes = keptPairs
		case "range":
			codes = keptRange
		default:
			return
		}
		if m.isBuiltin(callee) {
			subject = m.Text(callee) + "(...)"
		}
	}
	if subject == "" || m.python3Only() {
		return
	}
	worst := consumed
	for _, u := range m.placesOf(n, codes) {
		p := codes.harm(u.place)
		if p == written && m.isLogged(u.at) {
			p = elsewhere // a log that shows dict_keys([...]) is no obstacle
		}
		worst = max(worst, p)
	}
	d := analysis.Detail{Subject: subject}
	if codes == keptView {
		d.Unless = m.viewDefined(n)
	}
	m.reportKept(n, codes, worst, d)
}

// harm says whether a place tells this kind from a list: a view and a range
// know whether they are empty.
func (k keptCodes) harm(p place) place {
	if p == asked && (k == keptView || k == keptRange) {
		return consumed
	}
	return p
}

// isIterator reports whether what the list became is used up once, and has
// neither a length nor places: whatever takes it must do with that.
func (k keptCodes) isIterator() bool { return k == keptIterator || k == keptPairs }

func (m *module) reportKept(n python.ID, codes keptCodes, worst place, d analysis.Detail) {
	switch worst {
	case consumed, elsewhere, reported:
		return
	case listOnly:
		m.report(m.codes[codes.fails], n, d, catchType|catchAttribute)
		return
	}
	d.Use = placeNames[worst]
	severity, confidence := finding.Info, finding.Low
	switch {
	case worst == asked, worst == compared:
		severity, confidence = finding.Warning, finding.High
		if codes == keptView {
			confidence = finding.Medium // others have methods of these names
		}
	case worst == written, (worst == stored || worst == returned) && codes != keptRange, worst == passed && codes.isIterator():
		severity, confidence = finding.Warning, finding.Medium
	}
	d.Severity, d.Confidence = &severity, &confidence
	m.report(m.codes[codes.kept], n, d, 0)
}
