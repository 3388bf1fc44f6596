// Package divergence says how far StarlingX is from its upstreams: what patches it
// carries, what upstream has of them, what the rest costs on a target, and what
// could be proposed. It reads a report and nothing else.
package divergence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Schema names the form of the JSON. Within a major version fields are only added.
const Schema = "stxscan-patches/1.0"

// Divergence is what is carried, on one target.
type Divergence struct {
	Schema string `json:"schema"`
	Target string `json:"target"`
	// Total is all of it; Groups are its parts by what is patched and by repo.
	Total    Metrics   `json:"total"`
	Groups   []Group   `json:"groups"`
	Packages []Package `json:"packages"`
	// Oldest are the five patches that have been carried longest.
	Oldest []Patch `json:"oldest"`
}

// Group is the stacks of a repo that patch the same kind of thing.
type Group struct {
	Repo    string             `json:"repo"`
	Class   finding.StackClass `json:"class"`
	Metrics Metrics            `json:"metrics"`
}

// Package is one stack.
type Package struct {
	ID       string             `json:"id"` // REPO/NAME
	Class    finding.StackClass `json:"class"`
	Upstream string             `json:"upstream,omitempty"`
	Base     string             `json:"base,omitempty"`
	// Adopt is nil where nobody asked whether the target's package can be used.
	Adopt   *finding.Adoption `json:"adopt,omitempty"`
	Metrics Metrics           `json:"metrics"`
}

// Patch is a patch by name.
type Patch struct {
	Package string `json:"package"` // REPO/NAME
	Path    string `json:"path"`
	Subject string `json:"subject,omitempty"`
	Date    string `json:"date,omitempty"`
	Lines   int    `json:"lines"`
}

// Metrics count patches. Source are those that change what is patched and are
// applied; what changes packaging, and what nothing applies, stands beside them.
type Metrics struct {
	Stacks    int `json:"stacks"`
	Source    int `json:"source"`
	Packaging int `json:"packaging"`
	Unapplied int `json:"unapplied"`
	// Upstream counts the source patches by what upstream has of them. Those that
	// nobody looked for are NotAsked: they are not among not-found.
	Upstream map[finding.UpstreamState]int `json:"upstream,omitempty"`
	NotAsked int                           `json:"not_asked"`
	// InBase counts those that the patched version has already.
	InBase int `json:"in_base"`
	// Inert counts those that change nothing the program does, Droppable those of
	// the others that the target's version has. Both can be left out.
	Inert     int `json:"inert"`
	Droppable int `json:"droppable"`
	// Applies counts how the source patches apply to the target's version,
	// NotTried those that nobody tried.
	Applies  map[finding.ApplyState]int `json:"applies,omitempty"`
	NotTried int                        `json:"not_tried"`
	// Lines is the size of a source patch that upstream does not have, added and
	// removed lines together: the median and the 90th percentile.
	Lines Spread `json:"lines"`
	// Days is the age of a source patch by its own date, Undated how many have none.
	Days    Spread `json:"days"`
	Undated int    `json:"undated"`
	// LagDays is how long it took from a patch's date to upstream's commit.
	LagDays Spread `json:"lag_days"`
	// Debt is what makes patches hard to trace: without a header, several changes
	// in one, not readable as a patch, and without a word of where they are from.
	NoHeader  int `json:"no_header"`
	RolledUp  int `json:"rolled_up"`
	Malformed int `json:"malformed"`
	NoOrigin  int `json:"no_origin"`
	// Held counts changes of packaging that were held against the target's own by what
	// it has of them, Overlay and Rebuild those that it lacks by what brings them about.
	Held    map[finding.PackagingState]int `json:"held,omitempty"`
	Overlay int                            `json:"overlay,omitempty"`
	Rebuild int                            `json:"rebuild,omitempty"`
	// Adopt counts stacks by whether the target's own package can be used.
	Adopt map[finding.Adopt]int `json:"adopt,omitempty"`
}

// Spread is the middle of some numbers, and the end of them that nine of ten do
// not reach. N is how many there are.
type Spread struct {
	N      int `json:"n"`
	Median int `json:"median"`
	P90    int `json:"p90"`
}

// Make counts what a report says of patches on a target. The error says that the
// report has no such target, or that it is the one that is ported from.
func Make(r *reports.Report, target string) (*Divergence, error) {
	if err := checkTarget(r, target); err != nil {
		return nil, err
	}
	d := &Divergence{Schema: Schema, Target: target, Groups: []Group{}, Packages: []Package{}, Oldest: []Patch{}}
	type groupKey struct {
		repo  string
		class finding.StackClass
	}
	total, groups := newTally(r.Run.Time, target), map[groupKey]*tally{}
	var keys []groupKey
	for i := range r.PatchStacks {
		s := &r.PatchStacks[i]
		key := groupKey{s.Repo, s.Class}
		if groups[key] == nil {
			groups[key] = newTally(r.Run.Time, target)
			keys = append(keys, key)
		}
		own := newTally(r.Run.Time, target)
		for _, t := range []*tally{total, groups[key], own} {
			t.add(s)
		}
		d.Packages = append(d.Packages, Package{
			ID: s.Repo + "/" + s.Package, Class: s.Class, Upstream: s.Upstream, Base: s.Base, Adopt: adoptionOf(s, target), Metrics: own.finish(),
		})
		d.Oldest = append(d.Oldest, dated(s)...)
	}
	d.Total = total.finish()
	slices.SortFunc(keys, func(a, b groupKey) int {
		return cmp.Or(cmp.Compare(a.repo, b.repo), cmp.Compare(a.class, b.class))
	})
	for _, key := range keys {
		d.Groups = append(d.Groups, Group{key.repo, key.class, groups[key].finish()})
	}
	slices.SortStableFunc(d.Packages, func(a, b Package) int {
		return cmp.Or(cmp.Compare(b.Metrics.Source, a.Metrics.Source), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(d.Oldest, func(a, b Patch) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Path, b.Path))
	})
	const most = 5
	d.Oldest = d.Oldest[:min(len(d.Oldest), most)]
	return d, nil
}

// checkTarget holds that a report has a target to port to.
func checkTarget(r *reports.Report, target string) error {
	var others []string
	origin := false
	for _, t := range r.Targets {
		switch {
		case !t.Origin && t.ID == target:
			return nil
		case !t.Origin:
			others = append(others, t.ID)
		case t.ID == target:
			origin = true
		}
	}
	want := "name another report, it has no target to port to"
	if len(others) > 0 {
		want = "want one of " + strings.Join(others, ", ")
	}
	if origin {
		return fmt.Errorf("%s is what StarlingX comes from: %s", target, want)
	}
	return fmt.Errorf("the report has no target %q: %s", target, want)
}

// adoptionOf is nil if nobody asked.
func adoptionOf(s *finding.PatchStack, target string) *finding.Adoption {
	a, ok := s.Adopt[target]
	if !ok {
		return nil
	}
	return &a
}

// dated are the source patches of a stack that have a date.
func dated(s *finding.PatchStack) []Patch {
	var list []Patch
	for i := range s.Patches {
		if p := &s.Patches[i]; p.Date != "" && isSource(p) {
			list = append(list, patchOf(s, p))
		}
	}
	return list
}

func patchOf(s *finding.PatchStack, p *finding.StackPatch) Patch {
	return Patch{Package: s.Repo + "/" + s.Package, Path: p.Path, Subject: p.Subject, Date: p.Date, Lines: p.Added + p.Removed}
}

// isSource reports whether a patch changes what is patched, and is applied.
func isSource(p *finding.StackPatch) bool { return p.Kind != "meta" && p.State == "applied" }

func daysBetween(from string, to time.Time) (int, bool) {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil || to.Before(day) {
		return 0, false
	}
	return int(to.Sub(day).Hours() / 24), true
}
