package shell

import (
	"bytes"

	"mvdan.cc/sh/v3/syntax"
)

// builder puts a word's text together and remembers where it came from.
type builder struct {
	*source
	text   []byte
	spans  []span
	static bool
	quoted bool
}

func (b *builder) add(c byte, at int) {
	from := b.offset(at)
	if n := len(b.spans); n == 0 || b.spans[n-1].source+len(b.text)-b.spans[n-1].text != from {
		b.spans = append(b.spans, span{len(b.text), from})
	}
	b.text = append(b.text, c)
}

func (b *builder) addRange(start, end int) {
	for at := start; at < min(end, len(b.source.text)); at++ {
		b.add(b.source.text[at], at)
	}
}

func (b *builder) word(start, end int) Word {
	return Word{
		Text: string(b.text), Static: b.static, Quoted: b.quoted,
		Start: b.offset(start), End: b.offset(end), spans: b.spans,
	}
}

// word resolves the quotes of a word.
func (r *reader) word(w *syntax.Word) Word {
	b := builder{source: r.source, static: true}
	for _, part := range w.Parts {
		b.part(part, false)
	}
	return b.word(int(w.Pos().Offset()), int(w.End().Offset()))
}

// heredoc is word for the body of a here-document, whose quotes are text.
func (r *reader) heredoc(w *syntax.Word) Word {
	b := builder{source: r.source, static: true}
	for _, part := range w.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			// The node's end may take in the delimiter; its value never does.
			start, end := int(lit.Pos().Offset()), int(lit.End().Offset())
			if bytes.HasPrefix(r.text[min(start, len(r.text)):], []byte(lit.Value)) {
				end = start + len(lit.Value)
			}
			b.addRange(start, end)
			continue
		}
		b.part(part, true)
	}
	return b.word(int(w.Pos().Offset()), int(w.End().Offset()))
}

func (b *builder) part(part syntax.WordPart, quoted bool) {
	start, end := int(part.Pos().Offset()), int(part.End().Offset())
	switch n := part.(type) {
	case *syntax.Lit:
		b.literal(start, end, quoted)
	case *syntax.SglQuoted:
		b.quoted = true
		if n.Dollar {
			start++
		}
		b.addRange(start+1, end-1)
	case *syntax.DblQuoted:
		b.quoted = true
		for _, inner := range n.Parts {
			b.part(inner, true)
		}
	default: // variables, substitutions, arithmetic, patterns
		b.static = false
		b.addRange(start, end)
	}
}

// literal resolves backslashes: all of them outside of quotes, within double
// quotes only those before what is special there.
func (b *builder) literal(start, end int, quoted bool) {
	text := b.source.text
	end = min(end, len(text))
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
