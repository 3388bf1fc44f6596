package readiness

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// circumstances is what the decision table asks of a package on a target.
type circumstances struct {
	pkg      *reports.Package
	target   *reports.Target
	items    map[string]*reports.WorkItem
	pending  pending
	unknowns []*finding.Unknown
	// needs counts what the package needs, unresolved those of which no index
	// says whether the target has them; missing names those that it lacks.
	needs, unresolved int
	missing           []string
}

// Row is one line of the decision table.
type Row struct {
	Verdict reports.Verdict
	// When says in words when the row fits.
	When string

	fits func(*circumstances) bool
}

// Table returns the decision table of verdicts. The first row that fits a
// package and a target decides.
func Table() []Row {
	return []Row{
		{reports.NotApplicable, "no build list names the package",
			func(c *circumstances) bool { return !c.pkg.Built }},
		{reports.NotApplicable, "a decision puts something else in its place on the target",
			func(c *circumstances) bool { return c.pkg.Replaced[c.target.ID] != "" }},
		{reports.NeedsWork, "on the origin: a place breaks there",
			func(c *circumstances) bool { return c.target.Origin && c.pending.breaks+c.pending.changes > 0 }},
		{reports.Ready, "on the origin: it is built and runs there",
			func(c *circumstances) bool { return c.target.Origin }},
		{reports.Blocked, "it needs something that the target lacks under any name, by a complete index",
			func(c *circumstances) bool { return len(c.missing) > 0 }},
		{reports.NeedsWork, "a place in what ships, in its packaging or in its patches breaks or changes its meaning",
			func(c *circumstances) bool { return c.pending.breaks+c.pending.changes > 0 }},
		{reports.NotAssessable, "its source or a part of it could not be read",
			func(c *circumstances) bool { return len(c.unknowns) > 0 }},
		{reports.NotAssessable, "it has needs, and there is no index of the target to look them up in",
			func(c *circumstances) bool { return c.needs > 0 && c.target.Index == nil }},
		{reports.Likely, "nothing was found, but the index does not know all of its needs, or nobody looked them up",
			func(c *circumstances) bool { return c.unresolved > 0 || c.target.Index == nil }},
		{reports.Ready, "everything was looked at, all needs are there, and nothing stands in the way",
			func(*circumstances) bool { return true }},
	}
}

func (c *circumstances) decide() reports.Verdict {
	for _, row := range table {
		if row.fits(c) {
			return row.Verdict
		}
	}
	panic("the last row of the decision table does not fit")
}

var table = Table()

// reasons says what the verdict rests on, and everything else that has to be
// done, so that nobody is surprised after the first reason is gone.
func (c *circumstances) reasons(verdict reports.Verdict) []reports.Reason {
	if id := c.pkg.Replaced[c.target.ID]; id != "" && c.pkg.Built {
		return []reports.Reason{{Kind: reports.ReasonNone, Text: "something else takes its place there, by the decision " + id}}
	}
	if verdict == reports.NotApplicable {
		return []reports.Reason{{Kind: reports.ReasonNone, Text: "no build list names it"}}
	}
	if c.target.Origin && verdict == reports.Ready {
		return []reports.Reason{{Kind: reports.ReasonNone, Text: "it is built and runs there"}}
	}
	list := append(c.lacks(), c.work()...)
	list = append(list, c.inputs()...)
	if len(list) == 0 {
		list = []reports.Reason{{Kind: reports.ReasonNone, Text: "nothing stands in the way"}}
		if verdict == reports.Likely {
			list[0].Text = "nothing was found, and it has no needs that were looked up"
		}
	}
	return list
}

// lacks names what the target has nothing for.
func (c *circumstances) lacks() []reports.Reason {
	if len(c.missing) == 0 || c.target.Origin {
		return nil
	}
	return []reports.Reason{{
		Kind: reports.ReasonTarget, Text: c.target.Name + " lacks " + fewNames(c.missing),
		Items: c.itemsOf(func(w *reports.WorkItem) bool { return w.Kind == reports.ItemDependency }),
	}}
}

// work tells the package's own work from what waits for a decision.
func (c *circumstances) work() []reports.Reason {
	var list []reports.Reason
	own := c.itemsOf(func(w *reports.WorkItem) bool {
		return w.Kind != reports.ItemDecision && (w.Kind != reports.ItemDependency || len(c.missing) == 0)
	})
	breaks := c.pending.breaks
	if len(c.missing) > 0 {
		breaks = max(0, breaks-c.pending.ofNeeds) // those are the target's
	}
	if len(own) > 0 && breaks+c.pending.changes > 0 {
		list = append(list, reports.Reason{
			Kind:  reports.ReasonWork,
			Text:  fmt.Sprintf("%d places break, %d change their meaning", breaks, c.pending.changes),
			Items: own,
		})
	}
	for _, id := range c.itemsOf(func(w *reports.WorkItem) bool { return w.Kind == reports.ItemDecision }) {
		list = append(list, reports.Reason{
			Kind: reports.ReasonDecision, Text: "to be decided: " + strings.TrimPrefix(c.items[id].Title, "Decide "), Items: []string{id},
		})
	}
	return list
}

// itemsOf returns the ids of the package's work items of a kind.
func (c *circumstances) itemsOf(wanted func(*reports.WorkItem) bool) []string {
	var ids []string
	for id := range c.pending.items {
		if w := c.items[id]; w != nil && wanted(w) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// inputs names what the scan was not given. Equal ones are said once.
func (c *circumstances) inputs() []reports.Reason {
	if c.target.Origin {
		return nil
	}
	var list []reports.Reason
	add := func(text, settle string) {
		if !slices.ContainsFunc(list, func(r reports.Reason) bool { return r.Text == text }) {
			list = append(list, reports.Reason{Kind: reports.ReasonInput, Text: text, Settle: settle})
		}
	}
	for _, u := range c.unknowns {
		text := u.Message
		if u.Path != "" && u.Kind != finding.UnknownSource {
			text = u.Path + ": " + strings.TrimSuffix(text, ".")
		}
		add(text, u.Settle)
	}
	if c.target.Index == nil && c.needs > 0 {
		add(fmt.Sprintf("its %d %s were not looked up", c.needs, plural(c.needs, "need", "needs")),
			"an index of "+c.target.Name+"; this version comes with one of Clear Linux alone")
	} else if c.unresolved > 0 {
		add(fmt.Sprintf("%d of its %d needs are not known to the index", c.unresolved, c.needs),
			"a fuller index of "+c.target.Name)
	}
	return list
}
