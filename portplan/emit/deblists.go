package emit

import (
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// fileEntry is an entry of %files.
type fileEntry struct {
	path             string
	dir, doc, ghost  bool
	exclude, license bool
	// owner is one that is not root, mode one with a special bit.
	owner, mode string
	// unsure says why it cannot be written.
	unsure string
}

var attrWord = regexp.MustCompile(`%(attr|verify|caps|lang|config|defattr)\(([^)]*)\)`)

// parseFile reads an entry of %files; several paths of one entry are several.
func parseFile(line string) []fileEntry {
	line = visible(line)
	var e fileEntry
	for _, m := range attrWord.FindAllStringSubmatch(line, -1) {
		if m[1] == "defattr" {
			return nil
		}
		if m[1] == "attr" {
			e.owner, e.mode = special(strings.Split(m[2], ","))
		}
	}
	line = attrWord.ReplaceAllString(line, " ")
	var list []fileEntry
	for word := range strings.FieldsSeq(line) {
		switch word {
		case "%dir":
			e.dir = true
		case "%doc":
			e.doc = true
		case "%license":
			e.license = true
		case "%ghost":
			e.ghost = true
		case "%exclude":
			e.exclude = true
		case "%config", "%docdir", "%readme", "%missingok", "%artifact", "%verify":
		case "-f":
			e.unsure = "a list of files that the build writes"
		default:
			next := e
			next.path = strings.Trim(word, `"`)
			if unknownMacro.MatchString(word) {
				next.unsure = "a macro of RPM"
			}
			list = append(list, next)
		}
	}
	return list
}

// special returns what %attr says beyond what debhelper does by itself.
func special(words []string) (owner, mode string) {
	get := func(i int) string {
		if i < len(words) {
			return strings.TrimSpace(words[i])
		}
		return ""
	}
	isRoot := func(s string) bool { return s == "" || s == "-" || s == "root" }
	if !isRoot(get(1)) || !isRoot(get(2)) {
		owner = get(1) + ":" + get(2)
	}
	switch m := strings.TrimLeft(get(0), "0"); {
	case len(m) == 4, m == "700", m == "600", m == "640", m == "750", m == "440", m == "400", m == "500":
		mode = m
	}
	return owner, mode
}

// lists drafts the .install, .dirs and .docs of every package.
func (d *debDraft) lists() []File {
	var files []File
	for _, rpm := range d.made() {
		name := d.own[rpm.Name].name
		var install, dirs, docs []string
		for _, line := range rpm.Files {
			for _, e := range parseFile(line) {
				d.list(name, e, &install, &dirs, &docs)
			}
		}
		for _, f := range []struct {
			kind  string
			lines []string
		}{{"install", install}, {"dirs", dirs}, {"docs", docs}} {
			if lines := uniqueInOrder(f.lines); len(lines) > 0 {
				files = append(files, File{Name: "debian/" + name + "." + f.kind, Text: strings.Join(lines, "\n") + "\n"})
			}
		}
		d.scripts(name, rpm)
	}
	return files
}

// compiledPython are files that are made when the package is installed.
var compiledPython = regexp.MustCompile(`\.py[co]$|\.py\[co\]$|\.py\{c,o\}$|/__pycache__`)

func (d *debDraft) list(name string, e fileEntry, install, dirs, docs *[]string) {
	if e.owner != "" || e.mode != "" {
		d.note("%s: %s has owner and mode %s in the spec: set them in debian/rules, or the owner in a postinst.", name, e.path, strings.TrimSpace(e.owner+" "+e.mode))
	}
	switch {
	case e.unsure != "":
		*install = append(*install, "# "+Unsure+" ("+e.unsure+"): "+clip(e.path, 200))
	case e.ghost:
		d.note("%s: %s is a %%ghost of the spec: the package owns it once it is there; remove it in a postrm on purge.", name, e.path)
	case e.exclude:
		if !compiledPython.MatchString(e.path) {
			*install = append(*install, "# "+Unsure+": without "+clip(debPath(e.path, false), 200))
		}
	case e.license || e.doc && isLicense(e.path):
	case e.doc && !strings.HasPrefix(e.path, "/"):
		*docs = append(*docs, e.path)
	case !strings.HasPrefix(e.path, "/"):
		*install = append(*install, "# "+Unsure+" (no path): "+clip(e.path, 200))
	case compiledPython.MatchString(e.path):
	case e.dir:
		if dir := strings.Trim(d.installPath(e.path), "/"); !standardDir(dir) {
			*dirs = append(*dirs, dir)
		}
	default:
		*install = append(*install, d.installLine(e.path))
	}
}

func isLicense(name string) bool {
	base := strings.ToUpper(path.Base(name))
	return strings.HasPrefix(base, "LICENSE") || strings.HasPrefix(base, "LICENCE") || strings.HasPrefix(base, "COPYING")
}

// standardDir tells a folder that every system has, or that is no use as a package's.
func standardDir(dir string) bool {
	switch dir {
	case "", "etc", "usr", "usr/bin", "usr/sbin", "usr/lib", "usr/share", "var", "var/lib", "var/log", "var/run", "lib/systemd/system", "usr/share/doc", "usr/share/man":
		return true
	}
	return strings.HasPrefix(dir, "var/run/") || strings.HasPrefix(dir, "run/") || strings.Contains(dir, "*")
}

var (
	eggInfo  = regexp.MustCompile(`-[0-9*][^/]*-?(?:py[0-9*.]+)?\.egg-info`)
	pythonIn = regexp.MustCompile(`-py2\.7`)
	manPage  = regexp.MustCompile(`(/usr/share/man/.*?)\.(?:gz|\*)$`)
)

// installLine is the line of a file for dh_install.
func (d *debDraft) installLine(file string) string {
	line := strings.TrimPrefix(d.installPath(file), "/")
	d.usrLocal = d.usrLocal || strings.HasPrefix(line, "usr/local/")
	return line
}

// installPath is a path of %files as it is in debian/tmp.
func (d *debDraft) installPath(file string) string {
	file = debPath(file, false)
	file = eggInfo.ReplaceAllString(file, "-*.egg-info")
	file = pythonIn.ReplaceAllString(file, "-py3*")
	file = manPage.ReplaceAllString(file, "$1*")
	// dh_install knows no variables before level 13, but patterns.
	return path.Clean(strings.ReplaceAll(file, multiarch, "*"))
}

// scripts notes what the spec runs when a package comes or goes.
func (d *debDraft) scripts(name string, rpm *finding.SpecRPM) {
	counterpart := map[string]string{"pre": "preinst", "post": "postinst", "preun": "prerm", "postun": "postrm", "pretrans": "preinst", "posttrans": "postinst"}
	for _, s := range rpm.Scripts {
		to := counterpart[s.When]
		if to == "" {
			to = "a trigger"
		}
		d.note("%s: %%%s (line %d of the spec) is not translated: %s, whose arguments are others. debhelper starts units and runs ldconfig by itself.", name, s.When, s.Line, to)
	}
}

func uniqueInOrder(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
