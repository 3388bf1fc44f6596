package assign

import "strings"

// The bounds of an expansion: real files stay far below, and a file whose
// variables double one another must not fill the memory.
const (
	maxDepth    = 32
	maxExpanded = 1 << 20 // bytes
)

// Expand returns the variable's value with $X, ${X} and ${X:-default} replaced
// by the file's own variables, else by what env returns, which is not expanded
// again. ok is false if the file does not assign the variable, or if something
// in it could not be replaced: a command, an unknown variable, a circle. What
// could not be replaced stands in the result as written.
func (f *File) Expand(name string, env func(string) (string, bool)) (value string, ok bool) {
	e := expansion{file: f, env: env, ok: true, open: map[string]bool{}}
	value, found := f.Value(name)
	if !found {
		return "", false
	}
	e.open[name] = true
	value = e.text(value)
	return value, e.ok
}

type expansion struct {
	file *File
	env  func(string) (string, bool)
	open map[string]bool // variables that are being expanded
	size int
	ok   bool
}

func (e *expansion) text(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		if text[i] == '`' {
			e.ok = false
		}
		if text[i] != '$' {
			b.WriteByte(text[i])
			i++
			continue
		}
		name, fallback, length := reference(text[i:])
		if name == "" {
			// $(command), $1, ${X#pattern}: not for us to know.
			e.ok = false
			b.WriteByte('$')
			i++
			continue
		}
		b.WriteString(e.variable(name, fallback, text[i:i+length]))
		i += length
	}
	if e.size += b.Len(); e.size > maxExpanded {
		e.ok = false
		return ""
	}
	return b.String()
}

func (e *expansion) variable(name string, fallback *string, written string) string {
	if e.size > maxExpanded {
		return ""
	}
	value, ok := e.file.Value(name)
	switch {
	case ok && !e.open[name] && len(e.open) < maxDepth:
		e.open[name] = true
		value = e.text(value)
		delete(e.open, name)
		return value
	case ok:
		e.ok = false
		return written
	}
	if e.env != nil {
		if value, ok = e.env(name); ok {
			return value
		}
	}
	if fallback != nil {
		return e.text(*fallback)
	}
	e.ok = false
	return written
}

// reference reads $NAME, ${NAME}, ${NAME:-DEFAULT} or ${NAME-DEFAULT} at the
// beginning of text; name is empty for anything else.
func reference(text string) (name string, fallback *string, length int) {
	braced := strings.HasPrefix(text, "${")
	at := 1
	if braced {
		at = 2
	}
	end := at
	for end < len(text) && isName(text[end], end > at) {
		end++
	}
	name = text[at:end]
	if !braced || name == "" {
		return name, nil, end
	}
	closing := strings.IndexByte(text[end:], '}')
	if closing < 0 {
		return "", nil, 0
	}
	switch rest := text[end : end+closing]; {
	case rest == "":
		return name, nil, end + 1
	case strings.HasPrefix(rest, ":-"):
		value := rest[2:]
		return name, &value, end + closing + 1
	case strings.HasPrefix(rest, "-"):
		value := rest[1:]
		return name, &value, end + closing + 1
	}
	return "", nil, 0
}
