package rpmmd

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// made is a repository that tests write and then spoil.
type made struct {
	t *testing.T
	// dir is the folder that holds repodata.
	dir string
	// form is the compression: gz, xz, zst or none; sum the type of checksums.
	form, sum string
	revision  string
	data      []string // what repomd.xml says of each file
}

// make writes a repository with the primary.xml and filelists.xml of packages.
func makeRepository(t *testing.T, dir string, list []pkg) *made {
	m := &made{t: t, dir: dir, form: "gz", sum: "sha256", revision: "1539182340"}
	m.add("primary", primaryXML(list, 1))
	m.add("filelists", filelistsXML(list, 4))
	m.write()
	return m
}

// add writes a file of the repository.
func (m *made) add(kind string, text []byte) {
	m.t.Helper()
	m.addPacked(kind, compress(m.t, m.form, text), text)
}

// addPacked writes a file that is said to hold a text.
func (m *made) addPacked(kind string, packed, text []byte) {
	m.t.Helper()
	name := fmt.Sprintf("repodata/%s-%s.xml", digest(m.sum, packed), kind)
	if m.form != "" {
		name += "." + m.form
	}
	m.put(name, packed)
	m.data = append(m.data, fmt.Sprintf(`<data type="%s">
  <checksum type="%s">%s</checksum>
  <open-checksum type="%s">%s</open-checksum>
  <location href="%s"/>
  <timestamp>1539182000</timestamp>
  <size>%d</size>
  <open-size>%d</open-size>
</data>`, kind, m.sum, digest(m.sum, packed), m.sum, digest(m.sum, text), name, len(packed), len(text)))
}

// write writes repomd.xml, with what is said of all files.
func (m *made) write() {
	m.t.Helper()
	m.put("repodata/repomd.xml", []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<repomd xmlns=\"http://linux.duke.edu/metadata/repo\" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\">\n  <revision>"+m.revision+"</revision>\n"+strings.Join(m.data, "\n")+"\n</repomd>\n"))
}

func (m *made) put(name string, text []byte) {
	m.t.Helper()
	put(m.t, filepath.Join(m.dir, name), text)
}

func put(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// file is the path of a file of a kind.
func (m *made) file(kind string) string {
	m.t.Helper()
	found, err := filepath.Glob(filepath.Join(m.dir, "repodata", "*"+kind+"*"))
	if err != nil || len(found) != 1 {
		m.t.Fatalf("files of %s: %v, %v", kind, found, err)
	}
	return found[0]
}

// change changes a file.
func (m *made) change(path string, f func([]byte) []byte) {
	m.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		m.t.Fatal(err)
	}
	put(m.t, path, f(text))
}

// say replaces what repomd.xml says.
func (m *made) say(old, with string) {
	m.t.Helper()
	m.change(filepath.Join(m.dir, "repodata", "repomd.xml"), func(text []byte) []byte {
		if !bytes.Contains(text, []byte(old)) {
			m.t.Fatalf("%q is not in repomd.xml", old)
		}
		return bytes.Replace(text, []byte(old), []byte(with), 1)
	})
}

func digest(kind string, text []byte) string {
	switch kind {
	case "sha", "sha1":
		return fmt.Sprintf("%x", sha1.Sum(text))
	case "sha512":
		return fmt.Sprintf("%x", sha512.Sum512(text))
	}
	return fmt.Sprintf("%x", sha256.Sum256(text))
}

func compress(t *testing.T, form string, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch form {
	case "":
		return text
	case "gz":
		w = gzip.NewWriter(&b)
	case "xz":
		w, err = xz.NewWriter(&b)
	case "zst":
		w, err = zstd.NewWriter(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
