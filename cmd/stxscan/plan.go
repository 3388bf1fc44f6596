package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/table"
)

// planFlags are those of plan.
type planFlags struct {
	source  reportSource
	concern string
	target  string
	output  string
	assume  []string
	top     int
}

func newPlan(w *world) *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [PATH] --concern CONCERN",
		Short: "In which order packages are ported, and which the most others wait for",
		Long: `plan says what can be ported now, what comes after it, and which package the most
others wait for. For python2 the order is that of imports: a package that others
import goes first, and those that import each other are named with the imports.
Modules from outside are listed with what is known of them on the target. For
dependencies the order is that of what packages need to be built and to run, with
the needs that the target does not meet, and what each alone holds back; --if
plans as if one were met. PATH, the current folder if not given, is scanned;
--from takes an earlier report.`,
		Example: `  stxscan plan --concern python2 ~/starlingx
  stxscan plan --concern python2 --from report.json --target debian-12 -o json=plan.json
  stxscan plan --concern dependencies --target debian-12 --if dep:sheepdog=present ~/starlingx`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.source.where = args
			return runPlan(c, w, &f)
		},
	}
	f.source.addFlags(c)
	c.Flags().StringVar(&f.concern, "concern", "", "plan the work of this concern: "+concernList(portplan.Concerns))
	c.Flags().StringVar(&f.target, "target", "", "plan for this target (default: the first port target of the report)")
	c.Flags().StringArrayVar(&f.assume, "if", nil, "dep:NAME=present: plan as if this need were met; may be repeated, for --concern dependencies")
	c.Flags().StringVarP(&f.output, "output", "o", "table", "write as FORMAT or FORMAT=FILE; formats: table, json")
	c.Flags().IntVar(&f.top, "top", 0, "rows that a section of the table shows at most, 0 for all")
	return c
}

func concernList(list []finding.Concern) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = string(c)
	}
	return strings.Join(words, ", ")
}

func runPlan(c *cobra.Command, w *world, f *planFlags) error {
	concern := finding.Concern(f.concern)
	switch {
	case f.concern == "":
		return usageError("--concern is missing: there is a plan for %s", concernList(portplan.Concerns))
	case !slices.Contains(finding.Concerns, concern):
		return usageError("--concern %s: there is no such concern: there is a plan for %s", clean(f.concern), concernList(portplan.Concerns))
	case !slices.Contains(portplan.Concerns, concern):
		return usageError("--concern %s: nothing is known of the order in which its work is done: there is a plan for %s", concern, concernList(portplan.Concerns))
	}
	format, file, hasFile := strings.Cut(f.output, "=")
	switch {
	case format != "table" && format != "json":
		return usageError("-o %s: there is no format %q: want table or json", f.output, format)
	case hasFile && file == "":
		return usageError("-o %s: the name of the file is missing after =", f.output)
	}
	if f.target != "" && f.source.from == "" {
		f.source.scan.targets = []string{f.target}
	}
	r, err := f.source.report(c, w)
	if err != nil {
		return err
	}
	var asked []string
	if f.target != "" {
		asked = []string{f.target}
	}
	targets, err := findTargets(r, asked)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		return usageError("the report has no target to port to")
	}
	assumed, err := assumptions(r, f.assume, concern)
	if err != nil {
		return err
	}
	plan, err := portplan.Make(r, concern, targets[0].ID, assumed...)
	if err != nil {
		return usageError("%w", err)
	}
	write := func(out io.Writer) error {
		if format == "json" {
			return writePlanJSON(out, plan)
		}
		return table.WritePlan(out, plan, table.Options{Width: w.width, Color: w.color && !hasFile, Top: f.top})
	}
	if hasFile {
		err = reports.WriteFile(file, write)
	} else {
		err = write(w.stdout)
	}
	if err != nil {
		return fmt.Errorf("the plan was not written: %w", err)
	}
	return nil
}

// assumptions reads --if: the needs that the plan takes for met.
func assumptions(r *reports.Report, list []string, concern finding.Concern) ([]string, error) {
	var names []string
	for _, text := range list {
		name, ok := strings.CutPrefix(text, "dep:")
		name, present := strings.CutSuffix(name, "=present")
		switch {
		case !ok || !present || name == "":
			return nil, usageError("--if %s: want dep:NAME=present", clean(text))
		case concern != finding.Dependencies:
			return nil, usageError("--if %s: only the plan for --concern dependencies asks for needs", clean(text))
		case !slices.ContainsFunc(r.Dependencies, func(d finding.Dependency) bool { return d.Name == name }):
			return nil, usageError("--if %s: nothing needs %s", clean(text), clean(name))
		}
		names = append(names, name)
	}
	return names, nil
}

func writePlanJSON(out io.Writer, plan *portplan.Plan) error {
	text, err := json.MarshalIndent(plan, "", "  ")
	if err != nil {
		return err
	}
	_, err = out.Write(append(text, '\n'))
	return err
}
