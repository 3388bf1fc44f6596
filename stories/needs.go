package stories

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// needTask makes a task of what a target does not have: one for each thing that has
// to be packaged or replaced, whoever needs it; one for a list of packages, such as
// that of an image, which is written anew; and one for what a repo needs and the
// target has in another form.
func (c *composer) needTask(s *Story, f *finding.Finding, t *Task) {
	switch {
	case f.Package == "(tree)" || f.Package == "":
		t.Key = Key(s.Key, "list", f.Repo)
		t.list = true
		t.Title = "Write the counterparts of the package lists of " + c.display(f.Repo) + " for " + s.names
	case f.Targets[s.target].Effect == finding.Breaks:
		t.need = c.needStem(f)
		t.Key = Key(s.Key, "need", t.need)
		t.Title = "Package, replace or drop " + terminal.Clean(t.need) + " for " + s.names
	default:
		t.Key = Key(s.Key, "form", f.Repo)
		t.Title = "Adapt " + c.display(f.Repo) + " to what " + s.names + " has in another form"
	}
}

// needSuffixes are what distributions put behind the name of one source to name
// the packages that are made of it.
var needSuffixes = []string{"-devel", "-libs", "-libs-devel", "-utils", "-static", "-python", "-common", "-headers"}

// needFamilies are the beginnings of names that all come from one source.
var needFamilies = []string{"kubernetes-"}

// pythonPrefix begins the names of RPMs of Python's distributions.
const pythonPrefix = "python-"

// needStem is what packages of one source share in their names, as far as names
// tell: libselinux-devel and libselinux-python are both made of libselinux.
func (c *composer) needStem(f *finding.Finding) string {
	name := c.needName(f)
	if strings.ContainsAny(name, "/(") {
		return name
	}
	for _, prefix := range needFamilies {
		if strings.HasPrefix(name, prefix) {
			return strings.TrimSuffix(prefix, "-")
		}
	}
	for {
		i := slices.IndexFunc(needSuffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) && len(name) > len(suffix)+2 })
		if i < 0 {
			return name
		}
		name = strings.TrimSuffix(name, needSuffixes[i])
	}
}

// needPlace is where something is needed.
type needPlace struct {
	repo, path string
	line       int
	name       string
}

// needOf is what a finding is about, nil where that is no need.
func (c *composer) needOf(f *finding.Finding) *finding.Dependency {
	return c.needs[needPlace{f.Repo, f.Path, f.Line, f.Subject}]
}

// later is the day of a target's last lists if they have all that a task is about.
func (c *composer) later(s *Story, t *Task) string {
	day := ""
	for _, f := range t.places {
		need := c.needOf(f)
		if need == nil || need.Verdicts[s.target].Later == "" {
			return ""
		}
		day = need.Verdicts[s.target].Later
	}
	return day
}

// needName is what is needed by the name of a package, whoever names it: a manifest
// names the class of a module, a list of requirements the distribution of Python.
func (c *composer) needName(f *finding.Finding) string {
	name := strings.TrimSuffix(f.Subject, "()(64bit)")
	if strings.ContainsAny(name, "/(") {
		return name
	}
	var kind finding.Need
	if need := c.needOf(f); need != nil {
		kind = need.Need
	}
	switch kind {
	case finding.NeedPuppet:
		return "puppet-" + strings.TrimPrefix(name, "puppet-")
	case finding.NeedPython:
		return pythonPrefix + strings.TrimPrefix(name, pythonPrefix)
	}
	if rest, ok := strings.CutPrefix(name, "python2-"); ok {
		return pythonPrefix + rest
	}
	return name
}

// maxNames is how many names a cell of a table has.
const maxNames = 8

// needRow are the cells of a task about needs: what is needed, by what, and what is
// to be done. The title says nothing else, and would be too long for a hundred rows.
func (c *composer) needRow(s *Story, t *Task) []string {
	needs, by := map[string]bool{}, map[string]bool{}
	what, later := "adapt to its other form", c.later(s, t)
	for _, f := range t.places {
		name := c.needName(f)
		if t.need == "" && !t.list {
			if e := f.Targets[s.target]; e.Alternative != "" {
				name += " (" + e.Alternative + ")"
			}
		}
		needs[name] = true
		if t.list {
			by[f.Path] = true
		} else {
			by[f.Package] = true
		}
	}
	switch {
	case t.list:
		what = "write their counterparts"
	case t.need != "" && slices.Equal(t.rules, []string{"DEP-003"}):
		what = "it is too old: update it, or loosen the bound"
	case t.need != "" && later != "":
		what = "in the lists of " + later + ": build on those, or package it"
	case t.need != "":
		what = "package, replace or drop"
	}
	cell := func(names map[string]bool, most int) string {
		return md(terminal.Few(slices.Sorted(maps.Keys(names)), most, terminal.Clean))
	}
	return []string{cell(needs, maxNames), cell(by, 3), what}
}

// unsettled names what is needed of which it is not known whether the target has it:
// a story that leaves it out looks as if all else were there.
func (c *composer) unsettled(s *Story) string {
	seen, own := map[string]bool{}, map[string]bool{}
	for i := range c.report.Packages {
		own[c.report.Packages[i].Name] = true
	}
	for i := range c.report.Dependencies {
		d := &c.report.Dependencies[i]
		v, ok := d.Verdicts[s.target]
		if !ok || v.Verdict != finding.PresenceUnknown || d.Need == finding.NeedPin || d.Condition != "" || own[d.Name] || !slices.Contains(s.repos, d.Repo) || strings.ContainsAny(d.Name, "$%/()") {
			continue
		}
		seen[d.Name] = true
	}
	const renamed = "\nWhat only has another name there, what another package or Python itself stands for, and what is not needed there, is no task: `stxscan explain dep NAME` says which it is.\n"
	if len(seen) == 0 {
		return renamed
	}
	names := slices.Sorted(maps.Keys(seen))
	return "\nOf " + terminal.Count(len(names), "thing more", "things more") + " it is not known whether " + md(s.names) + " has it, since nothing there has the name: " +
		md(terminal.Few(names, maxUnsettled, terminal.Clean)) + ". `stxscan explain dep NAME` says what was tried, and what is named alike.\n" + renamed
}

// maxUnsettled is how many names of such things a story lists.
const maxUnsettled = 80

// unmet counts the needs of a story, each once, that a target does not have and
// that it has in another form.
func (s *Story) unmet() (missing, other int) {
	needs := map[string]bool{}
	for _, f := range s.places {
		needs[f.Subject] = needs[f.Subject] || f.Targets[s.target].Effect == finding.Breaks
	}
	for _, breaks := range needs {
		if breaks {
			missing++
		} else {
			other++
		}
	}
	return missing, other
}

// byNeeds compares tasks about needs: those that the most packages wait for first,
// what is done in a repo after them.
func byNeeds(a, b *Task) int {
	order := func(t *Task) int {
		if t.need != "" {
			return 0
		}
		return 1
	}
	return cmp.Compare(order(a), order(b))
}
