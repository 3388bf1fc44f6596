package main

import (
	"bytes"
	"fmt"
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

// TestPinsRead holds today's classes of pins against those that were read: two of
// the 60 are libraries of which no need of the workspace tells.
func TestPinsRead(t *testing.T) {
	right, wrong, err := scorePins("pins/debian-12.tsv", "debian-12")
	if err != nil {
		t.Fatal(err)
	}
	if right < 58 || right+len(wrong) != 60 {
		t.Errorf("%d of %d right:\n%s", right, right+len(wrong), strings.Join(wrong, "\n"))
	}
}

func TestPins(t *testing.T) {
	r := &reports.Report{Schema: reports.Schema, Targets: []reports.Target{{ID: "t"}}}
	for i, class := range []finding.FloatClass{finding.FloatSame, finding.FloatSame, finding.FloatGone} {
		r.Dependencies = append(r.Dependencies, finding.Dependency{
			Name: fmt.Sprintf("p%d", i), Need: finding.NeedPin, Pins: finding.PinBinary, Repo: "r", Path: "x.lst", Line: i + 1,
			Verdicts: map[string]finding.DependencyVerdict{"t": {Float: &finding.Float{Class: class, Pinned: "1"}}},
		})
	}
	if list := drawPins(r, "t", 2, 1); len(list) != 2 || len(drawPins(r, "other", 2, 1)) != 0 {
		t.Errorf("%d drawn", len(list))
	}
	var out strings.Builder
	if err := countPins(r, &out); err != nil || !strings.HasSuffix(out.String(), "\nr/x.lst\tt\t3\t2\t0\t0\t0\t0\t0\t1\t0\n") {
		t.Errorf("%v %q", err, out.String())
	}
	for _, args := range [][]string{{"pins"}, {"pins", "nowhere.json"}, {"pins", "-n", "x", "a"}} {
		if err := run(args, &out); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
