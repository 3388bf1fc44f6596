package puppet

import (
	"fmt"
	"strings"
)

// Parse reads a manifest. It never fails as a whole: what cannot be read is an
// Error, and the statement after it is read again.
func Parse(src []byte) *File {
	f := &File{}
	if len(src) > MaxSize {
		f.Errors = append(f.Errors, Error{0, fmt.Sprintf("%d bytes: larger than the %d that are read", len(src), MaxSize)})
		return f
	}
	tokens, errors := lex(src)
	f.Errors = errors
	p := &parser{src: src, tokens: tokens, file: f}
	p.statements(scope{decl: -1})
	return f
}

type parser struct {
	src    []byte
	tokens []token
	at     int
	file   *File
	depth  int
	guards []Guard // around the statement that is read
}

// scope is what encloses a statement.
type scope struct {
	decl   int
	guards []Guard
}

func (s scope) with(g Guard) scope {
	s.guards = append(s.guards[:len(s.guards):len(s.guards)], g)
	return s
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) text(t token) string { return string(p.src[t.start:t.end]) }

// is reports whether the token at a distance is the punctuation.
func (p *parser) is(ahead int, punct string) bool {
	i := p.at + ahead
	return i < len(p.tokens) && p.tokens[i].kind == punctToken && p.text(p.tokens[i]) == punct
}

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

// statements reads up to the brace that closes the block, or the end.
func (p *parser) statements(s scope) {
	if p.depth++; p.depth > MaxNesting {
		p.fail("nested deeper than %d", MaxNesting)
		p.skipBlock()
		p.depth--
		return
	}
	for p.peek().kind != endToken && !p.is(0, "}") {
		before := p.at
		p.statement(s)
		if p.at == before {
			p.take() // nothing that we read begins here
		}
	}
	p.depth--
}

func (p *parser) fail(format string, args ...any) {
	p.file.Errors = append(p.file.Errors, Error{p.peek().start, fmt.Sprintf(format, args...)})
}

// skipBlock passes over everything to the brace that closes the block.
func (p *parser) skipBlock() {
	for depth := 0; p.peek().kind != endToken; p.take() {
		switch {
		case p.is(0, "{"):
			depth++
		case p.is(0, "}"):
			if depth == 0 {
				return
			}
			depth--
		}
	}
}

// block reads { statements }.
func (p *parser) block(s scope) {
	if !p.is(0, "{") {
		return
	}
	open := p.take()
	p.statements(s)
	if !p.is(0, "}") {
		p.file.Errors = append(p.file.Errors, Error{open.start, "the brace is never closed"})
		return
	}
	p.take()
}

func (p *parser) statement(s scope) {
	t := p.peek()
	p.guards = s.guards
	switch {
	case t.kind == variableToken && p.is(1, "="):
		p.assign()
	case t.kind == punctToken && strings.HasPrefix(p.text(t), "@") && p.at+1 < len(p.tokens) && p.tokens[p.at+1].kind == wordToken:
		p.take()
		p.resource(s, true)
	case t.kind == wordToken:
		p.wordStatement(s, p.text(t))
	case p.is(0, "{"): // of a lambda, or of something that we do not read
		p.block(s)
	}
}

func (p *parser) wordStatement(s scope, word string) {
	switch {
	case (word == "class" || word == "define" || word == "node") && !p.is(1, "{"):
		p.declaration(s, word)
	case word == "if" || word == "unless":
		p.conditional(s, word == "unless")
	case word == "case":
		p.caseStatement(s)
	case word == "include" || word == "require" || word == "contain":
		p.include(word)
	case p.is(1, "{"):
		p.resource(s, false)
	case p.is(1, "[") && isUpper(word):
		p.override(s)
	case p.is(1, "("):
		p.call()
	}
}

func isUpper(word string) bool {
	word = strings.TrimPrefix(word, "::")
	return word != "" && word[0] >= 'A' && word[0] <= 'Z'
}

// declaration reads class NAME (PARAMETERS) inherits PARENT { ... }.
func (p *parser) declaration(s scope, kind string) {
	d := Decl{Kind: kind, Start: p.take().start}
	d.Name = strings.Trim(p.text(p.take()), `'"`)
	index := len(p.file.Decls)
	p.file.Decls = append(p.file.Decls, d)
	for p.peek().kind != endToken && !p.is(0, "{") && !p.is(0, "}") {
		switch {
		case p.is(0, "("):
			p.skipBrackets("(", ")")
		case p.text(p.peek()) == "inherits":
			p.take()
			p.file.Decls[index].Inherits = p.text(p.take())
		default:
			p.take()
		}
	}
	s.decl = index
	p.block(s)
	p.file.Decls[index].End = p.tokens[max(0, p.at-1)].end
}

// skipBrackets passes over a bracket and all within; the defaults of parameters
// and the functions called there are noted.
func (p *parser) skipBrackets(open, closing string) {
	depth := 0
	for p.peek().kind != endToken {
		if p.peek().kind == wordToken && p.is(1, "(") && depth > 0 {
			p.call()
			continue
		}
		if p.peek().kind == variableToken && p.is(1, "=") && depth == 1 {
			p.assign()
			continue
		}
		switch {
		case p.is(0, open):
			depth++
		case p.is(0, closing):
			depth--
		}
		p.take()
		if depth <= 0 {
			return
		}
	}
}

// conditional reads if and unless with their elsif and else.
func (p *parser) conditional(s scope, negated bool) {
	p.take()
	for {
		g := Guard{Text: p.condition(), Negated: negated}
		p.block(s.with(g))
		g.Negated = !negated
		s = s.with(g)
		switch p.text(p.peek()) {
		case "elsif":
			p.take()
			negated = false
			continue
		case "else":
			p.take()
			p.block(s)
		}
		return
	}
}

// condition reads up to the brace that begins a block.
func (p *parser) condition() string {
	start := p.peek().start
	end := start
	for depth := 0; p.peek().kind != endToken; {
		if depth == 0 && (p.is(0, "{") || p.is(0, "}")) {
			break
		}
		if p.is(0, "(") || p.is(0, "[") {
			depth++
		}
		if p.is(0, ")") || p.is(0, "]") {
			depth--
		}
		end = p.take().end
	}
	return string(p.src[start:max(start, end)])
}

// caseStatement reads case SUBJECT { VALUES: { ... } ... }.
func (p *parser) caseStatement(s scope) {
	p.take()
	subject := p.condition()
	if !p.is(0, "{") {
		return
	}
	p.take()
	for p.peek().kind != endToken && !p.is(0, "}") {
		start := p.peek().start
		end := start
		for p.peek().kind != endToken && !p.is(0, ":") && !p.is(0, "{") && !p.is(0, "}") {
			end = p.take().end
		}
		values := string(p.src[start:end])
		if p.is(0, ":") {
			p.take()
		}
		if !p.is(0, "{") {
			if p.is(0, "}") {
				break
			}
			continue
		}
		p.block(s.with(Guard{Text: "case " + subject + ": " + values}))
	}
	p.take()
}

func (p *parser) include(function string) {
	start := p.take().start
	bracketed := p.is(0, "(")
	if bracketed {
		p.take()
	}
	for p.peek().kind == wordToken || p.peek().kind == stringToken {
		if p.is(1, "=>") {
			return // an attribute of that name
		}
		t := p.take()
		p.file.Includes = append(p.file.Includes, Include{
			Function: function, Class: strings.Trim(p.text(t), `'"`), Start: start, End: t.end,
		})
		if !p.is(0, ",") {
			break
		}
		p.take()
		start = p.peek().start
	}
	if bracketed && p.is(0, ")") {
		p.take()
	}
}

func (p *parser) assign() {
	t := p.take()
	p.take() // =
	v := p.value()
	p.file.Assigns = append(p.file.Assigns, Assign{
		Name: strings.TrimPrefix(p.text(t), "$"), Value: v, Guards: p.guards, Start: t.start, End: v.End,
	})
}

func (p *parser) call() {
	t := p.take()
	c := Call{Name: p.text(t), Guards: p.guards, Start: t.start}
	p.take() // (
	for p.peek().kind != endToken && !p.is(0, ")") {
		before := p.at
		c.Args = append(c.Args, p.value())
		if p.is(0, ",") || p.at == before {
			p.take()
		}
	}
	c.End = p.take().end
	p.file.Calls = append(p.file.Calls, c)
}
