package assign

import (
	"slices"
	"strings"
)

// The bounds of an expansion: real files stay far below, and a file whose
// variables multiply one another must take neither the memory nor the day.
const (
	maxDepth    = 32
	maxSteps    = 1000    // references that are resolved
	maxExpanded = 1 << 20 // bytes
)

// Expand returns the variable's value with $X, ${X} and ${X:-default} replaced
// by what the file has assigned before, else by what env returns, which is not
// expanded again. So A=$A/x extends the A of before. References in single
// quotes or behind a backslash are text.
//
// ok is false if the file does not assign the variable, or if something in it
// could not be replaced: a command, an unknown variable, a value out of bounds.
// What could not be replaced stands in the result as written.
func (f *File) Expand(name string, env func(string) (string, bool)) (value string, ok bool) {
	e := expansion{file: f, env: env, ok: true, byName: map[string][]int{}}
	for i, a := range f.Assignments {
		e.byName[a.Name] = append(e.byName[a.Name], i)
	}
	value, found := e.before(name, len(f.Assignments), 0)
	return value, found && e.ok
}

type expansion struct {
	file   *File
	env    func(string) (string, bool)
	byName map[string][]int // the assignments of a variable
	steps  int
	size   int
	ok     bool
}

// before returns what the file's assignments before one make of a variable.
func (e *expansion) before(name string, index, depth int) (value string, found bool) {
	all := e.byName[name]
	n, _ := slices.BinarySearch(all, index)
	if n == 0 {
		return "", false
	}
	first := n - 1
	for first > 0 && e.file.Assignments[all[first]].Append {
		first--
	}
	var b strings.Builder
	if e.file.Assignments[all[first]].Append && e.env != nil {
		inherited, _ := e.env(name)
		b.WriteString(inherited)
	}
	for _, i := range all[first:n] {
		if e.spent() {
			break
		}
		a := &e.file.Assignments[i]
		b.WriteString(e.text(a.Value, a.active, i, depth))
	}
	return b.String(), true
}

// spent reports whether the bounds are reached; the result is then worthless.
func (e *expansion) spent() bool {
	if e.steps > maxSteps || e.size > maxExpanded {
		e.ok = false
		return true
	}
	return false
}

// text replaces the references of a text at the given offsets.
func (e *expansion) text(text string, active []int, index, depth int) string {
	e.size += len(text)
	if e.spent() || depth > maxDepth {
		e.ok = false
		return text
	}
	var b strings.Builder
	done := 0
	for _, at := range active {
		if at < done {
			continue // within what was replaced
		}
		if e.steps++; e.spent() {
			break
		}
		ref := readReference(text[at:])
		if ref.name == "" {
			// $(command), `command`, $1, ${X#pattern}: not for us to know.
			e.ok = false
			continue
		}
		b.WriteString(text[done:at])
		b.WriteString(e.variable(ref, index, depth))
		done = at + len(ref.written)
	}
	b.WriteString(text[done:])
	return b.String()
}

func (e *expansion) variable(ref reference, index, depth int) string {
	value, found := e.before(ref.name, index, depth+1)
	if !found && e.env != nil {
		value, found = e.env(ref.name)
	}
	switch {
	case found && (value != "" || !ref.orEmpty):
		return value
	case ref.hasFallback:
		return e.text(ref.fallback, references(ref.fallback), index, depth+1)
	}
	e.ok = false
	return ref.written
}

// references returns where a text of which nothing is quoted has references.
func references(text string) []int {
	var active []int
	for i := range len(text) {
		if text[i] == '$' || text[i] == '`' {
			active = append(active, i)
		}
	}
	return active
}

// reference is $NAME, ${NAME}, ${NAME-DEFAULT} or ${NAME:-DEFAULT}.
type reference struct {
	name, written string
	fallback      string
	hasFallback   bool
	orEmpty       bool // :-, which holds for an empty variable too
}

// readReference reads the one that begins the text; its name is empty if none
// does.
func readReference(text string) reference {
	if text[0] != '$' {
		return reference{}
	}
	braced := strings.HasPrefix(text, "${")
	at := 1
	if braced {
		at = 2
	}
	end := at
	for end < len(text) && isName(text[end], end > at) {
		end++
	}
	ref := reference{name: text[at:end], written: text[:end]}
	if !braced || ref.name == "" {
		return ref
	}
	closing := closingBrace(text[end:])
	if closing < 0 {
		return reference{}
	}
	ref.written = text[:end+closing+1]
	operator := text[end : end+closing]
	if operator == "" {
		return ref
	}
	operator, ref.orEmpty = strings.CutPrefix(operator, ":")
	ref.fallback, ref.hasFallback = strings.CutPrefix(operator, "-")
	if !ref.hasFallback {
		return reference{}
	}
	return ref
}

// closingBrace returns where the brace is closed that was opened before text.
func closingBrace(text string) int {
	depth := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
