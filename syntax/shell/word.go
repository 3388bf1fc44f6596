package shell

import (
	"bytes"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// builder puts a word's text together and remembers where it came from.
type builder struct {
	*source
	text    []byte
	spans   []span
	refs    []string
	dynamic []Segment
	quoted  bool
}

func (b *builder) add(c byte, at int) {
	from := b.offset(at)
	if n := len(b.spans); n == 0 || b.spans[n-1].source+len(b.text)-b.spans[n-1].text != from {
		b.spans = append(b.spans, span{len(b.text), from})
	}
	b.text = append(b.text, c)
}

func (b *builder) addRange(start, end int) {
	end = min(end, len(b.source.text))
	if start >= end {
		return
	}
	if len(b.removed) > 0 { // each byte may be shifted anew
		for at := start; at < end; at++ {
			b.add(b.source.text[at], at)
		}
		return
	}
	b.add(b.source.text[start], start)
	b.text = append(b.text, b.source.text[start+1:end]...)
}

// addDynamic adds what is not known before it is run, as it is written.
func (b *builder) addDynamic(start, end int) {
	from := len(b.text)
	b.addRange(start, end)
	b.dynamic = append(b.dynamic, Segment{from, len(b.text)})
}

func (b *builder) word(start, end int) Word {
	return Word{
		Text: string(b.text), Static: len(b.dynamic) == 0, Quoted: b.quoted, Refs: b.refs, Dynamic: b.dynamic,
		Start: b.offset(start), End: max(b.offset(start), b.end(end)), spans: b.spans,
	}
}

// word resolves the quotes of a word.
func (r *reader) word(w *syntax.Word) Word {
	b := builder{source: r.source}
	for _, part := range w.Parts {
		r.part(&b, part, false)
	}
	return b.word(int(w.Pos().Offset()), int(w.End().Offset()))
}

// heredoc reads a here-document. Quotes in its body are text.
func (r *reader) heredoc(d *syntax.Redirect, delimiter Word) Heredoc {
	h := Heredoc{Delimiter: delimiter.Text, Quoted: delimiter.Quoted, StripTabs: d.Op == syntax.DashHdoc}
	if strings.Contains(r.cond(int(d.Word.Pos().Offset()), int(d.Word.End().Offset())).Text, `\`) {
		h.Quoted = true // <<\EOF
	}
	if d.Hdoc == nil { // an empty one
		h.Body = Word{Static: true, Start: delimiter.End, End: delimiter.End}
		return h
	}
	b := builder{source: r.source}
	start := int(d.Hdoc.Pos().Offset())
	end := start
	for _, part := range d.Hdoc.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			r.part(&b, part, true)
			end = int(part.End().Offset())
			continue
		}
		// The node's end may take in the delimiter; its value never does.
		from, to := int(lit.Pos().Offset()), int(lit.End().Offset())
		if bytes.HasPrefix(r.text[min(from, len(r.text)):], []byte(lit.Value)) {
			to = from + len(lit.Value)
		}
		b.document(from, to, h)
		end = to
	}
	h.Body = b.word(start, end)
	return h
}

// document adds the text of a here-document.
func (b *builder) document(start, end int, h Heredoc) {
	text := b.source.text
	end = min(end, len(text))
	for at := start; at < end; at++ {
		c := text[at]
		switch {
		case c == '\t' && h.StripTabs && at > 0 && text[at-1] == '\n':
			for at+1 < end && text[at+1] == '\t' {
				at++
			}
		case c == '\\' && !h.Quoted && at+1 < end && text[at+1] == '\n':
			at++
		case c == '\\' && !h.Quoted && at+1 < end && bytes.IndexByte([]byte("$`\\"), text[at+1]) >= 0:
			at++
			b.add(text[at], at)
		case !h.Quoted && (c == '$' || c == '`'): // the parser leaves none of these
			length := referenceLength(text[at:end])
			if length > 1 {
				if name := referenced(text[at : at+length]); name != "" {
					b.refs = append(b.refs, name)
				}
				b.addDynamic(at, at+length)
				at += length - 1
			} else {
				b.add(c, at)
			}
		default:
			b.add(c, at)
		}
	}
}

// referenceLength returns the length of the $x, ${x}, $(x) or `x` that begins a
// text, 1 if it is none of them.
func referenceLength(text []byte) int {
	const limit = 200 // for a bracket that is not closed
	if len(text) < 2 {
		return 1
	}
	closes, ok := map[byte]byte{'{': '}', '(': ')'}[text[1]]
	if text[0] == '`' {
		closes, ok = '`', true
	}
	if ok {
		return 2 + bytes.IndexByte(text[1:min(len(text), limit)], closes)
	}
	if text[0] == '$' && bytes.IndexByte([]byte("?!#$@*-0123456789"), text[1]) >= 0 {
		return 2
	}
	return 1 + len(referenced(text))
}

func (r *reader) part(b *builder, part syntax.WordPart, quoted bool) {
	start, end := int(part.Pos().Offset()), int(part.End().Offset())
	switch n := part.(type) {
	case *syntax.Lit:
		b.literal(start, end, quoted)
	case *syntax.SglQuoted:
		b.quoted = true
		if n.Dollar {
			b.escaped(start+2, end-1)
		} else {
			b.addRange(start+1, end-1)
		}
	case *syntax.DblQuoted:
		b.quoted = true
		for _, inner := range n.Parts {
			r.part(b, inner, true)
		}
	default: // variables, substitutions, arithmetic, patterns
		b.refs = append(b.refs, r.refs(n)...)
		b.addDynamic(start, end)
	}
}

// escapes are those of $'...' that stand for one other character.
var escapes = map[byte]byte{
	'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v',
	'e': 0x1b, '\\': '\\', '\'': '\'', '"': '"', '?': '?',
}

// escaped resolves what stands in $'...'; numeric escapes stay as written.
func (b *builder) escaped(start, end int) {
	text := b.source.text
	end = min(end, len(text))
	for at := start; at < end; at++ {
		if text[at] == '\\' && at+1 < end {
			if c, ok := escapes[text[at+1]]; ok {
				b.add(c, at)
				at++
				continue
			}
		}
		b.add(text[at], at)
	}
}

// literal resolves backslashes: all of them outside of quotes, within double
// quotes only those before what is special there.
func (b *builder) literal(start, end int, quoted bool) {
	text := b.source.text
	end = min(end, len(text))
	if start < end && bytes.IndexByte(text[start:end], '\\') < 0 {
		b.addRange(start, end)
		return
	}
	for at := start; at < end; at++ {
		if text[at] != '\\' || at+1 >= end {
			b.add(text[at], at)
			continue
		}
		next := text[at+1]
		switch {
		case next == '\n':
			at++
		case !quoted || bytes.IndexByte([]byte("$`\"\\"), next) >= 0:
			at++
			b.add(next, at)
		default:
			b.add('\\', at)
		}
	}
}
