package analysis

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/facts"
)

// ConditionKind is one of a closed list of questions that only the whole
// workspace answers.
type ConditionKind string

// The kinds of conditions.
const (
	// ModuleIsStdlib holds unless the module's name is that of a module of the
	// workspace that the importing file would find first.
	ModuleIsStdlib ConditionKind = "module-is-stdlib"
	// SiblingExists holds if the importing file lies in a Python package that
	// has a module or package of that name, which Python 2 finds by the bare
	// name and Python 3 does not. It does not hold if Python 3 finds another
	// of that name where its own search begins, beside the outermost package.
	SiblingExists ConditionKind = "sibling-exists"
	// InPackage holds if the file lies in a Python package.
	InPackage ConditionKind = "in-package"
	// ClassDefines holds if any of the classes, or a class of the workspace
	// that one derives from, defines any of the members.
	ClassDefines ConditionKind = "class-defines"
	// GivesFloat holds if any of the functions returns a float for certain.
	GivesFloat ConditionKind = "gives-float"
	// MacroUsed holds if a file of C uses the macro, wherever it is defined.
	MacroUsed ConditionKind = "macro-used"
	// ModuleBinds holds if any of the modules binds any of the members.
	ModuleBinds ConditionKind = "module-binds"
)

// Condition is something that must hold of the workspace for a Candidate to
// be a finding.
type Condition struct {
	Kind ConditionKind
	// Module is the dotted name of the module in question, or the name of the
	// macro.
	Module string
	// Names are the full names of the classes or modules that are asked about,
	// as in facts.PyModule, and Members what is asked of them.
	Names, Members []string
}

// Answer is what the workspace says to a question: it may have no say.
type Answer uint8

// The answers.
const (
	Unsure Answer = iota
	No
	Yes
)

// Modules knows the Python modules of a workspace, by where they lie and by what
// they offer, and which macros its files of C use. Build it with Add and Describe, then ask.
type Modules struct {
	files map[place]struct{} // every .py file
	dirs  map[place]struct{} // every folder with an __init__.py
	// scripts are the folders of programs: run as such, they find their
	// siblings on either Python.
	scripts   map[place]struct{}
	described map[place]*facts.PyModule
	// tops are the folders in which a top-level module of a name lies.
	tops map[string][]place
	// macros are those that files of C use.
	macros map[string]struct{}
	// uses are what files take for text that functions of others return.
	uses map[definition][]Use
}

// place is a file or a folder of a repo.
type place struct{ repo, path string }

// NewModules returns an empty index.
func NewModules() *Modules {
	return &Modules{
		files: map[place]struct{}{}, dirs: map[place]struct{}{}, scripts: map[place]struct{}{},
		described: map[place]*facts.PyModule{}, macros: map[string]struct{}{},
	}
}

// AddMacros makes known the macros that a file of C uses.
func (m *Modules) AddMacros(names []string) {
	for _, name := range names {
		m.macros[name] = struct{}{}
	}
}

// AddScript makes a Python program of a repo known.
func (m *Modules) AddScript(repo, file string) {
	m.scripts[place{repo, path.Dir(file)}] = struct{}{}
}

// BesideScript reports whether a program lies in the file's folder, from which
// the file may be imported without its package.
func (m *Modules) BesideScript(repo, file string) bool {
	_, ok := m.scripts[place{repo, path.Dir(file)}]
	return ok
}

// Add makes a file of a repo known; those that are not Python modules by their
// name are passed over.
func (m *Modules) Add(repo, file string) {
	if !strings.HasSuffix(file, ".py") {
		return
	}
	m.files[place{repo, file}] = struct{}{}
	if path.Base(file) == "__init__.py" {
		m.dirs[place{repo, path.Dir(file)}] = struct{}{}
	}
}

// Holds settles a condition about a file of a repo.
func (m *Modules) Holds(c Condition, repo, file string) bool {
	dir := path.Dir(file)
	switch c.Kind {
	case SiblingExists:
		return m.isPackage(repo, dir) && m.hasModule(repo, dir, c.Module, file) &&
			!m.hasModule(repo, m.SearchRoot(repo, dir), c.Module, file)
	case InPackage:
		return m.isPackage(repo, dir)
	case ModuleIsStdlib:
		return !m.shadowed(repo, dir, c.Module, file)
	case MacroUsed:
		_, ok := m.macros[c.Module]
		return ok
	}
	return false
}

// HasFile reports whether a repo has a file that is a Python module by its name.
func (m *Modules) HasFile(repo, file string) bool { return m.isFile(place{repo, file}) }

// shadowed reports whether an import of the module from a file finds a module
// of the workspace: one beside the file, or one beside the outermost package
// that holds the file, which is where its import path begins.
func (m *Modules) shadowed(repo, dir, module, file string) bool {
	if m.hasModule(repo, dir, module, file) {
		return true
	}
	return m.hasModule(repo, m.SearchRoot(repo, dir), module, file)
}

// SearchRoot is the folder beside the outermost package that holds dir, where
// the search for its modules begins.
func (m *Modules) SearchRoot(repo, dir string) string {
	for m.isPackage(repo, dir) && dir != "." {
		dir = path.Dir(dir)
	}
	return dir
}

func (m *Modules) isPackage(repo, dir string) bool {
	_, ok := m.dirs[place{repo, dir}]
	return ok
}

// hasModule reports whether dir holds the module, the importing file aside.
func (m *Modules) hasModule(repo, dir, module, importer string) bool {
	at := path.Join(dir, strings.ReplaceAll(module, ".", "/"))
	if _, ok := m.files[place{repo, at + ".py"}]; ok {
		return at+".py" != importer
	}
	return m.isPackage(repo, at)
}
