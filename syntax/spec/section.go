package spec

import (
	"strconv"
	"strings"
)

// sectionNames are the parts of a spec; true for those that belong to a
// package.
var sectionNames = map[string]bool{
	"package": true, "description": true, "files": true, "pre": true, "post": true, "preun": true, "postun": true, "pretrans": true,
	"posttrans": true, "preuntrans": true, "postuntrans": true, "verifyscript": true, "triggerin": true, "triggerun": true, "trigger": true,
	"triggerprein": true, "triggerpostun": true, "filetriggerin": true, "filetriggerun": true, "filetriggerpostun": true,
	"transfiletriggerin": true, "transfiletriggerun": true, "transfiletriggerpostun": true,
	"prep": false, "build": false, "install": false, "check": false, "clean": false, "changelog": false, "conf": false,
	"generate_buildrequires": false, "sourcelist": false, "patchlist": false, "track": false,
}

// openSection takes the header of a section.
func (p *parser) openSection(s statement, name string) {
	p.closeSection(s.start)
	args := strings.TrimSpace(s.text[1+len(name):])
	section := &Section{Name: name, Args: args, Conditions: p.current(), Start: s.start, BodyStart: p.pos}
	options := parseOptions(p.expand(statement{s.start, s.end, args}))
	section.Interpreter = options.interpreter
	if sectionNames[name] {
		section.Package = options.name
		if options.sub != "" {
			section.Package = p.mainName() + "-" + options.sub
		}
	}
	p.section = section
	if name == "package" {
		p.pkg = section.Package
		if p.room(len(p.file.Packages), s.start) {
			p.file.Packages = append(p.file.Packages, Package{Name: section.Package, Conditions: section.Conditions, Start: s.start, End: s.end})
		}
		if section.Package == "" {
			p.fail(s.start, "%%package without a name")
		}
	}
}

func (p *parser) closeSection(end int) {
	if p.section == nil {
		return
	}
	p.section.End, p.section.BodyEnd = end, end
	if p.room(len(p.file.Sections), p.section.Start) {
		p.file.Sections = append(p.file.Sections, *p.section)
	}
	p.section = nil
}

func (p *parser) mainName() string {
	if p.file.Name == "" {
		return "%{name}"
	}
	return p.file.Name
}

// sectionOptions are those of a section's header that matter here.
type sectionOptions struct{ name, sub, interpreter string }

func parseOptions(args string) sectionOptions {
	var o sectionOptions
	words := strings.Fields(args)
	for i := 0; i < len(words); i++ {
		word, value := words[i], ""
		if i+1 < len(words) {
			value = words[i+1]
		}
		switch {
		case word == "--":
			return o
		case word == "-n":
			o.name = value
			i++
		case word == "-p":
			o.interpreter = value
			i++
		case word == "-f" || word == "-l" || word == "-P":
			i++
		case strings.HasPrefix(word, "-p") && len(word) > 2:
			o.interpreter = word[2:]
		case strings.HasPrefix(word, "-n") && len(word) > 2:
			o.name = word[2:]
		case !strings.HasPrefix(word, "-") && o.sub == "" && o.name == "":
			o.sub = word
		}
	}
	return o
}

// body takes a line of a section that is no preamble.
func (p *parser) body(s statement, name string) {
	switch p.section.Name {
	case "changelog", "description", "files":
		return
	case "sourcelist", "patchlist":
		if !p.room(len(p.file.Sources)+len(p.file.Patches), s.start) {
			return
		}
		tag := strings.TrimSuffix(p.section.Name, "list")
		p.source(strings.ToUpper(tag[:1])+tag[1:], Tag{Value: s.text, Expanded: strings.TrimSpace(p.expand(s)), Conditions: p.current(), Start: s.start, End: s.end})
		return
	}
	start := s.start + len(s.text) - len(strings.TrimLeft(s.text, " \t"))
	args := strings.TrimSpace(strings.TrimPrefix(s.text[start-s.start:], "%"+name))
	switch {
	case name == "autosetup" || name == "autopatch":
		p.patchUse(PatchUse{Macro: name, Number: -1, Strip: p.strip(s, args), Args: args, Start: start, End: s.end})
		return
	case strings.HasPrefix(name, "patch"):
		number, err := strconv.Atoi(name[len("patch"):])
		if name == "patch" {
			number = patchArgument(args)
		} else if err != nil {
			break
		}
		p.patchUse(PatchUse{Macro: "patch", Number: number, Strip: p.strip(s, args), Args: args, Start: start, End: s.end})
		return
	}
	p.patchMacros(s)
}

// strip returns the -p level that the words of a command say.
func (p *parser) strip(s statement, args string) int {
	return stripLevel(p.expand(statement{s.start, s.end, args}))
}

func (p *parser) patchUse(u PatchUse) {
	if !p.room(len(p.file.PatchUses), u.Start) {
		return
	}
	u.Conditions = p.current()
	p.file.PatchUses = append(p.file.PatchUses, u)
}

// patchArgument returns the number that %patch is given as -P 1 or as 1.
func patchArgument(args string) int {
	words := strings.Fields(args)
	for i, word := range words {
		if word == "-P" && i+1 < len(words) {
			word = words[i+1]
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(word, "-P")); err == nil && n >= 0 {
			return n
		}
		if word == "-b" || word == "-d" || word == "-F" || word == "-o" || word == "-z" {
			break
		}
	}
	return 0
}

// stripLevel returns the number of -p1 or -p 1, -1 without.
func stripLevel(args string) int {
	words := strings.Fields(args)
	for i, word := range words {
		value, ok := strings.CutPrefix(word, "-p")
		if !ok {
			continue
		}
		if value == "" && i+1 < len(words) {
			value = words[i+1]
		}
		if n, err := strconv.Atoi(value); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

// patchMacros finds %{PATCH1}, %PATCH1, %{P:1} and %{patches} in a script.
func (p *parser) patchMacros(s statement) {
	strip, asked := -1, false
	for at := 0; ; {
		i := strings.IndexByte(s.text[at:], '%')
		if i < 0 {
			return
		}
		start := at + i
		at = start + 1
		inner := strings.TrimPrefix(s.text[at:], "{")
		end := 0
		for end < len(inner) && (isNameByte(inner[end]) || inner[end] == ':') {
			end++
		}
		word := inner[:end]
		number, err := strconv.Atoi(strings.TrimPrefix(strings.TrimPrefix(word, "PATCH"), "P:"))
		switch {
		case word == "patches":
			number = -1
		case err != nil || !strings.HasPrefix(word, "P"):
			continue
		}
		macro := "PATCH"
		if number < 0 {
			macro = "patches"
		}
		if !asked {
			strip, asked = p.strip(s, s.text), true
		}
		at += end
		p.patchUse(PatchUse{Macro: macro, Number: number, Strip: strip, Args: s.text, Start: s.start + start, End: s.start + at})
	}
}

// shellCalls records the %( ) and %{lua: } of a statement.
func (p *parser) shellCalls(s statement) {
	const lua = "%{lua:"
	for at := 0; ; {
		i := strings.IndexByte(s.text[at:], '%')
		if i < 0 || at+i+1 >= len(s.text) {
			return
		}
		at += i
		rest := s.text[at:]
		head := len("%(")
		switch {
		case strings.HasPrefix(rest, "%%"):
			at += 2
			continue
		case strings.HasPrefix(rest, lua):
			head = len(lua)
		case !strings.HasPrefix(rest, "%("):
			at++
			continue
		}
		call := ShellCall{Lua: head > 2, Start: s.start + at, TextStart: s.start + at + head, Conditions: p.current()}
		length := matching(rest[1:])
		if length < 0 {
			p.fail(call.Start, "what RPM would run here is not closed")
			length = len(rest) - 1
			call.Text = rest[head:]
		} else {
			call.Text = rest[head:length]
		}
		at += 1 + length
		call.End = s.start + at
		if p.room(len(p.file.ShellCalls), call.Start) {
			p.file.ShellCalls = append(p.file.ShellCalls, call)
		}
	}
}
