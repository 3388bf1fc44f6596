package imports

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// use runs Map over one source.
func use(t testing.TB, name, src string) moduleUse {
	t.Helper()
	parsers := analysis.NewParsers()
	defer parsers.Close()
	repo := &workspace.Repo{ID: "config"}
	f := &workspace.File{Repo: repo, Package: &workspace.Package{Name: "agent", Repo: repo}, Path: name}
	content := &workspace.Content{Bytes: []byte(src), Language: workspace.Python, Role: finding.RoleRuntime}
	pass := &analysis.Pass{Analyzer: Analyzer, File: analysis.NewFile(context.Background(), f, content, parsers)}
	if err := run(pass); err != nil {
		t.Fatal(err)
	}
	return pass.Kept().(moduleUse)
}

func TestMap(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a.py", "import os, a.b as c\nfrom x.y import z as w, v\nfrom . import no\nfrom .no import no\nfrom q import *\n",
			"os:1 a.b:1 x.y.z:2 x.y.v:2 q:5"},
		{"a.py", "try:\n    import a\nexcept ImportError:\n    import b\n", "a:2? b:4?"}, // it does with either,
		{"a.py", "try:\n    import a\nexcept ImportError:\n    pass\nimport a\nimport a\n", "a:5"},
		{"a.py", "def f():\n    import a\ns = 'import b'\n", "a:2"},
		{"a.py", "import \n", ""},
		{"a.py", "import " + strings.Repeat("a", 300) + "\n", ""},
		{"a.py", "\x00", ""},
		{"x/setup.py", "from distutils.core import Extension as E, Extension\n" +
			"m = [Extension('fm_core', []), core.Extension(name=\"a.b\"), Extension(n), Extension(b'%d'), E('x')]\n",
			"distutils.core.Extension:1 +a.b +fm_core"},
		{"a.py", "Extension('fm_core')\n", ""},
	} {
		u := use(t, c.name, c.src)
		var got []string
		for _, i := range u.Imports {
			text := fmt.Sprintf("%s:%d", i.Module, i.Line)
			if i.Guarded {
				text += "?"
			}
			got = append(got, text)
		}
		for _, name := range u.Builds {
			got = append(got, "+"+name)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%q: %s, want %s", c.src, text, c.want)
		}
	}
	many := use(t, "a.py", strings.Repeat("import a\n", 5000)+func() string {
		var b strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&b, "import m%d\n", i)
		}
		return b.String()
	}())
	if len(many.Imports) != maxImports {
		t.Errorf("%d imports are kept", len(many.Imports))
	}
}

// file is one of a made-up workspace: its package, path, role if not runtime,
// and imports; a ? marks those that are guarded.
type file struct {
	pkg, path string
	role      finding.Role
	imports   string
}

func reduced(t *testing.T, files []file) map[analysis.PackageRef]*finding.PythonCode {
	t.Helper()
	r := &analysis.Reduction{Analyzer: Analyzer}
	for _, f := range files {
		u := moduleUse{}
		for i, name := range strings.Fields(f.imports) {
			if made, ok := strings.CutPrefix(name, "+"); ok {
				u.Builds = append(u.Builds, made)
				continue
			}
			module, guarded := strings.CutSuffix(name, "?")
			u.Imports = append(u.Imports, imported{Module: module, Guarded: guarded, Line: i + 1})
		}
		if f.role == "" {
			f.role = finding.RoleRuntime
		}
		repo, name := path.Split(f.pkg)
		r.Kept = append(r.Kept, analysis.Kept{Repo: path.Clean(repo), Path: f.path, Package: name, Role: f.role, Data: u})
	}
	if err := reduce(r); err != nil {
		t.Fatal(err)
	}
	return r.Python
}

// TestReduce holds whose module an import is.
func TestReduce(t *testing.T) {
	files := []file{
		{"config/sysinv", "sysinv/sysinv/sysinv/__init__.py", "", ""},
		{"config/sysinv", "sysinv/sysinv/sysinv/common/__init__.py", "", ""},
		{"config/sysinv", "sysinv/sysinv/sysinv/common/x.py", "", "tsconfig.tsconfig os.path six sysinv.db.api y"},
		{"config/sysinv", "sysinv/sysinv/sysinv/common/y.py", "", "fm_core? rpm? urllib2 shared.a.f shared.both.g loose"},
		{"config/sysinv", "sysinv/sysinv/sysinv/tests/test_a.py", finding.RoleTest, "mock fm_api"},
		{"config/sysinv", "sysinv/sysinv/setup.py", finding.RolePackaging, "setuptools.setup"},
		{"update/tsconfig", "tsconfig/tsconfig/__init__.py", "", "six"},
		{"update/tsconfig", "tsconfig/tsconfig/tsconfig.py", "", "single"},
		{"fault/fm-common", "fm/setup.py", finding.RolePackaging, "+fm_core distutils.core"},
		{"fault/fm-api", "fm/api/fm_api/__init__.py", "", "fm_core"},
		{"fault/fm-api", "fm/api/single.py", "", ""},
		{"fault/fm-api", "fm/api/setup.py", finding.RolePackaging, ""},
		{"integ/one", "one/shared/__init__.py", "", ""},
		{"integ/one", "one/shared/a.py", "", ""},
		{"integ/one", "one/shared/both.py", "", ""},
		{"integ/two", "two/shared/__init__.py", "", ""},
		{"integ/two", "two/shared/both.py", "", ""},
		{"integ/two", "two/bin/loose.py", "", ""},
		{"integ/two", "two/tests/__init__.py", finding.RoleTest, "tests.a"},
	}
	want := map[string]string{
		"config/sysinv": "fm_api=fault/fm-api/0/1 fm_core=fault/fm-common/0/1 loose=/1/1 mock=/0/1 rpm=/0/1 setuptools=/1/1 " +
			"shared.a=integ/one/1/1 shared.both=integ/one,integ/two/1/1 six=/1/1 tsconfig=update/tsconfig/1/1",
		"update/tsconfig": "single=fault/fm-api/1/1 six=/1/1",
		"fault/fm-common": "", "fault/fm-api": "fm_core=fault/fm-common/1/1", "integ/one": "", "integ/two": "",
	}
	// The order of files decides nothing.
	for range 2 {
		got := reduced(t, files)
		for id, text := range want {
			repo, name := path.Split(id)
			code := got[analysis.PackageRef{Repo: path.Clean(repo), Name: name}]
			var list []string
			for _, i := range code.Imports {
				list = append(list, fmt.Sprintf("%s=%s/%d/%d", i.Module, strings.Join(i.Packages, ","), i.Needed, i.Files))
			}
			if s := strings.Join(list, " "); s != text {
				t.Errorf("%s: %s, want %s", id, s, text)
			}
		}
		if code := got[analysis.PackageRef{Repo: "config", Name: "sysinv"}]; code.Files != 5 || !slices.Equal(code.Modules, []string{"sysinv"}) {
			t.Errorf("%+v", code)
		}
		slices.Reverse(files)
	}
}

// TestFirstPlace holds which place of an import is named: the first by path,
// of those that need it if one does.
func TestFirstPlace(t *testing.T) {
	got := reduced(t, []file{
		{"config/a", "b/z.py", "", "six"},
		{"config/a", "b/y.py", "", "os six"},
		{"config/a", "b/a.py", "", "six?"},
		{"config/a", "b/test/a.py", finding.RoleTest, "six"},
		{"config/b", "c/b.py", "", "six?"},
		{"config/b", "c/a.py", finding.RoleTest, "six"},
	})
	a, b := got[analysis.PackageRef{Repo: "config", Name: "a"}].Imports[0], got[analysis.PackageRef{Repo: "config", Name: "b"}].Imports[0]
	if a.Path != "b/y.py" || a.Line != 2 || a.Files != 4 || a.Needed != 2 || b.Path != "c/a.py" || b.Needed != 0 {
		t.Errorf("%+v, %+v", a, b)
	}
}
