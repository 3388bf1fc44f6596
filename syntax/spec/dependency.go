package spec

import "strings"

// word is a piece of a dependency, expanded, with its place in the source.
type word struct {
	text       string
	start, end int
}

// dependencies parts the value of a tag into dependencies: blanks and commas
// separate them, "name op version" is one, and so is a rich (a or b).
func (p *parser) dependencies(t Tag) {
	words := p.words(t)
	for i := 0; i < len(words); i++ {
		w := words[i]
		d := Dependency{Kind: t.Name, Qualifier: t.Qualifier, Name: w.text, Package: t.Package, Conditions: t.Conditions, Start: w.start, End: w.end}
		d.Rich = strings.HasPrefix(w.text, "(")
		if !d.Rich && i+2 < len(words) && isOperator(words[i+1].text) {
			d.Op, d.Version = operator(words[i+1].text), words[i+2].text
			d.End = max(d.End, words[i+2].end)
			i += 2
		} else if isOperator(w.text) {
			p.fail(w.start, "%q without a name or a version", w.text)
			continue
		}
		d.Expanded = !strings.Contains(d.Name+d.Version, "%")
		// A slice of the value: many words may come out of one macro.
		d.Raw = t.Value
		if !t.FromMacro {
			d.Raw = t.Value[d.Start-t.ValueStart : d.End-t.ValueStart]
		}
		if !p.room(len(p.file.Dependencies), d.Start) {
			return
		}
		p.file.Dependencies = append(p.file.Dependencies, d)
	}
}

func isOperator(s string) bool {
	switch s {
	case "=", "==", "<", ">", "<=", ">=", "=<", "=>":
		return true
	}
	return false
}

// operator returns the usual spelling of an operator.
func operator(s string) string {
	switch s {
	case "==":
		return "="
	case "=<":
		return "<="
	case "=>":
		return ">="
	}
	return s
}

// words parts the value as it is written, so that places are known, and then
// what each part expands to.
func (p *parser) words(t Tag) []word {
	if t.FromMacro {
		var words []word
		for _, r := range splitWords(t.Expanded) {
			words = append(words, word{text: t.Expanded[r.Start:r.End], start: t.Start, end: t.End})
		}
		return words
	}
	var words []word
	for _, r := range splitWords(t.Value) {
		raw := t.Value[r.Start:r.End]
		start, end := t.ValueStart+r.Start, t.ValueStart+r.End
		expanded := p.expand(statement{start, end, unfold(raw)})
		for _, x := range splitWords(expanded) {
			words = append(words, word{text: expanded[x.Start:x.End], start: start, end: end})
		}
	}
	return words
}

// splitWords parts text at blanks and commas that stand outside of macros and
// of the parentheses of a rich dependency. A \ at the end of a line is a blank.
func splitWords(text string) []Span {
	var words []Span
	for at := 0; at < len(text); {
		if isBlank(text, at) {
			at++
			continue
		}
		start := at
		if text[at] == '(' {
			if length := matching(text[at:]); length > 0 {
				at += length
			} else {
				at = len(text)
			}
		}
		at = wordEnd(text, at)
		words = append(words, Span{start, at})
	}
	return words
}

func isBlank(text string, at int) bool {
	switch text[at] {
	case ' ', '\t', '\r', '\n', ',':
		return true
	case '\\':
		return strings.HasPrefix(text[at:], "\\\n") || strings.HasPrefix(text[at:], "\\\r\n")
	}
	return false
}

// wordEnd returns where the word ends that goes on at at.
func wordEnd(text string, at int) int {
	for at < len(text) && !isBlank(text, at) {
		if text[at] == '%' && at+1 < len(text) && closing(text[at+1]) != 0 {
			length := matching(text[at+1:])
			if length < 0 {
				return len(text)
			}
			at += length
		}
		at++
	}
	return at
}
