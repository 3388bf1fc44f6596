package finding

import (
	"fmt"
	"slices"
	"testing"
)

func TestSketch(t *testing.T) {
	var lines []ChangedLine
	for i := range MaxSketch + 50 {
		lines = append(lines, ChangedLine{File: "a", Op: '+', Text: fmt.Sprint("line", i), Telling: true})
	}
	small := NewPatchIdentity(append(lines[:3:3], lines[0], ChangedLine{File: "a", Op: '+', Text: "}"}))
	if hashes, all := small.Hashes(); small.Lines != 3 || len(hashes) != 3 || !all {
		t.Errorf("doubled and empty lines: %+v, %v", small, all)
	}
	large := NewPatchIdentity(lines)
	hashes, all := large.Hashes()
	if large.Lines != len(lines) || len(hashes) != MaxSketch || all || !slices.IsSorted(hashes) {
		t.Errorf("a large change: %d lines, %d hashes, %v", large.Lines, len(hashes), all)
	}
	if NewPatchIdentity(nil) != nil {
		t.Error("a change without lines has an identity")
	}
	lines[0].Op = '-'
	if NewPatchIdentity(lines).Digest == large.Digest {
		t.Error("a removed line is an added one")
	}
}

func FuzzHashes(f *testing.F) {
	f.Add("", 0)
	f.Add("AAAAAQAAAAI", 2)
	f.Add("/////wAAAAA", 2)
	f.Fuzz(func(t *testing.T, sketch string, lines int) {
		c := PatchIdentity{Sketch: sketch, Lines: lines}
		if hashes, _ := c.Hashes(); len(hashes) > MaxSketch || !slices.IsSorted(hashes) {
			t.Errorf("%q: %v", sketch, hashes)
		}
	})
}
