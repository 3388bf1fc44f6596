// Package markdown writes a report as a comment on a pull request: how far each
// target is, what is new, and what there is to do.
package markdown

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// The bounds. GitHub refuses comments of more than 65,536 characters.
const (
	MaxBytes    = 60_000
	reserve     = 2_000 // for the lines that say what was left out, and the last
	maxPlaces   = 100
	maxItems    = 10
	maxUnknowns = 20
	maxCell     = 300 // characters
	maxName     = 40
)

// Write writes a headline, a table of the targets, what is new if the report was
// held against a base, the first work items that stand in the way, and what
// could not be told. It is at most MaxBytes long, and says of every list how much
// of it is left out. Suppressed findings are counted, no more. Text of the
// scanned tree is escaped. The error is that of w.
func Write(w io.Writer, r *reports.Report) error {
	d := &document{view: ci.New(r), report: r}
	d.headline()
	d.targets()
	if d.view.Compared {
		d.places("Fails the gate", true)
		d.places("New, and does not fail it", false)
	}
	if d.view.Compared {
		d.newUnknowns()
	}
	d.items()
	if !d.view.Compared {
		d.unknownKinds()
	}
	d.end()
	_, err := io.WriteString(w, d.text.String())
	return err
}

type document struct {
	text   strings.Builder
	view   *ci.View
	report *reports.Report
}

func (d *document) headline() {
	title := "What stands in the way"
	if d.view.Compared {
		title = "Nothing new stands in the way"
		if n := d.view.Failing(); n > 0 {
			title = terminal.Count(n, "finding fails the gate", "findings fail the gate")
		} else if len(d.view.Unknowns) > 0 {
			title = "It could not be told whether something new stands in the way"
		}
	}
	d.text.WriteString("## stxscan: " + title + "\n\n" + Escape(d.view.Sentence()) + ".\n")
	if delta := d.report.Delta; delta != nil {
		fmt.Fprintf(&d.text, "Compared with the %s %s: %s moved to other files, %s gone.\n", Escape(delta.Base.Kind), Code(cut(delta.Base.Name, maxCell)),
			terminal.Number(delta.Updated), terminal.Number(len(delta.Absent)))
	}
}

func (d *document) targets() {
	rows := [][]string{{"target", "packages", "ready", "likely", "need work", "blocked", "cannot be assessed", "not applicable"}}
	for _, t := range d.report.Targets {
		if t.Origin {
			continue
		}
		h, row := t.Headline, []string{Escape(cut(t.ID, maxCell))}
		for _, n := range []int{h.Packages, h.Ready, h.Likely, h.NeedsWork, h.Blocked, h.NotAssessable, h.NotApplicable} {
			row = append(row, terminal.Number(n))
		}
		rows = append(rows, row)
	}
	d.more(len(rows)-1, d.table("", rows, 1))
}

// places lists those for which the gate fails, or those for which it does not.
func (d *document) places(title string, failing bool) {
	rows := [][]string{{"rule", "where", "what"}}
	n := 0
	for i := range d.view.Places {
		p := &d.view.Places[i]
		if p.Failing != failing {
			continue
		}
		if n++; n > maxPlaces {
			continue
		}
		rows = append(rows, []string{Escape(p.Rule), Code(cut(fmt.Sprintf("%s:%d", p.File, p.Line), maxCell)), Escape(cut(p.Text(), maxCell))})
	}
	d.more(n, d.table(title, rows, 0))
}

// newUnknowns lists what the base could tell.
func (d *document) newUnknowns() {
	rows := [][]string{{"where", "what", "what settles it"}}
	for i := range d.view.Unknowns {
		if i == maxUnknowns {
			break
		}
		u := &d.view.Unknowns[i]
		rows = append(rows, []string{Code(cut(u.File, maxCell)), Escape(cut(u.Message, maxCell)), Escape(cut(u.Settle, maxCell))})
	}
	d.more(len(d.view.Unknowns), d.table("Could not be told", rows, 0))
}

// unknownKinds counts what could not be told by what settles it.
func (d *document) unknownKinds() {
	type group struct {
		first *ci.Unknown
		n     int
	}
	byKind := map[[2]string]*group{}
	var groups []*group
	for i := range d.view.Unknowns {
		u := &d.view.Unknowns[i]
		key := [2]string{u.Kind, u.Settle}
		if byKind[key] == nil {
			byKind[key] = &group{first: u}
			groups = append(groups, byKind[key])
		}
		byKind[key].n++
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return b.n - a.n })
	rows := [][]string{{"times", "what, such as", "what settles it"}}
	for _, g := range groups[:min(len(groups), maxUnknowns)] {
		rows = append(rows, []string{terminal.Number(g.n), Escape(cut(g.first.Message, maxCell)), Escape(cut(g.first.Settle, maxCell))})
	}
	d.more(len(groups), d.table("Could not be told", rows, 0))
}

func (d *document) items() {
	blocking := slices.DeleteFunc(slices.Clone(d.report.WorkItems), func(w reports.WorkItem) bool { return w.Blocking == 0 })
	rows := [][]string{{"work", "where", "places", "effort"}}
	for i := range blocking[:min(len(blocking), maxItems)] {
		w := &blocking[i]
		rows = append(rows, []string{Escape(cut(w.Title, maxCell)), Escape(cut(w.Where(), maxCell)), terminal.Number(w.Blocking), reports.WorkTime(w.Minutes)})
	}
	d.more(len(blocking), d.table("To do first", rows, 0))
}

func (d *document) end() {
	t := d.report
	d.text.WriteString("\n" + strings.TrimSpace("stxscan "+Escape(cut(t.Tool.Version, maxName))) + ", " + t.Run.Time.UTC().Format(time.DateOnly))
	if n := len(t.Inputs); n == 1 {
		in := t.Inputs[0]
		fmt.Fprintf(&d.text, ", %s at %s", Escape(cut(in.Repo, maxName)), Escape(cut(in.Commit, maxName)))
	} else if n > 1 {
		fmt.Fprintf(&d.text, ", %d repos", n)
	}
	d.text.WriteString(".\n")
}

// table writes rows below a title, as many as there is room for, and nothing if
// there are none. From the column numbers on they are numbers, if it is not 0.
// It returns how many rows stand below the head.
func (d *document) table(title string, rows [][]string, numbers int) (shown int) {
	if len(rows) == 1 {
		return 0
	}
	if title != "" {
		d.text.WriteString("\n### " + title + "\n")
	}
	d.text.WriteByte('\n')
	for i, row := range rows {
		line := "| " + strings.Join(row, " | ") + " |\n"
		if d.text.Len()+len(line)+reserve > MaxBytes {
			return max(i-1, 0)
		}
		d.text.WriteString(line)
		if i == 0 {
			for column := range row {
				d.text.WriteString(map[bool]string{true: "|---:", false: "|---"}[numbers > 0 && column >= numbers])
			}
			d.text.WriteString("|\n")
		}
	}
	return len(rows) - 1
}

// more says how many of a list are not shown.
func (d *document) more(all, shown int) {
	if all > shown {
		fmt.Fprintf(&d.text, "\n%s of %s are shown.\n", terminal.Number(shown), terminal.Number(all))
	}
}

// cut bounds what stands in a cell.
func cut(s string, most int) string { return terminal.Clip(s, most, "…") }
