package csv_test

import (
	stdcsv "encoding/csv"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/csv"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestCSV(t *testing.T) { reporttest.Writer(t, ".csv", csv.Write) }

// TestForm: RFC 4180, as many fields in every row as in the first, a row for
// everything, and nothing that a spreadsheet calculates.
func TestForm(t *testing.T) {
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "hostile gate": reporttest.HostileGate()} {
		text := reporttest.Write(csv.Write).Text(t, r)
		if lines := strings.Count(text, "\n"); lines != strings.Count(text, "\r\n") {
			t.Errorf("%s: a line ends in a line feed alone", name)
		}
		rows, err := stdcsv.NewReader(strings.NewReader(text)).ReadAll() // checks the number of fields
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := 1 + len(r.Findings) + len(r.Unknowns)
		if r.Delta != nil {
			want += len(r.Delta.Hidden)
		}
		if len(rows) != want || len(rows[0]) != 18+len(r.Targets) {
			t.Errorf("%s: %d rows of %d, want %d", name, len(rows), len(rows[0]), want)
		}
		for _, row := range rows {
			for _, field := range row {
				reporttest.Harmless(t, name, field)
				if field != "" && strings.ContainsAny(field[:1], "=+-@\t") {
					t.Errorf("%s: %q is a formula", name, field)
				}
			}
		}
	}
}

func TestFormulas(t *testing.T) {
	for _, subject := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", " =1", "\t=1", `"=1`} {
		r := reporttest.Sample()
		r.Findings = r.Findings[:1]
		r.Findings[0].Subject = subject
		rows, err := stdcsv.NewReader(strings.NewReader(reporttest.Write(csv.Write).Text(t, r))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := rows[1][12]
		if subject == "\t=1" {
			if got != `\x09=1` { // visible, and no formula
				t.Errorf("%q is %q", subject, got)
			}
		} else if got != "'"+subject {
			t.Errorf("%q is %q", subject, got)
		}
	}
}
