// Package table writes a report as text for a terminal: verdicts, findings,
// packages, work items and unknowns in tables, and the findings as a list.
package table

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Options says how to write.
type Options struct {
	// Width is how many columns there are, 100 if 0. Tables keep to it by
	// wrapping text; columns of numbers are never cut.
	Width int
	// Color marks severities and headings with ANSI sequences.
	Color bool
	// Top is how many rows a section shows at most, all if 0 or less.
	Top int
	// Findings adds the list of all findings.
	Findings bool
}

const defaultWidth = 100

// Write writes the report. Names and text of the scanned tree are made safe
// for a terminal. The error is that of w.
func Write(w io.Writer, r *reports.Report, o Options) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	out := bufio.NewWriter(w)
	p := &printer{out: out, report: r, options: o}
	p.headlines()
	p.concerns()
	p.packages()
	p.workItems()
	p.pins()
	p.unknowns()
	if o.Findings {
		p.findings()
	}
	p.closing()
	if p.err != nil {
		return p.err
	}
	return out.Flush()
}

// printer writes the sections, one after the other.
type printer struct {
	out     *bufio.Writer
	report  *reports.Report
	options Options
	err     error // of a table; out keeps its own
}

func (p *printer) printf(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

// section begins a section. note stands behind its title.
func (p *printer) section(title, note string) {
	if note != "" {
		note = " (" + note + ")"
	}
	p.printf("%s%s\n\n", p.paint(bold, title), note)
}

// shown says how many rows of a list are shown: "15 of 431 shown", "" if all.
func (p *printer) shown(total int) (rows int, note string) {
	top := p.options.Top
	if top <= 0 || total <= top {
		return total, ""
	}
	return top, fmt.Sprintf("%s of %s shown", terminal.Number(top), terminal.Number(total))
}

// The styles, as parameters of the ANSI sequence that selects them.
const (
	bold   = "1"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

func (p *printer) paint(style, text string) string {
	if !p.options.Color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func severityStyle(s finding.Severity) string {
	switch s {
	case finding.Error:
		return red
	case finding.Warning:
		return yellow
	}
	return cyan
}

// closing is one line that says that something was looked at, and how much.
func (p *printer) closing() {
	t := p.report.Totals
	skipped := 0
	for _, n := range t.Files.Skipped {
		skipped += n
	}
	counts := []string{
		terminal.Count(t.Severities[finding.Error.String()], "error", "errors"),
		terminal.Count(t.Severities[finding.Warning.String()], "warning", "warnings"),
		terminal.Number(t.Severities[finding.Info.String()]) + " for information",
	}
	text := fmt.Sprintf("%s (%s) in %s scanned of %s; %s skipped, %s unknown.",
		terminal.Count(len(p.report.Findings), "finding", "findings"), strings.Join(counts, ", "),
		terminal.Count(t.Files.Scanned, "file", "files"), terminal.Number(t.Files.Listed),
		terminal.Number(skipped), terminal.Number(t.Files.Unknown))
	p.printf("%s\n", strings.Join(terminal.Wrap(text, p.options.Width), "\n"))
}
