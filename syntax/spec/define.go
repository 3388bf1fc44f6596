package spec

import "strings"

// define records the %define and %global of a statement, also those within
// %{!?name: }.
func (p *parser) define(s statement) {
	lead := len(s.text) - len(strings.TrimLeft(s.text, " \t"))
	for at := lead; at < len(s.text); {
		i := strings.IndexByte(s.text[at:], '%')
		if i < 0 {
			return
		}
		at += i
		if strings.HasPrefix(s.text[at:], "%%") {
			at += 2
			continue
		}
		word := directive(s.text[at:])
		if word != "define" && word != "global" {
			at++
			continue
		}
		at += p.definition(s, lead, at, word)
	}
}

// definition records the definition at at and returns its length. The text of
// the statement starts at lead.
func (p *parser) definition(s statement, lead, at int, word string) int {
	line := s.text[at+1+len(word):]
	if at > lead {
		line = withinBraces(line)
	}
	line = restOfLine(line)
	m := Macro{Global: word == "global", Conditions: p.current(), Start: s.start + at}
	m.Name, m.Params, m.Body = parseDefinition(line)
	length := 1 + len(word) + len(line)
	m.End = m.Start + len(strings.TrimRight(s.text[at:at+length], " \t\r\n"))
	if m.Name == "" {
		p.fail(m.Start, "%%%s without the name of a macro", word)
		return length
	}
	if test := enclosing(s.text[lead:at]); test != "" {
		m.Conditions = append(m.Conditions[:len(m.Conditions):len(m.Conditions)], Condition{Text: test, Start: s.start})
	}
	if p.room(len(p.file.Macros), m.Start) {
		p.file.Macros = append(p.file.Macros, m)
	}
	return length
}

// enclosing returns "%{!?name" of the text before a definition.
func enclosing(before string) string {
	if len(before) > 200 {
		return ""
	}
	before = strings.TrimSpace(before)
	if name, ok := strings.CutSuffix(before, ":"); ok && strings.HasPrefix(name, "%{") {
		return name + "}"
	}
	return ""
}

// withinBraces cuts s before the } that closes what was open before it.
func withinBraces(s string) string {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return s[:i]
			}
		}
	}
	return s
}
