package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/html"
)

// pageFlags are what the page shows beside the report.
type pageFlags struct {
	trendFile, sinceFile string

	trend *reports.Trend
	since *reports.Report
}

func (f *pageFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.trendFile, "trend", "", "show on the page of -o html how the numbers went: the JSON of a trend, as 'history trend -o json' writes it")
	flags.StringVar(&f.sinceFile, "since", "", "show on the page of -o html what moved since this JSON report")
	c.PreRunE = func(*cobra.Command, []string) error { return f.read() }
}

// read reads the files before anything is scanned, so that a name that is wrong
// costs no time.
func (f *pageFlags) read() error {
	if f.trendFile != "" {
		file, err := os.Open(f.trendFile)
		if err != nil {
			return usageError("--trend: %w", err)
		}
		defer file.Close()
		if f.trend, err = reports.DecodeTrend(file); err != nil {
			return usageError("--trend %s: %w", f.trendFile, err)
		}
	}
	if f.sinceFile != "" {
		var err error
		if f.since, err = readReport(f.sinceFile); err != nil {
			return usageError("--since %s: %w", f.sinceFile, err)
		}
	}
	return nil
}

// writePage writes the report as a page.
func writePage(_ *world, out io.Writer, r *reports.Report, f outputFlags) error {
	o := html.Options{Trend: f.trend, Stories: boardOptions(f.board)}
	if f.since != nil {
		o.Diff = policy.Compare(f.since, r)
	}
	if err := html.Write(out, r, o); err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	return nil
}
