package counterpart

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

// Limits of what is read of packaging.
const (
	mostFile    = 1 << 20   // bytes of one file; the largest rules of Debian have 100 kB
	mostBytes   = 64 << 20  // of all
	mostKept    = 20_000    // files
	mostEntries = 4_000_000 // of an archive, most of which are of the program
)

// Tree is the text files of packaging by their paths: those of debian/, or those of
// the top folder. A link has no text: it is not followed.
type Tree map[string][]byte

// ReadFolder reads the packaging out of a folder: what is below debian/, if there is
// such a folder, else what lies in it directly. Files that are too large, or no
// regular ones, are left out. Give it the FS of an os.Root.
func ReadFolder(files fs.FS) (Tree, error) {
	t, total := Tree{}, 0
	take := func(name string) error {
		opened, err := files.Open(name)
		if err != nil {
			return err
		}
		defer opened.Close() //nolint:errcheck // nothing was written
		return t.take(name, opened, &total)
	}
	if info, err := fs.Stat(files, "debian"); err == nil && info.IsDir() {
		err := fs.WalkDir(files, "debian", func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type()&fs.ModeSymlink != 0 && len(t) < mostKept {
				t[name] = nil // what it leads to may be of the program; that it is there counts
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			return take(name)
		})
		return t, err
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || isArchive(e.Name()) {
			continue
		}
		if err := take(e.Name()); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func isArchive(name string) bool {
	return strings.Contains(name, ".tar") || strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".rpm")
}

// ReadArchive reads the packaging out of a tar archive, packed or not: what is below
// debian/, or below debian/ of the one folder that all is in.
func ReadArchive(r io.Reader) (Tree, error) {
	unpacked, err := stream.Open(r, false)
	if err != nil {
		return nil, fmt.Errorf("the archive cannot be unpacked %w", err)
	}
	defer unpacked.Close()
	t, total, reader := Tree{}, 0, tar.NewReader(unpacked)
	for n := 0; ; n++ {
		h, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case errors.Is(err, tar.ErrInsecurePath): // looked at below
		case err != nil:
			return nil, fmt.Errorf("the archive cannot be read after %d entries: %w", n, err)
		case n == mostEntries:
			return nil, fmt.Errorf("the archive has more than %d entries: refused", mostEntries)
		}
		name := path.Clean(h.Name)
		if !strings.HasPrefix(name, "debian/") {
			_, name, _ = strings.Cut(name, "/")
		}
		if !strings.HasPrefix(name, "debian/") || !fs.ValidPath(name) {
			continue
		}
		if h.Typeflag == tar.TypeSymlink && len(t) < mostKept {
			t[name] = nil // as in a folder
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := t.take(name, reader, &total); err != nil {
			return nil, err
		}
	}
}

// take keeps a file that is a text and not too large.
func (t Tree) take(name string, r io.Reader, total *int) error {
	data, err := io.ReadAll(io.LimitReader(r, mostFile+1))
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if len(data) > mostFile || strings.ContainsRune(string(data[:min(len(data), 512)]), 0) {
		return nil
	}
	if *total += len(data); *total > mostBytes || len(t) == mostKept {
		return errors.New("the packaging has more files than any that is known: refused")
	}
	t[name] = data
	return nil
}
