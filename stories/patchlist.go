package stories

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// routineRule is of patches that do nothing but what RPM packaging asks for.
const routineRule = "PATCH-005"

// patchLines say of each patch of a package what it is and what becomes of it, those
// that change the program first.
func (c *composer) patchLines(s *Story, stack *finding.PatchStack) []string {
	list := distinct(stack)
	meta := func(p *finding.StackPatch) int {
		switch {
		case c.isRoutine(stack, p):
			return 2
		case p.Kind == "meta":
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b *finding.StackPatch) int { return cmp.Compare(meta(a), meta(b)) })
	var lines []string
	for _, p := range list {
		what := strings.Join(strings.Fields(p.Subject), " ") // some have other blanks
		if what == "" {
			what = fmt.Sprintf("no subject, +%d -%d lines", p.Added, p.Removed)
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s", c.filed(stack.Repo, p.Path, 1), md(terminal.Clean(what)), c.fate(s, stack, p)+c.refusals(s, stack, p)))
	}
	return lines
}

// isRoutine reports whether a patch does nothing but what RPM packaging asks for.
func (c *composer) isRoutine(stack *finding.PatchStack, p *finding.StackPatch) bool {
	return c.routine[stack.Repo+"/"+p.Path]
}

// needless counts the patches among some of a stack that no target needs, whatever it
// has.
func (c *composer) needless(stack *finding.PatchStack, list []*finding.StackPatch) int {
	n := 0
	for _, p := range list {
		if c.isRoutine(stack, p) || p.Inert() != "" || p.State != "applied" {
			n++
		}
	}
	return n
}

// distinct are the patches of a stack, each once: of one that is applied from two
// folders under the same name, and makes the same change, the build takes one.
func distinct(stack *finding.PatchStack) []*finding.StackPatch {
	type change struct {
		name           string
		meta           bool
		added, removed int
	}
	at := map[change]bool{}
	var list []*finding.StackPatch
	for i := range stack.Patches {
		p := &stack.Patches[i]
		key := change{path.Base(p.Path), p.Kind == "meta", p.Added, p.Removed}
		if p.State == "applied" {
			if at[key] {
				continue
			}
			at[key] = true
		}
		list = append(list, p)
	}
	return list
}

// fate is what is known of what becomes of a patch on the systems of a story.
func (c *composer) fate(s *Story, stack *finding.PatchStack, p *finding.StackPatch) string {
	what := p.Inert()
	switch {
	case p.State != "applied":
		return "nothing applies it, drop it"
	case slices.Contains(p.Tags, "undone"):
		return "a later patch of the package takes it back, nothing to carry over"
	case slices.Contains(p.Tags, "undoes"):
		return "takes back what an earlier patch of the package does, nothing to carry over"
	case c.isRoutine(stack, p):
		return "goes with the RPM packaging, nothing to carry over"
	case what != "":
		return "changes " + what + " alone, can be left out"
	case p.Upstreamed != nil && len(p.Upstreamed.Commits) > 0:
		return c.fateUpstream(s, p)
	case slices.Contains(p.Tags, "taken-over"):
		return "came with the source package that StarlingX took over, and is none of its own: look whether the system's own package has it"
	case strings.Contains(p.Cites, "."):
		return "taken from upstream's " + md(p.Cites) + ", drop it where the version is that or later"
	case p.Cites != "":
		return "taken from upstream's commit " + md(abbreviated(p.Cites)) + ", drop it where the version has that"
	case slices.Contains(p.Tags, "accounts"):
		return "changes the accounts that a system begins with: others make theirs as packages are installed, or by sysusers.d, with a number only where hosts have to agree on it"
	case slices.Contains(p.Tags, "configuration"):
		return fateConfiguration(p)
	case p.Kind == "meta" && slices.ContainsFunc(p.Leaves, func(one string) bool { return strings.Contains(one, "(StarlingX's ") }):
		return "changes the packaging" + changed(p) + ", look whether the system's own does the like, and bring StarlingX's files along in place of those that it has under these names"
	case p.Kind == "meta":
		return "changes the packaging" + changed(p) + ", look whether the system's own does the like"
	case slices.Contains(p.Tags, "new-files") && !slices.Contains(p.Tags, "backport"):
		return "adds files and changes none: a package of StarlingX's own can bring them, where the version has nothing like it"
	case slices.Contains(p.Tags, "centos"):
		return "its header, or that of the patch which adds it, speaks of what CentOS 7 has, look whether the version needs it at all"
	case slices.Contains(p.Tags, "backport"):
		return "its header speaks of upstream, look whether the version has it"
	case slices.Contains(p.Tags, "others"):
		return "its author is not of StarlingX, look whether the version has it"
	case stack.Class == finding.StackKernel && strings.Contains(p.Path, "kernel-modules/"):
		return "carry over, unless the kernel's own driver is taken"
	case slices.Contains(p.Tags, "product"):
		return "names what is StarlingX's own, so that upstream does not have it as it is: carry over, or do it without a patch"
	}
	return "carry over, unless the version has it"
}

// fateConfiguration is the fate of a patch that changes what a program is configured with.
func fateConfiguration(p *finding.StackPatch) string {
	text := "changes configuration" + changed(p) + ", a package of configuration can bring it"
	switch {
	case slices.ContainsFunc(p.Leaves, ofInitFolder.MatchString):
		text += " in the units that each system has for it: Debian's package can have an init script of that name itself, and Clear Linux has none"
	case slices.ContainsFunc(p.Leaves, ofCentOS.MatchString):
		text += " in the files and units that each system has for it: the folder is CentOS's"
	case slices.ContainsFunc(p.Leaves, ofInit.MatchString):
		text += " in the units that each system has for it"
	}
	return text
}

// ofCentOS finds files that a patch installs where only CentOS reads them.
var ofCentOS = regexp.MustCompile(`^install /etc/(?:sysconfig|rc\.d)/`)

// ofInitFolder finds init scripts that a patch installs where other systems have such too.
var ofInitFolder = regexp.MustCompile(`^install (?:/etc|%\{_sysconfdir\})/init\.d/`)

// ofInit finds units and init scripts that a patch changes, which have other names and
// commands elsewhere.
var ofInit = regexp.MustCompile(`^\S+\.(?:service|socket|timer|init):`)

// abbreviated is a commit by as many digits as tell it from others.
func abbreviated(commit string) string { return commit[:min(12, len(commit))] }

// fateUpstream is the fate of a patch that upstream has in some form.
func (c *composer) fateUpstream(s *Story, p *finding.StackPatch) string {
	var has, lacks []string
	for _, id := range s.targets {
		switch {
		case slices.Contains(p.Upstreamed.In, id):
			has = append(has, md(c.names[id]))
		case slices.Contains(p.Upstreamed.NotIn, id):
			lacks = append(lacks, md(c.names[id]))
		}
	}
	text := "upstream: " + md(string(p.Upstreamed.State)) + ", commit " + md(abbreviated(p.Upstreamed.Commits[0].ID))
	if p.Upstreamed.Release != "" {
		text += ", since " + md(p.Upstreamed.Release)
	}
	if len(has) > 0 {
		text += ", in " + list(has)
	}
	if len(lacks) > 0 {
		text += ", not in " + list(lacks)
	}
	return text
}

// maxLeaves is how much of what is left of a patch a line says, maxLeave the characters of
// each.
const (
	maxLeaves = 5
	maxLeave  = 120
)

// changed names what a patch changes in the packaging: what is left of it, or else the
// kinds of lines, the most first.
func changed(p *finding.StackPatch) string {
	if len(p.Leaves) > 0 {
		var parts []string
		for _, one := range p.Leaves[:min(maxLeaves, len(p.Leaves))] {
			parts = append(parts, md(terminal.Clip(terminal.Clean(one), maxLeave, "...")))
		}
		if more := len(p.Leaves) - len(parts); more > 0 {
			parts = append(parts, fmt.Sprintf("and %d more", more))
		}
		return " (" + strings.Join(parts, "; ") + ")"
	}
	changes := slices.Clone(p.Changes)
	slices.SortStableFunc(changes, func(a, b finding.PatchChange) int { return cmp.Compare(b.Added+b.Removed, a.Added+a.Removed) })
	var kinds []string
	for _, change := range changes[:min(3, len(changes))] {
		kinds = append(kinds, strings.ReplaceAll(string(change.What), "-", " "))
	}
	if len(kinds) == 0 {
		return ""
	}
	return " (" + list(kinds) + ")"
}
