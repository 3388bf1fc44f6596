package changes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// DiffOptions says how to write a comparison.
type DiffOptions struct {
	// Top is how many entries of a list to show; 0 shows all. What is left out
	// is counted.
	Top int
}

// WriteDiffJSON writes a comparison as JSON. The error is that of w.
func WriteDiffJSON(w io.Writer, d *policy.Diff, _ DiffOptions) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// WriteDiffText writes a comparison for a terminal.
func WriteDiffText(w io.Writer, d *policy.Diff, o DiffOptions) error {
	return writeDiff(w, d, o, text{})
}

// WriteDiffMarkdown writes a comparison in Markdown: the agenda of a call.
func WriteDiffMarkdown(w io.Writer, d *policy.Diff, o DiffOptions) error {
	return writeDiff(w, d, o, markdown{})
}

// form is how headings, rows and text of the scanned tree are written.
type form interface {
	heading(b *strings.Builder, title string)
	// table writes rows; the first is the head.
	table(b *strings.Builder, rows [][]string)
	item(b *strings.Builder, text string)
	// clean makes text from outside safe.
	clean(text string) string
}

func writeDiff(w io.Writer, d *policy.Diff, o DiffOptions, f form) error {
	var b strings.Builder
	f.heading(&b, "What moved")
	f.item(&b, fmt.Sprintf("%s to %s: %s, %d gone, %d moved to other files",
		d.Old.Time.Format(time.DateOnly), d.New.Time.Format(time.DateOnly),
		terminal.Count(len(d.Came), "finding is new", "findings are new"), len(d.Gone), len(d.Moved)))
	f.item(&b, fmt.Sprintf("%s cleared, %d new; %s settled, %d new",
		terminal.Count(len(d.ItemsCleared), "work item", "work items"), len(d.ItemsNew),
		terminal.Count(len(d.UnknownsGone), "unknown", "unknowns"), len(d.UnknownsNew)))
	for _, why := range d.NotComparable {
		f.item(&b, "Numbers are not comparable because "+f.clean(why))
	}
	causeTable(&b, d, f)
	concernTable(&b, d, f)
	packageTable(&b, d, o, f)
	verdictList(&b, d, f, o)
	list(&b, f, o, "Work items cleared", d.ItemsCleared, func(i reports.WorkItem) string { return itemText(i, f) })
	list(&b, f, o, "New work items", d.ItemsNew, func(i reports.WorkItem) string { return itemText(i, f) })
	list(&b, f, o, "New findings", d.Came, func(r policy.FindingRef) string { return refText(r, f) })
	list(&b, f, o, "Findings that are gone", d.Gone, func(r policy.FindingRef) string { return refText(r, f) })
	list(&b, f, o, "Findings that moved", d.Moved, func(m policy.Move) string {
		return refText(m.FindingRef, f) + " (was in " + f.clean(m.FromRepo+"/"+m.FromPath) + ")"
	})
	list(&b, f, o, "New unknowns", d.UnknownsNew, unknownText(f))
	list(&b, f, o, "Unknowns that are settled", d.UnknownsGone, unknownText(f))
	_, err := io.WriteString(w, b.String())
	return err
}

// causeTable says per target how many places are in the way, and what moved them:
// a row for each cause, those that are progress first.
func causeTable(b *strings.Builder, d *policy.Diff, f form) {
	if !slices.ContainsFunc(d.Targets, func(t policy.TargetChange) bool { return len(t.Places) > 0 }) {
		return
	}
	rows := [][]string{{"target", "before", "after", "cause", "gone", "new"}}
	for i := range d.Targets {
		t := &d.Targets[i]
		first := len(rows)
		for _, c := range t.ByCauses() {
			rows = append(rows, []string{"", "", "", string(c.Cause), terminal.Number(c.Gone), terminal.Number(c.Came)})
		}
		if len(rows) == first {
			rows = append(rows, []string{"", "", "", "none", "0", "0"})
		}
		rows[first][0], rows[first][1], rows[first][2] = f.clean(t.Target), terminal.Number(t.PlacesBefore), terminal.Number(t.PlacesAfter)
	}
	f.heading(b, "Places in the way, and why they moved")
	f.table(b, rows)
}

func concernTable(b *strings.Builder, d *policy.Diff, f form) {
	rows := [][]string{{"concern", "before", "after", "new", "gone", "moved"}}
	for _, c := range d.Concerns {
		if c.Before+c.After > 0 {
			rows = append(rows, append([]string{string(c.Concern), terminal.Number(c.Before), terminal.Number(c.After)}, tally(c.Tally)...))
		}
	}
	if len(rows) > 1 {
		f.heading(b, "By concern")
		f.table(b, rows)
	}
}

func tally(t policy.Tally) []string {
	return []string{terminal.Number(t.New), terminal.Number(t.Gone), terminal.Number(t.Moved)}
}

func packageTable(b *strings.Builder, d *policy.Diff, o DiffOptions, f form) {
	if len(d.Packages) == 0 {
		return
	}
	rows := [][]string{{"package", "concern", "new", "gone", "moved"}}
	shown, rest := cut(d.Packages, o.Top)
	for _, p := range shown {
		rows = append(rows, append([]string{f.clean(p.Repo + "/" + p.Package), f.clean(string(p.Concern))}, tally(p.Tally)...))
	}
	f.heading(b, "By package")
	f.table(b, rows)
	more(b, f, rest)
}

// verdictList groups the packages by what their verdict became, and where.
func verdictList(b *strings.Builder, d *policy.Diff, f form, o DiffOptions) {
	groups := d.VerdictGroups(func(v *policy.VerdictChange) string {
		return fmt.Sprintf("%s to %s", f.clean(string(v.Before)), f.clean(string(v.After)))
	})
	list(b, f, DiffOptions{}, "Verdicts that changed", groups, func(g policy.VerdictGroup) string {
		return g.What + " on " + f.clean(terminal.List(g.Targets)) + ": " + terminal.Few(g.Packages, o.Top, f.clean)
	})
	if len(d.PackagesNew)+len(d.PackagesGone) > 0 {
		f.heading(b, "Packages of one report only")
	}
	if len(d.PackagesNew) > 0 {
		f.item(b, "new: "+terminal.Few(d.PackagesNew, o.Top, f.clean))
	}
	if len(d.PackagesGone) > 0 {
		f.item(b, "gone: "+terminal.Few(d.PackagesGone, o.Top, f.clean))
	}
}

func itemText(i reports.WorkItem, f form) string {
	return f.clean(i.Title) + " (" + f.clean(i.Where()) + ", " + terminal.Count(i.Findings, "finding", "findings") + ")"
}

func refText(r policy.FindingRef, f form) string {
	return fmt.Sprintf("%s:%d:%d: %s %s", f.clean(r.Repo+"/"+r.Path), r.Line, r.Column, f.clean(r.Rule), f.clean(r.Message))
}

// list writes a heading and a bounded list, nothing for an empty one.
func list[T any](b *strings.Builder, f form, o DiffOptions, title string, all []T, text func(T) string) {
	if len(all) == 0 {
		return
	}
	f.heading(b, fmt.Sprintf("%s (%s)", title, terminal.Number(len(all))))
	shown, rest := cut(all, o.Top)
	for _, one := range shown {
		f.item(b, text(one))
	}
	more(b, f, rest)
}

func cut[T any](all []T, top int) (shown []T, rest int) {
	if top <= 0 || len(all) <= top {
		return all, 0
	}
	return all[:top], len(all) - top
}

func more(b *strings.Builder, f form, rest int) {
	if rest > 0 {
		f.item(b, fmt.Sprintf("and %s more: --top 0 shows all", terminal.Number(rest)))
	}
}
