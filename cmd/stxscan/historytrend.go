package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// trendFormats are the forms that "stxscan history trend -o" knows.
var trendFormats = map[string]func(io.Writer, *reports.Trend, trendFilter) error{
	"table": writeTrendTable,
	"csv":   writeTrendCSV,
	"json":  writeTrendJSON,
}

// trendFilter says what of a trend is shown.
type trendFilter struct {
	targets, concerns []string
}

func newHistoryTrend(w *world, dir *string) *cobra.Command {
	var f trendFilter
	format := ""
	c := &cobra.Command{
		Use:   "trend",
		Short: "Say how the numbers went over all recorded points",
		Long: `trend gives for each point and target the verdicts of the packages in build lists,
what blocks, and the work that is left; with --concern what there is of a concern.
A point that was computed again stands once, as the latest tool computed it. A
date is marked with * where the tool or its rules differ from those of the point before.

In CSV there is a row for each point, target and concern, and one without a
concern for all; verdicts are counted in that row alone.`,
		Example: "  stxscan history trend --target clear\n  stxscan history trend -o csv=trend.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			name, file, err := oneOutput(format, []string{"table", "csv", "json"})
			if err != nil {
				return err
			}
			if _, _, err := recorded(w, *dir); err != nil {
				return err
			}
			t, err := trendOf(c.Context(), *dir)
			if err != nil {
				return err
			}
			if err := f.check(t); err != nil {
				return err
			}
			return writeTo(w, file, "the trend", func(out io.Writer) error { return trendFormats[name](out, t, f) })
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "write as FORMAT or FORMAT=FILE; formats: table, csv, json")
	c.Flags().StringSliceVar(&f.targets, "target", nil, "show these targets alone (default: all but the origin); json has all")
	c.Flags().StringSliceVar(&f.concerns, "concern", nil, "show these concerns in the table")
	return c
}

// check refuses what the trend does not have.
func (f *trendFilter) check(t *reports.Trend) error {
	for _, id := range f.targets {
		if !slices.Contains(t.Targets, id) {
			return usageError("--target: the history knows no target %.60q: want one of %s", id, clean(strings.Join(t.Targets, ", ")))
		}
	}
	for _, c := range f.concerns {
		if !slices.Contains(finding.Concerns, finding.Concern(c)) {
			return usageError("--concern: there is no concern %.60q", c)
		}
	}
	return nil
}

// shown are the targets that are written.
func (f *trendFilter) shown(t *reports.Trend) []string {
	if len(f.targets) > 0 {
		return f.targets
	}
	return slices.DeleteFunc(slices.Clone(t.Targets), func(id string) bool { return slices.Contains(t.Origins, id) })
}

func writeTrendJSON(out io.Writer, t *reports.Trend, _ trendFilter) error {
	e := json.NewEncoder(out)
	e.SetIndent("", " ")
	return e.Encode(t)
}

func writeTrendTable(out io.Writer, t *reports.Trend, f trendFilter) error {
	for i, id := range f.shown(t) {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, clean(id))
		table := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
		fmt.Fprint(table, "  date\tlabel\tpackages\tblocked\tneeds work\tnot assessable\tlikely\tready\tblocking\titems\tdays\t")
		for _, c := range f.concerns {
			fmt.Fprint(table, c+"\t")
		}
		fmt.Fprintln(table)
		for j := range t.Points {
			p := &t.Points[j]
			if at, ok := p.Targets[id]; ok {
				trendRow(table, p, &at, f)
			}
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func trendRow(out io.Writer, p *reports.TrendPoint, t *reports.TrendTarget, f trendFilter) {
	mark, h := " ", t.Headline
	if p.Moved {
		mark = "*"
	}
	fmt.Fprintf(out, "  %s%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.1f\t", p.Time.Format(time.DateOnly), mark, dash(clean(p.Label)),
		h.Packages, h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, t.Blocking, t.WorkItems, float64(t.Minutes)/reports.MinutesOfDay)
	for _, c := range f.concerns {
		fmt.Fprintf(out, "%d\t", t.Concerns[finding.Concern(c)].Blocking)
	}
	fmt.Fprintln(out)
}

func writeTrendCSV(out io.Writer, t *reports.Trend, f trendFilter) error {
	w := csv.NewWriter(out)
	// Errors stay with the writer.
	_ = w.Write([]string{"date", "label", "run", "tool", "rules", "commits", "target", "concern", "packages", "blocked", "needs_work", "not_assessable",
		"likely", "ready", "not_applicable", "blocking", "work_items", "minutes"})
	for i := range t.Points {
		p := &t.Points[i]
		var commits []string
		for _, repo := range slices.Sorted(maps.Keys(p.Commits)) {
			commits = append(commits, fmt.Sprintf("%s=%.12s", repo, p.Commits[repo]))
		}
		head := []string{p.Time.Format(time.RFC3339), p.Label, p.Run, p.Tool, p.Rules, strings.Join(commits, " ")}
		for _, id := range f.shown(t) {
			at, ok := p.Targets[id]
			if !ok {
				continue
			}
			h := at.Headline
			_ = w.Write(cells(head, id, "", h.Packages, h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.NotApplicable, at.Blocking, at.WorkItems, at.Minutes))
			for _, concern := range finding.Concerns {
				c := at.Concerns[concern]
				_ = w.Write(cells(head, id, string(concern), c.Packages, "", "", "", "", "", "", c.Blocking, c.WorkItems, c.Minutes))
			}
		}
	}
	w.Flush()
	return w.Error()
}

// cells is a row of CSV. Text that a spreadsheet would take for a formula is
// written so that it does not.
func cells(head []string, more ...any) []string {
	row := slices.Clone(head)
	for _, cell := range more {
		row = append(row, fmt.Sprint(cell))
	}
	for i, text := range row {
		if _, err := strconv.Atoi(text); err != nil && strings.IndexAny(text, "=+-@\t\r") == 0 {
			row[i] = "'" + text
		}
	}
	return row
}
