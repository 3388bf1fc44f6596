package facts

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// Program is a piece of Python code that stands in a file of another kind, or
// in a string, and that an interpreter is given to run.
type Program struct {
	// Interpreter is what runs it: python, python2.7, python3; python too where
	// nobody says which, as in a patch.
	Interpreter string
	// Via says how it is run: one of the Via* constants.
	Via string
	// Src is the code as the interpreter gets it. What is not known before it
	// runs, such as variables of the shell and macros, stands as letters in it.
	Src []byte
	// At maps an offset in Src to one in the file.
	At func(int) int
	// Guards are the conditions around it, outermost first.
	Guards []Guard
	// Fragment is set where code goes before and behind that is not at hand.
	Fragment bool
	// Added are the ranges of Src that a patch adds, in order; nil if there is
	// no patch and all of it counts.
	Added []Span
}

// Adds reports whether a range of Src touches what counts.
func (p *Program) Adds(start, end int) bool { return adds(p.Added, start, end) }

// adds reports whether one of the parts that are added, in order, has something of the
// code between two offsets. Without parts all of it is.
func adds(added []Span, start, end int) bool {
	if added == nil {
		return true
	}
	for _, s := range added {
		if s.Start >= max(end, start+1) {
			return false
		}
		if s.End > start {
			return true
		}
	}
	return false
}

// interpreterName is a program that runs Python, or a variable that holds one.
var interpreterName = regexp.MustCompile(`^(?:\$[{(]?)?(?i:_*python)([23](?:\.\d{1,2})?)?[})]?$`)

// InterpreterOf returns python, python2.7 and the like for the path of such a
// program or a variable that is named for one, ok false for all else.
func InterpreterOf(program string) (name string, ok bool) {
	if program == "sys.executable" {
		return "python", true
	}
	base := path.Base(program)
	if len(base) > 40 { // longer than any of them
		return "", false
	}
	m := interpreterName.FindStringSubmatch(base)
	if m == nil {
		return "", false
	}
	return "python" + m[1], true
}

// program adds a word as code for an interpreter.
func (s *source) program(w word, interpreter string, e embedding) {
	if strings.TrimSpace(w.text) == "" {
		return
	}
	if from := (Span{w.at(0), len(w.text)}); s.run[from] {
		return // a variable may be run by many calls
	} else if s.run == nil {
		s.run = map[Span]bool{from: true}
	} else {
		s.run[from] = true
	}
	src := []byte(w.text)
	for _, d := range w.dynamic {
		hideUnknown(src, d.Start, d.End)
	}
	if e.via == ViaBuild || e.via == ViaScriptlet || e.via == ViaMacro {
		hidePercents(src)
	}
	s.file.Programs = append(s.file.Programs, Program{
		Interpreter: interpreter, Via: e.via, Src: src, At: w.at, Guards: e.guards,
	})
}

// hideUnknown puts letters in the place of what is not known, digits where a
// number goes on with it.
func hideUnknown(src []byte, start, end int) {
	letter := byte('X')
	if start > 0 && isDigit(src[start-1]) {
		letter = '0'
	}
	for i := max(0, start); i < min(end, len(src)); i++ {
		src[i] = letter
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// hidePercents makes one percent sign of each two that RPM does.
func hidePercents(src []byte) {
	for i := 0; i+1 < len(src); i++ {
		if src[i] == '%' && src[i+1] == '%' {
			src[i] = ' '
			i++
		}
	}
}

// pythonArgument reads the code that python -c is given.
func (s *source) pythonArgument(args []word, interpreter string, e embedding) {
	for i := 0; i < len(args); i++ {
		text := args[i].text
		switch {
		case len(text) < 2 || text[0] != '-' || text[1] == '-':
			return
		case text == "-W" || text == "-X" || text == "-Q":
			i++
		case text[1] == 'c' && len(text) > 2:
			s.program(args[i].from(2), interpreter, e)
			return
		case strings.HasSuffix(text, "c"):
			if i+1 < len(args) {
				s.program(s.valueOf(args[i+1]), interpreter, e)
			}
			return
		case strings.HasSuffix(text, "m"):
			return
		}
	}
}

// readsStdin reports whether a python with such arguments runs what it reads.
func readsStdin(args []word) bool {
	for i := 0; i < len(args); i++ {
		text := args[i].text
		switch {
		case text == "-" || text == "/dev/stdin":
			return true
		case text == "-W" || text == "-X" || text == "-Q":
			i++
		case len(text) < 2 || text[0] != '-' || strings.HasSuffix(text, "c") || strings.HasSuffix(text, "m") || text[1] == 'c':
			return false
		}
	}
	return true
}

// stdinInterpreter returns the interpreter among a command's words, wrappers
// passed over, that runs what it is given as its input.
func stdinInterpreter(words []word) (name string, ok bool) {
	for i, w := range words {
		if name, ok := InterpreterOf(w.text); ok {
			return name, readsStdin(words[i+1:])
		}
	}
	return "", false
}

// writtenProgram returns the interpreter of a document that is written to a file: by
// its first line, or by the file's name.
func writtenProgram(c *shell.Command, body string) (name string, ok bool) {
	if strings.HasPrefix(body, "#!") {
		return shebangInterpreter([]byte(body))
	}
	for _, r := range c.Redirects {
		if strings.HasPrefix(r.Op, ">") && strings.HasSuffix(r.Target.Text, ".py") {
			return "python", true
		}
	}
	return "", false
}

// shebangInterpreter returns the Python that a script's first line names.
func shebangInterpreter(src []byte) (name string, ok bool) {
	line, _, _ := bytes.Cut(src[:min(len(src), 200)], []byte{'\n'})
	rest, ok := bytes.CutPrefix(line, []byte("#!"))
	if !ok {
		return "", false
	}
	for _, field := range strings.Fields(string(rest)) {
		if name, ok := InterpreterOf(field); ok {
			return name, true
		}
	}
	return "", false
}

// valueOf returns what a variable holds for a word that is one, the word
// itself if that is not known. A document that cat or read puts in it counts.
func (s *source) valueOf(w word) word {
	name, _, ok := variableOf(w.text)
	if !ok || s.lookup == nil {
		return w
	}
	if value, ok := s.lookup(name); ok {
		return shellWord(&value, s.at)
	}
	if body, ok := s.documents()[name]; ok {
		return shellWord(body, s.at)
	}
	return w
}

// documents are the here-documents that variables of the script hold, found
// when they are first asked for: NAME=$(cat <<EOF) and read NAME <<EOF.
func (s *source) documents() map[string]*shell.Word {
	if s.held != nil || s.script == nil {
		return s.held
	}
	s.held = map[string]*shell.Word{}
	assigned := map[int]string{} // by where the value begins
	for i := range s.script.Assigns {
		if a := &s.script.Assigns[i]; strings.HasPrefix(a.Value.Text, "$(") {
			assigned[a.Value.Start] = a.Name
			assigned[a.Value.Start+1] = a.Name // within quotes
		}
	}
	for i := range s.script.Commands {
		c := &s.script.Commands[i]
		if len(c.Heredocs) == 0 {
			continue
		}
		body := &c.Heredocs[0].Body
		switch path.Base(c.Words[0].Text) {
		case "cat":
			for _, before := range []int{2, 3} {
				if name := assigned[c.Start-before]; name != "" && len(c.Redirects) == 0 {
					s.held[name] = body
				}
			}
		case "read":
			s.held[c.Words[len(c.Words)-1].Text] = body
		}
	}
	return s.held
}

// documentInterpreter returns the Python that runs what a command is given as
// its input, itself or by way of what it is piped to, "" for none.
func (s *source) documentInterpreter(index int) string {
	c := &s.script.Commands[index]
	name, ok := stdinInterpreter(shellWords(c, s.at))
	if !ok && path.Base(c.Words[0].Text) == "cat" {
		if next := index + 1; c.Pipe > 0 && next < len(s.script.Commands) && s.script.Commands[next].Pipe == c.Pipe+1 {
			name, ok = stdinInterpreter(shellWords(&s.script.Commands[next], s.at))
		}
	}
	if !ok {
		return ""
	}
	return name
}

// pythonDocument reads a document of a command that a Python runs, the one that
// is named or that of a file that is written. It reports whether it is Python.
func (s *source) pythonDocument(c *shell.Command, h *shell.Heredoc, name string, e embedding) bool {
	ok := name != ""
	if !ok {
		name, ok = writtenProgram(c, h.Body.Text[:min(len(h.Body.Text), 200)])
	}
	if ok {
		s.program(shellWord(&h.Body, s.at), name, e.inside(path.Base(c.Words[0].Text)))
	}
	return ok
}

func shellWords(c *shell.Command, at func(int) int) []word {
	words := make([]word, len(c.Words))
	for n := range c.Words {
		words[n] = shellWord(&c.Words[n], at)
	}
	return words
}
