package platform

import (
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// TestLines: a group that takes no part in a match, and one at the end of the file, are
// no places.
func TestLines(t *testing.T) {
	rule := &rules.Rule{ID: "X-001", Analyzer: "platform", File: "x.yaml", Match: rules.Match{Line: []rules.LineMatch{{Has: []string{"setting"}, Pattern: `^setting(=on)?|(?:x)?$`}}}}
	lines, err := newLines(rule)
	if err != nil {
		t.Fatal(err)
	}
	one := &table{lines: lines}
	for src, want := range map[string]int{"setting=on\nsetting\n": 1, "setting": 0, "a setting\n": 0, "": 0} {
		file := &workspace.File{Path: "a.conf", Repo: &workspace.Repo{ID: "agent"}, Package: &workspace.Package{Name: "agent"}}
		pass := &analysis.Pass{File: analysis.NewFile(t.Context(), file, &workspace.Content{Language: workspace.Config, Bytes: []byte(src)}, nil)}
		one.matchLines(pass)
		if got := len(pass.Candidates()); got != want {
			t.Errorf("%q: %d places, want %d", src, got, want)
		}
	}
}
