package platform

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// Rules whose places need a look at what is around them.
const (
	ruleSysconf   = "OS-001"
	ruleChkconfig = "OS-005"
	ruleSELinux   = "OS-301"
	ruleRPMDB     = "RPM-011"
	ruleRPMOwn    = "RPM-012"
	ruleLibexec   = "OS-016"
	ruleSlapd     = "OS-014"
	ruleFunctions = "OS-002"
	ruleLocal     = "OS-705"
	rulePKI       = "OS-306"
)

// removable are the rules about files that need not be there to be removed: that
// they are not is what the command is for.
var removable = map[string]bool{ruleSysconf: true, ruleRPMDB: true}

// guardOf says what keeps a command from failing where its program is not
// there. Where there is no SELinux there is nothing to do for its tools: that
// their failure is passed over is all that is needed.
func guardOf(rule *rules.Rule, c *facts.Command) string {
	if guard := analysis.Asks(c.Guards, c.Program); guard != "" {
		return guard
	}
	if rule.ID == ruleChkconfig && c.Ignored && slices.Contains(c.Args, "--del") {
		return "|| :" // what is not registered need not be taken out
	}
	if rule.ID != ruleSELinux {
		return ""
	}
	if c.Ignored {
		return "|| :"
	}
	return selinuxGuard(c.Guards)
}

// selinuxGuard is the condition that only holds where SELinux is on.
func selinuxGuard(guards []facts.Guard) string {
	for _, g := range guards {
		if !g.Negated && strings.Contains(strings.ToLower(g.Text), "selinux") {
			return analysis.Snippet(g.Text)
		}
	}
	return ""
}

// commandAt returns the innermost command that has a path among its words.
func commandAt(f *facts.File, p *facts.Path) *facts.Command {
	var found *facts.Command
	for i := range f.Commands {
		c := &f.Commands[i]
		if c.Whole.Start > p.Span.Start {
			break
		}
		if p.Span.End <= c.Whole.End {
			found = c
		}
	}
	return found
}

// isDropped is set where a path is removed if it is there: rm -f PATH.
func isDropped(f *facts.File, p *facts.Path) bool {
	c := commandAt(f, p)
	return c != nil && c.Program == "rm" && slices.ContainsFunc(c.Args, func(arg string) bool {
		return len(arg) > 1 && arg[0] == '-' && (arg == "--force" || arg[1] != '-' && strings.Contains(arg, "f"))
	})
}

// asksExists is a question of Python's whether a file is there.
var asksExists = regexp.MustCompile(`\b(?:exists|isfile|access)\s*\(`)

func lineOf(f *analysis.File, p *facts.Path) string {
	line, _ := f.Position(p.Span.Start)
	return f.Line(line)
}

// isCompared is set where a path is a word that another is compared with, and
// the file is not asked for.
func isCompared(f *facts.File, p *facts.Path) bool {
	c := commandAt(f, p)
	if c == nil || c.Program != "[" && c.Program != "test" {
		return false
	}
	i := slices.Index(c.ArgSpans, p.Span)
	return i >= 0 && i+1 < len(c.Args) && slices.Contains([]string{"=", "==", "!="}, c.Args[i+1])
}

// isOwn is set for paths that are the package's own matter: what RPM's spec says
// of RPM's files, a program that the spec installs in /usr/libexec, and below
// /etc/pki what the file itself makes, StarlingX's marks, and what stands in a
// list beside the place where Debian has it.
func isOwn(f *analysis.File, rule *rules.Rule, text string) bool {
	switch rule.ID {
	case ruleRPMDB, ruleRPMOwn:
		return f.Language == workspace.Spec && path.Base(f.Path) == "rpm.spec"
	case ruleLibexec:
		return f.Language == workspace.Spec && bytes.Contains(f.Src, []byte("%{_libexecdir}/"+path.Base(text)))
	case rulePKI:
		return strings.HasPrefix(text, "/etc/pki/wrs") || bytes.Contains(f.Src, []byte("/etc/ssl/certs/ca-certificates.crt")) || makesFolder(f, text)
	}
	return false
}

// makesFolder is set where a file's commands make the folder of a path.
func makesFolder(f *analysis.File, text string) bool {
	list := f.Facts().Commands
	return slices.ContainsFunc(list, func(c facts.Command) bool {
		return c.Program == "mkdir" && slices.ContainsFunc(c.Args, func(arg string) bool {
			return strings.HasPrefix(arg, "/etc/pki/") && (arg == text || strings.HasPrefix(text, strings.TrimSuffix(arg, "/")+"/"))
		})
	})
}

// isTestOf is set where a command that names a path does no more than ask for
// it, such as [ -f PATH ].
func isTestOf(f *facts.File, p *facts.Path) bool {
	for i := range f.Commands {
		c := &f.Commands[i]
		if c.Whole.Start > p.Span.Start {
			break
		}
		if p.Span.End <= c.Whole.End && asksItself(c, p) {
			return true
		}
	}
	return false
}

// hasOther is set where something is done in the other arm of the condition that
// a path stands in.
func hasOther(f *facts.File, p *facts.Path) bool {
	asks := func(g facts.Guard) bool { return g.Negated && strings.Contains(g.Text, p.Text) }
	return slices.ContainsFunc(f.Commands, func(c facts.Command) bool { return slices.ContainsFunc(c.Guards, asks) }) ||
		slices.ContainsFunc(f.Paths, func(other facts.Path) bool { return slices.ContainsFunc(other.Guards, asks) })
}

// pathGuard says what keeps the use of a path from failing. That the folder of
// slapd's configuration is asked for is none: without it slapd is started with
// what the package brings, and nobody is told.
func pathGuard(rule *rules.Rule, p *facts.Path) string {
	guard := analysis.Asks(p.Guards, p.Text)
	if rule.ID == ruleFunctions && guard == "" {
		for _, g := range p.Guards {
			if g.Negated && strings.Contains(g.Text, "/lib/lsb") {
				return analysis.Asked(&g) // where there are those of LSB, these are not asked for
			}
		}
	}
	if rule.ID == ruleSlapd && strings.Contains(guard, "/etc/openldap/") {
		return ""
	}
	return guard
}

// macroUsed is the condition of a path that a macro stands for: what nobody uses
// is nothing to be changed.
func macroUsed(p *facts.Path) []analysis.Condition {
	if p.Macro == "" {
		return nil
	}
	return []analysis.Condition{{Kind: analysis.MacroUsed, Module: p.Macro}}
}

// asksItself is set for a test of the path itself, such as [ -f PATH ].
func asksItself(c *facts.Command, p *facts.Path) bool {
	if c.Program != "[" && c.Program != "test" || p.Via == "command" {
		return false
	}
	for i, arg := range c.Args {
		if len(arg) == 2 && arg[0] == '-' && i+1 < len(c.Args) && c.ArgSpans[i+1] == p.Span {
			return path.Base(p.Text) != "" && strings.Contains("xfedrsL", arg[1:])
		}
	}
	return false
}
