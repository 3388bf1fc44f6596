package finding

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
)

func TestLevels(t *testing.T) {
	if !(Info < Warning && Warning < Error && Low < Medium && Medium < High) {
		t.Error("levels are not ordered")
	}
	for _, name := range []string{"info", "warning", "error"} {
		s, err := ParseSeverity(name)
		if err != nil || s.String() != name {
			t.Errorf("%s is %v, %v", name, s, err)
		}
		text, err := json.Marshal(map[string]Severity{"s": s})
		var back map[string]Severity
		if err != nil || json.Unmarshal(text, &back) != nil || back["s"] != s {
			t.Errorf("%s does not survive JSON: %s, %v", name, text, err)
		}
	}
	if _, err := ParseSeverity("fatal"); err == nil || !strings.Contains(err.Error(), "warning") {
		t.Errorf("the error does not say what is wanted: %v", err)
	}
	if _, err := ParseConfidence(""); err == nil {
		t.Error("an empty confidence was taken")
	}
}

// fileOf makes findings, one for each line, of a file with the given lines.
func fileOf(path string, lines []string) ([]Finding, func(int) string) {
	list := make([]Finding, len(lines))
	for i := range lines {
		list[i] = Finding{Rule: "PY2-S001", Subject: "print", Location: Location{Repo: "config", Path: path, Line: i + 1}}
	}
	return list, func(n int) string { return lines[n-1] }
}

func fingerprints(lines ...string) []string {
	list, line := fileOf("a.py", lines)
	Identify(list, line)
	var out []string
	for _, f := range list {
		out = append(out, f.Fingerprint)
	}
	return out
}

func TestFingerprints(t *testing.T) {
	base := fingerprints("print a", "print b", "print a")
	if base[0] == base[1] || base[0] == base[2] {
		t.Errorf("equal fingerprints in one file: %v", base)
	}
	// Re-indenting and moving leave them alone.
	moved := fingerprints("print b", "\t print  a", "print a")
	if moved[0] != base[1] || moved[1] != base[0] || moved[2] != base[2] {
		t.Errorf("%v became %v", base, moved)
	}
	if changed := fingerprints("print c", "print b", "print a"); changed[0] == base[0] || changed[2] != base[0] {
		t.Errorf("%v became %v", base, changed)
	}
	a, line := fileOf("a.py", []string{"print a"})
	b, _ := fileOf("lib/a.py", []string{"print a"})
	Identify(a, line)
	Identify(b, line)
	if a[0].Fingerprint == b[0].Fingerprint || a[0].MatchKey != b[0].MatchKey {
		t.Error("a rename must change the fingerprint and keep the match key")
	}
}

// TestFingerprintProperties: whatever the lines, fingerprints of a file are
// distinct, and adding unrelated lines anywhere changes none of them.
func TestFingerprintProperties(t *testing.T) {
	property := func(choice []uint8, seed uint64) bool {
		var lines []string
		for _, c := range choice {
			lines = append(lines, "print "+string('a'+rune(c%4)))
		}
		before := fingerprints(lines...)
		seen := map[string]bool{}
		for _, f := range before {
			if seen[f] {
				return false
			}
			seen[f] = true
		}
		at := 0
		if len(lines) > 0 {
			at = int(seed % uint64(len(lines)+1))
		}
		grown := append(append(append([]string{}, lines[:at]...), "print unrelated"), lines[at:]...)
		after := fingerprints(grown...)
		after = append(after[:at], after[at+1:]...)
		for i := range before {
			if before[i] != after[i] {
				return false
			}
		}
		return true
	}
	source := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		choice := make([]uint8, source.IntN(12))
		for i := range choice {
			choice[i] = uint8(source.IntN(256))
		}
		if !property(choice, source.Uint64()) {
			t.Fatalf("fails for %v", choice)
		}
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

// TestSuppressedBlocks: only a false positive is out of the way.
func TestSuppressedBlocks(t *testing.T) {
	f := Finding{Role: RoleRuntime, Targets: map[string]TargetEffect{"clear": {Effect: Breaks, Severity: Error}}}
	if !f.Blocks("clear") {
		t.Fatal("what breaks does not block")
	}
	for _, kind := range SuppressionKinds {
		f.Suppressed = &Suppression{Kind: kind, Reason: "it is so", By: "config:1"}
		if want := kind != FalsePositive; f.Blocks("clear") != want {
			t.Errorf("%s blocks: %v, want %v", kind, !want, want)
		}
	}
}

// TestLongLineIsReadOnce: the text of a line is asked for once, however many
// findings stand in it, and a long one still tells its findings apart.
func TestLongLineIsReadOnce(t *testing.T) {
	list := make([]Finding, 1000)
	for i := range list {
		list[i] = Finding{Rule: "PY2-T001", Subject: "d.keys()", Location: Location{Repo: "agent", Path: "a.py", Line: 1 + i/500}}
	}
	asked := 0
	Identify(list, func(n int) string {
		asked++
		return strings.Repeat("x ", 100_000) + strconv.Itoa(n)
	})
	seen := map[string]bool{}
	for _, f := range list {
		seen[f.Fingerprint] = true
	}
	if asked != 2 || len(seen) != len(list) {
		t.Errorf("asked %d times, %d fingerprints of %d findings", asked, len(seen), len(list))
	}
}
