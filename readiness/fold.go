package readiness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// rest is where a group goes when there are more than anybody reads: the id of
// the item that takes it, and where that is. No id means that it stays.
type rest struct{ id, repo, pkg string }

// levels are the ways in which groups are united, the one that tells a reader
// least that is lost first.
var levels = []func(*builder, *group) rest{
	informationOfRepo, information, smallOfPackage, smallOfRepo, smallOfConcern,
}

// fold unites groups until at most so many are left, in each level the
// smallest first.
func (b *builder) fold(most int) {
	for _, level := range levels {
		if len(b.groups) <= most {
			return
		}
		for _, g := range b.bySize() {
			if len(b.groups) <= most {
				return
			}
			if to := level(b, g); to.id != "" && to.id != g.item.ID {
				delete(b.groups, g.item.ID)
				b.unite(to, g)
			}
		}
	}
}

// bySize lists the groups, the least work first.
func (b *builder) bySize() []*group {
	list := make([]*group, 0, len(b.groups))
	weight := map[*group]int{}
	for _, g := range b.groups {
		list = append(list, g)
		if n := b.blocking(g); n > 0 {
			weight[g] = 1 + g.effort.Minutes(n)
		}
	}
	slices.SortFunc(list, func(x, y *group) int {
		return cmp.Or(cmp.Compare(weight[x], weight[y]), cmp.Compare(len(x.findings), len(y.findings)),
			cmp.Compare(x.item.ID, y.item.ID))
	})
	return list
}

// isShared reports whether a group is work that is done once for many places.
func (g *group) isShared() bool {
	return g.alone || g.item.Kind == reports.ItemDecision || g.item.Kind == reports.ItemSeam
}

// where returns the repo and the package that all findings of a group stand
// in, "" for what they do not share.
func (b *builder) where(g *group) (repo, pkg string) {
	for n, i := range g.findings {
		f := &b.report.Findings[i]
		if n == 0 {
			repo, pkg = f.Repo, f.Package
		}
		if f.Repo != repo {
			return "", ""
		}
		if f.Package != pkg {
			pkg = ""
		}
	}
	return repo, pkg
}

func informationOfRepo(b *builder, g *group) rest {
	repo, _ := b.where(g)
	if g.isShared() || repo == "" || b.blocking(g) > 0 {
		return rest{}
	}
	return rest{id: "info:" + repo + ":" + string(g.item.Concern), repo: repo}
}

func information(b *builder, g *group) rest {
	if g.isShared() || b.blocking(g) > 0 {
		return rest{}
	}
	return rest{id: "info:" + string(g.item.Concern)}
}

func smallOfPackage(b *builder, g *group) rest {
	repo, pkg := b.where(g)
	if g.isShared() || pkg == "" || b.blocking(g) == 0 {
		return rest{}
	}
	return rest{id: "rest:" + repo + "/" + pkg + ":" + string(g.item.Concern), repo: repo, pkg: pkg}
}

func smallOfRepo(b *builder, g *group) rest {
	repo, _ := b.where(g)
	if g.isShared() || repo == "" || b.blocking(g) == 0 {
		return rest{}
	}
	return rest{id: "rest:" + repo + ":" + string(g.item.Concern), repo: repo}
}

func smallOfConcern(_ *builder, g *group) rest {
	if g.isShared() {
		return rest{}
	}
	return rest{id: "rest:" + string(g.item.Concern)}
}

// unite puts a group's findings into the item that takes it.
func (b *builder) unite(to rest, g *group) {
	taker := b.groups[to.id]
	if taker == nil {
		taker = &group{item: reports.WorkItem{
			ID: to.id, Kind: g.item.Kind, Concern: g.item.Concern, Repo: to.repo, Package: to.pkg,
		}}
		b.groups[to.id] = taker
	}
	taker.findings = append(taker.findings, g.findings...)
	// Each is set about on its own.
	taker.effort.Setup += g.effort.Setup
}

// nouns are what the places of a concern are called in titles.
var nouns = map[finding.Concern]string{
	finding.Python2: "Python 2 code", finding.RPMCalls: "calls of RPM tools", finding.CentOSPatches: "patches",
	finding.OpenStackPatches: "OpenStack patches", finding.Dependencies: "missing dependencies",
	finding.VersionPins: "pinned versions", finding.OpenStackRelease: "OpenStack releases",
	finding.Installer: "installer code", finding.Puppet: "puppet code", finding.InitAndPaths: "paths, units and init scripts",
	finding.Shell: "Bash in shell scripts", finding.SecurityStack: "security settings", finding.Toolchain: "build settings",
	finding.TestCover: "tests", finding.Suppressions: "comments that quiet findings",
}

// nameRests gives the items that took others a title. It says "other" where
// some of the same kind stand on their own.
func (b *builder) nameRests() {
	for _, g := range b.groups {
		if g.item.Title != "" {
			continue
		}
		noun := nouns[g.item.Concern]
		if noun == "" {
			noun = string(g.item.Concern)
		}
		place := g.item.Repo
		if g.item.Package != "" {
			place += "/" + g.item.Package
		}
		title := noun
		switch {
		case strings.HasPrefix(g.item.ID, "info:"):
			title = "for information: " + noun
		case g.item.Kind == reports.ItemStack && g.item.Package == "":
			title = fmt.Sprintf("carry over, or drop, the %s of %d packages", noun, b.packages(g))
		case b.hasSibling(g):
			title = "other " + noun
		}
		if place != "" {
			title += " in " + place
		}
		g.item.Title = strings.ToUpper(title[:1]) + title[1:]
		if n := b.rules(g); n > 1 && g.item.Kind == reports.ItemRule {
			g.item.Title += fmt.Sprintf(" (%d rules)", n)
		}
	}
}

// hasSibling reports whether another group is work of the same concern in a
// place that the group covers too.
func (b *builder) hasSibling(g *group) bool {
	for _, other := range b.groups {
		if other == g || other.isShared() || other.item.Concern != g.item.Concern || strings.HasPrefix(other.item.ID, "info:") {
			continue
		}
		repo, pkg := b.where(other)
		if (g.item.Repo == "" || g.item.Repo == repo) && (g.item.Package == "" || g.item.Package == pkg) {
			return true
		}
	}
	return false
}

// packages counts the packages that a group's findings stand in.
func (b *builder) packages(g *group) int {
	seen := map[string]bool{}
	for _, i := range g.findings {
		seen[b.report.Findings[i].Repo+"/"+b.report.Findings[i].Package] = true
	}
	return len(seen)
}

// rules counts the rules that a group's findings are of.
func (b *builder) rules(g *group) int {
	seen := map[string]bool{}
	for _, i := range g.findings {
		seen[b.report.Findings[i].Rule] = true
	}
	return len(seen)
}
