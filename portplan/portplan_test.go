package portplan

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// world makes a report of packages of a repo r: "name:places>import,import?".
// A ? marks an import that the package can do without, a ! behind the places
// something that could not be read.
func world(packages ...string) *reports.Report {
	r := &reports.Report{
		Targets: []reports.Target{{ID: "centos-7", Origin: true}, {ID: "clear"}},
		Tool:    reports.Tool{Analyzers: map[string]int{"imports": 1}},
		Run:     reports.Run{Concerns: []finding.Concern{finding.Python2}},
	}
	for _, text := range packages {
		head, imports, _ := strings.Cut(text, ">")
		name, places, _ := strings.Cut(head, ":")
		p := reports.Package{Repo: "r", Name: name, Built: true, Python: &finding.PythonCode{Files: 1}}
		for to := range strings.FieldsFuncSeq(imports, func(c rune) bool { return c == ',' }) {
			module, optional := strings.CutSuffix(to, "?")
			use := finding.Import{Module: module, Files: 1, Needed: 1, Path: "a.py", Line: 1}
			if optional {
				use.Needed = 0
			}
			if strings.ToUpper(module) != module {
				use.Packages = []string{"r/" + module}
			}
			p.Python.Imports = append(p.Python.Imports, use)
		}
		r.Packages = append(r.Packages, p)
		count, unread := strings.CutSuffix(places, "!")
		if unread {
			r.Unknowns = append(r.Unknowns, finding.Unknown{Kind: finding.UnknownUnparsed, Repo: "r", Package: name, Path: "a.py"})
		}
		n := 0
		fmt.Sscan(count, &n)
		r.WorkItems = append(r.WorkItems, reports.WorkItem{ID: name, Blocking: n, Minutes: 10 * n})
		for range n {
			r.Findings = append(r.Findings, finding.Finding{
				Concern: finding.Python2, Location: finding.Location{Repo: "r"}, Package: name, WorkItem: name, Role: finding.RoleRuntime,
				Targets: map[string]finding.TargetEffect{"clear": {Effect: finding.Breaks, Severity: finding.Error}},
			})
		}
	}
	return r
}

func made(t testing.TB, r *reports.Report) *Plan {
	t.Helper()
	p, err := Make(r, Options{Concern: finding.Python2, Target: "clear"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// show writes the waves: "0: a | 1: b* c(b)", * for what can be ported now, in
// brackets what it waits for.
func show(p *Plan) string {
	var waves []string
	for _, w := range p.Waves {
		var list []string
		for _, pkg := range w.Packages {
			text := strings.TrimPrefix(pkg.ID, "r/")
			if pkg.Now {
				text += "*"
			}
			if pkg.State == Unknown {
				text += "!"
			}
			if len(pkg.WaitsFor) > 0 {
				text += "(" + strings.ReplaceAll(strings.Join(pkg.WaitsFor, " "), "r/", "") + ")"
			}
			list = append(list, text)
		}
		waves = append(waves, fmt.Sprintf("%d: %s", w.Number, strings.Join(list, " ")))
	}
	return strings.Join(waves, " | ")
}

func TestWaves(t *testing.T) {
	for _, c := range []struct{ packages, want string }{
		{"", ""},
		{"a:0", "0: a"},
		{"a:1", "0:  | 1: a*"},
		{"a:1 b:1>a c:1>b", "0:  | 1: a* | 2: b(a) | 3: c(a b)"},
		{"a:0 b:1>a c:1>a d:1>b,c", "0: a | 1: b* c* | 2: d(b c)"},
		// One without work of its own waits with those that it imports.
		{"a:1 b:0>a c:1>b", "0:  | 1: a* b(a) | 2: c(a)"},
		// What can be done without is not waited for, nor what is outside.
		{"a:1 b:1>a? c:1>SIX", "0:  | 1: a* b* c*"},
		// What could not be read may hide work.
		{"a:0! b:1>a", "0:  | 1: a! | 2: b(a)"},
		{"a:2! b:1>a", "0:  | 1: a* | 2: b(a)"},
		// A cycle is ported as one; who imports it waits for those with work.
		{"a:1>b b:0>c c:1>a,d d:1 e:1>b", "0:  | 1: d* | 2: a(d) c(d) b(d) | 3: e(a c d)"},
		{"a:1>b b:1>a", "0:  | 1: a* b*"},
		{"a:0>b b:0>a c:1>a", "0: a b | 1: c*"},
	} {
		if got := show(made(t, world(strings.Fields(c.packages)...))); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.packages, got, c.want)
		}
	}
}

func TestCycles(t *testing.T) {
	r := world("a:1>b", "b:1>c,a", "c:0>a,d", "d:1", "e:1>f", "f:1>e")
	r.Packages[0].Python.Imports[0].Needed = 5
	p := made(t, r)
	var got []string
	for _, c := range p.Cycles {
		got = append(got, fmt.Sprintf("%d %s:", c.Number, strings.Join(c.Packages, ",")))
		for _, e := range c.Edges {
			got = append(got, fmt.Sprintf("%s>%s/%d", e.From, e.To, e.Files))
		}
	}
	want := "1 r/a,r/b,r/c: r/b>r/a/1 r/b>r/c/1 r/c>r/a/1 r/a>r/b/5 2 r/e,r/f: r/e>r/f/1 r/f>r/e/1"
	if text := strings.Join(got, " "); text != want {
		t.Errorf("%s, want %s", text, want)
	}
}

func TestBlockers(t *testing.T) {
	// b needs a alone, d needs c too; e waits for all of them.
	p := made(t, world("a:1", "b:2>a", "c:9", "d:3>a,c", "e:0>b,d", "f:0!", "g:1>f"))
	var got []string
	for _, b := range p.Blockers {
		got = append(got, fmt.Sprintf("%s %s %d min: %d wait with %d min, frees %s",
			strings.Join(b.Packages, ","), b.State, b.Minutes, len(b.Waiting), b.WaitingMinutes, strings.Join(b.Frees, ",")))
	}
	want := []string{
		"r/a work 10 min: 3 wait with 50 min, frees r/b",
		"r/c work 90 min: 2 wait with 30 min, frees ",
		"r/f unknown 0 min: 1 wait with 10 min, frees r/g",
		"r/b work 20 min: 1 wait with 0 min, frees ",
		"r/d work 30 min: 1 wait with 0 min, frees ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p.Totals != (Totals{Packages: 7, Done: 1, Work: 5, Unknown: 1, Now: 2, Places: 16, Minutes: 160}) {
		t.Errorf("%+v", p.Totals)
	}
}

// TestWork holds what counts as work: places that block on the target, with
// their share of what their work item costs.
func TestWork(t *testing.T) {
	r := world("a:3", "b:1", "c:2")
	r.Findings[0].WorkItem = "b" // 10 minutes, two places
	r.WorkItems[1].Blocking = 2
	r.Findings[1].Role = finding.RoleTest
	r.Findings[4].Suppressed = &finding.Suppression{Kind: finding.FalsePositive}
	r.Findings[5].Suppressed = &finding.Suppression{Kind: finding.LinterComment}
	p := made(t, r)
	got := map[string]string{}
	for _, w := range p.Waves {
		for _, pkg := range w.Packages {
			got[pkg.ID] = fmt.Sprintf("%d places, %d min", pkg.Places, pkg.Minutes)
		}
	}
	if got["r/a"] != "2 places, 15 min" || got["r/b"] != "1 places, 5 min" || got["r/c"] != "1 places, 10 min" {
		t.Errorf("%v", got)
	}
	if p, err := Make(r, Options{Concern: finding.Python2, Target: "centos-7"}); err != nil || p.Totals.Work != 0 || p.Totals.Done != 3 {
		t.Errorf("on the origin: %v, %v", p, err)
	}
}

// TestForks holds that the code of a fork is of the package built from it.
func TestForks(t *testing.T) {
	r := world("nova:0", "api:1>nova")
	r.Packages[0].Fork, r.Packages[0].Python = "git/nova", nil
	r.Packages = append(r.Packages, reports.Package{Repo: "git/nova", Name: "(tree)", Python: &finding.PythonCode{Files: 1}})
	r.Packages[1].Python.Imports[0].Packages = []string{"git/nova/(tree)"}
	r.Findings = append(r.Findings, finding.Finding{
		Concern: finding.Python2, Location: finding.Location{Repo: "git/nova"}, Package: "(tree)", WorkItem: "nova", Role: finding.RoleRuntime,
		Targets: map[string]finding.TargetEffect{"clear": {Effect: finding.Changes, Severity: finding.Warning}},
	})
	if got := show(made(t, r)); got != "0:  | 1: nova* | 2: api(nova)" {
		t.Error(got)
	}
	// Built into two packages it stands for itself.
	r.Packages = append(r.Packages, reports.Package{Repo: "r", Name: "novaclient", Fork: "git/nova"})
	if got := show(made(t, r)); got != "0:  | 1: git/nova/(tree)* | 2: api(git/nova/(tree))" {
		t.Error(got)
	}
}

func TestOutside(t *testing.T) {
	r := world("a:1>SIX,YAML,LDAP,RPM,WX,ATTR_S,LIKE", "b:1>SIX")
	need := func(name string, kind finding.Need, presence finding.Presence, theirs string) {
		r.Dependencies = append(r.Dependencies, finding.Dependency{Name: name, Need: kind, Verdicts: map[string]finding.DependencyVerdict{
			"clear": {Verdict: presence, Name: theirs, Evidence: "so"}}})
	}
	need("python-six", finding.NeedRun, finding.Renamed, "six-legacypython")
	need("six", finding.NeedPython, finding.Python3Only, "six-python3")
	need("PyYAML", finding.NeedPython, finding.Renamed, "PyYAML-python3")
	need("python2-ldap", finding.NeedRun, finding.Missing, "")
	need("python-like", finding.NeedRun, finding.LikelyPresent, "python3-like")
	need("rpm", finding.NeedRun, finding.Present, "rpm") // the program
	need("attr.s", finding.NeedPython, finding.Missing, "")
	need("python-attr-s", finding.NeedRun, finding.Present, "attr-s")
	var got []string
	for _, o := range made(t, r).Outside {
		got = append(got, fmt.Sprintf("%s %s %s %d", o.Module, o.Status, o.Need, len(o.By)))
	}
	want := "LDAP missing python2-ldap 1; ATTR_S unknown python-attr-s 1; RPM unknown  1; WX unknown  1; SIX python3 six 2; LIKE python3 python-like 1; YAML python3 PyYAML 1"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("%s, want %s", text, want)
	}
}

func TestUnclear(t *testing.T) {
	r := world("a:1>b", "b:1", "c:1", "d:1>b")
	for _, i := range []int{3, 0} {
		r.Packages[i].Python.Imports[0].Packages = []string{"r/b", "r/c"}
	}
	p := made(t, r)
	if got := show(p); got != "0:  | 1: a* b* c* d*" {
		t.Errorf("an import that may be of two counts: %s", got)
	}
	if len(p.Unclear) != 1 || strings.Join(p.Unclear[0].By, " ") != "r/a r/d" || len(p.Unclear[0].From) != 2 {
		t.Errorf("%+v", p.Unclear)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		want    string
		concern finding.Concern
		target  string
		change  func(*reports.Report)
	}{
		{`no plan for "shell": there is one for python2`, finding.Shell, "clear", func(*reports.Report) {}},
		{"did not look at python2", finding.Python2, "clear", func(r *reports.Report) { r.Run.Concerns = nil }},
		{"scan again", finding.Python2, "clear", func(r *reports.Report) { r.Tool.Analyzers = nil }},
		{`no target "beos"`, finding.Python2, "beos", func(*reports.Report) {}},
		{"no plan for more than", finding.Python2, "clear", func(r *reports.Report) {
			for i := range maxPackages {
				r.Packages = append(r.Packages, reports.Package{Repo: "x", Name: fmt.Sprint(i), Python: &finding.PythonCode{Files: 1}})
			}
		}},
	} {
		r := world("a:1")
		c.change(r)
		if _, err := Make(r, Options{Concern: c.concern, Target: c.target}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestPlanProperties: whatever the graph, every package is in exactly one
// wave, no import points to a later one, and of one wave only to what is done
// or of its own cycle; what can start waits for nothing; and the order in which
// packages are listed decides nothing.
func TestPlanProperties(t *testing.T) {
	source := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		n := 1 + source.IntN(14)
		var list []string
		for i := range n {
			text := fmt.Sprintf("%c:%d", 'a'+i, source.IntN(3))
			if source.IntN(6) == 0 {
				text += "!"
			}
			var to []string
			for j := range n {
				if source.IntN(n+3) == 0 {
					to = append(to, string(rune('a'+j)))
				}
			}
			list = append(list, text+">"+strings.Join(to, ","))
		}
		p := made(t, world(list...))
		check(t, list, p)
		before, _ := json.Marshal(p)
		source.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if after, _ := json.Marshal(made(t, world(list...))); string(after) != string(before) {
			t.Fatalf("%v: another order makes another plan", list)
		}
	}
}

func check(t *testing.T, list []string, p *Plan) {
	t.Helper()
	wave, packages := map[string]int{}, map[string]*Package{}
	for _, w := range p.Waves {
		for i := range w.Packages {
			pkg := &w.Packages[i]
			if packages[pkg.ID] != nil {
				t.Fatalf("%v: %s is in two waves", list, pkg.ID)
			}
			wave[pkg.ID], packages[pkg.ID] = w.Number, pkg
		}
	}
	if len(packages) != len(list) || p.Totals.Packages != len(list) {
		t.Fatalf("%v: %d packages are in waves", list, len(packages))
	}
	for _, pkg := range packages {
		for _, to := range pkg.Imports {
			other := packages[to]
			same := pkg.Cycle > 0 && pkg.Cycle == other.Cycle
			if wave[to] > wave[pkg.ID] || !same && wave[to] == wave[pkg.ID] && pkg.State != Done && wave[to] > 0 {
				t.Fatalf("%v: %s of wave %d imports %s of wave %d", list, pkg.ID, wave[pkg.ID], to, wave[to])
			}
			if !same && other.State != Done && !slices.Contains(pkg.WaitsFor, to) {
				t.Fatalf("%v: %s does not wait for %s", list, pkg.ID, to)
			}
			if pkg.Now && !same && (other.State != Done || len(other.WaitsFor) > 0) {
				t.Fatalf("%v: %s can be ported now and imports %s", list, pkg.ID, to)
			}
		}
		if pkg.Now && pkg.State != Work || wave[pkg.ID] == 0 && (pkg.State != Done || len(pkg.WaitsFor) > 0) {
			t.Fatalf("%v: %+v", list, pkg)
		}
	}
	for _, b := range p.Blockers {
		for _, id := range b.Waiting {
			if !slices.ContainsFunc(b.Packages, func(first string) bool {
				return packages[first].State == Done || slices.Contains(packages[id].WaitsFor, first)
			}) {
				t.Fatalf("%v: %s does not wait for %v", list, id, b.Packages)
			}
		}
	}
}

// TestNeeds plans by what packages need: what the target lacks is work, what
// nothing else holds back is told, and what is assumed to be there is none.
func TestNeeds(t *testing.T) {
	verdict := func(p finding.Presence, name string) map[string]finding.DependencyVerdict {
		return map[string]finding.DependencyVerdict{"debian-12": {Verdict: p, Name: name, Evidence: "because"}}
	}
	r := &reports.Report{
		Run:     reports.Run{Concerns: []finding.Concern{finding.Dependencies}},
		Tool:    reports.Tool{Analyzers: map[string]int{"imports": 1}},
		Targets: []reports.Target{{ID: "debian-12", Index: &finding.Index{}}, {ID: "ubuntu-18.04"}},
	}
	for _, name := range []string{"a", "b", "c", "d", "old"} {
		r.Packages = append(r.Packages, reports.Package{Name: name, Repo: "r", Path: name, Built: name != "old"})
	}
	for _, d := range []finding.Dependency{
		{Package: "a", Name: "gone", Need: finding.NeedRun, Verdicts: verdict(finding.Missing, "")},
		{Package: "a", Name: "gone", Need: finding.NeedBuild, Verdicts: verdict(finding.Missing, "")},
		{Package: "b", Name: "a-libs", Need: finding.NeedRun, Verdicts: verdict(finding.OwnPackage, "r/a")},
		{Package: "b", Name: "gone", Need: finding.NeedRun, Verdicts: verdict(finding.Missing, "")},
		{Package: "b", Name: "aged", Need: finding.NeedRun, Verdicts: verdict(finding.TooOld, "aged")},
		{Package: "c", Name: "d", Need: finding.NeedBuild, Verdicts: verdict(finding.OwnPackage, "r/d")},
		{Package: "d", Name: "c", Need: finding.NeedRun, Verdicts: verdict(finding.OwnPackage, "r/c")},
		{Package: "d", Name: "who", Need: finding.NeedRun, Verdicts: verdict(finding.PresenceUnknown, "")},
		{Package: "c", Name: "maybe", Need: finding.NeedRun, Condition: "%if x", Verdicts: verdict(finding.Missing, "")},
		{Package: "c", Name: "pinned", Need: finding.NeedPin, Verdicts: verdict(finding.Missing, "")},
		{Package: "old", Name: "gone", Need: finding.NeedRun, Verdicts: verdict(finding.Missing, "")},
	} {
		d.Repo = "r"
		r.Dependencies = append(r.Dependencies, d)
	}
	plan, err := Make(r, Options{Concern: finding.Dependencies, Target: "debian-12"})
	if err != nil {
		t.Fatal(err)
	}
	state := map[string]Package{}
	for _, w := range plan.Waves {
		for _, p := range w.Packages {
			state[p.ID] = p
		}
	}
	if len(state) != 4 || state["r/a"].Places != 1 || !state["r/a"].Now || state["r/b"].Places != 2 || state["r/b"].Now || state["r/d"].Unknowns != 1 {
		t.Errorf("packages: %+v", state)
	}
	if len(plan.Cycles) != 1 || !slices.Equal(plan.Cycles[0].Packages, []string{"r/c", "r/d"}) {
		t.Errorf("cycles: %+v", plan.Cycles)
	}
	if len(plan.Outside) != 3 || plan.Outside[0].Module != "gone" || !slices.Equal(plan.Outside[0].Sole, []string{"r/a"}) || plan.Outside[2].Module != "who" {
		t.Errorf("outside: %+v", plan.Outside)
	}
	if plan, err = Make(r, Options{Concern: finding.Dependencies, Target: "debian-12", Met: []string{"gone", "aged"}}); err != nil || plan.Totals.Work != 0 {
		t.Errorf("as if all were there: %+v %v", plan.Totals, err)
	}
	if _, err := Make(r, Options{Concern: finding.Dependencies, Target: "ubuntu-18.04"}); err == nil {
		t.Error("a plan without an index")
	}
}
