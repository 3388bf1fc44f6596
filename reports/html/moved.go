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

// mostMoved bounds the lists of what moved; the rest is counted.
const mostMoved = 40

// movedView is what moved since the last report.
type movedView struct {
	Since    string
	Mind     []string // why the numbers do not tell of the source alone
	Targets  []movedTarget
	Counts   []movedCount
	Fixed    movedList
	Verdicts movedList
}

type movedTarget struct{ Name, Ready, Places, Ours, Others string }

// movedCount is a number with the list that it leads to, if there is one.
type movedCount struct{ Text, Link string }

// movedList is a list of what moved; More counts those that it leaves out.
type movedList struct {
	Title string
	Rows  []movedRow
	More  string
}

type movedRow struct{ Package, Link, Text string }

// newMoved shows a comparison, nil if there is none.
func newMoved(d *policy.Diff, r *reports.Report) *movedView {
	if d == nil {
		return nil
	}
	v := &movedView{Since: d.Old.Time.UTC().Format(time.DateOnly)}
	for _, why := range d.NotComparable {
		v.Mind = append(v.Mind, terminal.Clean(why))
	}
	for i := range d.Targets {
		t := &d.Targets[i]
		v.Targets = append(v.Targets, movedTarget{
			Name: targetName(r, t.Target), Ready: beforeAfter(t.Before.Ready+t.Before.Likely, t.After.Ready+t.After.Likely),
			Places: beforeAfter(t.PlacesBefore, t.PlacesAfter), Ours: cmp.Or(placeCauses(t, true), "nothing"), Others: cmp.Or(placeCauses(t, false), "nothing"),
		})
	}
	count := func(n int, one, many, kind string) {
		if n == 0 {
			return
		}
		c := movedCount{Text: terminal.Count(n, one, many)}
		if kind != "" {
			c.Link = "#findings?since=" + kind
		}
		v.Counts = append(v.Counts, c)
	}
	count(len(d.Came), "new place", "new places", sinceNew)
	count(len(d.TurnedPlaces(func(*policy.Turn) bool { return true })), "place that blocks elsewhere than before", "places that block elsewhere than before", sinceTurned)
	count(len(d.Moved), "place in another file", "places in other files", sinceMoved)
	count(len(d.Gone), "place gone", "places gone", "")
	count(len(d.ItemsCleared), "work item cleared", "work items cleared", "")
	count(len(d.ItemsNew), "new work item", "new work items", "")
	count(len(d.UnknownsGone), "unknown settled", "unknowns settled", "")
	count(len(d.UnknownsNew), "new unknown", "new unknowns", "")
	v.Fixed, v.Verdicts = goneList(d, r), verdictList(d, r)
	return v
}

// beforeAfter is "12 → 14 (+2)", or "12" where nothing changed.
func beforeAfter(before, after int) string {
	if before == after {
		return terminal.Number(after)
	}
	return fmt.Sprintf("%s → %s (%s)", terminal.Number(before), terminal.Number(after), change{max(0, after-before), max(0, before-after)}.text())
}

// placeCauses lists what moved places of a target, of the team's doing or not.
func placeCauses(t *policy.TargetChange, progress bool) string {
	var parts []string
	for _, c := range t.ByCauses() {
		if c.Cause.Progress() == progress {
			parts = append(parts, string(c.Cause)+" "+change{c.Came, c.Gone}.text())
		}
	}
	return strings.Join(parts, ", ")
}

func linkTo(r *reports.Report, repo, name string) string {
	for i := range r.Packages {
		if r.Packages[i].Repo == repo && r.Packages[i].Name == name {
			return "#package/" + fragment(cleanText(repo)) + "/" + fragment(cleanText(name))
		}
	}
	return ""
}

// goneList groups what is gone by package, rule and cause, the most first.
func goneList(d *policy.Diff, r *reports.Report) movedList {
	type key struct {
		repo, name, rule string
		cause            policy.Cause
	}
	n := map[key]int{}
	var keys []key
	for _, f := range d.Gone {
		k := key{f.Repo, f.Package, f.Rule, f.Cause}
		if n[k] == 0 {
			keys = append(keys, k)
		}
		n[k]++
	}
	slices.SortStableFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a.repo, b.repo), cmp.Compare(a.name, b.name), cmp.Compare(a.rule, b.rule), cmp.Compare(a.cause, b.cause))
	})
	list := movedList{Title: terminal.Count(len(d.Gone), "place gone", "places gone")}
	for i, k := range keys {
		if i == mostMoved {
			list.More = terminal.Number(len(keys)-i) + " more"
			break
		}
		list.Rows = append(list.Rows, movedRow{terminal.Clean(k.repo + "/" + k.name), linkTo(r, k.repo, k.name),
			fmt.Sprintf("%s of %s, by %s", terminal.Count(n[k], "place", "places"), terminal.Clean(k.rule), cmp.Or(k.cause, policy.CauseScope))})
	}
	return list
}

// verdictList puts the targets together on which a package's verdict changed alike.
func verdictList(d *policy.Diff, r *reports.Report) movedList {
	type key struct{ repo, name, text string }
	on := map[key][]string{}
	var keys []key
	for _, c := range d.Verdicts {
		causes := make([]string, len(c.Causes))
		for i, cause := range c.Causes {
			causes[i] = string(cause)
		}
		k := key{c.Repo, c.Package, fmt.Sprintf("%s → %s, by %s", verdictLabel(c.Before), verdictLabel(c.After), terminal.List(causes))}
		if on[k] == nil {
			keys = append(keys, k)
		}
		on[k] = append(on[k], terminal.Clean(c.Target))
	}
	list := movedList{Title: terminal.Count(len(keys), "verdict changed", "verdicts changed")}
	for i, k := range keys {
		if i == mostMoved {
			list.More = terminal.Number(len(keys)-i) + " more"
			break
		}
		list.Rows = append(list.Rows, movedRow{terminal.Clean(k.repo + "/" + k.name), linkTo(r, k.repo, k.name), k.text + ", on " + terminal.List(on[k])})
	}
	return list
}

func verdictLabel(v reports.Verdict) string {
	for _, name := range verdictNames {
		if name.ID == v {
			return name.Label
		}
	}
	return cmp.Or(terminal.Clean(string(v)), "in no build list")
}

// How a finding stands to the last report, as the page's filter names it.
const (
	sinceNew    = "new"
	sinceTurned = "turned"
	sinceMoved  = "moved"
)

// placeKey is what a comparison tells of a finding of the report.
type placeKey struct {
	rule, repo, path, message string
	line, column              int
}

func placeOf(f *policy.FindingRef) placeKey {
	return placeKey{f.Rule, f.Repo, f.Path, f.Message, f.Line, f.Column}
}

// sinceOf says of the report's findings how they stand to the last report.
func sinceOf(d *policy.Diff) map[placeKey]string {
	since := map[placeKey]string{}
	if d == nil {
		return since
	}
	for i := range d.Moved {
		since[placeOf(&d.Moved[i].FindingRef)] = sinceMoved
	}
	for i := range d.Turned {
		since[placeOf(&d.Turned[i].FindingRef)] = sinceTurned
	}
	for i := range d.Came {
		since[placeOf(&d.Came[i])] = sinceNew
	}
	return since
}

func keyOf(f *finding.Finding) placeKey {
	return placeKey{f.Rule, f.Repo, f.Path, f.Message, f.Line, f.Column}
}
