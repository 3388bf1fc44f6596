package facts

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/shell"
)

// allArguments are the words by which a function hands on what it is given.
var allArguments = []string{"$@", "$*", "${@}", "${*}"}

// forwarders are the programs and builtins behind which a function may still run
// its own arguments.
var forwarders = []string{"eval", "exec", "sudo", "time", "timeout", "nice", "nohup", "command", "env"}

// findForwarding finds the functions of a script that run their arguments, with
// the number of those that they take off first.
func findForwarding(script *shell.File) map[string]int {
	var found, shifted map[string]int
	for i := range script.Commands {
		c := &script.Commands[i]
		if c.Function == "" || len(c.Words) == 0 {
			continue
		}
		if c.Words[0].Text == "shift" {
			if shifted == nil {
				shifted = map[string]int{}
			}
			by := 1
			if len(c.Words) > 1 {
				by, _ = strconv.Atoi(c.Words[1].Text)
			}
			shifted[c.Function] += by
		}
		at := slices.IndexFunc(c.Words, func(w shell.Word) bool { return slices.Contains(allArguments, w.Text) })
		if at < 0 || at > 0 && !slices.Contains(forwarders, path.Base(c.Words[0].Text)) {
			continue
		}
		if found == nil {
			found = map[string]int{}
		}
		if _, ok := found[c.Function]; !ok {
			found[c.Function] = shifted[c.Function]
		}
	}
	return found
}

// heldBy reads what a word stands for that is nothing but a variable: eval $cmd,
// or "${cmd[@]}" for the words of an array.
func (s *source) heldBy(w word, e embedding) bool {
	text := w.text
	for _, all := range []string{"[@]}", "[*]}"} {
		text = strings.Replace(text, all, "}", 1)
	}
	name, _, ok := variableOf(text)
	if !ok || s.script == nil {
		return false
	}
	found := false
	if s.outer != nil && s.outer.script != nil && e.depth < maxEmbedding {
		found = s.outer.heldBy(word{text: w.text}, e)
	}
	for i := range s.script.Assigns {
		a := &s.script.Assigns[i]
		if a.Name != name || a.Append || e.depth > maxEmbedding || s.read[i] {
			continue
		}
		held := shellWord(&a.Value, s.at)
		if a.Array {
			inner := strings.TrimSuffix(strings.TrimPrefix(held.text, "("), ")")
			if len(inner) != len(held.text)-2 {
				continue
			}
			held = held.from(1)
			held.text = inner
		} else if text != w.text || !strings.ContainsAny(held.text, " \t") {
			continue // a program alone is resolved where it stands
		}
		if s.read == nil {
			s.read = map[int]bool{}
		}
		found, s.read[i] = true, true // once, however often it is run
		s.nested(held, e)
	}
	return found
}

// alias reads what an alias stands for.
func (s *source) alias(args []word, e embedding) {
	for _, a := range args {
		if i := strings.IndexByte(a.text, '='); i > 0 {
			s.nested(a.from(i+1), e)
		}
	}
}

// trap reads what is run when a signal comes.
func (s *source) trap(args []word, e embedding, functions map[string]bool) {
	if len(args) > 1 && !strings.HasPrefix(args[0].text, "-") && args[0].text != "" && !functions[args[0].text] {
		s.nested(args[0], e)
	}
}

// pipedScript reads what echo, printf or a document hands to a shell behind a
// pipe, which it names.
func (s *source) pipedScript(index int, e embedding) (runner string) {
	c := &s.script.Commands[index]
	next := index + 1
	if c.Pipe == 0 || next >= len(s.script.Commands) || s.script.Commands[next].Pipe != c.Pipe+1 {
		return ""
	}
	runner = readsInput(s.script.Commands[next].Words)
	program := path.Base(c.Words[0].Text)
	if runner == "" || program != "echo" && program != "printf" {
		return runner
	}
	inner := e.inside(runner)
	if isShell(runner) {
		inner.shell = runner
	}
	for i := range c.Words[1:] {
		if w := shellWord(&c.Words[i+1], s.at); !strings.HasPrefix(w.text, "-") {
			s.nested(w, inner)
		}
	}
	return runner
}

// readsInput returns the shell that runs what a command is given as its input.
func readsInput(words []shell.Word) string {
	for len(words) > 1 && slices.Contains(forwarders, path.Base(words[0].Text)) {
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	program := path.Base(words[0].Text)
	switch {
	case isShell(program):
		for _, w := range words[1:] {
			if !strings.HasPrefix(w.Text, "-") || strings.Contains(w.Text, "c") {
				return "" // it reads a file
			}
		}
		return program
	case program == "ssh" && len(words) == 2:
		return program
	}
	return ""
}
