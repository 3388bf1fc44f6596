package patches

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/workspace"
)

// stackOf builds the stack of one package from meta patches and source patches,
// which are applied in the order of their names. include adds the patch of the
// spec that names the source patches.
func stackOf(meta, source map[string]string, include bool) *stack {
	p := &workspace.Package{Name: "ntp", Path: "base/ntp", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"},
		SRPM: "mirror:Source/ntp-4.2.6p5-28.el7.src.rpm"}
	k := &parts{patches: map[string]analysis.Kept{}}
	order, names := "", []string{}
	for _, name := range sortedKeys(source) {
		names = append(names, "+Patch"+itoa(len(names)+1)+": "+name)
		file := "base/ntp/centos/patches/" + name
		k.patches[file] = analysis.Kept{Path: file, Data: readPatch(fileOf(file, workspace.Patch, source[name]))}
	}
	all := map[string]string{}
	for name, src := range meta {
		all[name] = src
	}
	if include && len(names) > 0 {
		all["0-include.patch"] = specPatch("SPECS/ntp.spec", names...)
	}
	for _, name := range sortedKeys(all) {
		order += name + "\n"
		file := "base/ntp/centos/meta_patches/" + name
		k.patches[file] = analysis.Kept{Path: file, Data: readPatch(fileOf(file, workspace.Patch, all[name]))}
	}
	k.orders = []analysis.Kept{{Path: "base/ntp/centos/meta_patches/PATCH_ORDER", Language: workspace.PatchOrder,
		Data: readOrder(fileOf("base/ntp/centos/meta_patches/PATCH_ORDER", workspace.PatchOrder, order))}}
	return buildStack(p, k)
}

// TestOverlay: the files, modes, accounts and units that are left when all
// patches are applied.
func TestOverlay(t *testing.T) {
	const spec = "SPECS/ntp.spec"
	s := stackOf(map[string]string{
		"1.patch": specPatch(spec, "+Source5: ours.conf", "+Source6: gone.conf", "+Source7: %{name}.sh",
			"+install -p -m644 %{SOURCE5} .%{_sysconfdir}/ntp.conf", "+%{__install} -m 640 %{SOURCE6} ${RPM_BUILD_ROOT}/etc/gone.conf",
			"+install -m 0755 %{SOURCE7} %{buildroot}/etc/profile.d/", "+cp -p $RPM_SOURCE_DIR/extra $RPM_BUILD_ROOT%{_sysconfdir}/ntp/extra"),
		"2.patch": specPatch(spec, "-Source6: gone.conf", "-%{__install} -m 640 %{SOURCE6} ${RPM_BUILD_ROOT}/etc/gone.conf"),
		"3.patch": specPatch(spec, "+chmod 0600 %{buildroot}/etc/{exports,fstab}", "+%attr(750,root,root) %config(noreplace) %{_sysconfdir}/ntp/extra",
			"+%attr(755,root,root) %dir /etc/ntp"),
		"4.patch": specPatch(spec, "+%post", "+/bin/systemctl enable ntpd.service other.service >/dev/null 2>&1 || :", "+systemctl mask bad.service",
			"+%preun", "+/bin/systemctl disable ntpd.service", "+getent group ntp >/dev/null || groupadd -g 38 ntp"),
		"5.patch": specPatch("SOURCES/ntpd.sysconfig", "-OPTIONS=\"-g\"", "+OPTIONS=\"\""),
		"6.patch": specPatch(spec, "-Release: 1", "+Release: 1.tis"),
	}, map[string]string{
		"a.patch": specPatch("etc/step-tickers", "+server 1"),
		"b.patch": specPatch("passwd", "+ntp:x:38:38::/:/bin/false", "-bin:x:1:1::/:/bin/false"),
		"c.patch": specPatch("doc/README", "+read"),
	}, true)
	if !slices.Equal(s.list.Kinds, []string{kindConfigurationOnly}) || s.list.Overlay == nil {
		t.Fatalf("kinds %v, overlay %+v", s.list.Kinds, s.list.Overlay)
	}
	var got []string
	for _, f := range s.list.Overlay.Files {
		got = append(got, f.Path+" "+f.Mode+" "+f.From[strings.LastIndexByte(f.From, '/')+1:])
	}
	want := []string{
		"/etc/exports 0600 3.patch", "/etc/fstab 0600 3.patch", "/etc/ntp.conf 644 1.patch", "/etc/ntp/extra 750 1.patch", "/etc/passwd  b.patch",
		"/etc/profile.d/ntp.sh 0755 1.patch", "/etc/step-tickers  a.patch", "/etc/sysconfig/ntpd  5.patch",
	}
	if !slices.Equal(got, want) {
		t.Errorf("files\ngot  %q\nwant %q", got, want)
	}
	if got := fmt.Sprint(s.list.Overlay.Accounts, s.list.Overlay.Units); got !=
		"[group ntp passwd ntp 38] [mask bad.service enable ntpd.service enable other.service]" {
		t.Errorf("accounts and units %s", got)
	}
	if s.list.Base != "4.2.6p5" || s.list.Upstream != "https://github.com/ntp-project/ntp" {
		t.Errorf("base %q of %q", s.list.Base, s.list.Upstream)
	}
}

// TestKinds: one patch of another sort makes another kind.
func TestKinds(t *testing.T) {
	const spec = "SPECS/ntp.spec"
	version := specPatch(spec, "-Release: 1", "+Release: 1.tis")
	config, named := specPatch("etc/ntp.conf", "+a = 1"), specPatch("a.c", "-puts(\"wrs\");", "+puts(\"stx\");")
	docs, tests := specPatch("README", "+read"), specPatch("tests/a.c", "+x();")
	logged, code := specPatch("a.c", "+\tprintk(\"a\");"), specPatch("a.c", "+\tb();")
	for name, c := range map[string]struct {
		source []string
		meta   string
		want   string
	}{
		"rebuild": {nil, version, kindVersioningOnly}, "configuration": {[]string{config}, version, kindConfigurationOnly},
		"configuration and documentation": {[]string{config, docs}, version, kindConfigurationOnly},
		"configuration and code":          {[]string{config, code}, version, kindSourceChanges},
		"names":                           {[]string{named}, version, kindNamingOnly},
		"documentation and tests":         {[]string{docs, tests}, version, kindDocumentationOnly},
		"messages and names":              {[]string{logged, named}, version, kindDebugOnly},
		"names and documentation":         {[]string{named, docs}, version, kindSourceChanges},
		"options":                         {nil, specPatch(spec, "+    --without-ldap"), kindPackagingOnly},
		"options and configuration":       {[]string{config}, specPatch(spec, "+    --without-ldap"), kindSourceChanges},
	} {
		source := map[string]string{}
		for i, src := range c.source {
			source[itoa(i)+".patch"] = src
		}
		s := stackOf(map[string]string{"1.patch": c.meta}, source, true)
		if !slices.Equal(s.list.Kinds, []string{c.want}) {
			t.Errorf("%s: %v, want %s", name, s.list.Kinds, c.want)
		}
		if (s.list.Overlay != nil) != (c.want == kindConfigurationOnly) {
			t.Errorf("%s: overlay %+v", name, s.list.Overlay)
		}
	}
	p := &workspace.Package{Name: "x", Path: "x", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	dead := buildStack(p, &parts{patches: map[string]analysis.Kept{"x/centos/patches/a.patch": {Data: &patchFile{}}}})
	if !slices.Equal(dead.list.Kinds, []string{kindUnapplied}) {
		t.Errorf("kinds %v of a patch that nothing applies", dead.list.Kinds)
	}
}

func TestBase(t *testing.T) {
	spec := func(version string) []analysis.Kept { return []analysis.Kept{{Data: &specFile{version: version}}} }
	if got := (&parts{debver: "2:5.5.22-2"}).base(&workspace.Package{}); got != "5.5.22" {
		t.Errorf("base %q of a package that names no source", got)
	}
	for want, c := range map[string]struct {
		p     workspace.Package
		specs []analysis.Kept
	}{
		"4.2.5":  {workspace.Package{SRPM: "mirror:Source/dhcp-4.2.5-58.el7.src.rpm"}, spec("9")},
		"9":      {workspace.Package{Data: map[string]string{"debver": "1:2.3-4"}}, spec("9")},
		"2.3+ds": {workspace.Package{Data: map[string]string{"debver": "1:2.3+ds-4"}}, spec("%{v}")},
		"1.4.0":  {workspace.Package{Source: "https://example.org/etcd/v1.4.0.tar.gz"}, nil},
		"1.8":    {workspace.Package{Source: "https://example.org/ntp_1.8.orig.tar.gz"}, nil},
		"":       {workspace.Package{Source: "src"}, nil},
	} {
		if got := (&parts{specs: c.specs}).base(&c.p); got != want {
			t.Errorf("base %q, want %q", got, want)
		}
	}
}
