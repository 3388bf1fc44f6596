package main

import (
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// writeLists counts what reports list beside findings: patches, needs, tests,
// groups and suppressed places.
func writeLists(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Patches, needs, tests\n\n")
	rows := []string{"packages with patches", "patches"}
	for _, kind := range []string{"meta", "source", "files", "loose"} {
		rows = append(rows, "kind "+kind)
	}
	for _, class := range finding.StackClasses {
		rows = append(rows, "class "+string(class))
	}
	rows = append(rows, "applied by nothing", "components of a known OpenStack release", "tests counted", "pinned RPMs")
	table(out, list, "what", rows, countListed)
	rows = rows[:0]
	for _, p := range finding.Presences {
		rows = append(rows, string(p))
	}
	fmt.Fprint(out, "Needs other than pins, by what Clear Linux has for them:\n\n")
	table(out, list, "needs on clear", rows, func(r *reports.Report, row string) int {
		n := 0
		for i := range r.Dependencies {
			d := &r.Dependencies[i]
			if d.Need != finding.NeedPin && string(d.Verdicts["clear"].Verdict) == row {
				n++
			}
		}
		return n
	})
}

func countListed(r *reports.Report, row string) int {
	n := 0
	switch row {
	case "packages with patches":
		return len(r.PatchStacks)
	case "components of a known OpenStack release", "tests counted":
		for i := range r.Packages {
			if row == "tests counted" {
				n += r.Packages[i].Tests
			} else if r.Packages[i].OpenStack != "" {
				n++
			}
		}
		return n
	case "pinned RPMs":
		for i := range r.Dependencies {
			if r.Dependencies[i].Need == finding.NeedPin {
				n++
			}
		}
		return n
	}
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		for _, p := range s.Patches {
			if row == "patches" || row == "kind "+p.Kind || row == "class "+string(s.Class) ||
				row == "applied by nothing" && !strings.EqualFold(p.State, "applied") {
				n++
			}
		}
	}
	return n
}
