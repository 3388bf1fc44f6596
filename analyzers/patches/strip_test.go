package patches

import (
	"fmt"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/patches/apply"
	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// TestStripsOfSpec: the level of a patch is what the line that applies it says.
func TestStripsOfSpec(t *testing.T) {
	for prep, want := range map[string]string{
		"%patch1 -p1\n%patch2 -p 3\n%patch3": "1 3 0",
		"%patch -P 1 -p2\n%patch -P3 -p1":    "2 ? 1",
		"%autosetup -p1 -n x":                "1 1 1",
		"%autosetup -n x":                    "? ? ?",
		"%setup -q\n%autopatch -p0":          "0 0 0",
		"%patch2 -p0\n%autopatch -p1":        "1 0 1",
		"%patch2 -p0\n%patch2 -p1":           "? 0 ?", // the first counts
		"%if 0\n%patch2 -p2\n%endif":         "? ? ?",
		"patch -p2 < %{PATCH2}":              "? 2 ?",
		"git am %{patches}":                  "? ? ?",
		"%patch2 -p%{level}":                 "? 4 ?",
	} {
		levels := stripsOf(spec.Parse([]byte("Name: a\n%define level 4\n%prep\n"+prep+"\n"), spec.Options{}))
		if got := shownStrips(levels); got != want {
			t.Errorf("%q: %s, want %s", prep, got, want)
		}
	}
}

func shownStrips(s *strips) string {
	text := ""
	for number := 1; number <= 3; number++ {
		one := "?"
		if is := s.get(number); is.said {
			one = fmt.Sprint(is.level)
		}
		text += one + " "
	}
	return text[:len(text)-1]
}

// TestStripsOfMetaPatches: patches of a spec that is not there show its lines.
func TestStripsOfMetaPatches(t *testing.T) {
	s := strips{of: map[int]strip{}}
	for _, lines := range [][]string{
		{" %autosetup -p2 -n x", "+%patch1 -p1", "+%patch -P 2 -p3", " %patch3"},
		{"-%patch2 -p3", "+%patch2 -p0", "-%patch3"},
	} {
		src := []byte(specPatch("SPECS/a.spec", lines...))
		s.edit(editedUses(src, patch.Parse(src)))
	}
	if got := shownStrips(&s); got != "1 0 2" {
		t.Errorf("%s", got)
	}
	src := []byte(specPatch("SPECS/a.spec", "-%autosetup -p2 -n x", "+%autosetup -n x"))
	s.edit(editedUses(src, patch.Parse(src)))
	if got := shownStrips(&s); got != "1 0 ?" {
		t.Errorf("without a level: %s", got)
	}
}

func TestSeriesStrip(t *testing.T) {
	for _, c := range []struct {
		file, option string
		want         int
	}{
		{"debian/patches/series", "", 1}, {"debian/patches/series", "-p0", 0}, {"debian/patches/series", "-p2", 2}, {"debian/patches/series", "-pab", 1},
		{"debian/patches/series", "--fuzz=0", 1}, {"centos/meta_patches/PATCH_ORDER", "", apply.Detect}, {"centos/patches.list", "-p2", 2},
	} {
		if got := seriesStrip(c.file, []string{c.option}).asked(); got != c.want {
			t.Errorf("%s %q: %d, want %d", c.file, c.option, got, c.want)
		}
	}
}

// TestStackStrip: a stack is applied with the levels that its spec or series says, where
// trying would find another file of that name.
func TestStackStrip(t *testing.T) {
	p := &workspace.Package{Name: "dhcp", Path: "dhcp", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	body := "@@ -1 +1 @@\n-one\n+two\n"
	text := "--- a/sub/f.c\n+++ b/sub/f.c\n" + body
	one := func() analysis.Kept { return analysis.Kept{Data: &patchFile{src: []byte(text)}} }
	k := &parts{patches: map[string]analysis.Kept{
		"dhcp/centos/patches/a.patch": one(), "dhcp/centos/patches/b.patch": one(), "dhcp/centos/patches/c.patch": one(),
	}, specs: []analysis.Kept{{Path: "dhcp/centos/dhcp.spec", Data: readSpec(fileOf("dhcp/centos/dhcp.spec", workspace.Spec,
		"Name: dhcp\nVersion: 1\nPatch1: a.patch\nPatch2: b.patch\nPatch3: c.patch\n%prep\n%patch1 -p2\n%patch2 -p1\n%{__patch} -s < %{PATCH3}\n"))}}}
	s := buildStack(p, k)
	list, _ := s.toApply(0)
	got := ""
	for _, one := range list {
		got += fmt.Sprint(one.Name[len("dhcp/centos/patches/"):], " ", one.Strip, " ")
	}
	if got != "a.patch 2 b.patch 1 c.patch -1 " {
		t.Errorf("%s", got)
	}
}
