package platform

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/shell"
)

// patched is a place in what a patch adds that only Bash reads, if the file that it
// changes is a script for /bin/sh.
type patched struct {
	templated
	Path string
}

// keepPatched keeps which scripts a patch makes, and what only Bash reads in others that
// it changes.
func keepPatched(pass *analysis.Pass, f *facts.File) {
	var keep kept
	for i := range f.Scripts {
		s := &f.Scripts[i]
		if s.Path == "" || len(keep.Made)+len(keep.Patched) >= maxTemplated {
			continue
		}
		if s.Shell == "sh" {
			keep.Made = append(keep.Made, s.Path)
		}
		if s.Shell != "" {
			continue
		}
		for _, c := range shell.BashOnlyFragment(s.Src) {
			if s.Adds(c.Start, c.End) && len(keep.Patched) < maxTemplated {
				at := spanOf(s, c)
				keep.Patched = append(keep.Patched, patched{templated{pass.File.Mark(at.Start, at.End), string(c.Kind), analysis.Snippet(c.Text)}, s.Path})
			}
		}
	}
	if !keep.isEmpty() {
		pass.Keep(keep)
	}
}

// reducePatched reports what only Bash reads in what patches add to scripts for /bin/sh
// that another patch of their package makes.
func reducePatched(r *analysis.Reduction, codes map[string]*rules.Rule) {
	type script struct {
		pkg  analysis.PackageRef
		path string
	}
	made := map[script]bool{}
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		for _, path := range data.Made {
			made[script{k.Ref(), path}] = true
		}
	}
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		for _, one := range data.Patched {
			rule := codes[one.Code]
			if rule == nil || !made[script{k.Ref(), one.Path}] {
				continue
			}
			r.Report(rule, k.Place(one.Mark), analysis.Detail{Subject: one.Subject, Confidence: mediumAtMost(rule)}, nil)
		}
	}
}
