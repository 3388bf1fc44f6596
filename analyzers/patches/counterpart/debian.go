package counterpart

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/control"
)

// Debian reads a debian/ folder; nil if the tree has none.
func Debian(t Tree) *Facts {
	if t["debian/control"] == nil && t["debian/rules"] == nil {
		return nil
	}
	f := newFacts("debian/rules")
	names := sortedNames(t)
	d := debianReader{Facts: f, tree: t}
	d.readControl(t["debian/control"])
	d.rules()
	for _, name := range names {
		d.file(name)
	}
	d.enable()
	f.Complete = d.binaries > 1 && d.lists > 0 || d.lists > 0 && d.intoTmp
	f.Patches = d.series()
	return f
}

func sortedNames(t Tree) []string {
	names := make([]string, 0, len(t))
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// debianReader is a debian/ folder that is being read.
type debianReader struct {
	*Facts
	tree     Tree
	binaries int    // packages that are made
	first    string // of them
	lists    int    // lists of files to install
	intoTmp  bool   // what the program installs is picked from by these lists
	noEnable bool   // units are not enabled
	off      []string
	// variables are those of debian/rules that are set once.
	variables makeValues
}

// makeValues are the values of variables of make.
type makeValues map[string]string

var (
	makeAssignment = regexp.MustCompile(`^(?:export\s+)?([A-Za-z_]\w*)\s*[:?]?=\s*([^#\\]*?)\s*$`)
	makeUse        = regexp.MustCompile(`\$[({]([A-Za-z_]\w*)[)}]`)
)

// makeVariables reads the variables that are set once, under no condition.
func makeVariables(src []byte) makeValues {
	values, times := makeValues{}, map[string]int{}
	for _, l := range linesOf("", src, true) {
		m := makeAssignment.FindStringSubmatch(l.text)
		if m == nil {
			if name, _, ok := strings.Cut(l.text, "+="); ok {
				times[strings.TrimSpace(name)] = 2
			}
			continue
		}
		times[m[1]]++
		if values[m[1]] = m[2]; l.cond || len(m[2]) > 500 {
			times[m[1]]++
		}
	}
	for name, n := range times {
		// What a shell says is not known, and a build's folder is found by its name.
		if n > 1 || strings.Contains(values[name], "$(shell") || name == "CURDIR" || name == "DESTDIR" {
			delete(values, name)
		}
	}
	return values
}

// expand puts values in, also into values, and stops at what would go round.
func (v makeValues) expand(text string) string {
	const most = 4000
	for range 4 {
		if !strings.Contains(text, "$") || len(text) > most {
			break
		}
		text = makeUse.ReplaceAllStringFunc(text, func(use string) string {
			if value, is := v[use[2:len(use)-1]]; is {
				return value
			}
			return use
		})
	}
	return text
}

var relationName = regexp.MustCompile(`^\s*([a-z0-9][a-z0-9+.-]+)`)

// readControl reads who needs what, and what the packages are.
func (d *debianReader) readControl(src []byte) {
	parsed := control.Parse(src)
	lineOf := func(offset int) int { return 1 + strings.Count(string(src[:min(offset, len(src))]), "\n") }
	for _, p := range parsed.Paragraphs {
		for _, field := range p.Fields {
			name := strings.ToLower(field.Name)
			for _, l := range field.Lines {
				if name == "package" {
					d.binaries++
					d.first = cmp.Or(d.first, l.Text)
				}
				d.relations(name, l.Text, fmt.Sprintf("debian/control:%d", lineOf(l.Start)))
			}
		}
	}
}

func (f *Facts) relations(field, text, at string) {
	into := map[string]map[string]string{
		"build-depends": f.BuildNeeds, "build-depends-indep": f.BuildNeeds, "build-depends-arch": f.BuildNeeds,
		"depends": f.Needs, "pre-depends": f.Needs, "recommends": f.Needs,
		"provides": f.Provides, "package": f.Provides,
	}[field]
	if into == nil {
		return
	}
	if strings.Contains(text, "${") && field == "depends" {
		f.Filled = true
	}
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '|' }) {
		if m := relationName.FindStringSubmatch(one); m != nil {
			note(into, m[1], at)
		}
	}
}

// line is a line of a file with those that it goes on in.
type line struct {
	text, at string
	// cond is set below a condition of make.
	cond bool
}

// linesOf joins lines that end in \ and takes out comments. at names the file.
func linesOf(name string, src []byte, withConditions bool) []line {
	var list []line
	depth, open, n := 0, false, 0
	for text := range strings.Lines(string(src)) {
		n++
		text = strings.TrimRight(text, "\r\n \t")
		word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
		if strings.HasPrefix(word, "#") && !open {
			continue
		}
		if withConditions {
			switch word {
			case "ifeq", "ifneq", "ifdef", "ifndef":
				depth++
			case "endif":
				depth = max(0, depth-1)
			}
		}
		// Each line keeps its own place: a flag is pointed at, not the command.
		text, open = strings.CutSuffix(text, `\`)
		list = append(list, line{text, fmt.Sprintf("%s:%d", name, n), depth > 0})
	}
	return list
}

// optionFiles are the files of debian/ that hold flags for configure beside rules.
var optionFiles = regexp.MustCompile(`^debian/(?:rules(?:\.\w+)?|rules\.d/.*|.*\.mk|configure[\w.-]*|.*\.options|confflags[\w.-]*)$`)

var (
	inTarget = regexp.MustCompile(`^(?:\$[({](?:CURDIR|DESTDIR|D|d|CWD|TOP)[)}]/?)?(?:\./)?debian/([\w.+$(){}-]+)(/.+)$`)
	destDir  = regexp.MustCompile(`^["']?\$[({](?:DESTDIR|D|d|INSTALLDIR|INSTALL_DIR|TMP|B)[)}](/.+)$`)
	command  = regexp.MustCompile(`^\s*[-@+]*\s*(?:set -e;\s*)?(install|cp|mv|ln|chmod|mkdir|rm)\b(.*)$`)
	octal    = regexp.MustCompile(`^0?[0-7]{3,4}$`)
)

func (d *debianReader) rules() {
	d.variables = makeVariables(d.tree["debian/rules"])
	for _, name := range sortedNames(d.tree) {
		if !optionFiles.MatchString(name) {
			continue
		}
		for _, l := range linesOf(name, d.tree[name], true) {
			text := l.text
			if at := strings.Index(text, " #"); at >= 0 && !strings.Contains(text[at:], "grep") {
				text = text[:at]
			}
			d.AddFlags(l.at, d.variables.expand(text), l.cond)
		}
	}
	for _, l := range joinedLines("debian/rules", d.tree["debian/rules"]) {
		d.recipe(d.variables.expand(l.text), l.at)
	}
	rules := string(d.tree["debian/rules"])
	d.intoTmp = strings.Contains(rules, "debian/tmp") || strings.Contains(rules, "dh_missing --fail-missing")
	if regexp.MustCompile(`(?m)^\s+dh \$@|dh_auto_configure`).MatchString(rules) {
		d.OtherBuild = otherBuild(rules, d.BuildNeeds, d.Flags)
		if d.OtherBuild == "" {
			d.debhelper()
		}
	}
}

// otherBuild names the build system where it is none with configure.
func otherBuild(rules string, needs map[string]string, flags map[string][]Setting) string {
	if m := regexp.MustCompile(`buildsystem[= ]+(cmake|meson|pybuild|python_distutils|makefile)`).FindStringSubmatch(rules); m != nil {
		return m[1]
	}
	for key := range flags {
		if !strings.HasPrefix(key, "define ") {
			return ""
		}
	}
	for _, tool := range []string{"meson", "cmake"} {
		if needs[tool] != "" {
			return tool
		}
	}
	return ""
}

// debhelper adds what dh_auto_configure gives every configure, by its
// Debian::Debhelper::Buildsystem::autoconf.
func (d *debianReader) debhelper() {
	for _, o := range []Option{
		{"dir prefix", "/usr"}, {"dir sysconfdir", "/etc"}, {"dir localstatedir", "/var"}, {"dir runstatedir", "/run"},
		{"dir includedir", "/usr/include"}, {"dir mandir", "/usr/share/man"}, {"dir infodir", "/usr/share/info"},
		{"enable silent-rules", "no"}, {"enable maintainer-mode", "no"}, {"enable dependency-tracking", "no"}, {"enable option-checking", "no"},
	} {
		if len(d.Flags[o.Key]) == 0 {
			d.Flags[o.Key] = []Setting{{Value: o.Value, At: "debian/rules (dh_auto_configure)"}}
		}
	}
}

// recipe reads a command of debian/rules that puts a file in place.
func (d *debianReader) recipe(text, at string) {
	if strings.Contains(text, "--no-enable") || strings.Contains(text, "--no-restart-on-upgrade --no-start") {
		words := strings.Fields(text)
		named := false
		for _, w := range words[1:] {
			if w = strings.TrimPrefix(w, "--name="); !strings.HasPrefix(w, "-") && !strings.Contains(w, "$") {
				d.off, named = append(d.off, strings.TrimSuffix(w, ".service")), true
			}
		}
		d.noEnable = d.noEnable || !named && strings.Contains(text, "--no-enable")
	}
	m := command.FindStringSubmatch(text)
	if m == nil {
		return
	}
	d.placed(m[1], strings.Fields(strings.NewReplacer(`"`, "", "'", "", ";", " ").Replace(m[2])), at)
}

// target is where a word of a recipe is in the system, "" if it is not in it.
func target(word string) string {
	word = strings.NewReplacer("$(PREFIX)", "/usr", "$(prefix)", "/usr", "${PREFIX}", "/usr", "//", "/").Replace(word)
	if m := inTarget.FindStringSubmatch(word); m != nil {
		return m[2]
	}
	if m := destDir.FindStringSubmatch(word); m != nil {
		return m[1]
	}
	return ""
}

func (d *debianReader) placed(name string, words []string, at string) {
	mode, args, folder := "", []string(nil), false
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case (w == "-m" || w == "-o" || w == "-g" || w == "-pm") && i+1 < len(words):
			if i++; strings.HasSuffix(w, "m") {
				mode = words[i]
			}
		case strings.HasPrefix(w, "-m") && octal.MatchString(w[2:]):
			mode = w[2:]
		case strings.HasPrefix(w, "--mode="):
			mode = w[7:]
		case w == "-d":
			folder = true
		case strings.HasPrefix(w, "-"):
		case strings.ContainsAny(w[:1], "|&>"):
			i = len(words)
		default:
			args = append(args, w)
		}
	}
	switch {
	case len(args) == 0 || name == "rm" || name == "mkdir":
	case name == "chmod" && octal.MatchString(args[0]):
		for _, w := range args[1:] {
			d.Install(at, target(w), args[0])
		}
	case folder:
		for _, w := range args {
			if mode != "" {
				d.Install(at, target(w), mode)
			}
		}
	case len(args) > 1:
		to := target(args[len(args)-1])
		for _, source := range args[:len(args)-1] {
			switch {
			case to == "":
			case strings.HasSuffix(to, "/") || len(args) > 2 || path.Base(to) != path.Base(source) && !strings.Contains(path.Base(to), ".") && isFolderName(to):
				d.Install(at, path.Join(to, path.Base(source)), mode)
			default:
				d.Install(at, to, mode)
			}
		}
	}
}

// isFolderName reports whether a place is a folder by its name.
func isFolderName(place string) bool {
	base := path.Base(place)
	return slices.Contains([]string{"bin", "sbin", "etc", "system", "schema", "lib", "share", "ssh", "snmp", "ldap", "init.d", "default"}, base) || strings.HasSuffix(base, ".d")
}

// series returns the patches of debian/patches in their order.
func (d *debianReader) series() []string {
	var list []string
	for _, l := range linesOf("debian/patches/series", d.tree["debian/patches/series"], false) {
		if fields := strings.Fields(l.text); len(fields) > 0 && len(list) < mostFacts {
			if name := path.Join("debian/patches", fields[0]); d.tree[name] != nil {
				list = append(list, name)
			}
		}
	}
	return list
}
