package python

/*
#include "walk.h"

WEAK uint32_t ts_node_descendant_count(TSNode);
void arena_fill(TSNode root, arena_walk *walk, arena_node *nodes);
*/
import "C"

import (
	"fmt"
	"runtime"
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
)

// leaf marks the kinds whose children nobody asks about.
var leaf = [numKinds]bool{
	Token: true, Comment: true, Identifier: true, Integer: true, Float: true,
	True: true, False: true, None: true, StringPart: true, Pass: true,
	Break: true, Continue: true, LineContinuation: true,
}

// The arena is filled in C: its nodes must be laid out as Go's are.
var _ = [1]struct{}{}[unsafe.Sizeof(Node{})-C.sizeof_arena_node]

// grow copies the C tree into the arena in one walk, below parent. src is what
// was parsed, base its offset in the tree's source.
func (t *Tree) grow(tree *sitter.Tree, src []byte, base uint32, parent ID) error {
	if len(src) == 0 {
		src = []byte{0}
	}
	node := tree.RootNode()
	// The binding keeps the C node to itself: it is the first field of its own.
	root := *(*C.TSNode)(unsafe.Pointer(node))
	first := len(t.Nodes)
	capacity := int(C.ts_node_descendant_count(root)) + 1
	t.Nodes = append(t.Nodes, make([]Node, capacity)...)
	var pin runtime.Pinner
	defer pin.Unpin()
	pin.Pin(&src[0])
	pin.Pin(&kinds[0])
	pin.Pin(&leaf[0])
	walk := C.arena_walk{
		src:     (*C.char)(unsafe.Pointer(&src[0])),
		kinds:   (*C.uint8_t)(unsafe.Pointer(&kinds[0])),
		symbols: C.uint32_t(len(kinds)),
		leaf:    (*C.uint8_t)(unsafe.Pointer(&leaf[0])),
		error:   C.uint8_t(Error), missing: C.uint8_t(Missing), string: C.uint8_t(String),
		base: C.uint32_t(base), parent: C.int32_t(parent), first_id: C.int32_t(first),
		capacity: C.int32_t(capacity), max_depth: MaxDepth,
	}
	C.arena_fill(root, &walk, (*C.arena_node)(unsafe.Pointer(&t.Nodes[first])))
	runtime.KeepAlive(node)
	t.Nodes = t.Nodes[:first+int(walk.count)]
	if parent >= 0 {
		t.Nodes[parent].First = ID(first)
	}
	if walk.too_deep >= 0 {
		line, _ := t.Position(int(t.Nodes[walk.too_deep].Start))
		return fmt.Errorf("an expression nested deeper than %d in line %d", MaxDepth, line)
	}
	for i := first; i < len(t.Nodes); i++ {
		if k := t.Nodes[i].Kind; k == Error || k == Missing {
			t.Errors = append(t.Errors, ID(i))
		}
	}
	return nil
}
