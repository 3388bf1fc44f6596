package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/patches"
	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// stack is the source patches of one package, in the order in which they are
// applied.
type stack struct {
	base    string
	ids     map[string]bool
	patches []upstream.Patch
}

// stacks are those of all releases.
type stacks struct{ list []stack }

// readStacks reads the stacks of every release that a label names.
func readStacks(ctx context.Context, workspaces string, labels []label) (*stacks, error) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(slices.Clone(set.Rules), func(r *rules.Rule) bool { return r.Analyzer != patches.Analyzer.Name })
	var releases []string
	for _, l := range labels {
		releases = append(releases, l.release)
	}
	slices.Sort(releases)
	all := &stacks{}
	for _, release := range slices.Compact(releases) {
		if err := all.read(ctx, workspaces, release, set, own); err != nil {
			return nil, fmt.Errorf("%s: %w", release, err)
		}
	}
	return all, nil
}

func (all *stacks) read(ctx context.Context, workspaces, release string, set *rules.Set, own []*rules.Rule) error {
	w, err := workspace.Open(ctx, workspace.Options{Root: filepath.Join(workspaces, release)})
	if err != nil {
		return err
	}
	defer w.Close()
	list := []*analysis.Analyzer{patches.Analyzer}
	partial, err := scan.Map(ctx, w, scan.Options{Rules: own, Analyzers: list})
	if err != nil {
		return err
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{Set: set, Rules: own, Analyzers: list, Targets: set.Targets})
	for _, s := range report.PatchStacks {
		repo := repoOf(w, s.Repo)
		if repo == nil {
			return fmt.Errorf("no repo %s", s.Repo)
		}
		one, err := readStack(release, filepath.Join(workspaces, release, filepath.FromSlash(repo.Dir)), repo, &s)
		if err != nil {
			return err
		}
		all.list = append(all.list, one)
	}
	return nil
}

func repoOf(w *workspace.Workspace, id string) *workspace.Repo {
	for _, r := range w.Repos {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// readStack reads what is no patch of packaging.
func readStack(release, dir string, repo *workspace.Repo, s *finding.PatchStack) (stack, error) {
	one := stack{base: baseOf(dir, repo, s.Package), ids: map[string]bool{}}
	for _, p := range s.Patches {
		if p.Kind == "meta" {
			continue
		}
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.Path)))
		if err != nil {
			return one, err
		}
		date, _ := time.Parse(time.DateOnly, p.Date) // empty: not known
		id := release + " " + repo.ID + " " + p.Path
		one.ids[id] = true
		one.patches = append(one.patches, upstream.Patch{ID: id, Parsed: patch.Parse(src), Src: src, Date: date})
	}
	return one, nil
}

// baseOf is the version that a package builds from, empty if unknown: that in
// the name of its source RPM, or of its spec.
func baseOf(dir string, repo *workspace.Repo, name string) string {
	for _, p := range repo.Packages {
		if p.Name != name {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(filepath.Base(p.SRPM), ".src.rpm"), "-")
		if len(parts) >= 3 {
			return parts[len(parts)-2]
		}
		if p.Spec == "" {
			return ""
		}
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.Spec)))
		if err != nil {
			return ""
		}
		version := spec.Parse(src, spec.Options{Defines: spec.CentOS7}).Version
		if strings.Contains(version, "%") {
			return ""
		}
		return version
	}
	return ""
}

// of gives the stacks that have a patch with a label of that upstream.
func (all *stacks) of(name string, labels []label) []stack {
	wanted := map[string]bool{}
	for _, l := range labels {
		if l.upstream == name {
			wanted[l.id()] = true
		}
	}
	var list []stack
	for _, s := range all.list {
		for id := range s.ids {
			if wanted[id] {
				list = append(list, s)
				break
			}
		}
	}
	return list
}
