package py2

import (
	"bytes"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// findInteger handles octal numbers with a bare 0 and the suffix of longs.
func findInteger(m *module, n python.ID) {
	text := m.Text(n)
	last := text[len(text)-1] | 0x20
	switch {
	case last == 'l':
		m.refuse("long-suffix", n, text)
	case len(text) > 1 && text[0] == '0' && isDigits(text) && strings.Trim(text, "0_") != "" && !strings.ContainsAny(text, "89"):
		m.refuse("octal-literal", n, text)
	}
}

func isDigits(text string) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

// findString handles prefixes that are gone and escapes that changed.
func findString(m *module, n python.ID) {
	text := m.Text(n)
	prefix, body := splitString(text)
	prefix = strings.ToLower(prefix)
	switch {
	case prefix == "ur":
		m.refuse("ur-prefix", n, "ur''")
	case strings.Contains(prefix, "b") && !isASCII(m.original(n)):
		m.refuse("non-ascii-bytes", n, "b''")
	case !strings.Contains(prefix, "r") && strings.IndexByte(body, '\\') >= 0:
		isText := prefix == "u" || prefix == "" && m.futures["unicode_literals"]
		m.escapes(n, body, prefix == "", isText)
	}
}

// original is the node's text before bytes that are not UTF-8 were replaced.
func (m *module) original(n python.ID) []byte {
	return m.pass.File.Src[m.Nodes[n].Start:m.Nodes[n].End]
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// wellFormed are the escapes that only text strings have. What does not match
// is an error of syntax on Python 3.
var wellFormed = regexp.MustCompile(`^(u[0-9a-fA-F]{4}|U00(0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|N\{[^}]+\})`)

// escapes looks at a string's escapes. A plain string is bytes on Python 2 and
// text on Python 3, where \u begins an escape; isText says that it is text on
// both. One report a string: the one edit mends them all.
func (m *module) escapes(n python.ID, body string, plain, isText bool) {
	unknown := false
	for i := 0; i+1 < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		i++
		switch c := body[i]; {
		case c == 'u' || c == 'U' || c == 'N':
			if isText || !plain {
				continue
			}
			severity := finding.Warning
			if !wellFormed.MatchString(body[i:]) {
				severity = finding.Error
				d := analysis.Detail{Subject: "\\" + string(c), Severity: &severity}
				m.syntaxError("string-escape", m.span(n), d)
				return
			}
			if !m.python3Only() {
				m.emitAs(severity, "string-escape", n, "\\"+string(c))
			}
			return
		case !strings.ContainsRune("\n\r\\'\"abfnrtvx01234567", rune(c)):
			unknown = true
		}
	}
	if unknown {
		m.emitAs(finding.Info, "string-escape", n, "a backslash")
	}
}

// constant finds lines that may assign to a constant; tokens tell.
var constant = regexp.MustCompile(`\b(None|True|False)\b`)

// findConstantAssignment handles assignments to True, False and None, also as
// the name of a parameter or of a keyword argument. The grammar reads some of
// them as errors and others without a word.
func findConstantAssignment(m *module) {
	if m.codes["constant-assignment"] == nil || !m.mayAssignConstant() {
		return
	}
	tokens := python.Tokens(m.Src)
	for i, t := range tokens {
		if t.Kind != python.NameToken || i+1 == len(tokens) {
			continue
		}
		text := m.Src[t.Start:t.End]
		if !constant.Match(text) || !m.assigns(tokens, i) {
			continue
		}
		d := analysis.Detail{Subject: string(text)}
		m.syntaxError("constant-assignment", analysis.Span{Start: t.Start, End: t.End}, d)
	}
}

// mayAssign is a quick look for what findConstantAssignment wants.
var mayAssign = regexp.MustCompile(`\b(None|True|False)\s*([-+*/%&|^@<>]*=([^=]|$)|,[^=\n]*=[^=])|(\b(for|def|class|as|del|import|global)\s+|\.\s*)(True|False)\b`)

func (m *module) mayAssignConstant() bool { return mayAssign.Match(m.Src) }

// assigns reports whether the token i, a constant, is assigned to: followed by
// "=", or in a list of targets at the beginning of a statement.
func (m *module) assigns(tokens []python.LexToken, i int) bool {
	text := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return string(m.Src[tokens[i].Start:tokens[i].End])
	}
	before, after := text(i-1), text(i+1)
	if text(i) != "None" {
		switch before {
		case "def", "class", "as", "del", "import", "global", ".":
			return true
		case "for":
			return after == "in" || after == ","
		}
		if len(after) > 1 && after[len(after)-1] == '=' && !strings.ContainsRune("=!<>", rune(after[0])) {
			return tokens[i].First
		}
	}
	if after == "=" {
		// "x: None = 1" annotates; "a = True = b" and "(True=1" assign.
		return tokens[i].First && before != ":" || before == "(" || before == "," || before == "=" || i == 0 || tokens[i].Line
	}
	if !tokens[i].Line || after != "," {
		return false
	}
	for j := i + 1; j < len(tokens) && tokens[j].Kind != python.NewlineToken; j++ {
		switch word := text(j); {
		case word == "=":
			return true
		case word != "," && tokens[j].Kind != python.NameToken:
			return false
		}
	}
	return false
}

// findNonlocalName handles nonlocal where it is a name: anywhere but at the
// beginning of a statement that goes on with a name.
func findNonlocalName(m *module) {
	if m.codes["nonlocal-name"] == nil || !bytes.Contains(m.Src, []byte("nonlocal")) {
		return
	}
	tokens := python.Tokens(m.Src)
	for i, t := range tokens {
		if t.Kind != python.NameToken || string(m.Src[t.Start:t.End]) != "nonlocal" {
			continue
		}
		if t.First && i+1 < len(tokens) && tokens[i+1].Kind == python.NameToken {
			continue
		}
		d := analysis.Detail{Subject: "nonlocal"}
		m.syntaxError("nonlocal-name", analysis.Span{Start: t.Start, End: t.End}, d)
	}
}

// indent is an indentation by both measures that Python 3 takes: with tabs to
// every eighth column, and with tabs as wide as one blank. Both must agree.
type indent struct{ column, alternative int }

// findInconsistentTabs handles blocks that only a tab of eight columns lines
// up, Python 3's TabError.
func findInconsistentTabs(m *module) {
	if m.codes["inconsistent-tabs"] == nil {
		return
	}
	if t, ok := m.inconsistentTab(); ok {
		d := analysis.Detail{Subject: "indentation"}
		m.syntaxError("inconsistent-tabs", analysis.Span{Start: t.Start, End: t.End}, d)
	}
}

// inconsistentTab returns the first token of the first line whose indentation
// depends on the width of a tab; everything after it follows from it.
func (m *module) inconsistentTab() (t python.LexToken, ok bool) {
	if !bytes.Contains(m.Src, []byte{'\t'}) {
		return t, false
	}
	open := []indent{{}}
	for _, t := range m.lexed() {
		if !t.Line {
			continue
		}
		at := m.indentOf(t.Start)
		for len(open) > 1 && at.column < open[len(open)-1].column {
			open = open[:len(open)-1]
		}
		top := open[len(open)-1]
		if (at.column == top.column) != (at.alternative == top.alternative) ||
			at.column > top.column && at.alternative <= top.alternative {
			return t, true
		}
		if at.column > top.column {
			open = append(open, at)
		}
	}
	return t, false
}

func (m *module) indentOf(token int) (at indent) {
	start := bytes.LastIndexAny(m.Src[:token], "\n\r") + 1
	for _, c := range m.Src[start:token] {
		switch c {
		case '\t':
			at.column = (at.column/8 + 1) * 8
			at.alternative++
		case '\f':
			at = indent{}
		default:
			at.column++
			at.alternative++
		}
	}
	return at
}
