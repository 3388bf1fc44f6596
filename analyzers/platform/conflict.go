package platform

import (
	"fmt"
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
	for _, f := range listedFiles(parsed) {
		report(f.path, f.Start)
	}
	// A folder is listed as a whole: what is put into it says which files it has.
	for _, line := range takenLines(parsed, "install") {
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

// codeTwice is the code about files that two packages of one spec have.
const codeTwice = "file-in-two-packages"

// notFile begins lines of %files that put no file into the package, or one that the
// packaging of another system makes itself.
var notFile = regexp.MustCompile(`%(?:dir|doc|license)\b|^\s*%defattr\b`)

// matchTwice reports the files that two packages of a spec list, at the second: each
// pair of packages once, with how many more there are. RPM takes a file that is the same
// in both.
func (t *table) matchTwice(pass *analysis.Pass, parsed *spec.File) {
	rule := t.codes[codeTwice]
	if rule == nil {
		return
	}
	first := map[string]listedFile{}
	type pair struct{ first, second string }
	var order []pair
	found, counts, read := map[pair]listedFile{}, map[pair]int{}, 0
	for _, f := range listedFiles(parsed) {
		if notFile.MatchString(f.Text) || strings.ContainsAny(f.path, "*?[") {
			continue // what stands for several by a star is no file
		}
		if read++; read > maxManaged {
			break
		}
		f.path = path.Clean(f.path)
		before, ok := first[f.path]
		if !ok {
			first[f.path] = f
			continue
		}
		if before.pkg == f.pkg {
			continue
		}
		p := pair{before.pkg, f.pkg}
		if counts[p]++; counts[p] == 1 {
			order = append(order, p)
			found[p] = f
		}
	}
	for _, p := range order {
		f := found[p]
		detail := analysis.Detail{Subject: f.path}
		if more := counts[p] - 1; more > 0 {
			detail.Message = fmt.Sprintf("%s and %d other such files: two packages of the spec have them, and dpkg installs only one of the two", analysis.Snippet(f.path), more)
		}
		pass.Report(rule, lineAt(pass.File.Src, f.Start), detail)
	}
}
