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
	if m := conditional.FindSubmatch(line); m != nil {
		l.condition(string(m[1]), m[2])
		return
	}
	if l.isLeftOut() {
		return
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

// conditional is a directive that opens, changes or closes an arm.
var conditional = regexp.MustCompile(`^#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b[ \t]*([^\r\n]*)`)

// The conditions that are known: what is in the arm of #if 0 is not compiled, and what is
// there for an OpenSSL older than 1.1.0 is not looked for in a newer one.
var (
	never   = regexp.MustCompile(`^\(?0\)?[ \t]*(?:/[/*].*)?$`)
	older   = regexp.MustCompile(`^\(?[ \t]*OPENSSL_VERSION_NUMBER[ \t]*<[ \t]*0x101`)
	younger = regexp.MustCompile(`^\(?[ \t]*OPENSSL_VERSION_NUMBER[ \t]*>=[ \t]*0x101`)
)

// arm is an arm of #if.
type arm struct {
	// known is set where it is known which arm is taken, left where it is not this one.
	known, left bool
}

// maxArms bounds how deep arms stand in each other; those within are all read.
const maxArms = 1_000

func (l *lexer) condition(word string, text []byte) {
	last := len(l.arms) - 1
	switch word {
	case "if", "ifdef", "ifndef":
		if len(l.arms) >= maxArms {
			return
		}
		one := arm{}
		if word == "if" {
			one.left = never.Match(text) || older.Match(text)
			one.known = one.left || younger.Match(text)
		}
		l.arms = append(l.arms, one)
	case "elif":
		if last >= 0 {
			l.arms[last] = arm{}
		}
	case "else":
		if last >= 0 && l.arms[last].known {
			l.arms[last].left = !l.arms[last].left
		}
	case "endif":
		if last >= 0 {
			l.arms = l.arms[:last]
		}
	}
}

// isLeftOut reports whether what stands here is in an arm that is not taken.
func (l *lexer) isLeftOut() bool {
	for _, a := range l.arms {
		if a.left {
			return true
		}
	}
	return false
}

// skip goes to the next line that is a directive.
func (l *lexer) skip() {
	for l.at < len(l.src) {
		n := bytes.IndexByte(l.src[l.at:], '\n')
		line := l.src[l.at:]
		if n >= 0 {
			line = line[:n]
		}
		if trimmed := bytes.TrimLeft(line, " \t"); len(trimmed) > 0 && trimmed[0] == '#' {
			return
		}
		if n < 0 {
			l.at = len(l.src)
			return
		}
		l.at += n + 1
	}
}
