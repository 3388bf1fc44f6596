package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/divergence"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/table"
)

// listFlags are those of the commands that list something of a report.
type listFlags struct {
	source reportSource
	output string
	top    int
	target string
}

func (f *listFlags) add(c *cobra.Command, formats string) {
	f.source.addFlags(c)
	c.Flags().StringVarP(&f.output, "output", "o", "table", "write as FORMAT or FORMAT=FILE; formats: "+formats)
	c.Flags().IntVar(&f.top, "top", 0, "rows that a section of the table shows at most, 0 for all")
	c.PreRunE = func(*cobra.Command, []string) error {
		if f.top < 0 {
			return usageError("--top %d: want a number of rows, or 0 for all", f.top)
		}
		return nil
	}
}

// write writes what a command lists, in one of its formats.
func (f *listFlags) write(w *world, writers map[string]func(io.Writer) error) error {
	format, file, hasFile := strings.Cut(f.output, "=")
	write := writers[format]
	switch {
	case write == nil:
		return usageError("-o %s: there is no format %q: want one of %s", clean(f.output), clean(format), strings.Join(slices.Sorted(maps.Keys(writers)), ", "))
	case hasFile && file == "":
		return usageError("-o %s: the name of the file is missing after =", clean(f.output))
	}
	var err error
	if hasFile {
		err = reports.WriteFile(file, write)
	} else {
		err = write(w.stdout)
	}
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	return nil
}

// options are those of a table.
func (f *listFlags) options(w *world) table.Options {
	return table.Options{Width: w.width, Color: w.color && !strings.Contains(f.output, "="), Top: f.top}
}

func writeJSON(value any) func(io.Writer) error {
	return func(out io.Writer) error {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(value)
	}
}

func newPatchesList(w *world) *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "list [PATH]",
		Short: "Every package with patches: what upstream has, how they apply, what to adopt",
		Long: `list counts the patches of every package, and answers for a target: its own package
can be used as it is, since what is patched is in it or nothing is (drop, as-is),
beside a package of configuration (overlay), with patches that are carried over
(rebase), or it is not known what becomes of some (decide).`,
		Example: `  stxscan patches list --target debian-12 --upstream ~/clones ~/starlingx
  stxscan patches list --from report.json -o json=patches.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.source.where = args
			r, target, err := f.source.reportFor(c, w, f.target)
			if err != nil {
				return err
			}
			d, err := divergence.Make(r, target)
			if err != nil {
				return usageError("%w", err)
			}
			return f.write(w, map[string]func(io.Writer) error{
				"json":  writeJSON(d),
				"table": func(out io.Writer) error { return table.WriteDivergence(out, d, f.options(w)) },
			})
		},
	}
	f.add(c, "table, json")
	c.Flags().StringVar(&f.target, "target", "", "answer for this target (default: the first port target of the report)")
	return c
}

func newPatchesUpstreams(w *world) *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "upstreams [PATH]",
		Short: "Which repositories to clone, so that patches can be compared with upstream",
		Long: `upstreams lists the repositories that what is patched comes from, with how many
patches wait for each. -o script writes the commands that clone them into the
current folder, for 'stxscan scan --upstream FOLDER'. Clones have to be whole: no
--depth and no --filter.`,
		Example: `  stxscan patches upstreams ~/starlingx
  stxscan patches upstreams -o script=clone.sh ~/starlingx`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.source.where = args
			r, err := f.source.report(c, w)
			if err != nil {
				return err
			}
			list := divergence.Upstreams(r)
			return f.write(w, map[string]func(io.Writer) error{
				"json":   writeJSON(divergence.UpstreamList{Schema: divergence.UpstreamsSchema, Upstreams: list}),
				"script": func(out io.Writer) error { return divergence.WriteScript(out, list) },
				"table":  func(out io.Writer) error { return table.WriteUpstreams(out, list, f.options(w)) },
			})
		},
	}
	f.add(c, "table, json, script")
	return c
}

func newPatchesQueue(w *world) *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "queue [PATH]",
		Short: "Which patches could be proposed to their upstream now",
		Long: fmt.Sprintf(`queue lists patches that their upstream does not have and that could be proposed to
it: of at most %d changed lines, without a word of the product, neither
configuration nor help in finding mistakes, and that apply to the version of some
target. Last come those that nobody tried to apply.`, divergence.MostProposed),
		Example: `  stxscan patches queue --upstream ~/clones ~/starlingx
  stxscan patches queue --from report.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.source.where = args
			r, err := f.source.report(c, w)
			if err != nil {
				return err
			}
			list := divergence.Queue(r)
			return f.write(w, map[string]func(io.Writer) error{
				"json":  writeJSON(divergence.ProposalList{Schema: divergence.QueueSchema, Proposals: list}),
				"table": func(out io.Writer) error { return table.WriteQueue(out, list, f.options(w)) },
			})
		},
	}
	f.add(c, "table, json")
	return c
}
