package text_test

import (
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/text"
)

func TestText(t *testing.T) { reporttest.Writer(t, ".txt", text.Write) }

var lineForm = regexp.MustCompile(`^.+:[0-9]+:[0-9]+: ([A-Z0-9]+-[A-Z]?[0-9]+ |unknown: ).`)

func TestHostile(t *testing.T) {
	for name, r := range map[string]*reports.Report{"scan": reporttest.Hostile(), "gate": reporttest.HostileGate()} {
		out := reporttest.Write(text.Write).Text(t, r)
		reporttest.Harmless(t, name, out)
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		want := len(r.Findings) + len(r.Unknowns) + 1
		if r.Delta != nil {
			want = r.Delta.New + len(r.Delta.NewUnknowns) + len(r.Delta.Hidden) + 1
		}
		if len(lines) != want {
			t.Errorf("%s: %d lines, want %d", name, len(lines), want)
		}
		for _, line := range lines[:len(lines)-1] {
			if !lineForm.MatchString(line) {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}
