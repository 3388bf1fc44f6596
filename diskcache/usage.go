package diskcache

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Usage is what a cache holds.
type Usage struct {
	Values int
	Bytes  int64
	// Oldest is when the value that was stored first was, zero if there is none.
	Oldest time.Time
}

// value is one file of a cache.
type value struct {
	path string
	size int64
	at   time.Time
}

// values lists what is kept, the oldest first. What other programs put into the folder
// is none of it. A folder that is not there holds nothing.
func (d *Dir) values() ([]value, error) {
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("diskcache: %w", err)
	}
	var list []value
	for _, e := range entries {
		name, err := d.name(e.Name())
		if err != nil || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // another process took it away
		}
		list = append(list, value{name, info.Size(), info.ModTime()})
	}
	slices.SortFunc(list, func(a, b value) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.path, b.path)) })
	return list, nil
}

// Usage adds up what is kept.
func (d *Dir) Usage() (Usage, error) {
	list, err := d.values()
	u := Usage{Values: len(list)}
	for _, v := range list {
		u.Bytes += v.size
	}
	if len(list) > 0 {
		u.Oldest = list[0].at
	}
	return u, err
}

// Trim removes the values that were stored first until at most so many bytes are left,
// 0 for none, and says what it removed.
func (d *Dir) Trim(most int64) (Usage, error) {
	list, err := d.values()
	if err != nil {
		return Usage{}, err
	}
	total := int64(0)
	for _, v := range list {
		total += v.size
	}
	var gone Usage
	var problems []error
	for _, v := range list {
		if total <= most {
			break
		}
		if err := os.Remove(v.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, fmt.Errorf("diskcache: %s: %w", filepath.Base(v.path), err))
			continue
		}
		if gone.Values == 0 {
			gone.Oldest = v.at
		}
		total -= v.size
		gone.Bytes += v.size
		gone.Values++
	}
	return gone, errors.Join(problems...)
}
