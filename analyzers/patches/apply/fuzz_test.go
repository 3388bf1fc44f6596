package apply

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// reverse turns hunks around that were put where they say they belong.
func reverse(hunks []hunk, put []HunkResult) string {
	var b strings.Builder
	b.WriteString("--- a/f\n+++ b/f\n")
	for i, h := range hunks {
		start := [2]int{put[i].At, h.first[oldName]}
		for i, side := range []int{newName, oldName} {
			if len(h.sides[side]) == 0 {
				start[i]--
			}
		}
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@\n", start[0], len(h.sides[newName]), start[1], len(h.sides[oldName]))
		for _, e := range h.edits {
			op := e.op
			switch op {
			case '-':
				op = '+'
			case '+':
				op = '-'
			}
			b.WriteByte(op)
			b.Write(e.text)
		}
	}
	return b.String()
}

// reversible tells hunks that do not reach into each other, of whole lines: else what
// one of them leaves is not what another goes by.
func reversible(hunks []hunk) bool {
	for i, h := range hunks {
		if i > 0 && hunks[i-1].first[oldName]+len(hunks[i-1].sides[oldName]) > h.first[oldName] {
			return false
		}
		for _, e := range h.edits {
			if !bytes.HasSuffix(e.text, []byte("\n")) {
				return false
			}
		}
	}
	return len(hunks) > 0
}

// ended is a text of which the last line ends.
func ended(data []byte) []byte {
	if len(data) > 0 && data[len(data)-1] != '\n' {
		return append(bytes.Clone(data), '\n')
	}
	return data
}

// FuzzApply applies any patch to any file. What went in where it says it belongs
// comes out again.
func FuzzApply(f *testing.F) {
	for _, c := range ruleTests {
		if file := c.files["f"]; file != nil {
			f.Add([]byte(c.patch), file.Data, uint8(c.fuzz)) //nolint:gosec // it is 0 to 2
		}
	}
	f.Fuzz(func(t *testing.T, text, content []byte, fuzz uint8) {
		source := NewFolder(fstest.MapFS{"f": {Data: content, Mode: 0o644}, "d/g": {Data: content}, "l": {Data: []byte("d"), Mode: 0o777}})
		tree := NewTree(source)
		r := Apply(tree, []Patch{{Text: text, Strip: int(fuzz%5) - 1}}, Options{Fuzz: int(fuzz % 4)})[0]
		if rank(r.State) < 0 {
			t.Fatalf("no state: %+v", r)
		}
		if !r.Applies() && r.State != Already && r.First == nil {
			t.Fatalf("%s without a reason: %+v", r.State, r)
		}
		hunks := 0
		for _, f := range r.Files {
			hunks += len(f.Hunks)
		}
		if hunks != r.InPlace+r.Moved+r.Fuzzy+r.Rejected+r.Skipped {
			t.Fatalf("%d hunks are not counted: %+v", hunks, r)
		}
		Candidates([]Patch{{Text: text, Strip: Detect}})
		thereAndBack(t, text, content)
	})
}

func thereAndBack(t *testing.T, text, content []byte) {
	t.Helper()
	budget := mostSteps
	read := readPatch(text, patch.Parse(text))
	if read.refused != nil || len(read.changes) != 1 || read.changes[0].broken != nil {
		return
	}
	own := read.changes[0].hunks
	e := newEditor(content, 0, &budget)
	results, reversed := e.apply(own)
	if reversed || stateOf(results) != Clean || !reversible(own) {
		return
	}
	made := e.result()
	turned := []byte(reverse(own, results))
	back := readPatch(turned, patch.Parse(turned))
	if back.broken() != nil || len(back.changes) != 1 {
		t.Fatalf("the reverse cannot be read: %+v\n%s", back, turned)
	}
	b := newEditor(made, 0, &budget)
	b.apply(back.changes[0].hunks)
	if got := b.result(); !bytes.Equal(ended(got), ended(content)) {
		t.Fatalf("%q became %q, and with\n%s\n%q", content, made, turned, got)
	}
}
