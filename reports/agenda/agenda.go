// Package agenda writes what a team talks about in its weekly call: what moved
// since the last one and why, what is to be done next and by whom, and what waits
// for a decision. It is plain text that is pasted into the call's notes as it is.
package agenda

import (
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

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
	ours, others := a.inTheWay(a.new)
	oursBefore, othersBefore := a.inTheWay(a.old)
	ours, others = ours-oursBefore, others-othersBefore
	word, rest := "Better", "fewer places stand"
	switch {
	case ours+others == 0:
		return "As many places stand in the way of some target as at the last call."
	case ours+others > 0:
		word, rest = "Worse", "more places stand"
	}
	text := fmt.Sprintf("%s: %s %s in the way of some target", word, terminal.Number(max(ours+others, -ours-others)), rest)
	if others != 0 {
		text += fmt.Sprintf(" (%s ours, %s in what other teams do)", delta(ours), delta(others))
	}
	return text + "."
}

// inTheWay counts what a report has in the way of some target: the team's, and what
// other teams do by now.
func (a *agenda) inTheWay(r *reports.Report) (ours, others int) {
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case !r.Blocks(f):
		case a.new.TrackedBy(f.Concern) != nil:
			others++
		default:
			ours++
		}
	}
	return ours, others
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
	for _, c := range t.ByCauses() {
		if c.Cause.Progress() != progress {
			continue
		}
		text := string(c.Cause)
		if c.Gone > 0 {
			text += " -" + terminal.Number(c.Gone)
		}
		if c.Came > 0 {
			text += " +" + terminal.Number(c.Came)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
