package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// Classes of places that are no coupling, a closed list. The first ones are told
// by the text and the file alone, the others by a person who read the place.
const (
	classComment   = "comment"      // what nothing runs
	classDocument  = "document"     // documentation, change logs, licences
	classPatch     = "patch"        // a patch: its stack is what is counted
	classVendored  = "vendored"     // of others, or generated
	classList      = "list"         // a list of packages or a source RPM: facts of a package
	classPackaging = "packaging"    // tags, dependencies and files of a spec: facts of a package
	classShown     = "shown"        // text that is printed, logged or raised
	classWholeFile = "whole file"   // a file that is a finding as a whole
	classUnitTest  = "library mock" // the library for tests that bears mock's name
	classUnit      = "rotation"     // rpm as revolutions per minute
	className      = "name"         // a name of variables, keys, folders or options
	classOther     = "other tool"   // something else that bears the name
	classData      = "data"         // data for a program that is itself reported
	classProof     = "proof"        // a text that a test compares with
	classAsked     = "asked for"    // a condition that asks whether it is there
	classJudged    = "judged"       // found, and told harmless by who judged the findings
)

var personClasses = map[string]bool{classUnit: true, className: true, classOther: true, classData: true, classProof: true, classJudged: true, classShown: true, classDocument: true}

// row is what a person says of a place.
type row struct{ class, reason string }

type placeKey struct {
	repo, path, family string
	line               int
}

// readExplained reads the rows; no name gives none.
func readExplained(name string) (map[placeKey]row, error) {
	rows := map[placeKey]row{}
	if name == "" {
		return rows, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	in := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; in.Scan(); n++ {
		fields := strings.Split(in.Text(), "\t")
		if n == 1 || in.Text() == "" {
			continue
		}
		var key placeKey
		if len(fields) != 6 {
			return nil, fmt.Errorf("%s:%d: %d columns, want repo, path, line, family, class and reason", name, n, len(fields))
		}
		key.repo, key.path, key.family = fields[0], fields[1], fields[3]
		if _, err := fmt.Sscan(fields[2], &key.line); err != nil {
			return nil, fmt.Errorf("%s:%d: line %q: %w", name, n, fields[2], err)
		}
		if !personClasses[fields[4]] {
			return nil, fmt.Errorf("%s:%d: there is no class %q", name, n, fields[4])
		}
		rows[key] = row{fields[4], fields[5]}
	}
	return rows, in.Err()
}

// ofFile is the class of a file in which nothing is coupling of its own.
func ofFile(f *workspace.File, c *workspace.Content) string {
	switch c.Role {
	case finding.RoleDoc:
		return classDocument
	case finding.RolePatch:
		return classPatch
	case finding.RoleVendored, finding.RoleGenerated:
		return classVendored
	}
	switch c.Language {
	case workspace.Patch, workspace.PatchOrder:
		return classPatch
	case workspace.PackageList, workspace.SRPMPath:
		return classList
	case workspace.Markdown, workspace.RST, workspace.HTML, workspace.PkgInfo, workspace.Gettext, workspace.XML, workspace.JSON, workspace.CSS, workspace.Text:
		return classDocument
	case workspace.RepoFile:
		return classWholeFile
	}
	if strings.HasSuffix(f.Path, ".spec.unmodified") {
		return classDocument // a copy for people
	}
	return ""
}

var (
	specTag  = regexp.MustCompile(`^(?:[A-Z]\w*(?:\([\w,]+\))?:|%(?:attr|dir|config|doc|define|global|ghost|verify|license)\b|%\{_)`)
	unitMock = regexp.MustCompile(`\b(?:import|from) mock\b|^mock\b|@mock\b|\bmock\.(?:patch|Mock|MagicMock|sentinel|ANY)|'mock'|\bmock[,:)]|\bmock[=<>!~;]|\bmock$`)
	asked    = regexp.MustCompile(`^(?:if |elif )?!? ?(?:\[\[? (?:! )?-[efxdrs] \S+ \]\]?|which \S+(?: >.*)?|command -v \S+|if os\.path\.exists\([^()]*\):)\s*;?\s*(?:then)?\s*$`)
	shown    = regexp.MustCompile(`^(?:>&2\s*)?(?:echo|printf|print|log|LOG\.\w+|logger|raise|die|usage|puts|cout|fprintf|msg\s*=|help\s*=)\b`)
)

// ofLine is the class of a line, by what it is made of.
func ofLine(f *workspace.File, c *workspace.Content, id, line string, inChangelog bool) string {
	text := strings.TrimSpace(line)
	switch {
	case inChangelog:
		return classDocument
	case isComment(c.Language, text):
		return classComment
	case c.Language == workspace.Spec && specTag.MatchString(text):
		return classPackaging
	case id == "F3" && unitMock.MatchString(text) && (c.Language == workspace.Python || c.Language == workspace.Requirements || c.Language == workspace.INI):
		return classUnitTest
	case asked.MatchString(text):
		return classAsked
	case shown.MatchString(text) && !strings.Contains(text, "$(") && !strings.Contains(text, "`"):
		return classShown
	}
	return ""
}

// isComment reports whether a line holds nothing that a program reads.
func isComment(language workspace.Language, text string) bool {
	marks := []string{"#"}
	switch language {
	case workspace.C, workspace.CPP:
		marks = []string{"//", "/*", "*"}
	case workspace.Puppet, workspace.Shell, workspace.Python, workspace.Makefile:
	case workspace.Config:
		marks = []string{"#", ";"}
	}
	for _, m := range marks {
		if strings.HasPrefix(text, m) && !strings.HasPrefix(text, "#!") && !strings.HasPrefix(text, "#include") && !strings.HasPrefix(text, "#define") {
			return true
		}
	}
	return false
}
