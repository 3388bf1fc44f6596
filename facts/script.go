package facts

import (
	"bytes"
	"strings"
)

// The functions of Ruby and of Perl that run a command, by the last part of
// their name: one text is given to a shell, several words are run as they are.
var (
	rubyRunners = map[string]bool{
		"system": true, "exec": true, "spawn": true, "popen": true, "popen2": true, "popen2e": true, "popen3": true,
		"capture2": true, "capture2e": true, "capture3": true, "execute": true, "execpipe": true, "setcode": true,
	}
	perlRunners = map[string]bool{"system": true, "exec": true, "open2": false, "run": false}
	// rubyPrograms declare the programs that a provider of Puppet runs.
	rubyPrograms = map[string]bool{"commands": true, "optional_commands": true, "has_command": true}
)

// scriptFile is a file of Ruby or Perl whose facts are read.
type scriptFile struct {
	file   *File
	tokens []scriptToken
	ruby   bool
	held   map[string][]*text // what is assigned to a name
	run    []string           // the names that are run
}

// readScripting adds the commands and the paths of a file of Ruby or Perl.
func readScripting(f *File, src []byte, ruby bool) {
	s := &scriptFile{file: f, ruby: ruby, held: map[string][]*text{}}
	lexer := &scriptLexer{src: src, ruby: ruby}
	for {
		t := lexer.next()
		if t.kind == scriptEnd {
			break
		}
		s.tokens = append(s.tokens, t)
	}
	for i := range s.tokens {
		s.token(i)
	}
	for _, name := range s.run {
		for _, t := range s.held[name] {
			s.shell(t)
		}
		delete(s.held, name)
	}
}

func (s *scriptFile) peek(i int) scriptToken {
	if i < 0 || i >= len(s.tokens) {
		return scriptToken{}
	}
	return s.tokens[i]
}

func (s *scriptFile) token(i int) {
	switch t := s.tokens[i]; t.kind {
	case scriptCommand:
		s.shell(t.text)
	case scriptString:
		if name := s.target(i); name != "" && len(s.held[name]) < maxHeld {
			s.held[name] = append(s.held[name], t.text)
		}
		if bytes.IndexByte(t.text.bytes, ' ') < 0 {
			s.file.name(t.text.word(), "string", nil, "")
		}
		if text := string(t.text.bytes); isPath(text) {
			s.file.Paths = append(s.file.Paths, Path{Text: text, Span: Span{t.text.at(0), t.text.at(len(text)-1) + 1}, Via: "string"})
		}
	case scriptName:
		s.call(i, t.name[strings.LastIndexAny(t.name, ":.")+1:])
	}
}

// target is the variable that a text is assigned to.
func (s *scriptFile) target(i int) string {
	name := s.peek(i - 2)
	if s.peek(i-1).is('=') && (name.kind == scriptVar || s.ruby && name.kind == scriptName) {
		return name.name
	}
	return ""
}

// call handles a name that may run what stands behind it.
func (s *scriptFile) call(i int, name string) {
	method := s.peek(i-1).is('>') || s.peek(i-1).is(':') || s.peek(i-1).kind == scriptName && s.peek(i-1).name == "def"
	switch {
	case method, s.peek(i + 1).is('='):
	case s.ruby && rubyPrograms[name]:
		for n := i + 1; n < len(s.tokens) && (s.tokens[n].kind != scriptLine || s.tokens[n-1].is(',')); n++ {
			if t := s.tokens[n]; t.kind == scriptString {
				s.words([]*text{t.text})
			}
		}
	case s.ruby && rubyRunners[name], !s.ruby && perlRunners[name]:
		s.arguments(i + 1)
	case !s.ruby && name == "open":
		s.open(i + 1)
	}
}

// arguments reads what a runner is given: a text for a shell, words, or a name.
func (s *scriptFile) arguments(i int) {
	for s.peek(i).is('(') || s.peek(i).is('[') || s.peek(i).kind == scriptLine && i > 0 && s.peek(i-1).is('(') {
		i++
	}
	if t := s.peek(i); t.kind == scriptVar || s.ruby && t.kind == scriptName {
		s.run = append(s.run, t.name)
		return
	}
	words := s.listed(i)
	switch {
	case len(words) == 1 && s.peek(i).kind == scriptString:
		s.shell(words[0])
	case len(words) > 0:
		s.words(words)
	}
}

// listed returns the texts that follow each other with commas between.
func (s *scriptFile) listed(i int) (words []*text) {
	for {
		switch t := s.peek(i); t.kind {
		case scriptString:
			words = append(words, t.text)
		case scriptWords:
			words = append(words, fieldsOf(t.text)...)
		default:
			return words
		}
		if i++; !s.peek(i).is(',') {
			return words
		}
		for i++; s.peek(i).kind == scriptLine; i++ {
		}
	}
}

// fieldsOf takes the words of a list apart.
func fieldsOf(t *text) (words []*text) {
	for i := 0; i < len(t.bytes); {
		if t.bytes[i] <= ' ' {
			i++
			continue
		}
		end := i
		for end < len(t.bytes) && t.bytes[end] > ' ' {
			end++
		}
		start := t.at(i)
		words = append(words, &text{bytes: t.bytes[i:end], start: start})
		i = end
	}
	return words
}

// open reads the forms of Perl's open that run a command.
func (s *scriptFile) open(i int) {
	for n := i; n < min(i+6, len(s.tokens)); n++ {
		if !s.tokens[n].is(',') {
			continue
		}
		words := s.listed(n + 1)
		if len(words) == 0 {
			return
		}
		mode := string(bytes.TrimSpace(words[0].bytes))
		switch {
		case mode == "-|" || mode == "|-":
			if len(words) == 2 {
				s.shell(words[1])
			} else {
				s.words(words[1:])
			}
		case strings.HasSuffix(mode, "|"):
			cut := *words[0]
			cut.bytes = bytes.TrimRight(cut.bytes, "| ")
			s.shell(&cut)
		case strings.HasPrefix(mode, "|"):
			w := words[0].word().from(1)
			readShell(s.file, []byte(w.text), w.at, embedding{via: ViaSystem, depth: 1, shell: "sh"})
		}
		return
	}
}

func (s *scriptFile) shell(t *text) {
	readShell(s.file, t.bytes, t.at, embedding{via: ViaSystem, depth: 1, shell: "sh"})
}

func (s *scriptFile) words(list []*text) {
	if len(list) == 0 {
		return
	}
	words := make([]word, len(list))
	for i, t := range list {
		words[i] = t.word()
	}
	(&source{file: s.file}).command(words, embedding{via: ViaSystem, depth: 1}, nil)
}
