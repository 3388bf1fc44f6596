package facts

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/spec"
)

// scriptlets are the sections whose body the package manager runs.
var scriptlets = map[string]bool{
	"pre": true, "post": true, "preun": true, "postun": true, "pretrans": true, "posttrans": true,
	"triggerin": true, "triggerun": true, "triggerpostun": true, "triggerprein": true, "trigger": true,
	"filetriggerin": true, "filetriggerun": true, "transfiletriggerin": true, "transfiletriggerun": true,
	"verifyscript": true,
}

// buildSections are those that the build runs.
var buildSections = map[string]bool{"prep": true, "build": true, "install": true, "check": true, "clean": true}

// readSpec adds the commands of scriptlets, build sections and macros, and the
// needs of the dependencies.
func readSpec(f *File, src []byte) {
	s := spec.Parse(src, spec.Options{Defines: spec.CentOS7})
	for _, e := range s.Errors {
		f.Problems = append(f.Problems, Problem{Offset: e.Offset, Message: "spec: " + e.Message})
	}
	for i := range s.Sections {
		readSection(f, src, &s.Sections[i])
	}
	for _, c := range s.ShellCalls {
		if !c.Lua {
			start := c.TextStart
			text := []byte(c.Text)
			nameInterpreters(text)
			readShell(f, text, func(i int) int { return start + i }, embedding{via: ViaMacro, depth: 1, shell: "sh"})
		}
	}
	for i := range s.Dependencies {
		readDependency(f, &s.Dependencies[i])
	}
}

func readSection(f *File, src []byte, section *spec.Section) {
	e := embedding{via: ViaBuild, depth: 1}
	switch {
	case scriptlets[section.Name]:
		e.via = ViaScriptlet
	case !buildSections[section.Name]:
		return
	}
	e.guards = specGuards(section.Conditions)
	if name, ok := macroInterpreter(section.Interpreter); ok {
		f.readSpecProgram(src, section, name, e)
	}
	if program := section.Interpreter; program != "" && !isShell(path.Base(program)) {
		if !strings.HasPrefix(program, "<") && !strings.Contains(program, "lua") {
			// A program in the place of an interpreter is what is run.
			f.Commands = append(f.Commands, Command{
				Program: path.Base(program), Path: program, Via: e.via, Guards: e.guards,
				Span: interpreterSpan(src, section), Whole: interpreterSpan(src, section),
			})
		}
		return
	}
	// RPM's own lines and macros are no shell: they are blanked out, so that
	// every other byte keeps its place.
	e.shell = "sh"
	if section.Interpreter != "" {
		e.shell = path.Base(section.Interpreter)
	}
	body := []byte(string(src[section.BodyStart:section.BodyEnd]))
	for _, d := range section.Directives {
		hideDirective(body, d.Start-section.BodyStart, d.End-section.BodyStart)
	}
	nameInterpreters(body)
	hideMacros(body)
	start := section.BodyStart
	commands, paths, names := len(f.Commands), len(f.Paths), len(f.Names)
	readShell(f, body, func(i int) int { return start + i }, e)
	if len(section.Branches) == 0 {
		return
	}
	b := branches{section: section, outer: len(e.guards)}
	for i := range f.Commands[commands:] {
		c := &f.Commands[commands+i]
		c.Guards = b.guards(c.Whole.Start, c.Guards)
	}
	for _, list := range [][]Path{f.Paths[paths:], f.Names[names:]} {
		for i := range list {
			list[i].Guards = b.guards(list[i].Span.Start, list[i].Guards)
		}
	}
}

// branches puts RPM's conditions in the body of a section around what its shell
// runs: the shell sees neither.
type branches struct {
	section *spec.Section
	// outer is the number of guards that are the section's own.
	outer int
}

func (b *branches) guards(at int, inner []Guard) []Guard {
	return append(specGuards(b.section.ConditionsAt(at)), inner[min(b.outer, len(inner)):]...)
}

// interpreterSpan finds the interpreter in the section's header.
func interpreterSpan(src []byte, section *spec.Section) Span {
	header := string(src[section.Start:section.BodyStart])
	if i := strings.Index(header, section.Interpreter); i >= 0 {
		return Span{section.Start + i, section.Start + i + len(section.Interpreter)}
	}
	return Span{section.Start, section.Start + len(strings.TrimRight(header, "\r\n"))}
}

// interpreterMacro is a macro that stands for a Python.
var interpreterMacro = regexp.MustCompile(`%\{\??_*python[23]?\}|%_*python[23]?\b`)

// macroInterpreter is InterpreterOf for a program that a macro may name.
func macroInterpreter(program string) (name string, ok bool) {
	if strings.HasPrefix(program, "%") {
		program = strings.Trim(program, "%{?}")
	}
	return InterpreterOf(program)
}

// nameInterpreters puts the name of a Python in the place of each macro that
// stands for one, behind slashes so that the length stays.
func nameInterpreters(body []byte) {
	for _, at := range interpreterMacro.FindAllIndex(body, -1) {
		name, ok := macroInterpreter(string(body[at[0]:at[1]]))
		if !ok {
			continue
		}
		for i := at[0]; i < at[1]; i++ {
			body[i] = '/'
		}
		copy(body[at[1]-len(name):], name)
	}
}

// readSpecProgram adds a section that a Python runs.
func (f *File) readSpecProgram(src []byte, section *spec.Section, interpreter string, e embedding) {
	body := bytes.Clone(src[section.BodyStart:section.BodyEnd])
	for _, d := range section.Directives {
		blank(body, d.Start-section.BodyStart, d.End-section.BodyStart)
	}
	hideMacros(body)
	start := section.BodyStart
	w := word{text: string(body), at: func(i int) int { return start + i }, start: start, end: section.BodyEnd}
	(&source{file: f}).program(w, interpreter, e)
}

// hideDirective blanks a line of RPM's. Where it stands within a command that
// goes on over several lines, the command has to go on behind it too.
func hideDirective(body []byte, start, end int) {
	if start < 0 || end > len(body) || start >= end {
		return
	}
	blank(body, start, end)
	line := start
	for line > 0 && body[line-1] != '\n' {
		line--
	}
	for end > start && body[end-1] == '\n' {
		end--
	}
	if line >= 2 && body[line-2] == '\\' && end > start {
		body[end-1] = '\\'
	}
}

func blank(text []byte, start, end int) {
	for i := max(0, start); i < min(end, len(text)); i++ {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}

// hideMacros puts letters in the place of %{...}, %(...) and %name, so that a
// shell reads them as parts of words. A line that is a macro alone is hidden
// whole, its arguments too: what it runs is in the macro.
func hideMacros(body []byte) {
	lineStart := true
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '\n':
			lineStart = true
		case c == ' ' || c == '\t':
		case c == '%' && i+1 < len(body):
			end := macroEnd(body, i)
			if end == i {
				lineStart = false
				continue
			}
			if lineStart && body[i+1] != '{' && body[i+1] != '(' {
				for end < len(body) && body[end] != '\n' {
					end++
				}
				blank(body, i, end)
			} else {
				for n := i; n < end; n++ {
					body[n] = 'X'
				}
			}
			i, lineStart = end-1, false
		default:
			lineStart = false
		}
	}
}

// macroEnd returns where the macro ends that begins at a percent sign, or the
// same offset if none does.
func macroEnd(body []byte, at int) int {
	switch next := body[at+1]; {
	case next == '{' || next == '(':
		return closing(body, at+1)
	case next == '%':
		return at
	case next == '_' || 'a' <= next|0x20 && next|0x20 <= 'z' || next == '?' || next == '!':
		end := at + 1
		if end+1 >= len(body) || !isWordByte(body[end+1]) {
			return at // %s of a format: no macro of RPM's has a name that short
		}
		for end < len(body) && (isWordByte(body[end]) || body[end] == '?' || body[end] == '!') && body[end] != '/' && body[end] != '-' && body[end] != '.' {
			end++
		}
		return end
	}
	return at
}

func specGuards(conditions []spec.Condition) []Guard {
	var guards []Guard
	for _, c := range conditions {
		guards = append(guards, Guard{Text: c.Text, Negated: c.Negated, Never: c.Known && !c.Value})
	}
	return guards
}

// needsOf says which dependencies are needs, and when.
var needsOf = map[string]string{
	"Requires": "run", "Recommends": "run", "BuildRequires": "build", "PreReq": "run", "BuildPreReq": "build",
}

func readDependency(f *File, d *spec.Dependency) {
	when, ok := needsOf[d.Kind]
	if !ok {
		return
	}
	var conditions []string
	for _, c := range d.Conditions {
		text := c.Text
		if c.Negated {
			text = "not: " + text
		}
		conditions = append(conditions, text)
	}
	f.Needs = append(f.Needs, Need{
		Kind: NeedRPM, Name: d.Name, Op: d.Op, Version: d.Version, When: when, Package: d.Package,
		Condition: strings.Join(conditions, "; "), Guards: specGuards(d.Conditions), Span: Span{d.Start, d.End},
	})
}
