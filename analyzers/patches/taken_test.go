package patches_test

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"
)

// TestTakenOver: what the copy of a spec names, as it was before StarlingX changed
// it, is not of StarlingX's making.
func TestTakenOver(t *testing.T) {
	r := scanned(t, lay(t, map[string]string{
		"centos_pkg_dirs":              "db\n",
		"db/centos/build_srpm.data":    "COPY_LIST=\"centos/files/*\"\nTIS_PATCH_VER=1\n",
		"db/centos/db.spec":            "Name: db\nVersion: 1\nPatch1: a.patch\nPatch2: b.patch\n%prep\n%patch1\n%patch2\n",
		"db/centos/db.spec.unmodified": "Name: db\nVersion: 1\nPatch1: a.patch\n%prep\n%patch1\n",
		"db/centos/files/a.patch":      "--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n a\n+b\n",
		"db/centos/files/b.patch":      "--- a/y.c\n+++ b/y.c\n@@ -1 +1,2 @@\n a\n+b\n",
	}))
	for _, p := range r.PatchStacks[0].Patches {
		if got, want := slices.Contains(p.Tags, "taken-over"), p.Path == "db/centos/files/a.patch"; got != want {
			t.Errorf("%s has the tags %v", p.Path, p.Tags)
		}
	}
}

// TestTwins: of two files of one name the build takes the one in its folder of
// patches, unless COPY_LIST names the other.
func TestTwins(t *testing.T) {
	const change = "--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n a\n+b\n"
	for _, copied := range []bool{false, true} {
		list := "files/tool.sh"
		if copied {
			list = "files/*"
		}
		r := scanned(t, lay(t, map[string]string{
			"centos_pkg_dirs":           "db\n",
			"db/centos/build_srpm.data": "COPY_LIST=\"" + list + "\"\nTIS_PATCH_VER=1\n",
			"db/centos/db.spec":         "Name: db\nVersion: 1\nPatch1: a.patch\n%prep\n%patch1\n",
			"db/centos/patches/a.patch": change,
			"db/files/a.patch":          change + "@@ -5 +6,2 @@\n c\n+d\n",
		}))
		for _, p := range r.PatchStacks[0].Patches {
			if got, want := p.State == "applied", copied || p.Path == "db/centos/patches/a.patch"; got != want {
				t.Errorf("copied %v: %s is %s", copied, p.Path, p.State)
			}
		}
	}
}

// lay writes files into a folder, and returns it.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	tree := fstest.MapFS{}
	for name, content := range files {
		tree[name] = &fstest.MapFile{Data: []byte(content)}
	}
	root := t.TempDir()
	if err := os.CopyFS(root, tree); err != nil {
		t.Fatal(err)
	}
	return root
}
