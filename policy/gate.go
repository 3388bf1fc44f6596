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
	// Pythons are the versions that replaced those of the targets, if any did.
	Pythons []string
	// Commits maps the repos to their commits.
	Commits map[string]string
	// Renames lead from the base to the report.
	Renames Renames
	// Changed are the files that differ, as reports.Delta has them.
	Changed map[string][]string
}

// FromReport makes a base of a report.
func FromReport(kind, name string, r *reports.Report) *Base {
	b := &Base{Kind: kind, Name: name, Findings: r.Findings, Unknowns: r.Unknowns, Rules: r.Tool.Rules, Pythons: r.Run.Pythons, Commits: map[string]string{}}
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
	// Confidence is the least that counts.
	Confidence finding.Confidence
	// MustNotRegress are the targets on which a finding that breaks counts
	// whatever its severity and confidence; nil stands for the origin.
	MustNotRegress []string
	// Budgets bound how many findings may block, new or not.
	Budgets []Budget
	// Skipped are the files of the workspace that were not looked at, with the
	// reason: known findings in them are hidden, not gone.
	Skipped map[FileRef]string
}

// Failure is a finding for which the gate fails.
type Failure struct {
	// Finding is its index in the report.
	Finding int
	// Targets are the targets that it blocks, Origins those that must not
	// regress, such as the origin, and that it breaks.
	Targets, Origins []string
	// Worse is set for a finding that the base has, where it did not bite on
	// these targets: its guard is gone, or its file now ships.
	Worse bool
	// Comment is set for a comment of stxscan's own that does not hold: it blocks no
	// target, and what it was to quiet may come unseen with it.
	Comment bool
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
	// Unclear are known findings that now bite where the base does not say that
	// they did, because it was made with other rules or for other targets: what
	// made the difference, the source or those, nobody can tell.
	Unclear []Failure
	// MissingRepos were scanned and are not in the base: there is nothing to hold
	// their findings against.
	MissingRepos []string
	// Budgets are those of the options, counted.
	Budgets []BudgetState
	// Aside counts the base's findings in repos that were not scanned.
	Aside      int
	AsideRepos []string
	// OtherRules is set if base and report were made by other rules.
	OtherRules bool
}

// Failed reports whether the gate fails: for findings or for a budget.
func (r *Result) Failed() bool {
	return len(r.Failures) > 0 || slices.ContainsFunc(r.Budgets, func(b BudgetState) bool { return b.Over() > 0 })
}

// Unsure reports whether the gate could not tell.
func (r *Result) Unsure() bool {
	return len(r.NewUnknowns)+len(r.Hidden)+len(r.Unclear)+len(r.MissingRepos) > 0 ||
		slices.ContainsFunc(r.Budgets, func(b BudgetState) bool { return b.Partial != "" && b.Over() == 0 })
}

// Judge holds a report against a base. It sets baseline_state and fails on the
// report's findings and fills in its delta.
func Judge(report *reports.Report, base *Base, o Options) *Result {
	if o.MustNotRegress == nil {
		o.MustNotRegress = origins(report.Targets)
	}
	r := &Result{Base: base, Report: report, Options: o}
	r.OtherRules = base.Rules != report.Tool.Rules || !slices.Equal(base.Pythons, report.Run.Pythons)
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
	for _, list := range [][]Failure{r.Failures, r.Unclear} {
		slices.SortFunc(list, func(a, b Failure) int { return cmp.Compare(a.Finding, b.Finding) })
	}
	r.NewUnknowns = newUnknowns(base.Unknowns, report.Unknowns, base.Renames)
	r.Hidden = hidden(old, r.Matching.Absent, newVeils(report.Unknowns, r.NewUnknowns, o.Skipped), base.Renames)
	r.Budgets = CountBudgets(report, o.Budgets)
	report.Delta = r.delta(old)
	return r
}

// origins are the targets that a port comes from.
func origins(targets []reports.Target) []string {
	list := []string{}
	for _, t := range targets {
		if t.Origin {
			list = append(list, t.ID)
		}
	}
	return list
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
	for _, in := range r.Report.Inputs {
		if _, ok := r.Base.Commits[in.Repo]; !ok {
			r.MissingRepos = append(r.MissingRepos, in.Repo)
		}
	}
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

// add takes a finding up if the gate fails for it, or cannot tell. old is what
// the base has of it, nil if nothing.
func (r *Result) add(old *finding.Finding, index int) {
	f := &r.Report.Findings[index]
	if old == nil && slices.Contains(r.MissingRepos, f.Repo) {
		return
	}
	failure, unclear := Failure{Finding: index, Worse: old != nil}, Failure{Finding: index, Worse: true}
	failure.Comment = old == nil && r.Options.broken(f)
	for _, t := range r.Report.Targets {
		kept := slices.Contains(r.Options.MustNotRegress, t.ID)
		if !r.Options.counts(f, t, kept) {
			continue
		}
		to := &failure
		switch known := old != nil && slices.Contains(r.Base.Targets, t.ID); {
		case known && r.Options.counted(old, t, kept):
			continue
		case old != nil && (!known || r.OtherRules):
			to = &unclear
		}
		if kept && breaks(f, t.ID) {
			to.Origins = append(to.Origins, t.ID)
		} else {
			to.Targets = append(to.Targets, t.ID)
		}
	}
	for _, c := range []struct {
		list    *[]Failure
		failure Failure
	}{{&r.Failures, failure}, {&r.Unclear, unclear}} {
		switch {
		case len(c.failure.Targets)+len(c.failure.Origins) == 0 && !c.failure.Comment:
		case f.Suppressed != nil:
			r.Suppressed++
		default:
			*c.list = append(*c.list, c.failure)
			if c.list == &r.Failures {
				f.Fails = r.failsOn(&c.failure)
			}
		}
	}
}

// failsOn are the targets on which the gate fails for a finding. A comment that does
// not hold blocks none: it fails for all that are ported to.
func (r *Result) failsOn(f *Failure) []string {
	list := slices.Concat(f.Targets, f.Origins)
	for _, t := range r.Report.Targets {
		if f.Comment && !t.Origin && !slices.Contains(list, t.ID) {
			list = append(list, t.ID)
		}
	}
	return list
}

// broken reports whether a finding is of a comment that was to quiet something and
// does not.
func (o *Options) broken(f *finding.Finding) bool {
	return f.Concern == finding.Suppressions && f.Severity >= max(finding.Warning, o.Severity) && f.Confidence >= o.Confidence
}

// counts reports whether a finding of the report counts on a target. kept says
// that the target must not regress.
func (o *Options) counts(f *finding.Finding, t reports.Target, kept bool) bool {
	return kept && breaks(f, t.ID) || f.Confidence >= o.Confidence && bites(f, t, o.Severity)
}

// counted is counts for a finding of the base: how sure it is, a baseline does
// not say.
func (o *Options) counted(f *finding.Finding, t reports.Target, kept bool) bool {
	return kept && breaks(f, t.ID) || bites(f, t, o.Severity)
}

// breaks reports whether what ships does not work on a target, however grave
// that is taken for, and that nothing was decided to replace.
func breaks(f *finding.Finding, target string) bool {
	e := f.Targets[target]
	return e.Effect == finding.Breaks && e.Replaced == "" && f.Role.Blocks()
}

// bites reports whether a finding counts on a target: on a port target where
// it blocks, on the origin where it breaks what worked.
func bites(f *finding.Finding, t reports.Target, least finding.Severity) bool {
	e := f.Targets[t.ID]
	if e.Severity < least {
		return false
	}
	if t.Origin {
		return breaks(f, t.ID)
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
