package stories

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// packageName is what texts call a package; what is outside of all has no name.
func packageName(name string) string {
	if name == "(tree)" || name == "" {
		return "files outside of packages"
	}
	return terminal.Clean(name)
}

// inRepo is a package with its repo.
func inRepo(repo, name string) string {
	if name == "(tree)" || name == "" {
		return "files outside of packages in " + terminal.Clean(repo)
	}
	return terminal.Clean(repo + "/" + name)
}

// workOf is what a rule says a change does; a rule that says nothing is called by
// what is wrong.
func (c *composer) workOf(rule string) string {
	known := c.rules[rule]
	switch {
	case known == nil:
		return "Fix " + terminal.Clean(rule)
	case known.Work == "":
		return "Fix: " + terminal.Clean(known.Title) + " (" + rule + ")"
	}
	return terminal.Clean(known.Work)
}

// workIn is workOf with the package that it is done in.
func (c *composer) workIn(rule, in string) string {
	text := c.workOf(rule)
	if known := c.rules[rule]; known != nil && known.Work == "" {
		return "Fix in " + in + strings.TrimPrefix(text, "Fix")
	}
	return text + " in " + in
}

// taskOf is the task of a finding in a story.
func (c *composer) taskOf(s *Story, f *finding.Finding) *Task {
	t := &Task{Repo: f.Repo, about: about{repo: f.Repo, target: s.target}, pkg: f.Repo + "/" + f.Package}
	in := packageName(f.Package)
	if s.answer != nil {
		t.Key, t.about.pkg = Key(s.Key, "", t.pkg), f.Package
		t.Title = clip(thenTitle(s.answer, inRepo(f.Repo, f.Package)))
		return t
	}
	switch s.topic.tasks {
	case perRule:
		t.Key, t.about.rule = Key(s.Key, f.Rule, ""), f.Rule
		t.Title = c.workOf(f.Rule)
		if known := c.rules[f.Rule]; s.topic.task != "" && known != nil {
			t.Title = expand(s.topic.task, in, terminal.Clean(known.Title)+" ("+f.Rule+")")
		}
	case perPackageRule:
		t.Key, t.about.rule, t.about.pkg = Key(s.Key, f.Rule, f.Package), f.Rule, f.Package
		t.Title = c.workIn(f.Rule, in)
	case perNeed:
		c.needTask(s, f, t)
	case perRepo:
		t.Key = Key(s.Key, "", f.Repo)
		t.Title = expand(s.topic.task, c.display(f.Repo), "", s.names)
	default:
		t.Key, t.about.pkg = Key(s.Key, "", t.pkg), f.Package
		if s.topic.by == AsOne {
			in = inRepo(f.Repo, f.Package)
		}
		t.Title = expand(cmp.Or(s.topic.task, "%[1]s"), in, c.workOf(f.Rule), s.names)
	}
	t.Title = clip(t.Title)
	return t
}

// thenTitle is what is done at the places of an answer in a package; of a report
// that does not say, what can be said of any.
func thenTitle(a *reports.Answer, pkg string) string {
	switch {
	case a.Then != "":
		return strings.ReplaceAll(terminal.Clean(a.Then), "{package}", pkg)
	case a.Kind == "decision":
		return "Apply the decision on the " + answerName(a) + " to " + pkg
	}
	return "Use the one way for " + answerName(a) + " in " + pkg
}

// answerName is the id of an answer in words.
func answerName(a *reports.Answer) string {
	return strings.ReplaceAll(terminal.Clean(a.ID), "-", " ")
}

// firstTask is what has to be done before all else of a decision or a seam.
func (c *composer) firstTask(s *Story) *Task {
	title := cmp.Or(terminal.Clean(s.answer.First), "Build the one way for "+answerName(s.answer))
	if s.answer.Kind == "decision" {
		title = cmp.Or(terminal.Clean(s.answer.First), "Decide on the "+answerName(s.answer)) + ", and write the decision down"
	}
	t := &Task{Key: Key(s.Key, "decide", ""), Title: clip(title), Repo: mostly(s.places)}
	for _, f := range s.places {
		t.rules = append(t.rules, f.Rule)
	}
	return t
}

// mostly is the repo that has the most of some places, the first by name of several:
// whoever works there decides for all. Empty where that is no repo of StarlingX.
func mostly(places []*finding.Finding) string {
	counts := map[string]int{}
	for _, f := range places {
		counts[f.Repo]++
	}
	most := ""
	for _, repo := range slices.Sorted(maps.Keys(counts)) {
		if plainRepo(repo) && counts[repo] > counts[most] {
			most = repo
		}
	}
	return most
}

// rank puts what has no places of its own first, since the others wait for it, and
// forks last.
func (t *Task) rank() int {
	if t.fork != nil {
		return 2
	}
	return min(t.Findings, 1)
}

// clip cuts a title to what StoryBoard takes.
func clip(title string) string {
	return terminal.Clip(strings.Join(strings.Fields(title), " "), maxTitle, "...")
}

// settle gives a task what only all of its places say: its rules, where it is
// done, and its projects.
func (c *composer) settle(t *Task) {
	slices.Sort(t.rules)
	t.rules = slices.Compact(t.rules)
	if t.about.rule == "" {
		t.about.rule = strings.Join(t.rules[:min(len(t.rules), 25)], ",")
	}
	if t.need != "" {
		var repos []string
		names := map[string]bool{}
		for _, f := range t.places {
			repos = append(repos, f.Repo)
			names[c.needName(f)] = true
		}
		if len(names) == 1 { // the one package says more than what it is made of
			t.Title = clip(strings.Replace(t.Title, terminal.Clean(t.need), terminal.Clean(slices.Collect(maps.Keys(names))[0]), 1))
		}
		slices.Sort(repos)
		repos = slices.Compact(repos)
		t.about.repo, t.Repo = strings.Join(repos, ","), ""
		if len(repos) == 1 {
			t.Repo = repos[0]
		}
	}
	t.Projects = c.projects(t.Repo)
}
