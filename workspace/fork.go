package workspace

import (
	"context"
	"fmt"
	"strings"
)

// ForkRepo returns the identity, git/NAME, of the repo that a package's source
// names as $CGCS_BASE/git/NAME; "" for any other source.
func ForkRepo(source string) string {
	_, rest, ok := strings.Cut(source, "/git/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	if name == "" {
		return ""
	}
	return "git/" + name
}

// AddFork opens the folder dir as the tree of the fork git/NAME and adds it to
// the workspace as a repo of that identity: the source of the packages whose
// SRC_DIR names the fork. The error says what dir is instead of one tree.
func (w *Workspace) AddFork(ctx context.Context, name, dir string) error {
	id := "git/" + name
	for _, repo := range w.Repos {
		if repo.ID == id {
			return fmt.Errorf("fork %s is given twice", name)
		}
	}
	fork, err := Open(ctx, Options{Root: dir, MaxFileSize: w.maxFileSize, Aliases: map[string]string{".": id}})
	if err != nil {
		return err
	}
	if len(fork.Repos) != 1 {
		fork.Close()
		return fmt.Errorf("%s holds %d repos: want the tree of the fork %s alone", dir, len(fork.Repos), name)
	}
	repo := fork.Repos[0]
	repo.ID = id
	w.Repos = append(w.Repos, repo)
	for _, p := range fork.Problems {
		p.Repo = id
		w.Problems = append(w.Problems, p)
	}
	w.sort()
	return nil
}
