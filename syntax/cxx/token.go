// Package cxx reads of C and C++ what decides whether newer compilers and libraries still
// take a file: what it includes and defines, how it declares names, and where it uses them
// in ways that later standards of C++ refuse. It needs no compiler and none of the headers;
// what it cannot tell, it does not say.
package cxx

import (
	"bytes"
	"strings"
)

// kind is the kind of a token.
type kind uint8

const (
	name      kind = iota + 1 // a name or a keyword
	number                    // a number
	text                      // a string
	character                 // a character, with its quotes
	mark                      // any other byte
)

// token is a token of a file, with the bytes that it stands at.
type token struct {
	kind       kind
	start, end int
	text       string
}

func (t *token) is(s string) bool { return t.text == s }

// maxTokens bounds what is read of one file.
const maxTokens = 2_000_000

// operators are those of several bytes that matter here; all others are bytes.
var operators = []string{"->", "++", "--", "==", "!=", "::", "<=", ">=", "&&", "||", "+=", "-="}

// lexer takes a file apart. What it reads of directives goes to the source, and is no
// token.
type lexer struct {
	src    []byte
	at     int
	tokens []token
	source *Source
	// fresh is set at the start of a line.
	fresh bool
	// arms are the arms of #if that are open.
	arms []arm
}

func (l *lexer) run() {
	l.fresh = true
	for l.at < len(l.src) && len(l.tokens) < maxTokens {
		if l.fresh && l.isLeftOut() {
			l.skip()
		}
		l.next()
	}
}

func (l *lexer) next() {
	if l.at >= len(l.src) {
		return
	}
	rest := l.src[l.at:]
	switch b := rest[0]; {
	case b == '\n':
		l.at++
		l.fresh = true
		return
	case b <= ' ' || b == '\\':
		l.at++
		return
	case bytes.HasPrefix(rest, []byte("//")):
		l.at = logicalEnd(l.src, l.at)
		return
	case bytes.HasPrefix(rest, []byte("/*")):
		l.at = commentEnd(l.src, l.at)
		return
	case b == '#' && l.fresh:
		l.directive()
		return
	case isName(b):
		end := 1
		for end < len(rest) && (isName(rest[end]) || isDigit(b) && rest[end] == '.') {
			end++
		}
		if isDigit(b) {
			l.add(number, end)
		} else {
			l.add(name, end)
		}
	case b == '"':
		l.add(text, quoted(rest))
	case b == '\'':
		l.add(character, quoted(rest))
	default:
		l.add(mark, operator(rest))
	}
	l.fresh = false
}

func (l *lexer) add(k kind, n int) {
	l.tokens = append(l.tokens, token{k, l.at, l.at + n, string(l.src[l.at : l.at+n])})
	l.at += n
}

// operator is the length of the operator that a text begins with.
func operator(rest []byte) int {
	for _, o := range operators {
		if strings.HasPrefix(string(rest[:min(len(rest), 2)]), o) {
			return len(o)
		}
	}
	return 1
}

// quoted is the length of the string or character that a text begins with: it ends with
// its line where it is not closed.
func quoted(rest []byte) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '\n':
			return i
		case rest[0]:
			return i + 1
		}
	}
	return len(rest)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isName(b byte) bool { return b == '_' || isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'z' }

// commentEnd is where a comment ends that begins there: the end of the file if nothing
// ends it.
func commentEnd(src []byte, at int) int {
	if n := bytes.Index(src[at+2:], []byte("*/")); n >= 0 {
		return at + 2 + n + 2
	}
	return len(src)
}

// logicalEnd is the end of the line, with those that go on.
func logicalEnd(src []byte, at int) int {
	for at < len(src) {
		n := bytes.IndexByte(src[at:], '\n')
		if n < 0 {
			return len(src)
		}
		at += n
		if line := bytes.TrimRight(src[:at], "\r"); !bytes.HasSuffix(line, []byte(`\`)) {
			return at
		}
		at++
	}
	return at
}
