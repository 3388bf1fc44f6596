// Package diskcache keeps values as files of a folder, each written whole or
// not at all, so that several processes may use one folder. It does not look at
// the values: who stored one has to tell whether it is the same still.
package diskcache

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Dir is a folder of values. Its methods may be called by several goroutines.
type Dir struct{ path string }

// MostValue is the size in bytes of the largest value that is kept.
const MostValue = 64 << 20

// New gives the cache in a folder, which is made when the first value is stored.
func New(path string) *Dir { return &Dir{path} }

// Load gives the value of a key; false if there is none that can be read.
func (d *Dir) Load(key string) ([]byte, bool) {
	name, err := d.name(key)
	if err != nil {
		return nil, false
	}
	// A device or a pipe that lies there would never end.
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > MostValue {
		return nil, false
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, false
	}
	defer file.Close()
	value, err := io.ReadAll(io.LimitReader(file, MostValue+1))
	return value, err == nil && len(value) <= MostValue
}

// Store keeps a value under a key of ASCII letters, digits, dashes and dots.
func (d *Dir) Store(key string, value []byte) error {
	name, err := d.name(key)
	if err != nil {
		return err
	}
	if len(value) > MostValue {
		return fmt.Errorf("diskcache: a value of %d bytes is larger than %d", len(value), MostValue)
	}
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return fmt.Errorf("diskcache: %w", err)
	}
	file, err := os.CreateTemp(d.path, ".part-*")
	if err != nil {
		return fmt.Errorf("diskcache: %w", err)
	}
	_, err = file.Write(value)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// name is the file of a key.
func (d *Dir) name(key string) (string, error) {
	ok := key != "" && len(key) <= 128 && key[0] != '.'
	for i := range len(key) {
		c := key[i]
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.')
	}
	if !ok {
		return "", fmt.Errorf("diskcache: %q is no key", key)
	}
	return filepath.Join(d.path, key), nil
}
