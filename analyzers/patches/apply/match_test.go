package apply

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// slowNearest looks at one line after another, further and further away.
func slowNearest(t *text, pattern [][]byte, guess, low, high int) (int, bool) {
	low, high = max(low, 0), min(high, len(t.lines)-len(pattern))
	for d := 0; d <= abs(guess)+len(t.lines); d++ {
		for _, at := range []int{guess + d, guess - d} {
			if at >= low && at <= high && t.fits(pattern, at) {
				return at, true
			}
		}
	}
	return 0, false
}

func TestNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"a\n", "b\n", "c\n"}
	some := func(n, kinds int) [][]byte {
		lines := make([][]byte, n)
		for i := range lines {
			lines[i] = []byte(words[r.IntN(kinds)])
		}
		return lines
	}
	found := 0
	for range 20000 {
		kinds := 1 + r.IntN(3)
		file := &text{lines: some(r.IntN(30), kinds)}
		pattern := some(1+r.IntN(6), kinds)
		guess, low, high := r.IntN(40)-5, r.IntN(20)-5, r.IntN(40)-5
		budget := mostSteps
		at, ok := file.nearest(pattern, guess, low, high, &budget)
		wantAt, wantOK := slowNearest(file, pattern, guess, low, high)
		if at != wantAt || ok != wantOK {
			t.Fatalf("%q in %q, %d in %d-%d: %d %v, want %d %v", pattern, file.lines, guess, low, high, at, ok, wantAt, wantOK)
		}
		// Both ways of searching give the same.
		if len(file.ids) > 0 && ok {
			best := closest{guess: guess, low: max(low, 0), high: high}
			ids := make([]int32, len(pattern))
			for i, line := range pattern {
				ids[i] = file.known[string(line)]
			}
			file.scan(ids, &best, &budget)
			if !best.found || best.at != at {
				t.Fatalf("a scan finds %d %v, want %d", best.at, best.found, at)
			}
		}
		if ok {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("only %d patterns were found", found)
	}
}

// alike is a file of lines that are equal but for every hundredth, and a patch whose
// hunks nearly fit everywhere.
func alike(lines, context, hunks int) (file, diff []byte) {
	var b strings.Builder
	b.WriteString(head)
	for i := range hunks {
		start := 2 + i*2*context
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@\n", start, 2*context+1, start, 2*context+1)
		b.WriteString(strings.Repeat(" x\n", context) + "-y\n+z\n" + strings.Repeat(" x\n", context))
	}
	return bytes.Repeat([]byte(strings.Repeat("x\n", 99)+"y\n"), lines/100), []byte(b.String())
}

func TestBudget(t *testing.T) {
	file, text := alike(100_000, 150, 20)
	budget := 1000
	read := readPatch(text, patch.Parse(text))
	e := newEditor(file, 2, &budget)
	e.apply(read.changes[0].hunks)
	if budget >= 0 {
		t.Errorf("the steps of the search are not counted: %d are left", budget)
	}
	r := &run{tree: NewTree(NewFolder(files("f", string(file)))), strip: 1, fuzz: 2, budget: 1000}
	if got := r.change(&read.changes[0]); got.State != Unknown || !strings.Contains(got.Why, "given up") {
		t.Errorf("%s: %s", got.State, got.Why)
	}
}

// BenchmarkAlike applies a hunk of 200,001 lines to a file of 1,000,000 that are alike.
func BenchmarkAlike(b *testing.B) {
	file, text := alike(1_000_000, 100_000, 1)
	source := NewFolder(files("f", string(file)))
	for b.Loop() {
		r := Apply(NewTree(source), []Patch{{Text: text, Strip: 1}}, Options{Fuzz: 2})[0]
		if r.State != Conflict {
			b.Fatalf("%s: %+v", r.State, r.First)
		}
	}
}

// BenchmarkAlikeHunks looks for 1,000 hunks of 301 lines in a file of 1,000,000.
func BenchmarkAlikeHunks(b *testing.B) {
	file, text := alike(1_000_000, 150, 1000)
	source := NewFolder(files("f", string(file)))
	for b.Loop() {
		Apply(NewTree(source), []Patch{{Text: text, Strip: 1}}, Options{Fuzz: 2})
	}
}
