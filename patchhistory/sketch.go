package patchhistory

import (
	"math"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// sketch is what is known of a patch's changed lines.
type sketch struct {
	hashes []uint32 // ascending
	all    bool     // they are all of the lines
	lines  int
}

func sketchOf(c *finding.PatchIdentity) sketch {
	hashes, all := c.Hashes()
	s := sketch{hashes: hashes, all: all}
	if c != nil {
		s.lines = c.Lines
	}
	return s
}

// weights says how much a line tells: one that many patches of a side change, such
// as the release in a spec, tells little.
func weights(sides ...[]*carried) func(uint32) float64 {
	most, n := map[uint32]int{}, 0
	for _, side := range sides {
		n = max(n, len(side))
		seen := map[uint32]int{}
		for _, c := range side {
			for _, h := range c.hashes {
				seen[h]++
				most[h] = max(most[h], seen[h])
			}
		}
	}
	return func(h uint32) float64 { return math.Log(float64(n+1)/float64(most[h]+1)) + .1 }
}

// share is how much of a's lines, by weight, some of the list have too, from 0 to
// 1. Of a large patch the sketch holds a sample: a's lines count as far as it reaches.
func (m *matching) share(a *carried, list ...*carried) float64 {
	reach := uint32(math.MaxUint32)
	for _, b := range list {
		if len(b.hashes) > 0 && !b.all {
			reach = min(reach, b.hashes[len(b.hashes)-1])
		}
	}
	common, whole := 0.0, 0.0
	for _, h := range a.hashes {
		if h > reach {
			break
		}
		w := m.weigh(h)
		whole += w
		if slices.ContainsFunc(list, func(b *carried) bool {
			_, has := slices.BinarySearch(b.hashes, h)
			return has
		}) {
			common += w
		}
	}
	if whole == 0 {
		return 0
	}
	return common / whole
}

// weight is what a patch's lines weigh together.
func (m *matching) weight(c *carried) float64 {
	sum := 0.0
	for _, h := range c.hashes {
		sum += m.weigh(h)
	}
	return sum
}
