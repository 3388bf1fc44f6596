package platform

import (
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/kickstart"
	"opendev.org/starlingx/stxscan/workspace"
)

const (
	// codeKickstart is the code about files that only Anaconda reads.
	codeKickstart = "kickstart"
	// codeKickstartName is the code about places that name one.
	codeKickstartName = "kickstart-name"
	// codePackageGroup is the code about groups of packages that one installs.
	codePackageGroup = "package-group"
)

// kickstartPrograms are the commands of Anaconda that do what a program of CentOS
// does, which rules are about, with the arguments that ask for nothing.
var kickstartPrograms = map[string]struct {
	program string
	idle    []string
}{
	"auth":       {program: "authconfig"},
	"authconfig": {program: "authconfig"},
	"authselect": {program: "authselect"},
	"firewall":   {"firewall-cmd", []string{"--disabled", "--disable"}},
	"selinux":    {"setenforce", []string{"--disabled"}},
}

// matchKickstart reports a kickstart as a whole, and what its commands and lists
// say that holds for whatever the installer is rewritten for: accounts, units,
// the stack of security, and groups of packages. What else Anaconda's commands do
// (partitions, boot loader, network, language) is the one finding about the file.
func (t *table) matchKickstart(pass *analysis.Pass) {
	if rule := t.codes[codeKickstart]; rule != nil {
		pass.Report(rule, firstLine(pass.File), analysis.Detail{Subject: path.Base(pass.File.Path)})
	}
	k := kickstart.Parse(pass.File.Src)
	for i := range k.Commands {
		c := &k.Commands[i]
		switch c.Name {
		case "user", "group":
			t.kickstartAccount(pass, c)
		case "services":
			t.kickstartServices(pass, c)
		default:
			t.kickstartProgram(pass, c)
		}
	}
	rule := t.codes[codePackageGroup]
	n := slices.IndexFunc(k.Packages, func(p kickstart.Package) bool { return p.Group && !p.Excluded })
	if rule != nil && n >= 0 {
		group := &k.Packages[n]
		pass.Report(rule, analysis.Span{Start: group.Start, End: group.End}, analysis.Detail{Subject: "@" + group.Name})
	}
}

// matchKickstartNames reports the places that choose, read or write a kickstart by its
// name, once in a function.
func (t *table) matchKickstartNames(pass *analysis.Pass, f *facts.File) {
	rule := t.codes[codeKickstartName]
	if rule == nil || pass.File.Role == finding.RoleDoc || pass.File.Language == workspace.Spec || pass.File.Language == workspace.Kickstart {
		return
	}
	seen := map[string]bool{}
	for i := range f.Names {
		if n := &f.Names[i]; facts.IsKickstart(n.Text) && !seen[n.Within] {
			seen[n.Within] = true
			pass.Report(rule, analysis.Span(n.Span), analysis.Detail{Subject: path.Base(n.Text), Guards: n.Guards, Within: n.Within})
		}
	}
}

// optionOf returns the value of an option and where it stands.
func optionOf(pass *analysis.Pass, c *kickstart.Command, name string) (value string, at facts.Span) {
	line := string(pass.File.Src[c.Start:c.End])
	i := strings.Index(line, name)
	if i < 0 {
		return "", facts.Span{}
	}
	start := i + len(name)
	if start >= len(line) || line[start] != '=' && line[start] != ' ' {
		return "", facts.Span{}
	}
	rest := strings.TrimLeft(line[start:], "= \t\"'")
	start = len(line) - len(rest)
	if end := strings.IndexAny(rest, " \t\"'"); end >= 0 {
		rest = rest[:end]
	}
	return rest, facts.Span{Start: c.Start + start, End: c.Start + start + len(rest)}
}

// kickstartAccount looks at the numbers and groups that user and group give.
func (t *table) kickstartAccount(pass *analysis.Pass, c *kickstart.Command) {
	name, _ := optionOf(pass, c, "--name")
	for _, option := range []string{"--uid", "--gid"} {
		if value, at := optionOf(pass, c, option); value != "" {
			t.accountID(pass, analysis.Span(at), value, account{name: name, base: kindOf(option)}, analysis.Detail{})
		}
	}
	groups, at := optionOf(pass, c, "--groups")
	rule := t.codes[codeAccountName]
	for group := range strings.SplitSeq(groups, ",") {
		if other := otherNames[group]; rule != nil && other != "" {
			pass.Report(rule, analysis.Span(at), analysis.Detail{Subject: group, Use: other})
			return
		}
	}
}

// kickstartServices looks at the units that are enabled. One that is disabled may
// well not be there.
func (t *table) kickstartServices(pass *analysis.Pass, c *kickstart.Command) {
	list, at := optionOf(pass, c, "--enabled")
	for name := range strings.SplitSeq(list, ",") {
		if unit := unitName(name); unit != "" {
			t.unit(pass, codeUnit, at, unit, analysis.Detail{})
		}
	}
}

// kickstartProgram reports a command that does what a program of CentOS does.
func (t *table) kickstartProgram(pass *analysis.Pass, c *kickstart.Command) {
	like, ok := kickstartPrograms[c.Name]
	rules := t.programs[like.program]
	if !ok || len(rules) == 0 || slices.ContainsFunc(c.Args, func(a string) bool { return slices.Contains(like.idle, a) }) {
		return
	}
	pass.Report(rules[0].rule, analysis.Span{Start: c.Start, End: c.Start + len(c.Name)}, analysis.Detail{Subject: c.Name})
}
