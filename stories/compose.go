package stories

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/storyboard"
)

// composer makes a set.
type composer struct {
	report  *reports.Report
	options Options
	targets []string
	names   map[string]string // targets by id
	// listed says of which day the list of a target's packages is, in a sentence.
	listed map[string]string
	// inferred are the targets whose versions of packages no index gives.
	inferred map[string]bool
	rules    map[string]*reports.Rule
	stories  map[string]*Story
	tasks    map[string]*Task
	quiet    map[string]string
	tracked  map[finding.Concern]*Tracked
	stacks   map[string]*finding.PatchStack // by REPO/NAME
	routine  map[string]bool                // patches of RPM packaging alone, by REPO/PATH
	settled  map[string]bool                // packages with a task about their patches, by REPO/NAME
	topics   map[string]*topic
	inputs   map[string]*reports.Input // by repo
	// origins are those of packages, by REPO/NAME.
	origins map[string]string
	// unbuilt are the packages that no list of the build names, by REPO/NAME, where
	// there are such lists: what they patch is not built.
	unbuilt map[string]bool
	// unserved are functions and files whose places no operation of a seam serves.
	unserved map[servedPlace]bool
	// refused are places that stand in the way on some target, by the package, REPO/NAME.
	refused map[string][]*finding.Finding
	// needs are what is needed, by where it is.
	needs map[needPlace]*finding.Dependency
	// whole are the files that an answer replaces as a whole, by REPO/PATH.
	whole map[string]*reports.Answer
	waits []awaited
}

func newComposer(r *reports.Report, o Options) *composer {
	c := &composer{
		report: r, options: o, names: map[string]string{}, inferred: map[string]bool{}, listed: map[string]string{}, rules: map[string]*reports.Rule{}, stories: map[string]*Story{},
		tasks: map[string]*Task{}, quiet: map[string]string{}, tracked: map[finding.Concern]*Tracked{},
		stacks: map[string]*finding.PatchStack{}, routine: map[string]bool{}, settled: map[string]bool{}, topics: map[string]*topic{}, inputs: map[string]*reports.Input{}, whole: map[string]*reports.Answer{}, needs: map[needPlace]*finding.Dependency{}, origins: map[string]string{}, unserved: map[servedPlace]bool{}, unbuilt: map[string]bool{}, refused: map[string][]*finding.Finding{},
	}
	for _, t := range r.Targets {
		if !t.Origin {
			c.targets = append(c.targets, t.ID)
			if t.Index != nil && t.Index.Date != "" {
				c.listed[t.ID] = ", by its packages of " + md(t.Index.Date)
			}
			c.inferred[t.ID] = t.Index == nil || t.Index.Completeness["versions"] == "none"
			name, _, _ := strings.Cut(t.Name, " (") // its code name says no more
			c.names[t.ID] = terminal.Clean(name)
		}
	}
	for i := range r.Rules {
		c.rules[r.Rules[i].ID] = &r.Rules[i]
	}
	for i := range r.PatchStacks {
		c.stacks[r.PatchStacks[i].Repo+"/"+r.PatchStacks[i].Package] = &r.PatchStacks[i]
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		c.refuse(f)
		if f.Rule == routineRule {
			c.routine[f.Repo+"/"+f.Path] = true
		}
		if rule := c.rules[f.Rule]; rule != nil && rule.Whole && rule.Answer != nil && f.Suppressed == nil && f.Role.Blocks() {
			c.whole[f.Repo+"/"+f.Path] = rule.Answer
		}
	}
	listed := slices.ContainsFunc(r.Packages, func(p reports.Package) bool { return p.Built })
	for i := range r.Packages {
		c.unbuilt[r.Packages[i].Repo+"/"+r.Packages[i].Name] = listed && !r.Packages[i].Built
		c.origins[r.Packages[i].Repo+"/"+r.Packages[i].Name] = r.Packages[i].Origin
	}
	for i := range r.Seams {
		c.serves(&r.Seams[i])
	}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		c.needs[needPlace{d.Repo, d.Path, d.Line, d.Name}] = d
	}
	for i := range r.Inputs {
		c.inputs[r.Inputs[i].Repo] = &r.Inputs[i]
	}
	return c
}

// topic is the topic that a finding belongs to.
func (c *composer) topic(f *finding.Finding) *topic {
	name := topicOf(f)
	if stack := c.stacks[f.Repo+"/"+f.Package]; f.Role == finding.RolePatch && stack != nil && stack.Class == finding.StackCentOS {
		name = "patches" // it goes with the patch
	}
	by, own := c.options.Groups[f.Concern]
	if own {
		name = "own:" + string(f.Concern)
	}
	if c.topics[name] == nil {
		t := profile[name]
		if own {
			t = ownTopic(f.Concern, by)
		}
		c.topics[name] = &t
	}
	return c.topics[name]
}

// add puts a finding into its stories.
func (c *composer) add(f *finding.Finding) {
	blocked := blockedOn(f, c.targets)
	if len(blocked) == 0 || f.Role == finding.RolePatch && c.unbuilt[f.Repo+"/"+f.Package] {
		return
	}
	if slices.Contains(c.options.Tracked, f.Concern) {
		c.track(f)
		return
	}
	for _, home := range c.homes(f, blocked) {
		if home.patched() && f.Suppressed == nil {
			c.settled[f.Repo+"/"+f.Package] = true
		}
		task := c.taskOf(&home, f)
		if f.Suppressed != nil {
			c.quiet[task.Key] = f.Suppressed.Reason
			continue
		}
		known := c.stories[home.Key]
		if known == nil {
			home.concern = f.Concern
			known = &home
			c.stories[home.Key] = known
		}
		known.targets = append(known.targets, home.targets...)
		known.repos = append(known.repos, f.Repo)
		known.places = append(known.places, f)
		if c.tasks[task.Key] == nil {
			c.tasks[task.Key] = task
			known.Tasks = append(known.Tasks, Task{Key: task.Key})
		}
		task = c.tasks[task.Key]
		task.Findings++
		task.rules = append(task.rules, f.Rule)
		task.places = append(task.places, f)
	}
}

// blockedOn are those of some targets on which a finding stands in the way.
func blockedOn(f *finding.Finding, targets []string) []string {
	var blocked []string
	for _, id := range targets {
		if f.Blocks(id) {
			blocked = append(blocked, id)
		}
	}
	return blocked
}

func (c *composer) track(f *finding.Finding) {
	if f.Suppressed != nil {
		return
	}
	if c.tracked[f.Concern] == nil {
		c.tracked[f.Concern] = &Tracked{Concern: f.Concern, Repos: map[string]int{}}
	}
	c.tracked[f.Concern].Findings++
	c.tracked[f.Concern].Repos[f.Repo]++
}

// homes are the stories that a finding belongs to, without tasks yet: one, or one
// for each target or family that it blocks.
func (c *composer) homes(f *finding.Finding, blocked []string) []Story {
	if answer := c.answer(f); answer != nil {
		t := profile["answer"]
		return []Story{{Key: Key(t.id, answer.ID, ""), topic: &t, answer: answer, where: answer.Title, targets: blocked}}
	}
	t := c.topic(f)
	project := c.display(f.Repo)
	switch t.by {
	case ByTarget:
		var list []Story
		for _, id := range blocked {
			list = append(list, Story{Key: Key(t.id, "", id), topic: t, names: c.names[id], target: id, targets: []string{id}})
		}
		return list
	case byFamily:
		var list []Story
		for _, group := range families(blocked) {
			list = append(list, Story{Key: Key(t.id, f.Repo, family(group[0])), topic: t, where: project,
				names: familyName(group[0], c.names[group[0]]), target: family(group[0]), targets: group})
		}
		return list
	case ByArea:
		area, _, deep := strings.Cut(f.Path, "/")
		if !deep {
			area = "(top)"
		}
		return []Story{{Key: Key(t.id, f.Repo+"/"+area, ""), topic: t, where: project + ", " + terminal.Clean(area), targets: blocked}}
	case ByPackage:
		return []Story{{Key: Key(t.id, f.Repo+"/"+f.Package, ""), topic: t, where: project + ", " + packageName(f.Package), targets: blocked}}
	case AsOne:
		return []Story{{Key: Key(t.id, "", ""), topic: t, targets: blocked}}
	}
	return []Story{{Key: Key(t.id, f.Repo, ""), topic: t, where: project, targets: blocked}}
}

// answer is what settles a finding, nil if nothing does: what its file is replaced
// by, or what its rule says. Packaging is made anew, and goes through no module.
func (c *composer) answer(f *finding.Finding) *reports.Answer {
	if c.options.Groups[f.Concern] != "" {
		return nil
	}
	if a := c.whole[f.Repo+"/"+f.Path]; a != nil && topicOf(f) == "centos" {
		return a
	}
	rule := c.rules[f.Rule]
	if rule == nil || rule.Answer == nil {
		return nil
	}
	if rule.Answer.Kind == "seam" && (offNode[f.Repo] || f.Role == finding.RolePackaging && f.Package != "(tree)" ||
		c.unserved[servedPlace{rule.Answer.ID, f.Repo, f.Path, f.Within}]) {
		return nil
	}
	return rule.Answer
}

// offNode are the repos of what runs on other people's machines, where no module of
// StarlingX is.
var offNode = map[string]bool{"clients": true}

// families deals targets out to those with the same packages, in order.
func families(targets []string) [][]string {
	var list [][]string
	for _, id := range targets {
		at := slices.IndexFunc(list, func(group []string) bool { return family(group[0]) == family(id) })
		if at < 0 {
			list = append(list, []string{id})
		} else {
			list[at] = append(list[at], id)
		}
	}
	return list
}

func familyName(target, name string) string {
	switch family(target) {
	case "debian":
		return "Debian and Ubuntu"
	case "clear":
		return "Clear Linux"
	}
	return name
}

// expand puts words into a text of a topic.
func expand(text string, words ...string) string {
	for i, word := range words {
		text = strings.ReplaceAll(text, "%["+string(rune('1'+i))+"]s", word)
	}
	return text
}

// set finishes the stories.
func (c *composer) set() (*Set, error) {
	set := &Set{report: c.report, options: c.options, quiet: c.quiet, scope: newScope(c.report)}
	c.addForks()
	c.waits = c.awaited()
	for _, s := range c.stories {
		if err := c.finish(s); err != nil {
			return nil, err
		}
		set.Stories = append(set.Stories, *s)
		for _, t := range s.Tasks {
			delete(set.quiet, t.Key)
		}
	}
	slices.SortFunc(set.Stories, func(a, b Story) int {
		return cmp.Or(cmp.Compare(b.Findings*b.Packages, a.Findings*a.Packages), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	for _, concern := range finding.Concerns {
		if t := c.tracked[concern]; t != nil {
			c.known(t)
			set.Tracked = append(set.Tracked, *t)
		}
	}
	return set, nil
}

// known adds who tracks a concern, and the stories of it that are written down.
func (c *composer) known(t *Tracked) {
	ids := c.options.TrackedStories[t.Concern]
	if in := c.report.TrackedBy(t.Concern); in != nil {
		t.By = terminal.Clean(in.By)
		for _, s := range in.Stories {
			ids = append(slices.Clip(ids), s.ID)
		}
	}
	seen := map[int]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			t.Stories = append(t.Stories, Candidate{ID: id, URL: WebURL(storyboard.DefaultServer, id)})
		}
	}
}

// finish gives a story its title, tags, tasks in order, and text.
func (c *composer) finish(s *Story) error {
	s.targets = slices.DeleteFunc(slices.Clone(c.targets), func(id string) bool { return !slices.Contains(s.targets, id) })
	slices.Sort(s.repos)
	s.repos = slices.Compact(s.repos)
	packages, rules := map[string]bool{}, map[string]bool{}
	for _, f := range s.places {
		packages[f.Repo+"/"+f.Package] = true
		rules[f.Rule] = true
	}
	s.Findings, s.Packages = len(s.places), len(packages)
	s.Title = c.titleOf(s)
	if s.answer != nil {
		c.tasks[Key(s.Key, "decide", "")] = c.firstTask(s)
		s.Tasks = append(s.Tasks, Task{Key: Key(s.Key, "decide", "")})
	}
	s.Tags = c.options.Tags.Of(s.concern, slices.Sorted(maps.Keys(rules)), s.targets)
	for i := range s.Tasks {
		t := c.tasks[s.Tasks[i].Key]
		c.settle(t)
		s.Tasks[i] = *t
	}
	slices.SortFunc(s.Tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), byNeeds(&a, &b), cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	return c.describe(s)
}

// titleOf is the title of a story.
func (c *composer) titleOf(s *Story) string {
	if s.answer != nil {
		return clip(Prefix + terminal.Clean(s.answer.Title))
	}
	return clip(Prefix + expand(s.topic.title, s.where, s.names))
}
