package facts

import (
	"bytes"
	"regexp"
	"strings"
)

// unitPart begins the part of a unit that says what is run, or when.
var unitPart = regexp.MustCompile(`(?m)^\[(?:Service|Unit)\][ \t]*\r?$`)

// isUnit reports whether a configuration, or a template of one, is a unit or what
// is dropped in to change one.
func isUnit(src []byte) bool {
	return (bytes.Contains(src, []byte("[Service]")) || bytes.Contains(src, []byte("[Unit]"))) && unitPart.Match(src)
}

// readUnit adds the programs that a systemd unit runs, and the units that it
// orders itself by.
func readUnit(f *File, src []byte) {
	for at := 0; at < len(src); {
		end := logicalEnd(src, at)
		readEntry(f, src[at:end], at)
		at = end
	}
}

// unitKeys are the keys whose values are names of units.
var unitKeys = map[string]bool{
	"After": true, "Before": true, "Requires": true, "Wants": true, "BindsTo": true, "PartOf": true,
	"Requisite": true, "Conflicts": true, "OnFailure": true, "WantedBy": true, "RequiredBy": true, "Also": true,
}

// pathKeys are the keys whose value is one path.
var pathKeys = map[string]bool{
	"EnvironmentFile": true, "PIDFile": true, "WorkingDirectory": true, "ConditionPathExists": true,
	"ConditionPathIsDirectory": true, "ConditionFileNotEmpty": true, "AssertPathExists": true,
}

func readEntry(f *File, line []byte, at int) {
	key, value, ok := bytes.Cut(line, []byte{'='})
	if !ok || len(bytes.TrimSpace(key)) == 0 || key[0] == '#' || key[0] == ';' {
		return
	}
	start := at + len(key) + 1
	name := string(bytes.TrimSpace(key))
	switch {
	case strings.HasPrefix(name, "Exec"):
		readExec(f, value, start)
	case pathKeys[name]:
		text := strings.TrimSpace(string(value))
		begin := start + bytes.Index(value, []byte(text))
		if path := strings.TrimLeft(text, "-!|"); isPath(path) {
			via := "unit"
			if text[0] == '-' {
				via = ViaOptional
			}
			f.Paths = append(f.Paths, Path{Text: path, Span: Span{begin, begin + len(text)}, Via: via})
		}
	case unitKeys[name]:
		offset := 0
		for field := range bytes.FieldsSeq(bytes.ReplaceAll(value, []byte("\\\n"), []byte("  "))) {
			i := offset + bytes.Index(value[offset:], field)
			offset = i + len(field)
			f.Needs = append(f.Needs, Need{
				Kind: NeedUnit, Name: string(field), Op: name, When: "run", Span: Span{start + i, start + i + len(field)},
			})
		}
	}
}

// readExec reads a command line of systemd: prefixes, then words with quotes,
// a semicolon of its own between commands.
func readExec(f *File, value []byte, at int) {
	start := 0
	for start < len(value) && strings.IndexByte(" \t@-:+!", value[start]) >= 0 {
		start++
	}
	script := bytes.Clone(bytes.TrimRight(value[start:], "\r\n"))
	hideSpecial(script)
	readShell(f, script, func(i int) int { return at + start + i }, embedding{via: ViaUnit, depth: 1})
}

// hideSpecial puts letters in the place of what is special to a shell and
// plain text here, variables aside.
func hideSpecial(script []byte) {
	var quote byte
	for i := 0; i < len(script); i++ {
		switch c := script[i]; {
		case c == '\\':
			i++
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case quote == 0 && strings.IndexByte("|&<>()`*?#~", c) >= 0:
			script[i] = 'X'
		}
	}
}
