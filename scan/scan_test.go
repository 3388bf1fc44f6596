package scan_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/workspace"
)

// own is the small workspace of our making.
var own = filepath.Join("..", "testdata", "starlingx")

// open opens a workspace for a test.
func open(t testing.TB, root string) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(context.Background(), workspace.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// encoded scans in shards, with so many workers each, and returns the report's
// bytes.
func encoded(t *testing.T, root string, shards, workers int) []byte {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, root)
	var partials []*scan.Partial
	for i := shards - 1; i >= 0; i-- { // the order must not matter
		p, err := scan.Map(context.Background(), w, scan.Options{
			Rules: set.Rules, Analyzers: analyzers.All(), Workers: workers, Shard: i, Shards: shards,
		})
		if err != nil {
			t.Fatal(err)
		}
		partials = append(partials, p)
	}
	merged, err := scan.Merge(partials...)
	if err != nil {
		t.Fatal(err)
	}
	report := scan.Reduce(w, merged, scan.ReduceOptions{
		Set: set, Rules: set.Rules, Analyzers: analyzers.All(), Targets: set.Targets,
		Version: "test", Time: time.Unix(0, 0),
	})
	if err := reports.Validate(report); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := reports.Encode(&b, report); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestShardsAreExact: however the files are dealt out, and however many
// workers look at them, the report is the same byte by byte.
func TestShardsAreExact(t *testing.T) {
	checkShards(t, own)
}

func TestRealShardsAreExact(t *testing.T) {
	checkShards(t, realWorkspace(t))
}

func checkShards(t *testing.T, root string) {
	want := encoded(t, root, 1, 1)
	if !bytes.Contains(want, []byte(`"rule":"PY2-I010"`)) {
		t.Error("no finding that depends on other files: the test proves nothing")
	}
	for _, shards := range []int{1, 2, 7} {
		for _, workers := range []int{1, 4} {
			if got := encoded(t, root, shards, workers); !bytes.Equal(got, want) {
				t.Errorf("%d shards, %d workers: another report", shards, workers)
			}
		}
	}
}

// TestMergeLaws: merging is associative, commutative and idempotent, and an
// empty partial changes nothing.
func TestMergeLaws(t *testing.T) {
	file := func(path, digest string) scan.FileResult {
		return scan.FileResult{Repo: "config", Path: path, Digest: digest}
	}
	a := &scan.Partial{Files: []scan.FileResult{file("a", "1"), file("c", "3")}}
	b := &scan.Partial{Files: []scan.FileResult{file("b", "2")}}
	c := &scan.Partial{Files: []scan.FileResult{file("d", "4")}}
	merge := func(list ...*scan.Partial) string {
		p, err := scan.Merge(list...)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range p.Files {
			names = append(names, f.Path)
		}
		return strings.Join(names, " ")
	}
	ab, _ := scan.Merge(a, b)
	bc, _ := scan.Merge(b, c)
	want := "a b c d"
	for name, got := range map[string]string{
		"plain": merge(a, b, c), "left": merge(ab, c), "right": merge(a, bc), "turned": merge(c, b, a),
		"twice": merge(a, b, c, a, b), "empty": merge(&scan.Partial{}, a, b, c),
	} {
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, err := scan.Merge(a, &scan.Partial{Files: []scan.FileResult{file("a", "other")}}); err == nil {
		t.Error("one file with two contents was merged")
	}
}

// tree lays out files below a folder that is one repo.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files[".gitreview"] = "[gerrit]\nproject=starlingx/agent.git\n"
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// failing is an analyzer that does on each file what the file says.
func failing() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "failing", Version: 1,
		Wants: func(f *analysis.File) bool { return strings.HasSuffix(f.Path, ".txt") },
		New: func(list []*rules.Rule) (analysis.Map, error) {
			return func(p *analysis.Pass) error {
				p.Report(list[0], analysis.Span{Start: 0, End: 1}, analysis.Detail{Subject: p.File.Path})
				switch string(p.File.Src) {
				case "panic":
					panic("out of luck")
				case "error":
					return errors.New("no luck")
				}
				return nil
			}, nil
		},
	}
}

// TestFailuresAreUnknowns: a panic or an error of one analyzer on one file is
// an unknown about that file, and nothing else is lost.
func TestFailuresAreUnknowns(t *testing.T) {
	w := open(t, tree(t, map[string]string{"a.txt": "panic", "b.txt": "fine", "c.txt": "error"}))
	rule := &rules.Rule{ID: "X-001", Analyzer: "failing", Concern: finding.Python2, Message: "found"}
	p, err := scan.Map(context.Background(), w, scan.Options{Rules: []*rules.Rule{rule}, Analyzers: []*analysis.Analyzer{failing()}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Files {
		want := map[string]string{"a.txt": "panic: out of luck", "c.txt": "no luck"}[f.Path]
		if (want != "") != (len(f.Unknowns) == 1) || want != "" && !strings.Contains(f.Unknowns[0].Message, want) {
			t.Errorf("%s: unknowns %v, want %q", f.Path, f.Unknowns, want)
		}
		if strings.HasSuffix(f.Path, ".txt") && len(f.Candidates) != 1 {
			t.Errorf("%s: what was found before is lost: %v", f.Path, f.Candidates)
		}
	}
}

func TestVanishedFileIsAnUnknown(t *testing.T) {
	root := tree(t, map[string]string{"a.py": "print 'a'\n", "b.py": "print 'b'\n"})
	w := open(t, root)
	if err := os.Remove(filepath.Join(root, "a.py")); err != nil {
		t.Fatal(err)
	}
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	p, err := scan.Map(context.Background(), w, scan.Options{Rules: set.Rules, Analyzers: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Files {
		switch f.Path {
		case "a.py":
			if len(f.Unknowns) != 1 || f.Unknowns[0].Kind != finding.UnknownUnreadable {
				t.Errorf("a.py: %+v", f.Unknowns)
			}
		case "b.py":
			if len(f.Candidates) != 1 {
				t.Errorf("b.py: %+v", f.Candidates)
			}
		}
	}
}

func TestCanceledScanGivesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := open(t, own)
	calls := 0
	p, err := scan.Map(ctx, w, scan.Options{Workers: 1, Progress: func(done, total int, _ int64) {
		if calls++; done == 3 {
			cancel()
		}
		if done >= total {
			t.Error("all files were read after the cancellation")
		}
	}})
	if !errors.Is(err, context.Canceled) || p != nil {
		t.Errorf("partial %v, error %v", p, err)
	}
	if calls < 3 {
		t.Errorf("progress was called %d times", calls)
	}
}

func TestRulesWithoutAnalyzerAreRefused(t *testing.T) {
	rule := &rules.Rule{ID: "X-001", Analyzer: "nobody", File: "x.yaml"}
	_, err := scan.Map(context.Background(), open(t, own), scan.Options{Rules: []*rules.Rule{rule}})
	if err == nil || !strings.Contains(err.Error(), `x.yaml: rule X-001: there is no analyzer "nobody"`) {
		t.Errorf("error %v", err)
	}
}

// TestOwnWorkspace holds the findings of the small workspace against a list
// that was written by reading its files, not by running the program.
func TestOwnWorkspace(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "own.txt"))
	if err != nil {
		t.Fatal(err)
	}
	report, _, _ := scanned(t, own)
	var got strings.Builder
	for _, f := range report.Findings {
		if f.Rule == "PY2-I012" { // optional
			continue
		}
		guard := ""
		if f.Guard != "" {
			guard = " guarded"
		}
		fmt.Fprintf(&got, "%s %s/%s:%d%s\n", f.Rule, f.Repo, f.Path, f.Line, guard)
	}
	for _, line := range difference(string(want), got.String()) {
		t.Errorf("missing: %s", line)
	}
	for _, line := range difference(got.String(), string(want)) {
		t.Errorf("not expected: %s", line)
	}
}

// difference returns the lines of a that b lacks; # begins a comment.
func difference(a, b string) []string {
	count := map[string]int{}
	for line := range strings.Lines(b) {
		count[strings.TrimSpace(line)]++
	}
	var out []string
	for line := range strings.Lines(a) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if count[line]--; count[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

// TestCancelled: a scan that is called off does not wait for the file at hand.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	defer close(release)
	stuck := &analysis.Analyzer{
		Name: "stuck", Version: 1, Wants: func(*analysis.File) bool { return true },
		New: func([]*rules.Rule) (analysis.Map, error) {
			return func(*analysis.Pass) error {
				cancel()
				<-release
				return nil
			}, nil
		},
	}
	p, err := scan.Map(ctx, open(t, own), scan.Options{Analyzers: []*analysis.Analyzer{stuck}, Workers: 1})
	if p != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Map returns %v and %v", p, err)
	}
}
