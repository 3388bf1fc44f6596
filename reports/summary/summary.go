// Package summary writes the five lines that a scan ends with: what was read,
// how far the packages are, the biggest work items, what could not be
// assessed, and what to type next.
package summary

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Options says how to write.
type Options struct {
	// Next is the command that is worth typing now; none is shown if empty.
	Next string
	// Suggested says what a diff mends; nothing is said if empty.
	Suggested string
	// Width is how many columns there are, 100 if 0.
	Width int
}

const (
	defaultWidth = 100
	label        = len("Unclear  ") // the widest of the labels, and its gap
	most         = 3                // work items, reasons and the like to name
)

// Write writes the summary: five lines, wrapped to the width. Text of the
// scanned tree is made safe for a terminal. The error is that of w.
func Write(w io.Writer, r *reports.Report, o Options) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	var b strings.Builder
	line := func(name, text string) {
		if text == "" {
			return
		}
		for i, part := range terminal.Wrap(text, o.Width-label) {
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "%-*s%s\n", label, name, part)
		}
	}
	line("Read", read(r))
	line("State", state(r))
	line("To do", work(r))
	line("Unclear", unclear(r))
	line("Mended", o.Suggested)
	if o.Next != "" { // not wrapped: it is there to be copied
		fmt.Fprintf(&b, "%-*s%s\n", label, "Next", terminal.Clean(o.Next))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// read says what was read.
func read(r *reports.Report) string {
	files := r.Totals.Files
	skipped := 0
	for _, n := range files.Skipped {
		skipped += n
	}
	text := fmt.Sprintf("%s with %s (%s of them in build lists). Of %s, %s were scanned, %s skipped",
		terminal.Count(len(r.Inputs), "repo", "repos"), terminal.Count(r.Totals.Packages.All, "package", "packages"),
		terminal.Number(r.Totals.Packages.Built), terminal.Count(files.Listed, "file", "files"),
		terminal.Number(files.Scanned), terminal.Number(skipped))
	if skipped > 0 {
		text += " (" + reasons(files.Skipped) + ")"
	}
	if files.Unknown == 0 {
		return text + "; all could be read."
	}
	return text + fmt.Sprintf(", and %s could not be read wholly.", terminal.Number(files.Unknown))
}

// reasons names the reasons for which the most files were skipped.
func reasons(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var parts []string
	rest := 0
	for i, key := range keys {
		if i < most {
			parts = append(parts, terminal.Number(counts[key])+" "+terminal.Clean(key))
		} else {
			rest += counts[key]
		}
	}
	if rest > 0 {
		parts = append(parts, terminal.Number(rest)+" for other reasons")
	}
	return strings.Join(parts, ", ")
}

// state says how far the packages are; targets that do not differ share a
// clause.
func state(r *reports.Report) string {
	var clauses []string
	packages := 0
	named := map[reports.Headline]bool{}
	for _, t := range r.Targets {
		if t.Origin || named[t.Headline] {
			continue
		}
		named[t.Headline] = true
		packages = t.Headline.Packages
		var ids []string
		for _, other := range r.Targets {
			if !other.Origin && other.Headline == t.Headline {
				ids = append(ids, terminal.Clean(other.ID))
			}
		}
		clauses = append(clauses, terminal.List(ids)+": "+verdicts(t.Headline))
	}
	if len(clauses) == 0 {
		return "No target to port to was judged."
	}
	if packages == 0 {
		return "No build list names a package: there is nothing to judge; are these whole repos?"
	}
	text := fmt.Sprintf("%s in build lists. %s.",
		terminal.Count(packages, "package", "packages"), strings.Join(clauses, "; "))
	for _, t := range r.Targets {
		if h := t.Headline; t.Origin && h.Breaks+h.Changes > 0 {
			text += fmt.Sprintf(" On the origin %s, %s break.", terminal.Clean(t.ID), terminal.Count(h.Breaks+h.Changes, "place", "places"))
		}
	}
	return text
}

func verdicts(h reports.Headline) string {
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			many = one
		}
		if n > 0 {
			parts = append(parts, terminal.Number(n)+" "+many)
		}
	}
	add(h.Blocked, "is blocked", "are blocked")
	work := fmt.Sprintf(" (%s break, %s change)", terminal.Count(h.Breaks, "place", "places"), terminal.Number(h.Changes))
	add(h.NeedsWork, "needs work"+work, "need work"+work)
	add(h.NotAssessable, "cannot be assessed", "cannot be assessed")
	add(h.Likely, "is likely fine", "are likely fine")
	add(h.Ready, "is ready", "are ready")
	add(h.NotApplicable, "does not apply", "do not apply")
	return terminal.List(parts)
}

// work names the biggest work items, blocking ones first.
func work(r *reports.Report) string {
	items := slices.Clone(r.WorkItems)
	slices.SortStableFunc(items, func(a, b reports.WorkItem) int {
		return cmp.Or(boolFirst(a.Blocking > 0, b.Blocking > 0), cmp.Compare(b.Minutes, a.Minutes))
	})
	if len(items) == 0 {
		return "Nothing was found in what was looked at."
	}
	var parts []string
	minutes := 0
	for i, w := range items {
		minutes += w.Minutes
		if i < most {
			parts = append(parts, fmt.Sprintf("(%d) %s (%s): %s", i+1, terminal.Clean(w.Title),
				terminal.Clean(w.Where()), size(w)))
		}
	}
	text := fmt.Sprintf("%s, about %s in all. The biggest: %s.", terminal.Count(len(items), "work item", "work items"),
		reports.WorkTime(minutes), strings.Join(parts, "; "))
	if quiet := r.Totals.Quiet(); quiet != "" {
		text += " Still counted: " + quiet + "."
	}
	return text
}

// boolFirst orders what is true before what is not.
func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func size(w reports.WorkItem) string {
	if w.Blocking == 0 {
		return terminal.Count(w.Findings, "place", "places") + ", none in what ships"
	}
	places := terminal.Count(w.Findings, "place", "places")
	if w.Blocking < w.Findings {
		places += " (" + terminal.Number(w.Blocking) + " blocking)"
	}
	return fmt.Sprintf("%s in %s, %s", places, terminal.Count(w.Files, "file", "files"), reports.WorkTime(w.Minutes))
}

// notLookedAt says which concerns nobody looked at.
func notLookedAt(r *reports.Report) string {
	var missing []string
	for _, c := range finding.Concerns {
		if !slices.Contains(r.Run.Concerns, c) {
			missing = append(missing, string(c))
		}
	}
	if len(missing) == 0 {
		return ""
	}
	names := missing
	if len(missing) > most+1 {
		names = append(slices.Clone(missing[:most]), terminal.Number(len(missing)-most)+" more")
	}
	return fmt.Sprintf("%d of %d concerns were not looked at: %s.", len(missing), len(finding.Concerns), terminal.List(names))
}
