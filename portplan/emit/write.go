package emit

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Print writes files one after the other, each under a heading with its name.
func Print(w io.Writer, files []File) error {
	out := bufio.NewWriter(w)
	for i, f := range files {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString("==> " + f.Name + " <==\n")
		for line := range strings.Lines(f.Text) {
			if strings.HasPrefix(line, "==> ") {
				out.WriteByte(' ') // no heading
			}
			out.WriteString(line)
		}
		if f.Text != "" && !strings.HasSuffix(f.Text, "\n") {
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

// WriteFolder makes a folder that holds the files, whole or not at all. A folder
// that is there already must be empty, and stays: it may be the current one. The
// error says what to do.
func WriteFolder(dir string, files []File) error {
	dir = filepath.Clean(dir)
	place := filepath.Dir(dir) // of the folder that is filled first
	switch entries, err := os.ReadDir(dir); {
	case err == nil && len(entries) > 0:
		return notEmpty(dir)
	case err == nil:
		place = dir
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w: name a folder that is new, or an empty one", dir, err)
	}
	made := filepath.Join(place, ".stxscan-"+rand.Text()+".tmp")
	if err := os.Mkdir(made, 0o777); err != nil {
		return fmt.Errorf("%s cannot be made: %w", dir, err)
	}
	defer os.RemoveAll(made) // nothing is left of it once it is renamed
	err := fill(made, files)
	switch {
	case err != nil:
	case place == dir:
		err = moveUp(made, dir)
	default:
		err = os.Rename(made, dir)
	}
	if err != nil {
		return fmt.Errorf("%s was not written: %w", dir, err)
	}
	return nil
}

func notEmpty(dir string) error {
	return fmt.Errorf("%s is not empty: name a folder that is new, or an empty one", dir)
}

// moveUp moves what a folder holds into the one that it is in, which has nothing
// else. What was moved is taken away again if anything fails.
func moveUp(made, dir string) (err error) {
	entries, err := os.ReadDir(made)
	if err != nil {
		return err
	}
	if now, err := os.ReadDir(dir); err != nil || len(now) != 1 {
		return errors.Join(notEmpty(dir), err)
	}
	for i, e := range entries {
		if err := os.Rename(filepath.Join(made, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			for _, moved := range entries[:i] {
				os.RemoveAll(filepath.Join(dir, moved.Name()))
			}
			return err
		}
	}
	return nil
}

// fill writes files below a folder. No name leads out of it.
func fill(dir string, files []File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range files {
		if folder := path.Dir(f.Name); folder != "." {
			if err := root.MkdirAll(folder, 0o777); err != nil {
				return err
			}
		}
		mode := fs.FileMode(0o666)
		if f.Program {
			mode = 0o777
		}
		out, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err != nil {
			return err
		}
		_, err = io.WriteString(out, f.Text)
		if err = errors.Join(err, out.Close()); err != nil {
			return err
		}
	}
	return nil
}
