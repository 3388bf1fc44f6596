package stories

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// work is the table of the tasks: with the rules and an example each, with what is
// needed and by what, or with what is known of the patches. Without places it is
// what stays from scan to scan.
func (c *composer) work(s *Story, rows int, places bool) string {
	var b strings.Builder
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	head := c.workHead(s)
	row(head)
	row(slices.Repeat([]string{"---"}, len(head)))
	for i := range s.Tasks[:rows] {
		t := &s.Tasks[i]
		row(append([]string{taskToken(t.Key)}, c.workRow(s, t, places)...))
	}
	if left := len(s.Tasks) - rows; left > 0 {
		fmt.Fprintf(&b, "\nand %s more, which the list of tasks shows.\n", terminal.Count(left, "task", "tasks"))
	}
	switch {
	case s.patched():
		b.WriteString(c.legend(s))
		b.WriteString(c.versioned(s))
		b.WriteString(c.openStack(s))
	case s.topic.tasks == perNeed:
		b.WriteString(c.unsettled(s))
	case s.topic.id == "centos":
		b.WriteString(c.beside(s))
	case s.topic.id == "packaging":
		b.WriteString(c.unhindered(s))
	}
	return b.String()
}

func (c *composer) workHead(s *Story) []string {
	if s.topic.tasks == perNeed {
		return []string{"Task", "Needed", "By", "What to do"}
	}
	head := []string{"Task", "What to do"}
	if s.patched() {
		head = append(head, "Patches", "CentOS 7")
		for _, id := range s.targets {
			head = append(head, md(c.names[id]))
		}
		return head
	}
	return append(head, "Places", "Rules", "Example")
}

// workRow are the cells of a task behind its number.
func (c *composer) workRow(s *Story, t *Task, places bool) []string {
	if s.topic.tasks == perNeed {
		return c.needRow(s, t)
	}
	if s.patched() {
		base := "-"
		if t.fork != nil && t.fork.SpecContent != nil && t.fork.SpecContent.Version != "" {
			base = md(t.fork.SpecContent.Version)
		}
		if stack := c.stacks[t.pkg]; stack != nil && stack.Base != "" {
			base = md(stack.Base)
		}
		return append([]string{md(t.Title), c.patchCount(t), base}, c.versions(s, t)...)
	}
	example := ""
	if places && len(t.places) > 0 {
		example = c.place(t.places[0])
	}
	count := terminal.Number(t.Findings)
	if t.Findings == 0 {
		count = "all"
	}
	return []string{md(t.Title), count, md(strings.Join(t.rules, ", ")), example}
}

// maxUnhindered is how many packages a line names that nothing hinders.
const maxUnhindered = 40

// unhindered names the packages of a repo that a family has no packaging of either,
// with nothing in their spec files that stands in the way: a story that leaves them
// out looks as if they were packaged already.
func (c *composer) unhindered(s *Story) string {
	named := map[string]bool{}
	for i := range s.Tasks {
		named[s.Tasks[i].pkg] = true
	}
	var names, others, awaiting, unread []string
	for i := range c.report.Packages {
		p := &c.report.Packages[i]
		switch {
		case !p.Built || p.Repo != s.repos[0] || p.Spec == "" || named[p.Repo+"/"+p.Name] || slices.Contains(p.Packaging, s.target) || p.Origin == "test":
		case p.SpecContent == nil:
			unread = append(unread, p.Name)
		case c.awaits(p.Name):
			awaiting = append(awaiting, p.Name)
		case c.isOthers(p.Repo + "/" + p.Name):
			others = append(others, p.Name)
		default:
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	slices.Sort(others)
	slices.Sort(awaiting)
	slices.Sort(unread)
	text := ""
	if len(unread) > 0 {
		text = fmt.Sprintf("\nThe spec files of these could not be read, so that nothing is known of them: %s.\n", md(terminal.Few(unread, maxUnhindered, terminal.Clean)))
	}
	if len(awaiting) > 0 {
		text += fmt.Sprintf("\nWhether there is anything to package of %s is decided first, in stories about a decision or a seam.\n", md(terminal.Few(awaiting, maxUnhindered, terminal.Clean)))
	}
	if len(others) > 0 {
		text += fmt.Sprintf("\nOther projects' software of %s with spec files that nothing stands in the way in: %s. What of it is not in %s, in a version that does, needs packaging too.\n",
			md(c.display(s.repos[0])), md(terminal.Few(others, maxUnhindered, terminal.Clean)), md(s.names))
	}
	if len(names) == 0 {
		return text
	}
	return text + fmt.Sprintf("\nBeside them, this scan knows of nothing that stands in the way in the spec files of %s of %s: %s. What of them is not in %s needs packaging as well.\n",
		terminal.Count(len(names), "package", "packages"), md(c.display(s.repos[0])), md(terminal.Few(names, maxUnhindered, terminal.Clean)), md(s.names))
}

// awaits reports whether the fate of a package rests on an answer.
func (c *composer) awaits(name string) bool {
	return slices.ContainsFunc(c.waits, func(w awaited) bool { return slices.Contains(w.packages, name) })
}

// place is a place with a link, if it is known where the repo is.
func (c *composer) place(f *finding.Finding) string {
	return c.filed(f.Repo, fmt.Sprintf("%s:%d", f.Path, f.Line), f.Line)
}

// filed is a text that begins with the path of a file, with a link.
func (c *composer) filed(repo, text string, line int) string {
	if in := c.inputs[repo]; in != nil && in.Commit != "" && opendev.MatchString(in.URL) && plainRepo(repo) {
		path, _, _ := strings.Cut(text, ":")
		return fmt.Sprintf("[%s](https://opendev.org/starlingx/%s/src/commit/%s/%s#L%d)", code(text), repo, in.Commit, urlPath(path), line)
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
var plainCode = regexp.MustCompile(`\A[A-Za-z0-9 ._/+:%=,(){}*?-]+\z`)

// code is text as code if it can be, else escaped.
func code(text string) string {
	if plainCode.MatchString(text) {
		return "`" + text + "`"
	}
	return md(text)
}

// What tells code in advice: signs that prose does not have, and no word of prose.
var (
	codeSigns = regexp.MustCompile("[\\[\\]{}<>$;&=|*~\"]|\\A[^A-Za-z]+\\z")
	proseWord = regexp.MustCompile("[a-z]{4,}")
	proseSign = regexp.MustCompile(`, or | or | and `)
)

// inCode is advice with what is code in it set as such.
func inCode(text string) string {
	if strings.ContainsAny(text, "`\n") {
		return md(text)
	}
	var b strings.Builder
	for len(text) > 0 {
		part, rest, sign := text, "", ""
		if at := proseSign.FindStringIndex(text); at != nil {
			part, sign, rest = text[:at[0]], text[at[0]:at[1]], text[at[1]:]
		}
		if codeSigns.MatchString(part) && !proseWord.MatchString(part) {
			b.WriteString("`" + part + "`")
		} else {
			b.WriteString(md(part))
		}
		b.WriteString(sign)
		text = rest
	}
	return b.String()
}

// withCode is a text of ours that has code between backquotes.
func withCode(text string) string {
	parts := strings.Split(text, "`")
	for i := range parts {
		if i%2 == 0 || i == len(parts)-1 {
			parts[i] = md(parts[i])
		}
	}
	return strings.Join(parts, "`")
}
