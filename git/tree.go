package git

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Entry is one file of a tree: a blob, a symlink or a submodule.
type Entry struct {
	// Path is relative to the top of the repository, slash separated, and as
	// the tree has it: not always UTF-8.
	Path string
	// Mode is 0644 or 0755, with ModeSymlink for a link and ModeIrregular
	// for a submodule.
	Mode fs.FileMode
	ID   string
	// Size in bytes; -1 when the object is not in the repository (a partial
	// clone), 0 for a submodule.
	Size int64
}

// ListTree gives every file of a revision, sorted by path as git sorts.
func (r *Repo) ListTree(ctx context.Context, rev string) ([]Entry, error) {
	commit := rev
	if !isID(rev) { // a full id needs no look of its own
		var err error
		if commit, err = r.Commit(ctx, rev); err != nil {
			return nil, err
		}
	}
	out, err := r.run(ctx, "ls-tree", "-r", "-l", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, strings.Count(string(out), "\x00"))
	for record := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if record == "" {
			continue
		}
		entry, err := parseEntry(record)
		if err != nil {
			return nil, &Error{Command: "ls-tree", Dir: r.dir, Err: err}
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// parseEntry reads "MODE TYPE ID SIZE<TAB>PATH"; SIZE is padded, "-" for what
// has none and "BAD" for an object that is missing.
func parseEntry(record string) (Entry, error) {
	head, path, found := strings.Cut(record, "\t")
	fields := strings.Fields(head)
	if !found || len(fields) != 4 {
		return Entry{}, fmt.Errorf("unexpected record %q", record)
	}
	entry := Entry{Path: path, ID: fields[2]}
	switch fields[0] {
	case "120000":
		entry.Mode = fs.ModeSymlink | 0o777
	case "160000":
		entry.Mode = fs.ModeIrregular
	case "100755":
		entry.Mode = 0o755
	default: // 100644, and 100664 of old trees
		entry.Mode = 0o644
	}
	switch fields[3] {
	case "-":
	case "BAD":
		entry.Size = -1
	default:
		size, err := strconv.ParseInt(fields[3], 10, 64)
		if err != nil {
			return Entry{}, fmt.Errorf("unexpected size in %q", record)
		}
		entry.Size = size
	}
	return entry, nil
}

// Change is one file that differs between two revisions.
type Change struct {
	// Kind is A (added), D (deleted), M (modified), R (renamed), C (copied)
	// or T (type changed).
	Kind byte
	Path string
	// From is the old path of a rename or copy, else empty.
	From string
}

// commits resolves two revisions.
func (r *Repo) commits(ctx context.Context, from, to string) (a, b string, err error) {
	if a, err = r.Commit(ctx, from); err == nil {
		b, err = r.Commit(ctx, to)
	}
	return a, b, err
}

// Changes lists what differs between two revisions, with renames found.
func (r *Repo) Changes(ctx context.Context, from, to string) ([]Change, error) {
	a, b, err := r.commits(ctx, from, to)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "diff-tree", "-r", "-z", "-M", "--name-status", "--no-ext-diff", a, b)
	if err != nil {
		return nil, err
	}
	changes, err := parseChanges(string(out))
	if err != nil {
		return nil, &Error{Command: "diff-tree", Dir: r.dir, Err: err}
	}
	return changes, nil
}

// WorkTreeChanges lists what differs between a revision and the tracked files
// of the work tree, with renames found where git knows of both names.
func (r *Repo) WorkTreeChanges(ctx context.Context, from string) ([]Change, error) {
	commit, err := r.Commit(ctx, from)
	if err != nil {
		return nil, err
	}
	safe, err := r.withoutFilters(ctx)
	if err != nil {
		return nil, err
	}
	out, err := safe.run(ctx, "diff-index", "-z", "-M", "--name-status", "--no-ext-diff", "--ignore-submodules=all", commit)
	if err != nil {
		return nil, err
	}
	changes, err := parseChanges(string(out))
	if err != nil {
		return nil, &Error{Command: "diff-index", Dir: r.dir, Err: err}
	}
	return changes, nil
}

func parseChanges(out string) ([]Change, error) {
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	var changes []Change
	for i := 0; i < len(fields) && fields[i] != ""; {
		change := Change{Kind: fields[i][0]}
		paths := 1
		if change.Kind == 'R' || change.Kind == 'C' {
			paths = 2
		}
		if i+paths >= len(fields) {
			return nil, fmt.Errorf("unexpected end after %q", fields[i])
		}
		if paths == 2 {
			change.From = fields[i+1]
		}
		change.Path = fields[i+paths]
		changes = append(changes, change)
		i += paths + 1
	}
	return changes, nil
}
