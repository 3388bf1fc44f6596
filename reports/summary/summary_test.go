package summary_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/summary"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

const next = "stxscan scan -o json=report.json -o table --findings ~/workspaces/a-folder-with-a-rather-long-name/starlingx"

func write(t *testing.T, r *reports.Report, o summary.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := summary.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteGolden(t *testing.T) {
	for _, test := range []struct {
		name    string
		report  *reports.Report
		options summary.Options
	}{
		{"sample-100.txt", reporttest.Sample(), summary.Options{Next: next}},
		{"sample-60.txt", reporttest.Sample(), summary.Options{Next: next, Width: 60}},
		{"hostile.txt", reporttest.Hostile(), summary.Options{Next: "stxscan \x1b[31m"}},
		{"empty.txt", &reports.Report{Schema: reports.Schema}, summary.Options{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			reporttest.Golden(t, test.name, []byte(write(t, test.report, test.options)))
		})
	}
}

func TestFiveLines(t *testing.T) {
	lines := 0
	for line := range strings.Lines(write(t, reporttest.Sample(), summary.Options{Next: next})) {
		if !strings.HasPrefix(line, " ") {
			lines++
		}
		if !strings.HasPrefix(line, "Next") && terminal.Width(strings.TrimSuffix(line, "\n")) > 100 {
			t.Errorf("wider than 100 columns: %q", line)
		}
	}
	if lines != 5 {
		t.Errorf("%d lines, want 5", lines)
	}
}

func TestHostileNamesAreHarmless(t *testing.T) {
	for _, r := range write(t, reporttest.Hostile(), summary.Options{Next: "x"}) {
		if r != '\n' && terminal.Clean(string(r)) != string(r) {
			t.Errorf("%U is written", r)
		}
	}
}

func TestBlockingItemsComeFirst(t *testing.T) {
	r := reporttest.Sample()
	r.WorkItems[0].Blocking, r.WorkItems[0].Minutes = 0, 10_000
	got := write(t, r, summary.Options{Width: 1000})
	if !strings.Contains(got, "(1) Calls of the package manager (updates/update-notes)") {
		t.Errorf("what does not block comes first:\n%s", got)
	}
}

func TestReasonsWithoutUnknowns(t *testing.T) {
	r := reporttest.Sample()
	r.Unknowns = nil
	got := write(t, r, summary.Options{Width: 1000})
	want := "1 package (its source is the fork update-web, which is not in the workspace; the fork: clone it into the workspace)"
	if !strings.Contains(got, want) {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestNothingUnclear(t *testing.T) {
	r := &reports.Report{Run: reports.Run{Concerns: finding.Concerns}}
	if got := write(t, r, summary.Options{}); !strings.Contains(got, "every concern was looked at") {
		t.Error(got)
	}
	r.Unknowns = []finding.Unknown{{Kind: "new kind", Settle: "--flag"}}
	if got := write(t, r, summary.Options{}); !strings.Contains(got, "1 thing unknown (--flag)") {
		t.Error(got)
	}
}

func TestOriginThatBreaksIsSeen(t *testing.T) {
	r := reporttest.Sample()
	r.Targets[3].Headline.Breaks = 2
	if got := write(t, r, summary.Options{Width: 1000}); !strings.Contains(got, "On the origin centos-7, 2 places break.") {
		t.Error(got)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestError(t *testing.T) {
	if err := summary.Write(brokenWriter{}, reporttest.Sample(), summary.Options{}); err == nil {
		t.Error("no error")
	}
}
