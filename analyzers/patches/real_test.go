package patches_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/patches"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/workspace"
)

var update = flag.Bool("update", false, "rewrite the expected counts of the real workspace")

// scanned scans a workspace with this analyzer alone.
func scanned(t testing.TB, root string) *reports.Report {
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
	list := []*analysis.Analyzer{patches.Analyzer}
	own := set.For("patches")
	partial, err := scan.Map(context.Background(), w, scan.Options{Rules: own, Analyzers: list})
	if err != nil {
		t.Fatal(err)
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: own, Analyzers: list, Targets: set.Targets, Version: "test", Time: time.Unix(0, 0),
	})
	if err := reports.Validate(report); err != nil {
		t.Error(err)
	}
	return report
}

// TestRealAccount: every patch file on disk is in one stack, and one rule of
// those that class patches says what it is. The malformed ones are named.
func TestRealAccount(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real workspace to scan")
	}
	report := scanned(t, root)
	left := patchFiles(t, root)
	onDisk := len(left)
	listed, malformed := 0, []string{}
	for _, s := range report.PatchStacks {
		for _, p := range s.Patches {
			listed++
			base := filepath.Base(p.Path)
			if left[base]--; left[base] == 0 {
				delete(left, base)
			}
			if p.State == "applied" && slices.Contains(p.Tags, "malformed") {
				malformed = append(malformed, base)
			}
		}
	}
	if len(left) > 0 {
		t.Errorf("of the names of %d patches on disk these are in no stack, or in too many: %v", onDisk, left)
	}
	classed := 0
	for _, f := range report.Findings {
		if f.Rule >= "PATCH-001" && f.Rule <= "PATCH-009" {
			classed++
		}
	}
	if classed != listed {
		t.Errorf("%d patches are listed and %d classed", listed, classed)
	}
	slices.Sort(malformed)
	t.Logf("%d patches, all classed; malformed and applied: %v", listed, malformed)
	if want := []string{"0002-Add-glance-driver.patch", "lldpd-i40e-disable.patch"}; filepath.Base(root) == "2018.10.0" && !slices.Equal(malformed, want) {
		t.Errorf("malformed %v, want %v", malformed, want)
	}
}

// patchFiles counts the names of the files that are called patches, or are some.
func patchFiles(t *testing.T, root string) map[string]int {
	t.Helper()
	names := map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.Contains(path, "/.git/") {
			return err
		}
		base := filepath.Base(path)
		is := strings.HasSuffix(base, ".patch") || strings.HasSuffix(base, ".diff")
		if info, err := d.Info(); !is && err == nil && info.Size() < 1<<20 {
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			is = patch.LooksLike(src)
		}
		if is {
			names[base]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestRealPatches holds what a real release patches against the list in
// testdata/real. A change there needs a reason in the commit.
func TestRealPatches(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real workspace to scan")
	}
	report := scanned(t, root)
	counts, packages := map[string]int{}, map[string]bool{}
	for _, s := range report.PatchStacks {
		packages[s.Repo+"/"+s.Package] = true
		counts["packages of class "+string(s.Class)]++
		for _, kind := range s.Kinds {
			counts["packages of kind "+kind]++
		}
		for _, p := range s.Patches {
			counts["patches"]++
			counts["lines added"] += p.Added
			counts["lines removed"] += p.Removed
			counts["class "+string(s.Class)]++
			counts["kind "+p.Kind]++
			counts["state "+p.Kind+" "+p.State]++
			for _, tag := range p.Tags {
				counts["tag "+tag]++
			}
		}
	}
	counts["packages"] = len(packages)
	for _, f := range report.Findings {
		counts["rule "+f.Rule]++
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%s %d\n", key, counts[key])
	}
	file, got := filepath.Join("testdata", "real", filepath.Base(root)+".txt"), b.String()
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
	if string(want) != got {
		t.Errorf("%s: counted\n%s\nexpected\n%s", file, got, want)
	}
}
