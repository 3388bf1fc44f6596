package readiness

import (
	"fmt"
	"maps"
	"slices"
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

// embedded is the rules that the program carries.
func embedded(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// need is a dependency of the package, with what Clear has for it.
func need(name string, has finding.Presence) finding.Dependency {
	return finding.Dependency{
		Package: "agent", Repo: "config", Name: name, Need: finding.NeedRun,
		Verdicts: map[string]finding.DependencyVerdict{"clear": {Verdict: has}},
	}
}

// TestVerdicts holds the decision table.
func TestVerdicts(t *testing.T) {
	set := embedded(t)
	type circumstances struct {
		unbuilt  bool
		findings []finding.Finding
		unknowns []finding.Unknown
		needs    []finding.Dependency
		index    bool
	}
	unread := []finding.Unknown{{Repo: "config", Package: "agent", Message: "its source is elsewhere", Settle: "bring it"}}
	breaks := []finding.Finding{found(finding.RoleRuntime, finding.Breaks, finding.Error)}
	undecided := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	undecided.Rule = "RPM-003"
	pinned := need("libfoo", finding.Missing)
	pinned.Need = finding.NeedPin
	conditional := need("libfoo", finding.Missing)
	conditional.Condition = "%if 0%{?with_foo}"
	for name, c := range map[string]struct {
		given  circumstances
		want   reports.Verdict
		reason string
	}{
		"nothing found, nobody asked": {circumstances{}, reports.Likely, "nothing was found"},
		"breaks":                      {circumstances{findings: breaks}, reports.NeedsWork, "own-work 1 places break"},
		"changes": {circumstances{findings: []finding.Finding{found(finding.RolePackaging, finding.Changes, finding.Warning)}},
			reports.NeedsWork, "0 places break, 1 change"},
		"waits for a decision": {circumstances{findings: []finding.Finding{undecided}}, reports.NeedsWork, "decision to be decided: how updates are"},
		"only in a test":       {circumstances{findings: []finding.Finding{found(finding.RoleTest, finding.Breaks, finding.Error)}}, reports.Likely, ""},
		"for information":      {circumstances{findings: []finding.Finding{found(finding.RoleRuntime, finding.Works, finding.Info)}}, reports.Likely, ""},
		"source is missing":    {circumstances{unknowns: unread}, reports.NotAssessable, "input its source is elsewhere [] bring it"},
		"work before doubt":    {circumstances{findings: breaks, unknowns: unread}, reports.NeedsWork, "bring it"},
		"no build list":        {circumstances{unbuilt: true, findings: breaks}, reports.NotApplicable, "no build list"},
		"unknown of another":   {circumstances{unknowns: []finding.Unknown{{Repo: "config", Package: "other"}}}, reports.Likely, ""},
		"no index":             {circumstances{needs: []finding.Dependency{need("bash", "")}}, reports.NotAssessable, "its 1 need were not looked up [] an index of Clear Linux"},
		"all needs there":      {circumstances{index: true, needs: []finding.Dependency{need("bash", finding.Present)}}, reports.Ready, "nothing stands in the way"},
		"a need unknown":       {circumstances{index: true, needs: []finding.Dependency{need("bash", finding.PresenceUnknown)}}, reports.Likely, "1 of its 1 needs"},
		"a need missing":       {circumstances{index: true, findings: breaks, needs: []finding.Dependency{need("libfoo", finding.Missing)}}, reports.Blocked, "target Clear Linux lacks libfoo"},
		"a pin missing":        {circumstances{index: true, needs: []finding.Dependency{pinned}}, reports.Ready, ""},
		"missing on condition": {circumstances{index: true, needs: []finding.Dependency{conditional}}, reports.Ready, ""},
	} {
		r := sample(reports.Package{Built: !c.given.unbuilt}, c.given.findings, c.given.unknowns)
		r.Dependencies = c.given.needs
		if c.given.index {
			r.Targets[0].Index = &finding.Index{}
		}
		WorkItems(r, set, 0)
		Assess(r)
		got := r.Packages[0].Readiness["clear"]
		if got.Verdict != c.want || !strings.Contains(said(got.Reasons), c.reason) {
			t.Errorf("%s: %s, %q, want %s, %q", name, got.Verdict, said(got.Reasons), c.want, c.reason)
		}
		h := r.Targets[0].Headline
		if total := h.Blocked + h.NeedsWork + h.NotAssessable + h.Likely + h.Ready + h.NotApplicable; total != h.Packages {
			t.Errorf("%s: the headline's verdicts add up to %d of %d", name, total, h.Packages)
		}
	}
}

func said(reasons []reports.Reason) string {
	var b strings.Builder
	for _, r := range reasons {
		fmt.Fprintln(&b, r.Kind, r.Text, "[]", r.Settle)
	}
	return b.String()
}

// TestPackagesFirst: a package says which others it needs that are not there.
func TestPackagesFirst(t *testing.T) {
	r := sample(reports.Package{Built: true}, nil, nil)
	r.Packages = append(r.Packages, reports.Package{Name: "library", Repo: "config", Built: true})
	f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	f.Package = "library"
	r.Findings = []finding.Finding{f}
	d := need("library", finding.OwnPackage)
	d.Verdicts["clear"] = finding.DependencyVerdict{Verdict: finding.OwnPackage, Name: "config/library"}
	r.Dependencies = []finding.Dependency{d}
	r.Targets[0].Index = &finding.Index{}
	WorkItems(r, embedded(t), 0)
	Assess(r)
	got := r.Packages[0].Readiness["clear"]
	if got.Verdict != reports.Ready || !strings.Contains(said(got.Reasons), "package it needs config/library, which needs work first") {
		t.Errorf("%s, %q", got.Verdict, said(got.Reasons))
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

// TestTable: every verdict but unknown ones has a row, and the last fits all.
func TestTable(t *testing.T) {
	rows := Table()
	for _, v := range reports.Verdicts {
		if !slices.ContainsFunc(rows, func(r Row) bool { return r.Verdict == v }) {
			t.Errorf("no row says %s", v)
		}
	}
	if last := rows[len(rows)-1]; !last.fits(&circumstances{}) {
		t.Error("the last row does not fit everything")
	}
}

// TestFold: however many items are wanted, every finding is in exactly one,
// and what is done once for all stays on its own.
func TestFold(t *testing.T) {
	set := embedded(t)
	var findings []finding.Finding
	for i := range 400 {
		f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
		f.Repo = fmt.Sprintf("repo%d", i%7)
		f.Package = fmt.Sprintf("p%d", i%61)
		f.Rule = set.Rules[i%len(set.Rules)].ID
		f.Concern = set.Rules[i%len(set.Rules)].Concern
		findings = append(findings, f)
	}
	for _, most := range []int{0, 1000, 150, 40, 1} {
		r := sample(reports.Package{Built: true}, slices.Clone(findings), nil)
		WorkItems(r, set, most)
		sum, ids := 0, map[string]int{}
		for _, w := range r.WorkItems {
			sum += w.Findings
			ids[w.ID] = w.Findings
		}
		if sum != len(findings) || len(ids) != len(r.WorkItems) {
			t.Errorf("at most %d: %d findings in %d items of %d ids", most, sum, len(r.WorkItems), len(ids))
		}
		counted := map[string]int{}
		for _, f := range r.Findings {
			counted[f.WorkItem]++
		}
		if !maps.Equal(counted, ids) {
			t.Errorf("at most %d: the findings name %v, listed are %v", most, counted, ids)
		}
		if most >= 40 && len(r.WorkItems) > most {
			t.Errorf("%d items, wanted at most %d", len(r.WorkItems), most)
		}
		if ids["answer:software-updates"] == 0 {
			t.Errorf("at most %d: the decision is gone", most)
		}
	}
}

// TestFrees: an item frees the packages that wait for nothing else.
func TestFrees(t *testing.T) {
	one, two := found(finding.RoleRuntime, finding.Breaks, finding.Error), found(finding.RoleRuntime, finding.Breaks, finding.Error)
	two.Rule = "PY2-S002"
	r := sample(reports.Package{Built: true}, []finding.Finding{one}, nil)
	WorkItems(r, embedded(t), 0)
	if got := r.WorkItems[0].Frees["clear"]; got != 1 {
		t.Errorf("one item that stands in the way frees %d", got)
	}
	r = sample(reports.Package{Built: true}, []finding.Finding{one, two}, nil)
	WorkItems(r, embedded(t), 0)
	for _, w := range r.WorkItems {
		if len(w.Frees) > 0 {
			t.Errorf("%s frees %v, and another stands in the way", w.ID, w.Frees)
		}
	}
}

func TestWorkItems(t *testing.T) {
	loaded := embedded(t)
	second := found(finding.RoleRuntime, finding.Breaks, finding.Error)
	second.Path = "b.py"
	test := found(finding.RoleTest, finding.Breaks, finding.Error)
	other := found(finding.RoleRuntime, finding.Works, finding.Info)
	other.Rule = "PY2-S031"
	r := sample(reports.Package{Built: true}, []finding.Finding{
		found(finding.RoleRuntime, finding.Breaks, finding.Error), second, test, other}, nil)
	WorkItems(r, loaded, 0)
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

// TestSetUp: the patches of one package are set about once, with the longest
// set-up of their rules; those of several packages in one item once for each.
func TestSetUp(t *testing.T) {
	set := embedded(t)
	patch := func(pkg, rule string) finding.Finding {
		f := found(finding.RolePatch, finding.Changes, finding.Warning)
		f.Rule, f.Concern, f.Package = rule, finding.CentOSPatches, pkg
		return f
	}
	findings := []finding.Finding{patch("agent", "PATCH-004"), patch("agent", "PATCH-001"), patch("other", "PATCH-001")}
	long, short := set.Rule("PATCH-001").Effort, set.Rule("PATCH-004").Effort
	places := 2*(long.Site+long.Review) + short.Site + short.Review
	for most, want := range map[int]int{0: 2*long.Setup + places, 1: 2*long.Setup + places} {
		r := sample(reports.Package{Built: true}, slices.Clone(findings), nil)
		r.Packages = append(r.Packages, reports.Package{Name: "other", Repo: "config", Built: true})
		WorkItems(r, set, most)
		sum := 0
		for _, w := range r.WorkItems {
			sum += w.Minutes
		}
		if sum != want {
			t.Errorf("at most %d items: %d minutes, want %d", most, sum, want)
		}
	}
}

// TestPinListsStay: a list of pins is an item of its own that says what becomes of
// them, however few items are wanted.
func TestPinListsStay(t *testing.T) {
	r := &reports.Report{Targets: []reports.Target{{ID: "centos-7", Origin: true}, {ID: "clear", MovesAsOne: true}, {ID: "debian-12"}, {ID: "ubuntu-24.04"}}}
	effects := map[string]finding.TargetEffect{"debian-12": {Effect: finding.Changes, Severity: finding.Warning}}
	for i, class := range []finding.FloatClass{finding.FloatSame, finding.FloatMajor, finding.FloatUnknown} {
		r.Dependencies = append(r.Dependencies, finding.Dependency{
			Repo: "tools", Path: "a/rpms.lst", Need: finding.NeedPin, Pins: finding.PinBinary, Line: i + 1,
			Verdicts: map[string]finding.DependencyVerdict{
				"debian-12": {Float: &finding.Float{Class: class}}, "ubuntu-24.04": {Float: &finding.Float{Class: finding.FloatUnknown}},
			},
		})
	}
	for _, path := range []string{"a/rpms.lst", "a/other.lst"} {
		r.Findings = append(r.Findings, finding.Finding{
			Rule: "DEP-010", Concern: finding.VersionPins, Role: finding.RoleBuildTool, Severity: finding.Warning, Package: "(tree)",
			Location: finding.Location{Repo: "tools", Path: path, Line: 1, Column: 1, EndLine: 1}, Targets: effects,
		})
	}
	WorkItems(r, embedded(t), 1)
	var titles []string
	for _, w := range r.WorkItems {
		titles = append(titles, w.Title)
	}
	slices.Sort(titles)
	want := []string{"Let the pins of other.lst go", "Let the pins of rpms.lst go: clear moves as a whole; on debian-12 1 float, 1 need a look, 1 unknown"}
	if !slices.Equal(titles, want) {
		t.Errorf("%q", titles)
	}
}

// TestOtherPackaging: what debian/trixie asks for is no need where debian/bullseye is
// built. Where nothing of a package's packaging serves, nothing is known of its needs.
func TestOtherPackaging(t *testing.T) {
	relation := func(name string, has finding.Presence) finding.Dependency {
		d := need(name, has)
		d.Naming = finding.NamedByDebian
		if has == "" {
			d.Verdicts = map[string]finding.DependencyVerdict{"debian-13": {Verdict: finding.Present}}
		}
		return d
	}
	for _, c := range []struct {
		needs []finding.Dependency
		want  reports.Verdict
	}{
		{[]finding.Dependency{relation("here", finding.Present), relation("there", "")}, reports.Ready},
		{[]finding.Dependency{relation("there", "")}, reports.Likely},
		{[]finding.Dependency{relation("here", finding.Missing), relation("there", "")}, reports.Blocked},
	} {
		r := sample(reports.Package{Built: true}, nil, nil)
		r.Findings, r.Dependencies = nil, c.needs
		r.Targets[0].Index = &finding.Index{}
		WorkItems(r, embedded(t), 0)
		Assess(r)
		if got := r.Packages[0].Readiness["clear"]; got.Verdict != c.want {
			t.Errorf("%v: %s, %q, want %s", c.needs, got.Verdict, said(got.Reasons), c.want)
		}
	}
}
