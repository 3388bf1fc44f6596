package git

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Removals gives for every file that was taken out, on the way to rev, the last
// commit that did it, by the file's path. The message is its first line alone. A
// rename takes the old path out; merges take out nothing.
func (r *Repo) Removals(ctx context.Context, rev string) (map[string]Revision, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "log", "--no-merges", "--topo-order", "-z", "--no-show-signature", "--no-notes", "--no-renames",
		"--no-ext-diff", "--diff-filter=D", "--name-only", "--format=%x01%H%x01%P%x01%ct%x01%s%x01", commit)
	if err != nil {
		return nil, err
	}
	removed := map[string]Revision{}
	var last Revision
	for field := range strings.SplitSeq(string(out), "\x00") {
		field = strings.TrimPrefix(field, "\n")
		if commit, ok := parseRemoval(field); ok {
			last = commit
		} else if _, known := removed[field]; !known && field != "" && last.ID != "" {
			removed[field] = last
		}
	}
	return removed, nil
}

// parseRemoval reads the fields of a commit; a path is none.
func parseRemoval(field string) (Revision, bool) {
	parts := strings.SplitN(field, "\x01", 6)
	if len(parts) != 6 || parts[0] != "" || len(parts[1]) < 40 || strings.Trim(parts[1], "0123456789abcdef") != "" {
		return Revision{}, false
	}
	seconds, err := strconv.ParseInt(parts[3], 10, 64)
	return Revision{ID: parts[1], Parents: strings.Fields(parts[2]), Committed: time.Unix(seconds, 0).UTC(), Message: parts[4]}, err == nil
}
