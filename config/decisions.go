package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Decision is one entry of decisions: something that the team settles once.
type Decision struct {
	ID       string `json:"id" jsonschema:"lower case with dashes; that of a decision or seam of the program's own speaks of that one"`
	Question string `json:"question,omitempty" jsonschema:"what is to be decided, in a line; may be left out where the id is the program's own"`
	State    string `json:"state" jsonschema:"open: what it governs waits for it"`
	Outcome  string `json:"outcome,omitempty" jsonschema:"replaced: something else takes the place of what it governs, which is no work there any more; kept: it is ported as it stands"`
	Note     string `json:"note,omitempty" jsonschema:"what was decided, for those who read it in a year"`
	Owner    string `json:"owner,omitempty" jsonschema:"who decides, or decided, in one line"`
	Date     string `json:"date,omitempty" jsonschema:"the day of the decision, or by which it is wanted, YYYY-MM-DD"`

	Targets  []string `json:"targets,omitempty" jsonschema:"the targets that it is about; all if left out"`
	Rules    []string `json:"rules,omitempty" jsonschema:"ids or globs of the rules that it governs"`
	Repos    []string `json:"repos,omitempty" jsonschema:"names or globs of the repos that it governs"`
	Packages []string `json:"packages,omitempty" jsonschema:"names or globs of the packages that it governs; with nothing else given, whole packages"`
	Paths    []string `json:"paths,omitempty" jsonschema:"globs of the paths that it governs, as in CODEOWNERS"`
	Places   Places   `json:"-"`

	rules, repos, packages []nameGlob
	paths                  []*pathGlob
}

func (e *Decision) check(d *decoder) {
	p := e.Places
	if !groupID.MatchString(e.ID) {
		d.mistake(p.at("id"), "id: %.60q: want lower case letters, digits and dashes, such as use-netplan", e.ID)
	}
	for key, text := range map[string]string{"question": e.Question, "owner": e.Owner} {
		if _, given := p[key]; given {
			p.line(d, key, text)
		}
	}
	e.checkState(d)
	p.day(d, "date", e.Date)
	e.rules = p.names(d, "rules", e.Rules, true)
	e.repos = p.names(d, "repos", e.Repos, false)
	e.packages = p.names(d, "packages", e.Packages, false)
	for i, glob := range e.Paths {
		g, err := newPathGlob(glob)
		if err != nil {
			d.mistake(p[fmt.Sprintf("paths[%d]", i)], "paths: %v", err)
		}
		e.paths = append(e.paths, g)
	}
}

func (e *Decision) checkState(d *decoder) {
	p := e.Places
	_, outcome := p["outcome"]
	switch reports.DecisionState(e.State) {
	case reports.DecisionOpen:
		if outcome {
			d.mistake(p["outcome"], "outcome: an open decision has none: leave it out, or say 'state: decided'")
		}
	case reports.DecisionDecided:
		if !slices.Contains(reports.DecisionOutcomes, reports.DecisionOutcome(e.Outcome)) {
			d.mistake(p.at("outcome"), "outcome: %.60q: want one of %s", e.Outcome, joined(reports.DecisionOutcomes))
		}
	default:
		d.mistake(p.at("state"), "state: %.60q: want one of %s", e.State, joined(reports.DecisionStates))
	}
}

func joined[T ~string](list []T) string {
	var texts []string
	for _, v := range list {
		texts = append(texts, string(v))
	}
	return strings.Join(texts, ", ")
}

// day refuses what is given and no day.
func (p Places) day(d *decoder, key, text string) {
	if _, given := p[key]; !given {
		return
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		d.mistake(p[key], "%s: %.60q: want a day such as 2026-12-31", key, text)
	}
}

// names makes a list of globs of names ready.
func (p Places) names(d *decoder, key string, globs []string, fold bool) []nameGlob {
	var list []nameGlob
	for i, glob := range globs {
		g, err := newNameGlob(glob, fold)
		if err != nil {
			d.mistake(p[fmt.Sprintf("%s[%d]", key, i)], "%s: %v", key, err)
		}
		list = append(list, g)
	}
	return list
}

// anyName reports whether a name fits one of the globs, or there are none.
func anyName(globs []nameGlob, name string) bool {
	return len(globs) == 0 || slices.ContainsFunc(globs, func(g nameGlob) bool { return g.fits(name) })
}

// selects reports whether the entry says itself what it governs.
func (e *Decision) selects() bool {
	return len(e.Rules)+len(e.Repos)+len(e.Packages)+len(e.Paths) > 0
}

// fits reports whether the entry governs a finding; answer is what settles all
// places of its rule, "" if nothing, own whether the entry's id is an answer's.
func (e *Decision) fits(f *finding.Finding, answer string, own bool) bool {
	if own && answer != e.ID || !own && !e.selects() {
		return false
	}
	return anyName(e.rules, f.Rule) && anyName(e.repos, f.Repo) && anyName(e.packages, f.Package) &&
		(len(e.paths) == 0 || slices.ContainsFunc(e.paths, func(g *pathGlob) bool { return g.fits(f.Path) }))
}

// whole reports whether the entry puts something else in the place of a package.
func (e *Decision) whole(p *reports.Package) bool {
	return reports.DecisionOutcome(e.Outcome) == reports.OutcomeReplaced && len(e.Packages) > 0 && len(e.Rules)+len(e.Paths) == 0 &&
		anyName(e.repos, p.Repo) && anyName(e.packages, p.Name)
}

// ApplyDecisions lists in the report what is to be decided and what is decided,
// and marks the findings and packages that are governed by it. Findings must have
// their targets; the report must list its rules. What a decision replaces is no
// work on its targets any more. The decisions of the program's own that places
// wait for are listed too. An entry of the file that governs nothing is noticed.
func (c *Config) ApplyDecisions(r *reports.Report) []Notice {
	if c == nil {
		c = &Config{}
	}
	g := &governed{
		report: r, entries: c.Decisions, known: map[string]*reports.Decision{},
		answers: map[string]reports.Answer{}, questions: map[string]string{},
	}
	for i := range r.Rules {
		if a := r.Rules[i].Answer; a != nil {
			g.answers[r.Rules[i].ID], g.questions[a.ID] = *a, a.Title
		}
	}
	for i := range c.Decisions {
		g.add(&c.Decisions[i])
	}
	for i := range r.Findings {
		g.govern(&r.Findings[i])
	}
	g.replacePackages()
	return g.finish()
}

// governed is a report whose places are dealt out to decisions.
type governed struct {
	report  *reports.Report
	entries []Decision
	// answers are the program's own by rule, questions what they ask by id.
	answers   map[string]reports.Answer
	questions map[string]string
	known     map[string]*reports.Decision
	order     []string
}

// add takes up an entry of the file.
func (g *governed) add(e *Decision) {
	d := &reports.Decision{
		ID: e.ID, State: reports.DecisionState(e.State), Outcome: reports.DecisionOutcome(e.Outcome),
		Note: e.Note, Owner: e.Owner, Date: e.Date, By: fmt.Sprintf("config:%d", e.Places[""].Line),
		Targets: g.targets(e.Targets), Packages: []string{},
	}
	d.Question = cmp.Or(e.Question, g.questions[e.ID], e.ID)
	g.known[e.ID] = d
	g.order = append(g.order, e.ID)
}

// targets are the port targets of the report that are named; all if none is.
func (g *governed) targets(named []string) []string {
	list := []string{}
	for _, t := range g.report.Targets {
		if !t.Origin && (len(named) == 0 || slices.Contains(named, t.ID)) {
			list = append(list, t.ID)
		}
	}
	return list
}

// deciding returns the decision that governs a finding, nil if none does: that of
// the last entry that fits, or the program's own, which an entry of its id takes
// the place of.
func (g *governed) deciding(f *finding.Finding) *reports.Decision {
	answer := g.answers[f.Rule]
	for i := len(g.entries) - 1; i >= 0; i-- {
		e := &g.entries[i]
		if e.fits(f, answer.ID, g.questions[e.ID] != "") {
			return g.known[e.ID]
		}
	}
	d := g.known[answer.ID]
	switch {
	case answer.Kind != string(reports.ItemDecision), d != nil && d.By != "":
		return nil
	case d == nil:
		d = &reports.Decision{ID: answer.ID, Question: answer.Title, State: reports.DecisionOpen, Targets: g.targets(nil), Packages: []string{}}
		g.known[answer.ID] = d
		g.order = append(g.order, answer.ID)
	}
	return d
}

// govern gives a finding to the decision that governs it, if any.
func (g *governed) govern(f *finding.Finding) {
	d := g.deciding(f)
	if d == nil {
		return
	}
	f.Decision = d.ID
	d.Findings++
	if name := f.Repo + "/" + f.Package; !slices.Contains(d.Packages, name) {
		d.Packages = append(d.Packages, name)
	}
	if g.report.Blocks(f) {
		d.Blocking++
	}
	if d.Outcome == reports.OutcomeReplaced {
		replace(f, d)
	}
}

// replace says of a finding that something else takes its place on the targets
// of a decision.
func replace(f *finding.Finding, d *reports.Decision) {
	f.Targets = maps.Clone(f.Targets) // shared between findings
	for _, id := range d.Targets {
		e, judged := f.Targets[id]
		if !judged || e.Effect == finding.Works {
			continue
		}
		e.Replaced = d.ID
		f.Targets[id] = e
	}
}

// replacePackages marks the packages in whose place something else is put.
func (g *governed) replacePackages() {
	for i := range g.report.Packages {
		p := &g.report.Packages[i]
		p.Replaced = nil
		for e := range g.entries {
			if !g.entries[e].whole(p) {
				continue
			}
			d := g.known[g.entries[e].ID]
			for _, id := range d.Targets {
				if p.Replaced == nil {
					p.Replaced = map[string]string{}
				}
				p.Replaced[id] = d.ID
			}
			if name := p.Repo + "/" + p.Name; !slices.Contains(d.Packages, name) {
				d.Packages = append(d.Packages, name)
			}
		}
	}
}

// finish lists the decisions, open ones first, and takes notice of entries that
// govern nothing.
func (g *governed) finish() []Notice {
	g.report.Decisions = nil
	for _, id := range g.order {
		d := g.known[id]
		slices.Sort(d.Packages)
		g.report.Decisions = append(g.report.Decisions, *d)
	}
	rank := func(d reports.Decision) int { return slices.Index(reports.DecisionStates, d.State) }
	slices.SortFunc(g.report.Decisions, func(a, b reports.Decision) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID))
	})
	var notices []Notice
	for i := range g.entries {
		e := &g.entries[i]
		if d := g.known[e.ID]; d.Findings == 0 && len(d.Packages) == 0 {
			notices = append(notices, Notice{e.Places[""], "the decision " + e.ID + " governs nothing: look at its rules, repos, packages and paths"})
		}
	}
	return notices
}
