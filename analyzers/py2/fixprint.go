package py2

import (
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// prints is what becomes of the print statements of a file. With the import
// from __future__ every print of a file is a call, so they are rewritten all or
// none.
type prints struct {
	fixes   map[int][]analysis.Edit // by where the statement begins
	trouble string                  // why they are left alone; empty if they are not
}

// printGroup is the group of the fixes of prints.
const printGroup = "print_function"

// printCodes are the detectors that report prints which have to be rewritten.
var printCodes = []string{
	"print-statement", "print-chevron", "print-trailing-comma", "print-parenthesised", "print-of-expression",
}

// fixPrint handles print statements of every form, and print called without
// the import.
func fixPrint(m *module, p site) *analysis.Fix {
	list := m.printFixes()
	if list.trouble != "" {
		return without(list.trouble)
	}
	made, ok := list.fixes[p.at.Start]
	if !ok {
		return without("where the statement begins cannot be told")
	}
	return m.needFuture(&analysis.Fix{Edits: made, Group: printGroup}, "print_function")
}

// printFixes works out, once, how every print of the file is written as a
// call. It looks at tokens, since the grammar takes some of them for
// expressions.
func (m *module) printFixes() *prints {
	if m.printed != nil {
		return m.printed
	}
	m.printed = &prints{fixes: map[int][]analysis.Edit{}}
	for _, code := range printCodes {
		if m.codes[code] == nil {
			m.printed.trouble = "all prints of a file change at once, and the rules of some are not applied"
			return m.printed
		}
	}
	tokens := m.lexed()
	for i, t := range tokens {
		if t.First && t.Kind == python.NameToken && m.token(t) == "print" {
			list, ok := m.printEdits(statementOf(m, tokens, i))
			if !ok {
				m.printed.trouble = "all prints of a file change at once, and one of them cannot be rewritten"
				return m.printed
			}
			m.printed.fixes[t.Start] = list
		}
		if t.Kind == python.NameToken && m.token(t) == "exec" && m.executesPrint(tokens[i+1:]) {
			m.printed.trouble = "a string that is executed prints, and the import changes that too"
			return m.printed
		}
	}
	return m.printed
}

// executesPrint reports whether the tokens begin with a string that has a print
// in it, brackets aside.
func (m *module) executesPrint(tokens []python.LexToken) bool {
	for _, t := range tokens {
		switch {
		case t.Kind == python.StringToken:
			return strings.Contains(m.token(t), "print")
		case m.token(t) != "(":
			return false
		}
	}
	return false
}

// lexed returns the file's tokens, split once.
func (m *module) lexed() []python.LexToken {
	if m.tokens == nil {
		m.tokens = python.Tokens(m.Src)
	}
	return m.tokens
}

func (m *module) token(t python.LexToken) string { return string(m.Src[t.Start:t.End]) }

// statement is the tokens of a simple statement, with the depth of brackets
// that each stands in; those that open and close stand outside.
type statement struct {
	tokens []python.LexToken
	depth  []int
}

// statementOf returns the statement that begins with the token i.
func statementOf(m *module, tokens []python.LexToken, i int) statement {
	var s statement
	depth := 0
	for ; i < len(tokens); i++ {
		text := ""
		if tokens[i].Kind == python.OperatorToken {
			text = m.token(tokens[i])
		}
		switch {
		case tokens[i].Kind == python.NewlineToken, text == ";" && depth == 0:
			return s
		case text == ")" || text == "]" || text == "}":
			depth--
		}
		s.tokens, s.depth = append(s.tokens, tokens[i]), append(s.depth, depth)
		if text == "(" || text == "[" || text == "{" {
			depth++
		}
	}
	return s
}

// find returns the places of a text at a depth, from a token on.
func (s statement) find(m *module, text string, depth, from int) []int {
	var list []int
	for i := from; i < len(s.tokens); i++ {
		if s.depth[i] == depth && s.tokens[i].Kind != python.StringToken && m.token(s.tokens[i]) == text {
			list = append(list, i)
		}
	}
	return list
}

func (s statement) end(i int) int { return s.tokens[i].End }

// printEdits turns one statement into a call. It is not ok for what is no
// statement of Python 2.
func (m *module) printEdits(s statement) (list []analysis.Edit, ok bool) {
	last := len(s.tokens) - 1
	if last == 0 {
		return []analysis.Edit{insert(s.end(0), "()")}, true
	}
	switch next := m.token(s.tokens[1]); {
	case next == ">>":
		return m.chevronEdits(s)
	case next == "(":
		if list, ok, done := m.bracketEdits(s); done {
			return list, ok
		}
	case s.tokens[1].Kind == python.OperatorToken && !strings.Contains("+-~[{`*@", next), next == "@", next == "*":
		return nil, false
	}
	list = append(list, m.opening(s.end(0), s.tokens[1].Start))
	return append(list, m.closing(s, last, "")), true
}

// opening puts a bracket in the place of the blanks before the first item.
func (m *module) opening(from, to int) analysis.Edit {
	if strings.Trim(string(m.Src[from:to]), " \t") != "" {
		return insert(from, "(") // a line goes on behind a backslash
	}
	return replace(from, to, "(")
}

// closing puts what ends the call behind the last item.
func (m *module) closing(s statement, last int, file string) analysis.Edit {
	if m.token(s.tokens[last]) != "," {
		return insert(s.end(last), file+")")
	}
	end := `, end=" "`
	if m.endsLine(s.tokens[last-1]) {
		end = `, end=""` // the line was over: no blank came before the next
	}
	return replace(s.end(last-1), s.end(last), end+file+")")
}

// endsLine reports whether a token is a string that ends with a newline.
func (m *module) endsLine(t python.LexToken) bool {
	if t.Kind != python.StringToken {
		return false
	}
	prefix, body := splitString(m.token(t))
	return !strings.ContainsAny(prefix, "rR") && (strings.HasSuffix(body, `\n`) && !strings.HasSuffix(body, `\\n`) || strings.HasSuffix(body, "\n"))
}

// chevronEdits handles print >>file, items.
func (m *module) chevronEdits(s statement) (list []analysis.Edit, ok bool) {
	commas := s.find(m, ",", 0, 2)
	last := len(s.tokens) - 1
	target := last
	if len(commas) > 0 {
		target = commas[0] - 1
	}
	if target < 2 || len(commas) > 0 && commas[0] == last {
		return nil, false
	}
	file, ok := m.movableRange(s.tokens[2].Start, s.end(target))
	if !ok {
		return nil, false
	}
	if len(commas) == 0 {
		return []analysis.Edit{replace(s.end(0), s.end(target), "(file="+file+")")}, true
	}
	to := s.end(commas[0])
	for to < len(m.Src) && (m.Src[to] == ' ' || m.Src[to] == '\t') {
		to++
	}
	return []analysis.Edit{replace(s.end(0), to, "("), m.closing(s, last, ", file="+file)}, true
}

// bracketEdits handles print before a bracket. It is done if the bracket holds
// all there is: then the statement is a call already, or prints a tuple.
func (m *module) bracketEdits(s statement) (list []analysis.Edit, ok, done bool) {
	last := len(s.tokens) - 1
	closes := s.find(m, ")", 0, 2)
	if len(closes) == 0 {
		return nil, false, true
	}
	if closes[0] != last {
		return nil, false, false
	}
	named := s.find(m, "=", 1, 2)
	if len(named) > 0 || last == 2 {
		return nil, true, true // Python 3's print
	}
	for _, star := range append(s.find(m, "*", 1, 2), s.find(m, "**", 1, 2)...) {
		if before := m.token(s.tokens[star-1]); before == "(" || before == "," {
			return nil, true, true
		}
	}
	if len(s.find(m, ",", 1, 2)) == 0 || len(s.find(m, "for", 1, 2)) > 0 || len(s.find(m, "lambda", 1, 2)) > 0 {
		return nil, len(s.find(m, "lambda", 1, 2)) == 0 || len(s.find(m, ",", 1, 2)) == 0, true
	}
	return []analysis.Edit{insert(s.tokens[1].Start, "("), insert(s.end(last), ")")}, true, true
}

// fixExec handles exec code in globals, locals.
func fixExec(m *module, p site) *analysis.Fix {
	const odd = "what is executed, and where, cannot be told apart"
	tokens := m.lexed()
	i := tokenAt(tokens, p.at.Start)
	if i < 0 {
		return without(odd)
	}
	s := statementOf(m, tokens, i)
	last := len(s.tokens) - 1
	in, commas := s.find(m, "in", 0, 1), s.find(m, ",", 0, 1)
	switch {
	case last < 1 || len(in) > 1 || len(commas) > 1 || m.token(s.tokens[0]) != "exec",
		len(commas) > 0 && (len(in) == 0 || commas[0] < in[0] || commas[0] == last),
		len(in) > 0 && (in[0] == 1 || in[0] == last):
		return without(odd)
	}
	list := []analysis.Edit{m.opening(s.end(0), s.tokens[1].Start)}
	if len(in) > 0 {
		from, to := s.end(in[0]-1), s.tokens[in[0]+1].Start
		if strings.TrimSpace(string(m.Src[from:to])) != "in" {
			return without(odd)
		}
		list = append(list, replace(from, to, ", "))
	}
	return edits(append(list, insert(s.end(last), ")"))...)
}

// tokenAt returns the index of the token that begins at an offset, -1 if none
// does.
func tokenAt(tokens []python.LexToken, offset int) int {
	low, high := 0, len(tokens)
	for low < high {
		if middle := (low + high) / 2; tokens[middle].Start < offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(tokens) && tokens[low].Start == offset {
		return low
	}
	return -1
}
