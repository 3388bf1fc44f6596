package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/forks"
	"opendev.org/starlingx/stxscan/history"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/summary"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// scanFlags are the flags of "stxscan scan".
type scanFlags struct {
	selection
	outputFlags
	configFlags
	patchedFlags
	conf       *config.Config // nil if there is none
	rev        string
	indexDir   string
	rpms       []string
	forks      []string
	maxSize    int64
	jobs       int
	items      int
	failOn     string
	strict     bool
	quiet      bool
	noProgress bool
	listFiles  bool
	why        string
	suggest    string
	record     string // the folder of a history
	// known is what other scans of the same process have seen.
	known *scan.Known
}

func newScan(w *world) *cobra.Command {
	var f scanFlags
	c := &cobra.Command{
		Use:   "scan [PATH]",
		Short: "Scan a workspace and report what stands in the way",
		Long: `scan reads a StarlingX workspace and reports what stands in the way of building
and running it on the targets. PATH, the current folder if not given, is a
folder of repos, one repo, or a build root.

The network is never used and the work tree never changed. What the team has
settled is read from .stxscan.yaml, see 'stxscan config --help'.

--suggest writes what can be mended mechanically as a unified diff, with paths
relative to PATH: 'git apply FILE' in PATH makes the changes (in a folder of a
larger git repo, 'git apply --directory=FOLDER FILE' at its top). What it writes
runs on Python 2.7 and 3 alike, with the standard library alone. It leaves out
vendored and generated files, documents, patches, code inside of other files,
and what is suppressed or of low confidence.`,
		Example: `  stxscan scan ~/starlingx
  stxscan scan --target ubuntu-24.04 -o table -o json=report.json ~/starlingx
  stxscan scan --rev origin/master ~/starlingx/stx-config
  stxscan scan --rules 'PY2-S*' --suggest=/tmp/fix.diff ~/starlingx
  stxscan scan -q --record ~/starlingx
  stxscan scan --why stx-config/sysinv/setup.py ~/starlingx`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			root := rootOf(args)
			if err := f.configure(c, root); err != nil {
				return err
			}
			return runScan(c.Context(), w, root, f)
		},
	}
	addScanFlags(c, &f)
	addOutputFlags(c, &f.outputFlags)
	flags := c.Flags()
	f.addVerdict(c)
	flags.BoolVar(&f.listFiles, "list-files", false, "list every file with language, role and owner instead of scanning")
	flags.StringVar(&f.suggest, "suggest", "", "write the mechanical replacements to this file as a diff for git apply; - is standard output")
	flags.StringVar(&f.record, "record", "", "keep what was found as a run of the history in this folder, see 'stxscan history --help'")
	flags.Lookup("record").NoOptDefVal = history.DefaultDir
	flags.StringVar(&f.why, "why", "", "explain how one file is classified instead of scanning; a path below PATH")
	return c
}

// addOutputFlags adds the flags of commands that write reports.
func addOutputFlags(c *cobra.Command, f *outputFlags) {
	flags := c.Flags()
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "write the report as FORMAT or FORMAT=FILE; formats: "+formatNames()+"; may be repeated; 'stxscan help formats' says what they are")
	flags.BoolVar(&f.findings, "findings", false, "list every finding in the table")
	flags.IntVar(&f.top, "top", 15, "rows to show in each section of the table")
	f.pageFlags.add(c)
	if c.Name() == "scan" {
		return // which compares with nothing
	}
	flags.StringVar(&f.zuulRepo, "zuul-repo", "", "the repo that the change is of, for -o zuul; needed if the report is of several")
	flags.StringVar(&f.zuulReport, "zuul-report", "", "link this address as the build's report in -o zuul, such as stxscan/report.html")
	flags.BoolVar(&f.zuulLevel, "zuul-level", false, "give the comments of -o zuul their level; a Zuul of before 2021 refuses them all for it")
}

// addScanFlags adds the flags of every command that scans a workspace as it is,
// or at a revision.
func addScanFlags(c *cobra.Command, f *scanFlags) {
	c.Flags().StringVar(&f.rev, "rev", "", "read this git revision of every repo instead of the work tree")
	addReadFlags(c, f)
}

// addReadFlags adds the flags of every command that scans.
func addReadFlags(c *cobra.Command, f *scanFlags) {
	f.addConfigurable(c)
	flags := c.Flags()
	flags.StringArrayVar(&f.rpms, "rpms", nil, "DIR: read the specs of the source RPMs below it that packages are made of; may be repeated")
	flags.StringArrayVar(&f.forks, "fork", nil, "NAME=DIR: the tree of a fork that packages are built from as git/NAME; may be repeated")
	f.patchedFlags.add(flags)
	flags.StringVar(&f.rulesDir, "rules-dir", "", "read rules and targets of your own from this folder too")
	flags.StringVar(&f.indexDir, "index-dir", "", "the folder with package indexes of your own, see 'stxscan index --help'")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "files to work on at once (default: one a processor)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary")
	flags.BoolVar(&f.noProgress, "no-progress", false, "no progress")
}

func runScan(ctx context.Context, w *world, root string, f scanFlags) error {
	outputs, err := parseOutputs(f.outputs)
	if err != nil {
		return err
	}
	if err := errors.Join(wantBase(outputs), checkSuggest(f.suggest, outputs)); err != nil {
		return err
	}
	failOn := finding.Severity(0)
	if f.failOn != "" {
		if failOn, err = finding.ParseSeverity(f.failOn); err != nil {
			return usageError("--fail-on: %w", err)
		}
	}
	space, err := workspace.Open(ctx, workspace.Options{Root: root, Rev: f.rev, MaxFileSize: f.maxSize, Aliases: f.aliases()})
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return openError(root, err)
	}
	defer space.Close()
	if err := addSources(ctx, space, f); err != nil {
		return err
	}
	if f.listFiles {
		return listFiles(ctx, w, space)
	}
	if f.why != "" {
		return explainFile(ctx, w, space, root, f.why)
	}
	report, err := makeReport(ctx, w, space, f)
	if err != nil {
		return err
	}
	if report.Totals.Files.Listed == 0 {
		return &exitError{codeNothing, fmt.Errorf("%s holds no files to scan%s", root, problemText(space))}
	}
	if len(outputs) == 0 && f.suggest != "-" {
		outputs = []output{{format: formats["table"]}}
	}
	if err := writeAll(w, report, outputs, f.outputFlags); err != nil {
		return err
	}
	suggested, err := writeSuggestions(ctx, w, space, report, f.suggest)
	if err != nil {
		return err
	}
	if f.record != "" {
		if err := record(w, f.record, report, f.quiet); err != nil {
			return err
		}
	}
	if !f.quiet {
		if f.conf != nil {
			fmt.Fprintf(w.stderr, "configuration: %s\n", clean(f.conf.File))
		}
		if err := writeSummary(w, report, root, f, suggested); err != nil {
			return err
		}
	}
	return verdict(report, f.failOn != "", failOn, f.strict)
}

// openError says why a folder cannot be scanned.
func openError(root string, err error) error {
	if _, missing := os.Stat(root); errors.Is(missing, fs.ErrNotExist) {
		return usageError("there is no folder %s: name a folder of repos, one repo or a build root", root)
	}
	return usageError("%s: %w", root, err)
}

// addSources adds what packages are made of and the workspace does not hold.
func addSources(ctx context.Context, space *workspace.Workspace, f scanFlags) error {
	if err := addForks(ctx, space, f.forks); err != nil {
		return err
	}
	if err := space.AddRPMs(ctx, f.rpms); err != nil {
		return usageError("--rpms: %w", err)
	}
	return nil
}

// addForks adds the trees that --fork names.
func addForks(ctx context.Context, space *workspace.Workspace, specs []string) error {
	for _, spec := range specs {
		name, dir, ok := strings.Cut(spec, "=")
		if !ok || name == "" || dir == "" || strings.ContainsRune(name, '/') {
			return usageError("--fork %s: want NAME=DIR", spec)
		}
		if err := space.AddFork(ctx, name, dir); err != nil {
			return usageError("--fork %s: %w", spec, err)
		}
	}
	return nil
}

// makeReport carries out both stages.
func makeReport(ctx context.Context, w *world, space *workspace.Workspace, f scanFlags) (*reports.Report, error) {
	report, _, err := makeKnownReport(ctx, w, space, f, nil)
	return report, err
}

// makeKnownReport is makeReport with a memory of what other revisions hold. It
// returns what Map found too.
func makeKnownReport(ctx context.Context, w *world, space *workspace.Workspace, f scanFlags, known *scan.Known) (*reports.Report, *scan.Partial, error) {
	set, err := f.load()
	if err != nil {
		return nil, nil, err
	}
	list, err := f.rules(set)
	if err != nil {
		return nil, nil, err
	}
	if err := f.checkTargets(set); err != nil {
		return nil, nil, err
	}
	targets, err := f.judged(set)
	if err != nil {
		return nil, nil, err
	}
	patched, err := f.patched(ctx, f.conf, set)
	if err != nil {
		return nil, nil, err
	}
	f.warnStrangers(w.stderr, space)
	options := scan.Options{Rules: list, Analyzers: analyzers.All(), Workers: f.jobs, Known: known}
	endProgress := func() {}
	if w.terminal && !f.quiet && !f.noProgress {
		p := newProgress(w.stderr, w.now)
		options.Progress = p.update
		endProgress = p.end
	}
	partial, err := scan.Map(ctx, space, options)
	endProgress()
	if err != nil {
		return nil, nil, err
	}
	owners, unread := scan.CodeOwners(ctx, space)
	diverged, err := forks.All(ctx, space, func(name string) forks.Options {
		// One that cannot be opened is told where patches are compared with it.
		repo, _ := patched.Sources.Clone(name)
		return forks.Options{Upstream: repo}
	})
	if err != nil {
		return nil, nil, err
	}
	report := scan.Reduce(space, partial, scan.ReduceOptions{
		IndexDir: indexDir(f.indexDir), Patched: patched,
		Set: set, Rules: list, Analyzers: options.Analyzers, Targets: f.withComponents(targets),
		Version: toolVersion(), Time: w.now(), Pythons: f.pythons, MaxItems: f.items,
		Config: f.conf, CodeOwners: owners, Unknowns: unread, Forks: diverged,
		Notice: func(n config.Notice) { printNotices(w.stderr, f.conf.File, []config.Notice{n}) },
	})
	return report, partial, nil
}

func problemText(space *workspace.Workspace) string {
	var text strings.Builder
	for _, p := range space.Problems {
		fmt.Fprintf(&text, "\n  %s: %s; %s", filepath.Join(p.Repo, p.Path), p.Message, p.Settle)
	}
	return text.String()
}

// writeSummary ends a scan with what a reader needs to know first. It goes
// where the report does not, so that pipes stay clean.
func writeSummary(w *world, r *reports.Report, root string, f scanFlags, suggested string) error {
	out := w.stderr
	if len(f.outputs) == 0 && f.suggest != "-" {
		out = w.stdout
	}
	return summary.Write(out, r, summary.Options{Next: nextCommand(r, root, f), Suggested: suggested})
}

// nextCommand is what is worth typing now.
func nextCommand(r *reports.Report, root string, f scanFlags) string {
	if len(f.outputs) == 0 {
		return "stxscan scan -o json=report.json -o html=report.html " + quote(root)
	}
	for _, w := range r.WorkItems {
		if w.Blocking > 0 && w.Package != "" {
			return "stxscan why " + quote(w.Repo+"/"+w.Package) + " " + quote(root)
		}
	}
	return "stxscan explain readiness"
}

// quote makes a path safe to paste into a shell.
func quote(path string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("/._-+@%", c)
	}
	if path != "" && strings.IndexFunc(path, func(c rune) bool { return !plain(c) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// verdict turns what was found into an exit code, the worse of the two first.
func verdict(r *reports.Report, fail bool, failOn finding.Severity, strict bool) error {
	if fail {
		count := 0
		for i := range r.Findings {
			if blocksAnywhere(r, &r.Findings[i], failOn) {
				count++
			}
		}
		if count > 0 {
			return &exitError{codeFailed, fmt.Errorf("%s of severity %s or worse: --fail-on was met", plural(count, "finding", "findings"), failOn)}
		}
	}
	if n := len(r.Unknowns); strict && n > 0 {
		return &exitError{codeUnsure, fmt.Errorf("%s, and --strict was given", plural(n, "thing could not be told", "things could not be told"))}
	}
	return nil
}

// blocksAnywhere reports whether a finding bites on a port target with at
// least the severity, and nobody has decided about it.
func blocksAnywhere(r *reports.Report, f *finding.Finding, least finding.Severity) bool {
	if f.Suppressed != nil {
		return false
	}
	for _, t := range r.Targets {
		if !t.Origin && f.Targets[t.ID].Severity >= least && (least == finding.Info || f.Blocks(t.ID)) {
			return true
		}
	}
	return false
}
