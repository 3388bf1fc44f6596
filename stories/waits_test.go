package stories_test

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
)

// storyTitled is the story of a set with a part of a title, which has to be there.
func storyTitled(t *testing.T, set *stories.Set, part string) *stories.Story {
	t.Helper()
	for i := range set.Stories {
		if strings.Contains(set.Stories[i].Title, part) {
			return &set.Stories[i]
		}
	}
	t.Fatalf("there is no story about %q", part)
	return nil
}

func taskTitles(s *stories.Story) []string {
	var titles []string
	for _, task := range s.Tasks {
		titles = append(titles, task.Title)
	}
	return titles
}

// TestNeedsTasks: what is missing has a task each, by the name of its package, with
// all that are made of one source together; lists of packages and what is there in
// another form have one for each repo.
func TestNeedsTasks(t *testing.T) {
	var places []place
	for i := range 8 {
		places = append(places, place{"config", "sysinv", "DEP-001", i + 1})
	}
	r := reportOf(when, places...)
	needs := []struct {
		subject, path string
		need          finding.Need
		effect        finding.Effect
	}{
		{"aodh", "sysinv/init.pp", finding.NeedPuppet, finding.Breaks},
		{"puppet-aodh", "sysinv/sysinv.spec", finding.NeedRun, finding.Breaks},
		{"ujson", "sysinv/requirements.txt", finding.NeedPython, finding.Breaks},
		{"python2-ujson", "sysinv/sysinv.spec", finding.NeedRun, finding.Breaks},
		{"libselinux-devel", "sysinv/sysinv.spec", finding.NeedBuild, finding.Breaks},
		{"libselinux-python", "sysinv/sysinv.spec", finding.NeedRun, finding.Breaks},
		{"ntp", "sysinv/sysinv.spec", finding.NeedRun, finding.Changes},
		{"cronie", "image.inc", finding.NeedImage, finding.Breaks},
	}
	for i, n := range needs {
		f := &r.Findings[i]
		f.Subject, f.Path = n.subject, n.path
		f.Targets = map[string]finding.TargetEffect{"clear": {Effect: n.effect, Severity: finding.Error}}
		if n.need == finding.NeedImage {
			f.Package = "(tree)"
		}
		r.Dependencies = append(r.Dependencies, finding.Dependency{Repo: f.Repo, Path: f.Path, Line: f.Line, Name: n.subject, Need: n.need})
	}
	s := storyTitled(t, compose(t, r, stories.Options{}), "Packages missing or different on Clear Linux")
	got := taskTitles(s)
	slices.Sort(got)
	want := []string{
		"Adapt starlingx/config to what Clear Linux has in another form",
		"Package, replace or drop libselinux for Clear Linux",
		"Package, replace or drop puppet-aodh for Clear Linux",
		"Package, replace or drop python-ujson for Clear Linux",
		"Write the counterparts of the package lists of starlingx/config for Clear Linux",
	}
	if !slices.Equal(got, want) {
		t.Errorf("tasks\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if want := "| libselinux-devel, libselinux-python | sysinv |"; !strings.Contains(s.Text, want) {
		t.Errorf("the table lacks %q:\n%s", want, s.Text)
	}
}

// TestWholeFiles: what stands in a file that an answer replaces goes with the answer,
// and what stands beside it does not.
func TestWholeFiles(t *testing.T) {
	r := reportOf(when, place{"metal", "kickstart", "OS-106", 4}, place{"metal", "kickstart", "OS-003", 9}, place{"metal", "kickstart", "OS-012", 2})
	r.Findings[2].Path = "kickstart/beside.sh"
	for i := range r.Rules {
		r.Rules[i].Whole = r.Rules[i].ID == "OS-106"
	}
	set := compose(t, r, stories.Options{})
	if s := storyTitled(t, set, "which installer"); s.Findings != 2 {
		t.Errorf("the decision is about %d places, want the kickstart and what stands in it", s.Findings)
	}
	if s := storyTitled(t, set, "CentOS assumptions"); s.Findings != 1 {
		t.Errorf("%d places beside the kickstart, want 1", s.Findings)
	}
}

// TestComesFirst: a story names the decisions about the same files, those that the fate
// of its packages rests on, and that other projects' packages may be adopted.
func TestComesFirst(t *testing.T) {
	sample := func() *reports.Report {
		return reportOf(when, place{"metal", "kickstart", "OS-106", 4}, place{"metal", "mtce", "OS-003", 1}, place{"metal", "mtce", "OS-003", 2})
	}
	const decision = "Decide which installer makes a node: do what is in metal/mtce after it."
	for name, c := range map[string]struct {
		change func(*reports.Report)
		want   string
		not    bool
	}{
		"apart":     {func(*reports.Report) {}, "What comes first", true},
		"one place": {func(r *reports.Report) { r.Findings[1].Path = "kickstart/file.sh" }, "What comes first", true},
		"its files": {func(r *reports.Report) {
			r.Findings[1].Path = "kickstart/file.sh"
			r.Findings[2].Path = "kickstart/other.sh"
			addDecision(r)
		}, decision, false},
		"its packages": {func(r *reports.Report) { answerOf(r).Packages = []string{"mtce"} }, decision, false},
		"others'":      {func(r *reports.Report) { packageOf(r, "mtce").Origin = "fork" }, "own package is adopted in place of mtce", false},
		"own":          {func(r *reports.Report) { packageOf(r, "mtce").Origin = "flock" }, "own package is adopted", true},
	} {
		r := sample()
		c.change(r)
		s := storyTitled(t, compose(t, r, stories.Options{}), "CentOS assumptions")
		if strings.Contains(s.Text, c.want) == c.not {
			t.Errorf("%s: %q is there: %v\n%s", name, c.want, !c.not, s.Text)
		}
	}
}

// addDecision adds a place of the decision in another file.
func addDecision(r *reports.Report) {
	f := r.Findings[0]
	f.Path = "kickstart/other.sh"
	r.Findings = append(r.Findings, f)
}

func answerOf(r *reports.Report) *reports.Answer {
	for i := range r.Rules {
		if r.Rules[i].Answer != nil {
			return r.Rules[i].Answer
		}
	}
	return nil
}

func packageOf(r *reports.Report, name string) *reports.Package {
	return &r.Packages[slices.IndexFunc(r.Packages, func(p reports.Package) bool { return p.Name == name })]
}
