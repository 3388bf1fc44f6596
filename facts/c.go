package facts

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
)

// cRunners are the functions of C that give their first argument to /bin/sh.
var cRunners = map[string]bool{"system": true, "popen": true}

// cExecs are those that run a program, which is the argument of that place; true
// where its own arguments follow one by one, the first of them its name.
var cExecs = map[string]struct {
	place int
	words bool
}{
	"execl": {0, true}, "execle": {0, true}, "execlp": {0, true},
	"execv": {0, false}, "execve": {0, false}, "execvp": {0, false}, "execvpe": {0, false},
	"posix_spawn": {1, false}, "posix_spawnp": {1, false},
}

// cWriters are the functions that write a text into their first argument.
var cWriters = map[string]bool{
	"sprintf": true, "snprintf": true, "strcpy": true, "strncpy": true, "strcat": true, "strncat": true, "asprintf": true,
	"vsnprintf": true, "strlcpy": true, "strlcat": true, "memcpy": true,
}

// programFolders are those in which a string that begins with a path names a
// program and its arguments.
var programFolders = map[string]bool{"/bin": true, "/sbin": true, "/usr/bin": true, "/usr/sbin": true, "/usr/local/bin": true, "/usr/local/sbin": true}

// maxHeld bounds the texts that one variable of a C file is followed to.
const maxHeld = 30

// cFile is a C or C++ file whose facts are read.
type cFile struct {
	file *File
	cLexer
	calls []cCall
	held  map[string][]*text // what is written into a variable, by its name
	run   []string           // the variables that a shell is given
	// macros are the names in capitals that are used.
	macros map[string]bool
	// last are the tokens that were read last, the newest at the end.
	last [4]cToken
}

// cCall is a call whose bracket is open.
type cCall struct {
	name  string
	place int
	first string // the name that its first argument is
	words []word // of exec's
}

// readC adds what the strings of a C or C++ file name: commands that are given
// to system, popen and exec, by themselves or through a variable, and paths.
func readC(f *File, src []byte) {
	c := &cFile{file: f, cLexer: cLexer{src: src}, held: map[string][]*text{}, macros: map[string]bool{}}
	for {
		t := c.next()
		if t.kind == cEnd {
			break
		}
		c.token(t)
		copy(c.last[:], c.last[1:])
		c.last[len(c.last)-1] = t
	}
	for _, name := range c.run {
		for _, t := range c.held[name] {
			c.shell(t)
		}
		delete(c.held, name)
	}
	f.Macros = slices.Sorted(maps.Keys(c.macros))
}

// before returns the token so many ahead of the one at hand.
func (c *cFile) before(n int) cToken { return c.last[len(c.last)-n] }

func (c *cFile) token(t cToken) {
	switch {
	case t.kind == cString:
		c.string(t)
	case t.kind == cName:
		c.named(t.name)
		c.macro(t.name)
	case t.is('('):
		name := ""
		if c.before(1).kind == cName {
			name = c.before(1).name
		}
		c.calls = append(c.calls, cCall{name: name})
	case t.is(')') && len(c.calls) > 0:
		c.close(c.calls[len(c.calls)-1])
		c.calls = c.calls[:len(c.calls)-1]
	case t.is(',') && len(c.calls) > 0:
		c.calls[len(c.calls)-1].place++
	case t.is(';') || t.is('{') || t.is('}'):
		c.calls = c.calls[:0]
	}
}

// named notes a name that is an argument.
func (c *cFile) named(name string) {
	if len(c.calls) == 0 {
		return
	}
	call := &c.calls[len(c.calls)-1]
	if call.place != 0 || call.first != "" {
		return
	}
	call.first = name
	if cRunners[call.name] && len(c.run) < maxHeld*maxHeld {
		c.run = append(c.run, name)
	}
}

// maxMacros bounds the names of macros that are kept of a file.
const maxMacros = 10_000

// macro notes a name in capitals that is used, other than where it is defined or
// asked for.
func (c *cFile) macro(name string) {
	if one := c.before(1); one.kind == cName && cDefines[one.name] || !isMacro(name) || len(c.macros) == maxMacros {
		return
	}
	c.macros[name] = true
}

// isMacro reports whether a name is in capitals, as those of macros mostly are: such
// are followed to whether anybody uses them.
func isMacro(name string) bool {
	if len(name) < 4 || len(name) > maxMacro {
		return false
	}
	for i := range len(name) {
		if b := name[i]; b != '_' && (b < 'A' || 'Z' < b) && (b < '0' || '9' < b) {
			return false
		}
	}
	return true
}

// maxMacro is the longest name of a macro that is kept.
const maxMacro = 100

// cDefines are the words before a name of the preprocessor's that is no use of it.
var cDefines = map[string]bool{"define": true, "undef": true, "ifdef": true, "ifndef": true}

// string handles a string by what takes it.
func (c *cFile) string(t cToken) {
	call := cCall{}
	if len(c.calls) > 0 {
		call = c.calls[len(c.calls)-1]
	}
	if cRunners[call.name] && call.place == 0 && call.first == "" {
		c.shell(t.text)
		return
	}
	if exec, ok := cExecs[call.name]; ok && (call.place == exec.place || exec.words && call.place > exec.place) {
		c.calls[len(c.calls)-1].words = append(call.words, t.text.word())
		return
	}
	if name := c.target(call); name != "" && len(c.held[name]) < maxHeld {
		if call.name != "" {
			t.text.markConversions()
		}
		c.held[name] = append(c.held[name], t.text)
	}
	c.path(t.text)
}

// target is the variable that a string is written into: NAME = "...", NAME[] =
// "...", NAME += "...", #define NAME "...", and the first argument of what writes.
func (c *cFile) target(call cCall) string {
	if cWriters[call.name] {
		return call.first
	}
	switch one, two, three := c.before(1), c.before(2), c.before(3); {
	case one.is('=') && two.kind == cName:
		return two.name
	case one.is('=') && (two.is(']') || two.is('+')) && three.kind == cName:
		return three.name
	case one.is('=') && two.is(']') && three.is('[') && c.before(4).kind == cName:
		return c.before(4).name
	case c.defines() != "":
		return one.name
	case one.is('(') && two.kind == cName && three.kind == cName && three.name == "string":
		return two.name // std::string name("...")
	}
	return ""
}

// close adds the command of an exec that is closed.
func (c *cFile) close(call cCall) {
	if len(call.words) == 0 {
		return
	}
	words := call.words[:1]
	if len(call.words) > 2 {
		words = append(words[:1:1], call.words[2:]...)
	}
	s := source{file: c.file}
	s.command(words, embedding{via: ViaSystem, depth: 1}, nil)
}

func (c *cFile) shell(t *text) {
	readShell(c.file, t.bytes, t.at, embedding{via: ViaSystem, depth: 1, shell: "sh"})
}

// path adds the path that a string is, or the program that it begins with.
func (c *cFile) path(t *text) {
	name, _, more := strings.Cut(t.word().text, " ")
	if !isPath(name) || more && !programFolders[path.Dir(name)] {
		return
	}
	macro := c.defines()
	if !isMacro(macro) {
		macro = ""
	}
	c.file.Paths = append(c.file.Paths, Path{Text: name, Span: Span{t.at(0), t.at(len(name)-1) + 1}, Via: "string", Macro: macro})
}

// defines is the macro that the string at hand is all of, if it is one.
func (c *cFile) defines() string {
	if one, two := c.before(1), c.before(2); one.kind == cName && two.kind == cName && two.name == "define" {
		return one.name
	}
	return ""
}

// cKind is the kind of a token of C.
type cKind uint8

const (
	cEnd cKind = iota
	cName
	cString
	cOther
)

// cToken is a token of C: a name, a string with those that follow it, which C
// joins, or one byte.
type cToken struct {
	kind cKind
	name string
	text *text
	byte byte
}

func (t cToken) is(b byte) bool { return t.kind == cOther && t.byte == b }

// cLexer takes a file of C apart. Comments and characters are left out.
type cLexer struct {
	src []byte
	at  int
}

func (c *cLexer) next() cToken {
	for c.at < len(c.src) {
		switch b := c.src[c.at]; {
		case bytes.HasPrefix(c.src[c.at:], []byte("//")):
			c.at = logicalEnd(c.src, c.at)
		case bytes.HasPrefix(c.src[c.at:], []byte("/*")):
			c.comment()
		case b == '"':
			return cToken{kind: cString, text: c.strings()}
		case b == '\'':
			c.character()
		case isNameByte(b):
			start := c.at
			for c.at < len(c.src) && isNameByte(c.src[c.at]) {
				c.at++
			}
			return cToken{kind: cName, name: string(c.src[start:c.at])}
		case b <= ' ' || b == '\\':
			c.at++
		default:
			c.at++
			return cToken{kind: cOther, byte: b}
		}
	}
	return cToken{}
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}
func (c *cLexer) comment() {
	end := bytes.Index(c.src[c.at+2:], []byte("*/"))
	if end < 0 {
		c.at = len(c.src)
		return
	}
	c.at += 2 + end + 2
}

func (c *cLexer) character() {
	for c.at++; c.at < len(c.src) && c.src[c.at] != '\'' && c.src[c.at] != '\n'; c.at++ {
		if c.src[c.at] == '\\' {
			c.at++
		}
	}
	c.at++
}

// strings reads a string and those that follow it with nothing but blanks
// between, which C joins.
func (c *cLexer) strings() *text {
	t := &text{start: c.at, offsets: []int{}}
	for {
		c.at++
		for c.at < len(c.src) && c.src[c.at] != '"' && c.src[c.at] != '\n' {
			if c.src[c.at] != '\\' || c.at+1 >= len(c.src) {
				t.add(c.src[c.at], c.at)
				c.at++
				continue
			}
			if i := strings.IndexByte(`ntr"'\`, c.src[c.at+1]); i >= 0 {
				t.add("\n\t\r\"'\\"[i], c.at)
			}
			c.at += 2
		}
		c.at = min(c.at+1, len(c.src))
		next := c.at
		for next < len(c.src) && (c.src[next] == ' ' || c.src[next] == '\t' || c.src[next] == '\r' || c.src[next] == '\n') {
			next++
		}
		if next >= len(c.src) || c.src[next] != '"' {
			return t
		}
		c.at = next
	}
}
