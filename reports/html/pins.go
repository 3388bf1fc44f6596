package html

import (
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// pinRow is what becomes of the pins of a list on a target.
type pinRow struct {
	List, Target               string
	Pins, Float, Look, Unknown string
	Text                       string
}

// pinRows lists what becomes of pins on the targets that an index is known of.
func pinRows(r *reports.Report) []pinRow {
	var rows []pinRow
	for _, l := range r.PinLists() {
		for _, t := range portFirst(r.Targets) {
			counts := l.Floats[t.ID]
			if t.Origin || counts == nil {
				continue
			}
			float, look, unknown := counts.Sum()
			row := pinRow{
				List: terminal.Clean(l.Repo + "/" + l.Path), Target: terminal.Clean(t.Name), Pins: terminal.Number(l.Pins),
				Float: terminal.Number(float), Look: terminal.Number(look), Unknown: terminal.Number(unknown), Text: counts.String(),
			}
			if t.MovesAsOne {
				row.Text = "moves as a whole, so no pin holds; " + row.Text
			}
			rows = append(rows, row)
		}
	}
	return rows
}
