package facts

import (
	"bytes"
	"regexp"
	"strings"
)

// tclCommand begins a command of Tcl or Expect that runs a program, at the
// beginning of a command.
var tclCommand = regexp.MustCompile(`(?:^|[;\[{]|\beval)[ \t]*(spawn|exec|send|open)[ \t]+`)

// readTcl adds what spawn and exec run, what send types at a prompt, and the
// pipes that open opens.
func readTcl(f *File, src []byte) {
	for at := 0; at < len(src); {
		end := logicalEnd(src, at)
		line := src[at:end]
		if text := bytes.TrimSpace(line); len(text) > 0 && text[0] != '#' && len(line) < 1<<16 {
			for _, m := range tclCommand.FindAllSubmatchIndex(line, 20) {
				if !insideQuotes(line[:m[2]]) {
					readTclCommand(f, string(line[m[2]:m[3]]), line[m[1]:], at+m[1])
				}
			}
		}
		at = end
	}
}

// insideQuotes reports whether a text leaves a pair of quotes open.
func insideQuotes(text []byte) bool {
	return (bytes.Count(text, []byte{'"'})-bytes.Count(text, []byte(`\"`)))%2 == 1
}

func readTclCommand(f *File, name string, rest []byte, at int) {
	word := func(start, end int) {
		text := rest[start:end]
		readShell(f, text, func(i int) int { return at + start + i }, embedding{via: ViaShell, depth: 1, through: []string{name}})
	}
	switch name {
	case "send":
		// Only what ends with a return is a line that is typed.
		start, end, ok := quotedIn(rest)
		typed := bytes.TrimSuffix(bytes.TrimSuffix(rest[start:end], []byte(`\n`)), []byte(`\r`))
		if ok && len(typed) < end-start {
			word(start, start+len(typed))
		}
	case "open":
		if start, end, ok := quotedIn(rest); ok && start < end && rest[start] == '|' {
			word(start+1, end)
		}
	default:
		end := tclEnd(rest)
		start := 0
		for start < end {
			field := rest[start:end]
			field = field[:len(field)-len(bytes.TrimLeft(field, " \t"))]
			start += len(field)
			if start >= end || rest[start] != '-' {
				break
			}
			start += bytes.IndexAny(append(bytes.Clone(rest[start:end]), ' '), " \t") // -noecho, --
		}
		word(min(start, end), end)
	}
}

// tclEnd returns where a command ends: at the bracket that closes the one it
// stands in, or at a semicolon or the end of its line.
func tclEnd(text []byte) int {
	depth := 0
	for i, b := range text {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return i
			}
		case ';':
			if depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// quotedIn returns the range of the first text in quotes, or in braces, that
// begins among the first words.
func quotedIn(text []byte) (start, end int, ok bool) {
	i := bytes.IndexAny(text, "\"{")
	if i < 0 || strings.TrimLeft(string(text[:i]), " -\t") != "" {
		return 0, 0, false
	}
	shut := byte('"')
	if text[i] == '{' {
		shut = '}'
	}
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case shut:
			return i + 1, j, true
		}
	}
	return 0, 0, false
}
