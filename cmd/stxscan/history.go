package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/history"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

func newHistory(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "history",
		Short: "Keep runs, and say how numbers went over time",
		Long: `history keeps what scans found, so that the trend is seen and two points in time
can be compared. A run is one file of JSON lines in the folder runs/ of the
history, ` + history.DefaultDir + ` of the current folder if --dir names no other: commit it
to git. Files are never changed, so that branches and several writers do not get
into each other's way. An index for lists and trends is kept in the user's cache
folder and made anew whenever it is missing.

RUN is an id or the beginning of one, a label such as a tag, a date, or last,
last~1, first.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var dir string
	c.PersistentFlags().StringVar(&dir, "dir", history.DefaultDir, "the folder of the history")
	c.AddCommand(newHistoryRecord(w, &dir), newHistoryList(w, &dir), newHistoryShow(w, &dir), newHistoryCompare(w, &dir), newHistoryTrend(w, &dir),
		newHistoryBackfill(w, &dir), newHistoryRescan(w, &dir), newHistoryVerify(w, &dir))
	return c
}

// openHistory opens a history for reading and writing.
func openHistory(dir string) (*history.Store, error) {
	index := ""
	if cache, err := os.UserCacheDir(); err == nil {
		index = filepath.Join(cache, "stxscan", "history")
	}
	s, err := history.Open(dir, index)
	return s, asUsage(err)
}

// recorded opens a history that has runs, and says which.
func recorded(w *world, dir string) (*history.Store, []history.Point, error) {
	s, err := openHistory(dir)
	if err != nil {
		return nil, nil, err
	}
	runs, problems, err := s.Runs()
	if err != nil {
		return nil, nil, asUsage(err)
	}
	for _, p := range problems {
		fmt.Fprintf(w.stderr, "%s: warning: not read: %s\n", clean(filepath.Join(dir, p.Name)), clean(p.Err.Error()))
	}
	if len(runs) == 0 {
		return nil, nil, &exitError{codeNothing, fmt.Errorf("%w in %s: record a run with 'stxscan scan --record=%s', or name another folder with --dir",
			history.ErrNone, clean(dir), clean(quote(dir)))}
	}
	return s, history.Points(runs), nil
}

// record keeps a report and says where.
func record(w *world, dir string, r *reports.Report, quiet bool) error {
	s, err := openHistory(dir)
	if err != nil {
		return err
	}
	run, err := s.Record(r, history.KindScan, "", w.now())
	if err != nil {
		return asUsage(err)
	}
	if !quiet {
		fmt.Fprintf(w.stderr, "recorded %s in %s, %s\n", run.ID, clean(dir), bytesText(run.Size))
	}
	return nil
}

func newHistoryRecord(w *world, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:     "record REPORT.json",
		Short:   "Keep a JSON report as a run",
		Long:    "record reads a JSON report, '-' for standard input, and keeps it as a run. One that is there already is not kept twice.",
		Example: "  stxscan history record report.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := readReport(args[0])
			if err != nil {
				return usageError("%s: %w", clean(args[0]), err)
			}
			return record(w, *dir, r, false)
		},
	}
}

func newHistoryList(w *world, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the recorded runs, the oldest first",
		Example: "  stxscan history list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, points, err := recorded(w, *dir)
			if err != nil {
				return err
			}
			t := tabwriter.NewWriter(w.stdout, 0, 8, 2, ' ', 0)
			fmt.Fprintln(t, "date\tlabel\tkind\tmade\ttool\trules\tbytes\tstored\trun")
			for _, p := range points {
				for _, r := range p.Runs {
					how := "whole"
					if r.Parent != "" {
						how = "difference"
					}
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", r.Time.Format(time.DateOnly), dash(clean(p.Label)), clean(string(r.Kind)),
						r.Made.Format(time.DateOnly), dash(clean(r.Tool)), dash(clean(r.Rules)), r.Size, how, r.ID)
				}
			}
			return t.Flush()
		},
	}
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// showFormats are the forms that "stxscan history show -o" knows.
var showFormats = []string{"text", "json"}

func newHistoryShow(w *world, dir *string) *cobra.Command {
	format := "text"
	c := &cobra.Command{
		Use:   "show [RUN]",
		Short: "Show one recorded run, the last if none is named",
		Long: `show says how far the targets were at a point. -o json writes the report that was
recorded, without what a history does not keep: code, dependencies, patch stacks.`,
		Example: "  stxscan history show 2018-10-24\n  stxscan history show last~1 -o json=before.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name, file, err := oneOutput(format, showFormats)
			if err != nil {
				return err
			}
			s, points, err := recorded(w, *dir)
			if err != nil {
				return err
			}
			at := "last"
			if len(args) > 0 {
				at = args[0]
			}
			i, err := history.Find(points, at)
			if err != nil {
				return asUsage(err)
			}
			run := named(&points[i], at)
			r, err := s.Load(run.ID)
			if err != nil {
				return asUsage(err)
			}
			return writeTo(w, file, "the run", func(out io.Writer) error {
				if name == "json" {
					return reports.Encode(out, r)
				}
				return writeRun(out, &points[i], run, r)
			})
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "text", "write as FORMAT or FORMAT=FILE; formats: text, json")
	return c
}

// named is the run of a point that a name means: that of an id, else the newest.
func named(p *history.Point, name string) history.Run {
	for _, r := range p.Runs {
		if len(name) >= 4 && strings.HasPrefix(r.ID, name) && strings.Contains(name, "-") && len(name) > len(time.DateOnly) {
			return r
		}
	}
	return p.Newest()
}

func writeRun(out io.Writer, p *history.Point, run history.Run, r *reports.Report) error {
	t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "run\t%s\n", run.ID)
	if p.Label != "" {
		fmt.Fprintf(t, "label\t%s\n", clean(p.Label))
	}
	fmt.Fprintf(t, "date\t%s\n", run.Time.Format(time.RFC3339))
	fmt.Fprintf(t, "made\t%s, %s, by %s with the rules %s\n", run.Made.Format(time.RFC3339), clean(string(run.Kind)), clean(run.Tool), clean(run.Rules))
	if n := len(p.Runs); n > 1 {
		fmt.Fprintf(t, "runs of this point\t%d\n", n)
	}
	for _, in := range r.Inputs {
		dirty := ""
		if in.Dirty {
			dirty = ", changed"
		}
		fmt.Fprintf(t, "%s\t%.12s%s\n", clean(in.Repo), dash(clean(in.Commit)), dirty)
	}
	fmt.Fprintf(t, "findings\t%s\n\n", terminal.Number(len(r.Findings)))
	if err := t.Flush(); err != nil {
		return err
	}
	t = tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "target\tpackages\tblocked\tneeds work\tnot assessable\tlikely\tready\tbreaks\tchanges")
	for _, target := range r.Targets {
		h := target.Headline
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", clean(target.ID), h.Packages, h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.Breaks, h.Changes)
	}
	return t.Flush()
}

// oneOutput reads FORMAT or FORMAT=FILE.
func oneOutput(text string, formats []string) (name, file string, err error) {
	name, file, hasFile := strings.Cut(text, "=")
	for _, known := range formats {
		if name == known && (!hasFile || file != "") {
			return name, file, nil
		}
	}
	if hasFile && file == "" {
		return "", "", usageError("-o %s: the name of the file is missing after =", text)
	}
	return "", "", usageError("-o %s: there is no format %q: want %s", text, name, strings.Join(formats, ", "))
}

// writeTo writes to a file, or to standard output if none is named.
func writeTo(w *world, file, what string, write func(io.Writer) error) error {
	var err error
	if file != "" {
		err = reports.WriteFile(file, write)
	} else {
		err = write(w.stdout)
	}
	if err != nil {
		return fmt.Errorf("%s was not written: %w", what, err)
	}
	return nil
}

func newHistoryCompare(w *world, dir *string) *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare [A] [B]",
		Short: "Say what moved between two recorded runs, the last two if none are named",
		Long: `compare says what moved from run A to run B, and why, as 'stxscan diff' does; with
one name, from A to the last. Where a point was computed again by a later tool, the
runs of both that the same tool made are compared, so that what moved is the source.`,
		Example: "  stxscan history compare -o agenda\n  stxscan history compare 2018.10.0 2.0.0 -o markdown=notes.md",
		Args:    cobra.MaximumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return compareRuns(w, *dir, args, f)
		},
	}
	f.add(c)
	return c
}

func compareRuns(w *world, dir string, args []string, f compareFlags) error {
	if _, _, err := f.writer(); err != nil {
		return err
	}
	s, points, err := recorded(w, dir)
	if err != nil {
		return err
	}
	if len(points) < 2 {
		return usageError("the history in %s has one point: there is nothing to compare it with", clean(dir))
	}
	names := append(args[:len(args):len(args)], []string{"last~1", "last"}[len(args):]...)
	var at [2]*history.Point
	for i, name := range names {
		n, err := history.Find(points, name)
		if err != nil {
			return asUsage(err)
		}
		at[i] = &points[n]
	}
	old, new, same := history.Pair(at[0], at[1])
	explainPair(w, at, [2]history.Run{old, new}, same)
	before, err := s.Load(old.ID)
	if err != nil {
		return asUsage(err)
	}
	after, err := s.Load(new.ID)
	if err != nil {
		return asUsage(err)
	}
	return f.compare(w, before, after)
}

// explainPair says which runs are compared where that is not plain.
func explainPair(w *world, at [2]*history.Point, runs [2]history.Run, same bool) {
	for i, p := range at {
		if len(p.Runs) > 1 {
			fmt.Fprintf(w.stderr, "%s was computed %d times: the run that %s made on %s is compared\n",
				p.Time.Format(time.DateOnly), len(p.Runs), clean(runs[i].Tool), runs[i].Made.Format(time.DateOnly))
		}
	}
	if !same {
		fmt.Fprintln(w.stderr, "the runs were made by different tools or rules: 'stxscan history rescan' computes points again, so that numbers compare")
	}
}

func newHistoryVerify(w *world, dir *string) *cobra.Command {
	return &cobra.Command{
		Use:     "verify",
		Short:   "Read every recorded run whole, and name what is damaged",
		Long:    "verify restores every run and holds it against its digests. It exits with 2 if one cannot be read, and says what to do.",
		Example: "  stxscan history verify --dir .stxscan-history",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := openHistory(*dir)
			if err != nil {
				return err
			}
			v, err := s.Verify()
			if err != nil {
				return asUsage(err)
			}
			for _, p := range v.Problems {
				fmt.Fprintf(w.stderr, "%s: %s\n", clean(filepath.Join(*dir, p.Name)), clean(p.Err.Error()))
			}
			for _, name := range v.Left {
				fmt.Fprintf(w.stderr, "%s: warning: a writer that was ended left it, it holds no run: remove it when nothing is being recorded\n", clean(filepath.Join(*dir, name)))
			}
			fmt.Fprintf(w.stdout, "%s can be read\n", terminal.Count(v.Whole, "run", "runs"))
			if n := len(v.Problems); n > 0 {
				return usageError("%s of the history", terminal.Count(n, "file cannot be read as a run", "files cannot be read as runs"))
			}
			return nil
		},
	}
}

// trendOf loads the trend of the history in a folder, nil if no folder is named.
func trendOf(ctx context.Context, dir string) (*reports.Trend, error) {
	if dir == "" {
		return nil, nil
	}
	s, err := openHistory(dir)
	if err != nil {
		return nil, err
	}
	t, err := s.Trend(ctx)
	return t, asUsage(err)
}
