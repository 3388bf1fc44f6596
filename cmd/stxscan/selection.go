package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/rules"
)

// selection says which rules to apply and which targets to judge by.
type selection struct {
	rulesDir string
	only     []string
	not      []string
	optional bool
	targets  []string
	pythons  []string
}

// load reads the embedded rules and those of the user.
func (s selection) load() (*rules.Set, error) { return s.loadWith(rules.Load) }

// loadTargets reads no more than the targets.
func (s selection) loadTargets() (*rules.Set, error) { return s.loadWith(rules.LoadTargets) }

func (s selection) loadWith(load func(...fs.FS) (*rules.Set, error)) (*rules.Set, error) {
	roots := []fs.FS{rules.Embedded()}
	if s.rulesDir != "" {
		if info, err := os.Stat(s.rulesDir); err != nil {
			return nil, usageError("--rules-dir: %w", err)
		} else if !info.IsDir() {
			return nil, usageError("--rules-dir: %s is no folder", s.rulesDir)
		}
		roots = append(roots, os.DirFS(s.rulesDir))
	}
	set, err := load(roots...)
	if err != nil {
		return nil, usageError("the rules cannot be used:\n%w", err)
	}
	return set, nil
}

// rules returns the rules that the globs of --rules and --not-rules leave.
// Optional rules run if --optional is given or a glob of --rules names them.
func (s selection) rules(set *rules.Set) ([]*rules.Rule, error) {
	var list []*rules.Rule
	for _, r := range set.Rules {
		named, err := matchAny(s.only, r.ID)
		if err != nil {
			return nil, err
		}
		excluded, err := matchAny(s.not, r.ID)
		if err != nil {
			return nil, err
		}
		if !excluded && (named || len(s.only) == 0 && (s.optional || !r.Optional)) {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil, usageError("no rule is left: see 'stxscan rules list'")
	}
	return list, nil
}

func matchAny(globs []string, id string) (bool, error) {
	for _, glob := range globs {
		ok, err := path.Match(strings.ToUpper(glob), id)
		if err != nil {
			return false, usageError("%q: %w", glob, err)
		}
		if ok {
			return true, nil
		}
	}
	return false, nil
}

// judged returns the targets that were asked for, or the default ones, and
// always the origin, with --python in the place of their own versions.
func (s selection) judged(set *rules.Set) ([]*rules.Target, error) {
	var list []*rules.Target
	for _, id := range s.targets {
		t := set.Target(id)
		if t == nil {
			return nil, usageError("--target %s: there is no such target: want one of %s", id, strings.Join(targetIDs(set), ", "))
		}
		if !t.Origin {
			list = append(list, t)
		}
	}
	for _, t := range set.Targets {
		if t.Origin || len(s.targets) == 0 && t.Default {
			list = append(list, t)
		}
	}
	return s.withPythons(unique(list))
}

func unique(list []*rules.Target) []*rules.Target {
	var out []*rules.Target
	seen := map[string]bool{}
	for _, t := range list {
		if !seen[t.ID] {
			seen[t.ID] = true
			out = append(out, t)
		}
	}
	return out
}

func targetIDs(set *rules.Set) []string {
	var ids []string
	for _, t := range set.Targets {
		ids = append(ids, t.ID)
	}
	return ids
}

// withPythons puts --python in the place of the port targets' own versions.
func (s selection) withPythons(list []*rules.Target) ([]*rules.Target, error) {
	if len(s.pythons) == 0 {
		return list, nil
	}
	python2, python3 := rules.Python2{Status: rules.Python2Absent}, ""
	for _, text := range s.pythons {
		version, err := rules.ParsePython(text)
		switch {
		case err != nil:
			return nil, usageError("--python: %w", err)
		case version&rules.AnyPython2 != 0:
			python2 = rules.Python2{Status: rules.Python2Supported, Version: text}
		case python3 != "":
			return nil, usageError("--python: both %s and %s: a target has one Python 3", python3, text)
		default:
			python3 = text
		}
	}
	var out []*rules.Target
	for _, t := range list {
		if !t.Origin {
			replaced := *t
			replaced.Python2 = python2
			if python3 != "" {
				replaced.Python3 = python3
			}
			t = &replaced
		}
		out = append(out, t)
	}
	return out, nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

// flags are those that make the same selection again, for a command that is
// there to be copied.
func (s selection) flags() string {
	text := ""
	add := func(name string, values ...string) {
		if value := strings.Join(values, ","); value != "" {
			text += " --" + name + " " + quote(value)
		}
	}
	add("rules-dir", s.rulesDir)
	add("rules", s.only...)
	add("not-rules", s.not...)
	add("target", s.targets...)
	add("python", s.pythons...)
	if s.optional {
		text += " --optional"
	}
	return text
}
