// Package dot writes the order in which packages are ported as a graph for
// Graphviz. An arrow goes from a package to one that it waits for; those of a wave
// stand in one rank.
package dot

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// colors are what packages of a state are filled with.
var colors = map[portplan.State]string{portplan.Work: "#f6c6b8", portplan.Unknown: "#d9d9d9", portplan.Done: "#cfe8cf"}

// Write writes a plan in the DOT language. What waits for nothing, nor is waited
// for, is counted and left out: most packages stand alone. The error is that of w.
func Write(w io.Writer, plan *portplan.Plan) error {
	out := bufio.NewWriter(w)
	shown, alone := shownOf(plan)
	fmt.Fprintf(out, "digraph plan {\n\tlabel=%s\n\trankdir=RL\n\tnode [shape=box style=filled fontname=sans]\n", quote(title(plan, alone)))
	critical := map[string]bool{}
	for _, s := range plan.Critical.Steps {
		for _, id := range s.Packages {
			critical[id] = true
		}
	}
	inCycle := map[[2]string]bool{}
	for _, c := range plan.Cycles {
		for _, e := range c.Edges {
			inCycle[[2]string{e.From, e.To}] = true
		}
	}
	for _, wave := range plan.Waves {
		fmt.Fprintf(out, "\tsubgraph wave%d {\n\t\trank=same\n", wave.Number)
		for i := range wave.Packages {
			if p := &wave.Packages[i]; shown[p.ID] {
				writeNode(out, p, critical[p.ID])
			}
		}
		fmt.Fprint(out, "\t}\n")
	}
	for _, wave := range plan.Waves {
		for _, p := range wave.Packages {
			for _, to := range p.Imports {
				if !shown[p.ID] || !shown[to] {
					continue
				}
				style := ""
				switch {
				case inCycle[[2]string{p.ID, to}]:
					style = " [style=dashed color=red]"
				case critical[p.ID] && critical[to]:
					style = " [penwidth=2]"
				}
				fmt.Fprintf(out, "\t%s -> %s%s\n", quote(p.ID), quote(to), style)
			}
		}
	}
	fmt.Fprint(out, "}\n")
	return out.Flush()
}

func title(plan *portplan.Plan, alone int) string {
	what := string(plan.Concern)
	if what == "" {
		what = "all work"
	}
	text := fmt.Sprintf("%s on %s: an arrow points at what comes first; dashed ones make a cycle", what, plan.Target)
	if alone > 0 {
		text += "\n" + terminal.Count(alone, "package", "packages") + " with work left out: they wait for nothing, nor does anything wait for them"
	}
	return text
}

// shownOf are the packages that wait for another, and those that are waited for;
// alone counts those with work that are neither.
func shownOf(plan *portplan.Plan) (shown map[string]bool, alone int) {
	shown = map[string]bool{}
	for _, wave := range plan.Waves {
		for _, p := range wave.Packages {
			for _, to := range p.First {
				shown[p.ID], shown[to] = true, true
			}
			if p.Cycle > 0 {
				shown[p.ID] = true
			}
		}
	}
	for _, wave := range plan.Waves {
		for _, p := range wave.Packages {
			if p.State != portplan.Done && !shown[p.ID] {
				alone++
			}
		}
	}
	return shown, alone
}

func writeNode(out io.Writer, p *portplan.Package, critical bool) {
	label := p.ID
	if p.State == portplan.Work {
		label += "\n" + terminal.Count(p.Places, "place", "places") + ", " + reports.WorkTime(p.Minutes)
	}
	more := ""
	if critical {
		more = " penwidth=3"
	}
	fmt.Fprintf(out, "\t\t%s [label=%s fillcolor=%q%s]\n", quote(p.ID), quote(label), colors[p.State], more)
}

// quote makes a quoted string of DOT, in which a backslash begins an escape of
// labels and a quote ends it. Control characters are shown, not written.
func quote(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(terminal.Clean(line))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}
