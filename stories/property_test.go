package stories_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
	"opendev.org/starlingx/stxscan/storyboard/storyboardtest"
)

// storm lets requests fail at random, each on its own, and all from one on: what is
// left of a run that crashed.
type storm struct {
	mu    sync.Mutex
	rand  *rand.Rand
	often float64
	crash int // requests until all fail, negative for never
}

func (s *storm) fault(r *http.Request) storyboardtest.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.crash == 0 {
		return storyboardtest.LostBefore
	}
	s.crash--
	if s.rand.Float64() >= s.often {
		return storyboardtest.None
	}
	return storyboardtest.Faults[s.rand.IntN(len(storyboardtest.Faults))]
}

// people are what people did, which has to stay.
type people struct {
	rand    *rand.Rand
	words   map[int][]string // by story
	titles  map[int]string
	invalid map[int]bool // tasks
	n       int
}

// act does one thing that people do.
func (p *people) act(s *storyboardtest.Server) {
	list := s.Stories()
	if len(list) == 0 {
		return
	}
	story := list[p.rand.IntN(len(list))]
	if strings.Contains(story.Description, "Made twice") {
		return
	}
	tasks := s.Tasks(story.ID)
	p.n++
	word := fmt.Sprintf("word-%d-of-people", p.n)
	switch p.rand.IntN(6) {
	case 0:
		s.EditStory(story.ID, func(s *storyboardtest.Story) { s.Description = word + "\n\n" + s.Description })
		p.words[story.ID] = append(p.words[story.ID], word)
	case 1:
		s.EditStory(story.ID, func(s *storyboardtest.Story) { s.Description += "\n\n" + word })
		p.words[story.ID] = append(p.words[story.ID], word)
	case 2:
		s.EditStory(story.ID, func(s *storyboardtest.Story) { s.Title = word })
		p.titles[story.ID] = word
	case 3:
		s.EditStory(story.ID, func(s *storyboardtest.Story) { s.Tags = append(s.Tags, word) })
	default:
		if len(tasks) == 0 {
			return
		}
		task := tasks[p.rand.IntN(len(tasks))]
		if p.invalid[task.ID] {
			return
		}
		status := []string{"invalid", "merged", "inprogress", "review"}[p.rand.IntN(4)]
		s.EditTask(task.ID, func(t *storyboardtest.Task) { t.Status, t.Assignee = status, 3 })
		p.invalid[task.ID] = status == "invalid"
	}
}

// check wants all that people did to be there still.
func (p *people) check(t *testing.T, s *storyboardtest.Server) {
	t.Helper()
	for _, story := range s.Stories() {
		for _, word := range p.words[story.ID] {
			if !strings.Contains(story.Description, word) {
				t.Errorf("story %d lost %q:\n%s", story.ID, word, story.Description)
			}
		}
		if title := p.titles[story.ID]; title != "" && story.Title != title {
			t.Errorf("story %d is called %q, and people called it %q", story.ID, story.Title, title)
		}
		for _, task := range s.Tasks(story.ID) {
			if p.invalid[task.ID] && task.Status != "invalid" {
				t.Errorf("task %d was invalid and is %s", task.ID, task.Status)
			}
		}
	}
}

// TestConverges: whatever reports come, whatever goes wrong with whichever request,
// wherever a run stops and whatever people do meanwhile, in the end each story is
// there once, nothing that people did is lost, and nothing is left to do.
func TestConverges(t *testing.T) {
	seeds := 60
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			converges(t, rand.New(rand.NewPCG(uint64(seed), 7)))
		})
	}
}

func converges(t *testing.T, random *rand.Rand) {
	d := newDesk(t)
	d.server.Lenient = random.IntN(2) == 0
	d.server.Delay = 30 * time.Millisecond
	hasty, err := storyboard.New(storyboard.Options{Server: d.client.Server(), Token: "good-token", Pause: -1, Timeout: 25 * time.Millisecond,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	crowd := &people{rand: random, words: map[int][]string{}, titles: map[int]string{}, invalid: map[int]bool{}}
	var r *reports.Report
	o := stories.PlanOptions{Close: random.IntN(2) == 0}
	for day := range 4 {
		r = later(day, randomPlaces(random)...)
		d.server.SetNow(when.AddDate(0, 0, day).Add(time.Hour))
		for range 1 + random.IntN(6) {
			weather := &storm{rand: rand.New(rand.NewPCG(random.Uint64(), 9)), often: random.Float64() * 0.2, crash: random.IntN(200) - 50}
			d.server.SetFault(weather.fault)
			if plan, err := stories.MakePlan(t.Context(), compose(t, r, stories.Options{}), hasty, o); err == nil {
				_, _ = stories.Apply(t.Context(), plan, hasty, unbound)
			}
			d.server.SetFault(nil)
			if random.IntN(2) == 0 {
				crowd.act(d.server)
			}
		}
	}
	// In fair weather it is done in few runs: one that repairs, and one that writes
	// what the repair is called.
	for range 3 {
		d.apply(d.plan(r, o), unbound)
	}
	d.settled(r, o)
	crowd.check(t, d.server)
	once(t, d.server, len(keysOn(d.server)))
	for _, s := range compose(t, r, stories.Options{}).Stories {
		if !slices.Contains(keysOn(d.server), s.Key) {
			t.Errorf("%s is not filed", s.Title)
		}
	}
}

// keysOn are the keys of the stories on a server, each once.
func keysOn(s *storyboardtest.Server) []string {
	var keys []string
	for _, story := range s.Stories() {
		if key := stories.KeyOf(story.Description); key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// randomPlaces are some of many places.
func randomPlaces(random *rand.Rand) []place {
	var list []place
	for _, p := range sample() {
		for line := range random.IntN(3) {
			list = append(list, place{p.repo, p.pkg, p.rule, p.line*10 + line})
		}
	}
	return list
}
