package policy

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// changed is Sample a week later: one finding is fixed, one moved to another
// file, one is new, and with that a verdict, an item and an unknown changed.
func changed() *reports.Report {
	r := reporttest.Sample()
	r.Findings = slices.Delete(r.Findings, 0, 1)
	r.Findings[0].Path = "inventory-agent/agent/moved.py"
	r.Findings[0].Fingerprint = "moved"
	r.Findings[1].Fingerprint, r.Findings[1].MatchKey = "new", "new"
	r.Unknowns = r.Unknowns[1:]
	r.WorkItems = r.WorkItems[1:]
	r.Packages[1].Readiness = map[string]reports.Readiness{}
	for id := range reporttest.Sample().Packages[1].Readiness {
		r.Packages[1].Readiness[id] = reports.Readiness{Verdict: reports.Ready}
	}
	return r
}

func TestCompare(t *testing.T) {
	old, new := reporttest.Sample(), changed()
	d := Compare(old, new)
	if len(d.Came) != 1 || len(d.Gone) != 2 || len(d.Moved) != 1 {
		t.Errorf("%d came, %d gone, %d moved", len(d.Came), len(d.Gone), len(d.Moved))
	}
	if len(d.NotComparable) > 0 {
		t.Errorf("not comparable: %v", d.NotComparable)
	}
	if len(d.ItemsCleared) != 1 || len(d.ItemsNew) != 0 || len(d.UnknownsGone) != 1 || len(d.UnknownsNew) != 0 {
		t.Errorf("items %v %v, unknowns %v %v", d.ItemsCleared, d.ItemsNew, d.UnknownsGone, d.UnknownsNew)
	}
	if len(d.Verdicts) == 0 {
		t.Error("no verdict changed")
	}
	for _, v := range d.Verdicts {
		if v.Package != new.Packages[1].Name || v.After != reports.Ready || v.Before == v.After {
			t.Errorf("%+v", v)
		}
	}
	// What concerns and packages count is what the lists hold.
	var byConcern, byPackage Tally
	for _, c := range d.Concerns {
		byConcern = Tally{byConcern.New + c.New, byConcern.Gone + c.Gone, byConcern.Moved + c.Moved}
	}
	for _, p := range d.Packages {
		byPackage = Tally{byPackage.New + p.New, byPackage.Gone + p.Gone, byPackage.Moved + p.Moved}
	}
	if want := (Tally{len(d.Came), len(d.Gone), len(d.Moved)}); byConcern != want || byPackage != want {
		t.Errorf("concerns count %+v, packages %+v, lists hold %+v", byConcern, byPackage, want)
	}
	// The other way round, what came is gone.
	back := Compare(new, old)
	if len(back.Came) != len(d.Gone) || len(back.Gone) != len(d.Came) || len(back.Moved) != len(d.Moved) {
		t.Errorf("back: %d came, %d gone, %d moved", len(back.Came), len(back.Gone), len(back.Moved))
	}
}

// TestNotComparable: whatever else differs than the source is called out.
func TestNotComparable(t *testing.T) {
	for want, change := range map[string]func(*reports.Report){
		"the rules differ":                   func(r *reports.Report) { r.Tool.Rules = "other" },
		"the analyzers have other versions":  func(r *reports.Report) { r.Tool.Analyzers = map[string]int{"py2": 99} },
		"targets only in the old report":     func(r *reports.Report) { r.Targets = r.Targets[1:] },
		"targets only in the new report: x":  func(r *reports.Report) { r.Targets = append(r.Targets, reports.Target{ID: "x"}) },
		"concerns that were looked at only":  func(r *reports.Report) { r.Run.Concerns = []finding.Concern{finding.Shell} },
		"repos only in the old report":       func(r *reports.Report) { r.Inputs = r.Inputs[1:] },
		"Python that --python named only in": func(r *reports.Report) { r.Run.Pythons = []string{"3.6"} },
	} {
		new := reporttest.Sample()
		change(new)
		if got := strings.Join(Compare(reporttest.Sample(), new).NotComparable, "\n"); !strings.Contains(got, want) {
			t.Errorf("%q is not said: %q", want, got)
		}
	}
}
