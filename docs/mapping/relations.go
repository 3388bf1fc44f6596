package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// relations counts what each target has for the relations of the workspace's
// debian/control files, and names those that it does not meet.
func relations(r *reports.Report, out io.Writer) {
	for _, t := range r.Targets {
		count, unmet := map[finding.Presence]int{}, map[string]bool{}
		total := 0
		for i := range r.Dependencies {
			d := &r.Dependencies[i]
			v, ok := d.Verdicts[t.ID]
			if !ok || d.Naming != finding.NamedByDebian {
				continue
			}
			total++
			count[v.Verdict]++
			switch v.Verdict {
			case finding.Missing, finding.TooOld, finding.Differs, finding.PresenceUnknown:
				unmet[d.Name] = true
			}
		}
		if total == 0 {
			continue
		}
		fmt.Fprintf(out, "%s: %d relations", t.ID, total)
		for _, p := range finding.Presences {
			if n := count[p]; n > 0 {
				fmt.Fprintf(out, ", %d %s", n, p)
			}
		}
		fmt.Fprintf(out, "\n  not met: %s\n", strings.Join(slices.Sorted(maps.Keys(unmet)), ", "))
	}
}
