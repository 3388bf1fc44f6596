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
	"opendev.org/starlingx/stxscan/reports/dot"
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
	emit    emitFlags
}

func newPlan(w *world) *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [PATH] [--concern CONCERN] | plan --emit FORM [PACKAGE...]",
		Short: "In which order packages are ported, and which the most others wait for",
		Long: `plan says what can be ported now, what comes after it, and which package the most
others wait for. The order is that of what packages need of each other to be built
and to run. All work that blocks counts: what is to be decided or built once is
listed with what it holds up, and the chain of packages that takes the longest.
--concern plans the work of one concern. For dependencies that is the needs that
the target does not meet, each with what it alone holds back; for python2 the order
is that of imports, and modules from outside are listed with what is known of them.
What waits for a decision cannot be ported now. --if plans as if a need were met, or
something decided and built. PATH, the current
folder if not given, is scanned; --from takes an earlier report.

--emit drafts packaging instead, for packages that have a spec: control a debian/
folder, autospec the package git that Clear Linux's autospec reads. bundles makes a
mixer bundle of each list of an image. PACKAGE is NAME or REPO/NAME; without one
all are drafted that a build list names. What is not sure is marked UNSURE. Files
are printed under headings, or written into the new folder that -o names.`,
		Example: `  stxscan plan --target debian-12 ~/starlingx
  stxscan plan --target clear --if answer:installer=decided --from report.json
  stxscan plan --concern python2 ~/starlingx
  stxscan plan --concern python2 --from report.json --target debian-12 -o json=plan.json
  stxscan plan --concern dependencies --target debian-12 --if dep:sheepdog=present ~/starlingx
  stxscan plan --emit control sysinv --from report.json --target debian-12
  stxscan plan --emit autospec --from report.json -o gits
  stxscan plan --emit bundles --in ~/starlingx --bundles ~/clr-bundles`,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("emit") {
				return runEmit(c, w, &f, args)
			}
			if err := cobra.MaximumNArgs(1)(c, args); err != nil {
				return err
			}
			f.source.where = args
			return runPlan(c, w, &f)
		},
	}
	f.source.addFlags(c)
	c.Flags().StringVar(&f.concern, "concern", "", "plan the work of this concern alone: "+concernList(portplan.Concerns))
	c.Flags().StringVar(&f.target, "target", "", "plan for this target (default: the first port target of the report)")
	c.Flags().StringArrayVar(&f.assume, "if", nil, "dep:NAME=present or ITEM=decided: plan as if this need were met, or this decided and built; may be repeated")
	c.Flags().StringVarP(&f.output, "output", "o", "table", "write as FORMAT or FORMAT=FILE; formats: table, json, dot; with --emit, the new folder to write into")
	f.emit.add(c)
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

// check says what is wrong with the flags of a plan, of which c says which were given.
func (f *planFlags) check(c *cobra.Command) error {
	for _, name := range []string{"in", "maintainer", "bundles"} {
		if c.Flags().Changed(name) {
			return usageError("--%s is for --emit, and a plan drafts no packaging", name)
		}
	}
	switch concern := finding.Concern(f.concern); {
	case f.concern == "":
	case !slices.Contains(finding.Concerns, concern):
		return usageError("--concern %s: there is no such concern: there is a plan for %s", clean(f.concern), concernList(portplan.Concerns))
	case !slices.Contains(portplan.Concerns, concern):
		return usageError("--concern %s: nothing is known of the order in which its work is done: there is a plan for %s", concern, concernList(portplan.Concerns))
	}
	format, file, hasFile := strings.Cut(f.output, "=")
	switch {
	case format != "table" && format != "json" && format != "dot":
		return usageError("-o %s: there is no format %q: want table, json or dot", f.output, format)
	case hasFile && file == "":
		return usageError("-o %s: the name of the file is missing after =", f.output)
	}
	return nil
}

func runPlan(c *cobra.Command, w *world, f *planFlags) error {
	if err := f.check(c); err != nil {
		return err
	}
	r, target, err := f.source.reportFor(c, w, f.target)
	if err != nil {
		return err
	}
	options := portplan.Options{Concern: finding.Concern(f.concern), Target: target}
	if err := assume(r, f.assume, &options); err != nil {
		return err
	}
	plan, err := portplan.Make(r, options)
	if err != nil {
		return usageError("%w", err)
	}
	if err := f.write(w, plan); err != nil {
		return fmt.Errorf("the plan was not written: %w", err)
	}
	return nil
}

// write writes a plan as -o has it.
func (f *planFlags) write(w *world, plan *portplan.Plan) error {
	format, file, hasFile := strings.Cut(f.output, "=")
	write := func(out io.Writer) error {
		switch format {
		case "json":
			return writePlanJSON(out, plan)
		case "dot":
			return dot.Write(out, plan)
		}
		return table.WritePlan(out, plan, table.Options{Width: w.width, Color: w.color && !hasFile, Top: f.top})
	}
	if hasFile {
		return reports.WriteFile(file, write)
	}
	return write(w.stdout)
}

// assume reads --if: what the plan takes for settled, each once.
func assume(r *reports.Report, list []string, o *portplan.Options) error {
	for _, text := range list {
		name, isNeed := strings.CutPrefix(text, "dep:")
		name, present := strings.CutSuffix(name, "=present")
		item, decided := strings.CutSuffix(text, "=decided")
		switch {
		case decided:
			if err := assumeDecided(r, item, o); err != nil {
				return usageError("--if %s: %w", clean(text), err)
			}
		case !isNeed || !present || name == "":
			return usageError("--if %s: want dep:NAME=present or ITEM=decided", clean(text))
		case o.Concern == finding.Python2:
			return usageError("--if %s: the plan for --concern python2 asks for no needs", clean(text))
		case !slices.ContainsFunc(r.Dependencies, func(d finding.Dependency) bool { return d.Name == name }):
			return usageError("--if %s: nothing needs %s", clean(text), clean(name))
		default:
			o.Met = addOnce(o.Met, name)
		}
	}
	return nil
}

// assumeDecided takes a decision or seam for settled, by the id of its work item.
func assumeDecided(r *reports.Report, item string, o *portplan.Options) error {
	switch known := portplan.Decisions(r); {
	case o.Concern != "":
		return fmt.Errorf("only the plan of all work, without --concern, waits for decisions")
	case slices.Contains(known, item):
		o.Decided = addOnce(o.Decided, item)
		return nil
	case slices.Contains(known, reports.AnswerPrefix+item):
		o.Decided = addOnce(o.Decided, reports.AnswerPrefix+item)
		return nil
	case len(known) == 0:
		return fmt.Errorf("the report has nothing to decide")
	default:
		return fmt.Errorf("there is no decision of that name: the report has %s", strings.Join(known, ", "))
	}
}

func addOnce(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

func writePlanJSON(out io.Writer, plan *portplan.Plan) error {
	text, err := json.MarshalIndent(plan, "", "  ")
	if err != nil {
		return err
	}
	_, err = out.Write(append(text, '\n'))
	return err
}
