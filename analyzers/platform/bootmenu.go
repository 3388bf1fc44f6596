package platform

import (
	"bytes"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// codeBootMenu is the code about entries of a boot menu that start Anaconda.
const codeBootMenu = "boot-menu"

// anacondaOption is an option of the kernel's command line that Anaconda reads, outside
// of comments. What has no value is a name like others in a program.
var (
	anacondaOption = regexp.MustCompile(`(?m)^[^#\n]*?\b(inst\.(?:(?:ks|repo|stage2)=|(?:text|graphical|gpt|vnc|sshd|noverifyssl)\b)|ksdevice=)`)
	anacondaValue  = regexp.MustCompile(`(?m)^[^#\n]*?\b(inst\.(?:ks|repo|stage2)=|ksdevice=)`)
)

// matchBootMenu reports a file that starts Anaconda, once, at the first option.
func (t *table) matchBootMenu(pass *analysis.Pass) {
	rule, src := t.codes[codeBootMenu], pass.File.Src
	if rule == nil || pass.File.Role == finding.RoleDoc || !bytes.Contains(src, []byte("inst.")) && !bytes.Contains(src, []byte("ksdevice=")) {
		return
	}
	option := anacondaOption
	if pass.File.Language == workspace.Python {
		option = anacondaValue
	}
	if m := option.FindSubmatchIndex(src); m != nil {
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{Subject: string(bytes.TrimRight(src[m[2]:m[3]], "="))})
	}
}
