package config

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

//go:embed call.yaml
var callFile []byte

// callDefaults returns the milestones and the tracked concerns that the program
// carries, read once: nobody may change them.
var callDefaults = sync.OnceValue(func() *Config {
	c, err := load(callFile, "call.yaml")
	if err != nil {
		panic(err) // a test loads it
	}
	return c
})

// Tracked is one entry of tracked: a concern that another team works on.
type Tracked struct {
	Concern string  `json:"concern" jsonschema:"such as python2"`
	By      string  `json:"by,omitempty" jsonschema:"who works on it, in a line"`
	Ours    bool    `json:"ours,omitempty" jsonschema:"this team works on it after all: takes the program's own entry back"`
	Stories []Story `json:"stories,omitempty" jsonschema:"where its work is followed"`
	Places  Places  `json:"-"`
}

// Story is a story in StoryBoard.
type Story struct {
	ID     int    `json:"id" jsonschema:"its number in StoryBoard"`
	Repo   string `json:"repo,omitempty" jsonschema:"the repo that it is about"`
	Places Places `json:"-"`
}

func (t *Tracked) check(d *decoder) {
	if !isConcern(t.Concern) {
		d.mistake(t.Places.at("concern"), "concern: there is no %.60q: want one of %s", t.Concern, concernList())
	}
	if !t.Ours {
		t.Places.line(d, "by", t.By)
	}
	for i := range t.Stories {
		s := &t.Stories[i]
		if s.ID <= 0 {
			d.mistake(s.Places.at("id"), "id: %d is no story: want its number in StoryBoard", s.ID)
		}
		if _, given := s.Places["repo"]; given {
			s.Places.line(d, "repo", s.Repo)
		}
	}
}

// EffectiveTracked returns the concerns that other teams work on: the program's
// own with the file's put in the place of those of the same concern.
func (c *Config) EffectiveTracked() []Tracked {
	list := slices.Clone(callDefaults().Tracked)
	if c != nil {
		for _, t := range c.Tracked {
			list = slices.DeleteFunc(list, func(own Tracked) bool { return own.Concern == t.Concern })
			list = append(list, t)
		}
	}
	return slices.DeleteFunc(list, func(t Tracked) bool { return t.Ours })
}

// StoryURL is the page of a story.
func StoryURL(id int) string { return fmt.Sprintf("https://storyboard.openstack.org/#!/story/%d", id) }

// ListTracked writes into the report which concerns other teams work on.
func ListTracked(r *reports.Report, list []Tracked) {
	r.Tracked = nil
	for _, t := range list {
		out := reports.Tracked{Concern: finding.Concern(t.Concern), By: t.By, Stories: []reports.Story{}}
		for _, s := range t.Stories {
			out.Stories = append(out.Stories, reports.Story{ID: s.ID, Repo: s.Repo, URL: StoryURL(s.ID)})
		}
		r.Tracked = append(r.Tracked, out)
	}
	slices.SortFunc(r.Tracked, func(a, b reports.Tracked) int {
		return slices.Index(finding.Concerns, a.Concern) - slices.Index(finding.Concerns, b.Concern)
	})
}
