package scan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// reduce lets every analyzer look at the whole workspace once, and adds what
// it says to the report. An analyzer that fails keeps what it had said.
// What it learned of packages is returned.
func reduce(r *reports.Report, w *workspace.Workspace, p *Partial, o ReduceOptions) learned {
	about := learned{tests: map[analysis.PackageRef]int{}, releases: map[analysis.PackageRef]string{}, python: map[analysis.PackageRef]*finding.PythonCode{}, specs: map[analysis.PackageRef]*finding.SpecContent{}, forks: map[analysis.PackageRef]map[string]finding.Adoption{}}
	judge := judge{set: o.Set, targets: o.Targets, known: map[verdictKey]map[string]finding.TargetEffect{}}
	for _, a := range o.Analyzers {
		if a.Reduce == nil {
			continue
		}
		pass := &analysis.Reduction{Analyzer: a, Targets: o.Targets, Workspace: w, Kept: kept(p, a.Name), IndexDir: o.IndexDir, Patched: o.Patched}
		for _, rule := range o.Rules {
			if rule.Analyzer == a.Name {
				pass.Rules = append(pass.Rules, rule)
			}
		}
		if err := guarded(func() error { return a.Reduce(pass) }); err != nil {
			pass.Unknown(finding.Unknown{
				Kind:    finding.UnknownAnalyzer,
				Message: fmt.Sprintf("analyzer %s failed on the workspace: %v", a.Name, err),
				Settle:  "a defect of stxscan: report it",
			})
		}
		add(r, pass, judge)
		maps.Copy(about.tests, pass.Tests)
		maps.Copy(about.releases, pass.Releases)
		maps.Copy(about.python, pass.Python)
		maps.Copy(about.specs, pass.Specs)
		maps.Copy(about.forks, pass.Forks)
	}
	sortFindings(r.Findings)
	return about
}

// sortFindings brings findings into the order of a report.
func sortFindings(list []finding.Finding) {
	slices.SortStableFunc(list, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
}

// learned is what analyzers say of packages.
type learned struct {
	tests    map[analysis.PackageRef]int
	releases map[analysis.PackageRef]string
	forks    map[analysis.PackageRef]map[string]finding.Adoption
	python   map[analysis.PackageRef]*finding.PythonCode
	specs    map[analysis.PackageRef]*finding.SpecContent
}

func kept(p *Partial, analyzer string) []analysis.Kept {
	var list []analysis.Kept
	for _, f := range p.Files {
		if data := f.Kept[analyzer]; data != nil {
			list = append(list, analysis.Kept{
				Repo: f.Repo, Path: f.Path, Package: f.Package, Role: f.Role, Language: f.Language, Data: data,
			})
		}
	}
	return list
}

func add(r *reports.Report, pass *analysis.Reduction, judge judge) {
	for _, f := range pass.Found() {
		if f.Targets == nil {
			f.Targets = judge.effects(analysis.Candidate{Finding: f, Reach: rules.AllPythons})
		}
		r.Findings = append(r.Findings, f)
	}
	r.Unknowns = append(r.Unknowns, pass.Unknowns()...)
	r.Dependencies = append(r.Dependencies, pass.Dependencies...)
	r.PatchStacks = append(r.PatchStacks, pass.Stacks...)
	for i := range r.Targets {
		if index, ok := pass.Indexes[r.Targets[i].ID]; ok {
			r.Targets[i].Index = &index
		}
	}
}
