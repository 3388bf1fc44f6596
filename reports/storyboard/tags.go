package storyboard

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// MultiOS is the tag that every story has, and has first.
const MultiOS = "stx.multios"

// Tags says which tags a story gets besides stx.multios.
type Tags struct {
	// Always are on every story.
	Always []string
	// Concerns maps concerns to tags, Targets targets that the work blocks. A
	// target is looked for by its id, then without its version: "ubuntu" holds
	// for "ubuntu-24.04".
	Concerns map[finding.Concern][]string
	Targets  map[string][]string
	// Rules maps rules to tags: a story has those of its findings' rules.
	Rules map[string][]string
}

// DefaultTags are the tags if a team names none. Only stx.multios is
// established; the others follow its form.
func DefaultTags() Tags {
	return Tags{
		Concerns: map[finding.Concern][]string{finding.Python2: {"stx.py3"}},
		Targets:  map[string][]string{"clear": {"stx.clear"}, "ubuntu": {"stx.ubuntu"}, "debian": {"stx.debian"}},
	}
}

func (t Tags) empty() bool {
	return t.Always == nil && t.Concerns == nil && t.Targets == nil && t.Rules == nil
}

// tagForm is what StoryBoard stores without surprises: its column holds 50
// characters, and it takes upper and lower case for the same.
var tagForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,49}$`)

// Check reports the first tag that StoryBoard would not keep as it is, or the
// first concern that there is none of.
func (t Tags) Check() error {
	lists := map[string][]string{"always": t.Always}
	for c, list := range t.Concerns {
		if !slices.Contains(finding.Concerns, c) {
			return fmt.Errorf("tags: there is no concern %q", c)
		}
		lists["concern "+string(c)] = list
	}
	for id, list := range t.Targets {
		lists["target "+id] = list
	}
	for id, list := range t.Rules {
		lists["rule "+id] = list
	}
	for _, where := range slices.Sorted(maps.Keys(lists)) {
		for _, tag := range lists[where] {
			if !tagForm.MatchString(tag) {
				return fmt.Errorf("tags: %s: %q: want 2 to 50 of a-z, 0-9, '.', '_' and '-', such as stx.py3", where, tag)
			}
		}
	}
	return nil
}

// tags returns the tags of work on a concern and rules that blocks the targets:
// stx.multios, those of the concern, of the rules, of the targets in the
// report's order, those that are always given; each once.
func (s *scribe) tags(concern finding.Concern, rules, targets []string) []string {
	t := s.options.Tags
	list := append([]string{MultiOS}, t.Concerns[concern]...)
	for _, rule := range rules {
		list = append(list, t.Rules[rule]...)
	}
	for _, id := range s.targets {
		if slices.Contains(targets, id) {
			list = append(list, t.target(id)...)
		}
	}
	list = append(list, t.Always...)
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(tag string) bool {
		again := seen[tag]
		seen[tag] = true
		return again
	})
}

// rulesOf returns the rules of an item's open places that have tags of their own.
func (s *scribe) rulesOf(w *reports.WorkItem) []string {
	if len(s.options.Tags.Rules) == 0 {
		return nil
	}
	var list []string
	for rule := range s.open[w.ID].rules {
		if s.options.Tags.Rules[rule] != nil {
			list = append(list, rule)
		}
	}
	slices.Sort(list)
	return list
}

func (t Tags) target(id string) []string {
	if list, ok := t.Targets[id]; ok {
		return list
	}
	if at := strings.LastIndexByte(id, '-'); at > 0 {
		return t.Targets[id[:at]]
	}
	return nil
}

// sortTags orders tags by name, stx.multios first.
func sortTags(used map[string]bool) []string {
	list := slices.Sorted(maps.Keys(used))
	if i := slices.Index(list, MultiOS); i > 0 {
		list = slices.Insert(slices.Delete(list, i, i+1), 0, MultiOS)
	}
	return list
}
