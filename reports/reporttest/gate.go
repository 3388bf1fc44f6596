package reporttest

import (
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Gate returns Sample held against a revision: two new findings for which the
// gate fails, a known one that got worse, new ones that do not count, one that is
// suppressed, one that moved and one that is gone; something newly unknown, a
// file that hides what was known, and the files that the change touches.
func Gate() *reports.Report {
	r := Sample()
	for i := range r.Findings {
		r.Findings[i].BaselineState = finding.BaselineUnchanged
	}
	all := []string{"clear", "ubuntu-24.04", "debian-12"}
	set := func(rule, path string, state finding.BaselineState, fails []string) *finding.Finding {
		i := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Rule == rule && f.Path == path })
		f := &r.Findings[i]
		f.BaselineState, f.Fails = state, fails
		return f
	}
	set("PY2-I001", "inventory-agent/agent/disk.py", finding.BaselineNew, nil) // guarded
	set("PY2-B003", "inventory-agent/agent/disk.py", finding.BaselineNew, all)
	set("RPM-001", "inventory-agent/agent/pkgs.py", finding.BaselineUpdated, nil)
	set("PY2-B003", "inventory-agent/tests/test_disk.py", finding.BaselineNew, nil)
	set("PY2-B010", "inventory-api/api/hosts.py", finding.BaselineUnchanged, []string{"debian-12"})
	set("PY2-S001", "update-client/client/step00.py", finding.BaselineNew, all)
	set("PY2-S001", "update-client/client/step03.py", finding.BaselineNew, nil) // below the severity
	set("RPM-003", "update-notes/centos/update-notes.spec", finding.BaselineNew, nil).Suppressed = &finding.Suppression{
		Kind: finding.Accepted, Reason: "the notes are for CentOS alone", Until: "2026-12-31", By: "config:12",
	}
	r.Totals.Suppressed = map[string]int{finding.Accepted: 1}
	d := &reports.Delta{
		Base:    reports.DeltaBase{Kind: "revision", Name: "origin/master", Commits: map[string]string{"inventory": "8f3c1d52a7b94e06c1f0d9e8b7a6951423d0c4be"}},
		Failing: 3,
		Absent: []reports.AbsentFinding{{
			Rule: "PY2-S001", Subject: "print", Repo: "updates", Path: "update-client/client/gone.py",
			Fingerprint: "00112233445566778899", MatchKey: "99887766554433221100", BaselineState: finding.BaselineAbsent,
		}},
		NewUnknowns: []finding.Unknown{r.Unknowns[1]},
		Hidden:      []reports.HiddenFile{{Repo: "updates", Path: "update-client/client/data.py", Findings: 2, Why: "binary"}},
		Changed: map[string][]string{
			"inventory": {"inventory-agent/agent/disk.py", "inventory-agent/agent/legacy.py", "inventory-agent/tests/test_disk.py"},
			"updates":   {"update-client/client/step00.py", "update-client/client/step03.py"},
		},
	}
	for i := range r.Findings {
		switch r.Findings[i].BaselineState {
		case finding.BaselineNew:
			d.New++
		case finding.BaselineUnchanged:
			d.Unchanged++
		case finding.BaselineUpdated:
			d.Updated++
		}
	}
	r.Delta = d
	return r
}

// HostileGate returns Hostile held against a base that has nothing of it.
func HostileGate() *reports.Report {
	r := Hostile()
	d := &reports.Delta{Base: reports.DeltaBase{Kind: "revision", Name: HostileNames[0]}, NewUnknowns: r.Unknowns}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.BaselineState = finding.BaselineNew
		d.New++
		if f.Blocks("debian-12") {
			f.Fails = []string{"debian-12"}
			d.Failing++
		}
	}
	for _, name := range HostileNames {
		d.Absent = append(d.Absent, reports.AbsentFinding{Rule: "RPM-003", Subject: name, Repo: "updates", Path: name, BaselineState: finding.BaselineAbsent})
		d.Hidden = append(d.Hidden, reports.HiddenFile{Repo: "updates", Path: name, Findings: 1, Why: name})
	}
	r.Delta = d
	return r
}
