// Package explain writes why a report says what it says: of one finding, what
// was matched and what it rests on; of one package, what makes it ready.
package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// width is the column that running text is wrapped at.
const width = 96

// page gathers a text that is made safe for a terminal.
type page struct{ strings.Builder }

// field writes a label and a text, wrapped beside it.
func (p *page) field(label, text string) {
	const column = 12
	for i, line := range terminal.Wrap(terminal.Clean(text), width-column) {
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(p, "%-*s%s\n", column, label, line)
	}
}

// line writes one line below a label, not wrapped: places and commands are
// there to be copied.
func (p *page) line(format string, args ...any) {
	fmt.Fprintf(p, "            %s\n", terminal.Clean(fmt.Sprintf(format, args...)))
}

// Finding writes one finding of a report: the line, what was matched and what
// names stood for, the guard, each target with what its index says, and how to
// dispute it.
func Finding(w io.Writer, r *reports.Report, f *finding.Finding) error {
	var p page
	fmt.Fprintf(&p, "%s/%s:%d:%d: %s %s\n\n", terminal.Clean(f.Repo), terminal.Clean(f.Path), f.Line, f.Column,
		f.Rule, terminal.Clean(f.Message))
	fmt.Fprintf(&p, "%7d | %s\n\n", f.Line, terminal.Clean(f.Snippet))
	p.field("Matched", fmt.Sprintf("%s, by rule %s: severity %s, confidence %s", f.Subject, f.Rule, f.Severity, f.Confidence))
	p.trace(f)
	p.guard(f)
	p.field("Where", fmt.Sprintf("package %s/%s, role %s%s", f.Repo, f.Package, f.Role, counts(f.Role)))
	p.targets(r, f)
	p.evidence(r, f)
	if item := itemOf(r, f.WorkItem); item != nil {
		p.field("Work item", fmt.Sprintf("%s (%s): %s, effort %s, %s", item.Title, item.Where(),
			terminal.Count(item.Findings, "place", "places"), item.Effort, item.Basis))
	}
	p.fix(f)
	p.field("Rule", "stxscan explain "+f.Rule)
	p.dispute(f)
	_, err := io.WriteString(w, p.String())
	return err
}

func counts(role finding.Role) string {
	if role.Blocks() {
		return ""
	}
	return ", which does not count for readiness"
}

// trace writes what names stood for, and where that is written.
func (p *page) trace(f *finding.Finding) {
	label := "Resolved"
	for _, s := range f.Trace {
		if s.Name == finding.GuardStep {
			continue
		}
		p.field(label, fmt.Sprintf("%s is %s, by line %d, column %d", s.Name, s.Value, s.Line, s.Column))
		label = ""
	}
}

func (p *page) guard(f *finding.Finding) {
	if f.Guard == "" {
		p.field("Guard", "none keeps it from running")
		return
	}
	by := ""
	for _, s := range f.Trace {
		if s.Name == finding.GuardStep {
			by = fmt.Sprintf(", by line %d: %s", s.Line, s.Value)
		}
	}
	p.field("Guard", f.Guard+by)
	p.field("", "so the finding is for information only")
}

// targets writes the effect on each target.
func (p *page) targets(r *reports.Report, f *finding.Finding) {
	label := "Targets"
	for _, t := range r.Targets {
		e := f.Targets[t.ID]
		text := fmt.Sprintf("%-13s %s", t.ID, e.Effect)
		switch {
		case e.Alternative != "":
			text += ": use " + e.Alternative
		case e.Note != "":
			text += ": " + e.Note
		}
		p.field(label, text)
		label = ""
	}
}

// evidence writes what the indexes say of the need that the finding is about,
// with their dates.
func (p *page) evidence(r *reports.Report, f *finding.Finding) {
	label := "Evidence"
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		if d.Repo != f.Repo || d.Path != f.Path || d.Line != f.Line || d.Name != f.Subject {
			continue
		}
		for _, t := range r.Targets {
			v, ok := d.Verdicts[t.ID]
			if !ok {
				continue
			}
			text := fmt.Sprintf("%s: %s is %s", t.ID, strings.TrimSpace(d.Name+" "+d.Constraint), v.Verdict)
			if v.Name != "" && v.Name != d.Name {
				text += " as " + v.Name
			}
			if v.Version != "" {
				text += " " + v.Version
			}
			if v.Evidence != "" {
				text += ": " + v.Evidence
			}
			if t.Index != nil && t.Index.Date != "" {
				text += " (index of " + t.Index.Date + ")"
			}
			p.field(label, text)
			label = ""
		}
	}
}

// fix shows what to write instead, where that is known.
func (p *page) fix(f *finding.Finding) {
	switch {
	case f.Fix == nil:
		return
	case !f.Fix.Mends():
		p.field("Fix", "by hand: "+f.Fix.Without)
		return
	case f.Fix.After != "":
		p.field("Fix", "write")
		p.code(f.Fix.After)
	case len(f.Fix.Edits) > 0:
		p.field("Fix", fmt.Sprintf("%s, from line %d on", terminal.Count(len(f.Fix.Edits), "edit", "edits"), f.Fix.Edits[0].Line))
	default:
		p.field("Fix", "the line stays")
	}
	for _, e := range f.Fix.Shared {
		p.field("", fmt.Sprintf("and in line %d", e.Line))
		p.code(strings.Trim(strings.ReplaceAll(e.Text, "\r", ""), "\n"))
	}
	if f.Fix.Group != "" {
		p.field("", "in one go with the others of the file that need it ("+f.Fix.Group+")")
	}
	p.field("", "stxscan scan --suggest=FILE.diff writes it as a diff")
}

// code writes lines of code as they are.
func (p *page) code(text string) {
	for _, line := range strings.Split(text, "\n") {
		p.line("    %s", line)
	}
}

// dispute says how to contradict: a suppression that can be pasted.
func (p *page) dispute(f *finding.Finding) {
	p.field("Fingerprint", f.Fingerprint)
	p.field("Dispute", "if it is wrong or accepted, say so in .stxscan.yaml; kind is false-positive, accepted, wont-fix or later:")
	for _, line := range strings.Split(f.SuppressionEntry(finding.FalsePositive, ""), "\n") {
		p.line("%s", line)
	}
	p.field("", "'stxscan triage "+f.Fingerprint+" --wrong \"REASON\"' writes that")
}

func itemOf(r *reports.Report, id string) *reports.WorkItem {
	i := slices.IndexFunc(r.WorkItems, func(w reports.WorkItem) bool { return w.ID == id })
	if i < 0 {
		return nil
	}
	return &r.WorkItems[i]
}
