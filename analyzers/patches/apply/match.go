package apply

import "bytes"

// mostSteps bounds how many lines are looked at for one patch, so that a patch
// made for that cannot keep the search busy for ever. All real ones together need
// a thousandth of it.
const mostSteps = 2_000_000_000

// text is a file as lines, each with its newline.
type text struct {
	lines [][]byte
	// ids number the lines that differ, from 0. They are made when a hunk is not
	// where it says it is.
	ids   []int32
	known map[string]int32
	// places[starts[i]:starts[i+1]] are the lines with the id i.
	places, starts []int32
}

func splitLines(data []byte) [][]byte {
	lines := make([][]byte, 0, bytes.Count(data, []byte("\n"))+1)
	for len(data) > 0 {
		n := bytes.IndexByte(data, '\n') + 1
		if n == 0 {
			n = len(data)
		}
		lines = append(lines, data[:n:n])
		data = data[n:]
	}
	return lines
}

// number gives the lines their ids and notes where each id stands.
func (t *text) number() {
	t.known = make(map[string]int32)
	t.ids = make([]int32, len(t.lines))
	for i, line := range t.lines {
		id, ok := t.known[string(line)]
		if !ok {
			id = int32(len(t.known)) //nolint:gosec // a file has fewer lines: see MostFile
			t.known[string(line)] = id
		}
		t.ids[i] = id
	}
	t.starts = make([]int32, len(t.known)+1)
	for _, id := range t.ids {
		t.starts[id+1]++
	}
	for i := range len(t.known) {
		t.starts[i+1] += t.starts[i]
	}
	next := append([]int32(nil), t.starts...)
	t.places = make([]int32, len(t.ids))
	for i, id := range t.ids {
		t.places[next[id]] = int32(i) //nolint:gosec // as above
		next[id]++
	}
}

// fits reports whether the pattern stands at a line, from 0.
func (t *text) fits(pattern [][]byte, at int) bool {
	if at < 0 || at+len(pattern) > len(t.lines) {
		return false
	}
	for i, line := range pattern {
		if !bytes.Equal(line, t.lines[at+i]) {
			return false
		}
	}
	return true
}

// nearest finds the place of the pattern that is nearest to guess, between low and
// high; of two that are equally near the later one. Lines are counted from 0. Every
// search takes its steps from the budget.
func (t *text) nearest(pattern [][]byte, guess, low, high int, budget *int) (at int, ok bool) {
	if guess >= low && guess <= high && t.fits(pattern, guess) {
		return guess, true
	}
	if low = max(low, 0); low > high {
		return 0, false
	}
	if t.ids == nil {
		*budget -= len(t.lines)
		t.number()
	}
	ids := make([]int32, len(pattern))
	rarest := -1
	for i, line := range pattern {
		id, known := t.known[string(line)]
		if !known {
			return 0, false
		}
		ids[i] = id
		if rarest < 0 || t.count(id) < t.count(ids[rarest]) {
			rarest = i
		}
	}
	*budget -= len(pattern)
	best := closest{guess: guess, low: low, high: high}
	switch {
	case len(ids) == 0:
		best.offer(low)
		best.offer(high)
	case t.count(ids[rarest])*len(ids) <= 4*len(t.ids):
		t.tryPlaces(ids, rarest, &best, budget)
	default:
		t.scan(ids, &best, budget)
	}
	return best.at, best.found
}

func (t *text) count(id int32) int { return int(t.starts[id+1] - t.starts[id]) }

// tryPlaces compares wherever the rarest line of the pattern stands.
func (t *text) tryPlaces(ids []int32, rarest int, best *closest, budget *int) {
	id := ids[rarest]
	for _, place := range t.places[t.starts[id]:t.starts[id+1]] {
		at := int(place) - rarest
		*budget--
		if at < 0 || at+len(ids) > len(t.ids) || !best.nearer(at) {
			continue
		}
		*budget -= len(ids)
		if equal(ids, t.ids[at:]) {
			best.offer(at)
		}
	}
}

func equal(ids, text []int32) bool {
	for i, id := range ids {
		if text[i] != id {
			return false
		}
	}
	return true
}

// scan goes once through the lines (Knuth, Morris, Pratt), which takes no longer
// where all lines are alike.
func (t *text) scan(ids []int32, best *closest, budget *int) {
	fallback := make([]int, len(ids)+1)
	fallback[0] = -1
	for i, k := 0, -1; i < len(ids); {
		for k >= 0 && ids[i] != ids[k] {
			k = fallback[k]
		}
		i, k = i+1, k+1
		fallback[i] = k
	}
	end := min(best.high+len(ids), len(t.ids))
	*budget -= max(0, end-best.low) + len(ids)
	k := 0
	for i := best.low; i < end; i++ {
		for k >= 0 && (k == len(ids) || t.ids[i] != ids[k]) {
			k = fallback[k]
		}
		k++
		if k == len(ids) {
			best.offer(i + 1 - k)
		}
	}
}

// closest keeps the place that is nearest to a guess.
type closest struct {
	guess, low, high int
	at               int
	found            bool
}

// nearer reports whether a place is in range and nearer than the best one so far.
func (c *closest) nearer(at int) bool {
	if at < c.low || at > c.high {
		return false
	}
	if !c.found {
		return true
	}
	own, other := abs(at-c.guess), abs(c.at-c.guess)
	return own < other || own == other && at > c.at
}

func (c *closest) offer(at int) {
	if c.nearer(at) {
		c.at, c.found = at, true
	}
}
