package config

import (
	_ "embed"
	"slices"

	"opendev.org/starlingx/stxscan/reports"
)

//go:embed groups.yaml
var groupsFile []byte

// DefaultGroups returns the groups that the program carries.
func DefaultGroups() []Group {
	c, err := Load(groupsFile, "groups.yaml")
	if err != nil {
		panic(err) // a test loads it
	}
	return c.Groups
}

// EffectiveGroups returns the program's groups with the file's put in the
// place of those of the same id, and the others behind.
func (c *Config) EffectiveGroups() []Group {
	list := DefaultGroups()
	if c == nil {
		return list
	}
	for _, g := range c.Groups {
		i := slices.IndexFunc(list, func(own Group) bool { return own.ID == g.ID })
		if i < 0 {
			list = append(list, g)
		} else {
			list[i] = g
		}
	}
	return list
}

// AssignGroups lists the groups in the report and says of every package which
// of them it belongs to.
func AssignGroups(r *reports.Report, groups []Group) {
	r.Groups = make([]reports.Group, 0, len(groups))
	for _, g := range groups {
		r.Groups = append(r.Groups, reports.Group{ID: g.ID, Title: g.Title})
	}
	for i := range r.Packages {
		p := &r.Packages[i]
		p.Groups = nil
		for _, g := range groupsOf(p, groups) {
			p.Groups = append(p.Groups, groups[g].ID)
		}
	}
}

// groupsOf returns the places of the groups that a package belongs to.
func groupsOf(p *reports.Package, groups []Group) []int {
	var list []int
	for _, rest := range []bool{false, true} {
		if rest && len(list) > 0 {
			break
		}
		for i := range groups {
			if groups[i].Rest == rest && groups[i].fits(p) {
				list = append(list, i)
			}
		}
	}
	return list
}

func (g *Group) fits(p *reports.Package) bool {
	return slices.ContainsFunc(g.Match, func(m Match) bool {
		return m.repo.fits(p.Repo) && m.origin.fits(p.Origin) && m.pkg.fits(p.Name) &&
			(m.path == nil || m.path.fits(p.Path))
	})
}
