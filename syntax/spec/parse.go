package spec

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// parser goes through the statements of a spec.
type parser struct {
	src    []byte
	pos    int
	file   *File
	macros *macros
	conditions
	section *Section // the one whose body is read, nil in the preamble of the main package
	pkg     string   // the package that tags belong to
	// unclosed says that a bracket was not closed up to the end of the file,
	// so looking again is of no use.
	unclosed bool
	keeps    bool // the lines of sections are kept
	sources  numbering
	patches  numbering
}

// statement is a line, or several that belong together.
type statement struct {
	start, end int // end is before the newline
	text       string
}

func newParser(src []byte, opts Options) *parser {
	p := &parser{src: src, file: &File{}, keeps: opts.Lines, sources: numbering{-1}, patches: numbering{-1}}
	p.macros = newMacros(opts.Defines, p.fail)
	p.conditions.fail = p.fail
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		p.pos = 3
	}
	return p
}

// The bounds of a file: real specs have some hundred tags.
const (
	maxEntries = 100_000 // tags, dependencies, sections, macros, ... each
	maxErrors  = 1000
	maxLines   = 20_000 // of a section
)

// room tells whether one more entry may join n others.
func (p *parser) room(n, offset int) bool {
	if n >= maxEntries {
		p.macros.bound(offset, "more than 100000 entries of one kind: the rest is left out")
		return false
	}
	return true
}

func (p *parser) fail(offset int, format string, args ...any) {
	if len(p.file.Errors) >= maxErrors {
		return
	}
	p.file.Errors = append(p.file.Errors, Error{offset, fmt.Sprintf(format, args...)})
}

func (p *parser) run() {
	for p.pos < len(p.src) {
		p.line()
	}
	p.closeSection(len(p.src))
	p.conditions.close()
	p.ownPackage()
	main := Package{Name: p.file.Name, Main: true}
	if i := slices.IndexFunc(p.file.Tags, func(t Tag) bool { return t.Name == "Name" }); i >= 0 {
		t := p.file.Tags[i]
		main.Conditions, main.Start, main.End = t.Conditions, t.Start, t.End
	}
	p.file.Packages = slices.Insert(p.file.Packages, 0, main)
	slices.SortStableFunc(p.file.Errors, func(a, b Error) int { return a.Offset - b.Offset })
}

// ownPackage gives the main package's name to what belongs to it.
func (p *parser) ownPackage() {
	for i := range p.file.Tags {
		if t := &p.file.Tags[i]; t.Package == "" {
			t.Package = p.file.Name
		}
	}
	for i := range p.file.Dependencies {
		if d := &p.file.Dependencies[i]; d.Package == "" {
			d.Package = p.file.Name
		}
	}
	for i := range p.file.Sections {
		if s := &p.file.Sections[i]; s.Package == "" && sectionNames[s.Name] {
			s.Package = p.file.Name
		}
	}
}

// preamble tells whether tags are read at this place.
func (p *parser) preamble() bool { return p.section == nil || p.section.Name == "package" }

// line reads one statement.
func (p *parser) line() {
	s := p.physical()
	trimmed := strings.TrimLeft(s.text, " \t")
	if trimmed == "" || trimmed[0] == '#' {
		p.keepLine(s, s.text)
		p.pos = p.after(s.end)
		return
	}
	name := directive(trimmed)
	definition := name == "define" || name == "global"
	if p.preamble() || definition || strings.HasPrefix(trimmed, "%{lua:") {
		s = p.logical(s)
		trimmed = strings.TrimLeft(s.text, " \t")
	}
	p.pos = p.after(s.end)
	p.shellCalls(s)
	p.define(s)
	if p.condition(s, name) {
		p.own(s)
		if p.section != nil && len(p.section.Branches) < maxBranches {
			p.section.Branches = append(p.section.Branches, Branch{Start: p.pos, Conditions: slices.Clone(p.current())})
		}
		return
	}
	if _, ok := sectionNames[name]; ok && trimmed == s.text {
		p.openSection(s, name)
		return
	}
	switch {
	case name == "include":
		p.fail(s.start, "the file that %q includes is not read", clip(trimmed))
		p.own(s)
	case definition || name == "undefine" || name == "bcond" || name == "bcond_with" || name == "bcond_without":
		p.own(s)
		p.expand(s)
	case p.preamble():
		p.tagLine(s)
	default:
		if p.keeps {
			p.keepLine(s, p.macros.frozen().expand(s.text, s.start))
		}
		p.body(s, name)
	}
}

// keepLine keeps a line of a section's body, if lines are asked for.
func (p *parser) keepLine(s statement, text string) {
	if !p.keeps || p.preamble() || p.section.Name == "changelog" || len(p.section.Lines) >= maxLines {
		return
	}
	p.section.Lines = append(p.section.Lines, Line{Text: text, Conditions: p.current(), Start: s.start})
}

// own notes a line of a body that is RPM's and not the script's.
func (p *parser) own(s statement) {
	if p.section != nil {
		p.section.Directives = append(p.section.Directives, Span{s.start, s.end})
	}
}

// expand returns the statement with its macros expanded; what it defines is
// defined from here on. In a branch that is known not to be taken nothing is.
func (p *parser) expand(s statement) string {
	taken, known := Taken(p.current())
	if !taken {
		return p.macros.frozen().expand(s.text, s.start)
	}
	p.macros.tentative = !known
	return p.macros.expand(s.text, s.start)
}

// physical returns the line at the parser's place.
func (p *parser) physical() statement {
	return p.statementTo(p.pos, p.lineEnd(p.pos))
}

func (p *parser) statementTo(start, end int) statement {
	text := p.src[start:end]
	if trimmed := bytes.TrimSuffix(text, []byte("\r")); len(trimmed) < len(text) {
		text, end = trimmed, end-1
	}
	return statement{start, end, string(text)}
}

func (p *parser) lineEnd(from int) int {
	if i := bytes.IndexByte(p.src[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(p.src)
}

// after returns where the line after the one that ends at end starts.
func (p *parser) after(end int) int { return min(len(p.src), p.lineEnd(end)+1) }

// logical joins the line with those that it goes on in: after a \ at its end,
// or up to the end of a macro in brackets.
func (p *parser) logical(s statement) statement {
	end := s.end
	var open brackets
	from := s.start
	for {
		open.scan(p.src[from:end])
		continued := bytes.HasSuffix(p.src[from:end], []byte(`\`))
		if !continued && (open.depth == 0 || p.unclosed) {
			return p.statementTo(s.start, end)
		}
		from = p.after(end)
		if from >= len(p.src) {
			if open.depth > 0 && !p.unclosed {
				p.unclosed = true
				p.fail(s.start, "a macro that starts here is not closed")
				return s
			}
			return p.statementTo(s.start, end)
		}
		end = p.lineEnd(from)
		if end > from && p.src[end-1] == '\r' {
			end--
		}
	}
}

// brackets follows %{ }, %( ) and %[ ] over several pieces of text.
type brackets struct {
	depth int
	open  []byte // the closing bracket that each level waits for
}

// maxBranches bounds the changes of conditions that a section keeps.
const maxBranches = 1000

// maxBrackets is how deeply macros in brackets may nest.
const maxBrackets = 1000

// scan goes on over text and returns how many brackets are open after it.
func (b *brackets) scan(text []byte) int {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\':
			i++
		case c == '%' && i+1 < len(text):
			switch text[i+1] {
			case '%':
				i++
			case '{', '(', '[':
				b.push(text[i+1])
				i++
			}
		case b.depth > 0:
			b.inside(c)
		}
	}
	return b.depth
}

func (b *brackets) push(c byte) {
	if b.depth < maxBrackets {
		b.open = append(b.open, closing(c))
		b.depth++
	}
}

func (b *brackets) inside(c byte) {
	switch want := b.open[b.depth-1]; {
	case c == want:
		b.depth--
		b.open = b.open[:b.depth]
	case closing(c) == want:
		b.push(c)
	}
}

func closing(c byte) byte {
	switch c {
	case '{':
		return '}'
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return 0
}

// directive returns the macro name that the line starts with, "" if none.
func directive(trimmed string) string {
	if !strings.HasPrefix(trimmed, "%") {
		return ""
	}
	end := 1
	for end < len(trimmed) && isNameByte(trimmed[end]) {
		end++
	}
	return trimmed[1:end]
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// clip shortens text for a message.
func clip(s string) string {
	if len(s) > 60 {
		s = s[:60]
	}
	for !utf8.ValidString(s) && len(s) > 0 {
		s = s[:len(s)-1]
	}
	return s
}

// unfold joins lines that are continued with a \.
func unfold(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\\\n", " ")
}
