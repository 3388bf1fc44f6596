package platform

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/facts"
)

// asksFor are the ways to ask whether a program or a file is there.
var asksFor = []string{"-x ", "-f ", "-e ", "-d ", "-r ", "command -v ", "which ", "type ", "hash ", "os.path.exists", "os.path.isfile", "os.access", "test "}

// distributions are texts that a condition asks for the family of CentOS by.
var distributions = []string{"centos-release", "redhat-release", "CentOS", "centos", "RedHat", "redhat", "rhel"}

// guardOf names the condition that keeps a command from running where its
// program is not: one that asks for the program or for the distribution. It is
// "" if there is none.
func guardOf(guards []facts.Guard, c *facts.Command) string {
	for _, g := range guards {
		if g.Negated {
			continue
		}
		if namesDistribution(g.Text) {
			return short(g.Text)
		}
		if c == nil || !strings.Contains(g.Text, c.Program) {
			continue
		}
		for _, ask := range asksFor {
			if strings.Contains(g.Text, ask) {
				return short(g.Text)
			}
		}
	}
	return ""
}

// guardAround is guardOf for a path: that of the command whose words it is
// among. asked is set where the command does no more than ask for the path.
func guardAround(f *facts.File, p *facts.Path) (guard string, asked bool) {
	for i := range f.Commands {
		c := &f.Commands[i]
		if c.Whole.Start <= p.Span.Start && p.Span.End <= c.Whole.End {
			for _, g := range c.Guards {
				if !g.Negated && (namesDistribution(g.Text) || strings.Contains(g.Text, p.Text) && asks(g.Text)) {
					return short(g.Text), false
				}
			}
			if asksItself(c, p) {
				return "", true
			}
		}
		if c.Whole.Start > p.Span.Start {
			break
		}
	}
	return "", false
}

func asks(text string) bool {
	for _, ask := range asksFor {
		if strings.Contains(text, ask) {
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

func namesDistribution(text string) bool {
	for _, name := range distributions {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

func short(text string) string {
	const longest = 60
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "..."
	}
	return text
}
