package divergence

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"
)

// WriteScript writes the commands that clone upstreams into the current folder,
// named as a folder of clones is searched. What is there is fetched anew.
func WriteScript(w io.Writer, list []Upstream) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "#!/bin/sh\n# Clones the upstreams of what StarlingX patches, or fetches what they have since.\nset -eu\n")
	for _, u := range list {
		if u.Repository == "" {
			continue
		}
		name := folderOf(u.Repository)
		fmt.Fprintf(out, "if [ -d %s ]; then git -C %s fetch --prune --tags; else git clone --mirror %s %s; fi\n",
			quote(name), quote(name), quote(u.Repository), quote(name))
	}
	return out.Flush()
}

// folderOf is OWNER+NAME.git, so that two upstreams of one name do not meet.
func folderOf(repository string) string {
	short := strings.TrimSuffix(repository, ".git")
	return path.Base(path.Dir(short)) + "+" + path.Base(short) + ".git"
}

func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
