package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/patchhistory"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/changes"
)

// patchFormats are the forms that "stxscan patches history -o" knows.
var patchFormats = map[string]func(io.Writer, *patchhistory.History, changes.DiffOptions) error{
	"text":     changes.WritePatchesText,
	"json":     changes.WritePatchesJSON,
	"markdown": changes.WritePatchesMarkdown,
}

// patchHistoryFlags are those of patches history.
type patchHistoryFlags struct {
	scan     scanFlags
	from, to string
	logs     []string
	output   string
	changes.DiffOptions
}

func newPatchesHistory(w *world) *cobra.Command {
	f := patchHistoryFlags{}
	c := &cobra.Command{
		Use:   "history --from A --to B [PATH]",
		Short: "Say which patches left between two points in time, how, and which came",
		Long: `history follows every patch from one point in time to a later one, through renames,
packages of another version and repos that were split. What is kept is told from
what left, with how it left, and from what came; the numbers add up.

A and B are JSON reports, or revisions of the repos below PATH, the current folder if
not given. Without --to it is the work tree. Where git has the history of both, the
commit that took a patch out is named; --log says where else the history of a repo is.`,
		Example: `  stxscan patches history --from 2018.10.0.json --to 2.0.0.json
  stxscan patches history --from 2018.10.0 --to 2.0.0 ~/starlingx -o markdown=notes.md
  stxscan patches history --from last.json --to now.json --log integ=~/git/stx-integ`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return runPatchHistory(c, w, rootOf(args), &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.from, "from", "", "the earlier point: a JSON report, or a revision")
	flags.StringVar(&f.to, "to", "", "the later point: a JSON report, or a revision (default: the work tree)")
	flags.StringArrayVar(&f.logs, "log", nil, "REPO=DIR: a git repository with the history of a repo; may be repeated")
	flags.StringVarP(&f.output, "output", "o", "text", "write as FORMAT or FORMAT=FILE; formats: text, json, markdown")
	flags.IntVar(&f.Top, "top", 15, "entries to show of each list, 0 for all; json has all")
	f.scan.configFlags.add(c)
	f.scan.items = readiness.MaxItems
	return c
}

func runPatchHistory(c *cobra.Command, w *world, root string, f *patchHistoryFlags) error {
	name, file, hasFile := strings.Cut(f.output, "=")
	write, ok := patchFormats[name]
	switch {
	case f.from == "":
		return usageError("--from is missing: name an earlier report or a revision")
	case !ok:
		return usageError("-o %s: there is no format %q: want text, json or markdown", f.output, name)
	case hasFile && file == "":
		return usageError("-o %s: the name of the file is missing after =", f.output)
	case f.from == "-" && f.to == "-":
		return usageError("only one of the reports can come from standard input")
	}
	h, err := f.history(c, w, root)
	if err != nil {
		return err
	}
	out := func(out io.Writer) error { return write(out, h, f.DiffOptions) }
	if hasFile {
		err = reports.WriteFile(file, out)
	} else {
		err = out(w.stdout)
	}
	if err != nil {
		return fmt.Errorf("the history was not written: %w", err)
	}
	return nil
}

// history makes or reads both reports and compares them.
func (f *patchHistoryFlags) history(c *cobra.Command, w *world, root string) (*patchhistory.History, error) {
	ctx := c.Context()
	logs, err := openLogs(f.logs)
	if err != nil {
		return nil, err
	}
	r := removals{ctx: ctx, logs: logs}
	o := patchhistory.Options{From: f.from, To: f.to, Removed: r.removed}
	if f.to == "" {
		o.To = "the work tree"
	}
	var sides [2]*reports.Report
	var last *scanned
	for i, at := range []string{f.from, f.to} {
		if isReport(at) {
			if sides[i], err = readReport(at); err != nil {
				return nil, usageError("%s: %w", clean(at), err)
			}
			continue
		}
		s, err := f.scanAt(c, w, root, at)
		if err != nil {
			return nil, err
		}
		defer s.space.Close()
		sides[i], last = s.report, s
	}
	r.from, r.to = commitsOf(sides[0]), commitsOf(sides[1])
	if last != nil {
		r.add(last)
		if since := r.from; !isReport(f.to) && len(since) > 0 {
			o.Renames = renamedIn(last.changes(ctx, since))
		}
	}
	h := patchhistory.Compare(sides[0], sides[1], o)
	if r.err != nil {
		return nil, r.err
	}
	return h, nil
}

// isReport tells a file from a revision. What ends like a report is one, so that a
// wrong name is said and not looked up in git.
func isReport(name string) bool {
	if name == "-" || strings.HasSuffix(name, ".json") {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// scanAt scans the repos below root at a revision, or as they lie there.
func (f *patchHistoryFlags) scanAt(c *cobra.Command, w *world, root, rev string) (*scanned, error) {
	flags := f.scan
	if err := flags.configure(c, root); err != nil {
		return nil, err
	}
	flags.rev, flags.quiet = rev, true
	s, err := scanAll(c.Context(), w, root, flags)
	var exit *exitError
	if err != nil && rev != "" && (!errors.As(err, &exit) || exit.code == codeError) && c.Context().Err() == nil {
		return nil, usageError("%s is no report, and as a revision it cannot be read: %w", clean(rev), err)
	}
	return s, err
}

func commitsOf(r *reports.Report) map[string]string {
	commits := map[string]string{}
	for _, in := range r.Inputs {
		if in.Commit != "" {
			commits[in.Repo] = in.Commit
		}
	}
	return commits
}

// openLogs opens the repositories that --log names.
func openLogs(specs []string) (map[string]*git.Repo, error) {
	logs := map[string]*git.Repo{}
	for _, spec := range specs {
		name, dir, ok := strings.Cut(spec, "=")
		if !ok || name == "" || dir == "" {
			return nil, usageError("--log %s: want REPO=DIR", spec)
		}
		repo, err := git.Open(dir)
		switch {
		case errors.Is(err, git.ErrNotRepository), errors.Is(err, fs.ErrNotExist):
			return nil, usageError("--log %s: %s is no git repository", spec, clean(dir))
		case err != nil:
			return nil, usageError("--log %s: %w", spec, err)
		case logs[name] != nil:
			return nil, usageError("--log: %s is given twice", clean(name))
		}
		logs[name] = repo
	}
	return logs, nil
}

// removals says which commits took files out, reading a repo's history once.
type removals struct {
	ctx   context.Context
	logs  map[string]*git.Repo
	own   map[string]bool // the logs that are of a workspace
	known map[string]map[string]*git.Removal
	// from and to are the commits of the repos at both points in time, where known.
	from, to map[string]string
	err      error // the first that a history could not be read with
}

// add takes the repos of a workspace, where no other history was named for them.
func (r *removals) add(s *scanned) {
	r.own = map[string]bool{}
	for _, repo := range s.repos() {
		if r.logs[repo.ID] == nil && repo.Git() != nil {
			r.logs[repo.ID], r.own[repo.ID] = repo.Git(), true
		}
	}
}

// between gives what was taken out of a repo between both points in time: a patch may
// have been taken out before, and after.
func (r *removals) between(repo string, log *git.Repo) (map[string]*git.Removal, error) {
	to := r.to[repo]
	if to == "" {
		to = "HEAD"
	} else if _, err := log.Commit(r.ctx, to); err != nil && r.ctx.Err() == nil {
		if r.own[repo] {
			return nil, nil // nobody said that the history is there
		}
		return nil, usageError("--log %s: the later point is not in this history, fetch it: %w", clean(repo), err)
	}
	from := r.from[repo]
	if from != "" {
		// The earlier point may be older than what was cloned.
		if _, err := log.Commit(r.ctx, from); err != nil {
			from = ""
		}
	}
	found, err := log.Removals(r.ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("the history of %s: %w", clean(repo), err)
	}
	return found, nil
}

func (r *removals) removed(repo, path string) *patchhistory.Removal {
	log := r.logs[repo]
	if log == nil || r.err != nil {
		return nil
	}
	if r.known == nil {
		r.known = map[string]map[string]*git.Removal{}
	}
	commits, ok := r.known[repo]
	if !ok {
		if commits, r.err = r.between(repo, log); r.err != nil {
			return nil
		}
		r.known[repo] = commits
	}
	commit, ok := commits[path]
	if !ok {
		return nil
	}
	found := &patchhistory.Removal{
		Commit:  patchhistory.Commit{ID: commit.ID, Date: commit.Committed.Format(time.DateOnly), Subject: commit.Subject()},
		Message: commit.Message,
	}
	for _, c := range commit.Changes {
		found.Files = append(found.Files, patchhistory.FileChange{Path: c.Path, Kind: c.Kind, From: c.From})
	}
	return found
}
