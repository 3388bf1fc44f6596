package distro

import (
	"os"
	"path"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// tableOf reads the names that the rules settle.
func tableOf(t testing.TB) Names {
	t.Helper()
	file, err := os.Open("../rules/names/debian.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	names, err := ReadNames(file, "debian.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestNamesAreThere holds every name of the table against the indexes of the
// targets that its row is for: a package of that name, or one that provides it.
func TestNamesAreThere(t *testing.T) {
	names := tableOf(t)
	e := &Embedded{}
	for name, rows := range names.rows {
		for _, row := range rows {
			fits := false
			for _, target := range []string{"debian-11", "debian-12", "debian-13"} {
				for _, pattern := range row.targets {
					ok, _ := path.Match(pattern, target)
					if !ok {
						continue
					}
					fits = true
					d := e.debianOf(target)
					if _, there := d.Package(row.name); row.name != "" && !there && len(d.Providers(row.name)) == 0 {
						t.Errorf("%s on %s: there is no %s", name, target, row.name)
					}
					if _, there := d.Package(name); there && row.verdict == finding.Missing && row.kind == RPM {
						t.Errorf("%s on %s: a package of that name is there, and told to be missing", name, target)
					}
				}
			}
			if !fits {
				t.Errorf("%s: a row for no target: %v", name, row.targets)
			}
			if row.name == "" && (row.verdict == finding.Renamed || row.verdict == finding.Present || row.verdict == finding.Split) {
				t.Errorf("%s: %s without a name", name, row.verdict)
			}
		}
	}
}

func TestReadNames(t *testing.T) {
	for text, want := range map[string]string{
		"a\tdebian-*\trenamed\tb\twhy\n":   "",
		"# a comment\n\n":                  "",
		"a\tdebian-*\trenamed\tb\n":        "4 fields",
		"a\tdebian-[\trenamed\tb\twhy\n":   "no pattern",
		"a\tdebian-*\tvanished\tb\twhy\n":  "no verdict",
		"a\tdebian-*\trenamed\tb\t\n":      "rest on",
		"-rf\tdebian-*\trenamed\tb\twhy\n": "not a name",
		"a\tdebian-*\trenamed\tb c\twhy\n": "not a name",
		"a\t\trenamed\tb\twhy\n":           "no pattern",
	} {
		_, err := ReadNames(strings.NewReader(text), "t.tsv")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadNames(f *testing.F) {
	f.Add("a\tdebian-*\trenamed\tb\twhy\npuppet(x)\t*\tmissing\t-\twhy\n")
	f.Fuzz(func(t *testing.T, text string) {
		names, err := ReadNames(strings.NewReader(text), "f")
		if err == nil {
			names.verdict("debian-12", "a", RPM)
		}
	})
}

func TestDebianResolve(t *testing.T) {
	d := (&Embedded{Names: tableOf(t)}).For("debian-12", "")
	for _, c := range []struct {
		kind       Kind
		name, need string
		verdict    finding.Presence
		want       string
	}{
		{RPM, "bash", "", finding.Present, "bash"},
		{RPM, "glib2-devel", "", finding.Renamed, "libglib2.0-dev"},
		{RPM, "openssl-devel", "", finding.Renamed, "libssl-dev"},
		{RPM, "zlib-devel", "", finding.Renamed, "zlib1g-dev"},
		{RPM, "libuuid-devel%{?_isa}", "", finding.Renamed, "uuid-dev"},
		{RPM, "krb5-libs", "", finding.Renamed, "libkrb5-3"},
		{RPM, "libselinux(x86-64)", "", finding.Renamed, "libselinux1"},
		{RPM, "python-oslo-config", "", finding.Python3Only, "python3-oslo.config"},
		{RPM, "python2-six", "", finding.Python3Only, "python3-six"},
		{RPM, "python3-six", "", finding.Present, "python3-six"},
		{RPM, "python-oslo-db-tests", "", finding.ProvidedBy, "python3-oslo.db"},
		{RPM, "python-enum34", "", finding.InStdlib, ""},
		{RPM, "pyOpenSSL", "", finding.Python3Only, "python3-openssl"},
		{RPM, "python3dist(oslo.config)", "", finding.Renamed, "python3-oslo.config"},
		{RPM, "perl(File::Which)", "", finding.ProvidedBy, "libfile-which-perl"},
		{RPM, "perl(Getopt::Long)", "", finding.ProvidedBy, "perl"},
		{RPM, "perl(:MODULE_COMPAT_5.16.3)", "", finding.NotNeeded, "perl"},
		{RPM, "perl-DBI", "", finding.Renamed, "libdbi-perl"},
		{RPM, "pkgconfig(libsystemd)", "", finding.ProvidedBy, "libsystemd-dev"},
		{RPM, "golang(github.com/pkg/errors)", "", finding.ProvidedBy, "golang-github-pkg-errors-dev"},
		{RPM, "golang(github.com/AdRoll/goamz/s3)", "", finding.Missing, ""},
		{RPM, "libc.so.6(GLIBC_2.14)(64bit)", "", finding.ProvidedBy, "libc6"},
		{RPM, "libjson-c.so.2()(64bit)", "", finding.ABIChanged, "libjson-c5"},
		{RPM, "libnobody.so.1", "", finding.Missing, ""},
		{RPM, "/usr/sbin/useradd", "", finding.ProvidedBy, "passwd"},
		{RPM, "/bin/systemctl", "", finding.ProvidedBy, "systemd"},
		{RPM, "/usr/bin/pidof", "", finding.ProvidedBy, "sysvinit-utils"},
		{RPM, "/usr/bin/useradd", "", finding.Differs, "passwd"},
		{RPM, "/etc/nobody.conf", "", finding.PresenceUnknown, ""},
		{RPM, "httpd", "", finding.Differs, "apache2"},
		{RPM, "openstack-nova-api", "", finding.Renamed, "nova-api"},
		{RPM, "puppet-stdlib", "", finding.Renamed, "puppet-module-puppetlabs-stdlib"},
		{Puppet, "puppetlabs-firewall", "", finding.Renamed, "puppet-module-puppetlabs-firewall"},
		{Puppet, "nobody", "", finding.Missing, ""},
		{Python, "oslo_config", "", finding.Python3Only, "python3-oslo.config"},
		{Python, "pycrypto", "", finding.Differs, "python3-pycryptodome"},
		{Python, "nobody-knows-this", "", finding.Missing, ""},
		{RPM, "nobody-knows-this", "", finding.PresenceUnknown, ""},
		{RPM, "redhat-rpm-config", "", finding.NotNeeded, ""},
		{RPM, "rpmlib(CompressedFileNames)", "", finding.NotNeeded, ""},
		{RPM, "openssl", ">= 99", finding.TooOld, "openssl"},
		{RPM, "(a or b)", "", finding.PresenceUnknown, ""},
		{RPM, "%{name}-libs", "", finding.PresenceUnknown, ""},
		{SRPM, "systemd", "", finding.Present, "systemd"},
		{SRPM, "libnl3", "", finding.Present, "libnl3"},
	} {
		n := Need{Kind: c.kind, Name: c.name}
		if op, version, ok := strings.Cut(c.need, " "); ok {
			n.Constraints = []Constraint{{op, version}}
		}
		v := d.Resolve(n)
		if v.Verdict != c.verdict || v.Name != c.want {
			t.Errorf("%s %s: %s %q (%s), want %s %q", c.kind, c.name, v.Verdict, v.Name, v.Evidence, c.verdict, c.want)
		}
		if v.Evidence == "" {
			t.Errorf("%s: no evidence", c.name)
		}
	}
}

// TestInferred: what both bases have is likely, what one alone has is not known,
// and nothing is missing.
func TestInferred(t *testing.T) {
	u := (&Embedded{Names: tableOf(t)}).For("ubuntu-24.04", "")
	for name, want := range map[string]finding.Presence{
		"bash": finding.LikelyPresent, "python-six": finding.LikelyPresent, "python-enum34": finding.InStdlib,
		"redhat-rpm-config": finding.NotNeeded, "golang(github.com/AdRoll/goamz/s3)": finding.PresenceUnknown,
		"ustr": finding.PresenceUnknown, "nobody-knows-this": finding.PresenceUnknown,
	} {
		if v := u.Resolve(Need{Kind: RPM, Name: name}); v.Verdict != want || v.Confidence == finding.High {
			t.Errorf("%s: %+v, want %s", name, v, want)
		}
	}
	// The evidence has the versions of both; that of Ubuntu is not known.
	for name, pkg := range map[string]string{"bash": "bash", "glib2-devel": "libglib2.0-dev"} {
		v := u.Resolve(Need{Kind: RPM, Name: name})
		for _, base := range []string{"debian-12", "debian-13"} {
			p, _ := (&Embedded{}).Index(base).Package(pkg)
			if !strings.Contains(v.Evidence, "Debian "+base[7:]+" ("+p.Version+")") || !strings.Contains(v.Evidence, "by inference") {
				t.Errorf("%s: %s, want %s of %s", name, v.Evidence, p.Version, base)
			}
		}
		if v.Version != "" || v.Name != pkg {
			t.Errorf("%s: %s in version %s", name, v.Name, v.Version)
		}
	}
	// What both are too new for, what lies between them is as well.
	for op, want := range map[string]int{"<": 1, "==": 1, "!=": 0, ">=": 0} {
		if v := u.Resolve(Need{Kind: RPM, Name: "bash", Constraints: []Constraint{{op, "5.0"}}}); len(v.Unmet) != want {
			t.Errorf("bash %s 5.0: %+v", op, v)
		}
	}
	if d := u.Describe(); !strings.HasPrefix(d.Source, "inferred from Debian bookworm") || d.Completeness[Binaries] != None {
		t.Errorf("described as %+v", d)
	}
}

func TestUpstreamOf(t *testing.T) {
	for version, want := range map[string]string{
		"1:2.4.68-1~deb12u1": "2.4.68", "4.18.0+dfsg-1+deb12u1": "4.18.0", "1.2.2+dfsg1-1": "1.2.2", "2:8.1+really7.4-1": "7.4",
		"252.39-1~deb12u2": "252.39", "1.0~rc1-2": "1.0~rc1", "3": "3", "20190521-1": "20190521", "1.0.git20200101-3": "1.0",
	} {
		if got := upstreamOf(version); got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	content, err := data.ReadFile("data/debian-12.idx")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := Decode(content); err != nil {
			b.Fatal(err)
		}
	}
}
