package facts

import (
	"bytes"
	"strings"
)

// scriptKind is the kind of a token of Ruby or Perl.
type scriptKind uint8

const (
	scriptEnd     scriptKind = iota
	scriptName               // with what it is in: Facter::Util.exec
	scriptVar                // $name and @name
	scriptString             // a text
	scriptCommand            // `...`, %x{...} and qx{...}
	scriptWords              // %w[...] and qw(...)
	scriptLine               // the end of a line
	scriptOther              // one byte
)

type scriptToken struct {
	kind scriptKind
	name string
	text *text
	byte byte
}

func (t scriptToken) is(b byte) bool { return t.kind == scriptOther && t.byte == b }

// scriptLexer takes a file of Ruby or Perl apart as far as strings go: comments,
// documentation, expressions and here-documents are left out.
type scriptLexer struct {
	src    []byte
	at     int
	ruby   bool
	last   scriptToken // the one before, but for ends of lines
	before scriptToken // the one before that
	tags   []string    // of the documents that begin in the next line
}

func (l *scriptLexer) next() scriptToken {
	t := l.token()
	if t.kind != scriptLine {
		l.before, l.last = l.last, t
	}
	return t
}

func (l *scriptLexer) token() scriptToken {
	for l.at < len(l.src) {
		b := l.src[l.at]
		switch {
		case b == '\n':
			l.at++
			l.line()
			return scriptToken{kind: scriptLine}
		case l.at == 0 && l.skipped():
		case b <= ' ':
			l.at++
		case b == '#' && (l.at == 0 || l.src[l.at-1] != '$'):
			l.at = min(len(l.src), l.at+len(bytes.TrimRight(lineAt(l.src, l.at), "\n")))
		case b == '"' || b == '\'' || b == '`':
			return l.quoted(b)
		case b == '$' || b == '@':
			return l.variable()
		case b == '/' && l.operandComes():
			if !l.expression() {
				return scriptToken{kind: scriptOther, byte: b}
			}
		case b == '<' && l.document():
		case b == '%' && l.ruby && l.operandComes():
			if t, ok := l.percent(); ok {
				return t
			}
		case b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_':
			return l.word()
		default:
			l.at++
			return scriptToken{kind: scriptOther, byte: b}
		}
	}
	return scriptToken{}
}

// line handles what stands at the beginning of a line: documents that the line
// before announced, and documentation.
func (l *scriptLexer) line() {
	for _, tag := range l.tags {
		for l.at < len(l.src) {
			line := lineAt(l.src, l.at)
			l.at += len(line)
			if string(bytes.TrimSpace(line)) == tag {
				break
			}
		}
	}
	l.tags = nil
	for l.skipped() {
	}
}

// skipped passes over documentation that begins here, and what follows __END__.
func (l *scriptLexer) skipped() bool {
	rest := l.src[l.at:]
	if bytes.HasPrefix(rest, []byte("__END__")) || bytes.HasPrefix(rest, []byte("__DATA__")) {
		l.at = len(l.src)
		return false
	}
	if len(rest) < 2 || rest[0] != '=' || rest[1]|0x20 < 'a' || rest[1]|0x20 > 'z' || l.ruby && !bytes.HasPrefix(rest, []byte("=begin")) {
		return false
	}
	end := "\n=cut"
	if l.ruby {
		end = "\n=end"
	}
	i := bytes.Index(rest, []byte(end))
	if i < 0 {
		l.at = len(l.src)
		return false
	}
	l.at += i + 1
	l.at += len(lineAt(l.src, l.at))
	return true
}

// operandComes reports whether a value is what may stand next, so that / begins
// an expression and % a string.
func (l *scriptLexer) operandComes() bool {
	switch l.last.kind {
	case scriptVar, scriptString, scriptCommand, scriptWords:
		return false
	case scriptName:
		// "split /x/" and "puts %x(y)" have a blank ahead and none behind.
		return l.at > 0 && l.src[l.at-1] == ' ' && l.at+1 < len(l.src) && l.src[l.at+1] > ' '
	case scriptOther:
		return !strings.ContainsRune(")]}", rune(l.last.byte)) && (l.last.byte < '0' || l.last.byte > '9')
	}
	return true
}

// expression passes over /.../, which does not leave its line.
func (l *scriptLexer) expression() bool {
	line := lineAt(l.src, l.at)
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '/':
			l.at += i + 1
			return true
		}
	}
	l.at++
	return false
}

// document notes a here-document: its body is not read.
func (l *scriptLexer) document() bool {
	rest, ok := bytes.CutPrefix(l.src[l.at:min(len(l.src), l.at+80)], []byte("<<"))
	if !ok {
		return false
	}
	tag := bytes.TrimLeft(rest, "~-")
	if len(tag) > 0 && (tag[0] == '"' || tag[0] == '\'') {
		tag = tag[1:]
	} else if len(tag) == 0 || tag[0] < 'A' || tag[0] > 'Z' {
		return false
	}
	n := 0
	for n < len(tag) && isNameByte(tag[n]) {
		n++
	}
	if n == 0 {
		return false
	}
	l.tags = append(l.tags, string(tag[:n]))
	l.at += len("<<") + len(rest) - len(tag) + n
	if l.at < len(l.src) && (l.src[l.at] == '"' || l.src[l.at] == '\'') {
		l.at++
	}
	return true
}

func (l *scriptLexer) variable() scriptToken {
	start := l.at
	for l.at++; l.at < len(l.src) && isNameByte(l.src[l.at]); l.at++ {
	}
	if l.at == start+1 && l.at < len(l.src) && l.src[l.at] == '{' {
		return scriptToken{kind: scriptOther, byte: l.src[start]}
	}
	return scriptToken{kind: scriptVar, name: string(l.src[start+1 : l.at])}
}

// word reads a name, with the names that it is in, or what a name quotes in Perl.
func (l *scriptLexer) word() scriptToken {
	start := l.at
	for l.at < len(l.src) {
		switch b := l.src[l.at]; {
		case isNameByte(b):
			l.at++
			continue
		case b == ':' && l.follows("::"), l.ruby && b == '.' && l.follows("."):
			l.at += len("::")
			if b == '.' {
				l.at--
			}
			continue
		}
		break
	}
	name := string(l.src[start:l.at])
	if !l.ruby && !l.last.is('{') && !l.last.is('>') {
		if t, ok := l.quoting(name); ok {
			return t
		}
	}
	return scriptToken{kind: scriptName, name: name}
}

// follows reports whether a separator stands here with a name behind it.
func (l *scriptLexer) follows(separator string) bool {
	i := l.at + len(separator)
	return bytes.HasPrefix(l.src[l.at:], []byte(separator)) && i < len(l.src) && (l.src[i]|0x20 >= 'a' && l.src[i]|0x20 <= 'z' || l.src[i] == '_')
}

// quoting reads q{}, qq{}, qw{}, qx{}, m{}, qr{}, s{}{}, tr{}{} and y{}{} of Perl.
func (l *scriptLexer) quoting(name string) (scriptToken, bool) {
	kinds := map[string]scriptKind{
		"q": scriptString, "qq": scriptString, "qw": scriptWords, "qx": scriptCommand,
		"m": scriptOther, "qr": scriptOther, "s": scriptOther, "tr": scriptOther, "y": scriptOther,
	}
	kind, ok := kinds[name]
	at := l.at
	if ok && at < len(l.src) && l.src[at] == ' ' && strings.HasPrefix(name, "q") {
		at++
	}
	if !ok || at >= len(l.src) || isNameByte(l.src[at]) || l.src[at] <= ' ' || strings.IndexByte(",;=)", l.src[at]) >= 0 {
		return scriptToken{}, false
	}
	l.at = at
	t := l.delimited()
	if name == "s" || name == "tr" || name == "y" { // what takes its place
		if closer := l.src[at]; closer == '{' || closer == '(' || closer == '[' || closer == '<' {
			for l.at < len(l.src) && l.src[l.at] <= ' ' {
				l.at++
			}
		} else {
			l.at--
		}
		if l.at < len(l.src) {
			l.delimited()
		}
	}
	if kind == scriptOther {
		return scriptToken{kind: scriptOther, byte: ')'}, true // a value, of no interest
	}
	return scriptToken{kind: kind, text: t}, true
}

// percent reads %x{}, %w[], %q(), %Q(), %() and %r{} of Ruby.
func (l *scriptLexer) percent() (scriptToken, bool) {
	kind, at := scriptString, l.at+1
	if at < len(l.src) && strings.IndexByte("xwWqQrsiI", l.src[at]) >= 0 {
		switch l.src[at] {
		case 'x':
			kind = scriptCommand
		case 'w', 'W', 'i', 'I':
			kind = scriptWords
		case 'r', 's':
			kind = scriptOther
		}
		at++
	}
	if at >= len(l.src) || strings.IndexByte("{([<|!/", l.src[at]) < 0 {
		l.at++
		return scriptToken{}, false
	}
	l.at = at
	t := l.delimited()
	if kind == scriptOther {
		return scriptToken{kind: scriptOther, byte: ')'}, true
	}
	return scriptToken{kind: kind, text: t}, true
}

// delimited reads a text between the delimiter that stands here and its pair.
func (l *scriptLexer) delimited() *text {
	open := l.src[l.at]
	shut := open
	if i := strings.IndexByte("{([<", open); i >= 0 {
		shut = "})]>"[i]
	}
	l.at++
	return l.until(open, shut)
}

func (l *scriptLexer) quoted(quote byte) scriptToken {
	l.at++
	t := l.until(0, quote)
	kind := scriptString
	if quote == '`' {
		kind = scriptCommand
	}
	return scriptToken{kind: kind, text: t}
}

// until reads a text up to its end. Of an escape the second byte is kept.
func (l *scriptLexer) until(open, shut byte) *text {
	t := &text{start: l.at, offsets: []int{}}
	depth := 1
	for ; l.at < len(l.src); l.at++ {
		switch b := l.src[l.at]; {
		case b == '\\' && l.at+1 < len(l.src):
			l.at++
			if next := l.src[l.at]; next != '\n' {
				t.add(unescaped(next), l.at)
			}
			continue
		case b == shut:
			if depth--; depth == 0 || open == shut || open == 0 {
				l.at++
				hideInterpolation(t.bytes)
				return t
			}
		case b == open && open != 0:
			depth++
		}
		t.add(l.src[l.at], l.at)
	}
	return t
}

func unescaped(b byte) byte {
	if i := strings.IndexByte("ntr", b); i >= 0 {
		return "\n\t\r"[i]
	}
	return b
}

// hideInterpolation puts letters in the place of #{...}, which a shell would take
// for a comment.
func hideInterpolation(text []byte) {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '#' || text[i+1] != '{' {
			continue
		}
		depth := 0
		for ; i < len(text) && text[i] != '\n'; i++ {
			b := text[i]
			text[i] = 'X'
			if b == '{' {
				depth++
			}
			if b == '}' {
				if depth--; depth == 0 {
					break
				}
			}
		}
	}
}
