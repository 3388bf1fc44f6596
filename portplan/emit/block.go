package emit

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// maxBlock is how many lines a block may have to be looked at as one: each line is
// read anew with those before it.
const maxBlock = 300

// whole makes of translated lines those that a shell reads: lines of a block, from
// if to fi, from do to done, of a here-document or a quoted text, belong together.
// If one of them cannot be run none is, as the rest would be no block, or run
// without its condition. Lines that are dropped leave : in a block.
func whole(lines []command) []command {
	var kept []command
	for len(lines) > 0 {
		n, broken := block(lines)
		part := lines[:n]
		lines = lines[n:]
		why := ""
		if broken {
			why = "no whole command of a shell"
		}
		for _, c := range part {
			if n > 1 && why == "" && c.unsure != "" {
				why = "in a block with this: " + c.unsure
			}
		}
		for _, c := range part {
			switch {
			case n == 1 && c.dropped:
				continue
			case c.dropped:
				c.text, c.dropped = ":", false
			}
			if c.unsure == "" {
				c.unsure = why
			}
			c.inside = n > 1
			kept = append(kept, c)
		}
	}
	return kept
}

// block returns how many lines the first command has, at least one. broken says
// that they are no command: one that does not end takes all that is left along.
func block(lines []command) (n int, broken bool) {
	var text strings.Builder
	for i, c := range lines {
		if i == maxBlock {
			break
		}
		switch {
		case c.dropped:
			text.WriteString(":")
		case i > 0 || c.unsure == "" || scriptLine.MatchString(c.text):
			text.WriteString(parsable(c.text))
		}
		text.WriteByte('\n')
		switch whole := shell.Check(text.String()); {
		case whole == shell.Whole:
			return i + 1, false
		case whole == shell.Unfinished:
		case i == 0:
			return 1, true
		default:
			return len(lines), true
		}
	}
	return len(lines), true
}

// parsable has words in the place of what no shell reads: macros of RPM, and what
// stands for folders.
func parsable(text string) string {
	text = strings.NewReplacer(destination, "D", multiarch, "M").Replace(text)
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if end := macroEnd(text[i:]); end > 0 {
			b.WriteByte('m')
			i += end - 1
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// macroEnd is the length of a macro in brackets that a text begins with, 0 if it
// begins with none.
func macroEnd(text string) int {
	if len(text) < 2 || text[0] != '%' {
		return 0
	}
	shut := map[byte]byte{'{': '}', '(': ')', '[': ']'}[text[1]]
	if shut == 0 {
		return 0
	}
	depth := 0
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case text[1]:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
