package sources

import (
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestClone(t *testing.T) {
	top := t.TempDir()
	for _, dir := range []string{"folder/lldpd+lldpd.git", "folder/nova", "named"} {
		dir = filepath.Join(top, dir)
		if out, err := exec.Command("git", "init", "-q", "--bare", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if err := os.MkdirAll(filepath.Join(top, "folder", "broken"), 0o777); err != nil {
		t.Fatal(err)
	}
	s := &Set{Clones: map[string]string{"ntp": filepath.Join(top, "named")}, Folders: []string{filepath.Join(top, "none"), filepath.Join(top, "folder")}}
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"lldpd", "lldpd/lldpd"}, "lldpd+lldpd.git"}, {[]string{"nova"}, "nova"}, {[]string{"x", "ntp"}, "named"},
		{[]string{"puppet"}, ""}, {nil, ""}, {[]string{".."}, ""},
	} {
		repo, err := s.Clone(c.names...)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if repo != nil {
			got = filepath.Base(repo.Dir())
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.names, got, c.want)
		}
	}
	if _, err := s.Clone("broken"); err == nil {
		t.Error("a folder without a repository is opened")
	}
	if repo, err := (&Set{}).Clone("ntp"); repo != nil || err != nil {
		t.Error("nothing was brought, and something found")
	}
}

func TestSource(t *testing.T) {
	top := t.TempDir()
	if err := os.WriteFile(filepath.Join(top, "a.tar"), []byte("packed"), 0o666); err != nil {
		t.Fatal(err)
	}
	s := &Set{Archives: map[string]string{"folder": top, "archive": filepath.Join(top, "a.tar"), "gone": filepath.Join(top, "b")}}
	folder, err := s.Source("folder")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if data, err := fs.ReadFile(folder.Folder, "a.tar"); err != nil || string(data) != "packed" {
		t.Errorf("%q %v", data, err)
	}
	archive, err := s.Source("archive")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	if data, err := io.ReadAll(archive.Archive); err != nil || string(data) != "packed" {
		t.Errorf("%q %v", data, err)
	}
	if _, err := s.Source("gone"); err == nil {
		t.Error("what is gone is opened")
	}
	if none, err := s.Source("unknown"); none != nil || err != nil {
		t.Errorf("%v %v", none, err)
	}
}
