package git

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Dated is a commit and when it came to be.
type Dated struct {
	ID        string
	Committed time.Time
}

// FirstParents gives rev and the first parents of its history, the oldest
// first: what the branch was, one after the other, without what was merged into
// it. Where the history was cut off, it begins with what there is.
func (r *Repo) FirstParents(ctx context.Context, rev string) ([]Dated, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "log", "--first-parent", "--no-show-signature", "--no-notes", "--no-decorate", "--format=%H %ct", commit)
	if err != nil {
		return nil, err
	}
	var list []Dated
	for line := range strings.Lines(string(out)) {
		id, date, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		seconds, err := strconv.ParseInt(date, 10, 64)
		if !ok || !isID(id) || err != nil {
			return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", line)}
		}
		list = append(list, Dated{id, time.Unix(seconds, 0).UTC()})
	}
	slices.Reverse(list)
	return list, nil
}
