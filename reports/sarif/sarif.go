// Package sarif writes SARIF 2.1.0, the form that code scanning services and
// editors read.
package sarif

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

const (
	schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// base is the folder that was scanned: all paths are relative to it.
	base = "WORKSPACE"
	// The names under which fingerprints stand. They are those of the report,
	// and another number would stand for another way to make them.
	fingerprintName, matchKeyName = "stxscanFingerprint/v1", "stxscanMatchKey/v1"
)

// Write writes all findings, one a line. Suppressed ones are marked, and so is
// how each stands to a base, those that only the base has among them: a consumer
// takes a result that is missing for fixed. What could not be told is a
// notification of the invocation: an error if the base could tell it, a warning
// else. What a finding means on each target is in its properties.
//
// Columns of findings count bytes and those of SARIF characters, so that a line
// with others than ASCII has none. Text of the scanned tree is made safe for a
// terminal, and makes no links. The error is that of w.
func Write(w io.Writer, r *reports.Report) error {
	s := newScribe(r)
	head, err := json.Marshal(s.run())
	if err != nil {
		return fmt.Errorf("encode the run: %w", err)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(out, "{\"$schema\":%q,\"version\":\"2.1.0\",\"runs\":[\n", schema)
	out.Write(head[:len(head)-1]) // the results are its last key
	out.WriteString(",\n\"results\":[")
	separator := "\n"
	write := func(res result) error {
		text, err := json.Marshal(res)
		if err != nil {
			return fmt.Errorf("encode a result: %w", err)
		}
		out.WriteString(separator)
		out.Write(text)
		separator = ",\n"
		return nil
	}
	for i := range r.Findings {
		if err := write(s.result(&r.Findings[i])); err != nil {
			return err
		}
	}
	if r.Delta != nil {
		for i := range r.Delta.Absent {
			if err := write(s.absent(&r.Delta.Absent[i])); err != nil {
				return err
			}
		}
	}
	out.WriteString("\n]}\n]}\n")
	return out.Flush()
}

type scribe struct {
	report *reports.Report
	view   *ci.View
	dirs   map[string]string
	rules  []descriptor
	index  map[string]int
}

func newScribe(r *reports.Report) *scribe {
	s := &scribe{report: r, view: ci.All(r), dirs: ci.Folders(r), rules: []descriptor{}, index: map[string]int{}}
	for i := range r.Rules {
		s.rule(descriptorOf(&r.Rules[i]))
	}
	// Reports of older versions list no rules, and a base may have others.
	for i := range r.Findings {
		s.rule(descriptor{ID: clean(r.Findings[i].Rule)})
	}
	if r.Delta != nil {
		for i := range r.Delta.Absent {
			s.rule(descriptor{ID: clean(r.Delta.Absent[i].Rule)})
		}
	}
	return s
}

func (s *scribe) rule(d descriptor) {
	if _, known := s.index[d.ID]; !known {
		s.index[d.ID] = len(s.rules)
		s.rules = append(s.rules, d)
	}
}

var levels = map[finding.Severity]string{finding.Info: "note", finding.Warning: "warning", finding.Error: "error"}

// problems are the names of the levels in GitHub's problem.severity.
var problems = map[finding.Severity]string{finding.Info: "recommendation", finding.Warning: "warning", finding.Error: "error"}

func descriptorOf(r *reports.Rule) descriptor {
	d := descriptor{
		ID: clean(r.ID), ShortDescription: &text{Text: message(r.Title)}, FullDescription: &text{Text: lines(r.Why)},
		DefaultConfiguration: &configuration{levels[r.Severity]},
		Properties: &ruleProperties{
			Tags: []string{string(r.Concern)}, Precision: r.Confidence.String(), Severity: problems[r.Severity],
			Concern: string(r.Concern), Means: r.Means, Fix: r.Fix,
		},
	}
	help, markdown := lines(r.Why), lines(r.Why)
	if r.Before != "" {
		help += "\n\nBefore:\n" + lines(r.Before)
		markdown += "\n\nBefore:\n\n" + fenced(lines(r.Before))
	}
	if r.After != "" {
		help += "\n\nAfter:\n" + lines(r.After)
		markdown += "\n\nAfter:\n\n" + fenced(lines(r.After))
	}
	d.Help = &text{Text: help, Markdown: markdown}
	return d
}

// fenced is code in a fence that is longer than any in it.
func fenced(code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + "\n" + code + "\n" + fence
}

// unknowns says of each kind what it is.
var unknowns = map[string]string{
	finding.UnknownUnreadable: "A file or folder could not be read",
	finding.UnknownUnparsed:   "A file was read and not wholly parsed",
	finding.UnknownAnalyzer:   "An analyzer failed on a file",
	finding.UnknownSource:     "The source of a package is not in the workspace",
	finding.UnknownInput:      "An input is missing",
	finding.UnknownExpired:    "A suppression ran out",
	ci.UnknownHidden:          "Known findings of a file can no longer be seen",
}

func (s *scribe) run() run {
	r := run{
		Tool: tool{driver{
			Name: cmp.Or(clean(s.report.Tool.Name), "stxscan"), Version: clean(s.report.Tool.Version),
			ShortDescription: &text{Text: "What stands in the way of StarlingX on other systems than CentOS 7"},
			Rules:            s.rules, Notifications: []descriptor{},
		}},
		Invocations:        []invocation{{Successful: true, End: s.report.Run.Time.UTC().Format("2006-01-02T15:04:05Z"), Notifications: []notification{}}},
		OriginalURIBaseIDs: map[string]uriBase{base: {text{Text: "the folder that was scanned"}}},
		ColumnKind:         "unicodeCodePoints",
		Properties:         runProperties{Rules: s.report.Tool.Rules, Shown: s.view.Sentence(), Targets: s.targets()},
	}
	if d := s.report.Delta; d != nil {
		r.Properties.Base = clean(d.Base.Kind + " " + d.Base.Name)
	}
	var kinds []string
	for i := range s.view.Unknowns {
		u := &s.view.Unknowns[i]
		r.Invocations[0].Notifications = append(r.Invocations[0].Notifications, s.notification(u))
		kinds = append(kinds, clean(u.Kind))
	}
	slices.Sort(kinds)
	for _, kind := range slices.Compact(kinds) {
		about := text{Text: cmp.Or(unknowns[kind], kind)}
		r.Tool.Driver.Notifications = append(r.Tool.Driver.Notifications, descriptor{
			ID: kind, ShortDescription: &about, FullDescription: &about, Help: &text{Text: "Each notification says what settles it."},
		})
	}
	for _, in := range s.report.Inputs {
		if u, err := url.Parse(in.URL); err == nil && u.IsAbs() {
			r.VersionControl = append(r.VersionControl, versionControl{u.String(), clean(in.Commit), artifact{uri(s.dirs[in.Repo], "") + "/", base}})
		}
	}
	return r
}

func (s *scribe) targets() []targetProperty {
	list := []targetProperty{}
	for _, t := range s.report.Targets {
		h := t.Headline
		list = append(list, targetProperty{
			ID: t.ID, Name: t.Name, Packages: h.Packages, Blocked: h.Blocked, NeedsWork: h.NeedsWork,
			NotAssessable: h.NotAssessable, Likely: h.Likely, Ready: h.Ready, NotApplicable: h.NotApplicable,
		})
	}
	return list
}

func (s *scribe) notification(u *ci.Unknown) notification {
	n := notification{
		Descriptor: reference{clean(u.Kind)}, Level: "warning", Message: text{Text: message(u.Text())},
		Locations:  []location{{Physical: &physical{Artifact: artifact{uri("", u.File), base}}}},
		Properties: map[string]string{"repo": clean(u.Repo), "package": clean(u.Package)},
	}
	if u.Line > 0 {
		n.Locations[0].Physical.Region = &region{StartLine: u.Line}
	}
	if u.New {
		n.Level = "error"
	}
	return n
}

func (s *scribe) result(f *finding.Finding) result {
	p := ci.NewPlace(s.report, f, s.dirs[f.Repo])
	res := result{
		RuleID: clean(f.Rule), RuleIndex: s.index[clean(f.Rule)], Kind: "fail", Level: levels[p.Level],
		Message:      text{Text: message(p.Text())},
		Locations:    []location{{Physical: &physical{Artifact: artifact{uri("", p.File), base}}}},
		Fingerprints: map[string]string{fingerprintName: f.Fingerprint, matchKeyName: f.MatchKey},
		State:        string(f.BaselineState), Suppressions: []suppression{},
		Properties: resultProperties{
			Concern: f.Concern, Package: clean(f.Package), Repo: clean(f.Repo), Path: clean(f.Path), Column: f.Column, Role: f.Role,
			Severity: f.Severity.String(), Confidence: f.Confidence.String(), Subject: clean(f.Subject), Guard: clean(f.Guard),
			WorkItem: clean(f.WorkItem), Decision: clean(f.Decision), Fails: f.Fails, Targets: cleanEffects(f.Targets),
		},
	}
	place := res.Locations[0].Physical
	place.Region = &region{StartLine: max(f.Line, 1)}
	if isASCII(f.Snippet) {
		place.Region.StartColumn = f.Column
	}
	switch snippet := (&text{Text: clean(f.Snippet)}); {
	case f.EndLine > f.Line:
		place.Region.EndLine = f.EndLine
	case place.Region.StartColumn > 1: // the context has to be more than the region
		place.Context = &region{StartLine: max(f.Line, 1), Snippet: snippet}
	default:
		place.Region.Snippet = snippet
	}
	if f.Within != "" {
		res.Locations[0].Logical = []logical{{clean(f.Within), "function"}}
	}
	if f.Suppressed != nil {
		res.Suppressions = append(res.Suppressions, suppressionOf(f.Suppressed))
	}
	return res
}

func suppressionOf(s *finding.Suppression) suppression {
	kind := "external"
	if s.Kind == finding.LinterComment || strings.HasPrefix(s.By, "comment:") {
		kind = "inSource"
	}
	return suppression{kind, "accepted", clean(s.Reason), suppressionProperties{clean(s.Kind), clean(s.Until), clean(s.By)}}
}

// absent is a finding that only the base has.
func (s *scribe) absent(f *reports.AbsentFinding) result {
	at := artifact{uri(s.dirs[f.Repo], f.Path), base}
	return result{
		RuleID: clean(f.Rule), RuleIndex: s.index[clean(f.Rule)], Kind: "fail", Level: "note",
		Message:      text{Text: message(strings.TrimSpace("gone: " + clean(f.Rule) + " " + clean(f.Subject)))},
		Locations:    []location{{Physical: &physical{Artifact: at}}},
		Fingerprints: map[string]string{fingerprintName: f.Fingerprint, matchKeyName: f.MatchKey},
		State:        string(finding.BaselineAbsent), Suppressions: []suppression{},
	}
}

func cleanEffects(effects map[string]finding.TargetEffect) map[string]finding.TargetEffect {
	out := make(map[string]finding.TargetEffect, len(effects))
	for id, e := range effects {
		e.Alternative, e.Note, e.Replaced = clean(e.Alternative), clean(e.Note), clean(e.Replaced)
		out[id] = e
	}
	return out
}

func clean(s string) string { return terminal.Clean(s) }

// lines is a clean text that keeps its lines.
func lines(s string) string {
	list := strings.Split(s, "\n")
	for i := range list {
		list[i] = clean(list[i])
	}
	return strings.Join(list, "\n")
}

// message is text in which nothing is an embedded link (3.11.6): "[text](target)"
// is broken up.
func message(s string) string { return strings.ReplaceAll(clean(s), "](", "] (") }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// uri is a relative reference to a file below the folder that was scanned. Every
// byte that may not stand in one is escaped, so that the file is still found.
func uri(dir, file string) string {
	parts := strings.Split(strings.Trim(dir+"/"+file, "/"), "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A") // no scheme
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "." || p == "" })
	return cmp.Or(strings.Join(parts, "/"), ".")
}
