package platform

import (
	"bytes"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// codeSSHAlgorithm is the code about algorithms that OpenSSH has no more.
const codeSSHAlgorithm = "ssh-algorithm"

// sshAlgorithms is a line of sshd_config or ssh_config that lists ciphers or MACs, in a
// patch one that is added.
var sshAlgorithms = regexp.MustCompile(`(?m)^\+?[ \t]*(?:MACs|Ciphers)[ \t]+=?[ \t]*([^\s#]+)`)

// goneAlgorithm is a cipher or MAC that OpenSSH took out with 7.6. What leaves one out,
// with - at the head of the list, is read as a pattern, and refuses none.
var goneAlgorithm = regexp.MustCompile(`(?:^|,)(hmac-ripemd160(?:-etm@openssh\.com|@openssh\.com)?|arcfour(?:128|256)?|blowfish-cbc|cast128-cbc)(?:,|$)`)

// matchSSH reports the lists with algorithms that newer versions refuse as they start.
func (t *table) matchSSH(pass *analysis.Pass) {
	rule, src := t.codes[codeSSHAlgorithm], pass.File.Src
	if rule == nil || pass.File.Role == finding.RoleDoc || !bytes.Contains(src, []byte("MACs")) && !bytes.Contains(src, []byte("Ciphers")) {
		return
	}
	for _, m := range sshAlgorithms.FindAllSubmatchIndex(src, maxManaged) {
		list := string(src[m[2]:m[3]])
		gone := goneAlgorithm.FindStringSubmatch(list)
		if gone == nil || strings.HasPrefix(list, "-") || pass.File.Language == workspace.Patch && src[m[0]] != '+' {
			continue
		}
		pass.Report(rule, analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{Subject: gone[1]})
	}
}
