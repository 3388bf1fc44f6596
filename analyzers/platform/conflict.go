package platform

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// codeConflict is the code about files that a package of a target has as well. Which
// they are the rule says, in its cases.
const codeConflict = "package-conflict"

var (
	// installWord is a command of %install that puts files into the package.
	installWord = regexp.MustCompile(`^\s*(?:/usr/bin/|/bin/|%\{?__)?(?:install|cp|ln|mv)\}?\s`)
	// inRoot is a place below the root that a package is made in.
	inRoot = regexp.MustCompile(`^["']?(?:%\{?buildroot\}?|\$\{?RPM_BUILD_ROOT\}?)["']?(/[^"'\s]*)`)
)

// matchConflicts reports the files of a spec that a package of a target has too, each
// once: dpkg refuses the second package that brings a file.
func (t *table) matchConflicts(pass *analysis.Pass, parsed *spec.File) {
	rule := t.codes[codeConflict]
	if rule == nil {
		return
	}
	seen := map[string]bool{}
	report := func(file string, start int) {
		file = path.Clean(file)
		c := rule.CaseOf(file)
		if c == nil || seen[file] {
			return
		}
		if slices.ContainsFunc(c.Has, func(end string) bool { return strings.HasSuffix(file, end) }) {
			seen[file] = true
			pass.Report(rule, lineAt(pass.File.Src, start), analysis.Detail{Subject: file})
		}
	}
	for _, line := range linesOf(parsed, "files") {
		if m := fileLine.FindStringSubmatch(line.Text); m != nil && !strings.Contains(line.Text, "%ghost") && !strings.Contains(line.Text, "%exclude") {
			report(m[3], line.Start)
		}
	}
	// A folder is listed as a whole: what is put into it says which files it has.
	for _, line := range linesOf(parsed, "install") {
		for _, file := range installedBy(line.Text) {
			report(file, line.Start)
		}
	}
}

// installedBy are the files that a command of %install makes, below the root of the
// package: of a source, its name in the folder, which may be the name of the file itself.
func installedBy(line string) []string {
	if !installWord.MatchString(line) {
		return nil
	}
	words := strings.Fields(line)
	m := inRoot.FindStringSubmatch(words[len(words)-1])
	if m == nil {
		return nil
	}
	files := []string{m[1]}
	for _, word := range words[1 : len(words)-1] {
		if word == "-d" {
			return nil // folders alone
		}
		if !strings.HasPrefix(word, "-") && strings.ContainsAny(word, "./") {
			files = append(files, path.Join(m[1], path.Base(word)))
		}
	}
	return files
}
