package reports

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// WriteFile writes a file whole or not at all: write fills a file beside it,
// which takes its place when everything is on the disk. If anything fails, a
// file that was there before stays as it was and nothing else is left. A name
// that stands for something else than a file, such as /dev/null, is written to
// directly. The error says what to do.
func WriteFile(path string, write func(io.Writer) error) error {
	target, mode := path, fs.FileMode(0)
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(path, write)
	case err == nil:
		mode = info.Mode().Perm()
	}
	// A link stays, the file that it leads to is replaced or made.
	if resolved, err := followLinks(path); err == nil {
		target = resolved
	}
	return writeBeside(target, mode, write)
}

// followLinks returns where a link leads, also if nothing is there.
func followLinks(path string) (string, error) {
	for range 40 { // as many as Linux follows
		next, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", syscall.ELOOP
}

// writeThrough writes to a device or a pipe, which cannot be replaced.
func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("%s was not written whole: %w", path, err)
	}
	return nil
}

// writeBeside writes a new file in the folder of the target and renames it.
// The new file has the given mode, or what new files have if that is 0.
func writeBeside(target string, mode fs.FileMode, write func(io.Writer) error) error {
	folder := filepath.Dir(target)
	name := filepath.Join(folder, ".stxscan-"+rand.Text()+".tmp")
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return explainCreate(target, folder, err)
	}
	done := false
	defer func() { // also if write panics
		if !done {
			f.Close()
			os.Remove(name)
		}
	}()
	if err := fill(f, mode, write); err != nil {
		return fmt.Errorf("%s was not written: %w", target, err)
	}
	if err := os.Rename(name, target); err != nil {
		return fmt.Errorf("%s was not written: %w", target, err)
	}
	done = true
	syncFolder(folder)
	return nil
}

// fill writes a new file, puts it on the disk and closes it.
func fill(f *os.File, mode fs.FileMode, write func(io.Writer) error) error {
	if mode != 0 {
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// syncFolder puts the new name on the disk too. Not every file system can do
// that, and the file is whole either way, so an error is of no use.
func syncFolder(folder string) {
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// explainCreate says why no file can be created in a folder and what to do.
func explainCreate(target, folder string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s was not written: there is no folder %s: create it first (%w)", target, folder, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s was not written: the folder %s is read-only for you: name a file in a folder that you may write to (%w)", target, folder, err)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s was not written: %s is no folder (%w)", target, folder, err)
	}
	return fmt.Errorf("%s was not written: %w", target, err)
}
