// Package stxscan_test holds the tests about the project as a whole.
package stxscan_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "opendev.org/starlingx/stxscan/"

// allowed says which of our packages a package may import. A name that ends in
// /... stands for the folder and all below it; the first that fits counts.
var allowed = []struct {
	of   string
	from []string
}{
	{"finding", nil},
	{"git", nil},
	{"oracle", nil},
	{"diskcache", nil},
	{"scc", nil},
	{"syntax/...", nil},
	{"rules", []string{"finding"}},
	{"rules/openstack", nil},
	{"rules/removed/...", []string{"rules", "rules/removed"}},
	{"rpms", nil},
	{"rpms/rpmstest", nil},
	{"workspace", []string{"rpms", "finding", "syntax/...", "git"}},
	{"facts", []string{"syntax/..."}},
	{"sources", []string{"git"}},
	{"analysis", []string{"sources", "finding", "rules", "workspace", "facts", "syntax/...", "git"}},
	{"distro", []string{"finding"}},
	{"distro/builtin", []string{"distro", "rules"}},
	{"distro/stream", nil},
	{"distro/debian", []string{"distro", "distro/stream"}},
	{"distro/rpmmd", []string{"distro", "distro/stream"}},
	{"distro/clearlinux", []string{"distro", "distro/stream", "scc"}},
	{"distro/gen", []string{"distro", "distro/clearlinux"}},
	{"distro/mirror", []string{"distro", "distro/debian", "distro/indexes"}},
	{"distro/indexes", []string{"distro", "distro/clearlinux", "distro/debian", "distro/rpmmd"}},
	{"analyzers/rpmdeps", []string{"analysis", "distro", "distro/builtin", "distro/indexes", "finding", "rules", "workspace", "facts", "syntax/..."}},
	{"analyzers/patches/apply", []string{"git", "distro/stream", "syntax/patch"}},
	{"analyzers/patches/counterpart", []string{"distro/stream", "syntax/control"}},
	{"analyzers/patches/upstream", []string{"git", "syntax/patch"}},
	{"analyzers/patches", []string{"analysis", "analyzers/patches/...", "diskcache", "sources", "distro", "distro/builtin", "distro/indexes", "finding", "git", "rules", "rules/openstack", "workspace", "facts", "syntax/..."}},
	{"analyzers/...", []string{"analysis", "finding", "rules", "rules/removed", "workspace", "facts", "syntax/..."}},
	{"portplan", []string{"reports", "finding", "scc"}},
	{"stories", []string{"storyboard", "reports", "finding", "reports/markdown", "reports/terminal"}},
	{"storyboard", nil},
	{"storyboard/storyboardtest", nil},
	{"portplan/emit", []string{"syntax/shell", "distro/clearlinux", "reports", "finding"}},
	{"divergence", []string{"reports", "finding"}},
	{"reports/table", []string{"divergence", "reports", "finding", "portplan", "reports/terminal"}},
	{"reports/html", []string{"reports", "finding", "policy", "portplan", "reports/storyboard", "reports/terminal"}},
	{"reports/dot", []string{"reports", "portplan", "reports/terminal"}},
	{"reports/needs", []string{"reports", "finding", "reports/terminal"}},
	{"reports/storyboard", []string{"stories", "reports", "finding", "reports/terminal"}},
	{"reports/summary", []string{"reports", "finding", "reports/terminal"}},
	{"reports/agenda", []string{"reports", "finding", "policy", "reports/terminal"}},
	{"reports/changes", []string{"reports", "finding", "patchhistory", "policy", "reports/markdown", "reports/terminal"}},
	{"reports/ci", []string{"reports", "finding", "reports/terminal"}},
	{"reports/checkstyle", []string{"reports", "reports/ci", "reports/terminal"}},
	{"reports/csv", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/github", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/gitlab", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/junit", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/markdown", []string{"reports", "reports/ci", "reports/terminal"}},
	{"reports/sarif", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/text", []string{"reports", "reports/ci", "reports/terminal"}},
	{"reports/zuul", []string{"reports", "finding", "reports/ci", "reports/terminal"}},
	{"reports/reporttest", []string{"reports", "finding"}},
	{"reports/schema/...", []string{"reports", "finding"}},
	{"reports/terminal", nil},
	{"reports/explain", []string{"reports", "finding", "readiness", "reports/terminal"}},
	{"reports", []string{"finding", "reports/schema"}},
	{"policy", []string{"reports", "finding"}},
	{"history", []string{"reports", "finding", "policy"}},
	{"forks", []string{"finding", "git", "syntax/...", "workspace"}},
	{"patchhistory", []string{"reports", "finding", "distro"}},
	{"suggest", []string{"analysis", "finding", "reports", "syntax/...", "workspace"}},
	{"readiness", []string{"reports", "finding", "rules"}},
	{"scan/ruletest", []string{"analysis", "rules", "scan", "workspace"}},
	{"config", []string{"finding", "reports", "rules", "stories", "storyboard"}},
	{"scan", []string{"analysis", "config", "facts", "finding", "rules", "workspace", "reports", "readiness"}},
	{"cmd/...", []string{"..."}},
	{"deploy/notice", nil},
	{"docs/measure", []string{"..."}},
	{"docs/porting", []string{"..."}},
	{"docs/patches/score", []string{"..."}},
	{"docs/coupling", []string{"finding", "reports", "workspace"}},
	{"docs/precision", []string{"finding", "reports"}},
	{"docs/emitting", []string{"..."}},
	{"docs/mapping", []string{"distro", "distro/builtin", "finding", "reports", "rules"}},
}

// TestImports holds every package to what it may import, so that analyzers
// know neither each other nor the reports, and leaves stay leaves. Tests may
// import more.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	walkGo(t, func(file string, imports []string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		pkg := path.Dir(file)
		rule := slices.IndexFunc(allowed, func(a struct {
			of   string
			from []string
		}) bool {
			return fits(a.of, pkg)
		})
		// The list of all analyzers is the one that knows them.
		if pkg == "analyzers" {
			return
		}
		if rule < 0 {
			if !seen[pkg] {
				t.Errorf("%s: no rule says what it may import: add one here", pkg)
			}
			seen[pkg] = true
			return
		}
		for _, name := range imports {
			own, ok := strings.CutPrefix(name, module)
			if !ok {
				continue
			}
			if !slices.ContainsFunc(allowed[rule].from, func(pattern string) bool { return fits(pattern, own) }) {
				t.Errorf("%s imports %s: %s may import %v", file, own, allowed[rule].of, allowed[rule].from)
			}
		}
	})
}

func fits(pattern, pkg string) bool {
	folder, all := strings.CutSuffix(pattern, "...")
	if !all {
		return pattern == pkg
	}
	return folder == "" || strings.HasPrefix(pkg+"/", folder)
}

// onTheNetwork are the packages that may use it: two clients, and a server for
// tests.
var onTheNetwork = []string{"distro/mirror", "storyboard", "storyboard/storyboardtest"}

// TestBoundaries holds what only one package may do.
func TestBoundaries(t *testing.T) {
	walkGo(t, func(file string, imports []string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		pkg := path.Dir(file)
		for _, name := range imports {
			switch {
			// docs/measure weighs the grammar against everything around it.
			case strings.HasPrefix(name, "github.com/smacker/") && pkg != "syntax/python" && pkg != "docs/measure",
				strings.HasPrefix(name, "modernc.org/") && pkg != "history",
				strings.HasPrefix(name, "mvdan.cc/") && pkg != "syntax/shell",
				strings.HasPrefix(name, "github.com/go-enry/") && pkg != "workspace",
				// deploy/notice asks go what is linked.
				// storyboard asks a keyring for a token.
				name == "os/exec" && pkg != "git" && pkg != "oracle" && pkg != "deploy/notice" && pkg != "storyboard",
				(name == "net" || strings.HasPrefix(name, "net/") && name != "net/url" && name != "net/mail") && !slices.Contains(onTheNetwork, pkg):
				t.Errorf("%s must not import %s", file, name)
			case (name == "os" || name == "path/filepath") && (strings.HasPrefix(pkg, "analy") || strings.HasPrefix(pkg, "syntax") || pkg == "facts"):
				t.Errorf("%s must not import %s: it is given what it looks at", file, name)
			}
		}
	})
}

// TestNames refuses packages that are named after nothing.
func TestNames(t *testing.T) {
	walkGo(t, func(file string, _ []string) {
		for part := range strings.SplitSeq(path.Dir(file), "/") {
			if slices.Contains([]string{"util", "utils", "common", "core", "helpers", "misc"}, part) {
				t.Errorf("%s: a package has to be named after what it is about", file)
			}
		}
	})
}

// walkGo calls visit with every Go file of the module and its imports.
func walkGo(t *testing.T, visit func(file string, imports []string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range parsed.Imports {
			value, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, value)
		}
		visit(filepath.ToSlash(name), imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
