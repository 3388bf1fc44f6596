package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

const (
	// mostPoints bounds the points that are drawn: five years of weeks.
	mostPoints = 260
	// mostLayers is how many concerns have a layer of their own.
	mostLayers = 5
)

// trendView is how the numbers of all targets went.
type trendView struct {
	Span, Earlier string
	Tool          string // when the tool changed, empty if it did not
	Legend        []legendEntry
	Moved         bool // some step has its causes
	Targets       []trendTarget
}

type legendEntry struct{ Class, Label string }

// trendTarget is how the numbers of one target went, as charts and as tables.
type trendTarget struct {
	Name           string
	Burn, Verdicts *chart
	Places, States trendTable
}

type trendTable struct {
	Caption string
	Heads   []string
	Rows    []trendRow
}

type trendRow struct {
	Date, Label string
	Tool        bool
	Cells       []string
}

// newTrend draws a trend. Two points make one; nil if there are fewer.
func newTrend(t *reports.Trend, r *reports.Report) *trendView {
	if t == nil || len(t.Points) < 2 {
		return nil
	}
	points := t.Points
	v := &trendView{}
	if over := len(points) - mostPoints; over > 0 {
		points = points[over:]
		v.Earlier = terminal.Count(over, "earlier point is", "earlier points are") + " not drawn"
	}
	day := func(p *reports.TrendPoint) string { return p.Time.UTC().Format(time.DateOnly) }
	v.Span = fmt.Sprintf("%s, %s to %s", terminal.Count(len(points), "point", "points"), day(&points[0]), day(&points[len(points)-1]))
	var tools []string
	for i := range points[1:] {
		if points[i+1].Moved {
			tools = append(tools, day(&points[i+1]))
		}
	}
	v.Tool = terminal.List(tools)
	layers := leading(points, t.Origins)
	for i, c := range layers {
		v.Legend = append(v.Legend, legendEntry{layerClass(i), string(c)})
	}
	v.Legend = append(v.Legend, legendEntry{"c-other", "other concerns"})
	for _, id := range trendTargets(t, r) {
		if drawn, ok := newTrendTarget(id, len(v.Targets), points, layers); ok {
			drawn.Name = targetName(r, id)
			drawn.title()
			v.Moved = v.Moved || drawn.Burn.Strip != ""
			v.Targets = append(v.Targets, drawn)
		}
	}
	if len(v.Targets) == 0 {
		return nil
	}
	return v
}

func layerClass(i int) string { return fmt.Sprintf("c-%d", i) }

// trendTargets are the port targets of a trend, those of the report first.
func trendTargets(t *reports.Trend, r *reports.Report) []string {
	var list []string
	for _, target := range r.Targets {
		list = append(list, target.ID)
	}
	list = append(list, t.Targets...)
	var ports []string
	for _, id := range list {
		if slices.Contains(t.Targets, id) && !slices.Contains(t.Origins, id) && !slices.Contains(ports, id) {
			ports = append(ports, id)
		}
	}
	return ports
}

// targetName is the name of a target, or its id where the report does not have it.
func targetName(r *reports.Report, id string) string {
	for _, t := range r.Targets {
		if t.ID == id {
			return terminal.Clean(t.Name)
		}
	}
	return terminal.Clean(id)
}

// leading are the concerns of which most was ever in the way, the greatest first.
func leading(points []reports.TrendPoint, origins []string) []finding.Concern {
	most := map[finding.Concern]int{}
	for i := range points {
		for id, at := range points[i].Targets {
			if slices.Contains(origins, id) {
				continue
			}
			for c, n := range at.Concerns {
				most[c] = max(most[c], n.Blocking)
			}
		}
	}
	var list []finding.Concern
	for _, c := range finding.Concerns { // what else a file names is among the others
		if most[c] > 0 {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b finding.Concern) int { return cmp.Compare(most[b], most[a]) })
	return list[:min(len(list), mostLayers)]
}

func newTrendTarget(id string, number int, points []reports.TrendPoint, concerns []finding.Concern) (trendTarget, bool) {
	var moments []moment
	var at []reports.TrendTarget
	for i := range points {
		if one, ok := points[i].Targets[id]; ok {
			moments = append(moments, moment{points[i].Time, points[i].Label, points[i].Moved && len(at) > 0})
			at = append(at, one)
		}
	}
	if len(at) < 2 {
		return trendTarget{}, false
	}
	line := newTimeline(moments)
	steps := make([]motion, len(at))
	for i := range at[1:] {
		steps[i+1] = stepOf(at[i+1].Moved)
	}
	drawn := trendTarget{Burn: newChart(line, placeLayers(at, concerns)), Verdicts: newChart(line, verdictLayers(at))}
	drawn.Burn.ID, drawn.Verdicts.ID = fmt.Sprintf("burn-%d", number), fmt.Sprintf("verdicts-%d", number)
	drawn.Burn.strip(line, steps)
	drawn.Burn.Desc, drawn.Verdicts.Desc = describe(drawn.Burn, moments, at, steps), describeVerdicts(moments, at)
	drawn.Places, drawn.States = placeTable(moments, at, concerns, drawn.Burn.Strip != ""), verdictTable(moments, at)
	return drawn, true
}

// title names the charts by their target.
func (d *trendTarget) title() {
	d.Burn.Title, d.Verdicts.Title = "Places in the way on "+d.Name, "Packages by verdict on "+d.Name
	d.Places.Caption, d.States.Caption = d.Burn.Title, d.Verdicts.Title
}

// stepOf adds up what moved: of a step without causes nothing is known.
func stepOf(moves []reports.TrendMove) motion {
	var s motion
	for _, m := range moves {
		c := &s.others
		if policy.Cause(m.Cause).Progress() {
			c = &s.ours
		}
		c.came += m.Came
		c.gone += m.Gone
	}
	return s
}

func placeLayers(at []reports.TrendTarget, concerns []finding.Concern) []layer {
	var list []layer
	rest := layer{class: "c-other", label: "other concerns", values: make([]int, len(at))}
	for i := range at {
		rest.values[i] = at[i].Blocking
	}
	for k, c := range concerns {
		l := layer{class: layerClass(k), label: string(c), values: make([]int, len(at))}
		for i := range at {
			l.values[i] = max(0, at[i].Concerns[c].Blocking)
			rest.values[i] = max(0, rest.values[i]-l.values[i])
		}
		list = append(list, l)
	}
	return append(list, rest)
}

// headlineCounts are the numbers of a headline in the order of verdictNames.
func headlineCounts(h reports.Headline) []int {
	return []int{h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.NotApplicable}
}

// verdictLayers has what is done at the bottom, so that it grows upwards.
func verdictLayers(at []reports.TrendTarget) []layer {
	var list []layer
	for k, v := range slices.Backward(verdictNames) {
		l := layer{class: "v-" + string(v.ID), label: v.Label, values: make([]int, len(at))}
		for i := range at {
			l.values[i] = max(0, headlineCounts(at[i].Headline)[k])
		}
		list = append(list, l)
	}
	// What is not applicable is nobody's progress: it lies on top.
	return append(list[1:], list[0])
}

// describe says in words what a burn-down shows.
func describe(c *chart, moments []moment, at []reports.TrendTarget, steps []motion) string {
	last := len(at) - 1
	text := fmt.Sprintf("%s on %s, %s on %s.", terminal.Count(at[0].Blocking, "place", "places"), moments[0].time.UTC().Format(time.DateOnly),
		terminal.Number(at[last].Blocking), moments[last].time.UTC().Format(time.DateOnly))
	if c.Strip != "" {
		var all motion
		for _, s := range steps {
			all.ours.came, all.ours.gone = all.ours.came+s.ours.came, all.ours.gone+s.ours.gone
			all.others.came, all.others.gone = all.others.came+s.others.came, all.others.gone+s.others.gone
		}
		text += fmt.Sprintf(" By the team's doing %s, by anything else %s. %s", all.ours.text(), all.others.text(), c.Strip)
	}
	return text
}

func describeVerdicts(moments []moment, at []reports.TrendTarget) string {
	words := func(i int) string {
		var parts []string
		for k, n := range headlineCounts(at[i].Headline) {
			if n > 0 {
				parts = append(parts, terminal.Number(n)+" "+verdictNames[k].Label)
			}
		}
		return cmp.Or(terminal.List(parts), "no packages") + " on " + moments[i].time.UTC().Format(time.DateOnly)
	}
	return "Of the packages in build lists " + words(0) + "; " + words(len(at)-1) + "."
}

func newTrendRow(m moment) trendRow {
	row := trendRow{Date: m.time.UTC().Format(time.DateOnly), Tool: m.tool}
	if isName(m.label) {
		row.Label = terminal.Clean(m.label)
	}
	return row
}

// placeTable has the newest first, as the others on the page.
func placeTable(moments []moment, at []reports.TrendTarget, concerns []finding.Concern, moved bool) trendTable {
	t := trendTable{Heads: []string{"In the way"}}
	for _, c := range concerns {
		t.Heads = append(t.Heads, string(c))
	}
	if moved {
		t.Heads = append(t.Heads, "Moved by the team", "Moved by anything else")
	}
	for i := range slices.Backward(at) {
		row := newTrendRow(moments[i])
		row.Cells = append(row.Cells, terminal.Number(at[i].Blocking))
		for _, c := range concerns {
			row.Cells = append(row.Cells, terminal.Number(at[i].Concerns[c].Blocking))
		}
		if moved {
			row.Cells = append(row.Cells, causesText(at[i].Moved, true), causesText(at[i].Moved, false))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// causesText is "code −12 +3, decision −4" of what is the team's doing, or not.
func causesText(moves []reports.TrendMove, progress bool) string {
	by := map[policy.Cause]change{}
	for _, m := range moves {
		c := by[policy.Cause(m.Cause)]
		by[policy.Cause(m.Cause)] = change{c.came + m.Came, c.gone + m.Gone}
	}
	var parts []string
	for _, c := range policy.Causes {
		if c.Progress() == progress && !by[c].none() {
			parts = append(parts, string(c)+" "+by[c].text())
		}
	}
	return strings.Join(parts, ", ")
}

func verdictTable(moments []moment, at []reports.TrendTarget) trendTable {
	t := trendTable{}
	for _, v := range verdictNames {
		t.Heads = append(t.Heads, v.Label)
	}
	for i := range slices.Backward(at) {
		row := newTrendRow(moments[i])
		for _, n := range headlineCounts(at[i].Headline) {
			row.Cells = append(row.Cells, terminal.Number(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// trendData is how the verdicts of packages went: the points as date, name and
// whether the tool changed, and by package and target the pairs of a point and the
// place in the list of verdicts from then on, -1 if no build list names it.
type trendData struct {
	Points   []trendPoint                `json:"points"`
	Packages map[string]map[string][]int `json:"packages"`
}

type trendPoint struct {
	Date  string `json:"date"`
	Label string `json:"label,omitempty"`
	Tool  bool   `json:"tool,omitempty"`
}

// newTrendData holds the packages and targets of the report alone.
func newTrendData(t *reports.Trend, r *reports.Report) *trendData {
	if t == nil || len(t.Points) == 0 {
		return nil
	}
	d := &trendData{Packages: map[string]map[string][]int{}}
	for i := range t.Points {
		p := &t.Points[i]
		row := newTrendRow(moment{p.Time, p.Label, p.Moved})
		d.Points = append(d.Points, trendPoint{row.Date, row.Label, row.Tool})
	}
	known, targets := map[string]bool{}, map[string]bool{}
	for i := range r.Packages {
		known[r.Packages[i].Repo+"/"+r.Packages[i].Name] = true
	}
	for _, target := range r.Targets {
		targets[target.ID] = true
	}
	for _, p := range t.Packages {
		if !known[p.Package] || !targets[p.Target] {
			continue
		}
		var changes []int
		for _, v := range p.Verdicts {
			if v.Point >= 0 && v.Point < len(t.Points) {
				changes = append(changes, v.Point, slices.Index(reports.Verdicts, v.Verdict))
			}
		}
		if d.Packages[p.Package] == nil {
			d.Packages[p.Package] = map[string][]int{}
		}
		d.Packages[p.Package][p.Target] = changes
	}
	return d
}
