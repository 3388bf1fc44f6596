package platform

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// codeUnrun is the code about what scriptlets do on a system that runs none.
const codeUnrun = "scriptlet-unrun"

// installing are the scriptlets that make a package ready: what those for its
// removal do matters to nobody where bundles are taken away as a whole.
var installing = []string{"pre", "post", "pretrans", "posttrans", "triggerin"}

// idle are the programs of scriptlets that do nothing which has to be done elsewhere:
// those that ask, and what Clear does itself as it installs.
var idle = map[string]bool{
	"ldconfig": true, ":": true, "true": true, "false": true, "exit": true, "return": true, "echo": true, "printf": true, "test": true, "[": true, "[[": true,
	"cd": true, "set": true, "umask": true, "getent": true, "grep": true, "egrep": true, "cut": true, "awk": true, "head": true, "tail": true, "sort": true,
	"uname": true, "cat": true, "ls": true, "find": true, "xargs": true, "dirname": true, "basename": true, "break": true, "continue": true,
	"gtk-update-icon-cache": true, "update-desktop-database": true, "update-mime-database": true, "fc-cache": true,
	"local": true, "export": true, "read": true, "shift": true, "expr": true, "logger": true, "sleep": true, "wc": true, "tr": true, "stat": true, "readlink": true, "id": true, "install-info": true,
}

// maxUnrun is how many programs a finding names.
const maxUnrun = 5

// matchUnrun reports once a spec what its scriptlets run as it is installed.
func (t *table) matchUnrun(pass *analysis.Pass, f *facts.File, parsed *spec.File) {
	rule := t.codes[codeUnrun]
	if rule == nil {
		return
	}
	var names, programs []string
	at := analysis.Span{}
	for i := range parsed.Sections {
		s := &parsed.Sections[i]
		if taken, _ := spec.Taken(s.Conditions); !taken || !slices.Contains(installing, s.Name) {
			continue
		}
		found := runsIn(f, s)
		if len(found) == 0 {
			continue
		}
		if len(programs) == 0 {
			at = lineAt(pass.File.Src, s.Start)
		}
		names = append(names, "%"+s.Name)
		programs = append(programs, found...)
	}
	if len(programs) == 0 {
		return
	}
	pass.Report(rule, at, analysis.Detail{Subject: few(names), Use: few(programs)})
}

// runsIn lists the programs that a scriptlet runs and that do something.
func runsIn(f *facts.File, s *spec.Section) []string {
	var programs []string
	for i := range f.Commands {
		c := &f.Commands[i]
		if c.Via != facts.ViaScriptlet || c.Span.Start < s.BodyStart || c.Span.Start >= s.BodyEnd || idle[c.Program] ||
			c.Program == "" || strings.Contains(c.Program, "XX") || strings.ContainsAny(c.Program, "$%=") || never(c.Guards) {
			continue
		}
		programs = append(programs, c.Program)
	}
	return programs
}

// never reports whether conditions are known not to hold.
func never(guards []facts.Guard) bool {
	return slices.ContainsFunc(guards, func(g facts.Guard) bool { return g.Never })
}

// few names each of some words once, in order.
func few(words []string) string {
	var list []string
	for _, w := range words {
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	if len(list) > maxUnrun {
		return strings.Join(list[:maxUnrun], ", ") + " and more"
	}
	return strings.Join(list, ", ")
}
