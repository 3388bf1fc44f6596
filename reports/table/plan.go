package table

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// WritePlan writes the order in which packages are ported: what may start now,
// the waves, cycles, what most wait for, and what comes from outside. Findings
// of the options is not used. The error is that of w.
func WritePlan(w io.Writer, plan *portplan.Plan, o Options) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	out := bufio.NewWriter(w)
	p := &printer{out: out, options: o}
	p.planTotals(plan)
	p.planWaves(plan)
	p.planCycles(plan)
	p.planBlockers(plan)
	p.planCritical(plan)
	p.planDecisions(plan)
	p.planOutside(plan)
	if p.err != nil {
		return p.err
	}
	return out.Flush()
}

// planTotals says how far it is.
func (p *printer) planTotals(plan *portplan.Plan) {
	t := plan.Totals
	of := wordsOf(plan)
	what := "all concerns"
	if plan.Concern != "" {
		what = string(plan.Concern)
	}
	decided := ""
	if plan.Concern == "" {
		decided = ", and nothing of them waits for a decision"
	}
	text := fmt.Sprintf("%s %s: %s work left for %s on %s (%s, about %s), %s none, and of %s it is not known. %s now: all that they %s is done%s.",
		terminal.Count(t.Packages, "package", "packages"), of.which, haveNumber(t.Work), terminal.Clean(what), terminal.Clean(plan.Target),
		terminal.Count(t.Places, "place", "places"), reports.WorkTime(t.Minutes), haveNumber(t.Done), terminal.Number(t.Unknown),
		terminal.Count(t.Now, "can be ported", "can be ported"), of.verb, decided)
	if t.Undecided > 0 {
		text += " " + terminal.Count(t.Undecided, "more waits", "more wait") + " for a decision alone."
	}
	if settled := slices.Concat(plan.Met, plan.Decided); len(settled) > 0 {
		text += " As if settled: " + names(settled) + "."
	}
	p.printf("%s\n\n", strings.Join(terminal.Wrap(text, p.options.Width), "\n"))
}

// planWords are what plans of different orders call things.
type planWords struct{ which, verb, verbs, first, cut, what, where string }

func wordsOf(plan *portplan.Plan) planWords {
	if plan.Concern == finding.Dependencies || plan.Concern == "" {
		return planWords{"in build lists", "need", "needs", "needs that come first", "a need", "by name", "needs"}
	}
	return planWords{"with Python code", "import", "imports", "imports that come first", "an import", "modules", "files"}
}

func haveNumber(n int) string {
	if n == 1 {
		return "1 has"
	}
	return terminal.Number(n) + " have"
}

// planWaves shows every package in its wave.
func (p *printer) planWaves(plan *portplan.Plan) {
	of := wordsOf(plan)
	for _, wave := range plan.Waves {
		if len(wave.Packages) == 0 {
			continue
		}
		count, note := p.shown(len(wave.Packages))
		p.section(waveTitle(wave.Number), strings.TrimPrefix(note+"; ", "; ")+waveNote(&wave, of.verb))
		columns := []column{
			{title: "package", least: 24}, {title: "places", number: true}, {title: "effort"},
			{title: of.first, least: 24},
		}
		var rows [][]string
		for i := range wave.Packages[:count] {
			pkg := &wave.Packages[i]
			rows = append(rows, []string{
				planPackage(pkg), terminal.Number(pkg.Places), pkg.Effort(), names(pkg.First),
			})
		}
		p.grid(columns, rows)
	}
}

func waveTitle(n int) string {
	switch n {
	case 0:
		return "Done"
	case 1:
		return "Wave 1"
	}
	return fmt.Sprintf("Wave %d, after wave %d", n, n-1)
}

// waveNote says how many packages a wave has, and how much work.
func waveNote(wave *portplan.Wave, verb string) string {
	note := terminal.Count(len(wave.Packages), "package", "packages")
	if wave.Number == 0 {
		return note + " without work left, in themselves or in what they " + verb
	}
	if now, _ := wave.Now(); len(now) > 0 {
		note += ", " + terminal.Number(len(now)) + " of them can be ported now"
	}
	if wave.Minutes > 0 {
		note += ", " + wave.Effort()
	}
	return note
}

// planPackage is a package's name with what is particular to it.
func planPackage(pkg *portplan.Package) string {
	name := pkg.ID
	if pkg.Cycle > 0 {
		name += fmt.Sprintf(" (cycle %d)", pkg.Cycle)
	}
	if !pkg.Built {
		name += " (in no build list)"
	}
	return terminal.Clean(name)
}

func names(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	return terminal.Clean(strings.Join(ids, ", "))
}

// fewNames is names, the first three of many: the JSON has all.
func fewNames(ids []string) string {
	const most = 3
	if len(ids) <= most+1 {
		return names(ids)
	}
	return names(ids[:most]) + " and " + terminal.Number(len(ids)-most) + " more"
}

// planCycles names the imports that make cycles.
func (p *printer) planCycles(plan *portplan.Plan) {
	of := wordsOf(plan)
	for _, c := range plan.Cycles {
		p.section(fmt.Sprintf("Cycle %d", c.Number), terminal.Count(len(c.Packages), "package", "packages")+
			" "+of.verb+" each other: port them together, or cut "+of.cut+" first")
		columns := []column{
			{title: "package", least: 16}, {title: of.verbs, least: 16}, {title: of.what, least: 12},
			{title: of.where, number: true}, {title: "first", least: 20},
		}
		count, _ := p.shown(len(c.Edges))
		var rows [][]string
		for _, e := range c.Edges[:count] {
			rows = append(rows, []string{terminal.Clean(e.From), terminal.Clean(e.To), names(e.Modules),
				terminal.Number(e.Files), terminal.Clean(fmt.Sprintf("%s:%d", e.Path, e.Line))})
		}
		p.grid(columns, rows)
	}
}

// planBlockers shows what most wait for.
func (p *printer) planBlockers(plan *portplan.Plan) {
	count, note := p.shown(len(plan.Blockers))
	if count == 0 {
		return
	}
	p.section("What others wait for", note)
	columns := []column{
		{title: "package", least: 20}, {title: "effort"}, {title: "packages\nwaiting", number: true},
		{title: "their work"}, {title: "frees at once", least: 20},
	}
	var rows [][]string
	for _, b := range plan.Blockers[:count] {
		rows = append(rows, []string{names(b.Packages), b.Effort(),
			terminal.Number(len(b.Waiting)), b.WaitingEffort(), names(b.Frees)})
	}
	p.grid(columns, rows)
}

// planCritical shows the chain that takes the longest.
func (p *printer) planCritical(plan *portplan.Plan) {
	steps := plan.Critical.Steps
	if len(steps) == 0 {
		return
	}
	p.section("The longest chain", fmt.Sprintf("%s one after the other, with a share of what is decided or built once", plan.Critical.Effort()))
	columns := []column{{title: "", number: true}, {title: "package", least: 20}, {title: "effort"}}
	var rows [][]string
	for i, s := range steps {
		rows = append(rows, []string{terminal.Number(i + 1), names(s.Packages), s.Effort()})
	}
	p.grid(columns, rows)
}

// planDecisions shows what is decided or built once, with what it holds up.
func (p *printer) planDecisions(plan *portplan.Plan) {
	count, note := p.shown(len(plan.Decisions))
	if count == 0 {
		return
	}
	p.section("To be decided or built once", note)
	// An id is never broken: people copy it for --if.
	columns := []column{{title: "item"}, {title: "what", least: 16}, {title: "effort"}, {title: "packages", number: true},
		{title: "places", number: true}, {title: "alone holds back", least: 12}}
	var rows [][]string
	for _, d := range plan.Decisions[:count] {
		rows = append(rows, []string{terminal.Clean(d.ID), terminal.Clean(d.Title), reports.WorkTime(d.Minutes), terminal.Number(len(d.Packages)),
			terminal.Number(d.Places), fewNames(d.Sole)})
	}
	p.grid(columns, rows)
}

// planOutside shows modules from outside that the target lacks or of which it
// is not known, and modules that several packages have. Where nothing is known of
// any, that is said once.
func (p *printer) planOutside(plan *portplan.Plan) {
	p.planModules(plan)
	for _, u := range plan.Unclear {
		text := fmt.Sprintf("Not known whose module %s is that %s import: %s have it.",
			terminal.Clean(u.Module), fewNames(u.By), names(u.From))
		p.printf("%s\n", strings.Join(terminal.Wrap(text, p.options.Width), "\n"))
	}
}

func (p *printer) planModules(plan *portplan.Plan) {
	if plan.Concern == finding.Dependencies || plan.Concern == "" {
		p.planUnmet(plan)
		return
	}
	var open []portplan.Outside
	counts := map[portplan.Status]int{}
	for _, o := range plan.Outside {
		counts[o.Status]++
		if o.Status != portplan.StatusThere {
			open = append(open, o)
		}
	}
	count, note := p.shown(len(open))
	switch {
	case count == 0:
		return
	case counts[portplan.StatusUnknown] == len(plan.Outside):
		text := fmt.Sprintf("%s from outside: of none is it known whether %s has it for Python 3.",
			terminal.Count(len(open), "module", "modules"), terminal.Clean(plan.Target))
		p.printf("%s\n", strings.Join(terminal.Wrap(text, p.options.Width), "\n"))
		return
	}
	text := fmt.Sprintf("%s missing on %s, %s not known, %s there for Python 3", terminal.Number(counts[portplan.StatusMissing]),
		terminal.Clean(plan.Target), terminal.Number(counts[portplan.StatusUnknown]), terminal.Number(counts[portplan.StatusThere]))
	if note != "" {
		text += "; " + note
	}
	p.section("Modules from outside", text)
	columns := []column{{title: "module", least: 8}, {title: "for Python 3"}, {title: "what is known", least: 20}, {title: "imported by", least: 20}}
	var rows [][]string
	for _, o := range open[:count] {
		known := "no need is named like it"
		if o.Need != "" {
			known = o.Need + ": " + o.Evidence
		}
		rows = append(rows, []string{terminal.Clean(o.Module), terminal.Clean(string(o.Status)), terminal.Clean(known), fewNames(o.By)})
	}
	p.grid(columns, rows)
}

// planUnmet shows the needs from outside that the target does not meet, with what
// each of them alone holds back.
func (p *printer) planUnmet(plan *portplan.Plan) {
	missing := 0
	for _, o := range plan.Outside {
		if o.Status == portplan.StatusMissing {
			missing++
		}
	}
	count, note := p.shown(len(plan.Outside))
	if count == 0 {
		return
	}
	text := fmt.Sprintf("%s not met on %s, of %s it is not known", terminal.Count(missing, "need is", "needs are"), terminal.Clean(plan.Target), terminal.Number(len(plan.Outside)-missing))
	if note != "" {
		text += "; " + note
	}
	p.section("What the target lacks", text)
	columns := []column{{title: "need", least: 12}, {title: "what is known", least: 24}, {title: "needed by", least: 20}, {title: "alone holds back", least: 20}}
	var rows [][]string
	for _, o := range plan.Outside[:count] {
		rows = append(rows, []string{terminal.Clean(o.Module), terminal.Clean(o.Evidence), fewNames(o.By), fewNames(o.Sole)})
	}
	p.grid(columns, rows)
}
