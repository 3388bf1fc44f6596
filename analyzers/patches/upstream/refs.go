package upstream

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// merged is what counts as upstream's merged history.
type merged struct {
	main     string // the commit of the main branch
	releases []Release
	tips     []string // all commits to start from, each once, main first
	names    []string // of the refs, for the cache
	problems []string
}

// stablePatterns are the names of branches that upstreams release from, the
// former stable branches of OpenStack among them.
var stablePatterns = []string{"stable", "stable/*", "stable-*", "*-stable", "release*", "release*/*", "maint*", "maint*/*",
	"unmaintained/*", "branch-[0-9]*", "v[0-9]*.x", "[0-9]*.x", "v[0-9]*.[0-9]*", "[0-9]*.[0-9]*"}

// isStable says whether a branch is one that is released from.
func isStable(branch string) bool {
	return slices.ContainsFunc(stablePatterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, branch)
		return ok
	})
}

// isEnded says whether a tag is the end of a stable branch: OpenStack deletes the
// branch, and leaves NAME-eol or NAME-eom in its place.
func isEnded(tag string) bool {
	return strings.HasSuffix(tag, "-eol") || strings.HasSuffix(tag, "-eom")
}

// readRefs picks the refs that count. In a clone those of origin do, since its
// own branches may hold anybody's work; a mirror has them as its own.
func readRefs(ctx context.Context, repo *git.Repo) (*merged, error) {
	refs, err := repo.Refs(ctx, "refs/heads", "refs/tags", "refs/remotes/origin")
	if err != nil {
		return nil, err
	}
	m := &merged{}
	origin := ""
	clone := false
	for _, r := range refs {
		if r.Name == "refs/remotes/origin/HEAD" {
			origin = r.Commit
		}
		clone = clone || !repo.Bare() && strings.HasPrefix(r.Name, "refs/remotes/origin/")
	}
	if m.main = origin; m.main == "" || repo.Bare() {
		if m.main, err = repo.Commit(ctx, "HEAD"); err != nil {
			m.problems = append(m.problems, "HEAD names no commit that is there: fetch the upstream's main branch")
			m.main = ""
		}
	}
	if m.main != "" {
		m.add("HEAD", m.main)
	}
	m.pick(refs, clone)
	return m, m.shallow(ctx, repo)
}

func (m *merged) pick(refs []git.Ref, clone bool) {
	tags := map[string]string{}
	missing := 0
	for _, r := range refs {
		tag, isTag := strings.CutPrefix(r.Name, "refs/tags/")
		branch, remote := strings.CutPrefix(r.Name, "refs/remotes/origin/")
		if !remote && !clone {
			branch = strings.TrimPrefix(r.Name, "refs/heads/")
		}
		_, version := parseVersion(tag)
		ended := isTag && isEnded(tag)
		if isTag && !version && !ended || !isTag && !isStable(branch) {
			continue
		}
		if r.Missing {
			missing++
			continue
		}
		if isTag && !ended {
			tags[tag] = r.Commit
		} else {
			m.add(r.Name, r.Commit)
		}
	}
	m.releases = releasesOf(tags)
	for _, r := range m.releases {
		m.add("refs/tags/"+r.Tag, r.Commit)
	}
	if missing > 0 {
		m.problems = append(m.problems, fmt.Sprintf("%d release tags or stable branches name commits that are not there: fetch them", missing))
	}
}

func (m *merged) add(name, commit string) {
	m.names = append(m.names, name+" "+commit)
	m.tips = append(m.tips, commit)
}

// shallow ends readRefs: it drops tips that are there twice, and says when the
// history is cut off.
func (m *merged) shallow(ctx context.Context, repo *git.Repo) error {
	seen := map[string]bool{}
	m.tips = slices.DeleteFunc(m.tips, func(id string) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
	cut, err := repo.Shallow(ctx)
	if cut {
		m.problems = append(m.problems, "the clone is shallow: run git fetch --unshallow in it")
	}
	return err
}
