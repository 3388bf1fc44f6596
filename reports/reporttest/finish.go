package reporttest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// ruleFacts is what all findings of a rule share.
type ruleFacts struct {
	title      string
	concern    finding.Concern
	severity   finding.Severity
	confidence finding.Confidence
	message    string // with %s for the subject
	effect     finding.Effect
	instead    string
	minutes    int // a place
}

var ruleTable = map[string]ruleFacts{
	"PY2-S001": {"print statements", finding.Python2, finding.Error, finding.High,
		"%s is a statement in Python 2 only; call print() with 'from __future__ import print_function'", finding.Breaks, "", 1},
	"PY2-I001": {"Modules that have moved", finding.Python2, finding.Error, finding.High,
		"the module %s has another name on Python 3; use configparser", finding.Breaks, "configparser", 5},
	"PY2-B003": {"Methods of dict that are gone", finding.Python2, finding.Error, finding.Medium,
		"dict has no %s() on Python 3; use items()", finding.Breaks, "items", 4},
	"PY2-B010": {"Lists that became iterators", finding.Python2, finding.Warning, finding.Medium,
		"%s() returns an iterator on Python 3; wrap it in list() if it is used more than once", finding.Changes, "list", 10},
	"PY2-B021": {"Division of whole numbers", finding.Python2, finding.Info, finding.Low,
		"%s of two whole numbers gives a fraction on Python 3; use // if whole ones are meant", finding.Changes, "//", 10},
	"RPM-001": {"Questions to the RPM database", finding.RPMCalls, finding.Error, finding.High,
		"'%s' asks a database that the target does not have", finding.Breaks, "dpkg-query -W", 45},
	"RPM-003": {"Calls of the package manager", finding.RPMCalls, finding.Error, finding.High,
		"'%s' is not there; go through the package manager of the target", finding.Breaks, "apt-get", 90},
}

// finding completes a site by what its rule says.
func (s site) finding() finding.Finding {
	rule := ruleTable[s.rule]
	effects := map[string]finding.TargetEffect{}
	for _, t := range targets() {
		e := finding.TargetEffect{Effect: finding.Works, Severity: finding.Info}
		switch {
		case s.guard != "":
			e.Note = "guarded"
		case t.ID == "clear" && s.rule == "RPM-003":
			e = finding.TargetEffect{Effect: finding.EffectUnknown, Note: "no index of clear"}
		case !t.Origin:
			e = finding.TargetEffect{Effect: rule.effect, Severity: rule.severity, Alternative: rule.instead}
		}
		effects[t.ID] = e
	}
	message := rule.message
	if strings.Contains(message, "%s") {
		message = fmt.Sprintf(message, s.subject)
	}
	return finding.Finding{
		Rule: s.rule, Concern: rule.concern, Severity: rule.severity, Confidence: rule.confidence,
		Role: s.role, Message: message, Package: s.pkg,
		Location: finding.Location{Repo: s.repo, Path: s.path, Line: s.line, Column: s.column, EndLine: s.line},
		Targets:  effects, Subject: s.subject, Snippet: s.snippet, Guard: s.guard,
	}
}

// finish fills in everything that follows from packages, findings and
// unknowns.
func finish(r *reports.Report) {
	identify(r.Findings)
	count(r)
	for i := range r.Packages {
		assess(r, &r.Packages[i])
	}
	workItems(r)
	r.Rules = ruleList()
}

// ruleList says of every rule of the sample what the page of a rule says.
func ruleList() []reports.Rule {
	var list []reports.Rule
	for id, f := range ruleTable {
		rule := reports.Rule{
			ID: id, Title: f.title, Concern: f.concern, Severity: f.severity, Confidence: f.confidence,
			Means: "fails", Fix: "mechanical", Why: "It does not work on the targets: " + f.title + ".",
			Before: "old(\"<" + id + ">\")", After: "new(\"<" + id + ">\")",
		}
		if f.effect == finding.Changes {
			rule.Means = "changes"
		}
		if f.instead != "" {
			rule.Alternatives = map[string]string{"clear": f.instead, "ubuntu-24.04": f.instead, "debian-12": f.instead}
		}
		if f.concern == finding.RPMCalls {
			rule.Answer = &reports.Answer{ID: "package-queries", Kind: "seam", Title: "Ask for packages in one place", Why: "One change replaces many."}
		}
		list = append(list, rule)
	}
	slices.SortFunc(list, func(a, b reports.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// identify gives fingerprints, file by file.
func identify(list []finding.Finding) {
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && list[end].Repo == list[start].Repo && list[end].Path == list[start].Path {
			end++
		}
		lines := map[int]string{}
		for _, f := range list[start:end] {
			lines[f.Line] = f.Snippet
		}
		finding.Identify(list[start:end], func(n int) string { return lines[n] })
		start = end
	}
}

func count(r *reports.Report) {
	t := &r.Totals
	t.Packages.Origins = map[string]int{}
	t.Files.Unowned = 0
	for _, p := range r.Packages {
		if p.Origin == "tree" {
			t.Files.Unowned += p.Files
			continue
		}
		t.Packages.All++
		t.Packages.Origins[p.Origin]++
		t.Packages.Built += one(p.Built)
		t.Packages.WithSpec += one(p.Spec != "")
		t.Packages.WithSRPM += one(p.SRPM != "")
	}
	t.Findings, t.Families = map[finding.Concern]int{}, map[string]int{}
	t.Severities, t.Roles, t.Unknowns = map[string]int{}, map[finding.Role]int{}, map[string]int{}
	for _, f := range r.Findings {
		t.Findings[f.Concern]++
		t.Families[strings.TrimRight(strings.TrimRight(f.Rule, "0123456789"), "-")]++
		t.Severities[f.Severity.String()]++
		t.Roles[f.Role]++
		t.Guarded += one(f.Guard != "")
	}
	for _, u := range r.Unknowns {
		t.Unknowns[u.Kind]++
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// assess gives a package its verdicts and counts it in the headlines.
func assess(r *reports.Report, p *reports.Package) {
	p.Readiness = map[string]reports.Readiness{}
	for i := range r.Targets {
		t := &r.Targets[i]
		breaks, changes := 0, 0
		for j := range r.Findings {
			f := &r.Findings[j]
			if f.Repo == p.Repo && f.Package == p.Name && f.Blocks(t.ID) {
				breaks += one(f.Targets[t.ID].Effect == finding.Breaks)
				changes += one(f.Targets[t.ID].Effect == finding.Changes)
			}
		}
		v := verdict(r, p, t, breaks, changes)
		p.Readiness[t.ID] = v
		if p.Built {
			h := &t.Headline
			h.Packages++
			h.Breaks += breaks
			h.Changes += changes
			h.NeedsWork += one(v.Verdict == reports.NeedsWork)
			h.NotAssessable += one(v.Verdict == reports.NotAssessable)
			h.Likely += one(v.Verdict == reports.Likely)
			h.Ready += one(v.Verdict == reports.Ready)
		}
	}
	for _, f := range r.Findings {
		if f.Repo == p.Repo && f.Package == p.Name {
			if p.Findings == nil {
				p.Findings = map[finding.Concern]int{}
			}
			p.Findings[f.Concern]++
		}
	}
}

func verdict(r *reports.Report, p *reports.Package, t *reports.Target, breaks, changes int) reports.Readiness {
	unread := slices.IndexFunc(r.Unknowns, func(u finding.Unknown) bool { return u.Repo == p.Repo && u.Package == p.Name })
	switch {
	case !p.Built:
		return reports.Readiness{Verdict: reports.NotApplicable, Reasons: reason(reports.ReasonNone, "no build list names it", "")}
	case breaks+changes > 0:
		return reports.Readiness{Verdict: reports.NeedsWork,
			Reasons: reason(reports.ReasonWork, fmt.Sprintf("%d places break, %d change their meaning", breaks, changes), "")}
	case t.Origin:
		return reports.Readiness{Verdict: reports.Ready, Reasons: reason(reports.ReasonNone, "it is built and runs there", "")}
	case unread >= 0:
		u := r.Unknowns[unread]
		return reports.Readiness{Verdict: reports.NotAssessable, Reasons: reason(reports.ReasonInput, u.Message, u.Settle)}
	}
	return reports.Readiness{Verdict: reports.Likely,
		Reasons:  reason(reports.ReasonInput, "nothing found; its needs were not looked up in an index of "+t.Name, ""),
		Coverage: map[finding.Concern]string{finding.Python2: "looked at", finding.Puppet: "not looked at"}}
}

func reason(kind reports.ReasonKind, text, settle string) []reports.Reason {
	return []reports.Reason{{Kind: kind, Text: text, Settle: settle}}
}

// workItems makes one item for each package and rule, the biggest first.
func workItems(r *reports.Report) {
	items, files := map[string]*reports.WorkItem{}, map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.WorkItem = f.Repo + "/" + f.Package + ":" + f.Rule
		item := items[f.WorkItem]
		if item == nil {
			item = &reports.WorkItem{ID: f.WorkItem, Title: ruleTable[f.Rule].title, Kind: reports.ItemRule, Packages: []string{f.Repo + "/" + f.Package}, Concern: f.Concern,
				Repo: f.Repo, Package: f.Package, Rule: f.Rule, Effort: "S", Basis: "nothing that ships breaks: for information"}
			items[f.WorkItem] = item
		}
		item.Findings++
		if file := f.WorkItem + " " + f.Path; !files[file] {
			files[file] = true
			item.Files++
		}
		if !f.Blocks("debian-12") {
			continue
		}
		item.Blocking++
		item.Targets = []string{"debian-12", "ubuntu-24.04"}
		if f.Blocks("clear") {
			item.Targets = []string{"clear", "debian-12", "ubuntu-24.04"}
		}
		item.Minutes = item.Blocking * ruleTable[f.Rule].minutes
		item.Basis = fmt.Sprintf("%d × %d min", item.Blocking, ruleTable[f.Rule].minutes)
	}
	r.WorkItems = nil
	for _, item := range items {
		r.WorkItems = append(r.WorkItems, *item)
	}
	slices.SortFunc(r.WorkItems, func(a, b reports.WorkItem) int {
		return cmp.Or(cmp.Compare(b.Minutes, a.Minutes), cmp.Compare(b.Blocking, a.Blocking), cmp.Compare(a.ID, b.ID))
	})
}
