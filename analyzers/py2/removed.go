package py2

import (
	"strings"
	"sync"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/rules/removed"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// lost is what classes and functions of the standard library had, as the rules
// name it.
type lost struct {
	// members are looked up by class, then by name; arguments by function.
	members, arguments map[string]map[string]match
	// names are those of all members, to look no further for any other.
	names map[string]bool
}

// add takes in a rule's members and arguments.
func (l *lost) add(r *rules.Rule) {
	for full, use := range r.Match.Member {
		class := parentOf(full)
		name := full[len(class)+1:]
		l.put(&l.members, class, name, match{r, use})
		if l.names == nil {
			l.names = map[string]bool{}
		}
		l.names[name] = true
	}
	for full, use := range r.Match.Argument {
		function, argument, _ := strings.Cut(strings.TrimSuffix(full, ")"), "(")
		l.put(&l.arguments, function, argument, match{r, use})
	}
}

func (l *lost) put(into *map[string]map[string]match, of, name string, found match) {
	if *into == nil {
		*into = map[string]map[string]match{}
	}
	if (*into)[of] == nil {
		(*into)[of] = map[string]match{}
	}
	(*into)[of][name] = found
}

// movedBySix are the modules that six.moves calls neither by the name of
// Python 2 nor by that of Python 3.
var movedBySix = map[string]string{
	"http_client": "http.client", "http_cookies": "http.cookies", "http_cookiejar": "http.cookiejar",
	"html_parser": "html.parser", "html_entities": "html.entities", "xmlrpc_client": "xmlrpc.client",
	"xmlrpc_server": "xmlrpc.server", "urllib_parse": "urllib.parse", "urllib_error": "urllib.error",
	"urllib_robotparser": "urllib.robotparser", "cStringIO": "io.StringIO", "StringIO": "io.StringIO",
}

// name3 returns what Python 3 calls a name of either Python or of six.moves.
func name3(full string) string {
	full = strings.TrimPrefix(full, "eventlet.green.")
	if name, ok := strings.CutPrefix(full, "six.moves."); ok {
		root := rootOf(name)
		if moved := movedBySix[root]; moved != "" {
			return moved + name[len(root):]
		}
		full = name
	}
	renamed := removed.Renamed()
	if name := renamed[full]; name != "" {
		return name
	}
	// What is asked of a class that has moved, and of a module that has.
	for parent := parentOf(full); parent != ""; parent = parentOf(parent) {
		if name := renamed[parent]; name != "" {
			return name + full[len(parent):]
		}
	}
	return full
}

// backAgain are the names that a later Python 3 has again, with those Pythons.
var backAgain = sync.OnceValue(func() map[string]rules.Pythons {
	names := map[string]rules.Pythons{}
	for _, f := range removed.Facts() {
		if _, again, ok := strings.Cut(f.Since, "-"); ok {
			names[f.Name] = rules.Since(again)
		}
	}
	return names
})

// hasAgain returns the Pythons on which a name that was gone is back.
func hasAgain(name string) rules.Pythons { return backAgain()[name] }

// attributeOf returns the rule for a name of a module or of a class itself,
// under the name that it has on either Python.
func (m *module) attributeOf(full string) (match, bool) {
	if found, ok := m.attributes[full]; ok {
		return found, true
	}
	name := name3(full)
	if found, ok := m.attributes[name]; ok {
		return found, true
	}
	of := parentOf(name)
	class := of
	if held[of] != "" {
		class = held[of]
	}
	if members := m.gone.members[class]; members != nil {
		found, ok := members[name[len(of)+1:]]
		return found, ok
	}
	return match{}, false
}

// lostWithNewName handles what a module is asked for that has another name on
// Python 3 and lacks it there: from HTMLParser import HTMLParseError.
func (m *module) lostWithNewName(n python.ID, module string) {
	for item := range m.items(n) {
		full := module + "." + m.importName(item)
		if found, ok := m.attributes[name3(full)]; ok && m.attributes[full].rule == nil {
			m.reportImport(found.rule, item, full, found.use)
		}
	}
}

// findLostMembers handles members that objects of the standard library's
// classes have lost. It comes after the walk, since what self holds may be told
// further down.
func findLostMembers(m *module) {
	if len(m.gone.names) == 0 {
		return
	}
	for i := range m.Nodes {
		n := python.ID(i)
		if m.Nodes[i].Kind != python.Attribute || !m.gone.names[m.Text(m.Child(n, 1))] || m.resolve(n) != "" || m.isTarget(n) {
			continue
		}
		m.lostMember(n)
	}
}

// newRoots are the roots of modules that Python 2 calls otherwise: a module of
// the project that has such a name is not the one that was imported.
var newRoots = setOf("http", "urllib", "configparser", "html", "xmlrpc", "queue", "socketserver", "reprlib")

func (m *module) lostMember(n python.ID) {
	receiver, name := m.Child(n, 0), m.Text(m.Child(n, 1))
	object := m.instance(receiver)
	found, ok := m.gone.members[object.class][name]
	if !ok {
		m.lostByLooks(n, receiver, name)
		return
	}
	if found.rule.Since == "" && m.python3Only() || m.definesMember(object.local, name, 0) {
		return
	}
	d := analysis.Detail{Subject: object.class[strings.LastIndexByte(object.class, '.')+1:] + "." + name, Use: found.use}
	if !newRoots[rootOf(object.class)] {
		d.When = stdlib(object.class)
	}
	if object.mixed {
		low := finding.Low
		d.Confidence = &low
		d.Unless = m.objectDefines(receiver, name)
	}
	m.report(found.rule, n, d, catchAttribute)
}

// findLostArgument handles arguments that are given by a name that functions
// of the standard library do not know any more.
func findLostArgument(m *module, n python.ID) {
	list := m.ChildOf(n, python.ArgumentList)
	if m.ChildOf(list, python.KeywordArgument) < 0 {
		return
	}
	full := m.resolve(m.Child(n, 0))
	if full == "" {
		return
	}
	function := name3(strings.TrimSuffix(full, ".__init__"))
	known := m.gone.arguments[function]
	if known == nil {
		return
	}
	for c := range m.Named(list) {
		if m.Kind(c) != python.KeywordArgument {
			continue
		}
		found, ok := known[m.Text(m.Child(c, 0))]
		if !ok || found.rule.Since == "" && m.python3Only() {
			continue
		}
		d := analysis.Detail{Subject: function[strings.LastIndexByte(function, '.')+1:] + "(" + m.Text(m.Child(c, 0)) + ")", Use: found.use, When: stdlib(full)}
		m.report(found.rule, c, d, catchType)
	}
}
