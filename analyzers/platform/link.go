package platform

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/workspace"
)

// The codes about how programs are linked.
const (
	codeLinkProgram = "link-order"         // libraries ahead of the objects of a program
	codeLinkLibrary = "link-order-library" // the same of a shared library
	codeNoPIE       = "no-pie"             // objects that do not go into a program of the default kind
)

// driver is a compiler that links, as makefiles and scripts name it.
var driver = regexp.MustCompile(`^(?:\$[({](?:\w*_)?(?:CC|CXX|LD|LINK|LINKER|CCLD|GCC|GXX)[)}]|(?:[\w./-]*[/-])?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)?)$`)

// notLinking are the options by which a compiler does not link.
var notLinking = []string{"-c", "-E", "-S", "-M", "-MM", "-fsyntax-only", "-r", "-Wl,-r"}

// ownLibraries are those that the compiler links by itself, behind the objects.
var ownLibraries = map[string]bool{"-lc": true, "-lgcc": true, "-lgcc_s": true}

// linkWord is a word of a command line that links.
type linkWord struct {
	text string // as written
	span analysis.Span
}

// linker looks at the command lines of a file that link.
type linker struct {
	*table
	pass *analysis.Pass
	// variables are make's, by name.
	variables map[string][]string
}

// matchLinks reports where libraries stand ahead of the objects that need them.
func (t *table) matchLinks(pass *analysis.Pass, f *facts.File) {
	if t.codes[codeLinkProgram] == nil && t.codes[codeLinkLibrary] == nil {
		return
	}
	l := &linker{table: t, pass: pass}
	if pass.File.Language == workspace.Makefile {
		l.makefile()
		return
	}
	for i := range f.Commands {
		c := &f.Commands[i]
		if !driver.MatchString(c.Program) {
			continue
		}
		words := make([]linkWord, len(c.Args))
		for n := range c.Args {
			words[n] = linkWord{c.Args[n], analysis.Span(c.ArgSpans[n])}
		}
		l.command(words, strings.Contains(c.Program, "++"), ofCommand(pass, c))
	}
}

// maxLinkLine bounds a line of a makefile that is taken apart, in bytes.
const maxLinkLine = 16 << 10

// makefile looks at the lines of recipes, with the lines that go on.
func (l *linker) makefile() {
	src := l.pass.File.Src
	if !bytes.Contains(src, []byte("-l")) {
		return
	}
	l.variables = makeVariables(src)
	for at := 0; at < len(src); {
		end := at
		for {
			n := bytes.IndexByte(src[end:], '\n')
			if n < 0 {
				end = len(src)
				break
			}
			end += n + 1
			if line := bytes.TrimRight(src[at:end], "\r\n"); !bytes.HasSuffix(line, []byte(`\`)) || end >= len(src) {
				break
			}
		}
		if line := src[at:end]; line[0] == '\t' && len(line) < maxLinkLine {
			l.recipe(at, line)
		}
		at = end
	}
}

// wordInRecipe is a word of a recipe, or what stands between two commands.
var wordInRecipe = regexp.MustCompile(`&&|\|\||[;|]|(?:\$[({][^(){}]*[)}]|"[^"\n]*"|'[^'\n]*'|[^\s;|&"'\\])+`)

// recipe takes one line of a recipe apart.
func (l *linker) recipe(at int, line []byte) {
	var words []linkWord
	flush := func() {
		if len(words) > 1 && driver.MatchString(strings.TrimLeft(words[0].text, "@-+")) {
			name := words[0].text
			l.command(words[1:], strings.Contains(name, "CXX") || strings.Contains(name, "++"), analysis.Detail{})
		}
		words = nil
	}
	for _, m := range wordInRecipe.FindAllIndex(line, -1) {
		switch text := string(line[m[0]:m[1]]); text {
		case "&&", "||", ";", "|":
			flush()
		default:
			if text[0] == '#' {
				flush()
				return
			}
			words = append(words, linkWord{text, analysis.Span{Start: at + m[0], End: at + m[1]}})
		}
	}
	flush()
}

// link is what a command line gives to the linker.
type link struct {
	shared    bool // a shared library is made
	anywhere  bool // libraries count wherever they stand
	group     bool // a group is open: what is in it is searched again
	object    int  // the last word that is an object
	libraries []placedLibrary
}

// placedLibrary is a library, and the word that names it.
type placedLibrary struct {
	name string
	word int
}

// command reports libraries that stand ahead of all objects that could need them.
func (l *linker) command(words []linkWord, cxx bool, detail analysis.Detail) {
	found := link{object: -1}
	for i, w := range words {
		if slices.Contains(notLinking, w.text) {
			return
		}
		previous := ""
		if i > 0 {
			previous = words[i-1].text
		}
		l.read(&found, w.text, previous, i)
	}
	var ahead []string
	first := -1
	for _, lib := range found.libraries {
		again := slices.ContainsFunc(found.libraries, func(o placedLibrary) bool { return o.name == lib.name && o.word > found.object })
		if lib.word > found.object || found.anywhere || again || ownLibraries[lib.name] || cxx && (lib.name == "-lstdc++" || lib.name == "-lm") {
			continue
		}
		if first < 0 {
			first = lib.word
		}
		if !slices.Contains(ahead, lib.name) {
			ahead = append(ahead, lib.name)
		}
	}
	rule := l.codes[codeLinkProgram]
	if found.shared {
		rule = l.codes[codeLinkLibrary]
	}
	if rule == nil || first < 0 {
		return
	}
	detail.Subject = ahead[0]
	if len(ahead) > 1 { // which of them the objects need is not known
		end := "the linker has let go of them by the time an object needs one"
		if found.shared {
			end = "the shared library that is made names none of those that the objects need"
		}
		detail.Message = strings.Join(ahead, ", ") + " stand ahead of the objects: " + end
	}
	l.pass.Report(rule, words[first].span, detail) // once for each command
}

// read adds what one word of a command line stands for.
func (l *linker) read(found *link, text, previous string, at int) {
	expanded := l.expand(text, 0)
	if len(expanded) == 0 {
		expanded = []string{text}
	}
	for _, word := range expanded {
		switch {
		case previous == "-o":
		case word == "-shared" || word == "-dynamiclib":
			found.shared = true
		case word == "-Wl,--no-as-needed":
			found.anywhere = true
		case word == "-Wl,--start-group" || word == "-Wl,-(":
			found.group = true
		case word == "-Wl,--end-group" || word == "-Wl,-)":
			found.group = false
		case strings.HasPrefix(word, "-l") && len(word) > 2:
			found.libraries = append(found.libraries, placedLibrary{word, at})
		case isObject(word):
			found.object, found.anywhere = at, found.anywhere || found.group
		}
	}
}

// objectName is a variable of make's that holds objects or sources by its name.
var objectName = regexp.MustCompile(`^\$[({]\w*(?i:obj|src|source)\w*(?::[^)}]*)?[)}]$`)

// isObject reports whether a word is a source or an object, or what make puts in
// for those that a rule depends on.
func isObject(word string) bool {
	switch word {
	case "$^", "$<", "$+", "$(^)", "$(<)", "$?":
		return true
	}
	if strings.HasPrefix(word, "-") {
		return false
	}
	for _, end := range []string{".o", ".c", ".cc", ".cpp", ".cxx", ".lo", ".o)", ".c)"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return objectName.MatchString(word)
}

// assigned is an assignment of a makefile.
var assigned = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+|override[ \t]+)?([A-Za-z_][\w.]*)[ \t]*(?:[:?+]|::)?=[ \t]*((?:[^\\\n]|\\\r?\n|\\.)*)`)

// maxVariables bounds the assignments that are kept, maxExpansion how deep one is
// followed, and maxExpanded the words that come out of one.
const (
	maxVariables = 2000
	maxExpansion = 4
	maxExpanded  = 500
)

// makeVariables returns the words that variables are assigned, all of a name
// together: which of several arms of a condition is taken nobody knows.
func makeVariables(src []byte) map[string][]string {
	list := map[string][]string{}
	for _, m := range assigned.FindAllSubmatch(src, maxVariables) {
		value := string(m[2])
		if comment := strings.Index(value, " #"); comment >= 0 {
			value = value[:comment]
		}
		name := string(m[1])
		for word := range strings.FieldsSeq(strings.ReplaceAll(value, "\\", " ")) {
			if len(list[name]) < maxExpanded {
				list[name] = append(list[name], word)
			}
		}
	}
	return list
}

// reference is a word that is one variable of make's and nothing else.
var reference = regexp.MustCompile(`^\$[({]([A-Za-z_][\w.]*)[)}]$`)

// expand returns the words of a variable, and what it is itself where that tells
// more.
func (l *linker) expand(text string, depth int) []string {
	m := reference.FindStringSubmatch(text)
	if m == nil || depth > maxExpansion {
		return []string{text}
	}
	words := l.variables[m[1]]
	var list []string
	if objectName.MatchString(text) {
		list = append(list, text)
	}
	for _, w := range words {
		if len(list) >= maxExpanded {
			break
		}
		list = append(list, l.expand(w, depth+1)...)
	}
	return list
}

var (
	// noPIE is a flag by which an object does not go into a program of the kind
	// that compilers make by default.
	noPIE = regexp.MustCompile(`(?:^|[\s="'])(-fno-(?:pie|PIE|pic|PIC))(?:[\s"']|$)`)
	// plainProgram are the flags by which none of that kind is made.
	plainProgram = regexp.MustCompile(`(?:^|[\s="'])(?:-no-pie|-nopie|-static|-nostdlib|-ffreestanding|-shared)(?:[\s"']|$)`)
)

// matchPIE reports once a file where objects are made that the default link
// refuses. What is linked into no program, such as a module of the kernel, says so.
func (t *table) matchPIE(pass *analysis.Pass) {
	rule, src := t.codes[codeNoPIE], pass.File.Src
	if rule == nil || !bytes.Contains(src, []byte("-fno-p")) && !bytes.Contains(src, []byte("-fno-P")) {
		return
	}
	at, first := 0, analysis.Span{}
	for line := range bytes.Lines(src) {
		start := at
		at += len(line)
		if text := bytes.TrimLeft(line, " \t"); len(text) == 0 || text[0] == '#' {
			continue
		}
		if plainProgram.Match(line) || bytes.Contains(line, []byte("obj-m")) {
			return
		}
		if m := noPIE.FindSubmatchIndex(line); m != nil && first.End == 0 {
			first = analysis.Span{Start: start + m[2], End: start + m[3]}
		}
	}
	if first.End > 0 {
		pass.Report(rule, first, analysis.Detail{Subject: string(src[first.Start:first.End])})
	}
}
