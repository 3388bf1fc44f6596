package upstream

import (
	"cmp"
	"math"
	"slices"
)

// candidate is a commit that may have a patch's change, or a part of it.
type candidate struct {
	record  *record
	by      Evidence // of its message; empty if that says nothing
	sure    []int32  // keys changed alike, in a file that certainly is the patch's
	soft    []int32  // keys that are there, but the file was copied or only likely
	back    []int32  // keys changed the other way
	lines   int32    // all lines that it changed in those files
	vouched bool     // one of them says to be the other
	moves   bool     // it takes lines out of a file to put them into another
	exact   bool     // the same lines in the same order in every file that counts

	forward, plus, reverse, undone float64
}

// scored is a patch with its candidates.
type scored struct {
	*carried
	places     []map[int32]place // of its files
	weights    []float64         // of its keys; 0 for those that do not count
	total, add float64           // of all weights, and of those of added lines
	found      []*candidate
	telling    float64 // the weight from which a line tells something
	binary     bool    // git showed no lines of one of its files
}

// rarest is the part of all commits that may change a line which still tells
// something by itself.
const rarest = 100

// telling is the weight of a line that so many commits change that one more
// would tell nothing.
func (h *history) telling() float64 {
	return h.weight(max(8, h.commits/rarest))
}

// weight is that of a line that so many commits change.
func (h *history) weight(df int) float64 {
	return max(.1, math.Log(float64(h.commits+1)/float64(df+1))+.1)
}

// score looks at every record for every patch.
func (h *history) score() []*scored {
	list := make([]*scored, len(h.patches))
	for i, c := range h.patches {
		s := &scored{carried: c, weights: make([]float64, len(c.keys)), telling: h.telling()}
		for f := range c.files {
			s.places = append(s.places, h.places(&c.files[f]))
		}
		list[i] = s
	}
	for id := range h.slots {
		weight := h.weight(h.slots[id].df)
		for _, r := range h.slots[id].refs {
			s := list[r.patch]
			if k := s.keys[r.key]; !k.weak {
				s.weights[r.key] = weight
				s.total += s.weights[r.key]
				if k.plus {
					s.add += s.weights[r.key]
				}
			}
		}
	}
	for _, r := range h.records {
		h.scoreRecord(list, r)
	}
	for _, s := range list {
		slices.SortFunc(s.found, compareCandidates)
	}
	return list
}

// scoreRecord adds the commit to the candidates of every patch that it may be.
func (h *history) scoreRecord(list []*scored, r *record) {
	byPatch := map[int]*candidate{}
	of := func(patch int) *candidate {
		c := byPatch[patch]
		if c == nil {
			c = &candidate{record: r}
			byPatch[patch] = c
		}
		return c
	}
	for _, s := range r.same {
		if c := of(s.patch); c.by == "" {
			c.by, c.vouched = s.by, s.vouched
		}
	}
	for i := range r.paths {
		p := &r.paths[i]
		if p.binary {
			h.unseen(list, p)
		}
		counted := map[int]bool{}
		for _, hit := range p.hits {
			for _, ref := range h.slots[hit.slot].refs {
				s := list[ref.patch]
				c := s.take(of, ref, hit.plus, p)
				if c != nil && !counted[int(ref.patch)] {
					counted[int(ref.patch)] = true
					c.lines += p.lines
				}
			}
		}
	}
	for patch, c := range byPatch {
		s := list[patch]
		c.exact = s.inOrder(r)
		s.weigh(c)
		if c.by != "" || c.exact || c.forward >= .05 || c.undone >= .5 || len(c.soft) > 0 && s.weight(c.soft) >= .25*s.total {
			s.found = append(s.found, c)
		}
	}
}

// take counts one hit for a key of the patch, and gives the candidate if it
// counts.
func (s *scored) take(of func(int) *candidate, r ref, plus bool, p *pathHits) *candidate {
	k := s.keys[r.key]
	f := &s.files[k.file]
	where := s.places[k.file][p.path]
	if where == elsewhere {
		return nil
	}
	c := of(int(r.patch))
	switch {
	case plus != k.plus && (p.deleted || p.added || where != certain):
		return nil // a file that goes as a whole takes no change back
	case plus != k.plus:
		c.back = append(c.back, r.key)
	case where != certain, plus && p.added && !f.isNew, !plus && p.deleted && !f.deleted:
		c.soft = append(c.soft, r.key)
	default:
		c.sure = append(c.sure, r.key)
	}
	return c
}

// inOrder says whether the commit changes the very lines of the patch, in their
// order, in every file that counts.
func (s *scored) inOrder(r *record) bool {
	some := false
	for f := range s.files {
		own := &s.files[f]
		if own.sequenced == 0 || own.weak && some {
			continue
		}
		same := slices.ContainsFunc(r.paths, func(p pathHits) bool {
			return int(p.lines) == own.sequenced && p.sequence == own.sequence && s.places[f][p.path] == certain
		})
		if !same && !own.weak {
			return false
		}
		some = some || same
	}
	return some
}

func (s *scored) weight(keys []int32) float64 {
	sum := 0.
	for _, k := range keys {
		sum += s.weights[k]
	}
	return sum
}

func (s *scored) weigh(c *candidate) {
	c.sure, c.soft, c.back = unique(c.sure), unique(c.soft), unique(c.back)
	c.forward = share(s.weight(c.sure), s.total)
	c.undone = share(s.weight(c.back), s.total)
	c.plus = share(s.weight(s.added(c.sure)), s.add)
	c.reverse = share(float64(max(len(c.sure), len(c.back))), float64(c.lines))
}

// added are the keys that add.
func (s *scored) added(keys []int32) []int32 {
	var list []int32
	for _, k := range keys {
		if s.keys[k].plus {
			list = append(list, k)
		}
	}
	return list
}

func unique(keys []int32) []int32 {
	slices.Sort(keys)
	return slices.Compact(keys)
}

// share is a part of a whole, from 0 to 1. It is rounded: sums of weights end in other
// last digits with every commit that is fetched, and four lines of five are .8.
func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return math.Round(min(part/whole, 1)*1e9) / 1e9
}

// strength orders the kinds of evidence.
var strength = map[Evidence]int{ByChangeID: 4, ByCherryPick: 3, BySubject: 1}

// compareCandidates puts the best first: most of the patch, then what the
// message says, then least beside it, then the earliest.
func compareCandidates(a, b *candidate) int {
	return cmp.Or(
		cmp.Compare(math.Round(b.forward*20), math.Round(a.forward*20)),
		cmp.Compare(strength[b.by], strength[a.by]),
		cmp.Compare(math.Round(b.reverse*20), math.Round(a.reverse*20)),
		a.record.Date.Compare(b.record.Date),
		cmp.Compare(a.record.ID, b.record.ID),
	)
}

// unseen notes a file of which git showed no lines: its change may be there.
func (h *history) unseen(list []*scored, p *pathHits) {
	for _, s := range list {
		for f := range s.files {
			s.binary = s.binary || s.files[f].sequenced > 0 && s.places[f][p.path] == certain
		}
	}
}
