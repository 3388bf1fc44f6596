package git

import (
	"context"
	"fmt"
	"strings"
)

// Removal is a commit that took files out, with all that it changed.
type Removal struct {
	Revision
	Changes []Change
}

// Removals gives for every file that was taken out, on the way from base to rev, the
// last commit that did it, by the file's path. Commits that base reaches do not count;
// without a base, "", all do. A rename takes the old path out. Merges take out nothing.
// The error is also for a base or rev that is not there.
func (r *Repo) Removals(ctx context.Context, base, rev string) (map[string]*Removal, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	args := []string{"log", "--no-merges", "--topo-order", "-z", "--no-show-signature", "--no-notes", "-M",
		"--no-ext-diff", "--ignore-submodules=all", "--name-status", "--format=%x01%H%x01%P%x01%ct%x01%B%x01", commit}
	if base != "" {
		from, err := r.Commit(ctx, base)
		if err != nil {
			return nil, err
		}
		args = append(args, "^"+from)
	}
	out, err := r.run(ctx, args...)
	if err != nil {
		return nil, err
	}
	removed := map[string]*Removal{}
	var last *Removal
	fields := strings.Split(string(out), "\x00")
	for i := 0; i < len(fields); i++ {
		// A path always follows a letter, so that none passes for a commit.
		field := strings.TrimPrefix(fields[i], "\n")
		switch {
		case field == "":
		case field[0] == 1:
			commit, err := parseRecord(field)
			if err != nil {
				return nil, &Error{Command: "log", Dir: r.dir, Err: err}
			}
			last = &Removal{Revision: commit}
		default:
			change, used, ok := parseChange(fields[i+1:], field)
			if !ok || last == nil {
				return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", field)}
			}
			i += used
			last.Changes = append(last.Changes, change)
			gone := change.From
			if change.Kind == 'D' {
				gone = change.Path
			}
			if gone != "" && removed[gone] == nil {
				removed[gone] = last
			}
		}
	}
	return removed, nil
}

// parseChange reads the paths after a status, one or, of a rename, two.
func parseChange(rest []string, status string) (change Change, used int, ok bool) {
	if used = 1; status[0] == 'R' {
		used = 2
	}
	if len(rest) < used || status[0] != 'R' && len(status) != 1 {
		return change, 0, false
	}
	change = Change{Kind: status[0], Path: rest[used-1]}
	if used == 2 {
		change.From = rest[0]
	}
	return change, used, true
}
