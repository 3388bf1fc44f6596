package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// period is a part of the history.
type period struct {
	name string
	from string // the first day
}

var periods = []period{{"all", ""}, {"after 2019-02", "2019-03-01"}}

var severities = []finding.Severity{finding.Error, finding.Warning, finding.Info}
var confidences = []finding.Confidence{finding.High, finding.Medium, finding.Low}

// asked returns the hunks of a period that are asked for.
func (m *measured) of(p period, by string) []*hunk {
	var list []*hunk
	for _, h := range m.hunks {
		if h.dropped == "" && h.date >= p.from && (by == "" || h.by == by) {
			list = append(list, h)
		}
	}
	return list
}

func share(list []*hunk, flagged func(*hunk) bool) string {
	n := 0
	for _, h := range list {
		if flagged(h) {
			n++
		}
	}
	return fmt.Sprintf("%d of %d = %.1f %%", n, len(list), 100*float64(n)/float64(max(1, len(list))))
}

// write prints everything but the missed hunks.
func (m *measured) write(out io.Writer) {
	fmt.Fprintf(out, "%d porting commits change Python of the product, %d of them count.\n\n", m.commits, m.asking)
	reasons := map[string]int{}
	for _, h := range m.hunks {
		reasons[cmp.Or(h.dropped, "asked for")]++
	}
	fmt.Fprint(out, "| hunks | count |\n|---|---:|\n")
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(out, "| %s | %d |\n", reason, reasons[reason])
	}
	for _, p := range periods {
		all := m.of(p, "")
		columns := []struct {
			head string
			list []*hunk
		}{
			{"all", all},
			{"without what is the same on Python 3", slices.DeleteFunc(slices.Clone(all), func(h *hunk) bool { return h.same != "" })},
			{"named by the subject", m.of(p, byName)},
			{"told below it", m.of(p, byText)},
		}
		fmt.Fprintf(out, "\nHunks flagged in the parent, %s:\n\n| by |", p.name)
		for _, c := range columns {
			fmt.Fprintf(out, " %s |", c.head)
		}
		fmt.Fprintf(out, "\n|---|%s\n", strings.Repeat("---:|", len(columns)))
		row := func(name string, flagged func(*hunk) bool) {
			fmt.Fprintf(out, "| %s |", name)
			for _, c := range columns {
				fmt.Fprintf(out, " %s |", share(c.list, flagged))
			}
			fmt.Fprintln(out)
		}
		row("stxscan, warning and medium", ours)
		for _, tool := range m.peers.tools() {
			row(tool, func(h *hunk) bool { return h.said(tool) })
		}
		if len(m.peers) > 0 {
			row("all others together", func(h *hunk) bool { return len(h.peers) > 0 })
			row("stxscan or any other", func(h *hunk) bool { return ours(h) || len(h.peers) > 0 })
		}
		if p.from != "" {
			m.writeReadings(out, all, m.peers.tools())
		}
	}
	m.writeCurve(out)
}

// ours reports whether a hunk has a finding that is more than for information,
// and no guess.
func ours(h *hunk) bool { return h.flagged(finding.Warning, finding.Medium) }

func atLeast(s finding.Severity, c finding.Confidence) func(*hunk) bool {
	return func(h *hunk) bool { return h.flagged(s, c) }
}

// writeCurve prints the shares over all thresholds, beside the noise.
func (m *measured) writeCurve(out io.Writer) {
	fmt.Fprint(out, "\n| severity | confidence |")
	for _, p := range periods {
		fmt.Fprintf(out, " %s |", p.name)
	}
	for _, at := range m.still {
		fmt.Fprintf(out, " per 1,000 lines of %s |", at.tag)
	}
	fmt.Fprintf(out, "\n|---|---|%s\n", strings.Repeat("---:|", len(periods)+len(m.still)))
	for _, s := range severities {
		for _, c := range confidences {
			fmt.Fprintf(out, "| %s | %s |", s, c)
			for _, p := range periods {
				fmt.Fprintf(out, " %s |", share(m.of(p, ""), atLeast(s, c)))
			}
			for _, at := range m.still {
				fmt.Fprintf(out, " %.2f |", at.perThousand(s, c))
			}
			fmt.Fprintln(out)
		}
	}
	fmt.Fprintln(out)
	for _, at := range m.still {
		fmt.Fprintf(out, "%s: %d files, %d lines; left out are %d that a later porting commit changed, %d that are gone since and %d that Python 3 refuses.\n",
			at.tag, at.files, at.lines, at.changed, at.gone, at.refused)
		for _, tool := range slices.Sorted(maps.Keys(at.peers)) {
			if at.answered[tool] < at.files {
				continue // it was asked about ported files alone
			}
			fmt.Fprintf(out, "%s names %.2f places in 1,000 lines of it.\n", tool, 1000*float64(at.peers[tool])/float64(max(1, at.lines)))
		}
	}
	m.writeNoisy(out)
}

// writeNoisy prints which rules make the noise.
func (m *measured) writeNoisy(out io.Writer) {
	counts := map[string][]int{}
	total := map[string]int{}
	for i, at := range m.still {
		for _, t := range at.found {
			if t.severity >= finding.Warning && t.confidence >= finding.Medium {
				if counts[t.rule] == nil {
					counts[t.rule] = make([]int, len(m.still))
				}
				counts[t.rule][i]++
				total[t.rule]++
			}
		}
	}
	fmt.Fprint(out, "\n| findings at warning and medium there |")
	for _, at := range m.still {
		fmt.Fprintf(out, " %s |", at.tag)
	}
	fmt.Fprintf(out, "\n|---|%s\n", strings.Repeat("---:|", len(m.still)))
	for _, rule := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(total[b]-total[a], strings.Compare(a, b))
	}) {
		fmt.Fprintf(out, "| %s |", rule)
		for _, n := range counts[rule] {
			fmt.Fprintf(out, " %d |", n)
		}
		fmt.Fprintln(out)
	}
}

// writeMissed writes the hunks without a finding of warning and medium, by
// what was changed, the newest first.
func (m *measured) writeMissed(name string) error {
	var out bytes.Buffer
	groups := map[string][]*hunk{}
	for _, h := range m.of(periods[0], "") {
		if !h.flagged(finding.Warning, finding.Medium) {
			g := groupOf(h)
			groups[g] = append(groups[g], h)
		}
	}
	fmt.Fprintf(&out, "Hunks of porting commits without a finding of warning and medium in the parent (%s).\n\n", name)
	m.write(&out)
	fmt.Fprint(&out, "\n| group | missed | after 2019-02 |\n|---|---:|---:|\n")
	order := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(len(groups[b])-len(groups[a]), strings.Compare(a, b))
	})
	for _, g := range order {
		late := 0
		for _, h := range groups[g] {
			if h.date >= periods[1].from {
				late++
			}
		}
		fmt.Fprintf(&out, "| %s | %d | %d |\n", g, len(groups[g]), late)
	}
	m.writeChecks(&out)
	for _, g := range order {
		fmt.Fprintf(&out, "\n## %s\n", g)
		commit := ""
		for _, h := range groups[g] {
			if h.commit != commit {
				fmt.Fprintf(&out, "\n### %s %s %.9s %s (%s)\n", h.date, h.repo, h.commit, h.subject, h.by)
				commit = h.commit
			}
			writeHunk(&out, h)
		}
	}
	return writeFile(name, out.Bytes())
}

// writeChecks writes which checks of other tools name hunks that are missed.
func (m *measured) writeChecks(out io.Writer) {
	all, late := map[string]int{}, map[string]int{}
	for _, h := range m.of(periods[0], "") {
		if h.flagged(finding.Warning, finding.Medium) {
			continue
		}
		for _, name := range h.peers {
			all[name]++
			if h.date >= periods[1].from {
				late[name]++
			}
		}
	}
	if len(all) == 0 {
		return
	}
	fmt.Fprint(out, "\n| missed hunks that others name | all | after 2019-02 |\n|---|---:|---:|\n")
	for _, name := range slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(late[b]-late[a], all[b]-all[a], strings.Compare(a, b))
	}) {
		fmt.Fprintf(out, "| %s | %d | %d |\n", name, all[name], late[name])
	}
}

func writeHunk(out io.Writer, h *hunk) {
	fmt.Fprintf(out, "\n%s:%d", h.path, h.first)
	if h.last > h.first {
		fmt.Fprintf(out, "-%d", h.last)
	}
	for _, t := range h.touched {
		fmt.Fprintf(out, " [%s %s %s]", t.rule, t.severity, t.confidence)
	}
	for _, name := range h.peers {
		fmt.Fprintf(out, " {%s}", name)
	}
	fmt.Fprintln(out)
	for _, line := range h.old {
		fmt.Fprintf(out, "    - %s\n", line)
	}
	for _, line := range h.new {
		fmt.Fprintf(out, "    + %s\n", line)
	}
}
