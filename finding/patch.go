package finding

import "slices"

// PatchStack is the patches that one package carries, in the order in which
// they are applied.
type PatchStack struct {
	Package string     `json:"package"`
	Repo    string     `json:"repo"`
	Class   StackClass `json:"class"`
	// Kinds are what the whole stack amounts to, such as "versioning-only".
	Kinds   []string     `json:"kinds,omitempty"`
	Patches []StackPatch `json:"patches"`
	// Upstream is the repository of what is patched, for git clone, "" if none is
	// known. Base is the version that is patched, "" if nothing says it.
	Upstream string `json:"upstream,omitempty"`
	Base     string `json:"base,omitempty"`
	// Overlay is what a package of configuration would carry in the stack's place,
	// null unless configuration is all that the stack changes.
	Overlay *Overlay `json:"overlay,omitempty"`
	// Adopt says by target whether its own package can be used.
	Adopt map[string]Adoption `json:"adopt,omitempty"`
}

// Overlay is what a package carries that puts configuration in place beside a
// package of the target.
type Overlay struct {
	// Files are what it installs, with their modes in octal where they are known.
	Files []OverlayFile `json:"files"`
	// Accounts and Units are what the stack creates, and enables or masks.
	Accounts []string `json:"accounts,omitempty"`
	Units    []string `json:"units,omitempty"`
}

// OverlayFile is a file of an overlay. Path is where it is installed, or its path
// in the source where that is not known.
type OverlayFile struct {
	Path string `json:"path"`
	Mode string `json:"mode,omitempty"`
	// From is the patch, relative to the repo, that changes or adds it.
	From string `json:"from"`
}

// Adoption says whether a target's own package can take the place of one that is
// patched.
type Adoption struct {
	Answer Adopt `json:"answer"`
	// Drop and Rebase count the patches to leave out and to carry over; Open those
	// of which it is not known. Minutes is what carrying over costs.
	Drop    int `json:"drop,omitempty"`
	Rebase  int `json:"rebase,omitempty"`
	Open    int `json:"open,omitempty"`
	Minutes int `json:"minutes,omitempty"`
	// Packaging counts the changes of the packaging by whether the target's own has
	// them, where its source was given; Overlay and Rebuild those that it lacks, by
	// what brings them about.
	Packaging map[PackagingState]int `json:"packaging,omitempty"`
	Overlay   int                    `json:"overlay,omitempty"`
	Rebuild   int                    `json:"rebuild,omitempty"`
	// Version is the target's, "" if it is not known.
	Version string `json:"version,omitempty"`
	// Presence is what the target has for the source package, "" if it has no index.
	Presence Presence `json:"presence,omitempty"`
	// As is the package that the target has for it, where that is another one or in other
	// parts, and in a few words how it differs.
	As string `json:"as,omitempty"`
	// Why says in a line what the answer rests on.
	Why string `json:"why"`
}

// Adopt is an answer to whether a target's own package can be used.
type Adopt string

// The answers, a closed list, the easiest first.
const (
	AdoptAsIs    Adopt = "as-is"   // nothing is lost
	AdoptOverlay Adopt = "overlay" // with a package of configuration beside it
	AdoptDrop    Adopt = "drop"    // as it is: every patch is in it, or changes nothing that runs
	AdoptRebase  Adopt = "rebase"  // with patches that are carried over
	AdoptDecide  Adopt = "decide"  // it is not known what becomes of patches
)

// Adopts lists every answer.
var Adopts = []Adopt{AdoptAsIs, AdoptOverlay, AdoptDrop, AdoptRebase, AdoptDecide}

// StackClass says what is patched.
type StackClass string

// The classes, a closed list.
const (
	StackCentOS          StackClass = "centos" // CentOS base and others
	StackOpenStack       StackClass = "openstack"
	StackPuppetOpenStack StackClass = "puppet-openstack"
	StackKernel          StackClass = "kernel"
)

// StackClasses lists every class.
var StackClasses = []StackClass{StackCentOS, StackOpenStack, StackPuppetOpenStack, StackKernel}

// StackPatch is one patch of a stack.
type StackPatch struct {
	Path string `json:"path"`
	// Kind is where it acts: "meta" edits the packaging, "source" is applied
	// by it, "files" lies among the copied files, "loose" elsewhere.
	Kind string `json:"kind"`
	// Order counts from 1 in its kind; 0 if nothing says that it is applied.
	Order int `json:"order,omitempty"`
	// State is "applied", "unlisted" or "dead", by what names the patch.
	State string `json:"state,omitempty"`
	// Tags class the patch: versioning, spec-include, rollup, malformed, ...
	Tags    []string `json:"tags,omitempty"`
	Subject string   `json:"subject,omitempty"`
	// Cites is the commit of upstream's that the header says it is taken from, "" if
	// it names none.
	Cites string `json:"cites,omitempty"`
	// Date is the day of the patch's header, YYYY-MM-DD.
	Date    string `json:"date,omitempty"`
	Files   int    `json:"files"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	// Changes are what it changes in a spec and beside it, by kind.
	Changes []PatchChange `json:"changes,omitempty"`
	// Leaves is what is left of a patch of the packaging for packaging that is not
	// CentOS's, when all patches of its stack are applied, in words.
	Leaves []string `json:"leaves,omitempty"`
	// Packaging says by target whether its own packaging has what the patch changes in
	// the end, where the target's source was given. What a later patch undoes, and what
	// only RPM packaging needs, is not in it.
	Packaging map[string][]PackagingAnswer `json:"packaging,omitempty"`
	// Identity identifies what it changes, null if it changes no line that could be
	// read. With it reports of two points in time can be matched.
	Identity *PatchIdentity `json:"identity,omitempty"`
	// Upstreamed says whether upstream has the change, null if nobody looked.
	Upstreamed *Upstreamed `json:"upstreamed,omitempty"`
	// Applies says whether it applies, in its stack, to what the keys name: "base"
	// is what it was made for, others are targets.
	Applies map[string]Applies `json:"applies,omitempty"`
}

// inert are the tags of patches that change nothing that runs, and what each changes.
var inert = []struct{ tag, what string }{
	{"debug", "what is logged"},
	{"documentation", "documentation"},
	{"tests", "tests"},
	{"product-naming", "the names of the products"},
}

// Inert is what a patch changes if that is nothing that runs, so that nothing is lost
// without it; "" for all others.
func (p *StackPatch) Inert() string {
	for _, i := range inert {
		if slices.Contains(p.Tags, i.tag) {
			return i.what
		}
	}
	return ""
}

// PatchChange is what a patch changes of one kind in RPM packaging.
type PatchChange struct {
	What ChangeKind `json:"what"`
	// Added and Removed count lines, without comments and blank ones.
	Added   int `json:"added,omitempty"`
	Removed int `json:"removed,omitempty"`
	// Detail are the first few of the lines, + or - before each, cut where they
	// are long; of files beside the spec their names.
	Detail []string `json:"detail,omitempty"`
}

// ChangeKind is a part of RPM packaging that a patch changes.
type ChangeKind string

// The kinds of changes, a closed list.
const (
	ChangePatches       ChangeKind = "patches"        // which patches are applied
	ChangeSources       ChangeKind = "sources"        // what is copied into the source package
	ChangeVersion       ChangeKind = "version"        // version, release and epoch
	ChangeDescription   ChangeKind = "description"    // summary, license, changelog
	ChangeBuildOptions  ChangeKind = "build-options"  // flags of configure, macros, how make is called
	ChangeBuildRequires ChangeKind = "build-requires" // what the build needs
	ChangeRequires      ChangeKind = "requires"       // what the package needs, provides and replaces
	ChangeInstall       ChangeKind = "install"        // what the build installs
	ChangeFiles         ChangeKind = "files"          // what is packaged, with modes and owners
	ChangeScriptlets    ChangeKind = "scriptlets"     // which scripts run when it is installed
	ChangeServices      ChangeKind = "services"       // what is enabled, disabled or masked
	ChangeAccounts      ChangeKind = "accounts"       // users and groups
	ChangeStructure     ChangeKind = "structure"      // sections, subpackages and conditions
	ChangeBeside        ChangeKind = "beside"         // files beside the spec
	ChangeOther         ChangeKind = "other"          // lines of scripts that are none of these
)

// ChangeKinds lists every kind, in the order in which they are shown.
var ChangeKinds = []ChangeKind{
	ChangePatches, ChangeSources, ChangeVersion, ChangeDescription, ChangeBuildOptions, ChangeBuildRequires, ChangeRequires,
	ChangeInstall, ChangeFiles, ChangeScriptlets, ChangeServices, ChangeAccounts, ChangeStructure, ChangeBeside, ChangeOther,
}

// Check says where the packaging of a target has the like, so that a person can
// see whether it has the same. "" means that there is nothing to look for.
func (k ChangeKind) Check() string {
	switch k {
	case ChangeBuildOptions:
		return "the flags in debian/rules of the target's source package, or configure in Clear's spec"
	case ChangeBuildRequires:
		return "Build-Depends in debian/control, or buildreq_add in Clear's package"
	case ChangeRequires:
		return "Depends, Provides and Conflicts of the target's package"
	case ChangeInstall, ChangeFiles:
		return "the list of files of the target's package, with modes and owners"
	case ChangeScriptlets:
		return "the maintainer scripts of the target's package"
	case ChangeServices:
		return "whether the target enables the unit: deb-systemd-helper, or its presets"
	case ChangeAccounts:
		return "adduser in postinst, or sysusers.d of the target's package"
	case ChangeBeside:
		return "the same file in debian/ or in the target's package"
	}
	return ""
}

// Upstreamed is what upstream's merged history has of a patch.
type Upstreamed struct {
	State UpstreamState `json:"state"`
	// By says what it was recognised by: change-id, patch-id, cherry-pick,
	// subject, content, several-commits or person.
	By string `json:"by,omitempty"`
	// Commits carry it, the best first.
	Commits []UpstreamCommit `json:"commits,omitempty"`
	// Release is the tag of the first release that has it for good, InBase is set
	// if the version that is patched has it already.
	Release string `json:"release,omitempty"`
	InBase  bool   `json:"in_base,omitempty"`
	// In are the targets whose version has it, NotIn those whose version certainly
	// does not.
	In    []string `json:"in,omitempty"`
	NotIn []string `json:"not_in,omitempty"`
	// Covered is the share of its lines, by weight, that the commits have.
	Covered float64 `json:"covered,omitempty"`
	// Missing are its files of which upstream has no part.
	Missing []string `json:"missing,omitempty"`
	// Why says what the state rests on, or what could not be read.
	Why string `json:"why,omitempty"`
}

// UpstreamCommit is a commit of upstream's. Date is its day, YYYY-MM-DD.
type UpstreamCommit struct {
	ID      string `json:"id"`
	Date    string `json:"date"`
	Subject string `json:"subject"`
}

// UpstreamState says how much of a patch upstream has.
type UpstreamState string

// The states, a closed list. Review is for people: much of it is there, and not
// enough to say so.
const (
	UpstreamHas     UpstreamState = "upstreamed"
	UpstreamPartly  UpstreamState = "partially"
	UpstreamReview  UpstreamState = "review"
	UpstreamBack    UpstreamState = "reverted" // it landed, and was taken out for good
	UpstreamNot     UpstreamState = "not-found"
	UpstreamUnknown UpstreamState = "unknown"
)

// UpstreamStates lists every state.
var UpstreamStates = []UpstreamState{UpstreamHas, UpstreamPartly, UpstreamReview, UpstreamBack, UpstreamNot, UpstreamUnknown}

// Applies says whether a patch applies to a version.
type Applies struct {
	State ApplyState `json:"state"`
	// Version is what it was applied to: a version or a tag.
	Version string `json:"version,omitempty"`
	// Offset is the most lines that a hunk was moved by, Fuzz the most lines of
	// context that were left out.
	Offset int `json:"offset,omitempty"`
	Fuzz   int `json:"fuzz,omitempty"`
	// Rejected counts the hunks that do not apply, of Hunks.
	Rejected int    `json:"rejected,omitempty"`
	Hunks    int    `json:"hunks,omitempty"`
	Why      string `json:"why,omitempty"`
}

// ApplyState says how a patch applies.
type ApplyState string

// The states, a closed list.
const (
	ApplyClean    ApplyState = "clean"
	ApplyOffset   ApplyState = "offset"
	ApplyFuzz     ApplyState = "fuzz"
	ApplyAlready  ApplyState = "already-applied"
	ApplyConflict ApplyState = "conflict"
	ApplyNoFile   ApplyState = "missing-file"
	ApplyUnknown  ApplyState = "unknown" // it could not be read, or its base is not known
)

// ApplyStates lists every state.
var ApplyStates = []ApplyState{ApplyClean, ApplyOffset, ApplyFuzz, ApplyAlready, ApplyConflict, ApplyNoFile, ApplyUnknown}
