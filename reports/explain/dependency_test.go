package explain_test

import (
	"bytes"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
)

// need makes a need of curl with a verdict on debian-12, none if it is empty.
func need(kind finding.Need, line int, v finding.DependencyVerdict) *finding.Dependency {
	d := &finding.Dependency{Package: "p", Repo: "r", Name: "curl", Need: kind, Path: "p.spec", Line: line, Verdicts: map[string]finding.DependencyVerdict{}}
	if v.Verdict != "" {
		v.Confidence, v.Evidence = finding.High, "why "+string(v.Verdict)
		d.Verdicts["debian-12"] = v
	}
	return d
}

func dependency(t *testing.T, list ...*finding.Dependency) string {
	t.Helper()
	r := &reports.Report{Targets: []reports.Target{
		{ID: "debian-12", Index: &finding.Index{Date: "2026-07-11"}}, {ID: "clear", Index: &finding.Index{Date: "2018-09-20"}}, {ID: "ubuntu-18.04"},
		{ID: "centos-7", Origin: true},
	}}
	var b bytes.Buffer
	none := func(string, *finding.Dependency) (tried, alike []string) { return nil, nil }
	if err := explain.Dependency(&b, r, list, none); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDependencyVerdicts: every verdict of a name is said once, those of pins last.
func TestDependencyVerdicts(t *testing.T) {
	there := finding.DependencyVerdict{Verdict: finding.Present, Name: "curl", Version: "7.88"}
	got := dependency(t,
		need(finding.NeedPin, 1, finding.DependencyVerdict{Verdict: finding.TooOld, Name: "curl", Version: "7.88"}),
		need(finding.NeedRun, 2, there), need(finding.NeedBuild, 3, there), need(finding.NeedRun, 4, there),
		need(finding.NeedPython, 5, finding.DependencyVerdict{Verdict: finding.Missing}),
	)
	want := `curl

debian-12
    present: curl 7.88 (confidence high)
    why present
    for the needs: run, build
    missing (confidence high)
    why missing
    for the needs: python
    too-old: curl 7.88 (confidence high)
    why too-old
    for the needs: pin

clear
    not asked for there

ubuntu-18.04
    no index of it: bring one with 'stxscan index'

Needed in 5 places by 1 package
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("it writes\n%s", got)
	}
	if got := dependency(t, need(finding.NeedRun, 2, there)); strings.Contains(got, "for the needs") {
		t.Errorf("of one verdict it writes\n%s", got)
	}
}

// TestDependencyNotAsked: a relation of debian/control has no verdict on Clear, which
// has an index all the same.
func TestDependencyNotAsked(t *testing.T) {
	d := need(finding.NeedBuild, 7, finding.DependencyVerdict{Verdict: finding.Present, Name: "curl"})
	d.Naming, d.Path = finding.NamedByDebian, "p/debian/control"
	got := dependency(t, d)
	if !strings.Contains(got, "clear\n    not asked for there: named by debian/control\n") || strings.Count(got, "no index of it") != 1 {
		t.Errorf("it writes\n%s", got)
	}
}
