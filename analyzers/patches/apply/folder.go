package apply

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// folder is a source in a file system.
type folder struct{ files fs.FS }

// NewFolder is a source in a folder. Give it the FS of an os.Root, which no link
// leads out of; links themselves are seen only in a file system that can read them.
func NewFolder(files fs.FS) Source { return folder{files} }

// Look implements Source.
func (f folder) Look(name string) Info {
	if !fs.ValidPath(name) {
		return Info{}
	}
	info, err := fs.Lstat(f.files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Info{}
	case err != nil && path.Dir(name) != "." && f.Look(path.Dir(name)).Kind != Folder:
		return Info{} // below a file there is nothing
	case err != nil:
		return Info{Kind: Unreadable, Why: fmt.Sprintf("it cannot be looked at: %v", err)}
	}
	return Info{Kind: kindOf(info.Mode()), Size: info.Size(), Executable: info.Mode()&0o111 != 0}
}

func kindOf(mode fs.FileMode) Kind {
	switch {
	case mode.IsRegular():
		return Regular
	case mode.IsDir():
		return Folder
	case mode&fs.ModeSymlink != 0:
		return Link
	}
	return Special
}

// Read implements Source.
func (f folder) Read(name string) ([]byte, error) {
	info, err := fs.Lstat(f.files, name)
	if err != nil {
		return nil, err
	}
	switch kindOf(info.Mode()) {
	case Link:
		to, err := fs.ReadLink(f.files, name)
		return []byte(to), err
	case Regular:
	default:
		return nil, fmt.Errorf("%s is no file", name)
	}
	opened, err := f.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer opened.Close() //nolint:errcheck // nothing was written
	return readAll(opened)
}

// readAll reads a file up to MostFile.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MostFile+1))
	if err == nil && len(data) > MostFile {
		return nil, ErrTooLarge
	}
	return data, err
}
