package diskcache

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	d := New(dir)
	if _, ok := d.Load("a"); ok {
		t.Error("there is a value before any was stored")
	}
	for _, value := range []string{"one", "", "two\x00"} {
		if err := d.Store("a-1.json", []byte(value)); err != nil {
			t.Fatal(err)
		}
		if got, ok := d.Load("a-1.json"); !ok || string(got) != value {
			t.Errorf("%q, %v", got, ok)
		}
	}
	for _, key := range []string{"", "..", ".part", "a/b", "../a", "a\x00", "é", strings.Repeat("k", 200)} {
		if err := d.Store(key, nil); err == nil {
			t.Errorf("%q is taken for a key", key)
		}
		if _, ok := d.Load(key); ok {
			t.Errorf("%q has a value", key)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Load("folder"); ok {
		t.Error("a folder is a value")
	}
	if err := d.Store("folder", []byte("x")); err == nil {
		t.Error("a value takes the place of a folder")
	}
	if err := d.Store("big", make([]byte, MostValue+1)); err == nil {
		t.Error("a value may be as large as it likes")
	}
	left, err := filepath.Glob(filepath.Join(dir, ".part-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestWriters has several writers of one key: readers see one value or another.
func TestWriters(t *testing.T) {
	d := New(t.TempDir())
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			value := bytes.Repeat([]byte{'a' + byte(i)}, 10000)
			for range 50 {
				if err := d.Store("k", value); err != nil {
					t.Error(err)
				}
				if got, ok := d.Load("k"); !ok || len(got) != 10000 || bytes.Count(got, got[:1]) != 10000 {
					t.Errorf("%d bytes, %v", len(got), ok)
				}
			}
		})
	}
	wait.Wait()
}
