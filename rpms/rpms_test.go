package rpms

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/rpms/rpmstest"
)

const spec = "Name: dhcp\nVersion: 4.2.5\nRelease: 58\nSummary: leases\nLicense: ISC\nRequires: portreserve\n\n%description\nx\n"

// compressed returns data as each way of compression leaves it.
func compressed(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"none": data}
	for name, open := range map[string]func(io.Writer) (io.WriteCloser, error){
		"gzip": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
		"xz":   func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) },
		"lzma": func(w io.Writer) (io.WriteCloser, error) { return lzma.NewWriter(w) },
		"zstd": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	} {
		var out bytes.Buffer
		w, err := open(&out)
		if err == nil {
			_, err = w.Write(data)
			err = errors.Join(err, w.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		all[name] = out.Bytes()
	}
	return all
}

func TestReadSource(t *testing.T) {
	for name, payload := range compressed(t, rpmstest.Cpio("dhcp-4.2.5.tar.gz", strings.Repeat("x", 3001), "./dhcp.spec", spec)) {
		s, err := ReadSource(bytes.NewReader(rpmstest.RPM(payload, 1)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.SpecName != "dhcp.spec" || string(s.Spec) != spec || !s.Source || s.Name != "dhcp" || s.Version != "4.2.5" || s.Release != "58.el7" {
			t.Errorf("%s: %+v", name, s)
		}
		if fmt.Sprint(s.Requires) != "[{openldap-devel >= 2.4} {gcc  }]" || !slices.Equal(s.Patches, []string{"a.patch", "b.patch"}) {
			t.Errorf("%s: requires %v, patches %v", name, s.Requires, s.Patches)
		}
	}
}

// TestHostile: what is damaged or lies about its size is an error that says
// so, soon and without much memory.
func TestHostile(t *testing.T) {
	good := rpmstest.RPM(rpmstest.Cpio("a.spec", spec), 1)
	edit := func(at int, b ...byte) []byte {
		out := slices.Clone(good)
		copy(out[at:], b)
		return out
	}
	many := make([]rpmstest.Tag, 20_000)
	shared := rpmstest.Header([]rpmstest.Tag{{ID: 1000, Kind: 8, Count: 1, Data: strings.Repeat("x", 1<<20) + "\x00"}}, false)
	repeated := append(rpmstest.RPM(nil, 1)[:96], rpmstest.Header(nil, true)...)
	repeated = append(repeated, sharedStrings(shared)...)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "it is no RPM"},
		{"text", []byte("#!/bin/sh\n" + strings.Repeat("echo\n", 50)), "the first bytes are others"},
		{"cut in the lead", good[:50], "it ends after 50 of 96 bytes"},
		{"cut in the header", good[:150], "damaged header: it ends after"},
		{"no signature", edit(96, 0), "the magic number is missing"},
		{"huge data", edit(96+12, 0xff, 0xff, 0xff, 0xff), "more than any RPM has"},
		{"huge index", edit(96+8, 0xff, 0xff, 0xff, 0xff), "more than any RPM has"},
		{"many tags", append(append([]byte{}, good[:112]...), rpmstest.Header(many, false)...), "more than any RPM has"},
		{"four billion integers", append(append([]byte{}, good[:112]...), rpmstest.Header([]rpmstest.Tag{{ID: 1048, Kind: 4, Count: 0xffffffff, Data: "xxxx"}}, false)...), "do not fit"},
		{"an unknown type", append(append([]byte{}, good[:112]...), rpmstest.Header([]rpmstest.Tag{{ID: 1000, Kind: 77, Count: 1, Data: "x"}}, false)...), "type 77 is not known"},
		{"an endless string", append(append([]byte{}, good[:112]...), rpmstest.Header([]rpmstest.Tag{{ID: 1000, Kind: 6, Count: 1, Data: "dhcp"}}, false)...), "does not end"},
		{"strings over strings", repeated, "more than 64 MiB"},
		{"no name", append(append([]byte{}, good[:112]...), rpmstest.Header(nil, false)...), "it names no package"},
		{"a binary package", rpmstest.RPM(rpmstest.Cpio("a.spec", spec), 0), "it is no source RPM"},
		{"no payload", rpmstest.RPM(nil, 1), "it is missing"},
		{"no compression", rpmstest.RPM([]byte("what is this payload?"), 1), "in no known way"},
		{"damaged xz", rpmstest.RPM([]byte("\xfd7zXZ\x00 and then nothing of it at all"), 1), "damaged payload"},
		{"xz that asks for 4 GiB", rpmstest.RPM(append([]byte("\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x28"), make([]byte, 20)...), 1), "128 MiB of memory"},
		{"xz with sizes that asks for 4 GiB", rpmstest.RPM(append([]byte("\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46\x04\xc0\x80\x80\x01\xff\xff\x7f\x21\x01\x28"), make([]byte, 20)...), 1), "128 MiB of memory"},
		{"lzma that asks for 4 GiB", rpmstest.RPM(append([]byte{0x5d, 0xff, 0xff, 0xff, 0xff}, make([]byte, 20)...), 1), "128 MiB of memory"},
		{"no archive", rpmstest.RPM(gzipped(t, []byte(strings.Repeat("no archive at all ", 20))), 1), "no cpio archive"},
		{"archive without numbers", rpmstest.RPM([]byte("070701"+strings.Repeat("z", 200)), 1), "is no number"},
		{"archive cut short", rpmstest.RPM(rpmstest.Cpio("a.spec", spec)[:130], 1), "it ends too early"},
		{"a name of 4 GiB", rpmstest.RPM([]byte("070701"+strings.Repeat("0", 88)+"ffffffff"+"00000000"), 1), "a name of 4294967295 bytes"},
		{"a spec of 4 GiB", rpmstest.RPM([]byte("070701"+"00000001"+"000081a4"+strings.Repeat("0", 32)+"ffffffff"+strings.Repeat("0", 32)+"00000007"+"00000000"+"a.spec\x00\x00\x00\x00"), 1), "more than 16 MiB"},
		{"no spec", rpmstest.RPM(rpmstest.Cpio("a.tar.gz", "x", "spec", "y", "dir/.spec.bak", "z"), 1), ErrNoSpec.Error()},
	} {
		_, err := ReadSource(bytes.NewReader(c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// sharedStrings is a header of many entries that all name one long string.
func sharedStrings(one []byte) []byte {
	const n = 1000
	out := append([]byte{}, one[:8]...)
	out = binary.BigEndian.AppendUint32(out, n)
	out = append(out, one[12:16]...)
	for range n {
		out = append(out, one[16:32]...)
	}
	return append(out, one[32:]...)
}

func gzipped(t testing.TB, data []byte) []byte { return compressed(t, data)["gzip"] }

// TestNames: of a name in the archive only the last component is taken, and
// nothing is written anywhere.
func TestNames(t *testing.T) {
	for _, name := range []string{"../../../etc/x.spec", "/etc/x.spec", "a/../x.spec", "x.spec"} {
		s, err := ReadSource(bytes.NewReader(rpmstest.RPM(rpmstest.Cpio(name, spec), 1)))
		if err != nil || s.SpecName != "x.spec" {
			t.Errorf("%s: %v %+v", name, err, s)
		}
	}
}

// TestBomb: a payload that decompresses to more than anything real is given
// up.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("it decompresses 2 GiB")
	}
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(w, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08xx\x00", 1, 0o100644, 0, 0, 1, 0, uint32(0xfffffff0), 0, 0, 0, 0, 2, 0)
	zeros := make([]byte, 64<<20)
	for range 40 {
		w.Write(zeros)
	}
	w.Close()
	if _, err := ReadSource(bytes.NewReader(rpmstest.RPM(out.Bytes(), 1))); err == nil {
		t.Error("no error")
	}
}

// TestOracle reads a source RPM that rpmbuild made.
func TestOracle(t *testing.T) {
	rpmbuild := oracle.Program(t, "rpmbuild", "apt install rpm, or dnf install rpm-build")
	dir := t.TempDir()
	file := filepath.Join(dir, "dhcp.spec")
	if err := os.WriteFile(file, []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, payload := range []string{"w9.gzdio", "w2.xzdio", "w9.bzdio", "w3.zstdio"} {
		command := exec.Command(rpmbuild, "-bs", "--nodeps", "-D", "_topdir "+dir, "-D", "_source_payload "+payload, file)
		command.Env = append(os.Environ(), "HOME="+dir)
		if out, err := command.CombinedOutput(); err != nil {
			t.Logf("%s: rpmbuild cannot: %s", payload, out)
			continue
		}
		made, err := filepath.Glob(filepath.Join(dir, "SRPMS", "*.src.rpm"))
		if err != nil || len(made) != 1 {
			t.Fatalf("%v %v", made, err)
		}
		s, err := ReadSourceFile(made[0])
		if err != nil {
			t.Errorf("%s: %v", payload, err)
			continue
		}
		if s.SpecName != "dhcp.spec" || string(s.Spec) != spec || s.Name != "dhcp" || s.Release != "58" {
			t.Errorf("%s: %+v", payload, s)
		}
	}
}

func FuzzReadSource(f *testing.F) {
	for _, payload := range compressed(f, rpmstest.Cpio("dhcp.spec", spec)) {
		f.Add(rpmstest.RPM(payload, 1))
	}
	f.Add(rpmstest.RPM(rpmstest.Cpio("x", "y"), 0)[:300])
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := ReadSource(bytes.NewReader(data)); err == nil && (s.SpecName == "" || strings.Contains(s.SpecName, "/")) {
			t.Errorf("%+v", s)
		}
	})
}
