package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/agenda"
	"opendev.org/starlingx/stxscan/reports/changes"
)

// comparison is two reports and what moved between them.
type comparison struct {
	old, new *reports.Report
	diff     *policy.Diff
}

// compareFlags are the flags of the commands that compare two reports.
type compareFlags struct {
	format string
	top    int
}

// compareFormats are the forms that these commands know.
var compareFormats = map[string]func(io.Writer, comparison, compareFlags) error{
	"text": func(w io.Writer, c comparison, f compareFlags) error {
		return changes.WriteDiffText(w, c.diff, changes.DiffOptions{Top: f.top})
	},
	"json": func(w io.Writer, c comparison, f compareFlags) error {
		return changes.WriteDiffJSON(w, c.diff, changes.DiffOptions{Top: f.top})
	},
	"markdown": func(w io.Writer, c comparison, f compareFlags) error {
		return changes.WriteDiffMarkdown(w, c.diff, changes.DiffOptions{Top: f.top})
	},
	"agenda": func(w io.Writer, c comparison, _ compareFlags) error {
		return agenda.Write(w, c.old, c.new, c.diff, agenda.Options{})
	},
}

// defaultTop is how many entries of each list are shown.
const defaultTop = 15

func (f *compareFlags) add(c *cobra.Command) {
	c.Flags().StringVarP(&f.format, "output", "o", "text", "write as FORMAT or FORMAT=FILE; formats: text, json, markdown, and agenda, to be pasted into the notes of the weekly call")
	c.Flags().IntVar(&f.top, "top", defaultTop, "entries to show of each list of text and markdown, 0 for all; json has all")
}

// writer returns what writes the asked form, and the file that it goes to, ""
// for standard output.
func (f *compareFlags) writer() (write func(io.Writer, comparison, compareFlags) error, file string, err error) {
	name, file, hasFile := strings.Cut(f.format, "=")
	write, ok := compareFormats[name]
	switch {
	case !ok:
		return nil, "", usageError("-o %s: there is no format %q: want text, json, markdown or agenda", f.format, name)
	case hasFile && file == "":
		return nil, "", usageError("-o %s: the name of the file is missing after =", f.format)
	}
	return write, file, nil
}

// compare writes what moved between two reports.
func (f *compareFlags) compare(w *world, old, new *reports.Report) error {
	write, file, err := f.writer()
	if err != nil {
		return err
	}
	c := comparison{old, new, policy.Compare(old, new)}
	if file != "" {
		err = reports.WriteFile(file, func(out io.Writer) error { return write(out, c, *f) })
	} else {
		err = write(w.stdout, c, *f)
	}
	if err != nil {
		return fmt.Errorf("the comparison was not written: %w", err)
	}
	return nil
}

func newDiff(w *world) *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "diff OLD.json NEW.json",
		Short: "Say what moved between two reports",
		Long: `diff reads two JSON reports and says what moved, and why: findings that are new,
gone or in another file, by target, concern and package; verdicts that changed;
work items that are cleared; what is unknown now and what no longer is.

Every change is put down to its cause: code, decision, configuration, index,
rules, tool or scope. Only code and decisions are the team's doing. Where a rule
or an analyzer changed along with the file, the rule or tool is said.`,
		Example: "  stxscan diff last-week.json today.json -o agenda",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return runDiff(w, args[0], args[1], f)
		},
	}
	f.add(c)
	return c
}

func runDiff(w *world, old, new string, f compareFlags) error {
	if _, _, err := f.writer(); err != nil {
		return err
	}
	if old == "-" && new == "-" {
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
	return f.compare(w, sides[0], sides[1])
}
