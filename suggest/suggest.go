// Package suggest makes the replacements that findings carry: it puts those of
// one file together, leaves out what does not go together, and writes what is
// left as a unified diff.
package suggest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// The reasons for which a replacement is left out.
const (
	Overlaps   = "changes what another one changes: scan again when that is made"
	Incomplete = "goes with others of its file, of which one is left out"
	Unreadable = "the result could not be parsed"
)

// File is a file with the replacements made in it.
type File struct {
	// Changes are the ranges that change, in the order of the file.
	Changes []Change
	// Made are the findings that are mended, Left those that are not, by the
	// reason.
	Made []*finding.Finding
	Left map[string][]*finding.Finding
}

// Change puts Text in the place of the bytes from Start to End.
type Change struct {
	Start, End int
	Text       string
}

// edit is a change with what decides about its order among others at the same
// place.
type edit struct {
	Change
	// rank puts what closes before what is inserted once, and that before what
	// opens; inner is how far in the construct is.
	rank, inner int
}

// proposal is one fix, with the findings that have it.
type proposal struct {
	edits  []edit
	shared []edit
	group  string
	of     []*finding.Finding
	start  int
}

// Make puts the replacements of one file's findings together. Where two of
// them overlap, the one that comes first in the file is made; those of a group
// are made together or not at all. held are groups that must not be made.
func Make(src []byte, list []*finding.Finding, held ...string) *File {
	f := &File{Left: map[string][]*finding.Finding{}}
	proposals := propose(src, list)
	refused := map[string]bool{}
	for _, group := range held {
		refused[group] = true
	}
	for {
		made, left, broken := choose(proposals, refused)
		if broken != "" {
			refused[broken] = true
			continue
		}
		for _, p := range left {
			reason := Overlaps
			if refused[p.group] {
				reason = Incomplete
			}
			f.Left[reason] = append(f.Left[reason], p.of...)
		}
		f.fill(made)
		return f
	}
}

// fill takes over the chosen proposals.
func (f *File) fill(made []*proposal) {
	var all []edit
	for _, p := range made {
		all = append(all, p.edits...)
		all = append(all, p.shared...)
		f.Made = append(f.Made, p.of...)
	}
	slices.SortStableFunc(all, compare)
	for i, e := range all {
		// An insertion that several fixes share is made once.
		if e.rank == rankShared && i > 0 && all[i-1] == e {
			continue
		}
		f.Changes = append(f.Changes, e.Change)
	}
}

// Result returns the file with the changes made.
func (f *File) Result(src []byte) []byte { return apply(src, f.Changes, 0, len(src)) }

// apply returns a range of the source with the changes in it made.
func apply(src []byte, changes []Change, from, to int) []byte {
	var out []byte
	for _, c := range changes {
		out = append(out, src[from:c.Start]...)
		out = append(out, c.Text...)
		from = c.End
	}
	return append(out, src[from:to]...)
}

// The ranks of edits at one place.
const (
	rankCloses = iota
	rankShared
	rankOpens
)

// compare puts edits in the order in which they are made.
func compare(a, b edit) int {
	return cmp.Or(
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(boolInt(a.End > a.Start), boolInt(b.End > b.Start)), // insertions first
		cmp.Compare(a.rank, b.rank),
		cmp.Compare(a.inner, b.inner),
		strings.Compare(strings.TrimLeft(a.Text, "\r\n"), strings.TrimLeft(b.Text, "\r\n")),
	)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// propose reads the fixes of findings; equal ones are one.
func propose(src []byte, list []*finding.Finding) []*proposal {
	starts := analysis.LineStarts(src)
	known := map[string]*proposal{}
	var all []*proposal
	for _, f := range list {
		p, ok := read(src, starts, f.Fix)
		if !ok {
			continue
		}
		key := p.key()
		if old := known[key]; old != nil {
			old.of = append(old.of, f)
			continue
		}
		p.of = []*finding.Finding{f}
		known[key] = p
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b *proposal) int {
		// Those of a group first: the others can be made at another time.
		return cmp.Or(-strings.Compare(a.group, b.group), cmp.Compare(a.start, b.start))
	})
	return all
}

// read turns lines and columns into offsets. It is not ok for what does not
// fit the file.
func read(src []byte, starts []int, fix *finding.Fix) (*proposal, bool) {
	if !fix.Mends() {
		return nil, false
	}
	p := &proposal{group: fix.Group}
	for _, e := range fix.Edits {
		c, ok := change(src, starts, e)
		if !ok {
			return nil, false
		}
		p.edits = append(p.edits, edit{Change: c, rank: rankOpens})
	}
	for _, e := range fix.Shared {
		c, ok := change(src, starts, e)
		if !ok || c.End > c.Start {
			return nil, false
		}
		p.shared = append(p.shared, edit{Change: c, rank: rankShared})
	}
	if len(p.edits) > 0 {
		p.order()
	}
	return p, true
}

func change(src []byte, starts []int, e finding.Edit) (Change, bool) {
	at := func(line, column int) int {
		if line < 1 || line > len(starts) || column < 1 || starts[line-1]+column-1 > len(src) {
			return -1
		}
		return starts[line-1] + column - 1
	}
	c := Change{at(e.Line, e.Column), at(e.EndLine, e.EndColumn), e.Text}
	return c, c.Start >= 0 && c.End >= c.Start
}

// order ranks the edits of a fix: its first opens, its last closes.
func (p *proposal) order() {
	p.start = p.edits[0].Start
	end := p.edits[len(p.edits)-1].End
	for i := range p.edits {
		e := &p.edits[i]
		if i > 0 && i == len(p.edits)-1 {
			e.rank, e.inner = rankCloses, -p.start
			continue
		}
		e.inner = -end
	}
}

// key is the same for equal fixes.
func (p *proposal) key() string {
	var b strings.Builder
	for _, list := range [][]edit{p.edits, p.shared} {
		for _, e := range list {
			b.WriteString(string(binaryKey(e.Start)))
			b.WriteString(string(binaryKey(e.End)))
			b.WriteString(e.Text)
			b.WriteByte(0)
		}
		b.WriteByte(1)
	}
	return b.String() + p.group
}

func binaryKey(n int) []byte {
	return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}

// choose takes the proposals that go together. If one of a group does not, it
// returns the group.
func choose(all []*proposal, refused map[string]bool) (made, left []*proposal, broken string) {
	// The proposals of a group come in the order of the file, so that each
	// lands near the end of what its own have taken.
	var taken [][]Change
	for i, p := range all {
		if i == 0 || all[i-1].group != p.group {
			taken = append(taken, nil)
		}
		last := len(taken) - 1
		switch {
		case p.group != "" && refused[p.group]:
			left = append(left, p)
		case slices.ContainsFunc(taken, p.overlaps):
			if p.group != "" {
				return nil, nil, p.group
			}
			left = append(left, p)
		default:
			made = append(made, p)
			taken[last] = take(taken[last], p.edits)
			taken[last] = take(taken[last], p.shared)
		}
	}
	return made, left, ""
}

// take adds edits to what is taken, in order.
func take(taken []Change, edits []edit) []Change {
	for _, e := range edits {
		i, found := slices.BinarySearchFunc(taken, e.Change, before)
		if !found {
			taken = slices.Insert(taken, i, e.Change)
		}
	}
	return taken
}

func before(a, b Change) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// overlaps reports whether an edit touches what is taken: ranges that have a
// byte in common, or an insertion within a range.
func (p *proposal) overlaps(taken []Change) bool {
	for _, list := range [][]edit{p.edits, p.shared} {
		for _, e := range list {
			i, _ := slices.BinarySearchFunc(taken, e.Change, before)
			if i > 0 && taken[i-1].End > e.Start || i < len(taken) && taken[i].Start < e.End {
				return true
			}
			if i < len(taken) && e.End > e.Start && taken[i].Start == e.Start && taken[i].End == e.End {
				return true
			}
		}
	}
	return false
}

// Check parses the result of a Python file. It returns an error if the parser
// has more trouble with it than with what was there.
func Check(ctx context.Context, src, result []byte) error {
	parser := python.NewParser()
	defer parser.Close()
	old, err := parser.Parse(ctx, src)
	if err != nil {
		return err
	}
	now, err := parser.Parse(ctx, result)
	if err != nil {
		return err
	}
	if len(now.Errors) > len(old.Errors) {
		return errors.New("the parser has more trouble with the result")
	}
	return nil
}
