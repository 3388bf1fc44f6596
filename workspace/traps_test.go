package workspace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/git"
)

func TestSymlinks(t *testing.T) {
	root := filepath.Join(t.TempDir(), "stx-x")
	write(t, root, map[string]string{
		".gitreview":       review("x/x"),
		"python-heat/a.py": "print 1\n",
		"files/real.sh":    "#!/bin/sh\n",
		"../outside.sh":    "#!/bin/sh\n",
	})
	links := []struct{ name, target, skip string }{
		{"wrs/python-heat", "../python-heat", SkipDirectory},
		{"ceph/centos/ceph.spec", "../../../git/ceph/ceph.spec", SkipBroken},
		{"files/gone", "nothing", SkipBroken},
		{"files/loop", "loop", SkipLoop},
		{"files/ping", "pong", SkipLoop},
		{"files/pong", "ping", SkipLoop},
		{"rt/real.sh", "../files/real.sh", SkipLink + "files/real.sh"},
		{"rt/chain.sh", "real.sh", SkipLink + "files/real.sh"},
		{"rt/through.py", "../wrs/python-heat/a.py", SkipLink + "python-heat/a.py"},
		{"rt/slash.sh", "../files/real.sh/", SkipBroken}, // a file is no folder
		{"rt/self", ".", SkipDirectory},
		{"rt/up", "../../outside.sh", SkipOutside},
		{"rt/abs", "/nonexistent/x", SkipBroken},
		{"rt/root", "/", SkipDirectory},
	}
	for _, l := range links {
		symlink(t, l.target, filepath.Join(root, l.name))
	}
	w := open(t, Options{Root: root})
	for _, l := range links {
		f := find(t, w, l.name)
		if f.Skip != l.skip || f.Link != l.target {
			t.Errorf("%s: skip %q, link %q; want %q, %q", l.name, f.Skip, f.Link, l.skip, l.target)
		}
		var skipped *SkipError
		if _, err := w.Load(t.Context(), f); !errors.As(err, &skipped) || skipped.Reason != l.skip {
			t.Errorf("%s: loading gives %v", l.name, err)
		}
	}
	if got, want := len(w.Repos[0].Files), len(links)+3; got != want {
		t.Errorf("%d files, want %d: nothing twice, nothing lost", got, want)
	}
	loops := 0
	for _, p := range w.Problems {
		if strings.Contains(p.Message, "itself") && p.Repo == "x" {
			loops++
		}
	}
	if loops != 3 {
		t.Errorf("%d problems about loops, want 3: %v", loops, w.Problems)
	}
}

func TestIrregularFiles(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.py": "x = 1\n"})
	fifo := filepath.Join(root, "fifo.sh")
	if err := syscall.Mkfifo(fifo, 0o644); err != nil {
		t.Skipf("no FIFOs here: %v", err)
	}
	sparse := filepath.Join(root, "big.sql")
	write(t, root, map[string]string{"big.sql": ""})
	if err := os.Truncate(sparse, 100<<20); err != nil {
		t.Fatal(err)
	}
	w := open(t, Options{Root: root})
	for name, want := range map[string]string{"fifo.sh": SkipIrregular, "big.sql": SkipTooLarge, "a.py": ""} {
		if f := find(t, w, name); f.Skip != want {
			t.Errorf("%s: skip %q, want %q", name, f.Skip, want)
		}
	}
	if size := find(t, w, "big.sql").Size; size != 100<<20 {
		t.Errorf("size %d", size)
	}
}

// What changes between Open and Load gives a reason, and never blocks.
func TestChangedWhileScanned(t *testing.T) {
	root := t.TempDir()
	names := []string{"gone.sh", "fifo.sh", "link.sh", "grown.sh", "folder.sh"}
	for _, name := range names {
		write(t, root, map[string]string{name: "#!/bin/sh\n"})
	}
	w := open(t, Options{Root: root, MaxFileSize: 1000})
	for _, name := range names {
		if err := os.Remove(filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(root, "fifo.sh"), 0o644); err != nil {
		t.Skipf("no FIFOs here: %v", err)
	}
	symlink(t, "/etc/passwd", filepath.Join(root, "link.sh"))
	write(t, root, map[string]string{"grown.sh": strings.Repeat("a", 1001), "folder.sh/x": ""})
	for _, name := range names {
		done := make(chan error, 1)
		go func() {
			_, err := w.Load(t.Context(), find(t, w, name))
			done <- err
		}()
		select {
		case err := <-done:
			var skipped *SkipError
			if !errors.As(err, &skipped) {
				t.Errorf("%s: got %v, want a SkipError", name, err)
			} else if name == "grown.sh" && !errors.Is(err, git.ErrTooLarge) {
				t.Errorf("%s: got %v, want ErrTooLarge", name, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: Load blocks", name)
		}
	}
}

// closedFS is a file system with a folder that may not be read.
type closedFS struct {
	fs.FS
	folder string
}

func (c closedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == c.folder {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return fs.ReadDir(c.FS, name)
}

func (c closedFS) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(c.FS, name) }
func (c closedFS) ReadLink(name string) (string, error)   { return fs.ReadLink(c.FS, name) }

func TestUnreadableFolder(t *testing.T) {
	root := filepath.Join(t.TempDir(), "ws")
	write(t, root, map[string]string{"stx-a/secret/x.py": "", "stx-a/b.py": ""})
	w, err := openFS(t.Context(), Options{Root: root}, root, closedFS{os.DirFS(root), "stx-a/secret"})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Problems) != 1 || w.Problems[0].Repo != "a" || w.Problems[0].Path != "secret" ||
		!strings.Contains(w.Problems[0].Message, "permission denied") || w.Problems[0].Settle == "" {
		t.Errorf("problems %+v", w.Problems)
	}
	if len(w.Repos[0].Files) != 1 {
		t.Errorf("%d files; want the readable one", len(w.Repos[0].Files))
	}
}

func TestLoadKeepsBytes(t *testing.T) {
	root := t.TempDir()
	long := strings.Repeat("x", 512<<10)
	contents := map[string]string{
		"crlf.py": "import os\r\nprint 1\r\n", "bom.rst": byteOrderMark + "Title\n=====\n",
		"latin.conf": "name = caf\xe9\n", "long.txt": long, "nul.py": "a\x00b", "empty.py": "",
		"late.txt": strings.Repeat("a", binaryWindow) + "\x00",
	}
	write(t, root, contents)
	w := open(t, Options{Root: root})
	for name, want := range contents {
		c, err := w.Load(t.Context(), find(t, w, name))
		if err != nil {
			t.Fatal(err)
		}
		if string(c.Bytes) != want || c.Digest != git.BlobID([]byte(want)) {
			t.Errorf("%s: the bytes are not those of the file", name)
		}
		if binary := name == "nul.py"; c.Binary != binary || binary != (c.Language == Binary) {
			t.Errorf("%s: binary %v, language %s", name, c.Binary, c.Language)
		}
		if doubt := name == "nul.py" || name == "latin.conf"; doubt != (c.Problem != "") {
			t.Errorf("%s: problem %q", name, c.Problem)
		}
	}
	if c, _ := w.Load(t.Context(), find(t, w, "latin.conf")); !strings.Contains(c.Problem, "byte 10") {
		t.Errorf("problem %q; want the offset of the byte", c.Problem)
	}
}

func TestLoadConcurrently(t *testing.T) {
	root := t.TempDir()
	for i := range 50 {
		write(t, root, map[string]string{strings.Repeat("d/", i%7) + string(rune('a'+i%26)) + ".sh": "#!/bin/sh\n"})
	}
	w := open(t, Options{Root: root})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, f := range w.Repos[0].Files {
				if c, err := w.Load(t.Context(), f); err != nil || c.Language != Shell {
					t.Errorf("%s: %v", f.Path, err)
				}
			}
		})
	}
	wg.Wait()
}
