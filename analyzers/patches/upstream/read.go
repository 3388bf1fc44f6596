package upstream

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"opendev.org/starlingx/stxscan/git"
)

// touched is a commit with the files of the groups that it changes.
type touched struct {
	commit string
	paths  []string
}

// read goes through the commits that the tips are made on and picks those that
// change files of the given names, then reads the changed lines of these alone.
// That costs less than to let git limit the history by paths, which looks at
// every folder for each of them.
func (h *history) read(ctx context.Context, repo *git.Repo, tips []string, names map[string]bool) error {
	log, err := repo.Log(ctx, git.LogOptions{Tips: tips})
	if err != nil {
		return err
	}
	defer log.Close()
	var list []touched
	for log.Next() {
		switch {
		case log.Kind == git.LogCommit:
			h.identified(&log.Commit)
		case names[path.Base(log.File.Path)]:
			if len(list) == 0 || list[len(list)-1].commit != log.Commit.ID {
				list = append(list, touched{commit: log.Commit.ID})
			}
			last := &list[len(list)-1]
			last.paths = append(last.paths, h.pathName(log.File.Path))
		}
	}
	// What was found is read although the walk ended early.
	return errors.Join(log.Err(), h.readAll(ctx, repo, list))
}

const (
	// mostPaths is how many paths what is read of a commit is limited to. Git
	// compares each with every entry of every folder that changed.
	mostPaths = 200
	// mostFailures is how many commits may be unreadable before the rest is
	// given up.
	mostFailures = 50
)

// readAll reads the commits in as few runs of git as the number of their paths
// allows. A commit that lacks objects is left out, and the others are read.
func (h *history) readAll(ctx context.Context, repo *git.Repo, list []touched) error {
	failures := 0
	var first error
	for len(list) > 0 && failures <= mostFailures {
		n, paths := batch(list)
		done, err := h.readLines(ctx, repo, list[:n], paths)
		if err != nil && ctx.Err() != nil {
			return err
		}
		if err == nil {
			list = list[n:]
			continue
		}
		// Git may have failed at the commit that it began last, or at the next.
		list = list[done:]
		if n, paths = batch(list[:1]); done > 0 {
			if _, err = h.readLines(ctx, repo, list[:n], paths); err == nil {
				list = list[1:]
				continue
			}
		}
		failures++
		if first == nil {
			first = err
		}
		list = list[1:]
	}
	if first != nil {
		return fmt.Errorf("%d commits lack objects, %d were not tried; the first: %w", failures, len(list), first)
	}
	return nil
}

// batch is how many of the commits go together, and their paths.
func batch(list []touched) (int, map[string]bool) {
	paths := map[string]bool{}
	for i, t := range list {
		added := 0
		for _, name := range t.paths {
			if !paths[name] {
				added++
			}
		}
		if i > 0 && len(paths)+added > mostPaths {
			return i, paths
		}
		for _, name := range t.paths {
			paths[name] = true
		}
	}
	return len(list), paths
}

// readLines reads what the commits changed in files of the groups. With an
// error, done is how many were read for certain.
func (h *history) readLines(ctx context.Context, repo *git.Repo, list []touched, paths map[string]bool) (done int, err error) {
	o := git.LogOptions{Lines: true}
	for _, t := range list {
		o.Only = append(o.Only, t.commit)
	}
	if len(paths) <= mostPaths {
		o.Paths = slices.Sorted(maps.Keys(paths))
	}
	log, err := repo.Log(ctx, o)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	var commit git.Revision
	group, known, begun := int32(0), false, 0
	for log.Next() {
		switch log.Kind {
		case git.LogCommit:
			h.flush(&commit)
			commit = log.Commit
			begun++
		case git.LogFile:
			known = paths[log.File.Path]
			if known {
				group = h.groups[path.Base(log.File.Path)]
				h.file(log.File)
			}
		case git.LogLine:
			if known {
				h.line(group, log.Op, log.Text)
			}
		}
	}
	if err := log.Err(); err != nil {
		h.open, h.changes = h.open[:0], h.changes[:0]
		return max(begun-1, 0), err
	}
	h.flush(&commit)
	return len(list), nil
}
