package history

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// A run that is stored as difference has, between its own lines, lines that say
// how many of its parent's are taken over and how many are left out, in order.
const (
	opKeep = "keep" // COUNT
	opDrop = "drop" // COUNT
)

// difference gives the lines that make new out of old: counts, and the lines
// that old does not have where they come.
func difference(old, new [][]byte) [][]byte {
	var out [][]byte
	at := 0
	kept := 0
	op := func(name string, n int) {
		if n > 0 {
			out = append(out, fmt.Appendf(nil, "[%q,%d]", name, n))
		}
	}
	flush := func() { op(opKeep, kept); kept = 0 }
	next := 0
	for _, m := range alike(old, new) {
		if m.old > at || m.new > next {
			flush()
			op(opDrop, m.old-at)
			out = append(out, new[next:m.new]...)
		}
		at, next = m.old+1, m.new+1
		kept++
	}
	flush()
	op(opDrop, len(old)-at)
	return append(out, new[next:]...)
}

type match struct{ old, new int }

// alike gives lines that both have, in the order of both: the longest such list
// of those that each has once, with the equal lines around them.
func alike(old, new [][]byte) []match {
	unique := map[string]match{}
	for i, line := range old {
		if _, twice := unique[string(line)]; twice {
			unique[string(line)] = match{-1, -1}
			continue
		}
		unique[string(line)] = match{i, -1}
	}
	var both []match
	seen := map[string]bool{}
	for i, line := range new {
		m, ok := unique[string(line)]
		if ok && m.old >= 0 && !seen[string(line)] {
			both = append(both, match{m.old, i})
		}
		seen[string(line)] = true
	}
	return spread(old, new, rising(both))
}

// rising is the longest list of matches, which are in the order of new, that is
// in the order of old too.
func rising(all []match) []match {
	var ends []int // of the best list of each length, its last element
	before := make([]int, len(all))
	for i, m := range all {
		at, _ := slices.BinarySearchFunc(ends, m.old, func(e, old int) int { return cmp.Compare(all[e].old, old) })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	list := make([]match, len(ends))
	if len(ends) == 0 {
		return list
	}
	for i, at := len(ends)-1, ends[len(ends)-1]; i >= 0; i, at = i-1, before[at] {
		list[i] = all[at]
	}
	return list
}

// spread adds to anchors the equal lines before and behind them.
func spread(old, new [][]byte, anchors []match) []match {
	var out []match
	at := match{}
	for _, a := range append(anchors, match{len(old), len(new)}) {
		for at.old < a.old && at.new < a.new && string(old[at.old]) == string(new[at.new]) {
			out = append(out, at)
			at.old++
			at.new++
		}
		n := 0
		for a.old-n > at.old && a.new-n > at.new && string(old[a.old-n-1]) == string(new[a.new-n-1]) {
			n++
		}
		for i := n; i > 0; i-- {
			out = append(out, match{a.old - i, a.new - i})
		}
		if a.old < len(old) || a.new < len(new) {
			out = append(out, a)
		}
		at = match{a.old + 1, a.new + 1}
	}
	return out
}

// apply makes the lines of a run out of its parent's and what it stores.
func apply(parent, stored [][]byte) ([][]byte, error) {
	var out [][]byte
	at := 0
	for _, line := range stored {
		name, n, ok := operation(line)
		switch {
		case !ok:
			if len(out) >= mostLines {
				return nil, errors.New("it has too many lines")
			}
			out = append(out, line)
			continue
		case n < 1 || n > len(parent)-at:
			return nil, fmt.Errorf("it takes %d lines of its parent where %d are left", n, len(parent)-at)
		case len(out)+n > mostLines:
			return nil, errors.New("it has too many lines")
		case name == opKeep:
			out = append(out, parent[at:at+n]...)
		}
		at += n
	}
	if at != len(parent) {
		return nil, fmt.Errorf("it says nothing of the last %d lines of its parent", len(parent)-at)
	}
	return out, nil
}

// operation reads a line that counts lines of the parent.
func operation(line []byte) (name string, n int, ok bool) {
	if len(line) > 32 {
		return "", 0, false
	}
	var parts []json.RawMessage
	if json.Unmarshal(line, &parts) != nil || len(parts) != 2 || json.Unmarshal(parts[0], &name) != nil || json.Unmarshal(parts[1], &n) != nil {
		return "", 0, false
	}
	return name, n, name == opKeep || name == opDrop
}
