package python

import (
	"fmt"

	sitter "github.com/smacker/go-tree-sitter"
)

// leaf marks the kinds below which nothing is worth a step of the cursor:
// every step is a call into C, and these are two nodes of three.
var leaf = [numKinds]bool{
	Token: true, Comment: true, Identifier: true, Integer: true, Float: true,
	True: true, False: true, None: true, StringPart: true, Pass: true,
	Break: true, Continue: true, LineContinuation: true,
}

// grow copies the C tree into the arena in one walk of a cursor, below parent.
func (t *Tree) grow(tree *sitter.Tree, base uint32, parent ID) error {
	cursor := sitter.NewTreeCursor(tree.RootNode())
	defer cursor.Close()
	if parent < 0 {
		// Measured over StarlingX: five bytes of source a node.
		t.Nodes = make([]Node, 0, len(t.Src)/5+16)
	}
	previous := NoNode // the sibling before the node that is added next
	for depth := 0; ; {
		n := t.add(cursor.CurrentNode(), base, parent, previous)
		if t.descends(n) && cursor.GoToFirstChild() {
			if depth++; depth > MaxDepth {
				line, _ := t.Position(int(t.Nodes[n].Start))
				return fmt.Errorf("an expression nested deeper than %d in line %d", MaxDepth, line)
			}
			parent, previous = n, NoNode
			continue
		}
		for previous = n; !cursor.GoToNextSibling(); depth-- {
			if depth == 0 {
				return nil
			}
			cursor.GoToParent()
			previous, parent = parent, t.Nodes[parent].Parent
		}
	}
}

func (t *Tree) add(c *sitter.Node, base uint32, parent, previous ID) ID {
	n := ID(len(t.Nodes))
	kind := Error
	if symbol := c.Symbol(); int(symbol) < len(kinds) {
		kind = kinds[symbol]
	}
	node := Node{
		Kind: kind, Start: base + c.StartByte(), End: base + c.EndByte(),
		Parent: parent, First: NoNode, Next: NoNode,
	}
	// Only the grammar's invented tokens and empty blocks have no width.
	if node.Start == node.End && leaf[kind] && c.IsMissing() {
		node.Kind = Missing
	}
	if node.Kind == Error || node.Kind == Missing {
		t.Errors = append(t.Errors, n)
	}
	t.Nodes = append(t.Nodes, node)
	if previous >= 0 {
		t.Nodes[previous].Next = n
	} else if parent >= 0 {
		t.Nodes[parent].First = n
	}
	return n
}

// descends reports whether the node's children are wanted. Of strings only
// those are that have an f in their prefix, for what they interpolate.
func (t *Tree) descends(n ID) bool {
	node := t.Nodes[n]
	if node.Kind != String {
		return !leaf[node.Kind]
	}
	for _, c := range t.Src[node.Start:node.End] {
		switch c {
		case 'f', 'F', 't', 'T':
			return true
		case '"', '\'', '`':
			return false
		}
	}
	return false
}
