package patches

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// classed are the classes that a patch of these files gets.
func classed(src string) []string {
	p := patch.Parse([]byte(src))
	return classesOf([]byte(src), p, readEdit([]byte(src), p))
}

// TestClasses: what the fixtures of the rules do not have.
func TestClasses(t *testing.T) {
	settings := func(n int, line string) []string { return slices.Repeat([]string{line}, n) }
	for name, c := range map[string]struct{ src, want string }{
		"kernel configuration":    {specPatch("kernel-x86_64.config", settings(giant, "+# CONFIG_USB is not set")...), tagGiant},
		"little of it":            {specPatch("kernel-x86_64.config", settings(giant/2, "+CONFIG_USB=m")...), ""},
		"a driver as large":       {specPatch("drivers/scsi/a.c", settings(giant, "+\tint a;")...), ""},
		"configure is generated":  {specPatch("configure", settings(giant, "+ac_x=1")...), tagGiant},
		"half of it is":           {specPatch("configure", settings(giant, "+ac_x=1")...) + specPatch("src/a.c", settings(giant, "+\tint a;")...), ""},
		"RHEL with a number":      {specPatch("arch/main.c", "-\tputs(\"no RHEL7\");", "+\tputs(\"no CentOS 7\");"), tagNaming},
		"a sentence is rewritten": {specPatch("arch/main.c", "-\tputs(\"ask Red Hat\");", "+\tputs(\"ask the wiki\");"), ""},
		"a unit named after it":   {specPatch("src/main.py", "-start('wrs-agent')", "+start('stx-agent')"), ""},
		"a list of macros":        {specPatch("SOURCES/grub.macros", "+install -m 644 %{SOURCE1} %{buildroot}/etc/x"), tagPackaging},
		"a changelog of Debian's": {specPatch("debian/changelog", "-dhcp (1)", "+dhcp (2)"), tagPackaging},
		"jobs of make alone":      {specPatch("SPECS/x.spec", "-make", "+make -j\"%(nproc)\""), ""},
		"another target of make":  {specPatch("SPECS/x.spec", "-make", "+make -j4 all docs"), tagPackaging},
		"rules.d of a build":      {specPatch("debian/rules.d/Makefile.inc", "+\t-Iinclude"), tagPackaging},
		"a hash that includes":    {specPatch("src/a.c", "+#include <x.h>"), ""},
		"a setting that comes in": {specPatch("etc/x.conf", "-#level = 1", "+level = 1"), tagConfiguration},
		"html is a program's":     {specPatch("templates/a.html", "-<a>", "+<b>"), ""},
		"prose of a puppet spec":  {specPatch("spec/classes/a_spec.rb", "+  it { is_expected.to compile }"), tagTests},
		"rpm within a program":    {specPatch("smart/backends/rpm/base.py", "+x = 1"), ""},
		"tests are not run":       {specPatch("SPECS/x.spec", "-make check", "+# make check"), tagTests},
		"a comment of a spec":     {specPatch("SPECS/x.spec", "+# why"), ""},
		"named in one word":       {specPatch("rhel/etc_logrotate.d_x", "-    daily", "+    size 10M"), tagConfiguration},
		"a program of that name":  {specPatch("logrotate.c", "+	x();"), ""},
		"network scripts":         {specPatch("sysconfig/network-scripts/ifup-eth", "+DHCP=1"), ""},
		"an init script":          {specPatch("SOURCES/sshd.init", "+\tkill 1"), tagConfiguration},
		"tests by another name":   {specPatch("mysql-test/r/ssl.result", "-a", "+b"), tagTests},
		"tests are not built":     {specPatch("Makefile.am", "-SUBDIRS = . include sample test", "+SUBDIRS = . include sample"), tagTests},
		"more is not built":       {specPatch("Makefile.am", "-SUBDIRS = . include sample test", "+SUBDIRS = . include"), ""},
		"lists of accounts":       {specPatch("passwd", "-bin:x:1:1::/:/bin/false"), tagConfiguration + " " + tagAccounts},
		"nothing changes":         {specPatch("etc/x.conf"), ""},
		"too much is said":        {strings.Replace(specPatch("etc/x.conf", "+a = 1"), "+1,2", "+1,9", 1), ""},
	} {
		if got := strings.Join(classed(c.src), " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestChanges: a summary has counts and a few lines of each kind, in order.
func TestChanges(t *testing.T) {
	src := specPatch("SPECS/x.spec", "-Release: 1%{?dist}", "+Release: 1.tis", "+# why", "+", "+Patch3: a.patch", "+%patch3 -p1",
		"+BuildRequires: libtool", "-Requires: python", "+    --without-ldap \\", "+%{_sysconfdir}/x.conf",
		"+install -m 600 %{SOURCE3} %{buildroot}%{_sysconfdir}/x.conf", "+%post", "+systemctl enable x.service", "+useradd x", "+frobnicate "+strings.Repeat("x", 200)) +
		specPatch("SOURCES/x.service", "+Type=simple")
	var got []string
	for _, c := range readEdit([]byte(src), patch.Parse([]byte(src))).changes {
		got = append(got, string(c.What)+" +"+itoa(c.Added)+" -"+itoa(c.Removed))
		for _, line := range c.Detail {
			if len(line) > mostDetail+1 {
				t.Errorf("%d bytes: %s", len(line), line)
			}
		}
	}
	want := []string{"patches +2 -0", "version +1 -1", "build-options +1 -0", "build-requires +1 -0", "requires +0 -1", "install +1 -0",
		"files +1 -0", "scriptlets +1 -0", "services +1 -0", "accounts +1 -0", "beside +1 -0", "other +1 -0"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, kind := range finding.ChangeKinds {
		if needs := kind == finding.ChangePatches || kind == finding.ChangeVersion; needs && kind.Check() != "" {
			t.Errorf("%s: nothing of it is in other packaging", kind)
		}
	}
	many := specPatch("SPECS/x.spec", slices.Repeat([]string{"+Requires: a"}, 50)...)
	if c := readEdit([]byte(many), patch.Parse([]byte(many))).changes; len(c) != 1 || c[0].Added != 50 || len(c[0].Detail) != mostDetails {
		t.Errorf("%+v", c)
	}
}

// FuzzReadEdit: whatever a patch holds, it is read within bounds.
func FuzzReadEdit(f *testing.F) {
	f.Add([]byte(specPatch("SPECS/x.spec", `+install -m 600 "" %{SOURCE3} ''`, "+chmod 600 {a,b}{", "+systemctl enable \"\"", "+%post", "+useradd")))
	f.Add([]byte(specPatch("passwd", "+a:x:1", "-:::")))
	f.Add([]byte(specPatch("src/a.c", "-\tprintk(\"a\");", "+\tprintk(")))
	f.Add([]byte("Source1: a\n\\"))
	f.Fuzz(func(t *testing.T, src []byte) {
		p := patch.Parse(src)
		e := readEdit(src, p)
		if len(e.edits) > mostPlaces {
			t.Errorf("%d edits", len(e.edits))
		}
		if tags := classesOf(src, p, e); len(tags) > 2 {
			t.Errorf("%q is all of these", tags)
		}
		o := overlay{sources: map[string]string{}, files: map[string]finding.OverlayFile{}, accounts: map[string]bool{}, units: map[string]string{}}
		for _, one := range e.edits {
			o.apply(one, "x.patch")
		}
	})
}
