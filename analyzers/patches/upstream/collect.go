package upstream

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// slot is one line in files of one name, and the keys of patches that it is.
type slot struct {
	refs []ref
	df   int // how many commits change it
}

type ref struct{ patch, key int32 }

// record is what is kept of a commit that has something to do with a patch.
type record struct {
	Commit
	parent  string
	same    []identity
	reverts []string
	paths   []pathHits
}

// identity says that a commit calls itself the same change as a patch.
type identity struct {
	patch int
	by    Evidence
	// vouched says that one of them says to be the other, not only what it is called
	// or that it has to do with it.
	vouched bool
}

// pathHits is what a commit changed in one file.
type pathHits struct {
	path           int32 // in history.paths
	added, deleted bool  // as a whole, and not by a move to or from a path beside
	binary         bool
	lines          int32 // all changed lines
	sequence       uint64
	hits           []hit
}

// hit is a line that the commit added or removed on balance.
type hit struct {
	slot int32
	plus bool
}

// history is what one pass over the commits gives.
type history struct {
	patches  []*carried
	groups   map[string]int32 // base names; a renamed file is of its old group
	slots    []slot
	byLine   map[uint64]int32
	paths    []string
	pathIDs  map[string]int32
	linked   map[int32][]int32 // paths that one commit moved to each other
	records  []*record
	byCommit map[string]*record
	commits  int
	bySays   map[string][]int // subjects and Change-Ids of patches

	// Of the commit that is being read:
	open    []pathHits
	changes []change
	spare   []int32
}

// change is a line of the commit that is being read.
type change struct {
	slot, at int32 // at is in history.open
	net      int32
}

func newHistory(patches []*carried) *history {
	h := &history{patches: patches, groups: map[string]int32{}, byLine: map[uint64]int32{}, pathIDs: map[string]int32{},
		linked: map[int32][]int32{}, byCommit: map[string]*record{}, bySays: map[string][]int{}}
	for i, c := range patches {
		for _, f := range c.files {
			if _, ok := h.groups[path.Base(f.path)]; !ok {
				h.groups[path.Base(f.path)] = int32(len(h.groups)) //nolint:gosec // bounded by the patches
			}
		}
		for k := range c.keys {
			h.index(i, k)
		}
		for _, name := range []string{c.subject, c.changeID} {
			if name != "" {
				h.bySays[name] = append(h.bySays[name], i)
			}
		}
	}
	return h
}

func (h *history) index(patch, k int) {
	c := h.patches[patch]
	at := inGroup(h.groups[path.Base(c.files[c.keys[k].file].path)], c.keys[k].line)
	id, ok := h.byLine[at]
	if !ok {
		id = int32(len(h.slots)) //nolint:gosec // bounded by the patches' lines
		h.byLine[at] = id
		h.slots = append(h.slots, slot{})
	}
	h.slots[id].refs = append(h.slots[id].refs, ref{int32(patch), int32(k)}) //nolint:gosec // the same
}

func inGroup(group int32, line uint64) uint64 {
	return (line ^ uint64(group+1)*0x9e3779b97f4a7c15) * fnvPrime //nolint:gosec // never negative
}

func (h *history) file(f git.FileChange) {
	id := h.pathID(f.Path)
	h.open = append(h.open, pathHits{path: id, added: f.Added, deleted: f.Deleted, binary: f.Binary, sequence: fnvOffset})
}

// pathID is the number of a path.
func (h *history) pathID(name string) int32 {
	id, ok := h.pathIDs[name]
	if !ok {
		id = int32(len(h.paths)) //nolint:gosec // bounded by the history's files
		name = strings.Clone(name)
		h.pathIDs[name] = id
		h.paths = append(h.paths, name)
	}
	return id
}

// pathName is a path, each kept once.
func (h *history) pathName(name string) string { return h.paths[h.pathID(name)] }

func (h *history) line(group int32, op byte, text []byte) {
	hash, says := lineHash(text)
	at := len(h.open) - 1
	p := &h.open[at]
	p.lines++
	p.sequence = inOrder(p.sequence, op, hash)
	if !says {
		return
	}
	id, ok := h.byLine[inGroup(group, hash)]
	if !ok {
		return
	}
	net := int32(1)
	if op == '-' {
		net = -1
	}
	h.changes = append(h.changes, change{id, int32(at), net}) //nolint:gosec // bounded by the commit's files
}

// flush ends a commit: it keeps what it changed on balance, so that lines that
// it moved, also to a file of that name elsewhere, or indented anew are none.
func (h *history) flush(c *git.Revision) {
	if c.ID == "" {
		return
	}
	h.moves()
	slices.SortFunc(h.changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.at, b.at)) })
	hits := false
	for i := 0; i < len(h.changes); {
		hits = h.balance(&i) || hits
	}
	r := h.byCommit[c.ID]
	if r == nil && (hits || slices.ContainsFunc(h.open, func(p pathHits) bool { return p.deleted || p.binary })) {
		r = h.record(c)
	}
	for _, p := range h.open {
		if r != nil && (len(p.hits) > 0 || len(r.same) > 0 || p.deleted || p.binary) {
			r.paths = append(r.paths, p)
		}
	}
	h.open, h.changes = h.open[:0], h.changes[:0]
}

// identified keeps a commit that says to be the same change as a patch, or to
// take another back.
func (h *history) identified(c *git.Revision) {
	if h.byCommit[c.ID] != nil {
		return // read before
	}
	h.commits++
	same, reverts := h.same(c), readReverts(c)
	if len(same) > 0 || len(reverts) > 0 {
		r := h.record(c)
		r.same, r.reverts = same, reverts
	}
}

func (h *history) record(c *git.Revision) *record {
	r := &record{Commit: Commit{ID: c.ID, Date: c.Committed, Subject: strings.Clone(c.Subject())}}
	if len(c.Parents) > 0 {
		r.parent = c.Parents[0]
	}
	h.records = append(h.records, r)
	h.byCommit[c.ID] = r
	return r
}

// balance adds up what the commit did to one line, and says whether it is a hit.
func (h *history) balance(i *int) bool {
	id, total := h.changes[*i].slot, int32(0)
	end := *i
	for ; end < len(h.changes) && h.changes[end].slot == id; end++ {
		total += h.changes[end].net
	}
	some := false
	for *i < end {
		at, net := h.changes[*i].at, int32(0)
		for ; *i < end && h.changes[*i].at == at; *i++ {
			net += h.changes[*i].net
		}
		if net != 0 && total != 0 && net > 0 == (total > 0) {
			h.open[at].hits = append(h.open[at].hits, hit{id, net > 0})
			some = true
		}
	}
	if some {
		h.slots[id].df++
	}
	return some
}

// mostMoves bounds the pairs of paths that one commit links: a commit that
// moves a whole tree moves many files of one name.
const mostMoves = 64

// moves links files that came and went in one commit under one name.
func (h *history) moves() {
	pairs := 0
	for i := range h.open {
		for j := range h.open {
			a, b := &h.open[i], &h.open[j]
			if !a.deleted || !b.added || pairs == mostMoves || h.group(a.path) != h.group(b.path) {
				continue
			}
			pairs++
			h.link(a.path, b.path)
			h.spare = append(h.spare, int32(i), int32(j)) //nolint:gosec // bounded by the commit's files
		}
	}
	for _, i := range h.spare {
		h.open[i].added, h.open[i].deleted = false, false
	}
	h.spare = h.spare[:0]
}

func (h *history) group(id int32) int32 { return h.groups[path.Base(h.paths[id])] }

func (h *history) link(a, b int32) {
	if !slices.Contains(h.linked[a], b) {
		h.linked[a] = append(h.linked[a], b)
		h.linked[b] = append(h.linked[b], a)
	}
}

// same finds the patches that a commit calls itself the same as.
func (h *history) same(c *git.Revision) []identity {
	s := readMessage(c)
	var list []identity
	for _, i := range h.bySays[s.changeID] {
		list = append(list, identity{i, ByChangeID, true})
	}
	for i, p := range h.patches {
		if s.is(c.ID, p.sources) {
			list = append(list, identity{i, ByCherryPick, s.is(c.ID, p.origins)})
		}
	}
	for _, i := range h.bySays[s.subject] {
		list = append(list, identity{i, BySubject, false})
	}
	return list
}
