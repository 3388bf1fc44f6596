// Package finding holds the plain data that every part of stxscan speaks:
// findings, where they are, what they mean on each target, and the unknowns
// that stand beside them. It imports nothing of ours.
package finding

// Role is what a file is for. It is on every finding: readiness counts
// runtime, packaging and the added lines of patches, the rest is shown apart.
type Role string

// The roles, a closed list.
const (
	RoleRuntime   Role = "runtime"
	RolePackaging Role = "packaging"
	RoleBuildTool Role = "build-tool"
	RoleTest      Role = "test"
	RoleDoc       Role = "doc"
	RoleExample   Role = "example"
	RoleUnused    Role = "unused" // beside a package that does not take it in
	RoleGenerated Role = "generated"
	RoleVendored  Role = "vendored"
	RolePatch     Role = "patch"
)

// Roles lists every role in the order in which reports show them.
var Roles = []Role{
	RoleRuntime, RolePackaging, RolePatch, RoleBuildTool, RoleTest,
	RoleDoc, RoleExample, RoleUnused, RoleGenerated, RoleVendored,
}

// Blocks reports whether findings in a file of this role stand in the way of
// the package: only what ships, what packages it and what is patched into it.
func (r Role) Blocks() bool {
	return r == RoleRuntime || r == RolePackaging || r == RolePatch
}

// Concern is a kind of obstacle to a port.
type Concern string

// The concerns. Every report shows all of them, those with no finding too.
const (
	Python2          Concern = "python2"
	CentOSPatches    Concern = "centos-patches"
	VersionPins      Concern = "version-pins"
	OpenStackPatches Concern = "openstack-patches"
	RPMCalls         Concern = "rpm-calls"
	OpenStackRelease Concern = "openstack-release"
	TestCover        Concern = "test-cover"
	Dependencies     Concern = "dependencies"
	Installer        Concern = "installer"
	Puppet           Concern = "puppet"
	InitAndPaths     Concern = "init-and-paths"
	Shell            Concern = "shell"
	SecurityStack    Concern = "security-stack"
	Toolchain        Concern = "toolchain"
	// Suppressions are comments of stxscan's own that do not hold: no obstacle to a
	// port, but one to trusting what is quiet.
	Suppressions Concern = "suppressions"
)

// Concerns lists every concern in the order in which reports show them.
var Concerns = []Concern{
	Python2, RPMCalls, CentOSPatches, OpenStackPatches, Dependencies,
	VersionPins, OpenStackRelease, Installer, Puppet, InitAndPaths,
	Shell, SecurityStack, Toolchain, TestCover, Suppressions,
}

// Location is a place in a repo. Path is relative to the repo and separated
// by slashes; lines and columns count from 1, columns in bytes of the line as
// it stands in the file. EndLine is the last line of the construct.
type Location struct {
	Repo    string `json:"repo"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	EndLine int    `json:"end_line"`
}

// Effect is what a finding means on one target.
type Effect string

// The effects, a closed list.
const (
	Breaks        Effect = "breaks"  // it does not work there
	Changes       Effect = "changes" // it runs and does something else
	Works         Effect = "works"   // it works there as it stands
	EffectUnknown Effect = "unknown" // an input is missing to tell
)

// TargetEffect is what a finding means on one target, with the severity it
// has there and what to use instead, if anything is known.
type TargetEffect struct {
	Effect      Effect   `json:"effect"`
	Severity    Severity `json:"severity"`
	Alternative string   `json:"alternative,omitempty"`
	Note        string   `json:"note,omitempty"`
	// Replaced is the id of the decision by which something else takes the place
	// of this there; what it replaces blocks no more.
	Replaced string `json:"replaced,omitempty"`
}

// Finding is one place where a rule says that a concern bites.
type Finding struct {
	Rule       string     `json:"rule"`
	Concern    Concern    `json:"concern"`
	Severity   Severity   `json:"severity"`
	Confidence Confidence `json:"confidence"`
	Role       Role       `json:"role"`
	Message    string     `json:"message"`
	Package    string     `json:"package"`
	Location
	// Targets says what the finding means on each target of the scan.
	Targets map[string]TargetEffect `json:"targets"`
	// Subject is what the rule matched: a module, a program, a name.
	Subject string `json:"subject"`
	// Call is the command that is run, with its arguments, where the finding is
	// about one.
	Call string `json:"call,omitempty"`
	// Within is the function that the place stands in, Class.method for a method,
	// where that is known.
	Within string `json:"within,omitempty"`
	// Snippet is the line of the finding, trimmed and bounded in length.
	Snippet string `json:"snippet"`
	// Trace is what the match rests on where the line alone does not show it:
	// what names stood for.
	Trace []Step `json:"trace,omitempty"`
	// Guard names the condition that keeps the construct from running where
	// it would fail, such as "except ImportError". Empty means unguarded.
	Guard string `json:"guard,omitempty"`
	// Fix is the replacement, where the rule has one that is mechanical.
	Fix         *Fix   `json:"fix,omitempty"`
	Fingerprint string `json:"fingerprint"`
	MatchKey    string `json:"match_key"`
	WorkItem    string `json:"work_item"`
	// Decision is the id of the decision that governs the place, empty if none does.
	Decision string `json:"decision,omitempty"`
	// Suppressed says that somebody quieted the finding, and why.
	Suppressed *Suppression `json:"suppressed,omitempty"`
	// BaselineState says how the finding stands to the base that it was
	// compared with; empty if it was compared with none.
	BaselineState BaselineState `json:"baseline_state,omitempty"`
	// Fails are the ids of the targets on which the gate fails for the finding,
	// those that it breaks the origin on among them; empty without a gate.
	Fails []string `json:"fails,omitempty"`
}

// GuardStep is the name of the step that shows the guard's first line.
const GuardStep = "guard"

// Step is one name that was followed to what it stands for.
type Step struct {
	Name string `json:"name"`
	// Value is what it stands for, as written there, bounded in length.
	Value string `json:"value"`
	// Line and Column are where that is written, counted from 1.
	Line   int `json:"line"`
	Column int `json:"column"`
}

// BaselineState says how a finding stands to a base.
type BaselineState string

// The states, a closed list.
const (
	BaselineNew       BaselineState = "new"       // the base does not have it
	BaselineUnchanged BaselineState = "unchanged" // the base has it in the same file
	BaselineUpdated   BaselineState = "updated"   // the base has it in another file
	BaselineAbsent    BaselineState = "absent"    // only the base has it
)

// BaselineStates lists every state.
var BaselineStates = []BaselineState{BaselineNew, BaselineUnchanged, BaselineUpdated, BaselineAbsent}

// Blocks reports whether the finding stands in the way on a target: it breaks
// or changes something there, in a role that ships, and nobody has said that
// it is a false positive, or decided that something else takes its place. Other
// suppressions change nothing about that: what is accepted still does not run.
func (f *Finding) Blocks(target string) bool {
	if f.Suppressed != nil && f.Suppressed.Kind == FalsePositive {
		return false
	}
	e := f.Targets[target]
	return f.Role.Blocks() && e.Replaced == "" && e.Severity > Info && (e.Effect == Breaks || e.Effect == Changes)
}

// Unknown is something that could not be read, parsed or looked up, and which
// input would settle it. It is never shown as ready.
type Unknown struct {
	// Kind is one of the Unknown* constants.
	Kind    string `json:"kind"`
	Repo    string `json:"repo"`
	Package string `json:"package,omitempty"`
	Path    string `json:"path,omitempty"`
	Line    int    `json:"line,omitempty"`
	// Analyzer names who could not tell; empty for the engine itself.
	Analyzer string `json:"analyzer,omitempty"`
	Message  string `json:"message"`
	// Settle says which flag, input or repair would settle it.
	Settle string `json:"settle"`
}

// The kinds of unknowns.
const (
	UnknownUnreadable = "unreadable" // the file or folder could not be read
	UnknownUnparsed   = "unparsed"   // the file was read, not (wholly) parsed
	UnknownAnalyzer   = "analyzer"   // an analyzer failed on the file
	UnknownSource     = "source"     // the source is not in the workspace
	UnknownInput      = "input"      // another input is missing
	UnknownExpired    = "expired"    // a suppression ran out: somebody has to look again
)
