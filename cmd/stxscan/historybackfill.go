package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/history"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// backfillFlags are those of history backfill.
type backfillFlags struct {
	scan            scanFlags
	from, to, every string
}

func newHistoryBackfill(w *world, dir *string) *cobra.Command {
	var f backfillFlags
	c := &cobra.Command{
		Use:   "backfill --from REV [--to REV] [PATH]",
		Short: "Make runs of what git knows of the past",
		Long: `backfill scans the repos below PATH, the current folder if not given, as they were
at --from, at the end of every week (or day, or month, or at every commit) since,
and at --to, and records each as a run of that date. PATH is a workspace of git
repositories, bare or not, or one of them; no work tree is read or changed.

A revision is a tag, a branch or a commit; a repo that does not have it, and every
date, stands for the last commit of that day on the first-parent line of --to. A repo that
was split from another counts from the commit on whose .gitreview names it.

A run that is there is not made again: what was interrupted goes on.`,
		Example: "  stxscan history backfill --from 2018.10.0 --to 2.0.0 --every week ~/starlingx\n  stxscan history backfill --from 2019-01-01 ~/starlingx/stx-config",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			root := rootOf(args)
			if err := f.scan.configure(c, root); err != nil {
				return err
			}
			return runBackfill(c.Context(), w, *dir, root, f)
		},
	}
	addReadFlags(c, &f.scan)
	flags := c.Flags()
	flags.StringVar(&f.from, "from", "", "the first point: a revision, or a date as 2018-10-24")
	flags.StringVar(&f.to, "to", "HEAD", "the last point: a revision, or a date")
	flags.StringVar(&f.every, "every", string(history.EveryWeek), "how often: day, week, month or commit")
	return c
}

func runBackfill(ctx context.Context, w *world, dir, root string, f backfillFlags) error {
	if f.from == "" {
		return usageError("--from is missing: name a revision, or a date as 2018-10-24")
	}
	every, err := history.ParseEvery(f.every)
	if err != nil {
		return usageError("--every %w", err)
	}
	p, err := openPast(ctx, root, f.scan)
	if err != nil {
		return err
	}
	moments, err := p.moments(ctx, f.from, f.to, every)
	if err != nil {
		return err
	}
	store, err := openHistory(dir)
	if err != nil {
		return err
	}
	runs, _, err := store.Runs()
	if err != nil {
		return asUsage(err)
	}
	there := map[string]bool{}
	for _, r := range runs {
		there[r.Point] = true
	}
	job := replayer{w: w, past: p, store: store, kind: history.KindBackfill, flags: f.scan, total: len(moments)}
	for _, m := range moments {
		if there[m.Point()] {
			job.skip(m, "there already")
			continue
		}
		if err := job.do(ctx, m); err != nil {
			return err
		}
	}
	job.sum()
	return nil
}

// past are the repos of a workspace with what git knows of them.
type past struct {
	root  string
	repos []*workspace.Repo
	// dirs are the folders of all of them, by identity.
	dirs map[string]string
}

// openPast finds the repositories below root.
func openPast(ctx context.Context, root string, f scanFlags) (*past, error) {
	space, err := workspace.Open(ctx, workspace.Options{Root: root, Rev: "HEAD", Aliases: f.aliases()})
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, openError(root, err)
	}
	defer space.Close()
	if len(space.Repos) == 0 {
		return nil, &exitError{codeNothing, fmt.Errorf("%s holds no git repository%s", clean(root), problemText(space))}
	}
	p := &past{root: root, repos: space.Repos, dirs: map[string]string{}}
	for _, r := range space.Repos {
		p.dirs[r.ID] = r.Dir
	}
	return p, nil
}

// moments are the points to scan, the oldest first.
func (p *past) moments(ctx context.Context, from, to string, every history.Every) ([]history.Moment, error) {
	var branches []history.Branch
	for _, r := range p.repos {
		b, err := p.branch(ctx, r, to)
		if err != nil {
			return nil, err
		}
		branches = append(branches, b)
	}
	last, err := p.moment(ctx, branches, to)
	if err != nil {
		return nil, err
	}
	for i := range branches {
		if last.Commits[branches[i].Repo] == "" {
			branches[i].Commits = nil // a repo that is younger than the end
		}
	}
	first, err := p.moment(ctx, branches, from)
	if err != nil {
		return nil, err
	}
	if !first.Time.Before(last.Time) {
		return nil, usageError("--from %s is of %s, which is not before --to %s of %s", clean(from), first.Time.Format(time.DateOnly), clean(to), last.Time.Format(time.DateOnly))
	}
	return append(append([]history.Moment{first}, history.Between(branches, first, last, every)...), last), nil
}

// branch is the first-parent line that leads to a revision, or to HEAD in a repo
// that does not have it. It begins where the repo was its own.
func (p *past) branch(ctx context.Context, r *workspace.Repo, to string) (history.Branch, error) {
	b := history.Branch{Repo: r.ID}
	line, err := r.Git().FirstParents(ctx, to)
	if err != nil && ctx.Err() == nil {
		line, err = r.Git().FirstParents(ctx, "HEAD")
	}
	if err != nil {
		return b, usageError("the history of %s: %w", clean(r.ID), err)
	}
	start, err := ownSince(ctx, r, line)
	if err != nil {
		return b, err
	}
	for _, c := range line[start:] {
		b.Commits = append(b.Commits, history.Commit{ID: c.ID, Time: c.Committed})
	}
	return b, nil
}

// ownSince finds the first commit whose .gitreview names the repo: before it,
// what a split repo inherited was another's. One without .gitreview is its own
// from the beginning.
func ownSince(ctx context.Context, r *workspace.Repo, line []git.Dated) (int, error) {
	if len(line) == 0 || r.Project == "" {
		return 0, nil
	}
	batch, err := r.Git().NewBatch(ctx)
	if err != nil {
		return 0, err
	}
	defer batch.Close()
	const mostReview = 64 << 10
	name := func(i int) (string, error) {
		text, err := batch.Read(line[i].ID+":.gitreview", mostReview)
		if errors.Is(err, git.ErrMissing) || errors.Is(err, git.ErrTooLarge) {
			return "", nil
		}
		return workspace.ReviewedAs(text), err
	}
	own, err := name(len(line) - 1)
	if err != nil {
		return 0, err
	}
	for i := range line {
		is, err := name(i)
		if err != nil {
			return 0, err
		}
		if is == own {
			return i, nil
		}
	}
	return 0, nil
}

// moment is what the repos were at a revision or a date.
func (p *past) moment(ctx context.Context, branches []history.Branch, rev string) (history.Moment, error) {
	m := history.Moment{Label: rev, Commits: map[string]string{}}
	var without []int
	for i, r := range p.repos {
		c, err := r.Git().Revision(ctx, rev)
		switch {
		case err == nil && c.ID != "":
			m.Add(r.ID, history.Commit{ID: c.ID, Time: c.Committed})
		case ctx.Err() != nil:
			return m, ctx.Err()
		default:
			without = append(without, i)
		}
	}
	when := m.Time
	if len(m.Commits) == 0 {
		day, ok := history.ParseDay(rev)
		if !ok {
			return m, usageError("%s is neither a date as 2018-10-24 nor a revision of one of %s: fetch it, a shallow clone has no history ('git fetch --unshallow --tags')",
				clean(rev), clean(strings.Join(slices.Sorted(maps.Keys(p.dirs)), ", ")))
		}
		when = day
	}
	for _, i := range without {
		if c, ok := branches[i].At(when); ok {
			m.Add(branches[i].Repo, c)
		}
	}
	if len(m.Commits) == 0 {
		return m, usageError("%s is before the first commit of every repo", clean(rev))
	}
	return m, nil
}

// replayer scans moments and records them.
type replayer struct {
	w     *world
	past  *past
	store *history.Store
	kind  history.Kind
	flags scanFlags

	total, done, made int
	bytes             int64
}

func (r *replayer) say(m history.Moment, format string, args ...any) {
	r.done++
	if r.flags.quiet {
		return
	}
	label := m.Time.Format(time.DateOnly)
	if m.Label != "" && m.Label != label {
		label += " (" + m.Label + ")"
	}
	fmt.Fprintf(r.w.stderr, "%d of %d: %s: %s\n", r.done, r.total, clean(label), fmt.Sprintf(format, args...))
}

func (r *replayer) skip(m history.Moment, why string) { r.say(m, "%s", why) }

// do scans the repos as they were and records that.
func (r *replayer) do(ctx context.Context, m history.Moment) error {
	start := r.w.now()
	report, err := r.scan(ctx, m)
	if ctx.Err() != nil {
		return usageError("interrupted: %s of %d; the same command goes on from there", terminal.Count(r.done, "point is done", "points are done"), r.total)
	}
	if err != nil {
		return err
	}
	run, err := r.store.Record(report, r.kind, m.Label, r.w.now())
	if err != nil {
		return asUsage(err)
	}
	r.made++
	r.bytes += run.Size
	how := ""
	if r.w.terminal {
		how = fmt.Sprintf(", %.1f s", r.w.now().Sub(start).Seconds())
	}
	r.say(m, "%s, %s%s", terminal.Count(len(report.Findings), "finding", "findings"), bytesText(run.Size), how)
	return nil
}

func (r *replayer) sum() {
	if !r.flags.quiet {
		fmt.Fprintf(r.w.stderr, "%s recorded, %s\n", terminal.Count(r.made, "run", "runs"), bytesText(r.bytes))
	}
}

// scan makes the report of a moment. Repos have the identity that they have
// now; those that were not there are left out.
func (r *replayer) scan(ctx context.Context, m history.Moment) (*reports.Report, error) {
	o := workspace.Options{Root: r.past.root, Rev: m.Label, Revs: map[string]string{}, Without: map[string]bool{},
		MaxFileSize: r.flags.maxSize, Aliases: map[string]string{}}
	if o.Rev == "" {
		o.Rev = m.Time.Format(time.DateOnly)
	}
	for id, dir := range r.past.dirs {
		o.Aliases[dir] = id
		if commit := m.Commits[id]; commit != "" {
			o.Revs[dir] = commit
		} else {
			o.Without[dir] = true
		}
	}
	then := *r.w
	then.now = func() time.Time { return m.Time }
	then.stderr = io.Discard // what a configuration of today says of another time
	then.terminal = false
	flags := r.flags
	if flags.known == nil {
		r.flags.known = scan.NewKnown()
		flags.known = r.flags.known
	}
	s := &scanned{root: r.past.root, known: flags.known}
	if err := s.open(ctx, &then, flags, o); err != nil {
		return nil, err
	}
	defer s.space.Close()
	for id := range m.Commits {
		if s.repo(id) == nil {
			return nil, usageError("%s cannot be read at %s%s", clean(id), clean(m.Commits[id]), problemText(s.space))
		}
	}
	return s.report, nil
}
