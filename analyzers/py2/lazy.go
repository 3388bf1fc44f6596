package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

func findLazyUses(m *module) {
	_ = analysis.Detail{}
	_ = finding.Info
	_ = python.NoNode
}
