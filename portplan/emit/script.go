package emit

import (
	"regexp"
	"strings"
)

// destination stands for the folder that files are installed into, until it is
// known how to write it. It is no byte of a line, since those are left out.
const destination = "\x00"

// command is a line of a section, its continuations joined, as it is translated.
type command struct {
	text string
	// unsure says why it cannot be run as it is, "" if nothing is known.
	unsure string
	// dropped says that it has no counterpart, inside that it is of a block.
	dropped, inside bool
}

// continues reports whether the next line belongs to a line: it ends in a backslash
// that no other one quotes.
func continues(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// joined returns the lines of a section with those joined that end in a backslash.
func joined(lines []string) []string {
	var list []string
	open := false
	for _, line := range lines {
		more := continues(line)
		if more {
			line = strings.TrimSuffix(line, `\`)
		}
		text := strings.TrimSpace(visible(line))
		if open {
			list[len(list)-1] = strings.TrimSpace(list[len(list)-1] + " " + text)
		} else {
			list = append(list, text)
		}
		open = more
	}
	return list
}

// replacements turn what RPM's build knows into what Debian's does, in this order.
var replacements = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`%\{\??buildroot\}|%buildroot\b|\$\{RPM_BUILD_ROOT\}|\$RPM_BUILD_ROOT\b|\$\{buildroot\}`), destination},
	{regexp.MustCompile(`%\{\??_smp_mflags\}|%_smp_mflags\b`), ""},
	{regexp.MustCompile(`%\{__python[23]?\}|%__python[23]?\b`), "python3"},
	{regexp.MustCompile(`%\{__([a-z]+)\}|%__([a-z]+)\b`), "$1$2"},
	{regexp.MustCompile(`(^|[\s;&|])(?:/usr/bin/)?python(?:2(?:\.7)?)?(\s)`), "${1}python3$2"},
	{regexp.MustCompile(`\$\{?RPM_OPT_FLAGS\}?|%\{?optflags\}?`), "$$CFLAGS"},
	{regexp.MustCompile(`%\{_sourcedir\}|%_sourcedir\b|\$\{?RPM_SOURCE_DIR\}?`), "debian"},
	{regexp.MustCompile(`%\{_builddir\}|%_builddir\b|\$\{?RPM_BUILD_DIR\}?`), ".."},
	{regexp.MustCompile(`%\{?make_build\}?`), "dh_auto_build --"},
	{regexp.MustCompile(`%\{?(?:make_install|makeinstall)\}?`), "dh_auto_install --destdir=" + destination + " --"},
	{regexp.MustCompile(`%\{?(?:configure|cmake[23]?|meson)\}?`), "dh_auto_configure --"},
	{regexp.MustCompile(`%\{?py[23]?_build_wheel\}?`), "python3 setup.py bdist_wheel"},
	{regexp.MustCompile(`%\{?py[23]?_build\}?`), "dh_auto_build"},
	{regexp.MustCompile(`%\{?py[23]?_install\}?`), "dh_auto_install --destdir=" + destination},
}

// unknownMacro tells a macro that is left.
var unknownMacro = regexp.MustCompile(`%[{(\[]|%[A-Za-z_]{3,}`)

// dropped are lines that have no counterpart.
var dropped = regexp.MustCompile(`^(?:\[[^]]*\]\s*&&\s*)?rm -(?:rf|fr|r) "?` + destination + `"?$|^%\{?(?:setup|autosetup|patch|autopatch|prep|defattr|py_req_cleanup)|^(?:true|:|exit 0)$|^dh_auto_(?:install --destdir=` + destination + ` --|build --|configure --)\s*$`)

// translateLine returns a line for Debian's build; ok is unset for one that is
// dropped. multiarch says that it names a folder of libraries.
func translateLine(line string) (c command, ok bool) {
	for _, r := range replacements {
		line = r.from.ReplaceAllString(line, r.to)
	}
	line = strings.Join(strings.Fields(line), " ")
	if strings.HasPrefix(line, "%find_lang") {
		return command{text: line, unsure: "translations: dh_install takes usr/share/locale"}, true
	}
	if dropped.MatchString(line) && !isBareHelper(line) {
		return command{}, false
	}
	line = strings.TrimSuffix(line, " --")
	if pythonInstall.MatchString(line) {
		line = pythonFolder.ReplaceAllString(line, "") + " --install-layout=deb"
	}
	c.text = slashes.ReplaceAllString(debPath(line, true), "$1/")
	for continues(c.text) { // what it quoted is left out, and the next line is not its own
		c.text = strings.TrimSpace(strings.TrimSuffix(c.text, `\`))
	}
	switch {
	case unknownMacro.MatchString(line):
		c.unsure = "a macro of RPM"
	}
	return c, true
}

var (
	// pythonInstall tells an installation by setuptools, pythonFolder what it says of
	// folders, which Debian's layout says too.
	pythonInstall = regexp.MustCompile(`python3 setup\.py install\b`)
	pythonFolder  = regexp.MustCompile(`\s--(?:install-(?:lib|purelib|platlib|data|scripts)|prefix)[= ]\S+`)
	slashes       = regexp.MustCompile(`([^:])//+`)
)

// isBareHelper tells a helper of debhelper that is called without arguments.
func isBareHelper(line string) bool { return strings.HasPrefix(line, "dh_auto_") }

// isScript reports whether lines belong together, so that each alone in a recipe
// of make would be wrong: variables, changes of folder, blocks, here-documents.
func isScript(lines []command) bool {
	for _, c := range lines {
		if c.unsure == "" && (c.inside || scriptLine.MatchString(c.text)) {
			return true
		}
	}
	return false
}

var scriptLine = regexp.MustCompile(`(?:^|[;&|(]\s*)(?:if|then|else|elif|fi|for|while|until|case|esac|done|do|cd|pushd|popd|export|set|function)(?:\s|;|$)|^[A-Za-z_][A-Za-z0-9_]*=|<<|^[{}]|\(\)`)

// pathRules turn folders of CentOS 7 into Debian's.
var pathRules = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`/usr/lib(?:64)?/python(?:2\.7|3\.[0-9]+|3)/site-packages|%\{python[23]?_site(?:lib|arch)\}`), "/usr/lib/python3/dist-packages"},
	{regexp.MustCompile(`/usr/lib64\b`), "/usr/lib/" + multiarch},
	{regexp.MustCompile(`/etc/rc\.d/init\.d\b`), "/etc/init.d"},
	{regexp.MustCompile(`/usr/lib/udev/rules\.d\b`), "/lib/udev/rules.d"},
	{regexp.MustCompile(`/usr/lib/systemd/system\b`), "/lib/systemd/system"},
	{regexp.MustCompile(`/usr/libexec\b`), "/usr/libexec"},
}

// multiarch stands for the folder of libraries of an architecture, until it is
// known how to write it.
const multiarch = "\x01"

// debPath turns the folders in a text into Debian's. inScript says that it is part
// of a command, not of a list of files.
func debPath(text string, inScript bool) string {
	for _, r := range pathRules {
		to := r.to
		if !inScript && strings.HasPrefix(to, "/usr/lib/python3/") {
			to = "/usr/lib/python3*/dist-packages"
		}
		text = r.from.ReplaceAllLiteralString(text, to)
	}
	return text
}
