package distro

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

func TestResolve(t *testing.T) {
	x := clearIndex()
	for _, c := range []struct {
		kind       Kind
		name, need string
		verdict    finding.Presence
		want       string
		confidence finding.Confidence
	}{
		{RPM, "bash", "", finding.Present, "bash", finding.High},
		{RPM, "popt(x86-64)", "", finding.Present, "popt", finding.High},
		{RPM, "openldap", "", finding.Present, "openldap", finding.Medium}, // by the list of sources alone
		{RPM, "openssl-devel", "", finding.Renamed, "openssl-dev", finding.High},
		{RPM, "openssl-devel%{?_isa}", "", finding.Renamed, "openssl-dev", finding.High},
		{RPM, "openssl-libs", "", finding.Renamed, "openssl-lib", finding.High},
		{RPM, "libuuid-devel", "", finding.Renamed, "util-linux-dev", finding.High},
		{RPM, "cpp", "", finding.ProvidedBy, "gcc", finding.High},
		{RPM, "nobody-knows-this", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "systemd-nobody", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "libselinux-devel", "", finding.Missing, "", finding.High},
		// Python
		{RPM, "python-six", "", finding.Renamed, "six-legacypython", finding.High},
		{RPM, "python2-six", "", finding.Renamed, "six-legacypython", finding.High},
		{RPM, "python3-six", "", finding.Renamed, "six-python3", finding.High},
		{RPM, "python-oslo-config", "", finding.Python3Only, "oslo.config-python3", finding.High},
		{RPM, "python3-oslo-config", "", finding.Renamed, "oslo.config-python3", finding.High},
		{RPM, "python-enum34", "", finding.InStdlib, "", finding.High},
		{RPM, "python-augeas", "", finding.Present, "python-augeas", finding.Medium},
		{RPM, "python-memcached", "", finding.Renamed, "python-memcached-legacypython", finding.High},
		{RPM, "python-libvirt", "", finding.Python3Only, "libvirt-python-python3", finding.High},
		{RPM, "python-kubernetes", "", finding.Missing, "", finding.High},    // kubernetes is the program
		{RPM, "python-snappy", "", finding.PresenceUnknown, "", finding.Low}, // snappy is the library
		{RPM, "python-oslo-db-tests", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "python-google-api-client", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "python-cephfs", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "python-croniter", "", finding.Missing, "", finding.Medium},
		{RPM, "python-devel", "", finding.Renamed, "python-dev", finding.High},
		{RPM, "pyOpenSSL", "", finding.Renamed, "pyOpenSSL-legacypython", finding.High},
		{RPM, "python3dist(oslo.config)", "", finding.Renamed, "oslo.config-python3", finding.High},
		{Python, "oslo_config", "", finding.Python3Only, "oslo.config-python3", finding.High},
		{Python, "Six", "", finding.Present, "six-legacypython", finding.High},
		{Python, "tornado", "", finding.Present, "tornado", finding.Medium},
		{Python, "docker", "", finding.PresenceUnknown, "", finding.High},
		{Python, "systemd-python", "", finding.Present, "python-systemd", finding.Medium},
		{Python, "croniter", "", finding.Missing, "", finding.Medium},
		{Python, "ab", "", finding.PresenceUnknown, "", finding.Low},
		// Capabilities and files
		{RPM, "pkgconfig(openssl)", "", finding.ProvidedBy, "openssl-dev", finding.High},
		{RPM, "pkgconfig(nobody)", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "perl(DBI)", "", finding.ProvidedBy, "perl-DBI", finding.High},
		{RPM, "perl(Nobody::Knows)", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "/bin/sh", "", finding.ProvidedBy, "bash-bin", finding.High},
		{RPM, "/usr/sbin/useradd", "", finding.ProvidedBy, "shadow", finding.High},
		{RPM, "/etc/my.cnf", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "/usr/lib/nobody/bash", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "libuuid.so.1()(64bit)", "", finding.ProvidedBy, "util-linux-lib", finding.High},
		{RPM, "libjson-c.so.2()(64bit)", "", finding.ABIChanged, "json-c-lib", finding.Medium},
		{RPM, "libnobody.so.2()(64bit)", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "golang(github.com/gorilla/mux)", "", finding.PresenceUnknown, "", finding.Low},
		// Puppet and sources
		{RPM, "puppet-stdlib", "", finding.Missing, "", finding.High},
		{Puppet, "stdlib", "", finding.Missing, "", finding.High},
		{SRPM, "systemd", "", finding.Present, "systemd", finding.High},
		{SRPM, "nobody-knows-this", "", finding.PresenceUnknown, "", finding.Low},
		// Versions
		{RPM, "openssl", ">= 1.1.0", finding.TooOld, "openssl", finding.High},
		{RPM, "openssl", ">= 1:1.0.2k-8.el7", finding.Present, "openssl", finding.High},
		{RPM, "openssl", ">= %{v}", finding.Present, "openssl", finding.High},
		{RPM, "openldap", ">= 99", finding.Present, "openldap", finding.Medium}, // its version is not known
		// What no name is
		{RPM, "", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "%{name}-devel", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "(a or b)", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "$(reboot)", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "bash\x1b[31m", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, "b\u0430sh", "", finding.PresenceUnknown, "", finding.Low},
		{RPM, strings.Repeat("a-", 500_000), "", finding.PresenceUnknown, "", finding.Low},
		{Python, strings.Repeat("x", 1<<20), "", finding.PresenceUnknown, "", finding.Low},
	} {
		n := Need{Kind: c.kind, Name: c.name}
		if op, version, ok := strings.Cut(c.need, " "); ok {
			n.Constraints = []Constraint{{op, version}}
		}
		v := x.Resolve(n)
		name := c.name[:min(len(c.name), 40)]
		if v.Verdict != c.verdict || v.Name != c.want || v.Confidence != c.confidence {
			t.Errorf("%s %s %s: %s %q, %s (%s); want %s %q, %s", c.kind, name, c.need,
				v.Verdict, v.Name, v.Confidence, v.Evidence, c.verdict, c.want, c.confidence)
		}
		if v.Evidence == "" || len(v.Evidence) > 200 {
			t.Errorf("%s %s: evidence %q", c.kind, name, v.Evidence)
		}
	}
}

func TestNoIndex(t *testing.T) {
	for _, target := range []string{"debian-10", "ubuntu-18.04", "centos-7", "clear", "../clear", ""} {
		if (&Embedded{}).For(target, "") != nil {
			t.Errorf("there is an index of %q", target)
		}
	}
}

// TestPartialIndex: what is not complete misses nothing.
func TestPartialIndex(t *testing.T) {
	x := &clear{Meta: Meta{Completeness: map[string]string{Sources: Partial}}}
	x.addSources([]byte("bash\nsystemd\n"))
	x.addVersions(nil)
	x.addFiles(nil)
	x.finish()
	for _, n := range []Need{{Kind: RPM, Name: "python-croniter"}, {Kind: Python, Name: "croniter"}, {Kind: Puppet, Name: "stdlib"}, {Kind: RPM, Name: "puppet-stdlib"}} {
		if v := x.Resolve(n); v.Verdict != finding.PresenceUnknown {
			t.Errorf("%s: %s by a partial index", n.Name, v.Verdict)
		}
	}
}

// TestClear holds what was read of the data against the counts of their
// source.
func TestClear(t *testing.T) {
	x := clearIndex()
	files := 0
	for _, list := range x.files {
		files += len(list)
	}
	// Of the 5,290 commands one, [, is no name.
	for what, c := range map[string][2]int{
		"sources": {len(x.sources), 3635}, "versions": {len(x.versions), 345}, "files": {files, 2748},
		"commands": {len(x.commands), 5289}, "pkgconfig": {len(x.pc), 1057},
	} {
		if c[0] != c[1] {
			t.Errorf("%d %s, want %d", c[0], what, c[1])
		}
	}
	for source := range x.versions {
		if !x.sources[source] {
			t.Errorf("%s has a version and is no source", source)
		}
	}
	index := x.Describe()
	if index.Date != "2018-09-20" || !regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString(index.Digest) {
		t.Errorf("%+v", index)
	}
	for _, kind := range []string{Sources, Binaries, Versions, Provides, Files} {
		if index.Completeness[kind] == "" {
			t.Errorf("nothing is said of %s", kind)
		}
	}
}

var lists = regexp.MustCompile(`its spec lists ([^;]*)`)

// TestReviewed checks what was settled by hand against the data: every name is
// there, every file is where the evidence says, and what is called missing is
// in no name.
func TestReviewed(t *testing.T) {
	x := clearIndex()
	if len(x.reviewed) < 100 {
		t.Errorf("only %d names were settled by hand", len(x.reviewed))
	}
	for _, name := range sorted(x.reviewed) {
		r := x.reviewed[name]
		switch r.verdict {
		case finding.Missing:
			stem := lettersOf(name)
			for _, part := range []string{"devel", "libs", "utils", "python", "client"} {
				stem = strings.TrimSuffix(stem, part)
			}
			for _, other := range sorted(x.sources) {
				if strings.Contains(lettersOf(other), stem) && !strings.Contains(r.evidence, other) {
					t.Errorf("%s is called missing, and there is %s", name, other)
				}
			}
			if r.name != "" {
				t.Errorf("%s is called missing, and has a name", name)
			}
			continue
		case finding.PresenceUnknown, finding.NotNeeded:
			continue
		}
		if !x.has(r.name) {
			t.Errorf("%s: there is no %q", name, r.name)
		}
		if m := lists.FindStringSubmatch(r.evidence); m != nil {
			for base := range strings.FieldsSeq(strings.NewReplacer(",", "", " and ", " ", "the library", "").Replace(m[1])) {
				if !slices.ContainsFunc(x.files[base], func(f file) bool { return f.pkg == r.name }) {
					t.Errorf("%s: the spec of %s does not list %s", name, r.name, base)
				}
			}
		}
	}
}

// FuzzResolve: no name makes a panic, a verdict outside of the list, or a
// missing that no evidence tells.
func FuzzResolve(f *testing.F) {
	for _, name := range []string{"python-six", "lib.so.1()(64bit)", "perl(a::b)", "/bin/", "pkgconfig()", "puppet-", "a-devel", "python-", "python3dist(-)", "\x00"} {
		f.Add(name, "1.0")
	}
	x := clearIndex()
	f.Fuzz(func(t *testing.T, name, version string) {
		for _, kind := range []Kind{RPM, SRPM, Python, Puppet} {
			v := x.Resolve(Need{Kind: kind, Name: name, Constraints: []Constraint{{">=", version}}})
			if !slices.Contains(finding.Presences, v.Verdict) || v.Evidence == "" {
				t.Errorf("%s %q: %+v", kind, name, v)
			}
			if v.Name != "" && !isName(v.Name) {
				t.Errorf("%s %q: named %q", kind, name, v.Name)
			}
		}
	})
}

// FuzzRead: whatever is in the files, reading them ends, and what is asked
// afterwards has an answer.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a\tb\tc\td\te\tf f-dev\tg = 1; h\n#x\n\n"))
	f.Add([]byte("a\tperl\t/usr/lib/perl5/5.26.1//A.pm\nb\tso\t/usr/lib64/libx.so.1\n"))
	f.Add([]byte("a\tmissing\t-\tsomething\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		x := &clear{Meta: Meta{Completeness: map[string]string{Sources: Complete}}}
		x.addSources(text)
		x.addVersions(text)
		x.addBundles(text)
		x.addFiles(text)
		x.addReviewed(text)
		x.commands, x.pc = pairs(text), pairs(text)
		x.finish()
		for _, list := range [][]string{sorted(x.sources), sorted(x.binaries), sorted(x.provides)} {
			for _, name := range list {
				if !isName(name) {
					t.Errorf("took up %q", name)
				}
				if v := x.Resolve(Need{Kind: RPM, Name: name}); v.Evidence == "" {
					t.Errorf("%q: %+v", name, v)
				}
			}
		}
	})
}
