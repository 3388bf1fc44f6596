// Command emitting measures the debian/control files that 'stxscan plan --emit
// control' drafts of specs against those that StarlingX wrote for the same packages
// later: how many of the names in theirs are in the drafts, and the other way round.
//
//	go run ./docs/emitting [-v] -target debian-11 SPECS CONTROLS
//
// SPECS is a workspace whose packages have specs, CONTROLS one whose packages have
// debian/ folders; both may be the same. Packages are the same where their folders
// have the same name.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "emitting:", err)
		os.Exit(1)
	}
}

// epoch is the time of the drafts, which nothing here depends on.
var epoch = time.Unix(0, 0)

func run(ctx context.Context, args []string, w io.Writer) error {
	out := bufio.NewWriter(w)
	defer out.Flush()
	flags := flag.NewFlagSet("emitting", flag.ContinueOnError)
	target := flags.String("target", "debian-11", "the `target` to draft for")
	verbose := flags.Bool("v", false, "list every name that is in one of the two alone")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("name two workspaces: of the specs, and of the control files")
	}
	drafts, err := draftAll(ctx, flags.Arg(0), *target, epoch)
	if err != nil {
		return err
	}
	theirs, err := findControls(flags.Arg(1), suites[*target])
	if err != nil {
		return err
	}
	compare(drafts, theirs).write(out, *verbose)
	return nil
}
