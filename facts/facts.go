// Package facts says what a file does, whatever its language: which programs
// it runs, which paths it names, what it imports and what it needs. A command
// is a command in every language, so that one rule finds them all.
package facts

import (
	"cmp"
	"strings"
)

// Span is a range of the file in byte offsets, half-open. Facts from code
// inside strings, heredocs and scriptlets have the span of that code in the
// file that holds it.
type Span struct{ Start, End int }

// Command is a program that the file runs.
type Command struct {
	// Program is the last component of what is run: "rpm" of /usr/bin/rpm.
	Program string
	// Path is the program as written; a variable that is set once in the file
	// has been put in.
	Path string
	// Args are the arguments. What is not known before it runs stands as it is
	// written there, such as $1 or %s.
	Args []string
	// ArgSpans are where the arguments stand, one for each.
	ArgSpans []Span
	// Span is that of the program's word, Whole that of the whole command.
	Span  Span
	Whole Span
	// Via says how it is run: one of the Via* constants.
	Via string
	// Through names the programs that run it in turn, outermost first: sudo,
	// ssh, xargs, sh -c.
	Through []string
	// Guards are the conditions around it, outermost first.
	Guards []Guard
	// Steps are the names that were followed to come by it, in that order.
	Steps []Step
	// Within is the function that it stands in, Class.method for a method;
	// empty outside of one.
	Within string
	// Ignored is set where its failure is passed over: COMMAND || :
	Ignored bool
}

// Step is one name that was followed to what it stands for.
type Step struct {
	Name  string
	Value string // as written, on one line
	Span  Span   // of the value
}

// maxSteps bounds the names that one command is explained by.
const maxSteps = 8

// maxStep bounds what a step keeps of its value, in bytes.
const maxStep = 120

// newStep cuts the value to what a reader can take in.
func newStep(name, value string, at Span) Step {
	if len(value) > 2*maxStep {
		value = value[:2*maxStep]
	}
	value = strings.ToValidUTF8(strings.Join(strings.Fields(value), " "), "")
	if len(value) > maxStep {
		value = strings.ToValidUTF8(value[:maxStep], "") + "…"
	}
	return Step{Name: name, Value: value, Span: at}
}

// The ways in which a command is run.
const (
	ViaShell      = "shell"
	ViaSubprocess = "subprocess"
	ViaSystem     = "system"
	ViaScriptlet  = "scriptlet"
	ViaBuild      = "build section"
	ViaMacro      = "macro"
	ViaKickstart  = "kickstart"
	ViaPuppet     = "puppet exec"
	ViaUnit       = "unit"
	ViaMakefile   = "makefile"
	ViaDockerfile = "dockerfile"
	ViaAnsible    = "ansible"
	ViaTemplate   = "template"
	ViaPatch      = "patch"
	ViaCron       = "cron"
	ViaUdev       = "udev"
	ViaLogrotate  = "logrotate"
	ViaTox        = "tox"

	// ViaOptional is how a path is named that need not be there:
	// EnvironmentFile=-PATH.
	ViaOptional = "optional"
)

// Guard is a condition under which something is run.
type Guard struct {
	// Text is the condition as written.
	Text string
	// Means is what it amounts to where it only asks for a variable that
	// another condition set, empty elsewhere.
	Means string
	// Negated is set in the arm that is taken when the condition fails.
	Negated bool
	// Never is set where the branch is known not to be taken on the system that
	// StarlingX comes from: what is in it is not built there either.
	Never bool
}

// Condition is what the guard asks.
func (g *Guard) Condition() string { return cmp.Or(g.Means, g.Text) }

// Path is an absolute path that the file names outside of comments.
type Path struct {
	Text string
	Span Span
	// Via is "command", "argument", "redirect", "string", "unit", ...
	Via string
	// Guards are the conditions around it, outermost first.
	Guards []Guard
	// Within is the function that it stands in, as in Command.
	Within string
	// Macro is the macro of C that stands for it, empty elsewhere and where its name is
	// none that Macros would hold.
	Macro string
}

// Import is a module that the file imports.
type Import struct {
	// Module is the full dotted name, with leading dots where it is relative.
	Module string
	// Name is what is taken from the module; empty for a plain import.
	Name string
	Span Span
	// Guarded is set inside a try statement that catches a failed import.
	Guarded bool
}

// Need is something that a package must find elsewhere.
type Need struct {
	Kind NeedKind
	Name string
	// Op and Version are a constraint such as ">=" and "1.2"; empty if none.
	Op, Version string
	// When is "build" or "run".
	When string
	// Package is the subpackage that needs it, if the file defines several.
	Package string
	// Condition is what it depends on, empty if nothing; Guards are the same,
	// outermost first.
	Condition string
	Guards    []Guard
	Span      Span
}

// NeedKind is the kind of a need.
type NeedKind string

// The kinds of needs.
const (
	NeedRPM     NeedKind = "rpm"     // a package, capability or file, as RPM names it
	NeedPython  NeedKind = "python"  // a distribution, as pip names it
	NeedPuppet  NeedKind = "puppet"  // a puppet module or class
	NeedDebian  NeedKind = "debian"  // a relation of Debian's, with its alternatives
	NeedPackage NeedKind = "package" // a package that puppet or a kickstart installs
	NeedUnit    NeedKind = "unit"    // a unit that a unit orders itself after or wants
	NeedFile    NeedKind = "file"    // a file that a shell script sources
)

// File is what one file does.
type File struct {
	Commands []Command
	// Contained are the commands that are run inside of containers. They are not
	// among Commands: the system that the file is for need not have them.
	Contained []Contained
	Paths     []Path
	// Names are words that say by their name what a file is for, whatever folder
	// it is in: RPM files, and what configures yum.
	Names   []Path
	Imports []Import
	Needs   []Need
	// Scripts are the pieces of shell code, the file itself among them.
	Scripts []Script
	// Programs are the pieces of Python code in files of other kinds and in
	// strings.
	Programs []Program
	// Macros are the names in capitals that a file of C uses, sorted: those of
	// macros, as they are mostly written, without where they are defined.
	Macros []string
	// Problems are places that could not be read.
	Problems []Problem
}

// Script is a piece of shell code of which it is known which shell runs it.
type Script struct {
	// Shell is the program that reads it: sh, bash, ...; "" in a patch that does not show
	// it.
	Shell string
	// Path is the file that a patch changes, "" elsewhere.
	Path string
	// Via says how it is run: one of the Via* constants.
	Via string
	// Src is the code as the shell gets it. What is not known before it runs,
	// such as macros, stands as letters in it.
	Src []byte
	// At maps an offset in Src to one in the file.
	At func(int) int
	// Fragment is set for lines of a script that is not there as a whole; Added are
	// those of them that a patch adds.
	Fragment bool
	Added    []Span
}

// Problem is a place of the file that could not be read, with what is wrong.
type Problem struct {
	Offset  int
	Message string
}
