package markdown

import (
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Escape makes text of the scanned tree plain text of a Markdown document, in a
// table too: nothing of it is markup or HTML, mentions somebody or links an
// issue. Servers look for mentions in what is shown, where a backslash is gone,
// so that a character without width follows @ and #.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range terminal.Clean(s) {
		if strings.ContainsRune("\\`*_[]<>|~&#!@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if r == '@' || r == '#' {
			b.WriteString("&#8203;")
		}
	}
	return b.String()
}

// Code makes text of the scanned tree code in a cell of a table.
func Code(s string) string {
	s = terminal.Clean(s)
	longest, run := 0, 0
	for _, r := range s {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if s == "" || strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}
