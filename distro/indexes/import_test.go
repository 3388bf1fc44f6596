package indexes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/distro"
)

func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestImportKinds tells what lies at a place, and refuses what does not.
func TestImportKinds(t *testing.T) {
	clear := Target{ID: "clear", Family: distro.FamilyClear, Build: "24761"}
	debian := Target{ID: "debian-12", Family: distro.FamilyDebian}
	for name, c := range map[string]struct {
		target Target
		files  map[string]string
		place  string
		has    string // a package that is there then
		want   string // of an error
	}{
		"bundles":      {clear, map[string]string{"bundles/os-core": "# [TITLE]: os-core\nbash\ninclude(other)\n"}, "", "bash", ""},
		"a list":       {clear, map[string]string{"names.txt": "bash\n# a comment\nopenssl 1.0\n"}, "names.txt", "openssl", ""},
		"a list, deb":  {debian, map[string]string{"base.lst": "bash 5.2\n"}, "base.lst", "bash", ""},
		"packages":     {debian, map[string]string{"main/binary-amd64/Packages": "Package: bash\nVersion: 5\n"}, "", "bash", ""},
		"nothing":      {debian, map[string]string{"readme": "hello\n"}, "", "", "no Packages"},
		"not there":    {debian, nil, "nowhere", "", "no such file"},
		"binary":       {clear, map[string]string{"names.txt": "bash\x00\x01\n"}, "names.txt", "", "names.txt"},
		"empty repomd": {clear, map[string]string{"repodata/repomd.xml": "<repomd/>"}, "", "", "repo"},
	} {
		t.Run(name, func(t *testing.T) {
			x, report, err := Import(c.target, filepath.Join(lay(t, c.files), c.place), Options{Now: time.Now()})
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %q", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := x.Package(c.has); !ok || x.Date == "" || x.Target != c.target.ID || len(report.Lines) == 0 {
				t.Errorf("%+v %+v", x.Meta, report)
			}
		})
	}
}

func TestDiff(t *testing.T) {
	index := func(packages ...distro.Package) *distro.Index {
		b := distro.NewBuilder(distro.Meta{Family: distro.FamilyDebian})
		for _, p := range packages {
			b.Add(p)
		}
		x, err := b.Index()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	a := index(distro.Package{Name: "a", Version: "1"}, distro.Package{Name: "b", Version: "1"})
	b := index(distro.Package{Name: "a", Version: "2"}, distro.Package{Name: "c", Version: "1"})
	if got := Diff(a, b); len(got) != 3 || got[0] != (Change{"a", "1", "2"}) || got[1] != (Change{"b", "1", ""}) || got[2] != (Change{"c", "", "1"}) {
		t.Errorf("%v", got)
	}
	if got := Diff(a, a); len(got) != 0 {
		t.Errorf("%v", got)
	}
	var out strings.Builder
	if err := Export(&out, a); err != nil || out.String() != "binary packages\ta\t1\nbinary packages\tb\t1\n" {
		t.Errorf("%q %v", out.String(), err)
	}
}
