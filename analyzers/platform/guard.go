package platform

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/facts"
)

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
