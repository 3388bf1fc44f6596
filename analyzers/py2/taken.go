package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// What functions do with an argument that is a view or an iterator. consumers
// go through it at once or are as lazy as it is.
var (
	consumers = setOf("list", "tuple", "set", "frozenset", "sorted", "sum", "min", "max", "any", "all", "enumerate",
		"zip", "map", "filter", "reduce", "dict", "iter", "next", "bytes", "bytearray", "cycle", "chain", "izip", "imap",
		"ifilter", "iteritems", "itervalues", "iterkeys", "Counter", "OrderedDict", "deque", "defaultdict", "super", "id",
		"type", "callable")
	writers        = setOf("str", "repr", "unicode", "print", "format", "text_type", "pformat", "pprint")
	consumeMethods = setOf("join", "extend", "extendleft", "update", "union", "intersection", "difference", "issubset",
		"issuperset", "symmetric_difference", "intersection_update", "difference_update", "symmetric_difference_update",
		"isdisjoint", "fromkeys", "writelines", "writerow", "writerows", "executemany", "assertItemsEqual",
		"assertCountEqual", "assertIn", "assertNotIn", "add_all", "bulk_create", "chain", "from_iterable")
	logMethods = setOf("debug", "info", "warn", "warning", "error", "exception", "critical", "log", "fatal", "audit",
		"format", "fail", "write", "echo", "secho")
	storeMethods   = setOf("append", "appendleft", "add", "put", "put_nowait", "insert", "setdefault", "push", "setattr")
	compareMethods = setOf("assertEqual", "assertEquals", "assertNotEqual", "assertNotEquals", "assertListEqual",
		"assertSequenceEqual", "failUnlessEqual", "failIfEqual", "eq_", "assertThat")
	askMethods = setOf("assertTrue", "assertFalse", "assert_", "failUnless", "failIf", "bool")
)

// serialisers are functions that fail on what is no list, wherever it stands
// in what they are given, picklers those that fail on views; indexers take an
// item by its place, changers put one there.
var (
	serialisers = setOf("json.dumps", "json.dump", "simplejson.dumps", "simplejson.dump")
	picklers    = setOf("pickle.dumps", "pickle.dump", "cPickle.dumps", "cPickle.dump", "marshal.dumps", "marshal.dump",
		"copy.copy", "copy.deepcopy")
	indexers = setOf("random.choice", "bisect.bisect", "bisect.bisect_left", "bisect.bisect_right")
	changers = setOf("random.shuffle", "bisect.insort", "heapq.heapify", "heapq.heappop", "heapq.heappush")
)

// argumentOf handles an argument of a call.
func (t *tracer) argumentOf(argument, call python.ID, depth int) {
	callee := t.Child(call, 0)
	full := t.resolve(callee)
	name := t.Text(callee)
	isMethod := t.Kind(callee) == python.Attribute
	if isMethod {
		name = t.Text(t.Child(callee, 1))
	}
	switch {
	case serialisers[full], changers[full], indexers[full] && t.kept != keptRange, picklers[full] && t.kept == keptView:
		t.add(listOnly, call)
	case picklers[full]:
		t.add(passed, call)
	case strings.HasPrefix(full, "itertools."), strings.HasPrefix(full, "collections."), strings.HasPrefix(full, "six."),
		strings.HasPrefix(full, "subprocess."):
		t.add(consumed, call)
	case name == "len" && t.isBuiltin(callee):
		t.add(t.measured(argument), call)
	case name == "isinstance":
		t.add(compared, call)
	case name == "reversed" && t.isBuiltin(callee):
		t.add(t.backwards(), call)
	case isMethod && t.methodTakes(name, argument, call):
	case !isMethod && t.functionTakes(name, call):
	case !t.intoFunction(argument, call, depth):
		t.add(passed, call)
	}
}

// backwards is what reversed makes of it: ranges have an order, views have had
// one since 3.8, iterators never.
func (t *tracer) backwards() place {
	switch t.kept {
	case keptRange:
		return consumed
	case keptView:
		return passed
	}
	return listOnly
}

// measured is what len makes of it: iterators have no length.
func (t *tracer) measured(argument python.ID) place {
	if t.kept == keptRange || t.kept == keptView {
		return consumed
	}
	return t.taken(argument)
}

// functionTakes handles functions that are known by name.
func (t *tracer) functionTakes(name string, call python.ID) bool {
	if consumers[name] {
		t.add(consumed, call)
		return true
	}
	return t.takesAnyhow(name, call)
}

// takesAnyhow handles names that mean one thing for functions and methods.
func (t *tracer) takesAnyhow(name string, call python.ID) bool {
	switch {
	case writers[name], logMethods[name]:
		t.add(written, call)
	case askMethods[name]:
		t.add(asked, call)
	case storeMethods[name]:
		t.add(stored, call)
	default:
		return false
	}
	return true
}

// methodTakes handles methods that are known by name, and functions of modules
// by their last part.
func (t *tracer) methodTakes(name string, argument, call python.ID) bool {
	switch {
	case consumeMethods[name]:
		t.add(consumed, call)
	case compareMethods[name]:
		other := t.argument(call, 0)
		if t.Kind(other) == python.Parenthesized || other == argument {
			other = t.argument(call, 1)
		}
		t.comparedWith(argument, other, call)
	default:
		return t.takesAnyhow(name, call)
	}
	return true
}

// intoFunction follows an argument into a function or a method of the file.
func (t *tracer) intoFunction(argument, call python.ID, depth int) bool {
	callee := t.Child(call, 0)
	function, skip := python.NoNode, 0
	switch t.Kind(callee) {
	case python.Identifier:
		function = t.functionNamed(callee)
	case python.Attribute:
		if t.Text(t.Child(callee, 0)) == "self" {
			function, skip = t.methodReached(t.Ancestor(call, python.ClassDef), t.Text(t.Child(callee, 1)), false), 1
		}
	}
	if function < 0 || depth == 0 {
		return false
	}
	parameter := t.parameterFor(function, argument, call, skip)
	if parameter < 0 {
		return false
	}
	t.named(parameter, depth-1)
	return true
}

// parameterFor returns the name by which a function knows an argument.
func (m *module) parameterFor(function, argument, call python.ID, skip int) python.ID {
	place, keyword := skip, ""
	for c := range m.Named(m.ChildOf(call, python.ArgumentList)) {
		if m.Kind(c) == python.KeywordArgument && m.holds(c, argument) {
			keyword = m.Text(m.Child(c, 0))
			break
		}
		if m.holds(c, argument) {
			break
		}
		place++
	}
	for c := range m.Named(m.ChildOf(function, python.Parameters)) {
		if m.Kind(c) == python.DefaultParameter {
			c = m.Child(c, 0)
		}
		if m.Kind(c) != python.Identifier {
			return python.NoNode
		}
		if keyword == "" && place == 0 || keyword != "" && m.Text(c) == keyword {
			return c
		}
		place--
	}
	return python.NoNode
}
