package workspace

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/rpms/rpmstest"
)

// srpmWorkspace has one package, rsync, that is a source RPM, and a folder with
// a file of that name made for the package nvr.
func srpmWorkspace(t *testing.T, nvr string) (w *Workspace, mirror string) {
	t.Helper()
	root, mirror := t.TempDir(), t.TempDir()
	write(t, root, map[string]string{
		".gitreview":                        review("starlingx/integ"),
		"centos_pkg_dirs":                   "base/rsync\n",
		"base/rsync/centos/srpm_path":       "mirror:Source/rsync-3.1.2-4.el7.src.rpm\n",
		"base/rsync/centos/build_srpm.data": "TIS_PATCH_VER=1\n",
	})
	data := rpmstest.Named(nvr, rpmstest.Cpio("rsync.spec", "Name: rsync\n"), 1)
	if err := os.WriteFile(filepath.Join(mirror, "rsync-3.1.2-4.el7.src.rpm"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, Options{Root: root}), mirror
}

func specOf(w *Workspace) string { return w.Repos[0].Packages[0].SRPMSpec }

// TestLinkedMirror: a folder of RPMs may be a link to one.
func TestLinkedMirror(t *testing.T) {
	w, mirror := srpmWorkspace(t, "rsync-3.1.2-4.el7")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(mirror, link); err != nil {
		t.Skip(err)
	}
	if err := w.AddRPMs(context.Background(), []string{link}); err != nil {
		t.Fatal(err)
	}
	if got := specOf(w); got != "base/rsync/rsync-3.1.2-4.el7.src.rpm!rsync.spec" {
		t.Errorf("the spec is %q", got)
	}
}

// TestMislabelled: a file that holds another package than it is named after is
// a problem, and the package stays unknown.
func TestMislabelled(t *testing.T) {
	w, mirror := srpmWorkspace(t, "dhcp-4.2.5-58.el7")
	before := len(w.Problems)
	if err := w.AddRPMs(context.Background(), []string{mirror}); err != nil {
		t.Fatal(err)
	}
	if got := specOf(w); got != "" {
		t.Errorf("the spec is %q", got)
	}
	if len(w.Problems) != before+1 || !strings.Contains(w.Problems[before].Message, `by its header it is "dhcp-4.2.5-58.el7.src.rpm"`) {
		t.Errorf("problems %v", w.Problems)
	}
}
