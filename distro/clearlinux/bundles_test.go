package clearlinux

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

const core = `# [TITLE]: os-core
# [DESCRIPTION]: Run a minimal Linux userspace.
# [STATUS]: Active
# [CAPABILITIES]:
# [TITLE]: another
# [MAINTAINER]: William Douglas <william.douglas@intel.com>
sed-bin
bash-bin   # the shell, include(nothing)
bash-bin
gtk+-lib

`

const web = "# [TITLE]: web-server\r\ninclude(os-core)\r\ninclude( libX11client ) # gone\r\nalso-add(x11-server)\r\ncontent(/usr/share/a folder)\r\nnginx\r\n#include(commented)\r\n"

func sampleBundles(t *testing.T) string {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "bundles/os-core"), core)
	put(t, filepath.Join(dir, "bundles/web-server"), web)
	put(t, filepath.Join(dir, "bundles/.os-core.swp"), "\x00")
	put(t, filepath.Join(dir, "bundles/os-core~"), "what it was")
	put(t, filepath.Join(dir, "bundles/folder/x"), "not a bundle")
	put(t, filepath.Join(dir, "packages"), "# This list defines package-scope bundles.\n\njq # a processor for JSON\nhtop\nweb-server # of both\n")
	put(t, filepath.Join(dir, "README.md"), "Bundle Definition Files\n")
	return dir
}

func TestBundles(t *testing.T) {
	dir := sampleBundles(t)
	got, err := Bundles(dir)
	want := map[string]Bundle{
		"os-core":    {Name: "os-core", Title: "os-core", Packages: []string{"bash-bin", "gtk+-lib", "sed-bin"}},
		"web-server": {Name: "web-server", Title: "web-server", Packages: []string{"nginx", "web-server"}, Includes: []string{"libX11client", "os-core"}, AlsoAdd: []string{"x11-server"}},
		"jq":         {Name: "jq", Packages: []string{"jq"}},
		"htop":       {Name: "htop", Packages: []string{"htop"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	if got := Problems(got); !slices.Equal(got, []string{"bundle web-server adds x11-server, which is not there", "bundle web-server includes libX11client, which is not there"}) {
		t.Errorf("problems: %q", got)
	}
	inner, err := Bundles(filepath.Join(dir, "bundles"))
	if err != nil || len(inner) != 2 {
		t.Errorf("of the folder itself: %v, %v", inner, err)
	}
}

func TestReadBundles(t *testing.T) {
	b := distro.NewBuilder(distro.Meta{Family: distro.FamilyClear})
	n, err := ReadBundles(b, sampleBundles(t))
	if err != nil || n != 4 {
		t.Fatalf("%d bundles, %v", n, err)
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bash-bin", "sed-bin", "gtk+-lib", "nginx", "web-server", "jq", "htop"} {
		if p, ok := x.Package(name); !ok || p != (distro.Package{Name: name}) {
			t.Errorf("%s is %+v", name, p)
		}
	}
	if packages, _, _, _ := x.Count(); packages != 7 {
		t.Errorf("there are %d packages", packages)
	}
	if x.Completeness[distro.Binaries] != distro.Partial || x.Completeness[distro.Versions] != distro.None {
		t.Errorf("completeness is %v", x.Completeness)
	}
}

// TestProblems holds that bundles that include each other are found, each group
// once, and that nothing goes round in circles.
func TestProblems(t *testing.T) {
	bundles := map[string]Bundle{}
	for name, includes := range map[string]string{
		"a": "b", "b": "c", "c": "a d", "d": "e", "e": "d", "self": "self", "fine": "a self", "g": "missing",
		"p": "q", "q": "a d p",
	} {
		bundles[name] = Bundle{Name: name, Includes: strings.Fields(includes), AlsoAdd: []string{"fine"}}
	}
	want := []string{"bundle g includes missing, which is not there", "bundle self includes itself", "bundles a, b, c include each other", "bundles d, e include each other", "bundles p, q include each other"}
	if got := Problems(bundles); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	long := map[string]Bundle{}
	for i := range 50000 {
		name := fmt.Sprint("b", i)
		long[name] = Bundle{Name: name, Includes: []string{fmt.Sprint("b", (i+1)%50000)}}
	}
	if got := Problems(long); len(got) != 1 || !strings.HasSuffix(got[0], "include each other") {
		t.Errorf("there are %d", len(got))
	}
}

func TestBundlesRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		is    error
		says  string
	}{
		"nothing":            {nil, ErrNoBundles, "checkout of clr-bundles"},
		"something else":     {map[string]string{"main.c": "int main(void)\n{\n"}, ErrNoBundles, `main.c: line 1: "int main(void)" is no name`},
		"names alone":        {map[string]string{"a": "bash\n"}, ErrNoBundles, ""},
		"an empty folder":    {map[string]string{"bundles/x/y": ""}, ErrNoBundles, ""},
		"two words":          {map[string]string{"bundles/a": "# [TITLE]: a\nbash\nbash bin\n"}, nil, `bundles/a: line 3: "bash bin" is no name`},
		"another macro":      {map[string]string{"bundles/a": "define(x)\n"}, nil, `line 1: "define(x)" is no name`},
		"not closed":         {map[string]string{"bundles/a": "include(x\n"}, nil, "line 1"},
		"includes a path":    {map[string]string{"bundles/a": "include(../b)\n"}, nil, "line 1"},
		"includes nothing":   {map[string]string{"bundles/a": "also-add()\n"}, nil, "line 1"},
		"binary":             {map[string]string{"bundles/a": "bash\n\x1f\x8b\x08\x00"}, errBinary, "line 2"},
		"a strange name":     {map[string]string{"bundles/a b": ""}, nil, "is no name of a bundle"},
		"too large":          {map[string]string{"bundles/a": strings.Repeat("bash\n", maxFile/5+1)}, nil, "MB long"},
		"a bad list":         {map[string]string{"packages": "jq # good\njq json # bad\n"}, nil, `packages: line 2: "jq json" is no name`},
		"an include in one":  {map[string]string{"packages": "include(jq)\n"}, nil, "packages: line 1"},
		"a binary list":      {map[string]string{"packages": "\x00"}, errBinary, "packages: line 1"},
		"only a comment":     {map[string]string{"packages": "# nothing\n"}, ErrNoBundles, ""},
		"a list of Windows":  {map[string]string{"packages": "j\x00q\x00"}, errBinary, ""},
		"control characters": {map[string]string{"bundles/a": "bash # \x1b[31m\n"}, errBinary, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range test.files {
				put(t, filepath.Join(dir, file), text)
			}
			found, err := Bundles(dir)
			if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, %v", found, err)
			}
			if n, err := ReadBundles(distro.NewBuilder(distro.Meta{}), dir); n != 0 || err == nil {
				t.Errorf("read: %d, %v", n, err)
			}
		})
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, "bundles/a"), core)
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "bundles/b")); err != nil {
		t.Fatal(err)
	}
	if _, err := Bundles(dir); err == nil || !strings.Contains(err.Error(), "no plain file") {
		t.Errorf("a device: %v", err)
	}
	if _, err := Bundles(filepath.Join(dir, "missing")); err == nil {
		t.Error("a missing folder passes")
	}
}

func FuzzBundle(f *testing.F) {
	f.Add(core)
	f.Add(web)
	f.Add("include(\n)\nalso-add(a)(b)\ninclude (x)\n# [TITLE]:\n#[TITLE]: x")
	f.Fuzz(func(t *testing.T, text string) {
		bundle, err := parseBundle("name", text)
		if err != nil {
			return
		}
		for _, list := range [][]string{bundle.Packages, bundle.Includes, bundle.AlsoAdd} {
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
				t.Fatalf("%q is not sorted, each once", list)
			}
			for _, name := range list {
				if !isName(name) || strings.ContainsAny(name, "()# \t\r\n/") {
					t.Fatalf("%q is no name", name)
				}
			}
		}
		// What was read is read again as it is.
		again := "# [TITLE]: " + bundle.Title + "\n" + strings.Join(bundle.Packages, "\n") + "\n"
		for _, name := range bundle.Includes {
			again += "include(" + name + ")\n"
		}
		for _, name := range bundle.AlsoAdd {
			again += "also-add(" + name + ")\n"
		}
		if got, err := parseBundle("name", again); err != nil || !reflect.DeepEqual(got, bundle) {
			t.Fatalf("got %+v, %v\nwant %+v", got, err, bundle)
		}
		Problems(maps.Collect(maps.All(map[string]Bundle{"name": bundle})))
	})
}
