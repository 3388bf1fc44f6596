// Package stories makes stories of StoryBoard from a report: what each is about,
// its tasks, its text; a plan of what would be changed on a server; and what
// carries such a plan out. A plan changes nothing.
//
// A story is known by a key in its description, a task by one in its notes, so that
// people may change titles and texts as they like. Of a description only what
// stands between two marks is ours.
package stories

import (
	"cmp"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Prefix begins the title of every story.
const Prefix = "[MultiOS] "

// maxTitle is how many characters StoryBoard takes in a title.
const maxTitle = 255

// DefaultProject takes what has no project of its own: the wiki's default.
const DefaultProject = "starlingx/integ"

// DefaultTracked are the concerns that other teams of StarlingX have stories for.
var DefaultTracked = []finding.Concern{finding.Python2, finding.OpenStackPatches}

// Options say how a team files.
type Options struct {
	// Tags are the tags of stories; DefaultTags if empty.
	Tags Tags
	// Projects maps repos to the projects of StoryBoard that they may be, the
	// wanted name first. Others are starlingx/REPO or openstack/stx-REPO.
	Projects map[string][]string
	// DefaultProject is DefaultProject if empty.
	DefaultProject string
	// Tracked are the concerns that others file, which are linked and not filed;
	// those that the report says, or else DefaultTracked, if nil. TrackedStories are
	// the numbers of others' stories that are known, beside those of the report.
	Tracked        []finding.Concern
	TrackedStories map[finding.Concern][]int
	// Groups are the concerns that are grouped in another way than by default.
	Groups map[finding.Concern]Grouping
	// Templates write the texts; the program's own if nil.
	Templates *Templates
}

// Set is what a report gives to file.
type Set struct {
	Stories []Story
	Tracked []Tracked

	report  *reports.Report
	options Options
	// quiet are the keys of tasks all of whose places somebody has accepted, with
	// the reason.
	quiet map[string]string
	scope scope
}

// Report is the report that the set was made from.
func (s *Set) Report() *reports.Report { return s.report }

// Tracked is a concern that others file, with what the report has of it.
type Tracked struct {
	Concern finding.Concern `json:"concern"`
	// By is who files it, where that is known.
	By       string `json:"by,omitempty"`
	Findings int    `json:"findings"`
	// Repos counts places by repo.
	Repos map[string]int `json:"repos"`
	// Stories are those that are written down, and those that were found on the
	// server. Of a server that was not asked only the number is known.
	Stories []Candidate `json:"stories,omitempty"`
}

// Story is work that belongs together.
type Story struct {
	Key   string
	Title string
	Tags  []string
	Tasks []Task
	// Text is the block of the description, with StoryToken and tokens of tasks in
	// the place of numbers.
	Text string
	// Digest is that of the text without places and dates.
	Digest string
	// Findings counts places, Packages the packages they are in; the product says
	// which story comes first.
	Findings, Packages int

	topic   *topic
	answer  *reports.Answer
	concern finding.Concern
	where   string   // the project, or the projects and the area
	names   string   // the target or family in words
	target  string   // its id
	targets []string // in the report's order
	repos   []string
	places  []*finding.Finding
	bare    bool // there is no room for examples
}

// Task is what one change closes.
type Task struct {
	Key, Title string
	// Repo is where it is done, "" for the default project. Projects are the names
	// that its project may have.
	Repo     string
	Projects []string
	// Notes are written once, as the task is made.
	Notes string
	// Findings counts its places.
	Findings int

	about  about
	pkg    string // REPO/NAME
	need   string // what is needed, of a task about that
	list   bool   // the task is about lists of packages
	fork   *reports.Package
	rules  []string
	places []*finding.Finding
}

// StoryToken stands for the number of the story in a text; taskToken for that of
// a task.
const StoryToken = "@story@"

func taskToken(key string) string { return "@task:" + key + "@" }

// trackedIn are the concerns that a report says others track. One that says nothing
// was made before reports said so.
func trackedIn(r *reports.Report) []finding.Concern {
	if r.Tracked == nil {
		return DefaultTracked
	}
	var list []finding.Concern
	for _, t := range r.Tracked {
		list = append(list, t.Concern)
	}
	return list
}

// Compose makes stories from what blocks a target in a report, is filed by this
// team, and is not accepted. The biggest come first. The error is about templates
// or tags.
func Compose(r *reports.Report, o Options) (*Set, error) {
	if o.Tags.Empty() {
		o.Tags = DefaultTags()
	}
	if err := o.Tags.Check(); err != nil {
		return nil, err
	}
	if err := CheckGroups(o.Groups); err != nil {
		return nil, err
	}
	o.DefaultProject = cmp.Or(o.DefaultProject, DefaultProject)
	if o.Tracked == nil {
		o.Tracked = trackedIn(r)
	}
	if o.Templates == nil {
		o.Templates = defaultTemplates()
	}
	c := newComposer(r, o)
	for i := range r.Findings {
		c.add(&r.Findings[i])
	}
	return c.set()
}
