package agenda

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// moved says what is new, fixed and moved, and which verdicts changed.
func (a *agenda) moved() {
	d := a.diff
	a.heading("What moved")
	a.groups("fixed", ofCause(d.Gone, true))
	a.groups("new", ofCause(d.Came, true))
	if others := len(ofCause(d.Came, false)) + len(ofCause(d.Gone, false)); others > 0 {
		a.line(0, "%s by no doing of ours, see 'stxscan diff'", terminal.Count(others, "place came or went", "places came or went"))
	}
	if len(d.Moved) > 0 {
		a.line(0, "moved to other files: %s", terminal.Count(len(d.Moved), "place", "places"))
	}
	on := len(d.TurnedPlaces(func(t *policy.Turn) bool { return t.Blocks }))
	off := len(d.TurnedPlaces(func(t *policy.Turn) bool { return !t.Blocks }))
	if on+off > 0 {
		a.line(0, "of the places that were known, %s block a target that they did not, and %s one less", terminal.Number(on), terminal.Number(off))
	}
	a.verdicts()
	a.packages()
	a.unknowns()
	if a.pending != "" {
		a.same = append(a.same, "in what is in the way")
	}
}

// ofCause leaves of a list what was in the way and moved by the team's doing, or by
// none of it.
func ofCause(list []policy.FindingRef, progress bool) []policy.FindingRef {
	var out []policy.FindingRef
	for _, f := range list {
		if f.Cause.Progress() == progress && len(f.Targets) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// groups says how many places of which concern moved in which packages.
func (a *agenda) groups(what string, list []policy.FindingRef) {
	if len(list) == 0 {
		return
	}
	type group struct {
		concern finding.Concern
		pkg     string
	}
	counts := map[group]int{}
	var order []group
	for _, f := range list {
		g := group{f.Concern, f.Repo + "/" + f.Package}
		if counts[g] == 0 {
			order = append(order, g)
		}
		counts[g]++
	}
	slices.SortStableFunc(order, func(x, y group) int {
		if counts[x] != counts[y] {
			return counts[y] - counts[x]
		}
		return strings.Compare(x.pkg+string(x.concern), y.pkg+string(y.concern))
	})
	var parts []string
	rest := 0
	for i, g := range order {
		if i >= a.top {
			rest += counts[g]
			continue
		}
		parts = append(parts, fmt.Sprintf("%s %s in %s", terminal.Number(counts[g]), clean(string(g.concern)), clean(g.pkg)))
	}
	if rest > 0 {
		parts = append(parts, terminal.Number(rest)+" elsewhere")
	}
	a.line(0, "%s: %s: %s", what, terminal.Count(len(list), "place", "places"), strings.Join(parts, ", "))
}

// How a verdict may change.
const (
	worse      = "worse"
	toldNoMore = "cannot be told any more"
	better     = "better"
	toldNow    = "can be told now"
)

// turns are in the order in which they are read out.
var turns = []string{worse, toldNoMore, better, toldNow}

// turnOf says what a change of a verdict is. Where it could not be told before, or
// cannot now, nothing got better or worse that is known.
func turnOf(before, after reports.Verdict) string {
	switch {
	case after == reports.NotAssessable:
		return toldNoMore
	case before == reports.NotAssessable:
		return toldNow
	case rank(after) > rank(before):
		return better
	}
	return worse
}

// verdicts lists the packages whose verdict is another one, those together of which
// the same became on the same targets. Of what cannot be told any more, or can now,
// what it was, or is, is no news.
func (a *agenda) verdicts() {
	told := map[string][]string{}
	kinds := map[string]string{}
	groups := a.diff.VerdictGroups(func(v *policy.VerdictChange) string {
		if !isPort(a.new, v.Target) {
			return ""
		}
		turn := turnOf(v.Before, v.After)
		if turn == toldNoMore || turn == toldNow {
			if name := v.Repo + "/" + v.Package; !slices.Contains(told[turn], name) {
				told[turn] = append(told[turn], name)
			}
			return ""
		}
		what := fmt.Sprintf("%s to %s%s%s", v.Before, v.After, because(v.Causes), a.lacks(v))
		kinds[what] = turn
		return what
	})
	for _, turn := range turns {
		for _, g := range groups {
			if kinds[g.What] == turn {
				a.line(0, "%s: %s on %s: %s", turn, g.What, clean(terminal.List(g.Targets)), a.few(g.Packages))
			}
		}
		if names := told[turn]; len(names) > 0 {
			a.line(0, "%s: on some target: %s", turn, a.few(names))
		}
	}
}

// lacks says what a package that is blocked now needs and the target lacks.
func (a *agenda) lacks(v *policy.VerdictChange) string {
	if v.After != reports.Blocked {
		return ""
	}
	for i := range a.new.Packages {
		p := &a.new.Packages[i]
		if p.Repo != v.Repo || p.Name != v.Package {
			continue
		}
		for _, r := range p.Readiness[v.Target].Reasons {
			if r.Kind == reports.ReasonTarget {
				return " (" + clean(r.Text) + ")"
			}
		}
	}
	return ""
}

// packages lists those of one report only, and those in another repo.
func (a *agenda) packages() {
	for _, part := range []struct {
		what  string
		names []string
	}{{"packages that are new", a.diff.PackagesNew}, {"packages that are gone", a.diff.PackagesGone}} {
		if len(part.names) > 0 {
			a.line(0, "%s: %s", part.what, a.few(part.names))
		}
	}
	if n := len(a.diff.PackagesMoved); n > 0 {
		var names []string
		for _, m := range a.diff.PackagesMoved {
			names = append(names, m.From+" to "+m.To)
		}
		a.line(0, "packages that moved: %s", a.few(names))
	}
}

// rank orders verdicts: the higher, the nearer to being done.
func rank(v reports.Verdict) int {
	return slices.Index([]reports.Verdict{
		reports.NotAssessable, reports.Blocked, reports.NeedsWork, reports.Likely, reports.Ready, reports.NotApplicable,
	}, v)
}

func isPort(r *reports.Report, target string) bool {
	return slices.ContainsFunc(r.Targets, func(t reports.Target) bool { return t.ID == target && !t.Origin })
}

// because says what changed a verdict, where it is not the code alone.
func because(causes []policy.Cause) string {
	if len(causes) == 1 && causes[0] == policy.CauseCode || len(causes) == 0 {
		return ""
	}
	var names []string
	for _, c := range causes {
		names = append(names, string(c))
	}
	return " (by " + terminal.List(names) + ")"
}

func (a *agenda) unknowns() {
	if n := len(a.diff.UnknownsGone); n > 0 {
		a.line(0, "known now: %s that could not be told", terminal.Count(n, "thing", "things"))
	}
	if n := len(a.diff.UnknownsNew); n > 0 {
		var where []string
		for _, u := range a.diff.UnknownsNew {
			if name := strings.Trim(u.Repo+"/"+u.Package, "/"); !slices.Contains(where, name) {
				where = append(where, name)
			}
		}
		a.line(0, "newly unknown: %s, in %s", terminal.Count(n, "thing", "things"), a.few(where))
	}
}

// few joins names, and counts those that it leaves out.
func (a *agenda) few(names []string) string { return terminal.Few(names, a.top, clean) }
