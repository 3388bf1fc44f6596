// Package puppet reads Puppet manifests: what they declare, under which
// conditions, and with which values. It evaluates nothing.
package puppet

import (
	"fmt"
	"sort"
)

// The limits beyond which a manifest is refused, or a part of it passed over.
const (
	MaxSize    = 8 << 20 // bytes
	MaxNesting = 200     // brackets within brackets
)

// File is a parsed manifest. All offsets are byte offsets into the source,
// half-open; lists are in source order.
type File struct {
	Decls     []Decl
	Resources []Resource
	Includes  []Include
	Assigns   []Assign
	Calls     []Call
	Errors    []Error
}

// Decl is a class, a defined type or a node.
type Decl struct {
	Kind       string // class, define or node
	Name       string
	Inherits   string
	Start, End int
}

// Resource is one resource body: a declaration, a default (Exec { ... }) or an
// override (Exec['x'] { ... }).
type Resource struct {
	Type   string // in lower case, such as exec or nova::generic_service
	Titles []Value
	Attrs  []Attr
	// Default and Override tell the last two apart; Virtual is @ and @@.
	Default, Override, Virtual bool
	// Decl is the index of the declaration around it, -1 for none.
	Decl int
	// Guards are the conditions around it, outermost first.
	Guards     []Guard
	Start, End int
}

// Attr returns the value of an attribute; ok is false if it is not set.
func (r *Resource) Attr(name string) (value Value, ok bool) {
	for _, a := range r.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return Value{}, false
}

// Attr is NAME => VALUE.
type Attr struct {
	Name  string
	Value Value
}

// Guard is an arm of a condition.
type Guard struct {
	// Text is the condition as written; of a case, "case SUBJECT: VALUES".
	Text string
	// Negated is set in the arms after it.
	Negated bool
}

// Include is include, require or contain.
type Include struct {
	Function, Class string
	Start, End      int
}

// Assign is $NAME = VALUE, of a variable or of the default of a parameter.
type Assign struct {
	Name       string
	Value      Value
	Guards     []Guard // the arms around it
	Start, End int
}

// Call is a call of a function with brackets.
type Call struct {
	Name       string
	Args       []Value
	Guards     []Guard // the arms around it
	Start, End int
}

// ValueKind says what a value is.
type ValueKind string

// The kinds of values. Other is everything that would have to be evaluated.
const (
	String   ValueKind = "string"
	Bareword ValueKind = "bareword"
	Variable ValueKind = "variable"
	Array    ValueKind = "array"
	Hash     ValueKind = "hash"
	Other    ValueKind = "other"
)

// Value is the value of a title, an attribute or a variable.
type Value struct {
	Kind ValueKind
	// Text is the text of a string, quotes and escapes resolved and what it
	// interpolates as written; of any other kind, the source.
	Text string
	// Static is set for text that nothing is interpolated into.
	Static bool
	// Items are those of an array, the values of a hash, the results of a
	// selector, or the strings within an expression of another kind.
	Items []Value
	// Keys are those of a hash, as many as Items.
	Keys []Value
	// Guards are the arms of the selectors that choose the value.
	Guards     []Guard
	Start, End int
	spans      []span
}

// span says that the text from an index on comes from an offset on.
type span struct{ text, source int }

// Offset returns the source offset of a byte of the value's text.
func (v *Value) Offset(i int) int {
	n := sort.Search(len(v.spans), func(n int) bool { return v.spans[n].text > i }) - 1
	if n < 0 {
		return min(v.End, v.Start+i)
	}
	return min(v.End, v.spans[n].source+i-v.spans[n].text)
}

// Each calls visit with the value, or with every value that it is made of: the
// items of an array, the values of a hash, what a selector may choose, with
// Guards those of all the selectors around.
func (v *Value) Each(visit func(*Value)) {
	if len(v.Items) == 0 {
		if v.Kind != Array {
			visit(v)
		}
		return
	}
	for i := range v.Items {
		item := v.Items[i]
		if len(v.Guards) > 0 {
			item.Guards = append(v.Guards[:len(v.Guards):len(v.Guards)], item.Guards...)
		}
		item.Each(visit)
	}
}

// Error is a place that could not be read.
type Error struct {
	Offset  int
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }
