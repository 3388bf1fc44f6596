package workspace

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestCopies: COPY_LIST names files, patterns and folders of the package; what
// a variable hides, or another package has, is none of its files.
func TestCopies(t *testing.T) {
	p := &Package{Path: "base/dhcp", Data: map[string]string{
		"COPY_LIST":        "patches/* centos/files $CGCS_BASE/* ../other/* base/dhcp/extra/*.sh [",
		"COPY_LIST_TO_TAR": "./dhcp/a.patch",
	}}
	for file, want := range map[string]bool{
		"base/dhcp/patches/a.patch": true, "base/dhcp/patches/sub/a.patch": true, "base/dhcp/centos/files/a.patch": true,
		"base/dhcp/dhcp/a.patch": true, "base/dhcp/extra/a.sh": true, "base/dhcp/extra/a.conf": false, "base/dhcp/dhcp/b.patch": false, "base/dhcp/a.patch": false, "base/other/a.patch": false,
	} {
		if got := p.Copies(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
	if (&Package{}).Copies("a.patch") {
		t.Error("a package without a list copies")
	}
}

// TestNamedInSpec holds which files a spec installs.
func TestNamedInSpec(t *testing.T) {
	const spec = `Name: agent
Source0: %{name}-%{version}.tar.gz
Source1: agent.service
Source2: unused.service
#Source3: ksm.service
Source4: %{name}.conf
Source15: agent.cron
%install
install -m 644 %{SOURCE1} %{buildroot}/x
install %{SOURCE4} y
install %{S:15} z
# install ksm.service
cp extra/*.sh %{buildroot}/
%files
/etc/init.d/agent-old
%changelog
* Mon Jan 1 2018 A <a@example.org>
- remove dropped.init
  and ksm.service
`
	named := func(base string) bool { return specInstalls(spec).why(base) == "" }
	for base, want := range map[string]bool{
		"agent.service": true, "unused.service": false, "ksm.service": false, "agent.conf": true, "agent.cron": true,
		"start.sh": true, "agent-old": true, "dropped.init": false, "other.py": false,
	} {
		if got := named(base); got != want {
			t.Errorf("%s: %v", base, got)
		}
	}
	for _, all := range []string{"cp %{_sourcedir}/* x", "cp -r $RPM_SOURCE_DIR x", "for f in %{SOURCES}; do :; done"} {
		if specInstalls("Source1: a\n%install\n"+all+"\n").why("other.py") != "" {
			t.Errorf("%s: a spec that takes all of its sources leaves one out", all)
		}
	}
	if one := specInstalls("%install\ncp $RPM_SOURCE_DIR/a.sh x\n"); one.why("other.py") == "" || one.why("a.sh") != "" {
		t.Error("one file of the folder stands for all")
	}
}

func specInstalls(text string) *installs {
	in := newInstalls()
	in.addSpec([]byte(text))
	return in
}

// TestInstallsAll: what a line takes without naming it.
func TestInstallsAll(t *testing.T) {
	for line, want := range map[string]bool{
		"cd scripts; install -m 755 * $(DESTDIR)/x": true, "cp ./* x": true, "cp -a * ~/mine": false, "for f in a b; do install $f x; done": false,
		"rm -f *": false, "install -m 755 scripts/* x": false,
	} {
		in := newInstalls()
		in.addText("Makefile", line+"\n")
		if got := in.why("other/tool.sh") == ""; got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

// TestUnusedOfOwn holds which files of a package with its own source nothing
// installs.
func TestUnusedOfOwn(t *testing.T) {
	root := t.TempDir()
	const script = "#!/bin/sh\n"
	write(t, root, map[string]string{
		"centos_pkg_dirs":            "own\nodd\n",
		"own/centos/build_srpm.data": "SRC_DIR=\"src\"\nTIS_PATCH_VER=1\n",
		"own/centos/own.spec": `Name: own
Version: 1
%bcond_with sysv
%prep
%setup
%install
make install DESTDIR=%{buildroot}
install -m 755 scripts/agent %{buildroot}/etc/init.d/agent
install -v -m 755 %{_sourcedir}/update.sh %{buildroot}%{_sbindir}/update-%{version}.sh
# install -m 755 scripts/commented %{buildroot}/etc/init.d/commented
cp -r profiles %{buildroot}/etc/
rm -f %{buildroot}/etc/own/own-*
%if %{with sysv}
install -m 755 scripts/own.init %{buildroot}/etc/init.d/own
%endif
%post
systemctl enable started.service
%files
/etc/own/listed.conf
`,
		"own/src/Makefile":            "install:\n\tinstall -m 644 units/*.service $(DESTDIR)/x\n\tfor f in a b; do install run-$$f.sh $(DESTDIR)/; done\n\tcp -a * ~/own\n",
		"own/src/scripts/agent":       script,
		"own/src/scripts/forgotten":   script,
		"own/src/scripts/update.sh":   script,
		"own/src/scripts/commented":   script,
		"own/src/scripts/own-old":     script,
		"own/src/scripts/own.init":    script,
		"own/src/scripts/own.init.in": script,
		"own/src/units/own.service":   "[Unit]\n",
		"own/src/started.timer":       "[Timer]\n",
		"own/src/run-a.sh":            script,
		"own/src/walk-a.sh":           script,
		"own/src/profiles/deep/p":     script,
		"own/src/listed.conf":         "a=1\n",
		"own/src/main.c":              "int main(void) { return 0; }\n",
		"own/src/tool":                "#!/usr/bin/python\n",
		"own/src/mod/__init__.py":     "", "own/src/mod/data.sh": script,
		// Half of a spec says nothing.
		"odd/centos/build_srpm.data": "SRC_DIR=\"src\"\nTIS_PATCH_VER=1\n", "odd/centos/odd.spec": "Name: odd\nVersion: 1\n", "odd/src/a.sh": script,
	})
	ws := open(t, Options{Root: root})
	want := map[string]bool{}
	for _, name := range []string{"scripts/forgotten", "scripts/commented", "scripts/own-old", "scripts/own.init", "scripts/own.init.in",
		"started.timer", "walk-a.sh"} {
		want["own/src/"+name] = true
	}
	for _, f := range ws.Repos[0].Files {
		if got := f.Role == finding.RoleUnused; got != want[f.Path] {
			t.Errorf("%s: role %s, %s", f.Path, f.Role, f.role)
		}
	}
}

// TestUnused holds which files of packages are told to be beside them.
func TestUnused(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"centos_pkg_dirs":       "srpm\nfork\nown\n",
		"srpm/centos/srpm_path": "mirror:Source/a-1-1.src.rpm\n", "srpm/centos/build_srpm.data": "COPY_LIST=\"$PKG_BASE/files/*\"\nTIS_PATCH_VER=1\n",
		"srpm/files/a.init": "#!/bin/sh\n", "srpm/old/a.init": "#!/bin/sh\n",
		"fork/centos/build_srpm.data":    "SRC_DIR=\"$CGCS_BASE/git/fork\"\nCOPY_LIST=\"$FILES_BASE/*\"\nTIS_PATCH_VER=1\n",
		"fork/centos/fork.spec":          "Name: fork\nVersion: 1\nSource1: fork.service\n%install\ninstall %{SOURCE1} x\n",
		"fork/centos/files/fork.service": "[Unit]\n", "fork/centos/files/fork.init": "#!/bin/sh\n",
		"own/centos/build_srpm.data": "SRC_DIR=\"own\"\nTIS_PATCH_VER=1\n", "own/centos/own.spec": "Name: own\nVersion: 1\n",
		"own/own/run.sh": "#!/bin/sh\n",
	})
	ws := open(t, Options{Root: root})
	want := map[string]bool{"srpm/old/a.init": true, "fork/centos/files/fork.init": true}
	for _, f := range ws.Repos[0].Files {
		if got := f.Role == finding.RoleUnused; got != want[f.Path] {
			t.Errorf("%s: role %s", f.Path, f.Role)
		}
	}
}
