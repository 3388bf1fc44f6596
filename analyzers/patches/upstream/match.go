package upstream

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// keysOf iterates over the keys of a set.
func keysOf(set map[string]bool) iter.Seq[string] { return maps.Keys(set) }

// Match looks for all patches of the stacks, each in the order in which it is
// applied, in one clone of their upstream. The error is of a repository that
// cannot be read at all, or of ctx; a history that is read in part gives what
// was found in it, with the reason in Result.Incomplete and Unknown where
// nothing was found.
func Match(ctx context.Context, repo *git.Repo, stacks [][]Patch, o Options) (Result, error) {
	m, err := readRefs(ctx, repo)
	if err != nil {
		return Result{}, err
	}
	key := cacheKey(m, stacks, o)
	if r, ok := load(o.Cache, key); ok {
		return r, nil
	}
	run := &run{ctx: ctx, repo: repo, merged: m, base: o.Base, result: Result{Releases: m.releases, Incomplete: m.problems}}
	run.read(stacks)
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if err := run.resolve(o); err != nil {
		return Result{}, err
	}
	if err := run.answer(stacks, o); err != nil {
		return Result{}, err
	}
	if !run.broken {
		store(o.Cache, key, &run.result)
	}
	return run.result, nil
}

// run is one call of Match.
type run struct {
	ctx    context.Context
	repo   *git.Repo
	merged *merged
	result Result

	history  *history
	verdicts []*verdict
	contents *contents
	base     string
	broken   bool // a command failed: another run may read more
}

// read takes the patches apart and reads the history, a second time for files
// that were renamed if that may help.
func (r *run) read(stacks [][]Patch) {
	r.history = newHistory(takeAll(stacks))
	names := map[string]bool{}
	for name := range r.history.groups {
		names[name] = true
	}
	r.stream(names)
	r.result.Commits = r.history.commits
	r.judge()
	if renamed := r.renames(); len(renamed) > 0 {
		r.stream(renamed)
		r.history.commits = r.result.Commits // they are the same ones
		r.judge()
	}
}

func (r *run) judge() {
	r.verdicts = nil
	for _, s := range r.history.score() {
		r.verdicts = append(r.verdicts, judge(s))
	}
}

func takeAll(stacks [][]Patch) []*carried {
	var all []*carried
	for i, stack := range stacks {
		first := len(all)
		for _, p := range stack {
			all = append(all, takeApart(p, i))
		}
		// What earlier patches do is what they do before anything is dropped.
		own := all[first:]
		whole := make([]*carried, len(own))
		for j, c := range own {
			copied := *c
			copied.keys = slices.Clone(c.keys)
			whole[j] = &copied
		}
		for j, c := range own {
			c.within(whole[:j])
			c.settle()
		}
	}
	return all
}

// stream reads the commits that change files of these names.
func (r *run) stream(names map[string]bool) {
	if len(names) == 0 || len(r.merged.tips) == 0 {
		return
	}
	err := r.history.read(r.ctx, r.repo, r.merged.tips, names)
	if err != nil {
		r.fail("the history could be read in part only: %v", err)
	}
}

// mostDeleted bounds the commits whose renames are looked for.
const mostDeleted = 40

// renames finds what files of patches that were not found are called after a
// commit renamed them, and makes the new names part of the old groups.
func (r *run) renames() map[string]bool {
	ask := map[string][]int32{} // the paths that went, by commit
	parents := map[string]string{}
	for _, v := range r.verdicts {
		if v.state == Upstreamed || v.state == Unknown {
			continue
		}
		for _, rec := range r.history.records {
			for _, p := range rec.paths {
				if p.deleted && rec.parent != "" && v.owns(p.path) && !slices.Contains(ask[rec.ID], p.path) && (ask[rec.ID] != nil || len(ask) < mostDeleted) {
					ask[rec.ID] = append(ask[rec.ID], p.path)
					parents[rec.ID] = rec.parent
				}
			}
		}
	}
	names := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(ask)) {
		changes, err := r.repo.Changes(r.ctx, parents[id], id)
		if err != nil {
			continue // the stream has said what is missing
		}
		for _, c := range changes {
			if c.Kind != 'R' {
				continue
			}
			for _, old := range ask[id] {
				if r.history.paths[old] == c.From && r.history.rename(old, c.Path) {
					names[path.Base(c.Path)] = true
				}
			}
		}
	}
	return names
}

// owns says whether a path certainly is a file of the patch.
func (v *verdict) owns(id int32) bool {
	return slices.ContainsFunc(v.places, func(places map[int32]place) bool { return places[id] == certain })
}

// rename makes a path go on under another name. It says whether files of that
// name have to be read.
func (h *history) rename(old int32, name string) bool {
	group := h.group(old)
	base := path.Base(name)
	if g, ok := h.groups[base]; ok && g != group {
		return false // another patch has files of that name
	}
	_, known := h.groups[base]
	h.groups[base] = group
	h.link(old, h.pathID(name))
	return !known
}

// resolve finds the commits that the base and the targets stand for.
func (r *run) resolve(o Options) error {
	for _, asked := range append([]string{o.Base}, o.Targets...) {
		if asked == "" {
			continue
		}
		one := Revision{Asked: asked}
		if tag, ok := tagOf(r.merged.releases, asked); ok {
			one.Name, one.Commit = tag.Tag, tag.Commit
		} else if asked == "HEAD" || isCommit(asked) { // a branch may be called as a version is
			if id, err := r.repo.Commit(r.ctx, asked); err == nil {
				one.Name, one.Commit = asked, id
			} else if r.ctx.Err() != nil {
				return r.ctx.Err()
			}
		}
		r.result.Revisions = append(r.result.Revisions, one)
	}
	return nil
}

// isCommit reports whether a text is the whole id of a commit.
func isCommit(text string) bool {
	return (len(text) == 40 || len(text) == 64) && strings.Trim(text, "0123456789abcdef") == ""
}

func (r *run) revision(asked string) string {
	for _, one := range r.result.Revisions {
		if one.Asked == asked {
			return one.Commit
		}
	}
	return ""
}

// fail notes what kept a look at the history from being whole.
func (r *run) fail(format string, err error) {
	r.broken = true
	r.result.Incomplete = append(r.result.Incomplete, fmt.Sprintf(format, err))
}
