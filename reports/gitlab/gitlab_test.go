package gitlab_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/gitlab"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestGitLab(t *testing.T) { reporttest.Writer(t, ".json", gitlab.Write) }

func read(t *testing.T, r *reports.Report) []gitlab.Issue {
	t.Helper()
	var list []gitlab.Issue
	d := json.NewDecoder(strings.NewReader(reporttest.Write(gitlab.Write).Text(t, r)))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		t.Fatal(err)
	}
	return list
}

// check holds entries to what GitLab asks for: every key, a severity of its
// list, a relative path, a line from 1, a fingerprint of its own.
func check(t *testing.T, name string, list []gitlab.Issue) {
	t.Helper()
	seen := map[string]bool{}
	for _, i := range list {
		if i.Description == "" || i.CheckName == "" || i.Location.Path == "" || strings.HasPrefix(i.Location.Path, "/") || i.Location.Lines.Begin < 1 ||
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) {
			t.Errorf("%s: %+v", name, i)
		}
		if i.Fingerprint == "" || seen[i.Fingerprint] {
			t.Errorf("%s: the fingerprint %q is not its own", name, i.Fingerprint)
		}
		seen[i.Fingerprint] = true
		reporttest.Harmless(t, name, i.Description+i.CheckName+i.Location.Path+i.Fingerprint)
	}
}

func TestEntries(t *testing.T) {
	twice := reporttest.Sample()
	for i := range twice.Findings {
		twice.Findings[i].Fingerprint = "0123456789"
	}
	twice.Unknowns = slices.Concat(twice.Unknowns, twice.Unknowns)
	for name, r := range map[string]*reports.Report{
		"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "hostile gate": reporttest.HostileGate(), "one fingerprint for all": twice,
	} {
		list := read(t, r)
		want := len(r.Findings) + len(r.Unknowns)
		if r.Delta != nil {
			want += len(r.Delta.Hidden)
		}
		if len(list) != want {
			t.Errorf("%s: %d entries, want %d", name, len(list), want)
		}
		check(t, name, list)
	}
}

// TestFingerprintsStay: an entry keeps its fingerprint when lines move and when
// what stands before it goes, or GitLab would call it new.
func TestFingerprintsStay(t *testing.T) {
	before := map[string]bool{}
	for _, i := range read(t, reporttest.Sample()) {
		before[i.Fingerprint] = true
	}
	r := reporttest.Sample()
	r.Findings, r.Unknowns = r.Findings[3:], r.Unknowns[1:]
	for i := range r.Findings {
		r.Findings[i].Line += 7
	}
	for i := range r.Unknowns {
		r.Unknowns[i].Line += 7
	}
	for _, i := range read(t, r) {
		if !before[i.Fingerprint] {
			t.Errorf("%s %s has another fingerprint", i.CheckName, i.Location.Path)
		}
	}
}

func TestWhatBreaksTheOriginBlocks(t *testing.T) {
	r := reporttest.Sample()
	r.Findings[3].Targets["centos-7"] = finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}
	if got := read(t, r)[3].Severity; got != "blocker" {
		t.Errorf("it is %s", got)
	}
}
