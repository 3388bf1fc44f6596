package finding

// PythonCode is what a package has of Python.
type PythonCode struct {
	// Files counts its Python files in roles that ship.
	Files int `json:"files"`
	// Modules are the names at the top under which others import its code.
	Modules []string `json:"modules,omitempty"`
	Imports []Import `json:"imports,omitempty"`
}

// Import is a module that a package imports and that is neither its own nor of
// the standard library.
type Import struct {
	// Module is as much of the name as tells whose module it is: mostly the
	// part before the first dot.
	Module string `json:"module"`
	// Packages are those of the workspace, as REPO/NAME, that have the module.
	// If there are several it cannot be told which is meant; if there is none it
	// comes from outside.
	Packages []string `json:"packages,omitempty"`
	// Files counts the files that import it, Needed those in roles that ship
	// and that do not catch its absence.
	Files  int `json:"files"`
	Needed int `json:"needed"`
	// Path and Line are the first of these places, of the needed ones if any.
	Path string `json:"path"`
	Line int    `json:"line"`
}
