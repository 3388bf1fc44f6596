package patches

import (
	"path"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// TestEdit: what a meta patch takes out is gone, what it takes out and was
// never added is the source RPM's own, and moving a name is no removal.
func TestEdit(t *testing.T) {
	s := newTags()
	s.edit([]named{{number: 0, pattern: "a"}, {number: 1, pattern: "b"}})
	s.edit([]named{
		{number: 0, pattern: "a", removed: true}, {number: 7, pattern: "a"},
		{number: 1, pattern: "b", removed: true}, {number: 9, pattern: "own", removed: true},
	})
	if left := s.left(0); len(left) != 1 || left[0].pattern != "a" || left[0].number != 7 {
		t.Errorf("left %+v", left)
	}
	if len(s.shipped) != 1 || !s.shipped["own"] {
		t.Errorf("shipped %v", s.shipped)
	}
}

// TestRetiredPatches: a patch is dead when a later meta patch takes its name
// out, or when the meta patch that names it is listed by nothing.
func TestRetiredPatches(t *testing.T) {
	p := &workspace.Package{Name: "dhcp", Path: "dhcp", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	one := func(names ...named) analysis.Kept { return analysis.Kept{Data: &patchFile{names: names}} }
	k := &parts{patches: map[string]analysis.Kept{
		"dhcp/centos/patches/kept.patch":    one(),
		"dhcp/centos/patches/retired.patch": one(),
		"dhcp/centos/patches/forgot.patch":  one(),
		// The second by name comes first in PATCH_ORDER.
		"dhcp/centos/meta_patches/b.patch": one(named{number: 1, pattern: "kept.patch"}, named{number: 2, pattern: "retired.patch"}),
		"dhcp/centos/meta_patches/a.patch": one(named{number: 2, pattern: "retired.patch", removed: true}),
		"dhcp/centos/meta_patches/x.patch": one(named{number: 3, pattern: "forgot.patch"}),
	}, orders: []analysis.Kept{{Path: "dhcp/centos/meta_patches/PATCH_ORDER", Language: workspace.PatchOrder,
		Data: &orderFile{names: []named{{pattern: "b.patch"}, {pattern: "a.patch"}}}}}}
	var got []string
	for _, one := range buildStack(p, k).list.Patches {
		got = append(got, path.Base(one.Path)+" "+one.State)
	}
	want := []string{"b.patch applied", "a.patch applied", "x.patch unlisted", "kept.patch applied", "forgot.patch dead", "retired.patch dead"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// spec returns a patch of a file with these changed lines.
func specPatch(file string, lines ...string) string {
	added, removed := 0, 0
	for _, l := range lines {
		switch l[0] {
		case '+':
			added++
		case '-':
			removed++
		}
	}
	return "--- a/" + file + "\n+++ b/" + file + "\n@@ -1," + itoa(removed+1) + " +1," + itoa(added+1) + " @@\n same\n" + strings.Join(lines, "\n") + "\n"
}

// TestRoutine: content decides, not names.
func TestRoutine(t *testing.T) {
	const spec = "SPECS/x.spec"
	for name, c := range map[string]struct {
		src  string
		want bool
	}{
		"release":            {specPatch(spec, "-Release: 4%{?dist}", "+Release: 4.el7%{?_tis_dist}.%{tis_patch_ver}"), true},
		"patch named":        {specPatch(spec, "+Patch1: a.patch", "+%patch1 -p1"), true},
		"patch in a list":    {specPatch("SOURCES/grub.patches", "+Patch1: a.patch"), true},
		"renumbered":         {specPatch(spec, "-Patch1: a.patch", "+Patch2: a.patch", "-%patch1 -p1", "+%patch2 -p1"), true},
		"version of pbr":     {specPatch(spec, "+export PBR_VERSION=%{version}"), true},
		"trigger dropped":    {specPatch(spec, "-%triggerun -- x < 1.2", "-/bin/systemctl stop a.service", "-%triggerin -- x > 1.3", "+%triggerin -- x"), true},
		"more than triggers": {specPatch(spec, "-%triggerun -- x < 1.2", "-%post", "-/bin/systemctl enable a.service"), false},
		"patch dropped":      {specPatch(spec, "-Patch1: distributor.patch", "-%patch1 -p1"), false},
		"patch left unused":  {specPatch(spec, "-%patch1 -p1"), false},
		"build option":       {specPatch(spec, "+Patch1: a.patch", "-  --with-ldap", "+  --without-ldap"), false},
		"need dropped":       {specPatch(spec, "-Requires: python-openstacksdk >= 0.9.17"), false},
		"another version":    {specPatch(spec, "-Version: 1.0", "+Version: 2.0"), false},
		"another definition": {specPatch(spec, "-%define rpmver 4.10.0", "+%define rpmver 4.14.0"), false},
		"program":            {specPatch("src/a.c", "+Patch1: a.patch"), false},
		"no change":          {"", false},
	} {
		got := readPatch(fileOf("x/centos/meta_patches/0001-Update-package-versioning-for-TIS-format.patch", workspace.Patch, c.src)).routine
		if got != c.want {
			t.Errorf("%s: routine is %v", name, got)
		}
	}
}

// TestNamesOfLists: specs include lists of patches, as grub2 does; a name in
// the patch of a program is none.
func TestNamesOfLists(t *testing.T) {
	for file, want := range map[string]int{"SPECS/grub2.spec": 1, "SOURCES/grub.patches": 1, "src/a.c": 0, "README.patches.txt": 0} {
		p := readPatch(fileOf("x.patch", workspace.Patch, specPatch(file, "+Patch1000: a.patch")))
		if len(p.names) != want {
			t.Errorf("%s: %+v", file, p.names)
		}
	}
}

// TestUnusedTags: a Patch tag that %prep does not apply names nothing; without
// any %patch that could be read, all do.
func TestUnusedTags(t *testing.T) {
	const tags = "Name: x\nPatch1: a.patch\nPatch2: b.patch\n"
	for prep, want := range map[string]int{
		"%prep\n%patch1 -p1\n": 1, "%prep\n%autosetup -p1\n": 2, "%prep\n%setup -q\n": 2, "": 2, "%prep\n%patch -P 2\n": 1,
	} {
		if got := len(readSpec(fileOf("x.spec", workspace.Spec, tags+prep)).names); got != want {
			t.Errorf("%q: %d names, want %d", prep, got, want)
		}
	}
}

// TestGitFormat: only the output of format-patch is of that format.
func TestGitFormat(t *testing.T) {
	const diff = "\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n"
	hash := strings.Repeat("0a", 20)
	for head, want := range map[string]bool{
		"From " + hash + " Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: x\n": true,
		"commit " + hash + "\nAuthor: A <a@example.org>\n\n    x\n":                         false,
		"From: A <a@example.org>\nSubject: x\n":                                             false, "": false,
	} {
		tags := readPatch(fileOf("x.patch", workspace.Patch, head+diff)).tags
		if got := slices.Contains(tags, tagGitFormat); got != want {
			t.Errorf("%q: %v", head, tags)
		}
	}
}

// TestDebianEffects: what Debian packaging carries works there, whatever the
// rule says of a spec, and is work elsewhere.
func TestDebianEffects(t *testing.T) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range set.For("patches") {
		if rule.ID != "PATCH-004" {
			continue
		}
		w := &reducer{Reduction: &analysis.Reduction{Targets: set.Targets}}
		carried := w.debianEffects(rule)
		for _, target := range set.Targets {
			want, plain := finding.Changes, rule.On(target, rules.AllPythons, rule.Severity).Effect
			switch {
			case target.PackageFormat == "deb":
				want = finding.Breaks
			case target.Family == "centos":
				want = finding.Works
			}
			if plain != want {
				t.Errorf("%s: a patch of a spec %s, want %s", target.ID, plain, want)
			}
			if got := carried[target.ID].Effect; target.PackageFormat == "deb" && got != finding.Works {
				t.Errorf("%s: what it carries %s", target.ID, got)
			}
		}
		return
	}
	t.Error("there is no PATCH-004")
}
