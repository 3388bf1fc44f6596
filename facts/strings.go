package facts

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/syntax/shell"
)

// maxLookups bounds how far a value is followed through names.
const maxLookups = 4

// item is an item of a list of words, and the name through which the list was
// come by, NoNode if it stands where it is used.
type item struct{ node, through python.ID }

// list returns the items of an expression that is a list of words.
func (p *pythonFile) list(n python.ID, depth int) (items []item, ok bool) {
	if depth > maxLookups {
		return nil, false
	}
	switch p.Kind(n) {
	case python.List, python.Tuple:
		for c := range p.Named(n) {
			items = append(items, item{c, python.NoNode})
		}
		return items, true
	case python.Parenthesized:
		return p.list(p.Child(n, 0), depth+1)
	case python.BinaryOperator:
		return p.sum(n, depth)
	case python.Identifier, python.Attribute:
		if value := p.only(n); value >= 0 {
			return p.list(value, depth+1)
		}
	}
	return nil, false
}

// sum is list for a + b. What a name adds stands where the name does: it may
// be part of many commands.
func (p *pythonFile) sum(n python.ID, depth int) (items []item, ok bool) {
	if !p.HasToken(n, "+") {
		return nil, false
	}
	for side := range p.Named(n) {
		part, known := p.list(side, depth+1)
		if !known {
			if len(items) == 0 {
				return nil, false
			}
			part = []item{{side, python.NoNode}}
		}
		if kind := p.Kind(side); known && (kind == python.Identifier || kind == python.Attribute) {
			for i := range part {
				part[i].through = side
			}
		}
		items = append(items, part...)
	}
	return items, true
}

// only returns what is assigned to a name or attribute that can hold one value
// alone, NoNode otherwise.
func (p *pythonFile) only(n python.ID) python.ID {
	values := p.valuesOf(n)
	if len(values) != 1 || values[0] == n {
		return python.NoNode
	}
	if len(p.steps) < maxSteps {
		step := newStep(p.Dotted(n), p.Text(values[0]), p.span(values[0]))
		if !slices.Contains(p.steps, step) {
			p.steps = append(p.steps, step)
		}
	}
	return values[0]
}

// text returns the text of an expression that makes one, with what is only
// known when it runs as it is written: %s, {}, or the expression itself.
func (p *pythonFile) text(n python.ID, depth int) (t *text, ok bool) {
	if depth > maxLookups {
		return nil, false
	}
	switch p.Kind(n) {
	case python.String:
		t = &text{start: int(p.Nodes[n].Start)}
		p.literal(t, n)
		return t, true
	case python.ConcatenatedString:
		t = &text{start: int(p.Nodes[n].Start)}
		for c := range p.Named(n) {
			p.literal(t, c)
		}
		return t, true
	case python.Parenthesized:
		return p.text(p.Child(n, 0), depth+1)
	case python.BinaryOperator:
		return p.operation(n, depth)
	case python.Call:
		return p.textCall(n, depth)
	case python.Identifier, python.Attribute:
		if value := p.only(n); value >= 0 {
			return p.text(value, depth+1)
		}
	}
	return nil, false
}

// operation is text for "..." % x and "..." + x.
func (p *pythonFile) operation(n python.ID, depth int) (*text, bool) {
	left, ok := p.text(p.Child(n, 0), depth+1)
	switch {
	case p.HasToken(n, "%"):
		if ok {
			left.markConversions()
		}
		return left, ok
	case !p.HasToken(n, "+"):
		return nil, false
	}
	right, known := p.text(p.Child(n, 1), depth+1)
	if !ok && !known {
		return nil, false
	}
	if !ok {
		left = p.written(p.Child(n, 0))
	}
	if !known {
		right = p.written(p.Child(n, 1))
	}
	both := &text{start: left.start}
	for _, part := range []*text{left, right} {
		for _, u := range part.unknown {
			both.unknown = append(both.unknown, shell.Segment{Start: len(both.bytes) + u.Start, End: len(both.bytes) + u.End})
		}
		for i, c := range part.bytes {
			both.add(c, part.at(i))
		}
	}
	return both, true
}

// conversion is what the % operator replaces.
var conversion = regexp.MustCompile(`%(?:\(\w*\))?[-+ #0]*[0-9*]*(?:\.[0-9*]+)?[diouxXeEfFgGcrs]`)

// markConversions notes what the % operator fills in. Two percent signs are
// one of the text.
func (t *text) markConversions() {
	for _, at := range conversion.FindAllIndex(bytes.ReplaceAll(t.bytes, []byte("%%"), []byte("  ")), -1) {
		t.unknown = append(t.unknown, shell.Segment{Start: at[0], End: at[1]})
	}
}

// written stands for a value that is not known: one byte that is part of a
// word in every language, at the place of the expression.
func (p *pythonFile) written(n python.ID) *text {
	t := &text{start: int(p.Nodes[n].Start)}
	t.add('X', t.start)
	return t
}

// textCall is text for "...".format(x), shlex.split("...") and "...".split().
func (p *pythonFile) textCall(n python.ID, depth int) (*text, bool) {
	callee := p.Child(n, 0)
	switch p.Dotted(callee) {
	case "shlex.split", "str", "unicode":
		return p.text(p.Child(p.ChildOf(n, python.ArgumentList), 0), depth+1)
	}
	if p.Kind(callee) == python.Attribute {
		switch p.Text(p.Child(callee, 1)) {
		case "format", "split", "strip":
			return p.text(p.Child(callee, 0), depth+1)
		case "join":
			return p.joined(p.Child(callee, 0), p.Child(p.ChildOf(n, python.ArgumentList), 0), depth)
		}
	}
	return nil, false
}

// joined is text for " ".join([...]).
func (p *pythonFile) joined(between, items python.ID, depth int) (*text, bool) {
	separator, ok := p.text(between, depth+1)
	list, known := p.list(items, depth+1)
	if !ok || !known || len(list) == 0 {
		return nil, false
	}
	all := &text{start: int(p.Nodes[list[0].node].Start)}
	for i, item := range list {
		part, ok := p.text(item.node, depth+1)
		if !ok {
			part = p.written(item.node)
		}
		if i > 0 {
			for _, c := range separator.bytes {
				all.add(c, part.at(0))
			}
		}
		for i, c := range part.bytes {
			all.add(c, part.at(i))
		}
	}
	return all, true
}

// literal appends the value of a string literal, escapes resolved.
func (p *pythonFile) literal(t *text, n python.ID) {
	start, end := int(p.Nodes[n].Start), int(p.Nodes[n].End)
	src := p.Src[start:end]
	quote := bytes.IndexAny(src, "\"'")
	if quote < 0 {
		return
	}
	raw := bytes.ContainsAny(src[:quote], "rR")
	width := 1
	if len(src)-quote >= 6 && src[quote+1] == src[quote] && src[quote+2] == src[quote] {
		width = 3
	}
	if len(src)-quote < 2*width {
		return
	}
	for i := quote + width; i < len(src)-width; i++ {
		if src[i] != '\\' || raw || i+1 >= len(src)-width {
			t.add(src[i], start+i)
			continue
		}
		i++
		if src[i] == '\n' || src[i] == '\r' {
			continue // the string goes on in the next line
		}
		if at := strings.IndexByte(`ntr"'\`, src[i]); at >= 0 {
			t.add("\n\t\r\"'\\"[at], start+i-1)
			continue
		}
		t.add('\\', start+i-1)
		t.add(src[i], start+i)
	}
}
