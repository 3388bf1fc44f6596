package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/suggest"
	"opendev.org/starlingx/stxscan/workspace"
)

// checkSuggest refuses a diff on a standard output that is taken.
func checkSuggest(file string, outputs []output) error {
	taken := slices.ContainsFunc(outputs, func(o output) bool { return o.file == "" })
	if file == "-" && taken {
		return usageError("--suggest=-: standard output is taken by a report: write -o FORMAT=FILE or --suggest=FILE")
	}
	return nil
}

// writeSuggestions writes the diff of --suggest, whole or not at all, and says
// what it mends; there is nothing to say where none was asked for.
func writeSuggestions(ctx context.Context, w *world, space *workspace.Workspace, r *reports.Report, file string) (string, error) {
	if file == "" {
		return "", nil
	}
	var s suggest.Summary
	write := func(out io.Writer) (err error) {
		s, err = suggest.Write(ctx, out, space, r)
		return err
	}
	var err error
	name := clean(file)
	if file == "-" {
		name, err = "the diff", write(w.stdout)
	} else {
		err = reports.WriteFile(file, write)
	}
	if err != nil {
		return "", fmt.Errorf("the diff was not written: %w", err)
	}
	return suggestedText(s, name), nil
}

// suggestedText is the summary's line about a diff.
func suggestedText(s suggest.Summary, name string) string {
	text := fmt.Sprintf("%s mends %s in %s", name, terminal.Count(s.Places, "place", "places"), terminal.Count(s.Files, "file", "files"))
	total := 0
	var parts []string
	reasons := slices.SortedFunc(maps.Keys(s.Left), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Left[b], s.Left[a]), strings.Compare(a, b))
	})
	for _, reason := range reasons {
		total += s.Left[reason]
		parts = append(parts, terminal.Number(s.Left[reason])+" "+reason)
	}
	if total == 0 {
		return text + "."
	}
	return text + fmt.Sprintf("; of what is mechanical it leaves %s: %s.", terminal.Number(total), strings.Join(parts, ", "))
}
