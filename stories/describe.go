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
	// maxDescription is what a description of ours has at most, in bytes; markRoom is
	// what the marks and the state take of it beside what each task has there, which
	// is taskRoom. A number of the server takes numberRoom.
	maxDescription = 16 << 10
	markRoom       = 512
	taskRoom       = len("0123456789abcdef=1000,")
	numberRoom     = len("20000000")
	// maxPlaces is how many places the notes of a task list, maxPatches how many
	// patches.
	maxPlaces  = 25
	maxPatches = 60
)

// home is where the rules' pages are.
const home = "https://opendev.org/starlingx/stxscan/src/branch/master/"

// describe writes the text of a story and the notes of its tasks.
func (c *composer) describe(s *Story) error {
	for i := range s.Tasks {
		if err := c.writeNotes(s, &s.Tasks[i]); err != nil {
			return err
		}
	}
	text := c.text(s)
	// What takes the most room and says the least goes first: links of rules,
	// examples, what to do at a place, and then rows.
	shorter := []func(){
		func() {},
		func() { text.Instead = c.instead(s, false) },
		func() { s.bare = true },
		func() { text.Instead = nil },
	}
	for rows := len(s.Tasks); ; rows = rows * 9 / 10 {
		for _, shorten := range shorter {
			shorten()
			text.Work = c.work(s, rows, !s.bare)
			out, err := c.options.Templates.write("description", text)
			if err == nil && s.takes(out) <= maxDescription {
				s.Text = "\n" + strings.TrimSpace(out) + "\n"
				return c.digest(s, text, rows)
			}
			if rows == 0 && text.Instead == nil {
				return cmp.Or(err, errors.New("the template \"description\" writes more than 16 kB without any task"))
			}
		}
		shorter = shorter[:1]
	}
}

// takes is what a text takes on the server at most, with marks, state and numbers in
// the place of tokens.
func (s *Story) takes(text string) int {
	tokens := anyTaskToken.FindAllString(text, -1)
	n := len(text) + markRoom + len(s.Tasks)*taskRoom
	for _, token := range tokens {
		n += numberRoom - len(token)
	}
	return n
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
		What: c.what(s), Why: s.topic.expandWhy(s), Effects: c.effects(s), Waits: c.waitsFor(s), Offers: c.offers(s), Instead: c.instead(s, true), Verify: c.verify(s), Source: sourceOf(c.report, s.repos),
	}
	for _, id := range s.targets {
		t.Targets = append(t.Targets, md(c.names[id]))
	}
	t.Projects = c.projectsIn(s)
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
	return expand(t.why, md(s.where), md(s.names), "", "", packagedBy(s.target, md(s.names)))
}

// packagedBy says how a system is packaged for.
func packagedBy(target, name string) string {
	if target == "clear" {
		return "Clear Linux builds packages from spec files that autospec writes, and runs no scriptlets as it installs bundles: the spec files of StarlingX are not used."
	}
	return "Nothing reads spec files on " + name + ": the packages are packaged again."
}

// homes counts the packages that the places are in, and says if some are in none.
func (s *Story) homes() string {
	packages, lists := map[string]bool{}, map[string]bool{}
	for _, f := range s.places {
		if f.Package == "(tree)" || f.Package == "" {
			lists[f.Repo+"/"+f.Path] = true
			continue
		}
		packages[f.Repo+"/"+f.Package] = true
	}
	text := terminal.Count(len(packages), "package", "packages")
	switch {
	case len(lists) == 0:
		return text
	case s.topic.tasks == perNeed && len(packages) == 0:
		return terminal.Count(len(lists), "list of packages", "lists of packages")
	case s.topic.tasks == perNeed:
		return text + " and " + terminal.Count(len(lists), "list of packages for images", "lists of packages for images")
	case len(packages) == 0:
		return "files outside of packages"
	default:
		return text + " and files outside of packages"
	}
}

// what says in a sentence what the story is about.
func (c *composer) what(s *Story) string {
	places, packages := terminal.Count(s.Findings, "place", "places"), s.homes()
	if s.patched() {
		places = terminal.Count(c.patches(s), "patch", "patches")
	}
	where := md(s.where)
	if s.where == "" || s.answer != nil {
		where = list(c.projectsIn(s))
	}
	switch {
	case s.answer != nil && s.answer.Kind == "decision":
		return fmt.Sprintf("Before %s of %s in %s can be ported, this has to be decided.", places, packages, where)
	case s.answer != nil:
		return fmt.Sprintf("%s of %s in %s can be ported by one change that all of them use.", places, packages, where)
	case s.patched() && s.Findings == 0:
		return fmt.Sprintf("StarlingX builds %s of other projects from forks of its own, in %s: what it changes are commits, and no patches.", terminal.Count(s.forkCount(), "package", "packages"), where)
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

// effects says of each target what the places do there; targets of which the same
// is to be said share a line.
func (c *composer) effects(s *Story) []string {
	var parts []string
	for _, id := range s.targets {
		text := c.effect(s, id)
		if s.patched() {
			text = c.adoption(s, id)
		}
		if n := c.blocked(s, id); n > 0 && !s.patched() {
			text += "; " + terminal.Count(n, "package", "packages") + " of the build cannot be ported without this work"
		}
		if s.topic.tasks == perNeed || s.patched() {
			text += c.listed[id]
		}
		if c.inferred[id] && (s.topic.tasks == perNeed || s.topic.id == "pins") {
			text += "; which versions it has is not known, so that there may be more"
		}
		parts = append(parts, md(c.names[id])+": "+text)
	}
	lines := mergeSame(parts)
	for i := range lines {
		lines[i] += "."
	}
	return lines
}

// effect counts the places that fail on a target, and those that do something else.
func (c *composer) effect(s *Story, target string) string {
	breaks, changes := 0, 0
	words := [4]string{"place does not work", "places do not work", "place behaves differently", "places behave differently"}
	if s.topic.tasks == perNeed {
		words = [4]string{"thing that is needed is missing or too old", "things that are needed are missing or too old", "is there in another form", "are there in another form"}
		breaks, changes = s.unmet()
	} else {
		for _, f := range s.places {
			switch {
			case !f.Blocks(target):
			case f.Targets[target].Effect == finding.Breaks:
				breaks++
			default:
				changes++
			}
		}
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

// writeNotes writes the notes of a task, the mark last.
func (c *composer) writeNotes(s *Story, t *Task) error {
	n := Notes{Title: md(t.Title), Date: c.report.Run.Time.UTC().Format("2006-01-02"), What: "Places"}
	switch stack := c.stacks[t.pkg]; {
	case t.fork != nil:
		n.What, n.Places = "Source", append(c.otherForms(s, t), c.forkLines(t)...)
	case s.patched() && stack != nil:
		lines := append(c.otherForms(s, t), c.patchLines(s, stack)...)
		n.What = "Patches"
		n.Places, n.More = lines[:min(len(lines), maxPatches)], max(len(lines)-maxPatches, 0)
	default:
		n.Places, n.More = c.placesOf(s, t)
	}
	text, err := c.options.Templates.write("notes", n)
	t.Notes = strings.TrimLeft(strings.TrimSpace(text)+"\n\n"+taskLine(t.Key, t.about), "\n")
	return err
}

// again ends the line of a place that is told more than once in a line of its file.
const again = " (more than once)"

// placesOf are the lines of the places of a task, and how many are left out.
func (c *composer) placesOf(s *Story, t *Task) (lines []string, more int) {
	same := 0
	for _, f := range t.places[:min(len(t.places), maxPlaces)] {
		text := f.Message
		if s.topic.tasks == perNeed {
			text = onTarget(f, s.target)
		}
		at := c.place(f)
		if t.Repo != "" && f.Repo != t.Repo {
			at = c.display(f.Repo) + ": " + at
		}
		line := at + " " + md(text)
		if last := len(lines) - 1; last >= 0 && strings.TrimSuffix(lines[last], again) == line {
			lines[last] = line + again
			same++
			continue
		}
		lines = append(lines, line)
	}
	return lines, len(t.places) - len(lines) - same
}

// onTarget says what one target has for what is needed at a place: the message may
// speak of another.
func onTarget(f *finding.Finding, target string) string {
	e := f.Targets[target]
	text := terminal.Clean(f.Subject) + " is not there"
	switch {
	case e.Alternative != "":
		text = terminal.Clean(f.Subject) + " is " + terminal.Clean(e.Alternative)
	case e.Effect != finding.Breaks:
		text = terminal.Clean(f.Subject) + " is there in another form"
	}
	if e.Note != "" {
		text += ": " + terminal.Clean(e.Note)
	}
	return text
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
