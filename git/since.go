package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// CommitStat is a commit with what it changes. A rename is a file that went and one
// that came.
type CommitStat struct {
	Revision
	Files []FileStat
}

// FileStat is a file that a commit changes, with the lines that it adds and removes:
// none if it is binary.
type FileStat struct {
	Path           string
	Added, Removed int
}

// Since gives the commits that are reachable from rev and not from base, each before
// its parents, without merges. The error is also for a base that rev has nothing in
// common with.
func (r *Repo) Since(ctx context.Context, base, rev string) ([]CommitStat, error) {
	from, to, err := r.commits(ctx, base, rev)
	if err != nil {
		return nil, err
	}
	if _, err := r.run(ctx, "merge-base", from, to); err != nil {
		return nil, fmt.Errorf("%.12s and %.12s have no history in common: %w", from, to, err)
	}
	out, err := r.run(ctx, "log", "--no-merges", "--topo-order", "-z", "--no-show-signature", "--no-notes", "--no-renames",
		"--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--numstat",
		"--format=%x01%H%x01%P%x01%ct%x01%B%x01", to, "^"+from)
	if err != nil {
		return nil, err
	}
	var list []CommitStat
	for field := range strings.SplitSeq(string(out), "\x00") {
		field = strings.TrimPrefix(field, "\n")
		switch {
		case field == "":
		case field[0] == 1:
			c, err := parseRecord(field)
			if err != nil {
				return nil, &Error{Command: "log", Dir: r.dir, Err: err}
			}
			list = append(list, CommitStat{Revision: c})
		default:
			stat, ok := parseStat(field)
			if !ok || len(list) == 0 {
				return nil, &Error{Command: "log", Dir: r.dir, Err: fmt.Errorf("unexpected record %q", field)}
			}
			last := &list[len(list)-1]
			last.Files = append(last.Files, stat)
		}
	}
	return list, nil
}

// parseStat reads "ADDED<TAB>REMOVED<TAB>PATH", with "-" for what is binary.
func parseStat(field string) (s FileStat, ok bool) {
	parts := strings.SplitN(field, "\t", 3)
	if len(parts) != 3 {
		return s, false
	}
	s.Path = parts[2]
	for i, to := range []*int{&s.Added, &s.Removed} {
		if parts[i] == "-" {
			continue
		}
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 0 {
			return s, false
		}
		*to = n
	}
	return s, true
}

// parseRecord reads the fields of a commit that begin and end with the byte 1.
func parseRecord(record string) (Revision, error) {
	fields := strings.SplitN(record, "\x01", 5)
	if len(fields) != 5 {
		return Revision{}, fmt.Errorf("unexpected record %q", record)
	}
	seconds, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return Revision{}, fmt.Errorf("unexpected time %q", fields[3])
	}
	return Revision{
		ID: fields[1], Parents: strings.Fields(fields[2]), Committed: time.Unix(seconds, 0).UTC(),
		Message: strings.TrimSpace(strings.TrimSuffix(fields[4], "\x01")),
	}, nil
}
