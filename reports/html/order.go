package html

import (
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/portplan"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// orderRow is the order of the port to one target.
type orderRow struct {
	ID, Name string
	Text     string // in a line
	Chain    []chainRow
	Time     string // of the whole chain
	Cycles   []string
	Waiting  []waitRow
	More     string // how many more others wait for
	Waves    []waveRow
}

// chainRow is a step of the chain that takes the longest.
type chainRow struct{ Packages, Time string }

// waitRow is what others wait for.
type waitRow struct{ Packages, Time, Waiting, Theirs, Frees string }

// waveRow is a wave: those that can be ported now, and the others.
type waveRow struct{ Title, Note, Now, Others string }

// mostWaiting bounds the packages that are listed because others wait for them;
// the plan has all.
const mostWaiting = 10

// orders plans all work for every target. A target of which nothing was looked up
// has no order, nor has a report of a scan that did not ask what packages need.
func orders(r *reports.Report) []orderRow {
	var list []orderRow
	for _, t := range portFirst(r.Targets) {
		if t.Origin {
			continue
		}
		plan, err := portplan.Make(r, portplan.Options{Target: t.ID})
		if err != nil || plan.Totals.Packages == 0 {
			continue
		}
		list = append(list, newOrder(&t, plan))
	}
	return list
}

func newOrder(t *reports.Target, plan *portplan.Plan) orderRow {
	row := orderRow{ID: terminal.Clean(t.ID), Name: terminal.Clean(t.Name), Time: plan.Critical.Effort()}
	n := plan.Totals
	row.Text = fmt.Sprintf("%s of %s have no work left, of %s it is not known, %s can be ported now", terminal.Number(n.Done),
		terminal.Count(n.Packages, "package", "packages"), terminal.Number(n.Unknown), terminal.Number(n.Now))
	if n.Undecided > 0 {
		row.Text += ", " + terminal.Count(n.Undecided, "more waits", "more wait") + " for a decision alone"
	}
	if len(plan.Critical.Steps) > 0 {
		row.Text += ", the longest chain takes " + row.Time
		for _, s := range plan.Critical.Steps {
			row.Chain = append(row.Chain, chainRow{cleanList(s.Packages), s.Effort()})
		}
	}
	for _, c := range plan.Cycles {
		row.Cycles = append(row.Cycles, cleanList(c.Packages))
	}
	for i, b := range plan.Blockers {
		if i == mostWaiting {
			row.More = terminal.Number(len(plan.Blockers)-i) + " more"
			break
		}
		row.Waiting = append(row.Waiting, waitRow{cleanList(b.Packages), b.Effort(), terminal.Number(len(b.Waiting)),
			b.WaitingEffort(), cleanList(b.Frees)})
	}
	for i := range plan.Waves {
		if w := &plan.Waves[i]; w.Number > 0 && len(w.Packages) > 0 {
			row.Waves = append(row.Waves, newWave(w))
		}
	}
	return row
}

func newWave(w *portplan.Wave) waveRow {
	now, others := w.Now()
	row := waveRow{Title: fmt.Sprintf("Wave %d", w.Number), Note: terminal.Count(len(w.Packages), "package", "packages"),
		Now: cleanList(now), Others: cleanList(others)}
	if w.Number > 1 {
		row.Title += fmt.Sprintf(", after wave %d", w.Number-1)
	}
	if len(now) > 0 {
		row.Note += ", " + terminal.Number(len(now)) + " can be ported now"
	}
	// Those without work of their own wait for others.
	if effort := w.Effort(); effort != "-" {
		row.Note += ", effort " + effort
	}
	return row
}

// cleanList writes names one after the other.
func cleanList(ids []string) string { return terminal.Clean(strings.Join(ids, ", ")) }
