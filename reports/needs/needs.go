// Package needs writes the list that a packager of a target is handed: what
// StarlingX's own packages need from outside and the target lacks, per package
// and together, and which bundles bring what it has.
package needs

import (
	"bytes"
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

// Write writes the list for each target of a report that is ported to. The
// packages are those that a build list names and whose spec is StarlingX's own.
func Write(w io.Writer, r *reports.Report) error {
	var b bytes.Buffer
	for i := range r.Targets {
		t := &r.Targets[i]
		if t.Origin {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		if t.Index == nil {
			fmt.Fprintf(&b, "Nothing is known of the packages of %s: bring an index with 'stxscan index'\n", terminal.Clean(t.ID))
			continue
		}
		writeTarget(&b, t, collect(r, t.ID))
	}
	if b.Len() == 0 {
		b.WriteString("The report has no target to port to\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeTarget(b *bytes.Buffer, t *reports.Target, list []*packageNeeds) {
	title := "What StarlingX's own packages need on " + t.Name
	if t.Build != "" {
		title += ", build " + t.Build
	}
	fmt.Fprintf(b, "%s, by what is known of %s\n", terminal.Clean(title), terminal.Clean(t.Index.Date))
	writeTotals(b, list)
	writeTogether(b, "Missing", list, func(p *packageNeeds) []need { return p.missing })
	writeTogether(b, "There, in a version or component that does not do", list, func(p *packageNeeds) []need { return p.wrong })
	writeTogether(b, "Not known", list, func(p *packageNeeds) []need { return p.unknown })
	writeLikely(b, list)
	b.WriteString("\nBy package")
	if slices.ContainsFunc(list, func(p *packageNeeds) bool { return slices.ContainsFunc(p.there, inBundle) }) {
		b.WriteString(", with bundles that bring what there is. What no bundle lists comes with what requires it,\nor has to be added to one")
	}
	b.WriteByte('\n')
	for _, p := range list {
		writePackage(b, p)
	}
}

// writeTotals counts names, each once.
func writeTotals(b *bytes.Buffer, list []*packageNeeds) {
	names := map[string]map[string]bool{}
	note := func(what string, needs []need) {
		for _, n := range needs {
			if names[what] == nil {
				names[what] = map[string]bool{}
			}
			names[what][n.label] = true
		}
	}
	var there, gone []need
	for _, p := range list {
		note("missing", p.missing)
		note("wrong", p.wrong)
		note("unknown", p.unknown)
		note("there", p.there)
		for _, n := range p.there {
			if n.verdict.Verdict == finding.Python3Only {
				there = append(there, n)
			}
			if n.verdict.Gone != "" {
				gone = append(gone, n)
			}
		}
	}
	note("python3", there)
	note("gone", gone)
	of := func(what, one, many string) string { return say(len(names[what]), one, many) }
	fmt.Fprintf(b, "%s something from outside: %s there, %d of them for Python 3 alone,\n%s missing, %s, and of %d it is not known.",
		say(len(list), "package needs", "packages need"), of("there", "name is", "names are"), len(names["python3"]),
		of("missing", "is", "are"), of("wrong", "does not do", "do not do"), len(names["unknown"]))
	if len(names["gone"]) > 0 {
		fmt.Fprintf(b, " %s gone from the last lists.", of("gone", "that is there is", "that are there are"))
	}
	b.WriteByte('\n')
}

// say is a number with what is said of one, or of any other number.
func say(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// writeTogether lists names over all packages, those that the most packages need
// first.
func writeTogether(b *bytes.Buffer, title string, list []*packageNeeds, of func(*packageNeeds) []need) {
	by, first := map[string][]string{}, map[string]need{}
	for _, p := range list {
		for _, n := range of(p) {
			if by[n.label] == nil {
				first[n.label] = n
			}
			by[n.label] = append(by[n.label], p.id)
		}
	}
	if len(by) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s (%d)\n", title, len(by))
	for _, label := range slices.SortedFunc(maps.Keys(by), func(x, y string) int {
		return cmp.Or(cmp.Compare(len(by[y]), len(by[x])), cmp.Compare(x, y))
	}) {
		fmt.Fprintf(b, "  %s\n      %s\n      needed by %s\n", terminal.Clean(label), terminal.Clean(because(first[label])), terminal.Clean(strings.Join(by[label], ", ")))
	}
}

// writeLikely lists what is there by inference alone, in the order of names: what it
// is inferred from, with the versions there.
func writeLikely(b *bytes.Buffer, list []*packageNeeds) {
	why := map[string]string{}
	for _, p := range list {
		for _, n := range p.there {
			if n.verdict.Verdict == finding.LikelyPresent {
				why[n.label] = because(n)
			}
		}
	}
	if len(why) == 0 {
		return
	}
	fmt.Fprintf(b, "\nLikely there, by inference and in a version that is not known (%d)\n", len(why))
	for _, label := range slices.Sorted(maps.Keys(why)) {
		fmt.Fprintf(b, "  %s\n      %s\n", terminal.Clean(label), terminal.Clean(why[label]))
	}
}

// because is what a verdict rests on, with what there is where there is
// something.
func because(n need) string {
	v := n.verdict
	if v.Name == "" {
		return v.Evidence
	}
	return strings.TrimSpace(v.Name+" "+v.Version) + ": " + v.Evidence
}

func writePackage(b *bytes.Buffer, p *packageNeeds) {
	fmt.Fprintf(b, "\n%s\n", terminal.Clean(p.id))
	for _, part := range []struct {
		title string
		needs []need
	}{{"missing", p.missing}, {"does not do", p.wrong}, {"not known", p.unknown}} {
		for i, n := range part.needs {
			title := part.title
			if i > 0 {
				title = ""
			}
			fmt.Fprintf(b, "  %-12s %s, %s\n", title, terminal.Clean(n.label), terminal.Clean(where(n)))
		}
	}
	if p.computed > 0 {
		fmt.Fprintf(b, "  not known    %s computed\n", say(p.computed, "name that is", "names that are"))
	}
	bundles, loose := choose(p.there)
	for i, c := range bundles {
		title := ""
		if i == 0 {
			title = "bundles"
		}
		fmt.Fprintf(b, "  %-12s %s: %s\n", title, terminal.Clean(c.name), terminal.Clean(strings.Join(c.packages, ", ")))
	}
	if len(loose) > 0 {
		title := "there"
		if len(bundles) > 0 {
			title = "no bundle"
		}
		fmt.Fprintf(b, "  %-12s %s\n", title, terminal.Clean(strings.Join(loose, ", ")))
	}
	writeNames(b, "Python 3", p.there, func(v finding.DependencyVerdict) bool { return v.Verdict == finding.Python3Only })
	writeNames(b, "gone", p.there, func(v finding.DependencyVerdict) bool { return v.Gone != "" })
}

func inBundle(n need) bool { return len(n.verdict.Bundles) > 0 }

// where is the first place of a need, with what it depends on.
func where(n need) string {
	if n.condition == "" {
		return n.place
	}
	return n.place + ", if " + n.condition
}

// writeNames lists the target's names of those that a verdict fits.
func writeNames(b *bytes.Buffer, title string, there []need, fits func(finding.DependencyVerdict) bool) {
	var names []string
	for _, n := range there {
		if n.verdict.Name != "" && fits(n.verdict) {
			names = append(names, n.verdict.Name)
		}
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) > 0 {
		fmt.Fprintf(b, "  %-12s %s\n", title, terminal.Clean(strings.Join(names, ", ")))
	}
}
