package readiness

import (
	"cmp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// otherOperation counts places of a seam that none of its operations fits.
var otherOperation = rules.Operation{Name: reports.SeamOther, Does: "what no operation of the list fits: look at the places"}

// seam says what the places of a group ask for and which functions they are in.
func (b *builder) seam(g *group) reports.Seam {
	s := reports.Seam{ID: g.item.ID, Title: g.item.Title, Findings: g.item.Findings, Blocking: g.item.Blocking}
	answer := b.set.Answer(strings.TrimPrefix(g.item.ID, reports.AnswerPrefix))
	asked := map[string]int{}
	type place struct{ repo, path, name string }
	functions := map[place]*reports.SeamFunction{}
	for _, i := range g.findings {
		f := &b.report.Findings[i]
		operation := answer.Operation(f.Call, f.Subject)
		if operation == nil {
			operation = &otherOperation
		}
		asked[operation.Name]++
		at := place{f.Repo, f.Path, f.Within}
		function := functions[at]
		if function == nil {
			function = &reports.SeamFunction{Repo: f.Repo, Package: f.Package, Path: f.Path, Line: f.Line, Name: f.Within}
			functions[at] = function
		}
		function.Findings++
		if b.report.Blocks(f) {
			function.Blocking++
		}
		if !slices.Contains(function.Operations, operation.Name) {
			function.Operations = append(function.Operations, operation.Name)
		}
	}
	for _, o := range append(slices.Clip(answer.Interface), otherOperation) {
		if n := asked[o.Name]; n > 0 {
			s.Interface = append(s.Interface, reports.SeamOperation{Name: o.Name, Does: o.Does, Findings: n})
		}
	}
	for _, f := range functions {
		slices.Sort(f.Operations)
		s.Functions = append(s.Functions, *f)
	}
	slices.SortFunc(s.Functions, func(x, y reports.SeamFunction) int {
		return cmp.Or(cmp.Compare(y.Blocking, x.Blocking), cmp.Compare(y.Findings, x.Findings),
			cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line))
	})
	s.FunctionsTotal = len(s.Functions)
	s.Functions = s.Functions[:min(len(s.Functions), reports.MaxSeamFunctions)]
	return s
}
