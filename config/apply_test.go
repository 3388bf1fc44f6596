package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// read is a configuration of the given entries.
func read(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Load([]byte("version: 1\n"+text), "f")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// breaking is a finding that breaks on both port targets. Its targets are
// those of its neighbours, as in a scan.
var shared = map[string]finding.TargetEffect{
	"clear":    {Effect: finding.Breaks, Severity: finding.Error, Alternative: "x"},
	"ubuntu":   {Effect: finding.Breaks, Severity: finding.Error},
	"centos-7": {Effect: finding.Works},
}

func breaking(rule, repo, pkg, path string) finding.Finding {
	return finding.Finding{
		Rule: rule, Concern: finding.Python2, Role: finding.RoleRuntime, Package: pkg, Targets: shared,
		Location: finding.Location{Repo: repo, Path: path, Line: 1}, Fingerprint: "0123456789abcdef0123", WorkItem: "item",
	}
}

func report(list ...finding.Finding) *reports.Report {
	return &reports.Report{
		Targets:  []reports.Target{{ID: "centos-7", Origin: true}, {ID: "clear"}, {ID: "ubuntu"}},
		Findings: list,
	}
}

var day = time.Date(2018, 10, 1, 12, 0, 0, 0, time.UTC)

func TestSuppressions(t *testing.T) {
	for _, c := range []struct {
		name, entries string
		// kind is the suppression's, blocks where the finding still blocks.
		kind, blocks, notice string
	}{
		{"nothing", "", "", "clear ubuntu", ""},
		{"false positive", "{rule: PY2-S001, kind: false-positive, reason: r}", "false-positive", "", ""},
		{"accepted still blocks", "{rule: py2-*, kind: accepted, reason: r}", "accepted", "clear ubuntu", ""},
		{"all keys", "{rule: PY2-S001, repo: config, package: agent, path: '*.py', fingerprint: '01234567', kind: later, reason: r}", "later", "clear ubuntu", ""},
		{"other rule", "{rule: PY2-S002, kind: later, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"other repo", "{repo: integ, kind: later, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"other package", "{package: agents, kind: later, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"other path", "{path: /tools/, kind: later, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"other fingerprint", "{fingerprint: '11234567', kind: later, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"last wins", "{rule: PY2-S001, kind: false-positive, reason: r}, {repo: config, kind: wont-fix, reason: r}", "wont-fix", "clear ubuntu", ""},
		{"last day", "{rule: PY2-S001, kind: later, reason: r, until: 2018-10-01}", "later", "clear ubuntu", ""},
		{"ran out", "{rule: PY2-S001, kind: false-positive, reason: r, until: 2018-09-30}", "", "clear ubuntu", "ran out on 2018-09-30, and 1 finding counts again"},
		{"ran out, another holds", "{repo: config, kind: later, reason: r}, {rule: PY2-S001, kind: accepted, reason: r, until: 2018-09-30}", "later", "clear ubuntu", "ran out"},
		{"one target", "{rule: PY2-S001, target: clear, kind: false-positive, reason: r}", "", "ubuntu", ""},
		{"one target accepted", "{rule: PY2-S001, target: clear, kind: accepted, reason: r}", "", "clear ubuntu", ""},
		{"unknown target", "{rule: PY2-S001, target: beos, kind: accepted, reason: r}", "", "clear ubuntu", "fits nothing"},
		{"target by target", "{rule: PY2-S001, target: clear, kind: false-positive, reason: r}, {rule: PY2-S001, target: ubuntu, kind: accepted, reason: r}", "accepted", "ubuntu", ""},
		{"both false", "{rule: PY2-S001, target: clear, kind: false-positive, reason: r}, {rule: PY2-S001, target: ubuntu, kind: false-positive, reason: r}", "false-positive", "", ""},
	} {
		r := report(breaking("PY2-S001", "config", "agent", "a/b.py"))
		notices := read(t, "suppress: ["+c.entries+"]\n").ApplySuppressions(r, day)
		f := &r.Findings[0]
		kind := ""
		if f.Suppressed != nil {
			kind = f.Suppressed.Kind
			if f.Suppressed.By != "config:2" || f.Suppressed.Reason != "r" {
				t.Errorf("%s: %+v", c.name, f.Suppressed)
			}
		}
		var blocks []string
		for _, id := range []string{"centos-7", "clear", "ubuntu"} {
			if f.Blocks(id) {
				blocks = append(blocks, id)
			}
		}
		if got := strings.Join(blocks, " "); kind != c.kind || got != c.blocks {
			t.Errorf("%s: %q, blocks on %q; want %q, %q", c.name, kind, got, c.kind, c.blocks)
		}
		if got := fmt.Sprint(notices); (c.notice == "") != (len(notices) == 0) || !strings.Contains(got, c.notice) {
			t.Errorf("%s: notices %s, want %q", c.name, got, c.notice)
		}
		if strings.Contains(c.notice, "ran out") != (len(r.Unknowns) == 1 && r.Unknowns[0].Settle != "") {
			t.Errorf("%s: unknowns %v", c.name, r.Unknowns)
		}
		if shared["clear"].Effect != finding.Breaks || shared["clear"].Note != "" {
			t.Fatalf("%s: the targets of other findings changed", c.name)
		}
	}
	var none *Config
	if none.ApplySuppressions(report(), day) != nil {
		t.Error("no configuration takes notice")
	}
}

// TestExcusedNeeds: a verdict rests on needs too, so a finding that is wrong
// about one takes the need along, on the targets that it is wrong about.
func TestExcusedNeeds(t *testing.T) {
	verdicts := map[string]finding.DependencyVerdict{
		"clear": {Verdict: finding.Missing}, "ubuntu": {Verdict: finding.Missing}, "centos-7": {Verdict: finding.Present},
	}
	for entries, want := range map[string]string{
		"{rule: DEP-001, kind: false-positive, reason: r}":                                                      "present not-needed not-needed",
		"{rule: DEP-001, kind: false-positive, reason: r, target: clear}":                                       "present not-needed missing",
		"{rule: DEP-001, kind: accepted, reason: r}":                                                            "present missing missing",
		"{rule: DEP-001, kind: false-positive, reason: r, until: 2018-09-30}":                                   "present missing missing",
		"{rule: DEP-001, kind: false-positive, reason: r, target: clear}, {repo: c, kind: accepted, reason: r}": "present missing missing",
	} {
		f := breaking("DEP-001", "c", "p", "a.spec")
		f.Concern, f.Subject = finding.Dependencies, "libfoo"
		r := report(f)
		need := finding.Dependency{Repo: "c", Package: "p", Path: "a.spec", Name: "libfoo", Verdicts: verdicts}
		other := need
		other.Name = "libbar"
		r.Dependencies = []finding.Dependency{need, other}
		read(t, "suppress: ["+entries+"]\n").ApplySuppressions(r, day)
		var got []string
		for _, id := range []string{"centos-7", "clear", "ubuntu"} {
			got = append(got, string(r.Dependencies[0].Verdicts[id].Verdict))
		}
		if strings.Join(got, " ") != want || r.Dependencies[1].Verdicts["clear"].Verdict != finding.Missing {
			t.Errorf("%s: %v, want %s", entries, got, want)
		}
	}
}

func TestOwners(t *testing.T) {
	c := read(t, `owners:
  - {owner: Ann, repo: config}
  - {owner: Bob, repo: config, path: /sysinv/}
  - {owner: Cho, package: "puppet-*"}
  - {owner: Dee, concern: rpm-calls}
`)
	repos := map[string]*CodeOwners{
		"config": ParseCodeOwners([]byte("* @never\n")),
		"integ":  ParseCodeOwners([]byte("* @all\n/base/ @base @more\n/free/\n")),
	}
	rpm := func(f finding.Finding) finding.Finding { f.Concern = finding.RPMCalls; return f }
	item := func(id string, f finding.Finding) finding.Finding { f.WorkItem = id; return f }
	r := report(
		item("ann", breaking("A", "config", "x", "a.py")),
		item("bob", breaking("A", "config", "x", "sysinv/a.py")),
		item("dee", rpm(breaking("A", "config", "x", "sysinv/a.py"))),
		item("codeowners", breaking("A", "integ", "x", "base/a/b.py")),
		item("free", breaking("A", "integ", "x", "free/b.py")),
		item("nobody", breaking("A", "nfv", "x", "a.py")),
		item("shared", breaking("A", "config", "x", "a.py")), item("shared", breaking("A", "config", "x", "sysinv/a.py")),
		item("shared", breaking("A", "config", "x", "sysinv/b.py")),
		item("even", breaking("A", "config", "x", "sysinv/b.py")), item("even", breaking("A", "config", "x", "a.py")),
		item("some", breaking("A", "nfv", "x", "a.py")), item("some", breaking("A", "nfv", "x", "a.py")), item("some", breaking("A", "config", "x", "a.py")),
	)
	want := map[string]string{"ann": "Ann", "bob": "Bob", "dee": "Dee", "codeowners": "@base @more", "free": Unowned,
		"nobody": Unowned, "shared": "Bob", "even": "Ann", "some": "Ann", "empty": Unowned}
	for id := range want {
		r.WorkItems = append(r.WorkItems, reports.WorkItem{ID: id})
	}
	// What blocks weighs more than what does not.
	small := breaking("A", "config", "x", "sysinv/a.py")
	small.Role = finding.RoleTest
	r.Findings = append(r.Findings, item("weight", small), item("weight", small), item("weight", breaking("A", "config", "x", "a.py")))
	r.WorkItems, want["weight"] = append(r.WorkItems, reports.WorkItem{ID: "weight"}), "Ann"

	packages := map[string]reports.Package{
		"Ann": {Repo: "config", Name: "x", Path: "x"}, "Bob": {Repo: "config", Name: "sysinv", Path: "sysinv/sysinv"},
		"Cho": {Repo: "config", Name: "puppet-fm", Path: "sysinv/puppet-fm"}, "@all": {Repo: "integ", Name: "(tree)"},
		"@base @more": {Repo: "integ", Name: "y", Path: "base/y"}, Unowned: {Repo: "nfv", Name: "nfv", Path: "nfv"},
	}
	for _, p := range packages {
		r.Packages = append(r.Packages, p)
	}
	ApplyOwners(r, c, repos)
	for _, w := range r.WorkItems {
		if w.Owner != want[w.ID] {
			t.Errorf("work item %s: %s, want %s", w.ID, w.Owner, want[w.ID])
		}
	}
	for _, p := range r.Packages {
		if packages[p.Owner].Name != p.Name {
			t.Errorf("package %s: %s", p.Name, p.Owner)
		}
	}
	// Where nobody is named, nothing is said.
	r = report(breaking("A", "config", "x", "a.py"))
	r.WorkItems, r.Packages = []reports.WorkItem{{ID: "item"}}, []reports.Package{{Repo: "config", Name: "x"}}
	ApplyOwners(r, nil, nil)
	if r.WorkItems[0].Owner != "" || r.Packages[0].Owner != "" {
		t.Errorf("got %+v", r)
	}
}

func TestGroups(t *testing.T) {
	c := read(t, `groups:
  - {id: mine, title: Mine, match: [{package: "py*", repo: integ}, {path: /x/}]}
  - {id: kernel, title: Other kernels, match: [{origin: kernel-module}]}
`)
	groups := c.EffectiveGroups()
	own := DefaultGroups()
	if len(groups) != len(own)+1 || groups[len(own)].ID != "mine" || groups[2].Title != "Other kernels" {
		t.Fatalf("got %+v", groups)
	}
	r := report()
	r.Packages = []reports.Package{
		{Repo: "config", Name: "sysinv", Path: "sysinv/sysinv", Origin: "flock"},
		{Repo: "integ", Name: "pyx", Path: "base/pyx", Origin: "patched"},
		{Repo: "integ", Name: "bash", Path: "base/bash", Origin: "patched"},
		{Repo: "integ", Name: "kernel-std", Path: "kernel/kernel-std", Origin: "patched"},
		{Repo: "upstream", Name: "python-nova", Path: "openstack/python-nova", Origin: "fork"},
		{Repo: "metal", Name: "kickstart", Path: "kickstart", Origin: "flock"},
		{Repo: "gui", Name: "x", Path: "x", Origin: "flock"},
		{Repo: "gui", Name: "x", Path: "x/y", Origin: "flock"},
		{Repo: "gui", Name: "(tree)", Origin: "tree"},
	}
	AssignGroups(r, groups)
	var got []string
	for _, p := range r.Packages {
		got = append(got, strings.Join(p.Groups, "+"))
	}
	if want := []string{"flock", "mine", "rebuild", "rebuild", "openstack", "flock+installer", "flock", "flock+mine", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(r.Groups) != len(groups) || r.Groups[0].ID != "flock" {
		t.Errorf("got %+v", r.Groups)
	}
}

func TestWarnings(t *testing.T) {
	c := read(t, `targets: [clear, beos]
owners: [{owner: A, repo: confg}, {owner: B, repo: "c*"}]
suppress:
  - {rule: PY9-*, kind: later, reason: r}
  - {rule: py2-*, target: os2, kind: later, reason: r}
groups: [{id: a, title: t, match: [{repo: gone}]}]
storyboard: {tags: {python2: [a], PY2-S999: [b]}}
scan: {rules: ["RPM-*"], not_rules: [PY2-S001]}
`)
	k := Known{Rules: []string{"PY2-S001"}, Targets: []string{"clear"}, Repos: []string{"config"}}
	var got []string
	for _, n := range c.Warnings(k) {
		got = append(got, fmt.Sprintf("%d:%d %s", n.Line, n.Column, n.Message))
	}
	want := []string{`2:18 there is no target "beos"`, `3:27 no repo fits "confg": there are config`, `5:12 no rule fits "PY9-*"`,
		`6:27 there is no target "os2"`, `7:43 no repo fits "gone"`, `8:45 no rule fits "PY2-S999"`, `9:16 no rule fits "RPM-*"`}
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("got %q", got)
	}
	c = read(t, "suppress: [{rule: PY2-S001, kind: later, reason: r, until: 2018-09-30}]\n")
	for today, want := range map[string]int{"": 0, "2018-09-30": 0, "2018-10-01": 1} {
		k.Today = today
		if n := len(c.Warnings(k)); n != want {
			t.Errorf("%q: %d warnings, want %d", today, n, want)
		}
	}
}

// TestWarningsWithoutWorkspace: repos are not missed where nobody looked.
func TestWarningsWithoutWorkspace(t *testing.T) {
	c := read(t, "owners: [{owner: A, repo: gone}]\ntargets: [beos]\n")
	k := Known{Targets: []string{"clear"}}
	if n := len(c.Warnings(k)); n != 1 {
		t.Errorf("without a workspace %d warnings", n)
	}
}
