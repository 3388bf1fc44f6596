package scan

import (
	"slices"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// Known remembers what Map found in files, so that another revision of the
// same repos costs only what differs. It is for scans with the same rules,
// analyzers and limits, and safe for use by several goroutines.
type Known struct {
	mu    sync.Mutex
	files map[knownKey]FileResult
}

// knownKey is all that the result of a file depends on: its content, and what
// is known of it before it is read.
type knownKey struct {
	repo, path, blob string
	pkg, pkgPath     string
	origin           workspace.Origin
	language         workspace.Language
	role             finding.Role
}

// NewKnown returns an empty memory.
func NewKnown() *Known { return &Known{files: map[knownKey]FileResult{}} }

func keyOfFile(f *workspace.File, blob string) knownKey {
	return knownKey{
		repo: f.Repo.ID, path: f.Path, blob: blob, pkg: f.Package.Name, pkgPath: f.Package.Path,
		origin: f.Package.Origin, language: f.Language, role: f.Role,
	}
}

// get returns the result of a file that is read at a revision, if an equal one
// was seen. The lists are copies: whoever changes one changes no other scan.
func (k *Known) get(f *workspace.File) (FileResult, bool) {
	if k == nil || f.Blob() == "" || f.Skip != "" {
		return FileResult{}, false
	}
	k.mu.Lock()
	r, ok := k.files[keyOfFile(f, f.Blob())]
	k.mu.Unlock()
	r.Candidates, r.Unknowns = slices.Clone(r.Candidates), slices.Clone(r.Unknowns)
	return r, ok
}

// put remembers a file that was read.
func (k *Known) put(f *workspace.File, r FileResult) {
	if k == nil || r.Digest == "" {
		return
	}
	r.Candidates, r.Unknowns = slices.Clone(r.Candidates), slices.Clone(r.Unknowns)
	k.mu.Lock()
	k.files[keyOfFile(f, r.Digest)] = r
	k.mu.Unlock()
}
