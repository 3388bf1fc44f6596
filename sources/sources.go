// Package sources finds what people bring beside a workspace: clones of upstreams,
// and the sources of packages, as folders or archives.
package sources

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"opendev.org/starlingx/stxscan/git"
)

// Set is what people brought. The zero value is nothing.
type Set struct {
	// Clones maps a name to the folder of a git repository. Folders hold more of
	// them, as NAME or NAME.git, with + for the slash of OWNER/NAME.
	Clones  map[string]string
	Folders []string
	// Archives maps a name to the folder or tarball of a source.
	Archives map[string]string
}

// Clone opens the repository of the first name that has one, nil if none has.
func (s *Set) Clone(names ...string) (*git.Repo, error) {
	dir := s.cloneDir(names)
	if dir == "" {
		return nil, nil
	}
	repo, err := git.Open(dir)
	if err != nil {
		if errors.Is(err, git.ErrNotRepository) {
			err = git.ErrNotRepository
		}
		return nil, fmt.Errorf("the clone of %s: %w", names[0], err)
	}
	return repo, nil
}

func (s *Set) cloneDir(names []string) string {
	for _, name := range names {
		if dir := s.Clones[name]; dir != "" {
			return dir
		}
	}
	for _, folder := range s.Folders {
		for _, name := range names {
			for _, end := range []string{"", ".git"} {
				base := strings.ReplaceAll(name, "/", "+") + end
				if base == "" || base == "." || base == ".." || base != filepath.Base(base) {
					continue
				}
				dir := filepath.Join(folder, base)
				if info, err := os.Stat(dir); err == nil && info.IsDir() {
					return dir
				}
			}
		}
	}
	return ""
}

// Source is an opened source: Folder, or Archive to be unpacked.
type Source struct {
	Folder  fs.FS
	Archive io.Reader
	close   func() error
}

// Close ends the reading of it.
func (s *Source) Close() error { return s.close() }

// Source opens the program of a name, nil if there is none. Of a source package of
// Debian's, named by its .dsc or a folder with one, that is the .orig tarball. A folder
// is read without following links that lead out of it.
func (s *Set) Source(name string) (*Source, error) {
	dir := s.Archives[name]
	if dir == "" {
		return nil, nil
	}
	p, err := partsOf(dir)
	if err != nil || p.program == "" {
		return nil, err
	}
	return open(p.program)
}

// Packaging opens what holds the packaging of a name, nil if nothing was named. It may
// be the same as its Source.
func (s *Set) Packaging(name string) (*Source, error) {
	dir := s.Archives[name]
	if dir == "" {
		return nil, nil
	}
	p, err := partsOf(dir)
	if err != nil {
		return nil, err
	}
	return open(p.packaging)
}

func open(dir string) (*Source, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		return &Source{Folder: root.FS(), close: root.Close}, nil
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("neither a folder nor a file")
	}
	file, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	return &Source{Archive: file, close: file.Close}, nil
}
