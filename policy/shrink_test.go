package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// randomReport is a report of up to two repos and three targets with findings
// that are often equal, so that matching has something to do.
func randomReport(r *rand.Rand) *reports.Report {
	paths := tree{}
	for i := range 1 + r.IntN(3) {
		name := fmt.Sprintf("f%d", i)
		for range r.IntN(6) {
			paths[name] = append(paths[name], string(rune('a'+r.IntN(4))))
		}
	}
	report := reportOf(paths)
	report.Targets = []reports.Target{{ID: "debian-12"}, {ID: "centos-7", Origin: true}}
	if r.IntN(3) == 0 {
		report.Targets = append(report.Targets, reports.Target{ID: "clear"})
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		f.Targets = map[string]finding.TargetEffect{}
		for _, t := range report.Targets {
			f.Targets[t.ID] = finding.TargetEffect{
				Effect: finding.Effect([]finding.Effect{finding.Breaks, finding.Changes, finding.Works}[r.IntN(3)]), Severity: finding.Severity(r.IntN(3)),
			}
		}
	}
	for i := range r.IntN(3) {
		report.Unknowns = append(report.Unknowns, unparsed(fmt.Sprintf("u%d", i), 1))
	}
	return report
}

// entriesOf lists all that a baseline allows: what bites where, and what is
// unknown. Paths are left out, since findings move.
func entriesOf(b *Baseline) []string {
	var list []string
	for _, file := range b.Files {
		for _, e := range file.Findings {
			list = append(list, e.MatchKey)
			for _, id := range e.Blocks {
				list = append(list, e.MatchKey+" "+id)
			}
		}
	}
	for _, u := range b.Unknowns {
		list = append(list, fmt.Sprint("unknown ", u.Kind, u.Repo, u.Path, u.Message))
	}
	for _, id := range b.Targets {
		list = append(list, "target "+id)
	}
	for _, in := range b.Inputs {
		list = append(list, "repo "+in.Repo)
	}
	return list
}

// TestUpdateOnlyShrinks: whatever a scan finds, a baseline that is brought up to
// date without a reason allows nothing that it did not, and a gate that failed or
// could not tell before does not pass after.
func TestUpdateOnlyShrinks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	shrunk, accepted := 0, 0
	for i := range 3000 {
		old, report := NewBaseline(randomReport(r)), randomReport(r)
		u := UpdateBaseline(old, report, UpdateOptions{})
		left := entriesOf(old)
		for _, e := range entriesOf(u.Baseline) {
			at := slices.Index(left, e)
			if at < 0 {
				t.Fatalf("round %d: %q came to the baseline", i, e)
			}
			left = slices.Delete(left, at, at+1)
		}
		if len(left) > 0 {
			shrunk++
		}
		before := Judge(report, old.Base("b"), Options{Severity: finding.Warning})
		after := Judge(report, u.Baseline.Base("b"), Options{Severity: finding.Warning})
		if (before.Failed() || before.Unsure()) && !after.Failed() && !after.Unsure() {
			t.Fatalf("round %d: the gate passes after an update: %s", i, encoded(t, old))
		}
		again := UpdateBaseline(u.Baseline, report, UpdateOptions{})
		if again.Changed(u.Baseline) {
			t.Fatalf("round %d: a second update changes what the first wrote", i)
		}
		// With a reason all of it may stay, and the reason is kept.
		wide := UpdateBaseline(old, report, UpdateOptions{Accept: "because"})
		if result := Judge(report, wide.Baseline.Base("b"), Options{Severity: finding.Warning}); result.Failed() || result.Unsure() {
			t.Fatalf("round %d: accepted, and the gate says %+v %+v %+v", i, result.Failures, result.Unclear, result.NewUnknowns)
		}
		if n := strings.Count(encoded(t, wide.Baseline), `"accepted":"because"`); n > 0 {
			accepted++
		} else if wide.Added+wide.Widened > 0 {
			t.Fatalf("round %d: the reason is lost", i)
		}
		kept := UpdateBaseline(wide.Baseline, report, UpdateOptions{})
		if kept.Changed(wide.Baseline) {
			t.Fatalf("round %d: an update without changes loses something:\n%s\n%s", i, encoded(t, wide.Baseline), encoded(t, kept.Baseline))
		}
	}
	if shrunk < 1000 || accepted < 1000 {
		t.Errorf("%d shrank, %d were accepted: the rounds try too little", shrunk, accepted)
	}
}

// TestBudgets: a budget counts what blocks and is not suppressed, says by how much
// it is exceeded, and nothing where a part was not looked at.
func TestBudgets(t *testing.T) {
	report := reportOf(tree{"a": {"x", "y", "z"}})
	for i := range report.Findings {
		report.Findings[i].Concern = finding.Python2
		report.Findings[i].Targets = map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}}
	}
	report.Findings[0].Suppressed = &finding.Suppression{Kind: finding.Accepted, Reason: "r"}
	for name, c := range map[string]struct {
		budget      Budget
		over, under int
		failed      bool
		unsure      bool
	}{
		"kept":            {Budget{finding.Python2, "debian-12", 2, "", ""}, 0, 0, false, false},
		"over":            {Budget{finding.Python2, "debian-12", 0, "", ""}, 2, 0, true, false},
		"under":           {Budget{finding.Python2, "debian-12", 5, "", ""}, 0, 3, false, false},
		"another concern": {Budget{finding.Shell, "debian-12", 1, "", ""}, 0, 1, false, false},
		"not judged":      {Budget{finding.Python2, "clear", 1, "", ""}, 0, 0, false, true},
		"partial":         {Budget{finding.Python2, "debian-12", 5, "a rule", ""}, 0, 0, false, true},
		"partial, over":   {Budget{finding.Python2, "debian-12", 1, "a rule", ""}, 1, 0, true, false},
		"elsewhere":       {Budget{finding.Python2, "debian-12", 5, "", ".."}, 0, 0, false, false},
		"elsewhere, over": {Budget{finding.Python2, "debian-12", 1, "", ".."}, 1, 0, true, false},
	} {
		r := judged(t, report, report, Options{Severity: finding.Error, Budgets: []Budget{c.budget}})
		b := r.Budgets[0]
		if b.Over() != c.over || b.Under() != c.under || r.Failed() != c.failed || r.Unsure() != c.unsure {
			t.Errorf("%s: over %d, under %d, failed %v, unsure %v; want %+v", name, b.Over(), b.Under(), r.Failed(), r.Unsure(), c)
		}
		if lower := len(r.CanLower()); lower > 0 != (c.under > 0) {
			t.Errorf("%s: %d can be lowered", name, lower)
		}
	}
	// A gate that fails lowers nothing.
	r := judged(t, reportOf(tree{}), report, Options{Severity: finding.Warning, Budgets: []Budget{{Concern: finding.Python2, Target: "debian-12", Max: 9}}})
	if !r.Failed() || len(r.CanLower()) > 0 {
		t.Errorf("failed %v, can lower %v", r.Failed(), r.CanLower())
	}
}

// TestFilters: severity and confidence must both hold, except for what breaks on a
// target that must not regress.
func TestFilters(t *testing.T) {
	for name, c := range map[string]struct {
		options    Options
		confidence finding.Confidence
		debian     finding.TargetEffect
		centos     finding.TargetEffect
		want       string
	}{
		"both hold": {Options{Severity: finding.Error, Confidence: finding.High}, finding.High,
			finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}, finding.TargetEffect{}, "[debian-12] []"},
		"too unsure": {Options{Severity: finding.Error, Confidence: finding.High}, finding.Medium,
			finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}, finding.TargetEffect{}, ""},
		"too slight": {Options{Severity: finding.Error, Confidence: finding.High}, finding.High,
			finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Warning}, finding.TargetEffect{}, ""},
		"the origin, slight and unsure": {Options{Severity: finding.Error, Confidence: finding.High}, finding.Low,
			finding.TargetEffect{}, finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Info}, "[] [centos-7]"},
		"the origin, changed only": {Options{Severity: finding.Warning}, finding.High,
			finding.TargetEffect{}, finding.TargetEffect{Effect: finding.Changes, Severity: finding.Error}, ""},
		"another that must not": {Options{Severity: finding.Error, MustNotRegress: []string{"debian-12"}}, finding.Low,
			finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Info}, finding.TargetEffect{}, "[] [debian-12]"},
		"none must not": {Options{Severity: finding.Error, MustNotRegress: []string{}}, finding.High,
			finding.TargetEffect{}, finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Warning}, ""},
	} {
		report := reportOf(tree{"a": {"x"}})
		report.Findings[0].Confidence = c.confidence
		report.Findings[0].Targets = map[string]finding.TargetEffect{"debian-12": c.debian, "centos-7": c.centos}
		got := ""
		for _, f := range judged(t, reportOf(tree{}), report, c.options).Failures {
			got += fmt.Sprint(f.Targets, " ", f.Origins)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		// In a baseline it is known, whatever the options.
		if r := Judge(report, NewBaseline(report).Base("b"), c.options); r.Failed() || r.Unsure() {
			t.Errorf("%s: known, and fails: %+v %+v", name, r.Failures, r.Unclear)
		}
	}
}

// TestBrokenComments: a comment that quiets nothing fails the gate when it is new,
// within the filters; one for information never does.
func TestBrokenComments(t *testing.T) {
	for name, c := range map[string]struct {
		options  Options
		severity finding.Severity
		want     int
	}{
		"a warning":       {Options{Severity: finding.Warning}, finding.Warning, 1},
		"for information": {Options{Severity: finding.Warning}, finding.Info, 0},
		"errors asked":    {Options{Severity: finding.Error}, finding.Warning, 0},
	} {
		report := reportOf(tree{"a": {"x"}})
		f := &report.Findings[0]
		f.Concern, f.Severity, f.Confidence, f.Role = finding.Suppressions, c.severity, finding.High, finding.RoleTest
		f.Targets = map[string]finding.TargetEffect{"debian-12": {Effect: finding.Works}}
		r := judged(t, reportOf(tree{}), report, c.options)
		if len(r.Failures) != c.want || c.want > 0 && !r.Failures[0].Comment {
			t.Errorf("%s: %+v", name, r.Failures)
		}
		if r := judged(t, report, report, c.options); r.Failed() {
			t.Errorf("%s: known, and fails", name)
		}
	}
}

// TestBaseOfAnother: what a base of other targets, rules, Pythons or repos cannot
// say is not told.
func TestBaseOfAnother(t *testing.T) {
	bites := func() *reports.Report {
		r := reportOf(tree{"a": {"x"}})
		r.Findings[0].Targets = map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}}
		return r
	}
	guarded := bites()
	guarded.Findings[0].Targets = map[string]finding.TargetEffect{"debian-12": {Effect: finding.Works}}
	for name, c := range map[string]struct {
		change func(*Base)
		old    *reports.Report
		want   string
	}{
		"the same":       {func(*Base) {}, bites(), "passes"},
		"other targets":  {func(b *Base) { b.Targets = []string{"clear"} }, bites(), "unsure"},
		"other rules":    {func(b *Base) { b.Rules = "other" }, bites(), "passes"},
		"worse":          {func(*Base) {}, guarded, "fails"},
		"worse, rules":   {func(b *Base) { b.Rules = "other" }, guarded, "unsure"},
		"worse, Pythons": {func(b *Base) { b.Pythons = []string{"3.6"} }, guarded, "unsure"},
		"no such repo":   {func(b *Base) { b.Commits = map[string]string{"nfv": "c"}; b.Findings = nil }, bites(), "unsure"},
	} {
		base := FromReport(BaseReport, "r", c.old)
		c.change(base)
		r := Judge(bites(), base, Options{Severity: finding.Warning})
		got := "passes"
		switch {
		case r.Failed():
			got = "fails"
		case r.Unsure():
			got = "unsure"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s: %+v %+v %v", name, got, c.want, r.Failures, r.Unclear, r.MissingRepos)
		}
	}
}
