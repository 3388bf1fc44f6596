package scan_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers/py2"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// mostOfParsing bounds what py2 may take of the CPU time of parsing alone.
const mostOfParsing = 3

// BenchmarkPy2 holds the analyzer of Python 2 alone, with all of its rules,
// against parsing the same files: once with the grammar and nothing else, once
// with the parser that analyzers use. Reading the files counts on every side.
// What counts is CPU time, which other work of the machine hardly moves.
func BenchmarkPy2(b *testing.B) {
	root := realWorkspace(b)
	ctx := context.Background()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	w := open(b, root)
	list := set.For(py2.Analyzer.Name)
	only := pythonOnly(ctx, w)
	var bare, parsed, analyzed time.Duration
	for b.Loop() {
		bare += cpuOf(func() { grammarAlone(b, ctx, w) })
		parsed += cpuOf(func() { parserAlone(b, ctx, w) })
		analyzed += cpuOf(func() {
			partial, err := mapAll(ctx, only, list, py2.Analyzer)
			if err != nil {
				b.Fatal(err)
			}
			scan.Reduce(only, partial, scan.ReduceOptions{
				Set: set, Rules: list, Analyzers: []*analysis.Analyzer{py2.Analyzer}, Targets: set.Targets,
			})
		})
	}
	n := float64(b.N)
	b.ReportMetric(bare.Seconds()/n, "grammar-cpu-s")
	b.ReportMetric(parsed.Seconds()/n, "parser-cpu-s")
	b.ReportMetric(analyzed.Seconds()/n, "py2-cpu-s")
	b.ReportMetric(analyzed.Seconds()/bare.Seconds(), "x-grammar")
	b.ReportMetric(analyzed.Seconds()/parsed.Seconds(), "x-parser")
	if analyzed > mostOfParsing*bare {
		b.Errorf("py2 takes %.1f times what parsing takes, more than %d", analyzed.Seconds()/bare.Seconds(), mostOfParsing)
	}
}

// pythonOnly is the workspace with every file skipped that is no Python, so
// that nothing but Python is read.
func pythonOnly(ctx context.Context, w *workspace.Workspace) *workspace.Workspace {
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if f.Skip != "" {
				continue
			}
			if c, err := w.Load(ctx, f); err != nil || c.Language != workspace.Python {
				f.Skip = "no Python"
			}
		}
	}
	return w
}

// cpuOf is the CPU time that work takes on all threads of the process.
func cpuOf(work func()) time.Duration {
	before := cpuTime()
	work()
	return cpuTime() - before
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func grammarAlone(b *testing.B, ctx context.Context, w *workspace.Workspace) {
	parser := sitter.NewParser()
	defer parser.Close()
	parser.SetLanguage(grammar.GetLanguage())
	loadAll(ctx, w, func(c *workspace.Content) {
		tree, err := parser.ParseCtx(ctx, nil, c.Bytes)
		if err != nil {
			b.Fatal(err)
		}
		tree.Close()
	})
}

func parserAlone(b *testing.B, ctx context.Context, w *workspace.Workspace) {
	parser := python.NewParser()
	defer parser.Close()
	loadAll(ctx, w, func(c *workspace.Content) {
		if _, err := parser.Parse(ctx, c.Bytes); err != nil {
			b.Error(err)
		}
	})
}
