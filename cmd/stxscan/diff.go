package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/changes"
)

// diffFormats are the forms that "stxscan diff -o" knows.
var diffFormats = map[string]func(io.Writer, *policy.Diff, changes.DiffOptions) error{
	"text":     changes.WriteDiffText,
	"json":     changes.WriteDiffJSON,
	"markdown": changes.WriteDiffMarkdown,
}

func newDiff(w *world) *cobra.Command {
	var o changes.DiffOptions
	format := ""
	c := &cobra.Command{
		Use:   "diff OLD.json NEW.json",
		Short: "Say what moved between two reports",
		Long: `diff reads two JSON reports and says what moved: findings that are new, gone or
in another file, by concern and package; verdicts that changed; work items that
are cleared; what is unknown now and what no longer is. It says where the numbers
cannot be compared, because rules, targets or repos differ.`,
		Example: "  stxscan diff last-week.json today.json -o markdown=agenda.md",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return runDiff(w, args[0], args[1], format, o)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "text", "write as FORMAT or FORMAT=FILE; formats: text, json, markdown")
	c.Flags().IntVar(&o.Top, "top", 15, "entries to show of each list, 0 for all; json has all")
	return c
}

func runDiff(w *world, old, new, format string, o changes.DiffOptions) error {
	name, file, hasFile := strings.Cut(format, "=")
	write, ok := diffFormats[name]
	switch {
	case !ok:
		return usageError("-o %s: there is no format %q: want text, json or markdown", format, name)
	case hasFile && file == "":
		return usageError("-o %s: the name of the file is missing after =", format)
	case old == "-" && new == "-":
		return usageError("only one of the reports can come from standard input")
	}
	var sides [2]*reports.Report
	for i, from := range []string{old, new} {
		r, err := readReport(from)
		if err != nil {
			return usageError("%s: %w", clean(from), err)
		}
		sides[i] = r
	}
	d := policy.Compare(sides[0], sides[1])
	var err error
	if hasFile {
		err = reports.WriteFile(file, func(out io.Writer) error { return write(out, d, o) })
	} else {
		err = write(w.stdout, d, o)
	}
	if err != nil {
		return fmt.Errorf("the comparison was not written: %w", err)
	}
	return nil
}
