package facts

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// assigned is a value that a name or an attribute is given, and where: the
// function and the class around the assignment, NoNode for none. inClass is set
// for one in the body of the class itself.
type assigned struct {
	value, at       python.ID
	function, class python.ID
	inClass         bool
}

// Bounds for following a name: how many of its assignments are looked through,
// and how many values an expression may have.
const (
	mostAssigned     = 500
	mostAlternatives = 20
)

func (p *pythonFile) assign(n python.ID) {
	value := p.Child(n, 1)
	for p.Kind(value) == python.Assignment { // a = b = value
		value = p.Child(value, 1)
	}
	name := p.Dotted(p.Child(n, 0))
	if name == "" || value < 0 {
		return
	}
	a := assigned{value: value, at: n, function: p.Ancestor(n, python.FunctionDef, python.Lambda), class: p.Ancestor(n, python.ClassDef)}
	a.inClass = a.class >= 0 && a.function < a.class
	p.values[name] = append(p.values[name], a)
}

// valuesOf returns what a name or an attribute may hold at a place: what its own
// function gave it ahead of the place, else what the functions around and the
// file give it.
func (p *pythonFile) valuesOf(n python.ID) []python.ID {
	name := p.Dotted(n)
	all := p.values[name]
	if len(all) > mostAssigned {
		return nil
	}
	if p.Kind(n) == python.Attribute {
		return p.attributeValues(n, name, all)
	}
	for scope := p.Ancestor(n, python.FunctionDef, python.Lambda); ; scope = p.Ancestor(scope, python.FunctionDef, python.Lambda) {
		var ahead, behind []python.ID
		for _, a := range all {
			switch {
			case a.function != scope || a.inClass && p.Ancestor(n, python.ClassDef, python.FunctionDef) != a.class || a.value == n:
			case a.at < n:
				if p.isAround(p.Ancestor(a.at, python.Block, python.Module), n) {
					ahead = nil // what was assigned before is gone
				}
				ahead = append(ahead, a.value)
			default:
				behind = append(behind, a.value)
			}
		}
		if list := firstOf(ahead, behind); len(list) > 0 {
			return list
		}
		if scope < 0 || p.isParameter(scope, name) {
			return nil
		}
	}
}

// isAround reports whether a block holds a node; the file's own, NoNode, holds all.
func (p *pythonFile) isAround(block, n python.ID) bool {
	return block < 0 || p.Nodes[block].Start <= p.Nodes[n].Start && p.Nodes[n].End <= p.Nodes[block].End
}

// firstOf is the first of two lists that is not empty.
func firstOf(a, b []python.ID) []python.ID {
	if len(a) > 0 {
		return a
	}
	return b
}

// attributeValues are those of self.NAME in its class, or of NAME in the body of
// the class; of other attributes what the file gives them.
func (p *pythonFile) attributeValues(n python.ID, name string, all []assigned) (list []python.ID) {
	class := p.Ancestor(n, python.ClassDef)
	object, member := p.Text(p.Child(n, 0)), p.Text(p.Child(n, 1))
	for _, a := range all {
		if a.class == class || object != "self" {
			list = append(list, a.value)
		}
	}
	if len(list) > 0 {
		return list
	}
	for _, a := range p.values[member] {
		isOwn := object == "self" || object == "cls"
		if a.inClass && (isOwn && a.class == class || p.Text(p.ChildOf(a.class, python.Identifier)) == object) {
			list = append(list, a.value)
		}
	}
	return list
}

// isParameter reports whether a function has a parameter of the name.
func (p *pythonFile) isParameter(function python.ID, name string) bool {
	return p.parameter(function, name) >= 0
}

// parameter returns which of a function's parameters has a name, -1 for none.
// One that takes all that is left counts by its place as well.
func (p *pythonFile) parameter(function python.ID, name string) int {
	i := 0
	for c := range p.Named(p.ChildOf(function, python.Parameters)) {
		if p.Kind(c) != python.Identifier {
			c = p.Child(c, 0)
		}
		if p.Text(c) == name {
			return i
		}
		i++
	}
	return -1
}

// alternative is one value that an expression may have, and the names that were
// followed to it.
type alternative struct {
	node  python.ID
	steps []Step
}

// alternatives returns the expressions that one may stand for: both sides of a
// conditional, what a name was given, the items that a loop goes through, the
// values of a dictionary.
func (p *pythonFile) alternatives(n python.ID, depth int) []alternative {
	if depth > maxLookups {
		return nil
	}
	switch p.Kind(n) {
	case python.Parenthesized:
		return p.alternatives(p.Child(n, 0), depth)
	case python.Conditional:
		return bounded(append(p.alternatives(p.Child(n, 0), depth+1), p.alternatives(p.Child(n, 2), depth+1)...))
	case python.BooleanOperator:
		return bounded(append(p.alternatives(p.Child(n, 0), depth+1), p.alternatives(p.Child(n, 1), depth+1)...))
	case python.Identifier, python.Attribute:
		values := p.valuesOf(n)
		if len(values) == 0 {
			values = p.looped(n)
		}
		return p.through(n, values, depth)
	case python.Subscript:
		return p.through(n, p.contained(p.Child(n, 0), depth), depth)
	}
	return []alternative{{node: n}}
}

// through is the alternatives of what a name stands for.
func (p *pythonFile) through(n python.ID, values []python.ID, depth int) (list []alternative) {
	for _, value := range values[max(0, len(values)-mostAlternatives):] {
		step := newStep(p.Text(n), p.Text(value), p.span(value))
		for _, a := range p.alternatives(value, depth+1) {
			if len(a.steps) < maxSteps {
				a.steps = append([]Step{step}, a.steps...)
			}
			list = append(list, a)
		}
	}
	return bounded(list)
}

func bounded(list []alternative) []alternative { return list[:min(len(list), mostAlternatives)] }

// looped are the items that a name of a for statement takes in turn.
func (p *pythonFile) looped(n python.ID) []python.ID {
	if p.Kind(n) != python.Identifier {
		return nil
	}
	function := p.Ancestor(n, python.FunctionDef)
	loops := p.loops[p.Text(n)]
	for _, loop := range loops[:min(len(loops), mostAssigned)] {
		if p.Ancestor(loop, python.FunctionDef) == function && loop < n && p.Nodes[n].End <= p.Nodes[loop].End {
			return p.contained(p.Child(loop, 1), 0)
		}
	}
	return nil
}

// contained are the items of a list, or the values of a dictionary, that an
// expression is.
func (p *pythonFile) contained(n python.ID, depth int) (list []python.ID) {
	if depth > maxLookups {
		return nil
	}
	switch p.Kind(n) {
	case python.Identifier, python.Attribute:
		if values := p.valuesOf(n); len(values) == 1 {
			return p.contained(values[0], depth+1)
		}
	case python.Parenthesized:
		return p.contained(p.Child(n, 0), depth+1)
	case python.List, python.Tuple, python.Set:
		for c := range p.Named(n) {
			if list = append(list, c); len(list) == mostAlternatives {
				break
			}
		}
	case python.Dict:
		for c := range p.Named(n) {
			if p.Kind(c) == python.Pair {
				list = append(list, p.Child(c, 1))
			}
			if len(list) == mostAlternatives {
				break
			}
		}
	}
	return list
}

// wrapped is a function of the file that runs what one of its parameters says.
type wrapped struct {
	how       string
	argument  int  // which of the arguments of a call it is
	shell     bool // whether a shell reads it
	parameter string
}

// maxWrapping bounds through how many functions a command is handed on.
const maxWrapping = 3

// ownName is the name by which a call may mean a function of the file: its own,
// or with a dot ahead that of a method of self.
func ownName(name string) string {
	for _, object := range []string{"self", "cls"} {
		if rest, ok := strings.CutPrefix(name, object+"."); ok {
			return "." + rest
		}
	}
	return name
}

// findWrappers finds the functions that hand a parameter on to what runs it.
func (p *pythonFile) findWrappers() {
	for range maxWrapping {
		before := len(p.own)
		for i := range p.Nodes {
			if p.Nodes[i].Kind == python.Call {
				p.wrapper(python.ID(i))
			}
		}
		if len(p.own) == before {
			return
		}
	}
}

// wrapper looks whether a call runs what the function around it was given.
func (p *pythonFile) wrapper(n python.ID) {
	callee := p.Child(n, 0)
	how := p.runnerOf(callee)
	function := p.Ancestor(n, python.FunctionDef)
	if how == "" || function < 0 || how == "path" || how == "mode" {
		return
	}
	arguments, isShell := p.commandArguments(n, how)
	if len(arguments) == 0 {
		return
	}
	given := arguments[0]
	if p.Kind(given) == python.ListSplat {
		given = p.Child(given, 0)
	}
	if p.Kind(given) != python.Identifier || len(p.valuesOf(given)) > 0 {
		return
	}
	place := p.parameter(function, p.Text(given))
	if place < 0 {
		return
	}
	w := wrapped{how: how, argument: place, shell: isShell, parameter: p.Text(given)}
	if how == "words" && p.Kind(arguments[0]) != python.ListSplat {
		w.how = "argv"
	}
	if p.Kind(p.Parent(p.parameterNode(function, p.Text(given)))) == python.ListSplatPattern {
		w.how = "words"
	}
	name := p.Text(p.ChildOf(function, python.Identifier))
	if p.Ancestor(function, python.ClassDef, python.FunctionDef) >= 0 && p.Kind(p.Ancestor(function, python.ClassDef, python.FunctionDef)) == python.ClassDef {
		name = "." + name
		if first := p.Text(p.Child(p.ChildOf(function, python.Parameters), 0)); first == "self" || first == "cls" {
			w.argument--
		}
	}
	if _, ok := p.own[name]; !ok && w.argument >= 0 {
		p.own[name] = w
	}
}

// parameterNode returns the node of a parameter's name.
func (p *pythonFile) parameterNode(function python.ID, name string) python.ID {
	for c := range p.Named(p.ChildOf(function, python.Parameters)) {
		if p.Kind(c) != python.Identifier {
			c = p.Child(c, 0)
		}
		if p.Text(c) == name {
			return c
		}
	}
	return python.NoNode
}
