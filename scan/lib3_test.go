package scan_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
)

// reviewed are findings in code that Python 3 runs which somebody has read.
type reviewed struct {
	Reviewed []struct {
		Path   string   `yaml:"path"`
		Rules  []string `yaml:"rules"`
		Reason string   `yaml:"reason"`
	} `yaml:"reviewed"`
}

// covers returns which entry has the rule in the file, -1 if none does.
func (r *reviewed) covers(file, rule string) int {
	for i, e := range r.Reviewed {
		matched, _ := path.Match(e.Path, file)
		if !matched && !(strings.HasSuffix(e.Path, "/") && strings.HasPrefix(file, e.Path)) {
			continue
		}
		for _, pattern := range e.Rules {
			if fits, _ := path.Match(pattern, rule); fits {
				return i
			}
		}
	}
	return -1
}

// TestPython3Library holds the library of CPython 3.12, which runs on Python 3,
// against the families that say what fails there for certain: none of S, B or I
// calls anything in it an error that is not reviewed.
func TestPython3Library(t *testing.T) {
	if testing.Short() {
		t.Skip("it scans some thousand files")
	}
	out, err := exec.Command(oracle.CPython(t, "3.12"), "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("testdata", "lib3.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var r reviewed
	if err := yaml.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	report, partial, _ := scanned(t, strings.TrimSpace(string(out)))
	used, known := map[int]bool{}, 0
	for _, f := range report.Findings {
		own := strings.HasPrefix(f.Rule, "PY2-S") || strings.HasPrefix(f.Rule, "PY2-B") || strings.HasPrefix(f.Rule, "PY2-I")
		if !own || f.Severity != finding.Error || f.Guard != "" || strings.HasPrefix(f.Path, "site-packages/") {
			continue
		}
		if i := r.covers(f.Path, f.Rule); i >= 0 {
			used[i] = true
			known++
			continue
		}
		t.Errorf("%s:%d: %s in what Python 3 runs: %s", f.Path, f.Line, f.Rule, f.Snippet)
	}
	for i, e := range r.Reviewed {
		if e.Reason == "" || !used[i] {
			t.Errorf("%s: reviewed without a reason, or there is nothing to review", e.Path)
		}
	}
	t.Logf("%d files, %d findings reviewed", len(partial.Files), known)
	if len(partial.Files) < 1000 {
		t.Error("that is no whole library")
	}
}
