package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/control"
)

// TestCompare counts names of two small workspaces.
func TestCompare(t *testing.T) {
	read := func(text string) controlFile {
		stanzas, err := control.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return controlFile{"x", stanzas}
	}
	drafts := map[string]controlFile{
		"lamp": read("Source: lamp\nBuild-Depends: a, b (>= 1), c <!nocheck>\n\nPackage: lamp\nArchitecture: all\nDepends: ${misc:Depends}, x (= ${source:Version}), y\n"),
		"odd":  read("Source: odd\n"),
	}
	theirs := map[string]controlFile{
		"lamp": read("Source: lamp\nBuild-Depends: a\nBuild-Depends-Indep: b, d | e\n\nPackage: lamp\nArchitecture: any\nDepends: x\nPre-Depends: z\n\nPackage: more\n"),
	}
	r := compare(drafts, theirs)
	if r.packages != 1 || r.sources.both != 1 || r.architectures != 1 || r.sameArchitecture != 0 {
		t.Errorf("%+v", r)
	}
	for name, c := range map[string]struct {
		t             *tally
		both          int
		extra, missed string
	}{
		"build":    {r.build, 2, "c", "d"},
		"run":      {r.run, 1, "y", "z"},
		"binaries": {r.binaries, 1, "", "more"},
	} {
		if c.t.both != c.both || strings.Join(sortedKeys(c.t.extra), " ") != c.extra || strings.Join(sortedKeys(c.t.missed), " ") != c.missed {
			t.Errorf("%s: %+v", name, c.t)
		}
	}
}

// TestRun measures a small workspace whose package has both a spec and a control
// file.
func TestRun(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"stx-x/centos_pkg_dirs":                      "lamp\n",
		"stx-x/lamp/centos/build_srpm.data":          "TIS_PATCH_VER=1\n",
		"stx-x/lamp/centos/lamp.spec":                "Name: lamp\nVersion: 1\nBuildRequires: json-c-devel\nRequires: socat\n%description\nx\n%build\nmake\n%files\n/usr/bin/lamp\n",
		"stx-x/lamp/debian/all/deb_folder/control":   "Source: lamp\nBuild-Depends: debhelper-compat (= 13), libjson-c-dev\n\nPackage: lamp\nArchitecture: any\nDepends: socat, other\n",
		"stx-x/lamp/debian/other/deb_folder/control": "Source: nobody\n",
		"stx-x/bad/debian/all/deb_folder/control":    "no field\n",
	} {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := run(context.Background(), []string{"-v", root, root}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1 packages have", "| Build-Depends | 2 | 0 | 0 | 1.000 | 1.000 |", "| Depends | 1 | 0 | 1 | 1.000 | 0.500 |", "1 other: lamp",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in:\n%s", want, out.String())
		}
	}
	if err := run(context.Background(), []string{"-target", "debian-99", root, root}, &out); err == nil {
		t.Error("a target that there is not was taken")
	}
	if err := run(context.Background(), []string{root}, &out); err == nil {
		t.Error("one workspace was taken for two")
	}
}

// TestRealAgreement holds drafts of real specs to the control files that StarlingX
// wrote later. STXSCAN_SPECS names a workspace of 5.0.0, STXSCAN_CONTROLS one of
// 12.0.0.
func TestRealAgreement(t *testing.T) {
	specs, controls := os.Getenv("STXSCAN_SPECS"), os.Getenv("STXSCAN_CONTROLS")
	if specs == "" || controls == "" {
		t.Skip("STXSCAN_SPECS and STXSCAN_CONTROLS are not set: they name workspaces of StarlingX 5.0.0 and 12.0.0")
	}
	drafts, err := draftAll(context.Background(), specs, "debian-11", epoch)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := findControls(controls, suites["debian-11"])
	if err != nil {
		t.Fatal(err)
	}
	r := compare(drafts, theirs)
	// A little below what docs/measure/emitting.md has.
	for name, c := range map[string]struct {
		t                 *tally
		precision, recall float64
	}{
		"Source": {r.sources, 0.93, 0.93}, "Package": {r.binaries, 0.83, 0.77}, "Build-Depends": {r.build, 0.76, 0.69}, "Depends": {r.run, 0.68, 0.59},
	} {
		if c.t.precision() < c.precision || c.t.recall() < c.recall {
			t.Errorf("%s: precision %.3f, recall %.3f", name, c.t.precision(), c.t.recall())
		}
	}
	if r.packages < 100 {
		t.Errorf("%d packages have both", r.packages)
	}
}
