package stories

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// work is the table of the tasks, with the rules and an example each, or what is
// known of the patches. Without places it is what stays from scan to scan.
func (c *composer) work(s *Story, rows int, places bool) string {
	var b strings.Builder
	patches := s.patched()
	head := []string{"Task", "What to do", "Places", "Rules", "Example"}
	if patches {
		head = []string{"Task", "What to do", "Patches"}
		for _, id := range s.targets {
			head = append(head, md(c.names[id]))
		}
	}
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	row(head)
	row(slices.Repeat([]string{"---"}, len(head)))
	for i := range s.Tasks[:rows] {
		t := &s.Tasks[i]
		cells := []string{taskToken(t.Key), md(t.Title), terminal.Number(t.Findings)}
		if t.Findings == 0 {
			cells[2] = "all"
		}
		if patches {
			for _, id := range s.targets {
				cells = append(cells, cmp.Or(string(c.adopt[t.pkg][id].Answer), "-"))
			}
		} else {
			cells = append(cells, c.ruleLinks(t), "")
			if places && len(t.places) > 0 {
				cells[4] = c.place(t.places[0])
			}
		}
		row(cells)
	}
	if left := len(s.Tasks) - rows; left > 0 {
		fmt.Fprintf(&b, "\nand %s more, which the list of tasks shows.\n", terminal.Count(left, "task", "tasks"))
	}
	if s.topic.id == "dependencies" {
		fmt.Fprintf(&b, "\nNeeded: %s.\n", c.needs(s))
	}
	if !patches {
		b.WriteString(c.pages(s.Tasks[:rows]))
	}
	return b.String()
}

// maxNeeds is how many needs a description names.
const maxNeeds = 60

// needs names what is needed, what the most packages need first.
func (c *composer) needs(s *Story) string {
	packages := map[string]map[string]bool{}
	for _, f := range s.places {
		if packages[f.Subject] == nil {
			packages[f.Subject] = map[string]bool{}
		}
		packages[f.Subject][f.Repo+"/"+f.Package] = true
	}
	names := slices.SortedFunc(maps.Keys(packages), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(packages[b]), len(packages[a])), cmp.Compare(a, b))
	})
	var parts []string
	for _, name := range names[:min(len(names), maxNeeds)] {
		text := md(name)
		if n := len(packages[name]); n > 1 {
			text += fmt.Sprintf(" (%d packages)", n)
		}
		parts = append(parts, text)
	}
	if more := len(names) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return list(parts)
}

// pages are the addresses of the rules that a table names, once each.
func (c *composer) pages(tasks []Task) string {
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.rules[:min(len(t.rules), maxRules)]...)
	}
	slices.Sort(ids)
	text := "\n"
	for _, id := range slices.Compact(ids) {
		if rule := c.rules[id]; rule != nil && rule.Docs != "" {
			text += "[" + id + "]: " + home + rule.Docs + "\n"
		}
	}
	return text
}

// maxRules is how many rules a row names.
const maxRules = 3

// ruleLinks are the rules of a task, which pages links to their pages.
func (c *composer) ruleLinks(t *Task) string {
	var links []string
	for _, id := range t.rules[:min(len(t.rules), maxRules)] {
		if rule := c.rules[id]; rule != nil && rule.Docs != "" {
			links = append(links, "["+id+"]")
		} else {
			links = append(links, md(id))
		}
	}
	if more := len(t.rules) - len(links); more > 0 {
		links = append(links, fmt.Sprintf("%d more", more))
	}
	return strings.Join(links, ", ")
}

// place is a place with a link, if it is known where the repo is.
func (c *composer) place(f *finding.Finding) string {
	text := fmt.Sprintf("%s:%d", f.Path, f.Line)
	for _, in := range c.report.Inputs {
		if in.Repo != f.Repo || in.Commit == "" || !opendev.MatchString(in.URL) || !plainRepo(f.Repo) {
			continue
		}
		return fmt.Sprintf("[%s](https://opendev.org/starlingx/%s/src/commit/%s/%s#L%d)", code(text), f.Repo, in.Commit, urlPath(f.Path), f.Line)
	}
	return code(text)
}

// opendev is where the repos of StarlingX are, and were.
var opendev = regexp.MustCompile(`\A(https?|git|ssh)://([\w.-]+@)?(opendev\.org|review\.opendev\.org|git\.openstack\.org|git\.starlingx\.io|github\.com)(:\d+)?/(starlingx|openstack)/`)

// urlPath escapes a path for a link in Markdown.
func urlPath(path string) string {
	var b strings.Builder
	for _, r := range []byte(path) {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.IndexByte("/._-~", r) >= 0 {
			b.WriteByte(r)
		} else {
			fmt.Fprintf(&b, "%%%02X", r)
		}
	}
	return b.String()
}

// plainCode is what can stand in backquotes, in a table too, as it is.
var plainCode = regexp.MustCompile(`\A[A-Za-z0-9 ._/+:%=,()-]+\z`)

// code is text as code if it can be, else escaped.
func code(text string) string {
	if plainCode.MatchString(text) {
		return "`" + text + "`"
	}
	return md(text)
}
