package stories

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// instead says of each rule what is to be done, and what there is on the targets
// in the place of what it finds.
func (c *composer) instead(s *Story, links bool) []string {
	if s.patched() || s.topic.tasks == perNeed {
		return nil // the table says it
	}
	var lines, within []string
	seen := map[string]bool{}
	for _, t := range s.Tasks {
		for _, id := range t.rules {
			rule := c.rules[id]
			if rule == nil || seen[id] {
				continue
			}
			seen[id] = true
			// What goes with a file that is replaced is not mended by itself.
			if s.answer != nil && (rule.Answer == nil || rule.Answer.ID != s.answer.ID) {
				within = append(within, c.linked(id, links))
				continue
			}
			lines = append(lines, md(c.workOf(id))+" ("+c.linked(id, links)+")"+c.counterparts(s, rule))
		}
	}
	if len(within) > 0 {
		lines = append(lines, "Within the files that are replaced stand places of "+list(within)+": what comes in their stead does what these rules say for each system. Of other files they are for other stories.")
	}
	return lines
}

// maxInLine is how many groups of things a sentence names; more are a list.
const maxInLine = 3

// counterparts says what the targets of a story have in the place of what a rule finds:
// after the words for the rule, or in lines below them.
func (c *composer) counterparts(s *Story, rule *reports.Rule) string {
	var parts, rows []string
	many := false
	for _, target := range s.targets {
		groups := s.insteadOn(target, rule)
		if len(groups) == 0 {
			continue
		}
		many = many || len(groups) > maxInLine
		parts = append(parts, md(c.names[target])+": "+strings.Join(groups, "; "))
		for _, group := range groups {
			if len(s.targets) > 1 {
				group = md(c.names[target]) + ": " + group
			}
			rows = append(rows, group)
		}
	}
	switch {
	case len(parts) == 0:
		return "."
	case many:
		if len(s.targets) > 1 {
			rows = mergeSame(rows)
		}
		return ":\n  - " + strings.Join(rows, "\n  - ")
	}
	return ". " + strings.Join(mergeSame(parts), ". ") + "."
}

// linked is the id of a rule, with a link to its page.
func (c *composer) linked(id string, links bool) string {
	if rule := c.rules[id]; links && rule.Docs != "" {
		return "[" + md(id) + "](" + home + rule.Docs + ")"
	}
	return md(id)
}

// What a line says of counterparts at most: groups of things with the same one, and
// things of a group.
const (
	maxCounterparts = 20
	maxSubjects     = 3
)

// insteadOn says what a target has in the place of what a rule finds: what the rule
// says of all of it, or what each thing is called there, by groups of the same.
func (s *Story) insteadOn(target string, rule *reports.Rule) []string {
	general, own, bites := rule.Alternatives[target], false, false
	subjects, of := map[string]map[string]bool{}, map[string]map[string]bool{}
	spared := map[string]bool{}
	for _, f := range s.places {
		if f.Rule == rule.ID && !f.Blocks(target) {
			spared[f.Subject] = true
		}
		if f.Rule != rule.ID || !f.Blocks(target) {
			continue
		}
		alt := f.Targets[target].Alternative
		bites, own = true, own || alt != general && f.Subject != ""
		note(of, f.Subject, alt)
	}
	for _, f := range s.places {
		if f.Rule != rule.ID || !f.Blocks(target) {
			continue
		}
		name := terminal.Clean(f.Subject)
		if len(of[f.Subject]) > 1 || spared[f.Subject] { // what it is does not tell
			name = fmt.Sprintf("%s:%d", terminal.Clean(path.Base(f.Path)), f.Line)
		}
		note(subjects, f.Targets[target].Alternative, name)
	}
	switch {
	case !bites:
		return nil
	case !own:
		return []string{inCode(terminal.Clean(general))}
	}
	var parts []string
	for _, alt := range slices.SortedFunc(maps.Keys(subjects), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(subjects[b]), len(subjects[a])), cmp.Compare(a, b))
	}) {
		var things []string
		for _, subject := range slices.Sorted(maps.Keys(subjects[alt])) {
			things = append(things, code(subject))
		}
		same := func(text string) string { return text }
		parts = append(parts, terminal.Few(things, maxSubjects, same)+": "+cmp.Or(inCode(terminal.Clean(alt)), "there is none"))
	}
	if more := len(parts) - maxCounterparts; more > 0 {
		parts = append(parts[:maxCounterparts], "and "+terminal.Number(more)+" more")
	}
	return parts
}

// note adds a text to those under a key.
func note(sets map[string]map[string]bool, key, text string) {
	if sets[key] == nil {
		sets[key] = map[string]bool{}
	}
	sets[key][text] = true
}

// mergeSame joins "A: x", "B: x" to "A, B: x".
func mergeSame(parts []string) []string {
	var merged []string
	for _, part := range parts {
		name, text, _ := strings.Cut(part, ": ")
		at := slices.IndexFunc(merged, func(m string) bool { return strings.HasSuffix(m, ": "+text) })
		if at >= 0 {
			before, _, _ := strings.Cut(merged[at], ": ")
			merged[at] = before + ", " + name + ": " + text
			continue
		}
		merged = append(merged, part)
	}
	return merged
}
