// Command coupling measures what a scan misses of the coupling to RPM and
// CentOS, by a search that knows nothing of the analyzers: every tool name and
// every path of the families F1 to F7 that a file holds is either covered by a
// finding, explained, or missed.
//
//	go run ./docs/coupling [-explained FILE.tsv] [-missed FILE] REPORT.json WORKSPACE
//
// A row of the explanations names a place and why it is no coupling, in words of
// its own: repo, path, line, family, class, reason. No text of the place is kept.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/workspace"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "coupling:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, w io.Writer) error {
	flags := flag.NewFlagSet("coupling", flag.ContinueOnError)
	explained := flags.String("explained", "", "rows that say of places why they are no coupling: `FILE.tsv`")
	missed := flags.String("missed", "", "write the places that are missed to a `FILE`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("want a report and the workspace that it is of")
	}
	report, err := readReport(flags.Arg(0))
	if err != nil {
		return err
	}
	rows, err := readExplained(*explained)
	if err != nil {
		return err
	}
	ws, err := workspace.Open(ctx, workspace.Options{Root: flags.Arg(1)})
	if err != nil {
		return err
	}
	defer ws.Close()
	s := newSearch(report, rows)
	if err := s.all(ctx, ws); err != nil {
		return err
	}
	if *missed != "" {
		if err := s.writeMissed(*missed); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(w)
	s.write(out)
	return out.Flush()
}

func readReport(name string) (*reports.Report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return reports.Decode(file)
}
