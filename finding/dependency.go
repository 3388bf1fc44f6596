package finding

// Dependency is a need of a package, resolved against the targets' indexes.
type Dependency struct {
	Package string `json:"package"`
	// Name is what is needed, as it is written there.
	Name string `json:"name"`
	// Need says what kind of need it is and when it is met.
	Need Need `json:"need"`
	// Naming says whose names Name is written in, where Need does not: RPM's,
	// if it is empty.
	Naming Naming `json:"naming,omitempty"`
	// Constraint is a version that is asked for, such as ">= 1.2".
	Constraint string `json:"constraint,omitempty"`
	// Condition is what the need itself depends on, empty if nothing.
	Condition string                       `json:"condition,omitempty"`
	Repo      string                       `json:"repo"`
	Path      string                       `json:"path"`
	Line      int                          `json:"line"`
	Verdicts  map[string]DependencyVerdict `json:"verdicts"`
	// Pins says what a pin names: a binary or source RPM, or a distribution of
	// Python.
	Pins PinKind `json:"pins,omitempty"`
}

// PinKind says what a pin names.
type PinKind string

// The kinds of pins, a closed list.
const (
	PinBinary PinKind = "binary" // a binary RPM
	PinSource PinKind = "source" // a source RPM
	PinPython PinKind = "python" // a Python distribution, in a file of constraints
)

// PinKinds lists every kind of pin.
var PinKinds = []PinKind{PinBinary, PinSource, PinPython}

// Need says what kind of need a dependency is.
type Need string

// The needs, a closed list.
const (
	NeedBuild  Need = "build"  // to build the package
	NeedRun    Need = "run"    // to install and run it
	NeedPin    Need = "pin"    // an exact version in a list: of the mirror, or of constraints
	NeedPython Need = "python" // a Python distribution
	NeedPuppet Need = "puppet" // a puppet module
	NeedImage  Need = "image"  // a package that an image or puppet installs
)

// Naming is whose names are used.
type Naming string

// NamedByDebian marks a relation of debian/control, with its version and
// alternatives. Only targets with Debian's packages answer it.
const NamedByDebian Naming = "debian"

// Needs lists every need.
var Needs = []Need{NeedBuild, NeedRun, NeedPin, NeedPython, NeedPuppet, NeedImage}

// DependencyVerdict is what a target has for a need.
type DependencyVerdict struct {
	Verdict Presence `json:"verdict"`
	// Name is the target's name for it, where it has one.
	Name       string     `json:"name,omitempty"`
	Version    string     `json:"version,omitempty"`
	Component  string     `json:"component,omitempty"`
	Confidence Confidence `json:"confidence"`
	// Evidence says in a few words what the verdict rests on.
	Evidence string `json:"evidence"`
	// Inferred is what the newest of those that a target is inferred from has, where the
	// verdict is LikelyPresent. Evidence says it to people.
	Inferred Presence `json:"-"`
	// Unmet are the constraints of the need that the target's version breaks,
	// other than by being too old: "< 2.0".
	Unmet []string `json:"unmet,omitempty"`
	// Float says of a pin how it stands to the target's version.
	Float *Float `json:"float,omitempty"`
	// Bundles are those of Clear Linux that bring the package, the smallest
	// first; none where that is not known.
	Bundles []string `json:"bundles,omitempty"`
	// Gone is the day of the target's last lists, YYYY-MM-DD, if they do not
	// have the package any more.
	Gone string `json:"gone,omitempty"`
	// Later is the day of the target's last lists, YYYY-MM-DD, if they have what
	// the target did not have yet.
	Later string `json:"later,omitempty"`
}

// Presence is what a target has for a need.
type Presence string

// The presences, a closed list. Missing is said only where the index is
// complete for that kind of need; everything else is unknown.
const (
	Present         Presence = "present"      // under the same name
	Differs         Presence = "differs"      // there, with paths, units or accounts other than our code names
	NotAllowed      Presence = "not-allowed"  // there, in a component that the policy leaves out
	Split           Presence = "split"        // there, as several packages
	ABIChanged      Presence = "abi-changed"  // the library is there with another soname
	LikelyPresent   Presence = "likely"       // there in what the target is made from
	Renamed         Presence = "renamed"      // under another name
	ProvidedBy      Presence = "provided-by"  // by another package: a capability or a file
	OwnPackage      Presence = "own"          // built by StarlingX itself
	InStdlib        Presence = "in-stdlib"    // part of the target's Python
	NotNeeded       Presence = "not-needed"   // means nothing there
	Python3Only     Presence = "python3-only" // there, for Python 3 alone
	TooOld          Presence = "too-old"      // there, older than asked for
	Missing         Presence = "missing"      // not there, by a complete index
	PresenceUnknown Presence = "unknown"      // no index says
)

// Presences lists every presence.
var Presences = []Presence{
	Present, Differs, NotAllowed, Renamed, Split, ProvidedBy, OwnPackage, InStdlib, NotNeeded, Python3Only, TooOld,
	ABIChanged, LikelyPresent, Missing, PresenceUnknown,
}

// Index says what is known of a target's repositories.
type Index struct {
	// Date is the day of the metadata, YYYY-MM-DD.
	Date string `json:"date"`
	// Digest identifies the index's content.
	Digest string `json:"digest"`
	// Source says where the metadata comes from.
	Source string `json:"source,omitempty"`
	// Completeness maps source, binary, versions, provides and files to
	// complete, partial or none.
	Completeness map[string]string `json:"completeness"`
}
