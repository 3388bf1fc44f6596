package apply

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// damage breaks a patch the way that editing by hand does: a line lost, doubled or
// without its first byte, a count that is wrong, an end that is cut off.
func (g program) damage(text []byte) []byte {
	lines := splitLines(text)
	at := g.IntN(len(lines))
	// Of a --- or +++ line alone patch makes a name; the parser does not.
	for bytes.HasPrefix(lines[at], []byte("--- ")) || bytes.HasPrefix(lines[at], []byte("+++ ")) {
		at = (at + 1) % len(lines)
	}
	switch g.IntN(6) {
	case 0:
		lines = append(lines[:at:at], lines[at+1:]...)
	case 1:
		lines = append(lines[:at+1:at+1], lines[at:]...)
	case 2:
		lines[at] = lines[at][min(1, len(lines[at])-1):]
	case 3:
		for i, line := range lines {
			if bytes.HasPrefix(line, []byte("@@ -")) && g.IntN(2) == 0 {
				lines[i] = bytes.Replace(line, []byte(g.pick(",3", ",4", ",5", ",2")), []byte(g.pick(",3", ",4", ",6")), 1)
			}
		}
	case 4:
		lines = lines[:at]
	case 5:
		lines = append(lines[:at:at], append([][]byte{[]byte(g.pick("\n", "text\n", " \n", "-- \n"))}, lines[at:]...)...)
	}
	return bytes.Join(lines, nil)
}

// TestOracleDamaged holds damaged patches to what GNU patch makes of them. Lines that
// it passes over without a word are malformed here. Where a header line is lost, or
// taken for a line of the hunk before it, patch and the parser of patches read different
// diffs: docs/measure/apply.md says how often.
func TestOracleDamaged(t *testing.T) {
	var all comparison
	passed := 0
	for seed := range uint64(150) {
		g := program{rand.New(rand.NewPCG(seed, 11))}
		base, stack, _ := g.stack()
		theirs := newGNU(t, 2)
		base.write(t, theirs.dir)
		p := stack[0]
		p.Text = g.damage(p.Text)
		r := Apply(NewTree(NewFolder(base.fs())), []Patch{p}, Options{Fuzz: 2})[0]
		if r.First != nil && strings.Contains(r.First.Why, "passes over") {
			passed++
		}
		if len(p.Text) == 0 {
			continue
		}
		c := agree(t, theirs, NewTree(NewFolder(base.fs())), []Patch{p})
		if c.difference != "" {
			t.Errorf("stack %d: %s\n%s", seed, c.difference, p.Text)
		}
		all.add(c)
	}
	t.Logf("%v; of %d patch passes over lines", &all, passed)
	if passed == 0 || all.states[Malformed] == passed {
		t.Error("too little was damaged")
	}
}
