// Package policy says what a report means against a base: which findings are
// new, known, moved or gone, what a gate makes of that, and what a baseline
// file holds. It opens nothing and knows no git: it is given reports, a base
// and the renames between them.
package policy

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// Pair is one finding in both lists, by its index in each.
type Pair struct{ Old, New int }

// Matching puts every finding of two lists into exactly one class. Pairs and
// New are in the order of the new findings by place, Absent by that of the old.
type Matching struct {
	// Unchanged are known in the same file, Updated in another one.
	Unchanged, Updated []Pair
	// New and Absent are in one list only.
	New, Absent []int
}

// Renames maps for each repo the old paths of files to the new ones.
type Renames map[string]map[string]string

// Add notes that a file of a repo was renamed.
func (r Renames) Add(repo, from, to string) {
	if r[repo] == nil {
		r[repo] = map[string]string{}
	}
	r[repo][validText(from)] = validText(to)
}

// Match holds findings against those of a base: the exact fingerprint first,
// then the match key in the file that git says was renamed, then a match key
// that is left over exactly once on both sides. Equals are counted: of two old
// and three new ones, one is new. The order of the lists does not matter.
func Match(old, new []finding.Finding, renames Renames) Matching {
	return match(old, new, func(f *finding.Finding) (FileRef, bool) {
		path, ok := renames[f.Repo][validText(f.Path)]
		return FileRef{f.Repo, path}, ok
	})
}

// match is Match with what says where the file of an old finding is now, if it is
// known to have moved.
func match(old, new []finding.Finding, moved func(*finding.Finding) (FileRef, bool)) Matching {
	m := &matcher{old: old, new: new, oldLeft: inOrder(old), newLeft: inOrder(new)}
	var result Matching
	exact := func(f *finding.Finding) (key, bool) { return key{id: f.Fingerprint}, f.Fingerprint != "" }
	result.Unchanged = m.pair(exact, exact, false)

	renamed := func(f *finding.Finding) (key, bool) {
		to, ok := moved(f)
		return key{to.Repo, to.Path, f.MatchKey}, ok && f.MatchKey != ""
	}
	there := func(f *finding.Finding) (key, bool) {
		return key{f.Repo, validText(f.Path), f.MatchKey}, f.MatchKey != ""
	}
	anywhere := func(f *finding.Finding) (key, bool) { return key{id: f.MatchKey}, f.MatchKey != "" }
	result.Updated = append(m.pair(renamed, there, false), m.pair(anywhere, anywhere, true)...)

	place := make([]int, len(new))
	for at, i := range inOrder(new) {
		place[i] = at
	}
	byPlace := func(a, b Pair) int { return cmp.Compare(place[a.New], place[b.New]) }
	slices.SortFunc(result.Unchanged, byPlace)
	slices.SortFunc(result.Updated, byPlace)
	result.New, result.Absent = m.newLeft, m.oldLeft
	return result
}

// key is what two findings have to share.
type key struct{ repo, path, id string }

// matcher holds what is not matched yet, in order of place.
type matcher struct {
	old, new         []finding.Finding
	oldLeft, newLeft []int
}

// keyOf gives the key of a finding, false if it has none.
type keyOf func(*finding.Finding) (key, bool)

// pair takes the findings out that share a key: the first of the old with the
// first of the new, and so on; if unique, only where there is one of each.
func (m *matcher) pair(oldKey, newKey keyOf, unique bool) []Pair {
	waiting := map[key][]int{}
	for _, i := range m.oldLeft {
		if k, ok := oldKey(&m.old[i]); ok {
			waiting[k] = append(waiting[k], i)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	coming := map[key]int{}
	if unique {
		for _, i := range m.newLeft {
			if k, ok := newKey(&m.new[i]); ok {
				coming[k]++
			}
		}
	}
	var pairs []Pair
	taken := map[int]bool{}
	var left []int
	for _, i := range m.newLeft {
		k, ok := newKey(&m.new[i])
		list := waiting[k]
		if !ok || len(list) == 0 || unique && (len(list) > 1 || coming[k] > 1) {
			left = append(left, i)
			continue
		}
		pairs = append(pairs, Pair{list[0], i})
		taken[list[0]] = true
		waiting[k] = list[1:]
	}
	m.newLeft = left
	m.oldLeft = slices.DeleteFunc(m.oldLeft, func(i int) bool { return taken[i] })
	return pairs
}

// inOrder gives the indices of findings by place. What compares equal is equal
// in all that matching looks at.
func inOrder(list []finding.Finding) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &list[i], &list[j]
		return cmp.Or(
			cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint),
			cmp.Compare(a.MatchKey, b.MatchKey), cmp.Compare(i, j),
		)
	})
	return order
}

// validText is a text as JSON gives it back: every byte that is no UTF-8
// became U+FFFD. Names of files are compared so, since a base may have been
// written and read again.
func validText(s string) string { return string([]rune(s)) }
