package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
)

// tally counts one half.
type tally struct {
	rows, unread              int
	truly, found, falsely     int // upstreamed by the labels, found, and said of others
	commit, release, releases int // right commits and first releases among those found
	inBase, bases             int
	partly, partlyFound       int
	reverted, revertedFound   int
	confusion                 map[string]int // "label said"
	wrong                     []string
}

// write prints the counts per half, and what differs.
func write(out io.Writer, labels []label, said map[string]upstream.Answer, rows bool, took time.Duration) error {
	w := bufio.NewWriter(out)
	halves := map[string]*tally{}
	for i := range labels {
		l := &labels[i]
		t := halves[l.split]
		if t == nil {
			t = &tally{confusion: map[string]int{}}
			halves[l.split] = t
		}
		a, ok := said[l.said()]
		t.rows++
		if !ok {
			t.unread++
			t.wrong = append(t.wrong, l.id()+": there is no such patch in the stacks")
			continue
		}
		differs := t.count(l, &a)
		if rows || differs {
			t.wrong = append(t.wrong, describe(l, &a))
		}
	}
	var names []string
	for name := range halves {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		halves[name].write(w, name)
	}
	fmt.Fprintf(w, "matching took %.1f s\n", took.Seconds())
	return w.Flush()
}

// count adds one row, and says whether the answer differs from the label.
func (t *tally) count(l *label, a *upstream.Answer) (differs bool) {
	t.confusion[l.verdict+" "+string(a.State)]++
	isUp := a.State == upstream.Upstreamed
	switch l.verdict {
	case "upstreamed":
		t.truly++
		if isUp {
			t.found++
			t.agree(l, a)
		}
		differs = !isUp || l.firstRelease != unknown && l.firstRelease != orUnreleased(a.FirstRelease)
	case "partially":
		t.partly++
		if a.State == upstream.Partially {
			t.partlyFound++
		}
		differs = a.State != upstream.Partially
	case "reverted":
		t.reverted++
		if a.State == upstream.Reverted {
			t.revertedFound++
		}
		differs = a.State != upstream.Reverted
	default:
		differs = isUp || a.State == upstream.Partially || a.State == upstream.Reverted || a.State == upstream.Unknown
	}
	if isUp && l.verdict != "upstreamed" {
		t.falsely++
	}
	return differs
}

// agree compares commit, release and base of what both call upstreamed.
func (t *tally) agree(l *label, a *upstream.Answer) {
	for _, c := range append(slices.Clone(a.Commits), a.Again...) {
		if slices.Contains(l.commits, c.ID) {
			t.commit++
			break
		}
	}
	if l.firstRelease != unknown {
		t.releases++
		if l.firstRelease == orUnreleased(a.FirstRelease) {
			t.release++
		}
	}
	if l.inBase != unknown && a.InBase != upstream.Untold {
		t.bases++
		if l.inBase == string(a.InBase) {
			t.inBase++
		}
	}
}

// unknown stands in a label for what nobody looked for.
const unknown = "unknown"

func orUnreleased(tag string) string {
	if tag == "" {
		return "unreleased"
	}
	return tag
}

func describe(l *label, a *upstream.Answer) string {
	var ids []string
	for _, c := range a.Commits {
		ids = append(ids, fmt.Sprintf("%.12s %s %q", c.ID, c.Date.Format(time.DateOnly), c.Subject))
	}
	for _, c := range a.Reverts {
		ids = append(ids, fmt.Sprintf("reverted by %.12s %s %q", c.ID, c.Date.Format(time.DateOnly), c.Subject))
	}
	return fmt.Sprintf("%s (%s)\n    label %s %.12s first %s in base %s\n    said  %s by %s first %s in base %s; %d lines, forward %.2f plus %.2f reverse %.2f head %.2f; %s\n    %s",
		l.id(), l.upstream, l.verdict, strings.Join(l.commits, ","), l.firstRelease, l.inBase,
		a.State, a.By, orUnreleased(a.FirstRelease), a.InBase, a.Coverage.Lines, a.Coverage.Forward, a.Coverage.Plus, a.Coverage.Reverse, a.Coverage.Head,
		a.Why, strings.Join(ids, "\n    "))
}

func (t *tally) write(w io.Writer, name string) {
	for _, line := range t.wrong {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "%s: %d labels, %d not in a stack\n", name, t.rows, t.unread)
	fmt.Fprintf(w, "  upstreamed: %d, found %d (recall %s), falsely said of others %d\n", t.truly, t.found, ratio(t.found, t.truly), t.falsely)
	fmt.Fprintf(w, "  of those found: commit right %s, first release %s, in base %s\n",
		ratio(t.commit, t.found), ratio(t.release, t.releases), ratio(t.inBase, t.bases))
	fmt.Fprintf(w, "  partially: %s found; reverted: %s found\n", ratio(t.partlyFound, t.partly), ratio(t.revertedFound, t.reverted))
	var pairs []string
	for pair := range t.confusion {
		pairs = append(pairs, pair)
	}
	slices.Sort(pairs)
	for _, pair := range pairs {
		label, state, _ := strings.Cut(pair, " ")
		fmt.Fprintf(w, "  label %-10s said %-10s %d\n", label, state, t.confusion[pair])
	}
}

func ratio(part, whole int) string {
	if whole == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d = %.3f", part, whole, float64(part)/float64(whole))
}
