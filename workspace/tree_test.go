package workspace

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes a tree of files: path to content.
func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func symlink(t *testing.T, target, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, opts Options) *Workspace {
	t.Helper()
	w, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func find(t *testing.T, w *Workspace, name string) *File {
	t.Helper()
	f, err := w.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func repoIDs(w *Workspace) []string {
	var ids []string
	for _, repo := range w.Repos {
		ids = append(ids, repo.ID)
	}
	return ids
}

func packageNames(repo *Repo) []string {
	var names []string
	for _, p := range repo.Packages {
		names = append(names, p.Name)
	}
	return names
}

func findPackage(t *testing.T, w *Workspace, id string) *Package {
	t.Helper()
	for _, repo := range w.Repos {
		for _, p := range repo.Packages {
			if p.ID() == id {
				return p
			}
		}
	}
	t.Fatalf("no package %s", id)
	return nil
}

// review is a .gitreview for a project.
func review(project string) string {
	return "[gerrit]\nhost=review.example.org\nproject=" + project + ".git\n"
}

func TestOpenEmpty(t *testing.T) {
	w := open(t, Options{Root: t.TempDir()})
	if len(w.Repos) != 0 || len(w.Problems) != 0 {
		t.Errorf("repos %v, problems %v; want none", repoIDs(w), w.Problems)
	}
	if _, err := Open(t.Context(), Options{Root: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a root that is not there gives %v", err)
	}
}

func TestOpenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	root := t.TempDir()
	write(t, root, map[string]string{"a.py": ""})
	if _, err := Open(ctx, Options{Root: root}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRepoIdentity(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"stx-config/.gitreview":    review("openstack/stx-config"),
		"checkout/.gitreview":      "\ufeff[gerrit]\r\nproject = starlingx/fault.git\r\n",
		"stx-ha/src/a.c":           "int a;\n", // no mark but its name
		"mirror/centos_pkg_dirs":   "",
		"other/.gitreview":         review("starlingx/nfv"),
		"stx-config/stx-inner/f.c": "int f;\n", // no repo of its own
		"loose/readme":             "x",
	})
	w := open(t, Options{Root: root, Aliases: map[string]string{"starlingx/nfv": "vim"}})
	if got, want := repoIDs(w), []string{"config", "fault", "ha", "mirror", "vim"}; !slices.Equal(got, want) {
		t.Errorf("repos %v, want %v", got, want)
	}
	if f := find(t, w, "config:stx-inner/f.c"); f.Package.ID() != "config/(tree)" {
		t.Errorf("owner %s", f.Package.ID())
	}
	if len(w.Problems) != 1 || w.Problems[0].Path != "loose" {
		t.Errorf("problems %v; want one about the loose file", w.Problems)
	}
}

func TestOneIdentityTwice(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"a/.gitreview": review("starlingx/config"),
		"b/.gitreview": review("openstack/stx-config"),
	})
	w := open(t, Options{Root: root})
	if got, want := repoIDs(w), []string{"config", "config@b"}; !slices.Equal(got, want) {
		t.Errorf("repos %v, want %v", got, want)
	}
	if len(w.Problems) != 1 || !strings.Contains(w.Problems[0].Message, "one identity") {
		t.Errorf("problems %v", w.Problems)
	}
}

func TestSingleRepo(t *testing.T) {
	for _, files := range []map[string]string{
		{".gitreview": review("starlingx/config"), "sub/a.py": ""},
		{"sub/a.py": ""}, // nothing marks it
	} {
		root := filepath.Join(t.TempDir(), "stx-config")
		write(t, root, files)
		w := open(t, Options{Root: root})
		if got := repoIDs(w); !slices.Equal(got, []string{"config"}) || w.Repos[0].Dir != "." {
			t.Errorf("repos %v", got)
		}
		if f := find(t, w, filepath.Join(w.Root, "sub/a.py")); f.ID() != "config:sub/a.py" {
			t.Errorf("found %s", f.ID())
		}
		if len(w.Problems) != 0 {
			t.Errorf("problems %v", w.Problems)
		}
	}
}

func TestBuildRoot(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"cgcs-root/.git/HEAD":                       "ref: refs/heads/master\n",
		"cgcs-root/.gitreview":                      review("openstack/stx-root"),
		"cgcs-root/build-tools/x":                   "#!/bin/sh\n",
		"cgcs-root/stx/stx-config/.gitreview":       review("openstack/stx-config"),
		"cgcs-root/stx/stx-config/a/b.py":           "",
		"cgcs-root/stx/git/ceph/.git/HEAD":          "ref: refs/heads/master\n",
		"cgcs-root/stx/git/ceph/src/main.cc":        "",
		"cgcs-root/stx/downloads/a.tar.gz":          "",
		"cgcs-root/stx/downloads/puppet/b.tar.gz":   "",
		"cgcs-root/.repo/manifest.xml":              "<manifest/>",
		"CentOS/stx-r1/Source/a.src.rpm":            "",
		"CentOS/stx-r1/Binary/x86_64/a.x86_64.rpm":  "",
		"CentOS/stx-r1/Binary/x86_64/b.x86_64.rpm":  "",
		"CentOS/stx-r1/Binary/images/pxeboot/linuz": "",
	})
	w := open(t, Options{Root: root})
	if got, want := repoIDs(w), []string{"config", "root"}; !slices.Equal(got, want) {
		t.Fatalf("repos %v, want %v", got, want)
	}
	var paths []string
	for _, f := range w.Repos[1].Files {
		paths = append(paths, f.Path)
	}
	if want := []string{".gitreview", "build-tools/x"}; !slices.Equal(paths, want) {
		t.Errorf("files of the outer repo %v, want %v", paths, want)
	}
	want := []Extra{
		{ExtraMirrorBinary, "CentOS/stx-r1/Binary", "Binary", 3},
		{ExtraMirrorSource, "CentOS/stx-r1/Source", "Source", 1},
		{ExtraDownloads, "cgcs-root/stx/downloads", "downloads", 2},
		{ExtraFork, "cgcs-root/stx/git/ceph", "ceph", 1},
	}
	if !slices.Equal(w.Extras, want) {
		t.Errorf("extras %v, want %v", w.Extras, want)
	}
	if _, err := w.Find("cgcs-root/stx/git/ceph/src/main.cc"); !errors.Is(err, ErrNoFile) || !strings.Contains(err.Error(), "fork") {
		t.Errorf("a file of a fork gives %v", err)
	}
}

// A folder named downloads or git inside a repo is a folder like others.
func TestNoBuildRootInsideRepo(t *testing.T) {
	root := filepath.Join(t.TempDir(), "stx-x")
	write(t, root, map[string]string{".gitreview": review("x/x"), "downloads/a.sh": "", "git/b.sh": ""})
	w := open(t, Options{Root: root})
	if len(w.Extras) != 0 || len(w.Repos[0].Files) != 3 {
		t.Errorf("extras %v, %d files", w.Extras, len(w.Repos[0].Files))
	}
}
