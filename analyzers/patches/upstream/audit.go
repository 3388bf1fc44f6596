package upstream

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// doubt is a line of a patch that the commit which seems to have its change
// contradicts.
type doubt struct {
	kind  contradiction
	key   int    // in carried.keys
	line  []byte // of the patch
	other []byte // what upstream has in its place; nil if that is no single line
}

type contradiction uint8

// The contradictions. That a line is absent is none by itself.
const (
	absent    contradiction = iota // it is nowhere
	elsewise                       // it came in another form
	displaced                      // it came, but to another function or far from what is around it
	remains                        // the patch removes it, and it stayed
	rewritten                      // the patch only removes it, and it was written anew in another form
	uncalled                       // the patch has as a comment what upstream has as code
	devalued                       // it came with another value
)

// audit lays a patch beside a commit, file by file. Lines alone say that the same
// was written: what is in the file around them says whether it was done there.
type audit struct {
	*verdict
	have   []int32 // the keys that one of the landings has
	index  map[lineOf]int
	doubts []doubt
	net    map[netOf]int // how often the patch adds a line to a part of a file, on balance
	sought int           // how many lines were looked for in other forms
}

type netOf struct {
	lineOf
	in spot
}

type lineOf struct {
	file int
	line uint64
}

// versions are those of a file before and after the commit, and at the head.
type versions struct {
	before, after, head *text
	fresh               []freshLine // what the commit adds on balance, and the patch does not mention
}

// audit gives what in a commit contradicts that it has the patch's change.
func (c *contents) audit(v *verdict, h *history, r *record, main string) ([]doubt, error) {
	a := &audit{verdict: v, have: union(v.landed), index: map[lineOf]int{}, net: map[netOf]int{}}
	for i, k := range v.keys {
		a.index[lineOf{k.file, k.line}] = i
	}
	for f := range v.files {
		if v.files[f].weak {
			continue
		}
		s, err := c.versions(v, h, r, f, main)
		if err != nil {
			return nil, err
		}
		if s != nil {
			a.file(f, s)
		}
	}
	return a.doubts, nil
}

// versions reads those of a file of the patch; nil if the commit left it alone.
func (c *contents) versions(v *verdict, h *history, r *record, f int, main string) (*versions, error) {
	most, name := -1, "" // a commit that says to be the same may have no line of a file
	for _, p := range r.paths {
		if v.places[f][p.path] == certain && len(p.hits) > most {
			most, name = len(p.hits), h.paths[p.path]
		}
	}
	if name == "" {
		return nil, nil
	}
	s := &versions{}
	var before []byte
	for i, at := range []string{r.parent, r.ID, main} {
		var src []byte
		if at != "" {
			var err error
			if src, err = c.read(at, name); err != nil {
				return nil, err
			}
		}
		if i == 0 {
			before = src
		}
		*[]**text{&s.before, &s.after, &s.head}[i] = newText(src)
	}
	if before != nil || v.files[f].isNew { // else it came from another name, and nothing is fresh
		s.freshen(v, f)
	}
	return s, nil
}

func (s *versions) freshen(v *verdict, f int) {
	own := map[uint64]bool{}
	for h := range v.hunks(f) {
		for _, l := range h.Lines {
			hash, _ := lineHash(v.src[l.Start:l.End])
			own[hash] = true
		}
	}
	for _, l := range s.after.lines {
		if l.says && !own[l.hash] && len(s.after.at[l.hash]) > len(s.before.at[l.hash]) {
			if s.fresh = append(s.fresh, freshLine{l.raw, stripped(l.raw)}); len(s.fresh) == mostFresh {
				break
			}
		}
	}
}

func (a *audit) file(f int, s *versions) {
	for h := range a.hunks(f) {
		a.walk(h, func(i int, in spot, _ bool) { a.balance(f, h.Lines[i], in) })
	}
	for h := range a.hunks(f) {
		around := a.around(h)
		pure := false
		a.walk(h, func(i int, in spot, made bool) {
			l := h.Lines[i]
			line := a.src[l.Start:l.End]
			if i == 0 || h.Lines[i-1].Op == ' ' {
				pure = onlyRemoves(h.Lines[i:])
			}
			switch {
			case l.Op == '+' && made:
				a.added(f, s, line, in, nil) // in what the patch makes itself, wherever that is
			case l.Op == '+':
				a.added(f, s, line, in, around)
			case l.Op == '-':
				a.removed(f, s, line, in, a.neighbours(h, i), pure)
			}
		})
	}
}

// walk goes through a hunk and says of each changed line where in the file it is, and
// whether the patch makes that part itself.
func (a *audit) walk(h *patch.Hunk, do func(i int, in spot, made bool)) {
	old := spot{outer: headName([]byte(h.Section))}
	now, made := old, false
	for i, l := range h.Lines {
		line := a.src[l.Start:l.End]
		if l.Op != '+' {
			old.enter(line)
		}
		if was := now; l.Op != '-' {
			if now.enter(line); now != was {
				made = l.Op == '+'
			}
		}
		switch l.Op {
		case '+':
			do(i, now, made)
		case '-':
			do(i, old, false)
		}
	}
}

// balance counts what the patch does to a line in one part of a file.
func (a *audit) balance(f int, l patch.Line, in spot) {
	hash, _ := lineHash(a.src[l.Start:l.End])
	if l.Op == '+' {
		a.net[netOf{lineOf{f, hash}, in}]++
	} else {
		a.net[netOf{lineOf{f, hash}, in}]--
	}
}

// mostBeside bounds the lines on each side of a removed one that say where it is.
const mostBeside = 3

// neighbours are the lines next to a removed one that the hunk leaves alone and that
// say something, with how far above (below 0) or below they are.
func (a *audit) neighbours(h *patch.Hunk, i int) []neighbour {
	var list []neighbour
	for _, step := range []int{-1, 1} {
		apart := int32(0)
		for j, n := i+step, 0; j >= 0 && j < len(h.Lines) && n < mostBeside; j += step {
			l := h.Lines[j]
			if l.Op == '+' || l.Op == '\\' {
				continue
			}
			apart += int32(step) //nolint:gosec // 1 or -1
			if hash, says := lineHash(a.src[l.Start:l.End]); says && l.Op == ' ' {
				list = append(list, neighbour{hash, apart})
				n++
			}
		}
	}
	return list
}

// mostAround bounds the lines around a hunk that are looked for.
const mostAround = 40

// around are the lines of a hunk that it leaves alone and that say something.
func (a *audit) around(h *patch.Hunk) []uint64 {
	var list []uint64
	for _, l := range h.Lines {
		if hash, says := lineHash(a.src[l.Start:l.End]); says && l.Op == ' ' && len(list) < mostAround {
			list = append(list, hash)
		}
	}
	return list
}

// onlyRemoves says whether the changed lines that begin here add nothing.
func onlyRemoves(lines []patch.Line) bool {
	n := slices.IndexFunc(lines, func(l patch.Line) bool { return l.Op != '-' })
	return n < 0 || n > 0 && lines[n].Op != '+'
}

// key is that of a changed line, if it has one.
func (a *audit) key(f int, line []byte, plus bool) (k int, hash uint64, ok bool) {
	hash, says := lineHash(line)
	k, ok = a.index[lineOf{f, hash}]
	return k, hash, ok && says && a.keys[k].plus == plus
}

func (a *audit) doubt(kind contradiction, key int, line, other []byte) {
	a.doubts = append(a.doubts, doubt{kind, key, line, other})
}

func (a *audit) added(f int, s *versions, line []byte, in spot, around []uint64) {
	k, hash, ok := a.key(f, line, true)
	if !ok {
		return
	}
	there := len(s.after.at[hash]) > 0
	if bare := uncommented(line); !there && isComment(a.files[f].path, line) {
		if code, says := lineHash(bare); says && len(s.after.at[code]) > 0 {
			a.doubt(uncalled, k, line, bare)
			return
		}
	}
	_, landed := slices.BinarySearch(a.have, int32(k)) //nolint:gosec // an index
	switch {
	case a.keys[k].weak:
	case there:
		switch other := a.setting(line, hash, s); {
		case other != nil && !landed:
			a.doubt(devalued, k, line, other)
		case s.after.astray(hash, in, around) && s.head.astray(hash, in, around):
			a.doubt(displaced, k, line, nil)
		}
	case landed || len(s.head.at[hash]) > 0: // another commit has it
	default:
		switch other := a.nearest(line, s, false); {
		case other == nil:
			a.doubt(absent, k, line, nil)
		case revalued(line, other):
			a.doubt(devalued, k, line, other)
		default:
			a.doubt(elsewise, k, line, other)
		}
	}
}

// astray says whether a line is not where a patch has it: not in its function, or, if
// that is not there or is no function, far from all that the patch has around it.
func (t *text) astray(hash uint64, in spot, around []uint64) bool {
	n, known := t.count(hash, in)
	if known && n == 0 {
		return true
	}
	if known && (in.inner != "" || !strings.HasPrefix(in.outer, typeMark)) {
		return false
	}
	near, known := t.beside(hash, around)
	return known && !near
}

func (a *audit) removed(f int, s *versions, line []byte, in spot, beside []neighbour, pure bool) {
	k, hash, ok := a.key(f, line, false)
	if !ok || a.keys[k].weak {
		return
	}
	before, known := s.before.count(hash, in)
	after, also := s.after.count(hash, in)
	today, _ := s.head.count(hash, in)
	switch {
	case known == also && before > 0 && after >= before && today > 0:
		if a.net[netOf{lineOf{f, hash}, in}] < 0 && s.stays(hash, in, beside) {
			a.doubt(remains, k, line, nil)
		}
	case known && before == 0 && len(s.before.at[hash]) > 0 && len(s.after.at[hash]) > 0:
		a.doubt(displaced, k, line, nil)
	case pure:
		if other := a.nearest(line, s, true); other != nil {
			a.doubt(rewritten, k, line, other)
		}
	}
}

// setting is what a commit adds in the place of a line that other parts of the file
// had before, if that is the same with another value.
func (a *audit) setting(line []byte, hash uint64, s *versions) []byte {
	if len(s.after.at[hash]) > len(s.before.at[hash]) || !slices.ContainsFunc(tokens(line), isValue) {
		return nil
	}
	if a.sought++; a.sought > mostSought {
		return nil
	}
	own := stripped(line)
	for _, l := range s.fresh {
		if alike(own, l.dense) > 0 && revalued(line, l.raw) {
			return l.raw
		}
	}
	return nil
}

// stays says whether a line that stood among those beside it before a commit still does
// after it: a line such as a call that is made everywhere stands elsewhere too. If it
// was not among them before either, they say nothing.
func (s *versions) stays(hash uint64, in spot, beside []neighbour) bool {
	before := s.before.among(hash, in, beside)
	return before == 0 || s.after.among(hash, in, beside) >= before
}

// mostSought bounds the lines of a patch that are looked for in other forms.
const mostSought = 2000

func (a *audit) nearest(line []byte, s *versions, part bool) []byte {
	if a.sought++; a.sought > mostSought {
		return nil
	}
	return nearest(line, s.fresh, part)
}
