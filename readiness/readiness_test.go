package readiness

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// sample is a report of one package with the findings, on one port target and
// the origin.
func sample(p reports.Package, findings []finding.Finding, unknowns []finding.Unknown) *reports.Report {
	p.Name, p.Repo = "agent", "config"
	return &reports.Report{
		Run:      reports.Run{Concerns: []finding.Concern{finding.Python2}},
		Targets:  []reports.Target{{ID: "clear", Name: "Clear Linux"}, {ID: "centos-7", Origin: true}},
		Packages: []reports.Package{p},
		Findings: findings, Unknowns: unknowns,
	}
}

func found(role finding.Role, effect finding.Effect, severity finding.Severity) finding.Finding {
	return finding.Finding{
		Rule: "PY2-S001", Package: "agent", Role: role, Severity: severity,
		Location: finding.Location{Repo: "config", Path: "a.py", Line: 1},
		Targets: map[string]finding.TargetEffect{
			"clear": {Effect: effect, Severity: severity}, "centos-7": {Effect: finding.Works},
		},
	}
}

// TestVerdicts holds the decision table.
func TestVerdicts(t *testing.T) {
	built := reports.Package{Built: true}
	unread := []finding.Unknown{{Repo: "config", Package: "agent", Message: "its source is elsewhere", Settle: "bring it"}}
	for name, c := range map[string]struct {
		pkg      reports.Package
		findings []finding.Finding
		unknowns []finding.Unknown
		want     reports.Verdict
		reason   string
	}{
		"nothing found":      {built, nil, nil, reports.Likely, "not looked up"},
		"breaks":             {built, []finding.Finding{found(finding.RoleRuntime, finding.Breaks, finding.Error)}, nil, reports.NeedsWork, "1 places break"},
		"changes":            {built, []finding.Finding{found(finding.RolePackaging, finding.Changes, finding.Warning)}, nil, reports.NeedsWork, "1 change"},
		"only in a test":     {built, []finding.Finding{found(finding.RoleTest, finding.Breaks, finding.Error)}, nil, reports.Likely, ""},
		"for information":    {built, []finding.Finding{found(finding.RoleRuntime, finding.Works, finding.Info)}, nil, reports.Likely, ""},
		"source is missing":  {built, nil, unread, reports.NotAssessable, "bring it"},
		"work before doubt":  {built, []finding.Finding{found(finding.RoleRuntime, finding.Breaks, finding.Error)}, unread, reports.NeedsWork, ""},
		"no build list":      {reports.Package{}, []finding.Finding{found(finding.RoleRuntime, finding.Breaks, finding.Error)}, nil, reports.NotApplicable, "no build list"},
		"unknown of another": {built, nil, []finding.Unknown{{Repo: "config", Package: "other"}}, reports.Likely, ""},
	} {
		r := sample(c.pkg, c.findings, c.unknowns)
		Assess(r)
		got := r.Packages[0].Readiness["clear"]
		if got.Verdict != c.want || !strings.Contains(fmt.Sprint(got.Reasons), c.reason) {
			t.Errorf("%s: %s %v, want %s %q", name, got.Verdict, got.Reasons, c.want, c.reason)
		}
		h := r.Targets[0].Headline
		if total := h.Blocked + h.NeedsWork + h.NotAssessable + h.Likely + h.Ready + h.NotApplicable; total != h.Packages {
			t.Errorf("%s: the headline's verdicts add up to %d of %d", name, total, h.Packages)
		}
	}
}

// TestUnknownIsNeverReady: whatever could not be told, no package is ready on
// a port target, and the origin is as long as nothing breaks there.
func TestUnknownIsNeverReady(t *testing.T) {
	r := sample(reports.Package{Built: true}, nil, nil)
	Assess(r)
	if v := r.Packages[0].Readiness["clear"].Verdict; v == reports.Ready {
		t.Error("ready without an index")
	}
	if v := r.Packages[0].Readiness["centos-7"].Verdict; v != reports.Ready {
		t.Errorf("the origin is %s", v)
	}
	if c := r.Packages[0].Readiness["clear"].Coverage; c[finding.Python2] != "looked at" || c[finding.Puppet] != "not looked at" {
		t.Errorf("coverage %v", c)
	}
}

func TestWorkItems(t *testing.T) {
	loaded, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	second := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	second.Path = "b.py"
	test := found(finding.RoleTest, finding.Breaks, finding.Error)
	other := found(finding.RoleRuntime, finding.Works, finding.Info)
	other.Rule = "PY2-S031"
	r := sample(reports.Package{Built: true}, []finding.Finding{
		found(finding.RoleRuntime, finding.Breaks, finding.Error), second, test, other}, nil)
	WorkItems(r, loaded)
	if len(r.WorkItems) != 2 {
		t.Fatalf("%d items: %+v", len(r.WorkItems), r.WorkItems)
	}
	item, e := r.WorkItems[0], loaded.Rule("PY2-S001").Effort
	if item.ID != "config/agent:PY2-S001" || item.Findings != 3 || item.Blocking != 2 || item.Files != 2 ||
		item.Minutes != e.Minutes(2) || item.Effort != "S" || strings.Join(item.Targets, " ") != "clear" {
		t.Errorf("%+v", item)
	}
	if info := r.WorkItems[1]; info.Minutes != 0 || info.Blocking != 0 || info.Findings != 1 {
		t.Errorf("%+v", info)
	}
	for _, f := range r.Findings {
		if f.WorkItem == "" {
			t.Errorf("%s at %s:%d is in no work item", f.Rule, f.Path, f.Line)
		}
	}
}
