package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports/changes"
)

// gateFlags are the flags of "stxscan gate".
type gateFlags struct {
	scanFlags
	baseline   string
	revs       []string
	mergeRevs  []string
	mergeBase  bool
	report     string
	severity   string
	confidence string
	all        bool
	lower      bool
}

func newGate(w *world) *cobra.Command {
	var f gateFlags
	c := &cobra.Command{
		Use:   "gate [PATH]",
		Short: "Fail if something new stands in the way",
		Long: `gate scans a workspace and compares it with a base: a baseline file, an older
git revision, or the JSON report of an earlier scan. It fails on findings that
are new, or that now bite where they did not, and block a port target; and on
those that break centos-7, where everything works today, or another target of
must_not_regress in .stxscan.yaml. --severity and --confidence must both hold for
a finding to count, except for what breaks a target of must_not_regress. Findings
that moved with their file or to another one are not new.

It fails too where more findings block than a budget of .stxscan.yaml allows:

  budgets:
    - {concern: python2, target: clear, max: 120}

--lower-budgets lowers those numbers to what there is, if the gate passes, and
never raises one.

Suppressed findings do not fail the gate and are in no budget. What could be told
in the base and no longer can is not taken for fixed.

Exit codes: 0 it passes; 1 it fails; 3 it could not tell: the base or a repo of it
is missing, it was made with other rules or for other targets and that may matter,
or something is unknown that was not; 4 nothing to scan; 2 anything else. If
several apply, 2 comes before 4, 1 and 3.`,
		Example: `  stxscan gate --new-from-rev origin/master
  stxscan gate --new-from-rev config=HEAD~1 --new-from-rev nfv=stx.2.0 ~/starlingx
  stxscan gate --new-from-merge-base origin/master --severity error --confidence high
  stxscan gate --baseline stxscan-baseline.json --target debian-12
  stxscan gate --new-from-report last.json -o json=gate.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.configure(c, rootOf(args)); err != nil {
				return err
			}
			if err := f.oneBase(); err != nil {
				return err
			}
			return runGate(c.Context(), w, rootOf(args), f)
		},
	}
	addScanFlags(c, &f.scanFlags)
	addOutputFlags(c, &f.outputFlags)
	flags := c.Flags()
	flags.StringVar(&f.baseline, "baseline", "", "compare with this baseline file")
	flags.StringArrayVar(&f.revs, "new-from-rev", nil, "compare with this git revision: REV for every repo, REPO=REV for one; repos that neither names stay as they are; may be repeated")
	flags.BoolVar(&f.mergeBase, "merge-base", false, "compare with where the branch left the revision of --new-from-rev, not with the revision itself")
	flags.StringArrayVar(&f.mergeRevs, "new-from-merge-base", nil, "compare with where the branch left this git revision, such as origin/master; REV or REPO=REV as for --new-from-rev")
	flags.StringVar(&f.report, "new-from-report", "", "compare with this JSON report")
	flags.StringVar(&f.severity, "severity", "warning", "fail on findings of this severity or worse: info (also in what does not ship), warning, error")
	flags.StringVar(&f.confidence, "confidence", "low", "fail on findings of this confidence or more: low, medium, high")
	flags.BoolVar(&f.lower, "lower-budgets", false, "if the gate passes, lower the budgets of .stxscan.yaml to what there is")
	flags.Lookup("top").Usage = "entries to show of each list and in each section of the table, 0 for all; json has all"
	flags.BoolVar(&f.strict, "strict", false, "exit with 3 if something could not be told, new or not")
	flags.BoolVar(&f.all, "all", false, "list the new findings that do not fail the gate too")
	return c
}

// oneBase refuses none and several bases. Where the branch left a revision is a
// revision like others from here on.
func (f *gateFlags) oneBase() error {
	given := 0
	for _, is := range []bool{f.baseline != "", len(f.revs) > 0, len(f.mergeRevs) > 0, f.report != ""} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return usageError("want one of --baseline FILE, --new-from-rev REV, --new-from-merge-base REV and --new-from-report FILE")
	case f.mergeBase && len(f.revs) == 0:
		return usageError("--merge-base goes with --new-from-rev")
	case len(f.mergeRevs) > 0:
		f.revs, f.mergeBase = f.mergeRevs, true
	}
	return nil
}

// revFlag is the flag that named the revisions.
func (f *gateFlags) revFlag() string {
	if len(f.mergeRevs) > 0 {
		return "--new-from-merge-base"
	}
	return "--new-from-rev"
}

func runGate(ctx context.Context, w *world, root string, f gateFlags) error {
	outputs, err := parseOutputs(f.outputs)
	if err != nil {
		return err
	}
	o, err := f.policyOptions(root)
	if err != nil {
		return err
	}
	result, err := judge(ctx, w, root, f, o)
	if err != nil {
		return err
	}
	if err := writeAll(w, result.Report, outputs, f.outputFlags); err != nil {
		return err
	}
	if err := writeGate(w, result, root, f, outputs); err != nil {
		return err
	}
	if err := gateVerdict(result, f.strict); err != nil {
		return err
	}
	if f.lower {
		return lowerBudgets(w, result, f)
	}
	return nil
}

// judge scans the workspace and holds it against the base.
func judge(ctx context.Context, w *world, root string, f gateFlags, o policy.Options) (*policy.Result, error) {
	// A file that is not there or damaged is found out before the scan, but
	// a workspace with nothing in it is said first.
	base, missing := readBase(f)
	if missing != nil && !isUnsure(missing) {
		return nil, missing
	}
	if err := f.judgeToo(o); err != nil {
		return nil, err
	}
	s, err := scanAll(ctx, w, root, f.scanFlags)
	if err != nil {
		return nil, err
	}
	defer s.space.Close()
	switch {
	case missing != nil:
		return nil, missing
	case base == nil:
		if base, err = s.revisionBase(ctx, w, f); err != nil {
			return nil, err
		}
	default:
		base.Renames = renamedIn(s.changes(ctx, base.Commits))
	}
	o.Skipped = s.skipped()
	return policy.Judge(s.report, base, o), nil
}

// readBase reads the base if it is a file, nil if it is a revision.
func readBase(f gateFlags) (*policy.Base, error) {
	switch {
	case f.baseline != "":
		b, err := readBaseline(f.baseline)
		if err != nil {
			return nil, err
		}
		return b.Base(f.baseline), nil
	case f.report != "":
		return readBaseReport(f.report)
	}
	return nil, nil
}

func isUnsure(err error) bool {
	var exit *exitError
	return errors.As(err, &exit) && exit.code == codeUnsure
}

// writeGate writes what the gate says: to standard output if no report goes
// there.
func writeGate(w *world, r *policy.Result, root string, f gateFlags, outputs []output) error {
	out := w.stdout
	for _, o := range outputs {
		if o.file == "" {
			out = w.stderr
		}
	}
	o := changes.GateOptions{All: f.all, Brief: f.quiet, Top: f.top}
	if root != "." {
		o.Where = " " + quote(root)
	}
	if f.baseline != "" {
		o.Accept = fmt.Sprintf("stxscan baseline update --accept-new REASON --baseline %s%s %s", quote(f.baseline), f.selection.flags(), quote(root))
	}
	return changes.WriteGate(out, r, o)
}

// gateVerdict turns what the gate says into an exit code. The message names
// all that applies, the code is that of the worst.
func gateVerdict(r *policy.Result, strict bool) error {
	text := changes.Verdict(r)
	switch n := len(r.Report.Unknowns); {
	case r.Failed():
		return &exitError{codeFailed, errors.New(text)}
	case r.Unsure():
		return &exitError{codeUnsure, errors.New(text)}
	case strict && n > 0:
		return &exitError{codeUnsure, fmt.Errorf("%s, and --strict was given", plural(n, "thing could not be told", "things could not be told"))}
	}
	return nil
}
