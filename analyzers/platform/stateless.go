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

// banned files of one kind, of which the first is reported.
type statelessKind struct {
	at      analysis.Span
	subject string
	count   int
}

// matchStateless reports what a spec installs where Clear's packages have nothing:
// each kind of file, by what takes its place, once, at the first such file.
func (t *table) matchStateless(pass *analysis.Pass) {
	rule := t.codes[codeStateless]
	if rule == nil {
		return
	}
	var order []string
	kinds := map[string]*statelessKind{}
	for start, line := range fileLines(pass.File.Src) {
		if strings.Contains(line, "%ghost") || strings.Contains(line, "%exclude") {
			continue
		}
		m := fileLine.FindStringSubmatchIndex(line)
		if m == nil || !banned.MatchString(line[m[6]:m[7]]) {
			continue
		}
		subject, use := line[m[6]:m[7]], ""
		if c := rule.CaseOf(subject); c != nil {
			use = c.Use
		}
		if kinds[use] == nil {
			kinds[use] = &statelessKind{at: analysis.Span{Start: start + m[6], End: start + m[7]}, subject: subject}
			order = append(order, use)
		}
		kinds[use].count++
	}
	for _, use := range order {
		k := kinds[use]
		detail := analysis.Detail{Subject: k.subject}
		switch {
		case k.count == 2:
			detail.Message = analysis.Snippet(k.subject) + " and another such file: Clear Linux takes nothing from packages there"
		case k.count > 2:
			detail.Message = fmt.Sprintf("%s and %d other such files: Clear Linux takes nothing from packages there", analysis.Snippet(k.subject), k.count-1)
		}
		pass.Report(rule, k.at, detail)
	}
}
