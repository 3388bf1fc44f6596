package patches

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// The classes of patches by what their lines change. All but the last two leave the
// program as it is.
const (
	tagNaming        = "product-naming" // nothing but the words for the product, or for CentOS and Red Hat
	tagDebug         = "debug"          // nothing but what is logged or printed
	tagDocumentation = "documentation"  // documentation and comments
	tagTests         = "tests"          // tests of the program, or whether they are run
	tagConfiguration = "configuration"  // configuration files, and files put beside the package's own
	tagPackaging     = "packaging"      // how it is packaged, and more than routine
	tagAccounts      = "accounts"       // configuration, and of it the lists of accounts that a system begins with
	tagNewFiles      = "new-files"      // files of its own alone: nothing that is there is changed
	tagGiant         = "config-giant"   // hundreds of lines of kernel configuration or of generated files
)

// classesOf classes a patch by what it changes. Its name plays no part.
func classesOf(src []byte, p *patch.File, e *specEdit) []string {
	var tags []string
	add := func(tag string, is bool) {
		if is {
			tags = append(tags, tag)
		}
	}
	add(tagGiant, isGiant(src, p))
	add(tagNewFiles, all(p, func(d *patch.FileDiff) bool { return d.New }))
	switch {
	case all(p, func(d *patch.FileDiff) bool { return isSpecFile(d.Path()) }) && onlyRoutine(src, p):
	case all(p, func(d *patch.FileDiff) bool { return renamesProduct(src, d) }):
		add(tagNaming, true)
	case e.configures && all(p, func(d *patch.FileDiff) bool { return isSpecFile(d.Path()) || isConfiguration(src, d) }),
		all(p, func(d *patch.FileDiff) bool { return isConfiguration(src, d) }):
		add(tagConfiguration, true)
		add(tagAccounts, slices.ContainsFunc(p.Files, func(d patch.FileDiff) bool { return isAccounts(d.Path()) }))
	case all(p, func(d *patch.FileDiff) bool {
		return isTest(d.Path()) || isSpecFile(d.Path()) && onlyChecks(src, d) || namesTests(src, d)
	}):
		add(tagTests, true)
	case all(p, func(d *patch.FileDiff) bool { return isTest(d.Path()) || isDocumentation(src, d) }):
		add(tagDocumentation, true)
	case all(p, func(d *patch.FileDiff) bool { return onlyLogs(src, d) || isDocumentation(src, d) }):
		add(tagDebug, true)
	case all(p, func(d *patch.FileDiff) bool { return isPackaging(d.Path()) }):
		add(tagPackaging, true)
	}
	return tags
}

// productWords are the names that the product and its makers had, and those of
// the distribution beneath it. The longer come first.
var productWords = regexp.MustCompile(`(?i)wind[ ._-]?river(?:[ ._-]?systems)?(?:[ ,.]*inc\.?)?|titanium[ ._-]?(?:cloud|server)?|starlingx|` +
	`cgts-?\d*|cgcs|\b(?:wrs|tis|stx)\b|red[ ._-]?hat(?: enterprise(?: linux)?)?|\brhel ?\d*\b|centos(?: linux)?(?: ?\d+\b)?|\bbrand(?:ing)?\b`)

// renamesProduct reports whether every place that a patch changes in a file is
// the same before and after but for words for the product. Lines that are added
// or taken out alone change more than a word, and so do paths and commands that
// hold one: what is named /etc/wrs is not found elsewhere.
func renamesProduct(src []byte, d *patch.FileDiff) bool {
	if d.New || d.Deleted {
		return false
	}
	return eachLine(src, d, sameButName)
}

// eachLine reports whether every place that a patch changes in a file has as many
// lines before as after, and each before is what same asks of the one after.
func eachLine(src []byte, d *patch.FileDiff, same func(before, after string) bool) bool {
	blocks := blocksOf(src, d)
	for _, b := range blocks {
		if len(b.removed) != len(b.added) {
			return false
		}
		for i := range b.removed {
			if !same(b.removed[i], b.added[i]) {
				return false
			}
		}
	}
	return len(blocks) > 0
}

func sameButName(before, after string) bool {
	if before == after || !productWords.MatchString(before) && !productWords.MatchString(after) {
		return false
	}
	for _, line := range []string{before, after} {
		for _, at := range productWords.FindAllStringIndex(line, -1) {
			if partOfName(line, at[0], at[1]) {
				return false
			}
		}
	}
	return unnamed(before) == unnamed(after)
}

// partOfName reports whether a word stands in a path, a domain or an identifier.
func partOfName(line string, start, end int) bool {
	joins := func(c byte) bool {
		return c == '/' || c == '_' || c == '-' || c == '@' || c == '=' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	if start > 0 && (joins(line[start-1]) || line[start-1] == '.') {
		return true
	}
	return end < len(line) && (joins(line[end]) || line[end] == '.' && end+1 < len(line) && joins(line[end+1]))
}

// unnamed is a line without white space, and without the words for the product.
func unnamed(line string) string { return squeezed(productWords.ReplaceAllString(line, "")) }

var (
	docFolder = regexp.MustCompile(`(?i)(?:^|/)(?:docs?|documentation|man|releasenotes|api-ref)/`)
	docName   = regexp.MustCompile(`(?i)^(?:readme|changelog|changes|news|authors|copying|copyright|license|contributors|bugs|todo|hacking|install|thanks)(?:[._-].*)?$|` +
		`\.(?:rst|md|adoc|asciidoc|pod|texi|[1-8](?:\.in)?|man|mdoc)$`)
	testFolder = regexp.MustCompile(`(?i)(?:^|/)(?:(?:\w+-)?tests?|testsuite|spec/(?:unit|acceptance|classes|defines|functions|shared_examples|system|fixtures|lib))/`)
	testName   = regexp.MustCompile(`(?i)^(?:test_.*\.(?:py|c|sh|go)|.*[_-]tests?\.(?:py|c|go|sh|rb|exp)|.*_spec\.rb|tox\.ini|\.coveragerc|test-requirements\.txt|conftest\.py)$`)
	packaging  = regexp.MustCompile(`^(?:debian|SPECS|SOURCES)/|\.spec(?:\.in)?$`)
)

func isTest(file string) bool {
	return testFolder.MatchString(file) || testName.MatchString(path.Base(file))
}

// isAccounts reports whether a file is one of the lists of the package setup: no
// package of a target owns them, and numbers in them are given out otherwise there.
func isAccounts(file string) bool {
	switch path.Base(file) {
	case "passwd", "group", "uidgid", "shadow", "gshadow":
		return true
	}
	return false
}

// namesTests reports whether a patch of a Makefile does nothing but take the tests
// into what is built, or out of it.
func namesTests(src []byte, d *patch.FileDiff) bool {
	untested := func(line string) string { return squeezed(testWord.ReplaceAllString(line, "")) }
	return strings.HasPrefix(path.Base(d.Path()), "Makefile") && eachLine(src, d, func(before, after string) bool {
		return before != after && untested(before) == untested(after)
	})
}

var testWord = regexp.MustCompile(`(?:^|\s)tests?(?:\s|$)`)

// onlyChecks reports whether a patch of a spec changes nothing but whether the
// build runs the program's tests.
func onlyChecks(src []byte, d *patch.FileDiff) bool {
	return !slices.ContainsFunc(changesOf(src, d), func(l change) bool {
		return !checks.MatchString(l.text) && kindOfLine(l.text) != ""
	})
}

func isPackaging(file string) bool { return packaging.MatchString(file) || isSpecFile(file) }

// isSpecFile reports whether a file is a spec or a list that specs include.
func isSpecFile(file string) bool { return listsPatches(file) || strings.HasSuffix(file, ".macros") }

// isDocumentation reports whether a file is documentation, or a patch changes
// its comments alone.
func isDocumentation(src []byte, d *patch.FileDiff) bool {
	file := d.Path()
	if isPackaging(file) {
		return false
	}
	if docName.MatchString(path.Base(file)) || docFolder.MatchString(file) && !isProgram(file) {
		return true
	}
	if d.New || d.Deleted {
		return false
	}
	comment, lines := commentOf(file), changesOf(src, d)
	for _, l := range lines {
		if !notice.MatchString(l.text) && (comment == nil || !comment.MatchString(l.text)) {
			return false
		}
	}
	return len(lines) > 0
}

var (
	cComment = regexp.MustCompile(`^\s*(?:$|//|/\*(?:[^*]|\*+[^*/])*\**(?:\*/\s*)?$|\*(?:[^/*=].*|/\s*)?$)`)
	// A first line that names an interpreter is no comment.
	// notice is a line of a copyright notice, in the comments of any language.
	notice      = regexp.MustCompile(`(?i)^\s*(?:[#*;]+|//|/\*)?\s*(?:$|copyright\b|\(c\)|all rights reserved|SPDX-License-Identifier:)`)
	hashComment = regexp.MustCompile(`^\s*(?:$|#(?:[^!].*)?$)`)
)

// commentOf returns what lines of a program are that do nothing, nil where the
// language is not known: in a configuration file a comment that comes or goes
// often is a setting.
func commentOf(file string) *regexp.Regexp {
	switch strings.ToLower(path.Ext(file)) {
	case ".c", ".h", ".cc", ".cpp", ".go", ".js", ".java":
		return cComment
	case ".py", ".rb", ".pp", ".sh", ".pl":
		return hashComment
	}
	return nil
}

// programs are the ends of names of what is run, built or loaded.
var programs = []string{
	".c", ".h", ".s", ".cc", ".cpp", ".hpp", ".go", ".py", ".rb", ".pp", ".erb", ".sh", ".pl", ".pm", ".js", ".java", ".lua", ".erl",
	".php", ".ac", ".am", ".m4", ".mk", ".cmake", ".patch", ".diff", ".spec", ".macros", ".html", ".css", ".sql", ".y", ".l",
}

func isProgram(file string) bool { return slices.Contains(programs, strings.ToLower(path.Ext(file))) }

// giant is the number of lines from which a patch of configuration says nothing
// of how far a package is from upstream.
const giant = 300

var (
	kernelConfig  = regexp.MustCompile(`^(?:#\s*)?CONFIG_\w+(?:=| is not set)|^#|^\s*$`)
	generatedName = regexp.MustCompile(`(?:^|/)(?:configure|aclocal\.m4|Makefile\.in|config\.(?:guess|sub)|ltmain\.sh|package-lock\.json|yarn\.lock|go\.sum|poetry\.lock|Cargo\.lock)$|` +
		`\.(?:po|pot|min\.js|min\.css|pb\.go)$|(?:^|/)(?:vendor|node_modules)/`)
)

// isGiant reports whether nearly all lines of a patch, and hundreds of them, are
// of kernel configurations or of files that a program writes.
func isGiant(src []byte, p *patch.File) bool {
	lines, counted := 0, 0
	for i := range p.Files {
		d := &p.Files[i]
		own := changesOf(src, d)
		lines += len(own)
		if generatedName.MatchString(d.Path()) {
			counted += len(own)
			continue
		}
		if isProgram(d.Path()) {
			continue
		}
		settings := 0
		for _, l := range own {
			if kernelConfig.MatchString(l.text) {
				settings++
			}
		}
		if settings*10 >= len(own)*9 {
			counted += settings
		}
	}
	return counted >= giant && counted*10 >= lines*9
}
