package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/reports"
)

func newReport(w *world) *cobra.Command {
	var f outputFlags
	var conf configFlags
	c := &cobra.Command{
		Use:     "report FROM.json",
		Short:   "Write the report of an earlier scan in other forms",
		Long:    "report reads a JSON report, '-' for standard input, and writes it again in the forms that -o names.\n\nStories are tagged and grouped as the configuration of the current folder says.",
		Example: "  stxscan report report.json -o table --findings",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			outputs, err := parseOutputs(f.outputs)
			if err != nil {
				return err
			}
			r, err := readReport(args[0])
			if err != nil {
				return usageError("%s: %w", args[0], err)
			}
			settled, err := conf.read(".")
			if err != nil {
				return err
			}
			if settled != nil {
				f.board = settled.StoryBoard
			}
			if len(outputs) == 0 {
				outputs = []output{{format: formats["table"]}}
			}
			return writeAll(w, r, outputs, f)
		},
	}
	addOutputFlags(c, &f)
	conf.add(c)
	return c
}

func readReport(name string) (*reports.Report, error) {
	var in io.ReadCloser = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot be read: %w", err)
		}
		in = file
	}
	defer in.Close()
	return reports.Decode(in)
}
