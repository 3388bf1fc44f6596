package main

import (
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// writeConcerns counts findings and work items by concern, and unknowns by
// what they are about.
func writeConcerns(out io.Writer, list []measured) {
	var concerns []string
	for _, c := range finding.Concerns {
		concerns = append(concerns, string(c))
	}
	fmt.Fprint(out, "## Findings by concern\n\nAll of them, then those that break or change something on `debian-12` or `clear` in\nroles that ship.\n\n")
	table(out, list, "all findings", concerns, func(r *reports.Report, row string) int {
		return r.Totals.Findings[finding.Concern(row)]
	})
	for _, target := range []string{"debian-12", "clear"} {
		table(out, list, "blocking on "+target, concerns, func(r *reports.Report, row string) int {
			n := 0
			for i := range r.Findings {
				if f := &r.Findings[i]; string(f.Concern) == row && f.Blocks(target) {
					n++
				}
			}
			return n
		})
	}
	fmt.Fprint(out, "## Work items by concern\n\n")
	table(out, list, "work items", append(concerns, "all"), func(r *reports.Report, row string) int {
		n := 0
		for i := range r.WorkItems {
			if row == "all" || string(r.WorkItems[i].Concern) == row {
				n++
			}
		}
		return n
	})
	fmt.Fprint(out, "## Unknowns\n\n")
	kinds := keysOf(list, func(r *reports.Report) map[string]int { return r.Totals.Unknowns })
	table(out, list, "unknowns", kinds, func(r *reports.Report, row string) int { return r.Totals.Unknowns[row] })
}

// writeReadiness counts the verdicts on the default targets.
func writeReadiness(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Readiness\n\nPackages that a build list names, by verdict.\n\n")
	for _, target := range []string{"clear", "debian-12", "ubuntu-24.04"} {
		var rows []string
		for _, v := range reports.Verdicts {
			if v != reports.NotApplicable {
				rows = append(rows, string(v))
			}
		}
		table(out, list, target, rows, func(r *reports.Report, row string) int {
			n := 0
			for i := range r.Packages {
				if p := &r.Packages[i]; p.Built && string(p.Readiness[target].Verdict) == row {
					n++
				}
			}
			return n
		})
	}
}
