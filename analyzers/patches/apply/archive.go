package apply

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/distro/stream"
)

// Limits of archives: how many entries they may have, and how many bytes of them
// are kept.
const (
	mostEntries = 4_000_000
	mostKept    = 256 << 20
)

// archive is a source that was read from an archive: what patches may look at.
type archive struct {
	entries map[string]*entry
}

type entry struct {
	info Info
	data []byte // of a file, or where a link points to
	hard string // the name of the entry that a hard link is the same as
}

// NewArchive reads a tar archive, packed with gzip, bzip2, xz, zstd or not at all, and
// keeps what the named files are (see Candidates). If all entries are in one folder,
// as those of releases are, it is stripped. Entries with names that lead out of
// the archive are not seen; links and devices are never followed or opened.
func NewArchive(r io.Reader, wanted []string) (Source, error) {
	unpacked, err := stream.Open(r, false)
	if err != nil {
		return nil, fmt.Errorf("the archive cannot be unpacked %w", err)
	}
	defer unpacked.Close()
	a := &unpacking{wanted: map[string]bool{}, entries: map[string]*entry{}}
	for _, name := range wanted {
		a.want(name)
		// The archive may be a folder of what the name is in (see FolderOf).
		for _, rest, ok := strings.Cut(name, "/"); ok && strings.Contains(rest, "/"); _, rest, ok = strings.Cut(rest, "/") {
			a.want(rest)
		}
	}
	if err := a.read(tar.NewReader(unpacked)); err != nil {
		return nil, err
	}
	return a.source(), nil
}

// unpacking is an archive while it is read. Whether the first folder counts is only
// known at the end, so that a file is kept if it may be wanted with it or without.
type unpacking struct {
	wanted  map[string]bool
	entries map[string]*entry
	top     string // the one folder that all is in
	several bool   // there is no such folder
	seen    int
	kept    int64
}

// want notes a name and the folders of its path.
func (a *unpacking) want(name string) {
	for ; name != "." && name != "/" && !a.wanted[name]; name = path.Dir(name) {
		a.wanted[name] = true
	}
}

func (a *unpacking) read(t *tar.Reader) error {
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF) && a.seen > 0:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("there is nothing in the archive: give a .tar, packed or not, or a folder")
		case errors.Is(err, tar.ErrHeader) && a.seen == 0:
			return errors.New("it is no tar archive: give a .tar, packed with gzip, bzip2, xz or zstd or not at all, or a folder")
		case errors.Is(err, tar.ErrInsecurePath): // looked at below
		case err != nil:
			return fmt.Errorf("the archive cannot be read after %d entries: %w", a.seen, err)
		}
		if a.seen++; a.seen > mostEntries {
			return fmt.Errorf("the archive has more than %d entries: refused", mostEntries)
		}
		if err := a.entry(t, h); err != nil {
			return err
		}
	}
}

func (a *unpacking) entry(t *tar.Reader, h *tar.Header) error {
	if h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, ok := inside(h.Name)
	if !ok {
		return nil
	}
	top, rest, nested := strings.Cut(name, "/")
	switch {
	case a.top != "" && a.top != top, !nested && h.Typeflag != tar.TypeDir:
		a.several = true
	}
	a.top = top
	if !a.wanted[name] && !a.wanted[rest] {
		return nil
	}
	e := &entry{info: Info{Kind: Special}}
	a.entries[name] = e
	switch h.Typeflag {
	case tar.TypeReg:
		return a.file(t, h, e)
	case tar.TypeDir:
		e.info.Kind = Folder
	case tar.TypeSymlink:
		e.info.Kind, e.data = Link, []byte(h.Linkname)
		e.info.Size = int64(len(e.data))
	case tar.TypeLink:
		if to, ok := inside(h.Linkname); ok {
			e.hard = to
		}
	}
	return nil
}

// inside cleans the name of an entry and tells whether it is in the archive.
func inside(name string) (string, bool) {
	if path.IsAbs(name) || strings.Contains(name, `\`) && strings.Contains(name, "..") {
		return "", false
	}
	name = path.Clean(name)
	return name, name != "." && name != ".." && !strings.HasPrefix(name, "../")
}

func (a *unpacking) file(t *tar.Reader, h *tar.Header, e *entry) error {
	e.info = Info{Kind: Regular, Size: h.Size, Executable: h.FileInfo().Mode()&0o111 != 0}
	if h.Size > MostFile {
		e.info = Info{Kind: Unreadable, Why: ErrTooLarge.Error()}
		return nil
	}
	if a.kept += h.Size; a.kept > mostKept {
		return fmt.Errorf("the files of the archive that the patches name have more than %d bytes: refused", mostKept)
	}
	data, err := readAll(t)
	if err != nil {
		return fmt.Errorf("%s cannot be read from the archive: %w", h.Name, err)
	}
	e.data, e.info.Size = data, int64(len(data))
	return nil
}

// source is what was read, without the folder that all is in.
func (a *unpacking) source() *archive {
	for _, e := range a.entries {
		if e.hard != "" {
			e.linked(a.entries[e.hard])
		}
	}
	s := &archive{entries: map[string]*entry{}}
	folder := &entry{info: Info{Kind: Folder}}
	for name, e := range a.entries {
		if !a.several {
			_, name, _ = strings.Cut(name, "/")
		}
		if name == "" {
			continue
		}
		s.entries[name] = e
		// Not every archive lists its folders.
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if s.entries[dir] == nil {
				s.entries[dir] = folder
			}
		}
	}
	return s
}

// linked makes a hard link what it is the same as.
func (e *entry) linked(to *entry) {
	if to == nil || to.hard != "" || to.info.Kind != Regular {
		e.info = Info{Kind: Unreadable, Why: "it is a hard link to a file that was not kept: unpack the archive and give the folder"}
		return
	}
	e.info, e.data = to.info, to.data
}

// Look implements Source.
func (a *archive) Look(name string) Info {
	if e := a.entries[name]; e != nil {
		return e.info
	}
	return Info{}
}

// Read implements Source.
func (a *archive) Read(name string) ([]byte, error) {
	e := a.entries[name]
	if e == nil {
		return nil, fs.ErrNotExist
	}
	return e.data, nil
}
