package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Ref is one branch or tag.
type Ref struct {
	// Name is the full name, such as refs/tags/1.0.
	Name string
	// Commit is the full id of the commit that it leads to, through annotated
	// tags too; empty if that is no commit or not in the repository.
	Commit string
	// Missing says that what it names is not in the repository.
	Missing bool
}

// Refs lists the refs below the given folders of names, such as "refs/tags",
// sorted by name. A ref whose object is not there is listed as missing; what
// the names of refs hold is the repository's choice and never taken for an option.
func (r *Repo) Refs(ctx context.Context, under ...string) ([]Ref, error) {
	out, err := r.run(ctx, append([]string{"for-each-ref", "--format=%(objectname) %(refname)", "--"}, under...)...)
	if err != nil {
		return nil, err
	}
	var refs []Ref
	var ask bytes.Buffer
	for line := range strings.Lines(string(out)) {
		id, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !ok || !isID(id) {
			return nil, &Error{Command: "for-each-ref", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", line)}
		}
		refs = append(refs, Ref{Name: name})
		fmt.Fprintf(&ask, "%s^{commit}\n", id)
	}
	if len(refs) == 0 {
		return nil, nil
	}
	return refs, r.peel(ctx, refs, &ask)
}

// peel sets the commits of refs, asked for in the same order.
func (r *Repo) peel(ctx context.Context, refs []Ref, ask *bytes.Buffer) error {
	cmd := r.command(ctx, "cat-file", "--batch-check=%(objectname)")
	cmd.Stdin = ask
	stderr := &head{most: mostStderr}
	cmd.Stderr = stderr
	out, err := cmd.Output()
	if err != nil {
		return r.failure(ctx, "cat-file", stderr.String(), err)
	}
	answers := bufio.NewScanner(bytes.NewReader(out))
	for i := range refs {
		if !answers.Scan() {
			return &Error{Command: "cat-file", Dir: r.dir, Err: fmt.Errorf("%d answers to %d questions", i, len(refs))}
		}
		if id := answers.Text(); isID(id) {
			refs[i].Commit = id
		} else {
			// A tag of a tree is no commit either; it is rare, and said as missing.
			refs[i].Missing = true
		}
	}
	return nil
}

// Shallow says whether the history was cut off when the repository was cloned:
// what is not found in it may still exist.
func (r *Repo) Shallow(ctx context.Context) (bool, error) {
	// Git looks for this file, in a repository that is no work tree of another: to
	// ask it costs more than all else where nothing has changed.
	if info, err := os.Stat(filepath.Join(r.gitDir, "objects")); err == nil && info.IsDir() {
		_, err := os.Stat(filepath.Join(r.gitDir, "shallow"))
		return err == nil, nil
	}
	out, err := r.run(ctx, "rev-parse", "--is-shallow-repository")
	return strings.TrimSpace(string(out)) == "true", err
}

// isID says whether s is a full object id, of SHA-1 or SHA-256.
func isID(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// mostStderr bounds what is kept of a command's messages: a damaged repository
// makes git say the same of every object.
const mostStderr = 4 << 10

// head keeps the first bytes that are written to it.
type head struct {
	bytes.Buffer
	most int
}

func (h *head) Write(p []byte) (int, error) {
	if room := h.most - h.Len(); room > 0 {
		h.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
