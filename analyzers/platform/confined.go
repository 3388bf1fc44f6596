package platform

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// confinement is a program of a rule that a profile of AppArmor keeps to some
// paths.
type confinement struct {
	rule    *rules.Rule
	program *rules.Confined
	// directive takes a line of the program's configuration apart: the word, and
	// the path behind it. It is nil if there is no word to look for.
	directive *regexp.Regexp
}

// newConfinements arranges the programs of a rule.
func newConfinements(r *rules.Rule) []confinement {
	var list []confinement
	for i := range r.Match.Confined {
		c := confinement{rule: r, program: &r.Match.Confined[i]}
		if words := c.program.Directive; len(words) > 0 {
			quoted := make([]string, len(words))
			for n, w := range words {
				quoted[n] = regexp.QuoteMeta(w)
			}
			c.directive = regexp.MustCompile(`(?m)^[ \t]*(?:` + strings.Join(quoted, "|") + `)[ \t]*[ \t:=][ \t]*["']?(/[^\s"';,]+)`)
		}
		list = append(list, c)
	}
	return list
}

// matchConfined reports where programs are given paths that their profile does
// not let them open. An installer's own system loads no profile, and a file that
// speaks of AppArmor takes care of it.
func (t *table) matchConfined(pass *analysis.Pass, f *facts.File) {
	switch {
	case len(t.confined) == 0, pass.File.Role == finding.RoleDoc, pass.File.Role == finding.RoleTest,
		pass.File.Language == workspace.Kickstart, bytes.Contains(pass.File.Src, []byte("apparmor")):
		return
	}
	taken := map[facts.Span]bool{}
	base := path.Base(pass.File.Path)
	for i := range t.confined {
		c := &t.confined[i]
		for n := range f.Commands {
			if f.Commands[n].Program == c.program.Program {
				c.command(pass, &f.Commands[n], taken)
			}
		}
		if c.directive != nil && slices.ContainsFunc(c.program.File, func(glob string) bool { ok, _ := path.Match(glob, base); return ok }) {
			c.configuration(pass, taken)
		}
	}
}

// command looks at the options of a command whose values are paths.
func (c *confinement) command(pass *analysis.Pass, command *facts.Command, taken map[facts.Span]bool) {
	for n, arg := range command.Args {
		option, value, inline := strings.Cut(arg, "=")
		at := command.ArgSpans[n]
		if !slices.Contains(c.program.Options, option) {
			continue
		}
		if !inline {
			if n+1 >= len(command.Args) {
				return
			}
			value, at = command.Args[n+1], command.ArgSpans[n+1]
		}
		detail := ofCommand(pass, command)
		c.report(pass, value, analysis.Span(at), detail, taken)
	}
}

// configuration looks at the lines of a configuration that name paths.
func (c *confinement) configuration(pass *analysis.Pass, taken map[facts.Span]bool) {
	for _, m := range c.directive.FindAllSubmatchIndex(pass.File.Src, maxManaged) {
		c.report(pass, string(pass.File.Src[m[2]:m[3]]), analysis.Span{Start: m[2], End: m[3]}, analysis.Detail{}, taken)
	}
}

// report adds a path that the profile denies. What is not known before it runs
// may be anywhere.
func (c *confinement) report(pass *analysis.Pass, name string, at analysis.Span, detail analysis.Detail, taken map[facts.Span]bool) {
	if !strings.HasPrefix(name, "/") || strings.ContainsAny(name, "$%<*@{") || taken[facts.Span(at)] || !c.program.Denies(name) {
		return
	}
	taken[facts.Span(at)] = true
	detail.Subject, detail.Use = name, c.program.Program
	pass.Report(c.rule, at, detail)
}
