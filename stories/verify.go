package stories

import (
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// verify says how to see that the work is done. What closes a story is that a new
// scan has nothing left of it: rules are shared among stories, so that a scan by them
// alone would wait for others' work.
func (c *composer) verify(s *Story) []string {
	var lines []string
	switch {
	case s.answer != nil && s.answer.Done != "":
		lines = append(lines, withCode(terminal.Clean(s.answer.Done)))
	case s.topic.tasks == perNeed:
		lines = append(lines, "The packages build and install on "+md(s.names)+", and `stxscan plan --concern dependencies --target "+s.target+"` no longer names what is needed.")
	case s.patched():
		lines = append(lines,
			"For each package and system it is documented what was settled, and what results builds and passes its tests there.",
			"`stxscan patches list --target "+s.targets[0]+"`, and so for each system, has no \"decide\" left for these packages, or their patches are accepted. `--upstream` and `--source` let it see what upstream has and whether the patches apply.")
	case s.topic.id == "packaging":
		draft, scriptlets := "control", "maintainer scripts do there"
		if s.target == "clear" {
			draft, scriptlets = "autospec", "units, presets, sysusers.d and tmpfiles.d do there, where no scriptlets run"
		}
		lines = append(lines,
			"The packages build and install on "+md(s.names)+". `stxscan plan --emit "+draft+" --target "+s.targets[0]+" PACKAGE` drafts their packaging.",
			"What the scriptlets of the spec files do, such as enabling units and making accounts, "+scriptlets+".")
	}
	return append(lines,
		"What stays for CentOS 7 alone is written down as accepted in `.stxscan.yaml`, with the reason.",
		"`"+c.scanOf(s)+"` shows what is left of these rules, and `stxscan stories status` with the report of a new scan that nothing is left of the tasks of this story.",
		"On CentOS 7 the packages build and their tests pass as before.")
}

// scanOf is a scan for what the story is about.
func (c *composer) scanOf(s *Story) string {
	var rules []string
	for _, t := range s.Tasks {
		rules = append(rules, t.rules...)
	}
	slices.Sort(rules)
	if len(rules) == 0 {
		rules = []string{patchesLooked} // of forks alone
	}
	return "stxscan scan --rules " + strings.Join(slices.Compact(rules), ",") + " --target " + strings.Join(s.targets, ",") + " --findings"
}
