package policy

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// The kinds of bases.
const (
	BaseBaseline = "baseline"
	BaseRevision = "revision"
	BaseReport   = "report"
)

// Base is what a report is held against.
type Base struct {
	Kind string // one of the Base* constants
	Name string // the file or the revision
	// Findings and Unknowns are what was known.
	Findings []finding.Finding
	Unknowns []finding.Unknown
	// Rules is the digest of the rules and targets, Targets the ids of those
	// that the findings were judged on.
	Rules   string
	Targets []string
	// Commits maps the repos to their commits.
	Commits map[string]string
	// Renames lead from the base to the report.
	Renames Renames
	// Changed are the files that differ, as reports.Delta has them.
	Changed map[string][]string
}

// FromReport makes a base of a report.
func FromReport(kind, name string, r *reports.Report) *Base {
	b := &Base{Kind: kind, Name: name, Findings: r.Findings, Unknowns: r.Unknowns, Rules: r.Tool.Rules, Commits: map[string]string{}}
	for _, t := range r.Targets {
		b.Targets = append(b.Targets, t.ID)
	}
	for _, in := range r.Inputs {
		b.Commits[in.Repo] = in.Commit
	}
	return b
}

// Options says what the gate fails for.
type Options struct {
	// Severity is the least that counts on a target. As for scan's --fail-on,
	// Info counts everything, also in roles that do not ship.
	Severity finding.Severity
	// Skipped are the files of the workspace that were not looked at, with the
	// reason: known findings in them are hidden, not gone.
	Skipped map[FileRef]string
}

// Failure is a finding for which the gate fails.
type Failure struct {
	// Finding is its index in the report.
	Finding int
	// Targets are the port targets that it blocks, Origins those of the
	// origin that it breaks.
	Targets, Origins []string
	// Worse is set for a finding that the base has, where it did not bite on
	// these targets: its guard is gone, or its file now ships.
	Worse bool
}

// Result is what the gate says.
type Result struct {
	Base     *Base
	Report   *reports.Report
	Options  Options
	Matching Matching
	// Failures are in the order of the report.
	Failures []Failure
	// Suppressed counts findings that would have failed the gate.
	Suppressed int
	// NewUnknowns and Hidden are why the gate could not tell.
	NewUnknowns []finding.Unknown
	Hidden      []Hidden
	// Aside counts the base's findings in repos that were not scanned.
	Aside      int
	AsideRepos []string
	// OtherRules is set if base and report were made by other rules.
	OtherRules bool
}

// Failed reports whether the gate fails for findings.
func (r *Result) Failed() bool { return len(r.Failures) > 0 }

// Unsure reports whether the gate could not tell.
func (r *Result) Unsure() bool { return len(r.NewUnknowns) > 0 || len(r.Hidden) > 0 }

// Judge holds a report against a base. It sets baseline_state and fails on the
// report's findings and fills in its delta.
func Judge(report *reports.Report, base *Base, o Options) *Result {
	r := &Result{Base: base, Report: report, Options: o, OtherRules: base.Rules != report.Tool.Rules}
	old := r.known()
	r.Matching = Match(old, report.Findings, base.Renames)
	for _, i := range r.Matching.New {
		report.Findings[i].BaselineState = finding.BaselineNew
		r.add(nil, i)
	}
	states := map[finding.BaselineState][]Pair{
		finding.BaselineUnchanged: r.Matching.Unchanged, finding.BaselineUpdated: r.Matching.Updated,
	}
	for state, pairs := range states {
		for _, p := range pairs {
			report.Findings[p.New].BaselineState = state
			r.add(&old[p.Old], p.New)
		}
	}
	slices.SortFunc(r.Failures, func(a, b Failure) int { return cmp.Compare(a.Finding, b.Finding) })
	r.NewUnknowns = newUnknowns(base.Unknowns, report.Unknowns, base.Renames)
	r.Hidden = hidden(old, r.Matching.Absent, newVeils(report.Unknowns, r.NewUnknowns, o.Skipped), base.Renames)
	report.Delta = r.delta(old)
	return r
}

// known are the base's findings in the repos that were scanned. The others
// cannot be compared, and are put aside.
func (r *Result) known() []finding.Finding {
	scanned := map[string]bool{}
	for _, in := range r.Report.Inputs {
		scanned[in.Repo] = true
	}
	list := make([]finding.Finding, 0, len(r.Base.Findings))
	aside := map[string]bool{}
	for i := range r.Base.Findings {
		f := &r.Base.Findings[i]
		if !scanned[f.Repo] {
			r.Aside++
			aside[f.Repo] = true
			continue
		}
		list = append(list, *f)
	}
	for repo := range aside {
		r.AsideRepos = append(r.AsideRepos, repo)
	}
	slices.Sort(r.AsideRepos)
	return list
}

// add takes a finding up if the gate fails for it. old is what the base has of
// it, nil if nothing.
func (r *Result) add(old *finding.Finding, index int) {
	if old != nil && r.OtherRules {
		return // the rules may be what made it worse, not the source
	}
	f := &r.Report.Findings[index]
	failure := Failure{Finding: index, Worse: old != nil}
	for _, t := range r.Report.Targets {
		if !bites(f, t, r.Options.Severity) {
			continue
		}
		if old != nil && (!slices.Contains(r.Base.Targets, t.ID) || bites(old, t, r.Options.Severity)) {
			continue
		}
		if t.Origin {
			failure.Origins = append(failure.Origins, t.ID)
		} else {
			failure.Targets = append(failure.Targets, t.ID)
		}
	}
	switch {
	case len(failure.Targets)+len(failure.Origins) == 0:
	case f.Suppressed != nil:
		r.Suppressed++
	default:
		r.Failures = append(r.Failures, failure)
		f.Fails = slices.Concat(failure.Targets, failure.Origins)
	}
}

// bites reports whether a finding counts on a target: on a port target where
// it blocks, on the origin where it breaks what worked.
func bites(f *finding.Finding, t reports.Target, least finding.Severity) bool {
	e := f.Targets[t.ID]
	if e.Severity < least {
		return false
	}
	if t.Origin {
		return e.Effect == finding.Breaks && f.Role.Blocks()
	}
	return least == finding.Info || f.Blocks(t.ID)
}

func (r *Result) delta(old []finding.Finding) *reports.Delta {
	d := &reports.Delta{
		Base:      reports.DeltaBase{Kind: r.Base.Kind, Name: r.Base.Name, Commits: r.Base.Commits, Rules: r.Base.Rules},
		New:       len(r.Matching.New),
		Unchanged: len(r.Matching.Unchanged), Updated: len(r.Matching.Updated),
		Failing: len(r.Failures), NewUnknowns: r.NewUnknowns, Absent: []reports.AbsentFinding{},
		Changed: r.Base.Changed,
	}
	for _, h := range r.Hidden {
		d.Hidden = append(d.Hidden, reports.HiddenFile{Repo: h.Repo, Path: h.Path, Findings: h.Findings, Why: h.Why})
	}
	for _, i := range r.Matching.Absent {
		f := &old[i]
		d.Absent = append(d.Absent, reports.AbsentFinding{
			Rule: f.Rule, Subject: f.Subject, Repo: f.Repo, Path: f.Path,
			Fingerprint: f.Fingerprint, MatchKey: f.MatchKey, BaselineState: finding.BaselineAbsent,
		})
	}
	return d
}
