package stories

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// maxRefused is how many places a line about a patch names that a target refuses.
const maxRefused = 3

// installed finds the file that a patch installs, in what is left of it.
var installed = regexp.MustCompile(`^install (/\S+)`)

// refuse keeps a place that does not work on some target, for the patches that bring it.
func (c *composer) refuse(f *finding.Finding) {
	if f.Concern == finding.CentOSPatches || f.Concern == finding.OpenStackPatches || f.Suppressed != nil {
		return
	}
	for _, id := range c.targets {
		if f.Targets[id].Effect == finding.Breaks && f.Blocks(id) {
			key := f.Repo + "/" + f.Package
			c.refused[key] = append(c.refused[key], f)
			return
		}
	}
}

// refusals say which lines of the configuration that a patch brings do not work on
// targets of a story: lines of the patch itself, and of the files that it installs.
func (c *composer) refusals(s *Story, stack *finding.PatchStack, p *finding.StackPatch) string {
	brings := map[string]bool{}
	for _, one := range p.Leaves {
		if m := installed.FindStringSubmatch(one); m != nil {
			brings[path.Base(m[1])] = true
		}
	}
	var parts []string
	for _, f := range c.refused[stack.Repo+"/"+stack.Package] {
		if f.Path != p.Path && (f.Role == finding.RolePatch || !brings[path.Base(f.Path)]) {
			continue
		}
		var on []string
		for _, id := range s.targets {
			if f.Targets[id].Effect == finding.Breaks {
				on = append(on, md(c.names[id]))
			}
		}
		if len(on) > 0 && len(parts) < maxRefused {
			parts = append(parts, fmt.Sprintf("%s on %s (%s)", md(terminal.Clean(f.Subject)), list(on), c.filed(f.Repo, fmt.Sprintf("%s:%d", f.Path, f.Line), f.Line)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "; not as it is, since this does not work there: " + strings.Join(parts, ", ")
}
