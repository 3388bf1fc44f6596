package stories

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
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

// Empty reports whether no tag is named at all.
func (t Tags) Empty() bool {
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

// Of returns the tags of work on a concern and rules that blocks targets:
// stx.multios, those of the concern, of the rules, of the targets in the given
// order, those that are always given; each once.
func (t Tags) Of(concern finding.Concern, rules, targets []string) []string {
	list := append([]string{MultiOS}, t.Concerns[concern]...)
	for _, rule := range rules {
		list = append(list, t.Rules[rule]...)
	}
	for _, id := range targets {
		list = append(list, t.target(id)...)
	}
	return unique(append(list, t.Always...))
}

// unique keeps the first of equal texts.
func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(text string) bool {
		again := seen[text]
		seen[text] = true
		return again
	})
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
