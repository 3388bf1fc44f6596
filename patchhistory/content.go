package patchhistory

import (
	"cmp"
	"slices"
)

// Bounds for patches that went into others. What is held has to be there nearly
// whole, and to be more than a line or two that many patches change.
const (
	heldShare = .8
	heldLines = 3
	// heldWeight is what lines have to weigh in the package itself: one that a
	// few patches change is enough, such as the name of a patch.
	heldWeight = 4
	// mostCommon is how many patches may change a line before it says nothing of
	// where lines went.
	mostCommon = 40
)

// contents finds patches whose lines are in other patches now: several that went
// into one, and one that went into several.
func (m *matching) contents() {
	into := m.holders(m.old, m.new)
	of := m.holders(m.new, m.old)
	m.grown(into, of)
	for _, a := range m.old {
		if holder := into[a]; a.mate == nil && holder != nil {
			a.into, a.covered = holder, m.share(a, holder)
			if holder.mate == nil {
				holder.parts = append(holder.parts, a)
			}
		}
	}
	for _, b := range m.new {
		if whole := of[b]; b.mate == nil && len(b.parts) == 0 && whole != nil && whole.into == nil {
			b.into, b.covered = whole, m.share(b, whole)
			if whole.mate == nil {
				whole.parts = append(whole.parts, b)
			}
		}
	}
	for _, c := range slices.Concat(m.old, m.new) {
		if len(c.parts) > 0 {
			c.covered = m.share(c, c.parts...)
		}
	}
}

// holders finds for each patch without a mate the patch of the other side that
// holds its lines, if that did not hold them before: one that did was carried
// beside it, and says nothing of where it went.
func (m *matching) holders(list, others []*carried) map[*carried]*carried {
	index := map[uint32][]*carried{}
	for _, b := range others {
		for _, h := range b.hashes {
			index[h] = append(index[h], b)
		}
	}
	found := map[*carried]*carried{}
	for _, a := range list {
		if a.mate != nil || a.lines == 0 {
			continue
		}
		seen := map[*carried]bool{}
		best, most := (*carried)(nil), 0.0
		for _, h := range a.hashes {
			holders := index[h]
			if len(holders) > mostCommon {
				continue
			}
			for _, b := range holders {
				if seen[b] {
					continue
				}
				seen[b] = true
				if score := m.held(a, b); score > most {
					best, most = b, score
				}
			}
		}
		if best != nil {
			found[a] = best
		}
	}
	return found
}

// held says how well b explains where a went, 0 if it does not.
func (m *matching) held(a, b *carried) float64 {
	share := m.share(a, b)
	if share < heldShare || b.mate != nil && m.share(a, b.mate) >= .5 {
		return 0
	}
	if m.packages.follows(a, b) || m.packages.follows(b, a) {
		if a.lines < heldLines && m.weight(a) < heldWeight {
			return 0
		}
		return share + 1
	}
	// Lines that went into another package are more than a spec's routine.
	if a.lines < heldLines || a.Kind == "meta" || b.Kind == "meta" {
		return 0
	}
	return share
}

// grown pairs a patch with the one that holds it, if neither has anything to do
// with a third: that one was enlarged, or cut down.
func (m *matching) grown(into, of map[*carried]*carried) {
	count := map[*carried]int{}
	for _, holders := range []map[*carried]*carried{into, of} {
		for _, holder := range holders {
			count[holder]++
		}
	}
	var list []candidate
	for a, b := range into {
		if b.mate == nil && count[b] == 1 && (of[b] == nil || of[b] == a) {
			list = append(list, candidate{a, b, m.share(a, b)})
		}
	}
	for b, a := range of {
		if a.mate == nil && count[a] == 1 && into[a] == nil {
			list = append(list, candidate{a, b, m.share(b, a)})
		}
	}
	// The order of maps must not show.
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.old.at, b.old.at), cmp.Compare(a.new.at, b.new.at))
	})
	m.take(list, "content")
}
