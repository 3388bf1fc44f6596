package html

import (
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// milestoneRow is how far a milestone is.
type milestoneRow struct {
	Title, Target, Owner, Due string
	Text, Alt                 string
	Counts                    []count
	Reached                   bool
	// Rest are the packages that are not done, the nearest first.
	Rest []restRow
}

// restRow is a package that a milestone lacks.
type restRow struct{ Package, Link, What string }

// milestoneRows says how far each milestone of the report is.
func milestoneRows(r *reports.Report) []milestoneRow {
	var rows []milestoneRow
	for i := range r.Milestones {
		m := &r.Milestones[i]
		row := milestoneRow{
			Title: terminal.Clean(m.Title), Target: terminal.Clean(m.Target), Owner: terminal.Clean(m.Owner), Due: terminal.Clean(m.Due),
			Text:    fmt.Sprintf("%s of %s", terminal.Number(m.Done), terminal.Count(m.Packages, "package", "packages")),
			Reached: m.Reached(r.Milestones),
		}
		if m.Unknown > 0 {
			row.Text += ", " + terminal.Number(m.Unknown) + " cannot be told"
		}
		at := 0
		for _, c := range []count{
			{ID: reports.Ready, Label: "done", N: m.Done - m.Likely}, {ID: reports.Likely, Label: "likely done", N: m.Likely},
			{ID: reports.NeedsWork, Label: "to do", N: len(m.Rest) - m.Unknown}, {ID: reports.NotAssessable, Label: "cannot be told", N: m.Unknown},
		} {
			if c.N == 0 {
				continue
			}
			c.X, c.W = hundredths(at, m.Packages), hundredths(c.N, m.Packages)
			at += c.N
			row.Counts = append(row.Counts, c)
			if row.Alt != "" {
				row.Alt += ", "
			}
			row.Alt += terminal.Number(c.N) + " " + c.Label
		}
		for _, rest := range m.Rest {
			row.Rest = append(row.Rest, newRest(rest))
		}
		rows = append(rows, row)
	}
	return rows
}

// hundredths is a part of a whole in hundredths of the whole.
func hundredths(part, whole int) string { return fmt.Sprintf("%.2f", 100*float64(part)/float64(whole)) }

func newRest(rest reports.MilestoneRest) restRow {
	row := restRow{Package: terminal.Clean(rest.Package), Link: "#package/" + fragment(cleanText(rest.Package))}
	switch {
	case rest.Unknown:
		row.What = "cannot be told"
	case rest.Places == 0:
		row.What = "lacks " + terminal.Clean(terminal.List(rest.Missing))
	default:
		row.What = fmt.Sprintf("%s in %s", terminal.Count(rest.Places, "place", "places"), terminal.Count(len(rest.Items), "work item", "work items"))
		if len(rest.Missing) > 0 {
			row.What += ", lacks " + terminal.Clean(terminal.List(rest.Missing))
		}
	}
	return row
}

// decisionRow is something that is decided once.
type decisionRow struct {
	ID, Question, Outcome, Note, Owner, Date string
	Link                                     string
	Open, Unowned                            bool
	Holds                                    string
}

// decisionRows lists what is open, and what is decided.
func decisionRows(r *reports.Report) []decisionRow {
	items := map[string]bool{}
	for i := range r.WorkItems {
		items[r.WorkItems[i].ID] = true
	}
	var rows []decisionRow
	for _, d := range r.Decisions {
		row := decisionRow{
			ID: terminal.Clean(d.ID), Question: terminal.Clean(d.Question), Outcome: string(d.Outcome), Note: terminal.Clean(d.Note),
			Owner: terminal.Clean(d.Owner), Date: terminal.Clean(d.Date), Open: d.State == reports.DecisionOpen,
			Holds: fmt.Sprintf("%s in %s", terminal.Count(d.Blocking, "place", "places"), terminal.Count(d.InPackages(), "package", "packages")),
		}
		if row.Owner == "" {
			row.Owner, row.Unowned = "unowned", true
		}
		for _, id := range []string{reports.DecisionPrefix + d.ID, reports.AnswerPrefix + d.ID} {
			if items[id] {
				row.Link = "#item/" + fragment(cleanText(id))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// trackedRow is a concern that another team works on.
type trackedRow struct {
	Concern, By, Text string
	Stories           []storyLink
}

type storyLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// storyLinks are the stories of a concern that another team works on.
func storyLinks(t *reports.Tracked) []storyLink {
	var list []storyLink
	for _, s := range t.Stories {
		text := fmt.Sprint(s.ID)
		if s.Repo != "" {
			text += " " + terminal.Clean(s.Repo)
		}
		link := storyLink{Text: text}
		// Anything else might run something.
		if strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://") {
			link.URL = terminal.Clean(s.URL)
		}
		list = append(list, link)
	}
	return list
}

func trackedRows(r *reports.Report) []trackedRow {
	var rows []trackedRow
	for _, t := range r.Tracked {
		row := trackedRow{
			Concern: string(t.Concern), By: terminal.Clean(t.By),
			Text: fmt.Sprintf("%s in the way, about %s", terminal.Count(t.Blocking, "place", "places"), reports.WorkTime(t.Minutes)),
		}
		row.Stories = storyLinks(&t)
		rows = append(rows, row)
	}
	return rows
}
