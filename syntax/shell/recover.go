package shell

import (
	"bytes"
	"strings"
)

// keywords are words at the beginning of a command that are none of it.
var keywords = map[string]bool{
	"if": true, "then": true, "elif": true, "else": true, "fi": true, "for": true,
	"while": true, "until": true, "do": true, "done": true, "case": true, "esac": true,
	"in": true, "!": true, "{": true, "}": true, "time": true, "function": true, "[[": true, "]]": true,
}

// recover lists the commands from an offset on by splitting lines, without a
// grammar: quotes, comments, here-documents and continuation lines are
// respected, what encloses a command is not known.
func (r *reader) recover(from int) {
	s := splitter{reader: r, at: from}
	for s.at < len(r.text) {
		s.next()
	}
	s.endCommand()
}

type splitter struct {
	*reader
	at       int
	words    []Word
	heredocs []string // delimiters that are waited for
	depth    int      // brackets that stand open
}

func (s *splitter) next() {
	c := s.text[s.at]
	switch {
	case c == '\n':
		s.endCommand()
		s.at++
		s.skipHeredocs()
	case c == ' ' || c == '\t':
		s.at++
	case c == '\\' && s.at+1 < len(s.text) && s.text[s.at+1] == '\n':
		s.at += 2
	case c == '#':
		if i := bytes.IndexByte(s.text[s.at:], '\n'); i >= 0 {
			s.at += i
		} else {
			s.at = len(s.text)
		}
	case c == ')':
		// Without an opening bracket it ends the pattern of a case.
		if s.depth == 0 {
			s.words = nil
		}
		s.depth = max(0, s.depth-1)
		s.endCommand()
		s.at++
	case c == '(':
		s.depth++
		s.endCommand()
		s.at++
	case strings.IndexByte(";&|", c) >= 0:
		s.endCommand()
		s.at++
	case c == '<' || c == '>':
		s.redirection()
	default:
		s.words = append(s.words, s.readWord())
	}
}

// endCommand adds what was gathered, keywords and assignments left out.
func (s *splitter) endCommand() {
	words := s.words
	s.words = nil
	for len(words) > 0 && (keywords[words[0].Text] || isAssignment(words[0].Text)) {
		if words[0].Text == "for" || words[0].Text == "case" || words[0].Text == "function" {
			return
		}
		words = words[1:]
	}
	if len(words) == 0 || words[0].Text == "" {
		return
	}
	s.file.Commands = append(s.file.Commands, Command{
		Words: words, Start: words[0].Start, End: words[len(words)-1].End, Parent: -1, Recovered: true,
	})
}

func isAssignment(text string) bool {
	name, _, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return false
	}
	for i := range len(name) {
		if !isLetter(name[i]) && name[i] != '_' && (i == 0 || name[i] < '0' || name[i] > '9') {
			return false
		}
	}
	return true
}

// redirection passes over a redirection and its target.
func (s *splitter) redirection() {
	heredoc := bytes.HasPrefix(s.text[s.at:], []byte("<<")) && !bytes.HasPrefix(s.text[s.at:], []byte("<<<"))
	for s.at < len(s.text) && strings.IndexByte("<>&-|", s.text[s.at]) >= 0 {
		s.at++
	}
	for s.at < len(s.text) && s.text[s.at] == ' ' {
		s.at++
	}
	if s.at < len(s.text) && strings.IndexByte("\n;()#", s.text[s.at]) < 0 {
		word := s.readWord()
		if heredoc {
			s.heredocs = append(s.heredocs, word.Text)
		}
	}
}

func (s *splitter) skipHeredocs() {
	for _, delimiter := range s.heredocs {
		for s.at < len(s.text) {
			line, _, _ := bytes.Cut(s.text[s.at:], []byte{'\n'})
			s.at = min(len(s.text), s.at+len(line)+1)
			if strings.TrimLeft(string(line), "\t") == delimiter {
				break
			}
		}
	}
	s.heredocs = nil
}

// readWord reads one word; a quote that is never closed ends with its line.
func (s *splitter) readWord() Word {
	b := builder{source: s.source, static: true}
	start := s.at
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case strings.IndexByte(" \t\n;&|()<>", c) >= 0:
			return b.word(start, s.at)
		case c == '\'' || c == '"':
			s.readQuoted(&b, c)
		case c == '\\' && s.at+1 < len(s.text):
			if s.text[s.at+1] != '\n' {
				b.add(s.text[s.at+1], s.at+1)
			}
			s.at += 2
		case c == '$' || c == '`':
			b.static = false
			end := s.substitutionEnd()
			b.addRange(s.at, end)
			s.at = end
		default:
			b.add(c, s.at)
			s.at++
		}
	}
	return b.word(start, s.at)
}

func (s *splitter) readQuoted(b *builder, quote byte) {
	b.quoted = true
	end := s.at + 1
	for end < len(s.text) && s.text[end] != quote {
		if s.text[end] == '\\' && quote == '"' {
			end++
		}
		end++
	}
	if end >= len(s.text) { // never closed
		if i := bytes.IndexByte(s.text[s.at:], '\n'); i >= 0 {
			end = s.at + i
		} else {
			end = len(s.text)
		}
		b.addRange(s.at+1, end)
		s.at = end
		return
	}
	if quote == '\'' {
		b.addRange(s.at+1, end)
	} else {
		b.static = b.static && !bytes.ContainsAny(s.text[s.at:end], "$`")
		b.literal(s.at+1, end, true)
	}
	s.at = end + 1
}

// substitutionEnd returns where $x, ${x}, $(x) or `x` ends, at the end of the
// line at the latest.
func (s *splitter) substitutionEnd() int {
	at := s.at + 1
	if s.text[s.at] == '`' {
		for at < len(s.text) && s.text[at] != '`' && s.text[at] != '\n' {
			at++
		}
		return min(len(s.text), at+1)
	}
	if at < len(s.text) && (s.text[at] == '(' || s.text[at] == '{') {
		depth := 0
		for ; at < len(s.text) && s.text[at] != '\n'; at++ {
			switch s.text[at] {
			case '(', '{':
				depth++
			case ')', '}':
				if depth--; depth == 0 {
					return at + 1
				}
			}
		}
		return at
	}
	for at < len(s.text) && (isWordByte(s.text[at]) && s.text[at] != '-') {
		at++
	}
	return at
}
