package patchhistory

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// builder makes reports of packages with patches.
type builder struct{ r *reports.Report }

func build() *builder { return &builder{&reports.Report{}} }

// pkg adds a package of a repo, with CentOS packaging if no other is named.
func (b *builder) pkg(repo, folder, name, srpm string, packaging ...string) *builder {
	if len(packaging) == 0 {
		packaging = []string{"centos"}
	}
	b.r.Packages = append(b.r.Packages, reports.Package{Repo: repo, Name: name, Path: folder, SRPM: srpm, Packaging: packaging})
	for _, in := range b.r.Inputs {
		if in.Repo == repo {
			return b
		}
	}
	b.r.Inputs = append(b.r.Inputs, reports.Input{Repo: repo})
	return b
}

// patch adds a patch to the package that was added last; lines are what it adds.
func (b *builder) patch(file, kind string, lines ...string) *builder {
	p := b.r.Packages[len(b.r.Packages)-1]
	stacks := &b.r.PatchStacks
	if n := len(*stacks); n == 0 || (*stacks)[n-1].Package != p.Name || (*stacks)[n-1].Repo != p.Repo {
		*stacks = append(*stacks, finding.PatchStack{Repo: p.Repo, Package: p.Name})
	}
	s := &(*stacks)[len(*stacks)-1]
	var changed []finding.ChangedLine
	for _, l := range lines {
		changed = append(changed, finding.ChangedLine{File: "x.c", Op: '+', Text: l, Telling: true})
	}
	s.Patches = append(s.Patches, finding.StackPatch{Path: p.Path + "/" + file, Kind: kind, Added: len(lines), Identity: finding.NewPatchIdentity(changed)})
	return b
}

func (b *builder) last() *finding.StackPatch {
	s := &b.r.PatchStacks[len(b.r.PatchStacks)-1]
	return &s.Patches[len(s.Patches)-1]
}

func numbered(prefix string, n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("%s_line_%d", prefix, i))
	}
	return lines
}

func TestClasses(t *testing.T) {
	a, b, c := numbered("a", 10), numbered("b", 10), numbered("c", 10)
	base1, base2 := "mirror:Source/x-1.0-1.src.rpm", "mirror:Source/x-2.0-1.src.rpm"
	cases := []struct {
		name     string
		old, new *builder
		want     string // classes in the order of rows
	}{
		{"the same", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...), "unchanged"},
		{"another change", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", append(b[:2:2], a...)...), "refreshed"},
		{"a path that another patch took", build().pkg("r", "x", "x", base1).patch("centos/patches/0001.patch", "source", a...),
			build().pkg("r", "x", "x", base1).patch("centos/patches/0001.patch", "source", b...), "dropped new"},
		{"a package of another version", build().pkg("r", "x-1.0", "x-1.0", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x-1.1", "x-1.1", "").patch("centos/patches/a.patch", "source", a...), "moved"},
		{"a repo that was split", build().pkg("r", "kernel/k", "k", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "y", "y", "").pkg("kernel", "k", "k", "").patch("centos/patches/a.patch", "source", a...), "moved"},
		{"rebased in a package of another version", build().pkg("r", "x-1.0", "x-1.0", "").patch("centos/patches/0001-a.patch", "source", a...),
			build().pkg("r", "x-1.1", "x-1.1", "").patch("centos/patches/0002-a.patch", "source", append(c[:5:5], a[:5]...)...), "moved-refreshed"},
		{"another name", build().pkg("r", "x", "x", "").patch("centos/patches/one.patch", "source", a...),
			build().pkg("r", "x", "x", "").patch("centos/patches/two.patch", "source", append(c[:2:2], a...)...), "moved-refreshed"},
		{"into one", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...).patch("centos/patches/b.patch", "source", b...),
			build().pkg("r", "x", "x", "").patch("centos/patches/all.patch", "source", append(b[:10:10], a...)...), "squashed squashed squash"},
		{"into one that was there", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...).patch("centos/patches/b.patch", "source", b...),
			build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", append(b[:10:10], a...)...), "refreshed squashed"},
		{"carried beside, and left", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...).pkg("r", "y", "y", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...).pkg("r", "y", "y", ""), "unchanged dropped"},
		{"into several", build().pkg("r", "x", "x", "").patch("centos/patches/all.patch", "source", append(b[:10:10], a...)...),
			build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...).patch("centos/patches/b.patch", "source", b...), "split piece piece"},
		{"with its package", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "y", "y", "").patch("centos/patches/b.patch", "source", b...), "with-package new-package"},
		{"a repo that is not there", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("s", "y", "y", ""), "unknown"},
		{"a part that went to a repo that is not there", build().pkg("integ", "base/bash", "bash", "").patch("files/a.patch", "loose", a...),
			build().pkg("integ", "y", "y", ""), "unknown"},
		{"configuration beside", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x-config", "x-config", ""), "overlay"},
		{"configuration that was beside it", build().pkg("r", "x-config", "x-config", "").pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x-config", "x-config", ""), "with-package"},
		{"other packaging", build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", "", "debian").patch("debian/patches/b.patch", "source", b...), "with-packaging new-packaging"},
		{"another version", build().pkg("r", "x", "x", base1).patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", base2), "new-base"},
		{"the same version", build().pkg("r", "x", "x", base1).patch("centos/patches/a.patch", "source", a...),
			build().pkg("r", "x", "x", base1), "dropped"},
	}
	for _, c := range cases {
		h := Compare(c.old.r, c.new.r, Options{})
		var got []string
		for _, row := range h.Rows {
			got = append(got, string(row.Class))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
		addsUp(t, h)
	}
}

// TestUpstreamed holds that a release counts only once it is what is patched.
func TestUpstreamed(t *testing.T) {
	for _, c := range []struct {
		release string
		inBase  bool
		want    Class
	}{{"v1.5", false, Upstreamed}, {"2.0", false, Upstreamed}, {"2.1", false, NewBase}, {"", true, Upstreamed}, {"", false, NewBase}} {
		old := build().pkg("r", "x", "x", "mirror:Source/x-1.0-1.src.rpm").patch("centos/patches/a.patch", "source", numbered("a", 5)...)
		old.last().Upstreamed = &finding.Upstreamed{State: finding.UpstreamHas, Release: c.release, InBase: c.inBase}
		h := Compare(old.r, build().pkg("r", "x", "x", "mirror:Source/x-2.0-1.src.rpm").r, Options{})
		if h.Rows[0].Class != c.want {
			t.Errorf("release %q, in base %v: %s, want %s", c.release, c.inBase, h.Rows[0].Class, c.want)
		}
	}
}

// TestCommits holds what the commit that took a patch out tells.
func TestCommits(t *testing.T) {
	const file = "x/centos/patches/a.patch"
	deleted := FileChange{Path: file, Kind: 'D'}
	for _, c := range []struct {
		name, message string
		gone          bool // the package
		files         []FileChange
		want          Class
	}{
		{"plain", "Remove a patch", false, nil, Dropped},
		{"upgrade by its words", "Upgrade x to 2.0", false, nil, NewBase},
		{"upgrade by its files", "x: next", false, []FileChange{{Path: "x/centos/srpm_path", Kind: 'M'}}, NewBase},
		{"upstream", "x: drop a patch\n\nThe patch is already in the rpm.\n", false, nil, Upstreamed},
		{"upstream of something else", "x: drop\n\nx is now in y proper.\nPatches are gone.\n", false, nil, Dropped},
		{"upstream of one of many", "x: drop\n\nOne patch is already merged.", false,
			[]FileChange{{Path: "x/1.patch", Kind: 'D'}, {Path: "x/2.patch", Kind: 'D'}, {Path: "x/3.patch", Kind: 'D'}, {Path: "x/4.patch", Kind: 'D'}}, Dropped},
		{"configuration", "Refactor x", false, []FileChange{{Path: "x-config/files/x.conf", Kind: 'A'}}, Overlay},
		{"merged", "Refactor x\n\nMerge all patches to one patch.", false, []FileChange{{Path: "x/centos/patches/all.patch", Kind: 'A'}}, Squashed},
		{"with the package", "Remove x", true, []FileChange{{Path: "x/centos/build_srpm.data", Kind: 'D'}}, WithPackage},
		{"before the package", "Remove a patch of x", true, nil, Dropped},
		{"to a repo that is not there", "Relocated some packages to repo 'z'", true, []FileChange{{Path: "x/centos/build_srpm.data", Kind: 'D'}}, Unknown},
		{"to a repo that is there", "Relocated some packages to repo 'r'", true, []FileChange{{Path: "x/centos/build_srpm.data", Kind: 'D'}}, WithPackage},
	} {
		old := build().pkg("r", "x", "x", "").patch("centos/patches/a.patch", "source", numbered("a", 5)...)
		now := build().pkg("r", "x", "x", "")
		if c.gone {
			now = build().pkg("r", "y", "y", "")
		}
		removal := &Removal{Commit: Commit{ID: "1"}, Message: c.message, Files: append(c.files, deleted)}
		h := Compare(old.r, now.r, Options{Removed: func(repo, path string) *Removal {
			if repo == "r" && path == file {
				return removal
			}
			return nil
		}})
		if h.Rows[0].Class != c.want {
			t.Errorf("%s: %s, want %s (%s)", c.name, h.Rows[0].Class, c.want, h.Rows[0].Why)
		}
	}
}

// TestRenames holds that what git says is followed.
func TestRenames(t *testing.T) {
	old := build().pkg("r", "x", "x", "").patch("a.patch", "loose", "aaaa")
	now := build().pkg("r", "x", "x", "").patch("b.patch", "loose", "bbbb")
	h := Compare(old.r, now.r, Options{Renames: map[string]map[string]string{"r": {"x/a.patch": "x/b.patch"}}})
	if len(h.Rows) != 1 || h.Rows[0].By != "rename" {
		t.Errorf("%+v", h.Rows)
	}
}

// addsUp holds that every patch is in one row, and that the numbers agree.
func addsUp(t *testing.T, h *History) {
	t.Helper()
	sum, before, after := h.Totals, 0, 0
	seenOld, seenNew := map[Place]int{}, map[Place]int{}
	classes := 0
	for _, row := range h.Rows {
		if row.Old != nil {
			before++
			seenOld[*row.Old]++
		}
		if row.New != nil {
			after++
			seenNew[*row.New]++
		}
	}
	for _, n := range sum.Classes {
		classes += n
	}
	in, out := 0, 0
	for _, p := range h.Packages {
		left, came := 0, 0
		for _, n := range p.Left {
			left += n
		}
		for _, n := range p.Came {
			came += n
		}
		if p.Before-left+came+p.In-p.Out != p.After {
			t.Errorf("%s/%s: %+v does not add up", p.Repo, p.Package, p)
		}
		in, out = in+p.In, out+p.Out
	}
	if sum.Before-sum.Left+sum.Came != sum.After || sum.Before != sum.Kept+sum.Left || sum.After != sum.Kept+sum.Came ||
		sum.Before != before || sum.After != after || before != h.From.Patches || after != h.To.Patches || classes != len(h.Rows) || in != out {
		t.Errorf("%+v does not add up: %d before, %d after, %d rows", sum, before, after, len(h.Rows))
	}
}

// TestAddsUp compares random reports, with patches that are alike, doubled, cut in
// pieces and moved, and holds that nothing is lost or counted twice, and that the
// order of maps does not show.
func TestAddsUp(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		side := func() *builder {
			b := build()
			for i := range rnd.IntN(5) {
				name := []string{"x", "x-1.0", "x-1.1", "y", "x-config", "python-y"}[rnd.IntN(6)]
				b.pkg([]string{"integ", "kernel", "config"}[rnd.IntN(3)], fmt.Sprintf("%s%d", name, i), fmt.Sprintf("%s%d", name, i%2), "", []string{"centos", "debian"}[rnd.IntN(2)])
				for j := range rnd.IntN(8) {
					var lines []string
					for range rnd.IntN(12) {
						lines = append(lines, fmt.Sprintf("line %d", rnd.IntN(15)))
					}
					b.patch(fmt.Sprintf("centos/patches/%d-%d.patch", j, rnd.IntN(4)), []string{"meta", "source"}[rnd.IntN(2)], lines...)
					if rnd.IntN(5) == 0 {
						b.last().Identity = nil
					}
				}
			}
			return b
		}
		old, now := side().r, side().r
		h := Compare(old, now, Options{})
		addsUp(t, h)
		if again := Compare(old, now, Options{}); !reflect.DeepEqual(again, h) {
			t.Error("the same reports give another history")
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestLarge holds that a share of a large patch is told from its sample.
func TestLarge(t *testing.T) {
	lines := numbered("big", 2000)
	old := build().pkg("r", "x", "x", "").patch("a.patch", "loose", lines...)
	now := build().pkg("r", "x", "x", "").patch("b.patch", "loose", append(numbered("other", 100), lines...)...)
	h := Compare(old.r, now.r, Options{})
	if len(h.Rows) != 1 || h.Rows[0].Class != MovedRefreshed {
		t.Errorf("%+v", h.Rows)
	}
}

func TestDamagedSketch(t *testing.T) {
	for _, c := range []*finding.PatchIdentity{nil, {Sketch: "?"}, {Sketch: "AAA"}, {Sketch: strings.Repeat("A", 4000)}, {Sketch: "/////wAAAAA", Lines: 2}} {
		if hashes, all := c.Hashes(); len(hashes) > 0 || all {
			t.Errorf("%+v: %v, %v", c, hashes, all)
		}
	}
}
