package upstream

import (
	"fmt"
	"slices"
	"strings"
)

// answer turns the verdicts into answers: it looks at the lines of today, at
// what was taken back, and at releases.
func (r *run) answer(stacks [][]Patch, o Options) error {
	batch, err := r.repo.NewBatch(r.ctx)
	if err != nil {
		return err
	}
	defer batch.Close()
	r.contents = &contents{batch: batch, lines: map[string]map[uint64]bool{}}
	for _, v := range r.verdicts {
		if err := r.confirm(v); err != nil {
			r.fail("a file of the history could not be read: %v", err)
			break
		}
	}
	l, err := r.trace()
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	if err != nil {
		r.fail("releases could not be told: %v", err)
		l = &lineage{} // half of it would give wrong ones
	}
	i := 0
	for _, stack := range stacks {
		answers := make([]Answer, 0, len(stack))
		for range stack {
			answers = append(answers, r.one(r.verdicts[i], l, o))
			i++
		}
		r.result.Answers = append(r.result.Answers, answers)
	}
	return nil
}

// confirm looks into files: whether a small patch stands where its hunks say,
// and how much of a patch is on the main branch now.
func (r *run) confirm(v *verdict) error {
	if v.state == Review {
		if err := r.reconsider(v); err != nil {
			return err
		}
	}
	if v.state == Review || v.state == Partially {
		r.widen(v)
	}
	if v.state == Upstreamed {
		if err := r.contradicted(v); err != nil {
			return err
		}
		for _, c := range append(v.reverts(), v.takers()...) {
			c.moves = !v.namesRevert(c) && r.moves(v, c, v.added(c.back))
		}
	}
	if r.merged.main == "" || len(v.landed) == 0 {
		return nil
	}
	head, err := r.contents.present(v, r.history, r.merged.main)
	if err == nil && v.state == Review && v.named() && !v.denied && v.counting >= leastLines && head >= enoughHead {
		v.state, v.by, v.why = Upstreamed, v.landed[0].by, ""
	}
	if v.cover.Head = head; err != nil || v.state != Upstreamed || v.plus == 0 || head < 0 || head >= leastHead {
		return err
	}
	v.restored, err = r.contents.restored(v, r.history, r.merged.main)
	return err
}

// whole is how much of a patch a commit has that lacks nothing of it.
const whole = .999

// reconsider looks into files where the lines alone were too few, or too few the same.
func (r *run) reconsider(v *verdict) error {
	if len(v.landed) != 1 {
		return nil
	}
	if c := v.landed[0]; v.counting < leastLines && c.forward >= whole {
		ok, err := r.contents.around(v, r.history, c)
		if ok {
			v.state, v.by, v.why = Upstreamed, ByPatchID, ""
		}
		return err
	}
	ok, err := r.adapted(v)
	if ok {
		v.state, v.by, v.why = Upstreamed, v.landed[0].by, ""
	}
	return err
}

// named says whether the only commit that was found names the patch, or is named by
// it: a subject may be anybody's.
func (v *verdict) named() bool {
	return len(v.landed) == 1 && (v.landed[0].by == ByChangeID || v.landed[0].by == ByCherryPick)
}

// trace follows the landings and reverts of all patches.
func (r *run) trace() (*lineage, error) {
	var events []string
	for _, v := range r.verdicts {
		if v.state == Upstreamed || v.state == Partially {
			for _, list := range [][]*candidate{v.landed, v.again, v.reverts(), v.takers()} {
				for _, c := range list {
					events = append(events, c.record.ID)
				}
			}
		}
	}
	revisions := append(slices.Clone(r.merged.tips), events...)
	for _, one := range r.result.Revisions {
		if one.Commit != "" {
			revisions = append(revisions, one.Commit)
		}
	}
	return trace(r.ctx, r.repo, events, revisions)
}

// reverts are the commits that take the change back: they say so, or do
// nothing much else.
func (v *verdict) reverts() []*candidate {
	var list []*candidate
	for _, c := range v.found {
		if v.isRevert(c) {
			list = append(list, c)
		}
	}
	return list
}

func (v *verdict) isRevert(c *candidate) bool {
	if c.undone >= gone && v.namesRevert(c) {
		return true
	}
	if c.undone < enoughUndone || c.moves {
		return false
	}
	both := v.plus > 0 && v.plus < v.counting
	return both || strings.HasPrefix(strings.ToLower(c.record.Subject), "revert") || c.reverse >= mostlyRevert
}

// namesRevert says whether a commit says to take back one that has the change.
func (v *verdict) namesRevert(c *candidate) bool {
	return slices.ContainsFunc(append(slices.Clone(v.landed), v.again...), func(l *candidate) bool { return names(c.record.reverts, l.record.ID) })
}

const (
	// mostlyRevert is how much of a commit must be a patch's lines for it to
	// take the patch back if it restores nothing.
	mostlyRevert = .6
	// partlyRevert makes it worth a look.
	partlyRevert = .3
	// leastHead is the share of added lines on the main branch below which nothing
	// is left of a change.
	leastHead = .1
	// enoughHead is how much of a patch the main branch must have, if a commit names
	// it as its source and has little of it: the rest came another way.
	enoughHead = .95
	// wentAway is the share of lines on the main branch below which something
	// must have happened to them.
	wentAway = .5
)

// takers are the commits that took the added lines out and are mostly that,
// without being clearly a revert: it may be one in other words.
func (v *verdict) takers() []*candidate {
	var list []*candidate
	for _, c := range v.found {
		if share(v.weight(v.added(c.back)), v.add) >= enoughUndone && c.reverse >= partlyRevert && !c.moves && !v.isRevert(c) &&
			slices.ContainsFunc(v.landed, func(l *candidate) bool { return l.record.Date.Before(c.record.Date) }) {
			list = append(list, c)
		}
	}
	return list
}

// moves says whether a commit that takes lines of a patch out has put them into files
// that the patch does not have: to move them back is to revert it.
func (r *run) moves(v *verdict, c *candidate, keys []int32) bool {
	moved := r.beyond(v, c, keys, func(_ key, before, after bool) bool { return after && !before })
	return share(v.weight(moved), v.weight(keys)) >= enoughAlone
}

// one makes the answer of one patch.
func (r *run) one(v *verdict, l *lineage, o Options) Answer {
	a := Answer{ID: v.id, State: v.state, By: v.by, Why: v.why, Coverage: v.cover, Files: v.parts, InBase: Untold}
	for f := range a.Files {
		if paths := v.pathsOf(r.history, f); len(paths) > 0 {
			a.Files[f].Upstream = paths[0]
		}
	}
	a.Commits, a.Again = commitsOf(v.landed), commitsOf(v.again)
	switch a.State {
	case Upstreamed, Partially:
		r.released(v, &a, v.story(l), o)
	case NotFound:
		a.Commits = nil
		r.notFound(v, &a)
	}
	return a
}

// notFound says of what was not found how sure that is.
func (r *run) notFound(v *verdict, a *Answer) {
	switch {
	case len(r.result.Incomplete) > 0:
		a.State, a.Why = Unknown, "not found in what could be read: "+r.result.Incomplete[0]
	case v.binary:
		r.broken = true // it is mended outside of what the cache's key knows
		a.State, a.Why = Unknown, "git shows no lines of a file that it changes: see info/attributes of the clone"
	case r.revision(r.base) != "":
		a.InBase = No
	}
}

// released fills in what is known of releases, the base and the targets.
func (r *run) released(v *verdict, a *Answer, s *story, o Options) {
	main := r.merged.main
	for _, c := range v.reverts() {
		if s.follows(c.record.ID) {
			a.Reverts = append(a.Reverts, c.record.Commit)
		}
	}
	if main != "" && s.landed(main) && !s.holds(main) {
		a.InBase = r.held(s, o.Base)
		r.takenOut(v, a)
		return
	}
	for _, c := range v.takers() {
		if a.State != Upstreamed || v.cover.Head < 0 || v.cover.Head >= wentAway || !s.has(main, c.record.ID) {
			continue
		}
		a.State = Review
		a.Why = fmt.Sprintf("it was merged, and commit %.12s took its lines out again: a person has to say whether in favour of other ones", c.record.ID)
	}
	if a.State == Upstreamed && main != "" && s.landed(main) && v.restored >= enoughAlone {
		a.State = Review
		a.Why = "it was merged, and the main branch has the lines again that it removes: a person has to say whether it was taken back"
	}
	if a.State == Upstreamed && main != "" && s.landed(main) && v.counting < leastLines && v.cover.Head == 0 && v.by != ByChangeID && v.by != ByCherryPick {
		a.State = Review
		a.Why = fmt.Sprintf("it was merged, and the main branch has none of its %d lines any more: a person has to say whether it was taken back", v.counting)
	}
	a.FirstRelease = s.first(r.result.Releases)
	a.InBase = r.held(s, o.Base)
	if a.State != Upstreamed {
		return
	}
	if a.InBase == Yes {
		a.Droppable = append(a.Droppable, o.Base)
	}
	for _, target := range o.Targets {
		switch held := r.held(s, target); {
		case held == No:
			a.Lacking = append(a.Lacking, target)
		case held == Yes && target != o.Base:
			a.Droppable = append(a.Droppable, target)
		}
	}
}

// takenOut says of a patch of which the main branch has nothing for good what was
// taken out: all of it, or lines that were there before. Where one commit takes out what
// several had brought, the patch is more likely to take back that one.
func (r *run) takenOut(v *verdict, a *Answer) {
	reverts := v.reverts()
	back := slices.IndexFunc(reverts, func(c *candidate) bool { return c.undone >= enoughUndone })
	switch {
	case a.State == Upstreamed && (v.by != BySeveral || back < 0):
		a.State, a.Why = Reverted, "it was merged, and taken out for good"
	case back >= 0:
		a.State, a.By, a.Commits, a.Again, a.Reverts, a.InBase = NotFound, "", nil, nil, nil, Untold
		a.Why = fmt.Sprintf("it takes back commit %.12s, which upstream keeps; some of the lines were there before that", reverts[back].record.ID)
		if r.revision(r.base) != "" {
			a.InBase = No
		}
	default:
		a.State, a.Why = Review, "some of it was merged, and taken out for good"
	}
}

// held says whether a base or a target has the change.
func (r *run) held(s *story, asked string) Tri {
	commit := r.revision(asked)
	_, traced := s.of[commit]
	switch {
	case commit == "" || !traced:
		return Untold
	case s.holds(commit):
		return Yes
	}
	return No
}

// story lists what has to be there for the patch to be there.
func (v *verdict) story(l *lineage) *story {
	s := &story{lineage: l}
	if v.by == BySeveral {
		for _, c := range v.landed {
			any := []string{c.record.ID}
			for _, other := range v.found {
				if other != c && contains(other.sure, c.sure) {
					any = append(any, other.record.ID)
				}
			}
			s.needed = append(s.needed, any)
		}
	} else {
		var any []string
		for _, c := range append(slices.Clone(v.landed), v.again...) {
			any = append(any, c.record.ID)
		}
		s.needed = [][]string{any}
	}
	for _, c := range v.reverts() {
		s.undone = append(s.undone, c.record.ID)
	}
	return s
}

// contains says whether a sorted list has all of another.
func contains(all, some []int32) bool {
	for _, k := range some {
		if _, ok := slices.BinarySearch(all, k); !ok {
			return false
		}
	}
	return true
}

func commitsOf(list []*candidate) []Commit {
	var commits []Commit
	for _, c := range list {
		commits = append(commits, c.record.Commit)
	}
	return commits
}
