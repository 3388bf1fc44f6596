// Package patchhistory follows the patches that packages carry from one report to
// a later one: through changed paths, renamed packages and repos that were split.
// It says which are still there, what became of those that left, and what came.
//
// A patch is known again by its path, by a rename that git tells of, by its change
// (the same lines, wherever it lies now), by its name and by its content, in this
// order. Every patch of the earlier report is either kept or has left, every one of
// the later is either kept or came, so that the numbers always add up.
package patchhistory

import (
	"time"

	"opendev.org/starlingx/stxscan/reports"
)

// Class says what became of a patch.
type Class string

// The classes, a closed list: of those that are kept, that left, and that came.
const (
	Unchanged      Class = "unchanged"       // the same change at the same path
	Refreshed      Class = "refreshed"       // another change under the same path or name
	Moved          Class = "moved"           // the same change elsewhere
	MovedRefreshed Class = "moved-refreshed" // another change elsewhere

	Upstreamed    Class = "upstreamed"     // what is patched now has it
	Squashed      Class = "squashed"       // its lines are in another patch now
	Split         Class = "split"          // its lines are in several patches now
	Overlay       Class = "overlay"        // a package of configuration took its place
	WithPackage   Class = "with-package"   // its package is gone
	WithPackaging Class = "with-packaging" // its package is no longer packaged for that system
	NewBase       Class = "new-base"       // left out when what is patched was upgraded
	Dropped       Class = "dropped"        // left out of a package that is otherwise the same
	Unknown       Class = "unknown"        // the later report does not hold where it would be

	Came          Class = "new"           // in a package that was there
	CamePackage   Class = "new-package"   // with a package that was not there
	CamePackaging Class = "new-packaging" // with packaging for another system
	CameSquash    Class = "squash"        // made of several that left
	CamePiece     Class = "piece"         // a part of one that was there
)

// Kept, Left and New list the classes of each sort, in the order of reports.
var (
	Kept = []Class{Unchanged, Refreshed, Moved, MovedRefreshed}
	Left = []Class{Upstreamed, Squashed, Split, Overlay, WithPackage, WithPackaging, NewBase, Dropped, Unknown}
	New  = []Class{Came, CamePackage, CamePackaging, CameSquash, CamePiece}
)

// Schema names the form of a history as JSON.
const Schema = "stxscan-patch-history/1.0"

// History is what became of patches between two reports.
type History struct {
	Schema string `json:"schema"`
	From   Side   `json:"from"`
	To     Side   `json:"to"`
	Totals Totals `json:"totals"`
	// NotComparable says why numbers say less than they seem to.
	NotComparable []string      `json:"not_comparable,omitempty"`
	Packages      []PackageMove `json:"packages"`
	Rows          []Row         `json:"rows"`
}

// Side is one of the two points in time.
type Side struct {
	Name string    `json:"name"` // the file or the revision
	Time time.Time `json:"time"` // of the scan
	// Patches counts all, Kinds by where they act, Stacks the packages that carry any.
	Patches int            `json:"patches"`
	Stacks  int            `json:"stacks"`
	Kinds   map[string]int `json:"kinds"`
}

// Totals add up: Before - Left + Came = After, and Before = Kept + Left.
type Totals struct {
	Before int `json:"before"`
	Kept   int `json:"kept"`
	Left   int `json:"left"`
	Came   int `json:"came"`
	After  int `json:"after"`
	// Classes counts the rows of every class.
	Classes map[Class]int `json:"classes"`
}

// PackageMove sums up one package, under the name that it has now, or had.
type PackageMove struct {
	Repo    string `json:"repo"`
	Package string `json:"package"`
	// Was is REPO/NAME before, where that was another; in a package that was made
	// of several it is the first.
	Was    string        `json:"was,omitempty"`
	Before int           `json:"before"`
	Left   map[Class]int `json:"left,omitempty"`
	Came   map[Class]int `json:"came,omitempty"`
	// In and Out count kept patches that another package had, or has now.
	In    int `json:"in,omitempty"`
	Out   int `json:"out,omitempty"`
	After int `json:"after"`
}

// Row is one patch: Old alone if it left, New alone if it came, else both.
type Row struct {
	Class Class  `json:"class"`
	Old   *Place `json:"old,omitempty"`
	New   *Place `json:"new,omitempty"`
	// By says what a kept patch was known by: path, rename, change, name or content;
	// of one that left "commit", if it is the commit that says how.
	By string `json:"by,omitempty"`
	// Others are the patches that it went into, or that it was made of.
	Others []Place `json:"others,omitempty"`
	// Covered is the share of its lines, by weight, that the others have.
	Covered float64 `json:"covered,omitempty"`
	// Why is a sentence for people, Settle what would tell more.
	Why    string `json:"why,omitempty"`
	Settle string `json:"settle,omitempty"`
	// Commit took the patch out, null if no history was there to ask.
	Commit *Commit `json:"commit,omitempty"`
}

// Place is a patch in its package.
type Place struct {
	Repo    string `json:"repo"`
	Package string `json:"package"`
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
}

// Commit is a commit of the repo that a patch lay in. Date is its day, YYYY-MM-DD.
type Commit struct {
	ID      string `json:"id"`
	Date    string `json:"date"`
	Subject string `json:"subject"`
}

// Options is what is known beside the reports.
type Options struct {
	// From and To name the two sides for people.
	From, To string
	// Renames gives by repo and old path the path that git says a file has now.
	Renames map[string]map[string]string
	// Removed finds the commit that took a file out of a repo, nil if there is none.
	// It may be nil itself.
	Removed func(repo, path string) *Removal
}

// Compare follows the patches of one report to a later one. Neither is changed.
func Compare(old, new *reports.Report, o Options) *History {
	m := newMatching(old, new)
	m.paths()
	m.renames(o.Renames)
	m.changes()
	m.packages.learn(m)
	m.names()
	m.contents()
	h := &History{Schema: Schema, From: side(old, o.From, m.old), To: side(new, o.To, m.new)}
	h.NotComparable = notComparable(old, new, m)
	h.Rows = m.rows(o)
	h.Packages, h.Totals = sum(h.Rows, m)
	return h
}

func side(r *reports.Report, name string, list []*carried) Side {
	s := Side{Name: name, Time: r.Run.Time, Patches: len(list), Stacks: len(r.PatchStacks), Kinds: map[string]int{}}
	for _, c := range list {
		s.Kinds[c.patch.Kind]++
	}
	return s
}

// notComparable says where the reports themselves stand in the way.
func notComparable(old, new *reports.Report, m *matching) []string {
	var why []string
	for _, one := range []struct {
		name string
		list []*carried
	}{{"the earlier report", m.old}, {"the later report", m.new}} {
		without := 0
		for _, c := range one.list {
			if c.patch.Identity == nil && c.patch.Added+c.patch.Removed > 0 {
				without++
			}
		}
		if without > 0 && 2*without > len(one.list) {
			why = append(why, one.name+" does not say what patches change, so that only paths and names could be followed: scan again with this version")
		}
	}
	if a, b := old.Tool.Analyzers["patches"], new.Tool.Analyzers["patches"]; a != b {
		why = append(why, "the reports were made by different versions of the analyzer of patches")
	}
	if m.tooMany {
		why = append(why, "a package carries so many patches that their contents were not compared")
	}
	return why
}
