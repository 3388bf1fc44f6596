package stories

import (
	"cmp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// patched says that a story is about patches, whose places are whole files.
func (s *Story) patched() bool {
	return s.topic.id == "centos-patches" || s.topic.id == "openstack-patches"
}

// adoptions say what can be done with packages of a target, one or several, and what
// the answer means.
var adoptions = []struct {
	answer           finding.Adopt
	one, many, means string
}{
	{finding.AdoptAsIs, "can be taken as it is", "can be taken as they are", "nothing is lost"},
	{finding.AdoptOverlay, "can be taken with configuration beside it", "can be taken with configuration beside them", "it is taken with a package of configuration beside it, once its version is seen to take every setting and module that this names"},
	{finding.AdoptDrop, "can be taken without any of the patches", "can be taken without any of the patches", "no patch is needed any more"},
	{finding.AdoptRebase, "needs patches carried over", "need patches carried over", "patches have to be carried over"},
	{finding.AdoptDecide, "has to be looked at", "have to be looked at", "somebody has to look, since it is not known whether it is there, or what becomes of patches"},
}

// adoption counts the packages of a story by what can be done with a target's own.
func (c *composer) adoption(s *Story, target string) string {
	counts := map[finding.Adopt]int{}
	there := 0
	for _, t := range s.Tasks {
		stack := c.stacks[t.pkg]
		if stack == nil || t.fork != nil {
			continue
		}
		if stack.Adopt[target].Presence != finding.Missing {
			there++
		}
		counts[cmp.Or(stack.Adopt[target].Answer, finding.AdoptDecide)]++
	}
	var parts []string
	for _, a := range adoptions {
		if n := counts[a.answer]; n > 0 {
			parts = append(parts, terminal.Count(n, a.one, a.many))
		}
	}
	if forks := s.forkCount(); forks > 0 {
		parts = append(parts, terminal.Count(forks, "fork has to be held against what it has", "forks have to be held against what it has"))
	}
	if there == 0 {
		return list(parts)
	}
	return "of packages in their place " + list(parts)
}

// adopted is what is known of taking a target's own package in place of the one of a
// task, ok unset where nothing is. A fork that has patches too has what its stack has.
func (c *composer) adopted(t *Task, target string) (a finding.Adoption, ok bool) {
	if t.fork != nil && len(t.fork.Counterparts) > 0 {
		return t.fork.Counterparts[target], true
	}
	stack := c.stacks[t.pkg]
	if stack == nil {
		return a, false
	}
	return stack.Adopt[target], true
}

// versions says of each target of a story which version of a package it has, and
// what is known of taking it.
func (c *composer) versions(s *Story, t *Task) []string {
	var cells []string
	stack := c.stacks[t.pkg]
	for _, id := range s.targets {
		a, ok := c.adopted(t, id)
		if !ok {
			cells = append(cells, "-")
			continue
		}
		text := string(a.Answer)
		switch {
		case stack != nil && stack.Class == finding.StackKernel && a.Version == "" && (a.Presence == finding.Missing || a.Presence == finding.PresenceUnknown):
			text = "perhaps in its kernel: " + text
		case a.Presence == finding.Missing && a.Version != "":
			text = md(a.Version) + ", parts of it alone: " + text
		case a.Presence == finding.Missing:
			text = "not there: " + text
		case a.Version != "":
			text = md(a.Version) + ": " + text
		case a.Presence == finding.PresenceUnknown:
			text = "none of the name: " + text
		case a.Presence == finding.Differs, a.Presence == finding.ProvidedBy:
			text = "another in its place: " + text
		case a.Presence != "":
			text = "there: " + text
		}
		cells = append(cells, text)
	}
	return cells
}

// otherForms say which package the systems of a story have for the one of a task, where
// that is another, or several.
func (c *composer) otherForms(s *Story, t *Task) []string {
	var lines []string
	on := map[string][]string{}
	for _, id := range s.targets {
		if a, ok := c.adopted(t, id); ok && a.As != "" {
			if on[a.As] == nil {
				lines = append(lines, a.As)
			}
			on[a.As] = append(on[a.As], md(c.names[id]))
		}
	}
	for i, as := range lines {
		lines[i] = list(on[as]) + ": " + md(terminal.Clean(as))
	}
	return lines
}

// patchCount is how many patches the package of a task has, and how many of them no
// target needs.
func (c *composer) patchCount(t *Task) string {
	stack := c.stacks[t.pkg]
	switch {
	case t.fork != nil:
		return "a fork"
	case stack == nil:
		return terminal.Number(files(t.places))
	}
	list := distinct(stack)
	text := terminal.Number(len(list))
	if n := c.needless(stack, list); n > 0 {
		text += ", " + terminal.Number(n) + " not needed"
	}
	return text
}

// patches counts the patches of the packages of a story.
func (c *composer) patches(s *Story) int {
	n := 0
	for i := range s.Tasks {
		if s.Tasks[i].fork != nil {
			continue
		}
		if stack := c.stacks[s.Tasks[i].pkg]; stack != nil {
			n += len(distinct(stack))
		} else {
			n += files(s.Tasks[i].places)
		}
	}
	return n
}

// files counts the files that places are in.
func files(places []*finding.Finding) int {
	seen := map[string]bool{}
	for _, f := range places {
		seen[f.Repo+"/"+f.Path] = true
	}
	return len(seen)
}

// legend says what the answers in a table of patches mean, those that it has.
func (c *composer) legend(s *Story) string {
	found := map[finding.Adopt]bool{}
	for i := range s.Tasks {
		for _, id := range s.targets {
			if a, ok := c.adopted(&s.Tasks[i], id); ok {
				found[a.Answer] = true
			}
		}
	}
	var parts []string
	for _, a := range adoptions {
		if found[a.answer] {
			parts = append(parts, string(a.answer)+", "+a.means)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\nOf the patches, \"not needed\" are those that go with the RPM packaging, that nothing applies, or that change nothing that runs; each task lists all of them. The columns of the systems say which version each has (\"there\": it is not known which; \"none of the name\": it may be there under another; \"perhaps in its kernel\": a driver, of which the first question is whether the kernel there has it, new enough; \"another in its place\": with files and names of its own; \"not there\": by the complete list), and what is known of adopting its package: " + strings.Join(parts, "; ") + ".\n"
}
