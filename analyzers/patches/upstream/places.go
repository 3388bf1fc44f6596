package upstream

import (
	"path"
	"slices"
	"strings"
)

// place is how sure it is that a path upstream is the file of a patch.
type place uint8

const (
	elsewhere place = iota
	likely          // only the base name agrees, or the path is that of a neighbour
	certain
)

// places says of every path that was seen whether it is a file of a patch.
func (h *history) places(f *file) map[int32]place {
	group := h.groups[path.Base(f.path)]
	var seen []int32
	for id := range h.paths {
		if h.group(int32(id)) == group { //nolint:gosec // an index
			seen = append(seen, int32(id)) //nolint:gosec // the same
		}
	}
	found := map[int32]place{}
	for _, id := range best(f.path, seen, h.paths) {
		found[id] = certain
	}
	if len(found) == 0 && len(seen) == 1 {
		found[seen[0]] = certain // upstream has one file of that name
	}
	h.spread(found)
	if len(found) == 0 {
		for _, id := range seen {
			found[id] = likely
		}
	}
	return found
}

// best gives the paths that fit best: the same path; else the longest that
// ends the patch's, which was cut from a tree that holds upstream's; else those
// that the patch's path ends, which was cut below upstream's top.
func best(own string, seen []int32, paths []string) []int32 {
	var within, around []int32
	for _, id := range seen {
		switch other := paths[id]; {
		case other == own:
			return []int32{id}
		case strings.HasSuffix(own, "/"+other):
			if len(within) > 0 && len(paths[within[0]]) < len(other) {
				within = within[:0]
			}
			if len(within) == 0 || len(paths[within[0]]) == len(other) {
				within = append(within, id)
			}
		case strings.HasSuffix(other, "/"+own):
			around = append(around, id)
		}
	}
	if len(within) > 0 && (strings.Contains(paths[within[0]], "/") || len(around) == 0) {
		return within
	}
	return around
}

// spread adds the paths that a file came from and went to.
func (h *history) spread(found map[int32]place) {
	var queue []int32
	for id := range found {
		queue = append(queue, id)
	}
	slices.Sort(queue)
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, next := range h.linked[id] {
			if _, ok := found[next]; !ok {
				found[next] = found[id]
				queue = append(queue, next)
			}
		}
	}
}
