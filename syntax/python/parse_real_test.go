package python

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realSources returns every .py file of the workspace that STXSCAN_WORKSPACE
// names.
func realSources(t testing.TB) map[string][]byte {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	sources := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ".py") {
			return err
		}
		sources[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func TestRealSourcesParse(t *testing.T) {
	parser := NewParser()
	defer parser.Close()
	nodes := 0
	for path, src := range realSources(t) {
		tree, err := parser.Parse(context.Background(), src)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if len(tree.Errors) > 0 {
			t.Errorf("%s: %d places not read", path, len(tree.Errors))
		}
		nodes += len(tree.Nodes)
	}
	t.Logf("%d nodes", nodes)
}

// BenchmarkParse reads all Python of a real workspace: "grammar" is the C
// parser alone, "tree" adds the walk that copies its result.
func BenchmarkParse(b *testing.B) {
	sources := realSources(b)
	size := 0
	for _, src := range sources {
		size += len(src)
	}
	parser := NewParser()
	defer parser.Close()
	b.Run("grammar", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, src := range sources {
				tree, err := parser.parser.ParseCtx(context.Background(), nil, src)
				if err != nil {
					b.Fatal(err)
				}
				tree.Close()
			}
		}
	})
	b.Run("tree", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, src := range sources {
				if _, err := parser.Parse(context.Background(), src); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
