package patches

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
)

// cloneOf finds the clone of a package's upstream among what people brought: by
// the package's name, by the upstream's, and then in the folders of clones. It
// returns "" if there is none.
func cloneOf(p *analysis.Patched, pkg string) string {
	u := rules.UpstreamOf(pkg)
	names := []string{pkg}
	if u != nil {
		names = append(names, u.Name(), ownerOf(u)+"/"+u.Name())
	}
	for _, name := range names {
		if dir := p.Clones[name]; dir != "" {
			return dir
		}
	}
	if u == nil {
		return ""
	}
	for _, folder := range p.Folders {
		for _, name := range []string{ownerOf(u) + "+" + u.Name(), u.Name()} {
			for _, end := range []string{"", ".git"} {
				if dir := filepath.Join(folder, name+end); isFolder(dir) {
					return dir
				}
			}
		}
	}
	return ""
}

// ownerOf is the part of the URL before the name.
func ownerOf(u *rules.Upstream) string {
	return filepath.Base(filepath.Dir(strings.TrimSuffix(u.Repository, ".git")))
}

func isFolder(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

func contextOf(p *analysis.Patched) context.Context {
	if p.Context == nil {
		return context.Background()
	}
	return p.Context
}

// fileCache keeps answers in a folder, a file each.
type fileCache struct{ dir string }

func (c fileCache) path(key string) string { return filepath.Join(c.dir, filepath.Base(key)) }

// Load implements upstream.Cache.
func (c fileCache) Load(key string) ([]byte, bool) {
	data, err := os.ReadFile(c.path(key))
	return data, err == nil
}

// Store implements upstream.Cache. A reader sees the old file or the new one,
// and never half of it.
func (c fileCache) Store(key string, value []byte) error {
	if err := os.MkdirAll(c.dir, 0o777); err != nil {
		return err
	}
	temp, err := os.CreateTemp(c.dir, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // it is renamed if all went well
	_, err = temp.Write(value)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), c.path(key))
}
