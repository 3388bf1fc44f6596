package spec

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realDefines are what the build of StarlingX 2018.10 on CentOS 7 sets.
var realDefines = map[string]string{"_tis_dist": ".tis", "tis_patch_ver": "1", "rhel": "7", "centos": "7", "dist": ".el7"}

// realSpecs calls visit with every spec of the workspace's packages.
func realSpecs(t *testing.T, visit func(path string, src []byte)) {
	t.Helper()
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	walkSpecs(t, root, visit)
}

// walkSpecs visits the specs of CentOS below a folder.
func walkSpecs(t *testing.T, root string, visit func(path string, src []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ".spec") || filepath.Base(filepath.Dir(path)) != "centos" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRealSpecs counts what is in the specs, whatever its conditions; "taken"
// is what the build's macros leave.
func TestRealSpecs(t *testing.T) {
	got := map[string]int{}
	realSpecs(t, func(path string, src []byte) {
		f := Parse(src, Options{Defines: realDefines})
		got["specs"]++
		got["packages"] += len(f.Packages)
		for _, p := range f.Packages {
			if taken, _ := Taken(p.Conditions); taken {
				got["packages taken"]++
			}
		}
		for _, tag := range f.Tags {
			if !tag.FromMacro {
				got[tag.Name]++
			}
		}
		for _, s := range f.Sections {
			got["%"+s.Name]++
		}
		for _, d := range f.Dependencies {
			got["dependencies "+d.Kind]++
			if taken, _ := Taken(d.Conditions); taken && !d.Expanded {
				got["unexpanded"]++
			}
		}
		got["shell calls"] += len(f.ShellCalls)
		for _, e := range f.Errors {
			got["errors"]++
			if base := filepath.Base(path); base != "mariadb.spec" {
				t.Errorf("%s: %v", path, e)
			}
		}
	})
	// 1538 lines say BuildRequires: three stand in a %description.
	want := map[string]int{"specs": 187, "packages": 476, "packages taken": 437, "Name": 187, "Requires": 2120, "BuildRequires": 1535, "%post": 137,
		"%description": 476, "%files": 443, "dependencies Requires": 2147, "dependencies BuildRequires": 1592, "unexpanded": 8, "shell calls": 29, "errors": 3}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d, want %d", name, got[name], n)
		}
	}
}
