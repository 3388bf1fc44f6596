package table

import (
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// pins shows of every list of pinned versions how many can float on each target.
func (p *printer) pins() {
	lists := p.report.PinLists()
	if len(lists) == 0 {
		return
	}
	p.section("Pinned versions", "whether the target's own version serves in the place of what a list pins")
	columns := []column{{title: "list", least: 16}, {title: "target", least: 8}, {title: "pins", number: true}, {title: "float", number: true}, {title: "need\na look", number: true}}
	looks := []finding.FloatClass{finding.FloatMajor, finding.FloatSoname, finding.FloatOlder, finding.FloatGone}
	for _, title := range []string{"of them\nmajor", "another\nsoname", "older", "gone", "unknown"} {
		columns = append(columns, column{title: title, number: true})
	}
	var rows [][]string
	var whole []reports.Target
	for _, t := range p.report.Targets {
		if t.MovesAsOne && !t.Origin {
			whole = append(whole, t)
		}
	}
	for _, l := range lists {
		name := terminal.Clean(l.Repo + "/" + l.Path)
		for _, t := range p.report.Targets {
			counts := l.Floats[t.ID]
			if t.Origin || counts == nil {
				continue
			}
			float, look, unknown := counts.Sum()
			row := []string{name, terminal.Clean(t.ID), terminal.Number(l.Pins), terminal.Number(float), terminal.Number(look)}
			for _, class := range looks {
				row = append(row, terminal.Number(counts[class]))
			}
			rows = append(rows, append(row, terminal.Number(unknown)))
			name = ""
		}
	}
	p.grid(columns, rows)
	for _, t := range whole {
		p.printf("%s moves as a whole: no pin holds there.\n\n", terminal.Clean(t.Name))
	}
}
