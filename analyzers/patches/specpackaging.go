package patches

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
	"opendev.org/starlingx/stxscan/finding"
)

var (
	needTag  = regexp.MustCompile(`(?i)^\s*(BuildRequires|BuildPreReq|Requires|PreReq|Provides)\s*(?:\([^)]*\))?\s*:\s*(.*)$`)
	relation = regexp.MustCompile(`^([^\s,<>=]+)(?:\s*([<>=]+)\s*([^\s,]+))?[\s,]*`)
	// testSwitch finds what turns the program's tests off while it is built.
	testSwitch  = regexp.MustCompile(`^\s*%(?:bcond_with(?:out)?|global|define)\s+\w*(?:check|tests?)\b`)
	pythonTests = regexp.MustCompile(`^\s*(?:%\{?\??(?:__)?python\d?\}?|python\d?)\s+(?:setup\.py\s+test\b|\S*/?run_tests\.py\b)|\.testrepository|^\s*(?:s?testr|stestr|ostestr|nosetests\S*|py\.?test\S*)\s`)
	// aboutBuild finds lines that only say how a spec is built: the work of other
	// packaging is none of theirs.
	aboutBuild = regexp.MustCompile(`^\s*(?:(?:make|%\{?make_build\}?|%\{?__make\}?)\s*$|%configure\s*\\?\s*$|\./configure\s*$)`)
	// lineOfDoc finds what is packaged as documentation, or left out.
	lineOfDoc = regexp.MustCompile(`%(?:doc|exclude|ghost|license|defattr|files)\b`)
)

// packaging records what a line does that other packaging may have too. done is set
// if it was read already as something that an overlay carries.
func (r *specReader) packaging(op byte, text string, done bool) {
	kind := kindOfLine(text)
	switch kind {
	case finding.ChangeBuildOptions, finding.ChangeOther:
		flags := counterpart.Flags(text)
		for _, f := range flags {
			r.add(editFlag, op, f.Key, f.Value, "")
		}
		if len(flags) == 0 && !done && !r.silent(text) {
			r.add(editOther, op, shown(text), string(kind), "")
		}
	case finding.ChangeBuildRequires, finding.ChangeRequires:
		r.needs(op, text, kind)
	case finding.ChangeFiles:
		r.packaged(op, text)
	case finding.ChangeInstall:
		if !done {
			r.installs(op, text)
		}
	case finding.ChangeServices, finding.ChangeAccounts:
		if !done && op == '+' && kind == finding.ChangeAccounts && !strings.Contains(text, "getent") {
			r.add(editOther, op, shown(text), string(kind), "")
		}
	}
}

// silent reports whether a line says nothing to other packaging: the words around
// commands, tests of the build, how make is called.
func (r *specReader) silent(text string) bool {
	return shellWords.MatchString(text) || assignment.MatchString(text) && !strings.Contains(text, "FLAGS") ||
		checks.MatchString(text) || pythonTests.MatchString(text) || testSwitch.MatchString(text) || aboutBuild.MatchString(text)
}

// needs reads what a line says that the build or the package needs.
func (r *specReader) needs(op byte, text string, kind finding.ChangeKind) {
	m := needTag.FindStringSubmatch(text)
	if m == nil || strings.EqualFold(m[1], "Provides") {
		if !ownName.MatchString(text) {
			r.add(editOther, op, shown(text), string(kind), "")
		}
		return
	}
	what := editNeed
	if strings.HasPrefix(strings.ToLower(m[1]), "build") {
		what = editBuildNeed
	}
	for rest, n := strings.TrimSpace(m[2]), 0; rest != "" && n < 50; n++ {
		one := relation.FindStringSubmatch(rest)
		if one == nil {
			return
		}
		rest = rest[len(one[0]):]
		name := strings.TrimSuffix(one[1], "%{?_isa}")
		version := ""
		if one[2] != "" {
			version = one[2] + " " + one[3]
		}
		r.add(what, op, name, version, "")
	}
}

// ofFolder is the value of an edit of a folder itself.
const ofFolder = "folder"

// packaged reads a line of %files: a path that is packaged. Modes are read elsewhere.
func (r *specReader) packaged(op byte, text string) {
	if lineOfDoc.MatchString(text) || strings.Contains(text, "%dir") && attribute.FindString(text) == "" {
		return
	}
	m := attribute.FindStringSubmatch(text)
	for _, word := range strings.Fields(directive.ReplaceAllString(text, "")) {
		at := place(word)
		switch {
		case !strings.HasPrefix(at, "/") && !strings.HasPrefix(at, "%{"):
			r.add(editOther, op, shown(text), string(finding.ChangeFiles), "")
		case m != nil && strings.Contains(text, "%dir"):
			r.add(editPackaged, op, at, ofFolder, m[1])
		case m != nil:
			r.add(editPackaged, op, at, "", m[1])
		default:
			r.add(editPackaged, op, at, "", "")
		}
	}
}

// installs reads a command that puts a file of the program in place, or sets the
// mode of a folder. Others that are more than preparation cannot be compared.
func (r *specReader) installs(op byte, text string) {
	words := r.words(text)
	command := commandOf(words)
	if pythonTests.MatchString(text) {
		return
	}
	last := place(words[len(words)-1])
	mode := ""
	if m := modeOption.FindStringSubmatch(text); m != nil {
		mode = m[1]
	}
	switch {
	case makesFolder(words):
		if mode != "" && strings.HasPrefix(last, "/") {
			r.add(editPackaged, op, last, ofFolder, mode)
		}
	case command == "install" && strings.HasPrefix(last, "/"):
		if base := words[len(words)-2]; isFolder.MatchString(last) || strings.HasSuffix(last, "/") {
			last = strings.TrimSuffix(last, "/") + "/" + base[strings.LastIndexByte(base, '/')+1:]
		}
		r.add(editPackaged, op, last, "", mode)
	case command == "rm" && strings.HasPrefix(last, "/"):
		if op == '+' {
			r.add(editPackaged, '-', last, "", "")
		} else {
			r.add(editPackaged, '+', last, "", "")
		}
	default:
		r.add(editOther, op, shown(text), string(finding.ChangeInstall), "")
	}
}

var modeOption = regexp.MustCompile(`\s(?:-\w*m\s*|--mode=)(0?[0-7]{3,4})\b`)
