package changes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// suppressDays is how long the ready snippet keeps a finding quiet.
const suppressDays = 90

// Verdict says in one sentence what the gate says and why, with all that
// applies.
func Verdict(r *policy.Result) string {
	parts := append(failureParts(r), budgetParts(r)...)
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{len(r.NewUnknowns), "thing could not be told that the base could tell", "things could not be told that the base could tell"},
		{len(r.Hidden), "file with known findings can no longer be looked at", "files with known findings can no longer be looked at"},
		{len(r.Unclear), "known finding bites where the base does not say that it did", "known findings bite where the base does not say that they did"},
		{len(r.MissingRepos), "repo is not in the base", "repos are not in the base"},
	} {
		if p.n > 0 {
			parts = append(parts, terminal.Count(p.n, p.one, p.many))
		}
	}
	if len(parts) == 0 {
		return "the gate passes: nothing new stands in the way"
	}
	return strings.Join(parts, "; ")
}

// failureParts say what fails the gate, and where.
func failureParts(r *policy.Result) []string {
	n := len(r.Failures)
	if n == 0 {
		return nil
	}
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
	if origin == 0 {
		return []string{text}
	}
	names := inOrder(r.Report, origins)
	where := ", which must not regress"
	if isOrigin(r.Report, names) {
		where = ", where everything works today"
	}
	return []string{text, fmt.Sprintf("%d of them %s %s%s", origin,
		map[bool]string{true: "breaks", false: "break"}[origin == 1], terminal.List(names), where)}
}

// isOrigin reports whether the names are those of origins alone.
func isOrigin(r *reports.Report, names []string) bool {
	return !slices.ContainsFunc(r.Targets, func(t reports.Target) bool { return !t.Origin && slices.Contains(names, t.ID) })
}

// budgetParts say which budgets are exceeded, and which nobody can tell of.
func budgetParts(r *policy.Result) []string {
	var parts []string
	for _, b := range r.Budgets {
		switch {
		case b.Over() > 0:
			parts = append(parts, fmt.Sprintf("%s on %s is %s over its budget: %s, at most %s may block", b.Concern, terminal.Clean(b.Target),
				terminal.Number(b.Over()), terminal.Count(b.Count, "finding blocks", "findings block"), terminal.Number(b.Max)))
		case b.Partial != "":
			parts = append(parts, fmt.Sprintf("the budget of %s on %s cannot be told: %s", b.Concern, terminal.Clean(b.Target), terminal.Clean(b.Partial)))
		}
	}
	return parts
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
		text := terminal.Count(rest, "new finding does not count", "new findings do not count") + ": guarded, suppressed, below the severity or confidence, or in what does not ship"
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
	for _, b := range r.CanLower() {
		list = append(list, fmt.Sprintf("The budget of %s on %s can be lowered from %s to %s: --lower-budgets does it.",
			b.Concern, terminal.Clean(b.Target), terminal.Number(b.Max), terminal.Number(b.Count)))
	}
	if n := len(d.Absent); n > 0 && r.Base.Kind == policy.BaseBaseline && !r.Unsure() {
		list = append(list, terminal.Count(n, "entry of the baseline is stale: ", "entries of the baseline are stale: ")+
			map[bool]string{true: "'stxscan baseline prune' names and drops it.", false: "'stxscan baseline prune' names and drops them."}[n == 1])
	}
	return list
}

func gateAdvice(r *policy.Result, o GateOptions) []string {
	if len(r.Failures) == 0 {
		if !r.Unsure() {
			return nil
		}
		list := []string{"To go on, settle what is unknown: each line above says how"}
		if len(r.Unclear) > 0 {
			list[0] = "To go on, settle what is unknown, or make the base again with these rules and targets"
		}
		if o.Accept != "" {
			list[0] += ";"
			list = append(list, "or accept that it is: "+terminal.Clean(o.Accept))
		}
		return list
	}
	f := &r.Report.Findings[r.Ranked()[0].Finding]
	until := r.Report.Run.Time.Add(suppressDays * 24 * time.Hour).Format(time.DateOnly)
	list := []string{
		"To go on, fix them: 'stxscan explain " + terminal.Clean(f.Rule) + "' says how;",
	}
	if o.Accept != "" {
		list = append(list, "or accept what is new: "+terminal.Clean(o.Accept))
	}
	list = append(list, "or quiet one, in a comment on its line: stxscan:ignore["+terminal.Clean(f.Rule)+"] until="+until+" REASON")
	list = append(list, "or in .stxscan.yaml:")
	for _, line := range strings.Split(f.SuppressionEntry(finding.Accepted, until), "\n") {
		list = append(list, "    "+terminal.Clean(line))
	}
	return list
}
