package rpmmd

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The types of data that are read, as repomd.xml calls them.
const (
	primaryData   = "primary"
	filelistsData = "filelists"
)

const repomdFile = "repomd.xml"

// maxDepth is how deep below the folder that is named repositories are looked
// for: yum's are three below /var/cache/yum.
const maxDepth = 4

// ErrNoRepository is what a folder is refused with that holds none.
var ErrNoRepository = errors.New("no repository: there is no repodata/repomd.xml in it or up to four folders below; name a folder that holds a repodata folder, or the cache of dnf (/var/cache/dnf, filled by dnf makecache) or yum (/var/cache/yum)")

// place is where a repository is.
type place struct {
	// name is what people call it; dir is the folder with repomd.xml, root the
	// one that locations are relative to.
	name, dir, root string
}

// discover finds the repositories in a folder.
func discover(dir string) ([]place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var places []place
	if err := look(dir, dir, 0, &places); err != nil {
		return nil, err
	}
	if len(places) == 0 {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
	}
	return places, nil
}

// look looks for repositories in a folder and those below it. What is below a
// repository is part of it. Links to folders are not followed, so that this
// ends; the folder that was named may be one.
func look(top, dir string, depth int, places *[]place) error {
	if exists(filepath.Join(dir, repomdFile)) {
		*places = append(*places, placeOf(top, dir))
		return nil
	}
	if inner := filepath.Join(dir, "repodata"); exists(filepath.Join(inner, repomdFile)) {
		*places = append(*places, placeOf(top, inner))
		return nil
	}
	if depth == maxDepth {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err // whoever may not look does not know whether that is all
	}
	for _, entry := range entries {
		if entry.IsDir() {
			if err := look(top, filepath.Join(dir, entry.Name()), depth+1, places); err != nil {
				return err
			}
		}
	}
	return nil
}

// placeOf names a repository after its folder, as dnf and yum do.
func placeOf(top, dir string) place {
	root := dir
	if filepath.Base(dir) == "repodata" {
		root = filepath.Dir(dir)
	}
	name, err := filepath.Rel(top, root)
	if err != nil || name == "." || name == ".." {
		name = filepath.Base(root)
	}
	return place{name: withoutHash(filepath.ToSlash(name)), dir: dir, root: root}
}

// withoutHash takes off what dnf adds to the id of a repository: a hyphen and
// 16 digits of a checksum of its address.
func withoutHash(name string) string {
	id := len(name) - 17
	if id < 1 || name[id] != '-' || strings.Trim(name[id+1:], "0123456789abcdef") != "" {
		return name
	}
	return name[:id]
}

// file is the list of the files.
func (p place) file() string { return filepath.Join(p.dir, repomdFile) }

// locate finds a file of the repository. A cache of yum has it beside
// repomd.xml, and unpacked in gen.
func (p place) locate(d *data) (source, bool) {
	href := filepath.FromSlash(d.Location.Href)
	base := filepath.Base(href)
	for _, path := range []string{
		filepath.Join(p.root, href), filepath.Join(p.dir, base), filepath.Join(p.dir, "gen", base),
	} {
		if exists(path) {
			return source{path: path, data: d}, true
		}
	}
	if d.Open.Hex == "" {
		return source{}, false // there is nothing to hold it against
	}
	for _, name := range []string{d.Type + ".xml", strings.TrimSuffix(base, filepath.Ext(base))} {
		if path := filepath.Join(p.dir, "gen", name); exists(path) {
			return source{path: path, unpacked: true, data: d}, true
		}
	}
	return source{}, false
}

// hasSQLite reports whether the repository has a database in place of a file.
func (p place) hasSQLite(md *repomd, kind string) bool {
	if d := md.find(kind + "_db"); d != nil && isBelow(d.Location.Href) {
		if _, ok := p.locate(d); ok {
			return true
		}
	}
	return exists(filepath.Join(p.dir, "gen", kind+"_db.sqlite")) || exists(filepath.Join(p.dir, kind+".sqlite"))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
