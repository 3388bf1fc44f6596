package scan_test

import (
	"bytes"
	"context"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// BenchmarkScan prints the parts of a cold scan of a real workspace, each on
// one worker: what reading and classifying takes, what parsing its Python
// takes, what each analyzer adds to that, and what comes after Map.
func BenchmarkScan(b *testing.B) {
	root := realWorkspace(b)
	ctx := context.Background()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			w, err := workspace.Open(ctx, workspace.Options{Root: root})
			if err != nil {
				b.Fatal(err)
			}
			w.Close()
		}
	})
	w := open(b, root)
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			loadAll(ctx, w, func(*workspace.Content) {})
		}
	})
	b.Run("parse", func(b *testing.B) {
		parser := python.NewParser()
		defer parser.Close()
		for b.Loop() {
			loadAll(ctx, w, func(c *workspace.Content) {
				if c.Language == workspace.Python {
					if _, err := parser.Parse(ctx, c.Bytes); err != nil {
						b.Error(err)
					}
				}
			})
		}
	})
	for _, a := range analyzers.All() {
		b.Run("map-"+a.Name, func(b *testing.B) {
			for b.Loop() {
				if _, err := mapAll(ctx, w, set.For(a.Name), a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	partial, err := mapAll(ctx, w, set.Rules, analyzers.All()...)
	if err != nil {
		b.Fatal(err)
	}
	options := scan.ReduceOptions{Set: set, Rules: set.Rules, Analyzers: analyzers.All(), Targets: set.Targets}
	b.Run("reduce", func(b *testing.B) {
		for b.Loop() {
			scan.Reduce(w, partial, options)
		}
	})
	report := scan.Reduce(w, partial, options)
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			var out bytes.Buffer
			if err := reports.Encode(&out, report); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func loadAll(ctx context.Context, w *workspace.Workspace, use func(*workspace.Content)) {
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if f.Skip != "" {
				continue
			}
			if c, err := w.Load(ctx, f); err == nil && !c.Binary {
				use(c)
			}
		}
	}
}

func mapAll(ctx context.Context, w *workspace.Workspace, list []*rules.Rule, analyzers ...*analysis.Analyzer) (*scan.Partial, error) {
	return scan.Map(ctx, w, scan.Options{Rules: list, Analyzers: analyzers, Workers: 1})
}
