package storyboard

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
	"opendev.org/starlingx/stxscan/stories"
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
	Project string `json:"project"`
	Title   string `json:"title"`
	Status  string `json:"status"`
	// Findings counts the places that block.
	Findings int `json:"findings"`
}

// server is the address of OpenDev's StoryBoard.
const server = "https://storyboard.openstack.org/api/v1"

// plan is the stories of a report as 'stxscan stories plan' makes them.
func plan(r *reports.Report, o Options) (*Plan, error) {
	set, err := stories.Compose(r, stories.Options{
		Tags: o.Tags, Projects: o.Projects, DefaultProject: o.DefaultProject, Groups: o.Groups, Tracked: []finding.Concern{},
	})
	if err != nil {
		return nil, err
	}
	p := &Plan{Schema: Schema, Server: cmp.Or(o.Server, server), Scan: scanOf(r), Stories: []Story{}, Tags: map[string]int{}}
	for _, s := range set.Stories {
		story := Story{Key: s.Key, Title: s.Title, Tags: s.Tags}
		for _, t := range s.Tasks {
			story.Tasks = append(story.Tasks, Task{Key: t.Key, Project: terminal.Clean(t.Projects[0]), Title: t.Title, Status: "todo", Findings: t.Findings})
		}
		p.Stories = append(p.Stories, story)
		for _, tag := range s.Tags {
			p.Tags[tag]++
		}
	}
	slices.SortFunc(p.Stories, func(a, b Story) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	return p, nil
}

func scanOf(r *reports.Report) Scan {
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
