package stories

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// verify says how to see that the work is done.
func (c *composer) verify(s *Story) []string {
	var rules []string
	for _, t := range s.Tasks {
		rules = append(rules, t.rules...)
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	command := "stxscan scan --rules " + strings.Join(rules, ",") + " --target " + strings.Join(s.targets, ",")
	const kept = "What stays for CentOS 7 alone is written down as accepted in `.stxscan.yaml`, with the reason"
	var lines []string
	switch {
	case s.answer != nil:
		if s.answer.Done != "" {
			lines = append(lines, withCode(terminal.Clean(s.answer.Done)))
		}
		lines = append(lines, kept+"; then `"+command+" --fail-on warning` exits with 0.")
	case s.topic.tasks == perNeed:
		lines = append(lines, "`stxscan plan --concern dependencies --target "+s.target+"` no longer names what is needed, and the packages build and install on "+md(s.names)+".")
	case s.patched():
		lines = append(lines,
			"For each package and system it is documented what was settled, and what results builds and passes its tests there.",
			"`stxscan patches list --target "+s.targets[0]+"`, and so for each system, has no \"decide\" left for these packages, or their patches are accepted in `.stxscan.yaml` with the reason. `--upstream` and `--source` let it see what upstream has and whether the patches apply.")
	case s.topic.id == "packaging":
		draft := "control"
		if s.target == "clear" {
			draft = "autospec"
		}
		lines = append(lines,
			"The packages build and install on "+md(s.names)+". `stxscan plan --emit "+draft+" --target "+s.targets[0]+" PACKAGE` drafts their packaging.",
			kept+", and so is what the new packaging does in its way; then `"+command+" --fail-on warning` exits with 0.")
	default:
		lines = append(lines, kept+"; then `"+command+" --fail-on warning` exits with 0"+c.inCheckout(s)+".")
	}
	return append(lines, "On CentOS 7 the packages build and their tests pass as before.")
}

// inCheckout says where a command is run that is about one repo.
func (c *composer) inCheckout(s *Story) string {
	if len(s.repos) != 1 {
		return ""
	}
	return " in the checkout of " + md(c.display(s.repos[0]))
}
