package stories

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// maxRefused is how many places a line about a patch names that a target refuses,
// maxSubject the characters of what stands at each.
const (
	maxRefused = 3
	maxSubject = 40
)

// ruleManaged is the rule about services that packages start as well: of such a file nothing
// is refused.
const ruleManaged = "OS-501"

// installed finds the file that a patch installs, in what is left of it.
var installed = regexp.MustCompile(`^install ([/%]\S+)`)

// refuse keeps a place that stands in the way on some target, for the patches that bring
// it.
func (c *composer) refuse(f *finding.Finding) {
	if f.Concern == finding.CentOSPatches || f.Concern == finding.OpenStackPatches || f.Suppressed != nil || f.Rule == ruleManaged {
		return
	}
	if len(blockedOn(f, c.targets)) > 0 {
		key := f.Repo + "/" + f.Package
		c.refused[key] = append(c.refused[key], f)
	}
}

// refusals say which lines that a patch brings stand in the way on targets of a story: lines
// of the patch itself, and of the files that it installs. Of a patch that brings nothing
// there are none.
func (c *composer) refusals(s *Story, stack *finding.PatchStack, p *finding.StackPatch) string {
	if p.State != "applied" || p.Inert() != "" || c.isRoutine(stack, p) ||
		slices.ContainsFunc([]string{"undone", "undoes", "accounts"}, func(tag string) bool { return slices.Contains(p.Tags, tag) }) {
		return ""
	}
	brings := map[string]bool{}
	for _, one := range p.Leaves {
		if m := installed.FindStringSubmatch(one); m != nil {
			brings[path.Base(m[1])] = true
		}
	}
	// By the targets that refuse them.
	var order []string
	places := map[string][]string{}
	for _, f := range c.refused[stack.Repo+"/"+stack.Package] {
		if f.Path != p.Path && (f.Role == finding.RolePatch || !brings[path.Base(f.Path)]) {
			continue
		}
		on := blockedOn(f, s.targets)
		if len(on) == 0 {
			continue
		}
		for i, id := range on {
			on[i] = md(c.names[id])
		}
		targets := list(on)
		if places[targets] == nil {
			order = append(order, targets)
		}
		at := fmt.Sprintf("line %d", f.Line)
		if f.Path != p.Path {
			at = c.filed(f.Repo, fmt.Sprintf("%s:%d", f.Path, f.Line), f.Line)
		}
		places[targets] = append(places[targets], fmt.Sprintf("%s (%s)", md(terminal.Clip(terminal.Clean(f.Subject), maxSubject, "...")), at))
	}
	if len(order) == 0 {
		return ""
	}
	var parts []string
	for _, targets := range order {
		told := places[targets]
		if more := len(told) - maxRefused; more > 0 {
			told = append(told[:maxRefused], terminal.Number(more)+" more")
		}
		parts = append(parts, "on "+targets+" "+list(told))
	}
	return "; not as it is, since this fails there or means something else: " + strings.Join(parts, "; ")
}
