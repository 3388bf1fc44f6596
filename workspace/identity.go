package workspace

import (
	"bytes"
	"strings"
)

// identify gives a repo's identity, by the first of: an alias for its folder,
// project or remote, the project of .gitreview, the remote's name, the folder's name.
func identify(repo *Repo, aliases map[string]string) string {
	for _, key := range []string{repo.Dir, repo.dirName, repo.Project, repo.URL} {
		if id := aliases[key]; id != "" {
			return id
		}
	}
	for _, name := range []string{repo.Project, repo.URL} {
		if id := shortName(name); id != "" {
			return id
		}
	}
	return shortName(repo.dirName)
}

// shortName is the last component of a project or URL without ".git" and a
// leading "stx-".
func shortName(name string) string {
	name = strings.TrimRight(name, "/")
	name = name[strings.LastIndexAny(name, "/:")+1:]
	name = strings.TrimSuffix(name, ".git")
	if short := strings.TrimPrefix(name, "stx-"); short != "" {
		return short
	}
	return name
}

// ReviewedAs is the identity that a .gitreview gives the repo that it lies in;
// empty when it names no project.
func ReviewedAs(gitreview []byte) string { return shortName(gitreviewProject(gitreview)) }

// gitreviewProject reads "project=" of a .gitreview; empty when it has none.
func gitreviewProject(content []byte) string {
	for line := range bytes.Lines(content) {
		key, value, found := strings.Cut(string(line), "=")
		if found && strings.TrimSpace(strings.TrimPrefix(key, "\ufeff")) == "project" {
			return strings.TrimSuffix(strings.TrimSpace(value), ".git")
		}
	}
	return ""
}
