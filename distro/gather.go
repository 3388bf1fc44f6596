package distro

import (
	"bytes"
	"slices"
)

// gathered are the lines of a table in the making, in one text, so that hundreds
// of thousands of them cost no more than their bytes.
type gathered struct {
	text []byte
	ends []uint32 // where each line ends in it
}

// add takes a line of fields; those at its end that are empty are left out, and
// so is a line that is the same as the one before. What does not go into a table
// any more is not kept, as the table is refused.
func (g *gathered) add(fields ...string) {
	from := len(g.text)
	if from > maxTable {
		return
	}
	size := len(fields)
	for _, f := range fields {
		size += len(f)
	}
	if size > cap(g.text)-from {
		g.text = slices.Grow(g.text, from+size) // twice as much: less is copied
	}
	for i, f := range fields {
		if i > 0 {
			g.text = append(g.text, '\t')
		}
		g.text = append(g.text, f...)
	}
	g.text = g.text[:from+len(bytes.TrimRight(g.text[from:], "\t"))]
	if n := len(g.ends); n > 0 && bytes.Equal(g.text[from:], g.line(n-1)) {
		g.text = g.text[:from]
		return
	}
	g.ends = append(g.ends, uint32(len(g.text))) //nolint:gosec // little more than maxTable
}

// whole reports whether all lines that were added are there.
func (g *gathered) whole() bool { return len(g.text) <= maxTable }

func (g *gathered) line(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = g.ends[i-1]
	}
	return g.text[from:g.ends[i]]
}

// size is that of all lines with a prefix ahead of each.
func (g *gathered) size(prefix string) int { return len(g.text) + len(g.ends)*(len(prefix)+1) }

// span is where a line is.
type span struct{ from, to uint32 }

// sorted calls f with each line once, in the order of their bytes. A tab is before
// every byte that a key may have, so that this is the order of the keys as well.
func (g *gathered) sorted(f func(line []byte)) {
	spans := make([]span, len(g.ends))
	from := uint32(0)
	for i, end := range g.ends {
		spans[i] = span{from, end}
		from = end
	}
	// Metadata is in order but for a few places where files or folders meet, and a
	// stable sort is quick with that.
	slices.SortStableFunc(spans, func(a, b span) int { return bytes.Compare(g.text[a.from:a.to], g.text[b.from:b.to]) })
	var last []byte
	for _, s := range spans {
		if line := g.text[s.from:s.to]; last == nil || !bytes.Equal(line, last) {
			f(line)
			last = line
		}
	}
}

// appendAll appends all lines to a table's text, each behind a prefix and once.
func (g *gathered) appendAll(text []byte, prefix string) []byte {
	text = slices.Grow(text, g.size(prefix))
	g.sorted(func(line []byte) {
		text = append(append(append(text, prefix...), line...), '\n')
	})
	return text
}

// appendNewest appends one line of each key: that of the newest version, which is
// the second field.
func (g *gathered) appendNewest(text []byte, family string) []byte {
	text = slices.Grow(text, g.size(""))
	var newest []byte
	var key, version string // of it
	flush := func() {
		if newest != nil {
			text = append(append(text, newest...), '\n')
		}
	}
	g.sorted(func(line []byte) {
		k, rest, _ := cut(stringOf(line))
		v, _, _ := cut(rest)
		switch {
		case newest == nil || k != key:
			flush()
		case CompareIn(family, version, v) >= 0:
			return
		}
		newest, key, version = line, k, v
	})
	flush()
	return text
}
