package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
)

// The forms of names in the file.
var (
	repoID      = regexp.MustCompile(`\A[A-Za-z0-9][\w.+-]*(?:/[\w.+-]+)*\z`)
	groupID     = regexp.MustCompile(`\A[a-z0-9][a-z0-9-]*\z`)
	fingerprint = regexp.MustCompile(`\A[0-9a-f]{8,20}\z`)
	component   = regexp.MustCompile(`\A[a-z][a-z0-9/-]*\z`)
	commitID    = regexp.MustCompile(`\A[0-9a-f]{7,64}\z`)
	tag         = regexp.MustCompile(`\A[a-z0-9][a-z0-9._-]{0,49}\z`)
)

// check refuses what is well formed and makes no sense, and makes the globs
// ready.
func (c *Config) check(d *decoder) {
	if c.Version != Version {
		d.mistake(c.Places.at("version"), "version: %d is not known: this stxscan reads version %d", c.Version, Version)
	}
	for key, id := range c.Aliases {
		if !repoID.MatchString(id) {
			d.mistake(c.Places["aliases."+key], "aliases: %.60q is no name for a repo: want letters, digits and . _ + -, such as config", id)
		}
	}
	for target, list := range c.Components {
		if len(list) == 0 {
			d.mistake(c.Places["components."+target], "components: nothing of %.60q could be used: name a component, or leave the target out", target)
		}
		for i, name := range list {
			if !component.MatchString(name) {
				d.mistake(c.Places[fmt.Sprintf("%s[%d]", oneLine("components."+target), i)],
					"components: %.60q: want the name of a part of the archive, such as main or non-free-firmware", name)
			}
		}
	}
	checkFolders(d, c.Places, "upstreams", c.Upstreams)
	checkFolders(d, c.Places, "sources", c.Sources)
	for i := range c.Patches {
		c.Patches[i].check(d)
	}
	for i := range c.Owners {
		c.Owners[i].check(d)
	}
	for i := range c.Suppress {
		c.Suppress[i].check(d)
	}
	groups, decisions, milestones := once{}, once{}, once{}
	for i := range c.Groups {
		c.Groups[i].check(d)
		groups.id(d, c.Groups[i].Places, "a group", c.Groups[i].ID)
	}
	for i := range c.Decisions {
		c.Decisions[i].check(d)
		decisions.id(d, c.Decisions[i].Places, "a decision", c.Decisions[i].ID)
	}
	for i := range c.Milestones {
		c.Milestones[i].check(d)
		milestones.id(d, c.Milestones[i].Places, "a milestone", c.Milestones[i].ID)
	}
	concerns := map[string]bool{}
	for i := range c.Tracked {
		t := &c.Tracked[i]
		t.check(d)
		if concerns[t.Concern] {
			d.mistake(t.Places["concern"], "concern: there is an entry of %s already: keep one", t.Concern)
		}
		concerns[t.Concern] = true
	}
	c.checkGate(d)
	c.StoryBoard.check(d)
	c.Scan.check(d)
}

// once remembers ids that have to be given once.
type once map[string]bool

// id refuses an id that is given already; what says of what it is one.
func (o once) id(d *decoder, p Places, what, id string) {
	if o[id] {
		d.mistake(p.at("id"), "id: there is %s %q already: give another id", what, id)
	}
	o[id] = true
}

// sortMistakes puts them in the order of the file: maps have none.
func sortMistakes(list []error) {
	slices.SortStableFunc(list, func(a, b error) int {
		x, y := a.(*Mistake), b.(*Mistake)
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		if x.Column != y.Column {
			return x.Column - y.Column
		}
		return strings.Compare(x.Message, y.Message)
	})
}

// at returns where a key's value stands, or the entry if it is not given.
func (p Places) at(key string) Place {
	if place, ok := p[key]; ok {
		return place
	}
	return p[""]
}

// any reports whether one of the keys is given.
func (p Places) any(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { _, given := p[key]; return given })
}

// name makes a glob of names that is given ready.
func (p Places) name(d *decoder, key, glob string, fold bool) nameGlob {
	if _, given := p[key]; !given {
		return nameGlob{}
	}
	g, err := newNameGlob(glob, fold)
	if err != nil {
		d.mistake(p[key], "%s: %v", key, err)
	}
	return g
}

// path makes a glob of paths that is given ready.
func (p Places) path(d *decoder, key, glob string) *pathGlob {
	if _, given := p[key]; !given {
		return nil
	}
	g, err := newPathGlob(glob)
	if err != nil {
		d.mistake(p[key], "%s: %v", key, err)
	}
	return g
}

func (p Places) line(d *decoder, key, text string) {
	if strings.TrimSpace(text) == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		d.mistake(p.at(key), "%s: want one line of text", key)
	}
}

func (o *Owner) check(d *decoder) {
	o.Places.line(d, "owner", o.Owner)
	o.repo = o.Places.name(d, "repo", o.Repo, false)
	o.pkg = o.Places.name(d, "package", o.Package, false)
	o.path = o.Places.path(d, "path", o.Path)
	checkConcern(d, o.Places, o.Concern)
}

func checkConcern(d *decoder, p Places, concern string) {
	if _, given := p["concern"]; given && !isConcern(concern) {
		d.mistake(p["concern"], "concern: there is no %.60q: want one of %s", concern, concernList())
	}
}

func isConcern(name string) bool {
	return slices.Contains(finding.Concerns, finding.Concern(name))
}

func concernList() string { return joined(finding.Concerns) }

func (s *Suppress) check(d *decoder) {
	p := s.Places
	s.Line = p[""].Line
	s.rule = p.name(d, "rule", s.Rule, true)
	s.repo = p.name(d, "repo", s.Repo, false)
	s.pkg = p.name(d, "package", s.Package, false)
	s.path = p.path(d, "path", s.Path)
	if _, given := p["fingerprint"]; given && !fingerprint.MatchString(s.Fingerprint) {
		d.mistake(p["fingerprint"], "fingerprint: %.60q: want 8 to 20 hexadecimal digits in lower case, in quotes", s.Fingerprint)
	}
	if !p.any("rule", "path", "repo", "fingerprint", "package") {
		d.mistake(p[""], "suppress: the entry fits every finding: say which with rule, path, repo, package or fingerprint")
	}
	if _, given := p["target"]; given {
		p.line(d, "target", s.Target)
	}
	if !slices.Contains(finding.Decisions, s.Kind) {
		d.mistake(p.at("kind"), "kind: %.60q: want one of %s", s.Kind, strings.Join(finding.Decisions, ", "))
	}
	if strings.TrimSpace(s.Reason) == "" {
		d.mistake(p.at("reason"), "reason: say why, for those who read it in a year")
	}
	if _, given := p["until"]; given {
		if _, err := time.Parse(time.DateOnly, s.Until); err != nil {
			d.mistake(p["until"], "until: %.60q: want a day such as 2026-12-31", s.Until)
		}
	}
}

func (g *Group) check(d *decoder) {
	if !groupID.MatchString(g.ID) {
		d.mistake(g.Places.at("id"), "id: %.60q: want lower case letters, digits and dashes, such as build-tools", g.ID)
	}
	g.Places.line(d, "title", g.Title)
	if len(g.Match) == 0 {
		d.mistake(g.Places.at("match"), "match: nothing would belong to the group: give at least one entry")
	}
	for i := range g.Match {
		m := &g.Match[i]
		if !m.Places.any("repo", "origin", "package", "path") {
			d.mistake(m.Places[""], "match: the entry fits every package: give repo, origin, package or path")
		}
		m.repo = m.Places.name(d, "repo", m.Repo, false)
		m.origin = m.Places.name(d, "origin", m.Origin, false)
		m.pkg = m.Places.name(d, "package", m.Package, false)
		m.path = m.Places.path(d, "path", m.Path)
	}
}

func (s *StoryBoard) check(d *decoder) {
	if _, given := s.Places["server"]; given {
		if err := storyboard.CheckServer(s.Server, true); err != nil {
			d.mistake(s.Places["server"], "server: %v", err)
		}
	}
	if _, given := s.Places["default_project"]; given && !storyboard.ValidProject(s.DefaultProject) {
		d.mistake(s.Places["default_project"], "default_project: %.60q: want the name of a project, such as starlingx/integ", s.DefaultProject)
	}
	for repo, names := range s.Projects {
		if len(names) == 0 {
			d.mistake(s.Places["projects."+repo], "projects: %.60q has no project: name one, or leave the repo out", repo)
		}
		for i, name := range names {
			if !storyboard.ValidProject(name) {
				d.mistake(s.Places[fmt.Sprintf("%s[%d]", oneLine("projects."+repo), i)], "projects: %.60q: want the name of a project, such as starlingx/config", name)
			}
		}
	}
	for concern, by := range s.Groups {
		if err := stories.CheckGroups(map[finding.Concern]stories.Grouping{finding.Concern(concern): stories.Grouping(by)}); err != nil {
			d.mistake(s.Places["groups."+concern], "groups: %v", err)
		}
	}
	for key, tags := range s.Tags {
		for i, text := range tags {
			if !tag.MatchString(text) {
				d.mistake(s.Places[fmt.Sprintf("%s[%d]", oneLine("tags."+key), i)],
					"tags: %.60q: want lower case letters, digits and . _ -, at most 50, such as stx.multios", text)
			}
		}
	}
}

func (s *Scan) check(d *decoder) {
	for i, text := range s.Pythons {
		if _, err := rules.ParsePython(text); err != nil {
			d.mistake(s.Places[fmt.Sprintf("pythons[%d]", i)], "pythons: %v", err)
		}
	}
	if s.Items < 0 {
		d.mistake(s.Places["items"], "items: %d: want 0 for no bound, or more", s.Items)
	}
	if s.MaxFileSize < 0 {
		d.mistake(s.Places["max_file_size"], "max_file_size: %d: want a number of bytes", s.MaxFileSize)
	}
	if _, given := s.Places["fail_on"]; given {
		if _, err := finding.ParseSeverity(s.FailOn); err != nil {
			d.mistake(s.Places["fail_on"], "fail_on: %v", err)
		}
	}
	for key, list := range map[string][]string{"rules": s.Rules, "not_rules": s.NotRules} {
		for i, glob := range list {
			if _, err := newNameGlob(glob, true); err != nil || strings.Contains(glob, ",") {
				d.mistake(s.Places[fmt.Sprintf("%s[%d]", key, i)], "%s: %.60q: want the id of a rule or a glob such as 'PY2-S*'", key, glob)
			}
		}
	}
}
