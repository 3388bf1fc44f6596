package apply

import (
	"context"
	"errors"
	"io/fs"
	"path"

	"opendev.org/starlingx/stxscan/git"
)

// Revision is a source in a revision of a git repository.
type Revision struct {
	batch   *git.BatchReader
	entries map[string]git.Entry
	folders map[string]bool
}

// NewRevision lists a revision: a tag, a branch or a commit. Close ends the process
// that reads its files.
func NewRevision(ctx context.Context, repo *git.Repo, rev string) (*Revision, error) {
	list, err := repo.ListTree(ctx, rev)
	if err != nil {
		return nil, err
	}
	batch, err := repo.NewBatch(ctx)
	if err != nil {
		return nil, err
	}
	r := &Revision{batch: batch, entries: make(map[string]git.Entry, len(list)), folders: map[string]bool{}}
	for _, e := range list {
		r.entries[e.Path] = e
		for dir := path.Dir(e.Path); dir != "." && !r.folders[dir]; dir = path.Dir(dir) {
			r.folders[dir] = true
		}
	}
	return r, nil
}

// Look implements Source.
func (r *Revision) Look(name string) Info {
	e, ok := r.entries[name]
	switch {
	case !ok && r.folders[name]:
		return Info{Kind: Folder}
	case !ok:
		return Info{}
	case e.Mode&fs.ModeIrregular != 0:
		return Info{Kind: Folder} // a submodule
	case e.Size < 0:
		return Info{Kind: Unreadable, Why: "the clone does not have its content: fetch it without --filter"}
	case e.Size > MostFile:
		return Info{Kind: Unreadable, Why: ErrTooLarge.Error()}
	}
	return Info{Kind: kindOf(e.Mode), Size: e.Size, Executable: e.Mode == 0o755}
}

// Read implements Source.
func (r *Revision) Read(name string) ([]byte, error) {
	e, ok := r.entries[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	data, err := r.batch.Read(e.ID, MostFile)
	if errors.Is(err, git.ErrTooLarge) {
		return nil, ErrTooLarge
	}
	return data, err
}

// Close ends the process that reads files.
func (r *Revision) Close() error { return r.batch.Close() }
