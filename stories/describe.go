package stories

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/markdown"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// The bounds of texts, by our own choice: the server takes far more.
const (
	// maxDescription is what a block has at most, in bytes; markRoom is what the
	// marks, the state and numbers in the place of tokens take of 8 kB.
	maxDescription = 8<<10 - markRoom
	markRoom       = 1 << 10
	// maxPlaces is how many places the notes of a task list.
	maxPlaces = 25
)

// home is where the rules' pages are.
const home = "https://opendev.org/starlingx/stxscan/src/branch/master/"

// describe writes the text of a story and the notes of its tasks.
func (c *composer) describe(s *Story) error {
	for i := range s.Tasks {
		if err := c.writeNotes(&s.Tasks[i]); err != nil {
			return err
		}
	}
	text := c.text(s)
	// What takes the most room and says the least goes first.
	for rows := len(s.Tasks); ; rows = rows * 3 / 4 {
		for _, shorter := range []func(){func() {}, func() { text.Instead = nil }} {
			shorter()
			text.Work = c.work(s, rows, true)
			out, err := c.options.Templates.write("description", text)
			if err == nil && len(out) <= maxDescription {
				s.Text = "\n" + strings.TrimSpace(out) + "\n"
				return c.digest(s, text, rows)
			}
			if rows == 0 && text.Instead == nil {
				return cmp.Or(err, errors.New("the template \"description\" writes more than 8 kB without any task"))
			}
		}
	}
}

// digest is made of the text without what every scan changes: places, and which
// scan it was.
func (c *composer) digest(s *Story, text *Text, rows int) error {
	bare := *text
	bare.Source, bare.Work = "", c.work(s, rows, false)
	out, err := c.options.Templates.write("description", &bare)
	sum := sha256.Sum256([]byte(out))
	s.Digest = hex.EncodeToString(sum[:8])
	return err
}

// text gathers what a description says.
func (c *composer) text(s *Story) *Text {
	t := &Text{
		Key: s.Key, Title: md(s.Title), Story: StoryToken, Tags: s.Tags, Repos: s.repos, Findings: s.Findings, Packages: s.Packages,
		What: c.what(s), Why: s.topic.expandWhy(s), Effects: c.effects(s), Instead: c.instead(s), Verify: c.verify(s), Source: sourceOf(c.report, s.repos),
	}
	for _, id := range s.targets {
		t.Targets = append(t.Targets, md(c.names[id]))
	}
	for _, repo := range s.repos {
		t.Projects = append(t.Projects, md(c.display(repo)))
	}
	t.Projects = unique(t.Projects)
	for i := range s.Tasks {
		task := &s.Tasks[i]
		t.Tasks = append(t.Tasks, TextTask{Number: taskToken(task.Key), Title: md(task.Title), Repo: md(task.Repo), Package: md(task.about.pkg), Rules: task.rules, Findings: task.Findings})
	}
	return t
}

func (t *topic) expandWhy(s *Story) string {
	if s.answer != nil {
		return md(s.answer.Why)
	}
	return expand(t.why, md(s.where), md(s.names))
}

// patched says that a story is about patches, whose places are whole files.
func (s *Story) patched() bool {
	return s.topic.id == "centos-patches" || s.topic.id == "openstack-patches"
}

// homes counts the packages that the places are in, and says if some are in none.
func (s *Story) homes() string {
	packages, outside := map[string]bool{}, "files outside of packages"
	n := 0
	for _, f := range s.places {
		if f.Package == "(tree)" || f.Package == "" {
			n++
			continue
		}
		packages[f.Repo+"/"+f.Package] = true
	}
	switch text := terminal.Count(len(packages), "package", "packages"); {
	case n == 0:
		return text
	case len(packages) == 0:
		return outside
	default:
		return text + " and " + outside
	}
}

// what says in a sentence what the story is about.
func (c *composer) what(s *Story) string {
	places, packages := terminal.Count(s.Findings, "place", "places"), s.homes()
	if s.patched() {
		places = terminal.Count(s.Findings, "patch", "patches")
	}
	where := md(s.where)
	if s.where == "" || s.answer != nil {
		where = list(c.projectsIn(s))
	}
	switch {
	case s.answer != nil && s.answer.Kind == "decision":
		return fmt.Sprintf("This has to be decided before %s of %s can be ported. They are in %s.", places, packages, where)
	case s.answer != nil:
		return fmt.Sprintf("One change takes over %s of %s. They are in %s.", places, packages, where)
	}
	return expand(s.topic.what, where, md(s.names), places, packages)
}

func (c *composer) projectsIn(s *Story) []string {
	var names []string
	for _, repo := range s.repos {
		names = append(names, md(c.display(repo)))
	}
	return unique(names)
}

// list joins words as in a sentence.
func list(words []string) string { return terminal.List(words) }

// effects says of each target what the places do there.
func (c *composer) effects(s *Story) []string {
	var lines []string
	for _, id := range s.targets {
		text := c.effect(s, id)
		if s.patched() {
			text = c.adoption(s, id)
		}
		if n := c.blocked(s, id); n > 0 {
			text += "; it blocks " + terminal.Count(n, "package", "packages") + " of the build"
		}
		lines = append(lines, md(c.names[id])+": "+text+".")
	}
	return lines
}

// effect counts the places that fail on a target, and those that do something else.
func (c *composer) effect(s *Story, target string) string {
	breaks, changes := 0, 0
	for _, f := range s.places {
		switch {
		case !f.Blocks(target):
		case f.Targets[target].Effect == finding.Breaks:
			breaks++
		default:
			changes++
		}
	}
	words := [4]string{"place does not work", "places do not work", "place behaves differently", "places behave differently"}
	if s.topic.id == "dependencies" {
		words = [4]string{"need is not met", "needs are not met", "is met in another form", "are met in another form"}
	}
	var parts []string
	if breaks > 0 {
		parts = append(parts, terminal.Count(breaks, words[0], words[1]))
	}
	if changes > 0 {
		parts = append(parts, terminal.Count(changes, words[2], words[3]))
	}
	return strings.Join(parts, ", ")
}

// adoptions say what can be done with packages of a target, one or several.
var adoptions = []struct {
	answer    finding.Adopt
	one, many string
}{
	{finding.AdoptAsIs, "can be taken as it is", "can be taken as they are"},
	{finding.AdoptOverlay, "can be taken with configuration beside it", "can be taken with configuration beside them"},
	{finding.AdoptDrop, "can be taken without any of the patches", "can be taken without any of the patches"},
	{finding.AdoptRebase, "needs patches carried over", "need patches carried over"},
	{finding.AdoptDecide, "has to be looked at", "have to be looked at"},
}

// adoption counts the packages of a story by what can be done with a target's own.
func (c *composer) adoption(s *Story, target string) string {
	counts := map[finding.Adopt]int{}
	for _, t := range s.Tasks {
		counts[cmp.Or(c.adopt[t.pkg][target].Answer, finding.AdoptDecide)]++
	}
	var parts []string
	for _, a := range adoptions {
		if n := counts[a.answer]; n > 0 {
			parts = append(parts, terminal.Count(n, a.one, a.many))
		}
	}
	return "of its own packages " + list(parts)
}

// blocked counts the packages of build lists that the places keep from a target.
func (c *composer) blocked(s *Story, target string) int {
	packages := map[string]bool{}
	for _, f := range s.places {
		if f.Blocks(target) {
			packages[f.Repo+"/"+f.Package] = true
		}
	}
	n := 0
	for i := range c.report.Packages {
		if p := &c.report.Packages[i]; p.Built && packages[p.Repo+"/"+p.Name] {
			n++
		}
	}
	return n
}

// instead says what there is on the targets in the place of what the rules find.
func (c *composer) instead(s *Story) []string {
	var lines []string
	for _, t := range s.Tasks {
		for _, id := range t.rules {
			rule := c.rules[id]
			if rule == nil || len(rule.Alternatives) == 0 {
				continue
			}
			var parts []string
			for _, target := range s.targets {
				if text := rule.Alternatives[target]; text != "" {
					parts = append(parts, md(c.names[target])+": "+md(text))
				}
			}
			if len(parts) > 0 {
				lines = append(lines, md(rule.Title)+" ("+id+"): "+strings.Join(mergeSame(parts), ". "))
			}
		}
	}
	return unique(lines)
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

// verify says how to see that the work is done.
func (c *composer) verify(s *Story) []string {
	var rules []string
	for _, t := range s.Tasks {
		rules = append(rules, t.rules...)
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	command := "stxscan scan --rules " + strings.Join(rules, ",") + " --target " + strings.Join(s.targets, ",")
	lines := []string{"`" + command + " --findings` lists none of these places, but for what `.stxscan.yaml` accepts since it stays for CentOS 7 alone."}
	switch {
	case len(s.repos) == 1 && s.topic.by == ByRepo && s.topic.tasks == perRule:
		lines = []string{"`" + command + " --fail-on warning` in the checkout of " + md(c.display(s.repos[0])) + " exits with 0."}
	case s.topic.id == "dependencies":
		lines = append(lines, "`stxscan plan --concern dependencies --target "+s.target+"` no longer names the needs.")
	case s.patched():
		lines = []string{
			"For each package it is written down what becomes of its patches on each system, and the package that results builds and passes its tests there.",
			"What stays for CentOS 7 alone is written down as accepted in `.stxscan.yaml`; then `" + command + " --findings` shows nothing else of these packages.",
		}
	case s.topic.id == "packaging":
		draft := "control"
		if s.target == "clear" {
			draft = "autospec"
		}
		lines = []string{
			"The packages build and install on " + md(s.names) + ". `stxscan plan --emit " + draft + " --target " + s.targets[0] + " PACKAGE` drafts their packaging.",
			"What stays for CentOS 7 alone is written down as accepted in `.stxscan.yaml`; then `" + command + " --findings` shows nothing else of these packages.",
		}
	}
	return append(lines, "On CentOS 7 the packages build and their tests pass as before.")
}

// writeNotes writes the notes of a task, the mark last.
func (c *composer) writeNotes(t *Task) error {
	n := Notes{Title: md(t.Title), Date: c.report.Run.Time.UTC().Format("2006-01-02")}
	for _, f := range t.places[:min(len(t.places), maxPlaces)] {
		n.Places = append(n.Places, c.place(f)+" "+md(f.Message))
	}
	n.More = len(t.places) - len(n.Places)
	text, err := c.options.Templates.write("notes", n)
	t.Notes = strings.TrimLeft(strings.TrimSpace(text)+"\n\n"+taskLine(t.Key, t.about), "\n")
	return err
}

// sourceOf names the scan: the tool, the day, and the commits if they are few.
func sourceOf(r *reports.Report, repos []string) string {
	text := "By stxscan " + md(r.Tool.Version) + ", scan of " + r.Run.Time.UTC().Format("2006-01-02")
	var commits []string
	for _, in := range r.Inputs {
		if in.Commit != "" && slices.Contains(repos, in.Repo) {
			commits = append(commits, md(in.Repo)+" "+md(in.Commit[:min(len(in.Commit), 10)]))
		}
	}
	if len(commits) > 0 && len(commits) <= 5 {
		text += " (" + strings.Join(commits, ", ") + ")"
	}
	return text + "."
}

// md escapes what Markdown, or the HTML in it, would take for its own.
func md(text string) string { return markdown.Escape(text) }
