package puppet

import (
	"bytes"
	"fmt"
	"strings"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota // names, keywords, numbers
	variableToken
	stringToken
	regexToken
	punctToken
	endToken
)

type token struct {
	kind       tokenKind
	start, end int
	body       int // of a here-document, where its text begins; else 0
}

// puncts of more than one byte, the longest first.
var puncts = []string{
	"<<|", "|>>", "<|", "|>", "=>", "+>", "->", "~>", "<-", "<~", "==", "!=", "=~", "!~", "<=", ">=", "<<", ">>", "@@",
}

type lexer struct {
	src    []byte
	at     int
	tokens []token
	errors []Error
	// heredocs are the tags whose texts begin after the current line.
	heredocs []heredoc
}

type heredoc struct {
	token int
	tag   string
}

// lex splits a manifest into tokens; comments are left out.
func lex(src []byte) ([]token, []Error) {
	l := &lexer{src: src}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		l.at = 3
	}
	for l.at < len(src) {
		l.next()
	}
	l.tokens = append(l.tokens, token{kind: endToken, start: len(src), end: len(src)})
	return l.tokens, l.errors
}

func (l *lexer) next() {
	switch c := l.src[l.at]; {
	case c == '\n':
		l.at++
		l.skipHeredocs()
	case c == ' ' || c == '\t' || c == '\r':
		l.at++
	case c == '#':
		l.at = l.find(l.at, "\n")
	case bytes.HasPrefix(l.src[l.at:], []byte("/*")):
		l.at = min(len(l.src), l.find(l.at+2, "*/")+2)
	case c == '\'' || c == '"':
		l.quoted(c)
	case c == '$' && l.at+1 < len(l.src) && (isWord(l.src[l.at+1]) || l.src[l.at+1] == ':'):
		l.word(variableToken, l.at+1)
	case c == '@' && bytes.HasPrefix(l.src[l.at:], []byte("@(")):
		l.heredoc()
	case c == '/' && l.regexAllowed():
		l.regex()
	case isWord(c) || c == ':' && bytes.HasPrefix(l.src[l.at:], []byte("::")):
		l.word(wordToken, l.at)
	default:
		l.punct()
	}
}

func (l *lexer) add(kind tokenKind, end int) {
	l.tokens = append(l.tokens, token{kind: kind, start: l.at, end: end})
	l.at = end
}

// find returns the offset of text from an offset on, the end if it is not there.
func (l *lexer) find(from int, text string) int {
	if from < len(l.src) {
		if i := bytes.Index(l.src[from:], []byte(text)); i >= 0 {
			return from + i
		}
	}
	return len(l.src)
}

// word reads a name with its colons. A dash belongs to it between letters, as
// in barewords of old manifests.
func (l *lexer) word(kind tokenKind, end int) {
	for end < len(l.src) {
		switch {
		case isWord(l.src[end]):
			end++
		case bytes.HasPrefix(l.src[end:], []byte("::")):
			end += 2
		case (l.src[end] == '-' || l.src[end] == '.') && kind == wordToken && end+1 < len(l.src) && isWord(l.src[end+1]) && end > l.at:
			end++
		default:
			l.add(kind, end)
			return
		}
	}
	l.add(kind, end)
}

func (l *lexer) quoted(quote byte) {
	end := l.at + 1
	for end < len(l.src) && l.src[end] != quote {
		if l.src[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(l.src) {
		line := 1 + bytes.Count(l.src[:l.at], []byte{'\n'})
		l.errors = append(l.errors, Error{l.at, fmt.Sprintf("the quote %c of line %d is never closed", quote, line)})
		l.at = l.find(l.at, "\n") // the rest of the file may still be read
		return
	}
	l.add(stringToken, end+1)
}

// regexAllowed reports whether a slash begins a regular expression here rather
// than divides: after an operator, a bracket or at the beginning of an arm.
func (l *lexer) regexAllowed() bool {
	if len(l.tokens) == 0 {
		return false
	}
	last := l.tokens[len(l.tokens)-1]
	text := string(l.src[last.start:last.end])
	if last.kind == wordToken {
		return text == "node" || text == "in"
	}
	return last.kind == punctToken && text != ")" && text != "]"
}

func (l *lexer) regex() {
	end := l.at + 1
	for end < len(l.src) && l.src[end] != '/' && l.src[end] != '\n' {
		if l.src[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(l.src) || l.src[end] != '/' {
		l.punct()
		return
	}
	l.add(regexToken, end+1)
}

// heredoc reads @("TAG"/flags); its text follows the line.
func (l *lexer) heredoc() {
	end := l.find(l.at, ")")
	if line := l.find(l.at, "\n"); end > line {
		l.punct()
		return
	}
	tag := strings.Trim(strings.TrimSpace(string(l.src[l.at+2:end])), `"`)
	tag, _, _ = strings.Cut(tag, "/")
	tag, _, _ = strings.Cut(strings.Trim(tag, `"`), ":")
	l.heredocs = append(l.heredocs, heredoc{len(l.tokens), strings.Trim(strings.TrimSpace(tag), `"`)})
	l.add(stringToken, min(len(l.src), end+1))
}

// skipHeredocs passes over the texts that begin here, and remembers where.
func (l *lexer) skipHeredocs() {
	for _, h := range l.heredocs {
		t := &l.tokens[h.token]
		t.body = l.at
		for l.at < len(l.src) {
			line, _, _ := bytes.Cut(l.src[l.at:], []byte{'\n'})
			l.at = min(len(l.src), l.at+len(line)+1)
			if strings.Trim(string(line), " \t\r|-") == h.tag {
				break
			}
		}
	}
	l.heredocs = nil
}

func (l *lexer) punct() {
	for _, p := range puncts {
		if bytes.HasPrefix(l.src[l.at:], []byte(p)) {
			l.add(punctToken, l.at+len(p))
			return
		}
	}
	l.add(punctToken, l.at+1)
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
