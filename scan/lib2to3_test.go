package scan_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
)

// snippet is what one of lib2to3's own tests tries a fixer on.
type snippet struct {
	Fixer  string   `json:"fixer"`
	Test   string   `json:"test"`
	Kind   string   `json:"kind"`
	Before string   `json:"before"`
	Files  []string `json:"files"` // what the test says is in the folder

	path  string
	found map[string]finding.Severity // by rule, the worst
}

// digest names a snippet without its text.
func (s *snippet) digest() string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(s.Before)))
	return hex.EncodeToString(sum[:4])
}

// answers is the committed map: by fixer, what answers it.
type answers struct {
	Fixers map[string]struct {
		Rules  []string `yaml:"rules"`
		None   string   `yaml:"none"`
		Except []struct {
			Test   string   `yaml:"test"`
			Only   []string `yaml:"only"`
			Kind   string   `yaml:"kind"`
			Reason string   `yaml:"reason"`
		} `yaml:"except"`
	} `yaml:"fixers"`
}

// excepted returns which exception takes the snippet out, -1 if none does.
func (a *answers) excepted(s *snippet) int {
	for i, e := range a.Fixers[s.Fixer].Except {
		matched, _ := path.Match(e.Test, s.Test)
		if matched && (e.Kind == "" || e.Kind == s.Kind) && (len(e.Only) == 0 || slices.Contains(e.Only, s.digest())) {
			return i
		}
	}
	return -1
}

// flagged reports whether a rule of the fixer found something in the snippet
// of at least the severity.
func (a *answers) flagged(s *snippet, least finding.Severity) bool {
	for _, rule := range a.Fixers[s.Fixer].Rules {
		if severity, ok := s.found[rule]; ok && severity >= least {
			return true
		}
	}
	return false
}

// recorded runs the recorder on the interpreters that have lib2to3's tests and
// returns what they gave, each snippet once.
func recorded(t *testing.T) []*snippet {
	var list []*snippet
	seen := map[string]bool{}
	for _, version := range []string{"3.11", "2.7"} {
		out, err := exec.Command(oracle.CPython(t, version), filepath.Join("testdata", "lib2to3_recorder.py")).Output()
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		var got struct {
			Snippets    []*snippet
			Run, Failed int
		}
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		if got.Failed > 0 {
			t.Errorf("%s: %d of %d tests fail under the recorder", version, got.Failed, got.Run)
		}
		t.Logf("%s: %d snippets in %d tests", version, len(got.Snippets), got.Run)
		for _, s := range got.Snippets {
			key := fmt.Sprintf("%s %s %s %q", s.Fixer, s.Kind, s.Before, s.Files)
			if !seen[key] {
				seen[key] = true
				list = append(list, s)
			}
		}
	}
	return list
}

// layOut writes every snippet as a file in a folder of its own, with the
// modules beside it that its test is told of.
func layOut(t *testing.T, list []*snippet) (root string) {
	root = t.TempDir()
	for i, s := range list {
		s.path = fmt.Sprintf("%s/%04d/snippet.py", s.Fixer, i)
		name := filepath.Join(root, filepath.FromSlash(s.path))
		files := append([]string{"snippet.py"}, s.Files...)
		for _, beside := range files {
			if strings.HasSuffix(beside, string(filepath.Separator)) {
				beside += "__init__.py" // a package
			}
			file := filepath.Join(filepath.Dir(name), filepath.Clean("/"+beside))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			content := ""
			if file == name {
				content = s.Before
			}
			if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

// judge scans the snippets in one go and keeps what each file has.
func judge(t *testing.T, list []*snippet) (root string) {
	root = layOut(t, list)
	report, _, _ := scanned(t, root)
	byPath := map[string]*snippet{}
	for _, s := range list {
		s.found = map[string]finding.Severity{}
		byPath[s.path] = s
	}
	for _, f := range report.Findings {
		if s := byPath[f.Path]; s != nil && f.Guard == "" {
			s.found[f.Rule] = max(s.found[f.Rule], f.Severity)
		}
	}
	return root
}

func loadAnswers(t *testing.T, list []*snippet) *answers {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "lib2to3.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var a answers
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	for fixer, f := range a.Fixers {
		if (len(f.Rules) == 0) == (f.None == "") {
			t.Errorf("%s: either rules answer it, or it is said why none does", fixer)
		}
		for _, e := range f.Except {
			if e.Reason == "" {
				t.Errorf("%s: an exception of %s without a reason", fixer, e.Test)
			}
		}
	}
	used := map[string]bool{}
	for _, s := range list {
		if _, ok := a.Fixers[s.Fixer]; !ok {
			t.Errorf("the map says nothing of the fixer %s", s.Fixer)
		}
		used[fmt.Sprint(s.Fixer, a.excepted(s))] = true
	}
	for fixer, f := range a.Fixers {
		for i, e := range f.Except {
			if !used[fmt.Sprint(fixer, i)] {
				t.Errorf("%s: no snippet is taken out by the exception of %s", fixer, e.Test)
			}
		}
	}
	return &a
}

// TestLib2to3 holds the rules against lib2to3's own tests, as they come with
// CPython: of what its fixers must change at least 97 % are found by the rules
// that the map names, of what they must leave alone at most 2 %, and whatever
// 2.7 alone compiles has an error of family S.
func TestLib2to3(t *testing.T) {
	oracle.CPython(t, "2.7") // without them there is nothing to scan for
	oracle.CPython(t, "3.6")
	list := recorded(t)
	a := loadAnswers(t, list)
	root := judge(t, list)

	var c count
	for _, s := range list {
		c.add(t, a, s)
	}
	t.Logf("%d snippets; %d of fixers without obstacle, %d excepted", len(list), c.unmapped, c.excepted)
	t.Logf("must change: %d of %d flagged, %d at warning or above", c.hit, c.must, c.warned)
	t.Logf("to be left alone: %d of %d flagged", c.wrong, c.leave)
	if c.must == 0 || c.leave == 0 || float64(c.hit) < 0.97*float64(c.must) || float64(c.wrong) > 0.02*float64(c.leave) {
		t.Errorf("below 97 %% of %d or above 2 %% of %d", c.must, c.leave)
	}
	checkCompiled(t, root, list)
}

// count is how the snippets came out: those that must change, are flagged, are
// so at warning or above; those to be left alone, and flagged all the same.
type count struct{ must, hit, warned, leave, wrong, excepted, unmapped int }

func (c *count) add(t *testing.T, a *answers, s *snippet) {
	t.Helper()
	flagged := a.flagged(s, finding.Info)
	switch {
	case a.Fixers[s.Fixer].None != "":
		c.unmapped++
	case a.excepted(s) >= 0:
		c.excepted++
		if flagged == (s.Kind != "unchanged") {
			t.Errorf("excepted, and needs no exception: %s %s %v\n%s", s.Test, s.digest(), s.found, s.Before)
		}
	case s.Kind == "unchanged":
		c.leave++
		if flagged {
			c.wrong++
			t.Logf("flagged, to be left alone: %s %s %v\n%s", s.Test, s.digest(), s.found, s.Before)
		}
	case s.Kind == "warns_unchanged": // the fixer only says that somebody should look
	default:
		c.must++
		if a.flagged(s, finding.Warning) {
			c.warned++
		}
		if flagged {
			c.hit++
			return
		}
		t.Logf("not flagged: %s %s %v\n%s", s.Test, s.digest(), s.found, s.Before)
	}
}

// checkCompiled holds the snippets that 2.7 alone compiles against family S.
func checkCompiled(t *testing.T, root string, list []*snippet) {
	files := make([]string, len(list))
	for i, s := range list {
		files[i] = filepath.Join(root, filepath.FromSlash(s.path))
	}
	on2, on3 := oracle.Compiles(t, "2.7", "", files), oracle.Compiles(t, "3.6", "", files)
	only2 := 0
	for i, s := range list {
		if !on2[files[i]] || on3[files[i]] {
			continue
		}
		only2++
		refused := false
		for rule, severity := range s.found {
			refused = refused || strings.HasPrefix(rule, "PY2-S") && severity == finding.Error
		}
		if !refused {
			t.Errorf("2.7 alone compiles it; no error of family S: %s %v\n%s", s.Test, s.found, s.Before)
		}
	}
	t.Logf("2.7 alone compiles %d, each with an error of family S", only2)
	if only2 == 0 {
		t.Error("2.7 alone compiles none: the oracle has nothing to say")
	}
}
