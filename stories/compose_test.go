package stories_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
	"opendev.org/starlingx/stxscan/stories"
)

// TestComposeFits: whatever a tree holds, titles, tags and texts are such as the
// server takes, and no name of the tree makes a mark.
func TestComposeFits(t *testing.T) {
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "own": reportOf(when, sample()...)} {
		set := compose(t, r, stories.Options{Tracked: []finding.Concern{}})
		if len(set.Stories) == 0 {
			t.Errorf("%s: no stories", name)
		}
		keys := map[string]bool{}
		for _, s := range set.Stories {
			checkStory(t, name, &s)
			for _, key := range append([]string{s.Key}, taskKeys(&s)...) {
				if keys[key] {
					t.Errorf("%s: key %s is there twice", name, key)
				}
				keys[key] = true
			}
		}
	}
}

func taskKeys(s *stories.Story) (keys []string) {
	for _, t := range s.Tasks {
		keys = append(keys, t.Key)
	}
	return keys
}

var markIn = regexp.MustCompile(`<!--|@story@.*@story@`)

func checkStory(t *testing.T, name string, s *stories.Story) {
	t.Helper()
	if n := utf8.RuneCountInString(s.Title); n < 5 || n > 255 || !strings.HasPrefix(s.Title, stories.Prefix) {
		t.Errorf("%s: title %q", name, s.Title)
	}
	if len(s.Text)-18*strings.Count(s.Text, "@task:") > 16<<10 || markIn.MatchString(s.Text) || !utf8.ValidString(s.Text) {
		t.Errorf("%s: %s: %d bytes:\n%s", name, s.Title, len(s.Text), s.Text)
	}
	for _, want := range []string{"**Why it matters**", "**Work**", "**How to verify**", "**Commit footers**", "Story: @story@"} {
		if !strings.Contains(s.Text, want) {
			t.Errorf("%s: %s lacks %s", name, s.Title, want)
		}
	}
	if s.Tags[0] != "stx.multios" || len(s.Tasks) == 0 {
		t.Errorf("%s: %s: tags %v, %d tasks", name, s.Title, s.Tags, len(s.Tasks))
	}
	for _, task := range s.Tasks {
		if n := utf8.RuneCountInString(task.Title); n < 3 || n > 255 || len(task.Projects) == 0 {
			t.Errorf("%s: task %q in %v", name, task.Title, task.Projects)
		}
		if n := strings.Count(task.Notes, "<!--"); n != 1 || strings.Count(task.Notes, "\n- ") > 61 {
			t.Errorf("%s: %d marks in the notes:\n%s", name, n, task.Notes)
		}
	}
}

// TestKeysStay: keys depend on what the work is about alone.
func TestKeysStay(t *testing.T) {
	keysOf := func(r *reports.Report) (keys []string) {
		for _, s := range compose(t, r, stories.Options{}).Stories {
			keys = append(keys, s.Key)
			keys = append(keys, taskKeys(&s)...)
		}
		slices.Sort(keys)
		return keys
	}
	before := keysOf(reportOf(when, sample()...))
	other := later(100, append(sample(), sample()...)...)
	for i := range other.Findings {
		other.Findings[i].Line += 70
		other.Findings[i].Message, other.Findings[i].Snippet, other.Findings[i].Fingerprint = "reworded", "other", "other"
	}
	for i := range other.Rules {
		other.Rules[i].Title += ", reworded"
	}
	if after := keysOf(other); !slices.Equal(before, after) {
		t.Errorf("%v became %v", before, after)
	}
	// The keys are on the server: they never change.
	if want := stories.Key("centos", "metal", ""); want != "v1:00f2d69f9cf395f9" || !slices.Contains(before, want) {
		t.Errorf("the key of metal is %s, and there are %v", want, before)
	}
}

// TestGroups: concerns are grouped as a configuration says.
func TestGroups(t *testing.T) {
	for by, want := range map[stories.Grouping]string{
		stories.ByRepo:    "[MultiOS] Remove CentOS units and paths: starlingx/metal",
		stories.ByTarget:  "[MultiOS] Remove CentOS units and paths on Clear Linux",
		stories.ByArea:    "[MultiOS] Remove CentOS units and paths: starlingx/metal, mtce",
		stories.ByPackage: "[MultiOS] Remove CentOS units and paths: starlingx/metal, mtce",
		stories.AsOne:     "[MultiOS] Remove CentOS units and paths",
	} {
		set := compose(t, reportOf(when, sample()...), stories.Options{Groups: map[finding.Concern]stories.Grouping{finding.InitAndPaths: by}})
		if !slices.ContainsFunc(set.Stories, func(s stories.Story) bool { return s.Title == want }) {
			t.Errorf("%s: no story %q", by, want)
		}
		for _, s := range set.Stories {
			checkStory(t, string(by), &s)
		}
	}
	for _, groups := range []map[finding.Concern]stories.Grouping{{"taste": stories.ByRepo}, {finding.Shell: "colour"}} {
		if _, err := stories.Compose(reportOf(when), stories.Options{Groups: groups}); err == nil {
			t.Errorf("%v is taken", groups)
		}
	}
}

// TestTracked: what others track is counted, not filed.
func TestTracked(t *testing.T) {
	set := compose(t, reportOf(when, sample()...), stories.Options{})
	if len(set.Tracked) != 1 || set.Tracked[0].Concern != finding.Python2 || set.Tracked[0].Repos["config"] != 1 {
		t.Errorf("%+v", set.Tracked)
	}
	for _, s := range set.Stories {
		if strings.Contains(s.Title, "Python") {
			t.Errorf("%s is filed", s.Title)
		}
	}
}

func TestTemplates(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct{ text, want string }{
		"own description": {`{{define "description"}}Hello {{.Story}}: {{range .Tasks}}{{.Number}} {{.Title}}{{end}}{{end}}`, ""},
		"with a helper":   {`{{define "row"}}row{{end}}{{define "comment"}}{{template "row"}}{{end}}`, ""},
		"no syntax":       {"{{define \"description\"}}\n{{.What", "own:2: unclosed action"},
		"no such field":   {`{{define "description"}}{{.Colour}}{{end}}`, "can't evaluate field Colour"},
		"nothing":         {"text", "defines no template"},
		"unused":          {`{{define "colour"}}x{{end}}`, `defines "colour", which nothing uses`},
		"empty":           {`{{define "description"}} {{end}}`, "writes nothing"},
		"empty comment":   {`{{define "comment"}}{{end}}`, "writes nothing"},
		"without end":     {`{{define "description"}}{{template "description" .}}{{end}}`, "exceeded maximum template depth"},
		"too much":        {`{{define "notes"}}{{printf "%100000s" "x"}}{{end}}`, "more than a description may have"},
		"too large":       {`{{define "description"}}{{printf "%17000s" "x"}}{{end}}`, "more than 16 kB"},
	} {
		file := filepath.Join(dir, "own")
		if err := os.WriteFile(file, []byte(test.text), 0o666); err != nil {
			t.Fatal(err)
		}
		own, err := stories.ReadTemplates(file)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		if err == nil {
			set := compose(t, reportOf(when, sample()...), stories.Options{Templates: own})
			if name == "own description" && !strings.HasPrefix(set.Stories[0].Text, "\nHello @story@: @task:v1:") {
				t.Errorf("%s: %s", name, set.Stories[0].Text)
			}
		}
	}
	for _, name := range []string{dir, filepath.Join(dir, "none")} {
		if _, err := stories.ReadTemplates(name); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
