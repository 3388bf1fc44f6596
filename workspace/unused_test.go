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
	named := namedInSpec([]byte(spec))
	for base, want := range map[string]bool{
		"agent.service": true, "unused.service": false, "ksm.service": false, "agent.conf": true, "agent.cron": true,
		"start.sh": true, "agent-old": true, "dropped.init": false, "other.py": false,
	} {
		if got := named(base); got != want {
			t.Errorf("%s: %v", base, got)
		}
	}
	for _, all := range []string{"cp %{_sourcedir}/* x", "cp -r $RPM_SOURCE_DIR x", "for f in %{SOURCES}; do :; done"} {
		if !namedInSpec([]byte("Source1: a\n%install\n" + all + "\n"))("other.py") {
			t.Errorf("%s: a spec that takes all of its sources leaves one out", all)
		}
	}
	if one := namedInSpec([]byte("%install\ncp $RPM_SOURCE_DIR/a.sh x\n")); one("other.py") || !one("a.sh") {
		t.Error("one file of the folder stands for all")
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
