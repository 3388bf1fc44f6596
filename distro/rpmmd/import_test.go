package rpmmd

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
)

func newBuilder() *distro.Builder {
	return distro.NewBuilder(distro.Meta{Target: "test", Family: distro.FamilyRPM})
}

func importIndex(t *testing.T, dir string) (*distro.Index, Report) {
	t.Helper()
	b := newBuilder()
	report, err := Import(b, dir)
	if err != nil {
		t.Fatal(err)
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x, report
}

// small is a repository with one of everything.
func small() []pkg {
	libs := pkg{
		name: "openssl-libs", arch: "x86_64", version: version{"1", "1.0.2k", "16.el7"}, source: "openssl-1.0.2k-16.el7.src.rpm",
		provides: []provided{
			{"openssl-libs", "EQ", version{"1", "1.0.2k", "16.el7"}},
			{"config(openssl-libs)", "EQ", version{"1", "1.0.2k", "16.el7"}},
			{"rpmlib(CompressedFileNames)", "EQ", version{"0", "3.0.4", "1"}},
			{"libssl.so.10()(64bit)", "", version{}},
			{"openssl-fips", "GE", version{"0", "1", ""}},
			{"pkgconfig(openssl)", "EQ", version{"0", "1.0.2k", ""}},
		},
		files: []file{{"/usr/bin/openssl", false}, {"/usr/bin/folder", true}, {"/usr/lib64/libssl.so.10", false}, {"/usr/lib64/pkgconfig/openssl.pc", false}},
	}
	return []pkg{
		libs,
		{name: "kernel", arch: "i686", version: version{"0", "3.10.0", "862.el7"}, source: "kernel-rt-3.10.0-862.el7.nosrc.rpm"},
		{name: "kernel", arch: "x86_64", version: version{"0", "3.10.0", "957.el7"}, source: "kernel-rt-3.10.0-957.el7.nosrc.rpm"},
		{name: "foreign", arch: "aarch64", version: version{"0", "1", "1"}, provides: []provided{{"alien", "", version{}}}, files: []file{{"/usr/bin/alien", false}}},
	}
}

func TestImport(t *testing.T) {
	dir := t.TempDir()
	makeRepository(t, dir, small())
	x, report := importIndex(t, dir)
	if p, _ := x.Package("openssl-libs"); p != (distro.Package{Name: "openssl-libs", Version: "1:1.0.2k-16.el7", Source: "openssl"}) {
		t.Errorf("openssl-libs is %+v", p)
	}
	if p, _ := x.Package("kernel"); p.Version != "3.10.0-957.el7" || p.Source != "kernel-rt" {
		t.Errorf("kernel is %+v", p)
	}
	if v, ok := x.SourceVersion("openssl"); v != "1:1.0.2k-16.el7" || !ok {
		t.Errorf("the source openssl is %q", v)
	}
	if v, _ := x.SourceVersion("kernel-rt"); v != "3.10.0-957.el7" {
		t.Errorf("the source kernel-rt is %q", v)
	}
	for capability, want := range map[string][]distro.Provider{
		"openssl-libs":                {{Package: "openssl-libs", Version: "1:1.0.2k-16.el7"}},
		"pkgconfig(openssl)":          {{Package: "openssl-libs", Version: "1.0.2k"}},
		"libssl.so.10()(64bit)":       {{Package: "openssl-libs"}},
		"openssl-fips":                {{Package: "openssl-libs", Version: ">= 1"}},
		"config(openssl-libs)":        nil,
		"rpmlib(CompressedFileNames)": nil,
		"alien":                       nil,
	} {
		if got := x.Providers(capability); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", capability, got, want)
		}
	}
	for fact, want := range map[string]string{
		distro.Fact(distro.Program, "/usr/bin/openssl"):     "openssl-libs",
		distro.Fact(distro.Program, "/usr/bin/folder"):      "",
		distro.Fact(distro.Program, "/usr/bin/alien"):       "",
		distro.Fact(distro.Library, "libssl.so.10"):         "openssl-libs",
		distro.Fact(distro.PkgConfig, "openssl"):            "openssl-libs",
		distro.Fact(distro.Library, "libopenssl-libs.so.0"): "openssl-libs", // only in filelists
	} {
		if got := strings.Join(x.Owners(fact), " "); got != want {
			t.Errorf("%s: %q, want %q", fact, got, want)
		}
	}
	if report.Packages != 3 || report.Date != "2018-10-10" || !slices.Equal(report.Kinds, []string{"filelists", "primary"}) || len(report.Repositories) != 1 || report.Repositories[0].Name != filepath.Base(dir) {
		t.Errorf("the report is %+v", report)
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "aarch64") {
		t.Errorf("warnings: %q", report.Warnings)
	}
	wantComplete(t, x, "partial complete complete complete complete")
}

// wantComplete compares how complete an index is: sources, binaries, versions,
// provides, files.
func wantComplete(t *testing.T, x *distro.Index, want string) {
	t.Helper()
	var got []string
	for _, kind := range []string{distro.Sources, distro.Binaries, distro.Versions, distro.Provides, distro.Files} {
		got = append(got, x.Completeness[kind])
	}
	if strings.Join(got, " ") != want {
		t.Errorf("completeness is %v, want %s", got, want)
	}
}

func TestImportForms(t *testing.T) {
	list := small()
	for _, form := range []string{"", "gz", "xz", "zst"} {
		for _, sum := range []string{"sha256", "sha", "sha1", "sha512"} {
			m := &made{t: t, dir: t.TempDir(), form: form, sum: sum}
			m.add("primary", primaryXML(list, 1))
			m.add("filelists", filelistsXML(list, 4))
			m.write()
			if x, report := importIndex(t, m.dir); report.Packages != 3 || len(x.Owners(distro.Fact(distro.Library, "libopenssl-libs.so.0"))) != 1 {
				t.Errorf("%s, %s: %+v", form, sum, report)
			}
			// What compression a file has is told by what is in it.
			m.change(m.file("primary"), func(text []byte) []byte { return append(text, 0) })
			if _, err := Import(newBuilder(), m.dir); !errors.Is(err, ErrMismatch) {
				t.Errorf("%s, %s: a byte more: %v", form, sum, err)
			}
		}
	}
}

// TestImportPlaces holds that a repository is found in all the ways that people
// have it.
func TestImportPlaces(t *testing.T) {
	list := small()
	for name, place := range map[string]func(t *testing.T, dir string) string{
		"repodata itself": func(t *testing.T, dir string) string {
			return filepath.Join(makeRepository(t, dir, list).dir, "repodata")
		},
		"four folders down": func(t *testing.T, dir string) string {
			makeRepository(t, filepath.Join(dir, "a/b/c/d"), list)
			return dir
		},
		"repodata under another name": func(t *testing.T, dir string) string {
			makeRepository(t, dir, list)
			rename(t, filepath.Join(dir, "repodata"), filepath.Join(dir, "metadata"))
			return dir
		},
		"a cache of yum": func(t *testing.T, dir string) string {
			makeRepository(t, dir, list)
			rename(t, filepath.Join(dir, "repodata"), filepath.Join(dir, "x86_64/7/base"))
			return dir
		},
		"a cache of yum, unpacked": func(t *testing.T, dir string) string {
			m := makeRepository(t, dir, list)
			for _, kind := range []string{"primary", "filelists"} {
				if err := os.Remove(m.file(kind)); err != nil {
					t.Fatal(err)
				}
			}
			base := filepath.Join(dir, "x86_64/7/base")
			rename(t, filepath.Join(dir, "repodata"), base)
			put(t, filepath.Join(base, "gen/primary.xml"), primaryXML(list, 1))
			put(t, filepath.Join(base, "gen/filelists.xml"), filelistsXML(list, 4))
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			x, report := importIndex(t, place(t, t.TempDir()))
			if report.Packages != 3 || len(report.Repositories) != 1 {
				t.Errorf("the report is %+v", report)
			}
			wantComplete(t, x, "partial complete complete complete complete")
		})
	}
	t.Run("five folders down", func(t *testing.T) {
		dir := t.TempDir()
		makeRepository(t, filepath.Join(dir, "a/b/c/d/e"), list)
		if _, err := Import(newBuilder(), dir); !errors.Is(err, ErrNoRepository) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("here", func(t *testing.T) {
		dir := t.TempDir()
		makeRepository(t, dir, list)
		t.Chdir(filepath.Join(dir, "repodata"))
		if _, report := importIndex(t, "."); report.Repositories[0].Name != filepath.Base(dir) {
			t.Errorf("the report is %+v", report)
		}
	})
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// TestImportCache reads several repositories at once.
func TestImportCache(t *testing.T) {
	dir := t.TempDir()
	base := makeRepository(t, filepath.Join(dir, "base-0123456789abcdef"), small())
	sources := small()[:1]
	sources[0].arch, sources[0].name, sources[0].source = "src", "openssl", ""
	other := makeRepository(t, filepath.Join(dir, "base-source-0123456789abcdef"), append(sources,
		pkg{name: "kernel-rt", arch: "nosrc", version: version{"0", "3.10.0", "957.el7"}}))
	other.say("1539182340", "1546300800")
	x, report := importIndex(t, dir)
	if report.Packages != 3 || report.Sources != 2 || report.Date != "2019-01-01" {
		t.Errorf("the report is %+v", report)
	}
	if names := []string{report.Repositories[0].Name, report.Repositories[1].Name}; !slices.Equal(names, []string{"base", "base-source"}) {
		t.Errorf("the repositories are %v", names)
	}
	wantComplete(t, x, "complete complete complete complete complete")

	t.Run("of two releases", func(t *testing.T) {
		makeRepository(t, filepath.Join(dir, "base-fedcba9876543210"), small())
		_, report := importIndex(t, dir)
		if !slices.ContainsFunc(report.Warnings, func(w string) bool { return strings.HasPrefix(w, "base: it is there twice") }) {
			t.Errorf("warnings: %q", report.Warnings)
		}
	})
	t.Run("one has no lists of files", func(t *testing.T) {
		if err := os.Remove(base.file("filelists")); err != nil {
			t.Fatal(err)
		}
		x, report := importIndex(t, dir)
		wantComplete(t, x, "complete complete complete complete partial")
		if !slices.ContainsFunc(report.Warnings, func(w string) bool { return strings.HasPrefix(w, "base: it has no filelists") }) {
			t.Errorf("warnings: %q", report.Warnings)
		}
	})
	t.Run("one has only a database", func(t *testing.T) {
		rename(t, base.file("primary"), filepath.Join(dir, "base-0123456789abcdef/repodata/primary.sqlite"))
		x, report := importIndex(t, dir)
		wantComplete(t, x, "partial partial partial partial partial")
		if !slices.ContainsFunc(report.Warnings, func(w string) bool { return strings.HasPrefix(w, "base: ") && strings.Contains(w, "createrepo_c") }) {
			t.Errorf("warnings: %q", report.Warnings)
		}
	})
}

// TestImportTwice holds that an index is as complete as the least of what went
// into it.
func TestImportTwice(t *testing.T) {
	whole, less := t.TempDir(), t.TempDir()
	makeRepository(t, whole, small())
	m := makeRepository(t, less, sample(5, 5))
	m.data = m.data[:1]
	m.write()
	for _, order := range [][]string{{whole, less}, {less, whole}} {
		b := newBuilder()
		for _, dir := range order {
			if _, err := Import(b, dir); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.Meta().Completeness; got[distro.Files] != distro.Partial || got[distro.Binaries] != distro.Complete {
			t.Errorf("completeness is %v", got)
		}
	}
}

// TestImportSourcesOnly holds that source packages say nothing of binary ones.
func TestImportSourcesOnly(t *testing.T) {
	dir := t.TempDir()
	makeRepository(t, dir, []pkg{{name: "bash", arch: "src", version: version{"0", "4.2", "1"}}})
	x, _ := importIndex(t, dir)
	if v, _ := x.SourceVersion("bash"); v != "4.2-1" {
		t.Errorf("bash is %q", v)
	}
	wantComplete(t, x, "complete none none none none")
}

func TestSourceOf(t *testing.T) {
	for file, want := range map[string][2]string{
		"openssl-1.0.2k-16.el7.src.rpm": {"openssl", "1.0.2k-16.el7"},
		"a-b-c-1-2.nosrc.rpm":           {"a-b-c", "1-2"},
		"":                              {},
		"a-1.src.rpm":                   {},
		"-1-2.src.rpm":                  {},
		"a-1-2.x86_64.rpm":              {},
	} {
		if name, version := sourceOf(file); name != want[0] || version != want[1] {
			t.Errorf("%s: %q %q", file, name, version)
		}
	}
}

// TestMayMatter holds that nothing is passed over which an index would keep.
func TestMayMatter(t *testing.T) {
	heads := []string{"/", "/usr/", "/usr/share/", "/usr/lib/", "/usr/lib64/", "/usr/local/", "/etc/", "/opt/", "/var/lib/", "/lib/", "/usr/src/"}
	tails := []string{
		"bin/rpm", "sbin/rpm", "libx.so.1", "libx.so", "ld-linux.so.2", "pkgconfig/x.pc", "perl5/File/Which.pm", "perl5/vendor_perl/A/B.pm", "perl/5.8/A.pm",
		"python3.6/site-packages/x.py", "python2.7/site-packages/x-1.egg-info/PKG-INFO", "systemd/system/x.service", "gocode/src/github.com/pkg/errors/a.go",
		"gems/specifications/json-1.0.gemspec", "rubygems-integration/all/specifications/json-1.gemspec", "puppet/modules/stdlib/a.pp", "openstack-puppet/modules/x/y.pp",
		"doc/x/bin/rpm", "man/man1/x.1", "locale/de/x.mo", ".build-id/aa/bb", "lib/libx.so.1", "include/x.h", "info/dir",
	}
	matched := 0
	for _, head := range heads {
		for _, tail := range tails {
			if _, _, ok := distro.FactOf(head + tail); ok {
				if matched++; !mayMatter([]byte(head + tail)) {
					t.Errorf("%s would be passed over", head+tail)
				}
			}
		}
	}
	if matched < 30 {
		t.Errorf("only %d paths were compared", matched)
	}
	if mayMatter([]byte("/usr/share/doc/x/README")) || mayMatter([]byte("/etc/passwd")) {
		t.Error("nothing is passed over")
	}
}
