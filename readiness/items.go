package readiness

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

// MaxItems is how many work items a report has by default: as many as a team
// can read in a week.
const MaxItems = 150

// WorkItems gives every finding of the report to exactly one work item and
// fills in the list, those first that free the most. Findings must have their
// targets. most bounds the number of items, 0 leaves it open.
//
// Findings go together when one piece of work clears them: all places of the
// rules that name the same seam or decision; the needs of one name that a
// target lacks; the patches of one package; the places of one rule in one
// package. If that makes more items than wanted, what is for information goes
// together first, then the smallest of a package, of a repo and of a concern.
func WorkItems(r *reports.Report, set *rules.Set, most int) {
	b := &builder{set: set, report: r, groups: map[string]*group{}}
	for i := range r.Findings {
		b.add(i)
	}
	if most > 0 {
		b.fold(most)
		b.nameRests()
	}
	b.finish()
}

// group is the findings of a work item in the making.
type group struct {
	item     reports.WorkItem
	effort   rules.Effort
	findings []int // places in the report's list
	// alone is set where one finding tells of a whole list, which stays to be seen.
	alone bool
}

type builder struct {
	set    *rules.Set
	report *reports.Report
	groups map[string]*group
}

// add gives a finding to the group that its kind of work belongs to.
func (b *builder) add(i int) {
	f := &b.report.Findings[i]
	g := b.groupOf(f)
	known := b.groups[g.item.ID]
	if known == nil {
		known = g
		b.groups[g.item.ID] = g
	}
	known.findings = append(known.findings, i)
	known.effort.Setup = max(known.effort.Setup, g.effort.Setup)
}

// groupOf returns the group of a finding as if it were its first.
func (b *builder) groupOf(f *finding.Finding) *group {
	rule := b.set.Rule(f.Rule)
	pkg := f.Repo + "/" + f.Package
	answer := b.set.Answer(rule.Answer)
	if g := b.decided(f, rule); g != nil {
		return g
	}
	if answer != nil && string(answer.Kind) == string(reports.ItemDecision) && b.kept(f) {
		answer = nil // decided: each place is ported as its rule says
	}
	switch {
	case answer != nil:
		return &group{effort: answer.Effort, item: reports.WorkItem{
			ID: reports.AnswerPrefix + answer.ID, Kind: reports.ItemKind(answer.Kind), Title: answer.Title,
			Concern: rule.Concern,
		}}
	case rule.Match.Code == pinLists:
		return &group{effort: rule.Effort, alone: true, item: reports.WorkItem{
			ID: pkg + ":" + f.Rule + ":" + f.Path, Kind: reports.ItemRule, Concern: f.Concern, Rule: f.Rule,
			Repo: f.Repo, Package: f.Package, Title: b.pinTitle(f),
		}}
	case isNeed(f.Concern) && lacking(f):
		return &group{effort: rule.Effort, item: reports.WorkItem{
			ID: "dependency:" + f.Subject, Kind: reports.ItemDependency, Concern: finding.Dependencies,
			Title: "Provide " + f.Subject + ", which a target lacks",
		}}
	case f.Concern == finding.CentOSPatches || f.Concern == finding.OpenStackPatches:
		return &group{effort: rule.Effort, item: reports.WorkItem{
			ID: pkg + ":patches", Kind: reports.ItemStack, Concern: f.Concern, Repo: f.Repo, Package: f.Package,
			Title: b.stackTitle(f.Repo, f.Package),
		}}
	}
	return &group{effort: rule.Effort, item: reports.WorkItem{
		ID: pkg + ":" + f.Rule, Kind: reports.ItemRule, Concern: f.Concern, Rule: f.Rule,
		Repo: f.Repo, Package: f.Package, Title: rule.Title,
	}}
}

// decided returns the group of a finding that waits for a decision of the team's,
// or that one has put something else in the place of; nil for all others.
func (b *builder) decided(f *finding.Finding, rule *rules.Rule) *group {
	d := b.report.Decision(f.Decision)
	if d == nil {
		return nil
	}
	item := reports.WorkItem{ID: reports.DecisionPrefix + d.ID, Kind: reports.ItemDecision, Concern: f.Concern, Title: d.Question}
	switch {
	case d.State == reports.DecisionOpen && rule.Answer != d.ID:
		return &group{effort: rules.Effort{Setup: decisionSetup}, alone: true, item: item}
	case d.Outcome == reports.OutcomeReplaced && !b.report.Blocks(f):
		item.Title = "Replaced, by decision: " + d.Question
		return &group{alone: true, item: item}
	}
	return nil
}

// decisionSetup is what a decision of the team's costs before the first place is
// touched, in minutes: half a day to write down what speaks for what.
const decisionSetup = 4 * 60

// kept reports whether it is decided that the place of a finding is ported as it
// stands.
func (b *builder) kept(f *finding.Finding) bool {
	d := b.report.Decision(f.Decision)
	return d != nil && d.Outcome == reports.OutcomeKept
}

// pinLists is the detector of lists of pinned versions: each is work of its own.
const pinLists = "mirror-pins"

// pinTitle says how many pins of a list float on the targets of which that is
// known, and how many need a look.
func (b *builder) pinTitle(f *finding.Finding) string {
	lists := b.report.PinLists()
	title := "Let the pins of " + path.Base(f.Path) + " go"
	i := slices.IndexFunc(lists, func(l reports.PinList) bool { return l.Repo == f.Repo && l.Path == f.Path })
	if i < 0 {
		return title
	}
	var parts []string
	for _, t := range b.report.Targets {
		float, look, unknown := lists[i].Floats[t.ID].Sum()
		switch {
		case t.Origin:
		case t.MovesAsOne:
			parts = append(parts, t.ID+" moves as a whole")
		case float+look > unknown:
			parts = append(parts, fmt.Sprintf("on %s %d float, %d need a look, %d unknown", t.ID, float, look, unknown))
		}
	}
	if len(parts) > 0 {
		title += ": " + strings.Join(parts, "; ")
	}
	return title
}

// stackTitle says what becomes of a package's patches: what all of them amount
// to decides what the work is.
func (b *builder) stackTitle(repo, pkg string) string {
	s := stackOf(b.report, repo, pkg)
	switch {
	case s == nil:
	case slices.Contains(s.Kinds, "configuration-only"):
		return "Put the configuration that patches of " + pkg + " set into an overlay package"
	case slices.Contains(s.Kinds, "versioning-only"):
		return "Use the target's " + pkg + ": its patches only set the version"
	case slices.Contains(s.Kinds, "naming-only"), slices.Contains(s.Kinds, "documentation-only"), slices.Contains(s.Kinds, "debug-only"):
		return "Use the target's " + pkg + ", and leave its patches out"
	}
	return "Carry the patches of " + pkg + " over to the target's package"
}

func isNeed(c finding.Concern) bool {
	return c == finding.Dependencies || c == finding.VersionPins
}

// lacking reports whether some target has nothing for a need, under any name.
func lacking(f *finding.Finding) bool {
	for _, e := range f.Targets {
		if e.Effect == finding.Breaks && e.Severity == finding.Error {
			return true
		}
	}
	return false
}

// blocking counts the findings of a group that stand in the way somewhere.
func (b *builder) blocking(g *group) int {
	n := 0
	for _, i := range g.findings {
		if b.report.Blocks(&b.report.Findings[i]) {
			n++
		}
	}
	return n
}

// finish counts and prices the items and puts them into the report.
func (b *builder) finish() {
	r := b.report
	r.WorkItems, r.Seams = make([]reports.WorkItem, 0, len(b.groups)), []reports.Seam{}
	for _, g := range b.groups {
		slices.Sort(g.findings)
		b.count(g)
		b.price(g)
		r.WorkItems = append(r.WorkItems, g.item)
		if g.item.Kind == reports.ItemSeam {
			r.Seams = append(r.Seams, b.seam(g))
		}
	}
	slices.SortFunc(r.Seams, func(x, y reports.Seam) int {
		return cmp.Or(cmp.Compare(y.Blocking, x.Blocking), cmp.Compare(x.ID, y.ID))
	})
	countFreed(r)
	slices.SortFunc(r.WorkItems, compareItems)
}

// count fills in what a group's findings add up to.
func (b *builder) count(g *group) {
	files := map[string]bool{}
	packages, targets := map[string]bool{}, map[string]bool{}
	for _, i := range g.findings {
		f := &b.report.Findings[i]
		f.WorkItem = g.item.ID
		files[f.Repo+"/"+f.Path] = true
		packages[f.Repo+"/"+f.Package] = true
		blocked := b.report.BlockedTargets(f)
		for _, id := range blocked {
			targets[id] = true
		}
		if len(blocked) > 0 {
			g.item.Blocking++
		}
	}
	g.item.Findings, g.item.Files = len(g.findings), len(files)
	g.item.Packages, g.item.Targets = sortedKeys(packages), sortedKeys(targets)
}

func sortedKeys(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// compareItems orders what clears the way for several packages at once first,
// since people have to agree on it; then what frees most packages, what stands
// in the way of most, and the biggest.
func compareItems(a, b reports.WorkItem) int {
	return cmp.Or(
		cmp.Compare(min(b.Blocking, 1), min(a.Blocking, 1)),
		cmp.Compare(shared(b), shared(a)),
		cmp.Compare(mostFreed(b), mostFreed(a)),
		cmp.Compare(b.InPackages(), a.InPackages()),
		cmp.Compare(b.Blocking, a.Blocking), cmp.Compare(b.Minutes, a.Minutes), cmp.Compare(a.ID, b.ID))
}

// shared is 1 for decisions and seams that several packages wait for.
func shared(w reports.WorkItem) int {
	if w.InPackages() > 1 && (w.Kind == reports.ItemDecision || w.Kind == reports.ItemSeam) {
		return 1
	}
	return 0
}

func mostFreed(w reports.WorkItem) int {
	most := 0
	for _, n := range w.Frees {
		most = max(most, n)
	}
	return most
}

// countFreed counts for every item and target the built packages in whose way
// nothing else stands.
func countFreed(r *reports.Report) {
	at := map[string]int{}
	for i := range r.WorkItems {
		at[r.WorkItems[i].ID] = i
	}
	pending := pendingItems(r)
	for i := range r.Packages {
		p := &r.Packages[i]
		if !p.Built {
			continue
		}
		for _, t := range r.Targets {
			items := pending[packageTarget{p.Repo, p.Name, t.ID}].items
			if t.Origin || len(items) != 1 {
				continue
			}
			for id := range items {
				item := &r.WorkItems[at[id]]
				if item.Frees == nil {
					item.Frees = map[string]int{}
				}
				item.Frees[t.ID]++
				if name := p.Repo + "/" + p.Name; !slices.Contains(item.Freed, name) {
					item.Freed = append(item.Freed, name)
				}
			}
		}
	}
}

// The bounds of the sizes, in minutes: half a day, two days, two weeks of
// eight hours.
const (
	small  = 4 * 60
	medium = 2 * 8 * 60
	large  = 10 * 8 * 60
)

// price sets the effort: only places that block cost work. In a seam or a
// decision its own effort replaces the rules'; elsewhere every place costs what
// its rule says, and the set-up is paid once.
func (b *builder) price(g *group) {
	w := &g.item
	switch {
	case w.Blocking == 0:
		w.Effort, w.Basis = "S", "nothing that ships breaks: for information"
		return
	case w.Rule != "" || strings.HasPrefix(w.ID, reports.AnswerPrefix):
		w.Minutes = g.effort.Minutes(w.Blocking)
		w.Basis = fmt.Sprintf("%d + %d × (%d + %d) min", g.effort.Setup, w.Blocking, g.effort.Site, g.effort.Review)
	default:
		sites := 0
		for _, i := range g.findings {
			f := &b.report.Findings[i]
			if b.report.Blocks(f) {
				e := b.set.Rule(f.Rule).Effort
				sites += e.Site + e.Review
			}
		}
		w.Minutes = g.effort.Setup + sites
		w.Basis = fmt.Sprintf("%d min + %d min for %d places, each by its rule", g.effort.Setup, sites, w.Blocking)
	}
	switch {
	case w.Minutes <= small:
		w.Effort = "S"
	case w.Minutes <= medium:
		w.Effort = "M"
	case w.Minutes <= large:
		w.Effort = "L"
	default:
		w.Effort = "XL"
	}
}
