package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Known is what the names of the file are held against.
type Known struct {
	Rules   []string
	Targets []string
	// Repos are those of the workspace; nil if there is none to look at.
	Repos []string
	// Today is the day, YYYY-MM-DD, before which an entry has run out; empty if
	// nobody asks.
	Today string
}

// Warnings names rules, targets and repos that the file speaks of and that do
// not exist, in the order of the file. They are no mistakes: the repo may only
// be missing here, the rule may come with --rules-dir.
func (c *Config) Warnings(k Known) []Notice {
	w := warner{known: k}
	for i, id := range c.Targets {
		w.target(c.Places[fmt.Sprintf("targets[%d]", i)], id)
	}
	for id := range c.Components {
		w.target(c.Places["components."+id], id)
	}
	for _, o := range c.Owners {
		w.repo(o.Places["repo"], o.Repo, o.repo)
	}
	for _, s := range c.Suppress {
		w.rule(s.Places["rule"], s.Rule)
		w.repo(s.Places["repo"], s.Repo, s.repo)
		w.target(s.Places["target"], s.Target)
		if s.expired(k.Today) {
			w.warn(s.Places["until"], "the suppression ran out: decide anew, or take it out")
		}
	}
	for _, g := range c.Groups {
		for _, m := range g.Match {
			w.repo(m.Places["repo"], m.Repo, m.repo)
		}
	}
	for key := range c.StoryBoard.Tags {
		if !isConcern(key) {
			w.rule(c.StoryBoard.Places["tags."+key], key)
		}
	}
	for repo := range c.StoryBoard.Projects {
		if w.known.Repos != nil && !slices.Contains(w.known.Repos, repo) {
			w.warn(c.StoryBoard.Places["projects."+repo], "no repo is called %.60q: there are %s", repo, strings.Join(w.known.Repos, ", "))
		}
	}
	for i, glob := range c.Scan.Rules {
		w.rule(c.Scan.Places[fmt.Sprintf("rules[%d]", i)], glob)
	}
	for i, glob := range c.Scan.NotRules {
		w.rule(c.Scan.Places[fmt.Sprintf("not_rules[%d]", i)], glob)
	}
	c.warnGate(&w)
	slices.SortFunc(w.list, func(a, b Notice) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return w.list
}

type warner struct {
	known Known
	list  []Notice
}

func (w *warner) warn(at Place, format string, args ...any) {
	w.list = append(w.list, Notice{at, fmt.Sprintf(format, args...)})
}

func (w *warner) target(at Place, id string) {
	if id != "" && !slices.Contains(w.known.Targets, id) {
		w.warn(at, "there is no target %.60q: want one of %s", id, strings.Join(w.known.Targets, ", "))
	}
}

func (w *warner) rule(at Place, glob string) {
	if glob == "" {
		return
	}
	g, err := newNameGlob(glob, true)
	if err != nil || !slices.ContainsFunc(w.known.Rules, g.fits) {
		w.warn(at, "no rule fits %.60q: see 'stxscan rules list'", glob)
	}
}

func (w *warner) repo(at Place, text string, g nameGlob) {
	if text != "" && w.known.Repos != nil && !slices.ContainsFunc(w.known.Repos, g.fits) {
		w.warn(at, "no repo fits %.60q: there are %s", text, strings.Join(w.known.Repos, ", "))
	}
}
