package table_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/table"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

func write(t *testing.T, r *reports.Report, o table.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := table.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteGolden(t *testing.T) {
	for _, test := range []struct {
		name    string
		report  *reports.Report
		options table.Options
	}{
		{"sample-100.txt", reporttest.Sample(), table.Options{Width: 100, Top: 5}},
		{"sample-80.txt", reporttest.Sample(), table.Options{Width: 80, Top: 3}},
		{"sample-findings.txt", reporttest.Sample(), table.Options{Findings: true}},
		{"sample-color.txt", reporttest.Sample(), table.Options{Color: true, Top: 2, Findings: true}},
		{"hostile.txt", reporttest.Hostile(), table.Options{Width: 120, Findings: true}},
		{"empty.txt", &reports.Report{Schema: reports.Schema}, table.Options{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			reporttest.Golden(t, test.name, write(t, test.report, test.options))
		})
	}
}

func TestHostileNamesAreHarmless(t *testing.T) {
	for _, r := range string(write(t, reporttest.Hostile(), table.Options{Findings: true, Width: 40})) {
		if r != '\n' && terminal.Clean(string(r)) != string(r) {
			t.Errorf("%U is written", r)
		}
	}
}

func TestNothingIsWiderThanTheTerminal(t *testing.T) {
	for _, width := range []int{100, 120, 200} {
		for line := range strings.Lines(string(write(t, reporttest.Hostile(), table.Options{Width: width}))) {
			if got := terminal.Width(strings.TrimRight(line, "\n")); got > width {
				t.Errorf("width %d: a line of %d columns: %q", width, got, line)
			}
		}
	}
}

func TestLongNamesAreBrokenNotLost(t *testing.T) {
	r := reporttest.Sample()
	long := strings.Repeat("0123456789", 20_000)
	r.Unknowns = []finding.Unknown{{Kind: finding.UnknownInput, Repo: "updates", Message: long, Settle: "x"}}
	got := string(write(t, r, table.Options{}))
	if digits := strings.Count(got, "0123456789"); digits < 10_000 {
		t.Errorf("%d of 20000 pieces are whole", digits)
	}
}

func TestCapsPrintTheTotal(t *testing.T) {
	got := string(write(t, reporttest.Sample(), table.Options{Top: 2}))
	for _, want := range []string{"(2 of 5 shown", "(2 of 9 shown)", "(2 of 6 shown"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if all := string(write(t, reporttest.Sample(), table.Options{})); strings.Contains(all, "shown") {
		t.Errorf("without a cap everything is shown:\n%s", all)
	}
}

func TestFindingsAreNeverCapped(t *testing.T) {
	r := reporttest.Sample()
	got := string(write(t, r, table.Options{Top: 1, Findings: true}))
	for _, f := range r.Findings {
		if want := fmt.Sprintf("%s/%s:%d:%d %s %s\n", f.Repo, f.Path, f.Line, f.Column, f.Rule, f.Message); !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestError(t *testing.T) {
	if err := table.Write(brokenWriter{}, reporttest.Sample(), table.Options{}); err == nil {
		t.Error("no error")
	}
}
