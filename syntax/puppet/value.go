package puppet

import "strings"

// value reads an expression up to the comma, colon, arrow or bracket that ends
// it. Strings, arrays, variables and barewords that stand alone are read, all
// else is kept as source.
func (p *parser) value() Value {
	start := p.at
	v := p.primary()
	if p.endsValue() {
		return v
	}
	if p.is(0, "?") && p.is(1, "{") {
		return p.selector(v)
	}
	// More follows: an operator, a call, an index.
	items := []Value{v}
	for p.peek().kind != endToken && !p.endsValue() {
		before := p.at
		switch {
		case p.is(0, "(") || p.is(0, "[") || p.is(0, "{"):
			items = append(items, p.skipNested()...)
		case p.peek().kind == stringToken:
			items = append(items, p.stringValue(p.take()))
		default:
			p.take()
		}
		if p.at == before {
			break
		}
	}
	first, last := p.tokens[start], p.tokens[max(start, p.at-1)]
	return Value{Kind: Other, Text: string(p.src[first.start:last.end]), Items: items, Start: first.start, End: last.end}
}

// selector reads SUBJECT ? { VALUE => RESULT, ... }, whose subject is read. Its
// items are the results, each with the condition under which it is chosen.
func (p *parser) selector(subject Value) Value {
	v := Value{Kind: Other, Start: subject.Start}
	p.take()                 // ?
	keys, items := p.pairs() // what is asked for is no path and no command
	v.Items = items
	source := string(p.src[subject.Start:subject.End])
	for i, key := range keys {
		v.Items[i].Guards = append(v.Items[i].Guards, Guard{
			Text: "case " + source + ": " + string(p.src[key.Start:max(key.Start, key.End)]),
		})
	}
	v.End = p.tokens[max(0, p.at-1)].end
	v.Text = string(p.src[v.Start:max(v.Start, v.End)])
	return v
}

// pairs reads { KEY => VALUE, ... }.
func (p *parser) pairs() (keys, values []Value) {
	if p.depth++; p.depth > MaxNesting {
		p.fail("nested deeper than %d", MaxNesting)
		p.skipNested()
		p.depth--
		return nil, nil
	}
	p.take() // {
	for p.peek().kind != endToken && !p.is(0, "}") {
		before := p.at
		key := p.value()
		if p.is(0, "=>") {
			p.take()
			keys, values = append(keys, key), append(values, p.value())
		}
		if p.is(0, ",") || p.at == before {
			p.take()
		}
	}
	p.take()
	p.depth--
	return keys, values
}

// endsValue reports whether the next token ends an expression, or begins the
// statement after it.
func (p *parser) endsValue() bool {
	t := p.peek()
	if t.kind == endToken {
		return true
	}
	if t.kind != punctToken {
		// Two values beside each other: the next statement.
		return p.at > 0 && p.tokens[p.at-1].kind != punctToken || p.at > 0 && p.is(-1, ")") || p.at > 0 && p.is(-1, "]") || p.at > 0 && p.is(-1, "}")
	}
	switch p.text(t) {
	case ",", ";", ":", "=>", "+>", ")", "]", "}", "->", "~>", "<-", "<~", "|", "@", "@@":
		return true
	case "{":
		// Only a selector's brace goes on with the expression.
		return p.at == 0 || !p.is(-1, "?")
	case "=":
		return true
	}
	return false
}

// skipNested passes over a bracket and all within it, and returns the strings
// there that are no keys.
func (p *parser) skipNested() (strings []Value) {
	for depth := 0; p.peek().kind != endToken; {
		switch {
		case p.is(0, "(") || p.is(0, "[") || p.is(0, "{"):
			depth++
		case p.is(0, ")") || p.is(0, "]") || p.is(0, "}"):
			depth--
		}
		if t := p.take(); t.kind == stringToken && !p.is(0, "=>") {
			strings = append(strings, p.stringValue(t))
		}
		if depth <= 0 {
			break
		}
	}
	return strings
}

func (p *parser) primary() Value {
	t := p.peek()
	switch {
	case t.kind == stringToken:
		p.take()
		return p.stringValue(t)
	case t.kind == variableToken:
		p.take()
		return Value{Kind: Variable, Text: p.text(t), Start: t.start, End: t.end}
	case t.kind == wordToken && p.is(1, "("):
		p.call()
		end := p.tokens[max(0, p.at-1)].end
		return Value{Kind: Other, Text: string(p.src[t.start:end]), Start: t.start, End: end}
	case t.kind == wordToken:
		p.take()
		return Value{Kind: Bareword, Text: p.text(t), Static: true, Start: t.start, End: t.end}
	case p.is(0, "["):
		return p.array()
	case p.is(0, "{"):
		keys, items := p.pairs()
		end := p.tokens[max(0, p.at-1)].end
		return Value{Kind: Hash, Text: string(p.src[t.start:end]), Keys: keys, Items: items, Start: t.start, End: end}
	case p.endsValue():
		return Value{Kind: Other, Start: t.start, End: t.start}
	}
	p.take()
	return Value{Kind: Other, Text: p.text(t), Start: t.start, End: t.end}
}

func (p *parser) array() Value {
	open := p.take()
	v := Value{Kind: Array, Start: open.start}
	if p.depth++; p.depth > MaxNesting {
		p.fail("nested deeper than %d", MaxNesting)
		p.at--
		p.skipNested()
	} else {
		for p.peek().kind != endToken && !p.is(0, "]") {
			before := p.at
			v.Items = append(v.Items, p.value())
			if p.is(0, ",") || p.at == before {
				p.take()
			}
		}
		p.take()
	}
	p.depth--
	v.End = p.tokens[max(0, p.at-1)].end
	v.Text = string(p.src[v.Start:max(v.Start, v.End)])
	return v
}

// stringValue resolves quotes and escapes.
func (p *parser) stringValue(t token) Value {
	if t.body > 0 {
		return p.heredocValue(t)
	}
	v := Value{Kind: String, Static: true, Start: t.start, End: t.end}
	var text []byte
	add := func(c byte, at int) {
		if n := len(v.spans); n == 0 || v.spans[n-1].source+len(text)-v.spans[n-1].text != at {
			v.spans = append(v.spans, span{len(text), at})
		}
		text = append(text, c)
	}
	double := p.src[t.start] == '"'
	for i := t.start + 1; i < t.end-1; i++ {
		c := p.src[i]
		if c == '$' && double && i+1 < t.end-1 && (p.src[i+1] == '{' || isWord(p.src[i+1])) {
			v.Static = false
		}
		if c != '\\' || i+1 >= t.end-1 {
			add(c, i)
			continue
		}
		next := p.src[i+1]
		switch {
		case double && strings.IndexByte("ntrs", next) >= 0:
			add("\n\t\r "[strings.IndexByte("ntrs", next)], i)
			i++
		case next == '\\' || next == '\'' || double && (next == '"' || next == '$'):
			i++
			add(next, i)
		default:
			add(c, i)
		}
	}
	v.Text = string(text)
	return v
}

// heredocValue is the text of a here-document, up to the line of its tag.
func (p *parser) heredocValue(t token) Value {
	tag := strings.Trim(strings.TrimSpace(string(p.src[t.start+2:max(t.start+2, t.end-1)])), `"`)
	tag, _, _ = strings.Cut(tag, "/")
	tag, _, _ = strings.Cut(strings.Trim(tag, `" `), ":")
	end := t.body
	for line := range strings.Lines(string(p.src[t.body:])) {
		if strings.Trim(line, " \t\r\n|-") == strings.Trim(tag, `" `) {
			break
		}
		end += len(line)
	}
	text := string(p.src[t.body:end])
	return Value{
		Kind: String, Text: text, Static: !strings.Contains(text, "$"), Start: t.start, End: max(t.end, end),
		spans: []span{{0, t.body}},
	}
}
