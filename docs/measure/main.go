// Command measure writes docs/measurements.md: what stxscan says of real
// StarlingX workspaces, in numbers. Its arguments are the workspaces, the
// oldest first; the folder's name is taken for the release.
package main

import (
	"bufio"
	"cmp"
	"context"
	"embed"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// written are what people read out of the numbers, and what other programs and
// benchmarks printed, with the commands that print it.
//
//go:embed *.md
var written embed.FS

// parts are the files of written, in their order.
var parts = []string{"notes", "porting", "coupling", "mapping", "pins", "emitting", "patches", "patch-history", "upstream", "apply", "packaging"}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: measure WORKSPACE [WORKSPACE ...]")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// measured is one workspace's report with what making it took.
type measured struct {
	name      string
	report    *reports.Report
	cpu, wall time.Duration
	grammar   time.Duration // CPU of parsing the Python alone
	peak      int64         // bytes of resident memory so far
}

func run(roots []string) error {
	var list []measured
	for _, root := range roots {
		m, err := measure(root)
		if err != nil {
			return fmt.Errorf("%s: %w", root, err)
		}
		list = append(list, m)
	}
	out := bufio.NewWriter(os.Stdout)
	writeHead(out)
	writeFiles(out, list)
	writePackages(out, list)
	writeConcerns(out, list)
	writeReadiness(out, list)
	writeLists(out, list)
	writeFamilies(out, list)
	writeRules(out, list)
	writeOwners(out, list[0])
	writeCost(out, list)
	if err := writeParts(out); err != nil {
		return err
	}
	return out.Flush()
}

func writeParts(out io.Writer) error {
	for _, part := range parts {
		text, err := written.ReadFile(part + ".md")
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%s", text)
	}
	return nil
}

// measure scans one workspace with all rules that run by default.
func measure(root string) (measured, error) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return measured{}, err
	}
	applied := slices.DeleteFunc(slices.Clone(set.Rules), func(r *rules.Rule) bool { return r.Optional })
	ctx := context.Background()
	start, before := time.Now(), usage()
	w, err := workspace.Open(ctx, workspace.Options{Root: root})
	if err != nil {
		return measured{}, err
	}
	defer w.Close()
	partial, err := scan.Map(ctx, w, scan.Options{Rules: applied, Analyzers: analyzers.All()})
	if err != nil {
		return measured{}, err
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: applied, Analyzers: analyzers.All(), Targets: set.Targets,
		MaxItems: readiness.MaxItems,
	})
	if err := reports.Validate(report); err != nil {
		return measured{}, err
	}
	after := usage()
	m := measured{
		name: filepath.Base(root), report: report, wall: time.Since(start),
		cpu: after.cpu - before.cpu, peak: after.peak,
	}
	m.grammar, err = parseOnly(ctx, w)
	return m, err
}

type resources struct {
	cpu  time.Duration
	peak int64
}

// usage is what the process has used so far.
func usage() resources {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return resources{}
	}
	return resources{
		cpu:  time.Duration(u.Utime.Nano() + u.Stime.Nano()),
		peak: u.Maxrss << 10, // Linux counts in KiB
	}
}

func writeHead(out io.Writer) {
	fmt.Fprint(out, `# Measurements

Made by

    make measure WORKSPACE="2018.10.0 2.0.0 5.0.0 12.0.0"

from checkouts of StarlingX at those tags, a folder a repo. Findings are those
of the rules that run by default, on all targets. The tests named TestReal hold
the numbers that must not change without a reason:

    STXSCAN_WORKSPACE=2018.10.0 go test ./... -run TestReal

`)
}

// table writes a Markdown table with a column for each workspace.
func table(out io.Writer, list []measured, corner string, rows []string, cell func(*reports.Report, string) int) {
	fmt.Fprintf(out, "| %s |", corner)
	for _, m := range list {
		fmt.Fprintf(out, " %s |", m.name)
	}
	fmt.Fprintf(out, "\n|---|%s\n", strings.Repeat("---:|", len(list)))
	for _, row := range rows {
		fmt.Fprintf(out, "| %s |", row)
		for _, m := range list {
			fmt.Fprintf(out, " %d |", cell(m.report, row))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out)
}

// keysOf returns the keys that any of the reports has, sorted.
func keysOf[K cmp.Ordered](list []measured, of func(*reports.Report) map[K]int) []string {
	all := map[string]bool{}
	for _, m := range list {
		for k := range of(m.report) {
			all[fmt.Sprint(k)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func writeFiles(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Every file accounted for\n\nListed = scanned + skipped, with the reason, + unknown.\n\n")
	rows := []string{"listed", "scanned", "unknown"}
	for _, reason := range keysOf(list, func(r *reports.Report) map[string]int { return r.Totals.Files.Skipped }) {
		rows = append(rows, "skipped: "+reason)
	}
	rows = append(rows, "in no package")
	table(out, list, "files", rows, func(r *reports.Report, row string) int {
		f := r.Totals.Files
		switch row {
		case "listed":
			return f.Listed
		case "scanned":
			return f.Scanned
		case "unknown":
			return f.Unknown
		case "in no package":
			return f.Unowned
		}
		return f.Skipped[strings.TrimPrefix(row, "skipped: ")]
	})
	languages := keysOf(list, func(r *reports.Report) map[string]int { return r.Totals.Files.Languages })
	table(out, list, "language", languages, func(r *reports.Report, row string) int { return r.Totals.Files.Languages[row] })
}

func writePackages(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Packages\n\n")
	rows := []string{"all", "named by a build list", "with a spec", "with srpm_path"}
	origins := keysOf(list, func(r *reports.Report) map[string]int { return r.Totals.Packages.Origins })
	for _, o := range origins {
		rows = append(rows, "origin "+o)
	}
	table(out, list, "packages", rows, func(r *reports.Report, row string) int {
		p := r.Totals.Packages
		switch row {
		case "all":
			return p.All
		case "named by a build list":
			return p.Built
		case "with a spec":
			return p.WithSpec
		case "with srpm_path":
			return p.WithSRPM
		}
		return p.Origins[strings.TrimPrefix(row, "origin ")]
	})
}

func writeFamilies(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Findings by family\n\nThose that break or change something on `debian-12`, in any role; then all.\n\n")
	families := keysOf(list, func(r *reports.Report) map[string]int { return r.Totals.Families })
	table(out, list, "biting on debian-12", families, func(r *reports.Report, row string) int {
		n := 0
		for i := range r.Findings {
			f := &r.Findings[i]
			e := f.Targets["debian-12"].Effect
			if strings.TrimRight(strings.TrimRight(f.Rule, "0123456789"), "-") == row && (e == finding.Breaks || e == finding.Changes) {
				n++
			}
		}
		return n
	})
	table(out, list, "all findings", families, func(r *reports.Report, row string) int { return r.Totals.Families[row] })
}

func writeRules(out io.Writer, list []measured) {
	fmt.Fprint(out, "## Findings by rule\n\n")
	count := func(r *reports.Report) map[string]int {
		counts := map[string]int{}
		for i := range r.Findings {
			counts[r.Findings[i].Rule]++
		}
		return counts
	}
	counts := map[*reports.Report]map[string]int{}
	for _, m := range list {
		counts[m.report] = count(m.report)
	}
	table(out, list, "rule", keysOf(list, func(r *reports.Report) map[string]int { return counts[r] }),
		func(r *reports.Report, row string) int { return counts[r][row] })
}

func writeOwners(out io.Writer, m measured) {
	fmt.Fprintf(out, "## Files per owner at %s\n\n| repo | files | in packages | in (tree) | packages |\n|---|---:|---:|---:|---:|\n", m.name)
	for _, in := range m.report.Inputs {
		tree := 0
		for _, p := range m.report.Packages {
			if p.Repo == in.Repo && p.Name == workspace.TreePackage {
				tree = p.Files
			}
		}
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d |\n", in.Repo, in.Files, in.Files-tree, tree, in.Packages)
	}
	fmt.Fprintln(out)
}

func writeCost(out io.Writer, list []measured) {
	fmt.Fprint(out, `## What it costs

One scan each, in one process, files in the page cache, without the start of the
program. Memory is the process's peak up to then. "Grammar" is the CPU time of
parsing the same Python with the same grammar and doing nothing else, "ratio" what
the whole scan takes of that. The parts are printed by

    STXSCAN_WORKSPACE=2018.10.0 go test ./scan ./syntax/python ./workspace -run '^$' -bench .

| workspace | files | CPU s | grammar CPU s | ratio | wall s | peak MB |
|---|---:|---:|---:|---:|---:|---:|
`)
	for _, m := range list {
		fmt.Fprintf(out, "| %s | %d | %.2f | %.2f | %.1f | %.2f | %d |\n", m.name, m.report.Totals.Files.Listed,
			m.cpu.Seconds(), m.grammar.Seconds(), m.cpu.Seconds()/m.grammar.Seconds(), m.wall.Seconds(), m.peak>>20)
	}
}
