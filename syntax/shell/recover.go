package shell

import (
	"bytes"
	"slices"
	"strings"
)

// keywords are words at the beginning of a command that are none of it.
var keywords = map[string]bool{
	"if": true, "then": true, "elif": true, "else": true, "fi": true, "while": true, "until": true,
	"do": true, "done": true, "!": true, "{": true, "}": true, "time": true, "coproc": true,
}

// declaring are the builtins whose arguments are assignments.
var declaring = []string{"export", "readonly", "local", "declare", "typeset"}

// Bounds of the search without a grammar: substitutions in one another, and
// quotes or brackets that are looked for through the whole text although none
// closes them. Beyond, they end with their line.
const (
	maxRecoverDepth = 20
	maxMisses       = 100
)

// recoverFrom lists the commands from an offset on by splitting the text,
// without a grammar: quotes, comments, here-documents, substitutions, patterns
// and continuation lines are respected, what encloses a command is not known.
func (r *reader) recoverFrom(from int) {
	s := splitter{reader: r, at: from, end: len(r.text), parent: -1}
	s.run()
}

// splitter reads the text from at to end.
type splitter struct {
	*reader
	at, end int
	parent  int
	depth   int // of substitutions

	// What was gathered of the command at hand:
	words     []Word
	assigns   []Assign
	redirects []Redirect
	heredocs  []Heredoc
	inner     []extent // substitutions
	pipe      int
	discard   bool // it is the head of a for, case or the like

	line     extent // that lineEnd found
	waiting  []waiting
	cases    int  // case clauses that stand open
	patterns bool // the pattern of a case is next
	brackets int
}

// extent is a part of the text.
type extent struct{ start, end int }

// waiting is a here-document whose body is still to come.
type waiting struct {
	Heredoc
	command int
}

func (s *splitter) run() {
	for s.at < s.end {
		s.next()
	}
	s.endCommand(0)
}

func (s *splitter) has(text string) bool {
	return bytes.HasPrefix(s.text[s.at:s.end], []byte(text))
}

func (s *splitter) next() {
	c := s.text[s.at]
	switch {
	case c == '\n':
		s.endCommand(0)
		s.at++
		s.readHeredocs()
	case c == ' ' || c == '\t':
		s.at++
	case s.has("\\\n"):
		s.at += 2
	case c == '#':
		s.at = s.lineEnd()
	case s.has("<(") || s.has(">("):
		s.take(s.readWord())
	case c == '<' || c == '>' || s.has("&>"):
		s.redirection()
	case s.patterns && (c == '(' || c == '|' || c == ')'):
		s.patterns = c != ')'
		s.words, s.inner = nil, nil
		s.at++
	case c == '(' || c == ')':
		s.bracket(c)
	case c == ';' || c == '&' || c == '|':
		s.separator()
	default:
		s.take(s.readWord())
	}
}

// lineEnd returns where the line ends. It remembers that, since it is asked for
// many times in a line that may be as long as the file.
func (s *splitter) lineEnd() int {
	if s.line.start <= s.at && s.at <= s.line.end && s.line.end > 0 {
		return s.line.end
	}
	end := s.end
	if i := bytes.IndexByte(s.text[s.at:s.end], '\n'); i >= 0 {
		end = s.at + i
	}
	s.line = extent{s.at, end}
	return end
}

func (s *splitter) bracket(c byte) {
	switch {
	case c == ')':
		// Without an opening bracket it ends the pattern of a case.
		if s.brackets == 0 {
			s.words, s.inner = nil, nil
		}
		s.brackets = max(0, s.brackets-1)
		s.endCommand(0)
		s.at++
	case s.has("((") && (len(s.words) == 0 || s.discard):
		s.at = s.matching(s.at)
	case len(s.words) <= 1 && s.emptyBrackets() > 0:
		if len(s.words) == 1 {
			s.define(s.words[0])
		}
		s.words = nil
		s.at = s.emptyBrackets()
	default:
		s.brackets++
		s.endCommand(0)
		s.at++
	}
}

// emptyBrackets returns what is behind "()", 0 if that is not next.
func (s *splitter) emptyBrackets() int {
	at := s.at + 1
	for at < s.end && s.text[at] == ' ' && at-s.at < 10 {
		at++
	}
	if at < s.end && s.text[at] == ')' {
		return at + 1
	}
	return 0
}

func (s *splitter) define(name Word) {
	s.file.Functions = append(s.file.Functions, Function{Name: name.Text, Start: name.Start, End: name.End})
}

func (s *splitter) separator() {
	switch {
	case s.has("&&") || s.has("||"):
		s.endCommand(0)
		s.at += 2
	case s.has("|"):
		pipe := max(1, s.pipe)
		s.pipe = pipe
		s.endCommand(pipe + 1)
		s.at++
		if s.at < s.end && s.text[s.at] == '&' {
			s.at++
		}
	case s.has(";;") || s.has(";&"):
		s.endCommand(0)
		s.at += 2
		s.patterns = s.cases > 0
	default:
		s.endCommand(0)
		s.at++
	}
}

// take gathers a word. What it means as the first or behind another one is
// settled here.
func (s *splitter) take(w Word) {
	first := len(s.words) == 0 && !s.discard
	plain := w.Static && !w.Quoted
	switch {
	case plain && w.Text == "esac" && (first || s.patterns && len(s.words) == 0):
		s.cases, s.patterns = max(0, s.cases-1), false
	case s.patterns:
		s.words = append(s.words, w)
	case first && plain && keywords[w.Text]:
	case first && plain && w.Text == "[[":
		s.condition()
	case first && plain && slices.Contains([]string{"for", "select", "case", "function"}, w.Text):
		s.discard = true
		s.words = append(s.words, w)
	case s.discard:
		s.head(w)
	case first && isAssignment(w.Text):
		s.assigns = append(s.assigns, assignment(w, Assign{Command: -1}))
	default:
		s.words = append(s.words, w)
	}
}

// head reads the words between for, case or function and what they contain.
func (s *splitter) head(w Word) {
	s.words = append(s.words, w)
	switch kind := s.words[0].Text; {
	case kind == "function":
		s.define(w)
		s.words, s.discard = nil, false
	case kind == "case" && w.Text == "in" && len(s.words) > 2:
		s.endCommand(0)
		s.cases, s.patterns = s.cases+1, true
	case kind != "case" && len(s.words) == 2:
		s.rebind(w.Text)
	}
}

// condition passes over [[ ... ]], whose operators end no command.
func (s *splitter) condition() {
	for s.at < s.end && s.text[s.at] != '\n' {
		if strings.IndexByte(" \t&|()<>;", s.text[s.at]) >= 0 {
			s.at++
		} else if w := s.readWord(); w.Text == "]]" {
			return
		}
	}
}

// endCommand adds what was gathered; pipe is the position of what follows.
func (s *splitter) endCommand(pipe int) {
	index := s.parent
	words := s.words
	if s.discard {
		words = nil
	}
	if len(words) > 0 && slices.Contains(declaring, words[0].Text) {
		s.declare(words)
		words = nil
	}
	if len(words) > 0 {
		index = len(s.file.Commands)
		for i := range s.assigns {
			s.assigns[i].Command = index
		}
		s.file.Commands = append(s.file.Commands, Command{
			Words: words, Assigns: s.assigns, Redirects: s.redirects, Heredocs: s.heredocs,
			Start: words[0].Start, End: words[len(words)-1].End, Parent: s.parent, Pipe: s.pipe, Recovered: true,
		})
		s.rebindBy(words)
	} else {
		s.file.Redirects = append(s.file.Redirects, s.redirects...)
	}
	for i := range s.waiting {
		if s.waiting[i].command < 0 && len(words) > 0 {
			s.waiting[i].command = index
		}
	}
	s.file.Assigns = append(s.file.Assigns, s.assigns...)
	inner := s.inner
	s.words, s.assigns, s.redirects, s.heredocs, s.inner = nil, nil, nil, nil, nil
	s.pipe, s.discard = pipe, false
	if s.depth == maxRecoverDepth {
		return
	}
	for _, i := range inner {
		sub := splitter{reader: s.reader, at: i.start, end: i.end, parent: index, depth: s.depth + 1}
		sub.run()
	}
}

// declare reads the assignments behind export, local and their like.
func (s *splitter) declare(words []Word) {
	like := declared(words[0].Text)
	for _, w := range words[1:] {
		like.flag(w.Text)
		if isAssignment(w.Text) {
			s.assigns = append(s.assigns, assignment(w, like))
		}
	}
}

func isAssignment(text string) bool {
	name, _, ok := strings.Cut(text, "=")
	name = strings.TrimSuffix(name, "+")
	if before, index, _ := strings.Cut(name, "["); strings.HasSuffix(index, "]") {
		name = before
	}
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

// assignment reads a word as NAME=VALUE.
func assignment(w Word, like Assign) Assign {
	a := like
	a.Start, a.End = w.Start, w.End
	at := strings.IndexByte(w.Text, '=')
	a.Name, a.Append = strings.CutSuffix(w.Text[:at], "+")
	if name, index, ok := strings.Cut(a.Name, "["); ok {
		a.Name, a.Index = name, strings.TrimSuffix(index, "]")
	}
	a.Value = w.from(at + 1)
	a.Array = strings.HasPrefix(a.Value.Text, "(") && !a.Value.Static
	return a
}

// from is the rest of a word from an offset of its text on.
func (w *Word) from(at int) Word {
	rest := *w
	rest.Text = w.Text[at:]
	rest.Start = w.Offset(at-1) + 1
	rest.Dynamic, rest.Refs, rest.spans = nil, nil, []span{{0, w.Offset(at)}}
	for _, d := range w.Dynamic {
		if d.Start < at { // in the subscript
			continue
		}
		rest.Dynamic = append(rest.Dynamic, Segment{d.Start - at, d.End - at})
		if name := referenced([]byte(w.Text[d.Start:d.End])); name != "" {
			rest.Refs = append(rest.Refs, name)
		}
	}
	rest.Static = len(rest.Dynamic) == 0
	for _, s := range w.spans {
		if s.text > at {
			rest.spans = append(rest.spans, span{s.text - at, s.source})
		}
	}
	return rest
}
