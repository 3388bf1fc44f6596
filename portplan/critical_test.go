package portplan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

func TestCritical(t *testing.T) {
	for _, c := range []struct{ packages, want string }{
		{"", "0"},
		{"a:0 b:0>a", "0"},
		{"a:1", "10 a"},
		{"a:1 b:5 c:2>a,b", "70 b c"},
		// One without work on the way is no step, but leads on.
		{"a:3 b:0>a c:1>b d:3", "40 a c"},
		{"a:1>b b:2>a c:1>a", "40 a+b c"},
	} {
		p := made(t, world(strings.Fields(c.packages)...)).Critical
		got := fmt.Sprint(p.Minutes)
		for _, s := range p.Steps {
			got += " " + strings.ReplaceAll(strings.Join(s.Packages, "+"), "r/", "")
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.packages, got, c.want)
		}
	}
}

// TestCriticalIsLongest holds the chain against all chains of random packages
// without cycles.
func TestCriticalIsLongest(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		n := 2 + random.IntN(7)
		work, needs := make([]int, n), make([][]int, n)
		var packages []string
		for i := range n {
			work[i] = random.IntN(4)
			var names []string
			for j := range i {
				if random.IntN(3) == 0 {
					needs[i] = append(needs[i], j)
					names = append(names, fmt.Sprintf("p%d", j))
				}
			}
			packages = append(packages, fmt.Sprintf("p%d:%d>%s", i, work[i], strings.Join(names, ",")))
		}
		var longest func(i int) int
		longest = func(i int) int {
			most := 0
			for _, j := range needs[i] {
				most = max(most, longest(j))
			}
			return most + 10*work[i]
		}
		want := 0
		for i := range n {
			want = max(want, longest(i))
		}
		got := made(t, world(packages...)).Critical
		sum := 0
		for _, s := range got.Steps {
			sum += s.Minutes
		}
		if got.Minutes != want || sum != want {
			t.Errorf("seed %d, %s: %d minutes, steps of %d, want %d", seed, packages, got.Minutes, sum, want)
		}
	}
}

// TestDecisions holds what a decision holds up, alone and with others.
func TestDecisions(t *testing.T) {
	r := &reports.Report{
		Targets: []reports.Target{{ID: "debian-12", Index: &finding.Index{}}},
		Tool:    reports.Tool{Analyzers: map[string]int{"imports": 1}},
	}
	for _, w := range []struct {
		id   string
		kind reports.ItemKind
	}{{"answer:installer", reports.ItemDecision}, {"answer:queries", reports.ItemSeam}, {"rest", reports.ItemRule}, {"dependency:x", reports.ItemDependency}} {
		r.WorkItems = append(r.WorkItems, reports.WorkItem{ID: w.id, Kind: w.kind, Blocking: 2, Minutes: 20})
	}
	add := func(pkg string, needs string, items ...string) {
		r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: pkg, Path: pkg, Built: true})
		if needs != "" {
			r.Dependencies = append(r.Dependencies, finding.Dependency{Repo: "r", Package: pkg, Name: needs, Need: finding.NeedRun,
				Verdicts: map[string]finding.DependencyVerdict{"debian-12": {Verdict: finding.OwnPackage, Name: "r/" + needs}}})
		}
		for _, item := range items {
			f := finding.Finding{Location: finding.Location{Repo: "r"}, Package: pkg, WorkItem: item, Role: finding.RoleRuntime,
				Targets: map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}}}
			if item == "dependency:x" {
				f.Concern, f.Subject = finding.Dependencies, "x"
			}
			r.Findings = append(r.Findings, f)
		}
	}
	add("alone", "", "answer:installer")
	add("both", "", "answer:installer", "answer:queries")
	add("waits", "rest-of-it", "answer:queries")
	add("rest-of-it", "", "rest")
	add("lacks", "", "dependency:x", "answer:queries")
	show := func(o Options) string {
		o.Target = "debian-12"
		p, err := Make(r, o)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%d, now", p.Totals.Work)
		for _, w := range p.Waves {
			now, _ := w.Now()
			for _, id := range now {
				text += " " + id
			}
		}
		text += fmt.Sprintf(", %d undecided", p.Totals.Undecided)
		for _, d := range p.Decisions {
			text += fmt.Sprintf(" | %s in %s, alone %s", d.ID, d.Packages, d.Sole)
		}
		return strings.ReplaceAll(text, "r/", "")
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "5, now lacks rest-of-it, 2 undecided | answer:installer in [alone both], alone [alone] | answer:queries in [both lacks waits], alone []"},
		{Options{Decided: []string{"answer:installer"}}, "4, now lacks both rest-of-it, 0 undecided | answer:queries in [both lacks waits], alone [both]"},
		{Options{Met: []string{"x"}}, "5, now lacks rest-of-it, 2 undecided | answer:queries in [both lacks waits], alone [lacks] | answer:installer in [alone both], alone [alone]"},
		{Options{Decided: []string{"answer:queries", "answer:installer"}}, "2, now lacks rest-of-it, 0 undecided"},
	} {
		if got := show(c.o); got != c.want {
			t.Errorf("%+v: %s, want %s", c.o, got, c.want)
		}
	}
	if got := Decisions(r); !slices.Equal(got, []string{"answer:installer", "answer:queries"}) {
		t.Errorf("decisions: %v", got)
	}
}

// TestNotAssessable holds that a plan of all work calls no package done that
// readiness cannot assess, whatever it is that could not be read.
func TestNotAssessable(t *testing.T) {
	r := &reports.Report{
		Targets: []reports.Target{{ID: "debian-12", Index: &finding.Index{}}},
		Tool:    reports.Tool{Analyzers: map[string]int{"imports": 1}},
	}
	kinds := []string{finding.UnknownSource, finding.UnknownUnparsed, finding.UnknownUnreadable, finding.UnknownAnalyzer, finding.UnknownInput}
	for _, kind := range kinds {
		r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: kind, Path: kind, Built: true,
			Readiness: map[string]reports.Readiness{"debian-12": {Verdict: reports.NotAssessable}}})
		r.Unknowns = append(r.Unknowns, finding.Unknown{Kind: kind, Repo: "r", Package: kind, Path: "a.spec"})
	}
	r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: "read", Path: "read", Built: true,
		Readiness: map[string]reports.Readiness{"debian-12": {Verdict: reports.Ready}}})
	r.Unknowns = append(r.Unknowns, finding.Unknown{Kind: finding.UnknownUnreadable, Repo: "r", Path: "README"})
	p, err := Make(r, Options{Target: "debian-12"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Totals.Unknown != len(kinds) || p.Totals.Done != 1 {
		t.Errorf("%+v, want %d not known and 1 done", p.Totals, len(kinds))
	}
	state := map[string]State{}
	for _, w := range p.Waves {
		for _, pkg := range w.Packages {
			state[pkg.ID] = pkg.State
		}
	}
	for i := range r.Packages {
		pkg := &r.Packages[i]
		if pkg.Readiness["debian-12"].Verdict == reports.NotAssessable && state["r/"+pkg.Name] != Unknown {
			t.Errorf("%s cannot be assessed, and its plan says %s", pkg.Name, state["r/"+pkg.Name])
		}
	}
}

// TestChecks holds what is said of reports and targets that have no plan.
func TestChecks(t *testing.T) {
	r := &reports.Report{
		Targets: []reports.Target{{ID: "centos-7", Origin: true}, {ID: "clear"}, {ID: "debian-12", Index: &finding.Index{}}},
		Tool:    reports.Tool{Analyzers: map[string]int{"imports": 1}},
		Run:     reports.Run{Concerns: []finding.Concern{finding.Python2}},
	}
	for i := range maxPackages + 1 {
		name := fmt.Sprintf("p%d", i)
		r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: name, Path: name, Built: true, Python: &finding.PythonCode{Files: 1}})
	}
	for _, c := range []struct {
		concern      finding.Concern
		target, want string
	}{
		{"", "centos-7", "centos-7 is where the port comes from"},
		{"", "clear", "it needs an index"},
		{"", "hurd", "no target"},
		{"", "debian-12", "5001 packages in build lists"},
		{finding.Python2, "clear", "5001 packages with Python code"},
	} {
		if _, err := Make(r, Options{Concern: c.concern, Target: c.target}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %s: %v, want %s", c.concern, c.target, err, c.want)
		}
	}
}

// TestEffort holds that what is not known is never said to take no time.
func TestEffort(t *testing.T) {
	p := made(t, world("a:0!", "b:1!>a", "c:1>b", "d:0!>a,e", "e:1", "f:0!>g", "g:1"))
	got := []string{"chain " + p.Critical.Effort()}
	for _, s := range p.Critical.Steps {
		got = append(got, s.Packages[0]+" "+s.Effort())
	}
	for _, b := range p.Blockers {
		got = append(got, fmt.Sprintf("%s %s before %s", b.Packages[0], b.Effort(), b.WaitingEffort()))
	}
	for _, w := range p.Waves {
		got = append(got, fmt.Sprintf("wave %d %s", w.Number, w.Effort()))
	}
	want := strings.Join([]string{
		"chain 20 minutes or more", "r/a not known", "r/b 10 minutes or more", "r/c 10 minutes",
		"r/a not known before 20 minutes or more", "r/b 10 minutes or more before 10 minutes",
		"r/e 10 minutes before not known", "r/g 10 minutes before not known",
		"wave 0 -", "wave 1 20 minutes or more", "wave 2 10 minutes or more", "wave 3 10 minutes",
	}, "\n")
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("%s\nwant\n%s", text, want)
	}
}
