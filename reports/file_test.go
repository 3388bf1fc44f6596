package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func writeText(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// holds checks the folder's only file.
func holds(t *testing.T, folder, name, text string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder holds %v, want %s alone", entries, name)
	}
	if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != text {
		t.Errorf("got %q, %v, want %q", got, err, text)
	}
}

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "report.json")
	if err := WriteFile(path, writeText("one")); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, "report.json", "one")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, writeText("two")); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, "report.json", "two")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode was not kept: %v, %v", info.Mode(), err)
	}
}

func TestWriteFileLeavesWhatWasThere(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "report.json")
	if err := WriteFile(path, writeText("before")); err != nil {
		t.Fatal(err)
	}
	half := func(w io.Writer) error {
		fmt.Fprint(w, "half")
		return errors.New("no more")
	}
	if err := WriteFile(path, half); err == nil || !strings.Contains(err.Error(), "was not written: no more") {
		t.Errorf("got %v", err)
	}
	holds(t, folder, "report.json", "before")
	func() {
		defer func() { _ = recover() }()
		_ = WriteFile(path, func(io.Writer) error { panic("broken writer") })
	}()
	holds(t, folder, "report.json", "before")
}

func TestWriteFileThroughLink(t *testing.T) {
	folder, links := t.TempDir(), t.TempDir()
	for _, name := range []string{"there", "not there yet"} {
		path := filepath.Join(folder, "report.json")
		link := filepath.Join(links, name)
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(link, writeText(name)); err != nil {
			t.Fatal(err)
		}
		holds(t, folder, "report.json", name)
		if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
			t.Errorf("the link is gone: %v, %v", info, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteFileToPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	got := make(chan string)
	go func() {
		text, _ := os.ReadFile(path)
		got <- string(text)
	}()
	if err := WriteFile(path, writeText("through")); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "through" {
		t.Errorf("got %q", text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Errorf("the pipe was replaced: %v, %v", info, err)
	}
}

func TestWriteFileRefuses(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := WriteFile(file, writeText("x")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, path, want string }{
		{"folder", folder, "is a folder: name a file in it"},
		{"no folder", filepath.Join(folder, "none", "r.json"), "create it first"},
		{"below a file", filepath.Join(file, "r.json"), "is no folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := WriteFile(test.path, writeText("y"))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	holds(t, folder, "file", "x")
}

func TestWriteFileInReadOnlyFolder(t *testing.T) {
	for _, cause := range []error{syscall.EROFS, syscall.EACCES, syscall.EPERM} {
		err := explainCreate("out/r.json", "out", &fs.PathError{Op: "open", Path: "out/.tmp", Err: cause})
		if !strings.Contains(err.Error(), "the folder out is read-only for you: name a file in a folder that you may write to") {
			t.Errorf("%v: got %v", cause, err)
		}
	}
	if os.Getuid() == 0 {
		t.Skip("root may write to every folder")
	}
	folder := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(filepath.Join(folder, "r.json"), writeText("x"))
	if err == nil || !strings.Contains(err.Error(), "is read-only for you") {
		t.Errorf("got %v", err)
	}
}
