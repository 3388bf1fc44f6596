// Package history keeps what scans found over time. A run is a slimmed report,
// stored as JSON lines that are meant to be committed to git; everything else,
// such as the index that is asked for lists and trends, is made from them.
package history

import (
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Slim returns a report without what a comparison does not look at and what is
// large: code, traces, fixes and alternatives of findings, dependencies, patch stacks, specs,
// imports, and what rules say at length. It drops and does not pick, so that
// what reports gain later is kept. The report that it is given stays as it is.
func Slim(r *reports.Report) *reports.Report {
	s := *r
	s.Dependencies, s.PatchStacks, s.Delta = nil, nil, nil
	s.Findings = each(r.Findings, func(f *finding.Finding) {
		f.Snippet, f.Call, f.Trace, f.Fix, f.BaselineState = "", "", nil, nil, ""
		f.Targets = maps.Clone(f.Targets)
		for id, e := range f.Targets {
			e.Alternative = ""
			f.Targets[id] = e
		}
	})
	s.Packages = each(r.Packages, func(p *reports.Package) {
		p.SpecContent, p.Python = nil, nil
		p.Readiness = maps.Clone(p.Readiness)
		for id, readiness := range p.Readiness {
			readiness.Coverage = nil
			p.Readiness[id] = readiness
		}
	})
	s.Seams = each(r.Seams, func(s *reports.Seam) { s.Functions = nil })
	s.Rules = each(r.Rules, func(r *reports.Rule) {
		r.Why, r.Before, r.After, r.Alternatives, r.Sources = "", "", "", nil, nil
		if r.Answer != nil {
			short := *r.Answer
			short.Why = ""
			r.Answer = &short
		}
	})
	return &s
}

// each returns a copy of a list whose elements are changed.
func each[T any](list []T, change func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		change(&list[i])
	}
	return list
}
