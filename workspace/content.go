package workspace

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/go-enry/go-enry/v2"
)

// binaryWindow is how far a NUL makes content binary: as far as git looks.
const binaryWindow = 8000

func isBinary(content []byte) bool {
	return bytes.IndexByte(content[:min(len(content), binaryWindow)], 0) >= 0
}

// settle gives the language of content whose name left it open, and the rule.
func settle(f *File, content []byte) (Language, string) {
	if f.settled {
		return f.Language, f.language
	}
	if language, interpreter := shebang(content); language != Unknown {
		return language, "the #! line, " + interpreter
	}
	if f.Language != Unknown {
		return f.Language, f.language
	}
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return Text, "nothing in it"
	case isDiff(content):
		return Patch, "it reads like a patch"
	case isShell(content):
		return Shell, "it reads like shell: functions and conditionals, no #! line"
	}
	if ext := path.Ext(f.Path); ext != "" {
		window := content[:min(len(content), 64<<10)]
		if language, safe := enry.GetLanguageByContent(path.Base(f.Path), window); safe && language != "" {
			return Language(language), "go-enry's heuristics for " + ext
		}
	}
	return Text, "no rule knows it"
}

var interpreters = map[string]Language{
	"python": Python, "pypy": Python, "jython": Python,
	"sh": Shell, "bash": Shell, "dash": Shell, "ksh": Shell, "zsh": Shell, "ash": Shell, "mksh": Shell,
	"runscript": Shell, "openrc-run": Shell, "busybox": Shell, "rc": Shell,
	"perl": Perl, "ruby": Ruby, "tclsh": Tcl, "wish": Tcl, "expect": Expect, "awk": Awk, "gawk": Awk, "mawk": Awk,
	"lua": Lua, "node": JavaScript, "nodejs": JavaScript, "make": Makefile, "puppet": Puppet,
}

// maxShebang is longer than any kernel reads of a "#!" line.
const maxShebang = 4096

// shebang reads the interpreter of a "#!" line; a BOM before it is forgiven.
func shebang(content []byte) (Language, string) {
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	rest, ok := bytes.CutPrefix(content, []byte("#!"))
	if !ok {
		return Unknown, ""
	}
	rest = rest[:min(len(rest), maxShebang)]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	words := strings.Fields(string(rest))
	if len(words) > 0 && path.Base(words[0]) == "env" {
		words = words[1:]
		for len(words) > 0 && (strings.HasPrefix(words[0], "-") || strings.Contains(words[0], "=")) {
			words = words[1:]
		}
	}
	if len(words) == 0 {
		return Unknown, ""
	}
	name := path.Base(words[0])
	if language, ok := interpreters[name]; ok {
		return language, name
	}
	// python2.7, tclsh8.6
	return interpreters[strings.TrimRight(name, "0123456789.-")], name
}

// isDiff says whether content is a patch: a header of git's, or the pair of
// file lines before a first hunk.
func isDiff(content []byte) bool {
	head := content[:min(len(content), 16<<10)]
	previous, pair := []byte(nil), false
	for line := range bytes.Lines(head) {
		switch {
		case bytes.HasPrefix(line, []byte("diff --git ")):
			return true
		case bytes.HasPrefix(line, []byte("+++ ")) && bytes.HasPrefix(previous, []byte("--- ")):
			pair = true
		case pair && bytes.HasPrefix(line, []byte("@@ -")):
			return true
		}
		previous = line
	}
	return false
}

// The lines that speak for shell. A function or a finished construct weighs
// more than an assignment, which configuration files have too.
var (
	shellStrong = regexp.MustCompile(`^\s*(?:` +
		`(?:function\s+)?[A-Za-z_][\w-]*\s*\(\)\s*\{?\s*$` + // name () {
		`|function\s+[A-Za-z_][\w-]*\s*\{?\s*$` +
		`|(?:if|elif|while|until)\s+(?:!\s+)?(?:\[\[?|test|grep|which)\s.*` + // if [ ...
		`|for\s+\w+\s+in\s.*;?\s*(?:do)?\s*` +
		`|case\s+\S+\s+in\s*` +
		`|(?:fi|done|esac|then)\s*(?:;.*)?` +
		`)$`)
	shellWeak     = regexp.MustCompile(`^\s*(?:(?:export|local|readonly|declare)\s+\w+|[A-Za-z_]\w*=\S*|\.\s+/\S+|source\s+\S+|echo\s|exit\s+\d)`)
	shellContrary = regexp.MustCompile(`^\s*(?:\[[\w .:-]+\]\s*$|def\s+\w+\(.*\):|import\s+\w+|from\s+\w+\s+import\s|class\s+\w+.*[:{]\s*$|#\s*include\s|</?\w+.*>|[\w.-]+\s+=\s)`)
)

// The scores of isShell: strong lines count 3, weak ones 1, contrary ones -3,
// over the first lines of the file. A library reaches shellEnough with two
// constructs and a few assignments; assignments alone never do, for they make
// a configuration file.
const (
	shellLines  = 400
	shellEnough = 8
)

// isShell says whether content without a "#!" line is a shell library, made
// to be sourced.
func isShell(content []byte) bool {
	score, strong, number := 0, 0, 0
	for line := range bytes.Lines(content) {
		if number++; number > shellLines {
			break
		}
		if len(line) > 1000 {
			continue
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case len(line) == 0 || line[0] == '#' && !bytes.HasPrefix(line, []byte("#include")):
		case shellContrary.Match(line):
			score -= 3
		case shellStrong.Match(line):
			score += 3
			strong++
		case shellWeak.Match(line):
			score++
		}
	}
	return strong >= 2 && score >= shellEnough
}
