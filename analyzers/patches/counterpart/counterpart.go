// Package counterpart reads a target's own packaging of a program and tells of
// single changes that a patch of RPM packaging makes whether it has the same:
// Debian's debian/ folder, the package git of Clear Linux's autospec, or facts of a
// spec that the caller has read.
//
// What packaging leaves to the program's own installation or to a tool's defaults it
// does not say, and neither does this package: the answer is Unknown then.
package counterpart

import (
	"path"
	"slices"
)

// Subject says what a change is about.
type Subject byte

// The subjects.
const (
	Flag      Subject = iota // an option of configure, cmake or meson
	BuildNeed                // a package that the build needs
	Need                     // a package that the package needs
	File                     // a file that is put in place, or its mode
	Unit                     // whether a unit is enabled or masked
	Account                  // a user or a group
	Beside                   // lines of a file beside the packaging, such as a unit
	Other                    // what cannot be compared
)

// Change is one thing that patches of packaging do in the end.
type Change struct {
	Of Subject
	// Name is the key of a flag (see Flags), the target's name of a package, a path of
	// the system, a unit, "passwd NAME" or "group NAME", or the name of a file beside.
	Name string
	// Value is a flag's, or what is done with a unit: enable, preset, disable, mask.
	// Of a need it is the version that is asked for.
	Value string
	// Mode is a file's in octal, "" where it is not changed.
	Mode string
	// Own is set for a file that the change brings along itself.
	Own bool
	// Gone is set where what is named is taken out.
	Gone bool
	// Added and Removed are the lines of a file beside.
	Added, Removed []string
}

// State is an answer.
type State byte

// The states.
const (
	Unknown State = iota // it cannot be told
	Has                  // the packaging has the same
	Lacks                // it does not
	Differs              // it has the like, with another value or content
)

// Answer says whether the packaging has a change.
type Answer struct {
	State State
	// At is where that is seen, FILE:LINE in the packaging, "" where nothing shows it.
	At string
	// Why says what the answer rests on, for people.
	Why string
}

// Facts are what packaging says.
type Facts struct {
	// Form names the packaging for people: "debian/rules", "the spec".
	Form string
	// Flags are those of all builds by their keys.
	Flags map[string][]Setting
	// OtherBuild is the build system where it is none with configure, "" else.
	OtherBuild string
	// BuildNeeds, Needs are packages by name; Provides are the packages themselves
	// and what they provide.
	BuildNeeds, Needs, Provides map[string]string // where it says so
	// Filled is set where needs are filled in by tools while packages are built.
	Filled bool
	// Files are what is installed. Complete is set if they are all: what is not named
	// is not packaged.
	Files    []Installed
	Complete bool
	Units    map[string]UnitUse
	Accounts map[string]string // where
	// Beside are the texts that lie beside, by their paths in the packaging.
	Beside map[string][]byte
	// Patches are those that the packaging applies, in order, by their paths.
	Patches []string
}

// Setting is the value of a flag.
type Setting struct {
	Value, At string
	// Conditional is set where it holds under a condition.
	Conditional bool
}

// Installed is a file or folder of the system. Path may be a pattern as path.Match has
// them.
type Installed struct{ Path, Mode, At string }

// UnitUse is what is done with a unit.
type UnitUse struct {
	Enabled bool
	At      string
}

func newFacts(form string) *Facts {
	return &Facts{
		Form: form, Flags: map[string][]Setting{}, BuildNeeds: map[string]string{}, Needs: map[string]string{}, Provides: map[string]string{},
		Units: map[string]UnitUse{}, Accounts: map[string]string{}, Beside: map[string][]byte{},
	}
}

// NewFacts are the facts of a spec, to be filled in by its reader.
func NewFacts(form string) *Facts { return newFacts(form) }

// mostFacts bounds what is kept of each kind.
const mostFacts = 20000

// Install adds a file.
func (f *Facts) Install(at, name, mode string) {
	if len(f.Files) < mostFacts && name != "" {
		f.Files = append(f.Files, Installed{Path: path.Clean("/" + name), Mode: mode, At: at})
	}
}

// AddFlags adds the flags of a line.
func (f *Facts) AddFlags(at, line string, conditional bool) {
	for _, flag := range Flags(line) {
		s := Setting{Value: flag.Value, At: at, Conditional: conditional}
		if len(f.Flags[flag.Key]) < 20 && len(f.Flags) < mostFacts && !slices.Contains(f.Flags[flag.Key], s) {
			f.Flags[flag.Key] = append(f.Flags[flag.Key], s)
		}
	}
}

// note keeps the first place of a name.
func note(m map[string]string, name, at string) {
	if _, is := m[name]; !is && name != "" && len(m) < mostFacts {
		m[name] = at
	}
}
