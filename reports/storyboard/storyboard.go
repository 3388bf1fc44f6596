// Package storyboard writes a report as StoryBoard takes it: the tags and
// titles of stories, as lines to paste or as JSON. It talks to no server.
package storyboard

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/stories"
)

// MultiOS is the tag that every story has, and has first.
const MultiOS = stories.MultiOS

// Tags says which tags a story gets besides stx.multios.
type Tags = stories.Tags

// DefaultTags are the tags if a team names none.
func DefaultTags() Tags { return stories.DefaultTags() }

// maxTitle is how many characters StoryBoard takes in a title.
const maxTitle = 255

// Options says what is written where, as a team uses its StoryBoard.
type Options struct {
	// Tags are the tags of stories; DefaultTags if zero.
	Tags Tags
	// Projects maps repos to the names that their projects of StoryBoard may have.
	// Others are taken for "starlingx/" and the repo's identity.
	Projects map[string][]string
	// DefaultProject takes what is done in several repos, "starlingx/integ"
	// if empty.
	DefaultProject string
	// Groups are the concerns that have stories in another way than by default.
	Groups map[finding.Concern]stories.Grouping
	// Server is named in the JSON, the one of OpenDev if empty.
	Server string
}

// Lines writes a line for each work item that stands in the way of a target:
// title, project, tags and key, with tabs between them, sorted by project and
// title. Control characters of names are made visible, so that a line is a
// line. The error is that of w, or says which tag of the options is none.
func Lines(w io.Writer, r *reports.Report, o Options) error {
	s, err := newScribe(r, o)
	if err != nil {
		return err
	}
	type line struct{ project, title, rest string }
	var list []line
	for _, item := range s.items() {
		list = append(list, line{
			project: s.itemProject(item), title: storyTitle(itemTitle(item)),
			rest: strings.Join(s.tags(item), ",") + "\t" + itemKey(item),
		})
	}
	slices.SortFunc(list, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.project, b.project), cmp.Compare(a.title, b.title), cmp.Compare(a.rest, b.rest))
	})
	out := bufio.NewWriter(w)
	for _, l := range list {
		fmt.Fprintf(out, "%s\t%s\t%s\n", l.title, l.project, l.rest)
	}
	return out.Flush()
}

// Names writes the tags that Lines uses, each once and on a line of its own:
// stx.multios first, the others by name.
func Names(w io.Writer, r *reports.Report, o Options) error {
	s, err := newScribe(r, o)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for _, item := range s.items() {
		for _, tag := range s.tags(item) {
			used[tag] = true
		}
	}
	out := bufio.NewWriter(w)
	for _, tag := range sortTags(used) {
		fmt.Fprintln(out, tag)
	}
	return out.Flush()
}

// tags are the tags of an item.
func (s *scribe) tags(w *reports.WorkItem) []string {
	var rules []string
	for rule := range s.open[w.ID].rules {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	targets := slices.DeleteFunc(slices.Clone(s.targets), func(id string) bool { return !slices.Contains(w.Targets, id) })
	return s.options.Tags.Of(w.Concern, rules, targets)
}

// sortTags orders tags by name, stx.multios first.
func sortTags(used map[string]bool) []string {
	list := slices.Sorted(maps.Keys(used))
	if i := slices.Index(list, MultiOS); i > 0 {
		list = slices.Insert(slices.Delete(list, i, i+1), 0, MultiOS)
	}
	return list
}

// JSON writes stories with their tasks, as they would be filed, those of concerns
// too that other teams track.
func JSON(w io.Writer, r *reports.Report, o Options) error {
	p, err := plan(r, o)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// scribe knows a report and how a team files.
type scribe struct {
	report  *reports.Report
	options Options
	targets []string // to port to, in the report's order
	open    map[string]*openWork
}

func newScribe(r *reports.Report, o Options) (*scribe, error) {
	if o.Tags.Empty() {
		o.Tags = DefaultTags()
	}
	if err := o.Tags.Check(); err != nil {
		return nil, err
	}
	o.DefaultProject = cmp.Or(o.DefaultProject, stories.DefaultProject)
	s := &scribe{report: r, options: o}
	for _, t := range r.Targets {
		if !t.Origin {
			s.targets = append(s.targets, t.ID)
		}
	}
	s.open = openWorkOf(r, s.targets)
	return s, nil
}

// items are the work items with places that stand in the way of something and
// that nobody has quieted. Targets where all are quiet are not named.
func (s *scribe) items() []*reports.WorkItem {
	var list []*reports.WorkItem
	for i := range s.report.WorkItems {
		w := s.report.WorkItems[i]
		open := s.open[w.ID]
		if open == nil || len(open.rules) == 0 {
			continue
		}
		w.Targets = slices.DeleteFunc(slices.Clone(w.Targets), func(id string) bool {
			loud, blocks := open.targets[id]
			return blocks && !loud
		})
		list = append(list, &w)
	}
	return list
}

// project is the project of a repo.
func (s *scribe) project(repo string) string {
	if names := s.options.Projects[repo]; len(names) > 0 {
		return terminal.Clean(names[0])
	}
	return "starlingx/" + terminal.Clean(repo)
}

// itemProject is the project that an item is filed under.
func (s *scribe) itemProject(w *reports.WorkItem) string {
	repos := itemRepos(w)
	if len(repos) == 1 {
		return s.project(repos[0])
	}
	return s.options.DefaultProject
}

// itemRepos are the repos in which an item is done, sorted.
func itemRepos(w *reports.WorkItem) []string {
	if w.Repo != "" {
		return []string{w.Repo}
	}
	var list []string
	for _, id := range w.Packages {
		repo, _, _ := strings.Cut(id, "/")
		list = append(list, repo)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// itemTitle says what is done and in which package.
func itemTitle(w *reports.WorkItem) string {
	if w.Kind == reports.ItemRule && w.Package != "" {
		return w.Title + ": " + w.Package
	}
	return w.Title
}

// storyTitle is a title that StoryBoard takes.
func storyTitle(text string) string {
	return terminal.Clip(stories.Prefix+terminal.Clean(text), maxTitle, "...")
}

// itemKey identifies an item from scan to scan: it depends on what the item is
// about, never on counts, lines or wording.
func itemKey(w *reports.WorkItem) string { return stories.Key("item", w.ID) }

// openWork is what of a work item stories are about: places that block and
// that nobody has quieted.
type openWork struct {
	repos map[string]int // places by repo
	rules map[string]bool
	// targets are those on which it blocks, false where all of it is quiet.
	targets map[string]bool
}

// openWorkOf gathers it by the ids of the items.
func openWorkOf(r *reports.Report, targets []string) map[string]*openWork {
	all := map[string]*openWork{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !slices.ContainsFunc(targets, f.Blocks) {
			continue
		}
		open := all[f.WorkItem]
		if open == nil {
			open = &openWork{repos: map[string]int{}, targets: map[string]bool{}, rules: map[string]bool{}}
			all[f.WorkItem] = open
		}
		loud := f.Suppressed == nil
		if loud {
			open.repos[f.Repo]++
			open.rules[f.Rule] = true
		}
		for _, id := range targets {
			if f.Blocks(id) {
				open.targets[id] = open.targets[id] || loud
			}
		}
	}
	return all
}
