package stories

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// Schema names the form of a plan.
const Schema = "stxscan.stories/1"

// maxPlan is the largest plan that is read, in bytes.
const maxPlan = 64 << 20

// Plan is what would be done on a server, for people to review. It holds no token.
type Plan struct {
	Schema string `json:"schema"`
	// Server is the address that the plan was made against, empty if it was made
	// without looking.
	Server string `json:"server"`
	Scan   Scan   `json:"scan"`
	// Stories are in the order in which they are carried out: those that block
	// the most first.
	Stories []PlannedStory `json:"stories"`
	// Tracked are the concerns that other teams file.
	Tracked []Tracked `json:"tracked"`
	// Notes are what a reviewer should know: repos without a project, and such.
	Notes []string `json:"notes"`
}

// Scan says what a plan comes from.
type Scan struct {
	Version string `json:"version"`
	Date    string `json:"date"`
	// Commits maps repos to theirs, where they are known.
	Commits map[string]string `json:"commits"`
}

// PlannedStory is a story with what is to be done about it.
type PlannedStory struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	// ID is the server's number, null for a story that is not there yet, and URL
	// where people see it.
	ID  *int   `json:"id"`
	URL string `json:"url,omitempty"`
	// UpdatedAt is when the story last changed: apply refuses it if it did since.
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	// Findings counts places, Packages the packages that they are in.
	Findings int `json:"findings"`
	Packages int `json:"packages"`
	// Actions are done in this order.
	Actions []Action `json:"actions"`
	// Candidates are open stories of others that seem to be about the same.
	Candidates []Candidate `json:"candidates,omitempty"`
}

// Candidate is a story of somebody else's that could be adopted.
type Candidate struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
	// Done counts the tasks that are merged, Tasks all that are not invalid.
	Done  int `json:"done"`
	Tasks int `json:"tasks"`
}

// ActionKind says what is done.
type ActionKind string

// The kinds of actions, a closed list.
const (
	ActCreate    ActionKind = "create"     // a story is made
	ActAdopt     ActionKind = "adopt"      // a story of people's gets our marks
	ActTag       ActionKind = "tag_add"    // tags are added
	ActTask      ActionKind = "task_add"   // a task is made
	ActCloseTask ActionKind = "task_close" // a task is set to merged
	ActDropTask  ActionKind = "task_drop"  // a task that is there twice is taken away
	ActComment   ActionKind = "comment"    // a comment is made
	ActUpdate    ActionKind = "update"     // the block of the description is written
	ActRetire    ActionKind = "retire"     // a story that is there twice is emptied
	ActSkip      ActionKind = "skip"       // nothing is done, for a reason
)

var actionKinds = []ActionKind{ActCreate, ActAdopt, ActTag, ActTask, ActCloseTask, ActDropTask, ActComment, ActUpdate, ActRetire, ActSkip}

// Action is one thing to do about a story.
type Action struct {
	Kind ActionKind `json:"action"`
	// Why says what it is for.
	Why string `json:"why,omitempty"`
	// Before and After are texts: of a description's block, a title, a comment, a
	// status. @story@ and @task:KEY@ stand for numbers that are not known yet.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Tags are those that are added.
	Tags []string `json:"tags,omitempty"`
	// Task is the number of a task, TaskKey its key, Notes its text. Projects are
	// the names that its project may have, Project that which the server knows.
	Task     int      `json:"task,omitempty"`
	TaskKey  string   `json:"task_key,omitempty"`
	Notes    string   `json:"notes,omitempty"`
	Projects []string `json:"projects,omitempty"`
	Project  string   `json:"project,omitempty"`
	// Again says that the task was merged before, and its places are back.
	Again bool `json:"again,omitempty"`
}

// Writes reports whether anything of a story would be changed.
func (s *PlannedStory) Writes() bool {
	for _, a := range s.Actions {
		if a.Kind != ActSkip {
			return true
		}
	}
	return false
}

// New reports whether the story would be made.
func (s *PlannedStory) New() bool { return len(s.Actions) > 0 && s.Actions[0].Kind == ActCreate }

// Encode writes the plan as JSON.
func (p *Plan) Encode(w io.Writer) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // people read it
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		return fmt.Errorf("encode the plan: %w", err)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// DecodePlan reads a plan. It refuses what is no plan, is not whole, or holds what
// cannot be carried out; the error says what to do.
func DecodePlan(r io.Reader) (*Plan, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxPlan+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the plan cannot be read: %w", err)
	case len(text) > maxPlan:
		return nil, fmt.Errorf("the plan is larger than %d MB, the most that is read", maxPlan>>20)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("the plan is empty: make it again with 'stxscan stories plan REPORT.json -o FILE'")
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("this is no plan: %w: make it with 'stxscan stories plan REPORT.json -o FILE'", err)
	}
	if head.Schema != Schema {
		return nil, fmt.Errorf("this is no plan that is read here: its schema is %.60q, not %q: make it with 'stxscan stories plan REPORT.json -o FILE'", head.Schema, Schema)
	}
	p := &Plan{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(p); err != nil {
		return nil, fmt.Errorf("the plan does not keep to %s: %w", Schema, err)
	}
	return p, p.check()
}

// check refuses what no plan of ours holds: people may have edited it.
func (p *Plan) check() error {
	keys := map[string]bool{}
	for i := range p.Stories {
		s := &p.Stories[i]
		where := fmt.Sprintf("story %d of the plan (%.80q)", i+1, s.Title)
		switch {
		case !anyKey.MatchString(s.Key):
			return fmt.Errorf("%s: %.40q is no key: leave keys as they are", where, s.Key)
		case keys[s.Key] && !retires(s):
			return fmt.Errorf("%s: its key is there twice: leave keys as they are", where)
		case s.ID != nil && *s.ID <= 0:
			return fmt.Errorf("%s: %d is no number of a story", where, *s.ID)
		case s.ID == nil && s.Writes() && !s.New():
			return fmt.Errorf("%s: it has no number and is not made first", where)
		}
		keys[s.Key] = keys[s.Key] || !retires(s)
		for j := range s.Actions {
			if err := s.Actions[j].check(j); err != nil {
				return fmt.Errorf("%s: action %d: %w", where, j+1, err)
			}
		}
		if n := utf8.RuneCountInString(s.Title); s.New() && (n < 5 || n > maxTitle) {
			return fmt.Errorf("%s: the title has %d characters: StoryBoard takes 5 to %d", where, n, maxTitle)
		}
	}
	return nil
}

func retires(s *PlannedStory) bool { return len(s.Actions) > 0 && s.Actions[0].Kind == ActRetire }

func (a *Action) check(at int) error {
	switch a.Kind {
	case ActCreate:
		if at > 0 {
			return errors.New("a story is made first")
		}
	case ActTask:
		if n := utf8.RuneCountInString(a.After); n < 3 || n > maxTitle {
			return fmt.Errorf("the title of the task has %d characters: StoryBoard takes 3 to %d", n, maxTitle)
		}
		if !anyKey.MatchString(a.TaskKey) || len(a.Projects) == 0 && a.Project == "" {
			return errors.New("the task lacks its key or its project")
		}
	case ActCloseTask, ActDropTask:
		if a.Task <= 0 {
			return errors.New("the number of the task is missing")
		}
	case ActTag:
		for _, tag := range a.Tags {
			if !tagForm.MatchString(tag) {
				return fmt.Errorf("%.60q is no tag that StoryBoard keeps as it is", tag)
			}
		}
	case ActComment:
		if strings.TrimSpace(a.After) == "" {
			return errors.New("the comment is empty")
		}
	case ActUpdate, ActAdopt, ActRetire, ActSkip:
	default:
		return fmt.Errorf("%.40q is nothing that can be done: want one of %s", a.Kind, join(actionKinds))
	}
	return nil
}

// Left is a story that a cap left for another time.
type Left struct {
	Key, Title string
}
