package platform

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// codeDistribution is the code about functions of Python that name the
// distribution.
const codeDistribution = "python-distribution"

var distributionCalls = map[string]bool{
	"platform.linux_distribution": true, "platform.dist": true,
}

// matchDistribution reports where Python is asked for the distribution.
func (t *table) matchDistribution(pass *analysis.Pass) {
	rule, tree := t.codes[codeDistribution], pass.File.Python()
	if rule == nil || tree == nil {
		return
	}
	for i := range tree.Nodes {
		n := python.ID(i)
		if tree.Kind(n) != python.Call {
			continue
		}
		callee := tree.Child(n, 0)
		if name := tree.Dotted(callee); distributionCalls[name] {
			at := tree.Nodes[callee]
			pass.Report(rule, analysis.Span{Start: int(at.Start), End: int(at.End)}, analysis.Detail{Subject: name})
		}
	}
}
