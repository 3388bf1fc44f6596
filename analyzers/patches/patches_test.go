package patches

import (
	"path"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

func TestSourceName(t *testing.T) {
	for _, c := range []struct{ file, name, version string }{
		{"mirror:Source/openstack-aodh-5.1.0-1.el7.src.rpm", "openstack-aodh", "5.1.0"},
		{"dhcp-4.2.5-58.el7.src.rpm", "dhcp", "4.2.5"}, {"x", "", ""}, {"", "", ""},
	} {
		if name, version := sourceName(c.file); name != c.name || version != c.version {
			t.Errorf("%s: %q %q", c.file, name, version)
		}
	}
}

// TestPattern: what a macro hides fits anything, and a name's own characters
// fit themselves alone.
func TestPattern(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       bool
	}{
		{"%{pkgnamepatch}-scripts.patch", "mariadb-scripts.patch", true},
		{"%{pkgnamepatch}-scripts.patch", "mariadb-paths.patch", false},
		{"fix[1].patch", "fix[1].patch", true}, {"fix[1].patch", "fix1.patch", false},
		{"a*.patch", "ab.patch", false}, {"a*.patch", "a*.patch", true},
		{"https://example.org/x.patch", "x.patch", true}, {"%{broken", "anything", true},
	} {
		if ok, err := path.Match(pattern(c.name), c.file); err != nil || ok != c.want {
			t.Errorf("%s against %s: %v, %v", c.name, c.file, ok, err)
		}
	}
}

func TestPatchTag(t *testing.T) {
	for line, want := range map[string]string{
		"Patch12: a.patch\n": "12 a.patch", "patch: b.patch # c": "0 b.patch", "Patch1:": "", "Patches: x": "",
		"%patch1 -p1": "", "Patch99999999999999999999: x": "",
	} {
		number, name, ok := patchTag(line)
		got := ""
		if ok {
			got = strings.TrimSpace(strings.Join([]string{itoa(number), name}, " "))
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestDay(t *testing.T) {
	for text, want := range map[string]string{
		"Mon, 3 Oct 2016 18:02:26 -0400": "2016-10-03", "Tue Aug  7 10:00:00 2018 +0000": "2018-08-07",
		"2017-05-01 12:00:00 +0200": "2017-05-01", "yesterday": "", "": "", "Mon, 3 Oct 0016 18:02:26 -0400": "",
	} {
		if got := day(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestStack: patches come in the order in which they are applied, whatever
// their names, and what nothing names is last and has no order.
func TestStack(t *testing.T) {
	p := &workspace.Package{Name: "dhcp", Path: "base/dhcp", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	file := func(names ...named) *patchFile { return &patchFile{names: names} }
	k := &parts{patches: map[string]analysis.Kept{
		"base/dhcp/centos/patches/a.patch":         {Data: file()},
		"base/dhcp/centos/patches/b.patch":         {Data: file()},
		"base/dhcp/centos/patches/old.patch":       {Data: file()},
		"base/dhcp/centos/files/c.patch":           {Data: file()},
		"base/dhcp/dhcp/d.patch":                   {Data: file()},
		"base/dhcp/centos/meta_patches/2.patch":    {Data: file(named{number: 2, pattern: "a.patch"}, named{number: 1, pattern: "b.patch"})},
		"base/dhcp/centos/meta_patches/1.patch":    {Data: file()},
		"base/dhcp/centos/meta_patches/left.patch": {Data: file()},
	}, orders: []analysis.Kept{{Path: "base/dhcp/centos/meta_patches/PATCH_ORDER", Language: workspace.PatchOrder, Data: &orderFile{names: []named{
		{pattern: "2.patch", path: "o"}, {pattern: "1.patch", path: "o"}, {pattern: "gone.patch", path: "o"},
	}}}}}
	s := buildStack(p, k)
	var got []string
	for _, one := range s.list.Patches {
		got = append(got, one.Kind+" "+path.Base(one.Path)+" "+itoa(one.Order)+" "+one.State)
	}
	want := []string{
		"meta 2.patch 1 applied", "meta 1.patch 2 applied", "meta left.patch 0 unlisted",
		"source b.patch 1 applied", "source a.patch 2 applied", "source old.patch 0 dead",
		"files c.patch 0 dead", "loose d.patch 0 dead",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(s.missing) != 1 || s.missing[0].pattern != "gone.patch" {
		t.Errorf("missing %+v", s.missing)
	}
	if s.list.Class != finding.StackCentOS || !slices.Equal(s.list.Kinds, []string{"source-changes"}) {
		t.Errorf("class %s, kinds %v", s.list.Class, s.list.Kinds)
	}
}

func TestKindOf(t *testing.T) {
	p := &workspace.Package{Path: "base/dhcp", Packaging: []string{"centos", "debian"}}
	for file, want := range map[string]string{
		"base/dhcp/centos/meta_patches/x.patch": "meta", "base/dhcp/debian/bullseye/deb_patches/x.patch": "meta",
		"base/dhcp/debian/trixie/patches/sub/x.patch": "source", "base/dhcp/debian/all/deb_folder/patches/x": "source",
		"base/dhcp/patches/x.patch": "loose", "base/dhcp/centos/files/x.patch": "files", "base/dhcp/x.patch": "loose",
	} {
		if got := kindOf(p, file); got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
}

func TestClassOf(t *testing.T) {
	for _, c := range []struct{ repo, file, want string }{
		{"integ", "kernel/kernel-std/x.patch", "kernel"}, {"kernel", "kernel-std/x.patch", "kernel"},
		{"integ", "config/puppet-modules/openstack/puppet-nova/x.patch", "puppet-openstack"},
		{"integ", "config/puppet-modules/puppet-haproxy/x.patch", "centos"}, {"upstream", "x/y.patch", "openstack"},
		{"ha", "a/openstack/b.patch", "openstack"},
	} {
		if got := classOf(c.repo, c.file); string(got) != c.want {
			t.Errorf("%s %s is %s, want %s", c.repo, c.file, got, c.want)
		}
	}
}
