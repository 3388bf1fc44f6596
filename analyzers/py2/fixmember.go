package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// members2 are the members of objects of the standard library that have
// another name on both Pythons.
var members2 = map[string]string{
	"getiterator": "iter", "getheader": "get", "iterkeyrefs": "keyrefs",
	"assert_": "assertTrue", "assertEquals": "assertEqual", "assertNotEquals": "assertNotEqual",
	"assertAlmostEquals": "assertAlmostEqual", "assertNotAlmostEquals": "assertNotAlmostEqual",
	"failUnless": "assertTrue", "failIf": "assertFalse", "failUnlessEqual": "assertEqual", "failIfEqual": "assertNotEqual",
	"failUnlessAlmostEqual": "assertAlmostEqual", "failIfAlmostEqual": "assertNotAlmostEqual", "failUnlessRaises": "assertRaises",
}

// fixMember handles members that objects of the standard library's classes
// have lost.
func fixMember(m *module, p site) *analysis.Fix {
	if m.Kind(p.node) != python.Attribute {
		return without("the member is not named as an attribute")
	}
	member := m.Child(p.node, 1)
	name := m.Text(member)
	if now := members2[name]; now != "" {
		return edits(m.put(member, now))
	}
	call, ok := m.plainCall(p.node, 0)
	switch {
	case !ok:
	case name == "getchildren" && m.isFree("list"):
		return edits(insert(m.start(call), "list("), replace(m.end(m.Child(p.node, 0)), m.end(call), ")"))
	case strings.HasPrefix(name, "get_") && strings.HasPrefix(p.use, "the attribute") || "get_"+p.use == name:
		return edits(replace(m.start(member), m.end(call), strings.TrimPrefix(name, "get_")))
	}
	return without("nothing on both Pythons does the same")
}
