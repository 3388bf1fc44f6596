// Package packaging gathers what specs say of the packages that they make: what
// drafts of another system's packaging are made of. It has no rules and reports no
// findings.
package packaging

import (
	"path"
	"slices"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "packaging",
	Doc:     "what specs say of the packages that they make",
	Version: 1,
	Wants: func(f *analysis.File) bool {
		// A copy that is kept for comparison is not built.
		return f.Language == workspace.Spec && path.Ext(f.Path) == ".spec"
	},
	New:    func([]*rules.Rule) (analysis.Map, error) { return run, nil },
	Reduce: reduce,
}

// run keeps what a spec says.
func run(pass *analysis.Pass) error {
	pass.Keep(Read(pass.File.Src, pass.File.Path))
	return nil
}

// Read returns what a spec says, as it is on CentOS 7. It never fails as a whole:
// what cannot be read is left out.
func Read(src []byte, path string) finding.SpecContent {
	s := spec.Parse(src, spec.Options{Defines: spec.CentOS7, Lines: true})
	// Offsets come in no order, and most specs are short.
	var starts []int
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return contentOf(s, path, func(offset int) int {
		line, _ := slices.BinarySearch(starts, offset+1)
		return line + 1
	})
}

// reduce gives each package the content of its spec.
func reduce(r *analysis.Reduction) error {
	found := map[string]*finding.SpecContent{} // by repo and path
	for _, k := range r.Kept {
		content := k.Data.(finding.SpecContent)
		found[k.Repo+":"+k.Path] = &content
	}
	r.Specs = map[analysis.PackageRef]*finding.SpecContent{}
	for _, repo := range r.Workspace.Repos {
		for _, p := range repo.Packages {
			for _, name := range []string{p.SRPMSpec, p.Spec} {
				if content := found[repo.ID+":"+name]; content != nil {
					r.Specs[analysis.PackageRef{Repo: repo.ID, Name: p.Name}] = content
				}
			}
		}
	}
	return nil
}
