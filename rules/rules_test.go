package rules

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"opendev.org/starlingx/stxscan/finding"
)

// TestLoadTargets holds that targets are the same whether rules are read with
// them or not.
func TestLoadTargets(t *testing.T) {
	all, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	targets, err := LoadTargets(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if len(targets.Targets) == 0 || !reflect.DeepEqual(targets.Targets, all.Targets) || len(targets.Rules)+len(targets.Answers) > 0 {
		t.Errorf("%d of %d targets, %d rules, %d answers", len(targets.Targets), len(all.Targets), len(targets.Rules), len(targets.Answers))
	}
	bad := fstest.MapFS{"targets/x.yaml": {Data: []byte("id: x\nnonsense: 1\n")}, "rule.yaml": {Data: []byte("nonsense")}}
	if _, err := LoadTargets(bad); err == nil || !strings.Contains(err.Error(), "targets/x.yaml:2") || strings.Contains(err.Error(), "rule.yaml") {
		t.Errorf("%v", err)
	}
}

func TestEmbeddedRulesLoad(t *testing.T) {
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Rules) < 80 || len(set.Targets) < 9 {
		t.Errorf("%d rules, %d targets", len(set.Rules), len(set.Targets))
	}
	origins, defaults := 0, 0
	for _, target := range set.Targets {
		if target.Origin {
			origins++
		}
		if target.Default {
			defaults++
		}
	}
	if origins != 1 || defaults != 3 {
		t.Errorf("%d origins, %d targets by default", origins, defaults)
	}
	for _, r := range set.Rules {
		for _, target := range set.Targets {
			e := r.On(target, AllPythons, r.Severity)
			// A patch that is not there breaks the build on every target.
			if target.Origin && e.Effect != finding.Works && r.ID != "PATCH-011" {
				t.Errorf("%s %s on the origin", r.ID, e.Effect)
			}
			// A rule may say that it is not known; it may not say nothing.
			if e.Effect == finding.EffectUnknown && e.Note != "" {
				t.Errorf("%s says nothing of %s", r.ID, target.ID)
			}
		}
	}
}

const goodRule = `id: PY2-X001
title: a title
concern: python2
analyzer: py2
severity: error
confidence: high
means: fails
message: "{subject} is gone"
match:
  name: legacy
why: because
before: a
after: b
fix: mechanical
effort: {site: 1}
`

// TestMistakes checks that the loader names file, line and column of what is
// wrong, and says what it wants.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":   {"title: a title", "titel: a title", `my.yaml:2:1: unknown key "titel": want one of id, title,`},
		"nested key":    {"{site: 1}", "{site: 1, places: 2}", `my.yaml:15:19: unknown key "places"`},
		"twice":         {"why: because", "why: because\nwhy: again", `my.yaml:12:1: key "why" is given twice`},
		"severity":      {"severity: error", "severity: fatal", `my.yaml:5:11: severity "fatal"`},
		"severity text": {"severity: error", "severity: fatal", `severity "fatal": want one of`},
		"concern":       {"concern: python2", "concern: python", `concern: "python": want one of`},
		"id":            {"id: PY2-X001", "id: print", `id: "print": want a family and three digits`},
		"missing":       {"why: because\n", "", `why: missing`},
		"match":         {"match:\n  name: legacy\n", "", `nothing to match`},
		"list":          {"  name: legacy", "  name: [[a]]", `my.yaml:10:10: want a name`},
		"map":           {"effort: {site: 1}", "effort: 5", `my.yaml:15:9: want a map with the keys setup, site, review`},
		"broken":        {"means: fails", "means: [fails", `my.yaml:`},
		"since":         {"means: fails", "means: fails\nsince: '2.7'", `want a Python 3 version`},
		"effort":        {"{site: 1}", "{site: 0}", `the minutes that one place takes`},
	} {
		text := strings.Replace(goodRule, c.from, c.to, 1)
		_, err := Load(fstest.MapFS{"my.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(goodRule)}, "b.yaml": {Data: []byte(goodRule)}}); err == nil ||
		!strings.Contains(err.Error(), "b.yaml:1:1: id: PY2-X001 is a.yaml's already") {
		t.Errorf("an id used twice: %v", err)
	}
	if _, err := Load(fstest.MapFS{"empty.yaml": {}}); err == nil || !strings.Contains(err.Error(), "empty.yaml:1:1: the file is empty") {
		t.Errorf("an empty file: %v", err)
	}
}

func TestLaterRootsReplace(t *testing.T) {
	own := strings.Replace(goodRule, "a title", "my title", 1)
	set, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(goodRule)}}, fstest.MapFS{"b.yaml": {Data: []byte(own)}})
	if err != nil || len(set.Rules) != 1 || set.Rule("PY2-X001").Title != "my title" {
		t.Errorf("%v, %v", set, err)
	}
}

// TestOnPythons holds the effect of Python rules against the table of what a
// target's Pythons mean.
func TestOnPythons(t *testing.T) {
	rule := func(since string, means Meaning) *Rule { return &Rule{ID: "PY2-X001", Since: since, Means: means} }
	target := func(status, python3 string) *Target {
		return &Target{ID: "t", Python2: Python2{Status: status, Version: "2.7", Note: "a few are left"}, Python3: python3}
	}
	for name, c := range map[string]struct {
		rule     *Rule
		target   *Target
		reach    Pythons
		severity finding.Severity
		want     finding.Effect
	}{
		"Python 2 is there":         {rule("", Fails), target(Python2Supported, "3.6"), AllPythons, finding.Error, finding.Works},
		"Python 2 is not supported": {rule("", Fails), target(Python2Legacy, "3.7"), AllPythons, finding.Error, finding.Breaks},
		"gone":                      {rule("", Fails), target(Python2Absent, "3.12"), AllPythons, finding.Error, finding.Breaks},
		"changes":                   {rule("", Changes), target(Python2Absent, "3.12"), AllPythons, finding.Error, finding.Changes},
		"a warning":                 {rule("", Fails), target(Python2Absent, "3.12"), AllPythons, finding.Warning, finding.Changes},
		"for information":           {rule("", Fails), target(Python2Absent, "3.12"), AllPythons, finding.Info, finding.Works},
		"not yet":                   {rule("3.12", Fails), target(Python2Absent, "3.11"), AllPythons, finding.Error, finding.Works},
		"by now":                    {rule("3.12", Fails), target(Python2Absent, "3.12"), AllPythons, finding.Error, finding.Breaks},
		"guarded":                   {rule("", Fails), target(Python2Absent, "3.12"), AnyPython2, finding.Error, finding.Works},
		"partly guarded":            {rule("", Fails), target(Python2Absent, "3.6"), AllPythons &^ Since("3.8"), finding.Error, finding.Breaks},
		"partly guarded, newer":     {rule("", Fails), target(Python2Absent, "3.8"), AllPythons &^ Since("3.8"), finding.Error, finding.Works},
		"unknown version":           {rule("", Fails), target(Python2Absent, ""), AllPythons, finding.Error, finding.EffectUnknown},
	} {
		got := c.rule.On(c.target, c.reach, c.severity)
		if got.Effect != c.want {
			t.Errorf("%s: %s, want %s", name, got.Effect, c.want)
		}
		if got.Effect != finding.EffectUnknown && (got.Effect == finding.Works) != (got.Severity == finding.Info) {
			t.Errorf("%s: %s with severity %s", name, got.Effect, got.Severity)
		}
	}
}

func TestPythons(t *testing.T) {
	for text, ok := range map[string]bool{"2.6": true, "2.7": true, "3.0": true, "3.12": true, "3.7.0": true,
		"2.5": false, "3": false, "3.99": false, "": false, "x.y": false} {
		if _, err := ParsePython(text); (err == nil) != ok {
			t.Errorf("ParsePython(%q): %v", text, err)
		}
	}
	if Since("3.12")&PythonVersion(3, 11) != 0 || Since("3.12")&PythonVersion(3, 13) == 0 || Since("3.0") != AnyPython3 {
		t.Error("Since is off")
	}
}

func TestScaffoldLoads(t *testing.T) {
	files, err := Scaffold("PY2-B901")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load(fstest.MapFS{files[0].Name: {Data: []byte(files[0].Content)}})
	if err != nil || set.Rule("PY2-B901") == nil {
		t.Errorf("%v", err)
	}
	if _, err := Scaffold("nonsense"); err == nil {
		t.Error("a bad id was taken")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(goodRule))
	f.Add([]byte("id: [\n"))
	f.Add([]byte("match: {name: {a: [b]}}\n&x *x"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = Load(fstest.MapFS{"a.yaml": {Data: data}, "targets/b.yaml": {Data: data}})
	})
}

// TestWork: what becomes a story of ours says what is to be done, as a title does.
func TestWork(t *testing.T) {
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	filed := map[string]bool{"platform": true, "rpmdeps": true}
	for _, r := range set.Rules {
		if filed[r.Analyzer] && r.Severity >= finding.Warning && r.Work == "" {
			t.Errorf("%s says no work", r.ID)
		}
		if r.Work != "" && (r.Work[0] < 'A' || r.Work[0] > 'Z' || strings.HasSuffix(r.Work, ".") || len(r.Work) > 80) {
			t.Errorf("%s: work %q: want an order of at most 80 bytes without a full stop", r.ID, r.Work)
		}
	}
}
