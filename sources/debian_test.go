package sources

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDebian holds where the program and the packaging of Debian's source packages lie.
func TestDebian(t *testing.T) {
	top := t.TempDir()
	write := func(name, text string) string {
		place := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(place), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(place, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return place
	}
	const head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nFormat: 3.0 (quilt)\nSource: gated\n"
	write("quilt/gated_1.0.orig.tar.gz", "program")
	write("quilt/gated_1.0-2.debian.tar.xz", "packaging")
	write("quilt/gated_1.0-2.dsc", head+"Files:\n 0 1 gated_1.0.orig.tar.gz\n 0 1 gated_1.0-2.debian.tar.xz\n 0 1 ../gated_9.orig.tar.gz\n")
	write("native/gated_1.tar.xz", "both")
	write("native/gated_1.dsc", head+"Checksums-Sha256:\n 0 1 gated_1.tar.xz\n")
	write("unpacked/debian/rules", "x")
	write("unpacked/gated_1.0-2.dsc", head)
	write("alone/gated_1.0-2.debian.tar.xz", "packaging")
	write("upstream/gated_1.0.orig.tar.gz", "program")
	write("old/gated_1.dsc", head+"Files:\n 0 1 gated_1.orig.tar.gz\n 0 1 gated_1-1.diff.gz\n")
	write("gone/gated_1.dsc", head+"Files:\n 0 1 gated_1.orig.tar.gz\n 0 1 gated_1-1.debian.tar.xz\n")
	write("two/a_1.dsc", head)
	write("two/b_1.dsc", head)
	write("plain/main.c", "x")
	for _, c := range []struct{ name, program, packaging, err string }{
		{"quilt", "program", "packaging", ""}, {"quilt/gated_1.0-2.dsc", "program", "packaging", ""},
		{"quilt/gated_1.0.orig.tar.gz", "program", "packaging", ""}, {"quilt/gated_1.0-2.debian.tar.xz", "program", "packaging", ""},
		{"native", "both", "both", ""}, {"unpacked", "folder", "folder", ""}, {"plain", "folder", "folder", ""},
		{"alone/gated_1.0-2.debian.tar.xz", "none", "packaging", ""}, {"upstream/gated_1.0.orig.tar.gz", "program", "program", ""},
		{"old", "", "", "form 1.0"}, {"gone", "", "", "not beside it"}, {"two", "", "", "name one of a_1.dsc, b_1.dsc"}, {"missing", "", "", "no such"},
	} {
		s := &Set{Archives: map[string]string{"x": filepath.Join(top, filepath.FromSlash(c.name))}}
		program, err := s.Source("x")
		packaging, err2 := s.Packaging("x")
		if c.err != "" {
			if err == nil || err2 == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", c.name, err, c.err)
			}
			continue
		}
		if err != nil || err2 != nil {
			t.Errorf("%s: %v, %v", c.name, err, err2)
			continue
		}
		if got := content(t, program); got != c.program {
			t.Errorf("%s: the program is %q, want %q", c.name, got, c.program)
		}
		if got := content(t, packaging); got != c.packaging {
			t.Errorf("%s: the packaging is %q, want %q", c.name, got, c.packaging)
		}
	}
}

// content is what an archive holds, or what a source is.
func content(t *testing.T, s *Source) string {
	t.Helper()
	if s == nil {
		return "none"
	}
	defer s.Close()
	if s.Folder != nil {
		return "folder"
	}
	data, err := io.ReadAll(s.Archive)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
