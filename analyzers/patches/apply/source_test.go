package apply

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/oracle"
)

// member is an entry of an archive.
type member struct {
	name, content string
	kind          byte
	link          string
	mode          int64
}

func pack(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Typeflag: tar.TypeReg, Size: int64(len(m.content)), Linkname: m.link, Mode: 0o644}
		if m.kind != 0 {
			h.Typeflag = m.kind
		}
		if m.mode != 0 {
			h.Mode = m.mode
		}
		if m.kind == tar.TypeXGlobalHeader {
			h = &tar.Header{Typeflag: m.kind, PAXRecords: map[string]string{"comment": m.content}}
			m.content = ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sourceOf shows what a source says of some names.
func sourceOf(s Source, names ...string) string {
	var b strings.Builder
	for _, name := range names {
		info := s.Look(name)
		fmt.Fprintf(&b, "%s: %s", name, info.Kind)
		if info.Kind == Regular || info.Kind == Link {
			data, err := s.Read(name)
			fmt.Fprintf(&b, " %q", data)
			if err != nil {
				fmt.Fprintf(&b, " %v", err)
			}
		}
		if info.Executable {
			b.WriteString(" executable")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestArchive(t *testing.T) {
	plain := pack(t, member{content: "a commit", kind: tar.TypeXGlobalHeader},
		member{name: "x-1/", kind: tar.TypeDir}, member{name: "x-1/d/f", content: five, mode: 0o755}, member{name: "x-1/other", content: "not kept"},
		member{name: "x-1/l", kind: tar.TypeSymlink, link: "d"}, member{name: "x-1/h", kind: tar.TypeLink, link: "x-1/d/f"})
	const want = "d/f: a file \"1\\n2\\n3\\n4\\n5\\n\" executable\nd: a folder\nl: a symbolic link \"d\"\nh: a file \"1\\n2\\n3\\n4\\n5\\n\" executable\nother: \n"
	wanted := []string{"d/f", "l/f", "h"}
	for form, write := range map[string]func(io.Writer) (io.WriteCloser, error){
		"tar": func(w io.Writer) (io.WriteCloser, error) { return nopCloser{w}, nil },
		"gz":  func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
		"xz":  func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) },
		"zst": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	} {
		t.Run(form, func(t *testing.T) {
			var b bytes.Buffer
			w, err := write(&b)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(plain); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := NewArchive(&b, wanted)
			if err != nil {
				t.Fatal(err)
			}
			if got := sourceOf(s, "d/f", "d", "l", "h", "other"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			tree := NewTree(s)
			r := Apply(tree, []Patch{{Text: []byte("--- a/l/f\n+++ b/l/f\n" + three), Strip: 1}}, Options{})[0]
			if got := show(r, tree); got != `clean | l/f clean applied@3 ; d/f* "1\n2\n3\nfour\n5\n"` {
				t.Errorf("through a link: %s", got)
			}
		})
	}
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// TestArchiveBzip2 asks bzip2, as nothing here can pack with it.
func TestArchiveBzip2(t *testing.T) {
	c := exec.Command(oracle.Program(t, "bzip2", "apt-get install bzip2"), "-c")
	c.Stdin = bytes.NewReader(pack(t, member{name: "x/f", content: "a"}))
	packed, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewArchive(bytes.NewReader(packed), []string{"f"})
	if err != nil {
		t.Fatal(err)
	}
	if got := sourceOf(s, "f"); got != "f: a file \"a\"\n" {
		t.Error(got)
	}
}

func TestArchiveWithoutTop(t *testing.T) {
	for name, members := range map[string][]member{
		"two folders":  {{name: "a/f", content: "1"}, {name: "b/f", content: "2"}},
		"a file there": {{name: "a/f", content: "1"}, {name: "README", content: "2"}},
		"dot":          {{name: "./a/f", content: "1"}, {name: "./README", content: "2"}},
	} {
		s, err := NewArchive(bytes.NewReader(pack(t, members...)), []string{"a/f"})
		if err != nil {
			t.Fatal(err)
		}
		if got := sourceOf(s, "a/f", "f"); got != "a/f: a file \"1\"\nf: \n" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestArchiveHostile(t *testing.T) {
	wanted := []string{"f", "etc/passwd", "l/f", "dev", "h"}
	s, err := NewArchive(bytes.NewReader(pack(t,
		member{name: "x/f", content: five}, member{name: "../etc/passwd", content: "a"}, member{name: "/etc/passwd", content: "a"},
		member{name: "x/../../etc/passwd", content: "a"}, member{name: "x/l", kind: tar.TypeSymlink, link: "/etc"},
		member{name: "x/dev", kind: tar.TypeChar}, member{name: "x/h", kind: tar.TypeLink, link: "../../etc/passwd"})), wanted)
	if err != nil {
		t.Fatal(err)
	}
	if got := sourceOf(s, "f", "etc/passwd", "l", "dev", "h"); got != "f: a file \"1\\n2\\n3\\n4\\n5\\n\"\netc/passwd: \nl: a symbolic link \"/etc\"\ndev: a device or the like\nh: a device or the like\n" {
		t.Error(got)
	}
	for name, want := range map[string]State{"l/f": Missing, "l": Conflict, "dev": Conflict, "f": Clean} {
		r := Apply(NewTree(s), []Patch{{Text: []byte("--- a/" + name + "\n+++ b/" + name + "\n" + three), Strip: 1}}, Options{})[0]
		if r.State != want {
			t.Errorf("%s: %s, want %s", name, r.State, want)
		}
	}
	whole := pack(t, member{name: "x/f", content: five})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":  {nil, "there is nothing in the archive"},
		"text":     {bytes.Repeat([]byte("no archive at all\n"), 100), "no tar archive"},
		"cut off":  {whole[:515], "cannot be read"},
		"bad gzip": {[]byte("\x1f\x8b\x00\x00\x00\x00\x00\x00"), "cannot be unpacked"},
	} {
		if _, err := NewArchive(bytes.NewReader(c.data), wanted); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// tooMuch is an archive whose wanted files have more bytes than are kept.
type tooMuch struct {
	left int
	at   []byte
}

func (r *tooMuch) Read(p []byte) (int, error) {
	if len(r.at) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		var b bytes.Buffer
		if err := tar.NewWriter(&b).WriteHeader(&tar.Header{Name: "x/f", Typeflag: tar.TypeReg, Size: MostFile, Mode: 0o644}); err != nil {
			return 0, err
		}
		r.at, r.left = append(b.Bytes(), make([]byte, MostFile)...), r.left-1
	}
	n := copy(p, r.at)
	r.at = r.at[n:]
	return n, nil
}

func TestArchiveBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a quarter of a gigabyte")
	}
	_, err := NewArchive(&tooMuch{left: mostKept/MostFile + 1}, []string{"f"})
	if err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v", err)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"top/d/f": five, "outside/f": five} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out": "../outside", "in": "d", "loop": "loop", "abs": filepath.Join(dir, "outside"), "file": "d/f"} {
		if err := os.Symlink(to, filepath.Join(dir, "top", link)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(filepath.Join(dir, "top"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close() //nolint:errcheck // nothing was written
	for name, want := range map[string]State{
		"d/f": Clean, "in/f": Clean, "out/f": Missing, "abs/f": Missing, "loop/f": Missing, "file": Conflict, "d/f/g": Missing, "d": Conflict, "../outside/f": Missing,
	} {
		tree := NewTree(NewFolder(root.FS()))
		r := Apply(tree, []Patch{{Text: []byte("--- a/" + name + "\n+++ b/" + name + "\n" + three), Strip: 1}}, Options{})[0]
		if r.State != want {
			t.Errorf("%s: %s, want %s: %+v", name, r.State, want, r.First)
		}
	}
	content, err := os.ReadFile(filepath.Join(dir, "top/d/f"))
	if err != nil || string(content) != five {
		t.Errorf("the source was changed: %q, %v", content, err)
	}
}

func TestRevision(t *testing.T) {
	program, dir := oracle.Program(t, "git", "apt-get install git"), t.TempDir()
	run := func(args ...string) {
		t.Helper()
		c := exec.Command(program, args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	run("init", "-q")
	if err := os.MkdirAll(filepath.Join(dir, "d"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "d/f"), []byte(five), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("d", filepath.Join(dir, "l")); err != nil {
		t.Fatal(err)
	}
	run("add", ".")
	run("commit", "-q", "-m", "one")
	run("tag", "v1")
	repo, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewRevision(context.Background(), repo, "v2"); err == nil {
		t.Error("v2 is no revision")
	}
	s, err := NewRevision(context.Background(), repo, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sourceOf(s, "d/f", "d", "l", "x"), "d/f: a file \"1\\n2\\n3\\n4\\n5\\n\" executable\nd: a folder\nl: a symbolic link \"d\"\nx: \n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	tree := NewTree(s)
	r := Apply(tree, []Patch{{Text: []byte("--- a/l/f\n+++ b/l/f\n" + three), Strip: 1}}, Options{})[0]
	if got := show(r, tree); got != `clean | l/f clean applied@3 ; d/f* "1\n2\n3\nfour\n5\n"` {
		t.Error(got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// A source that can be read no more is unknown, not a conflict.
	if r := Apply(NewTree(s), []Patch{{Text: []byte("--- a/d/f\n+++ b/d/f\n" + three), Strip: 1}}, Options{})[0]; r.State != Unknown {
		t.Errorf("%s: %+v", r.State, r.First)
	}
}

// broken is a file system that fails.
type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func TestUnreadable(t *testing.T) {
	r := Apply(NewTree(NewFolder(brokenFS{})), []Patch{{Text: []byte(head + three), Strip: 1}}, Options{})[0]
	if r.State != Unknown || !strings.Contains(r.First.Why, "cannot be looked at") {
		t.Errorf("%s: %+v", r.State, r.First)
	}
}

func TestBelow(t *testing.T) {
	diff := func(name string) Patch {
		return Patch{Text: []byte("--- a/" + name + "\n+++ b/" + name + "\n" + three), Strip: 1}
	}
	for name, c := range map[string]struct {
		source fstest.MapFS
		stack  []Patch
		want   string
	}{
		"as they are":       {files("lib/f", five), []Patch{diff("lib/f")}, ""},
		"below":             {files("lib/f", five), []Patch{diff("x/modules/lvm/lib/f")}, "x/modules/lvm"},
		"the most":          {files("lib/f", five, "lib/g", five), []Patch{diff("x/lib/f"), diff("y/lib/f"), diff("y/lib/g")}, "y"},
		"a name alone":      {files("README", five), []Patch{diff("x/README")}, ""},
		"nowhere":           {files("README", five), []Patch{diff("x/y/z/f")}, ""},
		"one fits as it is": {files("lib/f", five, "g", five), []Patch{diff("x/lib/f"), diff("g")}, ""},
	} {
		s := NewFolder(c.source)
		if got := FolderOf(s, c.stack); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	s, err := NewArchive(bytes.NewReader(pack(t, member{name: "lvm-1/lib/f", content: five})), Candidates([]Patch{diff("x/lvm/lib/f")}))
	if err != nil {
		t.Fatal(err)
	}
	stack := []Patch{diff("x/lvm/lib/f")}
	tree := NewTree(Below(s, FolderOf(s, stack)))
	if got := show(Apply(tree, stack, Options{})[0], tree); got != `clean | x/lvm/lib/f clean applied@3 ; x/lvm/lib/f "1\n2\n3\nfour\n5\n"` {
		t.Error(got)
	}
	if got := sourceOf(Below(s, "x"), "x", "x/lib/f", "y", "lib/f"); got != "x: a folder\nx/lib/f: a file \"1\\n2\\n3\\n4\\n5\\n\"\ny: \nlib/f: \n" {
		t.Error(got)
	}
}
