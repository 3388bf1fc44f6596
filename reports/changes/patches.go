package changes

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/patchhistory"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// WritePatchesJSON writes what became of patches as JSON. The error is that of w.
func WritePatchesJSON(w io.Writer, h *patchhistory.History, _ DiffOptions) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(h)
}

// WritePatchesText writes what became of patches for a terminal.
func WritePatchesText(w io.Writer, h *patchhistory.History, o DiffOptions) error {
	return writePatches(w, h, o, text{})
}

// WritePatchesMarkdown writes what became of patches in Markdown: notes for a call.
func WritePatchesMarkdown(w io.Writer, h *patchhistory.History, o DiffOptions) error {
	return writePatches(w, h, o, markdown{})
}

func writePatches(w io.Writer, h *patchhistory.History, o DiffOptions, f form) error {
	var b strings.Builder
	t := h.Totals
	f.heading(&b, "What became of patches")
	f.item(&b, f.clean(fmt.Sprintf("%s: %s", h.From.Name, sideText(h.From))))
	f.item(&b, f.clean(fmt.Sprintf("%s: %s", h.To.Name, sideText(h.To))))
	f.item(&b, fmt.Sprintf("%s - %s left + %s came = %s", terminal.Number(t.Before), terminal.Number(t.Left), terminal.Number(t.Came), terminal.Number(t.After)))
	f.item(&b, fmt.Sprintf("kept %s: %s", terminal.Number(t.Kept), classText(t.Classes, patchhistory.Kept)))
	f.item(&b, fmt.Sprintf("left %s: %s", terminal.Number(t.Left), classText(t.Classes, patchhistory.Left)))
	f.item(&b, fmt.Sprintf("came %s: %s", terminal.Number(t.Came), classText(t.Classes, patchhistory.New)))
	for _, why := range h.NotComparable {
		f.item(&b, "Less is known than it seems because "+f.clean(why))
	}
	patchPackages(&b, h, o, f)
	for _, class := range slices.Concat(patchhistory.Left, patchhistory.New, patchhistory.Kept[1:]) {
		var rows []patchhistory.Row
		for _, row := range h.Rows {
			if row.Class == class {
				rows = append(rows, row)
			}
		}
		list(&b, f, o, classTitle[class], rows, func(r patchhistory.Row) string { return rowText(r, f) })
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// classTitle says what the rows of a class have in common.
var classTitle = map[patchhistory.Class]string{
	patchhistory.Refreshed:      "Kept, with another change",
	patchhistory.Moved:          "Kept elsewhere",
	patchhistory.MovedRefreshed: "Kept elsewhere, with another change",
	patchhistory.Upstreamed:     "Left: upstream has them",
	patchhistory.Squashed:       "Left: went into another patch",
	patchhistory.Split:          "Left: split up",
	patchhistory.Overlay:        "Left: a package of configuration took their place",
	patchhistory.WithPackage:    "Left with their package",
	patchhistory.WithPackaging:  "Left with the packaging for a system",
	patchhistory.NewBase:        "Left out with a new version of what is patched",
	patchhistory.Dropped:        "Left out",
	patchhistory.Unknown:        "Not known: the later report does not hold their repo",
	patchhistory.Came:           "New",
	patchhistory.CamePackage:    "New with a new package",
	patchhistory.CamePackaging:  "New with packaging for another system",
	patchhistory.CameSquash:     "New: made of several",
	patchhistory.CamePiece:      "New: a part of another",
}

func sideText(s patchhistory.Side) string {
	var kinds []string
	for _, kind := range []string{"meta", "source", "files", "loose"} {
		if n := s.Kinds[kind]; n > 0 {
			kinds = append(kinds, terminal.Number(n)+" "+kind)
		}
	}
	text := terminal.Count(s.Patches, "patch", "patches") + " in " + terminal.Count(s.Stacks, "package", "packages")
	if len(kinds) > 0 {
		text += " (" + strings.Join(kinds, ", ") + ")"
	}
	return text
}

// classText counts by class, those that occur.
func classText(counts map[patchhistory.Class]int, order []patchhistory.Class) string {
	var parts []string
	for _, class := range order {
		if n := counts[class]; n > 0 {
			parts = append(parts, terminal.Number(n)+" "+string(class))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// patchPackages writes the packages in which something changed, the most first.
func patchPackages(b *strings.Builder, h *patchhistory.History, o DiffOptions, f form) {
	var moved []patchhistory.PackageMove
	for _, p := range h.Packages {
		if changed(p) > 0 || p.Was != "" {
			moved = append(moved, p)
		}
	}
	if len(moved) == 0 {
		return
	}
	slices.SortStableFunc(moved, func(a, b patchhistory.PackageMove) int { return cmp.Compare(changed(b), changed(a)) })
	rows := [][]string{{"package", "before", "left", "came", "in", "out", "after", "how"}}
	shown, rest := cut(moved, o.Top)
	for _, p := range shown {
		how := []string{}
		if p.Was != "" {
			how = append(how, "was "+p.Was)
		}
		if count(p.Left) > 0 {
			how = append(how, "left: "+classText(p.Left, patchhistory.Left))
		}
		if count(p.Came) > 0 {
			how = append(how, "came: "+classText(p.Came, patchhistory.New))
		}
		rows = append(rows, []string{f.clean(p.Repo + "/" + p.Package), terminal.Number(p.Before), terminal.Number(count(p.Left)),
			terminal.Number(count(p.Came)), terminal.Number(p.In), terminal.Number(p.Out), terminal.Number(p.After), f.clean(strings.Join(how, "; "))})
	}
	f.heading(b, "By package")
	f.table(b, rows)
	more(b, f, rest)
}

func changed(p patchhistory.PackageMove) int { return count(p.Left) + count(p.Came) + p.In + p.Out }

func count(classes map[patchhistory.Class]int) int {
	n := 0
	for _, c := range classes {
		n += c
	}
	return n
}

func rowText(r patchhistory.Row, f form) string {
	place := func(p *patchhistory.Place) string { return p.Repo + "/" + p.Path }
	var text string
	switch {
	case r.New == nil:
		text = place(r.Old)
	case r.Old == nil:
		text = place(r.New)
	case place(r.Old) == place(r.New):
		text = place(r.New)
	default:
		text = place(r.New) + " (was " + place(r.Old) + ")"
	}
	if r.Why != "" {
		text += ": " + r.Why
	}
	if r.Settle != "" {
		text += "; would tell: " + r.Settle
	}
	if r.Commit != nil {
		text += fmt.Sprintf(" [%.10s %s %s]", r.Commit.ID, r.Commit.Date, r.Commit.Subject)
	}
	return f.clean(text)
}
