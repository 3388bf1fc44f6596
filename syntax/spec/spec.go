// Package spec reads RPM spec files without running anything.
//
// Conditions that the given macros decide are decided, the others stay
// unknown; either way everything of every branch is returned, together with
// the conditions that it stands under. Macros that are not known stay in the
// text as they are written.
package spec

import (
	"fmt"
	"slices"
)

// Options say how a spec is read.
type Options struct {
	// Defines are macros that the build sets, by name without %.
	Defines map[string]string
	// Lines asks for the lines of sections with their macros expanded. That takes
	// time, and few need them.
	Lines bool
}

// File is a parsed spec. All offsets are bytes from 0 into the source,
// half-open.
type File struct {
	// Name, Version and Release are of the main package, expanded.
	Name, Version, Release string
	Tags                   []Tag
	Packages               []Package // the main package first
	Sections               []Section
	Macros                 []Macro
	Sources, Patches       []Source
	Dependencies           []Dependency
	PatchUses              []PatchUse
	ShellCalls             []ShellCall
	// Errors are what could not be read, by offset.
	Errors []Error
}

// Tag is a "Name: value" line of the preamble or of a %package.
type Tag struct {
	Name      string // canonical, such as BuildRequires; numbers are kept, as in Source1
	Qualifier string // post of Requires(post)
	Value     string // as written, lines continued with \ included
	Expanded  string
	Package   string // expanded name of the package that it belongs to
	// FromMacro says that the whole line came out of a macro; offsets are
	// those of the use of the macro.
	FromMacro              bool
	Conditions             []Condition
	Start, End, ValueStart int
}

// Package is the main package or a %package.
type Package struct {
	Name       string // expanded
	Main       bool
	Conditions []Condition
	Start, End int // the %package line; of the main package its Name line
}

// Section is a part of the spec such as %prep, %post or %package.
type Section struct {
	Name        string // without %
	Package     string // expanded; empty for sections of the whole spec
	Interpreter string // of -p, expanded
	Args        string // what follows the name, as written
	Conditions  []Condition
	// Directives are the lines of the body that are RPM's: %if, %else,
	// %endif, %define and the like. They are no part of a script.
	Directives []Span
	// Branches are where the conditions within the body change.
	Branches []Branch
	// Lines are those of the body, where Options ask for them. Lines of
	// Directives are none of them.
	Lines []Line
	// Start and End enclose header and body.
	Start, End, BodyStart, BodyEnd int
}

// Line is a line of a section's body.
type Line struct {
	// Text is the line with the macros expanded that are known; of a macro that
	// stands for several lines, all of them. Comments are left as written.
	Text       string
	Conditions []Condition
	Start      int
}

// Branch is what follows a %if, %else or %endif in the body of a section.
type Branch struct {
	Start int
	// Conditions are all that the lines from here on stand under, outermost
	// first.
	Conditions []Condition
}

// ConditionsAt returns the conditions that a place in the body stands under.
func (s *Section) ConditionsAt(offset int) []Condition {
	i, _ := slices.BinarySearchFunc(s.Branches, offset, func(b Branch, at int) int {
		if b.Start <= at {
			return -1
		}
		return 1
	})
	if i == 0 {
		return s.Conditions
	}
	return s.Branches[i-1].Conditions
}

// Span is a range of bytes.
type Span struct{ Start, End int }

// Macro is a %define or %global.
type Macro struct {
	Name, Params, Body string // as written
	Global             bool
	Conditions         []Condition
	Start, End         int
}

// Condition is one of the conditions that a place stands under, outermost
// first.
type Condition struct {
	Text    string // the directive as written, such as "%if 0%{?rhel}"
	Negated bool   // the place is in the %else of it
	// Known says that the macros at hand decide it; Value is then whether this
	// branch is taken, Negated included.
	Known, Value bool
	Start        int
}

// Taken tells whether the conditions hold: false where one is known not to,
// and known only if that is so or all are known.
func Taken(conditions []Condition) (taken, known bool) {
	known = true
	for _, c := range conditions {
		if c.Known && !c.Value {
			return false, true
		}
		known = known && c.Known
	}
	return true, known
}

// Source is a Source or a Patch.
type Source struct {
	Number          int
	Value, Expanded string
	Conditions      []Condition
	Start, End      int
}

// Dependency is one dependency of a Requires, Provides or other such tag.
type Dependency struct {
	Kind      string // the canonical name of the tag
	Qualifier string
	// Name, Op and Version are expanded. Of a rich dependency, (a or b), the
	// name is the whole.
	Name, Op, Version string
	Rich              bool
	Expanded          bool   // no macro is left in it
	Raw               string // as written; of a tag out of a macro, its value
	Package           string
	Conditions        []Condition
	Start, End        int
}

// PatchUse is a place that applies patches: %patch1 -p1, %patch -P 1,
// %autosetup, %autopatch, %{PATCH1} or %{patches}.
type PatchUse struct {
	Macro      string // patch, autosetup, autopatch, PATCH or patches
	Number     int    // -1 for all patches
	Strip      int    // the -p level, -1 where it is not said
	Args       string
	Conditions []Condition
	Start, End int
}

// ShellCall is a %( ) or a %{lua: } that RPM would run while it reads the spec.
type ShellCall struct {
	Lua        bool
	Text       string // what is between the brackets
	TextStart  int
	Conditions []Condition
	Start, End int
}

// Error is a place that could not be read.
type Error struct {
	Offset  int
	Message string
}

func (e Error) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Message) }

// Parse reads a spec. It never fails as a whole.
func Parse(src []byte, opts Options) *File {
	p := newParser(src, opts)
	p.run()
	return p.file
}
