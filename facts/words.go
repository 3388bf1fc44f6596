package facts

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// maxEmbedding bounds how deep code stands in code: a script in a string in a
// script.
const maxEmbedding = 4

// embedding says what is around a piece of code.
type embedding struct {
	via     string
	through []string
	guards  []Guard
	depth   int
	// shell is the program that reads the code, "" if that is not known.
	shell string
	// within is the function that the code stands in.
	within string
}

func (e embedding) inside(program string) embedding {
	e.through = append(e.through[:len(e.through):len(e.through)], program)
	return e
}

// word is one word of a command, in whatever language: its text, and the
// file's offset of every byte of it.
type word struct {
	text       string
	at         func(int) int
	start, end int
	// dynamic are the parts of the text that are not known before it runs.
	dynamic []shell.Segment
}

// from is the word without its first bytes.
func (w word) from(i int) word {
	cut := word{text: w.text[i:], at: func(n int) int { return w.at(i + n) }, start: w.at(i), end: w.end}
	for _, d := range w.dynamic {
		cut.dynamic = append(cut.dynamic, shell.Segment{Start: max(0, d.Start-i), End: d.End - i})
	}
	return cut
}

// source is what a word may refer to by name.
type source struct {
	file   *File
	lookup func(name string) (shell.Word, bool)
	// at maps the offsets of lookup's words.
	at func(int) int
	// script is the one that is read, nil in other languages; held are the
	// documents that its variables hold.
	script *shell.File
	held   map[string]*shell.Word
	// forwards are the functions of the script that run their arguments.
	forwards map[string]bool
	// guards are the conditions around the words that are read.
	guards []Guard
	within string
	// run are the places and lengths of the code that was added.
	run map[Span]bool
}

// readShell adds the facts of a shell script whose offsets at maps into the
// file.
func readShell(f *File, src []byte, at func(int) int, e embedding) {
	if e.depth > maxEmbedding {
		return
	}
	if e.shell != "" {
		f.Scripts = append(f.Scripts, Script{Shell: e.shell, Via: e.via, Src: src, At: at})
	}
	script := shell.Parse(src)
	for _, err := range script.Errors {
		if e.depth == 0 {
			f.Problems = append(f.Problems, Problem{Offset: at(err.Offset), Message: "shell: " + err.Message})
		}
	}
	functions := map[string]bool{}
	for _, fn := range script.Functions {
		functions[fn.Name] = true
	}
	s := source{file: f, lookup: lookupIn(script), at: at, script: script, forwards: findForwarding(script)}
	var guards guardsOf
	for i := range script.Commands {
		c := &script.Commands[i]
		inner := e
		inner.guards = guards.with(e.guards, c.Conds)
		if inner.within == "" {
			inner.within = c.Function
		}
		s.guards, s.within = inner.guards, inner.within
		words := make([]word, len(c.Words))
		for n := range c.Words {
			words[n] = shellWord(&c.Words[n], at)
		}
		s.command(words, inner, functions)
		s.heredocs(i, s.pipedScript(i, inner), inner)
		for _, r := range c.Redirects {
			s.path(shellWord(&r.Target, at), "redirect")
		}
	}
	for _, a := range script.Assigns {
		s.guards, s.within = guards.with(e.guards, a.Conds), e.within
		s.path(shellWord(&a.Value, at), "assignment")
	}
}

// lookupIn returns a function that says what a variable of a script holds: the
// first of its values that names a program, if it is set a few times, as
// where one program is looked for and another is the fallback.
func lookupIn(script *shell.File) func(string) (shell.Word, bool) {
	return func(name string) (value shell.Word, ok bool) {
		count := 0
		var second shell.Word // one that begins with another variable
		for _, a := range script.Assigns {
			if a.Name != name {
				continue
			}
			if count++; count > 3 || a.Append {
				return shell.Word{}, false
			}
			switch text := locatedBy(a.Value.Text); {
			case ok || text == "" || text[0] == '`':
			case text[0] == '$':
				if _, _, named := variableOf(strings.Fields(text)[0]); named && second.Text == "" {
					second = a.Value
				}
			default:
				value, ok = a.Value, true
			}
		}
		if !ok && second.Text != "" {
			return second, true
		}
		return value, ok
	}
}

// guardsOf turns conditions into guards, once for commands that follow each other
// and share them.
type guardsOf struct {
	conds  []shell.Cond
	guards []Guard
}

func (g *guardsOf) with(outer []Guard, conds []shell.Cond) []Guard {
	if len(conds) == 0 {
		return outer
	}
	if len(g.conds) == len(conds) && &g.conds[0] == &conds[0] {
		return g.guards
	}
	g.conds = conds
	g.guards = make([]Guard, 0, len(outer)+len(conds))
	g.guards = append(g.guards, outer...)
	for _, cond := range conds {
		g.guards = append(g.guards, Guard{Text: cond.Text, Negated: cond.Negated})
	}
	g.guards = slices.Clip(g.guards)
	return g.guards
}

func shellWord(w *shell.Word, at func(int) int) word {
	copied := *w
	return word{
		text: w.Text, start: at(w.Start), end: at(w.End), dynamic: w.Dynamic,
		at: func(i int) int { return at(copied.Offset(i)) },
	}
}

// heredocs reads the documents that an interpreter is given to run.
func (s *source) heredocs(index int, piped string, e embedding) {
	c := &s.script.Commands[index]
	if len(c.Heredocs) == 0 {
		return
	}
	interpreter := s.documentInterpreter(index)
	runner := piped
	for _, w := range c.Words {
		if name := path.Base(w.Text); isShell(name) || name == "ssh" || name == "chroot" {
			runner = name
			break
		}
	}
	for i := range c.Heredocs {
		h := &c.Heredocs[i]
		if s.pythonDocument(c, h, interpreter, e) {
			continue
		}
		program := runner
		script := strings.HasPrefix(h.Body.Text, "#!") && strings.Contains(strings.SplitN(h.Body.Text, "\n", 2)[0], "sh")
		if program == "" && !script {
			continue
		}
		if program == "" && len(c.Words) > 0 {
			program = path.Base(c.Words[0].Text) // a script that is written to a file
		}
		body := shellWord(&h.Body, s.at)
		inner := e.inside(program)
		inner.shell = shebang([]byte(h.Body.Text))
		if isShell(program) {
			inner.shell = program
		}
		s.nested(body, inner)
	}
}

// nested reads a word as a script.
func (s *source) nested(w word, e embedding) {
	e.depth++
	readShell(s.file, []byte(w.text), w.at, e)
}

// command adds a command, and those that it runs in turn.
func (s *source) command(words []word, e embedding, functions map[string]bool) {
	for len(words) > 0 && isAssignment(words[0].text) {
		words = words[1:]
	}
	if len(words) == 0 || e.depth > maxEmbedding {
		return
	}
	name, steps := s.resolve(words[0].text)
	program := path.Base(name)
	if strings.HasSuffix(name, "]}") && s.heldBy(words[0], e) {
		return
	}
	if program == "" || program == "." && name != "." || strings.ContainsAny(program, "\n\x00") {
		return
	}
	c := Command{
		Program: program, Path: name, Span: Span{words[0].start, words[0].end},
		Whole: Span{words[0].start, words[len(words)-1].end},
		Via:   e.via, Through: e.through, Guards: e.guards, Steps: steps, Within: e.within,
	}
	for _, w := range words[1:] {
		c.Args = append(c.Args, w.text)
		c.ArgSpans = append(c.ArgSpans, Span{w.start, w.end})
	}
	if !functions[name] {
		s.file.Commands = append(s.file.Commands, c)
	} else if s.forwards[name] {
		e.depth++
		s.command(words[1:], e.inside(name), functions)
		return
	}
	s.path(words[0], "command")
	for _, w := range words[1:] {
		s.path(w, "argument")
	}
	if (name == "." || name == "source") && len(words) > 1 {
		s.file.Needs = append(s.file.Needs, Need{
			Kind: NeedFile, Name: words[1].text, When: "run", Span: Span{words[1].start, words[1].end},
		})
		return
	}
	s.unwrap(program, words[1:], e, functions)
}

// path adds a word that is an absolute path, or one below a root that a
// variable or a macro names: $DESTDIR/etc/fstab is /etc/fstab.
func (s *source) path(w word, via string) {
	s.file.name(w, via, s.guards, s.within)
	if text := rooted(belowRoot(w.text)); isPath(text) {
		s.file.Paths = append(s.file.Paths, Path{Text: text, Span: Span{w.start, w.end}, Via: via, Guards: s.guards, Within: s.within})
	}
}

// belowRoot returns what is behind the variable or the hidden macro that a
// path begins with, if that looks like a place in the file system.
func belowRoot(text string) string {
	slash := strings.IndexByte(text, '/')
	if slash <= 0 {
		return text
	}
	root, rest := text[:slash], text[slash:]
	if _, _, ok := variableOf(root); !ok && (len(root) < 5 || strings.Trim(root, "X") != "") {
		return text
	}
	for _, known := range []string{"/etc/", "/usr/", "/boot/", "/var/lib/", "/var/cache/yum", "/lib/"} {
		if strings.HasPrefix(rest, known) {
			return rest
		}
	}
	return text
}

// isPath takes absolute paths of at least one name, patterns included, and no
// words that merely begin with a slash.
func isPath(text string) bool {
	if len(text) < 3 || text[0] != '/' || text[1] == '/' || len(text) > 255 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c == '<' || c == '>' || c == '|' || c == '\\' || c == 0x7f {
			return false
		}
	}
	c := text[1] | 0x20
	return c >= 'a' && c <= 'z'
}

// resolve puts in a program's name what a variable holds that is set once, and
// says which variables those were.
func (s *source) resolve(name string) (program string, steps []Step) {
	for range 3 {
		variable, fallback, ok := variableOf(name)
		if !ok || s.lookup == nil {
			return name, steps
		}
		value, found := s.lookup(variable)
		switch {
		case found:
			steps = append(steps, newStep("$"+variable, value.Text, Span{s.at(value.Start), s.at(value.End)}))
			name = s.firstWord(locatedBy(value.Text))
		case fallback != "":
			return fallback, steps
		default:
			return name, steps
		}
	}
	return name, steps
}

// firstWord is the program of a command, which may stand behind variables that
// are empty or hold what nobody knows.
func (s *source) firstWord(command string) string {
	fields := strings.Fields(command)
	for len(fields) > 1 {
		name, fallback, ok := variableOf(fields[0])
		if !ok || fallback != "" {
			break
		}
		if _, found := s.lookup(name); found || strings.HasPrefix(fields[1], "-") {
			break
		}
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return command
	}
	return fields[0]
}

// variableOf takes $NAME, ${NAME} and ${NAME:-default} apart.
func variableOf(word string) (name, fallback string, ok bool) {
	rest, ok := strings.CutPrefix(word, "$")
	if !ok {
		return "", "", false
	}
	if inner, braced := strings.CutPrefix(rest, "{"); braced {
		inner, closed := strings.CutSuffix(inner, "}")
		name, fallback, _ = strings.Cut(inner, ":-")
		return name, fallback, closed && isName(name)
	}
	return rest, "", isName(rest)
}

func isName(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}

// locatedBy returns the program that $(which NAME) looks for, or the text.
func locatedBy(text string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "$("), ")")
	if inner == text {
		if inner = strings.Trim(text, "`"); inner == text {
			return text
		}
	}
	fields := strings.Fields(inner)
	switch {
	case len(fields) >= 2 && (fields[0] == "which" || fields[0] == "type" && fields[1] != "-t"):
		return fields[1]
	case len(fields) >= 3 && fields[0] == "command" && fields[1] == "-v":
		return fields[2]
	}
	return text
}

// shebang returns the shell that the first line of a script names, "" if it
// names none.
func shebang(src []byte) string {
	line, _, _ := bytes.Cut(src, []byte{'\n'})
	rest, ok := bytes.CutPrefix(line, []byte("#!"))
	if !ok {
		return ""
	}
	for i, field := range strings.Fields(string(rest)) {
		switch program := path.Base(field); {
		case isShell(program):
			return program
		case i > 0 || program != "env" && program != "busybox":
			return ""
		}
	}
	return ""
}

func isAssignment(text string) bool {
	name, _, ok := strings.Cut(text, "=")
	return ok && isName(name)
}

func isShell(program string) bool {
	switch program {
	case "sh", "bash", "dash", "ksh", "zsh", "ash":
		return true
	}
	return false
}
