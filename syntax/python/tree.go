// Package python reads Python 2 and 3 source into a flat tree. The grammar is
// tree-sitter's, which accepts both languages; one walk copies its tree into
// an arena without pointers and the C tree is closed at once, so that what
// this package returns may be read from any goroutine.
//
// The grammar's acceptance says nothing about validity on either Python: rules
// look at nodes. It misreads some Python 2 statements without an error, above
// all print and exec before a bracket or a sign; those are for the analyzer,
// which finds the statement's leftmost name.
package python

import (
	"iter"
	"sort"
)

// ID is the index of a node in its tree. The root is 0; NoNode is none.
type ID int32

// NoNode is returned where there is no such node.
const NoNode ID = -1

// Node is one node of the arena. Start and End are byte offsets into the
// source, half-open.
type Node struct {
	Kind       Kind
	Start, End uint32
	Parent     ID
	First      ID // first child
	Next       ID // next sibling
}

// Tree is a parsed file.
type Tree struct {
	// Src is what was parsed: as long as the bytes given to Parse, with the
	// same offsets, but with bytes that are not UTF-8 and lone carriage
	// returns replaced (see Parse).
	Src   []byte
	Nodes []Node
	// Errors lists the Error and Missing nodes in source order.
	Errors []ID
	// Encoding is the coding cookie's value in lower case, or "".
	Encoding string
	// ValidUTF8 says whether the bytes given were UTF-8.
	ValidUTF8 bool

	lines []uint32 // offset of the start of every line
}

// Kind returns the node's kind, Invalid for NoNode.
func (t *Tree) Kind(n ID) Kind {
	if n < 0 {
		return Invalid
	}
	return t.Nodes[n].Kind
}

// Text returns the node's source text; it must not be changed.
func (t *Tree) Text(n ID) string {
	if n < 0 {
		return ""
	}
	return string(t.Src[t.Nodes[n].Start:t.Nodes[n].End])
}

// Is reports whether the node is of the kind and has the text.
func (t *Tree) Is(n ID, kind Kind, text string) bool {
	return n >= 0 && t.Nodes[n].Kind == kind &&
		string(t.Src[t.Nodes[n].Start:t.Nodes[n].End]) == text
}

// Parent returns the node's parent, NoNode for the root.
func (t *Tree) Parent(n ID) ID {
	if n < 0 {
		return NoNode
	}
	return t.Nodes[n].Parent
}

// Children yields every child, tokens and comments too.
func (t *Tree) Children(n ID) iter.Seq[ID] {
	return func(yield func(ID) bool) {
		if n < 0 {
			return
		}
		for c := t.Nodes[n].First; c >= 0; c = t.Nodes[c].Next {
			if !yield(c) {
				return
			}
		}
	}
}

// Named yields the children that are neither tokens nor comments.
func (t *Tree) Named(n ID) iter.Seq[ID] {
	return func(yield func(ID) bool) {
		for c := range t.Children(n) {
			if t.Nodes[c].Kind.named() && !yield(c) {
				return
			}
		}
	}
}

func (k Kind) named() bool {
	return k != Token && k != Comment && k != LineContinuation
}

// Child returns the i-th named child, counted from 0, or NoNode.
func (t *Tree) Child(n ID, i int) ID {
	for c := range t.Named(n) {
		if i == 0 {
			return c
		}
		i--
	}
	return NoNode
}

// Count returns how many named children the node has.
func (t *Tree) Count(n ID) (count int) {
	for range t.Named(n) {
		count++
	}
	return count
}

// ChildOf returns the first child of the kind, or NoNode.
func (t *Tree) ChildOf(n ID, kind Kind) ID {
	for c := range t.Children(n) {
		if t.Nodes[c].Kind == kind {
			return c
		}
	}
	return NoNode
}

// HasToken reports whether a direct child is the token.
func (t *Tree) HasToken(n ID, text string) bool {
	return t.TokenOf(n, text) >= 0
}

// TokenOf returns the first direct child that is the token, or NoNode.
func (t *Tree) TokenOf(n ID, text string) ID {
	for c := range t.Children(n) {
		if t.Is(c, Token, text) {
			return c
		}
	}
	return NoNode
}

// Last returns the last child, tokens too but no comment, or NoNode.
func (t *Tree) Last(n ID) ID {
	last := NoNode
	for c := range t.Children(n) {
		if t.Nodes[c].Kind != Comment {
			last = c
		}
	}
	return last
}

// Ancestor returns the nearest ancestor of one of the kinds, or NoNode.
func (t *Tree) Ancestor(n ID, kinds ...Kind) ID {
	for p := t.Parent(n); p >= 0; p = t.Nodes[p].Parent {
		for _, k := range kinds {
			if t.Nodes[p].Kind == k {
				return p
			}
		}
	}
	return NoNode
}

// Lines returns how many lines the source has.
func (t *Tree) Lines() int { return len(t.lines) }

// Position returns the line and column of an offset, both from 1; columns
// count bytes.
func (t *Tree) Position(offset int) (line, column int) {
	i := sort.Search(len(t.lines), func(i int) bool { return int(t.lines[i]) > offset }) - 1
	if i < 0 {
		return 1, offset + 1
	}
	return i + 1, offset - int(t.lines[i]) + 1
}

// Dotted returns the text of a chain of names and attributes ("os.path.walk"),
// or "" if the node is anything else.
func (t *Tree) Dotted(n ID) string {
	switch t.Kind(n) {
	case Identifier:
		return t.Text(n)
	case DottedName:
		return t.joined(n)
	case Attribute:
		object := t.Dotted(t.Child(n, 0))
		if object == "" {
			return ""
		}
		return object + "." + t.Text(t.Child(n, 1))
	}
	return ""
}

// joined is a dotted name without the blanks that the source may have in it.
func (t *Tree) joined(n ID) string {
	name := ""
	for c := range t.Named(n) {
		if name != "" {
			name += "."
		}
		name += t.Text(c)
	}
	return name
}
