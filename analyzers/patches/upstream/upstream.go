// Package upstream tells of carried patches whether their change is in the
// history of the project that they patch: which commits have it, since which
// release, and at which base the patch can be dropped.
//
// The history is read once for all patches of an upstream. Only what is merged
// counts: the main branch, release tags and stable branches; never pull
// requests, changes under review or somebody's branches. A patch is upstreamed
// if a commit that says to be the same change has most of its lines, or if the
// lines alone leave no doubt. The lines are compared without white space, in the
// same file, and weighed by how rare they are in that history, so that
// boilerplate proves nothing. What upstream did in other words is never called
// upstreamed: the answer is review or not-found, and a person has to say so.
//
// A history that could not be read to its end, or is shallow, gives unknown in
// the place of not-found.
package upstream

import (
	"time"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// Patch is one carried patch.
type Patch struct {
	ID     string // any name that is unique among the stacks
	Parsed *patch.File
	Src    []byte    // what Parsed was read from
	Date   time.Time // when it was made; zero if unknown
}

// Options says what is asked beyond "is it there?".
type Options struct {
	// Base is the version or revision that the packages build from now; a
	// version is looked up among the release tags. Empty if unknown.
	Base string
	// Targets are further versions or revisions to which they may move.
	Targets []string
	// Cache keeps answers for clones and patches that have not changed; nil keeps none.
	Cache Cache
}

// State says whether a patch's change is upstream.
type State string

// The states, a closed list.
const (
	Upstreamed State = "upstreamed" // all of it was merged
	Partially  State = "partially"  // some of its files or hunks were merged, others not
	Reverted   State = "reverted"   // it was merged, and taken out for good
	Review     State = "review"     // much of it is there: a person has to look
	NotFound   State = "not-found"  // it is not there in these words
	Unknown    State = "unknown"    // it could not be told; Why says what would settle it
)

// Evidence says how a commit was recognised.
type Evidence string

// The kinds of evidence, strongest first.
const (
	ByChangeID   Evidence = "change-id"       // both carry the same Change-Id
	ByCherryPick Evidence = "cherry-pick"     // one names the other as its source
	ByPatchID    Evidence = "patch-id"        // the same changed lines in the same order
	BySubject    Evidence = "subject"         // the same subject, and most lines
	ByContent    Evidence = "content"         // the lines alone
	BySeveral    Evidence = "several-commits" // the lines of several commits together
)

// Commit is an upstream commit.
type Commit struct {
	ID      string    `json:"id"`
	Date    time.Time `json:"date"` // when it was committed
	Subject string    `json:"subject"`
}

// Answer is what is known of one patch.
type Answer struct {
	ID    string   `json:"id"`
	State State    `json:"state"`
	By    Evidence `json:"by,omitempty"`
	// Why is a sentence for people, always there unless State is Upstreamed.
	Why string `json:"why,omitempty"`
	// Commits carry the change: the first is the best one; BySeveral needs all
	// of them. For Review they are the likeliest.
	Commits []Commit `json:"commits,omitempty"`
	// Again are further commits with the same change: on stable branches, or a
	// re-landing.
	Again []Commit `json:"again,omitempty"`
	// Reverts took the change out, for good or for a time.
	Reverts  []Commit     `json:"reverts,omitempty"`
	Coverage Coverage     `json:"coverage"`
	Files    []FileAnswer `json:"files,omitempty"`
	// FirstRelease is the lowest release tag that has the change and whose
	// successors all have it; empty if no release has.
	FirstRelease string `json:"first_release,omitempty"`
	// InBase says whether the base has the change already, so that the patch
	// carries it twice.
	InBase Tri `json:"in_base"`
	// Lacking are those of Options.Targets that certainly do not have the change.
	Lacking []string `json:"lacking,omitempty"`
	// Droppable are those of Options.Targets, as they were given, and the base
	// if InBase, at which the patch is not needed.
	Droppable []string `json:"droppable,omitempty"`
}

// Tri is yes, no or unknown.
type Tri string

// The values of a Tri.
const (
	Yes     Tri = "yes"
	No      Tri = "no"
	Untold  Tri = "unknown"
	noneSet Tri = ""
)

// Coverage says how much of a patch the commits have. Shares go from 0 to 1
// and weigh lines by their rarity.
type Coverage struct {
	// Lines is how many lines of the patch count: different ones that say
	// something, without those that only change what earlier patches of the stack added.
	Lines int `json:"lines"`
	// Forward is the share of all that the commits changed alike, Plus of the
	// added ones alone.
	Forward float64 `json:"forward"`
	Plus    float64 `json:"plus"`
	// Reverse is the share of the commits' lines, in files of the patch's
	// names, that are the patch's.
	Reverse float64 `json:"reverse"`
	// Head is the share of added lines that are in the files of the main
	// branch today; -1 if there are none to look for or no file has them.
	Head float64 `json:"head"`
}

// FileAnswer is one file of a patch.
type FileAnswer struct {
	Path string `json:"path"` // in the patch
	// Upstream is the path there; empty if no file of that name was seen.
	Upstream string  `json:"upstream,omitempty"`
	State    State   `json:"state"` // Upstreamed, Partially or NotFound
	Lines    int     `json:"lines"`
	Forward  float64 `json:"forward"`
}

// Result is the answer for all patches of one upstream.
type Result struct {
	// Answers are in the order of the stacks.
	Answers [][]Answer `json:"answers"`
	// Commits is how many commits were read, those that touch the files of the
	// patches.
	Commits int `json:"commits"`
	// Releases are the release tags, by version.
	Releases []Release `json:"releases,omitempty"`
	// Incomplete says why the history was not read as a whole; empty if it was.
	Incomplete []string `json:"incomplete,omitempty"`
	// Revisions says what the base and the targets were taken for.
	Revisions []Revision `json:"revisions,omitempty"`
}

// Revision is a base or a target.
type Revision struct {
	Asked  string `json:"asked"`
	Name   string `json:"name,omitempty"`   // the tag, or the revision itself
	Commit string `json:"commit,omitempty"` // empty if there is none
}
