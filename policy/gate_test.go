package policy

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// reportOf is a report of a tree on a port target and the origin.
func reportOf(t tree) *reports.Report {
	return &reports.Report{
		Schema: reports.Schema, Tool: reports.Tool{Rules: "r1"},
		Inputs:   []reports.Input{{Repo: "config", Commit: "c1"}},
		Targets:  []reports.Target{{ID: "debian-12"}, {ID: "centos-7", Origin: true}},
		Findings: t.findings(),
	}
}

func judged(t *testing.T, old, new *reports.Report, o Options) *Result {
	t.Helper()
	return Judge(new, FromReport(BaseReport, "old.json", old), o)
}

// TestGateFailsFor holds every way in which a finding may count or not.
func TestGateFailsFor(t *testing.T) {
	effect := func(e finding.Effect, s finding.Severity) finding.TargetEffect {
		return finding.TargetEffect{Effect: e, Severity: s}
	}
	for name, c := range map[string]struct {
		least  finding.Severity
		change func(*finding.Finding)
		want   string
	}{
		"breaks a target":        {finding.Warning, nil, "[debian-12] []"},
		"changes a target":       {finding.Warning, func(f *finding.Finding) { f.Targets["debian-12"] = effect(finding.Changes, finding.Warning) }, "[debian-12] []"},
		"below the threshold":    {finding.Error, func(f *finding.Finding) { f.Targets["debian-12"] = effect(finding.Breaks, finding.Warning) }, ""},
		"works there":            {finding.Warning, func(f *finding.Finding) { f.Targets["debian-12"] = effect(finding.Works, finding.Info) }, ""},
		"unknown there":          {finding.Warning, func(f *finding.Finding) { f.Targets["debian-12"] = effect(finding.EffectUnknown, finding.Error) }, ""},
		"in a test":              {finding.Warning, func(f *finding.Finding) { f.Role = finding.RoleTest }, ""},
		"in a test, info counts": {finding.Info, func(f *finding.Finding) { f.Role = finding.RoleTest }, "[debian-12] []"},
		"suppressed":             {finding.Warning, func(f *finding.Finding) { f.Suppressed = &finding.Suppression{Kind: "inline", Reason: "later"} }, ""},
		"breaks the origin":      {finding.Warning, func(f *finding.Finding) { f.Targets["centos-7"] = effect(finding.Breaks, finding.Error) }, "[debian-12] [centos-7]"},
		"the origin alone": {finding.Warning, func(f *finding.Finding) {
			f.Targets["debian-12"] = effect(finding.Works, finding.Info)
			f.Targets["centos-7"] = effect(finding.Breaks, finding.Warning)
		}, "[] [centos-7]"},
		"changes the origin": {finding.Warning, func(f *finding.Finding) {
			f.Targets["debian-12"] = effect(finding.Works, finding.Info)
			f.Targets["centos-7"] = effect(finding.Changes, finding.Error)
		}, ""},
	} {
		report := reportOf(tree{"a": {"x"}})
		report.Findings[0].Targets = map[string]finding.TargetEffect{
			"debian-12": effect(finding.Breaks, finding.Error), "centos-7": effect(finding.Works, finding.Info),
		}
		if c.change != nil {
			c.change(&report.Findings[0])
		}
		r := judged(t, reportOf(tree{}), report, Options{Severity: c.least})
		got := ""
		for _, f := range r.Failures {
			got += fmt.Sprint(f.Targets, " ", f.Origins)
		}
		if got != c.want || r.Failed() != (c.want != "") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if report.Findings[0].BaselineState != finding.BaselineNew || report.Delta.New != 1 || report.Delta.Failing != len(r.Failures) {
			t.Errorf("%s: state %q, delta %+v", name, report.Findings[0].BaselineState, report.Delta)
		}
		// What is known does not fail the gate.
		if r := judged(t, report, report, Options{Severity: c.least}); r.Failed() {
			t.Errorf("%s: fails though known: %+v", name, r.Failures)
		}
		if r := Judge(report, NewBaseline(report).Base("b"), Options{Severity: c.least}); r.Failed() {
			t.Errorf("%s: fails though in the baseline: %+v", name, r.Failures)
		}
	}
}

// TestGateSeesWhatGotWorse: a guard that is taken away leaves the line and its
// fingerprint as they were.
func TestGateSeesWhatGotWorse(t *testing.T) {
	guarded := func() *reports.Report {
		r := reportOf(tree{"a": {"x"}})
		r.Findings[0].Targets = map[string]finding.TargetEffect{"debian-12": {Effect: finding.Works}}
		return r
	}
	for _, base := range []*Base{FromReport(BaseReport, "r", guarded()), NewBaseline(guarded()).Base("b")} {
		r := Judge(reportOf(tree{"a": {"x"}}), base, Options{Severity: finding.Warning})
		if len(r.Failures) != 1 || !r.Failures[0].Worse || len(r.Matching.Unchanged) != 1 {
			t.Errorf("%s: %+v", base.Kind, r.Failures)
		}
		// Other rules may judge the same source otherwise.
		base.Rules = "other"
		if r := Judge(reportOf(tree{"a": {"x"}}), base, Options{Severity: finding.Warning}); r.Failed() || !r.OtherRules {
			t.Errorf("%s, other rules: %+v", base.Kind, r.Failures)
		}
		base.Rules = "r1"
		// A target that the base was not judged on cannot have become worse.
		base.Targets = []string{"clear"}
		if r := Judge(reportOf(tree{"a": {"x"}}), base, Options{Severity: finding.Warning}); r.Failed() {
			t.Errorf("%s, other targets: %+v", base.Kind, r.Failures)
		}
	}
	// A file that moves from the tests into what ships.
	test := reportOf(tree{"t": {"x"}})
	test.Findings[0].Role = finding.RoleTest
	if r := judged(t, test, reportOf(tree{"a": {"x"}}), Options{Severity: finding.Warning}); len(r.Failures) != 1 || !r.Failures[0].Worse {
		t.Errorf("from the tests: %+v", r.Failures)
	}
}

func unparsed(path string, line int) finding.Unknown {
	return finding.Unknown{Kind: finding.UnknownUnparsed, Repo: "config", Path: path, Line: line, Analyzer: "py2", Message: fmt.Sprintf("bad in line %d", line), Settle: "repair it"}
}

func TestGateCouldNotTell(t *testing.T) {
	known := tree{"a": {"x", "y"}, "b": {"z"}}
	for name, c := range map[string]struct {
		old, new []finding.Unknown
		tree     tree
		skipped  map[FileRef]string
		renames  Renames
		fresh    int
		hidden   string
	}{
		"nothing":                      {tree: known},
		"fixed":                        {tree: tree{"a": {"x"}}},
		"a known unknown, other line":  {old: []finding.Unknown{unparsed("a", 1)}, new: []finding.Unknown{unparsed("a", 9)}, tree: known},
		"a new one":                    {new: []finding.Unknown{unparsed("c", 1)}, tree: known, fresh: 1},
		"one more in the file":         {old: []finding.Unknown{unparsed("c", 1)}, new: []finding.Unknown{unparsed("c", 1), unparsed("c", 2)}, tree: known, fresh: 1},
		"a new one hides all":          {new: []finding.Unknown{unparsed("a", 1)}, tree: tree{"b": {"z"}}, fresh: 1, hidden: "a:2"},
		"a new one hides one":          {new: []finding.Unknown{unparsed("a", 1)}, tree: tree{"a": {"x"}, "b": {"z"}}, fresh: 1, hidden: "a:1"},
		"a known one, one is gone":     {old: []finding.Unknown{unparsed("a", 1)}, new: []finding.Unknown{unparsed("a", 1)}, tree: tree{"a": {"x"}, "b": {"z"}}},
		"a known one, all are gone":    {old: []finding.Unknown{unparsed("a", 1)}, new: []finding.Unknown{unparsed("a", 1)}, tree: tree{"b": {"z"}}, hidden: "a:2"},
		"the file is binary now":       {tree: tree{"b": {"z"}}, skipped: map[FileRef]string{{"config", "a"}: "binary"}, hidden: "a:2"},
		"it moved, and is unparsed":    {new: []finding.Unknown{unparsed("d", 1)}, tree: tree{"b": {"z"}}, renames: Renames{"config": {"a": "d"}}, fresh: 1, hidden: "d:2"},
		"a known unknown's file moved": {old: []finding.Unknown{unparsed("c", 1)}, new: []finding.Unknown{unparsed("d", 1)}, tree: known, renames: Renames{"config": {"c": "d"}}},
		"the folder is out of reach": {tree: tree{}, fresh: 1, hidden: "d/e:1", new: []finding.Unknown{
			{Kind: finding.UnknownUnreadable, Repo: "config", Path: "d", Message: "no"}}},
		"an input, other numbers": {tree: known,
			old: []finding.Unknown{{Kind: finding.UnknownInput, Message: "the index is 12 days old"}},
			new: []finding.Unknown{{Kind: finding.UnknownInput, Message: "the index is 9 days old"}}},
	} {
		base := known
		if strings.Contains(c.hidden, "/") {
			base = tree{"d/e": {"x"}}
		}
		old, new := reportOf(base), reportOf(c.tree)
		old.Unknowns, new.Unknowns = c.old, c.new
		for _, from := range []*Base{FromReport(BaseReport, "r", old), NewBaseline(old).Base("b")} {
			from.Renames = c.renames
			r := Judge(new, from, Options{Severity: finding.Warning, Skipped: c.skipped})
			got := ""
			for _, h := range r.Hidden {
				got += fmt.Sprintf("%s:%d", h.Path, h.Findings)
			}
			if len(r.NewUnknowns) != c.fresh || got != c.hidden || r.Unsure() != (c.fresh > 0 || c.hidden != "") {
				t.Errorf("%s, %s: %d new unknowns, hidden %q; want %d and %q", name, from.Kind, len(r.NewUnknowns), got, c.fresh, c.hidden)
			}
		}
	}
}

// TestGateLeavesOtherReposAside: a base of a whole workspace serves for one
// repo of it.
func TestGateLeavesOtherReposAside(t *testing.T) {
	old := reporttest.Sample()
	new := reporttest.Sample()
	new.Inputs = new.Inputs[:1] // of inventory and updates
	kept := new.Findings[:0]
	for _, f := range new.Findings {
		if f.Repo == "inventory" {
			kept = append(kept, f)
		}
	}
	new.Findings = kept
	r := judged(t, old, new, Options{Severity: finding.Warning})
	if r.Aside == 0 || len(r.AsideRepos) != 1 || r.AsideRepos[0] != "updates" || len(r.Matching.Absent) > 0 || r.Failed() {
		t.Errorf("%d aside of %v, %d gone", r.Aside, r.AsideRepos, len(r.Matching.Absent))
	}
}

// TestDeltaAgrees: what the gate puts into a report agrees with the report.
func TestDeltaAgrees(t *testing.T) {
	old := changed()
	r := judged(t, old, reporttest.Sample(), Options{Severity: finding.Warning})
	if err := reports.Validate(r.Report); err != nil {
		t.Error(err)
	}
	d := r.Report.Delta
	if d.New != 2 || d.Updated != 1 || len(d.Absent) != 1 || len(d.NewUnknowns) != 1 {
		t.Errorf("%+v", d)
	}
	d.New++
	if err := reports.Validate(r.Report); err == nil || !strings.Contains(err.Error(), "state to the base") {
		t.Errorf("a count that is wrong is not seen: %v", err)
	}
}
