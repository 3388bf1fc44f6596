package facts

import (
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// lookupIn returns a function that says what a variable of a script holds: the
// first of its values that names a program, if it is set a few times, as
// where one program is looked for and another is the fallback.
func lookupIn(script *shell.File) func(string) (shell.Word, bool) {
	return func(name string) (value shell.Word, ok bool) {
		count := 0
		var second shell.Word // one that begins with another variable
		for _, a := range script.Assigns {
			if a.Name != name {
				continue
			}
			if count++; count > 8 || a.Append {
				return shell.Word{}, false
			}
			switch text := locatedBy(a.Value.Text); {
			case ok || text == "" || text[0] == '`' || strings.HasPrefix(text, "$(") || isAssignment(firstField(text)):
			case text[0] == '$':
				if _, _, named := variableOf(firstField(text)); named && second.Text == "" {
					second = a.Value
				}
			default:
				value, ok = a.Value, true
			}
		}
		if !ok && second.Text != "" {
			return second, true
		}
		return value, ok
	}
}

// resolve puts in a program's name what a variable holds that is set once, and
// says which variables those were.
func (s *source) resolve(name string) (program string, steps []Step) {
	for range 3 {
		variable, fallback, ok := variableOf(name)
		if !ok || s.lookup == nil {
			return name, steps
		}
		value, found := s.lookup(variable)
		switch {
		case found:
			steps = append(steps, newStep("$"+variable, value.Text, Span{s.at(value.Start), s.at(value.End)}))
			name = s.firstWord(locatedBy(value.Text))
		case fallback != "":
			return fallback, steps
		default:
			return name, steps
		}
	}
	return name, steps
}

// maxFirstWords bounds where the program of a command is looked for, in bytes.
const maxFirstWords = 1000

// firstField is a text up to its first blank.
func firstField(text string) string {
	if i := strings.IndexAny(text[:min(len(text), maxFirstWords)], " \t\n"); i >= 0 {
		return text[:i]
	}
	return text[:min(len(text), maxFirstWords)]
}

// firstWord is the program of a command, which may stand behind variables that
// are empty or hold what nobody knows.
func (s *source) firstWord(command string) string {
	fields := strings.Fields(command[:min(len(command), maxFirstWords)])
	for len(fields) > 1 {
		name, fallback, ok := variableOf(fields[0])
		if !ok || fallback != "" {
			break
		}
		if _, found := s.lookup(name); found || strings.HasPrefix(fields[1], "-") {
			break
		}
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return command
	}
	return fields[0]
}

// variableOf takes $NAME, ${NAME} and ${NAME:-default} apart.
func variableOf(word string) (name, fallback string, ok bool) {
	rest, ok := strings.CutPrefix(word, "$")
	if !ok {
		return "", "", false
	}
	if inner, braced := strings.CutPrefix(rest, "{"); braced {
		inner, closed := strings.CutSuffix(inner, "}")
		name, fallback, _ = strings.Cut(inner, ":-")
		return name, fallback, closed && isName(name)
	}
	return rest, "", isName(rest)
}

func isName(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}

// locatedBy returns the program that $(which NAME) looks for, or the text.
func locatedBy(text string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "$("), ")")
	if inner == text {
		if inner = strings.Trim(text, "`"); inner == text {
			return text
		}
	}
	fields := strings.Fields(inner)
	switch {
	case len(fields) >= 2 && (fields[0] == "which" || fields[0] == "type" && fields[1] != "-t"):
		return fields[1]
	case len(fields) >= 3 && fields[0] == "command" && fields[1] == "-v":
		return fields[2]
	}
	return text
}
