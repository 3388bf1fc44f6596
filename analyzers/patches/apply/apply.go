// Package apply tells whether patches apply to a source: the stack of a package
// against what it was cut against, and against a later version.
//
// It does what GNU patch 2.7 does with --forward, without running it and without
// touching what it reads: names are chosen, hunks sought, fuzz given and files
// written as there. Tests hold both to the same answers. What patch only says in
// passing, or not at all, is kept for every hunk.
package apply

import (
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// State says how a patch, or its change of one file, applies.
type State string

// The states, from the best to the worst.
const (
	Clean   State = "clean"           // every hunk at its line
	Offset  State = "offset"          // every hunk fits, some at other lines
	Fuzz    State = "fuzz"            // some hunks fit only without their outermost context
	Already State = "already-applied" // what it makes is there
	Missing State = "missing-file"    // a file that it changes is not there
	// Conflict is a hunk that fits nowhere, or a file that is in the way.
	Conflict State = "conflict"
	// Unknown is what cannot be told: binary changes, files that cannot be read.
	Unknown   State = "unknown"
	Malformed State = "malformed" // no patch that can be applied
)

// States are all states, from the best to the worst.
var States = []State{Clean, Offset, Fuzz, Already, Missing, Conflict, Unknown, Malformed}

// Detect is the strip level of a patch for which nothing tells one: it is tried out.
const Detect = -1

// DefaultStrip is the strip level of patches that were made by git or quilt.
const DefaultStrip = 1

// Far is the number of lines from which on an offset is suspicious: the hunk
// may have found another place that looks the same.
const Far = 200

// Patch is one patch of a stack.
type Patch struct {
	Name string // for people: its path
	Text []byte
	// Strip is how many leading folders are cut off the names of files, as -p of
	// patch and of rpm's %patch; Detect where nothing says it.
	Strip int
}

// Options say how patches are applied.
type Options struct {
	// Fuzz is how many lines of context at each end of a hunk may be left out
	// of account: 0 as rpm has it, 2 as patch has it.
	Fuzz int
}

// Outcome is what became of a hunk.
type Outcome string

// The outcomes of hunks.
const (
	Applied Outcome = "applied"
	Failed  Outcome = "failed"
	// Ignored hunks were not tried: their file is missing, or the change is there.
	Ignored Outcome = "ignored"
	// Unread hunks stand after lines that end the diff for patch, which skips
	// them without a word.
	Unread Outcome = "unread"
)

// HunkResult is what became of one hunk.
type HunkResult struct {
	Outcome Outcome
	// Line is where the hunk begins in the patch, from 1.
	Line int
	// At is the line of the changed file where it was put, from 1, or of a failed
	// one where it was looked for first.
	At int
	// Offset is how many lines further down than it says it was put, Fuzz how
	// many lines of context were left out of account.
	Offset, Fuzz int
}

// FileResult is what became of the change of one file.
type FileResult struct {
	// Path is the file that was changed, or would be, as it is called in the
	// source; From what it is renamed or copied from, else empty.
	Path, From string
	State      State
	Hunks      []HunkResult
	// Why is for people: what is wrong. Empty where nothing is.
	Why string
}

// Failure is the first place at which a patch does not apply.
type Failure struct {
	Path string // the file to be changed
	Hunk int    // from 1; 0 if it is not a hunk that fails
	// Line is the line of the patch, from 1; At that of the file where the hunk
	// was looked for, 0 if it was not.
	Line, At int
	Why      string
}

// Result is what became of one patch.
type Result struct {
	Name  string
	State State
	// Strip is the level that was used; Detected says that it was found by trying.
	Strip    int
	Detected bool
	// The numbers of hunks: InPlace, Moved and Fuzzy ones were applied.
	InPlace, Moved, Fuzzy, Rejected, Skipped int
	// LargestOffset is the offset that is furthest from 0, with its sign.
	LargestOffset, LargestFuzz int
	Files                      []FileResult
	// First is the first place that does not apply, nil if all do.
	First *Failure
}

// FarOffset reports whether a hunk was found so far away that somebody should
// look whether it is the right place.
func (r *Result) FarOffset() bool { return r.LargestOffset > Far || r.LargestOffset < -Far }

// Applies reports whether the whole patch goes in.
func (r *Result) Applies() bool { return r.State == Clean || r.State == Offset || r.State == Fuzz }

// Apply applies a stack in its order. Each patch sees what those before it made.
// One that fails leaves the tree as patch leaves it: hunks that fit are in, the
// others are not. One that cannot be read as a whole leaves what stands before the
// place where it cannot be read.
func Apply(tree *Tree, stack []Patch, options Options) []Result {
	results := make([]Result, 0, len(stack))
	for _, p := range stack {
		results = append(results, applyOne(tree, p, options))
	}
	return results
}

func applyOne(tree *Tree, p Patch, options Options) Result {
	result := Result{Name: p.Name, Strip: p.Strip}
	if len(p.Text) > MostPatch {
		result.fail(Failure{Line: 1, Why: "the patch is larger than any that people write: refused"}, Unknown)
		return result
	}
	read := readPatch(p.Text, patch.Parse(p.Text))
	if result.Strip < 0 {
		result.Strip, result.Detected = detectStrip(tree, read), true
	}
	if read.refused != nil {
		result.fail(*read.refused, Malformed)
		return result
	}
	r := &run{tree: tree, strip: result.Strip, fuzz: max(options.Fuzz, 0), budget: mostSteps}
	for i := range read.changes {
		c := &read.changes[i]
		result.add(c, r.change(c))
		if c.broken != nil {
			break
		}
	}
	broken := read.broken()
	r.finish(broken == nil)
	result.settle(read, broken)
	return result
}

// add takes in what became of one file.
func (r *Result) add(c *change, f FileResult) {
	r.Files = append(r.Files, f)
	for i, h := range f.Hunks {
		switch {
		case h.Outcome == Failed:
			r.Rejected++
		case h.Outcome != Applied:
			r.Skipped++
		case h.Fuzz > 0:
			r.Fuzzy++
		case h.Offset != 0:
			r.Moved++
		default:
			r.InPlace++
		}
		if h.Outcome == Failed && r.First == nil {
			r.First = &Failure{Path: f.Path, Hunk: i + 1, Line: h.Line, At: h.At, Why: "its lines are not there"}
		}
		if h.Outcome == Applied {
			r.LargestFuzz = max(r.LargestFuzz, h.Fuzz)
			if abs(h.Offset) > abs(r.LargestOffset) {
				r.LargestOffset = h.Offset
			}
		}
	}
	if r.First == nil && f.Why != "" && f.State != Already {
		r.First = &Failure{Path: f.Path, Line: c.line, Why: f.Why}
	}
}

// settle gives the patch its state: that of its worst file. If only some of its
// files have the change already, it cannot be applied as it is.
func (r *Result) settle(read *reading, broken *Failure) {
	already := 0
	for _, f := range r.Files {
		if rank(f.State) > rank(r.State) {
			r.State = f.State
		}
		if f.State == Already {
			already++
		}
	}
	if r.State == Already && already < len(r.Files) {
		r.State = Conflict
		if r.First == nil {
			r.First = r.partly(read)
		}
	}
	switch {
	case broken != nil:
		r.fail(*broken, Malformed)
	case read.unread != nil:
		r.fail(*read.unread, Malformed)
	case len(r.Files) == 0:
		r.fail(Failure{Line: 1, Why: "there is no diff in the file"}, Malformed)
	}
}

// partly is the failure of a patch of which a part is there.
func (r *Result) partly(read *reading) *Failure {
	for i, f := range r.Files {
		if f.State == Already {
			return &Failure{Path: f.Path, Line: read.changes[i].line, Why: "a part of the patch is there already: " + f.Why}
		}
	}
	return nil
}

func (r *Result) fail(f Failure, s State) { r.State, r.First = s, &f }

// rank orders the states; one that is not there yet comes first.
func rank(s State) int {
	for i, other := range States {
		if s == other {
			return i
		}
	}
	return -1
}

func abs(n int) int { return max(n, -n) }
