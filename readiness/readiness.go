// Package readiness says how far each package is on each target, and makes
// the work items that people read, out of a report's findings and unknowns.
package readiness

import (
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Assess fills in the verdicts of the report's packages and the headlines of
// its targets by the decision table, see Table. Findings must have their
// targets and their work items; packages that name their groups count in the
// headlines of these too.
func Assess(r *reports.Report) {
	a := newAssessment(r)
	groups := newGroupHeadlines(r)
	for i := range r.Packages {
		p := &r.Packages[i]
		p.Readiness = make(map[string]reports.Readiness, len(r.Targets))
		for t := range r.Targets {
			target := &r.Targets[t]
			c := a.look(p, target)
			verdict := c.decide()
			p.Readiness[target.ID] = reports.Readiness{
				Verdict: verdict, Reasons: c.reasons(verdict), Coverage: coverage(r, p, target),
			}
			addHeadline(&target.Headline, p, verdict, c.pending)
			groups.add(p, target.ID, verdict, c.pending)
		}
	}
	groups.write(r)
	a.addPackagesFirst()
	milestones(a)
	countTracked(r)
}

type packageKey struct{ repo, name string }

type packageTarget struct{ repo, name, target string }

// pending is what stands in the way of a package on a target.
type pending struct {
	breaks, changes int
	// ofNeeds counts those that are about what a target lacks.
	ofNeeds int
	items   map[string]int // blocking places by the id of their work item
}

// pendingItems gathers what blocks each package on each target. What is found
// in a fork counts for the packages that are built from it.
func pendingItems(r *reports.Report) map[packageTarget]pending {
	all := map[packageTarget]pending{}
	builtFrom := forkUsers(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		for id, e := range f.Targets {
			if !f.Blocks(id) {
				continue
			}
			for _, p := range append(builtFrom[f.Repo], packageKey{f.Repo, f.Package}) {
				key := packageTarget{p.repo, p.name, id}
				c := all[key]
				if c.items == nil {
					c.items = map[string]int{}
				}
				c.items[f.WorkItem]++
				if isNeed(f.Concern) && lacking(f) {
					c.ofNeeds++
				}
				if e.Effect == finding.Breaks {
					c.breaks++
				} else {
					c.changes++
				}
				all[key] = c
			}
		}
	}
	return all
}

// forkUsers says by the repo of a fork which packages are built from it.
func forkUsers(r *reports.Report) map[string][]packageKey {
	users := map[string][]packageKey{}
	for _, p := range r.Packages {
		if p.Fork != "" {
			users[p.Fork] = append(users[p.Fork], packageKey{p.Repo, p.Name})
		}
	}
	return users
}

// assessment is the report, looked up by package.
type assessment struct {
	report  *reports.Report
	pending map[packageTarget]pending
	unknown map[packageKey][]*finding.Unknown
	needs   map[packageKey][]*finding.Dependency
	items   map[string]*reports.WorkItem
}

func newAssessment(r *reports.Report) *assessment {
	a := &assessment{
		report: r, pending: pendingItems(r), unknown: map[packageKey][]*finding.Unknown{},
		needs: map[packageKey][]*finding.Dependency{}, items: map[string]*reports.WorkItem{},
	}
	for i := range r.Unknowns {
		if u := &r.Unknowns[i]; u.Package != "" {
			key := packageKey{u.Repo, u.Package}
			a.unknown[key] = append(a.unknown[key], u)
		}
	}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		key := packageKey{d.Repo, d.Package}
		a.needs[key] = append(a.needs[key], d)
	}
	for i := range r.WorkItems {
		a.items[r.WorkItems[i].ID] = &r.WorkItems[i]
	}
	return a
}

// look gathers what the decision table asks of a package on a target.
func (a *assessment) look(p *reports.Package, t *reports.Target) *circumstances {
	key := packageKey{p.Repo, p.Name}
	c := &circumstances{
		pkg: p, target: t, items: a.items, unknowns: a.unknown[key],
		pending: a.pending[packageTarget{p.Repo, p.Name, t.ID}],
	}
	served := slices.ContainsFunc(a.needs[key], func(d *finding.Dependency) bool {
		_, ok := d.Verdicts[t.ID]
		return ok && d.Naming == finding.NamedByDebian
	})
	for _, d := range a.needs[key] {
		v, looked := d.Verdicts[t.ID]
		// What the packaging for another release of Debian asks for is no need here.
		if !blockingNeed(d) || served && !looked && d.Naming == finding.NamedByDebian {
			continue
		}
		c.needs++
		switch v.Verdict {
		case finding.Missing:
			if !slices.Contains(c.missing, d.Name) {
				c.missing = append(c.missing, d.Name)
			}
		case finding.PresenceUnknown, "":
			c.unresolved++
		}
	}
	slices.Sort(c.missing)
	return c
}

// blockingNeed leaves out needs that no package of the target has to meet:
// what is pinned in a mirror's list, and what depends on a condition.
func blockingNeed(d *finding.Dependency) bool {
	return d.Need != finding.NeedPin && d.Condition == ""
}

// addPackagesFirst names, in the reasons of every package, the packages of
// StarlingX that it needs and that are not there yet themselves.
func (a *assessment) addPackagesFirst() {
	at := map[string]*reports.Package{}
	for i := range a.report.Packages {
		p := &a.report.Packages[i]
		at[p.Repo+"/"+p.Name] = p
	}
	for i := range a.report.Packages {
		p := &a.report.Packages[i]
		for _, t := range a.report.Targets {
			if t.Origin || !p.Built {
				continue
			}
			first := map[string]bool{}
			for _, d := range a.needs[packageKey{p.Repo, p.Name}] {
				v := d.Verdicts[t.ID]
				other := at[v.Name]
				if v.Verdict != finding.OwnPackage || other == nil || other == p || d.Condition != "" {
					continue
				}
				if o := other.Readiness[t.ID].Verdict; o == reports.Blocked || o == reports.NeedsWork {
					first[v.Name] = true
				}
			}
			if len(first) == 0 {
				continue
			}
			names := sortedKeys(first)
			verdict := p.Readiness[t.ID]
			verdict.Reasons = append(verdict.Reasons, reports.Reason{
				Kind: reports.ReasonPackage,
				Text: fmt.Sprintf("it needs %s, which %s work first", fewNames(names), plural(len(names), "needs", "need")),
			})
			p.Readiness[t.ID] = verdict
		}
	}
}

// fewNames lists names, the first four of many.
func fewNames(names []string) string {
	const most = 4
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
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
		case (c == finding.Dependencies || c == finding.VersionPins) && t.Index == nil:
			covered[c] = "no index of " + t.ID
		case p.SRPM != "" || p.Origin == "fork":
			covered[c] = "packaging only"
		default:
			covered[c] = "looked at"
		}
	}
	return covered
}

// addHeadline counts a package into a target's headline, if it is built.
func addHeadline(h *reports.Headline, p *reports.Package, v reports.Verdict, n pending) {
	if !p.Built {
		return
	}
	h.Packages++
	h.Breaks += n.breaks
	h.Changes += n.changes
	h.Add(v)
}
