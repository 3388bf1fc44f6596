package upstream

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

const (
	// mostAbsent is the share of a patch that may be nowhere upstream.
	mostAbsent = .02
	// mostValues is the share of a patch's lines that may have other values upstream if it
	// names its source: review tunes one number of a hundred lines.
	mostValues = .01
	// mostAgain bounds the further commits that are looked into.
	mostAgain = 8
	// enoughNamed is how much of a patch a commit that it names as its source
	// must have, in other forms or not, and leastNamed in the very words.
	enoughNamed = .6
	leastNamed  = .2
)

// contradicted looks for what speaks against a landing. If something does, the change
// is that of another commit, or for a person to judge.
func (r *run) contradicted(v *verdict) error {
	if v.counting == 0 {
		return nil
	}
	doubts, err := r.doubts(v, v.landed)
	if err != nil {
		return err
	}
	rest, err := r.undoubted(v)
	switch {
	case err != nil:
		return err
	case len(doubts) == 0:
		v.again = rest
		if v.plus == 0 && r.movesAll(v) {
			v.state, v.why = Review, "a commit takes out what it removes, but puts it into other files"
		}
	case len(rest) > 0 && v.by != BySeveral:
		v.landed, v.again = rest[:1], rest[1:]
		v.parts = nil
		v.measure()
	default:
		v.state, v.again = Review, nil
		v.why = v.saying(doubts)
		v.denied = doubts[0].kind >= uncalled
	}
	return nil
}

// undoubted are the further commits with the change that nothing speaks against.
// Those that take a revert back may do so with other lines.
func (r *run) undoubted(v *verdict) ([]*candidate, error) {
	var rest []*candidate
	for i, c := range v.again {
		if _, alone := v.accept(c); alone && i < mostAgain {
			doubts, err := r.doubts(v, []*candidate{c})
			if err != nil {
				return nil, err
			}
			if len(doubts) > 0 {
				continue
			}
		}
		rest = append(rest, c)
	}
	return rest, nil
}

// movesAll says whether all commits with the change put into other files what they
// take out.
func (r *run) movesAll(v *verdict) bool {
	return !slices.ContainsFunc(v.landed, func(c *candidate) bool { return c.vouched || !r.moves(v, c, c.sure) })
}

// doubts are the contradictions that count of commits which have the change together.
func (r *run) doubts(v *verdict, landed []*candidate) ([]doubt, error) {
	var all []doubt
	held := map[int]int{} // how many commits have a line as the patch has it
	for _, c := range landed {
		found, err := r.contents.audit(v, r.history, c.record, r.merged.main)
		if err != nil {
			return nil, err
		}
		for _, k := range c.sure {
			if !slices.ContainsFunc(found, func(d doubt) bool { return d.key == int(k) }) {
				held[int(k)]++
			}
		}
		all = append(all, found...)
	}
	all = slices.DeleteFunc(all, func(d doubt) bool { return held[d.key] > 0 })
	vouched := !slices.ContainsFunc(landed, func(c *candidate) bool { return !c.vouched })
	return v.counted(all, vouched), nil
}

// counted are the doubts that count, the gravest first. A backport that says what it is
// may be fitted to its base, and a few lines may be nowhere, but not all of a place.
func (v *verdict) counted(all []doubt, vouched bool) []doubt {
	names := renaming{}
	nowhere := map[int]bool{}
	missing := 0.
	for _, d := range all {
		if d.kind == absent && !nowhere[d.key] {
			missing += v.weights[d.key]
			nowhere[d.key] = true
		}
	}
	most := mostAbsent
	if vouched {
		most = 1 - enoughNamed
	}
	values := 0
	for _, d := range all {
		if d.kind == devalued {
			values++
		}
	}
	tuned := vouched && float64(values) <= mostValues*float64(v.counting)
	tooMany, empty := share(missing, v.total) > most, v.empty(nowhere)
	all = slices.DeleteFunc(all, func(d doubt) bool {
		switch {
		case d.kind == absent:
			return !tooMany && (vouched || !empty[v.keys[d.key].run])
		case vouched && d.kind == devalued:
			return tuned
		case vouched:
			return d.kind != uncalled
		case d.kind == elsewise:
			return names.explains(d.line, d.other, v.made)
		}
		return false
	})
	slices.SortStableFunc(all, func(a, b doubt) int { return cmp.Compare(b.kind, a.kind) })
	return all
}

// leastPlace is how many lines a place of a patch has that is more than a slip.
const leastPlace = 2

// empty are the runs of which all lines that count, and more than one, are nowhere.
func (v *verdict) empty(nowhere map[int]bool) map[int]bool {
	lines, gone := map[int]int{}, map[int]int{}
	for i, k := range v.keys {
		if k.weak {
			continue
		}
		if lines[k.run]++; nowhere[i] {
			gone[k.run]++
		}
	}
	runs := map[int]bool{}
	for run, n := range gone {
		runs[run] = n >= leastPlace && n == lines[run]
	}
	return runs
}

// made says whether a name is the patch's own: nothing that was there has it.
func (v *verdict) made(name string) bool {
	for f := range v.files {
		for h := range v.hunks(f) {
			for _, l := range h.Lines {
				if l.Op != '+' && mentions(v.src[l.Start:l.End], name) {
					return false
				}
			}
		}
	}
	return true
}

// sayings are what is said of a contradiction.
var sayings = map[contradiction]string{
	absent:    "%d of its lines are not upstream, such as %q",
	elsewise:  "%d of its lines came in another form: not %q",
	displaced: "%d of its lines came to another place, such as %q",
	remains:   "%d of the lines that it removes are upstream still, such as %q",
	rewritten: "%d of the lines that it only removes were written anew, such as %q",
	devalued:  "%d of its lines came with another value: not %q",
	uncalled:  "%d of the lines that it has as comments are code upstream, such as %q",
}

// saying is the reason for people.
func (v *verdict) saying(doubts []doubt) string {
	first, n := doubts[0], 0
	for _, d := range doubts {
		if d.kind == first.kind {
			n++
		}
	}
	text := fmt.Sprintf("a commit has %.0f%% of its lines, but "+sayings[first.kind], 100*v.cover.Forward, n, shortened(first.line))
	if first.other != nil && first.kind != uncalled {
		text += fmt.Sprintf(" but %q", shortened(first.other))
	}
	return text
}

// mostShown bounds a line that is shown in a reason, in bytes.
const mostShown = 80

func shortened(line []byte) string {
	line = bytes.TrimSpace(line)
	if len(line) > mostShown {
		return string(bytes.ToValidUTF8(line[:mostShown], nil)) + "..."
	}
	return string(line)
}

// adapted says whether a patch is a backport of the one commit that it names: most
// of it is there in the same words or in other forms of them, where the patch has it.
func (r *run) adapted(v *verdict) (bool, error) {
	if len(v.landed) != 1 || !v.landed[0].vouched || v.landed[0].forward < leastNamed {
		return false, nil
	}
	doubts, err := r.contents.audit(v, r.history, v.landed[0].record, r.merged.main)
	if err != nil {
		return false, err
	}
	covered := v.weight(v.landed[0].sure)
	for _, d := range doubts {
		switch d.kind {
		case absent:
		case elsewise:
			covered += v.weights[d.key]
		default:
			return false, nil
		}
	}
	return share(covered, v.total) >= enoughNamed, nil
}
