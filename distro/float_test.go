package distro

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

func TestFloatOf(t *testing.T) {
	there := func(name, version string, c finding.Confidence) finding.DependencyVerdict {
		return finding.DependencyVerdict{Verdict: finding.Renamed, Name: name, Version: version, Confidence: c}
	}
	for _, c := range []struct {
		need, pinned string
		v            finding.DependencyVerdict
		class        finding.FloatClass
		target       string
	}{
		{"openssl", "1.0.2k", there("openssl", "3.0.11-1~deb12u2", finding.High), finding.FloatMajor, "3.0.11"},
		{"libevent", "2.0.21", there("libevent-2.1-7", "2.1.12-stable-8", finding.High), finding.FloatNewer, "2.1.12-stable"},
		{"lz4", "1.7.5", there("lz4", "1.9.4-1", finding.High), finding.FloatNewer, "1.9.4"},
		{"libnet", "1.1.6", there("libnet1", "1.1.6+dfsg-3.2", finding.High), finding.FloatSame, "1.1.6"},
		{"x", "1.1", there("x", "1.1.0-2", finding.High), finding.FloatSame, "1.1.0"},
		// Below 1 the second number is the major one.
		{"osbs", "0.48", there("osbs", "0.51", finding.High), finding.FloatMajor, "0.51"},
		{"y", "0.9.4", there("y", "0.9.33+git20200101.abc-1", finding.High), finding.FloatNewer, "0.9.33"},
		{"systemd", "219", there("systemd", "252.39-1~deb12u1", finding.High), finding.FloatMajor, "252.39"},
		// By days and years there is none.
		{"linux-firmware", "20180911", there("firmware-misc-nonfree", "20230210-5", finding.High), finding.FloatNewer, "20230210"},
		{"tzdata", "2018e", there("tzdata", "2024a-0+deb12u1", finding.High), finding.FloatNewer, "2024a"},
		// Numbered otherwise.
		{"OVMF", "20150414", there("ovmf", "2022.11-6", finding.High), finding.FloatUnknown, "2022.11"},
		{"texlive-luatex", "svn26689.0.70.1", there("texlive-luatex", "2022.20230122-3", finding.High), finding.FloatUnknown, "2022.20230122"},
		{"cdparanoia", "10.2", there("cdparanoia", "3.10.2+debian-14", finding.High), finding.FloatUnknown, "3.10.2"},
		{"deprecation", "1.0", there("python3-deprecation", "2.1.0-2", finding.High), finding.FloatMajor, "2.1.0"},
		{"microcode_ctl", "2.1", there("intel-microcode", "3.20240312.1~deb12u1", finding.High), finding.FloatUnknown, "3.20240312.1"},
		{"osinfo-db", "20170813", there("osinfo-db", "0.20221130-2", finding.High), finding.FloatUnknown, "0.20221130"},
		{"selinux-policy", "3.13.1", there("selinux-policy-default", "2:2.20221101-9", finding.High), finding.FloatUnknown, "2.20221101"},
		{"snapshot", "0git20120606", there("snapshot", "0.0~git20211109.abc-1", finding.High), finding.FloatUnknown, "0.0"},
		{"graphviz", "2.30.1", there("graphviz", "stable.2.40.1", finding.High), finding.FloatUnknown, "stable.2.40.1"},
		// Older.
		{"junit", "4.11", there("junit", "3.8.2-9", finding.High), finding.FloatOlder, "3.8.2"},
		{"gc", "7.2d", there("graphviz", "2.42.2-7", finding.Medium), finding.FloatUnknown, "2.42.2"},
		{"z", "1.5.1", there("z", "1.4.9-1", finding.Medium), finding.FloatOlder, "1.4.9"},
		{"rc", "2.0", there("rc", "2.0~rc1-1", finding.High), finding.FloatOlder, "2.0~rc1"},
		{"back", "2.0", there("back", "3.0+really2.0-1", finding.High), finding.FloatSame, "2.0"},
		// Fractions of Perl.
		{"perl-XML-SAX", "0.99", there("libxml-sax-perl", "1.02+dfsg-3", finding.High), finding.FloatMajor, "1.02"},
		{"perl-A", "1.19", there("liba-perl", "1.2-1", finding.High), finding.FloatNewer, "1.2"},
		{"perl-B", "0.29", there("libb-perl", "0.3300-1", finding.High), finding.FloatNewer, "0.3300"},
		{"perl-Pod-Escapes", "1.04", there("perl", "5.36.0-7", finding.High), finding.FloatUnknown, ""},
		// Without a version, or a package.
		{"n", "1", there("n", "", finding.High), finding.FloatUnknown, ""},
		{"n", "1", finding.DependencyVerdict{Verdict: finding.Missing}, finding.FloatGone, ""},
		{"n", "1", finding.DependencyVerdict{Verdict: finding.InStdlib}, finding.FloatDropped, ""},
		{"n", "1", finding.DependencyVerdict{Verdict: finding.NotNeeded}, finding.FloatDropped, ""},
		{"n", "1", finding.DependencyVerdict{Verdict: finding.PresenceUnknown}, finding.FloatUnknown, ""},
	} {
		f, doubted := FloatOf(Need{Kind: RPM, Name: c.need}, c.pinned, c.v)
		if f.Class != c.class || f.Target != c.target {
			t.Errorf("%s %s: %+v, want %s %s", c.need, c.pinned, f, c.class, c.target)
		}
		if doubted != (c.need == "gc") {
			t.Errorf("%s %s: doubted %v", c.need, c.pinned, doubted)
		}
		if f.Class == finding.FloatUnknown && f.Note == "" {
			t.Errorf("%s %s: unknown, and it does not say why", c.need, c.pinned)
		}
	}
}

func TestUnmet(t *testing.T) {
	for _, c := range []struct{ version, constraints, want string }{
		{"1.2", "< 1.2", "< 1.2"}, {"1.2", "<= 1.2", ""}, {"1.2", "<< 2:1.3-1", ""}, {"1.3", "<< 2:1.3-1", "<< 2:1.3-1"},
		{"2.28.1", "== 2.11.1", "== 2.11.1"}, {"2.28.1", "== 2.28.1", ""}, {"2.28.1", "== 2.28.*", ""}, {"2.28.1", "== 2.2.*", "== 2.2.*"},
		{"2.28.0", "== 2.28", ""}, {"1.4.9", "~= 1.4.2", ""}, {"1.5", "~= 1.4.2", "~= 1.4.2"}, {"1.9", "~= 1.4", ""}, {"2.0", "~= 1.4", "~= 1.4"},
		{"1.40", "~= 1.4.2", "~= 1.4.2"}, {"0.18.3", "!= 0.18.3", "!= 0.18.3"}, {"0.18.30", "!= 0.18.3", ""}, {"1.3.7", "!= 1.3.*", "!= 1.3.*"},
		{"0.33.1", ">= 0.18.2 != 0.18.3 < 0.21.0", "< 0.21.0"}, {"1.0", "< %{version}", ""}, {"stable", "< 1", ""}, {"5.0", "", ""},
		{"99999999999999999999", "< 1", "< 1"}, {"1", "< 99999999999999999999", ""}, {"3", "~= 2", ""},
	} {
		var list []Constraint
		fields := strings.Fields(c.constraints)
		for i := 0; i+1 < len(fields); i += 2 {
			list = append(list, Constraint{fields[i], fields[i+1]})
		}
		if got := strings.Join(unmet(c.version, list), ", "); got != c.want {
			t.Errorf("%s against %s: %q, want %q", c.version, c.constraints, got, c.want)
		}
	}
}

func TestLibraryKey(t *testing.T) {
	for stem, want := range map[string]string{
		"libjson-c": "libjson-c", "libevent-2.0": "libevent", "libpng12": "libpng", "libz": "libz", "lib3": "lib3", "libgtk-x11-2.0": "libgtk-x11",
	} {
		if got := LibraryKey(stem); got != want {
			t.Errorf("%s: %s, want %s", stem, got, want)
		}
	}
}

func TestSonames(t *testing.T) {
	b := NewBuilder(Meta{Family: FamilyDebian})
	for _, pkg := range []string{"libx5", "libx-dev", "x-plugins", "libx2"} {
		b.Add(Package{Name: pkg, Version: "1"})
	}
	for path, pkg := range map[string]string{
		"usr/lib/x86_64-linux-gnu/libx.so.5": "libx5", "usr/lib/x86_64-linux-gnu/libx.so.5.2.0": "libx5",
		"usr/lib/x86_64-linux-gnu/libx.so": "libx-dev", "usr/lib/x86_64-linux-gnu/libx.so.2": "libx2",
	} {
		b.AddFile(path, pkg)
	}
	b.AddProvides("liby.so.3()(64bit)", "x-plugins", "")
	b.AddProvides("libnot-a-soname", "x-plugins", "")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	got := x.Sonames()
	for pkg, want := range map[string]string{"libx5": "libx.so.5", "libx-dev": "libx.so.5", "libx2": "libx.so.2", "x-plugins": "liby.so.3", "none": ""} {
		if list := strings.Join(got[pkg], " "); list != want {
			t.Errorf("%s has %q, want %q", pkg, list, want)
		}
	}
	if list := clearIndex().SonamesOf("json-c-lib"); strings.Join(list, " ") != "libjson-c.so.4" {
		t.Errorf("json-c-lib of Clear has %q", list)
	}
}

// FuzzFloatOf: any two versions have an answer, and the same version floats. A
// version that is newer one way is older the other.
func FuzzFloatOf(f *testing.F) {
	f.Add("x", "1.0.2k", "1:3.0.11-1~deb12u2")
	f.Add("perl-x", "1.19", "1.2")
	f.Add("x", "svn1.0", "0~git20120101")
	newer := map[finding.FloatClass]bool{finding.FloatNewer: true, finding.FloatMajor: true}
	f.Fuzz(func(t *testing.T, name, a, b string) {
		class := func(pinned, have string) finding.FloatClass {
			v := finding.DependencyVerdict{Verdict: finding.Present, Name: "p", Version: have, Confidence: finding.High}
			f, doubted := FloatOf(Need{Name: name}, pinned, v)
			if doubted {
				t.Errorf("%q: a certain verdict is doubted", have)
			}
			return f.Class
		}
		there, back := class(a, b), class(b, a)
		if newer[there] && newer[back] || there == finding.FloatOlder && back == finding.FloatOlder {
			t.Errorf("%q and %q: %s and %s", a, b, there, back)
		}
		if Upstream(a) != "" && class(a, a) != finding.FloatSame {
			t.Errorf("%q does not float in itself: %s", a, class(a, a))
		}
		unmet(a, []Constraint{{"<", b}, {"~=", b}, {"!=", b}, {"==", b}})
	})
}
