package analyzers_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/scan/ruletest"
	"opendev.org/starlingx/stxscan/workspace"
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

// TestOneOwner holds that one construct has one owner: no two findings of
// different concerns begin at the same place.
func TestOneOwner(t *testing.T) { oneOwner(t, filepath.Join("..", "testdata", "starlingx")) }

// TestRealOneOwner holds the same of a real workspace.
func TestRealOneOwner(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set")
	}
	oneOwner(t, root)
}

func oneOwner(t *testing.T, root string) {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	w, err := workspace.Open(ctx, workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	partial, err := scan.Map(ctx, w, scan.Options{Rules: set.Rules, Analyzers: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	type place struct {
		repo, path   string
		line, column int
	}
	owners := map[place]string{}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: set.Rules, Analyzers: analyzers.All(), Targets: set.Targets,
	})
	for _, f := range report.Findings {
		at := place{f.Repo, f.Path, f.Line, f.Column}
		if other := owners[at]; other != "" && set.Rule(other).Concern != f.Concern && f.Rule != "TEST-001" {
			t.Errorf("%s:%s:%d:%d: %s and %s", f.Repo, f.Path, f.Line, f.Column, other, f.Rule)
		}
		if f.Rule != "TEST-001" { // about a package, and stands in the first line of its spec
			owners[at] = f.Rule
		}
	}
	t.Logf("%d places", len(owners))
}
