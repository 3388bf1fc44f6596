package analysis

import (
	"fmt"
	"path"

	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/workspace"
)

// factLanguages are the languages that facts are read from.
var factLanguages = map[workspace.Language]facts.Language{
	workspace.Python: facts.Python, workspace.Shell: facts.Shell,
	workspace.Spec: facts.Spec, workspace.Puppet: facts.Puppet,
	workspace.Kickstart: facts.Kickstart, workspace.Unit: facts.Unit,
	workspace.Makefile: facts.Makefile, workspace.Dockerfile: facts.Dockerfile,
	workspace.Requirements: facts.Requirements,
	workspace.C:            facts.C, workspace.CPP: facts.C,
	workspace.Config: facts.Config, workspace.ERB: facts.Config, workspace.INI: facts.Config,
	workspace.Template: facts.Config, workspace.Logrotate: facts.Config,
	workspace.Patch: facts.Patch, workspace.YAML: facts.YAML,
	workspace.Ruby: facts.Ruby, workspace.Perl: facts.Perl, workspace.Tcl: facts.Tcl, workspace.Expect: facts.Tcl,
	workspace.Cron: facts.Cron, workspace.Udev: facts.Udev,
}

// factLanguage is the language that facts of the file are read in. Of the files
// of Debian packaging that have fields, control alone names needs of the package;
// debian/tests/control is of what installed packages are tested with.
func (f *File) factLanguage() (facts.Language, bool) {
	if f.Language == workspace.DebControl {
		return facts.DebControl, path.Base(f.Path) == "control" && path.Base(path.Dir(f.Path)) != "tests"
	}
	language, ok := factLanguages[f.Language]
	return language, ok
}

// HasFacts reports whether Facts has anything to say of the file's language.
func (f *File) HasFacts() bool {
	_, ok := f.factLanguage()
	return ok
}

// Facts returns what the file does. What of it could not be read is among the
// file's unknowns.
func (f *File) Facts() *facts.File {
	if f.facts != nil {
		return f.facts
	}
	f.facts = &facts.File{}
	language, ok := f.factLanguage()
	if !ok {
		return f.facts
	}
	tree := f.tree
	if language == facts.Python {
		if tree = f.Python(); tree == nil {
			return f.facts
		}
	}
	f.facts = facts.Extract(language, f.Src, tree)
	if problems := f.facts.Problems; len(problems) > 0 {
		// One unknown a file: the first place is where to begin.
		line, _ := f.Position(min(problems[0].Offset, len(f.Src)))
		message := problems[0].Message
		if more := len(problems) - 1; more > 0 {
			message += fmt.Sprintf(" (and %d more places)", more)
		}
		f.unknowns = append(f.unknowns, f.unknown("", line,
			"repair the syntax; the rest of the file was analysed", message))
	}
	return f.facts
}
