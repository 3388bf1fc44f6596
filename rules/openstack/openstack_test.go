package openstack

import (
	"slices"
	"strings"
	"testing"
)

func TestReleaseOf(t *testing.T) {
	for _, c := range []struct{ pkg, version, want string }{
		{"openstack-nova", "16.0.2", "pike"}, {"openstack-nova", "18.0.0", "rocky"}, {"nova", "9.1.1", ""},
		{"nova", "26.2.2", "zed"}, {"nova", "32.1.0", "2025.2"}, {"nova", "34.0.0", ""}, {"openstack-nova", "%{version}", ""},
		{"openstack-nova", "99999999999999999999", ""}, {"", "16", ""},
		{"python-django-horizon", "12.0.0", "pike"}, {"horizon", "20.1.4", "xena"}, {"horizon", "20.2.0", "yoga"}, {"horizon", "23.0.0", "zed"},
		{"openstack-ironic", "6.2.0", ""}, {"openstack-ironic", "8.0.0", "pike"}, {"openstack-ironic", "9.1.2", "pike"},
		{"openstack-ironic", "9.2.0", "queens"}, {"openstack-ironic", "12.1.6", "stein"}, {"openstack-ironic", "12.2.0", "train"},
		{"openstack-ironic", "35.0.1", "2026.1"}, {"openstack-ironic", "36.0.0", ""},
		{"puppet-nova", "11.3.0", "pike"}, {"puppet-module-nova", "21.0.0", "zed"}, {"puppet-oslo", "28.0.0", "2026.1"},
		{"puppet-haproxy", "1.5.0", ""}, {"puppet-placement", "8.0.0", ""}, {"puppet-nova", "", ""}, {"puppet", "11.0", ""},
		{"openstack-aodh", "5.1.0", "pike"}, {"python-novaclient", "9.1.1", ""}, {"murano", "17.0.0", ""}, {"placement", "0.1", ""},
	} {
		if got := ReleaseOf(c.pkg, c.version); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.pkg, c.version, got, c.want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
		ok       bool
	}{
		{"pike", "rocky", 2, true}, {"pike", "zed", 10, true}, {"pike", "2023.1", 11, true}, {"rocky", "pike", -2, true},
		{"pike", "pike", 0, true}, {"pike", "newton", 0, false}, {"", "pike", 0, false},
	} {
		if n, ok := Between(c.from, c.to); ok != c.ok || ok && n != c.want {
			t.Errorf("%s to %s: %d %v, want %d %v", c.from, c.to, n, ok, c.want, c.ok)
		}
	}
}

func TestNotPython3(t *testing.T) {
	for _, c := range []struct {
		pkg, release, declared string
	}{
		{"openstack-glance", "pike", "ussuri"}, {"openstack-ironic", "pike", "queens"}, {"openstack-glance", "zed", ""},
		{"openstack-nova", "pike", ""}, {"puppet-glance", "pike", ""},
	} {
		p, ok := NotPython3(c.pkg, c.release)
		if ok != (c.declared != "") || p.Declared != c.declared || ok && (p.Note == "" || p.Source == "") {
			t.Errorf("%s at %s: %+v", c.pkg, c.release, p)
		}
	}
}

// TestParseRefuses holds that a table which cannot be right is no table.
func TestParseRefuses(t *testing.T) {
	head := "component\tocata\tpike\tend\n"
	for name, c := range map[string]struct{ releases, python3, want string }{
		"fields":    {head + "nova\t15.0\n", "", "fields"},
		"head":      {"component\n", "", "head"},
		"version":   {head + "nova\t15.0\tx\t17.0\n", "", "no version"},
		"order":     {head + "nova\t15.0\t15.0\t17.0\n", "", "does not come after"},
		"release":   {head + "nova\t15.0\t16.0\t17.0\n", "nova\tzed\tzed\tn\ts\n", "no row"},
		"no fields": {head + "nova\t15.0\t16.0\t17.0\n", "nova\n", "no row"},
	} {
		if _, err := parse(c.releases, c.python3); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzReleaseOf: a release is one of the list, whatever name and version.
func FuzzReleaseOf(f *testing.F) {
	f.Add("openstack-aodh", "5.1.0")
	f.Add("puppet-nova", "99999.1")
	f.Add("---", "")
	known := Releases()
	f.Fuzz(func(t *testing.T, pkg, version string) {
		if got := ReleaseOf(pkg, version); got != "" && !slices.Contains(known, got) {
			t.Errorf("%s %s: %q", pkg, version, got)
		}
	})
}
