// Package junit writes JUnit's XML, which CI servers show as test results and
// draw trends of.
package junit

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

const (
	// maxPassing is how many cases there may be for the rules that found
	// nothing: a repo's stay, those of the whole of StarlingX would be 100,000.
	maxPassing = 10_000
	// maxPlaces is how many places a case lists.
	maxPlaces = 50
)

// Write writes a suite for each package and concern, named "REPO/PACKAGE
// CONCERN", with a case for each rule. A case fails if the gate does for one of
// the rule's places or, in a report that was held against no base, if one stands
// in a target's way; otherwise its places are its output, and it passes. Rules
// that looked and found nothing pass, where that makes no more than 10,000 cases;
// else they are left out. A rule all of whose places are suppressed is skipped.
// Of a report that was held against a base only what is new counts.
//
// What could not be told is a case of the suite "REPO/PACKAGE unknown": an error
// if the base could tell it, skipped else. The first suite, "stxscan", counts
// what is shown and what is not. Characters that XML cannot hold are made
// visible. The error is that of w.
func Write(w io.Writer, r *reports.Report) error {
	s := newScribe(r)
	s.overview()
	for i := range r.Packages {
		s.ofPackage(r.Packages[i].Repo, r.Packages[i].Name)
	}
	s.others()
	d := testSuites{Name: "stxscan", Suites: s.suites}
	for _, suite := range s.suites {
		d.Tests += suite.Tests
		d.Failures += suite.Failures
		d.Errors += suite.Errors
	}
	return ci.WriteXML(w, d, " ")
}

type packageKey struct{ repo, name string }

// held is what is known of a rule in a package.
type held struct {
	places     []*ci.Place
	suppressed []*finding.Finding
}

type scribe struct {
	report *reports.Report
	view   *ci.View
	// rules are the ids by concern, sorted.
	rules map[finding.Concern][]string
	// passing says that rules without a place have a case.
	passing bool
	places  map[packageKey]map[finding.Concern]map[string]*held
	unknown map[packageKey][]*ci.Unknown
	suites  []*testSuite
}

func newScribe(r *reports.Report) *scribe {
	s := &scribe{
		report: r, view: ci.New(r), rules: map[finding.Concern][]string{}, passing: len(r.Packages)*len(r.Rules) <= maxPassing,
		places: map[packageKey]map[finding.Concern]map[string]*held{}, unknown: map[packageKey][]*ci.Unknown{},
	}
	for _, rule := range r.Rules {
		s.rules[rule.Concern] = append(s.rules[rule.Concern], rule.ID)
	}
	for i := range s.view.Places {
		p := &s.view.Places[i]
		h := s.hold(p.Finding)
		h.places = append(h.places, p)
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Suppressed != nil && (r.Delta == nil || f.BaselineState == finding.BaselineNew) {
			h := s.hold(f)
			h.suppressed = append(h.suppressed, f)
		}
	}
	for i := range s.view.Unknowns {
		u := &s.view.Unknowns[i]
		key := packageKey{u.Repo, u.Package}
		s.unknown[key] = append(s.unknown[key], u)
	}
	return s
}

func (s *scribe) hold(f *finding.Finding) *held {
	key := packageKey{f.Repo, f.Package}
	if s.places[key] == nil {
		s.places[key] = map[finding.Concern]map[string]*held{}
	}
	if s.places[key][f.Concern] == nil {
		s.places[key][f.Concern] = map[string]*held{}
	}
	rules := s.places[key][f.Concern]
	if rules[f.Rule] == nil {
		rules[f.Rule] = &held{}
	}
	return rules[f.Rule]
}

func (s *scribe) suite(name string) *testSuite {
	return &testSuite{Name: terminal.Clean(name), Time: "0", Timestamp: s.report.Run.Time.UTC().Format("2006-01-02T15:04:05")}
}

// overview is the suite that says what the others show.
func (s *scribe) overview() {
	suite := s.suite("stxscan")
	list := []property{
		{"stxscan", terminal.Clean(s.report.Tool.Version)}, {"rules", terminal.Clean(s.report.Tool.Rules)}, {"shown", s.view.Sentence()},
	}
	if d := s.report.Delta; d != nil {
		list = append(list, property{"base", terminal.Clean(d.Base.Kind + " " + d.Base.Name)})
	}
	if !s.passing {
		list = append(list, property{"rules without a place", fmt.Sprintf("left out: %s and %s are too many cases",
			terminal.Count(len(s.report.Packages), "package", "packages"), terminal.Count(len(s.report.Rules), "rule", "rules"))})
	}
	suite.Properties = &properties{list}
	c := testCase{Class: "stxscan", Name: "everything could be told"}
	if len(s.view.Unknowns)+s.view.KnownUnknowns > 0 {
		c.Skipped = &skipped{s.view.Untold()}
	}
	suite.add(c)
	s.suites = append(s.suites, suite)
}

func (s *scribe) ofPackage(repo, name string) {
	key := packageKey{repo, name}
	for _, concern := range finding.Concerns {
		suite := s.suite(repo + "/" + name + " " + string(concern))
		class := terminal.Clean(repo + "/" + name + "." + string(concern))
		rules := s.places[key][concern]
		ids := make([]string, 0, len(rules))
		for id := range rules {
			ids = append(ids, id)
		}
		if s.passing && slices.Contains(s.report.Run.Concerns, concern) {
			ids = append(ids, s.rules[concern]...)
		}
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			suite.add(s.ofRule(class, id, rules[id]))
		}
		if suite.Tests > 0 {
			s.suites = append(s.suites, suite)
		}
	}
	s.ofUnknowns(key)
	delete(s.places, key)
}

// others are packages that the report does not list: what could not be told
// outside of every package, and what an older report has.
func (s *scribe) others() {
	keys := map[packageKey]bool{}
	for key := range s.places {
		keys[key] = true
	}
	for key := range s.unknown {
		keys[key] = true
	}
	list := make([]packageKey, 0, len(keys))
	for key := range keys {
		list = append(list, key)
	}
	slices.SortFunc(list, func(a, b packageKey) int { return strings.Compare(a.repo+"\x00"+a.name, b.repo+"\x00"+b.name) })
	passing := s.passing
	s.passing = false
	for _, key := range list {
		s.ofPackage(key.repo, key.name)
	}
	s.passing = passing
}

func (s *scribe) ofUnknowns(key packageKey) {
	if len(s.unknown[key]) == 0 {
		return
	}
	name := strings.TrimSuffix(cmp.Or(key.repo, "workspace")+"/"+key.name, "/")
	suite := s.suite(name + " unknown")
	for _, u := range s.unknown[key] {
		c := testCase{Class: terminal.Clean(name + ".unknown"), Name: terminal.Clean(u.Kind + " " + u.File)}
		text := u.Text()
		if u.Line > 0 {
			text += fmt.Sprintf(" (line %d)", u.Line)
		}
		if u.New {
			c.Error = &outcome{Message: text, Type: terminal.Clean(u.Kind)}
		} else {
			c.Skipped = &skipped{text}
		}
		suite.add(c)
	}
	s.suites = append(s.suites, suite)
	delete(s.unknown, key)
}

// ofRule is the case of a rule in a package; h is nil if it found nothing.
func (s *scribe) ofRule(class, id string, h *held) testCase {
	c := testCase{Class: class, Name: terminal.Clean(id)}
	switch {
	case h == nil:
	case len(h.places) == 0:
		c.Skipped = &skipped{fmt.Sprintf("%s: %s", terminal.Count(len(h.suppressed), "place is suppressed", "places are suppressed"),
			terminal.Clean(h.suppressed[0].Suppressed.Reason))}
	default:
		worst := slices.MaxFunc(h.places, func(a, b *ci.Place) int { return rank(a) - rank(b) })
		if text := listed(h.places); worst.Failing || !s.view.Compared && worst.Level > finding.Info {
			c.Failure = &outcome{Message: terminal.Count(len(h.places), "place", "places") + ", the worst: " + worst.Text(), Type: worst.Level.String(), Text: text}
		} else {
			c.Out = &output{text}
		}
	}
	return c
}

func rank(p *ci.Place) int {
	if p.Failing {
		return int(finding.Error) + 1
	}
	return int(p.Level)
}

// listed are the first places, a line each.
func listed(places []*ci.Place) string {
	var b strings.Builder
	for _, p := range places[:min(len(places), maxPlaces)] {
		fmt.Fprintf(&b, "%s:%d:%d: %s\n", terminal.Clean(p.File), p.Line, p.Column, p.Text())
	}
	if n := len(places) - maxPlaces; n > 0 {
		fmt.Fprintf(&b, "and %s more\n", terminal.Number(n))
	}
	return b.String()
}
