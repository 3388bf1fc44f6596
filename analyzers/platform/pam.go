package platform

import (
	"bytes"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
)

// codePAM is the code about modules of PAM that newer versions have no more.
const codePAM = "pam-module"

// goneModule is a line of a stack that asks a module which Linux-PAM took out with 1.5.0.
// Its own package may still bring pam_cracklib.
var goneModule = regexp.MustCompile(`(?m)^[ \t]*-?(?:auth|account|password|session)[ \t]+(?:\[[^\]\n]*\]|\w+)[ \t]+(?:\S*/)?(pam_tally2?\.so)\b`)

// matchPAM reports the modules that a stack of PAM asks and that are gone.
func (t *table) matchPAM(pass *analysis.Pass) {
	rule, src := t.codes[codePAM], pass.File.Src
	if rule == nil || pass.File.Role == finding.RoleDoc || !bytes.Contains(src, []byte("pam_tally")) {
		return
	}
	for _, m := range goneModule.FindAllSubmatchIndex(src, maxManaged) {
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{Subject: string(src[m[2]:m[3]])})
	}
}
