package stories

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
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

// what says in a sentence what the story is about.
func (c *composer) what(s *Story) string {
	places := terminal.Count(s.Findings, "place", "places") + " in " + terminal.Count(s.Packages, "package", "packages")
	if s.topic.id == "centos-patches" || s.topic.id == "openstack-patches" {
		places = terminal.Count(s.Findings, "file", "files") + " in " + terminal.Count(s.Packages, "package", "packages")
	}
	switch {
	case s.answer != nil && s.answer.Kind == "decision":
		return fmt.Sprintf("This has to be decided before %s can be ported, in %s.", places, list(c.projectsIn(s)))
	case s.answer != nil:
		return fmt.Sprintf("One change takes the place of %s, in %s.", places, list(c.projectsIn(s)))
	case s.where == "":
		return fmt.Sprintf("StarlingX has %s %s, in %s.", places, expand(s.topic.has, "", md(s.names)), list(c.projectsIn(s)))
	}
	return fmt.Sprintf("%s has %s %s.", md(s.where), places, expand(s.topic.has, "", md(s.names)))
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
		breaks, changes := 0, 0
		for _, f := range s.places {
			switch {
			case !f.Blocks(id):
			case f.Targets[id].Effect == finding.Breaks:
				breaks++
			default:
				changes++
			}
		}
		var parts []string
		if breaks > 0 {
			parts = append(parts, verb(breaks, "does", "do")+" not work")
		}
		if changes > 0 {
			parts = append(parts, verb(changes, "means", "mean")+" something else")
		}
		line := md(c.names[id]) + ": " + strings.Join(parts, ", ")
		if blocked := c.blocked(s, id); blocked > 0 {
			line += "; " + verb(blocked, "package waits", "packages wait") + " for it"
		}
		lines = append(lines, line)
	}
	return lines
}

func verb(n int, one, many string) string { return terminal.Count(n, one, many) }

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

// work is the table of the tasks, with the rules and an example each, or what is
// known of the patches. Without places it is what stays from scan to scan.
func (c *composer) work(s *Story, rows int, places bool) string {
	var b strings.Builder
	patches := s.topic.id == "centos-patches" || s.topic.id == "openstack-patches"
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
	b.WriteString("\n")
	return b.String()
}

// ruleLinks are the rules of a task with links to their pages.
func (c *composer) ruleLinks(t *Task) string {
	var links []string
	for _, id := range t.rules[:min(len(t.rules), 3)] {
		if rule := c.rules[id]; rule != nil && rule.Docs != "" {
			links = append(links, "["+id+"]("+home+rule.Docs+")")
		} else {
			links = append(links, md(id))
		}
	}
	if more := len(t.rules) - len(links); more > 0 {
		links = append(links, fmt.Sprintf("%d more", more))
	}
	return strings.Join(links, ", ")
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
	command := "stxscan scan"
	if len(rules) <= 8 {
		command += " --rules " + strings.Join(rules, ",")
	}
	command += " --target " + strings.Join(s.targets, ",")
	lines := []string{"`" + command + " --findings` lists no more of these places."}
	if len(s.repos) == 1 && s.topic.by == ByRepo && s.topic.tasks == perRule {
		lines = []string{"`" + command + " --fail-on warning` in the checkout of " + md(c.display(s.repos[0])) + " exits with 0."}
	}
	switch s.topic.id {
	case "packaging":
		draft := "control"
		if s.target == "clear" {
			draft = "autospec"
		}
		lines = append(lines, "`stxscan plan --emit "+draft+" --target "+s.targets[0]+" PACKAGE` drafts the packaging, and the package builds from what becomes of it.")
	case "dependencies":
		lines = append(lines, "`stxscan plan --concern dependencies --target "+s.target+"` no longer names the needs.")
	}
	return append(lines, "On CentOS 7 the packages build and their tests pass as before.")
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
func md(text string) string { return terminal.Markdown(text) }

// plainCode is what can stand in backquotes, in a table too, as it is.
var plainCode = regexp.MustCompile(`\A[A-Za-z0-9 ._/+:%=,()-]+\z`)

// code is text as code if it can be, else escaped.
func code(text string) string {
	if plainCode.MatchString(text) {
		return "`" + text + "`"
	}
	return md(text)
}
