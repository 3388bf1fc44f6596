package emit

import (
	"regexp"
	"strings"
)

// arguments writes build_pattern and the files of arguments that the spec decides.
func (d *autospecDraft) arguments() {
	pattern := ""
	switch d.system.name() {
	case "setup.py":
		pattern = "distutils3"
	case "meson":
		pattern = "meson"
	case "cmake":
		pattern = "cmake"
	case "autotools":
		pattern = "configure"
	case "make":
		pattern = "make"
	case "":
		// The fallback of autospec, whose make does nothing without a Makefile.
		pattern = "make"
	}
	if pattern != "" {
		d.add("build_pattern", pattern)
	}
	for _, line := range joined(d.c.Build) {
		words := callOf(line, configureCall)
		if words != nil {
			d.add("configure", words...)
		}
		if words := callOf(line, cmakeCall); words != nil {
			d.add("cmake_args", words...)
		}
		if words := callOf(line, makeCallAny); words != nil {
			d.once("make_args", words)
		}
	}
	for _, line := range joined(d.c.Install) {
		if words := callOf(line, makeCallAny); words != nil {
			d.once("make_install_args", words)
		}
	}
}

// once adds a file of arguments for the first call that has some.
func (d *autospecDraft) once(name string, words []string) {
	for _, f := range d.files {
		if f.Name == name {
			return
		}
	}
	var lines []string
	for _, w := range words {
		// autospec says itself where to install.
		if w == "install" || w == "all" || strings.HasPrefix(w, "DESTDIR=") || strings.HasPrefix(w, "-j") || strings.Contains(w, "_smp_mflags") {
			continue
		}
		lines = append(lines, w)
	}
	d.add(name, lines...)
}

var (
	configureCall = regexp.MustCompile(`^(?:%\{?configure\}?|\./configure)(?:\s|$)`)
	cmakeCall     = regexp.MustCompile(`^(?:%\{?cmake[23]?\}?|cmake[23]?)(?:\s|$)`)
	makeCallAny   = regexp.MustCompile(`^(?:make|%\{__make\}|%\{?make_build\}?|%\{?make_install\}?)(?:\s|$)`)
)

// callOf returns the arguments of a call that a line is, nil if it is another one,
// or more than one command.
func callOf(line string, call *regexp.Regexp) []string {
	at := call.FindStringIndex(line)
	if at == nil || strings.ContainsAny(line, ";|&<>") {
		return nil
	}
	return append([]string{}, strings.Fields(strings.ReplaceAll(line[at[1]:], `\`, " "))...)
}

// scripts writes what the spec does beyond what the pattern does by itself:
// build_append and install_append. Macros of RPM stay, since they go into a spec.
func (d *autospecDraft) scripts() {
	for _, step := range []struct {
		name  string
		lines []string
	}{{"build", d.c.Build}, {"install", d.c.Install}} {
		before, after := d.beyond(step.lines)
		d.add(step.name+"_prepend", before...)
		d.add(step.name+"_append", after...)
	}
}

// patternLine tells what the pattern of autospec does by itself.
var patternLine = regexp.MustCompile(`^(?:[A-Z_]+=\S+\s+)*(?:%\{?__|/usr/bin/)?python[23]?\}?(?:\s+-\S+)*\s+setup\.py\s+(?:build|install)\b|^%\{?py[23]?_(?:build|install)\}?|^%\{?configure|^%\{?cmake|^\./configure|^make\b|^%\{?_?_?make`)

// onClear turns what CentOS has into what Clear has.
var onClear = strings.NewReplacer("/usr/lib64/python2.7/site-packages", "/usr/lib/python3*/site-packages",
	"/usr/lib/python2.7/site-packages", "/usr/lib/python3*/site-packages", "/usr/bin/python2 ", "python3 ", "/usr/bin/python ", "python3 ", "%{__python2}", "python3", "%{__python}", "python3",
	"%py2_build_wheel", "python3 setup.py bdist_wheel", "%py2_", "%py3_", "%py_build_wheel", "python3 setup.py bdist_wheel", "$RPM_BUILD_ROOT", "%{buildroot}", "${RPM_BUILD_ROOT}", "%{buildroot}")

// beyond returns the lines before and after what the pattern does. Without such a
// line all come after.
func (d *autospecDraft) beyond(lines []string) (before, after []string) {
	isPattern, marked := false, false
	for _, line := range joined(lines) {
		bare := removesRoot.MatchString(line)
		if !bare && patternLine.MatchString(line) && (d.system.name() == "setup.py" || !pythonBuild.MatchString(line)) {
			if !isPattern {
				before, after, isPattern = after, nil, true
			}
			continue
		}
		if bare {
			continue
		}
		line = slashes.ReplaceAllString(onClear.Replace(strings.Join(strings.Fields(line), " ")), "$1/")
		if stateful.MatchString(line) && !marked {
			marked = true
			after = append(after, "# "+Unsure+": Clear keeps defaults below /usr; what goes into /etc wants another place.")
		}
		after = append(after, line)
	}
	return before, after
}

// removesRoot tells what empties the folder that is installed into.
var removesRoot = regexp.MustCompile(`rm -(?:rf|fr|r) "?(?:%\{?buildroot\}?|\$\{?RPM_BUILD_ROOT\}?)"?$`)

// stateful tells a line that installs into /etc.
var stateful = regexp.MustCompile(`%\{buildroot\}(?:%\{_sysconfdir\}|/etc)(?:/|$|\s)`)
