package shell

import (
	"bytes"
	"strings"
)

// BashOnlyFragment is BashOnly for a piece of a script, such as the lines of a hunk.
// Where it cannot be read as a whole, its lines are read one by one, each with what
// completes it; a line that still cannot be read has nothing.
func BashOnlyFragment(src []byte) []BashConstruct {
	if list, ok := BashOnly(src); ok || len(src) > MaxDialect {
		return list
	}
	var all []BashConstruct
	start := 0
	for line := range bytes.Lines(src) {
		before, after := completion(string(line))
		list, ok := BashOnly([]byte(before + string(bytes.TrimRight(line, "\\\r\n")) + after))
		for _, c := range list {
			c.Start, c.End = c.Start-len(before), c.End-len(before)
			if ok && c.Start >= 0 && c.End <= len(line) {
				c.Start, c.End = c.Start+start, c.End+start
				all = append(all, c)
			}
		}
		start += len(line)
	}
	return all
}

// opening and closing complete a line that begins, or ends, with a word of a compound
// command.
var (
	opening = map[string]string{
		"done": "while :; do :\n", "do": "while :\n", "fi": "if :; then :\n", "then": "if :\n", "else": "if :; then :\n", "elif": "if :; then :\n",
		"esac": "case x in x) :;;\n", "}": "{ :\n", "&&": ":", "||": ":", "|": ":",
	}
	closing = map[string]string{
		"do": "\n:; done", "then": "\n:; fi", "else": "\n:; fi", "in": "\nesac", "{": "\n:; }", "&&": "\n:", "||": "\n:", "|": "\n:",
	}
)

// unended complete a line that begins a compound command whose first part ends on
// another: by the word that would end it, and what does.
var unended = map[string][2]string{
	"if": {"then", "\nthen :; fi"}, "elif": {"then", "\nthen :; fi"}, "while": {"do", "\ndo :; done"}, "until": {"do", "\ndo :; done"}, "for": {"do", "\ndo :; done"},
}

// completion is what makes a command of a line that is a part of one.
func completion(line string) (before, after string) {
	words := strings.Fields(strings.TrimRight(line, "\\\r\n\t "))
	if len(words) == 0 {
		return "", ""
	}
	first, last := words[0], words[len(words)-1]
	before, after = opening[strings.TrimRight(first, ";")], closing[last]
	if end, ok := unended[first]; ok && after == "" && !strings.Contains(line, end[0]) {
		after = end[1] // the rest is on the next line
	}
	if strings.HasSuffix(last, ";;") { // an arm of case
		if !strings.Contains(line, ")") {
			before += "x) "
		}
		return "case x in\n" + before, "\nesac"
	}
	return before, after
}
