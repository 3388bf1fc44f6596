package python

import (
	"bytes"
	"strings"
)

// maxFragment bounds the lines that are made readable, in bytes.
const maxFragment = 1 << 20

// Fragment is a form of some lines out of the middle of a file in which they
// can be parsed: with the statement that an else belongs to, the brackets that
// are closed further down, and so on.
type Fragment struct {
	Src []byte
	// before is how much was put before the lines, size how long those are.
	before, size int
}

// At maps an offset in Src to one in the lines; what was put around them is at
// their ends.
func (f *Fragment) At(i int) int { return min(max(0, i-f.before), f.size) }

// Given reports whether a range of Src is part of the lines.
func (f *Fragment) Given(start, end int) bool {
	return start >= f.before && end <= f.before+f.size
}

// Fragments returns the forms in which lines may be read that stand somewhere
// in a file, the likeliest first. The first that parses without an error is
// the one to take; none of them need be right.
func Fragments(lines []byte) []Fragment {
	if len(lines) > maxFragment {
		return nil
	}
	forms := []Fragment{frame(lines)}
	for _, quote := range []string{`"""`, "'''"} {
		first := bytes.Index(lines, []byte(quote))
		if first < 0 {
			continue
		}
		// A string that begins before the lines ends at the first quotes.
		rest := bytes.Clone(lines)
		blankLines(rest[:lineEnd(rest, first)])
		forms = append(forms, frame(rest))
		if last := len(forms) - 1; bytes.Count(lines, []byte(quote))%2 == 1 {
			forms[0], forms[last] = forms[last], forms[0]
		}
	}
	for _, brackets := range []string{"()", "{}"} {
		form := frame(lines)
		form.Src = []byte("X" + brackets[:1] + "\n" + string(lines) + brackets[1:] + "\n")
		if brackets == "{}" {
			form.Src[0] = ' '
		}
		form.before = 3
		forms = append(forms, form)
	}
	return forms
}

// blankLines puts blanks in the place of all but the ends of lines.
func blankLines(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}

// frame puts around lines what is missing: before them the statements that
// their indentation and their clauses ask for, behind them what closes the last
// statement.
func frame(lines []byte) Fragment {
	body := bytes.Clone(lines)
	tokens := dropContinuation(body)
	before := openers(body, tokens)
	src := append([]byte(before), body...)
	src = append(src, closers(body, tokens)...)
	return Fragment{Src: src, before: len(before), size: len(lines)}
}

// dropContinuation blanks the end of a statement that begins before the lines,
// known by a bracket that it closes and does not open, and returns the tokens
// of the rest.
func dropContinuation(body []byte) []LexToken {
	tokens := Tokens(body)
	depth, last := 0, -1
	for i, t := range tokens {
		if t.Kind != OperatorToken {
			continue
		}
		switch body[t.Start] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth < 0 {
				depth, last = 0, i
			}
		}
	}
	if last < 0 {
		return tokens
	}
	end := tokens[last].End
	for _, t := range tokens[last:] {
		if end = t.End; t.Kind == NewlineToken {
			break
		}
	}
	blankLines(body[:end])
	return Tokens(body)
}

// level is an indentation that some line goes back to, with its first clause.
type level struct{ indent, clause string }

// openers returns what has to stand before lines: a statement for each of the
// indentations that they go back to, and one for each else and except.
func openers(body []byte, tokens []LexToken) string {
	var levels []level
	for _, t := range tokens {
		if !t.Line || t.Kind == NewlineToken {
			continue
		}
		indent := string(body[lineStart(body, t.Start):t.Start])
		if strings.Trim(indent, " \t") != "" {
			continue
		}
		if n := len(levels); n == 0 || len(indent) < len(levels[n-1].indent) {
			if len(levels) >= 40 {
				break
			}
			levels = append(levels, level{indent, clauseOf(string(body[t.Start:t.End]))})
		}
		if len(levels[len(levels)-1].indent) == 0 {
			break
		}
	}
	var out strings.Builder
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		header := "if 1:"
		if l.clause == "except" {
			header = "try:"
		}
		switch {
		case i > 0:
			out.WriteString(l.indent + header + "\n")
		case l.clause != "":
			out.WriteString(l.indent + header + " pass\n")
		}
	}
	return out.String()
}

// clauseOf says which statement a line belongs to that begins with a word: if
// or except, "" for lines of their own.
func clauseOf(word string) string {
	switch word {
	case "else", "elif":
		return "if"
	case "except", "finally":
		return "except"
	}
	return ""
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

// openEnded are the words that something must follow.
var openEnded = map[string]bool{"and": true, "or": true, "not": true, "in": true, "is": true, "if": true, "else": true, "lambda": true, "import": true}

// compound are the words that begin a statement with a block.
var compound = map[string]bool{
	"if": true, "elif": true, "else": true, "for": true, "while": true, "try": true, "except": true,
	"finally": true, "def": true, "class": true, "with": true,
}

// closers returns what has to stand behind lines for their last statement to be
// whole.
func closers(body []byte, tokens []LexToken) string {
	for len(tokens) > 0 && tokens[len(tokens)-1].Kind == NewlineToken {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	text := string(body[last.Start:last.End])
	var out strings.Builder
	switch {
	case last.Kind == StringToken:
		out.WriteString(missingQuote(text))
	case last.Kind == OperatorToken && !strings.ContainsAny(text, "()[]{}:,;`"), last.Kind == NameToken && openEnded[text] && !last.Line:
		out.WriteString("X")
	}
	open := openBrackets(body, tokens)
	out.WriteString(open)
	first := last
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].Line {
			first = tokens[i]
			break
		}
	}
	indent := string(body[lineStart(body, first.Start):first.Start])
	word := string(body[first.Start:first.End])
	switch {
	case word == "@":
		out.WriteString("\n" + indent + "def X(): pass\n")
	case compound[word] && (text != ":" || open != ""):
		if !bytes.Contains(body[first.Start:], []byte(":\n")) && !bytes.Contains(body[first.Start:last.Start], []byte(": ")) {
			out.WriteString(": pass\n")
		}
	case compound[word] && text == ":":
		out.WriteString("\n" + indent + " pass\n")
	}
	if out.Len() > 0 {
		out.WriteString("\n")
	}
	for _, indent := range openTries(body, tokens) {
		out.WriteString(indent + "except X: pass\n")
	}
	return out.String()
}

// openTries returns the indentations of the try statements whose clauses are
// behind the lines, innermost first.
func openTries(body []byte, tokens []LexToken) []string {
	var open []string
	for _, t := range tokens {
		if !t.Line {
			continue
		}
		indent := string(body[lineStart(body, t.Start):t.Start])
		for len(open) > 0 && len(indent) < len(open[0]) {
			open = open[1:]
		}
		switch string(body[t.Start:t.End]) {
		case "try":
			if len(open) < 100 {
				open = append([]string{indent}, open...)
			}
		case "except", "finally":
			if len(open) > 0 && open[0] == indent {
				open = open[1:]
			}
		}
	}
	return open
}

// openBrackets returns the brackets that close those which stand open.
func openBrackets(body []byte, tokens []LexToken) string {
	var stack []byte
	for _, t := range tokens {
		if t.Kind != OperatorToken {
			continue
		}
		switch c := body[t.Start]; c {
		case '(':
			stack = append(stack, ')')
		case '[', '{':
			stack = append(stack, c+2)
		case ')', ']', '}':
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
	}
	for i, j := 0, len(stack)-1; i < j; i, j = i+1, j-1 {
		stack[i], stack[j] = stack[j], stack[i]
	}
	return string(stack)
}

// missingQuote returns the quotes that a string token lacks at its end.
func missingQuote(text string) string {
	i := strings.IndexAny(text, `"'`)
	if i < 0 {
		return ""
	}
	quote := text[i : i+1]
	if strings.HasPrefix(text[i:], strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	if body := text[i+len(quote):]; strings.HasSuffix(body, quote) {
		return ""
	}
	return quote
}
