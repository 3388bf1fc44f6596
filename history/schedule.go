package history

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Every says how often history is looked at.
type Every string

// How often, a closed list.
const (
	EveryDay    Every = "day"
	EveryWeek   Every = "week" // that ends with Sunday
	EveryMonth  Every = "month"
	EveryCommit Every = "commit"
)

var everies = []Every{EveryDay, EveryWeek, EveryMonth, EveryCommit}

// ParseEvery reads one of day, week, month and commit.
func ParseEvery(text string) (Every, error) {
	if !slices.Contains(everies, Every(text)) {
		return "", fmt.Errorf("%.40q: want day, week, month or commit", text)
	}
	return Every(text), nil
}

// Ends gives the last seconds of all days, weeks or months, in UTC, that end
// after one time and before another. There are none for EveryCommit.
func (e Every) Ends(after, before time.Time) []time.Time {
	after = after.UTC()
	day := time.Date(after.Year(), after.Month(), after.Day(), 0, 0, 0, 0, time.UTC)
	var next func(time.Time) time.Time // the first second of the next one
	switch e {
	case EveryDay:
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	case EveryWeek:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case EveryMonth:
		day = day.AddDate(0, 0, 1-day.Day())
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	default:
		return nil
	}
	var ends []time.Time
	for t := next(day); ; t = next(t) {
		end := t.Add(-time.Second)
		if !end.Before(before) {
			return ends
		}
		if end.After(after) {
			ends = append(ends, end)
		}
	}
}

// Commit is one commit of a branch.
type Commit struct {
	ID   string
	Time time.Time
}

// Branch is what a branch of a repo was, the oldest commit first.
type Branch struct {
	// Repo is the identity.
	Repo    string
	Commits []Commit
}

// At gives what a branch was at a time, false if it was not there yet. A commit
// that says it is older than the one that it was made on came after that.
func (b *Branch) At(when time.Time) (Commit, bool) {
	for i, c := range b.Commits {
		if c.Time.After(when) {
			if i == 0 {
				return Commit{}, false
			}
			return b.Commits[i-1], true
		}
	}
	if len(b.Commits) == 0 {
		return Commit{}, false
	}
	return b.Commits[len(b.Commits)-1], true
}

// Moment is a point of history that is to be scanned.
type Moment struct {
	// Time is the date of the newest commit, Label what was asked for: a
	// revision, or the day that it ends with.
	Time  time.Time
	Label string
	// Commits are the full ids by repo. A repo that was not there has none.
	Commits map[string]string
}

// Point identifies the moment, as PointOf the report that is made of it.
func (m *Moment) Point() string { return PointAt(m.Time, m.Commits) }

// MomentAt is what all branches were at a time, false if there was none.
func MomentAt(branches []Branch, when time.Time, label string) (Moment, bool) {
	m := Moment{Label: label, Commits: map[string]string{}}
	for i := range branches {
		if c, ok := branches[i].At(when); ok {
			m.Add(branches[i].Repo, c)
		}
	}
	return m, len(m.Commits) > 0
}

// Add sets what a repo was.
func (m *Moment) Add(repo string, c Commit) {
	m.Commits[repo] = c.ID
	if c.Time.After(m.Time) {
		m.Time = c.Time
	}
}

// Between gives the moments after one and before another, without those at
// which nothing had changed since the one before.
func Between(branches []Branch, from, to Moment, every Every) []Moment {
	ends := every.Ends(from.Time, to.Time)
	if every == EveryCommit {
		ends = commitTimes(branches, from.Time, to.Time)
	}
	last := from.Point()
	var list []Moment
	for _, end := range ends {
		label := end.Format(time.DateOnly)
		if every == EveryCommit {
			label = ""
		}
		m, ok := MomentAt(branches, end, label)
		// On another branch, from may be newer than what this one was then.
		if !ok || !m.Time.After(from.Time) || m.Point() == last || m.Point() == to.Point() {
			continue
		}
		last = m.Point()
		list = append(list, m)
	}
	return list
}

func commitTimes(branches []Branch, after, before time.Time) []time.Time {
	var times []time.Time
	for i := range branches {
		for _, c := range branches[i].Commits {
			if c.Time.After(after) && c.Time.Before(before) {
				times = append(times, c.Time)
			}
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return slices.CompactFunc(times, time.Time.Equal)
}

// ParseDay reads YYYY-MM-DD as the last second of that day in UTC, false if the
// text is no date.
func ParseDay(text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	return day.AddDate(0, 0, 1).Add(-time.Second), err == nil
}
