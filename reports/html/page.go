package html

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/storyboard"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// page is what the template shows without a script.
type page struct {
	Policy string
	Style  template.CSS
	Script template.JS
	Data   template.JS

	Title   string
	Date    string // of the scan, and its time
	Version string
	Scope   string   // what was read, in a line
	Repos   []string // with their commits
	Where   string   // the repos in a few words

	Verdicts []verdictName
	Targets  []targetRow
	Groups   []groupRow
	Packages string // that a build list names, with the word

	First, Next []itemRow // three, and those after them
	Items       int
	More        int
	Work        string // what all items add up to
	NotLooked   []string
	Looked      int
	Concerns    int
	Unknowns    string
	UnknownText string
	Findings    string
	Rules       int
	Orders      []orderRow
	Milestones  []milestoneRow
	Decisions   []decisionRow
	Tracked     []trackedRow
	// Pins are the lists of pinned versions, a row for each target.
	Pins  []pinRow
	Trend *trendView
	Moved *movedView
	// NoOwners says that no item has one, so that nobody could be named.
	NoOwners bool
}

// verdictName is a verdict with the words for it.
type verdictName struct {
	ID    reports.Verdict
	Label string
	Help  string
}

var verdictNames = []verdictName{
	{reports.Blocked, "blocked", "something needed is missing there and nothing takes its place"},
	{reports.NeedsWork, "needs work", "places in the package's own files break or change there"},
	{reports.NotAssessable, "not assessable", "an input is missing to tell: it may need work"},
	{reports.Likely, "likely fine", "nothing was found, but not everything was looked at"},
	{reports.Ready, "ready", "nothing stands in the way"},
	{reports.NotApplicable, "not applicable", "it has no counterpart there"},
}

// count is how many packages have a verdict, with its part of the bar.
type count struct {
	ID    reports.Verdict
	Label string
	N     int
	Text  string
	X, W  string // in hundredths of the bar
}

type targetRow struct {
	ID, Name string
	Origin   bool
	Counts   []count
	Places   string
	Alt      string // the bar in words
	// NoIndex says that needs could not be looked up there, so that nothing can
	// be known to block.
	NoIndex bool
}

type groupRow struct {
	ID, Title string
	Packages  string
	Targets   []targetRow
}

type itemRow struct {
	Number                                int
	Link                                  string
	Title, Kind, Place, Frees, Owner      string
	Effort, Time, Basis, Targets, Concern string
	// InOne says that Place is one package, which the title then names.
	InOne              bool
	Unowned, FreesNone bool
	Places             string
	// File leads to the form for a story about it; Stories are those that another
	// team has for its concern.
	File    string
	Stories []storyLink
}

func newPage(r *reports.Report, o Options, drafts map[string]storyboard.Draft) *page {
	p := &page{
		Title: terminal.Clean(o.Title), Verdicts: verdictNames, Date: r.Run.Time.UTC().Format("2006-01-02 15:04 UTC"),
		Version:  terminal.Clean(strings.TrimSpace(r.Tool.Name+" "+r.Tool.Version)) + ", rules " + terminal.Clean(short(r.Tool.Rules, 8)),
		Concerns: len(finding.Concerns), Looked: len(r.Run.Concerns),
		Items: len(r.WorkItems), Findings: terminal.Number(len(r.Findings)), Rules: len(r.Rules)}
	p.inputs(r)
	for _, t := range portFirst(r.Targets) {
		name := t.Name
		if t.Build != "" {
			name += ", build " + t.Build
		}
		row := newTargetRow(t.ID, name, t.Origin, t.Headline)
		row.markIndex(t)
		p.Targets = append(p.Targets, row)
		p.Packages = terminal.Count(t.Headline.Packages, "package", "packages")
	}
	p.Pins = visible(pinRows(r))
	for _, g := range r.Groups {
		row := groupRow{ID: terminal.Clean(g.ID), Title: terminal.Clean(g.Title), Packages: terminal.Count(g.Packages, "package", "packages")}
		for _, t := range portFirst(r.Targets) {
			if h, ok := g.Headlines[t.ID]; ok && !t.Origin {
				one := newTargetRow(t.ID, t.Name, false, h)
				one.markIndex(t)
				row.Targets = append(row.Targets, one)
			}
		}
		p.Groups = append(p.Groups, row)
	}
	p.items(r, o.Next, drafts)
	p.Trend, p.Moved = newTrend(o.Trend, r), newMoved(o.Diff, r)
	p.Orders = orders(r)
	p.Milestones, p.Decisions, p.Tracked = milestoneRows(r), decisionRows(r), trackedRows(r)
	p.NoOwners = len(r.WorkItems) > 0 && !slices.ContainsFunc(r.WorkItems, func(w reports.WorkItem) bool {
		return w.Owner != "" && w.Owner != "unowned"
	})
	for _, c := range finding.Concerns {
		if !slices.Contains(r.Run.Concerns, c) {
			p.NotLooked = append(p.NotLooked, string(c))
		}
	}
	if len(r.Unknowns) > 0 {
		p.Unknowns, p.UnknownText = terminal.Number(len(r.Unknowns)), unknownText(r)
	}
	return p
}

// inputs says what was scanned.
func (p *page) inputs(r *reports.Report) {
	p.Scope = fmt.Sprintf("%s, %s (%s in build lists), %s", terminal.Count(len(r.Inputs), "repo", "repos"),
		terminal.Count(r.Totals.Packages.All, "package", "packages"), terminal.Number(r.Totals.Packages.Built),
		terminal.Count(r.Totals.Files.Listed, "file", "files"))
	if r.Run.Revision != "" {
		p.Scope += ", at " + terminal.Clean(r.Run.Revision)
	}
	if len(r.Run.Pythons) > 0 {
		p.Scope += ", judged by Python " + terminal.Clean(terminal.List(r.Run.Pythons))
	}
	var names []string
	for _, in := range r.Inputs {
		text := terminal.Clean(in.Repo)
		if in.Commit != "" {
			text += " at " + terminal.Clean(short(in.Commit, 10))
		} else {
			text += ", no commit known"
		}
		if in.Dirty {
			text += ", with local changes"
		}
		p.Repos = append(p.Repos, text)
		names = append(names, terminal.Clean(in.Repo))
		if in.Commit != "" {
			names[len(names)-1] += "@" + terminal.Clean(short(in.Commit, 7))
		}
	}
	const most = 5
	if len(names) > most+1 {
		p.Where = strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	} else {
		p.Where = strings.Join(names, ", ")
	}
}

func short(text string, most int) string { return text[:min(len(text), most)] }

// markIndex keeps a target without an index from looking as if somebody had
// found that nothing blocks there.
func (row *targetRow) markIndex(t reports.Target) {
	row.NoIndex = t.Index == nil && !t.Origin
	if row.NoIndex && row.Counts[0].N == 0 {
		row.Counts[0].Text = "?"
	}
}

func newTargetRow(id, name string, origin bool, h reports.Headline) targetRow {
	row := targetRow{ID: terminal.Clean(id), Name: terminal.Clean(name), Origin: origin}
	numbers := []int{h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.NotApplicable}
	at := 0
	var parts []string
	for i, v := range verdictNames {
		c := count{ID: v.ID, Label: v.Label, N: numbers[i], Text: terminal.Number(numbers[i])}
		if h.Packages > 0 {
			c.X, c.W = hundredths(at, h.Packages), hundredths(c.N, h.Packages)
		}
		at += c.N
		if c.N > 0 {
			parts = append(parts, c.Text+" "+c.Label)
		}
		row.Counts = append(row.Counts, c)
	}
	row.Alt = terminal.List(parts)
	if row.Alt == "" {
		row.Alt = "no packages"
	}
	row.Places = terminal.Number(h.Breaks) + " break, " + terminal.Number(h.Changes) + " change"
	return row
}

// items fills in what to do next: only what stands in the way of something.
func (p *page) items(r *reports.Report, most int, drafts map[string]storyboard.Draft) {
	minutes := 0
	for i := range r.WorkItems {
		w := &r.WorkItems[i]
		minutes += w.Minutes
		if w.Blocking == 0 || len(p.First)+len(p.Next) >= most {
			p.More++
			continue
		}
		row := newItemRow(len(p.First)+len(p.Next)+1, w, r.Targets)
		row.File, row.Stories = storyOf(w, r, drafts)
		if len(p.First) < 3 {
			p.First = append(p.First, row)
		} else {
			p.Next = append(p.Next, row)
		}
	}
	p.Work = terminal.Count(len(r.WorkItems), "work item", "work items") + ", about " + reports.WorkTime(minutes) + " of work"
}

func newItemRow(number int, w *reports.WorkItem, targets []reports.Target) itemRow {
	row := itemRow{
		Number: number, Link: "#item/" + fragment(cleanText(w.ID)), Title: terminal.Clean(w.Title), Kind: string(w.Kind),
		Place: terminal.Clean(w.Where()), Owner: terminal.Clean(w.Owner), Frees: freed(w, targets),
		Effort: terminal.Clean(w.Effort), Time: reports.WorkTime(w.Minutes), Basis: terminal.Clean(w.Basis),
		Targets: targetNames(w.Targets, targets), Concern: string(w.Concern), FreesNone: len(w.Frees) == 0,
		InOne:  len(w.Packages) == 1,
		Places: terminal.Count(w.Findings, "place", "places") + " in " + terminal.Count(w.Files, "file", "files"),
	}
	if w.Blocking < w.Findings {
		row.Places = terminal.Number(w.Findings) + " places (" + terminal.Number(w.Blocking) + " blocking) in " + terminal.Count(w.Files, "file", "files")
	}
	if row.Owner == "" {
		row.Owner, row.Unowned = "unowned", true
	}
	return row
}

// targetNames names targets, "all targets" if it is all to port to.
func targetNames(ids []string, targets []reports.Target) string {
	var names []string
	ports := 0
	for _, t := range targets {
		if !t.Origin {
			ports++
		}
		if slices.Contains(ids, t.ID) {
			names = append(names, terminal.Clean(t.ID))
		}
	}
	if len(ids) == ports && ports > 1 {
		return fmt.Sprintf("all %d targets", ports)
	}
	return terminal.List(names)
}

// freed says how many packages need nothing else on which targets.
func freed(w *reports.WorkItem, targets []reports.Target) string {
	var order []int
	on := map[int][]string{}
	for _, t := range targets {
		if n := w.Frees[t.ID]; n > 0 {
			if on[n] == nil {
				order = append(order, n)
			}
			on[n] = append(on[n], t.ID)
		}
	}
	if w.Blocking == 0 {
		return "nothing: it stands in no way"
	}
	if len(order) == 0 {
		if len(w.Packages) == 1 {
			return "no package alone: it needs more"
		}
		return "no package alone; stands in " + terminal.Count(w.InPackages(), "package", "packages")
	}
	slices.Sort(order)
	slices.Reverse(order)
	var parts []string
	for _, n := range order {
		parts = append(parts, terminal.Count(n, "package", "packages")+" on "+targetNames(on[n], targets))
	}
	text := strings.Join(parts, ", ")
	if most := 3; len(w.Freed) <= most {
		text += ": " + terminal.Clean(strings.Join(w.Freed, ", "))
	}
	return text
}

func unknownText(r *reports.Report) string {
	var parts []string
	for _, k := range []struct{ kind, text string }{
		{finding.UnknownSource, "sources that are not in the workspace"},
		{finding.UnknownUnparsed, "files not parsed wholly"},
		{finding.UnknownUnreadable, "not readable"},
		{finding.UnknownInput, "inputs missing"},
		{finding.UnknownAnalyzer, "failures of an analyzer"},
	} {
		if n := r.Totals.Unknowns[k.kind]; n > 0 {
			parts = append(parts, terminal.Number(n)+" "+k.text)
		}
	}
	return terminal.List(parts)
}

// fragment writes a text so that it can stand in a link's fragment and be read
// back by decodeURIComponent.
func fragment(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/:@", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
