package rpmdeps_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/rpmdeps"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

var update = flag.Bool("update", false, "rewrite the expected counts of the real workspace")

// scanned scans a workspace with this analyzer alone.
func scanned(t testing.TB, root string) *reports.Report {
	t.Helper()
	return scannedWith(t, root, "")
}

// scannedWith is scanned with indexes that somebody brought.
func scannedWith(t testing.TB, root, indexDir string) *reports.Report {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(context.Background(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	list := []*analysis.Analyzer{rpmdeps.Analyzer}
	own := set.For("rpmdeps")
	partial, err := scan.Map(context.Background(), w, scan.Options{Rules: own, Analyzers: list})
	if err != nil {
		t.Fatal(err)
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: own, Analyzers: list, Targets: set.Targets, IndexDir: indexDir, Version: "test", Time: time.Unix(0, 0),
	})
	if err := reports.Validate(report); err != nil {
		t.Error(err)
	}
	return report
}

// TestRealNeeds holds what the needs of a real release come to on Clear
// against the list in testdata/real. A change there needs a reason in the
// commit.
func TestRealNeeds(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real workspace to scan")
	}
	report := scanned(t, root)
	var b strings.Builder
	pairs, names := map[string]int{}, map[string]map[string]bool{}
	for _, d := range report.Dependencies {
		v := d.Verdicts["clear"]
		key := fmt.Sprintf("%s %s", d.Need, v.Verdict)
		pairs[key]++
		if names[key] == nil {
			names[key] = map[string]bool{}
		}
		names[key][d.Name] = true
	}
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		fmt.Fprintf(&b, "need %s %d, names %d\n", key, pairs[key], len(names[key]))
	}
	found := map[string]int{}
	for _, f := range report.Findings {
		if f.Concern == finding.Dependencies || f.Concern == finding.VersionPins {
			found[f.Rule]++
			if f.Rule == "DEP-010" {
				fmt.Fprintf(&b, "pins %s\n", f.Message)
			}
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(found)) {
		fmt.Fprintf(&b, "findings %s %d\n", rule, found[rule])
	}
	if file := os.Getenv("STXSCAN_DUMP"); file != "" {
		dump(t, file, report)
	}
	compare(t, filepath.Join("testdata", "real", filepath.Base(root)+".txt"), b.String())
}

// compare holds text against a file, or rewrites the file under -update.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		t.Skipf("%s: no counts are kept of a release of that name", file)
	}
	if string(want) != got {
		t.Errorf("%s: counted\n%s\nexpected\n%s", file, got, want)
	}
}

// dump writes every verdict to a file, for whoever checks them by hand.
func dump(t *testing.T, file string, report *reports.Report) {
	t.Helper()
	var b strings.Builder
	for _, d := range report.Dependencies {
		v := d.Verdicts["clear"]
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s:%s:%d\t%s\n", d.Need, v.Verdict, d.Name, d.Constraint, v.Name,
			v.Version, v.Confidence, v.Evidence, d.Repo, d.Path, d.Line, d.Condition)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}
