package stories

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// addForks adds what has to be settled for packages that are built from forks: what
// StarlingX changes in them are commits, of which a scan of the workspace has no
// findings. Those of OpenStack are left to who tracks patches to it.
func (c *composer) addForks() {
	if len(c.report.PatchStacks) == 0 || c.options.Groups[finding.CentOSPatches] != "" || slices.Contains(c.options.Tracked, finding.CentOSPatches) {
		return // patches were not looked at, or are not filed like this
	}
	for i := range c.report.Packages {
		p := &c.report.Packages[i]
		area, _, deep := strings.Cut(p.Path, "/")
		if !p.Built || p.Origin != "fork" || ownForks[p.Name] || !deep || c.isTracked(p) {
			continue
		}
		topic := profile["patches"]
		home := Story{Key: Key(topic.id, p.Repo+"/"+area, ""), topic: &topic, concern: finding.CentOSPatches,
			where: c.display(p.Repo) + ", " + terminal.Clean(area), targets: c.targets}
		known := c.stories[home.Key]
		if known == nil {
			known = &home
			c.stories[home.Key] = known
		}
		id := p.Repo + "/" + p.Name
		key := Key(home.Key, "fork", id)
		known.targets = append(slices.Clip(known.targets), c.targets...)
		known.repos = append(known.repos, p.Repo)
		known.Tasks = append(known.Tasks, Task{Key: key})
		c.tasks[key] = &Task{Key: key, Repo: p.Repo, Title: clip("Adopt, rebase or drop what the fork of " + terminal.Clean(p.Name) + " changes"),
			about: about{repo: p.Repo, pkg: p.Name, rule: patchesLooked}, pkg: id, fork: p}
		c.settled[id] = true
	}
}

// patchesLooked is a rule that a scan applies which looks at patches.
const patchesLooked = "PATCH-001"

// isTracked reports whether a fork is one of OpenStack's whose patches others track.
func (c *composer) isTracked(p *reports.Package) bool {
	return p.Repo == "upstream" && slices.Contains(c.options.Tracked, finding.OpenStackPatches)
}

// leftIn names the packages with patches in the area of a story that are built, have no
// task about them, and are such.
func (c *composer) leftIn(s *Story, area string, such func(*finding.PatchStack) bool) []string {
	var names []string
	for i := range c.report.PatchStacks {
		stack := &c.report.PatchStacks[i]
		id := stack.Repo + "/" + stack.Package
		if stack.Repo == s.repos[0] && !c.settled[id] && !c.unbuilt[id] && len(stack.Patches) > 0 &&
			strings.HasPrefix(stack.Patches[0].Path, area+"/") && such(stack) {
			names = append(names, stack.Package)
		}
	}
	return names
}

// openStack names the packages of a story's area whose patches, or forks, are others'
// to look after: what a story about the rest does not say.
func (c *composer) openStack(s *Story) string {
	_, area, ok := strings.Cut(s.where, ", ")
	if !ok || s.topic.id != "centos-patches" || !slices.Contains(c.options.Tracked, finding.OpenStackPatches) {
		return ""
	}
	names := c.leftIn(s, area, func(stack *finding.PatchStack) bool {
		return stack.Class != finding.StackCentOS && stack.Class != finding.StackKernel && c.origins[stack.Repo+"/"+stack.Package] != "fork"
	})
	for i := range c.report.Packages {
		p := &c.report.Packages[i]
		if p.Built && p.Origin == "fork" && p.Repo == s.repos[0] && strings.HasPrefix(p.Path, area+"/") && !ownForks[p.Name] && c.isTracked(p) {
			names = append(names, p.Name)
		}
	}
	here := ""
	if slices.ContainsFunc(s.Tasks, func(t Task) bool {
		stack := c.stacks[t.pkg]
		return stack != nil && stack.Class == finding.StackOpenStack
	}) {
		here = "\nPackages of OpenStack, or kept beside it, are in the table where patches change their packaging. What these patch of the code as well is in the lists, and those who track patches to OpenStack say what becomes of it.\n"
	}
	if len(names) == 0 {
		return here
	}
	slices.Sort(names)
	return here + fmt.Sprintf("\nOf OpenStack or kept beside it, patched or built from forks, and with the team that tracks patches to it: %s.\n", md(terminal.Few(names, maxTrackedNames, terminal.Clean)))
}

// maxTrackedNames is how many packages that others look after a line names.
const maxTrackedNames = 60

// versioned names the packages of a story's area whose patches do nothing but
// what RPM packaging asks for: there is nothing to be done for them.
func (c *composer) versioned(s *Story) string {
	_, area, ok := strings.Cut(s.where, ", ")
	if !ok || s.topic.id != "centos-patches" {
		return ""
	}
	names := c.leftIn(s, area, func(stack *finding.PatchStack) bool {
		return stack.Class == finding.StackCentOS && slices.Equal(stack.Kinds, []string{"versioning-only"})
	})
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return fmt.Sprintf("\nPatched in nothing but the RPM packaging, so that the system's own package does, where there is one: %s.\n", md(terminal.Few(names, maxUnhindered, terminal.Clean)))
}

// forkLines say of a fork where it is, and how what it changes is found.
func (c *composer) forkLines(t *Task) []string {
	p := t.fork
	file := cmp.Or(p.Spec, p.Path)
	for _, packaging := range p.Packaging {
		if packaging == "centos" {
			file = p.Path + "/centos/build_srpm.data"
		}
	}
	return []string{
		c.filed(p.Repo, file, 1) + ": the source is " + code(terminal.Clean(p.Source)) + "; " + c.diverged(p),
		"`stxscan scan --fork " + terminal.Clean(p.Name) + "=DIR` lets a scan see its tree; " + commits(p) + " there lists the commits. Each is upstream's since, carried over to what the system has, or dropped",
	}
}

// commits is the command that lists what a fork adds to what it began at.
func commits(p *reports.Package) string {
	if d := p.ForkDivergence; d != nil && plainCommit.MatchString(d.Base) {
		return "`git log " + abbreviated(d.Base) + "..HEAD`"
	}
	return "`git log TAG..HEAD`, from the tag of that release,"
}

// plainCommit is a commit by its digits.
var plainCommit = regexp.MustCompile(`\A[0-9a-f]{7,64}\z`)

// diverged says how far a fork is from what it began at.
func (c *composer) diverged(p *reports.Package) string {
	switch d := p.ForkDivergence; {
	case d == nil || !d.Measured && d.Base == "":
		return "its changes are the commits since the release of upstream's that it began at"
	case !d.Measured:
		return "its changes are the commits since " + md(abbreviated(d.Base)) + " of upstream's"
	default:
		return md(terminal.Clean(d.String()))
	}
}

// forkCount counts the forks among the tasks of a story.
func (s *Story) forkCount() int {
	n := 0
	for i := range s.Tasks {
		if s.Tasks[i].fork != nil {
			n++
		}
	}
	return n
}
