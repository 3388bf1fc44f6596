package emit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFolder(t *testing.T) {
	files := []File{{Name: "a/debian/rules", Text: "x\n", Program: true}, {Name: "a/debian/control", Text: "y\n"}}
	base := t.TempDir()
	dir := filepath.Join(base, "new")
	if err := WriteFolder(dir, files); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "a/debian/rules"))
	if err != nil || info.Mode()&0o100 == 0 {
		t.Errorf("rules is no program: %v, %v", info, err)
	}
	if err := WriteFolder(dir, files); err == nil || !strings.Contains(err.Error(), "is not empty: name a folder") {
		t.Errorf("%v", err)
	}
	empty := filepath.Join(base, "empty")
	if err := os.Mkdir(empty, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := WriteFolder(empty+"/", files); err != nil {
		t.Error(err)
	}
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFolder(file, files); err == nil {
		t.Error("a file was taken for a folder")
	}
	if err := WriteFolder(filepath.Join(base, "no", "such"), files); err == nil {
		t.Error("a folder that is not there was written into")
	}
}

// TestWriteFolderHere: the current folder is filled, and stays the current one.
func TestWriteFolderHere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := WriteFolder(".", []File{{Name: "a/b", Text: "x"}, {Name: "c", Text: "y"}}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a/b": "x", "c": "y"} {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) != 2 {
		t.Errorf("%v, %v", left, err)
	}
	if err := WriteFolder(".", []File{{Name: "d"}}); err == nil {
		t.Error("a folder that is not empty was written into")
	}
	t.Chdir(t.TempDir())
	if err := WriteFolder(".", []File{{Name: "a"}, {Name: "a"}}); err == nil {
		t.Error("two files of one name were written")
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// TestWriteFolderWhole: if anything fails, nothing is left.
func TestWriteFolderWhole(t *testing.T) {
	for _, name := range []string{"../out", "/etc/out", "a/../../out", "a"} {
		base := t.TempDir()
		files := []File{{Name: "a", Text: "x"}, {Name: name, Text: "y"}}
		if err := WriteFolder(filepath.Join(base, "dir"), files); err == nil {
			t.Errorf("%s was written", name)
		}
		left, err := os.ReadDir(base)
		if err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left, %v", name, left, err)
		}
	}
}

func TestPrint(t *testing.T) {
	var out bytes.Buffer
	if err := Print(&out, []File{{Name: "a", Text: "x\n==> b <==\n"}, {Name: "b", Text: "no end"}, {Name: "c"}}); err != nil {
		t.Fatal(err)
	}
	want := "==> a <==\nx\n ==> b <==\n\n==> b <==\nno end\n\n==> c <==\n"
	if out.String() != want {
		t.Errorf("%q", out.String())
	}
}
