package workspace

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Explanation says why a file is treated as it is: each value with the rule
// that decided it.
type Explanation struct {
	Repo, Path     string
	Package        string // REPO/NAME
	PackageReason  string
	Origin         Origin
	OriginReason   string
	Language       Language
	LanguageReason string
	Role           finding.Role
	RoleReason     string
	Skip           string // empty when the file is scanned
}

// ErrNoFile says that no file of the workspace has the path.
var ErrNoFile = errors.New("no such file in the workspace")

// Find gives the file with that path: REPO:PATH, or a path relative to the
// root or absolute. The error wraps ErrNoFile and names the reason if the
// folder is known and not scanned.
func (w *Workspace) Find(name string) (*File, error) {
	if id, inner, found := strings.Cut(name, ":"); found {
		for _, repo := range w.Repos {
			if f := repo.byPath[path.Clean(inner)]; f != nil && repo.ID == id {
				return f, nil
			}
		}
	}
	clean := path.Clean(strings.TrimPrefix(name, w.Root+"/"))
	for _, repo := range w.Repos {
		if repo.Dir != "." && !strings.HasPrefix(clean, repo.Dir+"/") {
			continue
		}
		if f := repo.byPath[within(repo.Dir, clean)]; f != nil {
			return f, nil
		}
	}
	for _, extra := range w.Extras {
		if strings.HasPrefix(clean, extra.Path+"/") {
			return nil, fmt.Errorf("%s: %w: %s holds a %s", name, ErrNoFile, extra.Path, extra.Kind)
		}
	}
	return nil, fmt.Errorf("%s: %w", name, ErrNoFile)
}

// Why explains the file with that path (see Find), reading it if need be.
func (w *Workspace) Why(ctx context.Context, name string) (*Explanation, error) {
	f, err := w.Find(name)
	if err != nil {
		return nil, err
	}
	e := &Explanation{
		Repo: f.Repo.ID, Path: f.Path,
		Package: f.Package.ID(), PackageReason: f.owner,
		Origin: f.Package.Origin, OriginReason: f.Package.Reason,
		Language: f.Language, LanguageReason: f.language,
		Role: f.Role, RoleReason: f.role, Skip: f.Skip,
	}
	content, err := w.Load(ctx, f)
	var skipped *SkipError
	switch {
	case err == nil:
		e.Language, e.LanguageReason = content.Language, content.languageReason
		e.Role, e.RoleReason = content.Role, content.roleReason
	case errors.As(err, &skipped):
		e.Skip = skipped.Reason
	default:
		return nil, err
	}
	return e, nil
}
