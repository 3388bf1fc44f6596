package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/html"
	"opendev.org/starlingx/stxscan/reports/needs"
	"opendev.org/starlingx/stxscan/reports/storyboard"
	"opendev.org/starlingx/stxscan/reports/table"
)

// writer writes a report in one form.
type writer func(*world, io.Writer, *reports.Report, outputFlags) error

// formats are the forms that -o knows.
var formats = map[string]writer{
	"json": func(_ *world, out io.Writer, r *reports.Report, _ outputFlags) error {
		return reports.Encode(out, r)
	},
	"table": writeTable,
	"html": func(_ *world, out io.Writer, r *reports.Report, _ outputFlags) error {
		return html.Write(out, r, html.Options{})
	},
	"needs": func(_ *world, out io.Writer, r *reports.Report, _ outputFlags) error {
		return needs.Write(out, r)
	},
	"storyboard":       writeStories(storyboard.Lines),
	"storyboard-names": writeStories(storyboard.Names),
	"storyboard-json":  writeStories(storyboard.JSON),
}

func writeStories(write func(io.Writer, *reports.Report, storyboard.Options) error) writer {
	return func(_ *world, out io.Writer, r *reports.Report, f outputFlags) error {
		return write(out, r, storyboard.Options{Tags: storyTags(f.tags)})
	}
}

// storyTags are the tags by default, with those of the configuration in place
// of the default's for the same concern.
func storyTags(configured map[string][]string) storyboard.Tags {
	tags := storyboard.DefaultTags()
	for key, list := range configured {
		if slices.Contains(finding.Concerns, finding.Concern(key)) {
			tags.Concerns[finding.Concern(key)] = list
			continue
		}
		if tags.Rules == nil {
			tags.Rules = map[string][]string{}
		}
		tags.Rules[key] = list
	}
	return tags
}

// formatNames lists the forms for messages and help.
func formatNames() string {
	return strings.Join(slices.Sorted(maps.Keys(formats)), ", ")
}

// outputFlags are the flags that scan and report share.
type outputFlags struct {
	outputs  []string
	findings bool
	top      int
	// tags are those that the configuration gives to stories.
	tags map[string][]string
}

func writeTable(w *world, out io.Writer, r *reports.Report, f outputFlags) error {
	o := table.Options{Width: w.width, Top: f.top, Findings: f.findings}
	o.Color = w.color && out == w.stdout
	return table.Write(out, r, o)
}

// output is one -o: a form, and the file to write, "" for standard output.
type output struct {
	write writer
	file  string
}

// parseOutputs reads every -o FORMAT[=FILE]. At most one may go to standard
// output.
func parseOutputs(specs []string) ([]output, error) {
	var list []output
	standard := ""
	for _, spec := range specs {
		name, file, hasFile := strings.Cut(spec, "=")
		write, ok := formats[name]
		switch {
		case !ok:
			return nil, usageError("-o %s: there is no format %q: want one of %s", spec, name, formatNames())
		case hasFile && file == "":
			return nil, usageError("-o %s: the name of the file is missing after =", spec)
		case !hasFile && standard != "":
			return nil, usageError("-o %s: standard output is taken by -o %s: write -o %s=FILE", spec, standard, name)
		case !hasFile:
			standard = spec
		}
		list = append(list, output{write, file})
	}
	return list, nil
}

// writeAll writes the report in every form that was asked for.
func writeAll(w *world, r *reports.Report, list []output, flags outputFlags) error {
	for _, o := range list {
		write := func(out io.Writer) error { return o.write(w, out, r, flags) }
		var err error
		if o.file == "" {
			err = write(w.stdout)
		} else {
			err = reports.WriteFile(o.file, write)
		}
		if err != nil {
			return fmt.Errorf("the report was not written: %w", err)
		}
	}
	return nil
}
