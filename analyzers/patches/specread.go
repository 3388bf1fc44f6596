package patches

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// specReader reads the lines that a patch changes in a spec.
type specReader struct {
	*specEdit
	variables map[string]string // of the shell, that lines of the patch set
	installed map[string]bool   // what the patch puts in place of its own sources
}

var (
	sourceTag  = regexp.MustCompile(`(?i)^\s*source(\d*)\s*:\s*(\S+)`)
	sourceUse  = regexp.MustCompile(`^(?:%\{?(?i:source)(\d*)\}?|%\{S:(\d+)\}|(?:\$\{?RPM_SOURCE_DIR\}?|%\{?_sourcedir\}?)/(.+))$`)
	assignment = regexp.MustCompile(`^\s*(\w+)=(\S+)\s*$`)
	buildRoot  = regexp.MustCompile(`^(?:\$\{?RPM_BUILD_ROOT\}?|%\{?\??buildroot\}?|\$\{?DESTDIR\}?|\.)/*(%.*|/(?:etc|usr|var|lib|run|boot|www|opt)/.*|)$`)
	rooted     = regexp.MustCompile(`^(?:\$\{?RPM_BUILD_ROOT\}?|%\{?\??buildroot\}?)`)
	attribute  = regexp.MustCompile(`%attr\(\s*(\d{3,4})\s*,[^)]*\)`)
	directive  = regexp.MustCompile(`%(?:attr|config|dir|doc|license|defattr|exclude|ghost|lang|verify)\b(?:\([^)]*\))?`)
	shellWords = regexp.MustCompile(`^\s*(?:if|fi|else|elif|then|done|do|for|esac|case|:|true|exit 0)\b[^|&;]*(?:;\s*(?:then|do))?\s*$`)
	octal      = regexp.MustCompile(`^0?[0-7]{3,4}$`)
)

// line reads one line that is added or taken out.
func (r *specReader) line(op byte, text string) {
	if m := sourceTag.FindStringSubmatch(text); m != nil {
		number := m[1]
		if number == "" {
			number = "0"
		}
		r.add(editSource, op, number, path.Base(m[2]), "")
		return
	}
	if m := assignment.FindStringSubmatch(text); m != nil && op == '+' && len(r.variables) < 100 {
		r.variables[m[1]] = m[2]
		return
	}
	switch kindOfLine(text) {
	case finding.ChangeInstall:
		r.install(op, r.words(text))
	case finding.ChangeFiles:
		r.files(op, text)
	case finding.ChangeAccounts:
		r.accounts(op, text)
	case finding.ChangeServices:
		r.services(op, r.words(text))
	}
}

// words parts a line of shell at blanks, with the variables of the patch put in.
func (r *specReader) words(text string) []string {
	list := strings.Fields(text)
	for i, word := range list {
		word = strings.Trim(word, `"'`)
		if rest, ok := strings.CutPrefix(word, "$"); ok {
			name, tail, _ := strings.Cut(rest, "/")
			if value, is := r.variables[strings.Trim(name, "{}")]; is {
				word = value + "/" + tail
			}
		}
		list[i] = word
	}
	return list
}

// place returns where a word of %install or %files is in the system, "" if it is
// not in it.
func place(word string) string {
	if m := buildRoot.FindStringSubmatch(word); m != nil {
		word = m[1]
	} else if m := rooted.FindString(word); m != "" {
		word = "/" + strings.TrimLeft(word[len(m):], "/")
	}
	word = spec.Expand(word, spec.Options{Defines: specMacros()})
	switch {
	case strings.HasPrefix(word, "/"):
		return "/" + strings.TrimLeft(word, "/")
	case strings.HasPrefix(word, "%{"):
		return word
	}
	return ""
}

// specMacros are those of CentOS 7, and the places that its specs of pam and
// haproxy define for themselves.
var specMacros = sync.OnceValue(func() map[string]string {
	all := maps.Clone(spec.CentOS7)
	all["_pamconfdir"], all["haproxy_confdir"] = "%{_sysconfdir}/pam.d", "%{_sysconfdir}/haproxy"
	return all
})

// install reads a command that puts a file in place, or changes what is there.
func (r *specReader) install(op byte, words []string) {
	command := commandOf(words)
	mode, args := "", []string(nil)
	for i := 1; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "-m" || word == "-o" || word == "-g":
			if i++; word == "-m" && i < len(words) {
				mode = words[i]
			}
		case strings.HasPrefix(word, "-m") && octal.MatchString(word[2:]):
			mode = word[2:]
		case strings.HasPrefix(word, "--mode="):
			mode = word[7:]
		case word == "-d":
			return
		case strings.HasPrefix(word, "-"):
		case endsCommand(word):
			i = len(words)
		default:
			args = append(args, word)
		}
	}
	switch {
	case (command == "install" || command == "cp") && len(args) > 1:
		r.put(op, args[:len(args)-1], args[len(args)-1], mode)
	case command == "chmod" && len(args) > 1 && octal.MatchString(args[0]):
		for _, word := range args[1:] {
			for _, one := range braces(word) {
				r.add(editMode, op, place(one), "", args[0])
			}
		}
	case command == "rm" && op == '+':
		for _, word := range args {
			// A package of configuration hides the file, or diverts it.
			if at := place(word); isConfigured(at) {
				r.add(editChanged, op, at, "removed", "")
			}
		}
	}
}

// endsCommand reports whether what follows in a line is no argument: output that
// goes elsewhere, or another command.
func endsCommand(word string) bool {
	return word != "" && strings.Contains(">|&;", word[:1]) || strings.HasPrefix(word, "2>")
}

// put records the sources that are put at a place.
func (r *specReader) put(op byte, sources []string, at, mode string) {
	to := place(at)
	if name, ok := strings.CutPrefix(at, "./"); to == "" && ok {
		to = name // in a folder that a line before it went to
	}
	for _, source := range sources {
		m := sourceUse.FindStringSubmatch(source)
		if m == nil || to == "" {
			continue
		}
		from := m[1] + m[2]
		if m[3] != "" {
			from = "=" + path.Base(m[3]) // by name, in place of a number
		} else if from == "" {
			from = "0"
		}
		target := to
		if len(sources) > 1 && !strings.HasSuffix(target, "/") {
			target += "/"
		}
		r.add(editInstall, op, target, from, mode)
		r.installed[target] = true
	}
}

// files reads a line of %files: a mode is all that it can add.
func (r *specReader) files(op byte, text string) {
	m := attribute.FindStringSubmatch(text)
	if m == nil || strings.Contains(text, "%dir") {
		return
	}
	for _, word := range strings.Fields(directive.ReplaceAllString(text, "")) {
		if at := place(word); isConfigured(at) || r.installed[at] {
			r.add(editMode, op, at, "", m[1])
		}
	}
}

var added = regexp.MustCompile(`\b(useradd|groupadd|usermod|groupmod)\b\s+([^;|&>]*)`)

// accounts reads the commands that create users and groups.
func (r *specReader) accounts(op byte, text string) {
	for _, m := range added.FindAllStringSubmatch(text, 10) {
		words := strings.Fields(m[2])
		for i := len(words) - 1; i >= 0; i-- {
			if !strings.HasPrefix(words[i], "-") && words[i] != "2" {
				r.add(editAccount, op, map[byte]string{'u': "passwd", 'g': "group"}[m[1][0]]+" "+words[i], "", "")
				break
			}
		}
	}
}

// services reads what is done with units.
func (r *specReader) services(op byte, words []string) {
	for i, word := range words {
		action := ""
		switch {
		case strings.HasSuffix(word, "systemctl") && i+1 < len(words):
			action = words[i+1]
			i++
		case strings.HasPrefix(strings.Trim(word, "%{}"), "systemd_post"), word == "%service_add_post":
			action = "preset"
		case strings.HasSuffix(word, "chkconfig") && i+2 < len(words) && words[i+1] == "--add":
			action = "enable"
			i++
		}
		if strings.Contains(word, "postun") || action != "enable" && action != "disable" && action != "mask" && action != "preset" {
			continue
		}
		for _, unit := range words[i+1:] {
			if endsCommand(unit) {
				break
			}
			if unit != "" && !strings.HasPrefix(unit, "-") {
				r.add(editUnit, op, strings.Trim(unit, "{};"), action, "")
			}
		}
		return
	}
}

// braces undoes one {a,b} of a word.
func braces(word string) []string {
	before, rest, ok := strings.Cut(word, "{")
	inside, after, closed := strings.Cut(rest, "}")
	if !ok || !closed || !strings.Contains(inside, ",") {
		// The first brackets may be of a macro.
		if at := strings.LastIndexByte(word, '{'); at > len(before) {
			inner, tail, closed := strings.Cut(word[at+1:], "}")
			if closed && strings.Contains(inner, ",") {
				before, inside, after = word[:at], inner, tail
				return alternatives(before, inside, after)
			}
		}
		return []string{word}
	}
	return alternatives(before, inside, after)
}

func alternatives(before, inside, after string) []string {
	var list []string
	for _, one := range strings.SplitN(inside, ",", 20) {
		list = append(list, before+one+after)
	}
	return list
}

// can reports whether a package of configuration can do what a line of the spec
// does, or the line does nothing outside of RPM packaging.
func (r *specReader) can(text string) bool {
	switch kindOfLine(text) {
	case "", finding.ChangePatches, finding.ChangeSources, finding.ChangeVersion, finding.ChangeDescription,
		finding.ChangeServices, finding.ChangeAccounts, finding.ChangeScriptlets:
		return true
	case finding.ChangeBuildRequires:
		return strings.Contains(text, "systemd") // for its macros
	case finding.ChangeBuildOptions:
		return checks.MatchString(text)
	case finding.ChangeRequires:
		return ownName.MatchString(text)
	case finding.ChangeStructure:
		return aboutSystemd.MatchString(text)
	case finding.ChangeFiles:
		return r.canFile(text)
	case finding.ChangeInstall:
		return r.canInstall(text)
	case finding.ChangeOther:
		return shellWords.MatchString(text) || assignment.MatchString(text)
	}
	return false
}

var (
	// ownName finds what a package says of its own earlier versions.
	ownName = regexp.MustCompile(`(?i)^\s*(?:Provides|Obsoletes)\s*:\s*%\{?name\}?(?:\s|$)`)
	// aboutSystemd finds conditions that are about systemd, as they stand around
	// what enables units.
	aboutSystemd = regexp.MustCompile(`^\s*%(?:if\b.*systemd|else\b|endif\b)`)
	unitName     = regexp.MustCompile(`^[\w@.-]+\.(?:service|socket|target|timer|mount|path)$`)
)

var checks = regexp.MustCompile(`^\s*(?:make|%\{?__make\}?)\s+(?:test|check)\b`)

func (r *specReader) canFile(text string) bool {
	if strings.HasPrefix(strings.TrimSpace(text), "%files") || strings.HasPrefix(strings.TrimSpace(text), "%defattr") {
		return true
	}
	for _, word := range strings.Fields(directive.ReplaceAllString(text, "")) {
		at := place(word)
		state := strings.HasPrefix(at, "/var/") && stateOnly.MatchString(text)
		if state || isConfigured(at) || r.installed[at] {
			continue
		}
		below := false
		for installed := range r.installed {
			below = below || strings.HasPrefix(installed, strings.TrimSuffix(strings.TrimSuffix(at, "*"), "/")+"/")
		}
		if !below {
			return false
		}
	}
	return true
}

// stateOnly finds folders and files that are made while the system runs.
var stateOnly = regexp.MustCompile(`%(?:dir|ghost)\b`)

var isMode = regexp.MustCompile(`%(?:attr|config)\b`)

// does reports whether a line is more than preparation: a folder is made to put
// something in it.
func (r *specReader) does(text string) bool {
	switch kindOfLine(text) {
	case finding.ChangeInstall:
		return !makesFolder(r.words(text))
	case finding.ChangeFiles:
		return isMode.MatchString(text) && !strings.Contains(text, "%dir")
	case finding.ChangeScriptlets, finding.ChangeServices, finding.ChangeAccounts:
		return true
	}
	return false
}

// commandOf returns the name of a command that may be written as a macro.
func commandOf(words []string) string {
	return strings.Trim(strings.TrimPrefix(strings.TrimPrefix(words[0], "%{"), "%"), "_}")
}

func makesFolder(words []string) bool {
	command := commandOf(words)
	return command == "mkdir" || command == "mkdir_p" || command == "install" && slices.Contains(words, "-d")
}

// canInstall reports whether a command puts the package's own sources in place,
// makes folders, or acts on configuration alone.
func (r *specReader) canInstall(text string) bool {
	words := r.words(text)
	command := commandOf(words)
	if makesFolder(words) {
		return true
	}
	acted := 0
	for i, word := range words[1:] {
		switch {
		case sourceUse.MatchString(word):
			to := words[len(words)-1]
			return (command == "install" || command == "cp") && (place(to) != "" || command == "install" && strings.HasPrefix(to, "./"))
		case strings.HasPrefix(word, "-"), octal.MatchString(word), words[i] == "-m":
		case unitName.MatchString(word):
			acted++
		case rooted.MatchString(word) || place(word) != "":
			acted++
			at := place(word)
			if !r.installed[at] && (command == "sed" || !isConfigured(at)) {
				return false
			}
		}
	}
	return acted > 0 && command != "echo" && command != "cat" && command != "install" && command != "cp"
}
