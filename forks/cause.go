package forks

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// absolute finds where the absolute name of a file begins.
var absolute = regexp.MustCompile(`(?:^|[^\w./~-])/`)

// cause is what git said, without folders: reports are the same wherever a repository
// lies.
func cause(err error) string {
	var failed *git.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "it was stopped"
	case errors.Is(err, git.ErrNotInstalled):
		return "git is not installed"
	case !errors.As(err, &failed):
		return withoutFolders(err.Error(), "")
	}
	switch failed.Command {
	case "rev-parse":
		return "it has no such commit"
	case "merge-base":
		return "it has nothing in common with that commit"
	}
	said, _, _ := strings.Cut(failed.Stderr, "\n")
	if said = withoutFolders(said, failed.Dir); said == "" {
		return "git " + failed.Command + " failed"
	}
	return "git " + failed.Command + " failed: " + said
}

// withoutFolders names the files in a folder from there, and leaves out other absolute
// names: those of links, of borrowed objects, of work trees. As names may hold blanks,
// one goes on to the reason, which is after the last colon.
func withoutFolders(said, dir string) string {
	if dir != "" {
		said = strings.ReplaceAll(said, strings.TrimSuffix(dir, "/")+"/", "it/")
	}
	at := absolute.FindStringIndex(said)
	if at == nil {
		return strings.TrimSpace(said)
	}
	before, rest := said[:at[1]-1], said[at[1]-1:]
	said = before + "..."
	if colon := strings.LastIndex(rest, ": "); colon >= 0 && !strings.Contains(rest[colon:], "/") {
		said += rest[colon:]
	}
	return strings.TrimSpace(said)
}
