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
	{finding.AdoptOverlay, "can be taken with configuration beside it", "can be taken with configuration beside them", "it is taken with a package of configuration beside it"},
	{finding.AdoptDrop, "can be taken without any of the patches", "can be taken without any of the patches", "no patch is needed any more"},
	{finding.AdoptRebase, "needs patches carried over", "need patches carried over", "patches have to be carried over"},
	{finding.AdoptDecide, "has to be looked at", "have to be looked at", "somebody has to look, since it is not known whether it is there, or what becomes of patches"},
}

// adoption counts the packages of a story by what can be done with a target's own.
func (c *composer) adoption(s *Story, target string) string {
	counts := map[finding.Adopt]int{}
	for _, t := range s.Tasks {
		answer := finding.AdoptDecide
		if stack := c.stacks[t.pkg]; stack != nil {
			answer = cmp.Or(stack.Adopt[target].Answer, answer)
		}
		counts[answer]++
	}
	var parts []string
	for _, a := range adoptions {
		if n := counts[a.answer]; n > 0 {
			parts = append(parts, terminal.Count(n, a.one, a.many))
		}
	}
	return "of its own packages " + list(parts)
}

// versions says of each target of a story which version of a package it has, and
// what is known of taking it.
func (c *composer) versions(s *Story, pkg string) []string {
	var cells []string
	stack := c.stacks[pkg]
	for _, id := range s.targets {
		if stack == nil {
			cells = append(cells, "-")
			continue
		}
		a := stack.Adopt[id]
		text := string(a.Answer)
		switch {
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

// patchCount is how many patches the package of a task has, and how many of them no
// target needs.
func (c *composer) patchCount(t *Task) string {
	stack := c.stacks[t.pkg]
	if stack == nil {
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
			if stack := c.stacks[s.Tasks[i].pkg]; stack != nil {
				found[stack.Adopt[id].Answer] = true
			}
		}
	}
	var parts []string
	for _, a := range adoptions {
		if found[a.answer] {
			parts = append(parts, string(a.answer)+", "+a.means)
		}
	}
	return "\nOf the patches, \"not needed\" are those that go with the RPM packaging, that nothing applies, or that change nothing that runs; each task lists all of them. The columns of the systems say which version each has (\"there\": it is not known which; \"none of the name\": it may be there under another; \"another in its place\": with files and names of its own; \"not there\": by the complete list), and what is known of adopting its package: " + strings.Join(parts, "; ") + ".\n"
}
