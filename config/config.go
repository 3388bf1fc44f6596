// Package config reads .stxscan.yaml: which targets to judge by, what repos
// are called, who owns what, which findings somebody has decided about, and
// which packages are looked at together. It finds and checks the file, and
// applies what it says to a report.
//
// All globs of paths are read as GitHub reads those of CODEOWNERS.
package config

// Version is the version of the file's form.
const Version = 1

// FileName is what the file is called.
const FileName = ".stxscan.yaml"

// Place is where a value stands in the file, both from 1.
type Place struct{ Line, Column int }

// Places maps the keys of one level of the file to where their values stand;
// elements of lists are KEY[0] and so on, those of maps KEY.NAME.
type Places map[string]Place

// Config is one file, checked.
type Config struct {
	Version int      `json:"version" jsonschema:"of this form: 1"`
	Targets []string `json:"targets,omitempty" jsonschema:"judge by these targets; --target beats it"`
	// Components maps a target to those of its archive that a product may use.
	Components map[string][]string `json:"components,omitempty" jsonschema:"a target to the components of its archive that may be used, such as main; in place of those of the target's file"`
	Aliases    map[string]string   `json:"aliases,omitempty" jsonschema:"a repo's folder, project or remote URL to the name it shall have"`
	Owners     []Owner             `json:"owners,omitempty" jsonschema:"who owns what; the last entry that fits decides"`
	Suppress   []Suppress          `json:"suppress,omitempty" jsonschema:"decisions about findings; the last entry that fits decides"`
	// Upstreams and Sources are folders, as seen from the folder of the file.
	Upstreams  map[string]string `json:"upstreams,omitempty" jsonschema:"a package, or the name of an upstream, to a clone of its git repository; --upstream beats it"`
	Sources    map[string]string `json:"sources,omitempty" jsonschema:"PACKAGE or PACKAGE@TARGET to the folder or tarball of a source; --source beats it"`
	Patches    []Patch           `json:"patches,omitempty" jsonschema:"what somebody found out about patches; the last entry that fits decides"`
	Groups     []Group           `json:"groups,omitempty" jsonschema:"packages that are looked at together; an id of the program's own replaces that group"`
	Decisions  []Decision        `json:"decisions,omitempty" jsonschema:"what is settled once for many places; the last entry that fits a place governs it"`
	Milestones []Milestone       `json:"milestones,omitempty" jsonschema:"what is to be reached; an id of the program's own replaces that milestone"`
	Tracked    []Tracked         `json:"tracked,omitempty" jsonschema:"concerns that other teams work on; an entry replaces the program's own of the same concern"`
	StoryBoard StoryBoard        `json:"storyboard,omitzero"`
	// Budgets and MustNotRegress are what 'stxscan gate' goes by.
	Budgets        []Budget `json:"budgets,omitempty" jsonschema:"how many findings may block, by concern and target; the gate fails above"`
	MustNotRegress []string `json:"must_not_regress,omitempty" jsonschema:"targets on which the gate fails for what newly breaks, whatever its severity and confidence; the origin if not given"`
	Scan           Scan     `json:"scan,omitzero" jsonschema:"what flags of 'stxscan scan' say; the flags beat it"`

	// File is the name that messages use, Digest identifies the content.
	File   string `json:"-"`
	Digest string `json:"-"`
	Places Places `json:"-"`
}

// Owner is one entry of owners.
type Owner struct {
	Owner   string `json:"owner" jsonschema:"a person or team, in one line"`
	Repo    string `json:"repo,omitempty" jsonschema:"name or glob of repos, such as config"`
	Path    string `json:"path,omitempty" jsonschema:"glob of paths within the repo, as in CODEOWNERS"`
	Concern string `json:"concern,omitempty" jsonschema:"such as python2; decides about work items, not packages"`
	Package string `json:"package,omitempty" jsonschema:"name or glob of packages"`
	Places  Places `json:"-"`

	repo, pkg nameGlob
	path      *pathGlob
}

// Suppress is one entry of suppress. A finding that all given keys fit is
// suppressed.
type Suppress struct {
	Rule        string `json:"rule,omitempty" jsonschema:"id or glob of rules, such as PY2-S001"`
	Path        string `json:"path,omitempty" jsonschema:"glob of paths within the repo, as in CODEOWNERS"`
	Repo        string `json:"repo,omitempty" jsonschema:"name or glob of repos, such as config"`
	Fingerprint string `json:"fingerprint,omitempty" jsonschema:"of one finding, or how it begins: at least 8 digits"`
	Package     string `json:"package,omitempty" jsonschema:"name or glob of packages"`
	Target      string `json:"target,omitempty" jsonschema:"only on this target"`
	Kind        string `json:"kind" jsonschema:"false-positive does not block; the others quiet the gate and stories, not readiness"`
	Reason      string `json:"reason" jsonschema:"why, for those who read it in a year"`
	Until       string `json:"until,omitempty" jsonschema:"the last day on which it applies, YYYY-MM-DD"`
	Places      Places `json:"-"`
	// Line is where the entry begins.
	Line int `json:"-"`

	rule, repo, pkg nameGlob
	path            *pathGlob
}

// Group is a part of StarlingX that is looked at together.
type Group struct {
	ID    string `json:"id" jsonschema:"lower case with dashes"`
	Title string `json:"title" jsonschema:"what it is, in a line"`
	// Match holds alternatives: a package belongs if one of them fits.
	Match []Match `json:"match" jsonschema:"a package belongs if one of these fits"`
	// Rest leaves out packages that another group without it has.
	Rest   bool   `json:"rest,omitempty" jsonschema:"leave out packages that a group without this key has"`
	Places Places `json:"-"`
}

// Match is a description of packages: all given keys must fit.
type Match struct {
	Repo    string `json:"repo,omitempty" jsonschema:"name or glob of repos, such as integ"`
	Origin  string `json:"origin,omitempty" jsonschema:"where its code comes from, such as patched, or a glob"`
	Package string `json:"package,omitempty" jsonschema:"name or glob of packages"`
	Path    string `json:"path,omitempty" jsonschema:"glob of the package's folder within the repo, as in CODEOWNERS"`
	Places  Places `json:"-"`

	repo, origin, pkg nameGlob
	path              *pathGlob
}

// StoryBoard is what stories go by, and the reports for StoryBoard.
type StoryBoard struct {
	Server         string              `json:"server,omitempty" jsonschema:"the address of the API, such as https://storyboard.openstack.org/api/v1, for 'stories status', 'stories apply' and links; 'stories plan' asks no server without --server"`
	Tags           map[string][]string `json:"tags,omitempty" jsonschema:"rule or concern to the tags of its stories"`
	Projects       map[string][]string `json:"projects,omitempty" jsonschema:"a repo to the names that its project may have, the wanted one first, such as starlingx/config"`
	DefaultProject string              `json:"default_project,omitempty" jsonschema:"the project that takes what has no other, instead of starlingx/integ"`
	Groups         map[string]string   `json:"groups,omitempty" jsonschema:"a concern to what has a story of its own: repo, target, area, package or one"`
	Templates      string              `json:"templates,omitempty" jsonschema:"a file of Go templates for the texts, as seen from the folder of this file"`
	Places         Places              `json:"-"`
}

// Scan holds what flags of "stxscan scan" say. Places tells which keys are
// given.
type Scan struct {
	Items       int      `json:"items,omitempty" jsonschema:"--items"`
	Pythons     []string `json:"pythons,omitempty" jsonschema:"--python"`
	Rules       []string `json:"rules,omitempty" jsonschema:"--rules"`
	NotRules    []string `json:"not_rules,omitempty" jsonschema:"--not-rules"`
	Optional    bool     `json:"optional,omitempty" jsonschema:"--optional"`
	MaxFileSize int64    `json:"max_file_size,omitempty" jsonschema:"--max-file-size, in bytes"`
	FailOn      string   `json:"fail_on,omitempty" jsonschema:"--fail-on"`
	Strict      bool     `json:"strict,omitempty" jsonschema:"--strict"`
	Places      Places   `json:"-"`
}
