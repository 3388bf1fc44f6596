package readiness

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// waySample has three packages of which one needs the next; the last needs the
// first, so that they go in a circle, and each has one place that breaks.
func waySample(t *testing.T) *reports.Report {
	r := sample(reports.Package{Built: true}, nil, nil)
	names := []string{r.Packages[0].Name, "library", "tools"}
	for _, name := range names[1:] {
		r.Packages = append(r.Packages, reports.Package{Name: name, Repo: "config", Built: true})
	}
	for i, name := range names {
		f := found(finding.RoleRuntime, finding.Breaks, finding.Error)
		f.Package = name
		r.Findings = append(r.Findings, f)
		next := names[(i+1)%len(names)]
		d := need(next, finding.OwnPackage)
		d.Package = name
		d.Verdicts["clear"] = finding.DependencyVerdict{Verdict: finding.OwnPackage, Name: "config/" + next}
		r.Dependencies = append(r.Dependencies, d)
	}
	r.Targets[0].Index = &finding.Index{}
	WorkItems(r, embedded(t), 0)
	Assess(r)
	return r
}

func target(r *reports.Report, id string) *reports.Target {
	return &r.Targets[slices.IndexFunc(r.Targets, func(t reports.Target) bool { return t.ID == id })]
}

// TestWay: what a package needs comes first, each once, however needs circle.
func TestWay(t *testing.T) {
	r := waySample(t)
	w := WayOf(r, &r.Packages[0], target(r, "clear"))
	var first []string
	for _, p := range w.First {
		first = append(first, p.Name)
	}
	if !slices.Equal(first, []string{"tools", "library"}) {
		t.Errorf("first %v", first)
	}
	if len(w.Work) != 3 {
		t.Fatalf("%d items, want one of each package", len(w.Work))
	}
	if last := w.Work[2]; !slices.Equal(last.For, []string{"config/" + r.Packages[0].Name}) || last.Places != 1 {
		t.Errorf("the package's own work is not the last: %+v", last)
	}
}

// TestWayIsEnough: once all findings of the items are gone, the package and
// those that come first are ready; with any of them left, they are not.
func TestWayIsEnough(t *testing.T) {
	whole := waySample(t)
	w := WayOf(whole, &whole.Packages[0], target(whole, "clear"))
	for left := -1; left < len(w.Work); left++ {
		r := waySample(t)
		r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
			return slices.ContainsFunc(w.Work, func(task Task) bool { return task.Item.ID == f.WorkItem }) &&
				(left < 0 || w.Work[left].Item.ID != f.WorkItem)
		})
		WorkItems(r, embedded(t), 0)
		Assess(r)
		ready := true
		for _, p := range r.Packages {
			ready = ready && p.Readiness["clear"].Verdict == reports.Ready
		}
		if ready != (left < 0) {
			t.Errorf("with item %d left all are ready: %v", left, ready)
		}
	}
}

// TestWayOfNothing: a package that no build list names has no way to go.
func TestWayOfNothing(t *testing.T) {
	r := sample(reports.Package{}, []finding.Finding{found(finding.RoleRuntime, finding.Breaks, finding.Error)}, nil)
	WorkItems(r, embedded(t), 0)
	Assess(r)
	if w := WayOf(r, &r.Packages[0], target(r, "clear")); len(w.Work) != 0 || w.Readiness.Verdict != reports.NotApplicable {
		t.Errorf("%+v", w)
	}
}

// TestStackTitle: what all patches of a package amount to is what there is to do.
func TestStackTitle(t *testing.T) {
	for kind, want := range map[string]string{
		"configuration-only": "overlay package", "versioning-only": "only set the version", "debug-only": "leave its patches out",
		"source-changes": "Carry the patches of ntp over", "": "Carry the patches of ntp over",
	} {
		r := &reports.Report{}
		if kind != "" {
			r.PatchStacks = []finding.PatchStack{{Package: "ntp", Repo: "other"}, {Package: "ntp", Repo: "integ", Kinds: []string{kind}}}
		}
		if got := (&builder{report: r}).stackTitle("integ", "ntp"); !strings.Contains(got, want) {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
