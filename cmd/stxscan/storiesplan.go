package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
)

func newStoriesPlan(w *world) *cobra.Command {
	var from storySource
	var server serverFlags
	var output string
	var adopt []string
	var closing bool
	c := &cobra.Command{
		Use:   "plan REPORT.json [-o plan.json]",
		Short: "Say what would be filed, without filing it",
		Long: `plan compares the stories of a report with what a server has, and writes what would
have to be done: stories and tasks to make, descriptions to bring up to date, comments
on what is new, back or done. Without --server nothing is asked of the network, and
everything is taken for new. Only reads are made.

Fixed tasks are set to merged only with --close, and only where nobody works on them.
Open stories of others that seem to be about the same are listed: --adopt takes one
over instead of making another.`,
		Example: `  stxscan stories plan report.json -o plan.json
  stxscan stories plan report.json --server https://storyboard.openstack.org/api/v1 -o plan.json
  stxscan stories plan report.json --server https://storyboard.openstack.org/api/v1 --adopt 2004792 -o plan.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o := stories.PlanOptions{Close: closing}
			var err error
			if o.Adopt, err = parseAdopt(adopt); err != nil {
				return err
			}
			set, _, err := from.set(args[0])
			if err != nil {
				return err
			}
			client, err := server.planClient(c, w, o)
			if err != nil {
				return err
			}
			plan, err := stories.MakePlan(c.Context(), set, client, o)
			if err != nil {
				return err
			}
			return writeStoryPlan(w, plan, output)
		},
	}
	from.conf.add(c)
	server.add(c, "compare with this server, such as "+storyboard.DefaultServer+" (default: ask none)")
	c.Flags().StringVarP(&output, "output", "o", "", "write the plan to this file, and a summary to standard output")
	c.Flags().StringArrayVar(&adopt, "adopt", nil, "NUMBER or NUMBER=KEY: take this story of somebody's over; may be repeated")
	c.Flags().BoolVar(&closing, "close", false, "set tasks to merged that nothing is left of and nobody works on")
	return c
}

// planClient connects to the server of a plan; nil if none is asked.
func (f *serverFlags) planClient(c *cobra.Command, w *world, o stories.PlanOptions) (*storyboard.Client, error) {
	if f.server != "" {
		return f.client(c.Context(), w, f.server)
	}
	if len(o.Adopt) > 0 || o.Close {
		return nil, usageError("--adopt and --close are about what a server has: name it with --server")
	}
	return nil, nil
}

// storyKey is the key of a story.
var storyKey = regexp.MustCompile(`\Av1:[0-9a-f]{16}\z`)

// parseAdopt reads --adopt.
func parseAdopt(specs []string) (map[int]string, error) {
	adopt := map[int]string{}
	for _, spec := range specs {
		number, key, hasKey := strings.Cut(spec, "=")
		id, err := strconv.Atoi(number)
		if err != nil || id <= 0 || hasKey && !storyKey.MatchString(key) {
			return nil, usageError("--adopt %s: want the number of a story, or NUMBER=KEY with a key of the plan", clean(spec))
		}
		if _, twice := adopt[id]; twice {
			return nil, usageError("--adopt: story %d is given twice", id)
		}
		adopt[id] = key
	}
	return adopt, nil
}

// writeStoryPlan writes a plan to its file with a summary on standard output, or to
// standard output alone.
func writeStoryPlan(w *world, plan *stories.Plan, output string) error {
	if output == "" || output == "-" {
		return plan.Encode(w.stdout)
	}
	if err := reports.WriteFile(output, plan.Encode); err != nil {
		return fmt.Errorf("the plan was not written: %w", err)
	}
	var text bytes.Buffer
	if err := stories.Show(&text, plan, stories.ShowOptions{}); err != nil {
		return err
	}
	lines := strings.SplitN(text.String(), "\n", 3)
	fmt.Fprintf(w.stdout, "%s\n%s\nRead it with 'stxscan stories show %s', carry it out with 'stxscan stories apply %s'.\n", lines[0], lines[1], clean(quote(output)), clean(quote(output)))
	for _, note := range plan.Notes {
		fmt.Fprintln(w.stderr, "stxscan: "+clean(note))
	}
	return nil
}

func newStoriesShow(w *world) *cobra.Command {
	var o stories.ShowOptions
	c := &cobra.Command{
		Use:     "show PLAN.json",
		Short:   "Read a plan to people",
		Example: "  stxscan stories show --text plan.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			plan, err := readStoryPlan(args[0])
			if err != nil {
				return err
			}
			return stories.Show(w.stdout, plan, o)
		},
	}
	c.Flags().BoolVar(&o.Text, "text", false, "show descriptions, notes and comments too, before and after")
	return c
}

// readStoryPlan reads a plan, from standard input for "-".
func readStoryPlan(name string) (*stories.Plan, error) {
	var in io.ReadCloser = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, usageError("the plan cannot be read: %w", err)
		}
		in = file
	}
	defer in.Close()
	plan, err := stories.DecodePlan(in)
	if err != nil {
		return nil, usageError("%s: %w", clean(name), err)
	}
	return plan, nil
}
