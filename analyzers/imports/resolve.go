package imports

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
)

// index knows which package has which module.
type index struct {
	modules *analysis.Modules
	// owners are the packages that have a module others can import, by its
	// full name: of files that ship, below their outermost folder, or beside
	// a setup.py.
	owners map[string]map[analysis.PackageRef]bool
	tops   map[analysis.PackageRef]map[string]bool
}

func newIndex(kept []analysis.Kept) *index {
	x := &index{
		modules: analysis.NewModules(),
		owners:  map[string]map[analysis.PackageRef]bool{}, tops: map[analysis.PackageRef]map[string]bool{},
	}
	for _, k := range kept {
		x.modules.Add(k.Repo, k.Path)
	}
	for _, k := range kept {
		owner := k.Ref()
		if use, ok := k.Data.(moduleUse); ok {
			for _, name := range use.Builds {
				x.own(name, owner)
			}
		}
		if name := x.moduleOf(k.Repo, k.Path); name != "" && k.Role == finding.RoleRuntime {
			x.own(name, owner)
		}
	}
	return x
}

func (x *index) own(module string, owner analysis.PackageRef) {
	if x.owners[module] == nil {
		x.owners[module] = map[analysis.PackageRef]bool{}
	}
	x.owners[module][owner] = true
	if x.tops[owner] == nil {
		x.tops[owner] = map[string]bool{}
	}
	x.tops[owner][rootOf(module)] = true
}

// moduleOf is the name under which others import a file, "" if they cannot.
func (x *index) moduleOf(repo, file string) string {
	stem, ok := strings.CutSuffix(file, ".py")
	if !ok {
		return ""
	}
	root := x.modules.SearchRoot(repo, path.Dir(file))
	if root == path.Dir(file) && (path.Base(file) == "setup.py" || !x.modules.HasFile(repo, path.Join(root, "setup.py"))) {
		return "" // a script, or a module whose folder nobody puts on the path
	}
	name := strings.TrimPrefix(stem, root+"/")
	name = strings.TrimSuffix(name, "/__init__")
	return strings.ReplaceAll(name, "/", ".")
}

// isBeside reports whether a file's own folder, or the one in which the search
// for its modules begins, has a module at the top of the given name.
func (x *index) isBeside(repo, file, top string) bool {
	return !x.modules.Holds(analysis.Condition{Kind: analysis.ModuleIsStdlib, Module: top}, repo, file)
}

// ownersOf returns the packages that a module may come from and as much of its
// name as tells. The longest name that any package has decides; parts of one
// name that several share, as namespaces are, do not.
func (x *index) ownersOf(module string) (name string, owners []analysis.PackageRef) {
	top := rootOf(module)
	if len(x.owners[top]) == 1 {
		return top, slices.Collect(maps.Keys(x.owners[top]))
	}
	for name = module; ; name = name[:strings.LastIndexByte(name, '.')] {
		if set := x.owners[name]; len(set) > 0 {
			owners = slices.SortedFunc(maps.Keys(set), compareRefs)
			return name, owners
		}
		if name == top {
			return top, nil
		}
	}
}

func compareRefs(a, b analysis.PackageRef) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Name, b.Name))
}

func rootOf(module string) string {
	root, _, _ := strings.Cut(module, ".")
	return root
}

// reduce says for every package with Python code what it imports, and from
// where.
func reduce(r *analysis.Reduction) error {
	x := newIndex(r.Kept)
	r.Python = map[analysis.PackageRef]*finding.PythonCode{}
	uses := map[analysis.PackageRef]map[string]*finding.Import{}
	for _, k := range r.Kept {
		from := k.Ref()
		if r.Python[from] == nil {
			r.Python[from], uses[from] = &finding.PythonCode{}, map[string]*finding.Import{}
		}
		if k.Role.Blocks() {
			r.Python[from].Files++
		}
		use, ok := k.Data.(moduleUse)
		if !ok {
			continue
		}
		x.count(uses[from], &k, from, use.Imports)
	}
	for ref, code := range r.Python {
		code.Modules = slices.Sorted(maps.Keys(x.tops[ref]))
		for _, use := range uses[ref] {
			code.Imports = append(code.Imports, *use)
		}
		slices.SortFunc(code.Imports, func(a, b finding.Import) int { return cmp.Compare(a.Module, b.Module) })
	}
	return nil
}

// count adds what one file imports.
func (x *index) count(uses map[string]*finding.Import, k *analysis.Kept, from analysis.PackageRef, list []imported) {
	inFile := map[string]imported{}
	whose := map[string][]analysis.PackageRef{}
	for _, i := range list {
		top := rootOf(i.Module)
		if x.tops[from][top] || x.isBeside(k.Repo, k.Path, top) || stdlib[top] {
			continue
		}
		name, owners := x.ownersOf(i.Module)
		known, ok := inFile[name]
		if !ok || known.Guarded && !i.Guarded {
			inFile[name] = i
		}
		whose[name] = owners
	}
	for name, i := range inFile {
		use := uses[name]
		if use == nil {
			use = &finding.Import{Module: name}
			for _, owner := range whose[name] {
				use.Packages = append(use.Packages, owner.Repo+"/"+owner.Name)
			}
			uses[name] = use
		}
		needed := k.Role.Blocks() && !i.Guarded
		use.Files++
		if needed {
			use.Needed++
		}
		first := use.Files == 1 || needed && use.Needed == 1
		sameKind := needed || use.Needed == 0
		if first || sameKind && comparePlaces(k.Path, i.Line, use.Path, use.Line) < 0 {
			use.Path, use.Line = k.Path, i.Line
		}
	}
}
