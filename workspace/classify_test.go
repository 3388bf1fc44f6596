package workspace

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

const library = `# helpers of the build, to be sourced
TMP_DIR=/tmp

find_spec () {
   local dir=$1
   if [ -d "$dir" ]; then
      ls "$dir"
   fi
}
`

const bareDiff = "Subject: stop a warning\n\n--- a/lib/x.rb\n+++ b/lib/x.rb\n@@ -1,2 +1,2 @@\n-a\n+b\n"

func TestLanguage(t *testing.T) {
	tests := []struct {
		path, content string
		want          Language
	}{
		{"a/centos/build_srpm.data", "TIS_PATCH_VER=1\n", Assign},
		{"a/other.data", "x", Text},
		{"a/centos/srpm_path", "mirror:Source/a.src.rpm\n", SRPMPath},
		{"centos_pkg_dirs_rt", "a\n", PackageList},
		{"debian_trixie_pkg_dirs_std", "a\n", PackageList},
		{"centos_guest_image_rt.inc", "a\n", PackageList},
		{"centos-mirror-tools/tarball-dl.lst", "a#b#c\n", PackageList},
		{"build_guest/rpm-install-list-rt.txt", "a\n", PackageList},
		{"other.inc", "release_number=18\n", Text},
		{"a/centos/meta_patches/PATCH_ORDER", "a.patch\n", PatchOrder},
		{"a/debian/bullseye/patches/series", "a.patch\n", PatchOrder},
		{"a/centos/files/tpmdd.spec.patchlist", "a.patch\n", PatchOrder},
		{"a/centos/a.spec", "Name: a\n", Spec},
		{"a/mariadb.spec.unmodified", "Name: a\n", Spec},
		{"gui/static/alarms.module.spec.js", "describe();\n", JavaScript},
		{"kickstarts/pre_disk_aio.cfg", "%end\n", Kickstart},
		{"build_iso/ks.cfg", "install\n", Kickstart},
		{"files/kickstart.ks", "install\n", Kickstart},
		{"etc/app.cfg", "[a]\n", Config},
		{"setup.cfg", "[metadata]\n", INI},
		{"scripts/a.service", "[Unit]\n", Unit},
		{"scripts/a.service.in", "[Unit]\n", Unit},
		{"templates/a.socket.j2", "[Unit]\n", Unit},
		{"files/var.mount", "[Mount]\n", Unit},
		{"manifests/a.pp", "class a {}\n", Puppet},
		{"templates/a.conf.erb", "<%= a %>\n", ERB},
		{"x.patch", "", Patch},
		{"tox.ini", "[tox]\n", INI},
		{"a.logrotate", "/var/log/a {}\n", Logrotate},
		{"yum.repos.d/a.repo", "[a]\n", RepoFile},
		{"Dockerfile.centos73", "FROM centos\n", Dockerfile},
		{"requirements-dev.txt", "six\n", Requirements},
		{"a/debian/control", "Source: a\n", DebControl},
		{"a/debian/rules", "#!/usr/bin/make -f\n", Makefile},
		{"a/debian/all/deb_folder/a.postinst", "set -e\n", Shell},
		{"a/debian/prerm", "#!/usr/bin/perl\n", Perl},
		{"files/a.ocf", "#!/bin/sh\n", Shell},
		{"files/a.init", "#! /bin/bash\n", Shell},
		{"files/a.sh", "#!/usr/bin/env python\n", Python},
		{"files/a.conf", "#!/bin/sh\n", Shell},
		{"files/a.conf", "a = 1\n", Config},
		{"bin/sw-patch", "#!/usr/bin/python\n", Python},
		{"bin/nova-sriov", "#! /usr/bin/python\n", Python},
		{"bin/mockchain", "#!/usr/bin/python -tt\n# by\n", Python},
		{"bin/b", "#!/usr/bin/env python2\n", Python},
		{"bin/b", "#!/usr/bin/env -S LANG=C python2.7 -u\n", Python},
		{"bin/c", "#!/bin/sh\r\necho\r\n", Shell},
		{"bin/c", byteOrderMark + "#!/bin/bash\n", Shell},
		{"bin/d", "#!/sbin/runscript\n", Shell},
		{"bin/e", "#!/usr/bin/tclsh8.5\n", Tcl},
		{"bin/f", "#!", Text},
		{"bin/g", "#!" + strings.Repeat(" ", 6000) + "/bin/sh\n", Text},
		{"build-tools/srpm-utils", library, Shell},
		{"etc/sysconfig", "A=1\nB=2\nC=3\nD=4\nE=5\nF=6\nG=7\nH=8\nI=9\n", Text},
		{"etc/noext", "[section]\nif = x\nfi\n", Text},
		{"notes", "To try it:\n\nif you want to, run it\nand so on\n", Text},
		{"centos/patches/0004-Stop-warning", bareDiff, Patch},
		{"centos/patches/git", "From 0 Mon\n\ndiff --git a/x b/x\n", Patch},
		{"notes2", "--- a\nnot a patch\n", Text},
		{"empty", "", Text},
		{"a.sh" + strings.Repeat(".in", 100000), "x", Text},
		{"long", strings.Repeat("if [ x ]; then ", 40000), Text},
	}
	for _, test := range tests {
		f := &File{Repo: &Repo{ID: "x"}, Path: test.path, Package: &Package{}}
		classifyName(f)
		c := examine(f, []byte(test.content))
		if c.Language != test.want {
			t.Errorf("%s %.30q: %q (%s), want %q", test.path, test.content, c.Language, c.languageReason, test.want)
		}
		if c.languageReason == "" {
			t.Errorf("%s: no rule", test.path)
		}
	}
}

func TestRole(t *testing.T) {
	tests := []struct {
		path string
		want finding.Role
	}{
		{"sysinv/sysinv/sysinv/api/app.py", finding.RoleRuntime},
		{"sysinv/cache/dist/dependencies/app.py", finding.RoleRuntime},
		{"sysinv/sysinv/tests/api/base.py", finding.RoleTest},
		{"a/test_thing.py", finding.RoleTest},
		{"a/conftest.py", finding.RoleTest},
		{"a/contest.py", finding.RoleRuntime},
		{"gui/a.spec.js", finding.RoleTest},
		{"doc/source/conf.py", finding.RoleDoc},
		{"api-ref/x.json", finding.RoleDoc},
		{"README", finding.RoleDoc},
		{"a/NOTES.rst", finding.RoleDoc},
		{"a/centos/a.spec", finding.RolePackaging},
		{"a/centos/build_srpm.data", finding.RolePackaging},
		{"a/centos/build_srpm", finding.RoleBuildTool},
		{"build-tools/default_build_srpm", finding.RoleBuildTool},
		{"a/tools/install_venv_common.py", finding.RoleBuildTool},
		{"a/centos/files/a.service", finding.RoleRuntime},
		{"a/centos/notes", finding.RolePackaging},
		{"a/debian/bullseye/src/manifests/a.pp", finding.RoleRuntime},
		{"a/debian/all/deb_folder/a.postinst", finding.RolePackaging},
		{"a/setup.py", finding.RolePackaging},
		{"centos_pkg_dirs", finding.RolePackaging},
		{"requirements.txt", finding.RolePackaging},
		{"test-requirements.txt", finding.RoleTest},
		{".gitignore", finding.RoleBuildTool},
		{"tox.ini", finding.RoleBuildTool},
		{".zuul.yaml", finding.RoleBuildTool},
		{"a/src/Makefile", finding.RoleBuildTool},
		{"Dockerfile", finding.RoleBuildTool},
		{"a/centos/patches/a.patch", finding.RolePatch},
		{"a/vendor/golang.org/x.go", finding.RoleVendored},
		{"web/javascript/jquery.min.js", finding.RoleVendored},
		{"a/mariadb.spec.unmodified", finding.RoleExample},
		{"etc/a.conf.sample", finding.RoleExample},
	}
	for _, test := range tests {
		f := &File{Repo: &Repo{ID: "x"}, Path: test.path, Package: &Package{Name: TreePackage}}
		classifyName(f)
		if got, why := roleByPath(f); got != test.want {
			t.Errorf("%s: %s (%s), want %s", test.path, got, why, test.want)
		}
	}
	f := &File{Repo: &Repo{ID: "root"}, Path: "build-tools/build-iso", Package: &Package{Name: TreePackage}}
	if got, _ := roleByPath(f); got != finding.RoleBuildTool {
		t.Errorf("stx-root: %s", got)
	}
	f.Package = &Package{Name: "a", Origin: OriginTest}
	if got, _ := roleByPath(f); got != finding.RoleTest {
		t.Errorf("in a test package: %s", got)
	}
}

func TestGenerated(t *testing.T) {
	f := &File{Repo: &Repo{ID: "x"}, Path: "a/thing_pb2.py", Package: &Package{}, Role: finding.RoleRuntime}
	classifyName(f)
	c := examine(f, []byte("# Generated by the protocol buffer compiler.  DO NOT EDIT!\n# source: thing.proto\n\nimport sys\n\nx = 1\n"))
	if c.Role != finding.RoleGenerated {
		t.Errorf("role %s", c.Role)
	}
}

func TestHasFolder(t *testing.T) {
	for name, want := range map[string]bool{
		"debian/a": true, "a/debian/b": true, "debian": false, "a/debian": false,
		"debian2/a": false, "mydebian/a": false, "mydebian/debian/a": true, "debiandebian/debian/x": true, "": false,
	} {
		if got := hasFolder(name, "debian"); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func FuzzContent(f *testing.F) {
	for _, seed := range []string{library, bareDiff, "#!/usr/bin/env python2\n", "#!", "", "\x00", "a\xff", byteOrderMark} {
		f.Add("bin/x", []byte(seed))
	}
	f.Add("a.conf.sample.in.j2", []byte("x"))
	f.Add("/../.in", []byte("x"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		file := &File{Repo: &Repo{ID: "x"}, Path: name, Package: &Package{}}
		classifyName(file)
		file.Role, file.role = roleByPath(file)
		c := examine(file, content)
		if c.languageReason == "" || c.Language == Unknown || c.Role == "" {
			t.Errorf("%q: language %q (%q), role %q", name, c.Language, c.languageReason, c.Role)
		}
	})
}
