package distro

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func sampleIndex(t testing.TB) *Index {
	t.Helper()
	b := NewBuilder(Meta{Target: "debian-12", Family: FamilyDebian, Suite: "bookworm", Date: "2026-07-11", Source: "test", Completeness: map[string]string{Binaries: Complete}})
	b.Add(Package{Name: "rpm", Version: "4.18.0+dfsg-1", Source: "rpm"})
	b.Add(Package{Name: "librpm9", Version: "4.18.0+dfsg-1", Source: "rpm"})
	b.Add(Package{Name: "librpm9", Version: "4.17.0-1", Source: "older"})
	b.Add(Package{Name: "unrar", Version: "1:6.2.6-1", Component: "non-free"})
	b.Add(Package{Name: "-rf", Version: "1"})
	b.AddSource("rpm", "4.18.0+dfsg-1")
	b.AddProvides("rpm-any", "rpm", "")
	b.AddProvides("rpm-any", "alien", "2")
	b.AddFile("usr/bin/rpm", "rpm")
	b.AddFile("usr/lib/x86_64-linux-gnu/librpm.so.9", "librpm9")
	b.AddFile("usr/share/doc/rpm/copyright", "rpm")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestIndex(t *testing.T) {
	x := sampleIndex(t)
	if p, ok := x.Package("librpm9"); !ok || p != (Package{Name: "librpm9", Version: "4.18.0+dfsg-1", Source: "rpm"}) {
		t.Errorf("the newest librpm9 is %+v", p)
	}
	if p, _ := x.Package("unrar"); p.Component != "non-free" || p.Version != "1:6.2.6-1" {
		t.Errorf("unrar is %+v", p)
	}
	if _, ok := x.Package("librpm"); ok {
		t.Error("a prefix of a name is a name")
	}
	if v, ok := x.SourceVersion("rpm"); !ok || v != "4.18.0+dfsg-1" {
		t.Errorf("source rpm is %q", v)
	}
	if got := x.Providers("rpm-any"); !reflect.DeepEqual(got, []Provider{{"alien", "2"}, {"rpm", ""}}) {
		t.Errorf("providers: %v", got)
	}
	if got := x.Owners(Fact(Library, "librpm.so.9")); !slices.Equal(got, []string{"librpm9"}) {
		t.Errorf("owners: %v", got)
	}
	if b, s, p, f := x.Count(); b != 3 || s != 1 || p != 2 || f != 2 {
		t.Errorf("counts: %d %d %d %d", b, s, p, f)
	}
}

// TestNewest: of several versions the newest stays, whatever the order, and of
// those that are equal the one of main.
func TestNewest(t *testing.T) {
	b := NewBuilder(Meta{Family: FamilyDebian})
	for _, p := range []Package{
		{Name: "a", Version: "1.10"}, {Name: "a", Version: "1.9"}, {Name: "a-b", Version: "1"}, {Name: "a", Version: "1.10~rc1"},
		{Name: "c", Version: "1", Component: "contrib"}, {Name: "c", Version: "1"}, {Name: "b", Version: "2"}, {Name: "b", Version: "1:1"},
	} {
		b.Add(p)
	}
	for _, version := range []string{"2", "10", "9"} {
		b.AddSource("s", version)
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	want := []Package{{Name: "a", Version: "1.10"}, {Name: "a-b", Version: "1"}, {Name: "b", Version: "1:1"}, {Name: "c", Version: "1"}}
	if got := slices.Collect(x.Packages()); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if version, _ := x.SourceVersion("s"); version != "10" {
		t.Errorf("the newest source is %s", version)
	}
}

// TestFile holds that an index comes out of a file as it went in, and that no
// file which is cut off or changed is taken for one.
func TestFile(t *testing.T) {
	x := sampleIndex(t)
	name := filepath.Join(t.TempDir(), "debian-12.idx")
	if err := x.WriteFile(name); err != nil {
		t.Fatal(err)
	}
	y, err := ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(x, y) {
		t.Errorf("read back: %+v", y)
	}
	small := filepath.Join(t.TempDir(), "small.idx")
	if err := x.WriteSmall(small); err != nil {
		t.Fatal(err)
	}
	if y, err := ReadFile(small); err != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("read back: %+v, %v", y, err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if _, err := Decode(data[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut off after %d of %d bytes: %v", n, len(data), err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		changed := bytes.Clone(data)
		changed[random.IntN(len(changed))] ^= byte(1 + random.IntN(255))
		if z, err := Decode(changed); err == nil && z.binary.text == x.binary.text && z.files.text == x.files.text {
			continue // the description alone has changed
		} else if err != nil && !errors.Is(err, ErrFormat) {
			t.Fatalf("changed: %v", err)
		} else if err == nil {
			t.Fatal("a changed table was taken")
		}
	}
}

func FuzzDecode(f *testing.F) {
	var whole bytes.Buffer
	if _, err := sampleIndex(f).WriteTo(&whole); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Decode(data)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		x.Package("rpm")
		x.Providers("rpm-any")
		x.Owners("program:/usr/bin/rpm")
	})
}

func TestFactOf(t *testing.T) {
	for path, want := range map[string]string{
		"usr/bin/rpm": "program:/usr/bin/rpm",
		"/sbin/ip":    "program:/sbin/ip",
		"bin/dir/x":   "",
		"usr/lib/x86_64-linux-gnu/libjson-c.so.5":                              "library:libjson-c.so.5",
		"lib/x86_64-linux-gnu/libc.so.6":                                       "library:libc.so.6",
		"usr/lib64/libfoo.so":                                                  "link:libfoo.so",
		"usr/lib/x86_64-linux-gnu/libfoo.so.1.a":                               "",
		"usr/lib/x86_64-linux-gnu/plugins/libx.so.1":                           "",
		"usr/lib/x86_64-linux-gnu/pkgconfig/json-c.pc":                         "pkgconfig:json-c",
		"usr/share/pkgconfig/udev.pc":                                          "pkgconfig:udev",
		"usr/share/perl5/File/Which.pm":                                        "perl:File::Which",
		"usr/share/perl/5.36.0/Getopt/Long.pm":                                 "perl:Getopt::Long",
		"usr/lib/x86_64-linux-gnu/perl5/5.36/DBI.pm":                           "perl:DBI",
		"usr/share/perl5/vendor_perl/Git.pm":                                   "perl:Git",
		"usr/lib/python3/dist-packages/oslo.config-9.0.0.egg-info/PKG-INFO":    "dist3:oslo-config",
		"usr/lib/python3/dist-packages/oslo_config/cfg.py":                     "module3:oslo_config",
		"usr/lib/python3/dist-packages/six.py":                                 "module3:six",
		"usr/lib/python3/dist-packages/_cffi.cpython-311-x86_64-linux-gnu.so":  "module3:_cffi",
		"usr/lib/python3/dist-packages/__pycache__/six.pyc":                    "",
		"usr/lib/python2.7/dist-packages/yum/__init__.py":                      "module2:yum",
		"usr/lib/python3.6/site-packages/Foo_Bar-1.dist-info/METADATA":         "dist3:foo-bar",
		"usr/share/gocode/src/github.com/pkg/errors/errors.go":                 "golang:github.com/pkg/errors",
		"usr/share/rubygems-integration/all/specifications/json-2.6.3.gemspec": "gem:json",
		"usr/share/puppet/modules/stdlib/metadata.json":                        "puppet:stdlib",
		"usr/share/puppet/modules.available/puppetlabs-stdlib/lib/a.rb":        "puppet:stdlib",
		"lib/systemd/system/ssh.service":                                       "unit:ssh.service",
		"usr/lib/systemd/system/a.service.d/x.conf":                            "",
		"usr/share/doc/rpm/copyright":                                          "",
		"":                                                                     "",
	} {
		kind, name, ok := FactOf(path)
		got := ""
		if ok {
			got = Fact(kind, name)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
