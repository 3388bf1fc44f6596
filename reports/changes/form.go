package changes

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	md "opendev.org/starlingx/stxscan/reports/markdown"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

func unknownText(f form) func(finding.Unknown) string {
	return func(u finding.Unknown) string {
		return f.clean(unknownPlace(&u)) + ": " + f.clean(u.Message)
	}
}

// text is the form for terminals.
type text struct{}

func (text) clean(s string) string { return terminal.Clean(s) }

func (text) heading(b *strings.Builder, title string) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(title + "\n")
}

func (text) item(b *strings.Builder, s string) { b.WriteString("  " + s + "\n") }

func (text) table(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], terminal.Width(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  ")
			gap := strings.Repeat(" ", widths[i]-terminal.Width(cell))
			if isNumber(rows, i) {
				line.WriteString(gap + cell)
			} else {
				line.WriteString(cell + gap)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// isNumber reports whether a column holds nothing but numbers below its head.
func isNumber(rows [][]string, column int) bool {
	for _, row := range rows[1:] {
		if strings.Trim(row[column], "0123456789,") != "" {
			return false
		}
	}
	return true
}

// markdown is the form for web pages and mails.
type markdown struct{}

func (markdown) clean(s string) string { return md.Escape(s) }

func (markdown) heading(b *strings.Builder, title string) {
	level := "## "
	if b.Len() > 0 {
		level = "\n### "
	}
	b.WriteString(level + title + "\n\n")
}

func (markdown) item(b *strings.Builder, s string) {
	if strings.HasSuffix(b.String(), "|\n") { // a list right after a table would be a row
		b.WriteByte('\n')
	}
	b.WriteString("- " + s + "\n")
}

func (markdown) table(b *strings.Builder, rows [][]string) {
	for i, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			for column := range row {
				if isNumber(rows, column) {
					b.WriteString("|---:")
				} else {
					b.WriteString("|---")
				}
			}
			b.WriteString("|\n")
		}
	}
}
