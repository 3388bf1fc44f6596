package ci_test

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// TestInputs: the reports that the writers are tested with are whole.
func TestInputs(t *testing.T) {
	if err := reports.Validate(reporttest.Gate()); err != nil {
		t.Error(err)
	}
}

func TestView(t *testing.T) {
	sample, gate := reporttest.Sample(), reporttest.Gate()
	for _, test := range []struct {
		name           string
		view           *ci.View
		places, others int // unknowns
		sentence       string
	}{
		{"a scan", ci.New(sample), len(sample.Findings), len(sample.Unknowns),
			"46 findings (41 errors, 1 warning, 4 for information); 6 things could not be told"},
		{"the gate", ci.New(gate), 6, 2,
			"5 new findings and 1 known and now worse (3 errors, 1 warning, 2 for information); the gate fails for 3; 39 known; 1 suppressed; 7 things could not be told, 2 of them new"},
		{"all of the gate", ci.All(gate), len(gate.Findings) - 1, len(gate.Unknowns) + 1, ""},
		{"nothing", ci.New(&reports.Report{}), 0, 0, "0 findings; everything could be told"},
		{"nothing new", ci.New(&reports.Report{Delta: &reports.Delta{}}), 0, 0, "0 new findings; everything could be told"},
	} {
		if len(test.view.Places) != test.places || len(test.view.Unknowns) != test.others {
			t.Errorf("%s: %d places and %d unknowns, want %d and %d", test.name, len(test.view.Places), len(test.view.Unknowns), test.places, test.others)
		}
		if got := test.view.Sentence(); test.sentence != "" && got != test.sentence {
			t.Errorf("%s: %q, want %q", test.name, got, test.sentence)
		}
	}
}

func TestPlace(t *testing.T) {
	r := reporttest.Sample()
	blocks := r.Findings[2] // on every port target, an error
	for _, test := range []struct {
		name   string
		change func(*finding.Finding)
		level  finding.Severity
		where  string
		fails  bool
	}{
		{"blocks", func(*finding.Finding) {}, finding.Error, "clear, ubuntu-24.04, debian-12", false},
		{"in a test", func(f *finding.Finding) { f.Role = finding.RoleTest }, finding.Info, "", false},
		{"a false positive", func(f *finding.Finding) { f.Suppressed = &finding.Suppression{Kind: finding.FalsePositive} }, finding.Info, "", false},
		{"breaks the origin", func(f *finding.Finding) {
			f.Targets = map[string]finding.TargetEffect{"centos-7": {Effect: finding.Breaks, Severity: finding.Error}}
		}, finding.Error, "breaks centos-7", false},
		{"changes something on the origin", func(f *finding.Finding) {
			f.Targets = map[string]finding.TargetEffect{"centos-7": {Effect: finding.Changes, Severity: finding.Error}}
		}, finding.Info, "", false},
		{"fails on one", func(f *finding.Finding) { f.Fails = []string{"debian-12"} }, finding.Error, "debian-12", true},
		{"fails on two kinds", func(f *finding.Finding) { f.Fails = []string{"debian-12", "centos-7"} }, finding.Error, "debian-12; breaks centos-7", true},
		{"fails for information, in a test", func(f *finding.Finding) {
			f.Role, f.Fails = finding.RoleTest, []string{"clear"}
			f.Targets = map[string]finding.TargetEffect{"clear": {Effect: finding.Changes}}
		}, finding.Warning, "clear", true},
	} {
		f := blocks
		test.change(&f)
		p := ci.NewPlace(r, &f, ci.Folders(r)[f.Repo])
		if p.Level != test.level || p.Where() != test.where || p.Failing != test.fails || p.File != "inventory/inventory-agent/agent/disk.py" {
			t.Errorf("%s: %s on %q, %v, %s", test.name, p.Level, p.Where(), p.Failing, p.File)
		}
	}
}

// TestFiles: paths are those from the folder that was scanned.
func TestFiles(t *testing.T) {
	r := reporttest.Sample()
	r.Inputs[0].Dir = "." // one repo
	view := ci.New(r)
	if got := view.Places[0].File; got != "tools/audit.py" {
		t.Errorf("a place in %q", got)
	}
	for i, want := range []string{"link-monitor", "inventory-agent/agent/legacy.py", "stx-updates/update-client/templates/unit.py", "stx-updates/update-web", "stx-updates/tools/secret.py", "stx-updates/update-notes"} {
		if got := view.Unknowns[i].File; got != want {
			t.Errorf("an unknown in %q, want %q", got, want)
		}
	}
	view = ci.New(&reports.Report{Unknowns: []finding.Unknown{{Kind: finding.UnknownInput, Message: "m", Settle: "s"}}})
	if got := view.Unknowns[0].File; got != "." {
		t.Errorf("an unknown of nothing in %q", got)
	}
}
