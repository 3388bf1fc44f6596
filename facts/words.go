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
	// outer is what the code may refer to of the script around it.
	outer *source
	// ignored is set where the failure of the code is passed over.
	ignored bool
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
	// outer is the source around the script, nil for none.
	outer *source
	// forwards are the functions of the script that run their arguments.
	forwards map[string]int
	// read are the assignments whose values were read as code.
	read map[int]bool
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
	s := source{file: f, lookup: lookupIn(script), at: at, script: script, forwards: findForwarding(script), outer: e.outer}
	guards := guardsOf{script: script}
	for i := range script.Commands {
		c := &script.Commands[i]
		inner := e
		inner.guards, inner.ignored = guards.with(e.guards, c.Conds), c.Ignored
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
	for i := range script.Tests {
		w := shellWord(&script.Tests[i].Word, at)
		f.name(w, "argument", guards.with(e.guards, script.Tests[i].Conds), e.within)
	}
	for _, l := range script.Lists {
		s.guards, s.within = guards.with(e.guards, l.Conds), e.within
		for i := range l.Words {
			if !strings.ContainsAny(l.Words[i].Text, "`(") { // else its commands are read
				s.path(shellWord(&l.Words[i], at), "list")
			}
		}
	}
	for i := range script.Redirects {
		s.guards, s.within = e.guards, e.within
		s.path(shellWord(&script.Redirects[i].Target, at), "redirect")
	}
	for _, a := range script.Assigns {
		s.guards, s.within = guards.with(e.guards, a.Conds), e.within
		s.path(shellWord(&a.Value, at), "assignment")
	}
}

// guardsOf turns conditions into guards, once for commands that follow each other
// and share them.
type guardsOf struct {
	script *shell.File
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
	for i, cond := range conds {
		g.guards = append(g.guards, Guard{Text: cond.Text, Means: meaning(g.script, cond.Text, conds[:i], 0), Negated: cond.Negated, Never: isNever(cond.Text, cond.Negated)})
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
	e.outer = s
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
		Via:   e.via, Through: e.through, Guards: e.guards, Steps: steps, Within: e.within, Ignored: e.ignored,
	}
	for _, w := range words[1:] {
		c.Args = append(c.Args, w.text)
		c.ArgSpans = append(c.ArgSpans, Span{w.start, w.end})
	}
	if !functions[name] {
		s.file.Commands = append(s.file.Commands, c)
	} else if shifted, ok := s.forwards[name]; ok {
		e.depth++
		s.command(words[min(len(words), 1+max(0, shifted)):], e.inside(name), functions)
		return
	}
	s.path(words[0], "command")
	for _, w := range words[1:] {
		s.path(w, "argument")
	}
	if program == "sed" && e.via != ViaBuild {
		s.replacements(words[1:])
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
	for _, deep := range []string{"/var/cache/yum", "/etc/yum", "/var/lib/rpm"} {
		if i := strings.Index(rest, deep); i > 0 && !strings.HasPrefix(rest, "/usr/") {
			return rest[i:]
		}
	}
	for _, known := range []string{"/etc/", "/usr/", "/boot/", "/var/lib/", "/var/cache/yum", "/lib/", "/EFI/"} {
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
