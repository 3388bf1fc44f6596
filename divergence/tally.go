package divergence

import (
	"slices"
	"time"

	"opendev.org/starlingx/stxscan/finding"
)

// tally adds stacks up.
type tally struct {
	Metrics
	now              time.Time
	target           string
	lines, ages, lag []int
}

func newTally(now time.Time, target string) *tally {
	return &tally{now: now, target: target, Metrics: Metrics{
		Upstream: map[finding.UpstreamState]int{}, Applies: map[finding.ApplyState]int{}, Adopt: map[finding.Adopt]int{}, Held: map[finding.PackagingState]int{},
	}}
}

func (t *tally) add(s *finding.PatchStack) {
	t.Stacks++
	if a, ok := s.Adopt[t.target]; ok {
		t.Adopt[a.Answer]++
		for state, n := range a.Packaging {
			t.Held[state] += n
		}
		t.Overlay += a.Overlay
		t.Rebuild += a.Rebuild
	}
	for i := range s.Patches {
		p := &s.Patches[i]
		switch {
		case p.State != "applied":
			t.Unapplied++
		case p.Kind == "meta":
			t.Packaging++
		default:
			t.addSource(p)
		}
		if slices.Contains(p.Tags, "malformed") {
			t.Malformed++
		}
	}
}

func (t *tally) addSource(p *finding.StackPatch) {
	t.Source++
	if p.Upstreamed == nil {
		t.NotAsked++
	} else {
		t.Upstream[p.Upstreamed.State]++
		if p.Upstreamed.InBase {
			t.InBase++
		}
		if days, ok := lagOf(p); ok {
			t.lag = append(t.lag, days)
		}
	}
	switch {
	case p.Inert() != "":
		t.Inert++
	case isDroppable(p, t.target):
		t.Droppable++
	}
	if a, ok := p.Applies[t.target]; ok {
		t.Applies[a.State]++
	} else {
		t.NotTried++
	}
	if p.Upstreamed == nil || p.Upstreamed.State != finding.UpstreamHas {
		t.lines = append(t.lines, p.Added+p.Removed)
	}
	if days, ok := daysBetween(p.Date, t.now); ok {
		t.ages = append(t.ages, days)
	} else {
		t.Undated++
	}
	for tag, n := range map[string]*int{"no-header": &t.NoHeader, "rollup": &t.RolledUp} {
		if slices.Contains(p.Tags, tag) {
			*n++
		}
	}
	if !slices.Contains(p.Tags, "backport") && !slices.Contains(p.Tags, "cve") && (p.Upstreamed == nil || len(p.Upstreamed.Commits) == 0) {
		t.NoOrigin++
	}
}

// isDroppable reports whether the target's version has the change: the finding of
// the patch says so too.
func isDroppable(p *finding.StackPatch, target string) bool {
	if p.Applies[target].State == finding.ApplyAlready {
		return true
	}
	u := p.Upstreamed
	return u != nil && u.State == finding.UpstreamHas && slices.Contains(u.In, target)
}

// lagOf is how long upstream took, for a patch that was there first.
func lagOf(p *finding.StackPatch) (int, bool) {
	u := p.Upstreamed
	if u.State != finding.UpstreamHas || u.InBase || len(u.Commits) == 0 {
		return 0, false
	}
	day, err := time.Parse(time.DateOnly, u.Commits[0].Date)
	if err != nil {
		return 0, false
	}
	return daysBetween(p.Date, day)
}

func (t *tally) finish() Metrics {
	t.Lines, t.Days, t.LagDays = spread(t.lines), spread(t.ages), spread(t.lag)
	return t.Metrics
}

// spread takes the middle of a list, and what nine of ten do not go beyond: the
// nearest rank, so that both are numbers of the list.
func spread(list []int) Spread {
	if len(list) == 0 {
		return Spread{}
	}
	list = slices.Sorted(slices.Values(list))
	rank := func(percent int) int { return list[(len(list)*percent+99)/100-1] }
	return Spread{N: len(list), Median: rank(50), P90: rank(90)}
}
