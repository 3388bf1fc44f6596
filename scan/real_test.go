package scan_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

var update = flag.Bool("update", false, "rewrite the expected counts of the real workspace")

// TestRealCounts holds what a scan of a real release counts against the list
// in testdata/real: every file accounted for, packages by kind and origin,
// findings by rule, unknowns by kind. A change there needs a reason in the
// commit. The release is the name of the workspace's folder.
func TestRealCounts(t *testing.T) {
	root := realWorkspace(t)
	file := filepath.Join("testdata", "real", filepath.Base(root)+".txt")
	report, _, _ := scanned(t, root)
	if err := reports.Validate(report); err != nil {
		t.Error(err)
	}
	got := countsOf(report)
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
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range difference(string(want), got) {
		t.Errorf("expected: %s", line)
	}
	for _, line := range difference(got, string(want)) {
		t.Errorf("counted:  %s", line)
	}
}

// countsOf writes a report's totals, a line each.
func countsOf(r *reports.Report) string {
	var b strings.Builder
	f, p := r.Totals.Files, r.Totals.Packages
	fmt.Fprintf(&b, "files listed %d\nfiles scanned %d\nfiles unknown %d\nfiles in no package %d\n", f.Listed, f.Scanned, f.Unknown, f.Unowned)
	fmt.Fprintf(&b, "packages %d\npackages built %d\npackages with a spec %d\npackages with srpm_path %d\n", p.All, p.Built, p.WithSpec, p.WithSRPM)
	writeCounts(&b, "files skipped", f.Skipped)
	writeCounts(&b, "origin", p.Origins)
	writeCounts(&b, "unknown", r.Totals.Unknowns)
	rules := map[string]int{}
	for i := range r.Findings {
		rules[r.Findings[i].Rule]++
	}
	writeCounts(&b, "rule", rules)
	fmt.Fprintf(&b, "guarded %d\n", r.Totals.Guarded)
	return b.String()
}

func writeCounts(b *strings.Builder, what string, counts map[string]int) {
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(b, "%s %s %d\n", what, key, counts[key])
	}
}
