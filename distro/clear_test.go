package distro

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestBroughtClear resolves by an index of Clear that somebody brought.
func TestBroughtClear(t *testing.T) {
	b := NewBuilder(Meta{Target: "clear", Family: FamilyClear, Build: "24761", Date: "2018-09-21", Completeness: map[string]string{Sources: Complete, Binaries: Complete}})
	for _, p := range []Package{
		{Name: "openssl-dev", Version: "1.0.2p-5", Source: "openssl"}, {Name: "openssl-lib", Version: "1.0.2p-5", Source: "openssl"},
		{Name: "six-python3", Version: "1.11.0-30", Source: "six"},
	} {
		b.Add(p)
	}
	b.AddSource("openssl", "1.0.2p")
	b.AddSource("six", "1.11.0")
	b.AddProvides("openssl-api", "openssl-lib", "")
	b.AddFile("/usr/bin/openssl", "openssl-bin")
	b.AddFile("/usr/lib64/libssl.so.1.0.0", "openssl-lib")
	b.AddFile("/usr/lib64/pkgconfig/openssl.pc", "openssl-dev")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	r := (&Embedded{}).New(x)
	for name, want := range map[string]string{
		"openssl-devel": "openssl-dev", "openssl-libs": "openssl-lib", "openssl-api": "openssl-lib", "/bin/openssl": "openssl-bin",
		"libssl.so.1.0.0": "openssl-lib", "pkgconfig(openssl)": "openssl-dev", "python3-six": "six-python3",
	} {
		if v := r.Resolve(Need{Kind: RPM, Name: name}); v.Name != want {
			t.Errorf("%s: %+v, want %s", name, v, want)
		}
	}
	if v := r.Resolve(Need{Kind: RPM, Name: "puppet-stdlib"}); v.Verdict != finding.Missing {
		t.Errorf("puppet-stdlib: %+v", v)
	}
	if v := r.Resolve(Need{Kind: RPM, Name: "nobody"}); v.Verdict != finding.PresenceUnknown {
		t.Errorf("nobody: %+v", v)
	}
	if d := r.Describe(); d.Date != "2018-09-21" {
		t.Errorf("described as %+v", d)
	}
}

// TestBundlesAndLastLists: which bundles bring what there is, and what the last
// lists do not have any more.
func TestBundlesAndLastLists(t *testing.T) {
	x := clearIndex()
	for _, c := range []struct {
		kind       Kind
		name, want string // the target's name
		bundle     string // the first
		gone       bool
	}{
		{RPM, "bash", "bash", "os-core", false},
		{RPM, "/bin/systemctl", "systemd-bin", "os-core", false},
		{RPM, "libcap", "libcap", "sysadmin-basic", false}, // by its programs
		{RPM, "systemd-devel", "systemd-dev", "os-core-dev", false},
		{RPM, "openssl-devel", "openssl-dev", "os-core-dev", false},
		{RPM, "python3-oslo-config", "oslo.config-python3", "openstack-common", true},
		{Python, "six", "six-legacypython", "python2-basic", true}, // what is for Python 2 is gone
		{RPM, "python3-six", "six-python3", "python-extras", false},
		{Python, "oslo.utils", "oslo.utils-python3", "openstack-common", true},
		{RPM, "openvswitch", "openvswitch", "network-basic", false},
		{RPM, "python2-devel", "python-dev", "python2-basic", true},
		{RPM, "/usr/bin/gdb", "gdb", "gdb", false},
		{RPM, "libvirt-python", "libvirt-python-python3", "", false},
		{RPM, "nobody", "", "", false},
	} {
		v := x.Resolve(Need{Kind: c.kind, Name: c.name})
		first := ""
		if len(v.Bundles) > 0 {
			first = v.Bundles[0]
		}
		if v.Name != c.want || first != c.bundle || (v.Gone != "") != c.gone {
			t.Errorf("%s: %+v, want %+v", c.name, v, c)
		}
		if c.gone && (v.Gone != "2025-07-11" || !strings.Contains(v.Evidence, "is gone from the last lists of 2025-07-11")) {
			t.Errorf("%s: %+v does not say when", c.name, v)
		}
	}
	gone := 0
	for _, name := range sorted(x.sources) {
		if !x.later.have(name, name) {
			gone++
		}
	}
	// Of 3,635 sources those of OpenStack, KDE and R that were given up.
	if gone < 400 || gone > 700 {
		t.Errorf("%d sources are gone", gone)
	}
	for _, name := range []string{"bash", "python-dateutil", "Linux-PAM", "Jinja2", "PyYAML", "zope.interface", "libvirt-python"} {
		if !x.sources[name] || !x.later.have(name, name) {
			t.Errorf("%s is said to be gone", name)
		}
	}
	if later, ok := (&Embedded{}).Later("clear"); !ok || later.Date != "2025-07-11" || later.Completeness[Sources] != Complete {
		t.Errorf("the later lists are %+v", later)
	}
	if _, ok := (&Embedded{}).Later("debian-12"); ok {
		t.Error("there are later lists of Debian")
	}
	for name, list := range x.bundles {
		if len(list) == 0 || slices.Contains(list, "") {
			t.Errorf("%s is in %q", name, list)
		}
	}
}

// TestClearLater: what the lists of 2018 do not have and the last ones do is said to
// be there later.
func TestClearLater(t *testing.T) {
	x := clearIndex()
	for name, want := range map[string]string{
		"avahi-devel": "2025-07-11", "collectd": "2025-07-11", "python-kubernetes": "2025-07-11",
		"dibbler-client": "", "puppet-concat": "", "python-d2to1": "", "bash": "", "nobody": "",
	} {
		if v := x.Resolve(Need{Kind: RPM, Name: name}); v.Later != want || (want != "") != strings.Contains(v.Evidence, "the last lists, of") {
			t.Errorf("%s: %+v, want %q", name, v, want)
		}
	}
}
