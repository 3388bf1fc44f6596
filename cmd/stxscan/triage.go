package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// decisionFlags are the flags of triage that decide, with the kind that each writes.
var decisionFlags = []struct{ name, kind, usage string }{
	{"wrong", finding.FalsePositive, "the finding is wrong, for this reason: it no longer blocks, and counts against its rule"},
	{"accept", finding.Accepted, "the risk is known and taken, for this reason"},
	{"wont-fix", finding.WontFix, "it stays as it is, for this reason"},
	{"later", finding.Later, "it will be done, not now, for this reason"},
}

// triageFlags are the flags of "stxscan triage".
type triageFlags struct {
	source  reportSource
	reasons [4]string // as decisionFlags
	until   string
	top     int
}

func newTriage(w *world) *cobra.Command {
	var f triageFlags
	c := &cobra.Command{
		Use:   "triage [FINGERPRINT] [PATH]",
		Short: "Decide about a finding, and write the decision into .stxscan.yaml",
		Long: `triage FINGERPRINT writes a suppression of the finding to the end of suppress in
the .stxscan.yaml of PATH or above it, which is made if there is none, and shows what
it wrote. All else in the file stays as it is. The first eight digits will do.

What is called wrong counts against its rule: 'stxscan rules list' and 'stxscan
explain RULE' show how often beside what readers measured.

Without a fingerprint it lists what is worth a look: what blocks and nobody decided
about, that of which the rules are least sure first.

PATH, the current folder if not given, is scanned; --from takes an earlier report
instead, and then the file is that of the current folder or above it.`,
		Example: `  stxscan triage --from report.json
  stxscan triage 1f0c2d3e4b5a --wrong "the name is our own class" --from report.json
  stxscan triage 1f0c2d3e4b5a --later "after the move to systemd" --until 2027-06-30 ~/starlingx`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && isFingerprint(args[0]) {
				f.source.where = args[1:]
				return runTriage(c, w, f, strings.ToLower(args[0]))
			}
			if len(args) == 2 {
				return usageError("%s is no fingerprint: want 8 to %d hexadecimal digits, as 'stxscan gate' and the reports show them", args[0], finding.FingerprintLength)
			}
			f.source.where = args
			return listTriage(c, w, f)
		},
	}
	f.source.addFlags(c)
	for i, d := range decisionFlags {
		c.Flags().StringVar(&f.reasons[i], d.name, "", d.usage)
	}
	c.Flags().StringVar(&f.until, "until", "", "the last day on which the decision applies, YYYY-MM-DD")
	c.Flags().IntVar(&f.top, "top", 15, "entries of the list to show, 0 for all")
	return c
}

// decision returns the kind and the reason that the flags give.
func (f *triageFlags) decision(c *cobra.Command, w *world) (kind, reason string, err error) {
	var given, names []string
	for i, d := range decisionFlags {
		names = append(names, "--"+d.name)
		if c.Flags().Changed(d.name) {
			given = append(given, "--"+d.name)
			kind, reason = d.kind, f.reasons[i]
		}
	}
	if len(given) != 1 {
		return "", "", usageError("want one of %s, each with a reason", strings.Join(names, ", "))
	}
	if err := checkReason(given[0], reason); err != nil {
		return "", "", err
	}
	if f.until != "" {
		if _, err := time.Parse(time.DateOnly, f.until); err != nil {
			return "", "", usageError("--until %s: want a day such as 2026-12-31", f.until)
		}
		if f.until < w.now().UTC().Format(time.DateOnly) {
			return "", "", usageError("--until %s: that day is past", f.until)
		}
	}
	return kind, reason, nil
}

func runTriage(c *cobra.Command, w *world, f triageFlags, prefix string) error {
	kind, reason, err := f.decision(c, w)
	if err != nil {
		return err
	}
	if f.source.scan.none {
		return usageError("--no-config: the decision is written to the configuration")
	}
	r, err := f.source.report(c, w)
	if err != nil {
		return err
	}
	found, err := findFinding(r, prefix)
	if err != nil {
		return err
	}
	if s := found.Suppressed; s != nil && s.Kind == kind {
		return usageError("%s is suppressed already, as %s by %s: %s", found.Fingerprint, s.Kind, s.By, clean(s.Reason))
	}
	file, err := f.configFile()
	if err != nil {
		return err
	}
	entry := config.Suppress{Rule: found.Rule, Fingerprint: found.Fingerprint, Kind: kind, Reason: reason, Until: f.until}
	return writeDecision(w, file, entry, found)
}

// configFile is the file to write to: the one that is read, or that of the folder.
func (f *triageFlags) configFile() (string, error) {
	if name := f.source.scan.configFlags.file; name != "" {
		return name, nil
	}
	root := rootOf(f.source.where)
	found, err := config.Find(root)
	switch {
	case err != nil:
		return "", asUsage(err)
	case found != "":
		return shorter(found), nil
	}
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return "", usageError("%s is no folder to write %s to: name the file with --config", root, config.FileName)
	}
	return filepath.Join(root, config.FileName), nil
}

// writeDecision adds the entry to the file and shows it.
func writeDecision(w *world, file string, entry config.Suppress, f *finding.Finding) error {
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		data = nil
	case err != nil:
		return usageError("the configuration cannot be read: %w", err)
	}
	text, added, err := config.AddSuppress(data, file, entry)
	if err != nil {
		return usageError("%w", err)
	}
	err = reports.WriteFile(file, func(out io.Writer) error {
		_, err := out.Write(text)
		return err
	})
	if err != nil {
		return usageError("the decision was not written: %w", err)
	}
	fmt.Fprintf(w.stdout, "%s:%d:%d: %s %s\n\nadded to %s, commit it:\n", clean(f.Repo+"/"+f.Path), f.Line, f.Column, clean(f.Rule), clean(f.Message), clean(file))
	for line := range strings.Lines(added) {
		fmt.Fprintf(w.stdout, "    %s\n", clean(strings.TrimRight(line, "\r\n")))
	}
	if entry.Kind != finding.FalsePositive {
		_, err = fmt.Fprintln(w.stdout, "\nIt quiets the gate and stories; what is ready does not change.")
		return err
	}
	conf, err := config.Read(file)
	if err != nil {
		return asUsage(err)
	}
	_, err = fmt.Fprintf(w.stdout, "\nIt no longer blocks. %s\n", wrongHere(f.Rule, conf.WrongByRule()[f.Rule]))
	return err
}

// wrongHere says how often a rule was called wrong in the configuration.
func wrongHere(rule string, n int) string {
	return plural(n, "place of "+rule+" was", "places of "+rule+" were") + " called wrong here so far."
}

// listTriage lists what nobody decided about, the least sure first.
func listTriage(c *cobra.Command, w *world, f triageFlags) error {
	for _, d := range decisionFlags {
		if c.Flags().Changed(d.name) {
			return usageError("--%s: which finding? Give its fingerprint", d.name)
		}
	}
	r, err := f.source.report(c, w)
	if err != nil {
		return err
	}
	var list []*finding.Finding
	for i := range r.Findings {
		g := &r.Findings[i]
		if r.Blocks(g) && g.Suppressed == nil {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(b.Severity, a.Severity))
	})
	shown := list
	if f.top > 0 && len(list) > f.top {
		shown = list[:f.top]
	}
	for _, g := range shown {
		fmt.Fprintf(w.stdout, "%s  %s  %s:%d:%d: %s %s\n", g.Fingerprint[:min(12, len(g.Fingerprint))], g.Confidence,
			terminal.Clean(g.Repo+"/"+g.Path), g.Line, g.Column, terminal.Clean(g.Rule), terminal.Clean(g.Message))
	}
	_, err = fmt.Fprintf(w.stdout, "%s block and nobody decided about them; %d shown, the least sure first\n", plural(len(list), "finding", "findings"), len(shown))
	return err
}
