// Package csv writes findings as a table for spreadsheets.
package csv

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// columns are those before the effects on each target.
var columns = []string{
	"kind", "repo", "package", "path", "line", "column", "rule", "concern", "level", "confidence", "role", "message",
	"subject", "work_item", "baseline_state", "fails", "suppressed", "fingerprint",
}

// Write writes RFC 4180 in UTF-8: a row of names, then a row for each finding,
// and one for each thing that could not be told (kind "unknown", the rule is
// what kind of unknown it is, the subject what would settle it). level is the
// worst severity on a target where the finding stands in the way, else info; the
// last columns, "on TARGET", give its effect on each. Suppressed findings are
// there, and the column suppressed says why. Of a report that was held against
// a base only what is new is written.
//
// A field that a spreadsheet would take for a formula begins with an apostrophe,
// and every row is one line: what would break it is made visible. The error is
// that of w.
func Write(w io.Writer, r *reports.Report) error {
	t := table{csv.NewWriter(w), r}
	t.out.UseCRLF = true
	head := slices.Clone(columns)
	for _, target := range r.Targets {
		head = append(head, "on "+target.ID)
	}
	t.row(head)
	view := ci.New(r)
	t.findings(view)
	for i := range view.Unknowns {
		t.unknown(&view.Unknowns[i])
	}
	t.out.Flush()
	return t.out.Error()
}

type table struct {
	out    *csv.Writer
	report *reports.Report
}

// row writes fields. An error is kept by the writer until Flush.
func (t table) row(fields []string) {
	for i, field := range fields {
		fields[i] = guard(terminal.Clean(field))
	}
	_ = t.out.Write(fields)
}

// findings writes those of the view and, where they stand in the report, the
// suppressed ones.
func (t table) findings(view *ci.View) {
	dirs, next := ci.Folders(t.report), 0
	for i := range t.report.Findings {
		f := &t.report.Findings[i]
		switch {
		case next < len(view.Places) && view.Places[next].Finding == f:
			t.finding(&view.Places[next])
			next++
		case f.Suppressed != nil && (!view.Compared || f.BaselineState == finding.BaselineNew):
			p := ci.NewPlace(t.report, f, dirs[f.Repo])
			t.finding(&p)
		}
	}
}

func (t table) finding(p *ci.Place) {
	suppressed := ""
	if s := p.Suppressed; s != nil {
		suppressed = s.Kind + ": " + s.Reason
	}
	fields := []string{
		"finding", p.Repo, p.Package, p.Path, strconv.Itoa(p.Line), strconv.Itoa(p.Column), p.Rule, string(p.Concern), p.Level.String(),
		p.Confidence.String(), string(p.Role), p.Message, p.Subject, p.WorkItem, string(p.BaselineState), strings.Join(p.Fails, " "),
		suppressed, p.Fingerprint,
	}
	for _, target := range t.report.Targets {
		fields = append(fields, string(p.Targets[target.ID].Effect))
	}
	t.row(fields)
}

func (t table) unknown(u *ci.Unknown) {
	fields := make([]string, len(columns)+len(t.report.Targets))
	set := func(column, value string) { fields[slices.Index(columns, column)] = value }
	copy(fields, []string{"unknown", u.Repo, u.Package, u.Path})
	if u.Line > 0 {
		set("line", strconv.Itoa(u.Line))
	}
	set("rule", u.Kind)
	set("message", u.Message)
	set("subject", u.Settle)
	if u.New {
		set("baseline_state", string(finding.BaselineNew))
	}
	t.row(fields)
}

// formulas begin one in some spreadsheet, those in full width too.
const formulas = "=+-@\uff1d\uff0b\uff0d\uff20"

// guard keeps a clean text from being a formula (OWASP, "CSV Injection"). Tabs
// and line ends, which can begin one too, are visible in a clean text.
func guard(text string) string {
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " '\"")); text != "" && strings.ContainsRune(formulas, first) {
		return "'" + text
	}
	return text
}
