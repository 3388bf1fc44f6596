package shell

import (
	"bytes"
	"strings"
)

// redirection reads a redirection and its target.
func (s *splitter) redirection() {
	d := Redirect{}
	if n := len(s.words); n > 0 && s.words[n-1].End == s.offset(s.at) && strings.Trim(s.words[n-1].Text, "0123456789") == "" {
		d.Fd = s.words[n-1].Text
		s.words = s.words[:n-1]
	}
	start := s.at
	for _, op := range []string{"<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">", "&>>", "&>"} {
		if s.has(op) {
			d.Op = op
			s.at += len(op)
			break
		}
	}
	s.at += max(0, len(s.text[s.at:s.end])-len(bytes.TrimLeft(s.text[s.at:s.end], " \t")))
	if s.at >= s.end || strings.IndexByte("\n;()#<>|&", s.text[s.at]) >= 0 {
		return
	}
	from := s.at
	d.Target = s.readWord()
	switch d.Op {
	case "<<", "<<-":
		s.waiting = append(s.waiting, waiting{command: -1, Heredoc: Heredoc{
			Delimiter: d.Target.Text, StripTabs: d.Op == "<<-",
			Quoted: d.Target.Quoted || bytes.IndexByte(s.text[from:s.at], '\\') >= 0,
		}})
	case "<<<":
		s.heredocs = append(s.heredocs, Heredoc{Body: d.Target, Quoted: d.Target.Static})
	default:
		s.redirects = append(s.redirects, d)
	}
	s.at = max(s.at, start+1)
}

// readHeredocs reads the bodies that are waited for at the beginning of a line.
func (s *splitter) readHeredocs() {
	for _, w := range s.waiting {
		start, end := s.at, s.at
		for s.at < s.end {
			from, to := s.at, s.lineEnd()
			s.at = min(s.end, to+1)
			line := s.text[from:to]
			if w.StripTabs {
				line = bytes.TrimLeft(line, "\t")
			}
			if string(line) == w.Delimiter {
				break
			}
			end = s.at
		}
		if w.command < 0 {
			continue
		}
		b := builder{source: s.source}
		b.document(start, end, w.Heredoc)
		w.Body = b.word(start, end)
		command := &s.file.Commands[w.command]
		command.Heredocs = append(command.Heredocs, w.Heredoc)
	}
	s.waiting = nil
}

// referenced returns the name in $NAME or ${NAME..., "" for anything else.
func referenced(text []byte) string {
	text = bytes.TrimPrefix(bytes.TrimPrefix(text, []byte{'$'}), []byte{'{'})
	end := 0
	for end < len(text) && isWordByte(text[end]) && text[end] != '-' {
		end++
	}
	if end == 0 || '0' <= text[0] && text[0] <= '9' {
		return ""
	}
	return string(text[:end])
}

// readWord reads one word.
func (s *splitter) readWord() Word {
	b := builder{source: s.source}
	start := s.at
	for s.at < s.end {
		c := s.text[s.at]
		switch {
		case s.at == start && (s.has("<(") || s.has(">(")):
			s.substitution(&b)
		case c == '(' && len(b.dynamic) == 0 && bytes.HasSuffix(b.text, []byte{'='}) && isAssignment(string(b.text)):
			end := s.matching(s.at)
			b.addDynamic(s.at, end)
			s.at = end
		case strings.IndexByte(" \t\n;&|()<>", c) >= 0:
			return b.word(start, s.at)
		case c == '\'':
			s.singleQuoted(&b)
		case c == '"':
			s.doubleQuoted(&b)
		case s.has("$'"):
			s.dollarQuoted(&b)
		case c == '\\' && s.at+1 < s.end:
			if s.text[s.at+1] != '\n' {
				b.add(s.text[s.at+1], s.at+1)
			}
			s.at += 2
		case c == '$' || c == '`':
			s.substitution(&b)
		default:
			b.add(c, s.at)
			s.at++
		}
	}
	return b.word(start, s.at)
}

func (s *splitter) singleQuoted(b *builder) {
	b.quoted = true
	end := s.lineEnd()
	closes := bytes.IndexByte(s.text[s.at+1:s.within()], '\'')
	if closes < 0 {
		s.misses++
		b.addRange(s.at+1, end)
		s.at = end
		return
	}
	b.addRange(s.at+1, s.at+1+closes)
	s.at += closes + 2
}

func (s *splitter) dollarQuoted(b *builder) {
	b.quoted = true
	end := s.at + 2
	for end < s.end && s.text[end] != '\'' && s.text[end] != '\n' {
		if s.text[end] == '\\' {
			end++
		}
		end++
	}
	b.escaped(s.at+2, min(end, s.end))
	s.at = min(s.end, end+1)
}

// within is how far a closing quote or bracket is looked for.
func (s *splitter) within() int {
	if s.misses >= maxMisses {
		return s.lineEnd()
	}
	return s.end
}

// doubleQuoted reads "..."; a quote that is never closed ends with its line.
func (s *splitter) doubleQuoted(b *builder) {
	b.quoted = true
	start, line := s.at, s.lineEnd()
	before, inner := *b, len(s.inner)
	if s.quotedUntil(b, s.within()) {
		return
	}
	s.misses++
	*b, s.inner, s.at = before, s.inner[:inner], start
	s.quotedUntil(b, line)
	s.at = line
}

func (s *splitter) quotedUntil(b *builder, limit int) (closed bool) {
	for s.at++; s.at < limit; {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return true
		case c == '\\' && s.at+1 < limit:
			b.literal(s.at, s.at+2, true)
			s.at += 2
		case c == '$' || c == '`':
			s.substitution(b)
		default:
			b.add(c, s.at)
			s.at++
		}
	}
	return false
}

// substitution reads $x, ${x}, $(x), `x`, <(x) or a $ that is none of them.
func (s *splitter) substitution(b *builder) {
	start, end := s.at, s.at+1
	next := byte(0)
	if end < s.end {
		next = s.text[end]
	}
	switch c := s.text[start]; {
	case c == '`':
		for end < s.end && s.text[end] != '`' {
			end++
		}
		if end == s.end {
			s.misses++
			end = max(start+1, s.lineEnd())
		}
		s.inner = append(s.inner, extent{start + 1, end})
		end = min(s.end, end+1)
	case next == '(':
		end = s.matching(end)
		if !s.has("$((") {
			inside := bytes.TrimSuffix(s.text[start+2:max(start+2, end)], []byte{')'})
			s.inner = append(s.inner, extent{start + 2, start + 2 + len(inside)})
		}
	case next == '{':
		end = s.matching(end)
	case next != 0 && strings.IndexByte("?!#$@*-", next) >= 0:
		end++
	default:
		end += len(referenced(s.text[start:s.end]))
	}
	if name := referenced(s.text[start:end]); name != "" && s.text[start] == '$' && next != '(' {
		b.refs = append(b.refs, name)
	}
	b.addDynamic(start, end)
	s.at = end
}

// matching returns what is behind the bracket that closes the one at an offset;
// quotes are respected. It is the end of the line if there is none.
func (s *splitter) matching(at int) int {
	limit := s.within()
	var open []byte
	for i := at; i < limit; i++ {
		switch c := s.text[i]; c {
		case '\\':
			i++
		case '"':
			open = toggle(open)
		case '\'':
			if n := len(open); n > 0 && open[n-1] == '"' {
				continue
			}
			if n := bytes.IndexByte(s.text[i+1:limit], c); n >= 0 {
				i += n + 1
			}
		case '(', '{':
			open = append(open, c)
		case ')', '}':
			if n := len(open); n > 0 && open[n-1] != '"' {
				open = open[:n-1]
			}
			if len(open) == 0 {
				return i + 1
			}
		}
	}
	s.misses++
	return max(at+1, s.lineEnd())
}

// toggle opens or closes a double quote.
func toggle(open []byte) []byte {
	if n := len(open); n > 0 && open[n-1] == '"' {
		return open[:n-1]
	}
	return append(open, '"')
}
