package rpmdeps

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// The codes of what is found by name, beside commands and imports.
const (
	codePackageFile = "package-file"  // names and patterns of RPM files
	codeBindings    = "rpm-bindings"  // what is done with the bindings of RPM
	codeYumConfig   = "yum-config"    // files that configure yum, wherever they are
	codeMockConfig  = "mock-config"   // configurations of mock
	codeMetadata    = "repo-metadata" // what describes a repository of RPMs
	codeKernelQuery = "kernel-query"  // which kernel a module is built for
)

// bindingModule is the module of the bindings, mockOptions what a configuration
// of mock is made of.
const (
	bindingModule = "rpm"
	mockOptions   = "config_opts"
)

// matchNames reports RPM files and configurations of yum by their names, once in
// a line: not among the words of a command that is reported, nor where a command
// only shows them.
func (t *table) matchNames(pass *analysis.Pass, f *facts.File, reported []facts.Span) {
	if pass.File.Role == finding.RoleDoc || pass.File.Language == workspace.Patch {
		return
	}
	shown := reported
	for i := range f.Commands {
		if c := &f.Commands[i]; c.Program == "echo" || c.Program == "printf" || strings.HasPrefix(c.Program, "log") {
			shown = append(shown, c.Whole)
		}
	}
	slices.SortFunc(shown, func(a, b facts.Span) int { return a.Start - b.Start })
	line, metadata := map[int]bool{}, map[string]bool{}
	for i := range f.Names {
		n := &f.Names[i]
		if facts.IsKickstart(n.Text) || facts.IsInterface(n.Text) {
			continue
		}
		code := codePackageFile
		switch {
		case namesMetadata.MatchString(n.Text):
			code = codeMetadata
		case !namesPackage(n.Text):
			code = codeYumConfig
		}
		rule := t.codes[code]
		at, _ := pass.File.Position(n.Span.Start)
		if rule == nil || line[at] || within(shown, n.Span) || code == codeYumConfig && path.IsAbs(n.Text) {
			continue
		}
		line[at] = true
		if code == codeMetadata { // once a file for each of its parts: it goes all through
			part := path.Base(n.Text)
			if metadata[part] {
				continue
			}
			metadata[part] = true
		}
		detail := analysis.Detail{Subject: shortName(n.Text), Guards: n.Guards, Within: n.Within}
		if code == codePackageFile {
			detail.Guard = otherFormat(pass.File.Src, detail.Subject)
		}
		pass.Report(rule, analysis.Span(n.Span), detail)
	}
}

// projectName is the part of a package file's name that is the same in all formats.
var projectName = regexp.MustCompile(`\A[A-Za-z][A-Za-z]{3,}`)

// otherFormat returns the file of Debian's format that stands in a file beside the
// one of RPM's, "" if there is none: the code has a way for each.
func otherFormat(src []byte, file string) string {
	name := projectName.FindString(file)
	if name == "" || !bytes.Contains(src, []byte(".deb")) {
		return ""
	}
	return analysis.Snippet(string(regexp.MustCompile(regexp.QuoteMeta(name) + `[\w.+~-]*\.deb\b`).Find(src)))
}

// namesMetadata tells the metadata of a repository from the files in it.
var namesMetadata = regexp.MustCompile(`linux\.duke\.edu/metadata|\.xml(?:\.gz)?$|(?:^|/)repodata(?:/|$)`)

func namesPackage(text string) bool { return strings.Contains(text, "rpm") }

// nameOfFile is the part of a word that is the name, without folders.
var nameOfFile = regexp.MustCompile(`[\w.*?%+${}\[\]-]*(?:\.|\[\.\]|\\\.)(?:rpm|conf|repo)`)

// shortName is the name in a word: the folders and commands around it say
// nothing.
func shortName(text string) string {
	for _, m := range nameOfFile.FindAllString(text, 20) {
		if strings.HasSuffix(m, "rpm") == namesPackage(text) {
			return analysis.Snippet(m)
		}
	}
	return analysis.Snippet(text)
}

// within reports whether one of the spans, which are in order of their starts,
// holds another.
func within(spans []facts.Span, at facts.Span) bool {
	for _, s := range spans {
		if s.Start > at.Start {
			return false
		}
		if at.End <= s.End {
			return true
		}
	}
	return false
}

// bindings are what the module rpm offers that only makes sense with packages
// that are RPMs.
var bindings = map[string]bool{
	"labelCompare": true, "versionCompare": true, "evrCompare": true, "TransactionSet": true, "ts": true, "hdr": true,
	"addMacro": true, "expandMacro": true, "readHeaderListFromFD": true, "readHeaderFromFD": true, "spec": true,
	"ds": true, "fi": true, "reloadConfig": true, "mi": true,
}

// matchBindings reports the uses of the module rpm.
func (t *table) matchBindings(pass *analysis.Pass, f *facts.File) {
	rule := t.codes[codeBindings]
	if rule == nil || !slices.ContainsFunc(f.Imports, func(i facts.Import) bool { return i.Module == bindingModule && i.Name == "" }) {
		return
	}
	tree := pass.File.Python()
	if tree == nil {
		return
	}
	for i := range tree.Nodes {
		n := python.ID(i)
		if tree.Kind(n) != python.Attribute || tree.Text(tree.Child(n, 0)) != bindingModule || !bindings[tree.Text(tree.Child(n, 1))] {
			continue
		}
		at := tree.Nodes[n]
		pass.Report(rule, analysis.Span{Start: int(at.Start), End: int(at.End)}, analysis.Detail{
			Subject: tree.Text(n), Within: facts.WithinOf(tree, n),
			When: []analysis.Condition{{Kind: analysis.ModuleIsStdlib, Module: bindingModule}},
		})
	}
}

// mockLine is a line that sets an option of mock, or looks for one.
var mockLine = regexp.MustCompile(`(?m)^[^#\n]*\bconfig_opts\\*\[\\*['"][\w.]+\\*['"]`)

// matchMock reports a configuration of mock at its first option.
func (t *table) matchMock(pass *analysis.Pass) {
	rule := t.codes[codeMockConfig]
	if rule == nil || pass.File.Role == finding.RoleDoc || !bytes.Contains(pass.File.Src, []byte(mockOptions)) {
		return
	}
	if m := mockLine.FindIndex(pass.File.Src); m != nil {
		text := string(pass.File.Src[m[0]:m[1]])
		start := m[0] + strings.LastIndex(text, mockOptions)
		pass.Report(rule, analysis.Span{Start: start, End: m[1]}, analysis.Detail{Subject: path.Base(pass.File.Path)})
	}
}
