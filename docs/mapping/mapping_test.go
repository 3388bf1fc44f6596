package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// TestGolden holds today's verdicts against what readers found to be true: at
// least 97 of 100 have to be right.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden set: %v", err)
	}
	for _, name := range files {
		list, err := readGolden(name)
		if err != nil {
			t.Fatal(err)
		}
		right, wrong, err := score(list, strings.TrimSuffix(name, ".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		if len(list) < 200 || float64(right) < 0.97*float64(len(list)) {
			t.Errorf("%s: %d of %d right:\n%s", name, right, len(list), strings.Join(wrong, "\n"))
		}
	}
}

func TestDraw(t *testing.T) {
	var r reports.Report
	for _, name := range []string{"a", "b", "c", "d", "e", "a", "$x", "own"} {
		v := finding.DependencyVerdict{Verdict: finding.Renamed, Name: "lib" + name}
		switch name {
		case "b", "c":
			v = finding.DependencyVerdict{Verdict: finding.Missing}
		case "own":
			v.Verdict = finding.OwnPackage
		}
		r.Dependencies = append(r.Dependencies, finding.Dependency{Name: name, Need: finding.NeedRun, Verdicts: map[string]finding.DependencyVerdict{"t": v}})
	}
	r.Dependencies = append(r.Dependencies, finding.Dependency{Name: "pinned", Need: finding.NeedPin, Verdicts: map[string]finding.DependencyVerdict{"t": {Verdict: finding.Missing}}})
	names := func(seed uint64, n, missing int) string {
		var list []string
		for _, d := range draw(&r, "t", n, missing, seed) {
			list = append(list, d.Name)
		}
		return strings.Join(list, " ")
	}
	if got := names(1, 4, 1); len(strings.Fields(got)) != 4 || strings.Contains(got, "own") || strings.Contains(got, "$") || strings.Contains(got, "pinned") {
		t.Errorf("drawn: %s", got)
	}
	if first, again := names(1, 5, 2), names(1, 5, 2); first != again {
		t.Errorf("the same seed draws %s and %s", first, again)
	}
	if got := strings.Fields(names(3, 100, 50)); len(got) != 5 {
		t.Errorf("all: %v", got)
	}
	var out bytes.Buffer
	if err := run([]string{"nothing"}, &out); err == nil {
		t.Error("a verb that there is not")
	}
}

// BenchmarkResolve resolves every need of a report, STXSCAN_REPORT, on the three
// targets that are judged by default, with the indexes loaded.
func BenchmarkResolve(b *testing.B) {
	file, err := os.Open(os.Getenv("STXSCAN_REPORT"))
	if err != nil {
		b.Skip("STXSCAN_REPORT names no report")
	}
	defer file.Close()
	report, err := reports.Decode(file)
	if err != nil {
		b.Fatal(err)
	}
	embedded, err := builtin.Indexes()
	if err != nil {
		b.Fatal(err)
	}
	var needs []distro.Need
	seen := map[distro.Kind]map[string]bool{}
	for _, d := range report.Dependencies {
		kind := distro.KindOf(&d)
		if seen[kind] == nil {
			seen[kind] = map[string]bool{}
		}
		if !seen[kind][d.Name] {
			seen[kind][d.Name] = true
			needs = append(needs, distro.Need{Kind: kind, Name: d.Name})
		}
	}
	targets := []distro.Resolver{embedded.For("clear", "24761"), embedded.For("debian-12", ""), embedded.For("ubuntu-24.04", "")}
	for b.Loop() {
		for _, r := range targets {
			for _, n := range needs {
				r.Resolve(n)
			}
		}
	}
	b.ReportMetric(float64(len(needs)), "needs")
}
