package storyboard

import (
	"cmp"
	"fmt"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Schema names the form of the JSON.
const Schema = "stxscan.tags/1"

// Plan is the stories that a report makes.
type Plan struct {
	Schema  string  `json:"schema"`
	Server  string  `json:"server"`
	Scan    Scan    `json:"scan"`
	Stories []Story `json:"stories"`
	// Tags counts the stories that have each tag.
	Tags map[string]int `json:"tags"`
}

// Scan says what the stories come from.
type Scan struct {
	// Commit is that of the repo if it is only one, Commits are those of all.
	Commit  string            `json:"commit,omitempty"`
	Commits map[string]string `json:"commits"`
	Date    string            `json:"date"`
	Version string            `json:"version"`
}

// Story is work that belongs together. Its key stays the same from scan to
// scan; its ID is the server's, and null here.
type Story struct {
	Key   string   `json:"key"`
	ID    *int     `json:"id"`
	Title string   `json:"title"`
	IsBug bool     `json:"is_bug"`
	Tags  []string `json:"tags"`
	Tasks []Task   `json:"tasks"`
}

// Task is one thing to do in one project: what one change closes.
type Task struct {
	Key     string `json:"key"`
	Item    string `json:"item"` // the work item's key, as in the lines
	Project string `json:"project"`
	Title   string `json:"title"`
	Status  string `json:"status"`
	// Findings counts the places that block.
	Findings int    `json:"findings"`
	Owner    string `json:"owner,omitempty"`
}

// story is a story in the making.
type story struct {
	key     string
	title   string
	concern finding.Concern // of its first item: the others have the same
	targets []string
	rules   []string
	tasks   []Task
}

// plan puts the work items into stories: those of a concern in a repo
// together, each need that a target lacks with the others of that target, and
// each decision, seam and patch stack in a story of its own.
func (s *scribe) plan() Plan {
	stories := map[string]*story{}
	for _, w := range s.items() {
		for _, home := range s.homes(w) {
			known := stories[home.key]
			if known == nil {
				known = &home
				known.concern = w.Concern
				stories[home.key] = known
			}
			known.rules = append(known.rules, s.rulesOf(w)...)
			known.targets = append(slices.Clip(known.targets), home.targets...)
			known.tasks = append(known.tasks, s.tasks(home.key, w, s.open[w.ID].repos)...)
		}
	}
	p := Plan{Schema: Schema, Server: s.options.Server, Scan: s.scan(), Stories: []Story{}, Tags: map[string]int{}}
	for _, known := range stories {
		p.Stories = append(p.Stories, s.finish(known))
	}
	slices.SortFunc(p.Stories, func(a, b Story) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	for _, story := range p.Stories {
		for _, tag := range story.Tags {
			p.Tags[tag]++
		}
	}
	return p
}

// homes are the stories that an item belongs to, without tasks yet.
func (s *scribe) homes(w *reports.WorkItem) []story {
	switch {
	case w.Kind == reports.ItemDependency:
		var list []story
		for _, t := range s.report.Targets {
			if slices.Contains(w.Targets, t.ID) {
				list = append(list, story{
					key: key(string(finding.Dependencies), "", t.ID), targets: []string{t.ID},
					title: "Packages missing on " + t.Name,
				})
			}
		}
		return list
	case w.Kind == reports.ItemDecision, w.Kind == reports.ItemSeam, w.Kind == reports.ItemStack:
		return []story{{key: key(string(w.Kind), w.ID), title: w.Title, targets: w.Targets}}
	}
	title := cmp.Or(concernTitles[w.Concern], string(w.Concern)) + ": "
	if w.Repo == "" {
		return []story{{key: key(string(w.Concern), "", ""), title: title + "several repos", targets: w.Targets}}
	}
	return []story{{key: key(string(w.Concern), w.Repo, ""), title: title + s.project(w.Repo), targets: w.Targets}}
}

// tasks are one for each repo in which an item is done.
func (s *scribe) tasks(story string, w *reports.WorkItem, blocking map[string]int) []Task {
	var list []Task
	for _, repo := range itemRepos(w) {
		n := blocking[repo]
		if n == 0 {
			continue
		}
		places := "places"
		if n == 1 {
			places = "place"
		}
		list = append(list, Task{
			Key: key(story, w.ID, repo), Item: itemKey(w), Project: s.project(repo), Status: "todo",
			Title: clip(fmt.Sprintf("%s (%d %s)", terminal.Clean(itemTitle(w)), n, places)), Findings: n, Owner: terminal.Clean(w.Owner),
		})
	}
	return list
}

// finish gives a story its tags and orders its tasks, the biggest first.
func (s *scribe) finish(known *story) Story {
	slices.SortFunc(known.tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Project, b.Project), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	return Story{
		Key: known.key, Title: storyTitle(known.title), Tags: s.tags(known.concern, known.rules, known.targets), Tasks: known.tasks,
	}
}

func (s *scribe) scan() Scan {
	r := s.report
	out := Scan{Commits: map[string]string{}, Date: r.Run.Time.UTC().Format("2006-01-02"), Version: terminal.Clean(r.Tool.Version)}
	for _, in := range r.Inputs {
		if in.Commit != "" {
			out.Commits[terminal.Clean(in.Repo)] = terminal.Clean(in.Commit)
		}
		if len(r.Inputs) == 1 {
			out.Commit = terminal.Clean(in.Commit)
		}
	}
	return out
}
