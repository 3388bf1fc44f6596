package scan_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// scanned is a scan of a folder with all rules and every file's result.
func scanned(t testing.TB, root string) (*reports.Report, *scan.Partial, *workspace.Workspace) {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(context.Background(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	partial, err := scan.Map(context.Background(), w, scan.Options{Rules: set.Rules, Analyzers: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	return scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: set.Rules, Analyzers: analyzers.All(), Targets: set.Targets,
	}), partial, w
}

// realWorkspace is the real StarlingX tree to test on.
func realWorkspace(t testing.TB) string {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to scan")
	}
	return root
}

// TestRealSyntaxAgainstInterpreters holds the syntax rules against CPython:
// every file that 2.7 compiles and 3.6 does not has an error of family S, and
// no file that 3.6 compiles has one of a rule that means "does not compile" on
// it. Scripts without .py count too.
func TestRealSyntaxAgainstInterpreters(t *testing.T) {
	checkAgainstInterpreters(t, realWorkspace(t))
}

// TestSyntaxAgainstInterpreters does the same on our own small workspace.
func TestSyntaxAgainstInterpreters(t *testing.T) {
	checkAgainstInterpreters(t, filepath.Join("..", "testdata", "starlingx"))
}

// TestStandardLibraryAgainstInterpreters does the same on the standard library
// of 2.7 with its tests, which try what the grammar allows.
func TestStandardLibraryAgainstInterpreters(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles some thousand files twice")
	}
	out, err := exec.Command(oracle.CPython(t, "2.7"), "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		t.Fatal(err)
	}
	checkAgainstInterpreters(t, strings.TrimSpace(string(out)))
}

func checkAgainstInterpreters(t *testing.T, root string) {
	oracle.CPython(t, "2.7") // without them there is nothing to scan for
	oracle.CPython(t, "3.6")
	report, partial, w := scanned(t, root)
	var files []string
	ids := map[string]string{}
	for _, f := range partial.Files {
		if f.Language != workspace.Python || f.Skip != "" {
			continue
		}
		for _, repo := range w.Repos {
			if repo.ID == f.Repo {
				name := filepath.Join(w.Root, repo.Dir, filepath.FromSlash(f.Path))
				files = append(files, name)
				ids[f.Repo+":"+f.Path] = name
			}
		}
	}
	on2, on3 := oracle.Compiles(t, "2.7", "", files), oracle.Compiles(t, "3.6", "", files)
	refused := map[string][]string{}
	set, _ := rules.Load(rules.Embedded())
	for _, f := range report.Findings {
		name, rule := ids[f.Repo+":"+f.Path], set.Rule(f.Rule)
		if !strings.HasPrefix(f.Rule, "PY2-S") || f.Severity != finding.Error {
			continue
		}
		if rule.Confidence == finding.High && f.Confidence < finding.High {
			continue // in a string that another Python is given: the file compiles
		}
		since36 := rule.Since == "" || rules.Since(rule.Since)&rules.PythonVersion(3, 6) != 0
		if rule.Means == rules.DoesNotCompile && since36 && on3[name] {
			t.Errorf("%s:%d: %s says that it does not compile, and 3.6 compiles it: %s", f.Path, f.Line, f.Rule, f.Snippet)
		}
		refused[name] = append(refused[name], f.Rule)
	}
	only2 := 0
	for _, name := range files {
		if on2[name] && !on3[name] {
			only2++
			if len(refused[name]) == 0 {
				t.Errorf("%s: 2.7 compiles it and 3.6 does not; no error of family S", name)
			}
		}
	}
	slices.Sort(files)
	t.Logf("%d files: %d compile on 2.7 alone", len(files), only2)
	if only2 == 0 {
		t.Error("no file compiles on 2.7 alone: the oracle has nothing to say")
	}
}
