package agenda

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// nobody is who owns what no owner is named for.
const nobody = "unowned"

// next names the three things to do next: what frees or unblocks the most and is
// no other team's.
func (a *agenda) next() {
	a.heading("The next three actions")
	n := 0
	for i := range a.new.WorkItems {
		w := &a.new.WorkItems[i]
		if w.Blocking == 0 || a.new.TrackedBy(w.Concern) != nil {
			continue
		}
		n++
		a.put(fmt.Sprintf("%d. %s (%s): %s, %s; owner: %s", n, clean(w.Title), clean(w.Where()),
			gain(w), terminal.Count(w.Blocking, "place in the way", "places in the way"), owner(w.Owner)))
		if n == 3 {
			break
		}
	}
	if n == 0 {
		a.line(0, "nothing of ours is in the way")
	}
}

// gain says what a work item sets free.
func gain(w *reports.WorkItem) string {
	if n := len(w.Freed); n > 0 {
		return "alone frees " + terminal.Count(n, "package", "packages")
	}
	return "in the way of " + terminal.Count(w.InPackages(), "package", "packages")
}

func owner(name string) string {
	if name == "" || name == nobody {
		return "nobody yet"
	}
	return clean(name)
}

// decisions lists what is open by what it holds up, and what was decided since.
func (a *agenda) decisions() {
	var open, news []reports.Decision
	for _, d := range a.new.Decisions {
		was := a.old.Decision(d.ID)
		switch {
		case d.State == reports.DecisionOpen && d.Blocking > 0:
			open = append(open, d)
		case d.State == reports.DecisionDecided && (was == nil || was.State != d.State || was.Outcome != d.Outcome):
			news = append(news, d)
		}
	}
	slices.SortStableFunc(open, func(x, y reports.Decision) int {
		return cmp.Or(cmp.Compare(y.InPackages(), x.InPackages()), cmp.Compare(y.Blocking, x.Blocking), cmp.Compare(x.ID, y.ID))
	})
	a.heading("Decisions")
	for _, d := range news {
		note := ""
		if d.Note != "" {
			note = ": " + clean(d.Note)
		}
		a.line(0, "decided: %s: %s%s (%s)", clean(d.Question), d.Outcome, note, clean(d.ID))
	}
	for i, d := range open {
		if i == a.top {
			a.line(0, "and %s more", terminal.Number(len(open)-i))
			break
		}
		a.line(0, "open: %s: %s in %s wait for it; owner: %s%s (%s)", clean(d.Question),
			terminal.Count(d.Blocking, "place", "places"), terminal.Count(d.InPackages(), "package", "packages"), owner(d.Owner), a.due(", ", d.Date), clean(d.ID))
	}
}

// due says by when something is wanted, and whether that day is past.
func (a *agenda) due(before, day string) string {
	switch {
	case day == "":
		return ""
	case day < a.diff.New.Time.Format(time.DateOnly):
		return before + "overdue since " + clean(day)
	}
	return before + "wanted by " + clean(day)
}

// milestones says how far each is, and what moved.
func (a *agenda) milestones() {
	a.heading("Milestones")
	for i := range a.new.Milestones {
		m := &a.new.Milestones[i]
		was := slices.IndexFunc(a.old.Milestones, func(o reports.Milestone) bool { return o.ID == m.ID && o.Target == m.Target })
		moved := ""
		if was >= 0 {
			moved = signed(m.Done - a.old.Milestones[was].Done)
		}
		text := fmt.Sprintf("%s: %s of %s%s", clean(m.Title), terminal.Number(m.Done), terminal.Count(m.Packages, "package", "packages"), moved)
		if m.Unknown > 0 {
			text += fmt.Sprintf(", %s cannot be told", terminal.Number(m.Unknown))
		}
		if m.Reached(a.new.Milestones) {
			text += ": reached"
		} else if near := a.nearest(m); near != "" {
			text += "; nearest to done: " + near
		}
		if m.Owner != "" {
			text += "; owner: " + clean(m.Owner)
		}
		a.line(0, "%s%s", text, a.due("; ", m.Due))
	}
}

// nearest names the packages that lack least to be done.
func (a *agenda) nearest(m *reports.Milestone) string {
	var names []string
	for _, rest := range m.Rest {
		if len(names) < 2 && !rest.Unknown {
			names = append(names, rest.Package)
		}
	}
	return clean(strings.Join(names, ", "))
}

// share is what an owner has of what moved and of what is to be done.
type share struct {
	name        string
	items       []*reports.WorkItem
	came, fixed []policy.FindingRef
}

// owners says what each has to do first, in few lines.
func (a *agenda) owners() {
	shares := map[string]*share{}
	of := func(name string) *share {
		name = cmp.Or(name, nobody)
		if shares[name] == nil {
			shares[name] = &share{name: name}
		}
		return shares[name]
	}
	named := false
	byPackage := map[string]string{}
	for i := range a.new.Packages {
		p := &a.new.Packages[i]
		byPackage[p.Repo+"/"+p.Name] = p.Owner
		named = named || p.Owner != ""
	}
	if !named {
		return
	}
	for i := range a.new.WorkItems {
		if w := &a.new.WorkItems[i]; w.Blocking > 0 && a.new.TrackedBy(w.Concern) == nil {
			of(w.Owner).items = append(of(w.Owner).items, w)
		}
	}
	for _, f := range ofCause(a.diff.Came, true) {
		s := of(byPackage[f.Repo+"/"+f.Package])
		s.came = append(s.came, f)
	}
	for _, f := range ofCause(a.diff.Gone, true) {
		s := of(byPackage[f.Repo+"/"+f.Package])
		s.fixed = append(s.fixed, f)
	}
	list := make([]*share, 0, len(shares))
	for _, s := range shares {
		list = append(list, s)
	}
	slices.SortFunc(list, func(x, y *share) int {
		return cmp.Or(cmp.Compare(last(x), last(y)), cmp.Compare(len(y.items), len(x.items)), cmp.Compare(x.name, y.name))
	})
	a.heading("By owner")
	for _, s := range list {
		a.owner(s)
	}
}

func last(s *share) int {
	if s.name == nobody {
		return 1
	}
	return 0
}

// owner writes at most ownerLines lines about one.
func (a *agenda) owner(s *share) {
	text := terminal.Count(len(s.items), "work item", "work items")
	if len(s.fixed)+len(s.came) > 0 {
		text += fmt.Sprintf("; in their packages %s fewer and %s more", terminal.Count(len(s.fixed), "place", "places"), terminal.Number(len(s.came)))
	}
	if s.name == nobody {
		if len(s.items) > 0 {
			a.line(0, "%s: %s", nobody, terminal.Count(len(s.items), "work item", "work items"))
		}
		return
	}
	a.line(0, "%s: %s", clean(s.name), text)
	left := ownerLines - 1
	for i, w := range s.items {
		if i == left-1 && len(s.items) > left {
			a.line(1, "and %s more", terminal.Number(len(s.items)-i))
			break
		}
		a.line(1, "%s (%s): %s in the way", clean(w.Title), clean(w.Where()), terminal.Count(w.Blocking, "place", "places"))
	}
}

// elsewhere says how the concerns are that other teams work on.
func (a *agenda) elsewhere() {
	a.heading("Left to other teams")
	for _, t := range a.new.Tracked {
		moved := ""
		if was := a.old.TrackedBy(t.Concern); was != nil {
			moved = signed(t.Blocking - was.Blocking)
		}
		text := fmt.Sprintf("%s: %s%s; %s", clean(string(t.Concern)), terminal.Count(t.Blocking, "place in the way", "places in the way"), moved, clean(t.By))
		var stories []string
		for _, s := range t.Stories {
			stories = append(stories, strings.TrimSpace(s.Repo+" "+s.URL))
		}
		if len(stories) > 0 {
			text += ": " + a.few(stories)
		}
		a.line(0, "%s", text)
	}
}

// unchanged gathers what did not move into one line.
func (a *agenda) unchanged() {
	for _, c := range a.diff.Concerns {
		if c.After > 0 && c.New+c.Gone == 0 {
			a.same = append(a.same, "in "+string(c.Concern))
		}
	}
	if len(a.same) > 0 {
		a.pending = ""
		a.put("\nNo change " + terminal.List(a.same) + ".")
	}
}
