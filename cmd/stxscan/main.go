// Command stxscan reports what stands in the way of building and running
// StarlingX on other systems than CentOS 7.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:], system())) }

// world is what the program has of the outside, so that tests can give it
// another.
type world struct {
	stdout, stderr io.Writer
	now            func() time.Time
	// terminal says whether stderr is one: only then progress is shown.
	terminal bool
	// width of the terminal that stdout is, in columns.
	width int
	color bool
}

// run carries out one command line and returns the exit code.
func run(args []string, w *world) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := newRoot(w)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = &exitError{codeError, errors.New("interrupted: nothing was written")}
	}
	if err == nil {
		return codeOK
	}
	fmt.Fprintln(w.stderr, "stxscan: "+err.Error())
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	return codeError
}

func newRoot(w *world) *cobra.Command {
	root := &cobra.Command{
		Use:   "stxscan",
		Short: "What stands in the way of StarlingX on Clear Linux, Ubuntu and Debian",
		Long: `stxscan walks the StarlingX source and reports, package by package and target
by target, what stands in the way of building and running it there.

Exit codes:
  0  fine
  1  the gate failed, or --fail-on was met
  2  usage, configuration or internal error
  3  something could not be told: for the gate, or with --strict; stories: a cap left some
  4  nothing to scan`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	var dir string
	root.PersistentFlags().StringVarP(&dir, "directory", "C", "", "change to this folder first")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if dir == "" {
			return nil
		}
		if err := os.Chdir(dir); err != nil {
			return usageError("-C: %w", err)
		}
		return nil
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError("%w\nRun '%s --help' for the flags", err, c.CommandPath())
	})
	root.AddCommand(
		newScan(w),
		newGate(w),
		newBaseline(w),
		newDiff(w),
		newTriage(w),
		newReport(w),
		newRules(w),
		newExplain(w),
		newWhy(w),
		newPlan(w),
		newPatches(w),
		newStories(w),
		newIndex(w),
		newHistory(w),
		newCache(w),
		newConfig(w),
		newVersion(w),
		newDoctor(w),
		newFormats(),
	)
	addCompletion(root)
	return root
}
