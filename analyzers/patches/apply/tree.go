package apply

import (
	"errors"
	"path"
	"strings"
)

// Limits of what is read.
const (
	// MostFile is the size of the largest file that is changed, in bytes.
	MostFile = 16 << 20
	// MostPatch is the size of the largest patch, in bytes.
	MostPatch = 16 << 20
	// mostLinks is how many links are followed one after another.
	mostLinks = 16
)

// ErrTooLarge says that a file has more than MostFile bytes.
var ErrTooLarge = errors.New("it is larger than any file that people patch")

// Kind is what is at a path.
type Kind string

// The kinds of what may be at a path.
const (
	Nothing Kind = ""
	Regular Kind = "a file"
	Folder  Kind = "a folder"
	Link    Kind = "a symbolic link"
	Special Kind = "a device or the like"
	// Unreadable is what could not be looked at.
	Unreadable Kind = "unreadable"
)

// Info is what a source says of a path.
type Info struct {
	Kind       Kind
	Size       int64
	Executable bool
	Why        string // why it is Unreadable
}

// Source is a source as it was released. It is read only. Paths are relative to its
// top, slash separated and clean.
type Source interface {
	// Look says what is at a path. It does not follow a link at its end.
	Look(name string) Info
	// Read gives the content of a file, or where a link points to.
	Read(name string) ([]byte, error)
}

// Tree is a source with the changes of patches on it, which are kept in memory. It
// is used by one goroutine at a time; the source below may serve many trees.
type Tree struct {
	source  Source
	changed map[string]node
}

// node is a changed file; kind is Nothing for one that was removed.
type node struct {
	kind       Kind
	executable bool
	data       []byte
}

// NewTree begins with a source as it is.
func NewTree(s Source) *Tree { return &Tree{source: s, changed: map[string]node{}} }

// Changed gives what patches made of the source: the content of each file that they
// wrote, and nil for each that they removed.
func (t *Tree) Changed() map[string][]byte {
	all := make(map[string][]byte, len(t.changed))
	for name, n := range t.changed {
		switch {
		case n.kind == Nothing:
			all[name] = nil
		case n.data == nil:
			all[name] = []byte{}
		default:
			all[name] = n.data
		}
	}
	return all
}

// Executable reports whether a file may be executed.
func (t *Tree) Executable(name string) bool { return t.look(name).Executable }

func (n node) info() Info {
	return Info{Kind: n.kind, Size: int64(len(n.data)), Executable: n.executable}
}

// look says what is at a path, after the patches so far.
func (t *Tree) look(name string) Info {
	name, ok := t.resolve(name)
	if !ok {
		return Info{}
	}
	return t.at(name)
}

// at looks at a path of which no folder is a link.
func (t *Tree) at(name string) Info {
	if n, ok := t.changed[name]; ok {
		return n.info()
	}
	if info := t.source.Look(name); info.Kind != Nothing {
		return info
	}
	for other, n := range t.changed {
		if n.kind != Nothing && strings.HasPrefix(other, name) && other[len(name)] == '/' {
			return Info{Kind: Folder}
		}
	}
	return Info{}
}

// resolve follows the links among the folders of a path. It fails where one leads
// out of the source, or nowhere.
func (t *Tree) resolve(name string) (string, bool) {
	links := 0
	for at := 0; ; {
		i := strings.IndexByte(name[at:], '/')
		if i < 0 {
			return name, true
		}
		at += i
		dir := name[:at]
		if t.at(dir).Kind != Link {
			at++
			continue
		}
		to, err := t.content(dir)
		if links++; err != nil || links > mostLinks || path.IsAbs(string(to)) {
			return "", false
		}
		name = path.Join(path.Dir(dir), string(to), name[at:])
		if name == ".." || strings.HasPrefix(name, "../") {
			return "", false
		}
		at = 0
	}
}

func (t *Tree) read(name string) ([]byte, error) {
	name, ok := t.resolve(name)
	if !ok {
		return nil, errors.New("a link of its path leads nowhere")
	}
	return t.content(name)
}

func (t *Tree) content(name string) ([]byte, error) {
	if n, ok := t.changed[name]; ok {
		return n.data, nil
	}
	return t.source.Read(name)
}

func (t *Tree) write(name string, n node) {
	if name, ok := t.resolve(name); ok {
		t.changed[name] = n
	}
}
