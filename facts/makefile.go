package facts

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// readMakefile adds the commands of recipes and of $(shell ...).
func readMakefile(f *File, src []byte) {
	e := embedding{via: ViaMakefile, depth: 1, shell: makeShell(src)}
	programs := makePrograms(src)
	at := 0
	recipe := false
	for at < len(src) {
		end := logicalEnd(src, at)
		line := src[at:end]
		switch {
		case recipe && line[0] == '\t':
			readRecipe(f, line, at, programs, e)
		case len(bytes.TrimSpace(line)) == 0, line[0] == '#':
		default:
			recipe = isRule(line) || bytes.HasPrefix(line, []byte("define "))
			if recipe {
				if i := bytes.IndexByte(line, ';'); i >= 0 {
					readRecipe(f, line[i+1:], at+i+1, programs, e)
				}
			}
		}
		readShellCalls(f, line, at, e)
		readWildcards(f, line, at)
		at = end
	}
}

// makeShell returns the shell of a makefile's recipes: sh, unless the variable
// SHELL names another.
func makeShell(src []byte) string {
	for line := range bytes.Lines(src) {
		rest, ok := bytes.CutPrefix(bytes.TrimPrefix(line, []byte("export ")), []byte("SHELL"))
		if rest = bytes.TrimLeft(rest, " \t:?"); !ok || len(rest) == 0 || rest[0] != '=' {
			continue
		}
		fields := strings.Fields(string(rest[1:]))
		if len(fields) > 0 && isShell(path.Base(fields[0])) {
			return path.Base(fields[0])
		}
		return ""
	}
	return "sh"
}

// logicalEnd returns where the line ends that begins at an offset, with the
// lines that a backslash joins to it, its line feed included.
func logicalEnd(src []byte, at int) int {
	for {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return len(src)
		}
		line := bytes.TrimSuffix(src[at:at+i], []byte{'\r'})
		at += i + 1
		if !bytes.HasSuffix(line, []byte{'\\'}) || at >= len(src) {
			return at
		}
	}
}

// isRule reports whether a line begins a rule: a colon stands in it before any
// assignment.
func isRule(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	equals := bytes.IndexByte(line, '=')
	return colon >= 0 && (equals < 0 || colon < equals && equals != colon+1)
}

// readRecipe reads one command line: make's variables look like the shell's
// substitutions, so they are hidden behind letters of the same length.
func readRecipe(f *File, line []byte, at int, programs map[string]string, e embedding) {
	start := 0
	for start < len(line) && strings.IndexByte("\t @-+", line[start]) >= 0 {
		start++
	}
	script := bytes.Clone(line[start:])
	for i := 0; i+1 < len(script); i++ {
		if script[i] != '$' {
			continue
		}
		switch next := script[i+1]; {
		case next == '$':
			script[i] = ' ' // $$x is the shell's $x
			if i > 0 && isWordByte(script[i-1]) {
				script[i] = '_'
			}
			i++
		case next == '(' || next == '{':
			end := closing(script, i+1)
			hideVariable(script[i:end], programs)
			i = end - 1
		default:
			script[i] = 'X'
		}
	}
	readShell(f, script, func(i int) int { return at + start + i }, e)
}

// makeVariable is an assignment of a makefile, to a value that begins with a
// program.
var makeVariable = regexp.MustCompile(`(?m)^(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*[:?]?=[ \t]*@?([\w./+-]+)`)

// makePrograms returns by variable the program that its value begins with.
func makePrograms(src []byte) map[string]string {
	programs := map[string]string{}
	for _, m := range makeVariable.FindAllSubmatch(src, 1000) {
		if _, ok := programs[string(m[1])]; !ok {
			programs[string(m[1])] = path.Base(string(m[2]))
		}
	}
	return programs
}

// hideVariable puts letters in the place of a variable of make's, or the name
// of the program that it holds, or of the Python that it is named for, behind
// slashes.
func hideVariable(reference []byte, programs map[string]string) {
	name, ok := InterpreterOf(string(reference))
	if held := programs[strings.Trim(string(reference), "$(){}")]; !ok && held != "" && len(held) < len(reference) {
		name, ok = held, true
	}
	for i := range reference {
		reference[i] = 'X'
		if ok {
			reference[i] = '/'
		}
	}
	copy(reference[len(reference)-len(name):], name)
}

func isWordByte(c byte) bool {
	return c == '_' || c == '-' || c == '/' || c == '.' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// closing returns the offset behind the bracket that closes the one at open,
// or the end of the line.
func closing(text []byte, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '(', '{':
			depth++
		case ')', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			return i
		}
	}
	return len(text)
}

// makeWildcard is a pattern of files in a makefile.
var makeWildcard = regexp.MustCompile(`\$[({](?:wildcard|patsubst|filter|filter-out) +([^(){}]*)[)}]`)

// readWildcards adds the names that make looks for.
func readWildcards(f *File, line []byte, at int) {
	if !bytes.Contains(line, []byte("rpm")) || line[0] == '#' {
		return
	}
	for _, m := range makeWildcard.FindAllSubmatchIndex(line, 20) {
		start := at + m[2]
		f.name(word{text: strings.Join(strings.Fields(string(line[m[2]:m[3]])), " "), start: start, end: at + m[3]}, "argument", nil, "")
	}
}

// readShellCalls reads what $(shell ...) runs.
func readShellCalls(f *File, line []byte, at int, e embedding) {
	const call = "$(shell "
	for from := 0; ; {
		i := bytes.Index(line[from:], []byte(call))
		if i < 0 {
			return
		}
		from += i
		end := closing(line, from+1)
		inner := line[from+len(call) : max(from+len(call), end-1)]
		start := at + from + len(call)
		readShell(f, inner, func(i int) int { return start + i }, e)
		from = end
	}
}
