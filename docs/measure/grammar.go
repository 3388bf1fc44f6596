package main

import (
	"context"
	"time"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"

	"opendev.org/starlingx/stxscan/workspace"
)

// parseOnly parses the workspace's Python with the grammar alone, one file
// after the other, and returns the CPU time that this took: what a scan cannot
// do without.
func parseOnly(ctx context.Context, w *workspace.Workspace) (time.Duration, error) {
	var sources [][]byte
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			content, err := w.Load(ctx, f)
			if err == nil && content.Language == workspace.Python {
				sources = append(sources, content.Bytes)
			}
		}
	}
	parser := sitter.NewParser()
	defer parser.Close()
	parser.SetLanguage(grammar.GetLanguage())
	before := usage()
	for _, src := range sources {
		tree, err := parser.ParseCtx(ctx, nil, src)
		if err != nil {
			return 0, err
		}
		tree.Close()
	}
	return usage().cpu - before.cpu, nil
}
