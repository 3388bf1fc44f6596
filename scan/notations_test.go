package scan_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

// A notation is one way to run "rpm -qa": a file, in which § stands ahead of
// where the command is found. Without one, nothing is.
type notation struct{ name, file, source string }

// scanNotations scans one file for each notation and reports where rpm is called.
func scanNotations(t *testing.T, list []notation) {
	t.Helper()
	root := t.TempDir()
	want := map[string]string{}
	for i, n := range list {
		name := filepath.Join(fmt.Sprintf("n%03d", i), n.file)
		if strings.HasPrefix(n.file, "/") {
			t.Fatalf("%s: %s", n.name, n.file)
		}
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		var places []string
		source := n.source
		for {
			ahead, behind, ok := strings.Cut(source, "§")
			if !ok {
				break
			}
			line := strings.Count(ahead, "\n") + 1
			column := len(ahead) - strings.LastIndexByte(ahead, '\n')
			places = append(places, fmt.Sprintf("%d:%d", line, column))
			source = ahead + behind
		}
		if err := os.WriteFile(full, []byte(source), 0o755); err != nil {
			t.Fatal(err)
		}
		want[filepath.ToSlash(name)] = strings.Join(places, " ")
	}
	report, err := reports.Decode(bytes.NewReader(encoded(t, root, 1, 1)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range report.Findings {
		if f.Rule == "RPM-001" {
			got[f.Path] = strings.TrimSpace(got[f.Path] + fmt.Sprintf(" %d:%d", f.Line, f.Column))
		}
	}
	for i, n := range list {
		name := filepath.ToSlash(filepath.Join(fmt.Sprintf("n%03d", i), n.file))
		if got[name] != want[name] {
			t.Errorf("%s: rpm is called at %q, want %q in\n%s", n.name, got[name], want[name], n.source)
		}
	}
}

// TestNotations: one rule catches one command in every language that StarlingX
// is written in, where it stands.
func TestNotations(t *testing.T) { scanNotations(t, notations) }

// TestNoNotations: what only looks like a call is none.
func TestNoNotations(t *testing.T) { scanNotations(t, decoys) }
