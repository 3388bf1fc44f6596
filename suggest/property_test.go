package suggest_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/suggest"
	"opendev.org/starlingx/stxscan/workspace"
)

// suggested scans a folder with the rules of py2 and returns the report and
// the diff.
func suggested(t testing.TB, root string) (*reports.Report, []byte, suggest.Summary) {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	list := set.For("py2")
	w, err := workspace.Open(context.Background(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	partial, err := scan.Map(context.Background(), w, scan.Options{Rules: list, Analyzers: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	report := scan.Reduce(w, partial, scan.ReduceOptions{
		Set: set, Rules: list, Analyzers: analyzers.All(), Targets: set.Targets,
	})
	var diff bytes.Buffer
	summary, err := suggest.Write(context.Background(), &diff, w, report)
	if err != nil {
		t.Fatal(err)
	}
	return report, diff.Bytes(), summary
}

// apply has git apply a diff in a folder.
func apply(t testing.TB, root string, diff []byte) {
	t.Helper()
	command := exec.Command(oracle.Program(t, "git", "apt-get install git"), "apply", "--whitespace=nowarn", "-")
	command.Dir = root
	command.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(root))
	command.Stdin = bytes.NewReader(diff)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git apply: %v\n%s", err, out)
	}
}

// changedFiles are the files that a diff changes.
func changedFiles(diff []byte) []string {
	var list []string
	for line := range strings.Lines(string(diff)) {
		if name, ok := strings.CutPrefix(line, "+++ b/"); ok {
			list = append(list, strings.TrimRight(name, "\t\n"))
		}
	}
	return list
}

// checkSuggestions holds the whole way: what is suggested for a folder is
// applied by git, and the folder scanned again. Nothing that could be mended
// may be left but what overlapped; what 2.7 compiled it must compile still, and
// 3.6 must compile what no finding says it does not.
func checkSuggestions(t *testing.T, root string) {
	before, diff, summary := suggested(t, root)
	files := changedFiles(diff)
	if len(files) != summary.Files || len(files) == 0 {
		t.Fatalf("the diff changes %d files, the summary says %d", len(files), summary.Files)
	}
	old2, old3 := oracle.Compiles(t, "2.7", root, files), oracle.Compiles(t, "3.6", root, files)
	apply(t, root, diff)
	after, _, again := suggested(t, root)
	if most := summary.Left[suggest.Overlaps]; again.Places > most {
		t.Errorf("%d places can be mended still; %d overlapped", again.Places, most)
		reportMendable(t, after, files)
	}
	new2, new3 := oracle.Compiles(t, "2.7", root, files), oracle.Compiles(t, "3.6", root, files)
	refused := refusedOn3(after)
	both := 0
	for _, name := range files {
		if old2[name] && !new2[name] {
			t.Errorf("%s: 2.7 compiles it no more", name)
		}
		switch {
		case old3[name] && !new3[name]:
			t.Errorf("%s: 3.6 compiles it no more", name)
		case !new3[name] && new2[name] && !refused[name]:
			t.Errorf("%s: 3.6 does not compile it, and nothing says so", name)
		}
		if old2[name] && !old3[name] && new2[name] && new3[name] {
			both++
		}
	}
	only2 := 0
	for _, name := range files {
		if old2[name] && !old3[name] {
			only2++
		}
	}
	t.Logf("%d places in %d files; of %d that 2.7 alone compiled, both compile %d; left %v; %d findings before, %d after",
		summary.Places, len(files), only2, both, summary.Left, len(before.Findings), len(after.Findings))
}

// reportMendable names what could be mended once more.
func reportMendable(t *testing.T, r *reports.Report, files []string) {
	changed := map[string]bool{}
	for _, name := range files {
		changed[name] = true
	}
	for _, f := range r.Findings {
		if f.Fix.Mends() && f.Confidence > finding.Low {
			t.Logf("%s:%s:%d: %s %s (in a changed file: %v)", f.Repo, f.Path, f.Line, f.Rule, f.Snippet, changed[dirOf(r, f.Repo)+f.Path])
		}
	}
}

func dirOf(r *reports.Report, repo string) string {
	for _, in := range r.Inputs {
		if in.Repo == repo && in.Dir != "." {
			return in.Dir + "/"
		}
	}
	return ""
}

// refusedOn3 are the files of which a finding says that 3.6 does not compile
// them.
func refusedOn3(r *reports.Report) map[string]bool {
	files := map[string]bool{}
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Rule, "PY2-S") && f.Severity == finding.Error {
			files[dirOf(r, f.Repo)+f.Path] = true
		}
	}
	return files
}

// TestSuggestionsOfFixtures does that with the fixtures of the rules.
func TestSuggestionsOfFixtures(t *testing.T) {
	root := t.TempDir()
	fixtures := rules.Embedded()
	err := fs.WalkDir(fixtures, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(path.Base(name), "PY2-") {
			return err
		}
		data, err := fs.ReadFile(fixtures, name)
		if err != nil {
			return err
		}
		repo := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		switch path.Ext(name) {
		case ".py":
			lay(t, root, repo+"/"+path.Base(name), data)
		case ".txtar":
			for _, part := range txtar.Parse(data).Files {
				lay(t, root, repo+"/"+part.Name, part.Data)
			}
		default:
			return nil
		}
		lay(t, root, repo+"/.gitreview", []byte("[gerrit]\nproject=rules/"+repo+".git\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	checkSuggestions(t, root)
}

func lay(t testing.TB, root, name string, data []byte) {
	t.Helper()
	file := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestRealSuggestions does that with a copy of a real workspace.
func TestRealSuggestions(t *testing.T) {
	real := os.Getenv("STXSCAN_WORKSPACE")
	if real == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to mend")
	}
	root := t.TempDir()
	err := filepath.WalkDir(real, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".git" {
			return filepath.SkipDir
		}
		if !d.Type().IsRegular() {
			return nil
		}
		relative, err := filepath.Rel(real, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		lay(t, root, filepath.ToSlash(relative), data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	checkSuggestions(t, root)
}
