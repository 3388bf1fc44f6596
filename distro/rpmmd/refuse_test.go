package rpmmd

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/stream"
)

// TestImportRefuses spoils a good repository in one way at a time.
func TestImportRefuses(t *testing.T) {
	flip := func(text []byte) []byte { text[len(text)/2] ^= 0x40; return text }
	cutOff := func(text []byte) []byte { return text[:len(text)*2/3] }
	for name, test := range map[string]struct {
		spoil func(m *made)
		is    error
		says  string
	}{
		"primary damaged":     {func(m *made) { m.change(m.file("primary"), flip) }, ErrMismatch, "primary.xml.gz: "},
		"filelists damaged":   {func(m *made) { m.change(m.file("filelists"), flip) }, ErrMismatch, "filelists.xml.gz: "},
		"primary cut off":     {func(m *made) { m.change(m.file("primary"), cutOff) }, ErrMismatch, "bytes and should have"},
		"filelists cut off":   {func(m *made) { m.change(m.file("filelists"), cutOff) }, ErrMismatch, "createrepo_c"},
		"primary empty":       {func(m *made) { m.change(m.file("primary"), func([]byte) []byte { return nil }) }, ErrMismatch, "has 0 bytes"},
		"primary of no size":  {func(m *made) { m.dropSizes(); m.change(m.file("primary"), cutOff) }, ErrMismatch, "its sha256 is"},
		"damaged, of no size": {func(m *made) { m.dropSizes(); m.change(m.file("primary"), flip) }, ErrMismatch, "its sha256 is"},
		"more behind it": {func(m *made) {
			m.dropSizes()
			m.change(m.file("primary"), func(b []byte) []byte { return append(b, "more"...) })
		}, ErrMismatch, "its sha256 is"},
		"other checksum":      {func(m *made) { m.spoilHex("<checksum") }, ErrMismatch, "its sha256 is"},
		"other open checksum": {func(m *made) { m.spoilHex("<open-checksum") }, ErrMismatch, "what is in it has the sha256"},
		"other size":          {func(m *made) { m.say("<size>", "<size>1") }, ErrMismatch, "bytes and should have"},
		"other open size":     {func(m *made) { m.say("<open-size>", "<open-size>1") }, ErrMismatch, "it unpacks to"},
		"less open size":      {func(m *made) { m.sayOpenSize("1000") }, stream.ErrTooLarge, "more than the 1000 bytes"},
		"no number":           {func(m *made) { m.sayOpenSize("many") }, ErrFormat, `"many" is no number`},
		"less than nothing":   {func(m *made) { m.sayOpenSize("-5") }, ErrFormat, `"-5" is no number`},
		"primary missing":     {func(m *made) { remove(m.t, m.file("primary")) }, fs.ErrNotExist, "-primary.xml.gz\", which is not there"},
		"md5":                 {func(m *made) { m.say(`checksum type="sha256"`, `checksum type="md5"`) }, ErrFormat, "--checksum sha256"},
		"no checksum":         {func(m *made) { m.say("<checksum", "<other"); m.say("</checksum", "</other") }, ErrFormat, "checksum of type"},
		"no hexadecimal":      {func(m *made) { m.say(`<checksum type="sha256">`, `<checksum type="sha256">x`) }, ErrFormat, "is none"},
		"a folder":            {func(m *made) { f := m.file("primary"); remove(m.t, f); put(m.t, f+"/x", nil) }, ErrFormat, "no plain file"},
		"a device":            {func(m *made) { f := m.file("primary"); remove(m.t, f); link(m.t, "/dev/zero", f) }, ErrFormat, "no plain file"},
		"no primary":          {func(m *made) { m.data = m.data[1:]; m.write() }, ErrFormat, "no data of type primary"},
		"repomd cut off":      {func(m *made) { m.change(m.dir+"/repodata/repomd.xml", cutOff) }, ErrFormat, "repomd.xml: "},
		"repomd empty":        {func(m *made) { m.put("repodata/repomd.xml", nil) }, ErrFormat, "repomd.xml: "},
		"repomd is a page":    {func(m *made) { m.put("repodata/repomd.xml", []byte("<html>login</html>")) }, ErrFormat, "repomd.xml: "},
		"repomd too large":    {func(m *made) { m.say("<revision>", "<revision>"+strings.Repeat("1", maxRepomd)) }, ErrFormat, "MB long"},
		"repomd is a device": {func(m *made) {
			remove(m.t, m.dir+"/repodata/repomd.xml")
			link(m.t, "/dev/zero", m.dir+"/repodata/repomd.xml")
		}, ErrFormat, "no plain file"},
	} {
		t.Run(name, func(t *testing.T) {
			m := makeRepository(t, t.TempDir(), small())
			test.spoil(m)
			_, err := Import(newBuilder(), m.dir)
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func (m *made) dropSizes() {
	for range m.data {
		m.say("<size>", "<x>")
		m.say("</size>", "</x>")
		m.say("<open-size>", "<y>")
		m.say("</open-size>", "</y>")
	}
}

// spoilHex changes the first checksum of a kind.
func (m *made) spoilHex(tag string) {
	m.change(filepath.Join(m.dir, "repodata/repomd.xml"), func(text []byte) []byte {
		at := bytes.Index(text, []byte(tag))
		at += bytes.IndexByte(text[at:], '>') + 1
		if text[at] == '0' {
			text[at] = '1'
		} else {
			text[at] = '0'
		}
		return text
	})
}

func (m *made) sayOpenSize(size string) {
	m.change(filepath.Join(m.dir, "repodata/repomd.xml"), func(text []byte) []byte {
		head, rest, _ := strings.Cut(string(text), "<open-size>")
		_, rest, _ = strings.Cut(rest, "<")
		return []byte(head + "<open-size>" + size + "<" + rest)
	})
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

// TestImportLocations holds that no repository has files read that are not
// below it. The file is there each time, with the right checksums.
func TestImportLocations(t *testing.T) {
	for _, kind := range []string{"primary", "filelists"} {
		for _, href := range []string{
			"%s", "../%s", "repodata/../../%s", "./../%s", "repodata/../repodata/../%s", "..\\%s", "file://%s", "file:%s", "http://127.0.0.1/%s", "ftp:%s", "C:%s", "",
			"..", ".//../%s", "/etc/passwd", "\\\\host\\share\\%s", "repodata/\x7f/../../%s",
		} {
			m := makeRepository(t, filepath.Join(t.TempDir(), "repository"), small())
			file := m.file(kind)
			outside := filepath.Join(filepath.Dir(m.dir), "outside.xml.gz")
			rename(t, file, outside)
			text := href
			switch {
			case href == "%s":
				text = outside
			case strings.Contains(href, "%s"):
				text = fmt.Sprintf(href, "outside.xml.gz")
			}
			m.say("repodata/"+filepath.Base(file), text)
			if _, err := Import(newBuilder(), m.dir); !errors.Is(err, ErrLocation) {
				t.Errorf("%s at %q: %v", kind, text, err)
			}
		}
	}
	m := makeRepository(t, t.TempDir(), small())
	m.say("<location ", `<location xml:base="http://127.0.0.1/" `)
	if _, err := Import(newBuilder(), m.dir); !errors.Is(err, ErrLocation) {
		t.Errorf("with a base: %v", err)
	}
}

// TestImportWrongContent holds that files are refused that are what repomd.xml
// says and yet hold no packages.
func TestImportWrongContent(t *testing.T) {
	whole := primaryXML(small(), 1)
	for name, test := range map[string]struct {
		text []byte
		is   error
	}{
		"a page":             {[]byte("<html><body>404</body></html>"), ErrFormat},
		"nothing":            {nil, ErrFormat},
		"binary":             {bytes.Repeat([]byte{0, 1, 2, 250}, 1000), ErrFormat},
		"filelists":          {filelistsXML(small(), 1), ErrFormat},
		"cut off":            {whole[:len(whole)-20], ErrFormat},
		"no package":         {[]byte("<metadata packages=\"0\"></metadata>"), distro.ErrEmpty},
		"none that installs": {primaryXML(small()[3:], 1), distro.ErrEmpty},
	} {
		for _, form := range []string{"gz", "zst", ""} {
			m := &made{t: t, dir: t.TempDir(), form: form, sum: "sha256"}
			m.add("primary", test.text)
			m.write()
			if _, err := Import(newBuilder(), m.dir); !errors.Is(err, test.is) {
				t.Errorf("%s, %s: %v", name, form, err)
			}
		}
	}
}

// TestImportDamagedAtSource holds that it is not the copy that is blamed for a
// file that is damaged and yet what repomd.xml says.
func TestImportDamagedAtSource(t *testing.T) {
	text := primaryXML(sample(2000, 6), 6)
	for _, form := range []string{"gz", "xz", "zst"} {
		for name, spoil := range map[string]func([]byte) []byte{
			"changed": func(b []byte) []byte { b[len(b)/4] ^= 0x40; return b },
			"cut off": func(b []byte) []byte { return b[:len(b)/4] },
		} {
			m := &made{t: t, dir: t.TempDir(), form: form, sum: "sha256"}
			m.addPacked("primary", spoil(compress(t, form, text)), text)
			m.write()
			if _, err := Import(newBuilder(), m.dir); err == nil || errors.Is(err, ErrMismatch) || !strings.Contains(err.Error(), "damaged") || !strings.Contains(err.Error(), "createrepo_c") {
				t.Errorf("%s, %s: %v", form, name, err)
			}
		}
	}
}

// TestImportBomb holds that a file is refused early which unpacks to far more
// than it should, be the checksums right or not.
func TestImportBomb(t *testing.T) {
	text := append([]byte("<metadata><package><description>"), bytes.Repeat([]byte{' '}, 100<<20)...)
	m := &made{t: t, dir: t.TempDir(), form: "gz", sum: "sha256"}
	m.add("primary", text)
	m.write()
	m.dropSizes()
	for _, sum := range []string{"right", "other"} {
		if sum == "other" {
			m.spoilHex("<checksum")
		}
		if _, err := Import(newBuilder(), m.dir); !errors.Is(err, stream.ErrTooLarge) || !strings.Contains(err.Error(), "-primary.xml.gz: ") {
			t.Errorf("without a size, with the %s checksum: %v", sum, err)
		}
	}
	m.write()
	m.sayOpenSize("100000")
	if _, err := Import(newBuilder(), m.dir); !errors.Is(err, stream.ErrTooLarge) || !errors.Is(err, ErrMismatch) {
		t.Errorf("with another size: %v", err)
	}
}

// TestImportOnlySQLite holds that it is said what to do.
func TestImportOnlySQLite(t *testing.T) {
	for _, place := range []string{"repodata/gen/primary_db.sqlite", "repodata/primary.sqlite", "repodata/x-primary.sqlite.bz2"} {
		m := makeRepository(t, t.TempDir(), small())
		remove(t, m.file("primary"))
		m.put(place, []byte("SQLite format 3\x00"))
		m.data = append(m.data, `<data type="primary_db"><checksum type="sha256">00</checksum><location href="repodata/x-primary.sqlite.bz2"/></data>`)
		m.write()
		report, err := Import(newBuilder(), m.dir)
		if !errors.Is(err, ErrOnlySQLite) || !strings.Contains(err.Error(), "createrepo_c") || !strings.Contains(err.Error(), "dnf makecache") {
			t.Errorf("%s: %v", place, err)
		}
		if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "SQLite") {
			t.Errorf("%s: warnings: %q", place, report.Warnings)
		}
	}
}

func TestImportNoFolder(t *testing.T) {
	if _, err := Import(newBuilder(), filepath.Join(t.TempDir(), "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := Import(newBuilder(), t.TempDir()); !errors.Is(err, ErrNoRepository) {
		t.Errorf("got %v", err)
	}
}

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"1539182340": "2018-10-10", "1407253103.45": "2014-08-05", " 1539182340\n": "2018-10-10", "20180920": "", "8.4.2105": "", "": "", "99999999999999999999": "", "-1539182340": "",
	} {
		if got := (&repomd{Revision: text}).date(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzRepomd(f *testing.F) {
	m := &made{dir: f.TempDir(), sum: "sha256"}
	f.Add([]byte(`<repomd><revision>1</revision><data type="primary"><checksum type="sha">` + digest("sha", nil) + `</checksum><location href="repodata/primary.xml.gz"/><size>1</size></data></repomd>`))
	f.Add([]byte(`<repomd><data type="filelists"><location href="../a" xml:base="b"/></data></repomd>`))
	f.Fuzz(func(t *testing.T, text []byte) {
		md, err := parseRepomd(text)
		if err != nil {
			return
		}
		md.date()
		for _, kind := range []string{"primary", "filelists"} {
			d := md.find(kind)
			if d == nil {
				continue
			}
			root, inner := m.dir, filepath.Join(m.dir, filepath.FromSlash(d.Location.Href))
			if rel, err := filepath.Rel(root, inner); err != nil || rel == ".." || strings.HasPrefix(rel, "../") || strings.Contains(d.Location.Href, "..\\") {
				t.Fatalf("%q is outside", d.Location.Href)
			}
			if d.size < 0 || d.openSize < 0 {
				t.Fatalf("sizes are %d, %d", d.size, d.openSize)
			}
		}
	})
}
