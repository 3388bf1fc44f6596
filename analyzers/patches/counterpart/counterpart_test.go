package counterpart

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// debian is packaging of a program that is called gated, in two packages.
func debian() Tree {
	return Tree{
		"debian/control": []byte("Source: gated\nBuild-Depends: debhelper-compat (= 13),\n libssl-dev | libgnutls-dev\n\n" +
			"Package: gated\nDepends: ${shlibs:Depends}, adduser\nProvides: gate-daemon\n\nPackage: gated-utils\nDepends: gated\n"),
		"debian/rules": []byte("#!/usr/bin/make -f\nBASE = --with-ssl=/usr\n# --with-commented\n%:\n\tdh $@\n" +
			"override_dh_auto_configure:\n\tdh_auto_configure -- $(BASE) \\\n\t\t--disable-tracing --with-lua=lua5.4\n" +
			"ifeq ($(DEB_HOST_ARCH_OS),linux)\n\tCONF += --enable-epoll\nelse\n\tCONF += --disable-epoll\nendif\n" +
			"ifdef SMALL\n\tCONF += --disable-mdb\nendif\n" +
			"override_dh_fixperms:\n\tdh_fixperms\n\tchmod 640 debian/gated/etc/gated/*d.conf\n" +
			"\tinstall -p -D -m 0755 scripts/agent \\\n\t\t$(CURDIR)/debian/gated/usr/lib/ocf/agent\n" +
			"override_dh_installsystemd:\n\tdh_installsystemd --name=gate-late --no-enable\n"),
		"debian/gated.install":           []byte("debian/gated.conf etc/gated\netc/gated/d.d/*\nusr/sbin/gated\n"),
		"debian/gated-utils.install":     []byte("usr/bin/*\n# a comment\nscripts/{show,hide}.sh => usr/ignored\ndoc/{a,b}.txt usr/share/gated\n"),
		"debian/gated.init":              []byte("#!/bin/sh\n"),
		"debian/gated.default":           []byte("OPTIONS=\"-4\"\n"),
		"debian/gated.gate-pam.pam":      []byte("auth required pam_unix.so\n"),
		"debian/gated.service":           []byte("[Service]\nExecStart=/usr/sbin/gated -f\nRestart=always\n"),
		"debian/gated.gate-late.service": []byte("[Service]\n"),
		"debian/cron.daily":              []byte("#!/bin/sh\n"),
		"debian/gated.postinst": []byte("#!/bin/sh\nRUN=gated\nadduser --system --home /var/lib/gated \\\n  --group $RUN\naddgroup --quiet gate-ro || true\n" +
			"chmod 0600 /etc/gated/key\n"),
		"debian/patches/series":    []byte("# first\nfix.patch -p1\n"),
		"debian/patches/fix.patch": []byte("--- a/x\n+++ b/x\n"),
	}
}

// names are the states as the table writes them.
var names = map[State]string{Unknown: "unknown", Has: "has", Lacks: "lacks", Differs: "differs"}

func TestDebian(t *testing.T) {
	f := Debian(debian())
	for _, c := range []struct {
		change Change
		want   string // the state and where
	}{
		{Change{Of: Flag, Name: "enable tracing", Value: "no"}, "has debian/rules:8"},
		{Change{Of: Flag, Name: "enable tracing", Value: "yes"}, "differs debian/rules:8"},
		{Change{Of: Flag, Name: "with lua", Value: "yes"}, "has debian/rules:8"},
		{Change{Of: Flag, Name: "with lua", Value: "no"}, "differs debian/rules:8"},
		{Change{Of: Flag, Name: "with lua", Value: "yes", Gone: true}, "lacks debian/rules:8"},
		{Change{Of: Flag, Name: "with ssl", Value: "/usr"}, "has debian/rules:2"},
		{Change{Of: Flag, Name: "with commented", Value: "yes"}, "unknown "},
		{Change{Of: Flag, Name: "with conf-file", Value: "/etc/x"}, "lacks "},
		{Change{Of: Flag, Name: "with none", Gone: true}, "has "},
		{Change{Of: Flag, Name: "enable epoll", Value: "yes"}, "unknown debian/rules:10"}, // two builds
		{Change{Of: Flag, Name: "enable mdb", Value: "yes"}, "unknown debian/rules:15"},   // under a condition
		{Change{Of: Flag, Name: "dir sysconfdir", Value: "/etc"}, "has debian/rules (dh_auto_configure)"},
		{Change{Of: BuildNeed, Name: "libgnutls-dev"}, "has debian/control:3"},
		{Change{Of: BuildNeed, Name: "libssl-dev", Gone: true}, "lacks debian/control:3"},
		{Change{Of: BuildNeed, Name: "libssl-dev", Value: ">= 3"}, "unknown debian/control:3"},
		{Change{Of: BuildNeed, Name: "cmake"}, "lacks "},
		{Change{Of: Need, Name: "gate-daemon"}, "has debian/control:7"},
		{Change{Of: Need, Name: "libxml2"}, "unknown "}, // ${shlibs:Depends} may be it
		{Change{Of: File, Name: "/etc/rc.d/init.d/gated", Mode: "0755"}, "has debian/gated.init:1"},
		{Change{Of: File, Name: "/etc/init.d/gated", Own: true}, "differs debian/gated.init:1"},
		{Change{Of: File, Name: "/etc/sysconfig/gated"}, "has debian/gated.default:1"},
		{Change{Of: File, Name: "/etc/pam.d/gate-pam"}, "has debian/gated.gate-pam.pam:1"},
		{Change{Of: File, Name: "/etc/cron.daily/gated"}, "has debian/cron.daily:1"},
		{Change{Of: File, Name: "/etc/gated/gated.conf", Mode: "640"}, "has debian/gated.install:1"},
		{Change{Of: File, Name: "/etc/gated/gated.conf", Mode: "600"}, "differs debian/gated.install:1"},
		{Change{Of: File, Name: "/opt/gated.conf", Own: true}, "differs debian/gated.install:1"}, // another place
		{Change{Of: File, Name: "%{confdir}/gated.conf"}, "has debian/gated.install:1"},
		{Change{Of: File, Name: "/etc/gated/key", Mode: "0600"}, "has debian/gated.postinst:6"},
		{Change{Of: File, Name: "/usr/bin/gatectl", Own: true}, "unknown debian/gated-utils.install:1"}, // a pattern
		{Change{Of: File, Name: "/usr/sbin/gated", Gone: true}, "lacks debian/gated.install:3"},
		{Change{Of: File, Name: "/usr/share/gated/b.txt"}, "has debian/gated-utils.install:4"},
		{Change{Of: File, Name: "/usr/share/gated", Mode: "750"}, "differs debian/gated-utils.install:4"}, // a folder
		{Change{Of: File, Name: "/usr/lib/ocf/agent", Mode: "755"}, "has debian/rules:20"},
		{Change{Of: File, Name: "/etc/cron.d/gated"}, "lacks "},
		{Change{Of: File, Name: "/etc/cron.d/gated", Gone: true}, "has "},
		{Change{Of: File, Name: "relative"}, "unknown "},
		{Change{Of: File, Name: "/usr/lib64/gated/x.so"}, "unknown "},
		{Change{Of: Unit, Name: "gated.service", Value: "enable"}, "has debian/gated.service:1"},
		{Change{Of: Unit, Name: "gated.service", Value: "preset", Gone: true}, "lacks debian/gated.service:1"},
		{Change{Of: Unit, Name: "gate-late.service", Value: "enable"}, "lacks debian/gated.gate-late.service:1"},
		{Change{Of: Unit, Name: "gated.service", Value: "mask"}, "lacks debian/gated.service:1"},
		{Change{Of: Unit, Name: "other.service", Value: "enable"}, "unknown "},
		{Change{Of: Unit, Name: "own.service", Value: "enable", Own: true}, "lacks "},
		{Change{Of: Account, Name: "passwd gated"}, "has debian/gated.postinst:3"},
		{Change{Of: Account, Name: "group gated"}, "has debian/gated.postinst:3"},
		{Change{Of: Account, Name: "group gate-ro 345"}, "has debian/gated.postinst:5"},
		{Change{Of: Account, Name: "passwd wrs"}, "lacks "},
		{Change{Of: Beside, Name: "gated.service", Added: []string{"Restart = always"}, Removed: []string{"Restart=no"}}, "has debian/gated.service:3"},
		{Change{Of: Beside, Name: "gated.service", Added: []string{"Type=forking"}, Removed: []string{"Restart=always"}}, "lacks debian/gated.service:1"},
		{Change{Of: Beside, Name: "gated.service", Added: []string{"Type=forking", "Restart=always"}}, "differs debian/gated.service:3"},
		{Change{Of: Beside, Name: "gated.sysconfig", Added: []string{`OPTIONS="-4"`}}, "has debian/gated.default:1"},
		{Change{Of: Beside, Name: "none.conf", Added: []string{"x"}}, "unknown "},
		{Change{Of: Other, Name: "make"}, "unknown "},
	} {
		a := f.Ask(&c.change)
		if got := names[a.State] + " " + a.At; got != c.want {
			t.Errorf("%+v: %s, want %s (%s)", c.change, got, c.want, a.Why)
		}
		if a.Why == "" {
			t.Errorf("%+v: it does not say why", c.change)
		}
	}
	if !slices.Equal(f.Patches, []string{"debian/patches/fix.patch"}) {
		t.Errorf("patches %v", f.Patches)
	}
	if Debian(Tree{"README": nil}) != nil {
		t.Error("a tree without debian/ has facts")
	}
}

// TestOtherBuild holds that options of configure say nothing where meson builds.
func TestOtherBuild(t *testing.T) {
	f := Debian(Tree{
		"debian/control": []byte("Source: x\nBuild-Depends: meson\n\nPackage: x\n"),
		"debian/rules":   []byte("%:\n\tdh $@\noverride_dh_auto_configure:\n\tdh_auto_configure -- -Dwith_ldap=enabled\n"),
	})
	for key, want := range map[string]State{"with ldap": Has, "with lua": Unknown} {
		if a := f.Ask(&Change{Of: Flag, Name: key, Value: "yes"}); a.State != want {
			t.Errorf("%s: %s (%s)", key, names[a.State], a.Why)
		}
	}
}

func TestAutospec(t *testing.T) {
	f := Autospec(Tree{
		"options.conf": nil, "configure": []byte("--disable-static \\\n--with-ldap\n"), "buildreq_add": []byte("openssl-dev\n# none\nlua-dev\n"),
		"requires_add": []byte("iproute2\n"), "gated.service": []byte("[Service]\n"), "gated.tmpfiles": nil, "gated.sysusers": []byte("u gated - \"x\"\n"),
		"series": []byte("a.patch\n"), "a.patch": []byte("-"), "b.patch": []byte("-"),
	})
	for _, c := range []struct {
		change Change
		want   string
	}{
		{Change{Of: Flag, Name: "with ldap", Value: "yes"}, "has configure:2"},
		{Change{Of: BuildNeed, Name: "lua-dev"}, "has buildreq_add:3"},
		{Change{Of: Need, Name: "iproute2"}, "has requires_add:1"},
		{Change{Of: Unit, Name: "gated.service", Value: "enable"}, "lacks gated.service:1"},
		{Change{Of: Account, Name: "group gated"}, "has gated.sysusers:1"},
		{Change{Of: File, Name: "/usr/lib/tmpfiles.d/gated.conf"}, "has gated.tmpfiles:1"},
	} {
		a := f.Ask(&c.change)
		if got := names[a.State] + " " + a.At; got != c.want {
			t.Errorf("%+v: %s, want %s (%s)", c.change, got, c.want, a.Why)
		}
	}
	if !slices.Equal(f.Patches, []string{"a.patch"}) {
		t.Errorf("patches %v", f.Patches)
	}
	if Autospec(Tree{"configure": nil}) != nil {
		t.Error("a tree without options.conf is of autospec")
	}
}

func TestFlags(t *testing.T) {
	for line, want := range map[string]string{
		"./configure --with-a --without-b --enable-c=no --disable-d":      "--with-a --without-b --disable-c --disable-d",
		`%configure --sysconfdir=/etc --with-cflags="-O2 -g" -DX:BOOL=ON`: "--with-cflags=-O2 -g --sysconfdir=/etc -DX=yes",
		"$(if $(filter y,$(P)),--with-libunwind) dh $@ --with python3":    "--with-libunwind",
		"see --withering and x--with-y":                                   "",
	} {
		var got []string
		for _, f := range Flags(line) {
			got = append(got, f.Text())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// TestRead holds that a folder and archives with and without a top folder give the
// same, and that nothing from outside of debian/ comes in.
func TestRead(t *testing.T) {
	files := fstest.MapFS{"debian/rules": {Data: []byte("x")}, "debian/a/b.service": {Data: []byte("y")}, "src/main.c": {Data: []byte("z")},
		"debian/cron.daily": {Data: []byte("../cron"), Mode: fs.ModeSymlink},
		"debian/logo.png":   {Data: []byte("\x00\x01")}, "debian/huge": {Data: bytes.Repeat([]byte("a"), mostFile+1)}}
	want := []string{"debian/a/b.service", "debian/cron.daily", "debian/rules"}
	folder, err := ReadFolder(files)
	if err != nil || !slices.Equal(slices.Sorted(maps.Keys(folder)), want) {
		t.Errorf("folder: %v %v", slices.Sorted(maps.Keys(folder)), err)
	}
	for _, top := range []string{"", "gated-1.0/", "./"} {
		var packed bytes.Buffer
		w := tar.NewWriter(&packed)
		for name, f := range files {
			if f.Mode != 0 {
				continue
			}
			put(t, w, top+name, f.Data)
		}
		put(t, w, top+"debian/../../../etc/passwd", []byte("hostile"))
		if err := w.WriteHeader(&tar.Header{Name: top + "debian/cron.daily", Linkname: "../cron", Typeflag: tar.TypeSymlink}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := ReadArchive(&packed)
		if err != nil || !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
			t.Errorf("archive below %q: %v %v", top, slices.Sorted(maps.Keys(got)), err)
		}
	}
	if _, err := ReadArchive(strings.NewReader("no archive at all")); err == nil {
		t.Error("what is no archive is read")
	}
}

func put(t *testing.T, w *tar.Writer, name string, data []byte) {
	t.Helper()
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data)), Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
}

// FuzzPackaging feeds one text as every file of packaging.
func FuzzPackaging(f *testing.F) {
	for _, src := range debian() {
		f.Add(src, "x")
	}
	f.Fuzz(func(t *testing.T, src []byte, name string) {
		tree := Tree{}
		for file := range debian() {
			tree[file] = src
		}
		clear := Tree{"options.conf": src, "configure": src, "series": src, "x.service": src, "x.sysusers": src, "buildreq_add": src}
		for _, facts := range []*Facts{Debian(tree), Autospec(clear)} {
			for of := Flag; of <= Other; of++ {
				c := Change{Of: of, Name: name, Value: name, Mode: "640", Added: []string{name}}
				if a := facts.Ask(&c); a.Why == "" {
					t.Errorf("%d %q: no reason", of, name)
				}
				_ = fmt.Sprint(Flags(string(src)))
			}
		}
	})
}
