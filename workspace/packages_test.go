package workspace

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const versioningPatch = `From 1 Mon
---
 SPECS/a.spec | 2 +-

diff --git a/SPECS/a.spec b/SPECS/a.spec
--- a/SPECS/a.spec
+++ b/SPECS/a.spec
@@ -1,2 +1,2 @@
 Name: a
-Release: 1%{?dist}
+Release: 1.el7%{?_tis_dist}.%{tis_patch_ver}
--
2.1
`

// packagesTree has a package of every origin and every kind of packaging.
var packagesTree = map[string]string{
	".gitreview":         review("starlingx/x"),
	"centos_pkg_dirs":    "# the build\n\nsysinv/sysinv\r\nbase/dhcp\nbase/gone\nbase/rsync\n",
	"centos_pkg_dirs_rt": "kernel/kernel-modules/drbd\nbase/dhcp\n",

	"sysinv/sysinv/centos/build_srpm.data":       "SRC_DIR=\"sysinv\"\nTIS_PATCH_VER=1\n",
	"sysinv/sysinv/centos/sysinv.spec":           "Name: sysinv\n",
	"sysinv/sysinv/sysinv/app.py":                "",
	"sysinv/sysinv/agent/centos/build_srpm.data": "SRC_DIR=.\n",
	"sysinv/sysinv/agent/centos/agent.spec":      "Name: agent\n",
	"sysinv/sysinv/agent/run.py":                 "",

	"kickstart/centos/build_srpm.data": "SRC_DIR=\"${GIT_BASE}/bsp-files\"\nCOPY_LIST=\"$SRC_DIR/* ../shared/*.sh\"\n",
	"kickstart/centos/platform.spec":   "Name: platform\n",
	"bsp-files/kickstarts/pre.cfg":     "%pre\n",
	"shared/a.sh":                      "",
	"shared/b.txt":                     "",

	"base/dhcp/centos/build_srpm.data":                                    "COPY_LIST=\"$FILES_BASE/*\"\nTIS_PATCH_VER=3\n",
	"base/dhcp/centos/srpm_path":                                          "mirror:Source/dhcp-4.2.5-58.el7.src.rpm\n",
	"base/dhcp/centos/files/dhclient.conf":                                "",
	"base/dhcp/centos/meta_patches/PATCH_ORDER":                           "b.patch\n\na.patch",
	"base/dhcp/centos/meta_patches/a.patch":                               versioningPatch,
	"base/dhcp/centos/meta_patches/b.patch":                               versioningPatch,
	"base/dhcp/centos/patches/fix.patch":                                  "",
	"base/rsync/centos/build_srpm.data":                                   "TIS_PATCH_VER=3\n",
	"base/rsync/centos/srpm_path":                                         "mirror:Source/rsync.src.rpm\n",
	"base/rsync/centos/meta_patches/PATCH_ORDER":                          "0001-Update-package-versioning.patch\n",
	"base/rsync/centos/meta_patches/0001-Update-package-versioning.patch": versioningPatch,
	"base/rsync/centos/meta_patches/not-listed.patch":                     "@@ -1 +1 @@\n-Requires: a\n",
	"base/kube/centos/build_srpm.data":                                    "",
	"base/kube/centos/srpm_path":                                          "mirror:Source/kube.src.rpm\n",
	"base/kube/centos/meta_patches/0001-Update-package-versioning.patch": strings.ReplaceAll(versioningPatch,
		" Name: a\n", " Name: a\n-Requires: docker\n+Requires: docker-ce\n"),

	"ceph/ceph/centos/build_srpm.data":                  "SRC_DIR=\"$CGCS_BASE/git/ceph\"\nTIS_BASE_SRCREV=3f07f7f\n",
	"kernel/kernel-modules/drbd/centos/build_srpm.data": "COPY_LIST=\"$CGCS_BASE/downloads/drbd.tar.gz\"\n",
	"kernel/qat/centos/build_srpm.data":                 "",
	"kernel/qat/centos/qat-kmod.spec":                   "",
	"patch-scripts/EXAMPLE/centos/build_srpm.data":      "COPY_LIST=\"scripts/*\"\n",
	"config-files/sudo-config/centos/build_srpm.data":   "SRC_DIR=files\n",
	"config-files/sudo-config/files/sudo.sudo":          "",
	"tools/other-config/centos/build_srpm.data":         "",
	"tools/other-config/centos/a.spec":                  "",
	"tools/other-config/a.c":                            "",

	"deb/a/debian/all/meta_data.yaml":           "debname: a\ndebver: 1.0-1\nsrc_path: source\n",
	"deb/a/debian/all/deb_folder/control":       "Source: a\n",
	"deb/a/debian/all/deb_folder/tests/control": "Tests: a\n",
	"deb/b/debian/bullseye/meta_data.yaml":      "debname: b\ndl_path:\n  url: https://example.org/b.tar.gz\n",
	"deb/b/debian/bullseye/patches/fix.patch":   "",
	"deb/c/debian/control":                      "Source: c\n",
	"deb/d/debian/meta_data.yaml":               "debname: d\nsrc_path: ${MY_REPO}/stx/git/ostree\n",
	"deb/e/debian/meta_data.yaml":               "debname: [\n",
	"deb/f/debian/meta_data.yaml":               "debname: f\ndl_path:\n  url: https://example.org/f.tar.gz\n",
	"deb/images/debian/Dockerfile":              "FROM debian\n",
	"suse/a/opensuse/a.spec":                    "Name: a\n",
	"suse/a/centos/build_srpm.data":             "",
	"suse/a/debian/control":                     "",
}

func TestPackages(t *testing.T) {
	root := t.TempDir()
	write(t, root, packagesTree)
	symlink(t, "../../../../git/ceph/ceph.spec", filepath.Join(root, "ceph/ceph/centos/ceph.spec"))
	w := open(t, Options{Root: root})
	repo := w.Repos[0]

	want := []string{"EXAMPLE", "agent", "b", "c", "ceph", "d", "deb/a", "dhcp", "drbd", "e", "f", "kickstart",
		"kube", "other-config", "qat", "rsync", "sudo-config", "suse/a", "sysinv", TreePackage}
	if got := packageNames(repo); !slices.Equal(got, want) {
		t.Fatalf("packages\n%v, want\n%v", got, want)
	}
	for name, want := range map[string]Origin{
		"sysinv": OriginFlock, "dhcp": OriginPatched, "rsync": OriginRebuild, "kube": OriginPatched, "ceph": OriginFork,
		"drbd": OriginKernelModule, "qat": OriginKernelModule, "EXAMPLE": OriginTest, "sudo-config": OriginConfig,
		"other-config": OriginFlock, "deb/a": OriginFlock, "b": OriginPatched, "d": OriginFork, "f": OriginRebuild,
		TreePackage: OriginTree,
	} {
		if p := findPackage(t, w, "x/"+name); p.Origin != want || p.Reason == "" {
			t.Errorf("%s: origin %s (%s), want %s", name, p.Origin, p.Reason, want)
		}
	}
	dhcp := findPackage(t, w, "x/dhcp")
	if !dhcp.Built || !slices.Equal(dhcp.Lists, []string{"centos_pkg_dirs", "centos_pkg_dirs_rt"}) {
		t.Errorf("dhcp: built %v by %v", dhcp.Built, dhcp.Lists)
	}
	if dhcp.SRPM != "mirror:Source/dhcp-4.2.5-58.el7.src.rpm" || dhcp.Data["TIS_PATCH_VER"] != "3" ||
		dhcp.Data["COPY_LIST"] != "centos/files/*" {
		t.Errorf("dhcp: srpm %q, data %v", dhcp.SRPM, dhcp.Data)
	}
	if want := []ListEntry{{"b.patch", 1}, {"a.patch", 3}}; !slices.Equal(dhcp.PatchOrder, want) {
		t.Errorf("dhcp: order %v, want %v", dhcp.PatchOrder, want)
	}
	if len(dhcp.Patches) != 3 {
		t.Errorf("dhcp: patches %v", dhcp.Patches)
	}
	ceph := findPackage(t, w, "x/ceph")
	if ceph.Spec != "ceph/ceph/centos/ceph.spec" || ceph.Source != "$CGCS_BASE/git/ceph" || ceph.SourceRev != "3f07f7f" || ceph.Built {
		t.Errorf("ceph: %+v", ceph)
	}
	if p := findPackage(t, w, "x/suse/a"); !slices.Equal(p.Packaging, []string{"centos", "debian", "opensuse"}) {
		t.Errorf("packaging %v", p.Packaging)
	}
	if p := findPackage(t, w, "x/deb/a"); p.Source != "source" || p.Data["debver"] != "1.0-1" {
		t.Errorf("debian: source %q, data %v", p.Source, p.Data)
	}
	if len(w.Problems) != 1 || w.Problems[0].Path != "deb/e/debian/meta_data.yaml" {
		t.Errorf("problems %v; want one about bad YAML", w.Problems)
	}
}

func TestOwners(t *testing.T) {
	root := t.TempDir()
	write(t, root, packagesTree)
	w := open(t, Options{Root: root})
	for name, want := range map[string]string{
		"sysinv/sysinv/sysinv/app.py":  "x/sysinv",
		"sysinv/sysinv/agent/run.py":   "x/agent",
		"bsp-files/kickstarts/pre.cfg": "x/kickstart",
		"shared/a.sh":                  "x/kickstart",
		"shared/b.txt":                 "x/(tree)",
		"deb/images/debian/Dockerfile": "x/(tree)",
		"centos_pkg_dirs":              "x/(tree)",
	} {
		if f := find(t, w, name); f.Package.ID() != want {
			t.Errorf("%s: owner %s, want %s", name, f.Package.ID(), want)
		}
	}
	if p := findPackage(t, w, "x/kickstart"); !slices.Equal(p.Shared, []string{"bsp-files", "shared/*.sh"}) {
		t.Errorf("shared %v", p.Shared)
	}
	e, err := w.Why(t.Context(), "x:bsp-files/kickstarts/pre.cfg")
	if err != nil {
		t.Fatal(err)
	}
	if e.Package != "x/kickstart" || !strings.Contains(e.PackageReason, "bsp-files") || e.Language != Kickstart ||
		e.LanguageReason == "" || e.RoleReason == "" || e.OriginReason == "" {
		t.Errorf("explanation %+v", e)
	}
	files := 0
	for _, p := range w.Repos[0].Packages {
		files += len(p.files)
	}
	if files != len(w.Repos[0].Files) {
		t.Errorf("packages own %d files of %d", files, len(w.Repos[0].Files))
	}
}

func TestLists(t *testing.T) {
	root := t.TempDir()
	write(t, root, packagesTree)
	write(t, root, map[string]string{
		"centos_iso_image.inc":                 "# a\nqemu-kvm-ev\n",
		"mirror/rpms_3rdparties.lst":           "a-1.noarch.rpm#http://example.org/a\n#b.rpm\n",
		"mirror/tarball-dl.lst":                "!a.tar.gz#dir#http://example.org/a\n",
		"mirror/other_downloads.lst":           "folder:EFI\n#file:x\n",
		"mirror/debian/common/base-trixie.lst": "acl  2.3.2-2\n",
		"notes.lst":                            "x\n",
		"debian_trixie_pkg_dirs_rt":            "deb/a\n",
	})
	w := open(t, Options{Root: root})
	got := map[string]BuildList{}
	for _, list := range w.Repos[0].Lists {
		got[list.Path] = list
	}
	for name, want := range map[string]BuildList{
		"centos_pkg_dirs": {Kind: ListPackageDirs, Distro: "centos", BuildType: "std",
			Entries: []ListEntry{{"sysinv/sysinv", 3}, {"base/dhcp", 4}, {"base/gone", 5}, {"base/rsync", 6}},
			Missing: []ListEntry{{"base/gone", 5}}},
		"debian_trixie_pkg_dirs_rt":            {Kind: ListPackageDirs, Distro: "debian", BuildType: "rt", Entries: []ListEntry{{"deb/a", 1}}},
		"centos_iso_image.inc":                 {Kind: ListImage, Distro: "centos", BuildType: "std", Entries: []ListEntry{{"qemu-kvm-ev", 2}}},
		"mirror/rpms_3rdparties.lst":           {Kind: ListRPMs, Entries: []ListEntry{{"a-1.noarch.rpm#http://example.org/a", 1}}},
		"mirror/tarball-dl.lst":                {Kind: ListTarballs, Entries: []ListEntry{{"!a.tar.gz#dir#http://example.org/a", 1}}},
		"mirror/other_downloads.lst":           {Kind: ListDownloads, Entries: []ListEntry{{"folder:EFI", 1}}},
		"mirror/debian/common/base-trixie.lst": {Kind: ListDebs, Entries: []ListEntry{{"acl  2.3.2-2", 1}}},
	} {
		list := got[name]
		if list.Kind != want.Kind || list.Distro != want.Distro || list.BuildType != want.BuildType ||
			!slices.Equal(list.Entries, want.Entries) || !slices.Equal(list.Missing, want.Missing) {
			t.Errorf("%s: %+v, want %+v", name, list, want)
		}
	}
	if _, ok := got["notes.lst"]; ok {
		t.Error("notes.lst is taken for a build list")
	}
}

// A package file that cannot be read is a problem, and the package stays.
func TestPackageWithoutData(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{".gitreview": review("x/x"), "a/centos/a.spec": ""})
	symlink(t, "nothing", filepath.Join(root, "a/centos/build_srpm.data"))
	w := open(t, Options{Root: root})
	findPackage(t, w, "x/a")
	if len(w.Problems) != 1 || !strings.Contains(w.Problems[0].Message, SkipBroken) {
		t.Errorf("problems %v", w.Problems)
	}
	if _, err := os.Lstat(filepath.Join(root, "a/centos/build_srpm.data")); err != nil {
		t.Error(err)
	}
}
