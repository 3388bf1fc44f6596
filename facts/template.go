package facts

import (
	"bytes"

	"opendev.org/starlingx/stxscan/syntax/puppet"
)

// mark is what a template puts around its own code.
type mark struct {
	open, close string
	// value is set where the text that comes out takes the code's place.
	value bool
}

// The marks of ERB and EPP, and those of Jinja. Only what a file has of the
// first is looked for where it has any, since braces are Python's too.
var (
	rubyMarks  = []mark{{"<%=", "%>", true}, {"<%", "%>", false}}
	jinjaMarks = []mark{{"{{", "}}", true}, {"{%", "%}", false}, {"{#", "#}", false}}
)

// readTemplate adds what a template of a script runs, and the code in it. What
// the template puts in is hidden: which word it is, nobody knows.
func readTemplate(f *File, src []byte) {
	if !bytes.Contains(src, []byte("#!")) {
		return
	}
	text := bytes.Clone(src)
	HideTemplate(text)
	// What the template says of itself may stand before the first line.
	start := len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
	f.readScriptText(text[start:], func(i int) int { return start + i }, embedding{via: ViaTemplate})
}

// readScriptText adds what a text runs that is a script by its first line, in
// Python or for a shell, and the Python code in it.
func (f *File) readScriptText(src []byte, at func(int) int, e embedding) {
	if !bytes.HasPrefix(src, []byte("#!")) {
		return
	}
	name, isPython := shebangInterpreter(src)
	shell := shebang(src)
	if !isPython && shell == "" {
		return
	}
	text := bytes.Clone(src)
	HideTemplate(text)
	if isPython {
		(&source{file: f}).program(word{text: string(text), at: at}, name, e)
		return
	}
	e.shell = shell
	readShell(f, text, at, e)
}

// HideTemplate puts a template's own code out of the way: blanks where it has
// its lines to itself or puts nothing in its place, letters elsewhere. It changes text,
// and keeps where everything stands.
func HideTemplate(text []byte) {
	marks := jinjaMarks
	if bytes.Contains(text, []byte("<%")) {
		marks = rubyMarks
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '<' && text[i] != '{' {
			continue
		}
		for _, m := range marks {
			if !bytes.HasPrefix(text[i:], []byte(m.open)) {
				continue
			}
			length := bytes.Index(text[i:], []byte(m.close))
			if length < 0 {
				return // it is not closed, so no other is
			}
			end := i + length + len(m.close)
			letter := byte(' ')
			if m.value && !standsAlone(text, i, end) {
				letter = 'X'
			}
			for ; i < end; i++ {
				if text[i] != '\n' {
					text[i] = letter
				}
			}
			i--
			break
		}
	}
}

// standsAlone reports whether nothing but blanks is in the lines of a range.
func standsAlone(text []byte, start, end int) bool {
	for start > 0 && (text[start-1] == ' ' || text[start-1] == '\t') {
		start--
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r') {
		end++
	}
	return (start == 0 || text[start-1] == '\n') && (end == len(text) || text[end] == '\n')
}

// readPuppetScripts adds the Python code of scripts that a manifest writes to
// files, as plain text or as an inline template.
func readPuppetScripts(f *File, manifest *puppet.File) {
	script := func(v *puppet.Value) {
		if v.Kind == puppet.String {
			f.readScriptText([]byte(v.Text), v.Offset, embedding{via: ViaTemplate, depth: 1})
		}
	}
	for i := range manifest.Resources {
		if content, ok := manifest.Resources[i].Attr("content"); ok {
			content.Each(script)
		}
	}
	for i := range manifest.Calls {
		switch c := &manifest.Calls[i]; c.Name {
		case "inline_template", "inline_epp":
			for n := range c.Args {
				c.Args[n].Each(script)
			}
		}
	}
	for i := range manifest.Assigns {
		manifest.Assigns[i].Value.Each(script)
	}
}
