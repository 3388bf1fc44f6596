package apply

import "bytes"

// editor applies the hunks of one diff to one file. Lines are counted from 1, as
// patch and its messages do.
type editor struct {
	in     text
	out    [][]byte
	frozen int // the last line that was copied or removed
	// moved is how far the last hunk was from its place, grown by how many lines
	// the file has become longer.
	moved, grown int
	fuzz         int
	budget       *int
}

// newEditor begins with the content of a file.
func newEditor(data []byte, fuzz int, budget *int) *editor {
	return &editor{in: text{lines: splitLines(data)}, fuzz: fuzz, budget: budget}
}

// apply puts the hunks in, those that fit. If the first fits nowhere but what it
// makes is there, none is tried and reversed is true.
func (e *editor) apply(hunks []hunk) (results []HunkResult, reversed bool) {
	results = make([]HunkResult, 0, len(hunks))
	for i := range hunks {
		h := &hunks[i]
		where, fuzz, there := e.locate(h, i == 0)
		if there || *e.budget < 0 {
			return ignore(hunks), there
		}
		r := HunkResult{Outcome: Failed, Line: h.line, At: h.first[oldName] + e.grown}
		if where > 0 {
			r.At, r.Offset, r.Fuzz = where+e.grown, where-h.first[oldName], fuzz
			if e.put(h, where) {
				r.Outcome = Applied
			}
		}
		if r.Outcome == Failed {
			r.Offset, r.Fuzz = 0, 0
		}
		results = append(results, r)
	}
	return results, false
}

func ignore(hunks []hunk) []HunkResult {
	results := make([]HunkResult, len(hunks))
	for i := range hunks {
		results[i] = HunkResult{Outcome: Ignored, Line: hunks[i].line, At: hunks[i].first[oldName]}
	}
	return results
}

// locate finds where a hunk fits, 0 if nowhere, with as little fuzz as possible.
// there says that the first hunk fits the other way round, before it fits
// with more fuzz.
func (e *editor) locate(h *hunk, first bool) (where, fuzz int, there bool) {
	most := min(e.fuzz, max(h.prefix, h.end))
	for fuzz = 0; fuzz <= most; fuzz++ {
		if where = e.seek(h, oldName, fuzz); where > 0 {
			return where, fuzz, false
		}
		if first && e.seek(h, newName, fuzz) > 0 {
			return 0, 0, true
		}
	}
	return 0, 0, false
}

// seek finds one side of a hunk in the file, 0 if it is nowhere. Of context that is
// shorter at one end, patch thinks that the file begins or ends there; fuzz is taken
// from the longer end first.
func (e *editor) seek(h *hunk, side, fuzz int) int {
	pattern, guess := h.sides[side], h.first[side]+e.moved
	if len(pattern) == 0 {
		return guess
	}
	context := max(h.prefix, h.end)
	head, tail := fuzz+h.prefix-context, fuzz+h.end-context
	last := len(e.in.lines) - len(pattern) + 1
	where := 0
	switch {
	case head < 0 && h.first[side] <= 1:
		// Only the beginning of the file will do, and if tail is below 0 as well,
		// only the whole file.
		if tail >= 0 || last == 1 {
			where = e.only(pattern[:len(pattern)-max(tail, 0)], 1)
		}
	case tail < 0:
		if guess-last <= e.back(guess) {
			head = max(head, 0)
			where = e.only(pattern[head:], last+head) - head
		}
	default:
		where = e.nearest(pattern, guess, max(head, 0), tail)
	}
	if where <= 0 {
		return 0
	}
	e.moved = where - h.first[side]
	return where
}

// back is how many lines before its guess patch looks for a hunk: as far as the
// last line that it has dealt with, and just as far if the guess is before that.
func (e *editor) back(guess int) int { return min(abs(guess-e.frozen-1), guess-1) }

// nearest looks around the guess, with so many lines left out at both ends.
func (e *editor) nearest(pattern [][]byte, guess, head, tail int) int {
	if head+tail > len(pattern) {
		return 0
	}
	// Lines of context that are left out may be behind the end of the file.
	low, high := guess-e.back(guess), len(e.in.lines)-len(pattern)+tail+1
	at, ok := e.in.nearest(pattern[head:len(pattern)-tail], guess-1+head, low-1+head, high-1+head, e.budget)
	if !ok {
		return 0
	}
	return at - head + 1
}

// only looks at one line alone.
func (e *editor) only(pattern [][]byte, at int) int {
	if !e.in.fits(pattern, at-1) {
		return 0
	}
	return at
}

// put writes the hunk at its place. It fails where an earlier hunk was put behind it.
func (e *editor) put(h *hunk, where int) bool {
	at := where
	for _, one := range h.edits {
		switch one.op {
		case ' ':
			at++
		case '-':
			if !e.copyTo(at - 1) {
				return false
			}
			e.frozen++
			at++
		case '+':
			if !e.copyTo(at - 1) {
				return false
			}
			e.out = append(e.out, one.text)
		}
	}
	e.grown += len(h.sides[newName]) - len(h.sides[oldName])
	return true
}

// copyTo copies the lines up to one that are not copied yet.
func (e *editor) copyTo(line int) bool {
	if e.frozen > line {
		return false
	}
	if from := min(e.frozen, len(e.in.lines)); line > from {
		e.out = append(e.out, e.in.lines[from:min(line, len(e.in.lines))]...)
	}
	e.frozen = line
	return true
}

// result is the whole new file. A line that is followed by another ends.
func (e *editor) result() []byte {
	e.copyTo(max(e.frozen, len(e.in.lines)))
	var b bytes.Buffer
	for i, line := range e.out {
		b.Write(line)
		if i+1 < len(e.out) && !bytes.HasSuffix(line, []byte("\n")) {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}
