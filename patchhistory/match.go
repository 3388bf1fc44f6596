package patchhistory

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// carried is one patch of one side.
type carried struct {
	Place
	at    int
	patch *finding.StackPatch
	stack *finding.PatchStack
	name  string // normalised
	sketch
	mate *carried // what it is on the other side
	by   string
	// into is the patch of the other side that holds its lines, parts are those
	// that it holds the lines of, where it has no mate.
	into    *carried
	parts   []*carried
	covered float64
}

// matching is the state of one comparison.
type matching struct {
	old, new []*carried
	stacks   map[ref][]*carried // of the earlier report
	packages *packages
	weigh    func(hash uint32) float64
	tooMany  bool
}

func newMatching(old, new *reports.Report) *matching {
	m := &matching{old: listed(old), new: listed(new), packages: mapPackages(old, new)}
	m.weigh = weights(m.old, m.new)
	m.stacks = map[ref][]*carried{}
	for _, c := range m.old {
		m.stacks[refOf(c)] = append(m.stacks[refOf(c)], c)
	}
	return m
}

func listed(r *reports.Report) []*carried {
	var list []*carried
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		for j := range s.Patches {
			p := &s.Patches[j]
			list = append(list, &carried{
				Place: Place{Repo: s.Repo, Package: s.Package, Path: p.Path, Kind: p.Kind, Added: p.Added, Removed: p.Removed},
				at:    len(list), patch: p, stack: s, name: normalName(p.Path), sketch: sketchOf(p.Identity),
			})
		}
	}
	return list
}

// number is what git format-patch and people put before a name for the order.
var number = regexp.MustCompile(`^\d{1,5}[-_.]`)

// normalName is a patch's name without its place in the order and its ending.
func normalName(file string) string {
	name := strings.ToLower(path.Base(file))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".patch"), ".diff")
	return strings.ReplaceAll(number.ReplaceAllString(name, ""), "_", "-")
}

func (m *matching) pair(a, b *carried, by string) {
	a.mate, b.mate, a.by, b.by = b, a, by, by
}

type placeKey struct{ repo, path string }

// paths matches what lies where it lay, unless it is plainly another patch.
func (m *matching) paths() {
	m.at(func(c *carried) (placeKey, bool) { return placeKey{c.Repo, c.Path}, true }, "path")
}

// renames matches what git says was renamed.
func (m *matching) renames(known map[string]map[string]string) {
	m.at(func(c *carried) (placeKey, bool) {
		to, ok := known[c.Repo][c.Path]
		return placeKey{c.Repo, to}, ok
	}, "rename")
}

func (m *matching) at(where func(*carried) (placeKey, bool), by string) {
	now := map[placeKey]*carried{}
	for _, c := range m.new {
		if c.mate == nil {
			now[placeKey{c.Repo, c.Path}] = c
		}
	}
	for _, c := range m.old {
		key, ok := where(c)
		if to := now[key]; ok && c.mate == nil && to != nil && to.mate == nil && !m.isOther(c, to) {
			m.pair(c, to, by)
		}
	}
}

// fewLines is how many lines a patch has to have before it is told by them.
const fewLines = 5

// isOther reports whether two patches have nothing in common but their place.
func (m *matching) isOther(a, b *carried) bool {
	return a.lines >= fewLines && b.lines >= fewLines && !sameSubject(a, b) &&
		m.share(a, b) == 0 && m.share(b, a) == 0
}

// sameSubject reports whether headers say the same of both. Short ones, such as
// "fix build", say nothing.
func sameSubject(a, b *carried) bool {
	return len(a.patch.Subject) > 12 && strings.EqualFold(a.patch.Subject, b.patch.Subject)
}

// sameSort reports whether both edit packaging, or neither does: a meta patch often
// has the name and the subject of the patch that it makes the spec apply.
func sameSort(a, b *carried) bool { return (a.Kind == "meta") == (b.Kind == "meta") }

// changes matches patches with the same change, wherever they lie now: in the
// package that took their package's place before all others.
func (m *matching) changes() {
	now := map[string][]*carried{}
	for _, c := range m.new {
		if c.mate == nil && c.patch.Identity != nil {
			now[c.patch.Identity.Digest] = append(now[c.patch.Identity.Digest], c)
		}
	}
	var found []candidate
	for _, c := range m.old {
		if c.mate != nil || c.patch.Identity == nil {
			continue
		}
		same := now[c.patch.Identity.Digest]
		for _, to := range same[:min(len(same), mostSame)] {
			found = append(found, candidate{c, to, m.nearness(c, to)})
		}
	}
	m.take(found, "change")
}

// mostSame bounds how many equal patches of one change are looked at.
const mostSame = 100

// nearness says how much the places of two patches have in common.
func (m *matching) nearness(a, b *carried) float64 {
	score := 0.0
	if m.packages.follows(a, b) {
		score += 4
	}
	if a.name == b.name {
		score += 2
	}
	if a.Kind == b.Kind {
		score++
	}
	if a.Repo == b.Repo {
		score += .5
	}
	return score
}

// candidate is a pair that may be the same patch.
type candidate struct {
	old, new *carried
	score    float64
}

// take pairs candidates, the best first, each patch once.
func (m *matching) take(list []candidate, by string) {
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.old.at, b.old.at), cmp.Compare(a.new.at, b.new.at))
	})
	for _, c := range list {
		if c.old.mate == nil && c.new.mate == nil {
			m.pair(c.old, c.new, by)
		}
	}
}

// Bounds for patches of the same package, or of the one that took its place. Under the same
// name or subject, little in common is enough: a rebase may change most lines.
const (
	nearShare  = .2
	otherShare = .55
)

// names matches patches that were made anew for another version: in the package
// that took their package's place, by name or subject, or by content alone; in
// other packages only by both.
func (m *matching) names() {
	byName := map[string][]*carried{}
	for _, c := range m.new {
		if c.mate == nil {
			byName[c.name] = append(byName[c.name], c)
		}
	}
	var named, alike []candidate
	for _, a := range m.old {
		if a.mate != nil {
			continue
		}
		same := byName[a.name]
		for _, b := range same[:min(len(same), mostSame)] {
			near := m.packages.follows(a, b)
			switch share := max(m.share(a, b), m.share(b, a)); {
			case !sameSort(a, b):
			case near && (share >= nearShare || sameSubject(a, b) || a.lines < fewLines && b.lines < fewLines):
				named = append(named, candidate{a, b, 2 + share})
			case !near && min(m.share(a, b), m.share(b, a)) >= otherShare:
				named = append(named, candidate{a, b, share})
			}
		}
	}
	m.take(named, "name")
	for _, pair := range m.packages.pairs(m) {
		for _, a := range pair.old {
			for _, b := range pair.new {
				share := min(m.share(a, b), m.share(b, a))
				if sameSort(a, b) && (share >= otherShare || sameSubject(a, b)) {
					alike = append(alike, candidate{a, b, share})
				}
			}
		}
	}
	m.take(alike, "content")
}
