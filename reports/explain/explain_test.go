package explain_test

import (
	"bytes"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// pages is everything that can be explained of a report.
func pages(t *testing.T, r *reports.Report) map[string]string {
	t.Helper()
	all := map[string]string{}
	var out bytes.Buffer
	for i := range r.Findings {
		out.Reset()
		if err := explain.Finding(&out, r, &r.Findings[i]); err != nil {
			t.Fatal(err)
		}
		all["finding "+r.Findings[i].Fingerprint] = out.String()
	}
	for i := range r.Packages {
		for j := range r.Targets {
			out.Reset()
			if err := explain.Way(&out, readiness.WayOf(r, &r.Packages[i], &r.Targets[j])); err != nil {
				t.Fatal(err)
			}
			all["way "+r.Packages[i].Name+" "+r.Targets[j].ID] = out.String()
		}
	}
	return all
}

// TestHostile: whatever a scanned tree calls its things, a terminal shows text.
func TestHostile(t *testing.T) {
	r := reporttest.Hostile()
	for i := range r.Findings {
		r.Findings[i].Trace = []finding.Step{{Name: "\x1b[31m", Value: "\x1b]0;title\a\n", Line: 1, Column: 1}, {Name: finding.GuardStep, Value: "\x9b1m"}}
		r.Findings[i].Guard = "\x1b[2J"
	}
	for name, page := range pages(t, r) {
		for _, c := range page {
			if c != '\n' && terminal.Clean(string(c)) != string(c) {
				t.Errorf("%q: %U is written", name, c)
				break
			}
		}
	}
}

// TestFinding: everything that a finding rests on is there.
func TestFinding(t *testing.T) {
	r := reporttest.Sample()
	f := &r.Findings[0]
	f.Subject = "python-smartpm"
	f.Trace = []finding.Step{{Name: "CMD", Value: "'/usr/bin/smart'", Line: 7, Column: 3}, {Name: finding.GuardStep, Value: "except ImportError:", Line: 9}}
	f.Guard = "except ImportError"
	r.Targets[0].Index = &finding.Index{Date: "2018-09-20"}
	r.Dependencies = []finding.Dependency{{
		Repo: f.Repo, Package: f.Package, Path: f.Path, Line: f.Line, Name: f.Subject, Constraint: ">= 1.4",
		Verdicts: map[string]finding.DependencyVerdict{r.Targets[0].ID: {Verdict: finding.Missing, Evidence: "no source package of that name"}},
	}}
	page := pages(t, r)["finding "+f.Fingerprint]
	for _, want := range []string{
		f.Rule, f.Snippet, "Resolved    CMD is '/usr/bin/smart', by line 7, column 3",
		"Guard       except ImportError, by line 9: except ImportError:", "for information only",
		"python-smartpm >= 1.4 is missing: no source package of that name", "2018-09-20",
		"stxscan explain " + f.Rule, "  - fingerprint: \"" + f.Fingerprint + "\"", "kind: false-positive",
	} {
		if !strings.Contains(strings.Join(strings.Fields(page), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("%q is missing from\n%s", want, page)
		}
	}
}
