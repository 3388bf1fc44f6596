package analyzers_test

import (
	"context"
	"testing"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan/ruletest"
)

// TestRules holds every embedded rule against the fixture beside it.
func TestRules(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	result, err := ruletest.Run(context.Background(), rules.Embedded(), set, analyzers.All())
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range result.Mistakes {
		t.Error(mistake)
	}
	if result.Rules != len(set.Rules) || result.Wants == 0 {
		t.Errorf("%d of %d rules checked, %d wants", result.Rules, len(set.Rules), result.Wants)
	}
	t.Logf("%d rules, %d wants, %d oks", result.Rules, result.Wants, result.Oks)
}
