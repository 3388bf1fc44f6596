// Package agenda writes what a team talks about in its weekly call: what moved
// since the last one and why, what is to be done next and by whom, and what waits
// for a decision. It is plain text that is pasted into the call's notes as it is.
package agenda

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Options says how much of each list is written; what is left out is counted.
type Options struct {
	// Top bounds most lists; 0 stands for 5.
	Top int
}

// ownerLines is how many lines an owner has at most.
const ownerLines = 5

// Write writes the agenda of a call. new is the report of now, old that of the last
// call, d what policy.Compare says of them. The error is that of w.
func Write(w io.Writer, old, new *reports.Report, d *policy.Diff, o Options) error {
	if o.Top <= 0 {
		o.Top = 5
	}
	a := &agenda{old: old, new: new, diff: d, top: o.Top}
	a.head()
	a.targets()
	a.moved()
	a.next()
	a.decisions()
	a.milestones()
	a.owners()
	a.elsewhere()
	a.unchanged()
	_, err := io.WriteString(w, a.text.String())
	return err
}

type agenda struct {
	old, new *reports.Report
	diff     *policy.Diff
	top      int
	text     strings.Builder
	// pending is a heading that waits for its first line.
	pending string
	// same gathers what is not worth a line of its own.
	same []string
}

// line writes a line of a list.
func (a *agenda) line(depth int, format string, args ...any) {
	a.put(strings.Repeat("  ", depth) + "* " + fmt.Sprintf(format, args...))
}

// put writes a line, after the heading that waits for it.
func (a *agenda) put(text string) {
	if a.pending != "" {
		a.text.WriteString("\n" + a.pending + "\n")
		a.pending = ""
	}
	a.text.WriteString(text + "\n")
}

// heading begins a part; one without a line is left out.
func (a *agenda) heading(text string) { a.pending = text }

var clean = terminal.Clean

// head says of which weeks, repos and tool the agenda is.
func (a *agenda) head() {
	form := time.DateOnly
	if a.diff.New.Time.Format(form) == a.diff.Old.Time.Format(form) {
		form = "2006-01-02 15:04"
	}
	fmt.Fprintf(&a.text, "[MultiOS] %s: what moved since %s\n", a.diff.New.Time.Format(form), a.diff.Old.Time.Format(form))
	a.text.WriteString(a.verdict() + "\n")
	fmt.Fprintf(&a.text, "stxscan %s over %s, %s changed\n", clean(a.new.Tool.Version),
		terminal.Count(len(a.new.Inputs), "repo", "repos"), terminal.Number(a.changedRepos()))
	for _, why := range a.diff.NotComparable {
		fmt.Fprintf(&a.text, "Mind: %s.\n", clean(why))
	}
}

// verdict says in a sentence whether it is better or worse than at the last call,
// and how much of that is another team's.
func (a *agenda) verdict() string {
	before, after := a.blocking(a.old), a.blocking(a.new)
	total, others := 0, 0
	for concern := range mergedKeys(before, after) {
		total += after[concern] - before[concern]
		if a.new.TrackedBy(concern) != nil {
			others += after[concern] - before[concern]
		}
	}
	if total == 0 {
		return "As many places stand in the way of some target as at the last call."
	}
	word, n := "Better", -total
	rest := "fewer places stand"
	if total > 0 {
		word, n, rest = "Worse", total, "more places stand"
	}
	text := fmt.Sprintf("%s: %s %s in the way of some target", word, terminal.Number(n), rest)
	if others != 0 {
		text += fmt.Sprintf(" (%s ours, %s in what other teams do)", delta(total-others), delta(others))
	}
	return text + "."
}

// blocking counts by concern what is in the way of some port target.
func (a *agenda) blocking(r *reports.Report) map[finding.Concern]int {
	counts := map[finding.Concern]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if slices.ContainsFunc(r.Targets, func(t reports.Target) bool { return !t.Origin && f.Blocks(t.ID) }) {
			counts[f.Concern]++
		}
	}
	return counts
}

func mergedKeys(x, y map[finding.Concern]int) map[finding.Concern]bool {
	keys := map[finding.Concern]bool{}
	for _, counts := range []map[finding.Concern]int{x, y} {
		for concern := range counts {
			keys[concern] = true
		}
	}
	return keys
}

// delta is a number with its sign.
func delta(n int) string {
	if n >= 0 {
		return "+" + terminal.Number(n)
	}
	return terminal.Number(n)
}

// changedRepos counts the repos that hold something else than at the last call.
func (a *agenda) changedRepos() int {
	n := 0
	for repo, commit := range a.diff.New.Commits {
		before, known := a.diff.Old.Commits[repo]
		switch {
		case !known, before != commit:
			n++
		case commit == "" && !maps.Equal(a.old.Files[repo], a.new.Files[repo]):
			n++ // no git repository
		}
	}
	return n
}

// targets says per target how far it is, and what moved it.
func (a *agenda) targets() {
	var same []string
	a.heading("How far we are")
	for i := range a.diff.Targets {
		t := &a.diff.Targets[i]
		if t.Before == t.After && len(t.Places) == 0 {
			same = append(same, clean(t.Target))
			continue
		}
		a.line(0, "%s: %s; %s", clean(t.Target), headline(t), places(t))
		if text := causes(t, false); text != "" {
			a.line(1, "not our doing: %s", text)
		}
	}
	for _, id := range same {
		a.same = append(a.same, "on "+id)
	}
	if len(same) == len(a.diff.Targets) && len(same) > 0 {
		a.line(0, "nothing moved on any target")
	}
	if len(a.diff.Targets) == 0 {
		a.line(0, "the two reports have no target in common")
	}
}

// headline is "12 (+2) of 265 packages ready, 9 likely, 30 blocked (-1)".
func headline(t *policy.TargetChange) string {
	b, n := t.Before, t.After
	parts := []string{fmt.Sprintf("%s%s of %s%s ready", terminal.Number(n.Ready), signed(n.Ready-b.Ready),
		terminal.Count(n.Packages, "package", "packages"), signed(n.Packages-b.Packages))}
	for _, part := range []struct {
		name          string
		before, after int
	}{
		{"likely", b.Likely, n.Likely}, {"need work", b.NeedsWork, n.NeedsWork}, {"blocked", b.Blocked, n.Blocked},
		{"not assessable", b.NotAssessable, n.NotAssessable}, {"not applicable", b.NotApplicable, n.NotApplicable},
	} {
		if part.before+part.after > 0 {
			parts = append(parts, terminal.Number(part.after)+" "+part.name+signed(part.after-part.before))
		}
	}
	return strings.Join(parts, ", ")
}

// signed is " (+3)", or nothing for 0.
func signed(n int) string {
	if n == 0 {
		return ""
	}
	return " (" + delta(n) + ")"
}

// places is "3,214 places in the way (-96: code -120 +24)".
func places(t *policy.TargetChange) string {
	text := terminal.Count(t.PlacesAfter, "place in the way", "places in the way")
	if len(t.Places) == 0 {
		return text
	}
	by := causes(t, true)
	if by == "" {
		by = "nothing of it ours"
	}
	return fmt.Sprintf("%s (%s: %s)", text, delta(t.PlacesAfter-t.PlacesBefore), by)
}

// causes lists what moved places: by the team, or by what is not its doing.
func causes(t *policy.TargetChange, progress bool) string {
	var parts []string
	for _, c := range policy.Causes {
		came, gone := t.ByCause(c)
		if c.Progress() != progress || came+gone == 0 {
			continue
		}
		text := string(c)
		if gone > 0 {
			text += " -" + terminal.Number(gone)
		}
		if came > 0 {
			text += " +" + terminal.Number(came)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

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
	if on, off := turned(d.Turned, true), turned(d.Turned, false); on+off > 0 {
		a.line(0, "of the places that were known, %s block a target that they did not, and %s one less", terminal.Number(on), terminal.Number(off))
	}
	a.verdicts()
	a.packages()
	a.unknowns()
	if a.pending != "" {
		a.same = append(a.same, "in what is in the way")
	}
}

func turned(list []policy.Turn, blocks bool) int {
	places := map[[2]string]bool{}
	for _, t := range list {
		if t.Blocks == blocks {
			places[[2]string{t.Repo + "/" + t.Path, fmt.Sprint(t.Line, t.Column, t.Rule)}] = true
		}
	}
	return len(places)
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

// turns are how a verdict may change, the worst first.
var turns = []string{"worse", "cannot be told any more", "better", "can be told now"}

// turnOf says what a change of a verdict is. Where it could not be told before, or
// cannot now, nothing got better or worse that is known.
func turnOf(before, after reports.Verdict) string {
	switch {
	case after == reports.NotAssessable:
		return turns[1]
	case before == reports.NotAssessable:
		return turns[3]
	case rank(after) > rank(before):
		return turns[2]
	}
	return turns[0]
}

// verdicts lists the packages whose verdict is another one, those together of which
// the same became on the same targets.
func (a *agenda) verdicts() {
	type change struct{ what, turn, pkg string }
	var order []change
	targets := map[change][]string{}
	for _, v := range a.diff.Verdicts {
		if !isPort(a.new, v.Target) {
			continue
		}
		what := fmt.Sprintf("%s to %s%s%s", v.Before, v.After, because(v.Causes), a.lacks(&v))
		c := change{what, turnOf(v.Before, v.After), clean(v.Repo + "/" + v.Package)}
		if targets[c] == nil {
			order = append(order, c)
		}
		targets[c] = append(targets[c], clean(v.Target))
	}
	for _, turn := range turns {
		var keys []string
		packages := map[string][]string{}
		for _, c := range order {
			if c.turn != turn {
				continue
			}
			key := c.what + " on " + terminal.List(targets[c])
			if turn == turns[1] || turn == turns[3] {
				key = "on some target" // what it was, or is, is no news
			}
			if packages[key] == nil {
				keys = append(keys, key)
			}
			if !slices.Contains(packages[key], c.pkg) {
				packages[key] = append(packages[key], c.pkg)
			}
		}
		for _, key := range keys {
			a.line(0, "%s: %s: %s", turn, key, a.few(packages[key]))
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
func (a *agenda) few(names []string) string {
	shown := names[:min(len(names), a.top)]
	text := clean(strings.Join(shown, ", "))
	if rest := len(names) - len(shown); rest > 0 {
		text += fmt.Sprintf(" and %s more", terminal.Number(rest))
	}
	return text
}
