package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

func newBaseline(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "baseline",
		Short: "Write down what is known, so that the gate asks for what is new",
		Long: `A baseline is a file of what is known and may stay for now. It lies in the
repository and is reviewed like code: one finding a line, no lines and no dates
of the source in it. 'stxscan gate --baseline FILE' fails on what it lacks.`,
	}
	c.AddCommand(newBaselineCreate(w), newBaselineUpdate(w), newBaselinePrune(w))
	return c
}

// baselineFlags are the flags of "stxscan baseline".
type baselineFlags struct {
	scanFlags
	file   string
	force  bool
	accept string
	// names lists what is dropped, dry writes nothing.
	names, dry bool
}

func newBaselineCreate(w *world) *cobra.Command {
	var f baselineFlags
	c := &cobra.Command{
		Use:     "create [PATH] -o FILE",
		Short:   "Scan and write a new baseline",
		Example: "  stxscan baseline create -o stxscan-baseline.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.configure(c, rootOf(args)); err != nil {
				return err
			}
			return createBaseline(c.Context(), w, rootOf(args), f)
		},
	}
	addScanFlags(c, &f.scanFlags)
	c.Flags().StringVarP(&f.file, "output", "o", "", "write the baseline to this file")
	c.Flags().BoolVar(&f.force, "force", false, "replace a file that is there; 'baseline update' keeps what is known instead")
	return c
}

func newBaselineUpdate(w *world) *cobra.Command {
	var f baselineFlags
	c := &cobra.Command{
		Use:   "update [PATH] --baseline FILE",
		Short: "Scan and drop from a baseline what is gone",
		Long: `update scans a workspace and drops from the baseline what is gone, so that it
cannot come back. It adds nothing unless --accept-new says why what is new may
stay: no finding, no unknown, no repo, no target, and no target on which a known
finding did not bite. The reason stands in the file beside each entry that it was
given for. What cannot be seen, because its file, repo or rule was not looked at,
is kept.`,
		Example: `  stxscan baseline update --baseline stxscan-baseline.json
  stxscan baseline update --accept-new "imported with its history" --baseline stxscan-baseline.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.configure(c, rootOf(args)); err != nil {
				return err
			}
			if c.Flags().Changed("accept-new") {
				if err := checkReason("--accept-new", f.accept); err != nil {
					return err
				}
			}
			return updateBaseline(c.Context(), w, rootOf(args), f)
		},
	}
	addScanFlags(c, &f.scanFlags)
	c.Flags().StringVar(&f.file, "baseline", "", "the baseline to bring up to date")
	c.Flags().StringVar(&f.accept, "accept-new", "", "add what is new, for this reason: it is kept in the file")
	return c
}

func newBaselinePrune(w *world) *cobra.Command {
	f := baselineFlags{names: true}
	c := &cobra.Command{
		Use:   "prune [PATH] --baseline FILE",
		Short: "Scan, name what a baseline has and the source no longer has, and drop it",
		Long: `prune names the entries of a baseline that are stale, by file, rule and subject,
and drops them. Equals are counted: of three equal lines, one of them mended, one is
stale. What cannot be seen, because its file, repo or rule was not looked at, is
kept. Nothing is ever added.`,
		Example: `  stxscan baseline prune --baseline stxscan-baseline.json
  stxscan baseline prune --dry-run --baseline stxscan-baseline.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.configure(c, rootOf(args)); err != nil {
				return err
			}
			return updateBaseline(c.Context(), w, rootOf(args), f)
		},
	}
	addScanFlags(c, &f.scanFlags)
	c.Flags().StringVar(&f.file, "baseline", "", "the baseline to prune")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "only name what is stale: exit with 1 if anything is")
	return c
}

// checkReason refuses what says nothing, or was meant for another flag.
func checkReason(flag, reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return usageError("%s: say why, for those who read it in a year", flag)
	case strings.HasPrefix(reason, "--"):
		return usageError("%s: %.60q is a flag: write %s \"REASON\"", flag, reason, flag)
	case len(reason) > 500 || strings.ContainsFunc(reason, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return usageError("%s: want one line of at most 500 bytes", flag)
	}
	return nil
}

func rootOf(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	return "."
}

func createBaseline(ctx context.Context, w *world, root string, f baselineFlags) error {
	if f.file == "" {
		return usageError("want -o FILE: where to write the baseline")
	}
	if info, err := os.Stat(f.file); err == nil && info.Mode().IsRegular() && !f.force {
		return usageError("%s is there already: bring it up to date with 'stxscan baseline update --baseline %s', or replace it with --force",
			clean(f.file), clean(quote(f.file)))
	}
	s, err := scanAll(ctx, w, root, f.scanFlags)
	if err != nil {
		return err
	}
	defer s.space.Close()
	b := policy.NewBaseline(s.report)
	if err := writeBaseline(f.file, b); err != nil {
		return err
	}
	if f.quiet {
		return nil
	}
	_, err = fmt.Fprintf(w.stderr, "%s: %s in %s and %s; commit it, then: stxscan gate --baseline %s\n", clean(f.file),
		plural(b.Count(), "finding", "findings"), plural(len(b.Files), "file", "files"),
		plural(len(b.Unknowns), "unknown", "unknowns"), clean(quote(f.file)))
	return err
}

func writeBaseline(name string, b *policy.Baseline) error {
	err := reports.WriteFile(name, func(out io.Writer) error { return policy.EncodeBaseline(out, b) })
	if err != nil {
		return usageError("the baseline was not written: %w", err)
	}
	return nil
}

func updateBaseline(ctx context.Context, w *world, root string, f baselineFlags) error {
	if f.file == "" {
		return usageError("want --baseline FILE")
	}
	old, err := readBaseline(f.file)
	if err != nil {
		return err
	}
	applied, err := appliedRules(f.selection)
	if err != nil {
		return err
	}
	s, err := scanAll(ctx, w, root, f.scanFlags)
	if err != nil {
		return err
	}
	defer s.space.Close()
	if !slices.Equal(old.Pythons, s.report.Run.Pythons) {
		return usageError("%s was made with --python %q: bring it up to date with the same, or write it anew with 'stxscan baseline create'",
			clean(f.file), strings.Join(old.Pythons, ","))
	}
	u := policy.UpdateBaseline(old, s.report, policy.UpdateOptions{
		Accept: f.accept, Applied: applied, Skipped: s.skipped(), Renames: renamedIn(s.changes(ctx, old.Base("").Commits)),
	})
	changed := u.Changed(old)
	if changed && !f.dry {
		if err := writeBaseline(f.file, u.Baseline); err != nil {
			return err
		}
	}
	if f.names {
		if _, err := io.WriteString(w.stdout, staleText(u.Stale)); err != nil {
			return err
		}
	}
	if f.dry && u.Dropped > 0 {
		return &exitError{codeFailed, fmt.Errorf("%s: %s", clean(f.file), plural(u.Dropped, "entry is stale", "entries are stale"))}
	}
	if f.quiet {
		return nil
	}
	_, err = io.WriteString(w.stderr, updateText(f.file, u, changed))
	return err
}

// staleText names what is stale, a line each.
func staleText(list []policy.Stale) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s: %s %s: ", clean(s.Repo+"/"+s.Path), clean(s.Rule), clean(s.Subject))
		if s.Gone == s.All {
			fmt.Fprintf(&b, "%s gone\n", map[bool]string{true: "is", false: fmt.Sprintf("all %d are", s.All)}[s.All == 1])
		} else {
			fmt.Fprintf(&b, "%d of %d equal ones %s gone\n", s.Gone, s.All, map[bool]string{true: "is", false: "are"}[s.Gone == 1])
		}
	}
	return b.String()
}

// appliedRules says of a rule whether the scan applies it, or no longer has
// it.
func appliedRules(s selection) (func(string) bool, error) {
	set, err := s.load()
	if err != nil {
		return nil, err
	}
	list, err := s.rules(set)
	if err != nil {
		return nil, err
	}
	return func(id string) bool {
		return set.Rule(id) == nil || slices.ContainsFunc(list, func(r *rules.Rule) bool { return r.ID == id })
	}, nil
}

// updateText says what became of a baseline.
func updateText(file string, u *policy.Update, changed bool) string {
	text := fmt.Sprintf("%s: %s; %d dropped, %d moved to other files, %d added\n", clean(file),
		plural(u.Baseline.Count(), "finding", "findings"), u.Dropped, u.Moved, u.Added)
	if !changed {
		text = clean(file) + " is up to date: nothing was written\n"
	}
	if u.Held > 0 {
		text += fmt.Sprintf("%s kept though not found: the file, repo or rule was not looked at\n", plural(u.Held, "finding was", "findings were"))
	}
	if n := u.Worse - u.Widened; n > 0 {
		text += fmt.Sprintf("%s now where %s did not, which was not taken over: fix %s, or accept with --accept-new REASON\n",
			plural(n, "known finding bites", "known findings bite"), map[bool]string{true: "it", false: "they"}[n == 1], map[bool]string{true: "it", false: "them"}[n == 1])
	}
	if n := u.Refused; n > 0 {
		text += fmt.Sprintf("%s not added: fix %s, or accept with --accept-new REASON\n",
			plural(n, "new finding was", "new findings were"), map[bool]string{true: "it", false: "them"}[n == 1])
	}
	if n := u.RefusedUnknowns; n > 0 {
		text += fmt.Sprintf("%s not added: settle what is unknown, or accept with --accept-new REASON\n", plural(n, "new unknown was", "new unknowns were"))
	}
	return text
}
