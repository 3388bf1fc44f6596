package reports

import (
	"time"

	"opendev.org/starlingx/stxscan/finding"
)

// TrendSchema names the form of the JSON of a trend.
const TrendSchema = "stxscan-trend/1.0"

// Trend is how far a workspace was at several points in time, the oldest first.
// It is plain data for those who draw it.
type Trend struct {
	Schema string `json:"schema"`
	// Targets are the ids of all targets of all points, in the order of the
	// newest point; Origins are those of them that nobody ports to.
	Targets []string `json:"targets"`
	Origins []string `json:"origins"`
	// Points are sorted by time. A point that was computed again by a later tool
	// stands once, as computed last.
	Points []TrendPoint `json:"points"`
	// Packages says when the verdict of each package became another one, sorted
	// by package and target. A package that a point does not have, or that no
	// build list names there, has an empty verdict from then on.
	Packages []PackageTrend `json:"packages"`
}

// TrendPoint is one point in time.
type TrendPoint struct {
	// Time is the date that the point is about: of the newest commit where
	// history was scanned later, else of the scan.
	Time time.Time `json:"time"`
	// Run is the id of the recorded run, Label what it was asked for by: a tag,
	// a date, or nothing. Made is when it was computed.
	Run   string    `json:"run"`
	Label string    `json:"label,omitempty"`
	Made  time.Time `json:"made"`
	// Tool and Rules are the version and the digest of the rules. Between two
	// points where one of them differs, numbers may move without a change to
	// the source: Moved says so of the step from the point before.
	Tool  string `json:"tool"`
	Rules string `json:"rules"`
	Moved bool   `json:"tool_moved,omitempty"`
	// Rescanned says that the point was computed again after it was recorded.
	Rescanned bool `json:"rescanned,omitempty"`
	// Commits are the full ids of the commits, by repo.
	Commits map[string]string `json:"commits"`
	// Targets says by target how far it was. A target that was not asked for has
	// no entry.
	Targets map[string]TrendTarget `json:"targets"`
	// Milestones says how far each was, in the order in which the team has them.
	Milestones []TrendMilestone `json:"milestones"`
}

// TrendMilestone is how far a milestone was at a point. Its title and target are
// those of that time.
type TrendMilestone struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Target   string `json:"target"`
	Packages int    `json:"packages"`
	Done     int    `json:"done"`
	Unknown  int    `json:"unknown"`
}

// TrendTarget is how far the workspace was on one target.
type TrendTarget struct {
	// Headline counts verdicts over the packages that a build list names.
	Headline Headline `json:"headline"`
	// Blocking counts the findings that block, of all packages and of files
	// outside of packages; WorkItems what would clear them, Minutes how long that
	// is estimated to take. An item counts on every target that it is about.
	Blocking  int `json:"blocking"`
	WorkItems int `json:"work_items"`
	Minutes   int `json:"minutes"`
	// Concerns are the same by concern; concerns of which nothing blocks are left
	// out.
	Concerns map[finding.Concern]TrendConcern `json:"concerns"`
	// Moved says what changed Blocking since the point before, by cause and
	// concern; nothing at the first point and on the origin.
	Moved []TrendMove `json:"moved,omitempty"`
}

// TrendMove counts findings of a concern that one cause moved.
type TrendMove struct {
	// Cause is one of policy.Causes, such as code, decision or rules.
	Cause   string          `json:"cause"`
	Concern finding.Concern `json:"concern"`
	// Came block now and did not, Gone did and do not.
	Came int `json:"came"`
	Gone int `json:"gone"`
}

// TrendConcern counts what blocks of one concern on one target.
type TrendConcern struct {
	// Packages counts those that a build list names and that have such findings.
	Packages  int `json:"packages"`
	Blocking  int `json:"blocking"`
	WorkItems int `json:"work_items"`
	Minutes   int `json:"minutes"`
}

// PackageTrend is how the verdict of one package on one target changed.
type PackageTrend struct {
	// Package is REPO/NAME.
	Package string `json:"package"`
	Target  string `json:"target"`
	// Verdicts begins with the first point that has the package.
	Verdicts []VerdictSince `json:"verdicts"`
}

// VerdictSince is a verdict with the index in Trend.Points from which on it
// holds.
type VerdictSince struct {
	Point   int     `json:"point"`
	Verdict Verdict `json:"verdict"`
}
