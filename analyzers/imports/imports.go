// Package imports finds which package of the workspace imports which, through
// Python's modules: what has to be ported before what. It has no rules and
// reports no findings.
package imports

import (
	"cmp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "imports",
	Doc:     "which package imports the Python modules of which",
	Version: 1,
	Wants:   func(f *analysis.File) bool { return f.Language == workspace.Python },
	New:     func([]*rules.Rule) (analysis.Map, error) { return run, nil },
	Reduce:  reduce,
}

// The bounds of what is kept of one file: far more than any real one has.
const (
	maxImports = 2000
	maxName    = 256
)

// moduleUse is what Map keeps of a file.
type moduleUse struct {
	Imports []imported
	// Builds are the modules in C that a setup.py makes.
	Builds []string
}

// imported is a module that a file imports, with what is taken from it in its
// name: whether that is a module too depends on others.
type imported struct {
	Module  string
	Guarded bool
	Line    int
}

// run keeps the imports of a file: each module once, unguarded if one place is.
func run(pass *analysis.Pass) error {
	kept := moduleUse{}
	at := map[string]int{}
	for _, i := range pass.File.Facts().Imports {
		name := i.Module
		if i.Name != "" && i.Name != "*" {
			name += "." + i.Name
		}
		if strings.HasPrefix(name, ".") || len(name) > maxName {
			continue // of its own package
		}
		known, ok := at[name]
		switch {
		case ok && kept.Imports[known].Guarded && !i.Guarded:
			kept.Imports[known].Guarded = false
			kept.Imports[known].Line, _ = pass.File.Position(i.Span.Start)
		case !ok && len(kept.Imports) < maxImports:
			line, _ := pass.File.Position(i.Span.Start)
			at[name] = len(kept.Imports)
			kept.Imports = append(kept.Imports, imported{name, i.Guarded, line})
		}
	}
	if strings.HasSuffix(pass.File.Path, "setup.py") {
		kept.Builds = extensions(pass.File.Python())
	}
	pass.Keep(kept)
	return nil
}

// extensions are the modules that calls of Extension build.
func extensions(tree *python.Tree) []string {
	if tree == nil {
		return nil
	}
	var list []string
	for i := range tree.Nodes {
		n := python.ID(i)
		if tree.Nodes[i].Kind != python.Call || len(list) == maxImports {
			continue
		}
		name := tree.Dotted(tree.Child(n, 0))
		if name != "Extension" && !strings.HasSuffix(name, ".Extension") {
			continue
		}
		if module := extensionName(tree, tree.ChildOf(n, python.ArgumentList)); module != "" && len(module) <= maxName {
			list = append(list, module)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// extensionName is the first argument of a call, or its argument name.
func extensionName(tree *python.Tree, arguments python.ID) string {
	for c := range tree.Named(arguments) {
		if tree.Kind(c) == python.KeywordArgument && tree.Text(tree.Child(c, 0)) == "name" {
			c = tree.Child(c, 1)
		}
		if tree.Kind(c) == python.String {
			if name := strings.Trim(tree.Text(c), "'\""); isModule(name) {
				return name
			}
		}
	}
	return ""
}

func isModule(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") == ""
}

func comparePlaces(aPath string, aLine int, bPath string, bLine int) int {
	return cmp.Or(cmp.Compare(aPath, bPath), cmp.Compare(aLine, bLine))
}
