package patch

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// realPatches calls visit with every patch file of the workspace.
func realPatches(t *testing.T, visit func(name string, src []byte)) {
	t.Helper()
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.Contains(path, "/.git/") {
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

// damaged are the files of 2018.10.0 that are called patches and are not
// well-formed ones: the first two are applied all the same, four are SQL.
var damaged = []string{"0002-Add-glance-driver.patch", "lldpd-i40e-disable.patch", "redhat-eventlet.patch", "sm_db_ceph_install.patch",
	"sm_db_cinder_lvm_install.patch", "sm_db_pxeboot_install.patch", "sm_db_upgrade.patch"}

func TestRealPatches(t *testing.T) {
	var files, diffs, hunks, added, removed int
	var malformed, nameless []string
	formats := map[Format]int{}
	realPatches(t, func(name string, src []byte) {
		base := filepath.Base(name)
		ext := filepath.Ext(base)
		if ext != ".patch" && ext != ".diff" {
			if !LooksLike(src) {
				return
			}
			nameless = append(nameless, base)
		}
		f := Parse(src)
		files++
		a, r := f.Stat()
		added, removed = added+a, removed+r
		diffs += len(f.Files)
		for _, d := range f.Files {
			hunks += len(d.Hunks)
		}
		formats[f.Format]++
		if len(f.Malformed) > 0 {
			malformed = append(malformed, base)
		}
		// go-gitdiff takes a file without any diff for well-formed, and one that
		// ends within a line, which git refuses.
		_, _, err := gitdiff.Parse(bytes.NewReader(src))
		if (err != nil) != (len(f.Malformed) > 0) && len(f.Files) > 0 && base != damaged[1] {
			t.Errorf("%s: go-gitdiff says %v, we %v", name, err, f.Malformed)
		}
		if LooksLike(src) == slices.Contains(damaged[2:], base) {
			t.Errorf("%s looks like a patch: %v", name, LooksLike(src))
		}
	})
	slices.Sort(malformed)
	if !slices.Equal(malformed, damaged) {
		t.Errorf("malformed: %v", malformed)
	}
	if !slices.Equal(nameless, []string{"0004-Stop-invalid-warning-message"}) {
		t.Errorf("patches without extension: %v", nameless)
	}
	got := fmt.Sprintf("%d files, %d diffs, %d hunks, +%d -%d, %v", files, diffs, hunks, added, removed, formats)
	want := "873 files, 1512 diffs, 3117 hunks, +100187 -5511, map[git:774 mail:2 quilt:42 unified:55]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
