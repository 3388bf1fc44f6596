package workspace

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// The reasons for which a file is listed and not scanned. SkipLink is followed
// by the path of the file that is scanned in its place, SkipUnreadable by what
// the system said.
const (
	SkipBroken     = "broken symlink"
	SkipDirectory  = "symlink to a directory"
	SkipLoop       = "symlink loop"
	SkipOutside    = "symlink out of the repo"
	SkipLink       = "symlink to "
	SkipSubmodule  = "submodule"
	SkipIrregular  = "not a regular file"
	SkipTooLarge   = "too large"
	SkipBinary     = "binary"
	SkipUnreadable = "unreadable: "
)

// skip gives the reason for which an entry is not scanned, empty if it is.
// Binary files are told by classifyName and Load.
func (w *Workspace) skip(repo *Repo, e *entry, l *links) string {
	switch {
	case e.err != nil:
		return SkipUnreadable + reason(e.err)
	case e.mode&fs.ModeSymlink != 0:
		return w.skipLink(repo, e, l)
	case e.mode&fs.ModeIrregular != 0 && e.blob != "":
		return SkipSubmodule
	case !e.mode.IsRegular():
		return SkipIrregular
	case e.size > w.maxFileSize:
		return SkipTooLarge
	}
	return ""
}

func (w *Workspace) skipLink(repo *Repo, e *entry, l *links) string {
	target, kind := l.resolve(e.path)
	switch kind {
	case linkFile:
		return SkipLink + target
	case linkFolder:
		return SkipDirectory
	case linkLoop:
		return SkipLoop
	case linkOutside:
		// At a revision there is nothing outside of the repo.
		if e.blob != "" {
			return SkipBroken
		}
		name := filepath.Join(w.Root, filepath.FromSlash(repo.Dir), filepath.FromSlash(e.path))
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return SkipBroken
		case info.IsDir():
			return SkipDirectory
		}
		return SkipOutside
	}
	return SkipBroken
}

type linkKind uint8

const (
	linkBroken linkKind = iota
	linkFile
	linkFolder
	linkLoop
	linkOutside
)

// links resolves symlinks by the names of a repo alone, so that a work tree
// and a revision give the same answer and no link is ever followed on disk.
type links struct {
	files   map[string]*entry
	folders map[string]bool
}

func newLinks(entries []entry) *links {
	l := &links{files: make(map[string]*entry, len(entries)), folders: map[string]bool{".": true}}
	for i := range entries {
		e := &entries[i]
		l.files[e.path] = e
		for dir := path.Dir(e.path); !l.folders[dir]; dir = path.Dir(dir) {
			l.folders[dir] = true
		}
	}
	return l
}

// maxHops is how many links Linux follows before it speaks of a loop.
const maxHops = 40

// resolve gives what the link at name leads to, as a path within the repo.
func (l *links) resolve(name string) (string, linkKind) {
	at, rest := ".", strings.Split(name, "/")
	for hops := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if at == "." {
				return "", linkOutside
			}
			at = path.Dir(at)
			continue
		}
		next := path.Join(at, part)
		e := l.files[next]
		if e == nil || e.mode&fs.ModeSymlink == 0 {
			if e != nil && len(rest) > 0 || e == nil && !l.folders[next] {
				return "", linkBroken
			}
			at = next
			continue
		}
		if hops++; hops > maxHops {
			return "", linkLoop
		}
		if path.IsAbs(e.link) {
			return "", linkOutside
		}
		rest = append(strings.Split(e.link, "/"), rest...)
	}
	if l.folders[at] {
		return at, linkFolder
	}
	return at, linkFile
}
