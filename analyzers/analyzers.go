// Package analyzers is the list of all analyzers.
package analyzers

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/comments"
	"opendev.org/starlingx/stxscan/analyzers/imports"
	"opendev.org/starlingx/stxscan/analyzers/packaging"
	"opendev.org/starlingx/stxscan/analyzers/patches"
	"opendev.org/starlingx/stxscan/analyzers/platform"
	"opendev.org/starlingx/stxscan/analyzers/py2"
	"opendev.org/starlingx/stxscan/analyzers/rpmdeps"
)

// All returns every analyzer, in the order in which they look at a file.
func All() []*analysis.Analyzer {
	return []*analysis.Analyzer{py2.Analyzer, rpmdeps.Analyzer, platform.Analyzer, patches.Analyzer, imports.Analyzer, packaging.Analyzer, comments.Analyzer}
}
