package finding

// SpecContent is what a spec says of the packages that it makes, beside what they
// need to be built: as much as the packaging of another system can be drafted
// from. Macros that are known are expanded; the others stand as they are written.
// What stands under a condition that CentOS 7 does not meet is left out.
type SpecContent struct {
	// Path is that of the spec, within the repo.
	Path    string `json:"path"`
	Name    string `json:"name"`
	Version string `json:"version"`
	License string `json:"license,omitempty"`
	URL     string `json:"url,omitempty"`
	// NoArch says that the packages are for all architectures.
	NoArch bool `json:"noarch,omitempty"`
	// Sources and Patches are as their tags name them, in order of their numbers.
	Sources []string `json:"sources,omitempty"`
	Patches []string `json:"patches,omitempty"`
	// RPMs are the packages that are made, the main one first.
	RPMs []SpecRPM `json:"rpms"`
	// Builds are what is needed to build, in the order of the spec.
	Builds []SpecRelation `json:"builds,omitempty"`
	// Prep, Build, Install and Check are the lines of these sections, without
	// blank ones and comments.
	Prep    []string `json:"prep,omitempty"`
	Build   []string `json:"build,omitempty"`
	Install []string `json:"install,omitempty"`
	Check   []string `json:"check,omitempty"`
	// Cut says that something was longer than what is kept of a spec.
	Cut bool `json:"cut,omitempty"`
}

// SpecRPM is one binary package of a spec.
type SpecRPM struct {
	Name    string `json:"name"`
	Summary string `json:"summary,omitempty"`
	Group   string `json:"group,omitempty"`
	// Description has a line for each of the spec's, empty ones too.
	Description string `json:"description,omitempty"`
	// NoArch says that this one is for all architectures, whatever the others are.
	NoArch bool `json:"noarch,omitempty"`
	// Condition is what the package depends on and what cannot be told.
	Condition string `json:"condition,omitempty"`
	// Relations are its Requires, Provides, Obsoletes and their like.
	Relations []SpecRelation `json:"relations,omitempty"`
	// HasFiles says that there is a list of files: without one, RPM makes no package.
	HasFiles bool `json:"has_files,omitempty"`
	// Files are the entries of its list, with their directives.
	Files []string `json:"files,omitempty"`
	// Scripts are what is run when it is installed or removed.
	Scripts []SpecScript `json:"scripts,omitempty"`
}

// SpecRelation is one entry of a Requires, Provides or other such tag.
type SpecRelation struct {
	// Kind is the tag, Qualifier what it has in parentheses, such as post.
	Kind      string `json:"kind"`
	Qualifier string `json:"qualifier,omitempty"`
	Name      string `json:"name"`
	Op        string `json:"op,omitempty"`
	Version   string `json:"version,omitempty"`
	// Condition is what it depends on and what cannot be told.
	Condition string `json:"condition,omitempty"`
	Line      int    `json:"line"`
}

// SpecScript is a scriptlet of a package.
type SpecScript struct {
	// When is the section's name, such as post.
	When string `json:"when"`
	Line int    `json:"line"`
}
