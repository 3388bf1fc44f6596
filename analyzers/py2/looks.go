package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// look is what makes it likely that a member is the one that a class of the
// standard library lost, where the receiver's class is out of sight.
type look struct {
	class string
	// looks, if set, is asked of the receiver; the file must import the module,
	// if one is given, and not the other.
	looks         func(*module, python.ID) bool
	module, other string
	confidence    finding.Confidence
	// severity is that of the rule if nothing is said.
	severity finding.Severity
}

// looksLike are the members whose names nothing else is likely to have.
var looksLike = map[string]look{
	"getheader":                {class: headers, looks: isHeaders, confidence: finding.Medium, severity: finding.Error},
	"getheaders":               {class: headers, looks: isHeaders, confidence: finding.Medium, severity: finding.Error},
	"getallmatchingheaders":    {class: headers, looks: isHeaders, confidence: finding.Medium, severity: finding.Error},
	"getfirstmatchingheader":   {class: headers, looks: isHeaders, confidence: finding.Medium, severity: finding.Error},
	"getchildren":              {class: element, module: "xml.etree", other: "lxml", confidence: finding.Medium, severity: finding.Error},
	"getiterator":              {class: element, module: "xml.etree", other: "lxml", confidence: finding.Medium, severity: finding.Error},
	"isAlive":                  {class: thread, module: "threading", confidence: finding.Medium, severity: finding.Error},
	"readfp":                   {class: "configparser.RawConfigParser", module: "configparser", confidence: finding.Medium, severity: finding.Error},
	"assertItemsEqual":         {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Warning},
	"assertEquals":             {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertNotEquals":          {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertAlmostEquals":       {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertNotAlmostEquals":    {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assert_":                  {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertRegexpMatches":      {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertNotRegexpMatches":   {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertRaisesRegexp":       {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"assertDictContainsSubset": {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"failUnless":               {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"failIf":                   {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"failUnlessEqual":          {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"failIfEqual":              {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
	"failUnlessRaises":         {class: testCase, looks: isTestCase, confidence: finding.Low, severity: finding.Info},
}

const testCase = "unittest.TestCase"

// lostByLooks handles a member of an object whose class is out of sight.
func (m *module) lostByLooks(n, receiver python.ID, name string) {
	l, ok := looksLike[name]
	if !ok || m.classMembers()[name] || m.Kind(m.Parent(n)) != python.Call || m.Child(m.Parent(n), 0) != n {
		return
	}
	found, ok := m.gone.members[l.class][name]
	if !ok || found.rule.Since == "" && m.python3Only() ||
		l.looks != nil && !l.looks(m, receiver) ||
		l.module != "" && !m.importsFrom(l.module) || l.other != "" && m.importsFrom(l.other) {
		return
	}
	d := analysis.Detail{Subject: "." + name, Use: found.use, Confidence: &l.confidence, Unless: m.objectDefines(receiver, name)}
	if l.severity != finding.Error {
		d.Severity = &l.severity
	}
	m.report(found.rule, n, d, catchAttribute)
}

// isHeaders reports whether an expression is what programs call the headers of
// a request or an answer: request.headers, response.info().
func isHeaders(m *module, n python.ID) bool {
	if m.Kind(n) == python.Call {
		callee := m.Child(n, 0)
		return m.Kind(callee) == python.Attribute && m.Text(m.Child(callee, 1)) == "info" && m.argument(n, 0) < 0
	}
	return m.Kind(n) == python.Attribute && m.Text(m.Child(n, 1)) == "headers"
}

// isTestCase reports whether an expression is self in a class whose bases are
// out of sight. Those of testtools have the old names themselves.
func isTestCase(m *module, n python.ID) bool {
	if !m.Is(n, python.Identifier, "self") {
		return false
	}
	class := m.Ancestor(n, python.ClassDef)
	bases := m.ChildOf(class, python.ArgumentList)
	for base := range m.Named(bases) {
		full := m.resolve(base)
		if strings.HasPrefix(full, "testtools.") || strings.HasPrefix(full, "unittest2.") {
			return false
		}
	}
	return class < 0 || m.Count(bases) > 0
}

// importsFrom reports whether the file imports a module, or from it, under the
// name that it has on either Python.
func (m *module) importsFrom(module string) bool {
	if found, ok := m.imported[module]; ok {
		return found
	}
	if m.imported == nil {
		m.imported = map[string]bool{}
	}
	for _, names := range m.scopes {
		for _, b := range names {
			full := name3(b.module)
			m.imported[module] = m.imported[module] || full == module || strings.HasPrefix(full, module+".")
		}
	}
	return m.imported[module]
}
