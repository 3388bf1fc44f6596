package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/history"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/scan"
)

func newHistoryRescan(w *world, dir *string) *cobra.Command {
	var f scanFlags
	last, force := 0, false
	c := &cobra.Command{
		Use:   "rescan [--last N] [PATH]",
		Short: "Compute recorded points again with this version",
		Long: `rescan scans the last points again at the commits that they were recorded at, and
records that as runs of the same points: after an update of the tool or its rules,
so that numbers compare. trend shows the newest run of each point; what was
recorded before stays.

PATH, the current folder if not given, holds the git repositories. A point that was
recorded from changed files, or without git, cannot be computed again.`,
		Example: "  stxscan history rescan --last 8 ~/starlingx",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			root := rootOf(args)
			if last < 1 {
				return usageError("--last %d: want how many points, 1 or more", last)
			}
			if err := f.configure(c, root); err != nil {
				return err
			}
			return runRescan(c.Context(), w, *dir, root, f, last, force)
		},
	}
	addReadFlags(c, &f)
	c.Flags().IntVar(&last, "last", 8, "how many points to compute again")
	c.Flags().BoolVar(&force, "force", false, "also those that this version has computed with the same rules and configuration")
	return c
}

func runRescan(ctx context.Context, w *world, dir, root string, f scanFlags, last int, force bool) error {
	store, points, err := recorded(w, dir)
	if err != nil {
		return err
	}
	points = points[max(0, len(points)-last):]
	rules, err := f.rulesDigest()
	if err != nil {
		return err
	}
	p, err := openPast(ctx, root, f)
	if err != nil {
		return err
	}
	job := replayer{w: w, past: p, store: store, kind: history.KindRescan, flags: f, total: len(points)}
	left := 0
	for i := range points {
		newest := points[i].Newest()
		m := history.Moment{Time: points[i].Time, Label: points[i].Label}
		if !force && newest.Tool == toolVersion() && newest.Rules == rules && newest.Config == f.configDigest() {
			job.skip(m, "this version computed it")
			continue
		}
		r, err := store.Load(newest.ID)
		if err != nil {
			return asUsage(err)
		}
		if m.Commits, err = p.again(ctx, r); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			job.skip(m, "not computed again: "+clean(err.Error()))
			left++
			continue
		}
		if err := job.do(ctx, m); err != nil {
			return err
		}
	}
	job.sum()
	if left > 0 {
		return &exitError{codeUnsure, fmt.Errorf("%s computed again", terminal.Count(left, "point could not be", "points could not be"))}
	}
	return nil
}

// again says at which commits a report can be made again.
func (p *past) again(ctx context.Context, r *reports.Report) (map[string]string, error) {
	commits := map[string]string{}
	for _, in := range r.Inputs {
		switch {
		case in.Commit == "":
			return nil, fmt.Errorf("%s was recorded without git", in.Repo)
		case in.Dirty:
			return nil, fmt.Errorf("%s had changes that are not committed", in.Repo)
		case p.dirs[in.Repo] == "":
			return nil, fmt.Errorf("%s is not in %s", in.Repo, p.root)
		}
		commits[in.Repo] = in.Commit
	}
	for _, repo := range p.repos {
		commit := commits[repo.ID]
		if commit == "" {
			continue
		}
		if _, err := repo.Git().Commit(ctx, commit); err != nil {
			return nil, fmt.Errorf("%s has no commit %.12s: fetch it", repo.ID, commit)
		}
	}
	return commits, nil
}

// rulesDigest is what a report that is made with these flags says of its rules.
func (f *scanFlags) rulesDigest() (string, error) {
	set, err := f.load()
	if err != nil {
		return "", err
	}
	list, err := f.rules(set)
	if err != nil {
		return "", err
	}
	return scan.RulesDigest(list, set.Targets), nil
}

// configDigest is what it says of the configuration.
func (f *scanFlags) configDigest() string {
	if f.conf == nil {
		return ""
	}
	return f.conf.Digest
}
