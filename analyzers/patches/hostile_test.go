package patches

import (
	"context"
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/workspace"
)

// fileOf is a file as Map sees it.
func fileOf(name string, language workspace.Language, src string) *analysis.File {
	return analysis.NewFile(context.Background(), &workspace.File{Path: name},
		&workspace.Content{Language: language, Bytes: []byte(src)}, nil)
}

// TestHostileOrder: an order cannot lead out of the package, is bounded, and
// naming a patch again, or itself, changes nothing.
func TestHostileOrder(t *testing.T) {
	o := readOrder(fileOf("dhcp/centos/meta_patches/PATCH_ORDER", workspace.PatchOrder,
		"../../../../etc/passwd\n/etc/shadow\n..\n.\n/\na.patch\na.patch\nPATCH_ORDER\n\x00\xff\n"))
	for _, n := range o.names {
		if strings.Contains(n.pattern, "/") && n.pattern != "/" {
			t.Errorf("%q is a path", n.pattern)
		}
	}
	p := &workspace.Package{Name: "dhcp", Path: "dhcp", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	k := &parts{patches: map[string]analysis.Kept{
		"dhcp/centos/meta_patches/a.patch": {Data: &patchFile{names: []named{{pattern: "a.patch"}, {pattern: "b.patch"}}}},
		"dhcp/centos/patches/b.patch":      {Data: &patchFile{names: []named{{pattern: "b.patch", removed: true}, {pattern: "b.patch"}}}},
	}, orders: []analysis.Kept{{Path: "dhcp/centos/meta_patches/PATCH_ORDER", Language: workspace.PatchOrder, Data: o}}}
	for _, one := range buildStack(p, k).list.Patches {
		if one.State != stateApplied || one.Order != 1 {
			t.Errorf("%s is %s, %d", one.Path, one.State, one.Order)
		}
	}
	huge := readOrder(fileOf("PATCH_ORDER", workspace.PatchOrder, strings.Repeat("a.patch\n", 10*mostNames)))
	if len(huge.names) != mostNames {
		t.Errorf("%d names are kept", len(huge.names))
	}
}

// TestManyNames: many names against many files is no product of the two.
func TestManyNames(t *testing.T) {
	p := &workspace.Package{Name: "x", Path: "x", Packaging: []string{"centos"}, Repo: &workspace.Repo{ID: "integ"}}
	k := &parts{patches: map[string]analysis.Kept{}}
	var names []named
	for i := range mostNames {
		k.patches[fmt.Sprintf("x/centos/patches/%d.patch", i)] = analysis.Kept{Data: &patchFile{}}
		names = append(names, named{number: i, pattern: fmt.Sprintf("%d.patch", mostNames-i)},
			named{number: i, pattern: "*" + strings.Repeat("a*", 20) + "z"})
	}
	k.specs = []analysis.Kept{{Data: &specFile{names: names}}}
	start := time.Now()
	if got := len(buildStack(p, k).list.Patches); got != mostNames {
		t.Errorf("%d patches", got)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	spec := readSpec(fileOf("x.spec", workspace.Spec, "Name: x\n"+strings.Repeat("Patch1: a.patch\n", mostNames+100)))
	added := readPatch(fileOf("x.patch", workspace.Patch, "--- a/x.spec\n+++ b/x.spec\n@@ -0,0 +1,"+fmt.Sprint(mostNames+100)+" @@\n"+
		strings.Repeat("+Patch1: a.patch\n", mostNames+100)))
	if len(spec.names) != mostNames || len(added.names) != mostNames {
		t.Errorf("%d and %d names are kept", len(spec.names), len(added.names))
	}
}

// TestMatcher: a list that is looked up finds what going through it would.
func TestMatcher(t *testing.T) {
	names := []named{{pattern: "*-late.patch"}, {pattern: "a.patch"}, {pattern: `fix\[1].patch`}, {pattern: "a*"}, {pattern: "a.patch"}}
	m := newMatcher(names)
	for file, want := range map[string]int{
		"d/x-late.patch": 0, "a.patch": 1, "fix[1].patch": 2, "fix1.patch": -1, "ab": 3, "": -1, "[": -1,
	} {
		if got := m.find(file); got != want {
			t.Errorf("%s: %d, want %d", file, got, want)
		}
	}
}

// FuzzNames: what any file names is bounded, is a valid pattern of a base
// name, and stands on a line of the file.
func FuzzNames(f *testing.F) {
	f.Add("Name: x\nPatch1: a%{b}.patch\nPatch2: %{broken\n%prep\n%patch1 -p1\n")
	f.Add("../../etc/passwd\n\n# c\n[\\*?\n")
	f.Add(specPatch("SPECS/x.spec", "-Patch0: a.patch", "+Patch1: %{name}-b.patch", "+%patch1"))
	f.Add("--- a/x.patches\n+++ b/x.patches\n@@ -0,0 +1,9999999 @@\n+Patch: [\n")
	f.Add("Name: \rx\nPatch: [\n")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<16 {
			return
		}
		p := readPatch(fileOf("x.patch", workspace.Patch, src))
		names := append(p.names, readSpec(fileOf("x.spec", workspace.Spec, src)).names...)
		order := fileOf("PATCH_ORDER", workspace.PatchOrder, src)
		names = append(names, readOrder(order).names...)
		// A carriage return of its own ends a line too, in every file.
		lines, _ := order.Position(len(src))
		for _, n := range names {
			if _, err := path.Match(n.pattern, "x"); err != nil {
				t.Errorf("%q: %v", n.pattern, err)
			}
			if n.line < 1 || n.line > lines {
				t.Errorf("%q is on line %d of %d", n.pattern, n.line, lines)
			}
			if text := bounded(order.Line(n.line)); n.text != text {
				t.Errorf("%q is on line %d, %q, and says %q", n.pattern, n.line, text, n.text)
			}
			if name, is := literal(n.pattern); is {
				if ok, _ := path.Match(n.pattern, name); !ok {
					t.Errorf("%q does not fit %q", n.pattern, name)
				}
			}
		}
		if p.routine && p.malformed != nil {
			t.Error("a malformed patch is routine")
		}
	})
}
