package patchhistory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// rows lists every patch once: those of the earlier report in its order, then
// those that came.
func (m *matching) rows(o Options) []Row {
	rows := make([]Row, 0, len(m.old)+len(m.new))
	for _, c := range m.old {
		if c.mate != nil {
			rows = append(rows, m.keptRow(c))
		} else {
			rows = append(rows, m.leftRow(c, o))
		}
	}
	for _, c := range m.new {
		if c.mate == nil {
			rows = append(rows, m.cameRow(c))
		}
	}
	return rows
}

func (m *matching) keptRow(c *carried) Row {
	row := Row{Old: &c.Place, New: &c.mate.Place, By: c.by}
	changed := digest(c) != digest(c.mate)
	moved := c.Repo != c.mate.Repo || c.Path != c.mate.Path
	switch {
	case moved && changed:
		row.Class = MovedRefreshed
	case moved:
		row.Class = Moved
	case changed:
		row.Class = Refreshed
	default:
		row.Class = Unchanged
	}
	return row
}

// digest identifies a change; where a report has none, the counts have to do.
func digest(c *carried) string {
	if c.patch.Identity != nil {
		return c.patch.Identity.Digest
	}
	return fmt.Sprintf("+%d -%d", c.Added, c.Removed)
}

// leftRow says what became of a patch that is no longer there. A meta patch goes
// the way of the patch that it made the spec apply.
func (m *matching) leftRow(c *carried, o Options) Row {
	row := m.ownRow(c, o)
	if row.Class == Squashed || row.Class == Split {
		return row
	}
	if p := m.partner(c); p != nil && p.mate == nil {
		its := m.ownRow(p, o)
		if (its.Commit == nil) == (row.Commit == nil) && (its.Commit == nil || its.Commit.ID == row.Commit.ID) {
			row.Class, row.Why, row.Settle, row.By = its.Class, "it made the spec apply "+p.Path+": "+its.Why, its.Settle, its.By
		}
	}
	return row
}

// ownRow says it by the patch alone, the surest first.
func (m *matching) ownRow(c *carried, o Options) Row {
	now := m.packages.successor(refOf(c))
	e := m.evidenceOf(c, now, o)
	row := Row{Old: &c.Place, Commit: e.commit}
	_, newBase := m.bases(c, now)
	switch {
	case c.into != nil:
		row.Class, row.Others, row.Covered = Squashed, []Place{c.into.Place}, c.covered
		row.Why = "its lines are in " + c.into.Path
	case len(c.parts) > 0 && c.covered >= .5:
		row.Class, row.Others, row.Covered = Split, places(c.parts), c.covered
		row.Why = fmt.Sprintf("its lines are in %d other patches", len(c.parts))
	case hasIt(c.patch.Upstreamed, newBase):
		row.Class, row.Why = Upstreamed, upstreamWhy(c.patch.Upstreamed, newBase)
	case e.upstream:
		row.Class, row.By, row.Why = Upstreamed, byCommit, "the commit says that upstream has it"
	case e.merges && (c.Kind != "meta" || !e.configs):
		row.Class, row.By, row.Why = Squashed, byCommit, "the commit says that patches were merged, and wrote "+e.merged
	case e.configs && !slices.Contains(c.patch.Tags, "versioning"):
		row.Class, row.By, row.Why = Overlay, byCommit, "the commit made "+configName(c.Package)
	case now == nil:
		m.withoutPackage(c, e, &row)
	default:
		m.withPackage(c, now, e, &row)
	}
	return row
}

// byCommit says that it was the commit that told.
const byCommit = "commit"

// withoutPackage classes a patch whose package is gone.
func (m *matching) withoutPackage(c *carried, e evidence, row *Row) {
	repo := m.packages.elsewhere(c)
	over := m.packages.overlay(refOf(c))
	switch {
	case e.commit != nil && !e.ends:
		row.Class, row.Why = Dropped, "left out before its package went"
		if e.upgrades {
			row.Class, row.Why = NewBase, "left out with another version, before its package went"
		}
	case repo != "":
		row.Class = Unknown
		row.Why = fmt.Sprintf("the later report does not hold the repo %s, where it would be", repo)
		row.Settle = "a later report with the repo " + repo
	case e.relocates != "" && !m.packages.repos[e.relocates]:
		row.Class, row.Why = Unknown, fmt.Sprintf("its package went to the repo %s, which the later report does not hold", e.relocates)
		row.Settle = "a later report with the repo " + e.relocates
	default:
		row.Class, row.Why = WithPackage, "its package is gone"
		if over != nil {
			row.Why += fmt.Sprintf("; %s/%s was made for its configuration", over.Repo, over.Name)
			if e.commit == nil && !isRoutine(c.patch) {
				row.Class = Overlay
			}
		}
	}
}

// withPackage classes a patch whose package is still there.
func (m *matching) withPackage(c *carried, now *reports.Package, e evidence, row *Row) {
	base, newBase := m.bases(c, now)
	other := base != "" && newBase != "" && base != newBase
	became := fmt.Sprintf("%s became %s", base, newBase)
	if !other {
		became = "another version was taken"
	}
	switch system := m.lostPackaging(c, now); {
	case system != "" && (e.commit == nil || e.ends):
		row.Class = WithPackaging
		row.Why = fmt.Sprintf("%s/%s is not packaged for %s any more", now.Repo, now.Name, system)
	case m.overlays(c):
		row.Class, row.Why = Overlay, m.packages.overlay(refOf(c)).Name+" carries the configuration instead"
	case e.upgrades || other && e.commit == nil:
		row.Class, row.Why = NewBase, "left out when "+became
	case other:
		row.Class, row.Why = Dropped, "left out, not in the commit in which "+became
	case base == "" || newBase == "":
		row.Class, row.Why = Dropped, "left out; the version that is patched is not known"
	default:
		row.Class, row.Why = Dropped, "left out; what is patched is the same"
	}
}

// isRoutine reports whether a patch only gives a source RPM the build's version,
// or the list of its patches.
func isRoutine(p *finding.StackPatch) bool {
	return slices.Contains(p.Tags, "versioning") || slices.Contains(p.Tags, "spec-include")
}

// overlays reports whether a package of configuration took the patch's place in a
// package that is still there.
func (m *matching) overlays(c *carried) bool {
	if m.packages.overlay(refOf(c)) == nil || c.stack.Overlay == nil {
		return false
	}
	return slices.ContainsFunc(c.stack.Overlay.Files, func(f finding.OverlayFile) bool { return f.From == c.Path })
}

// bases returns the versions that a package patched and patches.
func (m *matching) bases(c *carried, now *reports.Package) (was, is string) {
	was = baseOf(m.packages.old[refOf(c)], c.stack.Base)
	if now == nil {
		return was, ""
	}
	said := m.packages.bases[ref{now.Repo, now.Name}]
	if said == "" && c.stack.Base != "" {
		was = baseOf(m.packages.old[refOf(c)], "") // compare like with like
	}
	return was, baseOf(now, said)
}

// hasIt reports whether upstream's release that has a patch is in what is patched
// now.
func hasIt(u *finding.Upstreamed, base string) bool {
	if u == nil || u.State != finding.UpstreamHas {
		return false
	}
	return u.InBase || u.Release != "" && base != "" && distro.CompareVersions(plain(u.Release), plain(base)) <= 0
}

func upstreamWhy(u *finding.Upstreamed, base string) string {
	if u.InBase {
		return "what was patched had it already"
	}
	return fmt.Sprintf("upstream has it since %s, and %s is what is patched now", u.Release, base)
}

// plain is a version without what tags put before it, such as v or release-, and
// without a package's release.
func plain(v string) string {
	if at := strings.IndexAny(v, "0123456789"); at > 0 {
		v = v[at:]
	}
	v, _, _ = strings.Cut(v, "-")
	return v
}

// lostPackaging names the system whose packaging a patch belongs to, if the
// package is no longer packaged for it; "" otherwise.
func (m *matching) lostPackaging(c *carried, now *reports.Package) string {
	if was := m.packages.old[refOf(c)]; was != nil {
		for _, system := range was.Packaging {
			if strings.Contains("/"+c.Path, "/"+system+"/") && !slices.Contains(now.Packaging, system) {
				return system
			}
		}
	}
	return ""
}

func (m *matching) cameRow(c *carried) Row {
	row := Row{Class: Came, New: &c.Place}
	was, known := m.packages.was[refOf(c)]
	switch {
	case len(c.parts) > 0:
		row.Class, row.Others, row.Covered = CameSquash, places(c.parts), c.covered
		row.Why = fmt.Sprintf("made of %d patches that were there", len(c.parts))
	case c.into != nil:
		row.Class, row.Others, row.Covered = CamePiece, []Place{c.into.Place}, c.covered
		row.Why = "a part of " + c.into.Path
	case !known:
		row.Class, row.Why = CamePackage, "its package is new"
	default:
		old, now := m.packages.old[was], m.packages.new[refOf(c)]
		for _, system := range now.Packaging {
			if strings.Contains("/"+c.Path, "/"+system+"/") && !slices.Contains(old.Packaging, system) {
				row.Class, row.Why = CamePackaging, "its package is packaged for "+system+" too"
			}
		}
	}
	return row
}

func places(list []*carried) []Place {
	var out []Place
	for _, c := range list {
		out = append(out, c.Place)
	}
	return out
}

// sum counts rows by package and in all.
func sum(rows []Row, m *matching) ([]PackageMove, Totals) {
	t := Totals{Before: len(m.old), After: len(m.new), Classes: map[Class]int{}}
	moves := map[ref]*PackageMove{}
	at := func(r ref) *PackageMove {
		if moves[r] == nil {
			moves[r] = &PackageMove{Repo: r.repo, Package: r.name, Left: map[Class]int{}, Came: map[Class]int{}}
			if was, ok := m.packages.was[r]; ok && was != r {
				moves[r].Was = was.String()
			}
		}
		return moves[r]
	}
	for i := range rows {
		row := &rows[i]
		t.Classes[row.Class]++
		var old, now *PackageMove
		if row.Old != nil {
			old = at(m.nameNow(ref{row.Old.Repo, row.Old.Package}))
			old.Before++
		}
		if row.New != nil {
			now = at(ref{row.New.Repo, row.New.Package})
			now.After++
		}
		switch {
		case now == nil:
			t.Left++
			old.Left[row.Class]++
		case old == nil:
			t.Came++
			now.Came[row.Class]++
		default:
			t.Kept++
			if old != now {
				old.Out++
				now.In++
			}
		}
	}
	list := []PackageMove{}
	for _, move := range moves {
		list = append(list, *move)
	}
	slices.SortFunc(list, func(a, b PackageMove) int {
		return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Package, b.Package))
	})
	return list, t
}

// nameNow is the package that took a package's place, or itself.
func (m *matching) nameNow(r ref) ref {
	if to, ok := m.packages.now[r]; ok {
		return to
	}
	return r
}
