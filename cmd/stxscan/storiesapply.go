package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
)

func newStoriesApply(w *world) *cobra.Command {
	var conf configFlags
	var server serverFlags
	o := stories.ApplyOptions{Log: logLine(w)}
	c := &cobra.Command{
		Use:   "apply PLAN.json",
		Short: "Carry a plan out",
		Long: `apply does what a plan says, on the server that it was made against. Before the first
write it looks whether the token is good, every project is there, and no story has
changed since the plan was made; if not, nothing is written.

At most --max-new stories are made in a run and --max-updates changed, those that block
the most first. What is left is listed, and the exit code is 3. A run that was stopped
can be gone on with: plan again, and apply that.`,
		Example: "  " + storyboard.TokenVariable + "=... stxscan stories apply plan.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if server.pause == 0 {
				server.pause = -1 // none, and not the default
			}
			plan, err := readStoryPlan(args[0])
			if err != nil {
				return err
			}
			settled, err := conf.read(".")
			if err != nil {
				return err
			}
			address := cmp.Or(server.server, plan.Server, server.serverOf(settled))
			if address == "" {
				return noServer()
			}
			client, err := server.client(c.Context(), w, address)
			if err != nil {
				return err
			}
			result, err := stories.Apply(c.Context(), plan, client, o)
			switch {
			case err != nil && c.Context().Err() != nil:
				return &exitError{codeError, fmt.Errorf("interrupted after %s: plan again and apply to go on from there", plural(client.Writes(), "write", "writes"))}
			case err != nil:
				return err
			}
			return applied(w, result, client.Writes())
		},
	}
	conf.add(c)
	server.add(c, "the server (default: that of the plan)")
	c.Flags().DurationVar(&server.pause, "pause", storyboard.DefaultPause, "wait so long between two writes: the server works on one request at a time")
	c.Flags().IntVar(&o.MaxNew, "max-new", stories.DefaultMaxNew, "make at most so many stories; -1 for no bound")
	c.Flags().IntVar(&o.MaxUpdates, "max-updates", stories.DefaultMaxUpdates, "change at most so many stories; -1 for no bound")
	return c
}

// applied says what was done, and what the bounds left.
func applied(w *world, r *stories.Result, writes int) error {
	fmt.Fprintf(w.stdout, "%s made, %d changed, with %s\n", plural(r.Created, "story", "stories"), r.Updated, plural(writes, "write", "writes"))
	if len(r.Left) == 0 {
		return nil
	}
	var titles []string
	for _, left := range r.Left {
		titles = append(titles, "  "+clean(left.Title))
	}
	return &exitError{codeUnsure, fmt.Errorf("%s left by --max-new and --max-updates; plan again and apply, or raise them:\n%s",
		plural(len(r.Left), "story is", "stories are"), strings.Join(titles, "\n"))}
}

func newStoriesStatus(w *world) *cobra.Command {
	var from storySource
	var server serverFlags
	var output string
	c := &cobra.Command{
		Use:   "status [REPORT.json]",
		Short: "Say what is filed, and how it stands",
		Long: `status lists the stories that a server has of ours, with how many of their tasks are
done. With a report it says what is stale (nothing is left, and it is open), regressed
(it was done, and is there again) and not filed yet. Only reads are made.`,
		Example: "  stxscan stories status report.json --server https://storyboard.openstack.org/api/v1",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usageError("-o %s: there is no such format: want text or json", clean(output))
			}
			conf, err := from.conf.read(".")
			if err != nil {
				return err
			}
			var set *stories.Set
			if len(args) == 1 {
				if set, conf, err = from.set(args[0]); err != nil {
					return err
				}
			}
			address := server.serverOf(conf)
			if address == "" {
				return noServer()
			}
			client, err := server.client(c.Context(), w, address)
			if err != nil {
				return err
			}
			status, err := stories.Look(c.Context(), client, set)
			if err != nil {
				return err
			}
			if output == "json" {
				encoder := json.NewEncoder(w.stdout)
				encoder.SetIndent("", "  ")
				return encoder.Encode(status)
			}
			return stories.WriteStatus(w.stdout, status)
		},
	}
	from.conf.add(c)
	server.add(c, "the server (default: storyboard.server of the configuration)")
	c.Flags().StringVarP(&output, "output", "o", "text", "write as text or json")
	return c
}
