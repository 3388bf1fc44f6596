package storyboard_test

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/reports/storyboard"
)

type form func(io.Writer, *reports.Report, storyboard.Options) error

func write(t *testing.T, f form, r *reports.Report, o storyboard.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func plan(t *testing.T, r *reports.Report, o storyboard.Options) storyboard.Plan {
	t.Helper()
	var p storyboard.Plan
	d := json.NewDecoder(strings.NewReader(write(t, storyboard.JSON, r, o)))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// lines splits the lines into their four fields.
func lines(t *testing.T, r *reports.Report, o storyboard.Options) [][]string {
	t.Helper()
	var list [][]string
	for line := range strings.Lines(write(t, storyboard.Lines, r, o)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 4 {
			t.Fatalf("%q has %d fields", line, len(fields))
		}
		list = append(list, fields)
	}
	return list
}

var keyForm = regexp.MustCompile(`^v1:[0-9a-f]{16}$`)

func TestLines(t *testing.T) {
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "hostile": reporttest.Hostile()} {
		want, keys := 0, map[string]bool{}
		for _, w := range r.WorkItems {
			if w.Blocking > 0 {
				want++
			}
		}
		list := lines(t, r, storyboard.Options{})
		if len(list) != want || want == 0 {
			t.Errorf("%s: %d lines for %d items that block", name, len(list), want)
		}
		for _, f := range list {
			if !strings.HasPrefix(f[0], "[MultiOS] ") || !strings.HasPrefix(f[1], "starlingx/") ||
				!strings.HasPrefix(f[2]+",", "stx.multios,") || !keyForm.MatchString(f[3]) || keys[f[3]] {
				t.Errorf("%s: %q", name, f)
			}
			keys[f[3]] = true
		}
		if !slices.IsSortedFunc(list, func(a, b []string) int { return strings.Compare(a[1]+"\x00"+a[0], b[1]+"\x00"+b[0]) }) {
			t.Errorf("%s: the lines are not sorted by project and title", name)
		}
	}
}

// TestHostile holds that names of the scanned tree end no line and no field,
// and that nothing invisible is left of them.
func TestHostile(t *testing.T) {
	for name, f := range map[string]form{"lines": storyboard.Lines, "names": storyboard.Names, "json": storyboard.JSON} {
		text := write(t, f, reporttest.Hostile(), storyboard.Options{})
		if !utf8.ValidString(text) {
			t.Errorf("%s: no UTF-8", name)
		}
		for _, c := range text {
			if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || c >= 0x200b && c <= 0x202e {
				t.Errorf("%s: the character %U is in it", name, c)
			}
		}
	}
}

func TestTags(t *testing.T) {
	r := reporttest.Sample()
	if got := write(t, storyboard.Names, r, storyboard.Options{}); got != "stx.multios\nstx.clear\nstx.debian\nstx.py3\nstx.ubuntu\n" {
		t.Errorf("the names are %q", got)
	}
	o := storyboard.Options{Tags: storyboard.Tags{
		Always:   []string{"stx.2.0", storyboard.MultiOS},
		Concerns: map[finding.Concern][]string{finding.RPMCalls: {"a.rpm"}},
		Targets:  map[string][]string{"ubuntu": {"any.ubuntu"}, "ubuntu-24.04": {"noble"}},
	}}
	if got := write(t, storyboard.Names, r, o); got != "stx.multios\na.rpm\nnoble\nstx.2.0\n" {
		t.Errorf("with tags of its own the names are %q", got)
	}
	for _, f := range lines(t, r, o) {
		if want := "stx.multios,a.rpm,noble,stx.2.0"; strings.Contains(f[0], "package manager") && f[2] != want {
			t.Errorf("the tags are %s, want %s", f[2], want)
		}
	}
}

func TestTagsThatAreNone(t *testing.T) {
	for want, tags := range map[string]storyboard.Tags{
		`tags: always: "a,b"`:                  {Always: []string{"a,b"}},
		`tags: concern python2: "PY3"`:         {Concerns: map[finding.Concern][]string{finding.Python2: {"PY3"}}},
		`tags: target clear: "x\ty"`:           {Targets: map[string][]string{"clear": {"x\ty"}}},
		`tags: there is no concern "taste"`:    {Concerns: map[finding.Concern][]string{"taste": {"x.y"}}},
		"tags: always: \"" + long + "\": want": {Always: []string{long}},
	} {
		err := storyboard.Lines(io.Discard, reporttest.Sample(), storyboard.Options{Tags: tags})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

var long = strings.Repeat("x", 51)

func TestPlan(t *testing.T) {
	r := reporttest.Sample()
	p := plan(t, r, storyboard.Options{})
	if p.Schema != "stxscan.tags/1" || p.Scan.Date != "2026-03-04" || p.Scan.Commits["updates"] == "" || p.Scan.Commit != "" {
		t.Errorf("the head is %+v", p)
	}
	blocking, tasks := 0, 0
	for i := range r.Findings {
		if r.Findings[i].Blocks("debian-12") {
			blocking++
		}
	}
	titles, tags := []string{}, map[string]int{}
	for _, s := range p.Stories {
		titles = append(titles, s.Title)
		if s.IsBug || s.ID != nil || len(s.Tasks) == 0 || s.Tags[0] != storyboard.MultiOS || !keyForm.MatchString(s.Key) {
			t.Errorf("story %+v", s)
		}
		for _, tag := range s.Tags {
			tags[tag]++
		}
		for _, task := range s.Tasks {
			tasks += task.Findings
			if task.Status != "todo" || !keyForm.MatchString(task.Key) {
				t.Errorf("task %+v", task)
			}
		}
	}
	if tasks != blocking {
		t.Errorf("the tasks count %d places, %d block", tasks, blocking)
	}
	if !slices.Contains(titles, "[MultiOS] Python 3 compatibility: starlingx/inventory") {
		t.Errorf("the titles are %q", titles)
	}
	for tag, n := range p.Tags {
		if tags[tag] != n {
			t.Errorf("%s is counted %d times, %d stories have it", tag, n, tags[tag])
		}
	}
}

// TestHomes holds where each kind of work item is filed.
func TestHomes(t *testing.T) {
	r := reporttest.Sample()
	w := &r.WorkItems[0]
	w.Kind, w.Title, w.Repo, w.Package = reports.ItemSeam, strings.Repeat("long ", 80), "", ""
	w.Packages = []string{"inventory/inventory-api", "updates/update-client"}
	found := false
	for _, f := range lines(t, r, storyboard.Options{}) {
		if !strings.HasPrefix(f[0], "[MultiOS] long") {
			continue
		}
		found = true
		if f[1] != "starlingx/integ" || utf8.RuneCountInString(f[0]) != 255 {
			t.Errorf("work in several repos is filed under %s with a title of %d characters", f[1], utf8.RuneCountInString(f[0]))
		}
	}
	if !found {
		t.Error("the seam has no line")
	}
	p := plan(t, r, storyboard.Options{Projects: map[string][]string{"inventory": {"openstack/stx-x", "starlingx/x"}}})
	i := slices.IndexFunc(p.Stories, func(s storyboard.Story) bool { return s.Title == "[MultiOS] Python 3 compatibility: openstack/stx-x" })
	if i < 0 || p.Stories[i].Tasks[0].Project != "openstack/stx-x" {
		t.Errorf("%+v", p.Stories)
	}
}

// TestKeysStay holds that keys depend neither on counts nor on wording.
func TestKeysStay(t *testing.T) {
	keys := func(p storyboard.Plan) (list []string) {
		for _, s := range p.Stories {
			list = append(list, s.Key)
			for _, task := range s.Tasks {
				list = append(list, task.Key)
			}
		}
		slices.Sort(list)
		return list
	}
	before, after := reporttest.Sample(), reporttest.Sample()
	for i := range after.WorkItems {
		after.WorkItems[i].Findings += 3
		after.WorkItems[i].Title += " reworded"
		after.WorkItems[i].Owner = "somebody"
	}
	for i := range after.Findings {
		after.Findings[i].Line += 7
		after.Findings[i].Fingerprint = "other"
	}
	if a, b := keys(plan(t, before, storyboard.Options{})), keys(plan(t, after, storyboard.Options{})); !slices.Equal(a, b) {
		t.Errorf("%v became %v", a, b)
	}
}

func TestEmpty(t *testing.T) {
	r := &reports.Report{Schema: reports.Schema}
	if got := write(t, storyboard.Lines, r, storyboard.Options{}) + write(t, storyboard.Names, r, storyboard.Options{}); got != "" {
		t.Errorf("nothing to do makes %q", got)
	}
	if p := plan(t, r, storyboard.Options{}); p.Stories == nil || p.Tags == nil {
		t.Error("empty lists are null")
	}
}

// TestQuietedPlaces holds that what somebody has quieted makes no story, is
// not counted in one, and brings no target into it.
func TestQuietedPlaces(t *testing.T) {
	count := func(r *reports.Report) (tasks, places int) {
		for _, s := range plan(t, r, storyboard.Options{}).Stories {
			for _, task := range s.Tasks {
				tasks++
				places += task.Findings
			}
		}
		return tasks, places
	}
	r := reporttest.Sample()
	tasks, places := count(r)
	quiet := 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Package == "update-client" && f.Rule == "PY2-S001" && quiet < 5 {
			f.Suppressed = &finding.Suppression{Kind: finding.LinterComment, Reason: "# pylint: disable=E1601"}
			quiet++
		}
	}
	if n, left := count(r); n != tasks || left != places-5 {
		t.Errorf("%d tasks with %d places, want %d with %d", n, left, tasks, places-5)
	}
	lines1 := len(lines(t, r, storyboard.Options{}))
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Package == "inventory-api" {
			f.Suppressed = &finding.Suppression{Kind: finding.Accepted, Reason: "r"}
		}
	}
	n, _ := count(r)
	if gone := lines1 - len(lines(t, r, storyboard.Options{})); n >= tasks || gone != tasks-n {
		t.Errorf("%d of %d tasks and %d lines less where all of a package is quiet", n, tasks, gone)
	}
}
