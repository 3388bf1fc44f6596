// Package readiness says how far each package is on each target, and makes
// the work items that people read, out of a report's findings and unknowns.
package readiness

import (
	"cmp"
	"fmt"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// Assess fills in the verdicts of the report's packages and the headlines of
// its targets. Findings must have their targets.
//
// The table, first row that fits: a package that no build list names is not
// applicable; one with findings that break or change something in what ships
// needs work; one whose source or parts of it could not be read is not
// assessable; for every other nothing was found, and it is likely as long as
// its needs have not been looked up in an index of the target. On the origin
// every built package is ready unless something breaks there.
func Assess(r *reports.Report) {
	blocking := countBlocking(r)
	unread := unreadByPackage(r)
	for i := range r.Packages {
		p := &r.Packages[i]
		p.Readiness = make(map[string]reports.Readiness, len(r.Targets))
		for t := range r.Targets {
			target := &r.Targets[t]
			n := blocking[packageTarget{p.Repo, p.Name, target.ID}]
			v := verdict(p, target, n, unread[packageKey{p.Repo, p.Name}])
			v.Coverage = coverage(r, p, target)
			p.Readiness[target.ID] = v
			addHeadline(&target.Headline, p, v.Verdict, n)
		}
	}
}

type packageKey struct{ repo, name string }

type packageTarget struct{ repo, name, target string }

type counts struct{ breaks, changes int }

// Blocks reports whether a finding stands in the way on a target.
func Blocks(f *finding.Finding, target string) bool {
	e := f.Targets[target]
	return f.Role.Blocks() && e.Severity > finding.Info &&
		(e.Effect == finding.Breaks || e.Effect == finding.Changes)
}

// countBlocking counts what blocks each package on each target. What is found
// in a fork counts for the packages that are built from it.
func countBlocking(r *reports.Report) map[packageTarget]counts {
	blocking := map[packageTarget]counts{}
	builtFrom := map[string][]packageKey{}
	for _, p := range r.Packages {
		if p.Fork != "" {
			builtFrom[p.Fork] = append(builtFrom[p.Fork], packageKey{p.Repo, p.Name})
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		for id, e := range f.Targets {
			if !Blocks(f, id) {
				continue
			}
			for _, p := range append(builtFrom[f.Repo], packageKey{f.Repo, f.Package}) {
				key := packageTarget{p.repo, p.name, id}
				c := blocking[key]
				if e.Effect == finding.Breaks {
					c.breaks++
				} else {
					c.changes++
				}
				blocking[key] = c
			}
		}
	}
	return blocking
}

// unreadByPackage returns the first unknown of every package that keeps it
// from being assessed.
func unreadByPackage(r *reports.Report) map[packageKey]*finding.Unknown {
	unread := map[packageKey]*finding.Unknown{}
	for i := range r.Unknowns {
		u := &r.Unknowns[i]
		key := packageKey{u.Repo, u.Package}
		if u.Package != "" && unread[key] == nil {
			unread[key] = u
		}
	}
	return unread
}

func verdict(p *reports.Package, t *reports.Target, n counts, unread *finding.Unknown) reports.Readiness {
	switch {
	case !p.Built:
		return reports.Readiness{Verdict: reports.NotApplicable, Reasons: one(reports.ReasonNone, "no build list names it", "")}
	case n.breaks+n.changes > 0:
		return reports.Readiness{Verdict: reports.NeedsWork, Reasons: one(reports.ReasonWork,
			fmt.Sprintf("%d places break, %d change their meaning", n.breaks, n.changes), "")}
	case t.Origin:
		return reports.Readiness{Verdict: reports.Ready, Reasons: one(reports.ReasonNone, "it is built and runs there", "")}
	case unread != nil:
		return reports.Readiness{Verdict: reports.NotAssessable, Reasons: one(reports.ReasonInput, unread.Message, unread.Settle)}
	}
	return reports.Readiness{Verdict: reports.Likely, Reasons: one(reports.ReasonInput,
		"nothing found; its needs were not looked up in an index of "+t.Name, "")}
}

func one(kind reports.ReasonKind, text, settle string) []reports.Reason {
	return []reports.Reason{{Kind: kind, Text: text, Settle: settle}}
}

// coverage says which concerns were looked at in the package, and which not.
func coverage(r *reports.Report, p *reports.Package, t *reports.Target) map[finding.Concern]string {
	if !p.Built || t.Origin {
		return nil
	}
	covered := make(map[finding.Concern]string, len(finding.Concerns))
	for _, c := range finding.Concerns {
		switch {
		case !slices.Contains(r.Run.Concerns, c):
			covered[c] = "not looked at"
		case p.SRPM != "" || p.Origin == "fork":
			covered[c] = "packaging only"
		default:
			covered[c] = "looked at"
		}
	}
	return covered
}

// WorkItems gives every finding of the report to a work item, one for each
// package and rule, and fills in the list: those first that hold up the most.
func WorkItems(r *reports.Report, set *rules.Set) {
	items := map[string]*reports.WorkItem{}
	files := map[string]map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.WorkItem = f.Repo + "/" + f.Package + ":" + f.Rule
		item := items[f.WorkItem]
		if item == nil {
			item = newItem(f, set.Rule(f.Rule))
			items[f.WorkItem] = item
			files[f.WorkItem] = map[string]bool{}
		}
		item.Findings++
		files[f.WorkItem][f.Path] = true
		count(item, f, r.Targets)
	}
	r.WorkItems = make([]reports.WorkItem, 0, len(items))
	for id, item := range items {
		item.Files = len(files[id])
		price(item, set.Rule(item.Rule))
		slices.Sort(item.Targets)
		r.WorkItems = append(r.WorkItems, *item)
	}
	slices.SortFunc(r.WorkItems, func(a, b reports.WorkItem) int {
		return cmp.Or(cmp.Compare(b.Minutes, a.Minutes), cmp.Compare(b.Blocking, a.Blocking), cmp.Compare(a.ID, b.ID))
	})
}

func newItem(f *finding.Finding, rule *rules.Rule) *reports.WorkItem {
	return &reports.WorkItem{
		ID: f.WorkItem, Title: rule.Title, Kind: reports.ItemRule, Concern: f.Concern,
		Repo: f.Repo, Package: f.Package, Rule: f.Rule, Targets: []string{},
		Packages: []string{f.Repo + "/" + f.Package},
	}
}

// count adds a finding to the item's blocking places and targets.
func count(item *reports.WorkItem, f *finding.Finding, targets []reports.Target) {
	blocks := false
	for _, t := range targets {
		if t.Origin || !Blocks(f, t.ID) {
			continue
		}
		blocks = true
		if !slices.Contains(item.Targets, t.ID) {
			item.Targets = append(item.Targets, t.ID)
		}
	}
	if blocks {
		item.Blocking++
	}
}

// The bounds of the sizes, in minutes: half a day, two days, two weeks of
// eight hours.
const (
	small  = 4 * 60
	medium = 2 * 8 * 60
	large  = 10 * 8 * 60
)

// price sets the effort from the rule's: only places that block cost work.
func price(item *reports.WorkItem, rule *rules.Rule) {
	if item.Blocking == 0 {
		item.Effort, item.Basis = "S", "nothing that ships breaks: for information"
		return
	}
	e := rule.Effort
	item.Minutes = e.Minutes(item.Blocking)
	item.Basis = fmt.Sprintf("%d + %d × (%d + %d) min", e.Setup, item.Blocking, e.Site, e.Review)
	switch {
	case item.Minutes <= small:
		item.Effort = "S"
	case item.Minutes <= medium:
		item.Effort = "M"
	case item.Minutes <= large:
		item.Effort = "L"
	default:
		item.Effort = "XL"
	}
}

// addHeadline counts a package into a target's headline, if it is built.
func addHeadline(h *reports.Headline, p *reports.Package, v reports.Verdict, n counts) {
	if !p.Built {
		return
	}
	h.Packages++
	h.Breaks += n.breaks
	h.Changes += n.changes
	switch v {
	case reports.Blocked:
		h.Blocked++
	case reports.NeedsWork:
		h.NeedsWork++
	case reports.NotAssessable:
		h.NotAssessable++
	case reports.Likely:
		h.Likely++
	case reports.Ready:
		h.Ready++
	case reports.NotApplicable:
		h.NotApplicable++
	}
}
