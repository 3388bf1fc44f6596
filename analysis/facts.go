package analysis

import (
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
}

// HasFacts reports whether Facts has anything to say of the file's language.
func (f *File) HasFacts() bool {
	_, ok := factLanguages[f.Language]
	return ok
}

// Facts returns what the file does. What of it could not be read is among the
// file's unknowns.
func (f *File) Facts() *facts.File {
	if f.facts != nil {
		return f.facts
	}
	f.facts = &facts.File{}
	language, ok := factLanguages[f.Language]
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
	for _, p := range f.facts.Problems {
		line, _ := f.Position(min(p.Offset, len(f.Src)))
		f.unknowns = append(f.unknowns, f.unknown("", line,
			"repair the syntax; the rest of the file was analysed", p.Message))
	}
	return f.facts
}
