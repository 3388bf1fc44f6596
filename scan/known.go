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
// is known of it and its package before it is read. An analyzer whose Map looks
// at more of the package has to add it here.
type knownKey struct {
	repo, path, blob   string
	run                bool // executable
	language           workspace.Language
	role               finding.Role
	pkg, pkgPath       string
	origin             workspace.Origin
	built              bool
	spec, srpm, source string
}

// NewKnown returns an empty memory.
func NewKnown() *Known { return &Known{files: map[knownKey]FileResult{}} }

func keyOfFile(f *workspace.File, blob string) knownKey {
	p := f.Package
	return knownKey{
		repo: f.Repo.ID, path: f.Path, blob: blob, run: f.Mode&0o111 != 0, language: f.Language, role: f.Role,
		pkg: p.Name, pkgPath: p.Path, origin: p.Origin, built: p.Built, spec: p.Spec, srpm: p.SRPM, source: p.Source,
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
