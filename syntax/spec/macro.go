package spec

import "strings"

// The bounds of macro expansion. What goes beyond stays as it is written.
const (
	maxDepth  = 64
	maxOutput = 1 << 20
	maxWork   = 64 << 20 // bytes gone through for one file
)

// macros are the macros that are known at a place of the spec.
type macros struct {
	*macroTable
	// tentative says that the conditions of the place are not all known: what
	// is defined there does not replace what is known already.
	tentative bool
	// readOnly keeps definitions in the text from taking effect.
	readOnly bool
}

type macroTable struct {
	defined map[string]macro
	work    int
	failed  map[string]bool // the bounds that were reported
	fail    func(offset int, format string, args ...any)
}

type macro struct {
	body string
	// parametric says that it takes arguments, and options which.
	parametric bool
	options    string
}

// base are the macros that every RPM of an x86_64 CentOS 7 has and that specs
// of dependencies use.
var base = map[string]string{
	"nil": "", "_prefix": "/usr", "_exec_prefix": "%{_prefix}", "_bindir": "%{_exec_prefix}/bin", "_sbindir": "%{_exec_prefix}/sbin",
	"_libexecdir": "%{_exec_prefix}/libexec", "_datadir": "%{_prefix}/share", "_datarootdir": "%{_prefix}/share", "_sysconfdir": "/etc",
	"_sharedstatedir": "/var/lib", "_localstatedir": "/var", "_lib": "lib64", "_libdir": "%{_prefix}/%{_lib}", "_includedir": "%{_prefix}/include",
	"_infodir": "%{_datadir}/info", "_mandir": "%{_datadir}/man", "_docdir": "%{_datadir}/doc", "_defaultdocdir": "%{_datadir}/doc",
	"_initddir": "%{_sysconfdir}/rc.d/init.d", "_initrddir": "%{_initddir}", "_usr": "/usr", "_var": "/var",
	"_target_cpu": "x86_64", "_arch": "x86_64", "_os": "linux", "_target_os": "linux", "_isa": "(x86-64)",
	"ix86": "i386 i486 i586 i686 pentium3 pentium4 athlon geode", "power64": "ppc64 ppc64p7 ppc64le", "arm": "armv3l armv4b armv4l armv4tl armv5tel armv5tejl armv6l armv6hl armv7l armv7hl armv7hnl",
}

// always are the macros that RPM itself carries out: specs ask whether they are
// there before they define them.
var always = []string{"define", "global", "undefine", "bcond", "bcond_with", "bcond_without", "with", "without", "defined", "undefined", "expand"}

func newMacros(defines map[string]string, fail func(int, string, ...any)) *macros {
	t := &macroTable{defined: map[string]macro{}, failed: map[string]bool{}, fail: fail}
	for name, body := range base {
		t.defined[name] = macro{body: body}
	}
	for _, name := range always {
		t.defined[name] = macro{}
	}
	for name, body := range defines {
		t.defined[name] = macro{body: body}
	}
	return &macros{macroTable: t}
}

// Expand returns text with the macros expanded that RPM itself and opts give;
// others stay as they are written. Nothing is run and nothing defined.
func Expand(text string, opts Options) string {
	if !strings.Contains(text, "%") {
		return text
	}
	return newMacros(opts.Defines, func(int, string, ...any) {}).frozen().expand(text, 0)
}

// frozen returns the same macros, which text that is expanded cannot change.
func (m *macros) frozen() *macros { return &macros{macroTable: m.macroTable, readOnly: true} }

// lookup returns a simple macro fully expanded.
func (m *macros) lookup(name string) (string, bool) {
	if _, ok := m.defined[name]; !ok {
		return "", false
	}
	return m.frozen().expand("%{"+name+"}", 0), true
}

func (m *macros) set(name string, value macro) {
	if m.readOnly {
		return
	}
	if _, ok := m.defined[name]; ok && m.tentative {
		return
	}
	m.defined[name] = value
}

// bound reports, once a file, that a bound was met.
func (m *macros) bound(offset int, message string) {
	if !m.failed[message] {
		m.failed[message] = true
		m.fail(offset, "%s", message)
	}
}

// expand returns text with the macros expanded that are known. offset is where
// errors are reported.
func (m *macros) expand(text string, offset int) string {
	if !strings.Contains(text, "%") {
		return text
	}
	e := expansion{macros: m, offset: offset}
	return e.text(text, 0)
}

// expansion is one call of expand.
type expansion struct {
	*macros
	offset int
	output int // bytes written at any depth
	// arguments are those of the macro that is being expanded, nil outside.
	arguments arguments
}

// room tells whether the bounds of size and time leave room for more.
func (e *expansion) room() bool {
	switch {
	case e.output > maxOutput:
		e.bound(e.offset, "macros expand to more than 1 MiB: they are left as written")
	case e.work > maxWork:
		e.bound(e.offset, "macros take too long to expand: they are left as written")
	default:
		return true
	}
	return false
}

// within tells whether the bounds leave room for text at this depth.
func (e *expansion) within(text string, depth int) bool {
	e.work += len(text) + 1
	if depth > maxDepth {
		e.bound(e.offset, "macros nest more than 64 levels: they are left as written")
		return false
	}
	return e.room()
}

func (e *expansion) text(text string, depth int) string {
	if !strings.Contains(text, "%") {
		return text
	}
	if !e.within(text, depth) {
		return text
	}
	var out strings.Builder
	for at := 0; at < len(text); {
		i := strings.IndexByte(text[at:], '%')
		if i < 0 || !e.room() {
			out.WriteString(text[at:])
			break
		}
		out.WriteString(text[at : at+i])
		at += i
		value, next := e.use(text, at, depth)
		out.WriteString(value)
		e.output += len(value)
		at = next
	}
	return out.String()
}

// use expands the macro that starts with the % at at, and returns where the
// text after it starts.
func (e *expansion) use(text string, at, depth int) (value string, next int) {
	rest := text[at+1:]
	if rest == "" {
		return "%", len(text)
	}
	switch rest[0] {
	case '%':
		return "%", at + 2
	case '(', '[':
		end := matching(rest)
		if end < 0 {
			return text[at:], len(text)
		}
		return text[at : at+1+end], at + 1 + end
	case '{':
		end := matching(rest)
		if end < 0 {
			return text[at:], len(text)
		}
		next = at + 1 + end
		if value, ok := e.braced(rest[1:end-1], depth); ok {
			return value, next
		}
		return text[at:next], next
	}
	if n := argumentName(rest); n > 0 && e.arguments != nil {
		value, _, _ := e.argument(rest[:n])
		return value, at + 1 + n
	}
	end := 0
	for end < len(rest) && (rest[end] == '?' || rest[end] == '!') {
		end++
	}
	flags := end
	for end < len(rest) && isNameByte(rest[end]) {
		end++
	}
	name := rest[flags:end]
	if name == "define" || name == "global" || name == "undefine" || name == "bcond" || name == "bcond_with" || name == "bcond_without" {
		// Only with a name after it, so that no rest is gone through in vain.
		if after := strings.TrimLeft(rest[end:], " \t"); after != "" && isNameByte(after[0]) {
			line := restOfLine(rest[end:])
			e.builtin(name, line, depth)
			return "", at + 1 + end + len(line)
		}
	}
	if found := e.defined[name]; found.parametric && flags == 0 {
		// Without braces the rest of the line is its arguments.
		line, _, _ := strings.Cut(rest[end:], "\n")
		if value, ok := e.call(name, found, line, depth); ok {
			return value, at + 1 + end + len(line)
		}
	}
	next = at + 1 + end
	if value, ok := e.braced(rest[:end], depth); ok && name != "" {
		return value, next
	}
	return text[at:next], next
}

// matching returns the length of the bracketed text that s starts with, -1 if
// it is not closed.
func matching(s string) int {
	open, shut, depth := s[0], closing(s[0]), 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// restOfLine returns s up to the first newline that neither a \ precedes nor
// the brackets of a macro enclose.
func restOfLine(s string) string {
	var open brackets
	for at := 0; at < len(s); {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return s
		}
		open.scan([]byte(s[at : at+i]))
		at += i
		if open.depth == 0 && !strings.HasSuffix(strings.TrimSuffix(s[:at], "\r"), `\`) {
			return s[:at]
		}
		at++
	}
	return s
}

// braced expands what is between the braces of a macro: name, ?name, !?name,
// ?name:text, with name. It tells whether it could.
func (e *expansion) braced(inner string, depth int) (string, bool) {
	flags := 0
	for flags < len(inner) && (inner[flags] == '?' || inner[flags] == '!') {
		flags++
	}
	test := strings.Contains(inner[:flags], "?")
	not := strings.Count(inner[:flags], "!")%2 == 1
	if value, ok := e.bracedArgument(inner[flags:], test, not, depth); ok {
		return value, true
	}
	end := flags
	for end < len(inner) && isNameByte(inner[end]) {
		end++
	}
	name, rest := inner[flags:end], inner[end:]
	if name == "" {
		return "", false
	}
	found, ok := e.defined[name]
	switch {
	case rest == "" && test && not:
		return "", true
	case rest == "" && ok && !found.parametric:
		return e.text(found.body, depth+1), true
	case ok && found.parametric && (rest == "" || rest[0] == ' ' || rest[0] == '\t'):
		return e.call(name, found, rest, depth)
	case rest == "":
		return "", test
	case rest[0] == ':' && test:
		if ok == not {
			return "", true
		}
		return e.text(rest[1:], depth+1), true
	}
	return e.function(name, strings.TrimLeft(rest, ": \t"), depth)
}

// bracedArgument expands %{1}, %{?1}, %{-x}, %{-x*}, %{-x:text} and
// %{!-x:text}. ok tells whether it was one of them.
func (e *expansion) bracedArgument(inner string, test, not bool, depth int) (value string, ok bool) {
	n := argumentName(inner)
	if n == 0 {
		return "", false
	}
	value, set, ok := e.argument(inner[:n])
	rest := inner[n:]
	switch {
	case !ok || rest != "" && rest[0] != ':':
		return "", false
	case rest == "" && not:
		return "", true
	case rest == "":
		return value, true
	case inner[0] != '-' && !test:
		return "", false
	case set == not:
		return "", true
	}
	return e.text(rest[1:], depth+1), true
}

// function expands the few macros with an argument whose meaning is fixed.
func (e *expansion) function(name, argument string, depth int) (string, bool) {
	argument = strings.TrimSpace(argument)
	number := map[bool]string{true: "1", false: "0"}
	switch name {
	case "with", "without":
		_, ok := e.defined["with_"+argument]
		return number[ok == (name == "with")], true
	case "defined", "undefined":
		_, ok := e.defined[argument]
		return number[ok == (name == "defined")], true
	case "expand":
		return e.text(e.text(argument, depth+1), depth+1), true
	}
	return "", false
}

// builtin runs %define, %global, %undefine and %bcond_with[out].
func (e *expansion) builtin(name, line string, depth int) {
	macroName, params, body := parseDefinition(line)
	switch name {
	case "define":
		e.set(macroName, macro{body, params != "", strings.Trim(params, "()")})
	case "global":
		e.set(macroName, macro{e.text(body, depth+1), params != "", strings.Trim(params, "()")})
	case "undefine":
		if !e.readOnly && !e.tentative {
			delete(e.defined, macroName)
		}
	case "bcond":
		_, with := e.defined["_with_"+macroName]
		_, without := e.defined["_without_"+macroName]
		if standard, known := evaluate(e.text(body, depth+1)); with || !without && (standard || !known) {
			e.set("with_"+macroName, macro{body: "1"})
		}
	case "bcond_with", "bcond_without":
		_, with := e.defined["_with_"+macroName]
		_, without := e.defined["_without_"+macroName]
		if name == "bcond_with" && with || name == "bcond_without" && !without {
			e.set("with_"+macroName, macro{body: "1"})
		}
	}
}

// parseDefinition reads "name(params) body".
func parseDefinition(line string) (name, params, body string) {
	line = strings.TrimLeft(line, " \t")
	end := 0
	for end < len(line) && isNameByte(line[end]) {
		end++
	}
	name, body = line[:end], line[end:]
	if strings.HasPrefix(body, "(") {
		if i := strings.IndexByte(body, ')'); i > 0 {
			params, body = body[:i+1], body[i+1:]
		}
	}
	body = strings.ReplaceAll(body, "\r\n", "\n")
	body = strings.TrimSpace(strings.ReplaceAll(body, "\\\n", "\n"))
	return name, params, body
}
