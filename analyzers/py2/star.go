package py2

import (
	"slices"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// compatibleNames are what "from MODULE import *" brings along, of modules that
// give names of built-ins the meaning of one Python on both.
var compatibleNames = map[string][]string{
	"future_builtins": {"ascii", "filter", "hex", "map", "oct", "zip"},
	"builtins": {"ascii", "bytes", "chr", "dict", "filter", "hex", "input", "int", "list", "map", "next", "oct", "open",
		"pow", "range", "round", "str", "super", "zip"},
	"past.builtins": {"apply", "basestring", "chr", "cmp", "dict", "execfile", "filter", "input", "intern", "long", "map",
		"oct", "range", "raw_input", "reduce", "reload", "str", "unichr", "unicode", "xrange"},
}

// starredNames appends what a star import binds, as far as it is known. Of
// other modules the file is said to have names that are not in sight.
func (m *module) starredNames(n python.ID, module string, list []boundName) []boundName {
	names, ok := compatibleNames[module]
	if !ok {
		if !slices.Contains(m.stars, module) {
			m.stars = append(m.stars, module)
		}
		return list
	}
	for _, name := range names {
		list = append(list, boundName{node: n, name: name, module: module + "." + name})
	}
	return list
}

// findStarred applies the attribute rules to names that only a star import of
// the module can have bound: "from types import *", then StringType.
func findStarred(m *module, n python.ID) {
	for _, module := range m.stars {
		if !m.table.modules[module] {
			continue
		}
		full := module + "." + m.Text(n)
		if found, ok := m.attributes[full]; ok && m.isRead(n) && m.isUnbound(n) {
			d := analysis.Detail{Subject: full, Use: found.use, When: stdlib(full), Confidence: new(finding.Medium)}
			m.report(found.rule, n, d, catchAttribute|catchName)
			return
		}
	}
}

// isUnbound reports whether nothing in the file binds the first name of a name
// or an attribute chain.
func (m *module) isUnbound(n python.ID) bool {
	n = m.chainRoot(n)
	if m.Kind(n) != python.Identifier || !m.isRead(n) {
		return false
	}
	name := m.Text(n)
	_, bound := m.lookup(n, name)
	return !bound && m.boundIn(n, name) < 0
}
