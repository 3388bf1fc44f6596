package platform

import (
	"fmt"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
)

// codeStateless is the code about files that a package may not have on Clear.
const codeStateless = "stateless"

// fileLine is a line of %files: what stands before the path, and the path.
var fileLine = regexp.MustCompile(`^\s*((?:%(?:attr|config|verify|caps|defattr|lang)(?:\([^)]*\))?\s+|%(?:dir|config|doc|license|missingok)\s+)*)("?)([/%][^\s"]+)`)

// banned are the folders that Clear's packages have nothing in, as specs write
// them.
var banned = regexp.MustCompile(`^(?:/(?:etc|opt|var|usr/local|usr/etc|usr/src)/|%\{?_sysconfdir\}?/|%\{?_localstatedir\}?/|%\{?_sharedstatedir\}?/|%\{?_initr?ddir\}?/|%\{?local_etc\w*\}?/|%\{?_var\}?/)`)

// matchStateless reports once what a spec installs where Clear's packages have
// nothing, at the first such file.
func (t *table) matchStateless(pass *analysis.Pass) {
	rule := t.codes[codeStateless]
	if rule == nil {
		return
	}
	count, first, subject := 0, analysis.Span{}, ""
	for start, line := range fileLines(pass.File.Src) {
		if strings.Contains(line, "%ghost") || strings.Contains(line, "%exclude") {
			continue
		}
		m := fileLine.FindStringSubmatchIndex(line)
		if m == nil || !banned.MatchString(line[m[6]:m[7]]) {
			continue
		}
		if count++; count == 1 {
			first, subject = analysis.Span{Start: start + m[6], End: start + m[7]}, line[m[6]:m[7]]
		}
	}
	if count == 0 {
		return
	}
	detail := analysis.Detail{Subject: subject}
	switch {
	case count == 2:
		detail.Message = analysis.Snippet(subject) + " and another: Clear Linux takes nothing from packages there"
	case count > 2:
		detail.Message = fmt.Sprintf("%s and %d others: Clear Linux takes nothing from packages there", analysis.Snippet(subject), count-1)
	}
	pass.Report(rule, first, detail)
}
