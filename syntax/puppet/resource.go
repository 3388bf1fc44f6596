package puppet

import "strings"

// resource reads TYPE { TITLE: ATTRIBUTES; TITLE: ... } and the default
// Type { ATTRIBUTES }.
func (p *parser) resource(s scope, virtual bool) {
	t := p.take()
	word := p.text(t)
	if !p.is(0, "{") {
		return
	}
	open := p.take()
	if isUpper(word) {
		r := p.newResource(word, s, t.start)
		r.Default = true
		p.attributes(&r)
		p.close(&r, open)
		return
	}
	if !p.hasTitle() {
		// A block behind a word that is no type: a lambda's, a hash's.
		p.statements(s)
		if p.is(0, "}") {
			p.take()
		}
		return
	}
	start := t.start
	for p.peek().kind != endToken && !p.is(0, "}") {
		r := p.newResource(word, s, start)
		r.Virtual = virtual
		title := p.value()
		title.Each(func(v *Value) { r.Titles = append(r.Titles, *v) })
		if !p.is(0, ":") {
			p.fail("a title of %s is not followed by a colon", word)
			p.skipBlock()
			break
		}
		p.take()
		p.attributes(&r)
		r.End = p.peek().end
		p.file.Resources = append(p.file.Resources, r)
		if p.is(0, ";") {
			p.take()
			start = p.peek().start
		}
	}
	if !p.is(0, "}") {
		p.file.Errors = append(p.file.Errors, Error{open.start, "the brace is never closed"})
		return
	}
	p.take()
}

// hasTitle looks for the colon of a title before the block's first comma,
// arrow or end, brackets passed over.
func (p *parser) hasTitle() bool {
	depth := 0
	for i := p.at; i < len(p.tokens) && p.tokens[i].kind != endToken; i++ {
		if p.tokens[i].kind != punctToken {
			continue
		}
		switch p.text(p.tokens[i]) {
		case "(", "[", "{":
			depth++
		case ")", "]":
			depth--
		case "}":
			if depth--; depth < 0 {
				return false
			}
		case ":":
			if depth == 0 {
				return true
			}
		case "=>", "=", ";":
			if depth == 0 {
				return false
			}
		}
	}
	return false
}

func (p *parser) newResource(word string, s scope, start int) Resource {
	return Resource{
		Type: strings.ToLower(strings.TrimPrefix(word, "::")), Decl: s.decl, Guards: s.guards, Start: start,
	}
}

func (p *parser) close(r *Resource, open token) {
	r.End = p.peek().end
	p.file.Resources = append(p.file.Resources, *r)
	if !p.is(0, "}") {
		p.file.Errors = append(p.file.Errors, Error{open.start, "the brace is never closed"})
		return
	}
	p.take()
}

// override reads Type['title'] { ATTRIBUTES }, and passes over references in
// chains such as Type['a'] -> Type['b'].
func (p *parser) override(s scope) {
	t := p.take()
	titles := p.value()
	if !p.is(0, "{") {
		return
	}
	open := p.take()
	r := p.newResource(p.text(t), s, t.start)
	r.Override = true
	titles.Each(func(v *Value) { r.Titles = append(r.Titles, *v) })
	p.attributes(&r)
	p.close(&r, open)
}

// attributes reads NAME => VALUE pairs up to what ends the body.
func (p *parser) attributes(r *Resource) {
	for p.peek().kind != endToken && !p.is(0, "}") && !p.is(0, ";") {
		if (p.is(1, "=>") || p.is(1, "+>")) && (p.peek().kind == wordToken || p.is(0, "*")) {
			name := p.text(p.take())
			p.take()
			r.Attrs = append(r.Attrs, Attr{Name: name, Value: p.value()})
		} else if !p.is(0, ",") {
			p.fail("an attribute of %s is neither NAME => VALUE nor the last", r.Type)
			p.skipAttribute()
			continue
		}
		if p.is(0, ",") {
			p.take()
		}
	}
}

func (p *parser) skipAttribute() {
	depth := 0
	for p.peek().kind != endToken {
		switch {
		case p.is(0, "{") || p.is(0, "[") || p.is(0, "("):
			depth++
		case depth == 0 && (p.is(0, ",") || p.is(0, ";") || p.is(0, "}")):
			return
		case p.is(0, "}") || p.is(0, "]") || p.is(0, ")"):
			depth--
		}
		p.take()
	}
}
