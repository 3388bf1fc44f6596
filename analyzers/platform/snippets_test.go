package platform_test

import (
	"os/exec"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/shell"
)

// TestShellSnippets holds the code that rules about shell show to what they
// say: what comes before has the construct, what comes after has nothing that
// only Bash reads, and dash refuses what does not compile and reads the rest.
func TestShellSnippets(t *testing.T) {
	dash := oracle.Program(t, "dash", "apt-get install dash")
	reads := func(script string) bool {
		command := exec.Command(dash, "-n")
		command.Stdin = strings.NewReader(script)
		return command.Run() == nil
	}
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range set.For("platform") {
		if !strings.HasPrefix(r.ID, "SH-") || r.Match.Code == "sourced-bash" {
			continue // the last is about another file
		}
		seen++
		before, _ := shell.BashOnly([]byte(r.Before))
		has := false
		for _, c := range before {
			has = has || string(c.Kind) == r.Match.Code
		}
		if !has {
			t.Errorf("%s: what comes before has no %s: %v", r.ID, r.Match.Code, before)
		}
		if after, ok := shell.BashOnly([]byte(r.After)); !ok || len(after) > 0 {
			t.Errorf("%s: what comes after has %v", r.ID, after)
		}
		if !reads(r.After) {
			t.Errorf("%s: dash refuses what comes after", r.ID)
		}
		if r.Means == rules.DoesNotCompile && reads(r.Before) {
			t.Errorf("%s means %s, and dash reads what comes before", r.ID, r.Means)
		}
	}
	if seen < 20 {
		t.Errorf("%d rules about shell", seen)
	}
}
