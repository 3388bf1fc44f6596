package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Removal is a commit that took files out, with all that it changed. A rename is a
// file that it took out and one that it added.
type Removal struct {
	Revision
	Changes []Change
}

// Removals gives for every file that was taken out, on the way to rev, the last
// commit that did it, by the file's path. Merges take out nothing.
func (r *Repo) Removals(ctx context.Context, rev string) (map[string]*Removal, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "log", "--no-merges", "--topo-order", "-z", "--no-show-signature", "--no-notes", "--no-renames",
		"--no-ext-diff", "--ignore-submodules=all", "--name-status", "--format=%x01%H%x01%P%x01%ct%x01%B%x01", commit)
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
			if last, err = parseRemoval(field); err != nil {
				return nil, &Error{Command: "log", Dir: r.dir, Err: err}
			}
		case len(field) > 1 || last == nil || i+1 == len(fields):
			return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", field)}
		default:
			i++
			last.Changes = append(last.Changes, Change{Kind: field[0], Path: fields[i]})
			if field[0] == 'D' && removed[fields[i]] == nil {
				removed[fields[i]] = last
			}
		}
	}
	return removed, nil
}

// parseRemoval reads the fields of a commit.
func parseRemoval(record string) (*Removal, error) {
	fields := strings.SplitN(record, "\x01", 5)
	if len(fields) != 5 {
		return nil, fmt.Errorf("unexpected record %q", record)
	}
	seconds, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("unexpected time %q", fields[3])
	}
	return &Removal{Revision: Revision{
		ID: fields[1], Parents: strings.Fields(fields[2]), Committed: time.Unix(seconds, 0).UTC(),
		Message: strings.TrimSpace(strings.TrimSuffix(fields[4], "\x01")),
	}}, nil
}
