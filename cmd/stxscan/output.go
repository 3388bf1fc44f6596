package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/checkstyle"
	"opendev.org/starlingx/stxscan/reports/csv"
	"opendev.org/starlingx/stxscan/reports/github"
	"opendev.org/starlingx/stxscan/reports/gitlab"
	"opendev.org/starlingx/stxscan/reports/junit"
	"opendev.org/starlingx/stxscan/reports/markdown"
	"opendev.org/starlingx/stxscan/reports/needs"
	"opendev.org/starlingx/stxscan/reports/sarif"
	"opendev.org/starlingx/stxscan/reports/storyboard"
	"opendev.org/starlingx/stxscan/reports/table"
	"opendev.org/starlingx/stxscan/reports/text"
	"opendev.org/starlingx/stxscan/reports/zuul"
)

// writer writes a report in one form.
type writer func(*world, io.Writer, *reports.Report, outputFlags) error

// format is a form that -o knows.
type format struct {
	write writer
	// about is a line for the list of formats.
	about string
	// compared is set for a form that needs a base to compare with.
	compared bool
}

// formats are the forms by their names.
var formats = map[string]format{
	"json":             {write: plain(reports.Encode), about: "the whole report, for 'stxscan report' and programs of your own"},
	"table":            {write: writeTable, about: "tables for a terminal: targets, concerns, packages, work items"},
	"html":             {write: writePage, about: "the whole report as a page in one file, for people"},
	"needs":            {write: plain(needs.Write), about: "what each target lacks of what is needed, for who packages there"},
	"storyboard":       {write: writeStories(storyboard.Lines), about: "stories to paste: title, project, tags, key, a line each"},
	"storyboard-names": {write: writeStories(storyboard.Names), about: "the tags of those stories, once each"},
	"storyboard-json":  {write: writeStories(storyboard.JSON), about: "stories with their tasks, as they would be filed"},
	"text":             {write: plain(text.Write), about: "PATH:LINE:COLUMN: RULE MESSAGE, as linters write, for editors and logs"},
	"zuul":             {write: writeZuul, about: "comments on the lines of a change, for zuul_return; gate only", compared: true},
	"sarif":            {write: plain(sarif.Write), about: "SARIF 2.1.0, for code scanning; marks what is known, gone or suppressed"},
	"junit":            {write: plain(junit.Write), about: "JUnit XML: a suite for each package and concern, a case for each rule"},
	"github":           {write: plain(github.Write), about: "workflow commands of GitHub Actions, the worst first"},
	"gitlab":           {write: plain(gitlab.Write), about: "GitLab's code quality report; all findings, since GitLab compares"},
	"checkstyle":       {write: plain(checkstyle.Write), about: "Checkstyle XML, for Jenkins and review tools"},
	"csv":              {write: plain(csv.Write), about: "a row for each finding, with its effect on each target, for spreadsheets"},
	"markdown":         {write: plain(markdown.Write), about: "a summary for a pull request: targets, what is new, what to do first"},
}

// plain is a writer that has no options.
func plain(write func(io.Writer, *reports.Report) error) writer {
	return func(_ *world, out io.Writer, r *reports.Report, _ outputFlags) error { return write(out, r) }
}

func writeZuul(_ *world, out io.Writer, r *reports.Report, f outputFlags) error {
	return zuul.Write(out, r, zuul.Options{Repo: f.zuulRepo, Report: f.zuulReport, Level: f.zuulLevel})
}

func writeStories(write func(io.Writer, *reports.Report, storyboard.Options) error) writer {
	return func(_ *world, out io.Writer, r *reports.Report, f outputFlags) error {
		return write(out, r, boardOptions(f.board))
	}
}

// boardOptions is how a configuration says that stories are filed.
func boardOptions(b config.StoryBoard) storyboard.Options {
	return storyboard.Options{
		Tags: storyTags(b.Tags), Projects: b.Projects, DefaultProject: b.DefaultProject, Groups: storyGroups(b.Groups), Server: b.Server,
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

// newFormats is the help topic on the forms.
func newFormats() *cobra.Command {
	var b strings.Builder
	b.WriteString("The forms of -o FORMAT[=FILE], for scan, gate and report. Without =FILE the form\ngoes to standard output, once.\n\n")
	for _, name := range slices.Sorted(maps.Keys(formats)) {
		fmt.Fprintf(&b, "  %-16s  %s\n", name, formats[name].about)
	}
	b.WriteString(`
In scan the forms hold everything, in gate what is new: findings that the base
does not have, and known ones that bite where they did not. json, html, sarif and
gitlab hold everything there too: sarif marks it, GitLab compares reports itself.
Suppressed findings are marked in sarif, junit and csv and left out elsewhere.
What could not be told stands in every form; in zuul what the base could not tell
either is counted in the link to the report alone.

Paths of checkstyle, github, gitlab, junit, sarif and text are relative to the
folder that is scanned: scan the checkout. Those of zuul and csv are relative to
the repo.`)
	return &cobra.Command{
		Use:     "formats",
		Short:   "The forms of -o, a line each",
		Long:    b.String(),
		Example: "  stxscan gate --new-from-rev origin/master -o sarif=stxscan.sarif -o markdown=comment.md",
	}
}

// wantBase refuses forms that say what is new where nothing is compared.
func wantBase(list []output) error {
	for _, o := range list {
		if o.compared {
			return usageError("%w", zuul.ErrNoBase)
		}
	}
	return nil
}

// outputFlags are the flags that scan and report share.
type outputFlags struct {
	outputs  []string
	findings bool
	top      int
	// board is what the configuration says of stories.
	board config.StoryBoard
	// What the change is that zuul comments on, see zuul.Options.
	zuulRepo, zuulReport string
	zuulLevel            bool
	pageFlags
}

func writeTable(w *world, out io.Writer, r *reports.Report, f outputFlags) error {
	o := table.Options{Width: w.width, Top: f.top, Findings: f.findings}
	o.Color = w.color && out == w.stdout
	return table.Write(out, r, o)
}

// output is one -o: a form, and the file to write, "" for standard output.
type output struct {
	format
	file string
}

// parseOutputs reads every -o FORMAT[=FILE]. At most one may go to standard
// output.
func parseOutputs(specs []string) ([]output, error) {
	var list []output
	standard := ""
	for _, spec := range specs {
		name, file, hasFile := strings.Cut(spec, "=")
		form, ok := formats[name]
		switch {
		case !ok:
			return nil, usageError("-o %s: there is no format %q: want one of %s; 'stxscan help formats' says what they are", spec, name, formatNames())
		case hasFile && file == "":
			return nil, usageError("-o %s: the name of the file is missing after =", spec)
		case !hasFile && standard != "":
			return nil, usageError("-o %s: standard output is taken by -o %s: write -o %s=FILE", spec, standard, name)
		case !hasFile:
			standard = spec
		}
		list = append(list, output{form, file})
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
