package upstream

import (
	"fmt"
	"slices"
)

// The thresholds. They follow what true matches look like: upstream adds tests
// to a change or merges it with others, so only how much of the patch a commit
// has counts, never how alike the two are.
const (
	// leastLines is how many lines prove something by themselves.
	leastLines = 3
	// leastRun is how many lines a run must have that alone is upstream.
	leastRun = 5
	// enoughSame is how much of a patch a commit must have that says to be the
	// same change.
	enoughSame = .5
	// enoughAlone is how much of all and of the added lines a commit must have
	// that says nothing.
	enoughAlone = .8
	// enoughAgain is how much a commit must have that takes a revert back.
	enoughAgain = .2
	// leastReverse is how much of a commit must be the patch if that only
	// removes: a mass deletion has the lines of many patches.
	leastReverse = .1
	// gone is the share of a file or hunk below which it is not there.
	gone = .5
	// Several commits together must have more, and one of them a good part.
	severalLines   = 10
	severalForward = .92
	severalPlus    = .9
	severalBest    = .3
	severalMost    = 8
	// From these on a person should look.
	reviewForward = .25
	reviewUnion   = .4
	reviewPlus    = .35
	// enoughUndone is how much a commit must take back to be a revert.
	enoughUndone = .8
)

// verdict is the decision for one patch before releases are looked at.
type verdict struct {
	*scored
	state State
	by    Evidence
	why   string
	// landed are the commits that have the change: each by itself, or, for
	// several, all together.
	landed []*candidate
	again  []*candidate // further ones, each by itself
	parts  []FileAnswer
	cover  Coverage
	// restored is the share of the removed lines that the main branch has, looked
	// for where it has nothing of the added ones.
	restored float64
	// denied says that a line of it came as something else: that the main branch has
	// its lines does not outweigh that.
	denied bool
}

func judge(s *scored) *verdict {
	v := &verdict{scored: s, state: NotFound}
	if s.counting == 0 {
		v.nothing()
		return v
	}
	switch {
	case v.alone(), v.several():
		v.wholeness()
	case v.inPart():
	default:
		v.look()
	}
	v.measure()
	return v
}

// nothing judges a patch without lines that count.
func (v *verdict) nothing() {
	for _, c := range v.found {
		switch {
		case c.by == "" || c.by == BySubject || !c.exact:
		case v.landed == nil:
			v.state, v.by, v.landed = Upstreamed, c.by, []*candidate{c}
		default:
			v.again = append(v.again, c)
		}
	}
	switch {
	case v.landed != nil:
	case v.dependent:
		v.why = "it only changes what earlier patches of its stack add: look at those"
	case len(v.files) == 0:
		v.state, v.why = Unknown, "there is no diff in it that could be read"
	default:
		v.state, v.why = Unknown, "no line of it says enough to be looked for: it moves or indents lines, or is binary"
	}
}

// accept says by what a commit alone is the patch's change, if it is.
func (v *verdict) accept(c *candidate) (Evidence, bool) {
	switch {
	case c.by != "" && c.forward >= enoughSame && (v.plus == 0 || c.plus >= enoughSame):
		return c.by, true
	case v.counting < leastLines || !v.rare(c.sure):
		return "", false
	case c.exact:
		return ByPatchID, true
	case c.forward < enoughAlone, v.plus > 0 && c.plus < enoughAlone, v.plus == 0 && c.reverse < leastReverse:
		return "", false
	case v.counting < severalLines && v.spoken(c) < enoughSame:
		return "", false // what looks like comments may be most of it
	}
	return ByContent, true
}

// spoken is the share of all lines that a commit has, comments too: where few lines
// count, a patch that is mostly comments, or what looks like them in a text that is
// written out, is not there without those.
func (v *verdict) spoken(c *candidate) float64 {
	have, total := 0, 0
	for i, k := range v.keys {
		if v.files[k.file].weak {
			continue
		}
		total++
		if _, there := slices.BinarySearch(c.sure, int32(i)); there { //nolint:gosec // an index
			have++
		}
	}
	return share(float64(have), float64(total))
}

// rare says whether enough of the lines are such as few commits change.
func (v *verdict) rare(keys []int32) bool {
	n := 0
	for _, k := range keys {
		if !v.keys[k].weak && v.weights[k] >= v.telling {
			n++
		}
	}
	return n >= 2
}

// alone looks for commits that have the change each by itself.
func (v *verdict) alone() bool {
	for _, c := range v.found {
		by, ok := v.accept(c)
		if !ok {
			continue
		}
		v.again = append(v.again, c)
		if v.by == "" || rank(by) < rank(v.by) {
			v.by = by
		}
	}
	if len(v.again) == 0 {
		return false
	}
	v.state, v.landed, v.again = Upstreamed, v.again[:1], v.again[1:]
	v.reland()
	return true
}

// reland adds the commits that take a revert of the patch back, although they
// may do so with other lines than the first landing.
func (v *verdict) reland() {
	reverts := v.reverts()
	for _, c := range v.found {
		taken := slices.ContainsFunc(reverts, func(r *candidate) bool { return r != c && names(c.record.reverts, r.record.ID) })
		if taken && c.forward >= enoughAgain && c != v.landed[0] && !slices.Contains(v.again, c) {
			v.again = append(v.again, c)
		}
	}
}

func rank(by Evidence) int {
	return slices.Index([]Evidence{ByChangeID, ByCherryPick, ByPatchID, BySubject, ByContent, BySeveral}, by)
}

// several looks for a few commits that have the change together.
func (v *verdict) several() bool {
	if v.counting < severalLines {
		return false
	}
	cover := v.greedy(severalMost, .05)
	have := union(cover)
	if len(cover) < 2 || cover[0].forward < severalBest || share(v.weight(have), v.total) < severalForward ||
		share(v.weight(v.added(have)), v.add) < severalPlus && v.plus > 0 || !v.rare(have) {
		return false
	}
	v.state, v.by, v.landed = Upstreamed, BySeveral, cover
	return true
}

// greedy picks commits so that each adds most of what is not yet covered, and
// at least that share of the patch.
func (v *verdict) greedy(most int, least float64) []*candidate {
	var picked []*candidate
	have := make([]bool, len(v.keys))
	for len(picked) < most {
		var next *candidate
		gain := 0.
		for _, c := range v.found {
			sum := 0.
			for _, k := range c.sure {
				if !have[k] {
					sum += v.weights[k]
				}
			}
			if sum > gain*1.001 {
				next, gain = c, sum
			}
		}
		if next == nil || gain < least*v.total {
			break
		}
		picked = append(picked, next)
		for _, k := range next.sure {
			have[k] = true
		}
	}
	return picked
}

func union(list []*candidate) []int32 {
	var all []int32
	for _, c := range list {
		all = append(all, c.sure...)
	}
	return unique(all)
}

// part is a file or a run of lines with how much of it is there.
type part struct {
	lines, plus int
	have, total float64
}

func (p part) share() float64 { return share(p.have, p.total) }

// split adds up keys by file or by run.
func (v *verdict) split(keys []int32, of func(key) int) map[int]part {
	parts := map[int]part{}
	for i, k := range v.keys {
		if k.weak {
			continue
		}
		p := parts[of(k)]
		p.lines++
		if k.plus {
			p.plus++
		}
		p.total += v.weights[i]
		if _, there := slices.BinarySearch(keys, int32(i)); there { //nolint:gosec // an index
			p.have += v.weights[i]
		}
		parts[of(k)] = p
	}
	return parts
}

func byFile(k key) int { return k.file }
func byRun(k key) int  { return k.run }

// wholeness looks whether a file of a patch that landed is missing upstream.
func (v *verdict) wholeness() {
	have := union(append(slices.Clone(v.landed), v.again...))
	missing, there := 0, 0
	for _, p := range v.split(have, byFile) {
		switch {
		case p.share() < gone && (p.lines >= 2 || v.by != ByChangeID && v.by != ByCherryPick):
			missing++
		case p.share() >= enoughAlone:
			there++
		}
	}
	if missing > 0 && there > 0 && !v.together() {
		v.state = Partially
		v.why = fmt.Sprintf("%d of its files are upstream, %d are not", there, missing)
	}
}

// together says whether what a commit that calls itself the same change lacks
// came with others.
func (v *verdict) together() bool {
	return v.by != ByContent && v.by != BySeveral && share(v.weight(union(v.greedy(severalMost, .03))), v.total) >= severalForward
}

// inPart looks for a file or a run of lines that one commit has as a whole, while
// others are missing.
func (v *verdict) inPart() bool {
	for n, of := range []func(key) int{byFile, byRun} {
		least := []int{leastLines, leastRun}[n]
		var whole []*candidate
		for _, c := range v.found {
			for _, p := range v.split(c.sure, of) {
				if p.lines >= least && p.share() >= enoughAlone && v.rare(c.sure) && c.forward >= .1 && (v.plus > 0 && c.plus >= .1 || v.plus == 0 && c.reverse >= leastReverse) {
					whole = append(whole, c)
					break
				}
			}
		}
		if len(whole) == 0 {
			continue
		}
		missing, there := 0, 0
		for _, p := range v.split(union(whole), of) {
			if p.share() >= enoughAlone {
				there++
			} else if p.share() < gone {
				missing++
			}
		}
		if missing > 0 {
			v.state, v.by, v.landed, v.again = Partially, ByContent, whole[:1], whole[1:]
			v.why = fmt.Sprintf("%d of its %s are upstream, %d are not", there, []string{"files", "places"}[n], missing)
			return true
		}
	}
	return false
}

// look decides whether a person should look.
func (v *verdict) look() {
	near := v.greedy(3, .1)
	have := union(near)
	for _, c := range v.found {
		switch {
		case c.by != "":
			v.state, v.landed = Review, []*candidate{c}
			v.why = fmt.Sprintf("a commit calls itself the same change (%s) and has %.0f%% of the lines", c.by, 100*c.forward)
			return
		case c.exact, v.counting < leastLines && c.forward >= enoughSame:
			v.state, v.landed = Review, []*candidate{c}
			v.why = fmt.Sprintf("a commit has its lines, but %d are too few, or too common, to prove it", v.counting)
			return
		}
	}
	switch {
	case len(near) > 0 && v.counting >= leastLines && near[0].forward >= reviewForward &&
		share(v.weight(have), v.total) >= reviewUnion && (v.plus == 0 || share(v.weight(v.added(have)), v.add) >= reviewPlus):
		v.state, v.landed = Review, near
		v.why = fmt.Sprintf("commits have %.0f%% of its lines", 100*share(v.weight(have), v.total))
	case v.elsewhere():
	default:
		v.why = "no commit has enough of its lines: it is not upstream, or in other words"
	}
}

// elsewhere looks for a commit that has the lines in a copied file, or in a
// file of the same name that may be another.
func (v *verdict) elsewhere() bool {
	for _, c := range v.found {
		if len(c.soft) >= leastLines && share(v.weight(c.soft), v.total) >= enoughAlone {
			v.state, v.landed = Review, []*candidate{c}
			v.why = "a commit has its lines in a file that came as a whole, or in another file of that name"
			return true
		}
	}
	return false
}

// measure fills in how much of the patch and of its files is there.
func (v *verdict) measure() {
	have := union(v.landed)
	v.cover = Coverage{Lines: v.counting, Forward: share(v.weight(have), v.total), Plus: share(v.weight(v.added(have)), v.add), Head: -1}
	if len(v.landed) == 1 {
		v.cover.Reverse = v.landed[0].reverse
	} else {
		lines := int32(0)
		for _, c := range v.landed {
			lines += c.lines
		}
		v.cover.Reverse = share(float64(len(have)), float64(lines))
	}
	for f, p := range v.files {
		one := FileAnswer{Path: p.path, State: NotFound}
		if sum := v.split(have, byFile)[f]; sum.lines > 0 {
			one.Lines, one.Forward = sum.lines, sum.share()
			switch {
			case one.Forward >= enoughAlone:
				one.State = Upstreamed
			case one.Forward > 0:
				one.State = Partially
			}
		}
		v.parts = append(v.parts, one)
	}
}
