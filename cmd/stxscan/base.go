package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// scanned is a workspace with what a scan made of it.
type scanned struct {
	root    string
	space   *workspace.Workspace
	report  *reports.Report
	partial *scan.Partial
	known   *scan.Known
}

// scanAll opens a workspace and scans it. Close its space.
func scanAll(ctx context.Context, w *world, root string, f scanFlags) (*scanned, error) {
	s := &scanned{root: root, known: f.known}
	if s.known == nil {
		s.known = scan.NewKnown()
	}
	if err := s.open(ctx, w, f, workspace.Options{Root: root, Rev: f.rev, MaxFileSize: f.maxSize, Aliases: f.aliases()}); err != nil {
		return nil, err
	}
	if s.report.Totals.Files.Listed == 0 {
		return nil, errors.Join(&exitError{codeNothing, fmt.Errorf("%s holds no files to scan%s", root, problemText(s.space))}, s.space.Close())
	}
	return s, nil
}

func (s *scanned) open(ctx context.Context, w *world, f scanFlags, o workspace.Options) error {
	space, err := workspace.Open(ctx, o)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return openError(s.root, err)
	}
	s.space = space
	if err = addSources(ctx, space, f); err == nil {
		s.report, s.partial, err = makeKnownReport(ctx, w, space, f, s.known)
	}
	if err != nil {
		return errors.Join(err, space.Close())
	}
	return nil
}

// skipped are the files that the scan did not look at though they have content
// of their own.
func (s *scanned) skipped() map[policy.FileRef]string {
	files := map[policy.FileRef]string{}
	for _, f := range s.partial.Files {
		switch {
		case f.Skip == workspace.SkipTooLarge, f.Skip == workspace.SkipBinary, f.Skip == workspace.SkipIrregular,
			f.Skip == workspace.SkipSubmodule, f.Skip == workspace.SkipOutside, strings.HasPrefix(f.Skip, workspace.SkipUnreadable):
			files[policy.FileRef{Repo: f.Repo, Path: f.Path}] = f.Skip
		}
	}
	return files
}

// missingBase is the error of a base that is not there.
func missingBase(format string, args ...any) error {
	return &exitError{codeUnsure, fmt.Errorf("there is nothing to compare with: "+format, args...)}
}

// readBaseline reads a baseline file. One that is not there is no base, one
// that is damaged an error.
func readBaseline(name string) (*policy.Baseline, error) {
	// A FIFO would block a plain open for ever.
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missingBase("there is no baseline %s: write it with 'stxscan baseline create -o %s'", clean(name), clean(quote(name)))
	}
	if err != nil {
		return nil, usageError("the baseline cannot be read: %w", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, usageError("%s is no regular file: name the baseline", clean(name))
	}
	b, err := policy.DecodeBaseline(file)
	if err != nil {
		return nil, usageError("%s: %w", clean(name), err)
	}
	return b, nil
}

// readBaseReport reads an earlier report as a base.
func readBaseReport(name string) (*policy.Base, error) {
	r, err := readReport(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missingBase("there is no report %s: write it with 'stxscan scan -o json=%s'", clean(name), clean(quote(name)))
	}
	if err != nil {
		return nil, usageError("%s: %w", clean(name), err)
	}
	return policy.FromReport(policy.BaseReport, name, r), nil
}

// revisions says at which commit each repo of the base is, by folder.
func (s *scanned) revisions(ctx context.Context, f gateFlags) (map[string]string, error) {
	asked, err := s.asked(f.revs, f.revFlag())
	if err != nil {
		return nil, err
	}
	commits := map[string]string{}
	for _, repo := range s.repos() {
		switch rev := asked[repo.Dir]; {
		case rev != "":
			if commits[repo.Dir], err = s.baseCommit(ctx, repo, rev, f); err != nil {
				return nil, err
			}
		case s.space.Rev != "":
			commits[repo.Dir] = repo.Commit
		}
	}
	return commits, nil
}

// asked says which revision was asked for of each repo, by folder.
func (s *scanned) asked(specs []string, flag string) (map[string]string, error) {
	asked := map[string]string{} // by folder
	all := ""
	for _, spec := range specs {
		name, rev, ok := strings.Cut(spec, "=")
		repo := s.repo(name)
		switch {
		case spec == "" || ok && repo != nil && rev == "":
			return nil, usageError("%s %s: want REV or REPO=REV", flag, spec)
		case ok && repo != nil && asked[repo.Dir] != "":
			return nil, usageError("%s: %s is given twice", flag, repo.ID)
		case ok && repo != nil:
			asked[repo.Dir] = rev
		case all != "":
			return nil, usageError("%s: both %s and %s: want one REV, and REPO=REV for others%s", flag, all, spec, s.repoList())
		default:
			all = spec
		}
	}
	for _, repo := range s.repos() {
		asked[repo.Dir] = cmp.Or(asked[repo.Dir], all)
	}
	return asked, nil
}

// baseCommit finds the commit of a revision, or where the repo's own branch
// left it.
func (s *scanned) baseCommit(ctx context.Context, repo *workspace.Repo, rev string, f gateFlags) (string, error) {
	if repo.Git() == nil {
		return "", missingBase("%s is no git repository, so there is no %q in it", clean(repo.ID), rev)
	}
	commit, err := repo.Git().Commit(ctx, rev)
	if err == nil && f.mergeBase {
		commit, err = repo.Git().MergeBase(ctx, commit, repo.Commit)
	}
	switch {
	case err == nil && commit != "":
		return commit, nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	}
	text := fmt.Sprintf("there is no commit %q in %s", rev, clean(repo.ID))
	if f.mergeBase {
		text = fmt.Sprintf("%s has no commit %q, or none where they parted", clean(repo.ID), rev)
	}
	text += ": fetch it, a shallow clone has no history ('git fetch --unshallow')"
	if len(s.repos()) > 1 || strings.Contains(rev, "=") {
		text += "; for one repo of several write " + f.revFlag() + " REPO=REV" + s.repoList()
	}
	return "", missingBase("%s", text)
}

// repos are those of the workspace itself. A fork that --fork names is no part
// of the change: it stays as it is, and its folder is relative to another root.
func (s *scanned) repos() []*workspace.Repo {
	return slices.DeleteFunc(slices.Clone(s.space.Repos), func(r *workspace.Repo) bool { return strings.HasPrefix(r.ID, "git/") })
}

// repo finds a repo by its identity or folder.
func (s *scanned) repo(name string) *workspace.Repo {
	for _, r := range s.repos() {
		if r.ID == name || r.Dir == name {
			return r
		}
	}
	return nil
}

func (s *scanned) repoList() string {
	var ids []string
	for _, r := range s.repos() {
		ids = append(ids, r.ID)
	}
	return "; the repos are " + clean(strings.Join(ids, ", "))
}

// revisionBase scans the base's revisions through git. Repos keep the identity
// that they have now; those that are not named stay as they are.
func (s *scanned) revisionBase(ctx context.Context, w *world, f gateFlags) (*policy.Base, error) {
	commits, err := s.revisions(ctx, f)
	if err != nil {
		return nil, err
	}
	old := &scanned{root: s.root, known: s.known}
	options := workspace.Options{Root: s.root, Rev: f.rev, Revs: commits, MaxFileSize: f.maxSize, Aliases: map[string]string{}}
	for _, repo := range s.repos() {
		options.Aliases[repo.Dir] = repo.ID
	}
	if err := old.open(ctx, w, f.scanFlags, options); err != nil {
		return nil, err
	}
	defer old.space.Close()
	for _, repo := range s.repos() {
		if old.repo(repo.ID) == nil {
			return nil, missingBase("%s cannot be read at its base%s", repo.ID, problemText(old.space))
		}
	}
	base := policy.FromReport(policy.BaseRevision, strings.Join(f.revs, " "), old.report)
	changes := s.changes(ctx, base.Commits)
	base.Renames, base.Changed = renamedIn(changes), changedIn(changes)
	return base, nil
}

// renamedIn says which files were renamed.
func renamedIn(changes map[string][]git.Change) policy.Renames {
	renames := policy.Renames{}
	for repo, list := range changes {
		for _, c := range list {
			if c.Kind == 'R' {
				renames.Add(repo, c.From, c.Path)
			}
		}
	}
	return renames
}

// changedIn says which files differ from the base and are there.
func changedIn(changes map[string][]git.Change) map[string][]string {
	changed := map[string][]string{}
	for repo, list := range changes {
		changed[repo] = []string{}
		for _, c := range list {
			if c.Kind != 'D' {
				changed[repo] = append(changed[repo], c.Path)
			}
		}
		slices.Sort(changed[repo])
	}
	return changed
}

// changes asks git by repo what differs from the commits of a base. Repos where
// git does not know the commit are left out: matching does without.
func (s *scanned) changes(ctx context.Context, since map[string]string) map[string][]git.Change {
	all := map[string][]git.Change{}
	for _, repo := range s.space.Repos {
		from := since[repo.ID]
		if repo.Git() == nil || from == "" {
			continue
		}
		if from == repo.Commit && !repo.Dirty {
			all[repo.ID] = nil
			continue
		}
		changed := repo.Git().WorkTreeChanges
		if s.space.Rev != "" {
			changed = func(ctx context.Context, from string) ([]git.Change, error) {
				return repo.Git().Changes(ctx, from, repo.Commit)
			}
		}
		changes, err := changed(ctx, from)
		if err == nil {
			all[repo.ID] = changes
		}
	}
	return all
}
