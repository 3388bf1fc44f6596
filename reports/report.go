// Package reports holds the Report, what a scan says as plain data, and its
// JSON form. Writers of other forms stand in folders of their own below it.
package reports

import (
	"fmt"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
)

// Schema names the form of the JSON report. Within a major version fields are
// only added.
const Schema = "stxscan-report/1.0"

// Report is the result of one scan. Lists are sorted, so that the same inputs
// give the same bytes.
type Report struct {
	Schema       string               `json:"schema"`
	Tool         Tool                 `json:"tool"`
	Run          Run                  `json:"run"`
	Inputs       []Input              `json:"inputs"`
	Targets      []Target             `json:"targets"`
	Packages     []Package            `json:"packages"`
	Groups       []Group              `json:"groups"`
	WorkItems    []WorkItem           `json:"work_items"`
	Findings     []finding.Finding    `json:"findings"`
	Dependencies []finding.Dependency `json:"dependencies"`
	PatchStacks  []finding.PatchStack `json:"patch_stacks"`
	Seams        []Seam               `json:"seams"`
	// Decisions are what is settled once for many places, open ones first.
	Decisions []Decision `json:"decisions,omitempty"`
	// Milestones are what the team wants to reach, in the order in which it does.
	Milestones []Milestone `json:"milestones,omitempty"`
	// Tracked are the concerns that other teams work on.
	Tracked  []Tracked         `json:"tracked,omitempty"`
	Rules    []Rule            `json:"rules"`
	Unknowns []finding.Unknown `json:"unknowns"`
	// Files maps each repo's files to a digest of their content, DigestLength hex
	// digits of git's id of the blob; empty for what was not read. A reader of two
	// reports can tell by it whether a file changed. Reports of older versions
	// have none.
	Files  map[string]map[string]string `json:"files,omitempty"`
	Totals Totals                       `json:"totals"`
	// Delta is what the gate found against a base; left out elsewhere.
	Delta *Delta `json:"delta,omitempty"`
}

// DigestLength is how many hex digits identify the content of a file, a rule or
// the facts about a target.
const DigestLength = 12

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Rules is a digest of the rules and targets that were applied.
	Rules string `json:"rules"`
	// Analyzers maps the analyzers that ran to their versions.
	Analyzers map[string]int `json:"analyzers"`
}

// Run is when and over what the scan went.
type Run struct {
	Time time.Time `json:"time"`
	// Revision is what --rev named, if files were read through git.
	Revision string `json:"revision,omitempty"`
	// Pythons are the versions that --python put in the targets' place.
	Pythons []string `json:"pythons,omitempty"`
	// Concerns are those that an analyzer looked at. The others have no
	// findings because nobody asked, not because there is nothing.
	Concerns []finding.Concern `json:"concerns"`
	// Config is a digest of the configuration file that applied, if one did.
	Config string `json:"config,omitempty"`
}

// Input is one repo.
type Input struct {
	Repo   string `json:"repo"`
	Dir    string `json:"dir"`
	Commit string `json:"commit"`
	Dirty  bool   `json:"dirty"`
	URL    string `json:"url"`
	// Files counts everything in the repo that is no folder.
	Files    int `json:"files"`
	Packages int `json:"packages"`
}

// Target is an operating system that findings were judged against.
type Target struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Build   string `json:"build,omitempty"`
	Origin  bool   `json:"origin,omitempty"`
	Python2 string `json:"python2"`
	Python3 string `json:"python3"`
	// LegacyPython2 names what is left of Python 2 where it is legacy.
	LegacyPython2 []string `json:"legacy_python2,omitempty"`
	// MovesAsOne is set where all packages are updated together, so that no pin
	// holds.
	MovesAsOne bool `json:"moves_as_one,omitempty"`
	// Facts is a digest of what the program knows of the target.
	Facts string `json:"facts,omitempty"`
	// Index says what is known of its repositories; null if nothing is.
	Index    *finding.Index `json:"index,omitempty"`
	Headline Headline       `json:"headline"`
}

// Headline counts verdicts over the packages that a build list names.
type Headline struct {
	Packages      int `json:"packages"`
	Blocked       int `json:"blocked"`
	NeedsWork     int `json:"needs_work"`
	NotAssessable int `json:"not_assessable"`
	Likely        int `json:"likely"`
	Ready         int `json:"ready"`
	NotApplicable int `json:"not_applicable"`
	// Breaks and Changes count the findings that block, in roles that ship.
	Breaks  int `json:"breaks"`
	Changes int `json:"changes"`
}

// Package is one package, or the pseudo-package (tree) of a repo.
type Package struct {
	Name   string `json:"name"`
	Repo   string `json:"repo"`
	Path   string `json:"path"`
	Origin string `json:"origin"`
	Built  bool   `json:"built"`
	Spec   string `json:"spec,omitempty"`
	SRPM   string `json:"srpm,omitempty"`
	Source string `json:"source,omitempty"`
	// Fork is the identity of the repo that the source is, if it is a fork:
	// what is found there stands in this package's way too.
	Fork string `json:"fork,omitempty"`
	// ForkDivergence says how far the fork has gone from its base, null if the
	// package is not built from one.
	ForkDivergence *finding.ForkDivergence `json:"fork_divergence,omitempty"`

	BuildLists []string `json:"build_lists"`
	Packaging  []string `json:"packaging"`
	Files      int      `json:"files"`
	// Findings counts the package's findings by concern.
	Findings map[finding.Concern]int `json:"findings,omitempty"`
	Owner    string                  `json:"owner,omitempty"`
	// Groups are the ids of the groups that it belongs to.
	Groups []string `json:"groups,omitempty"`
	// Tests counts the test functions and programs that the package has.
	Tests int `json:"tests"`
	// OpenStack is the release of the component that it packages, if any.
	OpenStack string `json:"openstack,omitempty"`
	// Python is what it has of Python, and what that imports.
	Python *finding.PythonCode `json:"python,omitempty"`
	// SpecContent is what its spec says of the packages that are made.
	SpecContent *finding.SpecContent `json:"spec_content,omitempty"`
	// Adopt says by target whether its own package can take the place of one that is
	// patched; the stack says why. Packages without patches have none.
	Adopt map[string]finding.Adopt `json:"adopt,omitempty"`
	// Counterparts says by target what stands for a package that is built from a fork,
	// and has no patches.
	Counterparts map[string]finding.Adoption `json:"counterparts,omitempty"`
	// Replaced says by target which decision puts something else in its place.
	Replaced  map[string]string    `json:"replaced,omitempty"`
	Readiness map[string]Readiness `json:"readiness"`
}

// Verdict says how far a package is on a target.
type Verdict string

// The verdicts, the worst first.
const (
	Blocked       Verdict = "blocked"
	NeedsWork     Verdict = "needs-work"
	NotAssessable Verdict = "not-assessable"
	Likely        Verdict = "likely"
	Ready         Verdict = "ready"
	NotApplicable Verdict = "not-applicable"
)

// Readiness is a package's verdict on one target.
type Readiness struct {
	Verdict Verdict  `json:"verdict"`
	Reasons []Reason `json:"reasons,omitempty"`
	// Coverage says for each concern that matters whether it was looked at.
	Coverage map[finding.Concern]string `json:"coverage,omitempty"`
}

// Reason is one thing that a verdict rests on, told apart by who can change it.
type Reason struct {
	Kind ReasonKind `json:"kind"`
	Text string     `json:"text"`
	// Items are the ids of the work items that would remove it.
	Items []string `json:"work_items,omitempty"`
	// Settle is the flag or input that would settle it.
	Settle string `json:"settle,omitempty"`
}

// String returns the text with what would settle it.
func (r Reason) String() string {
	if r.Settle == "" {
		return r.Text
	}
	return r.Text + "; " + r.Settle
}

// ReasonKind says who or what a reason waits for.
type ReasonKind string

// The kinds of reasons, a closed list.
const (
	ReasonWork     ReasonKind = "own-work" // the package's own code or packaging
	ReasonPackage  ReasonKind = "package"  // another package comes first
	ReasonDecision ReasonKind = "decision" // somebody has to decide
	ReasonTarget   ReasonKind = "target"   // the target lacks something
	ReasonInput    ReasonKind = "input"    // an input of the scan is missing
	ReasonNone     ReasonKind = "none"     // nothing is to be done
)

// ReasonKinds lists every kind.
var ReasonKinds = []ReasonKind{ReasonWork, ReasonPackage, ReasonDecision, ReasonTarget, ReasonInput, ReasonNone}

// WorkItem is what a person would do about findings.
type WorkItem struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Kind    ItemKind        `json:"kind"`
	Concern finding.Concern `json:"concern"`
	// Repo and Package are where the work is done; empty where it is done in
	// several, which Packages lists.
	Repo    string `json:"repo"`
	Package string `json:"package"`
	// Packages are the packages, as REPO/NAME, that its findings stand in.
	Packages []string `json:"packages"`
	// Frees counts for each target the packages that need nothing else.
	Frees map[string]int `json:"frees,omitempty"`
	// Freed names them, as REPO/NAME, those of all targets together.
	Freed []string `json:"freed,omitempty"`
	Owner string   `json:"owner,omitempty"`
	Rule  string   `json:"rule,omitempty"`
	// Findings counts all places, Blocking those that break or change
	// something on at least one port target in a role that ships.
	Findings int      `json:"findings"`
	Blocking int      `json:"blocking"`
	Files    int      `json:"files"`
	Targets  []string `json:"targets"`
	Minutes  int      `json:"minutes"`
	Effort   string   `json:"effort"`
	Basis    string   `json:"basis"`
}

// ItemKind says what sort of work an item is.
type ItemKind string

// The kinds of work items, a closed list.
const (
	ItemDecision   ItemKind = "decision"    // something has to be decided first
	ItemSeam       ItemKind = "seam"        // one change that replaces many
	ItemDependency ItemKind = "dependency"  // something the target lacks or names otherwise
	ItemStack      ItemKind = "patch-stack" // the patches of a package
	ItemRule       ItemKind = "rule"        // one rule's places in one package or more
)

// ItemKinds lists every kind.
var ItemKinds = []ItemKind{ItemDecision, ItemSeam, ItemDependency, ItemStack, ItemRule}

// Where says where the work is done: a package, a repo, or how many packages.
func (w *WorkItem) Where() string {
	switch {
	case w.Repo != "" && w.Package != "":
		return w.Repo + "/" + w.Package
	case w.Repo != "":
		return w.Repo
	case len(w.Packages) == 1:
		return w.Packages[0]
	}
	n := w.InPackages()
	switch n {
	case 0:
		return "outside of packages"
	case 1:
		return "1 package"
	}
	return fmt.Sprintf("%d packages", n)
}

// InPackages counts the packages that its findings stand in. What lies outside
// of every package is none.
func (w *WorkItem) InPackages() int { return withoutTrees(w.Packages) }

// withoutTrees counts packages, given as REPO/NAME, that are none of what lies
// outside of every package.
func withoutTrees(names []string) int {
	n := 0
	for _, name := range names {
		if !strings.HasSuffix(name, "/(tree)") {
			n++
		}
	}
	return n
}

// Group is a part of StarlingX that is looked at together.
type Group struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Packages counts its packages that a build list names, Headlines their
	// verdicts by target.
	Packages  int                 `json:"packages"`
	Headlines map[string]Headline `json:"headlines"`
}

// Seam is one change that replaces many: what has to be built, and which
// functions would go through it.
type Seam struct {
	// ID is that of its work item.
	ID    string `json:"id"`
	Title string `json:"title"`
	// Findings counts its places, Blocking those that stand in the way on at
	// least one port target.
	Findings int `json:"findings"`
	Blocking int `json:"blocking"`
	// Interface is what the places ask for, in the order of the seam's own list;
	// operations that none asks for are left out.
	Interface []SeamOperation `json:"interface,omitempty"`
	// Functions are those whose places it takes over, most places first; they are
	// MaxSeamFunctions at most, of FunctionsTotal.
	Functions      []SeamFunction `json:"functions,omitempty"`
	FunctionsTotal int            `json:"functions_total"`
}

// MaxSeamFunctions is how many functions a seam lists.
const MaxSeamFunctions = 300

// SeamOther is the name of what counts the places that no operation fits.
const SeamOther = "other"

// SeamOperation is one thing that a seam has to do for its callers.
type SeamOperation struct {
	Name string `json:"name"`
	Does string `json:"does"`
	// Findings counts the places that ask for it.
	Findings int `json:"findings"`
}

// SeamFunction is a function, a method or a file's own code with places that a
// seam takes over.
type SeamFunction struct {
	Repo    string `json:"repo"`
	Package string `json:"package"`
	Path    string `json:"path"`
	// Line is that of its first place.
	Line int `json:"line"`
	// Name is Class.method or the function's name; empty for code outside of one.
	Name string `json:"name,omitempty"`
	// Findings counts its places, Operations names what they ask for.
	Findings   int      `json:"findings"`
	Blocking   int      `json:"blocking"`
	Operations []string `json:"operations,omitempty"`
}

// Totals counts what was read and found.
type Totals struct {
	Files    FileTotals              `json:"files"`
	Packages PackageTotals           `json:"packages"`
	Findings map[finding.Concern]int `json:"findings"`
	// Families counts findings by the rule id's letters, such as PY2-S.
	Families   map[string]int       `json:"families"`
	Severities map[string]int       `json:"severities"`
	Roles      map[finding.Role]int `json:"roles"`
	Guarded    int                  `json:"guarded"`
	Unknowns   map[string]int       `json:"unknowns"`
	// Suppressed counts suppressed findings by the kind of suppression. They
	// are in the other counts too.
	Suppressed map[string]int `json:"suppressed,omitempty"`
}

// FileTotals accounts for every file: Listed = Scanned + the sum of Skipped +
// Unknown.
type FileTotals struct {
	Listed  int `json:"listed"`
	Scanned int `json:"scanned"`
	// Unknown counts files that could not be read or not be parsed wholly.
	Unknown   int            `json:"unknown"`
	Skipped   map[string]int `json:"skipped"`
	Bytes     int64          `json:"bytes"`
	Languages map[string]int `json:"languages"`
	// Unowned counts the files of all (tree) packages.
	Unowned int `json:"unowned"`
}

// PackageTotals counts packages, pseudo-packages left out.
type PackageTotals struct {
	All      int            `json:"all"`
	Built    int            `json:"built"`
	WithSpec int            `json:"with_spec"`
	WithSRPM int            `json:"with_srpm"`
	Origins  map[string]int `json:"origins"`
}
