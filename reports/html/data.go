package html

import (
	"encoding/json"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/storyboard"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// data is what the page's script works on. Findings and dependencies are rows
// of numbers: places in the lists of what they share. That keeps the page
// small, and cheap to read.
type data struct {
	Targets  []target          `json:"targets"`
	Concerns []finding.Concern `json:"concerns"`
	Looked   []finding.Concern `json:"looked"`
	Verdicts []reports.Verdict `json:"verdicts"`
	Groups   []reports.Group   `json:"groups"`
	Rules    []reports.Rule    `json:"rules"`
	Packages []pkg             `json:"packages"`
	Items    []item            `json:"items"`
	Unknowns []unknown         `json:"unknowns"`
	Stacks   []stack           `json:"stacks"`
	// Strings, Effects, More, Readiness and Presences are what rows refer to.
	Strings   []string          `json:"strings"`
	Effects   []json.RawMessage `json:"effects"`
	More      []json.RawMessage `json:"more"`
	Readiness []json.RawMessage `json:"readiness"`
	Presences []json.RawMessage `json:"presences"`
	// Findings and Dependencies are described at their rows.
	Findings     [][]int `json:"findings"`
	Dependencies [][]int `json:"dependencies"`
	// Trend is how the verdicts of packages went, null if that is not known.
	Trend *trendData `json:"trend,omitempty"`
}

type target struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Origin   bool             `json:"origin,omitempty"`
	Headline reports.Headline `json:"headline"`
}

// pkg is a package; Readiness has a place for each target.
type pkg struct {
	Name      string   `json:"name"`
	Repo      string   `json:"repo"`
	Path      string   `json:"path"`
	Origin    string   `json:"origin"`
	Built     bool     `json:"built,omitempty"`
	Spec      string   `json:"spec,omitempty"`
	SRPM      string   `json:"srpm,omitempty"`
	Source    string   `json:"source,omitempty"`
	Lists     []string `json:"lists,omitempty"`
	Packaging []string `json:"packaging,omitempty"`
	Owner     string   `json:"owner,omitempty"`
	Groups    []string `json:"groups,omitempty"`
	OpenStack string   `json:"openstack,omitempty"`
	Fork      string   `json:"fork,omitempty"` // how far it has gone from its base
	Files     int      `json:"files"`
	Tests     int      `json:"tests"`
	Readiness []int    `json:"readiness"`
}

// item is a work item; Packages are places in the list, -1 if it is not there.
type item struct {
	reports.WorkItem
	Packages []int  `json:"packages"`
	Place    string `json:"place"`
	Time     string `json:"time"`
	Freed    string `json:"freed"`
	// Seam is what the item builds, if it is a seam.
	Seam *reports.Seam `json:"seam,omitempty"`
	// File leads to the form for a story about it, Stories are another team's.
	File    string      `json:"file,omitempty"`
	Stories []storyLink `json:"stories,omitempty"`
}

type unknown struct {
	finding.Unknown
	Package int `json:"package"`
}

type stack struct {
	finding.PatchStack
	Package int `json:"package"`
}

type packageKey struct{ repo, name string }

// sharedKey is a value in JSON, and the list that it is in.
type sharedKey struct {
	list *[]json.RawMessage
	text string
}

// encoder gathers what rows share.
type encoder struct {
	data     data
	strings  map[string]int
	shared   map[sharedKey]int
	packages map[packageKey]int
	rules    map[string]int
	items    map[string]int
	drafts   map[string]storyboard.Draft
	since    map[placeKey]string
}

// encode returns the data as JSON that may stand in a script element: <, > and
// & are escaped in it.
func encode(r *reports.Report, o Options, drafts map[string]storyboard.Draft) ([]byte, error) {
	e := &encoder{
		strings: map[string]int{}, shared: map[sharedKey]int{},
		packages: map[packageKey]int{}, rules: map[string]int{}, items: map[string]int{}, drafts: drafts, since: sinceOf(o.Diff),
	}
	e.lists(r)
	e.data.Trend = newTrendData(o.Trend, r)
	for i := range r.Findings {
		e.finding(&r.Findings[i])
	}
	for i := range r.Dependencies {
		e.dependency(&r.Dependencies[i])
	}
	return json.Marshal(visible(e.data))
}

// lists fills in all but the rows.
func (e *encoder) lists(r *reports.Report) {
	d := &e.data
	d.Concerns, d.Looked, d.Verdicts = finding.Concerns, r.Run.Concerns, reports.Verdicts
	d.Groups, d.Rules = r.Groups, r.Rules
	for _, t := range portFirst(r.Targets) {
		d.Targets = append(d.Targets, target{t.ID, t.Name, t.Origin, t.Headline})
	}
	for i := range d.Rules {
		e.rules[d.Rules[i].ID] = i
	}
	for i := range r.Packages {
		p := &r.Packages[i]
		e.packages[packageKey{p.Repo, p.Name}] = i
		out := pkg{
			Name: p.Name, Repo: p.Repo, Path: p.Path, Origin: p.Origin, Built: p.Built, Spec: p.Spec, SRPM: p.SRPM,
			Source: p.Source, Lists: p.BuildLists, Packaging: p.Packaging, Owner: p.Owner, Groups: p.Groups,
			OpenStack: p.OpenStack, Files: p.Files, Tests: p.Tests,
		}
		if p.ForkDivergence != nil {
			out.Fork = p.ForkDivergence.String()
		}
		for _, t := range d.Targets {
			out.Readiness = append(out.Readiness, e.share(&d.Readiness, p.Readiness[t.ID]))
		}
		d.Packages = append(d.Packages, out)
	}
	seams := map[string]*reports.Seam{}
	for i := range r.Seams {
		seams[r.Seams[i].ID] = &r.Seams[i]
	}
	for i := range r.WorkItems {
		w := r.WorkItems[i]
		e.items[w.ID] = i
		out := item{
			WorkItem: w, Place: w.Where(), Time: reports.WorkTime(w.Minutes), Freed: freed(&w, r.Targets), Seam: seams[w.ID],
		}
		out.File, out.Stories = storyOf(&w, r, e.drafts)
		for _, id := range w.Packages {
			repo, name, _ := strings.Cut(id, "/")
			out.Packages = append(out.Packages, e.packageOf(repo, name))
		}
		d.Items = append(d.Items, out)
	}
	for _, u := range r.Unknowns {
		d.Unknowns = append(d.Unknowns, unknown{u, e.packageOf(u.Repo, u.Package)})
	}
	for _, s := range r.PatchStacks {
		d.Stacks = append(d.Stacks, stack{s, e.packageOf(s.Repo, s.Package)})
	}
}

// portFirst returns the targets with those to port to before the origin.
func portFirst(targets []reports.Target) []reports.Target {
	var ports, origins []reports.Target
	for _, t := range targets {
		if t.Origin {
			origins = append(origins, t)
		} else {
			ports = append(ports, t)
		}
	}
	return append(ports, origins...)
}

// packageOf returns the place of a package, -1 if it is not listed.
func (e *encoder) packageOf(repo, name string) int {
	if i, ok := e.packages[packageKey{repo, name}]; ok {
		return i
	}
	return -1
}

// finding adds a row: rule, package, work item, path, line, column, end line,
// severity, confidence, role, message, subject, snippet, guard, effects,
// fingerprint, repo, and what only some findings have. Texts, effects and the
// last are places in their lists.
func (e *encoder) finding(f *finding.Finding) {
	rule, ok := e.rules[f.Rule]
	if !ok { // the report is of a version that lists none
		rule = len(e.data.Rules)
		e.rules[f.Rule] = rule
		e.data.Rules = append(e.data.Rules, reports.Rule{
			ID: f.Rule, Title: f.Rule, Concern: f.Concern, Severity: f.Severity, Confidence: f.Confidence,
		})
	}
	work := -1
	if i, ok := e.items[f.WorkItem]; ok {
		work = i
	}
	rare := *f
	rare.Fix = shownFix(f.Fix)
	more := optional(rare, "guard")
	if since := e.since[keyOf(f)]; since != "" {
		if more == nil {
			more = map[string]any{}
		}
		more["since"] = since
	}
	e.data.Findings = append(e.data.Findings, []int{
		rule, e.packageOf(f.Repo, f.Package), work, e.text(f.Path), f.Line, f.Column, f.EndLine,
		int(f.Severity), int(f.Confidence), e.text(string(f.Role)), e.text(f.Message), e.text(f.Subject),
		e.text(f.Snippet), e.text(f.Guard), e.share(&e.data.Effects, f.Targets), e.text(f.Fingerprint), e.text(f.Repo),
		e.share(&e.data.More, more),
	})
}

// shownFix is what the page shows of a fix: the lines, no places in them.
func shownFix(fix *finding.Fix) *finding.Fix {
	if fix == nil {
		return nil
	}
	shown := &finding.Fix{After: fix.After, Without: fix.Without}
	for _, e := range fix.Shared {
		shown.Shared = append(shown.Shared, finding.Edit{Line: e.Line, Text: strings.Trim(e.Text, "\r\n")})
	}
	return shown
}

// dependency adds a row: package, name, need, constraint, condition, repo,
// path, line, verdicts.
func (e *encoder) dependency(d *finding.Dependency) {
	e.data.Dependencies = append(e.data.Dependencies, []int{
		e.packageOf(d.Repo, d.Package), e.text(d.Name), e.text(string(d.Need)), e.text(d.Constraint),
		e.text(d.Condition), e.text(d.Repo), e.text(d.Path), d.Line, e.share(&e.data.Presences, d.Verdicts),
	})
}

// text returns the place of a text in the list of strings.
func (e *encoder) text(s string) int {
	s = terminal.Clean(strings.ReplaceAll(s, "\t", "    "))
	i, ok := e.strings[s]
	if !ok {
		i = len(e.data.Strings)
		e.strings[s] = i
		e.data.Strings = append(e.data.Strings, s)
	}
	return i
}

// share returns the place of a value in a list, which holds equal ones once.
func (e *encoder) share(list *[]json.RawMessage, value any) int {
	text, err := json.Marshal(visible(value))
	if err != nil { // plain data of our own types
		panic(err)
	}
	key := sharedKey{list, string(text)}
	i, ok := e.shared[key]
	if !ok {
		i = len(*list)
		e.shared[key] = i
		*list = append(*list, text)
	}
	return i
}
