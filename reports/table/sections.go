package table

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// headlines shows how far the built packages are on every target.
func (p *printer) headlines() {
	r := p.report
	if len(r.Targets) == 0 {
		return
	}
	note := terminal.Count(r.Targets[0].Headline.Packages, "package", "packages") + " that a build list names"
	p.section("How far the packages are", note)
	columns := []column{
		{title: "target", least: 12}, {title: "py3"},
		{title: "blocked", number: true}, {title: "needs\nwork", number: true},
		{title: "not\nassessable", number: true}, {title: "likely", number: true},
		{title: "ready", number: true}, {title: "not\napplicable", number: true},
		{title: "breaking\nplaces", number: true}, {title: "changing\nplaces", number: true},
	}
	var rows [][]string
	for _, t := range r.Targets {
		h := t.Headline
		row := []string{targetName(t), terminal.Clean(t.Python3)}
		for _, n := range []int{h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.NotApplicable, h.Breaks, h.Changes} {
			row = append(row, terminal.Number(n))
		}
		rows = append(rows, row)
	}
	p.grid(columns, rows)
}

func targetName(t reports.Target) string {
	name := t.ID
	if t.Build != "" {
		name += " " + t.Build
	}
	if t.Origin {
		name += " (origin)"
	}
	return terminal.Clean(name)
}

// concerns counts the findings. Concerns that nobody looked at are shown as
// that, not as free of findings.
func (p *printer) concerns() {
	counts := map[finding.Concern][finding.Error + 1]int{}
	for i := range p.report.Findings {
		f := &p.report.Findings[i]
		if f.Severity <= finding.Error {
			n := counts[f.Concern]
			n[f.Severity]++
			counts[f.Concern] = n
		}
	}
	note := terminal.Number(len(p.report.Findings))
	if n := p.report.Totals.Guarded; n > 0 {
		note += ", " + terminal.Number(n) + " of them guarded"
	}
	if quiet := p.report.Totals.Quiet(); quiet != "" {
		note += ", " + quiet
	}
	p.section("Findings", note)
	columns := []column{
		{title: "concern"}, {title: "error", number: true}, {title: "warning", number: true},
		{title: "info", number: true}, {title: "total", number: true}, {},
	}
	var rows [][]string
	var skipped []string
	for _, c := range finding.Concerns {
		n := counts[c]
		total := n[finding.Error] + n[finding.Warning] + n[finding.Info]
		if total == 0 && !slices.Contains(p.report.Run.Concerns, c) {
			skipped = append(skipped, string(c))
			continue
		}
		rows = append(rows, []string{string(c), terminal.Number(n[finding.Error]), terminal.Number(n[finding.Warning]),
			terminal.Number(n[finding.Info]), terminal.Number(total), ""})
	}
	for _, c := range skipped {
		rows = append(rows, []string{c, "-", "-", "-", "-", "not looked at"})
	}
	p.grid(columns, rows)
}

// workItems shows what there is to do, as the report sorts it.
func (p *printer) workItems() {
	items := p.report.WorkItems
	count, note := p.shown(len(items))
	if count == 0 {
		return
	}
	p.section("Work items", note)
	columns := []column{
		{title: "what to do", least: 16}, {title: "where", least: 16}, {title: "places", number: true},
		{title: "of them\nblocking", number: true}, {title: "files", number: true},
		{title: "effort"}, {title: "targets", least: 12},
	}
	var rows [][]string
	for _, w := range items[:count] {
		title := w.Title
		if w.Rule != "" {
			title += " (" + w.Rule + ")"
		}
		effort := "-"
		if w.Minutes > 0 {
			effort = w.Effort + ", " + reports.WorkTime(w.Minutes)
		}
		rows = append(rows, []string{
			terminal.Clean(title), terminal.Clean(w.Where()), terminal.Number(w.Findings),
			terminal.Number(w.Blocking), terminal.Number(w.Files), terminal.Clean(effort), p.targets(w.Targets),
		})
	}
	p.grid(columns, rows)
}

// targets names targets; "all" if they are all port targets, "-" if none.
func (p *printer) targets(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	all := true
	for _, t := range p.report.Targets {
		all = all && (t.Origin || slices.Contains(ids, t.ID))
	}
	if all {
		return "all"
	}
	return terminal.Clean(strings.Join(ids, ", "))
}

// unknowns shows what could not be told, and what would settle it.
func (p *printer) unknowns() {
	list := p.report.Unknowns
	count, note := p.shown(len(list))
	if count == 0 {
		return
	}
	p.section("Unknown", strings.TrimPrefix(note+"; ", "; ")+p.unknownKinds())
	columns := []column{{title: "where", least: 16}, {title: "what", least: 16}, {title: "what settles it", least: 16}}
	var rows [][]string
	for _, u := range list[:count] {
		rows = append(rows, []string{unknownPlace(u), terminal.Clean(u.Message), terminal.Clean(u.Settle)})
	}
	p.grid(columns, rows)
}

func (p *printer) unknownKinds() string {
	counts := map[string]int{}
	for _, u := range p.report.Unknowns {
		counts[u.Kind]++
	}
	var parts []string
	for _, k := range kinds {
		if n := counts[k.kind]; n > 0 {
			parts = append(parts, terminal.Number(n)+" "+k.words)
			delete(counts, k.kind)
		}
	}
	others := 0
	for _, n := range counts {
		others += n
	}
	if others > 0 {
		parts = append(parts, terminal.Number(others)+" of other kinds")
	}
	return strings.Join(parts, ", ")
}

// kinds says in words what the kinds of unknowns are.
var kinds = []struct{ kind, words string }{
	{finding.UnknownSource, "without source"},
	{finding.UnknownUnreadable, "not readable"},
	{finding.UnknownUnparsed, "not wholly parsed"},
	{finding.UnknownAnalyzer, "where an analyzer failed"},
	{finding.UnknownInput, "without input"},
}

func unknownPlace(u finding.Unknown) string {
	place := u.Repo
	switch {
	case u.Path != "":
		place += "/" + u.Path
	case u.Package != "":
		place += "/" + u.Package
	}
	if u.Line > 0 {
		place += fmt.Sprintf(":%d", u.Line)
	}
	return terminal.Clean(place)
}

// findings lists every finding, in the form that editors and terminals make
// links of.
func (p *printer) findings() {
	list := p.report.Findings
	p.section("All findings", terminal.Number(len(list)))
	for i := range list {
		f := &list[i]
		p.printf("%s:%d:%d %s %s\n", terminal.Clean(f.Repo+"/"+f.Path), f.Line, f.Column,
			p.paint(severityStyle(f.Severity), terminal.Clean(f.Rule)), terminal.Clean(f.Message))
		if f.Snippet != "" {
			p.printf("    | %s\n", terminal.Clean(f.Snippet))
		}
		if f.Guard != "" {
			p.printf("    = guarded by %s\n", terminal.Clean(f.Guard))
		}
		if s := f.Suppressed; s != nil {
			p.printf("    = suppressed (%s): %s\n", terminal.Clean(s.Kind), terminal.Clean(s.Reason))
		}
	}
	if len(list) > 0 {
		p.printf("\n")
	}
}
