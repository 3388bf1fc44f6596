// Package changes writes for people what changed: what the gate says of a
// report against a base, and how two reports differ.
package changes

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// GateOptions says how to write what the gate says.
type GateOptions struct {
	// All lists the new findings for which the gate does not fail too.
	All bool
	// Brief leaves out the summary and what to do.
	Brief bool
	// Accept is the command that accepts what is new; empty if there is none.
	Accept string
}

// suppressDays is how long the ready snippet keeps a finding quiet.
const suppressDays = 90

// WriteGate writes one line for each finding for which the gate fails, then in
// words what was found, and what to do. Text of the scanned tree is made safe
// for a terminal. The error is that of w.
func WriteGate(w io.Writer, r *policy.Result, o GateOptions) error {
	var b strings.Builder
	failing := map[int]bool{}
	for _, f := range r.Failures {
		failing[f.Finding] = true
		writeFailure(&b, &r.Report.Findings[f.Finding], f)
	}
	if o.All {
		for _, i := range r.Matching.New {
			if !failing[i] {
				f := &r.Report.Findings[i]
				fmt.Fprintf(&b, "%s%s\n", line(f), quiet(f))
			}
		}
	}
	for _, u := range r.NewUnknowns {
		fmt.Fprintf(&b, "%s: unknown: %s; %s\n", unknownPlace(&u), terminal.Clean(u.Message), terminal.Clean(u.Settle))
	}
	for _, h := range r.Hidden {
		fmt.Fprintf(&b, "%s: unknown: %s can no longer be seen: %s; make the file readable again\n", place(h.Repo, h.Path),
			terminal.Count(h.Findings, "known finding", "known findings"), terminal.Clean(h.Why))
	}
	if !o.Brief {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for _, text := range gateSummary(r, o) {
			b.WriteString(text + "\n")
		}
		for _, text := range gateAdvice(r, o) {
			b.WriteString(text + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
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

func writeFailure(b *strings.Builder, f *finding.Finding, failure policy.Failure) {
	where := strings.Join(failure.Targets, ", ")
	if len(failure.Origins) > 0 {
		where = strings.TrimPrefix(where+"; breaks ", "; ") + strings.Join(failure.Origins, ", ")
	}
	fmt.Fprintf(b, "%s [%s]", line(f), where)
	if failure.Worse {
		b.WriteString(" (known, but it did not bite there before)")
	}
	b.WriteByte('\n')
}

// quiet says why a new finding does not fail the gate.
func quiet(f *finding.Finding) string {
	switch {
	case f.Suppressed != nil:
		return " (suppressed: " + terminal.Clean(f.Suppressed.Reason) + ")"
	case f.Guard != "":
		return " (guarded)"
	case !f.Role.Blocks():
		return " (" + string(f.Role) + ")"
	}
	return " (blocks no target)"
}

// Verdict says in one sentence what the gate says and why, with all that
// applies.
func Verdict(r *policy.Result) string {
	var parts []string
	if n := len(r.Failures); n > 0 {
		worse, origin := 0, 0
		var targets, origins []string
		for _, f := range r.Failures {
			if f.Worse {
				worse++
			}
			if len(f.Origins) > 0 {
				origin++
			}
			targets, origins = append(targets, f.Targets...), append(origins, f.Origins...)
		}
		text := terminal.Count(n, "finding fails the gate", "findings fail the gate")
		var why []string
		if fresh := n - worse; fresh > 0 {
			why = append(why, fmt.Sprintf("%d new", fresh))
		}
		if worse > 0 {
			why = append(why, fmt.Sprintf("%d known and now worse", worse))
		}
		text += " (" + strings.Join(why, ", ") + ")"
		if names := inOrder(r.Report, targets); len(names) > 0 {
			text += " on " + terminal.List(names)
		}
		if origin > 0 {
			text += fmt.Sprintf("; %d of them %s %s, where everything works today", origin,
				map[bool]string{true: "breaks", false: "break"}[origin == 1], terminal.List(inOrder(r.Report, origins)))
		}
		parts = append(parts, text)
	}
	if n := len(r.NewUnknowns); n > 0 {
		parts = append(parts, terminal.Count(n, "thing could not be told that the base could tell", "things could not be told that the base could tell"))
	}
	if n := len(r.Hidden); n > 0 {
		parts = append(parts, terminal.Count(n, "file with known findings can no longer be looked at", "files with known findings can no longer be looked at"))
	}
	if len(parts) == 0 {
		return "the gate passes: nothing new stands in the way"
	}
	return strings.Join(parts, "; ")
}

// inOrder are the names of targets, once each, in the order of the report.
func inOrder(r *reports.Report, names []string) []string {
	var list []string
	for _, t := range r.Targets {
		if slices.Contains(names, t.ID) {
			list = append(list, t.ID)
		}
	}
	return list
}

func gateSummary(r *policy.Result, o GateOptions) []string {
	verdict := Verdict(r)
	d := r.Report.Delta
	list := []string{
		strings.ToUpper(verdict[:1]) + verdict[1:] + ".",
		fmt.Sprintf("Compared with the %s %s: %s, %s known, %s moved to other files, %s gone.", r.Base.Kind, terminal.Clean(r.Base.Name),
			terminal.Count(d.New, "finding is new", "findings are new"), terminal.Number(d.Unchanged),
			terminal.Number(d.Updated), terminal.Number(len(d.Absent))),
	}
	fresh := 0
	for _, f := range r.Failures {
		if !f.Worse {
			fresh++
		}
	}
	if rest := d.New - fresh; rest > 0 {
		text := terminal.Count(rest, "new finding does not count", "new findings do not count") + ": guarded, suppressed, below the severity, or in what does not ship"
		if !o.All {
			text += "; --all lists them"
		}
		list = append(list, text+".")
	}
	if r.Suppressed > 0 {
		list = append(list, terminal.Count(r.Suppressed, "finding would fail the gate and is suppressed.", "findings would fail the gate and are suppressed."))
	}
	if r.OtherRules {
		list = append(list, "The base was made with other rules or targets: a finding may be new because a rule is.")
	}
	if r.Aside > 0 {
		list = append(list, fmt.Sprintf("%s of the base were left aside: %s not scanned.", terminal.Count(r.Aside, "finding", "findings"),
			terminal.Clean(terminal.List(r.AsideRepos))+map[bool]string{true: " was", false: " were"}[len(r.AsideRepos) == 1]))
	}
	return list
}

func gateAdvice(r *policy.Result, o GateOptions) []string {
	if !r.Failed() {
		if !r.Unsure() {
			return nil
		}
		list := []string{"To go on, settle what is unknown: each line above says how"}
		if o.Accept != "" {
			list[0] += ";"
			list = append(list, "or accept that it is: "+terminal.Clean(o.Accept))
		}
		return list
	}
	f := &r.Report.Findings[r.Failures[0].Finding]
	until := r.Report.Run.Time.Add(suppressDays * 24 * time.Hour).Format(time.DateOnly)
	list := []string{
		"To go on, fix them: 'stxscan explain " + terminal.Clean(f.Rule) + "' says how;",
	}
	if o.Accept != "" {
		list = append(list, "or accept what is new: "+terminal.Clean(o.Accept))
	}
	list = append(list, "or quiet one in .stxscan.yaml:")
	for _, line := range strings.Split(f.SuppressionEntry(finding.Accepted, until), "\n") {
		list = append(list, "    "+terminal.Clean(line))
	}
	return list
}
