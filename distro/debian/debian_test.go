package debian

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pierrec/lz4/v4"

	"opendev.org/starlingx/stxscan/distro"
)

const packages = `Package: agent
Version: 1:2.0-1
Source: agent-src (1:2.0)
Provides: agent-api (= 2), mail-agent, old:any
Description: an agent
 that goes on
 over lines

Package: libagent1
Version: 2.0-1
Architecture: amd64

Package: agent
Version: 1:1.0-1
`

const sources = "Package: agent-src\nBinary: agent, libagent1\nVersion: 1:2.0-1\n\nPackage: other\nVersion: 3\n"

const contents = `usr/bin/agent                              admin/agent,utils/agent-alt
usr/lib/x86_64-linux-gnu/libagent.so.1     libs/libagent1
usr/share/doc/a file with blanks/copyright doc/agent
usr/share/gocode/src/example.org/a/x.go    golang/agent
usr/share/gocode/src/example.org/a/y.go    golang/agent
`

// archive lays a suite out as a mirror has it, with a Release that lists it.
func archive(t *testing.T, extra string) string {
	t.Helper()
	root := t.TempDir()
	files := map[string][]byte{
		"main/binary-amd64/Packages.gz": gz(packages), "main/source/Sources.gz": gz(sources), "main/Contents-amd64.gz": gz(contents),
		"main/Contents-all.gz": gz("usr/share/perl5/Agent/Run.pm  perl/agent\n"), "non-free/binary-amd64/Packages.gz": gz("Package: firmware\nVersion: 1\n"),
		"main/binary-arm64/Packages.gz": gz("Package: not-this\nVersion: 1\n"),
	}
	plain := map[string]string{"main/binary-amd64/Packages": packages}
	var sums strings.Builder
	for name, data := range files {
		put(t, filepath.Join(root, "dists/bookworm", name), data)
		fmt.Fprintf(&sums, " %s %d %s\n", sum(data), len(data), name)
	}
	for name, text := range plain {
		fmt.Fprintf(&sums, " %s %d %s\n", sum([]byte(text)), len(text), name)
	}
	release := "Origin: Debian\nSuite: stable\nCodename: bookworm\nVersion: 12.1\nDate: Sat, 11 Jul 2026 10:16:37 UTC\n" + extra +
		"Components: main non-free\nMD5Sum:\n 0 1 main/x\nSHA256:\n" + sums.String()
	put(t, filepath.Join(root, "dists/bookworm/Release"), []byte(release))
	return root
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func gz(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

var now = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func importOf(t *testing.T, place string, o Options) (*distro.Index, *Report, error) {
	t.Helper()
	b := distro.NewBuilder(distro.Meta{Target: "debian-12"})
	o.Now = now
	r, err := Import(b, place, o)
	if err != nil {
		return nil, nil, err
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x, r, nil
}

func TestImport(t *testing.T) {
	x, r, err := importOf(t, archive(t, ""), Options{Suites: []string{"bookworm"}})
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := x.Package("agent"); p.Version != "1:2.0-1" || p.Source != "agent-src" {
		t.Errorf("agent: %+v", p)
	}
	if p, _ := x.Package("firmware"); p.Component != "non-free" {
		t.Errorf("firmware: %+v", p)
	}
	if _, ok := x.Package("not-this"); ok {
		t.Error("a package of another architecture")
	}
	if v, _ := x.SourceVersion("agent-src"); v != "1:2.0-1" {
		t.Errorf("source %s", v)
	}
	if got := x.Providers("agent-api"); len(got) != 1 || got[0] != (distro.Provider{Package: "agent", Version: "2"}) {
		t.Errorf("agent-api: %v", got)
	}
	if len(x.Providers("old")) != 1 {
		t.Error("old:any is provided as old")
	}
	for fact, want := range map[string]string{
		"program:/usr/bin/agent": "agent agent-alt", "library:libagent.so.1": "libagent1", "golang:example.org/a": "agent", "perl:Agent::Run": "agent",
	} {
		if got := strings.Join(x.Owners(fact), " "); got != want {
			t.Errorf("%s: %s, want %s", fact, got, want)
		}
	}
	if x.Date != "2026-07-11" || x.Suite != "bookworm" || x.Source != "Debian bookworm 12.1" || x.Completeness[distro.Files] != distro.Complete {
		t.Errorf("described as %+v", x.Meta)
	}
	if r.Verified != 5 || len(r.Warnings) != 0 {
		t.Errorf("report: %+v", r)
	}
}

// TestAptLists reads what apt keeps: other names, other compressions, checksums
// of what the files hold.
func TestAptLists(t *testing.T) {
	from, to := archive(t, ""), t.TempDir()
	release, err := os.ReadFile(filepath.Join(from, "dists/bookworm/Release"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(to, "deb.example.org_debian_dists_bookworm_InRelease"),
		[]byte("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"+string(release)+"-----BEGIN PGP SIGNATURE-----\n\nxyz\n-----END PGP SIGNATURE-----\n"))
	var packed bytes.Buffer
	w := lz4.NewWriter(&packed)
	_, _ = w.Write([]byte(packages))
	_ = w.Close()
	put(t, filepath.Join(to, "deb.example.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4"), packed.Bytes())
	put(t, filepath.Join(to, "deb.example.org_debian_dists_trixie_main_binary-amd64_Packages"), []byte("Package: later\nVersion: 9\n"))
	put(t, filepath.Join(to, "partial/x"), nil)
	x, r, err := importOf(t, to, Options{Suites: []string{"bookworm"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := x.Package("later"); ok || r.Verified != 1 || !slices.Equal(r.Suites, []string{"bookworm"}) {
		t.Errorf("report: %+v", r)
	}
	if _, _, err := importOf(t, to, Options{Suites: []string{"bullseye"}}); !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "bookworm, trixie") {
		t.Errorf("another suite: %v", err)
	}
}

// TestRefused: what is damaged, stale, or not what its Release says.
func TestRefused(t *testing.T) {
	at := func(root, name string) string { return filepath.Join(root, "dists/bookworm", name) }
	for name, c := range map[string]struct {
		extra  string
		damage func(root string)
		want   string
	}{
		"stale": {"Valid-Until: Sat, 18 Jul 2026 10:16:37 UTC\n", func(string) {}, "valid until 2026-07-18"},
		"wrong content": {"", func(root string) {
			put(t, at(root, "main/binary-amd64/Packages.gz"), gz(packages+"\nPackage: evil\nVersion: 1\n"))
		}, "checksum"},
		"cut off":        {"", func(root string) { put(t, at(root, "main/source/Sources.gz"), gz(sources)[:40]) }, "damaged or cut off"},
		"no index":       {"", func(root string) { put(t, at(root, "main/binary-amd64/Packages.gz"), gz("<html>not found</html>\n")) }, "no paragraph"},
		"other contents": {"", func(root string) { put(t, at(root, "main/Contents-all.gz"), gz("usr/bin/b  x/b\n")) }, "checksum"},
		"bad contents":   {"", func(root string) { put(t, at(root, "main/Contents-all.gz"), gz("usr/bin/b\nusr/bin/c\n")) }, "no list of contents"},
		"no Release":     {"", func(root string) { put(t, at(root, "Release"), []byte("hello\n")) }, "no Release file"},
		"a bomb":         {"", func(root string) { put(t, at(root, "main/Contents-all.gz"), gz(strings.Repeat("\n", 200<<20))) }, "unpacks to far more"},
		"a long line":    {"", func(root string) { put(t, at(root, "main/Contents-all.gz"), gz(strings.Repeat("a b c d", 1<<20))) }, "MB long"},
	} {
		t.Run(name, func(t *testing.T) {
			root := archive(t, c.extra)
			c.damage(root)
			_, _, err := importOf(t, root, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	root := archive(t, "Valid-Until: Sat, 18 Jul 2026 10:16:37 UTC\n")
	put(t, at(root, "main/Contents-all.gz"), gz("usr/bin/b  x/b\n"))
	x, r, err := importOf(t, root, Options{AllowStale: true, OtherContents: true})
	if err != nil || len(r.Warnings) != 2 || !strings.HasSuffix(x.Source, "Contents of another day") {
		t.Errorf("allowed: %v %+v", err, r)
	}
}

func TestContentsHeader(t *testing.T) {
	b := distro.NewBuilder(distro.Meta{})
	n, err := ReadContents(b, strings.NewReader("This file maps each file\nto its package.\n\nFILE                  LOCATION\nbin/ip\tuniverse/net/iproute2\n"))
	if err != nil || n != 1 {
		t.Errorf("%d lines, %v", n, err)
	}
	b.AddSource("x", "1")
	x, err := b.Index()
	if err != nil || len(x.Owners("program:/bin/ip")) != 1 {
		t.Errorf("owners: %v %v", x.Owners("program:/bin/ip"), err)
	}
}

func FuzzPackages(f *testing.F) {
	f.Add(packages)
	f.Add("Package: a\n b\nVersion\n: \n\n\nProvides: ,(= ),a (")
	f.Fuzz(func(t *testing.T, text string) {
		b := distro.NewBuilder(distro.Meta{Family: distro.FamilyDebian})
		_, _ = ReadPackages(b, strings.NewReader(text), "")
		_, _ = ReadSources(b, strings.NewReader(text))
		if x, err := b.Index(); err == nil {
			for p := range x.Packages() {
				if q, ok := x.Package(p.Name); !ok || q != p {
					t.Fatalf("%+v is found as %+v", p, q)
				}
			}
		}
	})
}

func FuzzContents(f *testing.F) {
	f.Add(contents)
	f.Fuzz(func(t *testing.T, text string) {
		b := distro.NewBuilder(distro.Meta{})
		_, _ = ReadContents(b, strings.NewReader(text))
		b.AddSource("x", "1")
		if _, err := b.Index(); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzRelease(f *testing.F) {
	f.Add("Date: Sat, 11 Jul 2026 10:16:37 UTC\nSHA256:\n 0 1 x\n")
	f.Fuzz(func(t *testing.T, text string) { _, _ = ParseRelease(strings.NewReader(text)) })
}

// BenchmarkContents reads a list as large as the one of a section of Debian.
func BenchmarkContents(b *testing.B) {
	var text strings.Builder
	for i := range 200_000 {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&text, "usr/share/doc/package-%d/copyright                     doc/package-%d\n", i, i)
		case 1:
			fmt.Fprintf(&text, "usr/share/icons/theme/%d.svg                            gnome/package-%d\n", i, i)
		case 2:
			fmt.Fprintf(&text, "usr/lib/python3/dist-packages/module_%d/__init__.py     python/python3-%d\n", i/50, i/50)
		case 3:
			fmt.Fprintf(&text, "usr/include/package-%d/a.h                              libdevel/package-%d-dev\n", i, i)
		}
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := ReadContents(distro.NewBuilder(distro.Meta{}), strings.NewReader(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}
