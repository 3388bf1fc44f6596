package explain

import (
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// kinds is how reasons are headed.
var kinds = map[reports.ReasonKind]string{
	reports.ReasonWork: "Own work", reports.ReasonPackage: "Packages", reports.ReasonDecision: "Decision",
	reports.ReasonTarget: "Target", reports.ReasonInput: "Input",
}

// Way writes what makes a package ready on a target: the verdict with its
// reasons, what comes first, the work items to do, and what could not be told.
func Way(w io.Writer, way *readiness.Way) error {
	var p page
	pkg := way.Package
	fmt.Fprintf(&p, "%s/%s on %s: %s\n\n", terminal.Clean(pkg.Repo), terminal.Clean(pkg.Name), way.Target.ID, way.Readiness.Verdict)
	for _, reason := range way.Readiness.Reasons {
		label := kinds[reason.Kind]
		if label == "" {
			label = "Because"
		}
		text := reason.Text
		if reason.Settle != "" {
			text += "; to settle it: " + reason.Settle
		}
		p.field(label, text)
	}
	if pkg.ForkDivergence != nil {
		p.field("Fork", pkg.ForkDivergence.String())
	}
	p.first(way)
	p.work(way)
	p.patches(way.Patches, way.Target.ID)
	p.inputs(way)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) first(way *readiness.Way) {
	if len(way.First) == 0 {
		return
	}
	fmt.Fprintf(p, "\nFirst, %s that it needs, in this order:\n", terminal.Count(len(way.First), "package", "packages"))
	for i, other := range way.First {
		fmt.Fprintf(p, "%4d. %s/%s: %s\n", i+1, terminal.Clean(other.Repo), terminal.Clean(other.Name), other.Readiness[way.Target.ID].Verdict)
	}
}

func (p *page) work(way *readiness.Way) {
	if len(way.Work) == 0 {
		fmt.Fprintf(p, "\nNo work item stands in the way.\n")
		return
	}
	fmt.Fprintf(p, "\nTo do, %s, none of which can be left out:\n", terminal.Count(len(way.Work), "work item", "work items"))
	for i, task := range way.Work {
		item := task.Item
		title := item.Title
		if item.Kind == reports.ItemRule && item.Rule != "" {
			title = item.Rule + " " + title
		}
		text := fmt.Sprintf("[%s, %s] %s (%s): %s", item.Effort, item.Kind, title, item.Where(),
			terminal.Count(task.Places, "place here", "places here"))
		if task.All > task.Places {
			text += fmt.Sprintf(" of %s", terminal.Number(task.All))
		}
		if item.Owner != "" {
			text += ", owner " + item.Owner
		}
		for n, line := range terminal.Wrap(terminal.Clean(text), width-6) {
			if n == 0 {
				fmt.Fprintf(p, "%4d. %s\n", i+1, line)
			} else {
				fmt.Fprintf(p, "      %s\n", line)
			}
		}
	}
}

func (p *page) inputs(way *readiness.Way) {
	if len(way.Inputs) == 0 {
		return
	}
	fmt.Fprintf(p, "\nMore may come to light, since %s:\n", terminal.Count(len(way.Inputs), "input is missing", "inputs are missing"))
	for _, reason := range way.Inputs {
		text := reason.Text
		if reason.Settle != "" {
			text += "; to settle it: " + reason.Settle
		}
		for n, line := range terminal.Wrap(terminal.Clean(text), width-4) {
			indent := "  - "
			if n > 0 {
				indent = "    "
			}
			fmt.Fprintf(p, "%s%s\n", indent, line)
		}
	}
}
