#include "walk.h"

// interpolates reports whether a string literal has an f or t in its prefix.
static bool interpolates(const char *text, uint32_t length) {
  for (uint32_t i = 0; i < length && text[i] != '"' && text[i] != '\'' && text[i] != '`'; i++) {
    char c = text[i] | 0x20;
    if (c == 'f' || c == 't') return true;
  }
  return false;
}

static void add(arena_walk *w, arena_node *nodes, TSNode node, int32_t parent, int32_t previous) {
  arena_node *n = &nodes[w->count];
  uint16_t symbol = ts_node_symbol(node);
  n->kind = symbol < w->symbols ? w->kinds[symbol] : w->error;
  n->start = w->base + ts_node_start_byte(node);
  n->end = w->base + ts_node_end_byte(node);
  n->parent = parent;
  n->first = n->next = -1;
  // Only the grammar's invented tokens and empty blocks have no width.
  if (n->start == n->end && w->leaf[n->kind] && ts_node_is_missing(node)) n->kind = w->missing;
  int32_t id = w->first_id + w->count++;
  if (previous >= 0) nodes[previous - w->first_id].next = id;
  else if (parent >= w->first_id) nodes[parent - w->first_id].first = id;
}

static bool descends(const arena_walk *w, const arena_node *n) {
  if (n->kind == w->string) return interpolates(w->src + n->start - w->base, n->end - n->start);
  return !w->leaf[n->kind];
}

void arena_fill(TSNode root, arena_walk *w, arena_node *nodes) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  int32_t parent = w->parent, previous = -1, depth = 0;
  w->count = 0;
  w->too_deep = -1;
  while (w->count < w->capacity) {
    add(w, nodes, ts_tree_cursor_current_node(&cursor), parent, previous);
    int32_t id = w->first_id + w->count - 1;
    if (descends(w, &nodes[w->count - 1]) && ts_tree_cursor_goto_first_child(&cursor)) {
      if (++depth > w->max_depth) {
        w->too_deep = id;
        break;
      }
      parent = id;
      previous = -1;
      continue;
    }
    for (previous = id; !ts_tree_cursor_goto_next_sibling(&cursor); depth--) {
      if (depth == 0) {
        ts_tree_cursor_delete(&cursor);
        return;
      }
      ts_tree_cursor_goto_parent(&cursor);
      previous = parent;
      parent = nodes[parent - w->first_id].parent;
    }
  }
  ts_tree_cursor_delete(&cursor);
}
