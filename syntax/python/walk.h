// The walk that copies tree-sitter's tree into the arena, in C: a call from Go
// costs as much as the step it makes, and a file has thousands of steps.
#include <stdbool.h>
#include <stdint.h>

// These declarations repeat those of the pinned tree-sitter, whose header lies
// in another module. Weak, so that this package links on its own for cgo's
// checks; the program always has the definitions.
#define WEAK __attribute__((weak))

typedef struct {
  uint32_t context[4];
  const void *id;
  const void *tree;
} TSNode;

typedef struct {
  const void *tree;
  const void *id;
  uint32_t context[3];
} TSTreeCursor;

WEAK uint16_t ts_node_symbol(TSNode);
WEAK uint32_t ts_node_start_byte(TSNode);
WEAK uint32_t ts_node_end_byte(TSNode);
WEAK bool ts_node_is_missing(TSNode);
WEAK TSTreeCursor ts_tree_cursor_new(TSNode);
WEAK void ts_tree_cursor_delete(TSTreeCursor *);
WEAK TSNode ts_tree_cursor_current_node(const TSTreeCursor *);
WEAK bool ts_tree_cursor_goto_parent(TSTreeCursor *);
WEAK bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *);
WEAK bool ts_tree_cursor_goto_first_child(TSTreeCursor *);

// arena_node is the layout of Go's Node.
typedef struct {
  uint8_t kind;
  uint32_t start, end;
  int32_t parent, first, next;
} arena_node;

// arena_walk is what a walk needs to know, and what came of it.
typedef struct {
  const char *src;        // the source that was parsed
  const uint8_t *kinds;   // kind of every symbol
  uint32_t symbols;       // length of kinds
  const uint8_t *leaf;    // for every kind, whether its children are passed over
  uint8_t error, missing, string;
  uint32_t base;          // added to every offset
  int32_t parent;         // of the root, -1 for none
  int32_t first_id;       // id of nodes[0]
  int32_t capacity;       // length of nodes
  int32_t max_depth;
  int32_t count;          // nodes written
  int32_t too_deep;       // id of the node whose children are too deep, or -1
} arena_walk;
