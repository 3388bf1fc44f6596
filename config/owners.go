package config

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Unowned is the owner of what nobody owns, where owners are named at all.
const Unowned = "unowned"

// ownership tells who owns what.
type ownership struct {
	entries []Owner
	repos   map[string]*CodeOwners
	known   map[ownedPath]string // what CODEOWNERS says of a path
}

type ownedPath struct{ repo, path string }

// ApplyOwners names the owners of packages and work items. The last entry of
// the file's owners that fits decides, then the repo's CODEOWNERS, of which
// repos holds those that are there. If neither names anybody, nothing is
// written; else what is left over is Unowned.
//
// A package is owned by what fits its folder, whatever the concern. A work
// item is its findings': that owner's who has most of those that block.
func ApplyOwners(r *reports.Report, c *Config, repos map[string]*CodeOwners) {
	o := ownership{repos: repos, known: map[ownedPath]string{}}
	if c != nil {
		o.entries = c.Owners
	}
	if len(o.entries) == 0 && len(repos) == 0 {
		return
	}
	for i := range r.Packages {
		p := &r.Packages[i]
		p.Owner = cmp.Or(o.ofPackage(p), Unowned)
	}
	shares := map[string]map[string]share{}
	for i := range r.Findings {
		f := &r.Findings[i]
		owners := shares[f.WorkItem]
		if owners == nil {
			owners = map[string]share{}
			shares[f.WorkItem] = owners
		}
		name := o.ofFinding(f)
		s := owners[name]
		s.findings++
		if r.Blocks(f) {
			s.blocking++
		}
		owners[name] = s
	}
	for i := range r.WorkItems {
		r.WorkItems[i].Owner = cmp.Or(biggest(shares[r.WorkItems[i].ID]), Unowned)
	}
	ownDecisions(r)
}

// ownDecisions gives decisions that name nobody to who owns their work item.
func ownDecisions(r *reports.Report) {
	owners := map[string]string{}
	for i := range r.WorkItems {
		if w := &r.WorkItems[i]; w.Owner != Unowned {
			owners[w.ID] = w.Owner
		}
	}
	for i := range r.Decisions {
		d := &r.Decisions[i]
		d.Owner = cmp.Or(d.Owner, owners[reports.DecisionPrefix+d.ID], owners[reports.AnswerPrefix+d.ID])
	}
}

// share is what an owner has of a work item.
type share struct{ blocking, findings int }

// biggest returns who has most; somebody goes before nobody.
func biggest(owners map[string]share) string {
	names := make([]string, 0, len(owners))
	for name := range owners {
		if name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.MinFunc(names, func(a, b string) int {
		x, y := owners[a], owners[b]
		return cmp.Or(cmp.Compare(y.blocking, x.blocking), cmp.Compare(y.findings, x.findings), cmp.Compare(a, b))
	})
}

func (o *ownership) ofPackage(p *reports.Package) string {
	for i := len(o.entries) - 1; i >= 0; i-- {
		e := &o.entries[i]
		if e.Concern == "" && e.repo.fits(p.Repo) && e.pkg.fits(p.Name) && (e.path == nil || e.path.fitsFolder(p.Path)) {
			return e.Owner
		}
	}
	owners, _ := o.repos[p.Repo].OfFolder(p.Path)
	return owners
}

func (o *ownership) ofFinding(f *finding.Finding) string {
	for i := len(o.entries) - 1; i >= 0; i-- {
		e := &o.entries[i]
		if (e.Concern == "" || e.Concern == string(f.Concern)) && e.repo.fits(f.Repo) && e.pkg.fits(f.Package) && e.path.fits(f.Path) {
			return e.Owner
		}
	}
	key := ownedPath{f.Repo, f.Path}
	owners, ok := o.known[key]
	if !ok {
		owners, _ = o.repos[f.Repo].Of(f.Path)
		o.known[key] = owners
	}
	return owners
}
