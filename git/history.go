package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Revision is one commit with what its author said of it.
type Revision struct {
	ID      string
	Parents []string
	// Committed is when it came into the history, which a rebase or a review
	// that took long moves away from when it was written.
	Committed time.Time
	// Message is the whole message, the subject its first line.
	Message string
}

// Subject is the first line of the message.
func (r *Revision) Subject() string {
	subject, _, _ := strings.Cut(r.Message, "\n")
	return subject
}

// History gives the commits that are reachable from rev, each before its
// parents, without merges: those change nothing that their parents do not say.
func (r *Repo) History(ctx context.Context, rev string) ([]Revision, error) {
	return r.log(ctx, rev, "--no-merges")
}

// Revision gives the commit that rev names.
func (r *Repo) Revision(ctx context.Context, rev string) (Revision, error) {
	list, err := r.log(ctx, rev, "--max-count=1")
	if err != nil || len(list) == 0 {
		return Revision{}, err
	}
	return list[0], nil
}

func (r *Repo) log(ctx context.Context, rev string, option string) ([]Revision, error) {
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "log", option, "--topo-order", "-z", "--no-show-signature", "--no-notes",
		"--format=%H%x01%P%x01%ct%x01%B", commit)
	if err != nil {
		return nil, err
	}
	var list []Revision
	for record := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if record == "" {
			continue
		}
		fields := strings.SplitN(record, "\x01", 4)
		if len(fields) != 4 {
			return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", record)}
		}
		seconds, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected time %q", fields[2])}
		}
		list = append(list, Revision{
			ID: fields[0], Parents: strings.Fields(fields[1]),
			Committed: time.Unix(seconds, 0).UTC(), Message: strings.TrimSpace(fields[3]),
		})
	}
	return list, nil
}

// Patch gives what differs between two revisions as a patch with no lines of
// context, with renames found.
func (r *Repo) Patch(ctx context.Context, from, to string) ([]byte, error) {
	a, b, err := r.commits(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return r.run(ctx, "diff-tree", "-r", "-p", "-M", "-U0", "--no-ext-diff", "--no-textconv", "--no-color",
		"--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules=all", a, b)
}
