// Package forks measures how far the forks that packages are built from have gone
// from the upstream revision that the packaging names.
package forks

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/workspace"
)

// Options says what a fork is compared with.
type Options struct {
	// Upstream is a clone of what was forked, nil if there is none.
	Upstream *git.Repo
	// Match says what upstream has of commits; nil is SameCommits.
	Match Matcher
}

// Matcher says for every commit of a fork what upstream has of it, in the same order.
// The commits are the newest first.
type Matcher func(ctx context.Context, fork, upstream *git.Repo, commits []git.CommitStat) ([]*finding.Upstreamed, error)

// All measures the forks of a workspace and returns what was found by REPO/NAME of
// the packages that are built from them. upstream gives the clone of what a fork, by
// its name, was made of; it may be nil. Only a canceled context is an error: what git
// cannot tell is said of the package.
func All(ctx context.Context, w *workspace.Workspace, upstream func(name string) Options) (map[string]*finding.ForkDivergence, error) {
	found := map[string]*finding.ForkDivergence{}
	type key struct{ fork, base string }
	known := map[key]*finding.ForkDivergence{}
	for _, repo := range w.Repos {
		for _, p := range repo.Packages {
			if p.Origin != workspace.OriginFork {
				continue
			}
			id := key{workspace.ForkRepo(p.Source), p.SourceRev}
			d := known[id]
			if d == nil || id.fork == "" {
				d = ofPackage(ctx, w, p, upstream)
				known[id] = d
			}
			found[p.ID()] = d
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// ofPackage measures the fork of one package.
func ofPackage(ctx context.Context, w *workspace.Workspace, p *workspace.Package, upstream func(string) Options) *finding.ForkDivergence {
	name := strings.TrimPrefix(workspace.ForkRepo(p.Source), "git/")
	settle := "the source: bring it into the workspace"
	if name != "" {
		settle = fmt.Sprintf("--fork %s=DIR, a git repository with the history of the fork", name)
	}
	repo := repository(w, name)
	switch {
	case repo == nil:
		return unknown(p.SourceRev, "there is no git repository of the fork", settle)
	case p.SourceRev == "":
		return unknown("", "nothing says which revision of upstream it was made from", "TIS_BASE_SRCREV in build_srpm.data")
	}
	o := Options{}
	if upstream != nil {
		o = upstream(name)
	}
	d, err := Measure(ctx, repo, p.SourceRev, o)
	if err != nil {
		return unknown(p.SourceRev, "its history cannot be read: "+cause(err), "a repository of the fork that has "+p.SourceRev+", not a shallow clone")
	}
	return d
}

func unknown(base, why, settle string) *finding.ForkDivergence {
	return &finding.ForkDivergence{Base: base, Why: why, Settle: settle}
}

// repository is the git repository of a fork: what --fork named, or git/NAME of the
// build root.
func repository(w *workspace.Workspace, name string) *git.Repo {
	if name == "" {
		return nil
	}
	for _, repo := range w.Repos {
		if repo.ID == "git/"+name && repo.Git() != nil {
			return repo.Git()
		}
	}
	for _, extra := range w.Extras {
		if extra.Kind == workspace.ExtraFork && extra.Name == name {
			if repo, err := git.Open(filepath.Join(w.Root, filepath.FromSlash(extra.Path))); err == nil {
				return repo
			}
		}
	}
	return nil
}

// Measure counts the commits of a fork after its base, and what upstream has of them.
// The error says what git could not tell.
func Measure(ctx context.Context, fork *git.Repo, base string, o Options) (*finding.ForkDivergence, error) {
	head, err := fork.Commit(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	commits, err := fork.Since(ctx, base, head)
	if err != nil {
		return nil, err
	}
	d := &finding.ForkDivergence{Measured: true, Base: base, Head: head, Commits: len(commits)}
	var states []*finding.Upstreamed
	if o.Upstream != nil {
		match := o.Match
		if match == nil {
			match = SameCommits
		}
		if states, err = match(ctx, fork, o.Upstream, commits); err != nil {
			return nil, fmt.Errorf("what upstream has: %w", err)
		}
		d.Upstream = map[finding.UpstreamState]int{}
	}
	files := map[string]bool{}
	for i := range commits {
		c := &commits[i]
		one := finding.ForkCommit{ID: c.ID, Date: c.Committed.Format(time.DateOnly), Subject: c.Subject(), Files: len(c.Files)}
		for _, f := range c.Files {
			files[f.Path] = true
			one.Added, one.Removed = one.Added+f.Added, one.Removed+f.Removed
		}
		d.Added, d.Removed = d.Added+one.Added, d.Removed+one.Removed
		if i < len(states) && states[i] != nil {
			one.Upstreamed = states[i]
			d.Upstream[states[i].State]++
		}
		if len(d.List) < finding.MaxForkCommits {
			d.List = append(d.List, one)
		}
	}
	d.Files = len(files)
	return d, nil
}
