package platform

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// The codes about scriptlets of specs that do what the maintainer scripts of
// Debian must not.
const (
	codeOthersFile = "scriptlet-file" // files of other packages are changed
	codeOthersUnit = "scriptlet-unit" // units of other packages are enabled or masked
)

// changers are the programs that change a file which is among their arguments.
// true are those whose last argument alone is changed.
var changers = map[string]bool{
	"sed": true, "cp": true, "mv": true, "ln": true, "install": true, "tee": false, "rm": false, "chmod": false, "chown": false,
	"truncate": false, "crudini": false, "patch": true,
}

// systemFolders hold what packages own.
var systemFolders = []string{"/etc/", "/usr/", "/lib/", "/bin/", "/sbin/", "/boot/"}

// scriptletSections are the scriptlets of RPM that are run as packages come and go.
var scriptletSections = []string{"pre", "post", "preun", "postun", "pretrans", "posttrans", "triggerin", "triggerun", "triggerpostun"}

// scriptlets is a spec whose scriptlets are looked at.
type scriptlets struct {
	*table
	pass *analysis.Pass
	own  string // the spec without its scriptlets and needs: what it names, it owns or makes
	from []analysis.Span
	// variables are those that scriptlets set to a path, once.
	variables map[string]string
	seen      map[scriptletRule]bool
}

// scriptletRule is a scriptlet, by its place among them, and what was reported
// of it.
type scriptletRule struct {
	place         int
	code, subject string
}

// matchScriptlets reports what scriptlets change that other packages own.
func (t *table) matchScriptlets(pass *analysis.Pass, f *facts.File, parsed *spec.File) {
	if t.codes[codeOthersFile] == nil && t.codes[codeOthersUnit] == nil {
		return
	}
	s := &scriptlets{table: t, pass: pass, seen: map[scriptletRule]bool{}, variables: map[string]string{}}
	src := string(pass.File.Src)
	var own strings.Builder
	last := 0
	for i := range parsed.Sections {
		section := &parsed.Sections[i]
		if !slices.Contains(scriptletSections, section.Name) && section.Name != "changelog" {
			continue
		}
		own.WriteString(src[last:section.Start])
		last = section.End
		for _, m := range pathVariable.FindAllStringSubmatch(src[section.BodyStart:section.BodyEnd], maxManaged) {
			if had, is := s.variables[m[1]]; is && had != m[2] {
				m[2] = "" // which of them, nobody knows
			}
			s.variables[m[1]] = m[2]
		}
		if section.Name != "changelog" {
			s.from = append(s.from, analysis.Span{Start: section.BodyStart, End: section.BodyEnd})
		}
	}
	own.WriteString(src[last:])
	s.own = needTag.ReplaceAllString(own.String(), "")
	for i := range f.Commands {
		if c := &f.Commands[i]; c.Via == facts.ViaScriptlet {
			s.command(c)
		}
	}
	for i := range f.Paths {
		if p := &f.Paths[i]; p.Via == "redirect" {
			s.file(s.written(p.Text, p.Span), analysis.Span(p.Span), analysis.Detail{Guards: p.Guards})
		}
	}
}

// needTag is a line that names what a package needs, and so what others own.
var needTag = regexp.MustCompile(`(?mi)^[ \t]*(?:Build)?(?:Requires|Conflicts|Recommends)(?:\([^)\n]*\))?[ \t]*:.*$`)

// command looks at what a command of a scriptlet changes.
func (s *scriptlets) command(c *facts.Command) {
	detail := analysis.Detail{Guards: c.Guards, Call: analysis.CallOf(s.pass.File, c)}
	if c.Program == "systemctl" {
		s.units(c, detail)
		return
	}
	lastOnly, ok := changers[c.Program]
	if !ok || c.Program == "sed" && !slices.ContainsFunc(c.Args, func(a string) bool { return strings.HasPrefix(a, "-i") || strings.HasPrefix(a, "--in-place") }) {
		return
	}
	for n, arg := range c.Args {
		if !lastOnly || n == len(c.Args)-1 {
			s.file(s.written(arg, c.ArgSpans[n]), analysis.Span(c.Span), detail)
		}
	}
}

// folderMacros are the macros of RPM for folders, by what they are on CentOS 7.
var folderMacros = strings.NewReplacer("%{_sysconfdir}", "/etc", "%_sysconfdir", "/etc", "%{_bindir}", "/usr/bin",
	"%{_sbindir}", "/usr/sbin", "%{_libdir}", "/usr/lib64", "%{_datadir}", "/usr/share", "%{_libexecdir}", "/usr/libexec",
	"%{_unitdir}", "/usr/lib/systemd/system", "%{_prefix}", "/usr")

// pathVariable is a line of a shell that sets a variable to a path.
var pathVariable = regexp.MustCompile(`(?m)^[ \t]*(\w+)=["']?(/[\w./-]+)["']?[ \t]*$`)

// written is a word with the macros for folders put in, which facts hide.
func (s *scriptlets) written(text string, at facts.Span) string {
	if name, ok := strings.CutPrefix(text, "$"); ok {
		if value := s.variables[strings.Trim(name, "{}")]; value != "" {
			return value
		}
	}
	if !strings.Contains(text, "XX") || at.Start < 0 || at.End > len(s.pass.File.Src) || at.End < at.Start {
		return text
	}
	return folderMacros.Replace(strings.Trim(string(s.pass.File.Src[at.Start:at.End]), `"'`))
}

// file reports a configuration, and a file of the system that the spec does not
// name elsewhere.
func (s *scriptlets) file(name string, at analysis.Span, detail analysis.Detail) {
	isSystem := slices.ContainsFunc(systemFolders, func(folder string) bool { return strings.HasPrefix(name, folder) })
	base := path.Base(strings.TrimRight(name, "/"))
	isOwn := !strings.HasPrefix(name, "/etc/") && strings.Contains(s.own, base)
	if !isSystem || strings.ContainsAny(name, "$*`?%") || strings.Contains(name, "XX") || len(base) < 3 || isOwn {
		return
	}
	detail.Subject = name
	s.report(codeOthersFile, at, detail)
}

// units reports units that the spec does not name elsewhere.
func (s *scriptlets) units(c *facts.Command, detail analysis.Detail) {
	words := slices.DeleteFunc(slices.Clone(c.Args), func(a string) bool { return strings.HasPrefix(a, "-") })
	if len(words) < 2 || !slices.Contains([]string{"enable", "disable", "mask", "unmask", "preset"}, words[0]) {
		return
	}
	for _, unit := range words[1:] {
		name, _, _ := strings.Cut(unit, ".")
		if name = strings.TrimSuffix(name, "@"); len(name) < 2 || strings.ContainsAny(unit, "$*`>&|") || strings.Contains(unit, "XX") || strings.Contains(s.own, name) {
			continue
		}
		detail.Subject = unit
		s.report(codeOthersUnit, analysis.Span(c.Span), detail)
	}
}

// report adds a finding once for each scriptlet, rule and thing that is changed.
func (s *scriptlets) report(code string, at analysis.Span, detail analysis.Detail) {
	rule := s.codes[code]
	n := slices.IndexFunc(s.from, func(section analysis.Span) bool { return section.Start <= at.Start && at.Start < section.End })
	if rule == nil || n < 0 {
		return
	}
	key := scriptletRule{n, code, detail.Subject}
	if s.seen[key] {
		return
	}
	s.seen[key], detail.Scriptlet = true, true
	s.pass.Report(rule, at, detail)
}
