// Package changes writes for people what changed: what the gate says of a
// report against a base, and how two reports differ.
package changes

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// GateOptions says how to write what the gate says.
type GateOptions struct {
	// All lists the new findings for which the gate does not fail too.
	All bool
	// Brief leaves out all but the lines of the lists.
	Brief bool
	// Top bounds each list, 0 leaves it unbounded. What is left out is counted.
	Top int
	// Accept is the command that accepts what is new; empty if there is none.
	Accept string
	// Where is what 'stxscan explain FINGERPRINT' needs to find the findings
	// again, such as the folder; empty for nothing.
	Where string
}

// WriteGate writes the verdict with its reasons in one line and what the base
// is, then one line for each finding for which the gate fails, the most important
// first, with how it is mended, and what to do. Text of the scanned tree is made
// safe for a terminal. The error is that of w.
func WriteGate(w io.Writer, r *policy.Result, o GateOptions) error {
	lists := gateLists(r, o)
	if o.Brief {
		_, err := io.WriteString(w, strings.Join(lists, ""))
		return err
	}
	var b strings.Builder
	for _, text := range gateSummary(r, o) {
		b.WriteString(text + "\n")
	}
	for _, list := range lists {
		if list != "" {
			b.WriteString("\n" + list)
		}
	}
	if advice := gateAdvice(r, o); len(advice) > 0 {
		b.WriteString("\n" + strings.Join(advice, "\n") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// gateLists are what the verdict rests on, a line each: what fails, what is new
// beside it, and what could not be told.
func gateLists(r *policy.Result, o GateOptions) []string {
	failing := map[int]bool{}
	var fails, quieted, unclear, unknown lines
	for _, f := range r.Ranked() {
		failing[f.Finding] = true
		fails.add(failureText(r, f, o))
	}
	if o.All {
		for _, i := range r.Matching.New {
			if !failing[i] {
				f := &r.Report.Findings[i]
				quieted.add(line(f) + quiet(r, f) + "\n")
			}
		}
	}
	for _, repo := range r.MissingRepos {
		unknown.add(terminal.Clean(repo) + ": unknown: the base does not know this repo, so nobody can say what is new in it; make the base anew, with it\n")
	}
	for _, f := range r.Unclear {
		unclear.add(line(&r.Report.Findings[f.Finding]) + where(f) + " (known, and the base does not say that it bit there)\n")
	}
	for _, u := range r.NewUnknowns {
		unknown.add(fmt.Sprintf("%s: unknown: %s; %s\n", unknownPlace(&u), terminal.Clean(u.Message), terminal.Clean(u.Settle)))
	}
	for _, h := range r.Hidden {
		unknown.add(fmt.Sprintf("%s: unknown: %s can no longer be seen: %s; make the file readable again\n", place(h.Repo, h.Path),
			terminal.Count(h.Findings, "known finding", "known findings"), terminal.Clean(h.Why)))
	}
	var list []string
	for _, l := range []lines{fails, quieted, unclear, unknown} {
		list = append(list, l.text(o.Top))
	}
	return list
}

// lines are the entries of a list, each with its end.
type lines []string

func (l *lines) add(text string) { *l = append(*l, text) }

// text is the list, bounded, with how many entries are left out.
func (l lines) text(top int) string {
	shown := l
	if top > 0 && len(l) > top {
		shown = l[:top]
	}
	text := strings.Join(shown, "")
	if left := len(l) - len(shown); left > 0 {
		text += fmt.Sprintf("and %s more: --top 0 lists all, -o json has them\n", terminal.Number(left))
	}
	return text
}

func place(repo, path string) string { return terminal.Clean(repo + "/" + path) }

func unknownPlace(u *finding.Unknown) string {
	text := strings.TrimSuffix(place(cmp.Or(u.Repo, "workspace"), u.Path), "/")
	if u.Line > 0 {
		text += fmt.Sprintf(":%d", u.Line)
	}
	return text
}

func line(f *finding.Finding) string {
	return fmt.Sprintf("%s:%d:%d: %s %s", place(f.Repo, f.Path), f.Line, f.Column, terminal.Clean(f.Rule), terminal.Clean(f.Message))
}

// where says on which targets a failure counts.
func where(f policy.Failure) string {
	if f.Comment && len(f.Targets)+len(f.Origins) == 0 {
		return " [the comment does not hold]"
	}
	text := strings.Join(f.Targets, ", ")
	if len(f.Origins) > 0 {
		text = strings.TrimPrefix(text+"; breaks ", "; ") + strings.Join(f.Origins, ", ")
	}
	return " [" + text + "]"
}

func failureText(r *policy.Result, failure policy.Failure, o GateOptions) string {
	f := &r.Report.Findings[failure.Finding]
	text := line(f) + where(failure)
	if failure.Worse {
		text += " (known, but it did not bite there before)"
	}
	text += "\n"
	if o.Brief {
		return text
	}
	if hint := fixHint(r.Report, f, failure); hint != "" {
		text += "    " + hint + "\n"
	}
	return text + "    stxscan explain " + terminal.Clean(f.Fingerprint[:min(len(f.Fingerprint), shownDigits)]) + o.Where + "\n"
}

const (
	// shownDigits of a fingerprint tell findings of one workspace apart.
	shownDigits = 12
	// maxHint bounds a hint, in bytes.
	maxHint = 160
)

// fixHint says in a line how a finding is mended: what its place becomes, what
// there is on the targets instead, or what the rule shows.
func fixHint(r *reports.Report, f *finding.Finding, failure policy.Failure) string {
	if f.Fix != nil && f.Fix.After != "" {
		return "write: " + short(f.Fix.After)
	}
	var uses []string
	for _, id := range slices.Concat(failure.Targets, failure.Origins) {
		if use := f.Targets[id].Alternative; use != "" && !slices.Contains(uses, use) {
			uses = append(uses, use)
		}
	}
	if len(uses) > 0 {
		return "use: " + short(strings.Join(uses, "; or "))
	}
	i := slices.IndexFunc(r.Rules, func(rule reports.Rule) bool { return rule.ID == f.Rule })
	if i < 0 || r.Rules[i].After == "" {
		return ""
	}
	return "as in: " + short(r.Rules[i].After)
}

// short is text in one line, bounded.
func short(text string) string {
	var parts []string
	for part := range strings.Lines(text) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	text = strings.Join(parts, " | ")
	if len(text) > maxHint {
		text = strings.ToValidUTF8(text[:maxHint], "") + "…"
	}
	return terminal.Clean(text)
}

// quiet says why a new finding does not fail the gate.
func quiet(r *policy.Result, f *finding.Finding) string {
	switch {
	case f.Suppressed != nil:
		return " (suppressed: " + terminal.Clean(f.Suppressed.Reason) + ")"
	case f.Guard != "":
		return " (guarded)"
	case !f.Role.Blocks():
		return " (" + string(f.Role) + ")"
	case f.Confidence < r.Options.Confidence:
		return " (confidence " + f.Confidence.String() + ")"
	}
	return " (blocks no target)"
}
