package policy

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// placed is a finding that breaks on clear.
func placed(rule string, concern finding.Concern, repo, path, line string) finding.Finding {
	list := []finding.Finding{{
		Rule: rule, Concern: concern, Role: finding.RoleRuntime, Severity: finding.Error, Package: "agent",
		Location: finding.Location{Repo: repo, Path: path, Line: 1},
		Targets:  map[string]finding.TargetEffect{"clear": {Effect: finding.Breaks, Severity: finding.Error}},
	}}
	finding.Identify(list, func(int) string { return line })
	return list[0]
}

// week is a report of two repos with one finding of each of three rules.
func week() *reports.Report {
	return &reports.Report{
		Tool:    reports.Tool{Version: "1", Rules: "r", Analyzers: map[string]int{"py2": 1, "rpmdeps": 1}},
		Run:     reports.Run{Concerns: finding.Concerns, Config: "c"},
		Inputs:  []reports.Input{{Repo: "config", Commit: "1"}, {Repo: "nfv", Commit: "1"}},
		Targets: []reports.Target{{ID: "clear", Facts: "f", Index: &finding.Index{Digest: "i"}}},
		Rules: []reports.Rule{
			{ID: "DEP-001", Analyzer: "rpmdeps", Digest: "d"}, {ID: "PY2-S001", Analyzer: "py2", Digest: "d"}, {ID: "RPM-001", Analyzer: "rpmdeps", Digest: "d"},
		},
		Files:    map[string]map[string]string{"config": {"a.py": "1", "a.spec": "1", "other": "1"}, "nfv": {"b.py": "1"}},
		Packages: []reports.Package{{Name: "agent", Repo: "config", Built: true, Readiness: map[string]reports.Readiness{"clear": {Verdict: reports.NeedsWork}}}},
		Findings: []finding.Finding{
			placed("DEP-001", finding.Dependencies, "config", "a.spec", "Requires: x"),
			placed("PY2-S001", finding.Python2, "config", "a.py", "print x"),
			placed("RPM-001", finding.RPMCalls, "nfv", "b.py", "rpm -qa"),
		},
	}
}

// TestCauses changes one thing between two weeks and tells what the places that
// moved are put down to: "+cause" for one that came, "-cause" for one that went.
func TestCauses(t *testing.T) {
	gone := func(r *reports.Report, i int) { r.Findings = slices.Delete(r.Findings, i, i+1) }
	effect := func(r *reports.Report, i int, e finding.TargetEffect) {
		r.Findings[i].Targets = map[string]finding.TargetEffect{"clear": e}
	}
	works := finding.TargetEffect{Effect: finding.Works}
	for name, c := range map[string]struct {
		change func(r *reports.Report)
		want   string
	}{
		"nothing": {func(*reports.Report) {}, ""},
		"code": {func(r *reports.Report) {
			gone(r, 1)
			r.Files["config"]["a.py"] = "2"
		}, "-code"},
		"a file went": {func(r *reports.Report) {
			gone(r, 1)
			delete(r.Files["config"], "a.py")
			r.Rules[1].Digest = "e" // whatever the rule says by now
		}, "-code"},
		"code of another file": {func(r *reports.Report) {
			gone(r, 1)
			r.Files["config"]["other"] = "2"
		}, "-code"},
		"a rule": {func(r *reports.Report) {
			gone(r, 1)
			r.Rules[1].Digest, r.Tool.Rules = "e", "s"
		}, "-rules"},
		"a rule and the code": {func(r *reports.Report) {
			gone(r, 1)
			r.Rules[1].Digest, r.Tool.Rules, r.Files["config"]["a.py"] = "e", "s", "2"
		}, "-rules"},
		"another rule, and the code": {func(r *reports.Report) {
			gone(r, 1)
			r.Rules[2].Digest, r.Tool.Rules, r.Files["config"]["a.py"] = "e", "s", "2"
		}, "-code"},
		"a rule of old": {func(r *reports.Report) {
			gone(r, 1)
			r.Rules, r.Tool.Version = slices.Delete(r.Rules, 1, 2), "2"
		}, "-rules"},
		"a new rule": {func(r *reports.Report) {
			r.Rules = append(r.Rules, reports.Rule{ID: "PY2-S002", Analyzer: "py2", Digest: "d"})
			r.Tool.Version = "2"
			r.Findings = append(r.Findings, placed("PY2-S002", finding.Python2, "config", "a.py", "exec x"))
		}, "+rules"},
		"fewer rules were chosen": {func(r *reports.Report) {
			gone(r, 1)
			r.Rules = slices.Delete(r.Rules, 1, 2)
		}, "-scope"},
		"an analyzer": {func(r *reports.Report) {
			gone(r, 1)
			r.Tool.Analyzers["py2"] = 2
		}, "-tool"},
		"another analyzer, and code": {func(r *reports.Report) {
			gone(r, 1)
			r.Tool.Analyzers["rpmdeps"], r.Files["config"]["a.py"] = 2, "2"
		}, "-code"},
		"another version, nothing else": {func(r *reports.Report) {
			gone(r, 1)
			r.Tool.Version = "2"
		}, "-tool"},
		"an index": {func(r *reports.Report) {
			gone(r, 0)
			r.Targets[0].Index = &finding.Index{Digest: "j"}
		}, "-index"},
		"an index changes no Python": {func(r *reports.Report) {
			gone(r, 1)
			r.Targets[0].Index, r.Files["config"]["a.py"] = &finding.Index{Digest: "j"}, "2"
		}, "-code"},
		"what is known of a target": {func(r *reports.Report) {
			effect(r, 1, works)
			r.Targets[0].Facts = "g"
		}, "-rules"},
		"a repo less": {func(r *reports.Report) {
			gone(r, 2)
			r.Inputs = r.Inputs[:1]
			delete(r.Files, "nfv")
		}, "-scope"},
		"a concern less": {func(r *reports.Report) {
			gone(r, 2)
			r.Run.Concerns = []finding.Concern{finding.Python2, finding.Dependencies}
		}, "-scope"},
		"a decision": {func(r *reports.Report) {
			effect(r, 2, finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error, Replaced: "d"})
			r.Run.Config = "d"
		}, "-decision"},
		"a suppression": {func(r *reports.Report) {
			r.Findings[1].Suppressed = &finding.Suppression{Kind: finding.FalsePositive, Reason: "r"}
			r.Run.Config = "d"
		}, "-configuration"},
		"a suppression for one target": {func(r *reports.Report) {
			effect(r, 1, finding.TargetEffect{Effect: finding.Works, Note: "false-positive: r (config:3)"})
			r.Run.Config = "d"
		}, "-configuration"},
		"accepted, which still blocks": {func(r *reports.Report) {
			r.Findings[1].Suppressed = &finding.Suppression{Kind: finding.Accepted, Reason: "r"}
		}, ""},
		"a guard": {func(r *reports.Report) {
			effect(r, 1, works)
			r.Findings[1].Guard, r.Files["config"]["a.py"] = "except ImportError", "2"
		}, "-code"},
		"a repo is split": {func(r *reports.Report) {
			r.Inputs = append(r.Inputs, reports.Input{Repo: "tools", Commit: "1"})
			r.Files["tools"], r.Files["nfv"] = map[string]string{"lib/b.py": "1"}, map[string]string{"x": "9"}
			r.Findings[2] = placed("RPM-001", finding.RPMCalls, "tools", "lib/b.py", "rpm -qa")
		}, ""},
		"a repo is split, and the file changed": {func(r *reports.Report) {
			r.Inputs = append(r.Inputs, reports.Input{Repo: "tools", Commit: "1"})
			r.Files["tools"], r.Files["nfv"] = map[string]string{"lib/b.py": "2"}, map[string]string{"x": "9"}
			r.Findings[2] = placed("RPM-001", finding.RPMCalls, "tools", "lib/b.py", "rpm -qa")
			r.Findings = append(r.Findings, placed("RPM-001", finding.RPMCalls, "tools", "lib/b.py", "rpm -e y"))
		}, "+code"},
	} {
		t.Run(name, func(t *testing.T) {
			old, new := week(), week()
			c.change(new)
			d := Compare(old, new)
			got := ""
			for _, p := range d.Targets[0].Places {
				for range p.Came {
					got += "+" + string(p.Cause)
				}
				for range p.Gone {
					got += "-" + string(p.Cause)
				}
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			// The other way round, the same causes with the signs changed.
			back := Compare(new, old).Targets[0]
			for _, p := range back.Places {
				if came, gone := d.Targets[0].ByCause(p.Cause); came != p.Gone || gone != p.Came {
					t.Errorf("back: %+v", p)
				}
			}
		})
	}
}

// TestOldReports tells code by commits where reports list no files.
func TestOldReports(t *testing.T) {
	for commit, want := range map[string]Cause{"1": CauseScope, "2": CauseCode} {
		old, new := week(), week()
		old.Files, new.Files = nil, nil
		new.Inputs[0].Commit = commit
		new.Findings = slices.Delete(new.Findings, 1, 2)
		if got := Compare(old, new).Gone[0].Cause; got != want {
			t.Errorf("commit %s: %s, want %s", commit, got, want)
		}
	}
}

// TestEveryChangeIsAttributed holds, whatever two reports say, that what blocked
// before with what came and without what went is what blocks now, and that what is
// listed has a cause of the list.
func TestEveryChangeIsAttributed(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		old, new := someWeek(r), someWeek(r)
		d := Compare(old, new)
		for _, c := range d.Targets {
			n := c.PlacesBefore
			for _, p := range c.Places {
				n += p.Came - p.Gone
				if !slices.Contains(Causes, p.Cause) {
					t.Fatalf("cause %q", p.Cause)
				}
			}
			if n != c.PlacesAfter {
				t.Fatalf("%d places with what moved are %d, not %d: %+v", c.PlacesBefore, n, c.PlacesAfter, c.Places)
			}
		}
		for _, f := range slices.Concat(d.Came, d.Gone) {
			if !slices.Contains(Causes, f.Cause) {
				t.Fatalf("%+v", f)
			}
		}
		for _, v := range d.Verdicts {
			if len(v.Causes) == 0 {
				t.Fatalf("%+v", v)
			}
		}
		if same := Compare(old, old); len(same.Came)+len(same.Gone)+len(same.Moved)+len(same.Turned)+len(same.Targets[0].Places) > 0 {
			t.Fatalf("a report against itself: %+v", same)
		}
	}
}

// someWeek is week with this and that changed.
func someWeek(r *rand.Rand) *reports.Report {
	w := week()
	w.Findings = nil
	for i := range r.IntN(12) {
		f := placed([]string{"DEP-001", "PY2-S001", "RPM-001"}[r.IntN(3)], finding.Python2,
			[]string{"config", "nfv", "tools"}[r.IntN(3)], []string{"a.py", "b.py", "c/b.py"}[r.IntN(3)], fmt.Sprint("line ", r.IntN(4)))
		f.Line = i + 1
		f.Targets = maps.Clone(f.Targets)
		f.Targets["clear"] = finding.TargetEffect{
			Effect: []finding.Effect{finding.Breaks, finding.Works}[r.IntN(2)], Severity: finding.Error, Replaced: []string{"", "d"}[r.IntN(2)],
		}
		w.Findings = append(w.Findings, f)
	}
	w.Inputs = append(w.Inputs, reports.Input{Repo: "tools"})[:1+r.IntN(3)]
	w.Files = map[string]map[string]string{}
	for i := range w.Findings {
		f := &w.Findings[i]
		if w.Files[f.Repo] == nil {
			w.Files[f.Repo] = map[string]string{}
		}
		w.Files[f.Repo][f.Path] = fmt.Sprint(r.IntN(2))
	}
	if r.IntN(4) == 0 {
		w.Files = nil
	}
	w.Rules[r.IntN(3)].Digest = fmt.Sprint(r.IntN(2))
	w.Tool.Analyzers["py2"] = r.IntN(2)
	w.Targets[0].Facts = fmt.Sprint(r.IntN(2))
	w.Packages[0].Readiness = map[string]reports.Readiness{"clear": {Verdict: reports.Verdicts[r.IntN(len(reports.Verdicts))]}}
	return w
}

// TestMovedPackages compares the verdicts of a package that is in another repo.
func TestMovedPackages(t *testing.T) {
	old, new := week(), week()
	new.Packages[0].Repo = "nfv"
	new.Packages[0].Readiness = map[string]reports.Readiness{"clear": {Verdict: reports.Ready}}
	d := Compare(old, new)
	if len(d.PackagesMoved) != 1 || d.PackagesMoved[0] != (PackageMove{"config/agent", "nfv/agent"}) || len(d.PackagesNew)+len(d.PackagesGone) > 0 {
		t.Errorf("moved %v, new %v, gone %v", d.PackagesMoved, d.PackagesNew, d.PackagesGone)
	}
	if len(d.Verdicts) != 1 || d.Verdicts[0].Before != reports.NeedsWork || d.Verdicts[0].After != reports.Ready {
		t.Errorf("verdicts %+v", d.Verdicts)
	}
}
