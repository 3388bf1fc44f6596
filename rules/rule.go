// Package rules holds what stxscan knows as data: the rules, one YAML file
// each with an annotated fixture beside it, and the targets they are judged
// against. It loads and checks them; analyzers apply them.
package rules

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Meaning says how a construct fails where a rule bites.
type Meaning string

// The meanings, a closed list.
const (
	DoesNotCompile Meaning = "does-not-compile" // the file is not even read
	Fails          Meaning = "fails"            // it stops when it runs
	Changes        Meaning = "changes"          // it runs and does something else
	Review         Meaning = "review"           // a person has to look
)

// Fix says how the construct is mended.
type Fix string

// The kinds of mending, a closed list.
const (
	FixMechanical Fix = "mechanical" // the same edit everywhere
	FixGuarded    Fix = "guarded"    // an import or a review goes with it
	FixRedesign   Fix = "redesign"   // no edit of the place alone mends it
	FixContract   Fix = "contract"   // what is stored or sent rests on it: all sides change together
)

// Judged counts the places of a rule that people judged, and those of them that
// they found wrong.
type Judged struct {
	Places int `yaml:"places" json:"places"`
	Wrong  int `yaml:"wrong" json:"wrong"`
}

// String says what was judged, in a few words.
func (j *Judged) String() string {
	return fmt.Sprintf("%d of %d judged places wrong", j.Wrong, j.Places)
}

// Rule is one kind of obstacle: what to match, what it means on which target,
// and what to do about it.
type Rule struct {
	ID    string `yaml:"id" json:"id" jsonschema:"stable identifier, never reused"`
	Title string `yaml:"title" json:"title" jsonschema:"what is wrong, in a line"`
	// Work is what a change does that mends a place, as the title of a task says it:
	// "Replace calls of rpm", to which "in PACKAGE" is added.
	Work       string             `yaml:"work,omitempty" json:"work,omitempty" jsonschema:"what is to be done, as an order without a full stop"`
	Concern    finding.Concern    `yaml:"concern" json:"concern"`
	Analyzer   string             `yaml:"analyzer" json:"analyzer" jsonschema:"name of the analyzer that applies the rule"`
	Severity   finding.Severity   `yaml:"severity" json:"severity"`
	Confidence finding.Confidence `yaml:"confidence" json:"confidence"`
	// Judged is how often people found the rule wrong, where that is more than in
	// one of ten places; docs/precision has their verdicts.
	Judged *Judged `yaml:"judged,omitempty" json:"judged,omitempty"`
	Means  Meaning `yaml:"means" json:"means"`
	// Since is the first Python 3 on which a Python rule bites, "3.0" if empty.
	Since string `yaml:"since,omitempty" json:"since,omitempty"`
	// Optional rules run only where they are asked for.
	Optional bool   `yaml:"optional,omitempty" json:"optional,omitempty"`
	Message  string `yaml:"message" json:"message" jsonschema:"one line; {subject} and {use} are replaced"`
	Match    Match  `yaml:"match" json:"match"`
	// Targets says, first match first, what the rule means on a target. Python
	// rules leave it empty: the target's Pythons decide.
	Targets []TargetRule `yaml:"targets,omitempty" json:"targets,omitempty"`
	// By names the table of the targets in which the subject is looked up.
	// Targets then says what holds where nobody asks about a subject.
	By Table `yaml:"by,omitempty" json:"by,omitempty"`
	// Alias says that an alias of the target's own name does as well as the name.
	Alias  bool   `yaml:"alias,omitempty" json:"alias,omitempty" jsonschema:"an alias on the target does as well as the name there"`
	Why    string `yaml:"why" json:"why"`
	Before string `yaml:"before" json:"before"`
	After  string `yaml:"after" json:"after" jsonschema:"works on CentOS 7 and on the targets"`
	Fix    Fix    `yaml:"fix" json:"fix"`
	Effort Effort `yaml:"effort" json:"effort"`
	// Whole says that what is found makes the file one that is replaced as a whole:
	// what other rules find in it goes with it.
	Whole bool `yaml:"whole,omitempty" json:"whole,omitempty" jsonschema:"the file is replaced as a whole"`
	// Answer names what settles all places of the rule at once, if anything.
	Answer  string   `yaml:"answer,omitempty" json:"answer,omitempty" jsonschema:"id of a file in rules/answers"`
	Sources []string `yaml:"sources,omitempty" json:"sources,omitempty" jsonschema:"what the rule's facts were verified against"`

	// File is the path of the YAML file within its file system.
	File string `yaml:"-" json:"-"`
}

// Table is a table of names that targets have.
type Table string

// UnitTable is the table of units.
const UnitTable Table = "units"

// Effort is what mending costs, in minutes of a person who knows the code.
type Effort struct {
	Setup  int `yaml:"setup,omitempty" json:"setup,omitempty" jsonschema:"minutes once for each work item"`
	Site   int `yaml:"site" json:"site" jsonschema:"minutes for each place"`
	Review int `yaml:"review,omitempty" json:"review,omitempty" jsonschema:"minutes of review for each place"`
}

// Minutes returns what a work item of so many places costs.
func (e Effort) Minutes(sites int) int { return e.Setup + sites*(e.Site+e.Review) }

// Match says what a rule looks for. Alternatives are or-ed.
type Match struct {
	// Code names a detector that is written in Go.
	Code string `yaml:"code,omitempty" json:"code,omitempty"`
	// Name is a built-in name that no scope of the file binds.
	Name Names `yaml:"name,omitempty" json:"name,omitempty"`
	// Import is a module, by its full name, in any form of import.
	Import Names `yaml:"import,omitempty" json:"import,omitempty"`
	// Attribute is MODULE.NAME, used as an attribute or imported from.
	Attribute Names `yaml:"attribute,omitempty" json:"attribute,omitempty"`
	// Method is a method or an attribute of objects, whatever the object.
	Method Names `yaml:"method,omitempty" json:"method,omitempty"`
	// Member is MODULE.CLASS.NAME, used on what is known to be an object of the
	// class. Module and class go by their names on Python 3.
	Member Names `yaml:"member,omitempty" json:"member,omitempty"`
	// Argument is MODULE.FUNCTION(NAME), an argument that is given by name to a
	// function or a class. They go by their names on Python 3.
	Argument Names `yaml:"argument,omitempty" json:"argument,omitempty"`
	// Command is a program that is run, in whatever language.
	Command []CommandMatch `yaml:"command,omitempty" json:"command,omitempty"`
	// Path is a glob over absolute paths that the code names: * stands for any
	// part of one name, /** at the end for the folder and all below it.
	Path []string `yaml:"path,omitempty" json:"path,omitempty"`
	// Except are globs over paths that Path does not take.
	Except []string `yaml:"except,omitempty" json:"except,omitempty"`
	// Confined are programs that a profile of AppArmor keeps to some paths.
	Confined []Confined `yaml:"confined,omitempty" json:"confined,omitempty"`
	// File is a glob over the names of files: a match is about the whole file.
	File []string `yaml:"file,omitempty" json:"file,omitempty"`
	// Line are lines of files, and lines that patches add.
	Line []LineMatch `yaml:"line,omitempty" json:"line,omitempty"`
}

// LineMatch matches lines: settings that no grammar is read for.
type LineMatch struct {
	// Has are words of which a file has one: it is not looked through without.
	Has []string `yaml:"has" json:"has" jsonschema:"the file contains one of these"`
	// Without are words of which a file has none.
	Without []string `yaml:"without,omitempty" json:"without,omitempty" jsonschema:"the file contains none of these"`
	// Pattern is a regular expression over a line, without the + of a patch; its first
	// group is what is found.
	Pattern string `yaml:"pattern" json:"pattern" jsonschema:"RE2, of which the first group is the subject"`
	// File are globs over the names of the files that are meant; none for all.
	File []string `yaml:"file,omitempty" json:"file,omitempty"`
}

// Compile returns the expression over a whole file, of which the first group is the
// subject.
func (m LineMatch) Compile() (*regexp.Regexp, error) {
	pattern := strings.TrimPrefix(m.Pattern, "^")
	if len(pattern) < len(m.Pattern) {
		pattern = `^\+?` + pattern
	}
	return regexp.Compile(`(?m)` + pattern)
}

// Confined is a program that a profile of AppArmor keeps to some paths: it matches
// where the program is given another, by an option or in its configuration.
type Confined struct {
	Program string `yaml:"program" json:"program" jsonschema:"the program that the profile is attached to"`
	// Options are those whose value is a path that the program opens.
	Options []string `yaml:"options,omitempty" json:"options,omitempty"`
	// File are globs over the names of its configuration files, Directive are the
	// words in them that a path follows.
	File      []string `yaml:"file,omitempty" json:"file,omitempty"`
	Directive []string `yaml:"directive,omitempty" json:"directive,omitempty"`
	// Allowed are globs over the paths that the profile lets it open.
	Allowed []string `yaml:"allowed,omitempty" json:"allowed,omitempty"`
	// Only, if any, are globs over the only paths that the rule is about.
	Only []string `yaml:"only,omitempty" json:"only,omitempty"`
}

// Denies reports whether the profile keeps the program from a path.
func (c *Confined) Denies(name string) bool {
	fits := func(glob string) bool { return GlobPath(glob, name) }
	return (len(c.Only) == 0 || slices.ContainsFunc(c.Only, fits)) && !slices.ContainsFunc(c.Allowed, fits)
}

// CommandMatch matches a command by the last component of its program and,
// if given, by its first arguments that are no options.
type CommandMatch struct {
	Program string   `yaml:"program" json:"program"`
	Args    []string `yaml:"args,omitempty" json:"args,omitempty" jsonschema:"globs: one of these must be the first argument or stand among the options"`
}

// Takes reports whether one of the wanted globs fits the first argument or an
// option of a command; none wanted take every command.
func (m CommandMatch) Takes(args []string) bool {
	if len(m.Args) == 0 {
		return true
	}
	for i, arg := range args {
		if i > 0 && !strings.HasPrefix(arg, "-") {
			continue
		}
		if slices.ContainsFunc(m.Args, func(glob string) bool { ok, _ := path.Match(glob, arg); return ok || glob == arg }) {
			return true
		}
	}
	return false
}

// TargetRule is what a rule means on the targets that it selects.
type TargetRule struct {
	When   TargetMatch    `yaml:"when,omitempty" json:"when,omitempty"`
	Effect finding.Effect `yaml:"effect" json:"effect"`
	// Use is what to use there instead.
	Use string `yaml:"use,omitempty" json:"use,omitempty"`
	// Cases are subjects and lines for which something else is used; the first that
	// fits wins.
	Cases []UseCase `yaml:"cases,omitempty" json:"cases,omitempty"`
}

// UseCase is what to use instead of some subjects, or in some lines.
type UseCase struct {
	Has []string `yaml:"has,omitempty" json:"has,omitempty" jsonschema:"the subject contains one of these"`
	// In is what the line, or the command that is run there, contains one of.
	In  []string `yaml:"in,omitempty" json:"in,omitempty" jsonschema:"the line contains one of these"`
	Use string   `yaml:"use" json:"use"`
	// Effect replaces that of the target, if set.
	Effect finding.Effect `yaml:"effect,omitempty" json:"effect,omitempty"`
}

// fits reports whether a case is that of a subject and of the line that it stands in.
func (c *UseCase) fits(subject, line string) bool {
	any := func(list []string, text string) bool {
		return len(list) == 0 || slices.ContainsFunc(list, func(part string) bool { return strings.Contains(text, part) })
	}
	return any(c.Has, subject) && any(c.In, line)
}

// CaseOf returns the first case that a subject fits on any target, nil if none does.
func (r *Rule) CaseOf(subject string) *UseCase {
	for i := range r.Targets {
		if c := r.Targets[i].caseOf(subject, ""); c != nil {
			return c
		}
	}
	return nil
}

func (t *TargetRule) caseOf(subject, line string) *UseCase {
	for i := range t.Cases {
		if t.Cases[i].fits(subject, line) {
			return &t.Cases[i]
		}
	}
	return nil
}

// TargetMatch selects targets; an empty one selects all.
type TargetMatch struct {
	ID            []string `yaml:"id,omitempty" json:"id,omitempty"`
	Family        []string `yaml:"family,omitempty" json:"family,omitempty"`
	PackageFormat []string `yaml:"package_format,omitempty" json:"package_format,omitempty"`
	Shell         []string `yaml:"shell,omitempty" json:"shell,omitempty"`
	Network       []string `yaml:"network,omitempty" json:"network,omitempty"`
	// UsrMerge selects targets whose /bin and /sbin are links into /usr, or
	// those where they are not.
	UsrMerge *bool `yaml:"usr_merge,omitempty" json:"usr_merge,omitempty"`
}

// ErrorText returns the rule's message about a subject.
func (r *Rule) ErrorText(subject, use string) string {
	return strings.NewReplacer("{subject}", subject, "{use}", use).Replace(r.Message)
}

// IsPython reports whether the target's Pythons decide what the rule means.
func (r *Rule) IsPython() bool { return len(r.Targets) == 0 }
