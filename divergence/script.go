package divergence

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"
)

// scriptHead is what the commands have in common. Branches and tags are all that is
// wanted: a mirror would also hold what a forge keeps of proposals that were never
// taken. No prompt: a forge asks for a password where there is no repository.
const scriptHead = `#!/bin/sh
# Clones the upstreams of what StarlingX patches, or fetches what they have since.
# One that fails is named, and the others go on: then the exit code is 1.
set -u
GIT_TERMINAL_PROMPT=0
export GIT_TERMINAL_PROMPT
failed=0

# follow sets the main branch of the clone $2 to that of $1, where it has one.
follow() {
	head=$(git ls-remote --symref -- "$1" HEAD | sed -n 's,^ref: \(refs/heads/[^[:space:]]*\).*,\1,p')
	if [ -n "$head" ]; then git -C "$2" symbolic-ref HEAD "$head"; fi
}

update() {
	if [ -d "$2" ]; then
		git -C "$2" fetch --prune origin '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*' && follow "$1" "$2"
	else
		git clone --bare -- "$1" "$2"
	fi || { printf 'failed: %s\n' "$1" >&2; failed=1; }
}

`

// WriteScript writes the commands that clone upstreams into the current folder,
// named as a folder of clones is searched. What is there is fetched anew. What is no
// https:// URL is left out, with a comment. The error is that of w.
func WriteScript(w io.Writer, list []Upstream) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(scriptHead) // Flush has the error
	for _, u := range list {
		switch {
		case u.Repository == "":
		case !strings.HasPrefix(u.Repository, "https://"):
			fmt.Fprintf(out, "# left out, as it is no https:// URL: %q\n", u.Repository)
		default:
			fmt.Fprintf(out, "update %s %s\n", quote(u.Repository), quote(folderOf(u.Repository)))
		}
	}
	fmt.Fprint(out, "exit $failed\n")
	return out.Flush()
}

// folderOf is OWNER+NAME.git, so that two upstreams of one name do not meet.
func folderOf(repository string) string {
	short := strings.TrimSuffix(repository, ".git")
	return path.Base(path.Dir(short)) + "+" + path.Base(short) + ".git"
}

func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
