package apply

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// realStacks are all patches of the workspace, by folder.
func realStacks(t testing.TB) map[string][]Patch {
	t.Helper()
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	stacks := map[string][]Patch{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() != ".git" {
			if stack := stackIn(t, file); len(stack) > 0 {
				stacks[file] = stack
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return stacks
}

// preimage is a file that hunks fit where they say, with other lines in between.
func preimage(hunks []hunk) []byte {
	var b bytes.Buffer
	line := 1
	for i := range hunks {
		for ; line < hunks[i].first[oldName]; line++ {
			fmt.Fprintf(&b, "line %d of nothing\n", line)
		}
		for _, one := range hunks[i].sides[oldName] {
			b.Write(one)
			line++
		}
	}
	return b.Bytes()
}

// rebuilt are the patches of the workspace that change each file once, with a source
// for each that they fit.
func rebuilt(t testing.TB) (patches []Patch, sources []Source) {
	t.Helper()
	for _, stack := range realStacks(t) {
		for _, p := range stack {
			source := fstest.MapFS{}
			read := readPatch(p.Text, patch.Parse(p.Text))
			once := read.refused == nil && read.unread == nil && read.broken() == nil
			for i := range read.changes {
				c := &read.changes[i]
				name := c.stripped(p.Strip)[oldName]
				if c.absent[oldName] == present && name != "" {
					once = once && source[name] == nil
					source[name] = &fstest.MapFile{Data: preimage(c.hunks), Mode: 0o644}
				}
			}
			if once {
				patches, sources = append(patches, p), append(sources, NewFolder(source))
			}
		}
	}
	return patches, sources
}

// TestRealRebuilt applies every patch to files made of what it says that they were.
func TestRealRebuilt(t *testing.T) {
	patches, sources := rebuilt(t)
	clean := 0
	for i, p := range patches {
		r := Apply(NewTree(sources[i]), []Patch{p}, Options{})[0]
		if r.State != Clean {
			t.Logf("%s: %s: %+v", p.Name, r.State, r.First)
			continue
		}
		clean++
	}
	t.Logf("%d of %d patches are clean", clean, len(patches))
	if clean < len(patches)*99/100 {
		t.Errorf("only %d of %d patches fit what they were made from", clean, len(patches))
	}
}

// TestRealOracleRebuilt applies every patch of the workspace to such files and to later
// ones, and holds the result to what GNU patch does.
func TestRealOracleRebuilt(t *testing.T) {
	later := map[string]func(data []byte) []byte{
		"as it was":         func(data []byte) []byte { return data },
		"lines before":      func(data []byte) []byte { return append([]byte("one\ntwo\n\n"), data...) },
		"every 7th changed": func(data []byte) []byte { return everyNth(data, 7, "changed ") },
		"every 90th gone":   func(data []byte) []byte { return everyNth(data, 90, "") },
	}
	for name, change := range later {
		t.Run(name, func(t *testing.T) {
			var all comparison
			for _, stack := range realStacks(t) {
				for _, p := range stack {
					for _, fuzz := range []int{0, 2} {
						files := sourceOfPatch(p, change)
						g := newGNU(t, fuzz)
						for name, file := range files {
							target := filepath.Join(g.dir, name)
							if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
								t.Fatal(err)
							}
							if err := os.WriteFile(target, file.Data, 0o644); err != nil {
								t.Fatal(err)
							}
						}
						// The second time it is there already.
						c := agree(t, g, NewTree(NewFolder(files)), []Patch{p, p})
						if c.difference != "" || c.cut {
							t.Errorf("%s, fuzz %d: cut %v, %s", p.Name, fuzz, c.cut, c.difference)
						}
						all.add(c)
					}
				}
			}
			t.Logf("each patch twice, with fuzz 0 and 2: %v", &all)
		})
	}
}

// everyNth changes every n-th line, or takes it out.
func everyNth(data []byte, n int, with string) []byte {
	var out []byte
	for i, line := range splitLines(data) {
		switch {
		case i%n != n-1:
			out = append(out, line...)
		case with != "":
			out = append(append(out, with...), line...)
		}
	}
	return out
}

// sourceOfPatch rebuilds the files that a patch changes, each changed further.
func sourceOfPatch(p Patch, change func(data []byte) []byte) fstest.MapFS {
	files := fstest.MapFS{}
	read := readPatch(p.Text, patch.Parse(p.Text))
	for i := range read.changes {
		c := &read.changes[i]
		if name := c.stripped(p.Strip)[oldName]; name != "" && c.absent[oldName] == present && files[name] == nil {
			files[name] = &fstest.MapFile{Data: change(preimage(c.hunks)), Mode: 0o644}
		}
	}
	return files
}

// BenchmarkRealRebuilt applies all patches of the workspace to such files.
func BenchmarkRealRebuilt(b *testing.B) {
	patches, sources := rebuilt(b)
	size := 0
	for _, p := range patches {
		size += len(p.Text)
	}
	b.SetBytes(int64(size))
	b.ResetTimer()
	for b.Loop() {
		for i := range patches {
			Apply(NewTree(sources[i]), patches[i:i+1], Options{Fuzz: 2})
		}
	}
}

// BenchmarkRealStacks applies the stacks that there are clones for to their bases.
func BenchmarkRealStacks(b *testing.B) {
	root, clones := os.Getenv("STXSCAN_WORKSPACE"), os.Getenv("STXSCAN_UPSTREAMS")
	if root == "" || clones == "" {
		b.Skip("STXSCAN_WORKSPACE and STXSCAN_UPSTREAMS are not both set")
	}
	patches := 0
	for b.Loop() {
		patches = 0
		for _, u := range upstreams {
			stack, clone := stackIn(b, filepath.Join(root, u.folder)), cloneOf(clones, u.clone)
			if clone == "" {
				continue
			}
			repo, err := git.Open(clone)
			if err != nil {
				b.Fatal(err)
			}
			revision, err := NewRevision(context.Background(), repo, u.base)
			if err != nil {
				b.Fatal(err)
			}
			patches += len(Apply(NewTree(revision), stack, Options{Fuzz: 2}))
			if err := revision.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(patches), "patches")
}
