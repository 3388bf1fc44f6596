package diskcache

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestTrim holds that the oldest values go first, that files of others stay, and that
// a folder which is not there is an empty cache.
func TestTrim(t *testing.T) {
	dir := t.TempDir()
	d := New(dir)
	for i := range 4 {
		key := fmt.Sprintf("k%d", i)
		if err := d.Store(key, make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(filepath.Join(dir, key), at, at); err != nil {
			t.Fatal(err)
		}
	}
	other := filepath.Join(dir, "not a key")
	if err := os.WriteFile(other, make([]byte, 1000), 0o666); err != nil {
		t.Fatal(err)
	}
	if u, err := d.Usage(); err != nil || u.Values != 4 || u.Bytes != 400 || u.Oldest.UTC().Day() != 1 {
		t.Errorf("%+v %v", u, err)
	}
	for _, c := range []struct {
		most       int64
		gone, left int
	}{{400, 0, 4}, {399, 1, 3}, {150, 2, 1}, {0, 1, 0}, {0, 0, 0}} {
		gone, err := d.Trim(c.most)
		left, err2 := d.Usage()
		if err != nil || err2 != nil || gone.Values != c.gone || left.Values != c.left {
			t.Errorf("%d bytes: %+v gone, %+v left, %v %v", c.most, gone, left, err, err2)
		}
		if _, there := d.Load("k3"); there != (c.left > 0) {
			t.Errorf("%d bytes: the newest value is there: %v", c.most, there)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a file of others is gone: %v", err)
	}
	if u, err := New(filepath.Join(dir, "none")).Usage(); err != nil || u.Values != 0 {
		t.Errorf("%+v %v", u, err)
	}
}
