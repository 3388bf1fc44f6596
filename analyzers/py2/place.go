package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// place says what becomes of an expression's value, in as far as a list, a
// view and an iterator are told apart there. The later, the worse.
type place uint8

const (
	consumed place = iota // gone through at once, or thrown away
	elsewhere
	written  // turned into text
	passed   // given to something that is not in sight
	compared // with something that may be a list
	stored   // in an attribute, a display or a container
	returned // by a function whose callers are not in sight
	asked    // whether it is empty
	listOnly // taken for what only a list is: that fails
	reported // so, and another detector says it where it is done
)

// placeNames say in a message what becomes of a value.
var placeNames = map[place]string{
	written: "made text", passed: "passed on", compared: "compared",
	stored: "stored", returned: "returned", asked: "tested for being empty",
}

// destination is a place that a value reaches, and the node that takes it.
type destination struct {
	place place
	at    python.ID
}

// Bounds for following a value: through how many names and functions, and to
// how many places. What lies beyond is not in sight.
const (
	mostSteps = 3
	mostUses  = 64
)

// tracer follows one value to its places.
type tracer struct {
	*module
	kept  keptCodes
	from  python.ID
	uses  []destination
	steps int
}

// placesOf returns the places that the value of an expression reaches, through
// names of the file and parameters of its functions.
func (m *module) placesOf(n python.ID, kept keptCodes) []destination {
	t := tracer{module: m, kept: kept, from: n}
	t.follow(n, mostSteps)
	return t.uses
}

func (t *tracer) add(p place, at python.ID) {
	if len(t.uses) < mostUses {
		t.uses = append(t.uses, destination{p, at})
	}
}

// follow adds the places of an expression.
func (t *tracer) follow(n python.ID, depth int) {
	if t.steps++; t.steps > 4*mostUses {
		return
	}
	for child, at := n, t.Parent(n); ; child, at = at, t.Parent(at) {
		switch t.Kind(at) {
		case python.Parenthesized:
		case python.BooleanOperator:
			if t.Child(at, 0) == child {
				t.add(asked, at)
			}
		case python.Conditional:
			if t.Child(at, 1) == child {
				t.add(asked, at)
				return
			}
		default:
			t.reached(child, at, depth)
			return
		}
	}
}

// reached handles the node that takes the value as it is.
func (t *tracer) reached(child, at python.ID, depth int) {
	switch t.Kind(at) {
	case python.ExpressionStatement, python.For, python.ForIn, python.ListSplat, python.AugmentedAssignment, python.Delete:
		t.add(consumed, at)
	case python.If, python.Elif, python.While, python.IfClause, python.NotOperator:
		t.add(asked, at)
	case python.Assert:
		t.add(map[bool]place{true: asked, false: written}[t.Child(at, 0) == child], at)
	case python.PrintStatement, python.Backticks, python.Interpolation, python.Raise:
		t.add(written, at)
	case python.Comparison:
		t.comparison(child, at)
	case python.BinaryOperator:
		t.operand(child, at)
	case python.Attribute:
		t.attribute(at)
	case python.Subscript:
		t.subscript(child, at)
	case python.Assignment:
		t.assigned(t.Child(at, 0), at, depth)
	case python.Return:
		t.returned(at, depth)
	case python.Yield:
		if t.HasToken(at, "from") {
			t.add(consumed, at)
		} else {
			t.add(passed, at)
		}
	case python.ExpressionList, python.Tuple, python.List, python.Set, python.Pair, python.Dict:
		t.displayed(child, at, depth)
	case python.ArgumentList:
		t.argumentOf(child, t.Parent(at), depth)
	case python.KeywordArgument:
		if t.Kind(t.Parent(at)) == python.ArgumentList {
			t.argumentOf(child, t.Parent(t.Parent(at)), depth)
		}
	default: // the body of a lambda, a default, the item of a comprehension
		t.add(passed, at)
	}
}

// comparison handles "x in d.keys()", which goes through it, and == with what
// a list would equal.
func (t *tracer) comparison(child, at python.ID) {
	other := t.Child(at, 0)
	if other == child {
		other = t.Child(at, 1)
	}
	switch t.operator(at) {
	case "in", "not in":
		t.add(consumed, at)
	case "is", "is not":
		t.add(elsewhere, at)
	default:
		t.comparedWith(child, other, at)
	}
}

// comparedWith handles equality with another expression: keys and items are
// sets and equal those of another dictionary.
func (t *tracer) comparedWith(n, other, at python.ID) {
	mine, theirs := t.viewOf(n), t.viewOf(other)
	switch {
	case mine != "" && theirs != "" && !strings.HasSuffix(mine, ".values()"):
		t.add(consumed, at)
	case t.isList(other), mine != "" && theirs != "":
		t.add(compared, at)
	default:
		t.add(passed, at)
	}
}

// isList reports whether an expression is a list for certain.
func (m *module) isList(n python.ID) bool {
	n = m.valueOf(n)
	switch m.Kind(n) {
	case python.List, python.ListComprehension:
		return true
	case python.Call:
		callee := m.Child(n, 0)
		name := m.Text(callee)
		return (name == "list" || name == "sorted") && m.isBuiltin(callee)
	}
	return false
}

// taken is the place of a node that only a list may stand in: other detectors
// look no further than a name that is assigned once.
func (t *tracer) taken(n python.ID) place {
	if t.valueOf(n) == t.from {
		return reported
	}
	return listOnly
}

// operand handles operands: views have -, & and | of their own.
func (t *tracer) operand(child, at python.ID) {
	switch {
	case t.HasToken(at, "%") && t.Child(at, 1) == child:
		t.add(written, at)
	case t.HasToken(at, "*"):
		t.add(listOnly, at)
	case t.HasToken(at, "+"):
		t.add(t.taken(child), at)
	default:
		t.add(elsewhere, at)
	}
}

// listMethods are the methods that lists have and what took their place has
// not.
var listMethods = setOf("append", "extend", "insert", "remove", "pop", "reverse", "sort")

func (t *tracer) attribute(at python.ID) {
	switch name := t.Text(t.Child(at, 1)); {
	case name == "sort" && t.kept == keptView:
		t.add(t.taken(t.Child(at, 0)), at)
	case listMethods[name]:
		t.add(listOnly, at)
	default:
		t.add(elsewhere, at)
	}
}

// subscript handles x[i]: ranges have places, but none that can be set.
func (t *tracer) subscript(child, at python.ID) {
	switch {
	case t.Child(at, 0) != child:
		t.add(passed, at)
	case t.kept != keptRange:
		t.add(t.taken(child), at)
	case t.isTarget(at):
		t.add(listOnly, at)
	default:
		t.add(consumed, at)
	}
}

// assigned handles the target of an assignment.
func (t *tracer) assigned(target, at python.ID, depth int) {
	if t.steps++; t.steps > 4*mostUses {
		return
	}
	switch t.Kind(target) {
	case python.Identifier:
		t.named(target, depth)
	case python.Subscript:
		if t.Kind(t.Child(target, 1)) == python.Slice {
			t.add(consumed, at) // x[:] = ... goes through it
			return
		}
		t.add(stored, at)
	case python.Attribute:
		t.attributeOf(target, at, depth)
	default:
		t.add(consumed, at) // unpacked
	}
	if outer := t.Parent(at); t.Kind(outer) == python.Assignment {
		t.assigned(t.Child(outer, 0), outer, depth) // a = b = ...
	}
}

// attributeOf follows a view into the places where the class reads the attribute
// of self. An iterator is used up by the first.
func (t *tracer) attributeOf(target, at python.ID, depth int) {
	reads := t.allReads().attributes[t.Text(t.Child(target, 1))]
	class := t.Ancestor(target, python.ClassDef)
	if depth == 0 || t.kept != keptView || t.Text(t.Child(target, 0)) != "self" || len(reads) > mostUses {
		reads = nil
	}
	found := false
	for _, n := range reads {
		if t.Ancestor(n, python.ClassDef) == class {
			found = true
			t.follow(n, depth-1)
		}
	}
	switch {
	case !found:
		t.add(stored, at)
	case !strings.HasPrefix(t.Text(t.Child(target, 1)), "_"):
		t.add(passed, at) // other files may read it
	}
}

// named follows the value into the places where the name is read.
func (t *tracer) named(name python.ID, depth int) {
	if depth == 0 {
		t.add(passed, name)
		return
	}
	scope := t.scopeOf(name)
	reads := t.readsOf(name)
	for _, n := range reads {
		t.follow(n, depth-1)
	}
	if len(reads) == 0 && scope == 0 {
		t.add(passed, name) // other modules may read it
	}
}

// displayed handles a part of a tuple, a list or a dictionary.
func (t *tracer) displayed(child, at python.ID, depth int) {
	for ; ; child, at = at, t.Parent(at) {
		switch t.Kind(at) {
		case python.Parenthesized, python.Tuple, python.List, python.Set, python.Pair, python.Dict, python.ExpressionList:
			if parent := t.Parent(at); t.Kind(parent) == python.Assignment && t.isUnpacked(parent, at) {
				i := 0
				for c := range t.Named(at) {
					if c == child {
						break
					}
					i++
				}
				t.assigned(t.Child(t.Child(parent, 0), i), parent, depth)
				return
			}
			continue
		case python.Return:
			t.returned(at, depth)
		case python.BinaryOperator:
			t.operand(child, at)
		case python.PrintStatement, python.Raise:
			t.add(written, at)
		case python.ArgumentList:
			if full := t.resolve(t.Child(t.Parent(at), 0)); serialisers[full] {
				t.add(listOnly, at)
				return
			}
			t.add(passed, at)
		case python.Assignment, python.KeywordArgument:
			t.add(stored, at)
		default:
			t.add(passed, at)
		}
		return
	}
}

// isUnpacked reports whether the tuple on the right of an assignment is taken
// apart into as many targets.
func (m *module) isUnpacked(assignment, tuple python.ID) bool {
	left := m.Child(assignment, 0)
	switch m.Kind(left) {
	case python.PatternList, python.TuplePattern:
		return m.Child(assignment, 1) == tuple && m.Count(left) == m.Count(tuple)
	}
	return false
}

// returned follows a function's value to its callers in the file. Those of
// other files are not in sight, unless the name says that there are none.
func (t *tracer) returned(at python.ID, depth int) {
	function := t.Ancestor(at, python.FunctionDef, python.Lambda)
	if t.Kind(function) != python.FunctionDef || depth == 0 {
		t.add(returned, at)
		return
	}
	name := t.Text(t.ChildOf(function, python.Identifier))
	calls := t.callsOf(function, name)
	for _, call := range calls {
		t.follow(call, depth-1)
	}
	switch {
	case len(calls) == 0:
		t.add(returned, at)
	case !isPrivate(name):
		t.add(passed, at)
	}
}
