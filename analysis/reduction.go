package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// Reduction is one analyzer's look at the whole workspace, after all files
// have been seen. It reads what the analyzer's Map kept of them, reports
// findings that no file alone could show, and fills in what reports list apart:
// dependencies and patch stacks.
type Reduction struct {
	Analyzer  *Analyzer
	Rules     []*rules.Rule
	Targets   []*rules.Target
	Workspace *workspace.Workspace
	// Kept is what Map kept, by repo and path.
	Kept []Kept
	// IndexDir is the folder with indexes that people brought, "" for none.
	IndexDir string
	// Patched is what people brought to judge patches by.
	Patched Patched

	// Dependencies, Stacks and Indexes, by target, are what the report lists.
	Dependencies []finding.Dependency
	Stacks       []finding.PatchStack
	Indexes      map[string]finding.Index
	// Tests counts the tests of packages, Releases names the OpenStack release
	// that packages belong to.
	Tests    map[PackageRef]int
	Releases map[PackageRef]string
	// Python is what packages have of Python and import.
	Python map[PackageRef]*finding.PythonCode
	// Forks says by target what stands for packages that are built from forks.
	Forks map[PackageRef]map[string]finding.Adoption
	// Specs are what the specs of packages say.
	Specs map[PackageRef]*finding.SpecContent

	found    []Found
	unknowns []finding.Unknown
}

// PackageRef names a package of a repo.
type PackageRef struct{ Repo, Name string }

// Kept is what an analyzer's Map kept of one file.
type Kept struct {
	Repo, Path string
	Package    string
	Role       finding.Role
	Language   workspace.Language
	// Data is what Pass.Keep was given.
	Data any
}

// Place is where a finding of a Reduction stands. The content of the file is
// gone by then, so the text of its line must have been kept.
type Place struct {
	finding.Location
	Package string
	Role    finding.Role
	// Text is the whole line as it stands in the file.
	Text string
}

// Mark is where something that a Map keeps stands in its file, with the text of its
// first line.
type Mark struct {
	Line, Column, EndLine int
	Text                  string
}

// Mark returns where the bytes from start to end stand.
func (f *File) Mark(start, end int) Mark {
	var m Mark
	m.Line, m.Column = f.Position(start)
	m.EndLine, _ = f.Position(max(start, end-1))
	m.Text = f.Line(m.Line)
	return m
}

// Ref is the package that the file belongs to.
func (k *Kept) Ref() PackageRef { return PackageRef{Repo: k.Repo, Name: k.Package} }

// Place is where a mark of the file stands.
func (k *Kept) Place(m Mark) Place {
	return Place{
		Location: finding.Location{Repo: k.Repo, Path: k.Path, Line: m.Line, Column: m.Column, EndLine: m.EndLine},
		Package:  k.Package, Role: k.Role, Text: m.Text,
	}
}

// Found is a finding of a Reduction, with the line that its fingerprint is
// made of.
type Found struct {
	finding.Finding
	Text string
}

// Rule returns the analyzer's rule of an id, nil if it was not selected.
func (r *Reduction) Rule(id string) *rules.Rule {
	i := slices.IndexFunc(r.Rules, func(rule *rules.Rule) bool { return rule.ID == id })
	if i < 0 {
		return nil
	}
	return r.Rules[i]
}

// Report adds a finding. effects says what it means on each target; where it
// is nil, the rule does.
func (r *Reduction) Report(rule *rules.Rule, at Place, d Detail, effects map[string]finding.TargetEffect) {
	f := finding.Finding{
		Rule: rule.ID, Concern: rule.Concern, Role: at.Role, Package: at.Package,
		Severity: rule.Severity, Confidence: rule.Confidence,
		Location: at.Location, Targets: effects,
		Message: d.Message, Subject: d.Subject, Guard: d.Guard, Snippet: Snippet(at.Text),
	}
	if f.EndLine < f.Line {
		f.EndLine = f.Line
	}
	if d.Severity != nil {
		f.Severity = *d.Severity
	}
	if d.Confidence != nil {
		f.Confidence = *d.Confidence
	}
	if f.Message == "" {
		f.Message = rule.ErrorText(d.Subject, d.Use)
	}
	r.found = append(r.found, Found{f, at.Text})
}

// Unknown adds something that could not be told, with what would settle it.
func (r *Reduction) Unknown(u finding.Unknown) {
	u.Analyzer = r.Analyzer.Name
	r.unknowns = append(r.unknowns, u)
}

// Unknowns returns what could not be told.
func (r *Reduction) Unknowns() []finding.Unknown { return r.unknowns }

// Found returns what was reported, by place and with fingerprints.
func (r *Reduction) Found() []finding.Finding {
	slices.SortStableFunc(r.found, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Subject, b.Subject))
	})
	list := make([]finding.Finding, len(r.found))
	for i := range r.found {
		list[i] = r.found[i].Finding
	}
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && list[end].Repo == list[start].Repo && list[end].Path == list[start].Path {
			end++
		}
		texts := map[int]string{}
		for _, f := range r.found[start:end] {
			texts[f.Line] = f.Text
		}
		finding.Identify(list[start:end], func(line int) string { return texts[line] })
		start = end
	}
	return list
}

// Keep keeps data of the file for the analyzer's Reduce. It must be plain data
// that nobody changes afterwards. A file has one such value; Keep panics when
// called twice, since the first would be lost.
func (p *Pass) Keep(data any) {
	if p.kept != nil {
		panic(fmt.Sprintf("analyzer %s kept two values of %s", p.Analyzer.Name, p.File.Path))
	}
	p.kept = data
}

// Kept returns what Keep was given, nil if nothing was.
func (p *Pass) Kept() any { return p.kept }
