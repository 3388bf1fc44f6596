package cxx

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// include and constant are the directives that are read: a file that is included, and a
// macro that is a number, perhaps in brackets or cast to a type.
var (
	include  = regexp.MustCompile(`^#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")`)
	constant = regexp.MustCompile(`^#[ \t]*define[ \t]+(\w+)[ \t]+\(?[ \t]*((?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*)[ \t]*\)?[ \t]*(?:/[/*].*)?\r?$`)
	defines  = regexp.MustCompile(`^#[ \t]*define[ \t]+(\w+)`)
)

// maxDirectives bounds what is kept of one file.
const maxDirectives = 20_000

// directive reads one, and goes on behind it.
func (l *lexer) directive() {
	start := l.at
	l.at = logicalEnd(l.src, l.at)
	line := l.src[start:l.at]
	// A comment that goes on behind the line is no part of what follows.
	if open := bytes.LastIndex(line, []byte("/*")); open >= 0 && !bytes.Contains(line[open:], []byte("*/")) {
		l.at = commentEnd(l.src, start+open)
	}
	s := l.source
	if m := include.FindSubmatch(line); m != nil && len(s.Includes) < maxDirectives {
		s.Includes = append(s.Includes, Include{Name: string(m[1]) + string(m[2]), Quoted: len(m[2]) > 0})
		return
	}
	m := defines.FindSubmatch(line)
	if m == nil || len(s.Macros) >= maxDirectives {
		return
	}
	first, _, _ := bytes.Cut(line, []byte{'\n'})
	macro := Macro{Name: string(m[1])}
	if c := constant.FindSubmatch(first); c != nil && len(first) == len(line) {
		macro.Wide = isWide(string(c[2]))
	}
	s.Macros = append(s.Macros, macro)
}

// isWide reports whether a number is one that no int of 32 bits holds, whatever type its
// suffix gives it.
func isWide(digits string) bool {
	n, err := strconv.ParseUint(strings.TrimRight(digits, "uUlL"), 0, 64)
	return err == nil && n > math.MaxInt32
}
