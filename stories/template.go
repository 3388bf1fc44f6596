package stories

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"text/template"
	"text/template/parse"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

//go:embed stories.tmpl
var ownTemplates string

// maxTemplate bounds a file of templates, in bytes.
const maxTemplate = 1 << 20

// Templates write the texts of stories.
type Templates struct{ set *template.Template }

// templateNames are the templates that there are.
var templateNames = []string{"description", "notes", "comment"}

// Text is what the template "description" gets. All of it is Markdown, with what
// comes from the scanned tree escaped.
type Text struct {
	// Key and Title are those of the story. Story is its number.
	Key, Title, Story string
	// What says in a sentence what is there, Why why it has to go.
	What, Why string
	// Effects says of each target what the places do there. Waits names the decisions
	// that part of the work waits for.
	Effects, Waits []string
	// Offers lists what a module that takes over places has to do for them.
	Offers []string
	// Work is a table of the tasks with links, Tasks the same as data.
	Work  string
	Tasks []TextTask
	// Instead says of each rule what is to be done and what targets have in the place
	// of what is found, Verify how to see that the work is done.
	Instead, Verify []string
	// Source names the scan.
	Source string
	Tags   []string
	// Targets are the names of those that are affected, Repos and Projects where
	// the work is.
	Targets, Repos, Projects []string
	Findings, Packages       int
}

// TextTask is a task of a Text. Number is what the server calls it.
type TextTask struct {
	Number, Title, Repo, Package string
	Rules                        []string
	Findings                     int
}

// Notes is what the template "notes" gets: the places of a task, at most 25, or its
// patches, and how many more there are. What is what they are, "Places" or "Patches".
type Notes struct {
	Title, Date, What string
	Places            []string
	More              int
}

// Comment is what the template "comment" gets: what has changed, a line each.
type Comment struct {
	Lines  []string
	Source string
}

func defaultTemplates() *Templates {
	return &Templates{template.Must(template.New("stories.tmpl").Option("missingkey=error").Parse(ownTemplates))}
}

// ReadTemplates reads a file of templates that take the place of the program's own,
// and tries them. The error says what is wrong, with the line.
func ReadTemplates(name string) (*Templates, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("the templates cannot be read: %w", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file: name a file of templates", name)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxTemplate+1))
	if err != nil {
		return nil, fmt.Errorf("the templates cannot be read: %w", err)
	}
	return ParseTemplates(name, string(text))
}

// ParseTemplates is ReadTemplates for a text; name is what messages call it.
func ParseTemplates(name, text string) (*Templates, error) {
	if len(text) > maxTemplate {
		return nil, fmt.Errorf("%s is larger than %d bytes, the most that is read", name, maxTemplate)
	}
	given, err := template.New(name).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the templates cannot be used: %w", err)
	}
	t := defaultTemplates()
	found := false
	for _, defined := range given.Templates() {
		if defined.Name() == name || defined.Tree == nil {
			continue
		}
		if !slices.Contains(templateNames, defined.Name()) && !uses(given, defined.Name()) {
			return nil, fmt.Errorf("%s defines %q, which nothing uses: want %s", name, defined.Name(), strings.Join(templateNames, ", "))
		}
		if parse.IsEmptyTree(defined.Root) {
			return nil, fmt.Errorf("%s: the template %q writes nothing", name, defined.Name())
		}
		if _, err := t.set.AddParseTree(defined.Name(), defined.Tree); err != nil {
			return nil, fmt.Errorf("the templates cannot be used: %w", err)
		}
		found = true
	}
	if !found {
		return nil, fmt.Errorf("%s defines no template: write {{define \"description\"}}...{{end}}, or %s", name, strings.Join(templateNames[1:], " or "))
	}
	return t, t.try()
}

// uses reports whether a template is called by one of the same file.
func uses(set *template.Template, name string) bool {
	return slices.ContainsFunc(set.Templates(), func(t *template.Template) bool {
		return t.Tree != nil && strings.Contains(t.Root.String(), fmt.Sprintf("{{template %q", name))
	})
}

// try makes every text once, so that what is wrong is said before a story is.
func (t *Templates) try() error {
	r := &reports.Report{
		Run:     reports.Run{Time: time.Date(2018, 10, 15, 0, 0, 0, 0, time.UTC)},
		Inputs:  []reports.Input{{Repo: "config"}},
		Targets: []reports.Target{{ID: "debian-12", Name: "Debian 12"}},
		Rules:   []reports.Rule{{ID: "OS-003", Title: "a path of /etc/rc.d is named", Concern: finding.InitAndPaths}},
		Findings: []finding.Finding{{
			Rule: "OS-003", Concern: finding.InitAndPaths, Role: finding.RoleRuntime, Package: "agent", Message: "a path",
			Location: finding.Location{Repo: "config", Path: "agent/agent.sh", Line: 7},
			Targets:  map[string]finding.TargetEffect{"debian-12": {Effect: finding.Breaks, Severity: finding.Error}},
		}},
	}
	set, err := Compose(r, Options{Templates: t})
	if err != nil {
		return err
	}
	for _, s := range set.Stories {
		if strings.TrimSpace(s.Text) == "" {
			return errors.New("the template \"description\" writes nothing")
		}
	}
	_, err = t.write("comment", Comment{Lines: []string{"one"}, Source: "scan"})
	return err
}

// write fills a template.
func (t *Templates) write(name string, data any) (string, error) {
	var out strings.Builder
	if err := t.set.ExecuteTemplate(&limited{&out, maxDescription * 4}, name, data); err != nil {
		return "", fmt.Errorf("the template %q: %w", name, err)
	}
	return out.String(), nil
}

// limited refuses more than it has room for.
type limited struct {
	out  io.Writer
	room int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.room -= len(p); l.room < 0 {
		return 0, errors.New("it writes more than a description may have")
	}
	return l.out.Write(p)
}
