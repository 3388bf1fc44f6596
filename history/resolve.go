package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Find gives the index of the point that a name means: "last" and "first", with
// "~N" the Nth before or after them, the id of one of its runs or the beginning
// of one, its label, or its date, of which the last point of that day is taken.
func Find(points []Point, name string) (int, error) {
	if len(points) == 0 {
		return 0, ErrNone
	}
	if i, ok, err := relative(points, name); ok || err != nil {
		return i, err
	}
	last := -1
	for i := range points {
		p := &points[i]
		if p.Time.Format(time.DateOnly) == name || slices.ContainsFunc(p.Runs, func(r Run) bool { return name != "" && r.Label == name }) {
			last = i
		}
	}
	if last >= 0 {
		return last, nil
	}
	for i := range points {
		for _, r := range points[i].Runs {
			_, digest, _ := strings.Cut(r.ID, "-")
			switch {
			case r.ID == name:
				return i, nil
			case len(name) < 4 || !strings.HasPrefix(r.ID, name) && !strings.HasPrefix(digest, name):
			case last >= 0 && last != i:
				return 0, fmt.Errorf("%q is the beginning of several runs: write more of it", name)
			default:
				last = i
			}
		}
	}
	if last < 0 {
		return 0, fmt.Errorf("there is no run %q: 'stxscan history list' shows what can be named: ids, labels, dates, last, last~1, first", name)
	}
	return last, nil
}

// relative reads last, last~N, first and first~N.
func relative(points []Point, name string) (int, bool, error) {
	word, count, counted := strings.Cut(name, "~")
	n := 0
	if counted {
		var err error
		if n, err = strconv.Atoi(count); err != nil || n < 0 {
			return 0, false, fmt.Errorf("%q: want last~N with a number N", name)
		}
	}
	i := n
	switch word {
	case "last":
		i = len(points) - 1 - n
	case "first":
	default:
		return 0, false, nil
	}
	if i < 0 || i >= len(points) {
		return 0, false, fmt.Errorf("there is no %q: the history has %d points", name, len(points))
	}
	return i, true, nil
}

// Pair chooses which runs of two points are compared: of those that the same
// tool made with the same rules the ones made last, else the last of each.
func Pair(a, b *Point) (old, new Run, same bool) {
	for i := len(b.Runs) - 1; i >= 0; i-- {
		for j := len(a.Runs) - 1; j >= 0; j-- {
			if x, y := a.Runs[j], b.Runs[i]; x.Tool == y.Tool && x.Rules == y.Rules {
				return x, y, true
			}
		}
	}
	return a.Newest(), b.Newest(), false
}
