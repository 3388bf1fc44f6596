// Package indexes keeps the indexes that people bring, one file a target in a
// folder, and makes them from repositories' metadata.
package indexes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// Store is a folder with indexes in it, TARGET.idx each. The folder need not be
// there.
type Store struct{ Dir string }

// ending is that of the files of a store.
const ending = ".idx"

// DefaultDir is where indexes are kept if nobody says: below XDG_DATA_HOME, or
// .local/share in the home folder. It is "" where there is neither.
func DefaultDir() string {
	base := os.Getenv("XDG_DATA_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		base = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(base, "stxscan", "indexes")
}

// Targets lists the targets that the store has an index of.
func (s Store) Targets() ([]string, error) {
	if s.Dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []string
	for _, e := range entries {
		if target, ok := strings.CutSuffix(e.Name(), ending); ok && !strings.HasPrefix(target, ".") {
			list = append(list, target)
		}
	}
	slices.Sort(list)
	return list, nil
}

// Load reads the index of a target, nil if the store has none. One of another
// target, or build, under that name is refused.
func (s Store) Load(target, build string) (*distro.Index, error) {
	if s.Dir == "" {
		return nil, nil
	}
	name := s.File(target)
	x, err := distro.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: bring it anew with 'stxscan index import %s PATH', or remove the file", err, target)
	}
	if x.Target != target || x.Build != "" && build != "" && x.Build != build {
		return nil, fmt.Errorf("%s: an index of %s %s, and not of %s %s: remove it, or bring the right one", name, x.Target, x.Build, target, build)
	}
	return x, nil
}

// File is the file of a target's index.
func (s Store) File(target string) string { return filepath.Join(s.Dir, target+ending) }

// Save keeps an index in the place of the one before, whole or not at all. One
// that is older than the one before is refused unless that is wanted.
func (s Store) Save(x *distro.Index, allowOlder bool) error {
	if s.Dir == "" {
		return errors.New("there is no folder to keep indexes in: name one with --index-dir")
	}
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return err
	}
	if old, err := distro.ReadFile(s.File(x.Target)); err == nil && old.Date > x.Date && !allowOlder {
		return fmt.Errorf("it is of %s, and the index at hand of %s: older metadata may be an attack or a mistake; --allow-older takes it all the same", x.Date, old.Date)
	}
	return x.WriteFile(s.File(x.Target))
}

// Resolver returns the index that somebody brought of a target in a build, and
// else the one that the program carries; nil if there is neither. A damaged one
// is no reason to take the other, which may be of another day.
func (s Store) Resolver(embedded *distro.Embedded, target, build string) (distro.Resolver, error) {
	x, err := s.Load(target, build)
	if err != nil {
		return nil, err
	}
	if x != nil {
		return embedded.New(x), nil
	}
	return embedded.For(target, build), nil
}
