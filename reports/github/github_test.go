package github_test

import (
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/github"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestGitHub(t *testing.T) { reporttest.Writer(t, ".txt", github.Write) }

// command reads a line as the runner does: ::NAME KEY=VALUE,...::DATA, then the
// escapes of properties and of data are undone.
var command = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

var (
	undoData     = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	undoProperty = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
)

func TestHostile(t *testing.T) {
	for name, r := range map[string]*reports.Report{"scan": reporttest.Hostile(), "gate": reporttest.HostileGate()} {
		out := reporttest.Write(github.Write).Text(t, r)
		reporttest.Harmless(t, name, out)
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		seen := map[string]bool{}
		for _, line := range lines[:len(lines)-1] {
			m := command.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("%s: no command: %q", name, line)
				continue
			}
			for part := range strings.SplitSeq(m[2], ",") {
				key, value, _ := strings.Cut(part, "=")
				switch key {
				case "file":
					seen[undoProperty.Replace(value)] = true
				case "line", "col", "endLine", "title":
				default:
					t.Errorf("%s: the property %q in %q", name, key, line)
				}
			}
			if undoData.Replace(m[3]) == "" {
				t.Errorf("%s: no text: %q", name, line)
			}
		}
		for _, file := range []string{`stx-updates/dir/::error file=x::made up.py`, `stx-updates/dir/two\x0alines\x0d.py`} {
			if !seen[file] {
				t.Errorf("%s: %q is not there", name, file)
			}
		}
		if strings.HasPrefix(lines[len(lines)-1], "::") {
			t.Errorf("%s: the last line is a command", name)
		}
	}
}

// TestWorstFirst: GitHub shows about ten of a kind, so the worst stand first.
func TestWorstFirst(t *testing.T) {
	rank := map[string]int{"error": 0, "warning": 1, "notice": 2}
	last := 0
	out := reporttest.Write(github.Write).Text(t, reporttest.Sample())
	kinds := map[string]int{}
	for line := range strings.Lines(out) {
		m := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil || strings.Contains(m[2], "title=unknown") {
			continue
		}
		kinds[m[1]]++
		if rank[m[1]] < last {
			t.Fatalf("%s stands behind what is milder", line)
		}
		last = rank[m[1]]
	}
	if len(kinds) != 3 {
		t.Errorf("the sample has %v", kinds)
	}
}
