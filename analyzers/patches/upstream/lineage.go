package upstream

import (
	"context"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// mostEvents bounds how many commits are followed through the history. A
// stack has a few for each patch.
const mostEvents = 4096

// lineage says which events, landings and reverts of all patches, are in the
// history of which revisions.
type lineage struct {
	event map[string]int      // by commit
	of    map[string][]uint64 // a bit for each event, by revision or event
}

// trace walks the history once, parents first, and hands on what each has.
func trace(ctx context.Context, repo *git.Repo, events, revisions []string) (*lineage, error) {
	l := &lineage{event: map[string]int{}, of: map[string][]uint64{}}
	for _, id := range events[:min(len(events), mostEvents)] {
		if _, ok := l.event[id]; !ok {
			l.event[id] = len(l.event)
		}
	}
	if len(l.event) == 0 {
		return l, nil
	}
	wanted := map[string]bool{}
	for _, id := range revisions {
		wanted[id] = true
	}
	words := (len(l.event) + 63) / 64
	// Most commits have the events of their only parent: share the bits.
	bits := map[string][]uint64{}
	none := make([]uint64, words)
	err := repo.Ancestry(ctx, slices.Sorted(keysOf(wanted)), func(id string, parents []string) error {
		own := none
		for _, p := range parents {
			own = joined(own, bits[p])
		}
		if n, ok := l.event[id]; ok {
			own = slices.Clone(own)
			own[n/64] |= 1 << (n % 64)
			l.of[strings.Clone(id)] = own
		}
		bits[strings.Clone(id)] = own
		if wanted[id] {
			l.of[strings.Clone(id)] = own
		}
		return nil
	})
	return l, err
}

// joined is a with what b has; a itself, or b, if that is all.
func joined(a, b []uint64) []uint64 {
	more, less := false, false
	for i := range b {
		more = more || b[i]&^a[i] != 0
		less = less || a[i]&^b[i] != 0
	}
	switch {
	case !more:
		return a
	case !less:
		return b
	}
	all := slices.Clone(a)
	for i := range b {
		all[i] |= b[i]
	}
	return all
}

// has says whether the history of a revision or an event has an event.
func (l *lineage) has(revision, event string) bool {
	n, ok := l.event[event]
	bits := l.of[revision]
	return ok && n/64 < len(bits) && bits[n/64]&(1<<(n%64)) != 0
}

// story is how a patch's change came upstream and went.
type story struct {
	*lineage
	// needed are the parts of the change, each with the commits that have it.
	needed [][]string
	undone []string
}

// holds says whether a revision has the change: of every part a commit that
// nothing took back since.
func (s *story) holds(revision string) bool {
	for _, any := range s.needed {
		if !slices.ContainsFunc(any, func(landing string) bool { return s.stands(revision, landing) }) {
			return false
		}
	}
	return len(s.needed) > 0
}

func (s *story) stands(revision, landing string) bool {
	return s.has(revision, landing) && !slices.ContainsFunc(s.undone, func(revert string) bool {
		return s.has(revision, revert) && s.has(revert, landing)
	})
}

// follows says whether a commit has a landing in its history.
func (s *story) follows(commit string) bool {
	return slices.ContainsFunc(s.needed, func(any []string) bool {
		return slices.ContainsFunc(any, func(landing string) bool { return s.has(commit, landing) })
	})
}

// landed says whether a revision's history has the change, taken back or not.
func (s *story) landed(revision string) bool {
	for _, any := range s.needed {
		if !slices.ContainsFunc(any, func(landing string) bool { return s.has(revision, landing) }) {
			return false
		}
	}
	return len(s.needed) > 0
}

// first is the lowest release that has the change and whose successors all have
// it: a release of a stable branch that took it over comes before others that lack
// it. Candidates and betas count if there is nothing else.
func (s *story) first(releases []Release) string {
	for _, pre := range []bool{false, true} {
		found := ""
		for _, r := range slices.Backward(releases) {
			switch {
			case r.Pre != pre:
			case s.holds(r.Commit):
				found = r.Tag
			default:
				// Nothing below has it for good.
				if found != "" || s.landed(r.Commit) {
					return found
				}
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
}
