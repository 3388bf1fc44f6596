package python

import (
	"bytes"
	"strings"
)

// TokenKind says what a token is.
type TokenKind uint8

// The kinds of tokens. Newline ends a logical line.
const (
	NameToken TokenKind = iota
	NumberToken
	StringToken
	OperatorToken
	NewlineToken
)

// LexToken is a token of the source; comments are left out. Start and End are
// byte offsets.
type LexToken struct {
	Kind       TokenKind
	Start, End int
	// First is set on the first token of a simple statement: after the end of
	// a logical line, a semicolon, or the colon of a compound statement.
	First bool
	// Line is set on the first token of a logical line.
	Line bool
}

// Tokens splits source into tokens without a grammar, for what the tree does
// not show: statements that it could not read, names that are keywords on the
// other Python, indentation. It never fails: what it does not know it takes
// for an operator of one byte.
func Tokens(src []byte) []LexToken {
	l := lexer{src: src, first: true, line: true}
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		l.at = len("\ufeff") // a mark of the encoding, no part of a name
	}
	for l.at < len(src) {
		l.next()
	}
	return l.tokens
}

type lexer struct {
	src    []byte
	at     int
	depth  int  // brackets that stand open
	first  bool // the next token begins a statement
	line   bool // the next token begins a logical line
	tokens []LexToken
}

func (l *lexer) next() {
	c := l.src[l.at]
	switch {
	case c == '\n' || c == '\r':
		if l.depth == 0 && !l.line {
			l.add(NewlineToken, l.at+1)
			l.first, l.line = true, true
			return
		}
		l.at++
	case c == ' ' || c == '\t' || c == '\f':
		l.at++
	case c == '#':
		l.at = lineEnd(l.src, l.at)
	case c == '\\':
		l.at = min(len(l.src), l.at+2)
		if l.src[l.at-1] == '\r' && l.at < len(l.src) && l.src[l.at] == '\n' {
			l.at++
		}
	case c == '"' || c == '\'':
		l.add(StringToken, stringEnd(l.src, l.at))
	case isDigit(c) || c == '.' && l.at+1 < len(l.src) && isDigit(l.src[l.at+1]):
		l.add(NumberToken, l.numberEnd())
	case isNameByte(c):
		l.name()
	default:
		l.operator()
	}
}

func (l *lexer) add(kind TokenKind, end int) {
	l.tokens = append(l.tokens, LexToken{Kind: kind, Start: l.at, End: end, First: l.first, Line: l.line})
	l.at, l.first, l.line = end, false, false
}

// name reads a name, or the string that it turns out to be the prefix of.
func (l *lexer) name() {
	end := l.at
	for end < len(l.src) && isNameByte(l.src[end]) {
		end++
	}
	if end < len(l.src) && (l.src[end] == '"' || l.src[end] == '\'') && end-l.at <= 3 {
		if prefix := strings.ToLower(string(l.src[l.at:end])); strings.Trim(prefix, "bruft") == "" {
			l.add(StringToken, stringEnd(l.src, end))
			return
		}
	}
	l.add(NameToken, end)
}

func (l *lexer) numberEnd() int {
	end := l.at
	for end < len(l.src) {
		c := l.src[end]
		exponent := end > l.at && (c == '+' || c == '-') && (l.src[end-1]|0x20) == 'e' &&
			!bytes.HasPrefix(bytes.ToLower(l.src[l.at:end]), []byte("0x"))
		if !isNameByte(c) && c != '.' && !exponent {
			break
		}
		end++
	}
	return end
}

// operators of more than one byte that must not be taken for shorter ones.
var operators = []string{
	"**=", "//=", "<<=", ">>=", "...", "==", "!=", "<=", ">=", "<>", ":=", "->",
	"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "**", "//", "<<", ">>",
}

func (l *lexer) operator() {
	length := 1
	for _, op := range operators {
		if bytes.HasPrefix(l.src[l.at:], []byte(op)) {
			length = len(op)
			break
		}
	}
	c := l.src[l.at]
	switch c {
	case '(', '[', '{':
		l.depth++
	case ')', ']', '}':
		l.depth = max(0, l.depth-1)
	}
	l.add(OperatorToken, l.at+length)
	// The colon of a lambda or an annotation begins no statement, but what
	// follows it is never a keyword that begins one either.
	l.first = l.depth == 0 && (c == ';' || c == ':' && length == 1)
}

// stringEnd returns where the string ends whose quotes begin at quote: after
// its closing quotes, or at the end of the line or file that leaves it open.
func stringEnd(src []byte, quote int) int {
	q := src[quote]
	triple := bytes.HasPrefix(src[quote:], []byte{q, q, q})
	at := quote + 1
	if triple {
		at = quote + 3
	}
	for ; at < len(src); at++ {
		switch {
		case src[at] == '\\': // in raw strings too it keeps a quote from ending it
			if at++; at < len(src) && src[at] == '\r' && at+1 < len(src) && src[at+1] == '\n' {
				at++
			}
		case src[at] == q && !triple:
			return at + 1
		case src[at] == q && bytes.HasPrefix(src[at:], []byte{q, q, q}):
			return at + 3
		case src[at] == '\n' && !triple:
			return at
		}
	}
	return len(src)
}

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexAny(src[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(src)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
