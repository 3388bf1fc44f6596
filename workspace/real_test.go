package workspace

import (
	"os"
	"path"
	"strings"
	"testing"
)

// realRoot is the workspace of StarlingX 2018.10.0 that the tests named
// TestReal compare with.
func realRoot(tb testing.TB) string {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		tb.Skip("STXSCAN_WORKSPACE is not set: it names a workspace of StarlingX 2018.10.0")
	}
	return root
}

func check(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d, want %d", what, got, want)
	}
}

func TestRealPackages(t *testing.T) {
	w := open(t, Options{Root: realRoot(t)})
	files, others, packages, specs, broken, srpms, built := 0, 0, 0, 0, 0, 0, 0
	notBuilt := map[string]int{}
	origins := map[Origin]int{}
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if f.Mode.IsRegular() {
				files++
			} else {
				others++
			}
		}
		for _, list := range repo.Lists {
			if len(list.Missing) > 0 {
				t.Errorf("%s/%s: no packages: %v", repo.ID, list.Path, list.Missing)
			}
		}
		for _, p := range repo.Packages[:len(repo.Packages)-1] {
			packages++
			origins[p.Origin]++
			if p.Spec != "" {
				specs++
				if repo.byPath[p.Spec].Skip == SkipBroken {
					broken++
				}
			}
			if p.SRPM != "" {
				srpms++
			}
			if p.Built {
				built++
			} else {
				notBuilt[repo.ID]++
			}
		}
	}
	check(t, "repos", len(w.Repos), 14)
	check(t, "regular files", files, 7103)
	check(t, "symlinks", others, 2)
	check(t, "packages", packages, 290)
	check(t, "packages with a spec", specs, 188)
	check(t, "specs that are broken links", broken, 1)
	check(t, "packages with srpm_path", srpms, 102)
	check(t, "packages in a build list", built, 265)
	check(t, "packages of update in no list", notBuilt["update"], 22)
	check(t, "packages of integ in no list", notBuilt["integ"], 3)
	check(t, "forks", origins[OriginFork], 37)
	check(t, "rebuilds", origins[OriginRebuild], 6)
	check(t, "patched", origins[OriginPatched], 95)
	check(t, "kernel modules", origins[OriginKernelModule], 10)
	if len(w.Problems) > 0 {
		t.Errorf("problems: %v", w.Problems)
	}
}

func TestRealLanguages(t *testing.T) {
	w := open(t, Options{Root: realRoot(t)})
	languages := map[Language]int{}
	pythonByLine, shellByLine, sourced, doubtful := 0, 0, 0, 0
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if f.Skip != "" {
				languages[f.Language]++
				continue
			}
			c, err := w.Load(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			languages[c.Language]++
			shebang := strings.HasPrefix(c.languageReason, "the #! line")
			switch {
			case c.Language == Python && shebang:
				pythonByLine++
			case c.Language == Shell && shebang && path.Ext(f.Path) != ".sh":
				shellByLine++
			case c.Language == Shell && strings.HasPrefix(c.languageReason, "it reads like"):
				sourced++
			}
			if strings.Contains(c.Problem, "UTF-8") {
				doubtful++
			}
		}
	}
	// One more than the 1,915 that run: a .py.example.
	check(t, "Python", languages[Python], 1916)
	check(t, "Python without .py", pythonByLine, 25)
	check(t, "Shell by #! without .sh", shellByLine, 274)
	check(t, "Shell libraries without either", sourced, 9)
	// 872 by name and one patch without an extension.
	check(t, "Patch", languages[Patch], 873)
	// 187, the broken link, and the reference copy mariadb.spec.unmodified.
	check(t, "Spec", languages[Spec], 189)
	// 645 and three kept copies named .OBS.
	check(t, "C and C++", languages[C]+languages[CPP], 648)
	check(t, "Puppet", languages[Puppet], 131)
	check(t, "Kickstart", languages[Kickstart], 30)
	check(t, "Assign", languages[Assign], 290)
	check(t, "ERB", languages[ERB], 69)
	check(t, "files that are no UTF-8", doubtful, 4)
}

// TestRealRoles holds a few files that decide reports.
func TestRealRoles(t *testing.T) {
	w := open(t, Options{Root: realRoot(t)})
	for name, want := range map[string]struct {
		owner string
		role  string
	}{
		"update:cgcs-patch/cgcs-patch/cgcs_patch/patch_agent.py": {"update/cgcs-patch", "runtime"},
		"metal:bsp-files/kickstarts/post_common.cfg":             {"metal/kickstart", "runtime"},
		"root:build-tools/srpm-utils":                            {"root/(tree)", "build-tool"},
		"integ:database/mariadb/centos/mariadb.spec.unmodified":  {"integ/mariadb", "example"},
	} {
		e, err := w.Why(t.Context(), name)
		if err != nil {
			t.Error(err)
		} else if e.Package != want.owner || string(e.Role) != want.role {
			t.Errorf("%s: %s, %s; want %s, %s", name, e.Package, e.Role, want.owner, want.role)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	root := realRoot(b)
	for b.Loop() {
		w, err := Open(b.Context(), Options{Root: root})
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClassify is all that classification costs: names, roles, content.
func BenchmarkClassify(b *testing.B) {
	w, err := Open(b.Context(), Options{Root: realRoot(b)})
	if err != nil {
		b.Fatal(err)
	}
	contents := map[*File][]byte{}
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if c, err := w.Load(b.Context(), f); err == nil {
				contents[f] = c.Bytes
			}
		}
	}
	for b.Loop() {
		for f, content := range contents {
			languageByName(f.Path)
			roleByPath(f)
			settle(f, content)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	w, err := Open(b.Context(), Options{Root: realRoot(b)})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, repo := range w.Repos {
			for _, f := range repo.Files {
				if f.Skip == "" {
					if _, err := w.Load(b.Context(), f); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
}
