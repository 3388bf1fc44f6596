package patches

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// identityOf returns the identity of what a patch changes, nil if it changes no
// line. A file that is only renamed, or binary, has no lines to tell it by.
func identityOf(src []byte, p *patch.File) *finding.PatchIdentity {
	var lines []finding.ChangedLine
	for i := range p.Files {
		d := &p.Files[i]
		name, inSpec := path.Base(d.Path()), listsPatches(d.Path())
		for _, h := range d.Hunks {
			for _, l := range h.Lines {
				if l.Op != '+' && l.Op != '-' {
					continue
				}
				text := withoutSpace(string(src[l.Start:l.End]))
				if inSpec {
					text = patchNumber.ReplaceAllString(text, "$1$2$3")
				}
				if text == "" {
					continue
				}
				lines = append(lines, finding.ChangedLine{File: name, Op: l.Op, Text: text, Telling: isTelling(text)})
			}
		}
	}
	return finding.NewPatchIdentity(lines)
}

// patchNumber finds the numbers by which a spec names its patches and sources. They
// change with every patch that comes before.
var patchNumber = regexp.MustCompile(`(?i)^(patch|source)\d+(:)|^(%patch)\d+`)

// withoutSpace takes all white space out: a re-indented line is the same line.
func withoutSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// boilerplate are lines that every program has, whatever it does.
var boilerplate = map[string]bool{
	"else": true, "else:": true, "}else{": true, "endif": true, "#endif": true, "done": true, "return": true,
	"return;": true, "break;": true, "pass": true, "try:": true, "%endif": true, "#else": true,
}

// isTelling reports whether a line without its white space says something: a
// bracket, an "fi" or an "else" is in every change.
func isTelling(text string) bool {
	return len(text) >= 4 && !boilerplate[text] && strings.ContainsFunc(text, unicode.IsLetter)
}
