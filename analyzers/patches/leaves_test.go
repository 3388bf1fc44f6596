package patches

import (
	"slices"
	"testing"
)

// TestLeaves: of a patch of the packaging is left what other packaging has to do too.
func TestLeaves(t *testing.T) {
	const spec = "SPECS/ntp.spec"
	for _, c := range []struct {
		name    string
		patches []string
		want    [][]string // of each patch, nil if it is as good as routine
		tags    []string
	}{
		{"taken back", []string{
			specPatch(spec, "+Source5: ours.conf", "+install -m 644 %{SOURCE5} %{buildroot}/etc/ours.conf", "+%config(noreplace) /etc/ours.conf"),
			specPatch(spec, "-Source5: ours.conf", "-install -m 644 %{SOURCE5} %{buildroot}/etc/ours.conf", "-%config(noreplace) /etc/ours.conf")},
			[][]string{nil, nil}, []string{tagUndone, tagUndoes}},
		{"taken back in part", []string{
			specPatch(spec, "+install -m 644 %{SOURCE5} %{buildroot}/etc/ours.conf", "+install -m 644 %{SOURCE6} %{buildroot}/etc/theirs.conf"),
			specPatch(spec, "-install -m 644 %{SOURCE5} %{buildroot}/etc/ours.conf")},
			[][]string{{"install /etc/theirs.conf with mode 644"}, nil}, []string{"", tagUndoes}},
		{"another source in its place", []string{
			specPatch(spec, "+install -m 755 %SOURCE13 %{buildroot}/etc/rc.d/init.d/ntpd"),
			specPatch(spec, "-install -m 755 %SOURCE2 %{buildroot}/etc/rc.d/init.d/ntpd")},
			[][]string{{"install /etc/rc.d/init.d/ntpd with mode 755"}, nil}, nil},
		{"only written anew", []string{
			specPatch(spec, "+install -m 644 %{SOURCE2} %{buildroot}/etc/profile.d/prompt.sh"),
			specPatch(spec, "-install -m 644 %{SOURCE2} %{buildroot}/etc/profile.d/prompt.sh", "+install -m 644  %{SOURCE2} %{buildroot}/etc/profile.d/prompt.sh",
				"+install -m 644 %{SOURCE3} %{buildroot}/etc/profile.d/custom.sh")},
			[][]string{{"install /etc/profile.d/prompt.sh with mode 644"}, {"install /etc/profile.d/custom.sh with mode 644"}}, nil},
		{"macros of rpmbuild", []string{specPatch(spec, "+%define debug_package %{nil}", "-%define rpmver 4.10.0", "+%define rpmver 4.14.0")}, [][]string{nil}, nil},
		{"a macro that is used", []string{specPatch(spec, "+%global wrs_modules \" multiboot2\"")}, [][]string{{"%global wrs_modules \" multiboot2\""}}, nil},
		{"what it is built with", []string{specPatch(spec, "+BuildRequires: libnl-devel", "-BuildRequires: python-setuptools_scm")}, [][]string{nil}, nil},
		{"needs under another name, or older", []string{specPatch(spec, "-Requires: python2-subunit", "+Requires: python-subunit", "-Requires: a >= 2", "+Requires: a >= 1")},
			[][]string{nil}, nil},
		{"a need that goes", []string{specPatch(spec, "-Requires: ghostscript >= 9")}, [][]string{{"do not need ghostscript >= 9"}}, nil},
		{"a need", []string{specPatch(spec, "+Requires: tpm2-openssl-engine")}, [][]string{{"need tpm2-openssl-engine"}}, nil},
		{"who owns a folder", []string{specPatch(spec, "-%dir %{_libdir}/ocf", "+%attr(0755,root,root) %dir %{_includedir}/ntp", "-%{_prefix}/lib/ntp", "+%{_prefix}/lib/ntp/*")},
			[][]string{nil}, nil},
		{"a mode of a folder", []string{specPatch(spec, "+%attr(0750,root,root) %dir /etc/ntp")}, [][]string{{"install /etc/ntp with mode 0750"}}, nil},
		{"the mode of a folder, and how a file is removed", []string{specPatch(spec, "-install -d -m 750 %{buildroot}/var/log/ntp", "+install -d -m 755 %{buildroot}/var/log/ntp",
			"-rm %{buildroot}/usr/share/ntp/README", "+rm -f %{buildroot}/usr/share/ntp/README")}, [][]string{nil}, nil},
		{"a file of its own whose mode a later one changes", []string{
			specPatch(spec, "+Source12: ours.conf", "-install -m 644 %SOURCE1 %{buildroot}/etc/ntp/ntpd.conf", "+install -m 644 %SOURCE12 %{buildroot}/etc/ntp/ntpd.conf"),
			specPatch(spec, "-install -m 644 %SOURCE12 %{buildroot}/etc/ntp/ntpd.conf", "+install -m 640 %SOURCE12 %{buildroot}/etc/ntp/ntpd.conf")},
			[][]string{{"install /etc/ntp/ntpd.conf with mode 644 (StarlingX's ours.conf)"}, {"install /etc/ntp/ntpd.conf with mode 640 (StarlingX's ours.conf)"}}, nil},
		{"taken out twice", []string{specPatch(spec, "+rm -f $RPM_BUILD_ROOT%{_unitdir}/ntpd.service", "-ln -s ntpd.service ntp.service",
			"+    if [ -f %{_unitdir}/ntpd.service ] ; then", "+        rm -f %{_unitdir}/ntpd.service", "+    fi")},
			[][]string{{"do not install /usr/lib/systemd/system/ntpd.service", "without: ln -s ntpd.service ntp.service"}}, nil},
		{"how the source is patched", []string{specPatch(spec, "+git init", "+git add .", "+git am %{patches}", "-export PYTHONPATH=.", "-sphinx-build doc html")}, [][]string{nil}, nil},
		{"patches that it adds too", []string{specPatch(spec, "+Patch1: a.patch", "+BuildRequires: a"), specPatch(spec, "-BuildRequires: a")},
			[][]string{nil, nil}, []string{"", tagUndoes}},
		{"tests", []string{specPatch(spec, "-%check", "-%{__python2} setup.py test", "-stestr run", "-nosetests ntp")}, [][]string{nil}, nil},
	} {
		meta := map[string]string{}
		for i, src := range c.patches {
			meta[string(rune('1'+i))+".patch"] = src
		}
		s := stackOf(meta, nil, false)
		for i, p := range s.list.Patches {
			if !slices.Equal(p.Leaves, c.want[i]) || s.isRoutine(i) != (c.want[i] == nil) {
				t.Errorf("%s: patch %d leaves %q, routine %t", c.name, i+1, p.Leaves, s.isRoutine(i))
			}
			if c.tags != nil && c.tags[i] != "" != (slices.Contains(p.Tags, tagUndone) || slices.Contains(p.Tags, tagUndoes)) || c.tags != nil && c.tags[i] != "" && !slices.Contains(p.Tags, c.tags[i]) {
				t.Errorf("%s: patch %d is tagged %v, want %q", c.name, i+1, p.Tags, c.tags[i])
			}
		}
	}
}

// TestBeyond: what is done to the packaging and is no edit keeps a patch from being
// taken for routine.
func TestBeyond(t *testing.T) {
	const spec = "SPECS/ntp.spec"
	for name, src := range map[string]string{
		"another part":                 specPatch(spec, "+%package unsigned", "+Summary: not signed", "+%description unsigned"),
		"a folder":                     specPatch(spec, "+install -d -m 1777 ${ROOTDIR}/tmp"),
		"what restarts it":             specPatch(spec, "-%systemd_postun_with_restart ntpd.service"),
		"a file that is not packaging": specPatch("src/ntpd.c", "+int x;"),
		"a long macro":                 specPatch("SOURCES/grub.macros", `+%package %{1}-unsigned   \`, `+Summary: x \`, `+cp %{2}.orig %{2}.unsigned  \`),
	} {
		if s := stackOf(map[string]string{"1.patch": src}, nil, false); s.isRoutine(0) {
			t.Errorf("%s: taken for routine", name)
		}
	}
}
