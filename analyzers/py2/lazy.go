package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findLazyUses follows what map, filter, zip, range and the views of
// dictionaries give to places that want a list of it.
func findLazyUses(m *module) {
	if m.python3Only() {
		return
	}
	for i := range m.Nodes {
		n := python.ID(i)
		switch m.Nodes[i].Kind {
		case python.Call:
			m.lazyCall(n)
		case python.Subscript:
			m.lazySubscript(n)
		case python.Assignment:
			m.keptLazy(n)
		case python.BinaryOperator:
			if m.HasToken(n, "+") {
				m.reportReturned(n, m.Child(n, 0))
				m.reportReturned(n, m.Child(n, 1))
			}
		case python.Comparison:
			m.lazyComparison(n)
		}
	}
}

// reportReturned reports a use of what a function or a name hands on. What
// stands there itself, or is assigned to a name once, reportLazy has.
func (m *module) reportReturned(n, operand python.ID) {
	if m.viewOf(operand) != "" || m.lazyOf(operand, lazy) != "" {
		return
	}
	m.reportValueOf(n, operand)
}

// reportValueOf reports a use of a value that is no list on Python 3.
func (m *module) reportValueOf(n, operand python.ID) {
	v := m.value(operand)
	code := m.lazyCode(v)
	if code == "" {
		return
	}
	severity, confidence := finding.Error, finding.High
	switch {
	case v.has(otherKind):
		severity, confidence = finding.Warning, finding.Medium
	case v.has(viewKind):
		confidence = finding.Medium // something else may have that method
	}
	d := analysis.Detail{Subject: m.firstLine(operand), Severity: &severity, Confidence: &confidence}
	if at := v.origin.node; at >= 0 && !m.holds(n, at) {
		d.Steps = []analysis.Step{{Name: "made here", Value: analysis.Snippet(m.firstLine(at)), Span: m.span(at)}}
	}
	m.report(m.codes[code], n, d, catchType)
}

// lazyCode is the code of the detector for a value that is no list, "" if the
// value is or may be another.
func (m *module) lazyCode(v value) string {
	switch {
	case v.has(viewKind) && v.only(viewKind|otherKind):
		return "view-as-list"
	case v.has(lazyKind) && v.only(lazyKind|otherKind):
		if m.Text(m.Child(v.origin.node, 0)) == "zip" {
			return "zip-as-list"
		}
		return "map-as-list"
	}
	return ""
}

// lazySubscript handles names()[0] where names returns what map gives, and
// range(3)[0] = 1.
func (m *module) lazySubscript(n python.ID) {
	object := m.Child(n, 0)
	m.reportReturned(n, object)
	if v := m.value(object); v.kinds == rangeKind && m.isStore(n) {
		m.report(m.codes["range-as-list"], n, analysis.Detail{Subject: m.firstLine(object)}, catchType)
	}
}

// isStore reports whether something is assigned to a subscript or it is
// deleted.
func (m *module) isStore(n python.ID) bool {
	at := m.Parent(n)
	switch m.Kind(at) {
	case python.Assignment, python.AugmentedAssignment:
		return m.Child(at, 0) == n
	}
	return m.Kind(at) == python.Delete
}

// ofLists are the methods that lists have and what is lazy lacks, ofRanges
// those that a range lacks.
var (
	ofLists = setOf("append", "extend", "insert", "remove", "pop", "sort", "reverse")
	// wantLists are the functions whose first argument has to have a length and
	// places, or a form that is written down.
	wantLists = setOf("random.choice", "random.shuffle", "json.dumps", "json.dump", "pickle.dumps", "pickle.dump",
		"copy.deepcopy", "cPickle.dumps", "cPickle.dump")
)

func (m *module) lazyCall(n python.ID) {
	callee, first := m.Child(n, 0), m.argument(n, 0)
	if m.Kind(callee) == python.Attribute {
		receiver, name := m.Child(callee, 0), m.Text(m.Child(callee, 1))
		v := m.value(receiver)
		switch {
		case ofLists[name] && v.kinds == rangeKind:
			m.report(m.codes["range-as-list"], n, analysis.Detail{Subject: m.firstLine(receiver)}, catchAttribute)
		case ofLists[name] && v.only(lazyKind|viewKind) && (name != "sort" || m.viewOf(receiver) == ""):
			m.reportValueOf(n, receiver)
		case name == "popitem" && v.kinds == dictKind && m.Count(m.ChildOf(n, python.ArgumentList)) == 0:
			m.report(m.codes["dict-order"], n, analysis.Detail{Subject: m.firstLine(n)}, 0)
		}
		if full := m.resolve(callee); wantLists[full] {
			m.listWanted(n, first, full)
		}
		return
	}
	if m.Kind(callee) != python.Identifier || !m.isBuiltin(callee) {
		return
	}
	switch name := m.Text(callee); name {
	case "len":
		if v := m.value(first); v.has(lazyKind) {
			m.reportReturned(n, first)
		}
	case "reversed":
		// Views can be reversed from Python 3.8 on.
		if v := m.value(first); first >= 0 && v.has(lazyKind) {
			m.reportValueOf(n, first)
		}
	case "map":
		// Two lists of one length give the same on both.
		if m.argument(n, 2) >= 0 && m.Kind(m.argument(n, 0)) != python.None {
			m.report(m.codes["map-of-several"], n, analysis.Detail{Subject: m.firstLine(n)}, 0)
		}
	case "filter":
		m.filteredText(n, first)
	}
}

// listWanted handles json.dumps(d.keys()) and its like.
func (m *module) listWanted(n, given python.ID, full string) {
	if given < 0 {
		return
	}
	v := m.value(given)
	switch {
	case v.kinds == rangeKind && (full == "random.shuffle" || strings.HasPrefix(full, "json.")):
		m.report(m.codes["range-as-list"], n, analysis.Detail{Subject: m.firstLine(given)}, catchType)
	case v.only(lazyKind) && (full == "copy.deepcopy" || strings.Contains(full, "ickle")):
		// Iterators can be copied and pickled: they are used up, no more.
	default:
		m.reportValueOf(n, given)
	}
}

// filteredText handles filter(str.isdigit, text), which gives a text on
// Python 2, unless something takes its characters one by one.
func (m *module) filteredText(n, f python.ID) {
	over := m.argument(n, 1)
	if over < 0 || m.isConsumed(n) {
		return
	}
	ofText := m.Kind(f) == python.Attribute && textTypes[m.Text(m.Child(f, 0))] && m.isBuiltin(m.Child(f, 0))
	if ofText && m.value(over).only(otherKind|textKind) && m.isTextTaken(n) || m.value(over).isText() {
		m.report(m.codes["filter-of-text"], n, analysis.Detail{Subject: m.firstLine(n)}, catchType)
	}
}

// isTextTaken reports whether what a call gives is used as one text.
func (m *module) isTextTaken(n python.ID) bool {
	switch at := m.Parent(n); m.Kind(at) {
	case python.ArgumentList:
		name := m.Text(m.Child(m.Parent(at), 0))
		return name == "int" || name == "float" || name == "str" || name == "long"
	case python.Attribute:
		return true
	case python.BinaryOperator:
		return m.value(m.Child(at, 0)).isText() || m.value(m.Child(at, 1)).isText()
	}
	return false
}

// consumers are the functions and methods that go through what they are given
// at once.
var consumers = setOf("list", "tuple", "set", "frozenset", "sorted", "sum", "max", "min", "any", "all", "dict",
	"enumerate", "zip", "map", "filter", "iter", "join", "extend", "update", "OrderedDict", "chain", "reduce",
	"fromkeys", "Counter", "deque", "union", "difference", "intersection", "symmetric_difference",
	"issubset", "issuperset", "writelines", "imap", "izip", "ifilter")

// isConsumed reports whether a node stands where something goes through it at
// once.
func (m *module) isConsumed(n python.ID) bool {
	child, at := n, m.Parent(n)
	for m.Kind(at) == python.Parenthesized {
		child, at = at, m.Parent(at)
	}
	switch m.Kind(at) {
	case python.For, python.ForIn:
		return m.Child(at, 1) == child
	case python.ListSplat, python.Yield:
		return true
	case python.ArgumentList:
		name := m.Text(m.Child(m.Parent(at), 0))
		return consumers[name[strings.LastIndexByte(name, '.')+1:]]
	case python.Assignment:
		return m.Kind(m.Child(at, 0)) == python.PatternList
	case python.Comparison:
		operator := m.operator(at)
		return operator == "in" || operator == "not in"
	}
	return false
}

// lazyComparison handles filter(f, x) == [] and x in d.keys().
func (m *module) lazyComparison(n python.ID) {
	if m.Count(n) != 2 {
		return
	}
	left, right := m.Child(n, 0), m.Child(n, 1)
	switch m.operator(n) {
	case "==", "!=":
		for _, side := range [][2]python.ID{{left, right}, {right, left}} {
			if m.Kind(side[1]) == python.List || m.value(side[1]).kinds == rangeKind && m.Kind(side[0]) == python.List {
				m.unequalLazy(n, side[0])
			}
		}
	case "in", "not in":
		if view := m.viewOf(right); m.Kind(right) == python.Call && strings.HasSuffix(view, ".keys()") {
			m.report(m.codes["in-keys"], n, analysis.Detail{Subject: view}, 0)
		}
	}
}

// unequalLazy reports what never equals a list on Python 3.
func (m *module) unequalLazy(n, operand python.ID) {
	code := m.lazyCode(m.value(operand))
	if m.value(operand).kinds == rangeKind {
		code = "range-as-list"
	}
	if code == "" || m.value(operand).has(otherKind) {
		return
	}
	severity := finding.Warning
	m.report(m.codes[code], n, analysis.Detail{Subject: m.firstLine(operand), Severity: &severity}, 0)
}

// keptLazy handles x = map(f, y) where x is gone through twice or tested.
func (m *module) keptLazy(n python.ID) {
	name := m.Child(n, 0)
	if m.Kind(name) != python.Identifier || m.lazyOf(m.Child(n, 1), lazy) == "" {
		return
	}
	scope := m.scopeOf(name)
	if len(m.bindings()[scope][m.Text(name)]) != 1 || m.Kind(scope) == python.ClassDef {
		return
	}
	reads := m.readsOf(scope, m.Text(name))
	if len(reads) > most {
		reads = reads[:most]
	}
	consumed := 0
	for _, at := range reads {
		switch {
		case m.isTruthTest(at):
			m.reportOnce(n, at, "is tested there")
			return
		case m.isConsumed(at):
			if consumed++; consumed > 1 && !m.exclusive(reads, at) || m.loopsBetween(n, at) {
				m.reportOnce(n, at, "is gone through again")
				return
			}
		}
	}
}

// readsOf are the places of a scope and of those within it where a name is
// read, in order.
func (m *module) readsOf(scope python.ID, name string) []python.ID {
	if m.reads == nil {
		m.reads = map[python.ID]map[string][]python.ID{}
		for i := range m.Nodes {
			n := python.ID(i)
			if m.Nodes[i].Kind != python.Identifier || !m.isRead(n) {
				continue
			}
			text := m.Text(n)
			for at := m.scopeOf(n); ; at = m.scopeOf(at) {
				if len(m.bindings()[at][text]) > 0 {
					addTo(m.reads, at, text, n)
					break
				}
				if at <= 0 {
					break
				}
			}
		}
	}
	return m.reads[scope][name]
}

// isTruthTest reports whether a node is asked whether it is empty.
func (m *module) isTruthTest(n python.ID) bool {
	switch at := m.Parent(n); m.Kind(at) {
	case python.NotOperator:
		return true
	case python.If, python.Elif, python.While:
		return m.Child(at, 0) == n
	case python.Conditional:
		return m.Child(at, 1) == n
	}
	return false
}

// exclusive reports whether a place and one of those before it are in different
// arms of one statement, so that only one of them is reached.
func (m *module) exclusive(reads []python.ID, n python.ID) bool {
	for _, r := range reads {
		if r >= n {
			return false
		}
		branch := m.Ancestor(r, python.If, python.Elif, python.Else, python.Except)
		if branch >= 0 && (!m.holds(branch, n) || m.Kind(branch) == python.If) {
			if block := m.Ancestor(r, python.Block); !m.holds(block, n) {
				return true
			}
		}
	}
	return false
}

// loopsBetween reports whether a loop goes through a place again and again that
// does not make the value anew.
func (m *module) loopsBetween(made, n python.ID) bool {
	for child, at := n, m.Parent(n); at >= 0 && !m.holds(at, made); child, at = at, m.Parent(at) {
		switch m.Kind(at) {
		case python.For:
			if m.Child(at, 1) != child {
				return true
			}
		case python.While:
			return true
		}
	}
	return false
}

func (m *module) reportOnce(n, at python.ID, what string) {
	m.report(m.codes["iterator-used-twice"], n, analysis.Detail{
		Subject: m.lazyOf(m.Child(n, 1), lazy), Use: m.Text(m.Child(n, 0)) + " " + what,
		Steps: []analysis.Step{{Name: what, Value: analysis.Snippet(m.firstLine(at)), Span: m.span(at)}},
	}, 0)
}
