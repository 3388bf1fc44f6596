package workspace

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/spec"
)

// installs is what the files that build a package name as going into it.
type installs struct {
	// names are the last components of the words, patterns those with a macro
	// or a star in them.
	names    map[string]bool
	patterns []string
	seen     map[string]bool // patterns
	// folders are taken with all that is in them.
	folders map[string]bool
	// all says that the files are found by a program, or that there are too
	// many names.
	all bool
	// left are the names in branches of the spec that CentOS 7 does not take.
	left map[string]bool
}

func newInstalls() *installs {
	return &installs{names: map[string]bool{}, seen: map[string]bool{}, folders: map[string]bool{}, left: map[string]bool{}}
}

// why says why a file does not come into the package, empty where it does.
func (in *installs) why(file string) string {
	base := path.Base(file)
	filled := strings.TrimSuffix(base, ".in") // by the program that fills it in
	switch {
	case in.all || in.below(path.Dir(file)):
		return ""
	case in.left[filled] && !in.name(filled):
		return "the spec of its package installs it in a branch that is not taken"
	case in.name(base), in.name(filled):
		return ""
	}
	return notNamed
}

const notNamed = "nothing that builds its package names it"

func (in *installs) name(base string) bool {
	if in.names[base] {
		return true
	}
	for _, pattern := range in.patterns {
		if ok, err := path.Match(pattern, base); ok && err == nil {
			return true
		}
	}
	return false
}

// below reports whether a folder, or one above it, is taken as a whole.
func (in *installs) below(dir string) bool {
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if in.folders[path.Base(dir)] {
			return true
		}
	}
	return false
}

var (
	sourceUse = regexp.MustCompile(`(?:SOURCE|S:)(\d+)\b`)
	macroUse  = regexp.MustCompile(`%(?:\{[^{}]*\}|\w+)|\$\$?\{[^{}]*\}|\$\([^()]*\)|\$\$?\w+|@\w+@`)
	nameWord  = regexp.MustCompile(`[^\s"'();=,\[\]|&<>]+`)
	allOfThem = regexp.MustCompile(`(?:%\{?_sourcedir\}?|\$\{?RPM_SOURCE_DIR\}?)(?:/\*|/?["'\s]|/?$)|%\{SOURCES\}`)
	// copied finds commands that take folders or all that is in them.
	copied = regexp.MustCompile(`\b(?:cp|install|mv|rsync|recursive-include|graft)\b`)
	whole  = regexp.MustCompile(`\bcp\s+(?:\S+\s+)*?-\w*[rRa]|\b(?:mv|rsync|recursive-include|graft)\b`)
	here   = regexp.MustCompile(`\s(?:\./)?\*(?:\s|$)`)
	// searched finds what a program in Python looks for by itself.
	searched = regexp.MustCompile(`\b(?:glob|os\.walk|listdir|find)\b`)
	// made finds patterns of what is installed already.
	made    = regexp.MustCompile(`(?:%\{?buildroot\}?|\$\{?RPM_BUILD_ROOT\}?|\$[({]?DESTDIR[)}]?)[^\s"']*[*$%][^\s"']*`)
	letters = regexp.MustCompile(`[A-Za-z0-9]`)
)

// mostNames bounds the words that are kept.
const mostNames = 100_000

// addText takes a file other than a spec: a Makefile, setup.py, a list of
// Debian's packaging.
func (in *installs) addText(name, text string) {
	if strings.HasSuffix(name, ".py") && searched.MatchString(text) {
		in.all = true
	}
	lists := path.Ext(name) == ".install" || path.Base(name) == "setup.cfg" || path.Base(name) == "MANIFEST.in"
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		in.addLine(line, lists)
	}
}

// addLine takes the words of a line. With lists they are folders as well.
func (in *installs) addLine(line string, lists bool) {
	takes, all := lists || copied.MatchString(line), lists || whole.MatchString(line)
	// All that is where the build stands, other than what developers copy home.
	in.all = in.all || takes && here.MatchString(line) && !strings.Contains(line, "~")
	line = macroUse.ReplaceAllString(made.ReplaceAllString(line, "."), "*") // the place stays a word
	words := nameWord.FindAllString(line, -1)
	if takes && !lists && len(words) > 2 {
		words = words[:len(words)-1] // where it goes
	}
	for _, word := range words {
		word = path.Clean(word)
		base := path.Base(word)
		switch {
		case len(in.names)+len(in.patterns) > mostNames:
			in.all = true
			return
		case !strings.ContainsAny(base, "*?"):
			in.names[base] = true
			if all {
				in.folders[base] = true
			}
		case strings.Trim(base, "*.") == "":
			// All that is in a folder. What stands for a variable alone says nothing.
			if dir := path.Base(path.Dir(word)); takes && dir != "." && !strings.Contains(dir, "*") {
				in.folders[dir] = true
			}
		case len(letters.FindAllString(base, 2)) > 1 && !in.seen[base]:
			in.seen[base] = true
			in.patterns = append(in.patterns, base)
		}
	}
}

// addSpec takes a spec as CentOS 7 reads it: what it prepares, builds and
// installs, and the names that it lists. One that installs nothing is half of
// one, and tells nothing.
func (in *installs) addSpec(text []byte) {
	parsed := spec.Parse(text, spec.Options{Defines: spec.CentOS7, Lines: true})
	left, installs := newInstalls(), false
	for i := range parsed.Sections {
		section := &parsed.Sections[i]
		if !makes[section.Name] {
			continue
		}
		installs = installs || section.Name == "install"
		for _, line := range section.Lines {
			if text := strings.TrimSpace(line.Text); text == "" || text[0] == '#' {
				continue
			}
			to := in
			if holds, _ := spec.Taken(line.Conditions); !holds {
				to = left
			}
			to.addSpecLine(section.Name, line.Text, parsed.Sources)
		}
	}
	for _, source := range parsed.Sources {
		if source.Number == 0 {
			in.names[path.Base(source.Expanded)] = true
		}
	}
	in.all = in.all || !installs
	for name := range left.names {
		in.left[name] = true
	}
}

// makes are the sections that say what a package is made of.
var makes = map[string]bool{"prep": true, "build": true, "install": true, "check": true, "files": true}

// addSpecLine takes a line of a section with its macros expanded.
func (in *installs) addSpecLine(section, line string, sources []spec.Source) {
	if section == "files" {
		// A pattern says which files a package has, not where they come from.
		for _, word := range nameWord.FindAllString(line, -1) {
			if base := path.Base(word); !strings.ContainsAny(base, "*?%") {
				in.names[base] = true
			}
		}
		return
	}
	if allOfThem.MatchString(line) {
		in.all = true
		return
	}
	for _, use := range sourceUse.FindAllStringSubmatch(line, -1) {
		for _, source := range sources {
			if strconv.Itoa(source.Number) == use[1] {
				in.names[path.Base(source.Expanded)] = true
			}
		}
	}
	in.addLine(line, false)
}
