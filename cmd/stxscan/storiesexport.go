package main

import (
	"cmp"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/storyboard"
	"opendev.org/starlingx/stxscan/stories"
	board "opendev.org/starlingx/stxscan/storyboard"
)

func newStoriesExport(w *world) *cobra.Command {
	var conf configFlags
	var server, output string
	c := &cobra.Command{
		Use:   "export REPORT.json",
		Short: "Write stories for those who file by hand",
		Long: `export asks no server. tags is a line for each work item, names the tags alone, json
the stories with their tasks; markdown is the text of all stories, to read or paste;
links is a line for each story with the address of StoryBoard's form, filled in, which
whoever is logged in there can send off.`,
		Example: "  stxscan stories export report.json -o links",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			write, err := exportWriter(conf, server, args[0], output)
			if err != nil {
				return err
			}
			if _, file, ok := strings.Cut(output, "="); ok {
				return reports.WriteFile(file, write)
			}
			return write(w.stdout)
		},
	}
	conf.add(c)
	c.Flags().StringVar(&server, "server", "", "the server that links lead to (default: that of the configuration, or OpenDev's)")
	c.Flags().StringVarP(&output, "output", "o", "tags", "write as FORMAT or FORMAT=FILE; formats: tags, names, json, markdown, links")
	return c
}

// exportWriter returns what writes a report in the form that -o names.
func exportWriter(conf configFlags, server, report, output string) (func(io.Writer) error, error) {
	format, file, hasFile := strings.Cut(output, "=")
	if hasFile && file == "" {
		return nil, usageError("-o %s: the name of the file is missing after =", clean(output))
	}
	forms := map[string]func(io.Writer, *reports.Report, storyboard.Options) error{"tags": storyboard.Lines, "names": storyboard.Names, "json": storyboard.JSON}
	if forms[format] == nil && format != "markdown" && format != "links" {
		return nil, usageError("-o %s: there is no format %q: want tags, names, json, markdown or links", clean(output), format)
	}
	from := storySource{conf: conf}
	set, settled, err := from.set(report)
	if err != nil {
		return nil, err
	}
	if settled != nil {
		server = cmp.Or(server, settled.StoryBoard.Server)
	}
	server = cmp.Or(server, board.DefaultServer)
	if err := board.CheckServer(server, true); err != nil {
		return nil, usageError("--server: %w", err)
	}
	switch format {
	case "markdown":
		return func(out io.Writer) error { return stories.WriteMarkdown(out, set) }, nil
	case "links":
		return func(out io.Writer) error { return stories.WriteLinks(out, set, server) }, nil
	}
	var o storyboard.Options
	if settled != nil {
		o = boardOptions(settled.StoryBoard)
	}
	o.Server = server
	return func(out io.Writer) error { return forms[format](out, set.Report(), o) }, nil
}
